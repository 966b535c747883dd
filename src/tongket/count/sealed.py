"""What counting needs to know of a book, as it was when a seal was made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongket.close.definitions import read_sealed_areas, read_sealed_offences
from tongket.count.context import CountContext, read_areas, read_rules
from tongket.count.definitions import load_indicators
from tongket.model.seals import Seal

if TYPE_CHECKING:
    from tongket.store.book import Book


def sealed_context(book: Book, seal: Seal) -> CountContext:
    """Return what counting needs to know, with the units and codes as they were sealed.

    A figure rests on its seal: a code list mended later must not change it.
    """
    rules = read_rules(book)
    offences = read_sealed_offences(book, seal)
    if offences is not None:
        rules = replace(rules, offences=offences)
    return CountContext(
        book=book.id,
        indicators=load_indicators(
            book.file.indicators.sets, rules, folder=book.path, patterns=book.file.indicators.files
        ),
        calendar=book.calendar,
        calendars=book.calendars,
        areas=read_sealed_areas(book, seal) or read_areas(book),
    )
