"""The clearance curve: which share of the cases was cleared how many days after they were recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongket.model.errors import FigureError
from tongket.model.text import Language, Text, format_number
from tongket.report.charts.drawing import BEFORE, NOW, WIDTH, draw
from tongket.report.document import ChartBlock, Column, Row, Table
from tongket.report.spans import Cited, Fixed, Line, Span, line

_DAYS = Text("Số ngày kể từ khi ghi nhận", "Days since recorded")
_SHARE = Text("Tỷ lệ đã khám phá (%)", "Share cleared (%)")
_AFTER = Text("Sau số ngày", "After days")
_NOTE = Text("Tỷ lệ đã khám phá và khoảng tin cậy 95%.", "Share cleared and its 95% interval.")
_NOT_YET = Text("chưa đủ hạn", "not yet due")
READ_AT = (7, 30, 90, 180, 365)


@dataclass(frozen=True)
class Curve:
    """Hold one clearance curve.

    Attributes
    ----------
    label : str
        Name of the cohort: "Vụ ghi nhận năm 2022".
    reference : str
        Where it comes from, for the reader who asks: seal, period, method.
    days : sequence of int
        Ascending; the curve steps at these.
    share, lower, upper : sequence of float
        Share cleared by that day and its 95 % interval.
    observed_days : int
        Until when the youngest case could be observed; the curve ends there.
    """

    label: str
    reference: str
    days: Sequence[int]
    share: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    observed_days: int

    def at(self, day: int) -> tuple[float, float, float] | None:
        """Return share, lower and upper on `day`, or None when not all cases could be observed that long."""
        if day > self.observed_days:
            return None
        found = (0.0, 0.0, 0.0)
        for step, *values in zip(self.days, self.share, self.lower, self.upper, strict=True):
            if step > day:
                break
            found = (values[0], values[1], values[2])
        return found


def clearance_curve(
    curves: Sequence[Curve], language: Language, *, method: str, caption: Line, alt: Line, horizon: int = 365
) -> ChartBlock:
    """Draw up to two cohorts as steps with their intervals.

    Parameters
    ----------
    curves : sequence of Curve
        The reported cohort first, then the one before.
    language : {'vi', 'en'}
        Of labels and numbers.
    method : str
        One sentence: how the curve was computed; stands at every number of the table.
    caption, alt : Line
        Title, and what the picture shows.
    horizon : int
        Last day drawn.

    Returns
    -------
    ChartBlock
        With the shares at 7, 30, 90, 180 and 365 days.

    Raises
    ------
    FigureError
        If there is no curve, or more than two.
    """
    if not 1 <= len(curves) <= 2:
        raise FigureError(f"Clearance curve: there must be one or two cohorts; got {len(curves)}. Leave some out.")
    svg = draw(_spec(curves, language, horizon), language)
    return ChartBlock(svg, None, alt, caption, _data(curves, language, method))


def _spec(curves: Sequence[Curve], language: Language, horizon: int) -> dict[str, Any]:
    names = [curve.label for curve in curves]
    rows = [row for curve in curves for row in _steps(curve, horizon)]
    x_axis = {"title": _DAYS.in_language(language), "values": [0, 30, 90, 180, 270, 365], "grid": False}
    x = {"field": "day", "type": "quantitative", "scale": {"domain": [0, horizon]}, "axis": x_axis}
    y_axis = {"title": _SHARE.in_language(language), "values": [0, 20, 40, 60, 80, 100]}
    y_scale = {"domain": [0, 100]}
    color = {
        "field": "cohort",
        "type": "nominal",
        "sort": names,
        "scale": {"domain": names, "range": [NOW, BEFORE][: len(names)]},
    }
    dash = {
        "field": "cohort",
        "type": "nominal",
        "scale": {"domain": names, "range": [[1, 0], [5, 3]][: len(names)]},
        "legend": None,
    }
    y = {"field": "share", "type": "quantitative", "scale": y_scale, "axis": y_axis}
    return {
        "width": WIDTH - 45,
        "height": 185,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.16},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "scale": y_scale, "axis": y_axis},
                    "y2": {"field": "high"},
                    "color": {**color, "legend": None},
                },
            },
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.2},
                "encoding": {"x": x, "y": y, "color": color, "strokeDash": dash},
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def _steps(curve: Curve, horizon: int) -> list[dict[str, Any]]:
    last = min(horizon, curve.observed_days)
    wanted = sorted({0, last, *(day for day in curve.days if 0 <= day <= last)})
    rows = []
    for day in wanted:
        share, low, high = curve.at(day) or (0.0, 0.0, 0.0)
        rows.append({"cohort": curve.label, "day": day, "share": 100 * share, "low": 100 * low, "high": 100 * high})
    return rows


def _data(curves: Sequence[Curve], language: Language, method: str) -> Table:
    columns = [Column(line(_AFTER.in_language(language)))]
    columns += [Column(line(Fixed(curve.label, "period name")), numeric=True, width=2) for curve in curves]
    rows = [
        Row((line(Fixed(str(day), "day of the curve")), *(_cell(curve, day, language, method) for curve in curves)))
        for day in READ_AT
    ]
    note = line(Fixed(_NOTE.in_language(language), "level of the interval"))
    return Table((), tuple(columns), tuple(rows), notes=(note,))


def _cell(curve: Curve, day: int, language: Language, method: str) -> Line:
    found = curve.at(day)
    if found is None:
        return line(_NOT_YET.in_language(language))
    spans: list[Span | str] = []
    for value, before in zip(found, ("", " (", "–"), strict=True):
        text = format_number(Decimal(str(100 * value)), language, 1) + "%"
        spans += [before, Cited(text, "curve", f"{curve.reference} day {day}", method)]
    return line(*spans, ")")
