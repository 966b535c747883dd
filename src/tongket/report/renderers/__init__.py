"""Write a document as .docx, .pdf and .html. Renderers lay out; they reckon nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tongket.model.errors import UsageError
from tongket.report.bound import check_bound
from tongket.report.cards import Cards
from tongket.report.document import Document
from tongket.report.spans import Fixed

FORMATS = ("docx", "pdf", "html")


def render(
    document: Document,
    cards: Cards,
    formats: Iterable[str],
    directory: Path,
    stem: str,
    template: Path | None = None,
    allow: Iterable[Fixed] = (),
) -> list[Path]:
    """Write a report in the formats asked for; all or none of the files appear.

    Parameters
    ----------
    document : Document
        What to print; every digit must be bound.
    cards : dict of str to FigureCard
        One for every figure of the document, by its id.
    formats : iterable of str
        Any of ``docx``, ``pdf``, ``html``.
    directory : Path
        Folder of the files; made when it is not there.
    stem : str
        File name without its ending.
    template : Path, optional
        Word template of the office.
    allow : iterable of Fixed
        Texts with digits that may stand anywhere; see `check_bound`.

    Returns
    -------
    list of Path
        The files, in the order docx, pdf, html.

    Raises
    ------
    UsageError
        If a format is unknown.
    DefinitionError
        If the template cannot be used.
    FigureError
        If a number is bound to nothing, or a figure has no card.
    """
    wanted = set(formats)
    if unknown := sorted(wanted - set(FORMATS)):
        raise UsageError(f"Report: formats must be among {', '.join(FORMATS)}; got {', '.join(unknown)}. Mend --to.")
    check_bound(document, allow)
    made = {name: _renderer(name, template)(document, cards) for name in FORMATS if name in wanted}
    directory.mkdir(parents=True, exist_ok=True)
    return [_write(directory / f"{stem}.{name}", content) for name, content in made.items()]


def _renderer(name: str, template: Path | None) -> Callable[[Document, Cards], bytes]:
    """Return a renderer; its library is loaded only when its format is asked for."""
    if name == "docx":
        from tongket.report.renderers.docx import render_docx

        return lambda document, cards: render_docx(document, cards, template)
    if name == "pdf":
        from tongket.report.renderers.pdf import render_pdf

        return render_pdf
    from tongket.report.renderers.html import render_html

    return lambda document, cards: render_html(document, cards).encode()


def _write(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.partial")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return temporary.replace(path)
