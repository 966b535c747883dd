"""Typeset a report as a tagged PDF (PDF/A-2a and PDF/UA-1) with embedded fonts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Literal

from tongket.report.cards import Cards
from tongket.report.document import Document
from tongket.report.renderers.tree import document_tree
from tongket.report.typeface import font_directory

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
    """
    import typst

    data = json.dumps(document_tree(document, cards), ensure_ascii=False)
    template = (files("tongket.report") / "templates" / "report.typ").read_bytes()
    # no font of the machine, so that the page is the same on every machine
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_directory()])
    compiler = typst.Compiler(input=template, font_paths=fonts)
    day = document.letterhead.day or document.seal.as_of
    stamp = datetime.combine(day, time(), tzinfo=UTC)
    made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=list(STANDARDS), timestamp=stamp)
    assert isinstance(made, bytes)
    return made
