"""Administrative units that change: keyed by code and validity, joined across changes by shares.

A unit's code alone says nothing: all 103 codes of Cần Thơ's communes of July 2025 belonged to other communes before,
39 of them under another name. Every question here is therefore asked of a code *and* a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tongket.model.area_checks import check_areas
from tongket.model.area_units import (
    CONFIDENCES,
    Area,
    AreaChange,
    Population,
    Tile,
    fold_marks,
    name_forms,
    spaced,
)
from tongket.model.errors import DefinitionError
from tongket.model.text import Text

__all__ = ["CONFIDENCES", "Area", "AreaChange", "AreaSet", "Population", "Tile"]


@dataclass(frozen=True)
class AreaSet:
    """Hold every unit a book may count by, how units became other units, and how many people lived in them.

    Attributes
    ----------
    id : str
        Name by which a book asks for the set.
    title : Text
        What the set covers.
    root : str
        Code of the unit the set is about; `units` answers for what lies below it.
    levels : tuple of str
        From the widest to the narrowest.
    areas, changes, populations, tiles : tuple
        The tables.

    Raises
    ------
    DefinitionError
        If two holders of a code overlap, a parent, level or unit is unknown, the shares of an old unit do not add
        up to 1, or two units stand on one tile on the same day.
    """

    id: str
    title: Text
    root: str
    levels: tuple[str, ...]
    areas: tuple[Area, ...]
    changes: tuple[AreaChange, ...] = ()
    populations: tuple[Population, ...] = ()
    tiles: tuple[Tile, ...] = ()

    def __post_init__(self) -> None:
        check_areas(self)

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Area, ...]]:
        """Return the holders of each code, in order of time."""
        found: dict[str, list[Area]] = defaultdict(list)
        for area in sorted(self.areas, key=lambda area: area.valid_from):
            found[area.code].append(area)
        return {code: tuple(holders) for code, holders in found.items()}

    @cached_property
    def by_key(self) -> Mapping[tuple[str, date], Area]:
        """Return each unit by code and first day."""
        return {(area.code, area.valid_from): area for area in self.areas}

    @cached_property
    def changes_from(self) -> Mapping[tuple[str, date], tuple[AreaChange, ...]]:
        """Return what became of each ended unit, by code and first day."""
        found: dict[tuple[str, date], list[AreaChange]] = defaultdict(list)
        for change in self.changes:
            found[change.old_code, change.old_valid_from].append(change)
        return {key: tuple(changes) for key, changes in found.items()}

    def holders(self, code: str) -> tuple[Area, ...]:
        """Return every unit that ever held `code`, in order of time; empty for an unknown code."""
        return self.by_code.get(code, ())

    def find(self, code: str, day: date) -> Area | None:
        """Return the unit that holds `code` on `day`, or None."""
        return next((area for area in self.holders(code) if area.is_valid_on(day)), None)

    def at(self, code: str, day: date) -> Area:
        """Return the unit that holds `code` on `day`.

        Raises
        ------
        DefinitionError
            If no unit holds the code on that day; the message says on which days one does.
        """
        if (area := self.find(code, day)) is not None:
            return area
        raise DefinitionError(f"Areas {self.id!r}: {code!r} is no unit on {day}. {self._remedy(code)}")

    def _remedy(self, code: str) -> str:
        holders = self.holders(code)
        if not holders:
            return "The set does not know this code; check it, or add the unit to areas.csv."
        spans = "; ".join(f"{area.name.vi} {area.valid_from} to {area.valid_to or 'now'}" for area in holders)
        return f"It was: {spans}. Give the code in force on that day, or mend the date."

    def units(self, level: str, day: date, within: str | None = None, *, neighbours: bool = False) -> tuple[Area, ...]:
        """Return the units of one level on one day, in order of code.

        Parameters
        ----------
        level : str
            One of `levels`.
        day : date
            The day.
        within : str, optional
            Code of a unit above; by default the root of the set.
        neighbours : bool
            Return also units outside `within`, which are in the set only as predecessors.
        """
        self.check_level(level)
        found = [area for area in self.areas if area.level == level and area.is_valid_on(day)]
        if not neighbours:
            found = [area for area in found if (within or self.root) in self._line(area, day)]
        return tuple(sorted(found, key=lambda area: area.code))

    def check_level(self, level: str) -> None:
        """Raise DefinitionError unless `level` is one of the set's levels."""
        if level not in self.levels:
            raise DefinitionError(
                f"Areas {self.id!r}: level must be one of {', '.join(self.levels)}; got {level!r}. Mend the level."
            )

    def parent_of(self, code: str, day: date) -> Area | None:
        """Return the unit above `code` on `day`; None at the top."""
        area = self.at(code, day)
        return None if area.parent is None else self.at(area.parent, day)

    def ancestor_of(self, code: str, level: str, day: date) -> Area | None:
        """Return the unit of `level` that holds `code` on `day`, the unit itself included; None where there is none."""
        self.check_level(level)
        area: Area | None = self.at(code, day)
        while area is not None and area.level != level:
            area = None if area.parent is None else self.at(area.parent, day)
        return area

    def _line(self, area: Area, day: date) -> set[str]:
        line = {area.code}
        while area.parent is not None and (above := self.find(area.parent, day)) is not None:
            area = above
            line.add(area.code)
        return line

    def find_by_name(self, name: str, day: date, level: str | None = None) -> tuple[Area, ...]:
        """Return the units of that name on `day`: several where the name is not unique, none where it is unknown.

        The name may carry its kind or not, and be Vietnamese or English. Exact spelling wins; only when nothing is
        spelt so are tone marks ignored, for "Thạnh Hoà" and "Thạnh Hòa" are one place.
        """
        wanted = spaced(name)
        valid = [area for area in self.areas if area.is_valid_on(day) and level in (None, area.level)]
        for fold in (spaced, fold_marks):
            key = fold(wanted)
            if found := tuple(area for area in valid if key in {fold(form) for form in name_forms(area)}):
                return found
        return ()

    def weights(self, old_code: str, from_day: date, to_day: date) -> dict[str, float]:
        """Return which units of `to_day` a unit of `from_day` became, with shares that add up to 1.

        Parameters
        ----------
        old_code : str
            Code on `from_day`.
        from_day, to_day : date
            `to_day` must not lie before `from_day`: old records can be reckoned to new units, never the reverse.

        Returns
        -------
        dict of str to float
            Code on `to_day` → share; changes of several dates are chained.

        Raises
        ------
        DefinitionError
            If the days are reversed, the code is no unit on `from_day`, or a unit ended without successors.
        """
        if to_day < from_day:
            raise DefinitionError(
                f"Areas {self.id!r}: units are restated forward in time only; got {from_day} to {to_day}."
                " Compare upon the units of the later day."
            )
        return self._spread(self.at(old_code, from_day), to_day)

    def _spread(self, area: Area, to_day: date) -> dict[str, float]:
        if area.is_valid_on(to_day):
            return {area.code: 1.0}
        result: dict[str, float] = defaultdict(float)
        for change in self._successors(area):
            after = self.by_key[change.new_code, change.new_valid_from]
            for code, share in self._spread(after, to_day).items():
                result[code] += change.share * share
        return dict(result)

    def _successors(self, area: Area) -> tuple[AreaChange, ...]:
        if found := self.changes_from.get((area.code, area.valid_from), ()):
            return found
        raise DefinitionError(
            f"Areas {self.id!r}: {area.code!r} ({area.name.vi}) ended on {area.valid_to} and nothing says what became"
            f" of it. Count by a level that goes on, or add its rows to area_changes.csv."
        )

    def changes_between(self, from_day: date, to_day: date) -> tuple[AreaChange, ...]:
        """Return the changes that took effect after `from_day` and not after `to_day`; a figure names them."""
        return tuple(change for change in self.changes if from_day < change.changed_on <= to_day)

    def population(self, code: str, on: date) -> Population | None:
        """Return the count of people dated nearest to `on` for the unit that holds `code` then; None if unknown.

        Of two counts equally near the earlier is taken. The row names its own date and source: print them.
        """
        area = self.at(code, on)
        rows = [row for row in self.populations if (row.code, row.valid_from) == (code, area.valid_from)]
        return min(rows, key=lambda row: (abs((row.on - on).days), row.on), default=None)

    def tiles_on(self, level: str, day: date) -> dict[str, Tile]:
        """Return the tiles of the units of `level` on `day`, by code; units without a tile are left out."""
        placed = {(tile.code, tile.valid_from): tile for tile in self.tiles}
        units = self.units(level, day, neighbours=True)
        return {
            unit.code: placed[unit.code, unit.valid_from] for unit in units if (unit.code, unit.valid_from) in placed
        }
