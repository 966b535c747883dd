"""Deadlines: on which day a limit ends, worked out anew each time from its rule, never stored.

How days are counted, and by which law:

- The day of the event is not counted (Civil Code 91/2015/QH13, Article 147).
- A limit in days is full with its last day; one in months ends on the day of the same number, or on the last day of a
  month that has none (Criminal Procedure Code 101/2015/QH13, Article 134; Civil Code, Article 148).
- A limit in days or months that would end on a day off ends with the next working day (the same articles). A day that
  an order names stands as it is named.
- Every limit ends at 24:00 local time of its last day.
- An extension runs from the day on which the limit before it was full, not from the working day to which that end was
  put off, so that the sum of a limit and its extensions is what the law says. Counted from a 31st through a February
  this gives the earlier of the two days one can argue for.
- While a limit is suspended no day counts; it runs again from the day of resumption, that day counted. Where the law
  gives a new limit after resumption instead, there is another deadline (`tongket.plan.clocks`).
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tongket.model.deadline_rules import DeadlineRule, Unit
from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.model.working_days import WorkingDays

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Extension:
    """Hold one extension.

    Attributes
    ----------
    rule : DeadlineRule
        How much longer; or the whole length where `from_start`.
    decided_on : date
        Day of the decision or, where only that is on record, of the request.
    by, why : Text
        Who extended it, and on what ground.
    from_start : bool
        Whether the new length counts from the first day instead of from the end before.
    """

    rule: DeadlineRule
    decided_on: date
    by: Text
    why: Text
    from_start: bool = False


@dataclass(frozen=True)
class Pause:
    """Hold one suspension: `first` is the first day that does not count, `resumed_on` the first that does again."""

    first: date
    resumed_on: date | None
    why: Text

    def __post_init__(self) -> None:
        if self.resumed_on is not None and self.resumed_on < self.first:
            raise DefinitionError(f"Suspension: cannot end before it began; got {self.first} and {self.resumed_on}.")

    def covers(self, day: date) -> bool:
        """Tell whether `day` does not count."""
        return self.first <= day and (self.resumed_on is None or day < self.resumed_on)


@dataclass(frozen=True)
class Deadline:
    """Say what must be done by when, who set it and why; the day itself is worked out by `due_day`.

    Attributes
    ----------
    id : str
        Kind and key: ``petition:KN-202312-01``.
    what : Text
        What must be done.
    start : date
        Day of the event from which it counts.
    event : Text
        That event.
    rule : DeadlineRule
        How long it may take.
    set_by : Text
        Who set it, with document and clause.
    why : Text
        On what ground.
    extensions : tuple of Extension
        In order.
    pauses : tuple of Pause
        In order; only the last may be open.
    closed_on, closed_by : date or None, Text or None
        Day on which it was met, or ended otherwise, and by what; None while it is open.
    """

    id: str
    what: Text
    start: date
    event: Text
    rule: DeadlineRule
    set_by: Text
    why: Text
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    closed_on: date | None = None
    closed_by: Text | None = None

    def is_paused(self, day: date) -> bool:
        """Tell whether `day` does not count because the limit is suspended."""
        return any(pause.covers(day) for pause in self.pauses)


@dataclass(frozen=True)
class Leg:
    """Hold one stretch of a deadline: its own limit, or that of an extension.

    Attributes
    ----------
    start, end : date, date or None
        Day not counted, and the day on which the stretch is full; None while the limit is suspended.
    rule : DeadlineRule
        What was counted.
    extension : Extension or None
        None for the first.
    """

    start: date
    end: date | None
    rule: DeadlineRule
    extension: Extension | None = None


def legs(deadline: Deadline, calendar: WorkingDays) -> tuple[Leg, ...]:
    """Return the stretches of a deadline: its own limit and one for each extension."""
    found = [Leg(deadline.start, _end(deadline, deadline.start, deadline.rule, calendar), deadline.rule)]
    for extension in deadline.extensions:
        start = deadline.start if extension.from_start else found[-1].end
        if start is None:
            break
        found.append(Leg(start, _end(deadline, start, extension.rule, calendar), extension.rule, extension))
    return tuple(found)


def due_day(deadline: Deadline, calendar: WorkingDays) -> date | None:
    """Return the last day of a deadline, None while it is suspended.

    Parameters
    ----------
    deadline : Deadline
        Rule, start, extensions and suspensions.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    date or None
        The deadline ends at 24:00 local time of this day.
    """
    last = legs(deadline, calendar)[-1]
    return None if last.end is None else put_off(last.rule, last.end, calendar)


def put_off(rule: DeadlineRule, end: date, calendar: WorkingDays) -> date:
    """Return the working day with which a limit that is full on `end` ends; a named day stands."""
    return end if rule.day is not None else calendar.next_working(end)


def ends_at(due_on: date, zone: ZoneInfo) -> datetime:
    """Return the moment a deadline ends: 24:00 of its last day, which is 0:00 of the next."""
    return datetime.combine(due_on + _DAY, time(), tzinfo=zone)


def is_late(due_on: date | None, as_of: date) -> bool:
    """Tell whether a deadline had ended when `as_of` began; a suspended one is not late."""
    return due_on is not None and as_of > due_on


def _end(deadline: Deadline, start: date, rule: DeadlineRule, calendar: WorkingDays) -> date | None:
    if rule.last_day is not None:
        return rule.last_day
    amount = rule.amount or 0
    if rule.unit is Unit.MONTHS:
        return _months_end(deadline, start, add_months(start, amount))
    return _counted_end(deadline, start, amount, calendar if rule.unit is Unit.WORKING_DAYS else None)


def _counted_end(deadline: Deadline, start: date, amount: int, worked: WorkingDays | None) -> date | None:
    day, left = start, amount
    while left:
        day += _DAY
        if deadline.is_paused(day):
            resumed = _resumption(deadline, day)
            if resumed is None:
                return None
            day = resumed - _DAY
        elif worked is None or worked.is_working(day):
            left -= 1
    return day


def _months_end(deadline: Deadline, start: date, end: date) -> date | None:
    """Put the day of the same number off by the days that did not count."""
    for pause in deadline.pauses:
        if pause.first > end or (pause.resumed_on is not None and pause.resumed_on <= start):
            continue
        if pause.resumed_on is None:
            return None
        end += pause.resumed_on - max(pause.first, start + _DAY)
    return end


def _resumption(deadline: Deadline, day: date) -> date | None:
    return next(pause.resumed_on for pause in deadline.pauses if pause.covers(day))


def add_months(day: date, number: int) -> date:
    """Return the day of the same number so many months later, or the last day of a month that has none.

    Parameters
    ----------
    day : date
        Start.
    number : int
        Months, from 0 on.

    Returns
    -------
    date
        ``add_months(date(2023, 12, 31), 2)`` is 29 February 2024.
    """
    index = day.year * 12 + day.month - 1 + number
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
