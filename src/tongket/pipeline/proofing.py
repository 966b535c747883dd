"""Hold the numbers of a text to a book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.errors import UsageError
from tongket.model.periods import Period, parse_period
from tongket.model.seals import Seal
from tongket.model.text import Language
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.model.printed import PrintedLine
    from tongket.proof.proofing import Proof, ProofResult


def proof(
    files: Sequence[Path],
    *,
    book: Book | None = None,
    period: str | None = None,
    which: str | None = None,
    language: Language | None = None,
    progress: Callable[[str], None] | None = None,
) -> ProofResult:
    """Find every number in texts, recompute it, and hold it to a book.

    Parameters
    ----------
    files : sequence of Path
        Texts: .docx, .pdf, .html, .md or .txt.
    book : Book, optional
        Whose figures they speak of; without one only the sums are checked.
    period : str, optional
        What the texts report on; needed with a book.
    which : str, optional
        Seal: digest or its beginning, a day, or ``latest``; default the one a text names, else the latest.
    language : {'vi', 'en'}, optional
        Of the texts; default told paragraph by paragraph.
    progress : callable, optional
        Told the name of each step.

    Returns
    -------
    ProofResult
        One proof per file.

    Raises
    ------
    UsageError
        If no file is given, the ending of one is unknown, or a book is given without a period.
    SourceError
        If a file cannot be read.
    """
    from tongket.proof.proofing import ProofResult, proof_files

    tell = progress or (lambda _: None)
    if book is None or period is None:
        if book is not None or period is not None:
            raise UsageError("proof: --book and --period go together; got one of them. Give both, or neither.")
        return proof_files(files, language=language)
    if not files:
        return proof_files(files)
    reported = parse_period(period, book.calendars)
    return ProofResult(tuple(_proof_with(book, path, reported, which, language, tell) for path in files))


def _proof_with(
    book: Book, path: Path, period: Period, which: str | None, language: Language | None, tell: Callable[[str], None]
) -> Proof:
    """Proof one text with a book: a report that the book itself wrote is held to what it prints."""
    from tongket.proof.ledger import BookFigures, own_seal
    from tongket.proof.proofing import proof_document
    from tongket.proof.readers import read
    from tongket.store.seals import read_seal

    tell(path.name)
    document = read(path)
    own = own_seal(book, document.text)
    seal = read_seal(book, which) if which is not None else own or read_seal(book, "latest")
    with unchanged(book, seal):
        printed = _reprinted(book, seal, period, document.text) if own is not None else ()
        known = BookFigures(book, seal, period)
        return proof_document(document, figures=known, period=period.id, language=language, path=path, printed=printed)


def _reprinted(book: Book, seal: Seal, period: Period, text: str) -> tuple[PrintedLine, ...]:
    """Return the lines of the report of a period, in the language of a text; none where it cannot be written."""
    from tongket.proof.tokens import is_vietnamese
    from tongket.report.content.making import compose_report, order_of
    from tongket.report.printed import printed_lines

    language: Language = "vi" if is_vietnamese(text) else "en"
    try:
        order = order_of(book, seal, period=period.id, against=(), language=language, formats=("docx",))
        composed = compose_report(book, seal, order, lambda _: None)
    except UsageError:  # the seal does not cover the period: then no report of it can have been written
        return ()
    return printed_lines(composed.document, composed.cards)
