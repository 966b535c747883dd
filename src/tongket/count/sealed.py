"""What counting needs to know of a book, as it was when a seal was made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongket.close.definitions import opened, read_sealed_areas, read_sealed_offences
from tongket.count.context import CountContext, read_rules
from tongket.count.definitions import load_indicators
from tongket.model.seals import Seal
from tongket.store.book_lists import read_book_areas

if TYPE_CHECKING:
    import duckdb

    from tongket.store.book import Book


def sealed_context(book: Book, seal: Seal, con: duckdb.DuckDBPyConnection | None = None) -> CountContext:
    """Return what counting needs to know, with the units and codes as they were sealed.

    A figure rests on its seal: a code list mended later must not change it.

    Parameters
    ----------
    book : Book
        Whose seal.
    seal : Seal
        Which.
    con : duckdb.DuckDBPyConnection, optional
        Connection to read with, where one is open already.

    Returns
    -------
    CountContext
        Indicators, units, codes, calendars.
    """
    rules = read_rules(book)
    with opened(con) as ready:
        offences = read_sealed_offences(book, seal, ready)
        areas = read_sealed_areas(book, seal, ready) or read_book_areas(book)
    if offences is not None:
        rules = replace(rules, offences=offences)
    return CountContext(
        book=book.id,
        indicators=load_indicators(
            book.file.indicators.sets, rules, folder=book.path, patterns=book.file.indicators.files
        ),
        calendar=book.calendar,
        calendars=book.calendars,
        areas=areas,
    )
