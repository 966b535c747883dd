"""The revision triangle of an indicator: each period as the first seal had it, and as later seals have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongket.count.explanation import sealed_context
from tongket.count.figures import count_figures
from tongket.count.request import CountRequest
from tongket.engines.duckdb import DuckDBEngine
from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.store.seals import list_seals, table_files

if TYPE_CHECKING:
    from tongket.store.book import Book


@dataclass(frozen=True)
class IndicatorTriangle:
    """Hold one indicator over periods and seals.

    Attributes
    ----------
    indicator : Indicator
        What is counted.
    periods : tuple of Period
        Rows.
    seals : tuple of Seal
        Columns, oldest first.
    figures : tuple of tuple of Figure or None
        One row for each period; None where a seal's cut-off lies before the end of the period.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    seals: tuple[Seal, ...]
    figures: tuple[tuple[Figure | None, ...], ...]


def indicator_triangle(book: Book, indicator: str, periods: Sequence[Period]) -> IndicatorTriangle:
    """Count an indicator on every seal of a book.

    Parameters
    ----------
    book : Book
        Whose seals.
    indicator : str
        Id.
    periods : sequence of Period
        Rows of the triangle.

    Returns
    -------
    IndicatorTriangle
        With a figure wherever a seal could know the period.
    """
    seals = list_seals(book)
    columns = [_column(book, seal, indicator, periods) for seal in seals]
    declared = sealed_context(book, seals[-1]).indicators[indicator]
    rows = tuple(tuple(column[i] for column in columns) for i in range(len(periods)))
    return IndicatorTriangle(declared, tuple(periods), seals, rows)


def _column(book: Book, seal: Seal, indicator: str, periods: Sequence[Period]) -> list[Figure | None]:
    known = [period for period in periods if period.end <= seal.as_of]
    if not known:
        return [None] * len(periods)
    request = CountRequest(known[0], tuple(period.id for period in known[1:]), (), (indicator,))
    table = count_figures(request, DuckDBEngine(table_files(book, seal)), seal, sealed_context(book, seal))
    found = {period.id: table.get(indicator, period.id) for period in known}
    return [
        figure if (figure := found.get(period.id)) is not None and figure.state is State.VALUE else None
        for period in periods
    ]
