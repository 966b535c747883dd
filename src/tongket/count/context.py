"""What counting needs to know of a book beside its records: calendars, indicators, units, codes, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongket.count.definitions import IndicatorSet, Rules, load_indicators
from tongket.model.areas import AreaSet
from tongket.model.offences import OffenceCatalogue
from tongket.model.periods import CALENDARS, Calendar
from tongket.store.book_lists import read_book_areas, read_book_offences

if TYPE_CHECKING:
    from tongket.store.book import Book


@dataclass(frozen=True)
class CountContext:
    """Hold what counting needs to know of a book.

    Attributes
    ----------
    book : str
        Name of the book.
    indicators : IndicatorSet
        Declared indicators, with the code list they were read with.
    calendar : Calendar
        Calendar of the breakdown by month.
    calendars : mapping of str to Calendar
        Calendars that periods may be written in.
    areas : AreaSet or None
        Units; None when the codes are those in the records.
    """

    book: str
    indicators: IndicatorSet
    calendar: Calendar = CALENDARS["civil"]
    calendars: Mapping[str, Calendar] = field(default_factory=lambda: dict(CALENDARS))
    areas: AreaSet | None = None

    @property
    def offences(self) -> OffenceCatalogue | None:
        """Return the book's code list."""
        return self.indicators.rules.offences


def read_context(book: Book) -> CountContext:
    """Read the code list, the units and the indicators that a book names.

    Raises
    ------
    DefinitionError
        If one of them is unknown or wrong; the message names file, key and remedy.
    """
    return CountContext(
        book=book.id,
        indicators=load_indicators(
            book.file.indicators.sets, read_rules(book), folder=book.path, patterns=book.file.indicators.files
        ),
        calendar=book.calendar,
        calendars=book.calendars,
        areas=read_book_areas(book),
    )


def read_rules(book: Book) -> Rules:
    """Return the code list and the settings that a book's indicators are read with."""
    return Rules(
        offences=read_book_offences(book),
        major=book.file.codes.major,
        small_number=book.file.rules.small_number,
    )
