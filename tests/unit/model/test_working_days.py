from __future__ import annotations

from datetime import date

import pytest

from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.model.working_days import DayKind, DayOff, HolidayRule, WorkedDay, WorkingDays, days_by_rule

FESTIVAL = Text("Ngày hội", "Festival")
LETTER = Text("Công văn 1", "Letter 1")
PLAIN = WorkingDays("plain", ())
# Friday 5 April 2024 is free, Saturday 13 April is worked instead
SWAPPED = WorkingDays(
    "swapped",
    (DayOff(date(2024, 4, 5), DayKind.MOVED_OFF, FESTIVAL, LETTER, because_of=date(2024, 4, 13)),),
    (WorkedDay(date(2024, 4, 13), date(2024, 4, 5), FESTIVAL, LETTER),),
)


def rule(**changes: object) -> HolidayRule:
    return HolidayRule(**{"id": "f", "name": FESTIVAL, "source": LETTER, "month": 9, "day": 2, **changes})  # type: ignore[arg-type]


def test_weekend_is_not_worked() -> None:
    assert [PLAIN.is_working(date(2024, 4, day)) for day in range(5, 9)] == [True, False, False, True]


def test_swap_frees_one_day_and_works_another() -> None:
    assert not SWAPPED.is_working(date(2024, 4, 5))
    assert SWAPPED.is_working(date(2024, 4, 13))


def test_working_days_after_a_start_do_not_count_the_start() -> None:
    assert PLAIN.add(date(2024, 4, 1), 1) == date(2024, 4, 2)
    assert SWAPPED.add(date(2024, 4, 4), 6) == date(2024, 4, 13)


def test_count_is_the_inverse_of_add() -> None:
    assert SWAPPED.count(date(2024, 4, 4), date(2024, 4, 13)) == 6
    assert SWAPPED.count(date(2024, 4, 4), date(2024, 4, 4)) == 0


def test_next_working_day_is_the_day_itself_when_worked() -> None:
    assert PLAIN.next_working(date(2024, 4, 8)) == date(2024, 4, 8)
    assert PLAIN.next_working(date(2024, 4, 6)) == date(2024, 4, 8)


@pytest.mark.parametrize(
    ("day", "kind", "vi", "en"),
    [
        (date(2024, 4, 5), DayKind.MOVED_OFF, "làm bù ngày 13/04/2024", "2024-04-13 worked"),
        (date(2024, 4, 13), DayKind.MOVED_ON, "làm bù cho ngày 05/04/2024", "in place of 2024-04-05"),
        (date(2024, 4, 6), DayKind.WEEKEND, "thứ Bảy", "Saturday"),
        (date(2024, 4, 8), DayKind.WORKING, "ngày làm việc", "working day"),
    ],
)
def test_every_day_says_why(day: date, kind: DayKind, vi: str, en: str) -> None:
    reason = SWAPPED.reason(day)
    assert reason.kind is kind
    assert vi in reason.text.vi
    assert en in reason.text.en


def test_what_falls_on_a_weekend_is_made_up_for_on_the_next_working_day() -> None:
    days = days_by_rule((rule(),), 2018)  # 2 September 2018 was a Sunday
    assert [(day.on, day.kind) for day in days] == [
        (date(2018, 9, 2), DayKind.HOLIDAY),
        (date(2018, 9, 3), DayKind.IN_LIEU),
    ]


def test_two_days_on_one_weekend_are_made_up_for_one_after_the_other() -> None:
    days = days_by_rule((rule(length=2),), 2023)  # Saturday 2 and Sunday 3 September 2023
    assert [day.on.day for day in days] == [2, 3, 4, 5]


def test_a_rule_speaks_only_for_its_years() -> None:
    assert rule(first_year=2021).days(2020) == ()
    assert rule(last_year=2020).days(2021) == ()


def test_days_worked_out_by_rule_say_so() -> None:
    calendar = WorkingDays("ruled", (), rules=(rule(),))
    reason = calendar.reason(date(2027, 9, 2))
    assert not reason.confirmed
    assert reason.text == Text("Ngày hội, tính theo quy định", "Festival, by rule")


def test_a_decided_year_does_not_follow_the_rules() -> None:
    calendar = WorkingDays("decided", (), rules=(rule(),), decided=(2027,))
    assert calendar.is_working(date(2027, 9, 2))
    assert not calendar.is_working(date(2026, 9, 2))


def test_a_day_is_off_once() -> None:
    twice = DayOff(date(2024, 4, 5), DayKind.HOLIDAY, FESTIVAL, LETTER)
    with pytest.raises(DefinitionError, match="2024-04-05 is given twice"):
        SWAPPED.with_day_off(twice)


def test_a_week_must_have_a_working_day() -> None:
    with pytest.raises(DefinitionError, match="leaves one worked"):
        WorkingDays("none", (), weekend=(1, 2, 3, 4, 5, 6, 7))


def test_no_working_day_for_months_is_refused() -> None:
    off = tuple(
        DayOff(date(2024, month, day), DayKind.HOLIDAY, FESTIVAL, LETTER) for month in (1, 2, 3) for day in range(1, 30)
    )
    nearly = WorkingDays("off", off, weekend=(1, 2, 3, 4, 6, 7))
    with pytest.raises(DefinitionError, match="no day is worked within"):
        nearly.next_working(date(2024, 1, 1))
