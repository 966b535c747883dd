from __future__ import annotations

from datetime import date

import pytest

from tests.spec.chapters.c6_geography import AREAS, CHANGES, COUNT
from tests.spec.drawing import context_of, seal_of, small_areas
from tongket.count.figures import count_figures
from tongket.count.geography import WHOLE, Geography, choose_level
from tongket.count.request import CountRequest
from tongket.engines.reference import ReferenceEngine
from tongket.model.areas import AreaSet
from tongket.model.errors import UsageError
from tongket.model.periods import parse_period
from tongket.store.shipped import read_area_set

BEFORE, AFTER = date(2022, 1, 1), date(2022, 12, 31)


@pytest.fixture
def areas() -> AreaSet:
    found = small_areas(AREAS, CHANGES)
    assert found is not None
    return found


def test_a_unit_is_read_with_its_day(areas: AreaSet) -> None:
    geography = Geography(areas, AFTER, "commune")
    assert [(t.code, t.share, t.restated) for t in geography.targets("1", BEFORE)] == [("2", WHOLE, True)]
    assert [(t.code, t.share, t.restated) for t in geography.targets("1", AFTER)] == [("1", WHOLE, False)]


def test_shares_are_whole_millionths_that_add_up(areas: AreaSet) -> None:
    targets = Geography(areas, AFTER, "commune").targets("3", BEFORE)
    assert [(t.code, t.share) for t in targets] == [("1", 250_000), ("2", 750_000)]


def test_days_before_the_set_are_read_as_its_first_day(areas: AreaSet) -> None:
    geography = Geography(areas, AFTER, "commune")
    assert geography.targets("1", date(1999, 1, 1)) == geography.targets("1", BEFORE)


def test_roll_up_to_districts_is_no_restating(areas: AreaSet) -> None:
    targets = Geography(areas, BEFORE, "district").targets("2", BEFORE)
    assert [(t.code, t.restated) for t in targets] == [("N", False)]


def test_a_wider_unit_that_ended_is_not_guessed(areas: AreaSet) -> None:
    assert Geography(areas, AFTER, "commune").targets("N", BEFORE) == ()


def test_level_is_that_of_the_day(areas: AreaSet) -> None:
    assert choose_level(areas, BEFORE) == "district"
    assert choose_level(areas, AFTER) == "commune"


def test_a_code_that_meant_another_unit_is_named_with_its_first_day(areas: AreaSet) -> None:
    geography = Geography(areas, AFTER, "commune")
    assert geography.qualified("1", AFTER) == "1"
    assert geography.qualified("1", BEFORE) == "1@2022-07-01"


def test_every_unit_of_can_tho_restates_to_2025_without_loss() -> None:
    areas = read_area_set("can-tho")
    today = date(2025, 12, 14)
    geography = Geography(areas, today, "commune")
    units = {unit.code for unit in geography.units()}
    assert len(units) == 103
    for day in (date(2019, 6, 1), date(2022, 6, 1), date(2025, 1, 1)):
        communes = areas.units("commune", day)
        for unit in communes:
            targets = geography.targets(unit.code, day)
            assert sum(target.share for target in targets) == WHOLE
            assert {target.code for target in targets} <= units


def test_districts_of_can_tho_do_not_feel_the_merger_of_communes_in_2024() -> None:
    geography = Geography(read_area_set("can-tho"), date(2024, 12, 14), "district")
    assert len(geography.units()) == 9
    assert geography.restated_units(date(2023, 12, 15), date(2024, 12, 14)) == frozenset()


def test_units_of_a_day_before_a_change_are_refused_for_later_records() -> None:
    request = CountRequest(parse_period("civil:2022"), by=("area",), areas_of=BEFORE)
    with pytest.raises(UsageError, match=r"--areas-of.*units changed on 2022-07-01"):
        count_figures(request, ReferenceEngine({"cases": []}), seal_of("2023-01-01"), context_of(COUNT, AREAS, CHANGES))


def test_a_comparison_over_a_change_is_marked_restated() -> None:
    rows = [{"case_id": str(n), "recorded_on": date(2021, 9, 1 + n), "area": "2"} for n in range(3)]
    rows.append({"case_id": "x", "recorded_on": date(2022, 9, 1), "area": "1"})
    request = CountRequest(parse_period("2022-09-01..2022-09-30"), ("2021-09-01..2021-09-30",), ("area",))
    engine = ReferenceEngine({"cases": rows})
    table = count_figures(request, engine, seal_of("2023-01-01"), context_of(COUNT, AREAS, CHANGES))
    now, before = table.get("cases", area="1"), table.get("cases", "2021-09-01..2021-09-30", area="1")
    assert (now.area, before.area) == ("1", "1@2022-07-01")
    assert (now.restated, before.restated, now.comparisons[0].restated) == (False, True, True)
    assert now.comparisons[0].figure == before.id
