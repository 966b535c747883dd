"""Working days: which day is worked, which is off and why. Holidays and swaps are dated data, see `HolidayRule`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from tongket.model.errors import DefinitionError
from tongket.model.lunar import lunar_day
from tongket.model.text import Text

_DAY = timedelta(days=1)
_FAR = 60  # no run of days off is as long; a calendar in which one is has lost its working days


class DayKind(StrEnum):
    """Say what a day is to those who count working days."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"  # a holiday fell on a weekend and is made up for on this day
    MOVED_OFF = "moved_off"  # off because another day is worked instead
    MOVED_ON = "moved_on"  # a weekend day that is worked because another was made free


@dataclass(frozen=True)
class DayOff:
    """Hold one day that is not worked although it may be no weekend.

    Attributes
    ----------
    on : date
        The day.
    kind : DayKind
        HOLIDAY, IN_LIEU or MOVED_OFF.
    name : Text
        Holiday or occasion.
    source : Text
        Law, decision or announcement.
    confirmed : bool
        Whether it was announced; False when it was worked out by rule.
    because_of : date or None
        The holiday made up for, or the day worked instead.
    """

    on: date
    kind: DayKind
    name: Text
    source: Text
    confirmed: bool = True
    because_of: date | None = None


@dataclass(frozen=True)
class WorkedDay:
    """Hold a weekend day that is worked because another day was made free by decision."""

    on: date
    instead_of: date
    name: Text
    source: Text


@dataclass(frozen=True)
class HolidayRule:
    """Say by what rule of law a holiday falls each year, for years whose days were not announced yet.

    Attributes
    ----------
    id, name, source
        What it is called and where the law has it.
    month, day : int
        Of the solar calendar, or of the lunar one when `lunar`.
    lunar : bool
        Which calendar.
    length : int
        Days off in a row, the day itself among them.
    before : tuple of int
        Seven numbers, Monday to Sunday: how many of them lie before the day, by the weekday of the day itself; empty
        for none.
    first_year, last_year : int, int or None
        Years in force.
    """

    id: str
    name: Text
    source: Text
    month: int
    day: int
    lunar: bool = False
    length: int = 1
    before: tuple[int, ...] = ()
    first_year: int = 2013
    last_year: int | None = None

    def days(self, year: int) -> tuple[date, ...]:
        """Return the days off of `year` before any is made up for, ordered; none when the rule is not in force."""
        if year < self.first_year or (self.last_year is not None and year > self.last_year):
            return ()
        day = lunar_day(year, self.month, self.day) if self.lunar else date(year, self.month, self.day)
        first = day - timedelta(days=self.before[day.weekday()] if self.before else 0)
        return tuple(first + timedelta(days=number) for number in range(self.length))


@dataclass(frozen=True)
class DayReason:
    """Say of one day whether it is worked, and why or why not."""

    on: date
    kind: DayKind
    text: Text
    source: Text | None = None
    confirmed: bool = True

    @property
    def is_working(self) -> bool:
        """Tell whether the day is worked."""
        return self.kind in (DayKind.WORKING, DayKind.MOVED_ON)


