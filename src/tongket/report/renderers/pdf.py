"""Typeset a report as a tagged PDF (PDF/A-2a and PDF/UA-1) with embedded fonts."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any, Literal

from tongket.model.errors import DefinitionError
from tongket.report.cards import Cards
from tongket.report.document import Document
from tongket.report.renderers.signs import printable
from tongket.report.renderers.tree import document_tree
from tongket.report.typeface import font_directory

_UNKNOWN_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')
# Archivable and accessible at once; both ask for embedded fonts, tags, a title, a language and alternative texts.
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")


def render_pdf(document: Document, cards: Cards) -> bytes:
    """Return the report as PDF; the same document gives the same bytes.

    Parameters
    ----------
    document : Document
        What to print.
    cards : dict of str to FigureCard
        One for every figure of the document, by its id; the annex lists them.

    Returns
    -------
    bytes
        A PDF/A-2a that is also PDF/UA-1.

    Raises
    ------
    FigureError
        If a figure has no card.
    DefinitionError
        If a text holds a sign that the typeface has not: an archivable file may not show a box in its place.
    """
    data = json.dumps(_printable(document_tree(document, cards)), ensure_ascii=False)
    template = (files("tongket.report") / "templates" / "report.typ").read_bytes()
    day = document.letterhead.day or document.seal.as_of
    return _typeset(template, data, datetime.combine(day, time(), tzinfo=UTC))


def _printable(node: Any) -> Any:
    if isinstance(node, str):
        return printable(node)
    if isinstance(node, dict):
        return {key: _printable(value) for key, value in node.items()}
    return [_printable(item) for item in node] if isinstance(node, list) else node


def _typeset(template: bytes, data: str, stamp: datetime) -> bytes:
    import typst

    # no font of the machine, so that the page is the same on every machine
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_directory()])
    compiler = typst.Compiler(input=template, font_paths=fonts)
    try:
        made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=list(STANDARDS), timestamp=stamp)
    except typst.TypstError as error:
        if unknown := _UNKNOWN_SIGN.search(str(error)):
            raise DefinitionError(
                f"PDF: every sign must be in the shipped typeface (Latin, Greek, Cyrillic, Hebrew); got {unknown[1]!r}."
                " Replace that sign in the text or name it stands in."
            ) from error
        raise
    assert isinstance(made, bytes)
    return made
