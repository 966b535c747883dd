"""Count indicators on a seal, and lead from a figure back to its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Thread
from typing import TYPE_CHECKING

from tongket.model.periods import parse_period
from tongket.model.seals import Seal
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.count.table import FigureTable
    from tongket.count.trace import FigureTrace


@contextmanager
def unchanged(book: Book, seal: Seal) -> Iterator[None]:
    """Recompute the digests of a seal's files beside the work that rests on them; refuse the work if one differs."""
    from tongket.store.seals import check_tables

    faults: list[Exception] = []

    def check() -> None:
        try:
            check_tables(book, seal)
        except Exception as fault:  # handed to the one who waits
            faults.append(fault)

    # hashing leaves the interpreter to the others, so it costs hardly any time of its own
    beside = Thread(target=check)
    beside.start()
    try:
        yield
    finally:
        beside.join()
        if faults:
            raise faults[0]


def count(
    book: Book,
    which: str,
    *,
    period: str,
    against: Sequence[str] = (),
    by: Sequence[str] = (),
    indicators: Sequence[str] = (),
    areas_of: date | None = None,
    area_level: str | None = None,
) -> FigureTable:
    """Count declared indicators on a seal; every figure goes into the book's ledger.

    Parameters
    ----------
    book : Book
        Whose records.
    which : str
        Seal: digest or its beginning, a day, or ``latest``.
    period, against, by, indicators, areas_of, area_level
        As for `tongket.count.request.CountRequest`.

    Returns
    -------
    FigureTable
        Figures of the period and of those compared with.
    """
    from tongket.count.figures import count_figures
    from tongket.count.ledger_rows import record_figures
    from tongket.count.request import CountRequest
    from tongket.count.sealed import sealed_context
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.store.parquet import reading
    from tongket.store.seals import read_seal, table_files

    seal = read_seal(book, which)
    request = CountRequest(
        parse_period(period, book.calendars),
        tuple(against),
        tuple(by),
        tuple(indicators) or None,
        areas_of,
        area_level,
    )
    with unchanged(book, seal), reading() as con:
        engine = DuckDBEngine(table_files(book, seal), connection=con)
        table = count_figures(request, engine, seal, sealed_context(book, seal, con))
    record_figures(table, book.figures)
    return table


def trace(book: Book, figure: str, page: int) -> FigureTrace:
    """Lead from a figure's id to its definition, seal, query and records."""
    from tongket.count.derivation_files import read_derivation
    from tongket.count.derived_trace import trace_derived
    from tongket.count.sealed import sealed_context
    from tongket.count.trace import trace_figure
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.store.ledger import find_figure
    from tongket.store.parquet import reading
    from tongket.store.seals import read_seal, table_files

    entry = find_figure(book.figures, figure)
    found, derivation = entry.figure, read_derivation(book.figures, entry.definition)
    seal = read_seal(book, found.seal)
    with unchanged(book, seal), reading() as con:
        engine = DuckDBEngine(table_files(book, seal), connection=con)
        if derivation is not None:
            return trace_derived(found, derivation, engine, seal, page=page)
        return trace_figure(found, engine, seal, sealed_context(book, seal, con), page=page)
