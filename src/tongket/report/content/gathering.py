"""Count everything a report says, once, before the first sentence is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tongket.count.axes import UNKNOWN
from tongket.count.context import CountContext
from tongket.count.figures import count_figures
from tongket.count.funnel import Adjustment, funnel_counts
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.model.areas import AreaSet
from tongket.model.figures import State
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Language, Text
from tongket.report.charts.funnel import Limits, Point
from tongket.report.content.frame import Frame
from tongket.report.content.inputs import Funnel, ReportArea
from tongket.report.content.names import Names

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN_AREA = Text("Không rõ đơn vị", "Area not known")


@dataclass(frozen=True)
class Counted:
    """Hold the tables of figures a report is written from.

    Attributes
    ----------
    frame : Frame
        Spans of time, with the table of months.
    annual : FigureTable
        All indicators, without breakdown, compared.
    by_area : FigureTable
        Indicators of the area table, by area, for the funnel's years too.
    """

    frame: Frame
    annual: FigureTable
    by_area: FigureTable

    @property
    def tables(self) -> tuple[FigureTable, ...]:
        """Return all tables there are."""
        return (self.annual, self.frame.monthly, self.by_area)


def count_for_report(frame: Frame, names: Names, engine: Engine, seal: Seal, context: CountContext) -> Counted:
    """Count the tables a report is written from."""
    annual = CountRequest(frame.period, tuple(other.id for other in frame.others))
    known = context.indicators.indicators
    ids = tuple(id_ for id_ in names.by_area if id_ in known)
    by_area = CountRequest(frame.period, tuple(year.id for year in frame.earlier), ("area",), ids)
    return Counted(
        frame,
        count_figures(annual, engine, seal, context),
        count_figures(by_area, engine, seal, context),
    )


def report_areas(counted: Counted, context: CountContext, shipped: AreaSet | None) -> tuple[ReportArea, ...]:
    """Return the areas of the breakdown in order, with names and tiles where the area set has them.

    Parameters
    ----------
    counted : Counted
        With the table by area.
    context : CountContext
        Units as they were sealed.
    shipped : AreaSet or None
        The set the book names: tiles are a drawing, which no figure rests on and no seal keeps.
    """
    table = counted.by_area
    codes = table.codes("area")
    if table.geography is None or context.areas is None:
        return tuple(ReportArea(code, UNKNOWN_AREA if code == UNKNOWN else Text(code, code)) for code in codes)
    geography = table.geography
    tiles = shipped.tiles_on(geography.level, geography.day) if shipped is not None else {}
    found = []
    for code in codes:
        unit = context.areas.find(code, geography.day)
        tile = tiles.get(code)
        name = unit.name if unit is not None else UNKNOWN_AREA
        found.append(ReportArea(code, name, (tile.column, tile.row) if tile is not None else None))
    return tuple(found)


def funnel_of(counted: Counted, areas: Sequence[ReportArea], names: Names, language: Language) -> Funnel | None:
    """Set the count of each area against its own mean of earlier years, scaled to this year's total.

    Returns
    -------
    Funnel or None
        None when there is no earlier year to expect anything from, or fewer than three areas.
    """
    table, years, period = counted.by_area, counted.frame.earlier, counted.frame.period
    if not years:
        return None
    rows = [
        (area, table.get(names.main, period.id, area=area.code), _earlier_total(table, names, years, area.code))
        for area in areas
        if area.code != UNKNOWN
    ]
    usable = [each for each in rows if each[1].state is State.VALUE and each[2] > 0]
    observed = np.array([round(figure.value or 0) for _, figure, _ in usable], dtype=np.float64)
    former = np.array([before for _, _, before in usable], dtype=np.float64)
    if len(usable) < 3 or not observed.sum():
        return None
    expected = former * observed.sum() / former.sum()
    shown = funnel_counts(observed, expected)
    adjustment: Adjustment = "multiplicative" if shown.overdispersed else "none"
    shown = funnel_counts(observed, expected, adjustment=adjustment)
    verdicts = [("inside", "inner", "outer")[abs(int(position))] for position in shown.position]
    points = tuple(
        Point(area.name.in_language(language), figure, float(e), verdict)
        for (area, figure, _), e, verdict in zip(usable, expected, verdicts, strict=True)
    )
    phi = shown.phi if adjustment != "none" else 1.0
    return Funnel(points, _limits(expected, phi), _basis(len(years), widened=phi > 1), table.seal.short)


def _earlier_total(table: FigureTable, names: Names, years: Sequence[Period], code: str) -> float:
    figures = [table.get(names.main, year.id, area=code) for year in years]
    return sum(float(figure.value) for figure in figures if figure.value is not None)


def _basis(years: int, *, widened: bool) -> Text:
    vi = ("năm trước", "hai năm trước", "ba năm trước")[years - 1]
    en = ("the year before", "the two years before", "the three years before")[years - 1]
    more_vi = " Giới hạn đã được nới rộng vì các đơn vị dao động nhiều hơn ngẫu nhiên thuần túy." if widened else ""
    more_en = " The limits are widened, because areas vary by more than pure chance." if widened else ""
    return Text(
        "Mức kỳ vọng của mỗi đơn vị là số vụ cùng kỳ của chính đơn vị đó trong "
        f"{vi}, nhân với mức tăng, giảm chung của toàn địa bàn.{more_vi}",
        f"What is expected of an area is its own number in {en}, scaled by the change of the whole.{more_en}",
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
