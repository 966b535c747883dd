"""Areas: what a set refuses, how units are found, and how old units are reckoned to new ones."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.model.areas import Area, AreaChange, AreaSet, Population, Tile
from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.store.shipped import read_area_set

EARLY, CHANGE = date(2020, 1, 1), date(2022, 7, 1)
EVE = CHANGE - timedelta(days=1)


def area(code, first=EARLY, last=None, level="ward", parent="C", name=None):
    return Area(code, first, last, Text(vi=f"Phường {name or code}", en=f"{name or code} Ward"), level, parent)


CITY = Area("C", EARLY, None, Text(vi="Thành phố Mẫu", en="Sample City"), "city")
# A is divided between B and the next holder of its own code; B goes whole into the new B.
OLD_A, OLD_B = area("A", EARLY, EVE), area("B", EARLY, EVE)
NEW_A, NEW_B = area("A", CHANGE, name="Alpha"), area("B", CHANGE)
CHANGES = (
    AreaChange("A", EARLY, "A", CHANGE, CHANGE, 0.75, "population"),
    AreaChange("A", EARLY, "B", CHANGE, CHANGE, 0.25, "population"),
    AreaChange("B", EARLY, "B", CHANGE, CHANGE, 1, "whole"),
)
SAMPLE = AreaSet(
    "sample", Text(vi="Mẫu", en="Sample"), "C", ("city", "ward"), (CITY, OLD_A, OLD_B, NEW_A, NEW_B), CHANGES
)


def test_at_tells_holders_of_one_code_apart():
    assert SAMPLE.at("A", EVE) is OLD_A
    assert SAMPLE.at("A", CHANGE) is NEW_A


def test_at_names_the_days_on_which_the_code_was_held():
    with pytest.raises(DefinitionError, match=r"It was: Phường A 2020-01-01 to 2022-06-30; Phường Alpha"):
        SAMPLE.at("A", date(2019, 12, 31))


def test_at_says_when_a_code_is_unknown():
    with pytest.raises(DefinitionError, match="does not know this code"):
        SAMPLE.at("Z", CHANGE)


def test_units_are_those_below_the_root_in_order_of_code():
    assert SAMPLE.units("ward", CHANGE) == (NEW_A, NEW_B)
    assert SAMPLE.units("city", CHANGE) == (CITY,)


def test_units_refuse_an_unknown_level():
    with pytest.raises(DefinitionError, match="level must be one of city, ward"):
        SAMPLE.units("village", CHANGE)


def test_parent_of_the_root_is_none():
    assert SAMPLE.parent_of("A", CHANGE) is CITY
    assert SAMPLE.parent_of("C", CHANGE) is None


def test_ancestor_of_a_ward_is_its_city():
    assert SAMPLE.ancestor_of("A", "city", CHANGE) is CITY
    assert SAMPLE.ancestor_of("C", "ward", CHANGE) is None


def test_weights_follow_the_shares():
    assert SAMPLE.weights("A", EVE, CHANGE) == {"A": 0.75, "B": 0.25}
    assert SAMPLE.weights("A", EARLY, EVE) == {"A": 1.0}


def test_weights_refuse_to_go_back_in_time():
    with pytest.raises(DefinitionError, match="forward in time only"):
        SAMPLE.weights("A", CHANGE, EVE)


def test_weights_refuse_a_unit_that_ended_without_successors():
    lone = replace(SAMPLE, changes=CHANGES[:2])
    with pytest.raises(DefinitionError, match="nothing says what became of it"):
        lone.weights("B", EVE, CHANGE)


def test_changes_between_names_only_those_in_the_span():
    assert SAMPLE.changes_between(EVE, CHANGE) == CHANGES
    assert SAMPLE.changes_between(CHANGE, date(2030, 1, 1)) == ()


def test_population_is_the_nearest_dated_of_that_holder():
    rows = tuple(Population("A", CHANGE, date(2022 + year, 7, 1), 100 + year, "census") for year in (0, 3))
    older = Population("A", EARLY, date(2022, 6, 30), 7, "census")
    counted = replace(SAMPLE, populations=(*rows, older))
    assert counted.population("A", date(2023, 1, 1)).population == 100
    assert counted.population("A", date(2024, 12, 31)).on == date(2025, 7, 1)
    assert counted.population("A", EVE) is older
    assert counted.population("B", EVE) is None


@pytest.mark.parametrize("name", ["Phường Alpha", "alpha", "ALPHA  ward", "Alpha"])
def test_find_by_name_takes_full_and_short_forms(name):
    assert SAMPLE.find_by_name(name, CHANGE) == (NEW_A,)


def test_find_by_name_ignores_tone_marks_only_when_nothing_is_spelt_so():
    hoa = (area("1", name="Hòa"), area("2", name="Hoa"))
    named = AreaSet("n", Text(vi="M", en="S"), "C", ("city", "ward"), (CITY, *hoa))
    assert named.find_by_name("Hoa", CHANGE) == (hoa[1],)
    assert named.find_by_name("Hoà", CHANGE) == hoa


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"areas": (CITY, OLD_A, area("A", EVE))}, "two units hold 'A' on the same day"),
        ({"areas": (CITY, OLD_A, area("B", parent="Q"))}, "parent of 'B' must exist on all its days"),
        ({"areas": (CITY, area("B", date(2019, 1, 1)))}, "got 'C', which does not on 2019-01-01"),
        ({"areas": (CITY, area("B", parent="A"), area("A"))}, "must be of a wider level"),
        ({"areas": (CITY, area("B", level="village"))}, "level of 'B' must be one of city, ward"),
        ({"root": "Q"}, "root must be one of the units"),
        ({"changes": CHANGES[1:]}, "shares of 'A' must add up to 1; got 0.25"),
        ({"changes": (replace(CHANGES[2], new_code="Q"),)}, "must join two units of the set; got 'Q'"),
        ({"changes": (replace(CHANGES[2], changed_on=EVE),)}, "must end the day before the change"),
        ({"populations": (Population("A", EVE, EVE, 1, "census"),)}, "population must be of a unit of the set"),
        ({"tiles": (Tile("Q", CHANGE, 0, 0),)}, "tile must be of a unit of the set"),
        ({"tiles": (Tile("A", CHANGE, 0, 0), Tile("B", CHANGE, 0, 0))}, "'A' and 'B' stand on one tile"),
    ],
)
def test_an_invalid_set_cannot_be_built(change, complaint):
    without = {"changes": ()} if "areas" in change else {}
    with pytest.raises(DefinitionError, match=complaint):
        replace(SAMPLE, **{**without, **change})


def test_one_tile_may_serve_units_of_different_times():
    tiles = (Tile("A", EARLY, 0, 0), Tile("B", CHANGE, 0, 0))
    drawn = replace(SAMPLE, tiles=tiles)
    assert drawn.tiles_on("ward", EVE) == {"A": tiles[0]}
    assert drawn.tiles_on("ward", CHANGE) == {"B": tiles[1]}


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: area(" "), "code must not be empty"),
        (lambda: area("A", CHANGE, EVE), "valid_to must not lie before valid_from"),
        (lambda: replace(CHANGES[0], share=0), "share must be above 0"),
        (lambda: replace(CHANGES[2], share=0.5), "a whole unit has share 1"),
        (lambda: replace(CHANGES[0], confidence="sure"), "confidence must be one of"),
        (lambda: Population("A", EARLY, EARLY, 0, "census"), "must be above 0"),
    ],
)
def test_an_invalid_row_cannot_be_built(build, complaint):
    with pytest.raises(DefinitionError, match=complaint):
        build()


CAN_THO = read_area_set("can-tho")
ENDING = sorted({(unit.code, unit.valid_from) for unit in CAN_THO.areas if unit.level == "commune"})


@given(st.sampled_from(ENDING), st.integers(0, 3000), st.integers(0, 3000))
def test_shares_of_every_unit_add_up_over_any_two_days(key, first, later):
    unit = next(unit for unit in CAN_THO.holders(key[0]) if unit.valid_from == key[1])
    from_day = unit.valid_from + timedelta(days=first)
    if not unit.is_valid_on(from_day):
        from_day = unit.valid_to
    to_day = from_day + timedelta(days=later)
    weights = CAN_THO.weights(unit.code, from_day, to_day)
    assert sum(weights.values()) == pytest.approx(1, abs=1e-12)
    assert all(CAN_THO.at(code, to_day).level == "commune" for code in weights)


@given(st.sampled_from(ENDING), st.integers(0, 1500), st.integers(0, 1500))
def test_going_in_two_steps_ends_where_one_step_ends(key, first, second):
    start = key[1]
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    stepped: dict[str, float] = {}
    for code, share in CAN_THO.weights(key[0], start, middle).items():
        for last, part in CAN_THO.weights(code, middle, end).items():
            stepped[last] = stepped.get(last, 0) + share * part
    assert stepped == pytest.approx(CAN_THO.weights(key[0], start, end))
