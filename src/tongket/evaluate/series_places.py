"""Which units a campaign runs in, which it is compared with, and which lie around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tongket.count.context import CountContext
from tongket.count.geography import Geography
from tongket.evaluate.registration import Registration
from tongket.evaluate.series import Places
from tongket.model.areas import AreaSet
from tongket.model.campaign_terms import Compared, Versus
from tongket.model.errors import DefinitionError
from tongket.model.text import Text

_DIGITS = 6  # of degrees, about a decimetre: corners of neighbours are the same point written twice


class Neighbourhood(StrEnum):
    """Say what is known about which units touch."""

    SHAPES = "shapes"
    TILES = "tiles"  # roughly in place
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Zones:
    """Hold the units of a campaign: where it runs, what it is compared with, and the ring around it.

    Attributes
    ----------
    places : Places
        Units counted by; none where the campaign runs in the whole city.
    treated, comparison, ring : tuple of str
        Codes. The ring is part of the comparison when that is all other areas.
    names : dict of str to Text
        Names of the units.
    basis : Neighbourhood
        How the ring was found.
    shapes : mapping of str to dict
        GeoJSON geometries, where the book brings boundaries.
    tiles : mapping of str to (int, int)
        Column and row on a schematic map.
    """

    places: Places
    treated: tuple[str, ...] = ()
    comparison: tuple[str, ...] = ()
    ring: tuple[str, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)
    basis: Neighbourhood = Neighbourhood.UNKNOWN
    shapes: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def zones_of(
    registration: Registration,
    compared: Compared | None,
    context: CountContext,
    known: Iterable[str],
    shapes: Mapping[str, dict[str, Any]],
    listed: AreaSet | None = None,
) -> Zones:
    """Return the units of a campaign that is confined to areas.

    Parameters
    ----------
    registration : Registration
        Areas of the campaign; none for the whole city.
    compared : Compared or None
        What the outcome is compared with.
    context : CountContext
        Units of the book.
    known : iterable of str
        Codes in the records, for a book without a list of units.
    shapes : mapping of str to dict
        Boundaries of the book, or none.
    listed : AreaSet, optional
        The book's list of units, whose schematic map says which touch where there are no boundaries.

    Raises
    ------
    DefinitionError
        If an area of the campaign or of its comparison is no unit, or they are of different levels.
    """
    if not registration.areas:
        return Zones(Places(None, ()))
    codes, names, geography = _units(registration, context, known)
    missing = [code for code in (*registration.areas, *_named(compared)) if code not in codes]
    if missing:
        raise DefinitionError(
            f"Campaign {registration.campaign_id}: areas must be units of one level on {registration.starts_on};"
            f" got {missing}. Mend the register, or write the codes in force on that day."
        )
    treated = tuple(code for code in codes if code in registration.areas)
    rest = tuple(code for code in codes if code not in treated)
    comparison = tuple(code for code in rest if not _named(compared) or code in _named(compared))
    tiles = _tiles(geography, registration, listed)
    touching, basis = _neighbours(codes, tiles, shapes)
    ring = tuple(code for code in rest if any(code in touching.get(own, ()) for own in treated))
    mine = {code: shape for code, shape in shapes.items() if code in codes}
    return Zones(Places(geography, codes), treated, comparison, ring, names, basis, mine, tiles)


def _named(compared: Compared | None) -> tuple[str, ...]:
    return compared.codes if compared is not None and compared.versus is Versus.AREAS else ()


def _units(
    registration: Registration, context: CountContext, known: Iterable[str]
) -> tuple[tuple[str, ...], dict[str, Text], Geography | None]:
    areas, day = context.areas, registration.starts_on
    if areas is None:
        codes = tuple(sorted(known))
        return codes, {code: Text(code, code) for code in codes}, None
    geography = Geography(areas, day, areas.at(registration.areas[0], day).level)
    return (
        tuple(unit.code for unit in geography.units()),
        {unit.code: unit.name for unit in geography.units()},
        geography,
    )


def _tiles(
    geography: Geography | None, registration: Registration, listed: AreaSet | None
) -> dict[str, tuple[int, int]]:
    if geography is None or listed is None or geography.level not in listed.levels:
        return {}
    found = listed.tiles_on(geography.level, registration.starts_on)
    return {code: (tile.column, tile.row) for code, tile in found.items()}


def _neighbours(
    codes: tuple[str, ...], tiles: Mapping[str, tuple[int, int]], shapes: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, set[str]], Neighbourhood]:
    mine = {code: shapes[code] for code in codes if code in shapes}
    if mine:
        return touching_shapes(mine), Neighbourhood.SHAPES
    return touching_tiles(tiles), (Neighbourhood.TILES if tiles else Neighbourhood.UNKNOWN)


def touching_tiles(squares: Mapping[str, tuple[int, int]]) -> dict[str, set[str]]:
    """Return which squares of a schematic map share a side or a corner."""
    return {
        one: {
            other
            for other, (column, row) in squares.items()
            if other != one and abs(column - x) <= 1 and abs(row - y) <= 1
        }
        for one, (x, y) in squares.items()
    }


def touching_shapes(shapes: Mapping[str, dict[str, Any]]) -> dict[str, set[str]]:
    """Return which polygons share at least one corner, to six decimals of a degree."""
    holders: dict[tuple[float, float], set[str]] = defaultdict(set)
    for code, geometry in shapes.items():
        for x, y in _corners(geometry):
            holders[round(x, _DIGITS), round(y, _DIGITS)].add(code)
    touching: dict[str, set[str]] = {code: set() for code in shapes}
    for together in holders.values():
        for code in together:
            touching[code] |= together - {code}
    return touching


def _corners(geometry: Mapping[str, Any]) -> Iterable[tuple[float, float]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return ((point[0], point[1]) for polygon in polygons for ring in polygon for point in ring)


def record_codes(zones: Zones, units: Iterable[str], first: object, last: object) -> tuple[str, ...]:
    """Return the codes that records of some units carry between two days, for the trail back to them."""
    wanted, geography = set(units), zones.places.geography
    if geography is None:
        return tuple(sorted(wanted))
    found = set()
    for area in geography.areas.areas:
        if area.valid_from > last or (area.valid_to is not None and area.valid_to < first):  # type: ignore[operator]  # days
            continue
        if any(target.code in wanted for target in geography.targets(area.code, area.valid_from)):
            found.add(area.code)
    return tuple(sorted(found))
