from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tongket.engines.reference import ReferenceEngine
from tongket.plan.draw import draw_units, weigh
from tongket.plan.inspections import (
    Inspection,
    cover,
    follow_up,
    last_inspected,
    listed_units,
    plan_progress,
    read_inspections,
)
from tongket.plan.inspections_items import items
from tongket.plan.inspections_text import chances_table, coverage_table, draw_table, follow_up_table, plan_table
from tongket.plan.items import State
from tongket.store.shipped import read_area_set

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
APPROVED = date(2023, 12, 18)


def scheduled(number: int, month: int, done: date | None = None, approved: date = APPROVED, **more) -> Inspection:
    return Inspection(f"TT-{number}", f"Đơn vị {number}", "scheduled", approved, date(2024, month, 10), done, **more)


REGISTER = (
    scheduled(1, 2, date(2024, 2, 10), findings=4, violations=1, recommendations=3, carried_out=3),
    scheduled(2, 3, date(2024, 4, 2), recommendations=2, carried_out=1, recheck_due_on=date(2024, 6, 1)),
    scheduled(3, 5),
    scheduled(4, 11),
    scheduled(5, 6, date(2024, 6, 10), approved=date(2024, 5, 2)),
    scheduled(6, 12, approved=date(2024, 9, 1)),
    Inspection("ĐX-1", "Đơn vị 1", "ad_hoc", date(2024, 3, 1), None, date(2024, 3, 4), findings=1),
)


def engine() -> ReferenceEngine:
    return ReferenceEngine({"inspections": [vars(each) for each in REGISTER]})


def test_per_cent_is_of_the_plan_approved_by_its_day() -> None:
    progress = plan_progress(REGISTER, *YEAR, as_of=date(2024, 7, 1), plan_on=date(2024, 1, 1))
    assert progress.share == Fraction(2, 4)
    assert (len(progress.due), len(progress.due_done)) == (3, 2)
    assert [each.inspection_id for each in progress.overdue] == ["TT-3"]
    assert [each.inspection_id for each in progress.late] == ["TT-2"]
    assert [each.inspection_id for each in progress.added_done] == ["TT-5"]
    assert len(progress.ad_hoc) == 1


def test_what_was_approved_later_is_added_apart_or_not_known_yet() -> None:
    early = plan_progress(REGISTER, *YEAR, as_of=date(2024, 7, 1), plan_on=date(2024, 1, 1))
    assert [each.inspection_id for each in early.added] == ["TT-5"]
    later = plan_progress(REGISTER, *YEAR, as_of=date(2024, 12, 1))
    assert (later.share, len(later.added)) == (Fraction(3, 6), 0)
    assert [each.inspection_id for each in later.supplemented] == ["TT-5", "TT-6"]
    assert early.supplemented == ()


def test_an_inspection_done_after_the_day_is_not_done_on_it() -> None:
    progress = plan_progress(REGISTER, *YEAR, as_of=date(2024, 3, 20))
    assert progress.share == Fraction(1, 4)
    assert plan_progress((), *YEAR, as_of=date(2024, 3, 20)).share is None


def test_coverage_names_units_never_seen_and_units_missing_from_the_list() -> None:
    coverage = cover(REGISTER, ("Đơn vị 1", "Đơn vị 2", "Đơn vị 9"), *YEAR)
    assert coverage.share == Fraction(2, 3)
    assert [(each.scheduled, each.ad_hoc) for each in coverage.units] == [(1, 1), (1, 0), (0, 0)]
    assert coverage.units[0].last_on == date(2024, 3, 4)
    assert [each.unit for each in coverage.never] == ["Đơn vị 9"]
    assert coverage.unlisted == ("Đơn vị 5",)


def test_follow_up_counts_re_checks_only_when_due() -> None:
    follow = follow_up(REGISTER, *YEAR, as_of=date(2024, 7, 1))
    assert (follow.inspections, follow.recommendations, follow.carried_out) == (4, 5, 4)
    assert (follow.to_recheck, follow.rechecked, follow.overdue) == (1, 0, 1)
    assert follow_up(REGISTER, *YEAR, as_of=date(2024, 6, 1)).to_recheck == 0  # the day itself is still in time


def test_items_are_the_plan_and_the_re_checks() -> None:
    states = {each.id: each.state for each in items(engine(), date(2024, 11, 1))}
    assert states == {
        "TT-1": State.MET,
        "TT-2": State.MET,
        "TT-2/recheck": State.LATE,
        "TT-3": State.LATE,
        "TT-4": State.DUE_SOON,
        "TT-5": State.MET,
        "TT-6": State.ON_THE_WAY,
    }
    open_ = items(engine(), date(2024, 11, 1), since=date(2024, 11, 1))
    assert {each.id for each in open_} == {"TT-2/recheck", "TT-3", "TT-4", "TT-6"}
    assert all(each.why.vi.endswith(".") and each.why.en.endswith(".") for each in open_)


def test_a_re_check_made_is_met_on_its_day() -> None:
    row = vars(scheduled(7, 1, date(2024, 1, 10), recheck_due_on=date(2024, 7, 1), rechecked_on=date(2024, 7, 5)))
    found = {each.id: each for each in items(ReferenceEngine({"inspections": [row]}), date(2024, 8, 1))}
    assert found["TT-7/recheck"].was_late
    before = {each.id: each for each in items(ReferenceEngine({"inspections": [row]}), date(2024, 7, 2))}
    assert before["TT-7/recheck"].state is State.LATE


def test_a_seal_without_the_register_has_no_items() -> None:
    assert items(ReferenceEngine({}), YEAR[1]) == ()
    assert read_inspections(engine(), date(2024, 4, 1))[1].done_on is None


def test_list_holds_every_unit_of_register_and_map() -> None:
    units = listed_units(REGISTER, read_area_set("can-tho"), date(2024, 7, 1))
    assert {"Đơn vị 3", "Công an quận Ninh Kiều", "Công an huyện Phong Điền"} <= set(units)
    assert "Công an phường Cái Khế" in listed_units((), read_area_set("can-tho"), date(2025, 7, 2))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_tables_have_a_cell_for_every_column(language) -> None:
    units = listed_units(REGISTER, None, YEAR[1])
    draw = draw_units(weigh(units, last_inspected(REGISTER, YEAR[1]), YEAR[1]), 2, "583920", as_of=YEAR[1])
    tables = (
        plan_table(plan_progress(REGISTER, *YEAR, as_of=YEAR[1])),
        coverage_table(cover(REGISTER, units, *YEAR)),
        follow_up_table(follow_up(REGISTER, *YEAR, as_of=YEAR[1])),
        chances_table(draw),
        draw_table(draw),
    )
    for table in tables:
        assert table.rows
        assert all(len(row) == len(table.head) for row in table.texts(language))
    shown = dict(row[:2] for row in tables[0].texts(language))
    assert ("50,0%" if language == "vi" else "50.0%") in {row[2] for row in tables[0].texts(language)}
    assert "6" in shown.values()
