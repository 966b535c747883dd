"""Maps: a schematic map of tiles where no boundary may be shipped, a choropleth where the book brings boundaries."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongket.model.errors import DefinitionError
from tongket.model.figures import Figure, State
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.charts.drawing import NO_VALUE, SEQUENTIAL, WIDTH, draw, wrapped
from tongket.report.document import Column, MapBlock, Row, Table
from tongket.report.spans import Fixed, Line, Span, line
from tongket.store.boundaries import polygons, shapes_by_code

_AREA = Text("Đơn vị", "Area")
_NOT_DRAWN = Text("Không có ranh giới trong tệp bản đồ", "Not in the file of boundaries")
_SCHEMATIC = Text(
    "Sơ đồ ô vuông: mỗi ô là một đơn vị, xếp gần đúng vị trí; không phải bản đồ địa giới.",
    "Schematic map: one square for each unit, roughly in place; it is not a map of boundaries.",
)


@dataclass(frozen=True)
class Place:
    """Hold one area of a map: its name, its figure, and its tile (column, row) if the map is schematic."""

    code: str
    label: str
    figure: Figure
    tile: tuple[int, int] | None = None


def tile_map(places: Sequence[Place], language: Language, *, head: Line, caption: Line, alt: Line) -> MapBlock:
    """Draw one square for each area; its number stands in the square.

    Parameters
    ----------
    places : sequence of Place
        Each with its tile; no two on one tile.
    language : {'vi', 'en'}
        Of labels and numbers.
    head : Line
        Name of the number, for the table.
    caption, alt : Line
        Title, and what the picture shows.

    Returns
    -------
    MapBlock
        With a table of every number drawn.

    Raises
    ------
    DefinitionError
        If an area has no tile or two areas share one.
    """
    tiles = [place.tile for place in places]
    if None in tiles or len(set(tiles)) != len(tiles):
        raise DefinitionError(
            f"Tile map: every area must have a tile of its own; got {len(set(tiles))} tiles for {len(tiles)} areas."
            " Mend tiles.csv of the area set."
        )
    svg = draw(_tile_spec(places, language), language)
    note = line(_SCHEMATIC.in_language(language))
    return MapBlock(svg, None, alt, caption, _data(places, language, head), _labels(places, language), (note,))


def _rows(places: Sequence[Place], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "code": place.code,
            "label": place.label,
            "value": float(place.figure.value) if place.figure.value is not None else None,
            "text": numbers.cell(place.figure, language).text,
        }
        for place in places
    ]


def _labels(places: Sequence[Place], language: Language) -> Line:
    spans: list[Span | str] = []
    for place in places:
        # names of areas may hold digits: "06", "Phường 5"
        spans += [Fixed(place.label, "name of an area"), " "]
        if place.figure.state is State.VALUE:
            spans += [numbers.number(place.figure, language), " "]
    return line(*spans)


def _color(field: str, places: Sequence[Place]) -> dict[str, Any]:
    """Colour by value on a scale from zero, so that two maps of the same book can be compared by eye."""
    top = max((float(p.figure.value) for p in places if p.figure.value is not None), default=1.0) or 1.0
    scale = {"type": "quantize", "domain": [0, top], "range": SEQUENTIAL}
    legend = {"orient": "bottom", "direction": "horizontal", "format": ",.0f", "gradientLength": 300, "title": None}
    quantity = {"field": field, "type": "quantitative", "scale": scale, "legend": legend}
    return {"condition": {"test": f"isValid(datum['{field}'])", **quantity}, "value": NO_VALUE}


def _tile_spec(places: Sequence[Place], language: Language) -> dict[str, Any]:
    rows = _rows(places, language)
    top = max((row["value"] for row in rows if row["value"] is not None), default=1.0) or 1.0
    for row, place in zip(rows, places, strict=True):
        column, height = place.tile or (0, 0)
        row |= {"x": column, "x2": column + 0.96, "y": height, "y2": height + 0.96, "xm": column + 0.48}
        row |= {"ym": height + 0.36, "yn": height + 0.66, "lines": wrapped(place.label, 13)}
        row["dark"] = bool(row["value"] is not None and row["value"] > 0.6 * top)
    columns = 1 + max(row["x"] for row in rows) - min(row["x"] for row in rows)
    heights = 1 + max(row["y"] for row in rows) - min(row["y"] for row in rows)
    size = min(76, WIDTH // columns)
    x_scale = {"domain": [min(row["x"] for row in rows), max(row["x"] for row in rows) + 1], "nice": False}
    y_scale = {"domain": [max(row["y"] for row in rows) + 1, min(row["y"] for row in rows)], "nice": False}
    x = {"type": "quantitative", "axis": None, "scale": x_scale}
    y = {"type": "quantitative", "axis": None, "scale": y_scale}
    ink = {"condition": {"test": "datum.dark", "value": "white"}, "value": "#1a1a1a"}
    name = {"type": "text", "fontSize": max(7, size // 8), "lineHeight": max(8, size // 7), "baseline": "middle"}
    number = {"type": "text", "fontSize": max(8, size // 6), "fontWeight": "bold", "baseline": "middle"}
    return {
        "width": columns * size,
        "height": heights * size,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#9aa5b1", "strokeWidth": 0.6},
                "encoding": {
                    "x": {"field": "x", **x},
                    "x2": {"field": "x2"},
                    "y": {"field": "y", **y},
                    "y2": {"field": "y2"},
                    "color": _color("value", places),
                },
            },
            {
                "mark": name,
                "encoding": {
                    "x": {"field": "xm", **x},
                    "y": {"field": "ym", **y},
                    "text": {"field": "lines"},
                    "color": ink,
                },
            },
            {
                "mark": number,
                "encoding": {
                    "x": {"field": "xm", **x},
                    "y": {"field": "yn", **y},
                    "text": {"field": "text"},
                    "color": ink,
                },
            },
        ],
    }


def choropleth(
    places: Sequence[Place],
    shapes: Mapping[str, dict[str, Any]],
    language: Language,
    *,
    head: Line,
    caption: Line,
    alt: Line,
) -> MapBlock:
    """Draw the areas in their boundaries, coloured by value.

    Parameters
    ----------
    places : sequence of Place
        Areas with their figures; an area without a shape is in the table only.
    shapes : mapping of str to dict
        GeoJSON geometry by code, longitude and latitude.
    language, head, caption, alt
        As for `tile_map`.

    Returns
    -------
    MapBlock
        With a table of every number drawn.
    """
    shapes = shapes_by_code([place.code for place in places], shapes)
    drawn = [place for place in places if place.code in shapes]
    if not drawn:
        raise DefinitionError(
            f"Map: no area code is in the boundaries; codes are {[p.code for p in places][:5]}…, boundaries have"
            f" {sorted(shapes)[:5]}…. Set areas.code_property in book.toml to the property that holds the code."
        )
    svg = draw(_shape_spec(drawn, shapes, language), language)
    notes = _without_shape([place for place in places if place.code not in shapes], language)
    return MapBlock(svg, None, alt, caption, _data(places, language, head), _labels(drawn, language), notes)


def on_map(place: Place, shapes: Mapping[str, dict[str, Any]]) -> bool:
    """Tell whether the shape of an area is among those of a file."""
    return place.code in shapes_by_code([place.code], shapes)


def _without_shape(places: Sequence[Place], language: Language) -> tuple[Line, ...]:
    """Return a note that names the areas that are not on the map."""
    if not places:
        return ()
    names = ", ".join(place.label for place in places)
    return (line(_NOT_DRAWN.in_language(language), ": ", Fixed(names, "name of an area"), "."),)


def _shape_spec(places: Sequence[Place], shapes: Mapping[str, dict[str, Any]], language: Language) -> dict[str, Any]:
    rows = _rows(places, language)
    top = max((row["value"] for row in rows if row["value"] is not None), default=1.0) or 1.0
    features = []
    for row, place in zip(rows, places, strict=True):
        longitude, latitude = centre_of(shapes[place.code])
        row |= {"longitude": longitude, "latitude": latitude}
        row["dark"] = bool(row["value"] is not None and row["value"] > 0.6 * top)
        # the projection wants rings clockwise, the opposite of what RFC 7946 asks for
        features.append({"type": "Feature", "geometry": clockwise(shapes[place.code]), "properties": row})
    ink = {"condition": {"test": "datum.dark", "value": "white"}, "value": "#1a1a1a"}
    at = {"longitude": {"field": "longitude", "type": "quantitative"}}
    at["latitude"] = {"field": "latitude", "type": "quantitative"}
    label = {"type": "text", "fontSize": 9 if len(rows) < 45 else 6, "baseline": "middle"}
    return {
        "width": WIDTH,
        "height": _height(features),
        "projection": {"type": "mercator"},
        "layer": [
            {
                "data": {
                    "values": {"type": "FeatureCollection", "features": features},
                    "format": {"property": "features"},
                },
                "mark": {"type": "geoshape", "stroke": "#7d8894", "strokeWidth": 0.7},
                "encoding": {"color": _color("properties.value", places)},
            },
            {
                "data": {"values": rows},
                "mark": {**label, "dy": -5},
                "encoding": {**at, "text": {"field": "label"}, "color": ink},
            },
            {
                "data": {"values": rows},
                "mark": {**label, "dy": 6, "fontWeight": "bold"},
                "encoding": {**at, "text": {"field": "text"}, "color": ink},
            },
        ],
    }


def _height(features: Sequence[Mapping[str, Any]]) -> int:
    """Return a height that fits the shapes: as wide as the text, but never taller than it is wide."""
    points = [point for f in features for polygon in polygons(f["geometry"]) for point in polygon[0]]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    ratio = (north - south) / ((east - west) * squeeze) if east > west else 1.0
    return round(WIDTH * min(0.75, max(0.4, ratio)))


Ring = list[list[float]]


def signed_area(ring: Ring) -> float:
    """Return the shoelace area of a ring: positive when it runs counter-clockwise."""
    following = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def clockwise(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shape with outer rings clockwise and holes counter-clockwise, as spherical projections read them."""
    turned = [
        [ring if (signed_area(ring) < 0) == (place == 0) else ring[::-1] for place, ring in enumerate(polygon)]
        for polygon in polygons(geometry)
    ]
    return {"type": "MultiPolygon", "coordinates": turned}


def centre_of(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Return the centroid of the largest outer ring, where a label finds room."""
    ring = max((polygon[0] for polygon in polygons(geometry)), key=lambda r: abs(signed_area(r)))
    area = signed_area(ring)
    if not area:
        return ring[0][0], ring[0][1]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    cross = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairs, cross, strict=True)) / (6 * area)
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairs, cross, strict=True)) / (6 * area)
    return x, y


def _data(places: Sequence[Place], language: Language, head: Line) -> Table:
    columns = (Column(line(_AREA.in_language(language)), width=2), Column(head, numeric=True))
    rows = tuple(
        Row((line(Fixed(place.label, "name of an area")), line(numbers.cell(place.figure, language))))
        for place in places
    )
    return Table((), columns, rows)
