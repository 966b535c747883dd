"""What targets are measured by: figures of the count room over each target's own days, and their course by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from tongket.count.atoms import parts_of
from tongket.count.axes import TOTAL
from tongket.count.context import CountContext
from tongket.count.figures import count_figures
from tongket.count.request import AREA, MONTH, CountRequest
from tongket.count.spans import DAWN
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.errors import DefinitionError, FigureError
from tongket.model.figures import Figure
from tongket.model.indicators import Indicator
from tongket.model.periods import Period, parse_period, shift_years
from tongket.model.seals import Seal
from tongket.plan.pace import Course
from tongket.plan.percentages import DenominatorKind
from tongket.plan.targets import Target

EARLIER_WINDOWS = 5  # older years say little on how this one goes
SEASONAL_WINDOWS = 2  # with one alone its accidents would pass for the season
OWN_CODES = "own"  # without a set of areas the codes are those in the records, and there is one level
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Hold the days a target counts, and up to which of them anything is known.

    Attributes
    ----------
    first, due : date
        First day that counts, and the due day.
    until : date
        Last day known: of the board, the seal, the last report, or the due day itself.
    level : str or None
        Level of the units; None for the whole book.
    """

    first: date
    due: date
    until: date
    level: str | None


@dataclass(frozen=True)
class History:
    """Hold how a target's number came together.

    Attributes
    ----------
    course : Course
        Counts by month so far, shares of days, and earlier windows.
    numerators : tuple of float
        For a rate: its numerator by month; `course` is that of the denominator.
    ends : tuple of date
        Last day of each interval so far.
    years : tuple of str
        Earlier windows, newest first.
    """

    course: Course
    numerators: tuple[float, ...]
    ends: tuple[date, ...]
    years: tuple[str, ...]


