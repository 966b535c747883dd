"""The monthly course of a count beside last year and the span of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tongket.model.errors import FigureError
from tongket.model.figures import Figure, State
from tongket.model.text import NO_BREAK_SPACE, Language, Text
from tongket.report import numbers
from tongket.report.charts.drawing import BAND, BEFORE, NOW, WIDTH, draw
from tongket.report.document import ChartBlock, Column, Row, Table
from tongket.report.spans import Fixed, Line, line

MONTHS: dict[Language, tuple[str, ...]] = {
    "vi": tuple(f"T{month}" for month in range(1, 13)),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_BANDS = {
    2: Text("Thấp nhất – cao nhất của hai năm trước", "Lowest to highest of the two years before"),
    3: Text("Thấp nhất – cao nhất của ba năm trước", "Lowest to highest of the three years before"),
}
_BAND = Text("Thấp nhất – cao nhất của các năm trước", "Lowest to highest of the years before")


@dataclass(frozen=True)
class Series:
    """Hold one line of the chart.

    Attributes
    ----------
    label : str
        Name of the year: "Năm 2022".
    figures : tuple of Figure
        One for each reporting month, in order.
    """

    label: str
    figures: tuple[Figure, ...]


def monthly_course(
    current: Series,
    previous: Series | None,
    earlier: Sequence[Series],
    language: Language,
    *,
    caption: Line,
    alt: Line,
    months: Sequence[tuple[int, int]],
) -> ChartBlock:
    """Draw the months of a year beside the year before and the band of earlier years.

    Parameters
    ----------
    current : Series
        The reported year, drawn boldest.
    previous : Series or None
        The year before, drawn dashed.
    earlier : sequence of Series
        Years whose lowest and highest month make the band; fewer than two make none.
    language : {'vi', 'en'}
        Of labels and numbers.
    caption, alt : Line
        Title, and what the picture shows.
    months : sequence of (int, int)
        Year and reporting month (1 to 12) of each figure of the reported year.

    Returns
    -------
    ChartBlock
        With a table of every number drawn.

    Raises
    ------
    FigureError
        If the series are of different length or the reported year has no value at all.
    """
    shown = list(dict.fromkeys([current, *([previous] if previous else []), *earlier]))
    if {len(series.figures) for series in shown} != {len(months)}:
        raise FigureError(
            f"Monthly course: every series must have the same {len(months)} months; got"
            f" {[len(s.figures) for s in shown]}."
            " Count the same months for each year."
        )
    if not any(figure.state is State.VALUE for figure in current.figures):
        raise FigureError("Monthly course: the reported year must have a value; got none. Leave the chart out.")
    names = _names(months, language)
    svg = draw(_spec(current, previous, earlier, names, language), language)
    return ChartBlock(svg, None, alt, caption, _data(shown, names, language))


def _names(months: Sequence[tuple[int, int]], language: Language) -> list[str]:
    """Return "T1" or "Jan"; with the year where a month comes twice."""
    repeats = len({month for _, month in months}) < len(months)
    return [MONTHS[language][month - 1] + (f"/{year % 100:02d}" if repeats else "") for year, month in months]


def _value(figure: Figure) -> float | None:
    return float(figure.value) if figure.value is not None else None


def _spec(
    current: Series, previous: Series | None, earlier: Sequence[Series], months: list[str], language: Language
) -> dict[str, Any]:
    lines = [current, *([previous] if previous else [])]
    names = [series.label for series in lines]
    points = [
        {"month": month, "series": series.label, "value": _value(figure)}
        for series in lines
        for month, figure in zip(months, series.figures, strict=True)
    ]
    x = {"field": "month", "type": "ordinal", "sort": months, "axis": {"title": None, "labelAngle": 0, "grid": False}}
    y_axis = {"title": None, "tickCount": 5, "format": ",d"}
    scale = {"domain": names, "range": [NOW, BEFORE][: len(names)]}
    dashes = {"domain": names, "range": [[1, 0], [5, 3]][: len(names)]}
    line_layer = {
        "data": {"values": points},
        "mark": {"type": "line", "point": {"filled": True, "size": 36}, "strokeWidth": 2.5},
        "encoding": {
            "x": x,
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": True}, "axis": y_axis},
            "color": {"field": "series", "type": "nominal", "scale": scale, "sort": names},
            "strokeDash": {"field": "series", "type": "nominal", "scale": dashes, "sort": names},
        },
    }
    layers = [line_layer]
    if len(earlier) > 1:
        layers.insert(0, _band_layer(earlier, months, x, language))
    return {
        "width": WIDTH - 30,
        "height": 180,
        "layer": layers,
        "resolve": {"scale": {"color": "independent", "strokeDash": "independent", "fill": "independent"}},
    }


def _band_layer(earlier: Sequence[Series], months: list[str], x: dict[str, Any], language: Language) -> dict[str, Any]:
    # its legend stands beside that of the lines, which keeps no distance of its own
    label = _BANDS.get(len(earlier), _BAND).in_language(language) + 3 * NO_BREAK_SPACE
    rows = []
    for i, month in enumerate(months):
        values = [value for series in earlier if (value := _value(series.figures[i])) is not None]
        if values:
            rows.append({"month": month, "low": min(values), "high": max(values), "band": label})
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "opacity": 0.85},
        "encoding": {
            "x": x,
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "high"},
            "fill": {"field": "band", "type": "nominal", "scale": {"domain": [label], "range": [BAND]}},
        },
    }


def _data(shown: Sequence[Series], months: list[str], language: Language) -> Table:
    head = Text("Tháng", "Month").in_language(language)
    columns = [Column(line(head), width=1.2)]
    columns += [Column(line(Fixed(series.label, "period name")), numeric=True) for series in shown]
    rows = [
        Row((line(Fixed(month, "period name")), *(line(numbers.cell(s.figures[i], language)) for s in shown)))
        for i, month in enumerate(months)
    ]
    return Table((), tuple(columns), tuple(rows))
