"""Close the books, verify them, and explain what two seals differ in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongket.model.errors import UsageError
from tongket.model.periods import Period, parse_period
from tongket.model.seals import Seal, Status
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.close.closing import Basis, CloseResult
    from tongket.close.diffing import SealDiff
    from tongket.close.verification import VerifyResult
    from tongket.count.explanation import ExplainedFigure
    from tongket.count.triangle import IndicatorTriangle


def close(
    book: Book,
    *,
    as_of: date,
    status: Status,
    note: str = "",
    parent: str | None = "latest",
    basis: str = "auto",
    progress: Callable[[str], None] | None = None,
) -> CloseResult:
    """Seal the records as known at a cut-off.

    Parameters
    ----------
    book : Book
        Whose records.
    as_of : date
        Cut-off.
    status : Status
        How final the figures are.
    note : str
        Why the seal is made.
    parent : str or None
        Seal that this one amends or follows.
    basis : {'auto', 'received', 'dated'}
        What counts as known at the cut-off: what had been received by then, or everything that is dated up to it.
        ``auto`` takes what had been received; where nothing had, because a register came in one late export, it
        takes what is dated.
    progress : callable, optional
        Called with the name of each table.

    Returns
    -------
    CloseResult
        The seal and how it came about.
    """
    from tongket.close.closing import Basis, close_book

    chosen = Basis(basis) if basis != "auto" else _basis_of(book, as_of)
    return close_book(book, as_of=as_of, status=status, note=note, parent=parent, basis=chosen, progress=progress)


def _basis_of(book: Book, as_of: date) -> Basis:
    from tongket.close.closing import Basis
    from tongket.store.loads import read_loads

    received = any(load.received_on <= as_of for load in read_loads(book) if load.accepted)
    return Basis.RECEIVED if received else Basis.DATED


def verify(book: Book, *, progress: Callable[[str], None] | None = None) -> VerifyResult:
    """Recompute every digest of a book."""
    from tongket.close.verification import verify_book

    return verify_book(book, progress=progress)


def seals(book: Book) -> tuple[Seal, ...]:
    """Return the seals of a book, oldest first."""
    from tongket.store.seals import list_seals

    return list_seals(book)


@dataclass(frozen=True)
class SealDifference:
    """Hold what differs between two seals: rules, rows of tables, and each figure with the causes of its change."""

    seals: SealDiff
    figures: tuple[ExplainedFigure, ...]


def diff(book: Book, old: str, new: str, *, periods: Sequence[str], indicators: Sequence[str] = ()) -> SealDifference:
    """Explain each changed figure by cause.

    Parameters
    ----------
    book : Book
        Whose seals.
    old, new : str
        Seals: digests or their beginnings, or days; ``previous`` is the parent of the new one.
    periods : sequence of str
        Which periods; empty for the year of the book's calendar that the older seal closed, and the one before.
    indicators : sequence of str
        Ids; empty for all that are reportable.

    Returns
    -------
    SealDifference
        Figures behind which any record changed, those included whose changes cancel out.
    """
    from tongket.close.diffing import diff_seals
    from tongket.count.explanation import explain_figures
    from tongket.store.seals import read_seal

    second = read_seal(book, new)
    first = _previous(book, second) if old == "previous" else read_seal(book, old)
    chosen = [parse_period(text, book.calendars) for text in periods] or _closed_years(book, first)
    with unchanged(book, first), unchanged(book, second):
        explained = explain_figures(book, first, second, chosen, indicators or None)
        changes = diff_seals(book, first, second)
    return SealDifference(changes, tuple(each for each in explained if each.difference.contributions))


def _previous(book: Book, seal: Seal) -> Seal:
    from tongket.store.seals import read_seal

    if seal.parent is None:
        raise UsageError(f"diff: seal {seal.short} has no parent to be compared with. Name two seals.")
    return read_seal(book, seal.parent)


def _closed_years(book: Book, seal: Seal) -> list[Period]:
    """Return the last two whole years of the book's calendar before a cut-off."""
    calendar = book.calendar
    year = calendar.reporting_year_of(seal.as_of)
    current = parse_period(f"{calendar.id}:{year}", book.calendars)
    last = year if current.end <= seal.as_of else year - 1
    return [parse_period(f"{calendar.id}:{last - back}", book.calendars) for back in (0, 1)]


def triangle(book: Book, indicator: str, periods: Sequence[str]) -> IndicatorTriangle:
    """Return an indicator of several periods as every seal of the book has it."""
    from tongket.count.triangle import indicator_triangle

    chosen = [parse_period(text, book.calendars) for text in periods] or _sealed_years(book)
    return indicator_triangle(book, indicator, chosen)


def _sealed_years(book: Book) -> list[Period]:
    """Return the years of the book's calendar that its seals closed, oldest first."""
    found: dict[str, Period] = {}
    for seal in seals(book):
        last = _closed_years(book, seal)[0]
        found.setdefault(last.id, last)
    return sorted(found.values())
