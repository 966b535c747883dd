"""The pictures of a card: weeks with the window shaded, and places with the ring around them; drawn offline as SVG."""

from __future__ import annotations

import re
from typing import Any

from tongket.evaluate.series_pictures import Course, Sketch, Spot, Zone
from tongket.model.text import MINUS, Language, Text

# The report's own colours and type (tongket.report.charts.drawing), which this room may not import.
NOW, EXPECTED, SHADE, GREY = "#0b4a82", "#c0561a", "#e6e1cf", "#6b7480"
ZONE_COLOURS = {Zone.TREATED: NOW, Zone.RING: "#8fb4d4", Zone.COMPARISON: "#eef3f8", Zone.OTHER: "#ffffff"}
ZONE_TEXTS = {
    Zone.TREATED: Text("Địa bàn triển khai", "Where it ran"),
    Zone.RING: Text("Liền kề", "Next to it"),
    Zone.COMPARISON: Text("So sánh", "Comparison"),
    Zone.OTHER: Text("Khác", "Other"),
}
_WIDTH, _HEIGHT = 560, 220
_FAMILY = "Liberation Serif, Times New Roman, Tinos, serif"
_LOCALES: dict[Language, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đồng"], "minus": MINUS},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": MINUS},
}
_CONFIG = {
    "font": "Liberation Serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#e3e6ea"},
    "legend": {"orient": "top", "direction": "horizontal", "title": None, "labelFontSize": 12, "labelLimit": 400},
}
_COUNTED = Text("Số vụ mỗi tuần", "Cases a week")
_EXPECTED = Text("Dự kiến theo nơi so sánh (bình quân 5 tuần)", "Expected by the comparison (5-week mean)")
_WINDOW = Text("Thời gian cao điểm", "Days of the campaign")
# one clip numbered 1 for each picture: two pictures on a page must not share a name
_NUMBERED = re.compile(r"((?:clip|gradient_|pattern_)\d+)")


def course_picture(course: Course, language: Language) -> str | None:
    """Draw the weeks of a campaign with its window shaded.

    Parameters
    ----------
    course : Course
        Weeks.
    language : {'vi', 'en'}
        Of labels and numbers.

    Returns
    -------
    str or None
        SVG; None without two weeks to draw.
    """
    if len(course.weeks) < 2:
        return None
    return draw(_course_spec(course, language), language, "course")


def _course_spec(course: Course, language: Language) -> dict[str, Any]:
    names = [each.in_language(language) for each in (_COUNTED, _EXPECTED)]
    rows = [{"day": week.first.isoformat(), "n": week.count, "what": names[0]} for week in course.weeks]
    rows += [
        {"day": week.first.isoformat(), "n": round(week.expected, 2), "what": names[1]}
        for week in course.weeks
        if week.expected is not None
    ]
    shown = [name for name in names if any(row["what"] == name for row in rows)]
    day_format = "%d/%m/%y" if language == "vi" else "%d %b %y"
    axis = {"title": None, "format": day_format, "labelAngle": 0, "tickCount": 6, "grid": False}
    x = {"field": "day", "type": "temporal", "axis": axis}
    y = {"field": "n", "type": "quantitative", "axis": {"title": None, "tickMinStep": 1}}
    scale = {"domain": shown, "range": [NOW, EXPECTED][: len(shown)]}
    dashes = {"domain": shown, "range": [[1, 0], [5, 3]][: len(shown)]}
    window = {"from": course.start.isoformat(), "to": course.end.isoformat(), "name": _WINDOW.in_language(language)}
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "layer": [
            {
                "data": {"values": [window]},
                "mark": {"type": "rect", "opacity": 1},
                "encoding": {
                    "x": {"field": "from", "type": "temporal"},
                    "x2": {"field": "to"},
                    "fill": {"field": "name", "type": "nominal", "scale": {"range": [SHADE]}},
                },
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {"field": "what", "type": "nominal", "scale": scale},
                    "strokeDash": {"field": "what", "type": "nominal", "scale": dashes},
                },
            },
        ],
        "resolve": {"legend": {"fill": "independent"}},
    }


def sketch_picture(sketch: Sketch, language: Language) -> str:
    """Draw where a campaign ran, the ring around it and what it is compared with, with cases before and during."""
    shaped = all(spot.shape is not None for spot in sketch.spots)
    spec = _shapes_spec(sketch, language) if shaped else _tiles_spec(sketch, language)
    return draw(spec, language, "places")