@dataclass(frozen=True)
class WorkingDays:
    """Hold a calendar of working days.

    Attributes
    ----------
    id : str
        Name; it stands in explanations.
    days_off : tuple of DayOff
        Announced days of the decided years, and days of the book's own.
    worked : tuple of WorkedDay
        Weekend days worked by decision.
    rules : tuple of HolidayRule
        For years that are not decided.
    decided : tuple of int
        Years whose days off were announced; other years follow the rules.
    weekend : tuple of int
        ISO weekdays that are not worked, Monday 1 to Sunday 7.

    Raises
    ------
    DefinitionError
        If no day of the week is worked, or a day is made free twice.
    """

    id: str
    days_off: tuple[DayOff, ...]
    worked: tuple[WorkedDay, ...] = ()
    rules: tuple[HolidayRule, ...] = ()
    decided: tuple[int, ...] = ()
    weekend: tuple[int, ...] = (6, 7)

    def __post_init__(self) -> None:
        if len(set(self.weekend)) >= 7 or not set(self.weekend) <= set(range(1, 8)):
            raise DefinitionError(
                f"Working days {self.id!r}: `weekend` holds ISO weekdays 1 to 7 and leaves one worked;"
                f" got {self.weekend!r}."
            )
        days = [each.on for each in self.days_off]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise DefinitionError(
                f"Working days {self.id!r}: a day is off once; {twice[0]} is given twice. Delete one of the lines."
            )

    @cached_property
    def _listed(self) -> dict[date, DayOff]:
        return {each.on: each for each in self.days_off}

    @cached_property
    def _worked(self) -> dict[date, WorkedDay]:
        return {each.on: each for each in self.worked}

    @cached_property
    def _by_rule(self) -> dict[int, dict[date, DayOff]]:
        return {}

    def day_off(self, day: date) -> DayOff | None:
        """Return the holiday, day in lieu or moved day that falls on `day`, or None."""
        if (listed := self._listed.get(day)) is not None:
            return listed
        if day.year in self.decided or not self.rules:
            return None
        if day.year not in self._by_rule:
            self._by_rule[day.year] = {each.on: each for each in days_by_rule(self.rules, day.year, self.weekend)}
        return self._by_rule[day.year].get(day)

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is worked."""
        if day in self._worked:
            return True
        return day.isoweekday() not in self.weekend and self.day_off(day) is None

    def reason(self, day: date) -> DayReason:
        """Say why `day` is worked or not, in both languages, with the source of what was decided."""
        if (worked := self._worked.get(day)) is not None:
            text = Text(
                f"làm bù cho ngày {worked.instead_of:%d/%m/%Y} ({worked.name.vi})",
                f"worked in place of {worked.instead_of} ({worked.name.en})",
            )
            return DayReason(day, DayKind.MOVED_ON, text, worked.source)
        if (off := self.day_off(day)) is not None:
            return DayReason(day, off.kind, _why_off(off), off.source, off.confirmed)
        if day.isoweekday() in self.weekend:
            return DayReason(day, DayKind.WEEKEND, _weekday(day))
        return DayReason(day, DayKind.WORKING, Text("ngày làm việc", "working day"))

    def next_working(self, day: date) -> date:
        """Return `day` itself when it is worked, otherwise the first worked day after it."""
        for each in _onwards(day):
            if self.is_working(each):
                return each
        raise DefinitionError(f"Working days {self.id!r}: no day is worked within {_FAR} days of {day}. Mend the file.")

    def add(self, start: date, days: int) -> date:
        """Return the day on which the given number of working days after `start` is full; `start` is not counted.

        Parameters
        ----------
        start : date
            Day of the event; need not be worked.
        days : int
            Not negative; 0 gives `start`.
        """
        day = start
        for _ in range(days):
            day = self.next_working(day + _DAY)
        return day

    def count(self, start: date, end: date) -> int:
        """Return how many days after `start`, up to and including `end`, are worked; 0 when `end` is not after it."""
        return sum(self.is_working(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))

    def is_decided(self, year: int) -> bool:
        """Tell whether the days off of `year` were announced; otherwise they are worked out by rule."""
        return year in self.decided

    def off_in(self, year: int) -> tuple[DayOff, ...]:
        """Return the holidays, days in lieu and moved days of a year, in order."""
        days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
        return tuple(off for day in days if day.year == year and (off := self.day_off(day)) is not None)

    def tet(self, year: int) -> date:
        """Return the first day of the lunar year that begins in the solar year `year`; 1968 to 2100."""
        return lunar_day(year, 1, 1)

    def with_day_off(self, *days: DayOff) -> WorkingDays:
        """Return a calendar with more days off, for example one that a city's committee has just decided."""
        return replace(self, days_off=self.days_off + days)


def days_by_rule(rules: tuple[HolidayRule, ...], year: int, weekend: tuple[int, ...] = (6, 7)) -> tuple[DayOff, ...]:
    """Work out the days off of a year from the rules of law, days in lieu included; none of them is confirmed.

    Parameters
    ----------
    rules : tuple of HolidayRule
        In any order; a rule that is not in force in `year` is passed over.
    year : int
        Solar year.
    weekend : tuple of int
        ISO weekdays that are not worked.

    Returns
    -------
    tuple of DayOff
        In order of days.
    """
    found: dict[date, DayOff] = {}
    for rule in rules:
        for day in rule.days(year):
            found[day] = DayOff(day, DayKind.HOLIDAY, rule.name, rule.source, confirmed=False)
    for day in sorted(found):
        if day.isoweekday() in weekend:
            free = _free_day(day, found, weekend)
            found[free] = replace(found[day], on=free, kind=DayKind.IN_LIEU, because_of=day)
    return tuple(found[day] for day in sorted(found))


def _free_day(day: date, taken: dict[date, DayOff], weekend: tuple[int, ...]) -> date:
    """Return the next working day, which is where the law puts what fell on a weekend."""
    while day in taken or day.isoweekday() in weekend:
        day += _DAY
    return day


def _onwards(day: date) -> Iterator[date]:
    return (day + timedelta(days=number) for number in range(_FAR))


_WEEKDAYS = (
    Text("thứ Hai", "Monday"),
    Text("thứ Ba", "Tuesday"),
    Text("thứ Tư", "Wednesday"),
    Text("thứ Năm", "Thursday"),
    Text("thứ Sáu", "Friday"),
    Text("thứ Bảy", "Saturday"),
    Text("Chủ nhật", "Sunday"),
)


def weekday_name(day: date) -> Text:
    """Return the name of the day of the week."""
    return _WEEKDAYS[day.weekday()]


def _weekday(day: date) -> Text:
    return Text(f"nghỉ hằng tuần ({weekday_name(day).vi})", f"weekend ({weekday_name(day).en})")


def _why_off(off: DayOff) -> Text:
    vi, en = off.name.vi, off.name.en
    if off.kind is DayKind.IN_LIEU and off.because_of is not None:
        vi, en = f"nghỉ bù {vi} (ngày {off.because_of:%d/%m/%Y})", f"in lieu of {en} ({off.because_of})"
    elif off.kind is DayKind.MOVED_OFF and off.because_of is not None:
        vi, en = f"nghỉ hoán đổi, làm bù ngày {off.because_of:%d/%m/%Y} ({vi})", f"off, {off.because_of} worked ({en})"
    return Text(vi, en) if off.confirmed else Text(f"{vi}, tính theo quy định", f"{en}, by rule")
