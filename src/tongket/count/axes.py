"""The rows of a breakdown: which codes there are, what they are called, and where a counted row belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongket.count.context import CountContext
from tongket.count.gather import Rows
from tongket.count.geography import WHOLE, Geography
from tongket.count.request import AREA, WEEKDAY_HOUR
from tongket.count.weekday_hours import WEEK_CODES
from tongket.model.indicators import Condition
from tongket.model.offences import OffenceCatalogue
from tongket.model.tables import RECORD_TABLES

UNKNOWN = "unknown"  # the row of records that do not say, so that parts add up
TOTAL = "*"


@dataclass(frozen=True, eq=False)
class Axis:
    """Hold the codes of one dimension; place 0 is the total, codes follow.

    Attributes
    ----------
    name : str
        Dimension.
    codes : tuple of str
        Without the total; ``unknown`` last, if any record does not say.
    """

    name: str
    codes: tuple[str, ...]
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return the number of places, the total included."""
        return len(self.codes) + 1


def make_axis(name: str, known: Iterable[str], found: Iterable[str | None]) -> Axis:
    """Return an axis of all known codes, then others that occur, in order, then ``unknown`` where it occurs."""
    codes = dict.fromkeys(known)
    others = set(found) - set(codes)
    codes.update(dict.fromkeys(sorted(code for code in others if code is not None and code != UNKNOWN)))
    if None in others or UNKNOWN in others:
        codes[UNKNOWN] = None
    places = {code: place for place, code in enumerate(codes, start=1)}
    return Axis(name, tuple(codes), places)


def known_codes(name: str, context: CountContext, geography: Geography | None, day: date) -> tuple[str, ...]:
    """Return the codes a dimension has whether or not any record has them: zero is not missing."""
    if name == WEEKDAY_HOUR:
        return WEEK_CODES
    if name == AREA:
        return tuple(unit.code for unit in geography.units()) if geography else ()
    if name == "severity":
        return RECORD_TABLES["cases"].column("severity").values
    if context.offences is None:
        return ()
    if name == "offence":
        return tuple(offence.article for offence in context.offences.articles(day))
    holding = {offence.group for offence in context.offences.offences}
    return tuple(group.code for group in context.offences.groups if group.code in holding)


def possible_codes(name: str, condition: Condition, offences: OffenceCatalogue | None) -> set[str] | None:
    """Return the codes of a dimension that a condition leaves open; None when it leaves all of them."""
    if condition.column == name:
        return set(condition.values)
    if name == "offence" and condition.column == "offence_group" and offences is not None:
        return {offence.article for offence in offences.offences if offence.group in condition.values}
    return None


@dataclass(frozen=True)
class Placed:
    """Say where counted rows belong on an axis.

    Attributes
    ----------
    row : ndarray of int or None
        Index of the counted row, one entry for each part of it; None when every row stays whole.
    place : ndarray of int
        Place on the axis, 1 or more.
    share : ndarray of int64 or None
        Millionths of the row; None when every row stays whole.
    """

    place: NDArray[np.intp]
    row: NDArray[np.intp] | None = None
    share: NDArray[np.int64] | None = None


def occurring(rows: Rows, name: str, codes: list[str | None], placing: AreaPlacing | None) -> set[str | None]:
    """Return the codes that rows have after areas were brought to the units counted by."""
    if name != AREA or placing is None:
        return {codes[i] for i in np.flatnonzero(np.bincount(rows.codes[name]))}
    return {target for pair in placing.pairs(rows) for target, _ in placing.targets(*pair)}


@dataclass(frozen=True)
class AreaPlacing:
    """Bring the area codes of rows to the units counted by.

    Attributes
    ----------
    geography : Geography
        Units counted by.
    eras : tuple of date
        First days of the times in which no unit changes.
    codes : list of str or None
        Vocabulary of the column.
    """

    geography: Geography
    eras: tuple[date, ...]
    codes: list[str | None]

    def pairs(self, rows: Rows) -> list[tuple[int, int]]:
        """Return the pairs of era and code that occur."""
        keys = np.unique(rows.era.astype(np.int64) * len(self.codes) + rows.codes[AREA])
        return [divmod(int(key), len(self.codes)) for key in keys]

    def targets(self, era: int, code: int) -> tuple[tuple[str, int], ...]:
        """Return units and millionths for one pair."""
        name = self.codes[code]
        found = () if name is None else self.geography.targets(name, self.eras[era])
        parts = tuple((target.code, target.share) for target in found)
        left = WHOLE - sum(share for _, share in parts)
        return (*parts, (UNKNOWN, left)) if left else parts

    def place(self, rows: Rows, axis: Axis) -> Placed:
        """Return where each row belongs."""
        table = {pair: self.targets(*pair) for pair in self.pairs(rows)}
        key = rows.era.astype(np.int64) * len(self.codes) + rows.codes[AREA]
        first = np.zeros(len(self.eras) * len(self.codes), dtype=np.intp)
        for (era, code), parts in table.items():
            first[era * len(self.codes) + code] = axis.places[parts[0][0]]
        split = [pair for pair, parts in table.items() if len(parts) > 1]
        if not split:
            return Placed(first[key])
        return self._split(axis, table, key, first)

    def _split(
        self,
        axis: Axis,
        table: dict[tuple[int, int], tuple[tuple[str, int], ...]],
        key: NDArray[np.int64],
        first: NDArray[np.intp],
    ) -> Placed:
        whole = np.full(len(first), WHOLE, dtype=np.int64)
        more: list[tuple[NDArray[np.intp], int, int]] = []
        for (era, code), parts in table.items():
            number = era * len(self.codes) + code
            whole[number] = parts[0][1]
            hit = np.flatnonzero(key == number) if len(parts) > 1 else None
            more += [(hit, axis.places[unit], share) for unit, share in parts[1:] if hit is not None]
        row = np.concatenate([np.arange(len(key)), *(hit for hit, _, _ in more)])
        place = np.concatenate([first[key], *(np.full(len(hit), place) for hit, place, _ in more)])
        share = np.concatenate([whole[key], *(np.full(len(hit), share) for hit, _, share in more)])
        return Placed(place, row, share)


def place_rows(rows: Rows, axis: Axis, codes: list[str | None], placing: AreaPlacing | None) -> Placed:
    """Return where each row belongs on an axis."""
    if axis.name == AREA and placing is not None:
        return placing.place(rows, axis)
    lookup = np.array([axis.places[UNKNOWN if code is None else code] for code in codes] or [0], dtype=np.intp)
    return Placed(lookup[rows.codes[axis.name]])