def _row(spot: Spot, language: Language) -> dict[str, Any]:
    return {
        "name": spot.name.in_language(language),
        "zone": ZONE_TEXTS[spot.zone].in_language(language),
        "counts": f"{spot.before} → {spot.during}",
        "dark": spot.zone is Zone.TREATED,
    }


def _colour(sketch: Sketch, language: Language) -> dict[str, Any]:
    here = [zone for zone in Zone if any(spot.zone is zone for spot in sketch.spots)]
    scale = {"domain": [ZONE_TEXTS[z].in_language(language) for z in here], "range": [ZONE_COLOURS[z] for z in here]}
    return {"field": "zone", "type": "nominal", "scale": scale}


def _tiles_spec(sketch: Sketch, language: Language) -> dict[str, Any]:
    rows = []
    for spot in sketch.spots:
        if spot.tile is not None:
            column, height = spot.tile
            lines = _wrapped(spot.name.in_language(language), 14)
            row = {"x": column, "x2": column + 0.96, "y": height, "y2": height + 0.96, "xm": column + 0.48}
            rows.append({**_row(spot, language), **row, "ym": height + 0.36, "yn": height + 0.72, "lines": lines})
    columns = [row["x"] for row in rows]
    heights = [row["y"] for row in rows]
    size = min(110, _WIDTH // (max(columns) - min(columns) + 1))
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [min(columns), max(columns) + 1], "nice": False}}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [max(heights) + 1, min(heights)], "nice": False}}
    ink = {"condition": {"test": "datum.dark", "value": "white"}, "value": "#1a1a1a"}
    return {
        "width": (max(columns) - min(columns) + 1) * size,
        "height": (max(heights) - min(heights) + 1) * size,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#9aa5b1", "strokeWidth": 0.6},
                "encoding": {
                    "x": {"field": "x", **x},
                    "x2": {"field": "x2"},
                    "y": {"field": "y", **y},
                    "y2": {"field": "y2"},
                    "fill": _colour(sketch, language),
                },
            },
            _text("lines", {"x": {"field": "xm", **x}, "y": {"field": "ym", **y}, "color": ink}, bold=False),
            _text("counts", {"x": {"field": "xm", **x}, "y": {"field": "yn", **y}, "color": ink}, bold=True),
        ],
    }


def _text(field: str, encoding: dict[str, Any], *, bold: bool) -> dict[str, Any]:
    mark = {"type": "text", "fontSize": 12, "lineHeight": 14, "baseline": "middle"}
    return {
        "mark": {**mark, "fontWeight": "bold" if bold else "normal"},
        "encoding": {**encoding, "text": {"field": field}},
    }


def _shapes_spec(sketch: Sketch, language: Language) -> dict[str, Any]:
    features = [
        {"type": "Feature", "geometry": _clockwise(spot.shape), "properties": _row(spot, language)}
        for spot in sketch.spots
        if spot.shape is not None
    ]
    colour = _colour(sketch, language)
    return {
        "width": _WIDTH,
        "height": round(_WIDTH * 0.7),
        "projection": {"type": "mercator"},
        "data": {
            "values": {"type": "FeatureCollection", "features": features},
            "format": {"property": "features"},
        },
        "mark": {"type": "geoshape", "stroke": "#7d8894", "strokeWidth": 0.7},
        "encoding": {"fill": {**colour, "field": "properties.zone"}},
    }


def _clockwise(geometry: Any) -> dict[str, Any]:
    """Return the shape with outer rings clockwise, as spherical projections read them; the opposite of RFC 7946."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    turned = [
        [ring if (_area(ring) < 0) == (place == 0) else ring[::-1] for place, ring in enumerate(polygon)]
        for polygon in polygons
    ]
    return {"type": "MultiPolygon", "coordinates": turned}


def _area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def draw(spec: dict[str, Any], language: Language, name: str) -> str:
    """Return the SVG of a Vega-Lite specification; `name` keeps the ids of two pictures on a page apart."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(
        {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", **spec},
        vl_version="6.4",
        config=_CONFIG,
        format_locale=_LOCALES[language],
        allowed_base_urls=[],
    )
    found = dict.fromkeys(_NUMBERED.findall(svg))
    for place, old in enumerate(found):
        svg = re.sub(rf"\b{old}\b", f"{name}-{place}", svg)
    return svg.replace('font-family="Liberation Serif"', f'font-family="{_FAMILY}"')
