"""Which spans of time a report speaks of: the period, what it is set against, the months that are drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tongket.count.context import CountContext
from tongket.count.figures import count_figures
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.model.errors import UsageError
from tongket.model.figures import Figure, State
from tongket.model.periods import Calendar, Period, parse_period, shift_years
from tongket.model.seals import Seal
from tongket.report.content.names import Names

LOOK_BACK = 10  # years searched for the first that the records cover
DRAWN_BACK = 3  # earlier years drawn as a band, and expected from in the funnel
_PART_OF_YEAR = re.compile(r"^(?P<calendar>[^:]+):\d{4}-")


@dataclass(frozen=True)
class Frame:
    """Hold the spans of time of a report.

    Attributes
    ----------
    period : Period
        What is reported on.
    others : tuple of Period
        What it is set against, the year before first; at most two.
    earlier : tuple of Period
        The same period of up to three years before that the records cover, latest first.
    calendar : Calendar
        Calendar of the months.
    courses : tuple of Period
        The span whose months are drawn (the period, or the year it is part of), then the same of earlier years.
    months : mapping of str to tuple of Period
        For each of `courses`, the months drawn: those that are over by the end of the period.
    monthly : FigureTable
        The main indicator by month.
    """

    period: Period
    others: tuple[Period, ...]
    earlier: tuple[Period, ...]
    calendar: Calendar
    courses: tuple[Period, ...]
    months: Mapping[str, tuple[Period, ...]]
    monthly: FigureTable


def make_frame(
    period: Period, against: Sequence[Period], names: Names, engine: Engine, seal: Seal, context: CountContext
) -> Frame:
    """Choose the spans of time of a report.

    Parameters
    ----------
    period : Period
        What is reported on.
    against : sequence of Period
        What the user wants it set against; empty for the year before and the first year the records cover.
    names : Names
        Which indicator is the main one.
    engine, seal, context
        As for `tongket.count.figures.count_figures`.

    Raises
    ------
    UsageError
        If the period is not over by the cut-off of the seal, or the records begin after it.
    """
    check_over(period, seal)
    calendar = calendar_of(period, context)
    course = course_of(period, calendar, context)
    shifts = range(LOOK_BACK + 1)
    candidates = {k: shift_years(course, -k, dict(context.calendars)) for k in shifts}
    others = tuple(candidates[k].id for k in shifts if k)
    monthly = count_figures(
        CountRequest(course, others, ("month",), (names.main,)), engine, seal, replace(context, calendar=calendar)
    )
    first = _first_day(monthly, names.main)
    _check_covered(period, first, monthly.get(names.main), seal)
    same = {k: shift_years(period, -k, dict(context.calendars)) for k in shifts if k}
    covered = [k for k in same if first is not None and first <= same[k].start]
    drawn = [k for k in covered if k <= DRAWN_BACK]
    courses = (course, *(candidates[k] for k in drawn))
    return Frame(
        period,
        tuple(against) or _default(covered, same),
        tuple(same[k] for k in drawn),
        calendar,
        courses,
        {
            each.id: _months(monthly, each, shift_years(period, -k, dict(context.calendars)))
            for k, each in zip((0, *drawn), courses, strict=True)
        },
        monthly,
    )


def check_over(period: Period, seal: Seal) -> None:
    """Raise UsageError unless the period was over when the records were sealed."""
    begun = period.start <= seal.as_of
    if period.end > seal.as_of:
        raise UsageError(
            f"report: the period must be over by the cut-off of the seal; {period.id} ends on {period.end}, and seal"
            f" {seal.short} knows the records up to {seal.as_of}. Close the books later and name the later seal"
            + (f", or report the days that are over: --period {period.start}..{seal.as_of}." if begun else ".")
        )


def calendar_of(period: Period, context: CountContext) -> Calendar:
    """Return the calendar a period is written in; that of the book for a span of days."""
    return context.calendars.get(period.id.partition(":")[0], context.calendar)


def course_of(period: Period, calendar: Calendar, context: CountContext) -> Period:
    """Return the reporting year that a month, a quarter or a half is part of; any other period itself."""
    if not _PART_OF_YEAR.match(period.id):
        return period
    return parse_period(f"{calendar.id}:{calendar.reporting_year_of(period.start)}", dict(context.calendars))


def _first_day(monthly: FigureTable, main: str) -> date | None:
    """Return the first day of the first month that holds a case."""
    days = []
    for index, period in enumerate(monthly.periods):
        for month in monthly.windows.months[index]:
            if monthly.get(main, period.id, by=(("month", month.id),)).value:
                days.append(month.start)
    return min(days, default=None)


def _check_covered(period: Period, first: date | None, main: Figure, seal: Seal) -> None:
    if main.state is State.MISSING or (first is not None and first <= period.end):
        return
    known = f"holds its first case in the month that begins on {first}" if first else "holds no case in ten years to it"
    raise UsageError(
        f"report: the records must cover the period; {period.id} ends on {period.end}, and seal {seal.short} {known}."
        " Name a later period, or another seal."
    )


def _default(covered: Sequence[int], same: Mapping[int, Period]) -> tuple[Period, ...]:
    """Return the year before and the first year that the records cover, where it lies further back."""
    if 1 not in covered:
        return ()
    last = max(covered)
    return (same[1], *((same[last],) if last > 1 else ()))


def _months(monthly: FigureTable, course: Period, until: Period) -> tuple[Period, ...]:
    index = next(i for i, each in enumerate(monthly.periods) if each.id == course.id)
    return tuple(month for month in monthly.windows.months[index] if month.end <= max(until.end, course.start))
