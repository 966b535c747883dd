"""Bring what was recorded in old units to the units of one day, and roll units up to one level.

The code in a record names the unit in force on the record's own day. Shares are whole millionths that add up to one
million, so that sums over units give the city's total exactly, in integers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from tongket.model.areas import Area, AreaSet

SHARE_DIGITS = 6
WHOLE: int = 10**SHARE_DIGITS


@dataclass(frozen=True)
class Target:
    """Say which part of a record's unit belongs to a unit of the day counted by.

    Attributes
    ----------
    code : str
        Unit of the geography's day and level.
    share : int
        Millionths.
    restated : bool
        Whether the record's unit is another one, so that the crosswalk was used.
    """

    code: str
    share: int
    restated: bool


@dataclass
class Geography:
    """Answer which units of one day and level a record belongs to.

    Attributes
    ----------
    areas : AreaSet
        Units and their changes.
    day : date
        Day whose units are used.
    level : str
        Level counted by.
    """

    areas: AreaSet
    day: date
    level: str
    _known: dict[tuple[str, date], tuple[Target, ...]] = field(default_factory=dict, init=False, repr=False)

    def units(self) -> tuple[Area, ...]:
        """Return the units counted by, in order of code."""
        return self.areas.units(self.level, self.day)

    def eras(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days after `first` up to `last` on which any unit begins or has just ended, ascending."""
        days = {area.valid_from for area in self.areas.areas}
        days |= {area.valid_to + timedelta(days=1) for area in self.areas.areas if area.valid_to is not None}
        return tuple(sorted(day for day in days if first < day <= last))

    def targets(self, code: str, day: date) -> tuple[Target, ...]:
        """Return the units a record of `code` on `day` belongs to; none when the code is no unit on that day.

        Days before the first the set answers for are taken as that day.
        """
        key = (code, day)
        if key not in self._known:
            self._known[key] = tuple(self._targets(code, max(day, self._first_day)))
        return self._known[key]

    @cached_property
    def _first_day(self) -> date:
        return min(area.valid_from for area in self.areas.areas)

    def _targets(self, code: str, day: date) -> list[Target]:
        area = self.areas.find(code, day)
        if area is None:
            return []
        weights: dict[str, float] = defaultdict(float)
        for later, share in self._successors(area, day).items():
            unit = self.areas.ancestor_of(later, self.level, max(day, self.day))
            weights[unit.code if unit else ""] += share
        before = self.areas.ancestor_of(code, self.level, day)
        return [
            Target(unit, share, before is None or before != self.areas.find(unit, self.day))
            for unit, share in sorted(_millionths(weights).items())
            if unit
        ]

    def _successors(self, area: Area, day: date) -> dict[str, float]:
        """Return what a unit became; nothing for a wider one, as a district, that ended and was not carried on."""
        narrowest = area.level == self.areas.levels[-1]
        if not narrowest and not area.is_valid_on(self.day) and (area.code, area.valid_from) not in self._continued:
            return {}
        return self.areas.weights(area.code, day, max(day, self.day))

    @cached_property
    def _continued(self) -> frozenset[tuple[str, date]]:
        return frozenset(self.areas.changes_from)

    def restated_units(self, first: date, last: date) -> frozenset[str]:
        """Return the units that take in records of other units from between two days."""
        starts = [first, *self.eras(first, min(last, self.day))]
        return frozenset(
            target.code
            for day in starts
            for area in self.areas.areas
            if area.is_valid_on(max(day, self._first_day)) and area.level == self.areas.levels[-1]
            for target in self.targets(area.code, day)
            if target.restated
        )

    def qualified(self, code: str, day: date) -> str:
        """Return the code as a figure of a period that ends on `day` names the unit.

        A code that another unit holds (or none) on that day gets the unit's first day: ``31120@2025-07-01``.
        """
        unit = self.areas.find(code, self.day)
        if unit is None or unit == self.areas.find(code, day):
            return code
        return f"{code}@{unit.valid_from}"


def _millionths(weights: dict[str, float]) -> dict[str, int]:
    """Return shares as whole millionths that add up to one million: what rounding leaves goes to the largest rests."""
    exact = {code: share * WHOLE for code, share in weights.items()}
    whole = {code: int(share) for code, share in exact.items()}
    rests = sorted(exact, key=lambda code: (whole[code] - exact[code], code))
    for code in rests[: WHOLE - sum(whole.values())]:
        whole[code] += 1
    return whole


def choose_level(areas: AreaSet, day: date) -> str:
    """Return the level reports break down by: districts where there are any on that day, else the narrowest."""
    if "district" in areas.levels and areas.units("district", day):
        return "district"
    return areas.levels[-1]