@dataclass
class TargetCounts:
    """Count for targets: each window once, whatever the number of targets in it.

    Attributes
    ----------
    engine : Engine
        Counts the records of the seal.
    seal : Seal
        Up to which day records are known.
    context : CountContext
        Indicators, units, calendars.
    as_of : date
        Day of the board.
    targets : tuple of Target
        All that will be asked for.
    """

    engine: Engine
    seal: Seal
    context: CountContext
    as_of: date
    targets: tuple[Target, ...]
    _tables: dict[Window, FigureTable] = field(default_factory=dict, repr=False)
    _courses: dict[Window, FigureTable] = field(default_factory=dict, repr=False)
    _first_days: dict[str, date | None] = field(default_factory=dict, repr=False)

    @property
    def tables(self) -> tuple[FigureTable, ...]:
        """Return the tables counted so far, for the ledger."""
        return tuple(self._tables.values())

    @property
    def known_until(self) -> date:
        """Return the last day that board and seal both know."""
        return min(self.as_of, self.seal.as_of)

    def indicator(self, id_: str) -> Indicator | None:
        """Return an indicator, or None where the book declares none of that id."""
        return self.context.indicators.indicators.get(id_)

    def window(self, target: Target) -> Window:
        """Return the days a target counts; its last day is that of the last report where progress is reported."""
        until = min(self.known_until, target.due_on)
        reported = [day for day in self._reports.get(target.indicator_id, ()) if target.counts_from <= day <= until]
        return Window(target.counts_from, target.due_on, max(reported, default=until), self._level(target))

    def _level(self, target: Target) -> str | None:
        areas = self.context.areas
        if target.area == TOTAL or (areas is not None and target.area == areas.root):
            return None
        if areas is None:
            return OWN_CODES
        holders = [unit for unit in areas.holders(target.area) if unit.is_valid_on(target.assigned_on)]
        return holders[0].level if holders else ""

    @cached_property
    def _reports(self) -> dict[str, list[date]]:
        """Return the days of report of what is reported from elsewhere, by indicator."""
        if "progress" not in self.engine.tables():
            return {}
        span = Span(DAWN, self.seal.as_of)
        request = EventsRequest("progress", ("indicator", "stage", "on"), Term("on", "on"), span, self.seal.as_of)
        found = self.engine.events(request)
        days: dict[str, set[date]] = defaultdict(set)
        for indicator, stage, on in zip(*(found[name] for name in request.columns), strict=True):
            days[f"{indicator}.{stage}" if stage else indicator].add(on.item())
        return {id_: sorted(each) for id_, each in days.items()}

    # -- figures

    def figure(self, target: Target, id_: str, *, years_back: int = 0, whole: bool = False) -> Figure | None:
        """Return the figure a target is measured by; None where it cannot be counted.

        Parameters
        ----------
        target : Target
            Whose days and area.
        id_ : str
            Indicator.
        years_back : int
            1 for the same days a year before.
        whole : bool
            Up to the due day, not only up to the last day known.
        """
        window = self.window(target)
        if window.until < window.first or window.level == "" or self.indicator(id_) is None:
            return None
        table = self._table(window)
        period = _shifted(_span(window.first, window.due if whole else window.until), years_back)
        area = TOTAL if window.level is None else target.area
        try:
            return table.get(id_, period.id, area)
        except FigureError:
            return None

    def _table(self, window: Window) -> FigureTable:
        if window not in self._tables:
            here = [each for each in self.targets if self.window(each) == window]
            ids = self._ids(here)
            against = self._last_year(window) if any(each.kind is DenominatorKind.LAST_YEAR for each in here) else ()
            request = self._request(window, _span(window.first, window.until), ids, against)
            # comparisons of last year's whole with this year's part would say nothing
            counted = count_figures(request, self.engine, self.seal, self.context)
            self._tables[window] = replace(counted, against=())
        return self._tables[window]

    def _ids(self, targets: Iterable[Target]) -> tuple[str, ...]:
        wanted = [id_ for each in targets for id_ in (each.indicator_id, each.of_stage) if id_]
        return tuple(id_ for id_ in dict.fromkeys(wanted) if self.indicator(id_) is not None)

    def _last_year(self, window: Window) -> tuple[str, ...]:
        spans = (_span(window.first, window.until), _span(window.first, window.due))
        return tuple(dict.fromkeys(_shifted(each, 1).id for each in spans))

    def _request(
        self, window: Window, period: Period, ids: Sequence[str], against: Sequence[str], *, months: bool = False
    ) -> CountRequest:
        by = ((AREA,) if window.level is not None else ()) + ((MONTH,) if months else ())
        return CountRequest(period, tuple(against), by, tuple(ids), area_level=window.level)

    # -- course

    def history(self, target: Target) -> History | None:
        """Return how a target's number came together, month by month; None where it cannot be told."""
        indicator, window = self.indicator(target.indicator_id), self.window(target)
        if indicator is None or window.until < window.first or window.level == "":
            return None
        parts = [id_ for id_ in (indicator.numerator, indicator.denominator) if id_] or [indicator.id]
        try:
            return self._history(target, parts, window)
        except (FigureError, DefinitionError):  # the unit was not there in every window
            return None

    def _history(self, target: Target, parts: list[str], window: Window) -> History:
        table = self._course_table(window)
        now = _span(window.first, window.until)
        told = [
            (
                tuple(
                    count for half in _halves(window, back) for count in self._months(table, parts[-1], target, half)
                ),
                back,
            )
            for back in self._years(parts[-1], window)
        ]
        kept = [(counts, back) for counts, back in told if sum(counts) > 0]
        if len(kept) < SEASONAL_WINDOWS:
            kept = []
        counts = self._months(table, parts[-1], target, now)
        course = Course(counts, _shares(table, window), tuple(year for year, _ in kept))
        numerators = self._months(table, parts[0], target, now) if len(parts) > 1 else ()
        ends = tuple(each.end for each in table.windows.months[0])
        whole = _span(window.first, window.due)
        return History(course, numerators, ends, tuple(_shifted(whole, back).id for _, back in kept))

    def _course_table(self, window: Window) -> FigureTable:
        if window not in self._courses:
            ids: dict[str, None] = {}
            backs: set[int] = set()
            for each in self.targets:
                indicator = self.indicator(each.indicator_id)
                if indicator is None or self.window(each) != window:
                    continue
                parts = [id_ for id_ in (indicator.numerator, indicator.denominator) if id_] or [indicator.id]
                ids |= dict.fromkeys(parts)
                backs.update(self._years(parts[-1], window))
            spans = [half for back in sorted(backs) for half in _halves(window, back)]
            rest = _rest(window)
            against = [each.id for each in ([rest] if rest else []) + spans]
            request = self._request(window, _span(window.first, window.until), list(ids), against, months=True)
            counted = count_figures(request, self.engine, self.seal, self.context)
            self._courses[window] = replace(counted, against=())
        return self._courses[window]

    def _years(self, id_: str, window: Window) -> tuple[int, ...]:
        """Return how many years back the windows lie that the records cover and that were over when this one began."""
        first_day = self._first_day(id_)
        backs = []
        for back in range(1, EARLIER_WINDOWS + 1):
            span = _shifted(_span(window.first, window.due), back)
            if (
                first_day is not None
                and span.start + _GRACE >= first_day
                and _overlap(span.end, window.first) <= _GRACE
            ):
                backs.append(back)
        return tuple(backs)

    def _first_day(self, id_: str) -> date | None:
        indicator = self.indicator(id_)
        if indicator is None or indicator.table not in self.engine.tables() or indicator.date is None:
            return None
        if id_ not in self._first_days:
            added = parts_of(indicator, self.context.indicators.rules).added
            term, span = Term("first", added.date, where=added.where), Span(DAWN, self.seal.as_of)
            request = EventsRequest(added.table, (added.date,), term, span, self.seal.as_of)
            days = self.engine.events(request)[added.date]
            self._first_days[id_] = np.min(days).item() if len(days) else None
        return self._first_days[id_]

    def _months(self, table: FigureTable, id_: str, target: Target, period: Period) -> tuple[float, ...]:
        area = TOTAL if self.window(target).level is None else target.area
        figures = [table.get(id_, period.id, area, ((MONTH, month),)) for month in table.codes(MONTH, period.id)]
        return tuple(float(each.value or 0) for each in figures)


# a window of the ministry's year with a civil due day ends some days into the next; reports begin a month late
_GRACE = timedelta(days=31)


def _overlap(end: date, first: date) -> timedelta:
    return max(timedelta(0), end - first + DAY)


def _span(first: date, last: date) -> Period:
    return parse_period(f"{first}..{last}")


def _shifted(period: Period, back: int) -> Period:
    return shift_years(period, -back) if back else period


def _rest(window: Window) -> Period | None:
    return _span(window.until + DAY, window.due) if window.until < window.due else None


def _halves(window: Window, back: int) -> tuple[Period, ...]:
    """Return an earlier window as the part up to the day and the part after it."""
    whole, early = _shifted(_span(window.first, window.due), back), _shifted(_span(window.first, window.until), back)
    if early.end >= whole.end:
        return (early,)
    return early, _span(early.end + DAY, whole.end)


def _shares(table: FigureTable, window: Window) -> tuple[float, ...]:
    """Return the share of a window's days in each of its months, those to come included."""
    rest = _rest(window)
    months = [*table.windows.months[0]]
    if rest is not None:
        months += table.windows.months[[each.id for each in table.periods].index(rest.id)]
    days = (window.due - window.first).days + 1
    return tuple(month.days / days for month in months)
