"""Which rows of the two lists speak of the same person, and how posts and units are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tongket.model.area_units import fold_marks, spaced
from tongket.plan.succession_lists import Entry, ListKind

_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Person:
    """Hold the rows that speak of one person; a number of its own, no name."""

    number: int
    entries: tuple[Entry, ...] = field(repr=False)

    def of(self, kind: ListKind) -> tuple[Entry, ...]:
        """Return the rows in one list."""
        return tuple(each for each in self.entries if each.at.list is kind)

    @property
    def born(self) -> date | None:
        """Return the day of birth that stands first."""
        return next((each.born for each in self.entries if each.born is not None), None)

    @property
    def sex(self) -> str:
        """Return the sex that stands first."""
        return next((each.sex for each in self.entries if each.sex), "")


class Canon:
    """Bring posts and units to a form in which two ways of writing one thing are equal.

    Parameters
    ----------
    aliases : iterable of (str, str)
        Abbreviations and what they stand for.
    """

    def __init__(self, aliases: Iterable[tuple[str, str]]) -> None:
        # "gđ" must not become "gd" before it is looked up: abbreviations differ by their marks
        self._aliases = {spaced(short): spaced(long) for short, long in aliases}

    def __call__(self, text: str) -> str:
        """Return the words without marks and signs, abbreviations spelt out."""
        words = _WORDS.findall(spaced(text))
        return " ".join(fold_marks(self._aliases.get(word, word)) for word in words)

    def post(self, entry: Entry) -> str:
        """Return the planned post with its unit."""
        return f"{self(entry.planned)}|{self(entry.planned_unit)}"


def find_persons(entries: Sequence[Entry], canon: Canon) -> tuple[Person, ...]:
    """Put together the rows that speak of one person.

    Two rows do when they carry the same staff number; the same name and day of birth; or the same name and unit where
    no two staff numbers contradict. Names are compared without marks, for one name is typed in several ways.

    Parameters
    ----------
    entries : sequence of Entry
        Of both lists.
    canon : Canon
        Compares units.

    Returns
    -------
    tuple of Person
        In the order of their first rows.
    """
    groups = _Groups(len(entries))
    groups.join(entries, lambda each: each.code.casefold() or None)
    groups.join(entries, lambda each: (fold_marks(each.name), each.born) if each.name and each.born else None)
    by_unit: dict[Hashable, list[int]] = defaultdict(list)
    for place, each in enumerate(entries):
        if each.name and each.unit:
            by_unit[fold_marks(each.name), canon(each.unit)].append(place)
    for places in by_unit.values():
        if len({entries[place].code.casefold() for place in places if entries[place].code}) <= 1:
            groups.put_together(places)
    members: dict[int, list[Entry]] = defaultdict(list)
    for place, each in enumerate(entries):
        members[groups.root(place)].append(each)
    return tuple(Person(number, tuple(rows)) for number, rows in enumerate(members.values(), 1))


class _Groups:
    """Join places that belong together (union and find)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, place: int) -> int:
        while self._above[place] != place:
            place = self._above[place]
        return place

    def put_together(self, places: Sequence[int]) -> None:
        for place in places[1:]:
            first, second = sorted((self.root(places[0]), self.root(place)))
            self._above[second] = first

    def join(self, entries: Sequence[Entry], key: Callable[[Entry], Hashable]) -> None:
        same: dict[Hashable, list[int]] = defaultdict(list)
        for place, each in enumerate(entries):
            if (found := key(each)) is not None:
                same[found].append(place)
        for places in same.values():
            self.put_together(places)
