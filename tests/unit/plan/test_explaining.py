from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plan.test_deadlines import VN, WORD, deadline
from tongket.model.working_days import DayKind
from tongket.plan.deadlines import Pause, due_day
from tongket.plan.explaining import explain, explanation_lines

PAUSE = Pause(date(2024, 3, 10), date(2024, 3, 21), WORD)
rules = st.one_of(
    st.builds("days:{}".format, st.integers(1, 60)),
    st.builds("working_days:{}".format, st.integers(1, 40)),
    st.builds("months:{}".format, st.integers(1, 4)),
)


@given(start=st.dates(date(2022, 1, 1), date(2027, 6, 30)), rule=rules, more=st.lists(rules, max_size=2))
def test_every_day_is_listed_once_and_the_numbers_run_without_gap(start: date, rule: str, more: list[str]) -> None:
    asked = deadline(start.isoformat(), rule, *more)
    said = explain(asked, VN)
    due = due_day(asked, VN)
    assert due is not None
    days = [day.on for day in said.days]
    assert days == [start + timedelta(days=number) for number in range((due - start).days + 1)]
    numbers = [day.number for day in said.days if day.number is not None]
    # each stretch counts from one
    assert numbers[0] == 1
    assert all(after == before + 1 or after == 1 for before, after in itertools.pairwise(numbers))


@given(start=st.dates(date(2022, 1, 1), date(2026, 6, 30)), number=st.integers(1, 40))
def test_a_day_counts_exactly_when_it_is_worked(start: date, number: int) -> None:
    said = explain(deadline(start.isoformat(), f"working_days:{number}"), VN)
    for day in said.days[1:]:
        assert (day.number is not None) == VN.is_working(day.on)
    assert said.days[-1].number == number


def test_a_holiday_gives_its_reason_and_source() -> None:
    said = explain(deadline("2024-02-05", "working_days:5"), VN)
    by_day = {day.on: day for day in said.days}
    assert by_day[date(2024, 2, 13)].why.vi == "không tính: nghỉ bù Tết Nguyên đán (ngày 10/02/2024)"
    assert by_day[date(2024, 2, 13)].source is not None
    assert VN.reason(date(2024, 2, 13)).kind is DayKind.IN_LIEU


def test_calendar_days_count_weekends_and_say_so() -> None:
    lines = explanation_lines(explain(deadline("2023-12-20", "days:60"), VN), "en")
    assert "2023-12-23  Saturday      3  counted all the same: weekend (Saturday)" in lines
    assert lines[1] == "Ends at 24:00 on Monday, 2024-02-19."
    assert lines[-2].startswith("2024-02-18  Sunday       60  60 days full; would end on a day off, runs on")
    assert lines[-1] == "2024-02-19  Monday           last day, ends at 24:00"


def test_who_extended_it_and_why_it_was_suspended_are_said() -> None:
    lines = explanation_lines(explain(deadline("2024-03-04", "days:20", "days:5", pauses=(PAUSE,)), VN), "vi")
    assert "Gia hạn 5 ngày ngày 04/03/2024, chữ: chữ." in lines
    assert "Tạm dừng từ 10/03/2024 đến trước 21/03/2024: chữ." in lines
    assert any("11/03/2024" in line and "không tính, tạm dừng: chữ" in line for line in lines)
    assert any("đủ 5 ngày (gia hạn: chữ)" in line for line in lines)


def test_a_suspended_limit_explains_that_it_has_no_end() -> None:
    asked = deadline("2024-03-04", "months:1", pauses=(Pause(date(2024, 3, 10), None, WORD),))
    lines = explanation_lines(explain(asked, VN), "vi")
    assert lines[1] == "Đang tạm dừng, chưa có ngày hết hạn."
    assert lines[-1].endswith("không tính, tạm dừng: chữ")


def test_days_that_were_not_announced_are_called_so() -> None:
    known, unknown = (explain(deadline(start, "days:7"), VN).notes for start in ("2026-01-29", "2027-01-29"))
    assert not any("chưa có thông báo" in note.vi for note in known)
    assert any("2027 chưa có thông báo chính thức" in note.vi for note in unknown)


def test_a_named_day_is_not_counted_to() -> None:
    said = explain(deadline("2023-12-08", "before:2024-01-30"), VN)
    assert [day.on for day in said.days] == [date(2023, 12, 8), date(2024, 1, 29)]
    assert said.days[-1].why.vi == "ngày được ấn định (trước ngày 30/01/2024); ngày cuối cùng, hết hạn lúc 24 giờ"


def test_a_length_that_counts_anew_replaces_the_first() -> None:
    said = explain(deadline("2024-03-04", "days:20", "months:2", from_start=True), VN)
    numbers = [day.number for day in said.days if day.number is not None]
    assert numbers == list(range(1, 62))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_first_lines_say_what_until_when_by_whom(language: str) -> None:
    lines = explanation_lines(explain(deadline("2024-03-04", "days:20"), VN), language)  # type: ignore[arg-type]
    assert lines[0] == f"d: {WORD.in_language(language)}"  # type: ignore[arg-type]
    assert "2024" in lines[1]
