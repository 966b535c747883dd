from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.plan.deadline_books import AS_OF, directive, engine, petition
from tests.unit.plan.test_deadlines import VN, WORD, deadline
from tongket.model.text import Text
from tongket.model.working_days import DayKind, DayOff
from tongket.plan.deadlines import Extension, Pause
from tongket.plan.deadlines_book import all_deadlines
from tongket.plan.moved import moved_between, moved_by_calendar

MOURNING = DayOff(date(2024, 3, 13), DayKind.HOLIDAY, Text("Ngày nghỉ của thành phố", "City holiday"), WORD)
WITH_DAY = VN.with_day_off(MOURNING)


def test_a_new_day_off_moves_what_is_open_and_says_which_day() -> None:
    asked = {"OPEN": deadline("2024-03-04", "working_days:10"), "MONTHS": deadline("2024-03-04", "months:1")}
    (moved,) = moved_by_calendar(asked, VN, WITH_DAY, date(2024, 3, 10))
    assert (moved.id, moved.was, moved.due_on) == ("OPEN", date(2024, 3, 18), date(2024, 3, 19))
    assert [why.vi for why in moved.why] == ["Ngày 13/03/2024: trước là ngày làm việc, nay là Ngày nghỉ của thành phố."]


def test_a_limit_that_ends_on_the_new_day_off_moves() -> None:
    (moved,) = moved_by_calendar({"X": deadline("2024-02-13", "months:1")}, VN, WITH_DAY, date(2024, 3, 10))
    assert (moved.was, moved.due_on) == (date(2024, 3, 13), date(2024, 3, 14))


def test_what_had_ended_does_not_move_any_more() -> None:
    asked = {"OLD": deadline("2024-03-04", "working_days:10")}
    assert moved_by_calendar(asked, VN, WITH_DAY, date(2024, 3, 20)) == ()
    assert len(moved_by_calendar(asked, VN, WITH_DAY, date(2024, 3, 19))) == 1


def test_a_suspended_limit_is_not_moved_by_the_calendar() -> None:
    still = deadline("2024-03-04", "working_days:10", pauses=(Pause(date(2024, 3, 5), None, WORD),))
    assert moved_by_calendar({"X": still}, VN, WITH_DAY, date(2024, 3, 10)) == ()


def test_between_two_days_the_log_says_what_was_decided() -> None:
    base = deadline("2024-03-04", "months:1")
    more = Extension(base.rule, date(2024, 3, 20), Text("Viện kiểm sát", "the procuracy"), WORD)
    pause = Pause(date(2024, 3, 10), date(2024, 3, 12), WORD)
    before = {"A": base, "B": base, "C": base, "D": base, "GONE": base, "E": replace(base, extensions=(more,))}
    after = {
        "A": replace(base, extensions=(more,)),
        "B": replace(base, pauses=(pause,)),
        "C": replace(base, start=date(2024, 3, 6)),
        "D": base,
        "NEW": base,
        "E": base,
    }
    found = {moved.id: [why.en for why in moved.why] for moved in moved_between(before, after, VN)}
    assert found == {
        "A": ["Extended by 1 month on 2024-03-20, the procuracy."],
        "B": ["Suspended from 2024-03-10 until 2024-03-12."],
        "C": ["The register was corrected: was 1 month from 2024-03-04, is 1 month from 2024-03-06."],
        "E": ["The register dropped an extension or a suspension."],
    }


def test_a_suspension_leaves_no_last_day() -> None:
    base = deadline("2024-03-04", "months:1")
    still = replace(base, pauses=(Pause(date(2024, 3, 10), None, WORD),))
    (moved,) = moved_between({"A": base}, {"A": still}, VN)
    assert (moved.was, moved.due_on) == (date(2024, 4, 4), None)
    assert moved.why[0].vi == "Tạm dừng từ 10/03/2024."


def test_a_corrected_register_moves_the_deadlines_of_its_records() -> None:
    before = engine(directives=[directive("D1")], petitions=[petition("K1")])
    after = engine(directives=[directive("D1", due_on=date(2024, 4, 15))], petitions=[petition("K1")])
    sides = [{str(key[1]): made for key, made in all_deadlines(each, AS_OF, VN).items()} for each in (before, after)]
    assert [moved.id for moved in moved_between(sides[0], sides[1], VN)] == ["D1"]
