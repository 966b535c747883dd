"""What must hold in a set of areas before it may be used; the first breach is named with its remedy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tongket.model.area_units import Area, AreaChange
from tongket.model.errors import DefinitionError

if TYPE_CHECKING:
    from tongket.model.areas import AreaSet

SHARE_TOLERANCE = 1e-9


def check_areas(areas: AreaSet) -> None:
    """Raise DefinitionError at the first thing that makes a set unusable."""
    _check_levels_and_root(areas)
    _check_no_overlap(areas)
    _check_parents(areas)
    _check_changes(areas)
    _check_populations(areas)
    _check_tiles(areas)


def _check_levels_and_root(areas: AreaSet) -> None:
    for area in areas.areas:
        if area.level not in areas.levels:
            raise DefinitionError(
                f"Areas {areas.id!r}: the level of {area.code!r} must be one of {', '.join(areas.levels)};"
                f" got {area.level!r}. Mend areas.csv or the levels in source.toml."
            )
    if not areas.holders(areas.root):
        raise DefinitionError(
            f"Areas {areas.id!r}: the root must be one of the units; got {areas.root!r}. Mend root in source.toml."
        )


def _check_no_overlap(areas: AreaSet) -> None:
    for code, holders in areas.by_code.items():
        for first, second in pairwise(holders):
            if first.valid_to is None or second.valid_from <= first.valid_to:
                raise DefinitionError(
                    f"Areas {areas.id!r}: two units hold {code!r} on the same day, from {second.valid_from}"
                    f" ({first.name.vi}; {second.name.vi}). End the first one before the second begins."
                )


def _check_parents(areas: AreaSet) -> None:
    for area in areas.areas:
        if area.parent is None:
            continue
        if (day := _day_without(areas.holders(area.parent), area)) is not None:
            raise DefinitionError(
                f"Areas {areas.id!r}: the parent of {area.code!r} must exist on all its days;"
                f" got {area.parent!r}, which does not on {day}. Add the parent or mend its dates."
            )
        above = {areas.levels.index(parent.level) for parent in areas.holders(area.parent)}
        if max(above) >= areas.levels.index(area.level):
            raise DefinitionError(
                f"Areas {areas.id!r}: the parent of {area.code!r} must be of a wider level; got {area.parent!r}."
                " Mend the parent or the level."
            )


def _day_without(holders: Iterable[Area], area: Area) -> date | None:
    """Return the first day of `area` on which none of `holders` exists, or None."""
    day = area.valid_from
    for holder in holders:
        if holder.is_valid_on(day):
            if holder.valid_to is None:
                return None
            day = holder.valid_to + timedelta(days=1)
    return None if area.valid_to is not None and day > area.valid_to else day


def _check_changes(areas: AreaSet) -> None:
    for change in areas.changes:
        _check_change(areas, change)
    for (code, _), changes in areas.changes_from.items():
        total = sum(change.share for change in changes)
        if abs(total - 1) > SHARE_TOLERANCE:
            raise DefinitionError(
                f"Areas {areas.id!r}: the shares of {code!r} must add up to 1; got {total!r}. Mend area_changes.csv."
            )


def _check_change(areas: AreaSet, change: AreaChange) -> None:
    old = areas.by_key.get((change.old_code, change.old_valid_from))
    new = areas.by_key.get((change.new_code, change.new_valid_from))
    if old is None or new is None:
        missing = (change.old_code, change.old_valid_from) if old is None else (change.new_code, change.new_valid_from)
        raise DefinitionError(
            f"Areas {areas.id!r}: a change must join two units of the set; got {missing[0]!r} from {missing[1]},"
            " which is none. Add the unit to areas.csv or mend the change."
        )
    if old.valid_to != change.changed_on - timedelta(days=1) or new.valid_from != change.changed_on:
        raise DefinitionError(
            f"Areas {areas.id!r}: {old.code!r} must end the day before the change and {new.code!r} begin on it;"
            f" got {change.changed_on}. Mend the dates."
        )


def _check_populations(areas: AreaSet) -> None:
    for row in areas.populations:
        if (row.code, row.valid_from) not in areas.by_key:
            raise DefinitionError(
                f"Areas {areas.id!r}: a population must be of a unit of the set; got {row.code!r} from"
                f" {row.valid_from}. Mend code and valid_from in populations.csv."
            )


def _check_tiles(areas: AreaSet) -> None:
    placed: dict[tuple[str, int, int], list[Area]] = defaultdict(list)
    for tile in areas.tiles:
        area = areas.by_key.get((tile.code, tile.valid_from))
        if area is None:
            raise DefinitionError(
                f"Areas {areas.id!r}: a tile must be of a unit of the set; got {tile.code!r} from {tile.valid_from}."
                " Mend tiles.csv."
            )
        for other in placed[area.level, tile.column, tile.row]:
            if other.is_valid_on(area.valid_from) or area.is_valid_on(other.valid_from):
                raise DefinitionError(
                    f"Areas {areas.id!r}: {other.code!r} and {area.code!r} stand on one tile, column {tile.column},"
                    f" row {tile.row}. Move one of them in tiles.csv."
                )
        placed[area.level, tile.column, tile.row].append(area)
