"""Count everything a report says, once, before the first sentence is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from tongket.count.context import CountContext
from tongket.count.figures import count_figures
from tongket.count.funnel import Adjustment, funnel_counts
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.errors import FigureError
from tongket.model.figures import Figure, State
from tongket.model.indicators import Measure
from tongket.model.periods import Period, months_of, shift_years
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.report.charts.funnel import Limits, Point
from tongket.report.content.inputs import Funnel, ReportArea, TargetLine
from tongket.report.content.names import Names

if TYPE_CHECKING:
    from numpy.typing import NDArray

BAND_YEARS = 3
FUNNEL_YEARS = 3


@dataclass(frozen=True)
class Counted:
    """Hold the tables of figures a report is written from.

    Attributes
    ----------
    annual : FigureTable
        All indicators, without breakdown, compared.
    monthly : FigureTable
        The main indicator by month, for `years`.
    by_area : FigureTable or None
        Indicators of the area table, by area, for the funnel's years too.
    years : tuple of Period
        The reported period first, then those drawn beside it.
    """

    annual: FigureTable
    monthly: FigureTable
    by_area: FigureTable | None
    years: tuple[Period, ...]

    def tables(self) -> tuple[FigureTable, ...]:
        """Return all tables there are."""
        return (self.annual, self.monthly, *((self.by_area,) if self.by_area is not None else ()))


def count_for_report(
    period: Period,
    others: Sequence[Period],
    names: Names,
    engine: Engine,
    seal: Seal,
    context: CountContext,
) -> Counted:
    """Count the tables a report is written from.

    Parameters
    ----------
    period : Period
        What is reported on.
    others : sequence of Period
        Periods compared with, the year before first.
    names : Names
        Which indicator is the main one.
    engine, seal, context
        As for `tongket.count.figures.count_figures`.

    Returns
    -------
    Counted
        With the years in which the main indicator has any case.
    """
    against = tuple(other.id for other in others)
    annual = count_figures(CountRequest(period, against), engine, seal, context)
    earlier = _earlier_years(period, names, engine, seal, context)
    main = (names.main,)
    monthly_request = CountRequest(period, tuple(year.id for year in earlier), ("month",), main)
    monthly = count_figures(monthly_request, engine, seal, context)
    known = context.indicators.indicators
    ids = tuple(id_ for id_ in names.by_area if id_ in known)
    area_request = CountRequest(period, tuple(year.id for year in earlier[:FUNNEL_YEARS]), ("area",), ids)
    by_area = count_figures(area_request, engine, seal, context)
    return Counted(annual, monthly, by_area, (period, *earlier))


def _earlier_years(
    period: Period, names: Names, engine: Engine, seal: Seal, context: CountContext
) -> tuple[Period, ...]:
    """Return those of the three years before that hold cases."""
    periods = [shift_years(period, -k, dict(context.calendars)) for k in range(1, BAND_YEARS + 1)]
    probe = count_figures(
        CountRequest(period, tuple(each.id for each in periods), (), (names.main,)), engine, seal, context
    )
    return tuple(each for each in periods if probe.get(names.main, each.id).value)


def months_by_year(counted: Counted, context: CountContext) -> Mapping[str, tuple[Period, ...]]:
    """Return the reporting months of each year drawn, as the figures name them."""
    return {year.id: months_of(year, context.calendar) for year in counted.years}


def report_areas(counted: Counted, context: CountContext) -> tuple[ReportArea, ...]:
    """Return the areas of the breakdown in order, with names and tiles where the area set has them."""
    table = counted.by_area
    if table is None:
        return ()
    codes = table.codes("area")
    if table.geography is None or context.areas is None:
        return tuple(ReportArea(code, Text(code, code)) for code in codes)
    geography = table.geography
    tiles = context.areas.tiles_on(geography.level, geography.day)
    found = []
    for code in codes:
        unit = context.areas.find(code, geography.day)
        name = unit.name if unit is not None else Text("Không rõ đơn vị", "Area not known")
        tile = tiles.get(code)
        found.append(ReportArea(code, name, (tile.column, tile.row) if tile is not None else None))
    return tuple(found)


def funnel_of(counted: Counted, areas: Sequence[ReportArea], names: Names, language: str) -> Funnel | None:
    """Set the count of each area against its own mean of earlier years, scaled to this year's total.

    Returns
    -------
    Funnel or None
        None when there is no earlier year to expect anything from, or fewer than three areas.
    """
    table, years = counted.by_area, counted.years[1 : 1 + FUNNEL_YEARS]
    if table is None or not years:
        return None
    period = counted.years[0]
    usable = [
        (area, table.get(names.main, period.id, area=area.code), _earlier_total(table, names, years, area.code))
        for area in areas
    ]
    usable = [each for each in usable if each[1].state is State.VALUE and each[2] > 0]
    total, former = sum(int(f.value or 0) for _, f, _ in usable), sum(before for _, _, before in usable)
    if len(usable) < 3 or not total:
        return None
    expected = np.array([before * total / former for _, _, before in usable])
    observed = np.array([int(figure.value or 0) for _, figure, _ in usable])
    shown = funnel_counts(observed, expected)
    adjustment: Adjustment = "multiplicative" if shown.overdispersed else "none"
    shown = funnel_counts(observed, expected, adjustment=adjustment)
    verdicts = [("inside", "inner", "outer")[abs(int(position))] for position in shown.position]
    points = tuple(
        Point(area.name.vi if language == "vi" else area.name.en, figure, float(e), verdict)
        for (area, figure, _), e, verdict in zip(usable, expected, verdicts, strict=True)
    )
    return Funnel(
        points, _limits(expected, shown.phi if adjustment != "none" else 1.0), _basis(len(years)), table.seal.short
    )


def _earlier_total(table: FigureTable, names: Names, years: Sequence[Period], code: str) -> int:
    figures = [table.get(names.main, year.id, area=code) for year in years]
    return sum(int(figure.value) for figure in figures if figure.value is not None)


def _basis(years: int) -> Text:
    vi = ("năm trước", "hai năm trước", "ba năm trước")[years - 1]
    en = ("the year before", "the two years before", "the three years before")[years - 1]
    return Text(
        f"Mức kỳ vọng của mỗi đơn vị là số vụ của chính đơn vị đó trong {vi}, nhân với mức thay đổi chung.",
        f"What is expected of an area is its own number in {en}, scaled by the change of the whole.",
    )


def _limits(expected: NDArray[np.float64], phi: float) -> Limits:
    grid = np.linspace(max(0.5, float(expected.min()) * 0.6), float(expected.max()) * 1.1, 160)
    shape = funnel_counts(np.zeros(len(grid)), grid)
    width = float(np.sqrt(max(phi, 1.0)))

    def widened(limit: NDArray[np.float64]) -> list[float]:
        return [float(x) for x in np.maximum(1 + (limit - 1) * width, 0)]

    return Limits(
        [float(x) for x in grid],
        widened(shape.lower_95),
        widened(shape.upper_95),
        widened(shape.lower_998),
        widened(shape.upper_998),
    )


_TARGET_COLUMNS = ("target_id", "indicator", "stage", "denominator_kind", "area", "due_on", "value", "assigned_by")


def target_lines(
    counted: Counted, engine: Engine, seal: Seal, context: CountContext, root: str
) -> tuple[TargetLine, ...]:
    """Return the targets of the whole book that were due in the period, with what was reached."""
    if "targets" not in engine.tables():
        return ()
    period = counted.annual.periods[0]
    request = EventsRequest(
        "targets", _TARGET_COLUMNS, Term("targets", "due_on"), Span(period.start, period.end), seal.as_of
    )
    rows = engine.events(request)
    found = []
    for i in range(len(rows["target_id"])):
        row = {name: rows[name][i] for name in _TARGET_COLUMNS}
        if row["area"] == root and not row["stage"]:
            found.append(_target(row, counted.annual, context))
    return tuple(found)


def _target(row: Mapping[str, object], annual: FigureTable, context: CountContext) -> TargetLine:
    id_ = str(row["indicator"])
    indicator = context.indicators.indicators.get(id_)
    reached = _reached(annual, id_)
    is_share = indicator is not None and indicator.measure in (Measure.SHARE, Measure.RATIO)
    value = Decimal(str(row["value"]))
    due = row["due_on"]
    return TargetLine(
        target_id=str(row["target_id"]),
        label=indicator.label if indicator is not None else Text(id_, id_),
        value=value * 100 if is_share else value,
        unit="%" if is_share else "count",
        due_on=due if isinstance(due, date) else date.fromisoformat(str(due)[:10]),
        reached=reached,
        at_most=indicator is not None and indicator.good == "down",
    )


def _reached(annual: FigureTable, id_: str) -> Figure | None:
    try:
        return annual.get(id_)
    except FigureError:
        return None
