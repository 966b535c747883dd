"""Targets: the days they count, per cent of what, met or missed, and change targets by the figure's own rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.unit.plan.target_books import (
    MONTHS,
    NINH_KIEU,
    O_MON,
    cases,
    context,
    counts,
    judged,
    progress,
    seal,
    target,
)
from tongket.engines.reference import ReferenceEngine
from tongket.model.errors import FigureError
from tongket.model.periods import CALENDARS
from tongket.model.text import Text
from tongket.plan.assessing import assess
from tongket.plan.items import State
from tongket.plan.percentages import DenominatorKind, Percentage
from tongket.plan.target_counts import TargetCounts
from tongket.plan.target_words import chance_of, chance_text, goal_text, standing_text, state_text, target_items
from tongket.plan.targets import counts_from, read_targets, with_sums


@pytest.mark.parametrize(
    ("assigned", "due", "first"),
    [
        (date(2024, 1, 5), date(2024, 12, 31), date(2023, 12, 15)),  # the year, though due in the next one
        (date(2024, 4, 20), date(2024, 12, 14), date(2023, 12, 15)),  # the paper came in April
        (date(2024, 7, 1), date(2024, 9, 30), date(2024, 7, 1)),  # a quarter counts from the day it was given
        (date(2023, 11, 1), date(2024, 12, 14), date(2023, 12, 15)),
    ],
)
def test_target_counts_from_the_first_day_of_its_year(assigned: date, due: date, first: date) -> None:
    assert counts_from(assigned, due, CALENDARS["mps"]) == first


def test_percentage_cannot_be_built_without_saying_of_what() -> None:
    with pytest.raises(FigureError, match="of what"):
        Percentage(1, 2, DenominatorKind.OWN)
    with pytest.raises(FigureError, match="above 0"):
        Percentage(1, 0, DenominatorKind.ISSUED)


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (70500, 70500, "100% chỉ tiêu được giao"),
        (99996, 100000, "100,00% chỉ tiêu được giao"),
        (1021, 1000, "102,1% chỉ tiêu được giao"),
        (2, 3, "66,7% chỉ tiêu được giao"),
    ],
)
def test_percentage_prints_of_what_and_is_never_clipped(numerator: int, denominator: int, printed: str) -> None:
    assert Percentage(numerator, denominator, DenominatorKind.ASSIGNED_TARGET).text("vi") == printed


def test_only_more_than_a_whole_is_an_alarm() -> None:
    assert Percentage(11, 10, DenominatorKind.ISSUED).is_alarm
    assert not Percentage(10, 10, DenominatorKind.ISSUED).is_alarm
    assert not Percentage(11, 10, DenominatorKind.LAST_YEAR).is_alarm
    assert not Percentage(11, 10, DenominatorKind.ASSIGNED_CEILING).is_alarm
    assert not Percentage(11, 10, DenominatorKind.OWN, Text("số vụ", "cases")).is_alarm


def test_unit_targets_add_up_to_the_whole() -> None:
    rows = [target("T-1", area=NINH_KIEU, value=Decimal(700)), target("T-2", area=O_MON, value=Decimal(500))]
    counting = counts(date(2024, 6, 30), targets=rows, progress=progress([100] * 5))
    (whole,) = with_sums(counting.targets[:2], "92")
    assert (whole.value, whole.parts, whole.area) == (Decimal(1200), ("T-1", "T-2"), "92")


def test_the_whole_s_own_target_is_not_added_to_its_units_ones() -> None:
    rows = [target("T-0"), target("T-1", area=NINH_KIEU)]
    counting = counts(date(2024, 6, 30), targets=rows)
    assert [each.id for each in with_sums(counting.targets, "92")] == ["T-0"]


def test_target_is_not_known_before_it_is_assigned() -> None:
    counting = counts(date(2024, 6, 30), targets=[target("T-0"), target("T-1", assigned_on=date(2024, 7, 1))])
    assert {each.id for each in counting.targets} == {"T-0"}


def test_number_is_met_in_the_month_it_is_reached() -> None:
    found = judged(date(2024, 12, 20), targets=[target("T")], progress=progress([110] * 12))["T"]
    assert (found.state, found.met_on) == (State.MET, date(2024, 11, 14))
    assert found.percentage is not None
    assert found.percentage.text("en") == "110% of the assigned target"
    assert found.alarm


def test_number_missed_is_late_after_its_day() -> None:
    tables = {"targets": [target("T")], "progress": progress([90] * 12)}
    assert judged(date(2024, 12, 31), **tables)["T"].state is State.DUE_SOON
    late = judged(date(2025, 1, 1), **tables)["T"]
    assert (late.state, late.days_left, late.pace) == (State.LATE, -1, None)


def test_what_is_reported_after_the_day_of_the_board_is_not_counted() -> None:
    found = judged(date(2024, 6, 20), date(2025, 1, 5), targets=[target("T")], progress=progress([100] * 12))["T"]
    assert found.reached is not None
    assert (found.reached.value, found.until) == (600, date(2024, 6, 14))


def test_pace_of_a_number_on_a_straight_path() -> None:
    pace = judged(date(2024, 6, 20), targets=[target("T")], progress=progress([100, 95, 105, 98, 102, 100]))["T"].pace
    assert pace is not None
    assert pace.path == "straight"
    # 183 of the 383 days from 15 December 2023 to 31 December 2024 are over
    assert pace.expected_now == pytest.approx(1200 * 183 / 383)
    assert pace.weekly_needed == pytest.approx(600 * 7 / 200)
    assert pace.weekly_so_far == pytest.approx(600 * 7 / 183)
    assert pace.projection is not None
    assert pace.projection.probability is not None
    assert pace.projection.probability > 0.8


def test_two_earlier_years_give_the_path() -> None:
    early = [30] * 6 + [170] * 6
    rows = [row for year in (2022, 2023) for row in progress(early, year=year)]
    found = judged(date(2024, 6, 20), targets=[target("T")], progress=[*rows, *progress([30, 31, 29, 30, 32, 28])])["T"]
    assert found.pace is not None
    assert (found.pace.path, found.pace.expected_now) == ("seasonal", pytest.approx(1200 * 0.15))
    assert found.pace.projection is not None
    assert found.pace.projection.expected == pytest.approx(1200, rel=0.01)


def test_one_earlier_year_is_no_season() -> None:
    rows = [*progress([30] * 6 + [170] * 6, year=2023), *progress([30] * 6)]
    pace = judged(date(2024, 6, 20), targets=[target("T")], progress=rows)["T"].pace
    assert pace is not None
    assert pace.path == "straight"


def test_change_target_is_a_share_of_last_years_figure() -> None:
    last = cases({date(2023, 3, 1): 60, date(2023, 9, 1): 41})
    now = cases({date(2024, 3, 1): 57})
    row = target(
        "T",
        indicator="recorded.social_order",
        stage=None,
        denominator_kind="last_year",
        due_on=date(2024, 12, 14),
        value=Decimal("0.95"),
    )
    found = judged(date(2024, 6, 30), targets=[row], cases=last + now)["T"]
    # 95 % of 101 cases is 95.95: 95 cases keep it, 96 do not
    assert (found.goal, found.at_most) == (Decimal(95), True)
    assert goal_text(found).en == "at most 95% of the same period of last year (95 cases)"
    assert found.percentage is not None
    assert found.percentage.text("en") == "95% of the same days of last year"
    assert found.state is State.ON_THE_WAY


def test_ceiling_that_is_passed_is_late_before_its_day() -> None:
    row = target("T", indicator="recorded.social_order", stage=None, due_on=date(2024, 12, 14), value=Decimal(50))
    found = judged(date(2024, 6, 30), targets=[row], cases=cases({date(2024, 3, 1): 51}))["T"]
    assert (found.state, found.days_left, found.is_met) == (State.LATE, 167, False)
    assert found.percentage is not None
    assert found.percentage.kind is DenominatorKind.ASSIGNED_CEILING


def test_ceiling_is_met_on_its_day_not_before() -> None:
    row = target("T", indicator="recorded.social_order", stage=None, due_on=date(2024, 12, 14), value=Decimal(60))
    tables = {"targets": [row], "cases": cases({date(2024, 3, 1): 51})}
    assert judged(date(2024, 12, 13), **tables)["T"].state is State.DUE_SOON
    assert judged(date(2024, 12, 14), **tables)["T"].met_on == date(2024, 12, 14)


def test_rate_is_the_figure_of_the_count_room() -> None:
    recorded = {date(2024, month, 1): 10 for month in range(1, 7)}
    row = target(
        "T", indicator="clearance_period.social_order", stage=None, due_on=date(2024, 12, 14), value=Decimal("0.75")
    )
    found = judged(date(2024, 6, 30), targets=[row], cases=cases(recorded, cleared=45))["T"]
    assert found.reached is not None
    assert (found.reached.numerator, found.reached.denominator) == (45, 60)
    assert found.percentage is not None
    assert found.percentage.text("en") == "75% of recorded cases of crime against social order"
    assert found.state is State.ON_THE_WAY  # a rate can still fall
    assert found.pace is not None
    assert found.pace.projection is not None
    assert found.pace.weekly_needed is None


def test_share_of_those_issued_counts_from_the_first_report_on() -> None:
    rows = [*progress([50] * 12, "issued", year=2023), *progress([50] * 6, "issued")]
    rows += [*progress([10] * 12, "activated", year=2023), *progress([95] * 6, "activated")]
    row = target("T", stage="activated", denominator_kind="issued", value=Decimal("0.8"))
    found = judged(date(2024, 6, 20), targets=[row], progress=rows)["T"]
    assert found.percentage is not None
    assert (found.percentage.numerator, found.percentage.denominator) == (690, 900)
    assert (found.target.counts_from, found.is_met, found.pace) == (date(2023, 1, 14), False, None)


def test_target_that_nothing_counts_says_so() -> None:
    found = judged(date(2024, 6, 20), targets=[target("T", indicator="drones", stage=None)])["T"]
    assert (found.reached, found.is_met) == (None, None)
    assert standing_text(found).en == "Nothing is counted that it could be judged by."


def test_unit_of_former_days_is_not_judged_after_its_end() -> None:
    row = target("T", area=NINH_KIEU, assigned_on=date(2025, 1, 5), due_on=date(2025, 12, 31))
    found = judged(date(2025, 9, 1), targets=[row], progress=progress([100] * 8, year=2025))["T"]
    assert found.reached is None
    assert found.state is State.ON_THE_WAY


def test_item_says_how_likely_it_is_to_be_met() -> None:
    found = judged(date(2024, 6, 20), targets=[target("T")], progress=progress([50] * 6))
    (item,) = target_items(found.values())
    assert item.chance is not None
    assert item.chance < 0.01
    assert "probability to meet it under 1%" in item.why.en
    assert "khả năng đạt dưới 1%" in item.why.vi


@pytest.mark.parametrize(("chance", "said"), [(0.0, "under 1%"), (0.5, "50%"), (1.0, "over 99%")])
def test_no_future_is_certain(chance: float, said: str) -> None:
    assert chance_text(chance, "en") == said


def test_targets_are_read_without_a_register_of_progress() -> None:
    engine = ReferenceEngine({"cases": []})
    assert read_targets(engine, context(), cutoff=MONTHS[-1], as_of=MONTHS[-1]) == ()


def test_unit_is_judged_by_its_own_code_where_a_book_has_no_areas() -> None:
    rows = [*progress([100] * 6, area="X1"), *progress([50] * 6, area="X2")]
    engine = ReferenceEngine({"targets": [target("T", area="X1")], "progress": rows})
    as_of, plain = date(2024, 6, 20), replace(context(), areas=None)
    targets = read_targets(engine, plain, cutoff=as_of, as_of=as_of)
    (found,) = assess(targets, TargetCounts(engine, seal(as_of), plain, as_of, targets))
    assert found.reached is not None
    assert found.reached.value == 600


def test_state_is_said_in_the_words_of_targets() -> None:
    ceiling = target("C", indicator="recorded.social_order", stage=None, due_on=date(2024, 12, 14), value=Decimal(50))
    tables = {"targets": [target("T"), ceiling], "progress": progress([90] * 12)}
    tables["cases"] = cases({date(2024, 3, 1): 51})
    before, after = judged(date(2024, 6, 30), **tables), judged(date(2025, 1, 2), **tables)
    assert state_text(before["C"]).vi == "Đã vượt mức trần"
    assert chance_of(before["C"]) is None  # it is lost, not improbable
    assert state_text(after["C"]).vi == "Không đạt"
    assert (state_text(before["T"]).en, state_text(after["T"]).en) == ("On the way", "Missed")
