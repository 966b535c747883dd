"""Wanted notices: stock and flow with their identity checked, reviews due, age of the stock. Never a name.

closing = opening + issued - arrested - surrendered - struck off, for each danger class and area. All six are figures
of the count room; what does not add up is shown with its reason, never hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.count.axes import TOTAL
from tongket.count.context import CountContext
from tongket.count.figures import count_figures
from tongket.count.request import AREA, CountRequest
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.model.errors import FigureError
from tongket.model.figures import Figure, Number
from tongket.model.periods import parse_period
from tongket.model.seals import Seal
from tongket.model.tables import record_schema
from tongket.plan.items import SOON_DAYS
from tongket.plan.registers import Row, register_rows

ALL = "all"
CLASSES = (ALL, *record_schema("wanted_notices").column("danger_class").values)
FLOWS = ("issued", "arrested", "surrendered", "struck_off")
AGE_YEARS = (1, 5, 10)
_COLUMNS = ("notice_id", "issued_on", "danger_class", "ended_on", "outcome", "area", "review_on")


@dataclass(frozen=True)
class StockAndFlow:
    """Hold what was in force, what came and what went, for one danger class and area.

    Attributes
    ----------
    danger_class : str
        ``all``, ``ordinary``, ``dangerous`` or ``especially_dangerous``.
    area : str
        Area code, or ``*`` for the whole book.
    opening, issued, arrested, surrendered, struck_off, closing : Figure
        Opening is the stock at the end of the day before the first.
    """

    danger_class: str
    area: str
    opening: Figure
    issued: Figure
    arrested: Figure
    surrendered: Figure
    struck_off: Figure
    closing: Figure

    @property
    def expected(self) -> Number | None:
        """Return what the identity says the closing stock must be."""
        parts = (self.opening, self.issued, self.arrested, self.surrendered, self.struck_off)
        values = [each.value for each in parts if each.value is not None]
        if len(values) < len(parts):
            return None
        opening, issued, *gone = values
        return opening + issued - sum(gone)

    @property
    def residual(self) -> Number | None:
        """Return closing minus what it must be; 0 where the identity holds."""
        if self.closing.value is None or self.expected is None:
            return None
        return self.closing.value - self.expected

    @property
    def holds(self) -> bool:
        """Tell whether the identity holds."""
        return self.residual == 0


@dataclass(frozen=True)
class Discrepancy:
    """Hold why an identity does not hold.

    Attributes
    ----------
    danger_class : str
        Class.
    area : str
        Area code, or ``*``.
    residual : int, Decimal or None
        Closing minus what it must be; None where one of the six is missing.
    without_outcome : tuple of str
        Ids of notices that ended in the span without an outcome: they left the stock through no door.
    """

    danger_class: str
    area: str
    residual: Number | None
    without_outcome: tuple[str, ...]


@dataclass(frozen=True)
class Age:
    """Hold how old the stock is.

    Attributes
    ----------
    count : int
        Notices in force.
    median_days : float or None
        Since the day of issue; None for an empty stock.
    over_years : tuple of (int, int)
        Years, and how many notices are older than that.
    """

    count: int
    median_days: float | None
    over_years: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Reviews:
    """Hold the reviews of notices in force.

    Attributes
    ----------
    overdue, soon : int
        Due before the day; due within the next two weeks.
    later, without_day, ended_since : int
        Due later; no day set; in force on the day but ended by now, so that the day of review is not kept any more.
    oldest_due_on : date or None
        Longest overdue.
    """

    overdue: int
    soon: int
    later: int
    without_day: int
    ended_since: int
    oldest_due_on: date | None


@dataclass(frozen=True)
class Wanted:
    """Hold everything on wanted notices for one span.

    Attributes
    ----------
    first, last : date
        The span, both days inclusive.
    flows : tuple of StockAndFlow
        The whole book by class, then each area.
    discrepancies : tuple of Discrepancy
        Where the identity is violated; empty where it holds throughout.
    ages : tuple of (str, Age)
        By class, ``all`` first, on the last day.
    reviews : Reviews
        On the last day.
    tables : tuple of FigureTable
        What was counted, for the ledger.
    """

    first: date
    last: date
    flows: tuple[StockAndFlow, ...]
    discrepancies: tuple[Discrepancy, ...]
    ages: tuple[tuple[str, Age], ...]
    reviews: Reviews
    tables: tuple[FigureTable, ...]

    @property
    def whole(self) -> tuple[StockAndFlow, ...]:
        """Return stock and flow of the whole book, by class."""
        return tuple(each for each in self.flows if each.area == TOTAL)


def read_wanted(
    engine: Engine, seal: Seal, context: CountContext, *, first: date, last: date, by_area: bool = True
) -> Wanted | None:
    """Return stock and flow, reviews and ages of a span.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Up to which day records are known.
    context : CountContext
        Indicators and units.
    first, last : date
        The span, both days inclusive; `last` not after the seal's cut-off.
    by_area : bool
        Whether areas are shown too.

    Returns
    -------
    Wanted or None
        None where the seal holds no wanted notices, or the book does not declare the indicators.
    """
    ids = [f"wanted_{part}.{each}" for part in ("stock", *FLOWS) for each in CLASSES]
    if "wanted_notices" not in engine.tables() or any(id_ not in context.indicators.indicators for id_ in ids):
        return None
    eve = first - timedelta(days=1)
    opening, during = (
        _count(engine, seal, context, span, ids, by_area=by_area) for span in (f"{eve}..{eve}", f"{first}..{last}")
    )
    rows = list(register_rows(engine, "wanted_notices", _COLUMNS, cutoff=seal.as_of))
    areas = [TOTAL, *(during.codes(AREA) if by_area else ())]
    flows = [flow for area in areas for each in CLASSES if (flow := _flow(opening, during, each, area)) is not None]
    in_force = [row for row in rows if is_in_force(row, last)]
    return Wanted(
        first=first,
        last=last,
        flows=tuple(flows),
        discrepancies=tuple(_discrepancy(each, rows, first, last) for each in flows if not each.holds),
        ages=tuple((each, stock_age(_of_class(in_force, each), last)) for each in CLASSES),
        reviews=_reviews(in_force, last),
        tables=(opening, during),
    )


def _count(
    engine: Engine, seal: Seal, context: CountContext, span: str, ids: Sequence[str], *, by_area: bool
) -> FigureTable:
    request = CountRequest(parse_period(span), (), (AREA,) if by_area else (), tuple(ids))
    return count_figures(request, engine, seal, context)


def _flow(opening: FigureTable, during: FigureTable, danger_class: str, area: str) -> StockAndFlow | None:
    stock = f"wanted_stock.{danger_class}"
    try:
        before = opening.get(stock, area=area)
    except FigureError:  # the unit was not there yet
        return None
    flows = {part: during.get(f"wanted_{part}.{danger_class}", area=area) for part in FLOWS}
    return StockAndFlow(danger_class, area, before, closing=during.get(stock, area=area), **flows)


def is_in_force(row: Row, day: date) -> bool:
    """Tell whether a notice was in force at the end of a day."""
    return row["issued_on"] <= day and (row["ended_on"] is None or row["ended_on"] > day)


def _of_class(rows: Sequence[Row], danger_class: str) -> list[Row]:
    return [row for row in rows if danger_class in (ALL, row["danger_class"])]


def _discrepancy(flow: StockAndFlow, rows: Sequence[Row], first: date, last: date) -> Discrepancy:
    silent = tuple(
        row["notice_id"]
        for row in _of_class(rows, flow.danger_class)
        if row["ended_on"] is not None and first <= row["ended_on"] <= last and row["outcome"] is None
        if flow.area in (TOTAL, row["area"])
    )
    return Discrepancy(flow.danger_class, flow.area, flow.residual, silent)


def stock_age(in_force: Sequence[Row], day: date) -> Age:
    """Return how old notices in force are on a day; the median of an even number is the mean of the middle two."""
    days = sorted((day - row["issued_on"]).days for row in in_force)
    n = len(days)
    median = None if not n else (days[(n - 1) // 2] + days[n // 2]) / 2
    over = tuple((years, sum(_is_older(row["issued_on"], day, years) for row in in_force)) for years in AGE_YEARS)
    return Age(n, median, over)


def _is_older(issued_on: date, day: date, years: int) -> bool:
    """Tell whether the anniversary lies before the day; of 29 February it is 1 March where there is none."""
    try:
        return issued_on.replace(year=issued_on.year + years) < day
    except ValueError:
        return date(issued_on.year + years, 3, 1) < day


def _reviews(in_force: Sequence[Row], day: date) -> Reviews:
    standing = [row for row in in_force if row["ended_on"] is None]
    due = sorted(row["review_on"] for row in standing if row["review_on"] is not None)
    overdue = [each for each in due if each < day]
    soon = [each for each in due if day <= each <= day + timedelta(days=SOON_DAYS)]
    return Reviews(
        overdue=len(overdue),
        soon=len(soon),
        later=len(due) - len(overdue) - len(soon),
        without_day=len(standing) - len(due),
        ended_since=len(in_force) - len(standing),
        oldest_due_on=overdue[0] if overdue else None,
    )
