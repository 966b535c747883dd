"""The mix of offences: one bar for each, beside the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tongket.model.figures import Figure, State
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.charts.drawing import BEFORE, NOW, WIDTH, draw, wrapped
from tongket.report.document import ChartBlock, Column, Row, Table
from tongket.report.spans import Fixed, Line, Span, line

_OFFENCE = Text("Tội danh, nhóm tội", "Offence or group")


@dataclass(frozen=True)
class Bar:
    """Hold one offence or group: its name, its figure, and the figure it is set against."""

    label: str
    current: Figure
    previous: Figure | None


def offence_mix(
    bars: Sequence[Bar], current_label: str, previous_label: str, language: Language, *, caption: Line, alt: Line
) -> ChartBlock:
    """Draw one pair of bars for each offence, in the order given; values are written at the bars.

    Parameters
    ----------
    bars : sequence of Bar
        Ordered as they shall stand; a missing value draws no bar and says so in the table.
    current_label, previous_label : str
        Names of the two periods.
    language : {'vi', 'en'}
        Of numbers.
    caption, alt : Line
        Title, and what the picture shows.

    Returns
    -------
    ChartBlock
        With a table of every number drawn.
    """
    labels = [
        numbers.number(figure, language)
        for bar in bars
        for figure in (bar.current, bar.previous)
        if figure is not None and figure.state is State.VALUE
    ]
    svg = draw(_spec(bars, (current_label, previous_label), language), language)
    separated: list[Span | str] = [part for label in labels for part in (label, " ")]
    return ChartBlock(
        svg, None, alt, caption, _data(bars, (current_label, previous_label), language), labels=line(*separated)
    )


_LABEL_SIGNS = 34  # an offence's name in the penal code may be a whole sentence
_LABEL_WIDTH = 205
_BREAK = "|"


def _spec(bars: Sequence[Bar], periods: tuple[str, str], language: Language) -> dict[str, Any]:
    names = {bar.label: _BREAK.join(_short(bar.label)) for bar in bars}
    rows = [
        {
            "offence": names[bar.label],
            "period": period,
            "value": float(figure.value),
            "text": numbers.number(figure, language).text,
        }
        for bar in bars
        for period, figure in zip(periods, (bar.current, bar.previous), strict=True)
        if figure is not None and figure.value is not None
    ]
    drawn = [period for period in periods if any(row["period"] == period for row in rows)]
    y = {
        "field": "offence",
        "type": "nominal",
        "sort": list(names.values()),
        "axis": {
            "title": None,
            "labelLimit": _LABEL_WIDTH,
            "labelExpr": f"split(datum.label, '{_BREAK}')",
            "labelLineHeight": 12,
            # the first line of two would stand in the middle of its bars
            "labelOffset": {"condition": {"test": f"indexof(datum.label, '{_BREAK}') >= 0", "value": -6}, "value": 0},
            "domain": False,
            "ticks": False,
        },
        "scale": {"paddingInner": 0.25, "paddingOuter": 0.1},
    }
    offset = {"field": "period", "type": "nominal", "sort": drawn}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    color = {"field": "period", "type": "nominal", "sort": drawn, "scale": {"domain": drawn, "range": [NOW, BEFORE]}}
    return {
        "width": WIDTH - _LABEL_WIDTH - 35,  # what is left for the number at the longest bar
        "height": {"step": 12},
        "data": {"values": rows},
        "encoding": {"y": y, "x": x, "yOffset": offset},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"color": color}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": "#222"},
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }


def _short(label: str) -> list[str]:
    """Break a name into two lines of like length; what does not fit is cut, for the table has it whole."""
    lines = wrapped(label, _LABEL_SIGNS)
    if len(lines) > 2:
        return [lines[0], f"{lines[1]} …"]
    narrow = [wrapped(label, width) for width in range(_LABEL_SIGNS // 2, _LABEL_SIGNS)]
    return next((each for each in narrow if len(each) == len(lines)), lines)


def _data(bars: Sequence[Bar], periods: tuple[str, str], language: Language) -> Table:
    previous = any(bar.previous is not None for bar in bars)
    columns = [Column(line(_OFFENCE.in_language(language)), width=3), Column(_name(periods[0]), numeric=True)]
    if previous:
        columns.append(Column(_name(periods[1]), numeric=True))
    rows = []
    for bar in bars:
        cells = [line(Fixed(bar.label, "name of an offence")), line(numbers.cell(bar.current, language))]
        if previous:
            cells.append(line(numbers.cell(bar.previous, language)) if bar.previous else line("–"))
        rows.append(Row(tuple(cells)))
    return Table((), tuple(columns), tuple(rows))


def _name(period: str) -> Line:
    return line(Fixed(period, "period name"))
