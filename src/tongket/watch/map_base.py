"""What a map of signals is drawn on: boundaries, else a plan of squares, else nothing but the extent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median

from tongket.engines.contract import Engine
from tongket.model.areas import AreaSet
from tongket.store.boundaries import Shape, polygons, shapes_by_code
from tongket.watch.geographies import Restating
from tongket.watch.series import located_cases

Corner = tuple[float, float]
# two years of cases show where in an area they lie
_DAYS = 730


@dataclass(frozen=True)
class MapBase:
    """Hold the ground of a map.

    Attributes
    ----------
    shapes : dict of str to GeoJSON geometry
        Boundaries by area code; empty where the book has no such file.
    tiles : dict of str to (int, int)
        Column and row of each area on a plan of squares; empty where the set of areas has none.
    centres : dict of str to (float, float)
        Longitude and latitude of each area.
    """

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    centres: Mapping[str, Corner] = field(default_factory=dict)

    def rings(self) -> list[list[Corner]]:
        """Return every ring of the boundaries."""
        return [ring for shape in self.shapes.values() for ring in rings_of(shape)]

    def outline(self) -> list[list[Corner]]:
        """Return the rings that a point inside the city lies in an odd number of: those of all areas together."""
        return self.rings()

    def centre(self, code: str) -> Corner | None:
        """Return where the label of an area finds room, or None for an area without a place."""
        if code in self.shapes:
            return centroid(max(rings_of(self.shapes[code]), key=lambda ring: abs(signed_area(ring))))
        return self.centres.get(code)


def map_base(shapes: Mapping[str, Shape], areas: AreaSet | None, codes: Iterable[str], day: date) -> MapBase:
    """Gather the ground of a map.

    Parameters
    ----------
    shapes : dict of str to GeoJSON geometry
        Boundaries as the file has them.
    areas : AreaSet or None
        Units; None where the codes are those in the records.
    codes : iterable of str
        Areas that stand in the records.
    day : date
        Day whose units are drawn.
    """
    if areas is None:
        return MapBase(shapes_by_code(codes, shapes) or dict(shapes))
    units = {unit.code: unit for unit in areas.units(areas.levels[-1], day)}
    tiles = {
        code: (tile.column, tile.row) for code, tile in areas.tiles_on(areas.levels[-1], day).items() if code in units
    }
    centres = {
        code: (float(unit.longitude), float(unit.latitude))
        for code, unit in units.items()
        if unit.longitude is not None and unit.latitude is not None
    }
    return MapBase(shapes_by_code(units, shapes), tiles, centres)


def with_centres(base: MapBase, engine: Engine, as_of: date, restating: Restating | None) -> MapBase:
    """Return a ground whose areas without a known centre lie where the middle of their own cases lies.

    Parameters
    ----------
    base : MapBase
        Ground; one with boundaries is returned as it is.
    engine : Engine
        Over what was known on the day.
    as_of : date
        Day of knowledge.
    restating : Restating or None
        Names the areas as they are on the day.
    """
    if base.shapes:
        return base
    points = located_cases(engine, as_of, days=_DAYS, columns=("area",))
    found: dict[str, list[Corner]] = defaultdict(list)
    rows = zip(points.codes["area"], points.day.astype(object), points.longitude, points.latitude, strict=True)
    for code, day, longitude, latitude in rows:
        unit = restating.unit(code, min(day, as_of)) if restating and code else code
        if unit and unit not in base.centres:
            found[unit].append((float(longitude), float(latitude)))
    middles = {code: (median(x for x, _ in places), median(y for _, y in places)) for code, places in found.items()}
    return replace(base, centres={**middles, **base.centres})


def rings_of(shape: Shape) -> list[list[Corner]]:
    """Return the rings of a shape as corners."""
    return [[(float(x), float(y)) for x, y, *_ in ring] for polygon in polygons(shape) for ring in polygon]


def signed_area(ring: Sequence[Corner]) -> float:
    """Return the shoelace area of a ring, positive when it runs counter-clockwise."""
    following = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def centroid(ring: Sequence[Corner]) -> Corner:
    """Return the centroid of a ring; its first corner where it has no area."""
    area = signed_area(ring)
    if not area:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    # about the first corner, so that digits far from the decimal point are not lost
    x0, y0 = ring[0]
    cross = [(a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairs]
    x = sum((a[0] + b[0] - 2 * x0) * c for (a, b), c in zip(pairs, cross, strict=True)) / (6 * area)
    y = sum((a[1] + b[1] - 2 * y0) * c for (a, b), c in zip(pairs, cross, strict=True)) / (6 * area)
    return x0 + x, y0 + y
