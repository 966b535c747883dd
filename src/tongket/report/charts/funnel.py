"""The funnel chart of areas: which stand apart by more than chance, without ranking any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.charts.drawing import BEFORE, GREY, NOW, WIDTH, draw
from tongket.report.document import ChartBlock, Column, Row, Table
from tongket.report.spans import Cited, Fixed, Line, line

_AREA = Text("Đơn vị", "Area")
_OBSERVED = Text("Số vụ ghi nhận", "Cases recorded")
_EXPECTED = Text("Số vụ kỳ vọng", "Cases expected")
_WITHIN = Text("Trong hay ngoài giới hạn", "Within or outside the limits")
_RATIO = Text("Ghi nhận / kỳ vọng", "Recorded / expected")
_LIMITS = {
    "inner": Text("Giới hạn 95%", "95% limits"),
    "outer": Text("Giới hạn 99,8%", "99.8% limits"),
}
_VERDICT = {
    "inside": Text("trong giới hạn ngẫu nhiên", "within chance"),
    "inner": Text("ngoài giới hạn hẹp", "outside the inner limits"),
    "outer": Text("ngoài giới hạn rộng", "outside the outer limits"),
}


@dataclass(frozen=True)
class Point:
    """Hold one area: what was recorded, what was expected, and where that lies."""

    label: str
    observed: Figure
    expected: float
    verdict: str  # inside, inner, outer


@dataclass(frozen=True)
class Limits:
    """Hold the limits of the ratio over a grid of expected counts.

    Attributes
    ----------
    expected : sequence of float
        Grid, ascending.
    inner_low, inner_high, outer_low, outer_high : sequence of float
        Limits of recorded / expected at 95 % and 99.8 %.
    """

    expected: Sequence[float]
    inner_low: Sequence[float]
    inner_high: Sequence[float]
    outer_low: Sequence[float]
    outer_high: Sequence[float]


def area_funnel(
    points: Sequence[Point],
    limits: Limits,
    language: Language,
    *,
    basis: str,
    reference: str,
    caption: Line,
    alt: Line,
) -> ChartBlock:
    """Draw recorded over expected for each area with its limits of chance.

    Parameters
    ----------
    points : sequence of Point
        In the order of the table, which should not be a ranking.
    limits : Limits
        From `tongket.count.funnel`.
    language : {'vi', 'en'}
        Of labels and numbers.
    basis : str
        One sentence: what the expected numbers rest on.
    reference : str
        Seal and period the expected numbers come from.
    caption, alt : Line
        Title, and what the picture shows.

    Returns
    -------
    ChartBlock
        With a table of every number drawn.

    Raises
    ------
    FigureError
        If there are fewer than three areas: a funnel of two says nothing.
    """
    if len(points) < 3:
        raise FigureError(f"Funnel: there must be three areas or more; got {len(points)}. Leave the chart out.")
    svg = draw(_spec(points, limits, language), language)
    # names of areas may hold digits: "06", "Phường 5"
    named = [Fixed(point.label, "name of an area") for point in points if point.verdict != "inside"]
    data = _data(points, language, basis, reference)
    return ChartBlock(svg, None, alt, caption, data, labels=line(*(part for name in named for part in (name, " "))))


def _spec(points: Sequence[Point], limits: Limits, language: Language) -> dict[str, Any]:
    dots: list[dict[str, Any]] = [
        {"area": p.label, "x": p.expected, "y": float(p.observed.value or 0) / p.expected, "verdict": p.verdict}
        for p in points
        if p.expected > 0
    ]
    curves = [
        {"x": x, "y": float(y), "level": _LIMITS[kind].in_language(language), "side": f"{kind}{side}"}
        for kind, pairs in (
            ("inner", (limits.inner_low, limits.inner_high)),
            ("outer", (limits.outer_low, limits.outer_high)),
        )
        for side, ys in enumerate(pairs)
        for x, y in zip(limits.expected, ys, strict=True)
    ]
    names = [_LIMITS[kind].in_language(language) for kind in ("inner", "outer")]
    top = max([dot["y"] for dot in dots] + [1.5]) * 1.15
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": {"title": _EXPECTED.in_language(language), "grid": False, "format": ",d", "tickCount": 6},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, top]},
        "axis": {"title": _RATIO.in_language(language), "tickCount": 5},
    }
    dash = {"field": "level", "type": "nominal", "sort": names, "scale": {"domain": names, "range": [[5, 3], [1, 0]]}}
    outside = {"condition": {"test": "datum.verdict != 'inside'", "value": BEFORE}, "value": NOW}
    return {
        "width": WIDTH - 45,
        "height": 215,
        "layer": [
            {
                "data": {"values": curves},
                "mark": {"type": "line", "color": GREY, "strokeWidth": 1.2, "clip": True},
                "encoding": {"x": x, "y": y, "strokeDash": dash, "detail": {"field": "side"}},
            },
            {
                "data": {"values": [{"y": 1}]},
                "mark": {"type": "rule", "color": GREY},
                "encoding": {"y": {"field": "y", "type": "quantitative"}},
            },
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 0.95},
                "encoding": {"x": x, "y": y, "color": outside},
            },
            {
                "data": {"values": [dot for dot in dots if dot["verdict"] != "inside"]},
                "mark": {"type": "text", "align": "left", "dx": 7, "dy": -6},
                "encoding": {"x": x, "y": y, "text": {"field": "area"}},
            },
        ],
    }


def _data(points: Sequence[Point], language: Language, basis: str, reference: str) -> Table:
    heads = (_AREA, _OBSERVED, _EXPECTED, _WITHIN)
    columns = tuple(
        Column(line(head.in_language(language)), numeric=head in (_OBSERVED, _EXPECTED), width=2.0) for head in heads
    )
    rows = tuple(
        Row(
            (
                line(Fixed(point.label, "name of an area")),
                line(numbers.cell(point.observed, language)),
                line(Cited(format_number(Decimal(str(point.expected)), language, 1), "expected", reference, basis)),
                line(_VERDICT[point.verdict].in_language(language)),
            )
        )
        for point in points
    )
    return Table((), columns, rows)
