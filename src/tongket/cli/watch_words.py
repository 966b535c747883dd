"""Words that several screens of `watch` share: days, levels, and what a screen rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from tongket.model.text import Language, Text

if TYPE_CHECKING:
    from tongket.model.seals import Seal
    from tongket.store.book import Book
    from tongket.watch.names import Names

_BASIS = {
    "seal": Text("bản chốt {seal}", "seal {seal}"),
    "received": Text("số liệu đã nhận đến ngày này", "what had been received by then"),
    "dated": Text(
        "số liệu ghi ngày đến ngày này (sổ không nhận số liệu trong tháng đó)",
        "what is dated up to then (nothing had been received in the month before)",
    ),
}


class Rests(Protocol):
    """What a screen rests on."""

    @property
    def book(self) -> Book:
        """Return whose records."""

    @property
    def as_of(self) -> date:
        """Return the day of knowledge."""

    @property
    def seal(self) -> Seal | None:
        """Return the seal of the day, where there is one."""

    @property
    def basis(self) -> str:
        """Return what counts as known."""


def opening(rests: Rests, language: Language) -> str:
    """Return the first line of a screen: whose records, as of which day, as known by what."""
    mark = Text("SỐ LIỆU MÔ PHỎNG. ", "SYNTHETIC DATA. ") if rests.book.file.book.synthetic else None
    basis = _BASIS[rests.basis].in_language(language).format(seal=rests.seal.short if rests.seal else "")
    place = rests.book.file.book.name.text().in_language(language)
    words = Text(
        f"{place}, tính đến {day(rests.as_of, 'vi')}: {basis}.",
        f"{place} as of {rests.as_of}: {basis}.",
    )
    return (mark.in_language(language) if mark else "") + words.in_language(language)


def day(when: date, language: Language) -> str:
    """Return a day as the language writes it."""
    return f"{when:%d/%m/%Y}" if language == "vi" else when.isoformat()


def level_words(level: tuple[str, ...], names: Names, language: Language) -> str:
    """Return what a level is called: the city or its areas, or a kind of case."""
    from tongket.watch.names import level_name

    if len(level) == 2 and level[0] != "area":
        return names.text(*level).in_language(language)
    return level_name(level).in_language(language)
