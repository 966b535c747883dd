"""Deadlines agree with plain Python, and move only in the ways the law allows."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import plan_deadlines as plain
from tongket.model.deadline_rules import DeadlineRule, Unit
from tongket.model.tables import SEVERITIES
from tongket.model.text import Text
from tongket.model.working_days import DayKind, DayOff, WorkingDays
from tongket.plan.clocks import clocks_of
from tongket.plan.deadlines import Deadline, Extension, Pause, add_months, due_day

FIRST = date(2023, 1, 1)
SPAN = [FIRST + timedelta(days=number) for number in range(3000)]
WORD = Text("x", "x")

days = st.dates(date(2023, 1, 1), date(2024, 12, 31))
limits = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["days", "working_days"]), st.integers(1, 60)),
        st.tuples(st.just("months"), st.integers(1, 5)),
    ),
    min_size=1,
    max_size=3,
)
holidays = st.sets(days, max_size=40)


@st.composite
def pauses(draw: st.DrawFn) -> list[tuple[date, date | None]]:
    """Draw suspensions that follow one another; the last may still run."""
    edges = sorted(draw(st.sets(days, max_size=5)))
    found: list[tuple[date, date | None]] = list(zip(edges[::2], edges[1::2], strict=False))
    if len(edges) % 2:
        found.append((edges[-1], None))
    return found


def calendar(off: set[date]) -> WorkingDays:
    return WorkingDays("drawn", tuple(DayOff(day, DayKind.HOLIDAY, WORD, WORD) for day in sorted(off)))


def deadline(
    start: date, limits: list[tuple[str, int]], pauses: list[tuple[date, date | None]] | None = None
) -> Deadline:
    rules = [DeadlineRule(Unit(unit), amount) for unit, amount in limits]
    extensions = tuple(Extension(rule, start, WORD, WORD) for rule in rules[1:])
    stops = tuple(Pause(first, again, WORD) for first, again in pauses or [])
    return Deadline("x", WORD, start, WORD, rules[0], WORD, WORD, extensions, stops)


@settings(max_examples=150)
@given(start=days, limits=limits, off=holidays, pauses=pauses())
def test_due_day_agrees_with_plain_python(
    start: date, limits: list[tuple[str, int]], off: set[date], pauses: list[tuple[date, date | None]]
) -> None:
    not_worked = {day for day in SPAN if day.isoweekday() > 5} | off
    assert due_day(deadline(start, limits, pauses), calendar(off)) == plain.due(start, limits, not_worked, pauses)


@given(start=days, limits=limits, off=holidays, more=holidays)
def test_another_day_off_never_shortens(
    start: date, limits: list[tuple[str, int]], off: set[date], more: set[date]
) -> None:
    before, after = (due_day(deadline(start, limits), calendar(each)) for each in (off, off | more))
    assert before is not None
    assert after is not None
    assert before <= after


@given(start=days, first=st.integers(1, 60), second=st.integers(1, 60), off=holidays)
def test_working_days_add_up(start: date, first: int, second: int, off: set[date]) -> None:
    worked = calendar(off)
    assert worked.add(worked.add(start, first), second) == worked.add(start, first + second)
    assert worked.count(start, worked.add(start, first)) == first


@given(start=days, limits=limits, off=holidays)
def test_a_limit_never_ends_on_a_day_off(start: date, limits: list[tuple[str, int]], off: set[date]) -> None:
    worked = calendar(off)
    due = due_day(deadline(start, limits), worked)
    assert due is not None
    assert worked.is_working(due)
    assert due > start


@given(start=days, limits=limits, pause=st.tuples(days, st.integers(0, 90)))
def test_a_suspension_never_shortens(start: date, limits: list[tuple[str, int]], pause: tuple[date, int]) -> None:
    stopped = deadline(start, limits, [(pause[0], pause[0] + timedelta(days=pause[1]))])
    before, after = (due_day(each, calendar(set())) for each in (deadline(start, limits), stopped))
    assert before is not None
    assert after is not None
    assert before <= after


@given(start=days, amount=st.integers(1, 24))
def test_months_end_on_the_same_number_or_the_last_of_the_month(start: date, amount: int) -> None:
    end = add_months(start, amount)
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == amount


@st.composite
def courses(draw: st.DrawFn) -> tuple[date, list[tuple[str, date]]]:
    """Draw a case: the day it was recorded, and events on different days after it, in any order of kinds."""
    recorded = draw(st.dates(date(2023, 1, 1), date(2023, 12, 31)))
    on = sorted(draw(st.sets(st.integers(0, 400), max_size=8)))
    names = ("instituted", "extended", "suspended", "resumed", "concluded", "charged", "transferred")
    return recorded, [(draw(st.sampled_from(names)), recorded + timedelta(days=number)) for number in on]


@settings(max_examples=150)
@given(severity=st.sampled_from(SEVERITIES), course=courses(), off=holidays)
def test_the_clocks_of_a_case_agree_with_plain_python(
    severity: str, course: tuple[date, list[tuple[str, date]]], off: set[date]
) -> None:
    recorded, events = course
    not_worked = {day for day in SPAN if day.isoweekday() > 5} | off
    worked = calendar(off)
    found = [
        (clock.clock.id, due_day(clock.deadline, worked), clock.ended_on)
        for clock in clocks_of("C", "1", severity, recorded, events, worked)
    ]
    assert found == plain.case_course(severity, recorded, events, not_worked)
