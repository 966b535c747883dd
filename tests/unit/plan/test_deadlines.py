from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tongket.model.deadline_rules import parse_deadline_rule
from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.plan.deadlines import Deadline, Extension, Pause, due_day, ends_at, is_late
from tongket.store.calendars import read_holidays

VN = read_holidays()
WORD = Text("chữ", "word")


def deadline(
    start: str, rule: str, *extensions: str, pauses: tuple[Pause, ...] = (), from_start: bool = False
) -> Deadline:
    first = date.fromisoformat(start)
    more = tuple(
        Extension(parse_deadline_rule(each), first, WORD, WORD, from_start and place == 0)
        for place, each in enumerate(extensions)
    )
    return Deadline("d", WORD, first, WORD, parse_deadline_rule(rule), WORD, WORD, more, pauses)


@pytest.mark.parametrize(
    ("start", "rule", "due"),
    [
        # Civil Code, Article 147: the day of the event is not counted
        ("2024-03-04", "days:1", "2024-03-05"),
        # CPC, Article 147: twenty days; the twentieth is Sunday 24 March, so Monday
        ("2024-03-04", "days:20", "2024-03-25"),
        # CPC, Article 134: the same number of the later month, or its last day
        ("2023-11-15", "months:2", "2024-01-15"),
        ("2022-12-30", "months:2", "2023-02-28"),
        ("2023-12-31", "months:2", "2024-02-29"),
        # ... and where that is a day off the next working day: 10 February 2024 is the first day of Tết
        ("2023-12-10", "months:2", "2024-02-15"),
        # working days go round Tết and the swapped Saturday of 4 May 2024
        ("2024-02-07", "working_days:1", "2024-02-15"),
        ("2024-04-26", "working_days:2", "2024-05-03"),
        ("2024-04-26", "working_days:3", "2024-05-04"),
        # a named day stands, even on a Sunday
        ("2024-01-02", "date:2024-01-28", "2024-01-28"),
        ("2023-12-08", "before:2024-01-30", "2024-01-29"),
    ],
)
def test_a_limit_ends_on_the_day_the_law_says(start: str, rule: str, due: str) -> None:
    assert due_day(deadline(start, rule), VN) == date.fromisoformat(due)


def test_a_case_of_the_press_ends_where_its_extension_put_it() -> None:
    # traffic case instituted on 7 May 2025 and, in August, extended by three months (24h.com.vn c46a1692179)
    assert due_day(deadline("2025-05-07", "months:3"), VN) == date(2025, 8, 7)
    assert due_day(deadline("2025-05-07", "months:3", "months:3"), VN) == date(2025, 11, 7)


def test_an_extension_runs_from_the_full_day_not_from_the_day_put_off() -> None:
    # two months from 9 October 2023 are full on Saturday 9 December and end on Monday 11; two more are full on 9
    # February (Tết) and end on the 15th: four months in all, not four and two days
    assert due_day(deadline("2023-10-09", "months:2"), VN) == date(2023, 12, 11)
    assert due_day(deadline("2023-10-09", "months:2", "months:2"), VN) == date(2024, 2, 15)


def test_an_extension_may_count_anew_from_the_start() -> None:
    # CPC, Article 147: twenty days, in a complex matter up to two months from the receipt, once two months more; 4 May
    # 2024 is the Saturday that was worked for 29 April
    assert due_day(deadline("2024-03-04", "days:20", "months:2", from_start=True), VN) == date(2024, 5, 4)
    assert due_day(deadline("2024-03-04", "days:20", "months:2", "months:2", from_start=True), VN) == date(2024, 7, 4)


@pytest.mark.parametrize(("rule", "due"), [("days:20", "2024-04-04"), ("months:1", "2024-04-15")])
def test_suspended_days_do_not_count(rule: str, due: str) -> None:
    # eleven days, 10 to 20 March
    pause = Pause(date(2024, 3, 10), date(2024, 3, 21), WORD)
    assert due_day(deadline("2024-03-04", rule, pauses=(pause,)), VN) == date.fromisoformat(due)


@pytest.mark.parametrize("rule", ["days:20", "working_days:15", "months:1"])
def test_a_suspended_limit_has_no_last_day(rule: str) -> None:
    assert due_day(deadline("2024-03-04", rule, "days:5", pauses=(Pause(date(2024, 3, 10), None, WORD),)), VN) is None


def test_a_suspension_after_the_end_changes_nothing() -> None:
    pause = Pause(date(2024, 5, 1), None, WORD)
    assert due_day(deadline("2024-03-04", "months:1", pauses=(pause,)), VN) == date(2024, 4, 4)


def test_a_suspension_cannot_end_before_it_began() -> None:
    with pytest.raises(DefinitionError, match="cannot end before it began"):
        Pause(date(2024, 5, 1), date(2024, 4, 1), WORD)


def test_a_deadline_ends_at_midnight_local_time() -> None:
    end = ends_at(date(2024, 1, 29), ZoneInfo("Asia/Ho_Chi_Minh"))
    assert end.isoformat() == "2024-01-30T00:00:00+07:00"


def test_what_is_due_today_is_not_late_yet() -> None:
    due = date(2024, 1, 29)
    assert [is_late(due, date(2024, 1, day)) for day in (28, 29, 30)] == [False, False, True]
    assert not is_late(None, date(2024, 1, 30))
