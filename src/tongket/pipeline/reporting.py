"""Write the report of a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tongket.model.text import Language
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.report.content.making import Made


def report(
    book: Book,
    which: str,
    *,
    period: str,
    against: Sequence[str] = (),
    formats: Sequence[str] = ("docx", "pdf", "html"),
    language: Language,
    template: Path | None = None,
    watermark: str | None = None,
    directory: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Made:
    """Write the report of a period.

    Parameters
    ----------
    book : Book
        Whose report.
    which : str
        Seal: digest or its beginning, a day, or ``latest``.
    period : str
        What is reported on.
    against : sequence of str
        Up to two periods to compare with; empty for the year before and the first year of the records.
    formats : sequence of str
        Any of docx, pdf, html.
    language : {'vi', 'en'}
        Of the report.
    template : Path, optional
        The office's Word template.
    watermark : str, optional
        Drawn across every page; default says that figures are preliminary, the empty string draws none.
    directory : Path, optional
        Folder of the files; default the book's folder of reports.
    progress : callable, optional
        Told the name of each step.

    Returns
    -------
    Made
        The files, the document, and its figures.

    Raises
    ------
    FigureError
        If a file does not print what the figures say; then none of the files is there.
    """
    from tongket.proof.own import proof_own
    from tongket.report.content.making import make_report, order_of
    from tongket.report.printed import printed_lines
    from tongket.store.seals import read_seal

    seal = read_seal(book, which)
    own = book.file.report.template
    order = order_of(
        book,
        seal,
        period=period,
        against=against,
        language=language,
        formats=formats,
        template=template or (book.path / own if own else None),
        watermark=watermark,
    )
    target, tell = directory or book.reports, progress or (lambda _: None)
    target.mkdir(parents=True, exist_ok=True)
    # written aside first: a report that does not stand up to its own proof is never found among the finished ones
    with unchanged(book, seal), TemporaryDirectory(prefix=".unproofed-", dir=target) as aside:
        made = make_report(book, seal, order, Path(aside), tell)
        tell("proof")
        proof_own(made.paths, printed_lines(made.document, made.cards), printed_lines(made.document))
        return replace(made, paths=tuple(path.replace(target / path.name) for path in made.paths))


def report_template(path: Path) -> Path:
    """Write the Word template that reports are filled into, for the office to edit."""
    from tongket.report.renderers.word_template import write_default_template

    write_default_template(path)
    return path
