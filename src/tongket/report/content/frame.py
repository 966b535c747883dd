"""Which spans of time a report speaks of: the period, what it is set against, the months that are drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

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

FEW = 20  # where so many cases a month are usual, a month without any is no accident
GAP = 0.05  # nor is one with less than this part of the usual number
SHORTEST_MONTH = 20  # days; what the ends of a period cut off a month is not compared with whole ones
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
    begins : date or None
        First day of the month with which the records begin, when that is after the first day of the period.
    """

    period: Period
    others: tuple[Period, ...]
    earlier: tuple[Period, ...]
    calendar: Calendar
    courses: tuple[Period, ...]
    months: Mapping[str, tuple[Period, ...]]
    monthly: FigureTable
    begins: date | None = None


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
    first = _first_day(monthly, names.main, period)
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
        first if first is not None and first > period.start else None,
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


def _first_day(monthly: FigureTable, main: str, period: Period) -> date | None:
    """Return the day with which the records that reach the period begin, or None when none do.

    They begin where a run of months without a gap begins: a register opened in October may hold a few older records.
    Where a month is expected to have few cases, one without any is no gap.
    """
    counted = [
        (month, float(value))
        for index, course in enumerate(monthly.periods)
        for month in monthly.windows.months[index]
        if month.start <= period.end
        and (value := monthly.get(main, course.id, by=(("month", month.id),)).value) is not None
    ]
    whole = [(month, value) for month, value in counted if month.days >= SHORTEST_MONTH]
    months = {month.start: value for month, value in whole or counted}
    held = [value for value in months.values() if value]
    if not held or (usual := median(held)) < FEW:
        return min((day for day, value in months.items() if value), default=None)
    first = None
    for day in sorted(months, reverse=True):
        if months[day] < GAP * usual:
            break
        first = day
    return first


def _check_covered(period: Period, first: date | None, main: Figure, seal: Seal) -> None:
    if first is None and main.state is not State.MISSING:
        raise UsageError(
            f"report: the records must cover the period; seal {seal.short} holds none that reach {period.id}, which"
            f" ends on {period.end}. Name a later period, or another seal."
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
