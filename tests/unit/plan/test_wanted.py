"""Wanted notices: the identity of stock and flow, ages, reviews; what does not add up is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.plan.target_books import context, seal
from tongket.engines.reference import ReferenceEngine
from tongket.model.tables import record_schema
from tongket.model.text import Text
from tongket.plan.figures import wanted_figures
from tongket.plan.items import State
from tongket.plan.wanted import Wanted, read_wanted, stock_age
from tongket.plan.wanted_items import items
from tongket.plan.wanted_text import wanted_tables

FIRST, LAST = date(2023, 12, 15), date(2024, 12, 14)


def notice(
    key: str, issued_on: date, ended_on: date | None = None, outcome: str | None = None, **more: Any
) -> dict[str, Any]:
    row = {"notice_id": key, "issued_on": issued_on, "ended_on": ended_on, "outcome": outcome, "area": "31117"}
    return row | {"danger_class": "ordinary", "review_on": date(2025, 6, 1)} | more


ROWS = [
    notice("A", date(2018, 3, 1)),
    notice("B", date(2023, 2, 1), date(2024, 5, 5), "arrested"),
    notice("C", date(2024, 2, 1), date(2024, 12, 14), "surrendered", danger_class="dangerous"),
    notice("D", date(2024, 3, 1), review_on=date(2024, 12, 1)),
    notice("E", date(2024, 12, 14), review_on=None),
    notice("F", date(2024, 4, 1), date(2025, 1, 2), "struck_off", review_on=None),
]


def wanted(rows: list[dict[str, Any]] = ROWS) -> Wanted:
    found = read_wanted(
        ReferenceEngine({"wanted_notices": rows}), seal(date(2025, 1, 5)), context(), first=FIRST, last=LAST
    )
    assert found is not None
    return found


def numbers(found: Wanted, danger_class: str) -> list[Any]:
    flow = next(each for each in found.whole if each.danger_class == danger_class)
    parts = (flow.opening, flow.issued, flow.arrested, flow.surrendered, flow.struck_off, flow.closing)
    return [each.value for each in parts]


def test_closing_is_opening_and_issued_less_those_that_ended() -> None:
    found = wanted()
    assert numbers(found, "all") == [2, 4, 1, 1, 0, 4]
    assert numbers(found, "dangerous") == [0, 1, 0, 1, 0, 0]
    assert found.discrepancies == ()


def test_identity_is_checked_in_every_class_and_area() -> None:
    found = wanted()
    assert {each.danger_class for each in found.flows} == {"all", "ordinary", "dangerous", "especially_dangerous"}
    assert len({each.area for each in found.flows}) == 10  # nine districts and the whole
    assert all(each.holds for each in found.flows)


def test_notice_that_left_by_no_door_is_named() -> None:
    found = wanted([*ROWS, notice("X", date(2023, 5, 1), date(2024, 7, 1))])
    whole = next(each for each in found.discrepancies if (each.danger_class, each.area) == ("all", "*"))
    assert (whole.residual, whole.without_outcome) == (-1, ("X",))
    tables = wanted_tables(found, (), lambda code: Text(code, code))
    assert any("DOES NOT ADD UP" in note.en and "X" in note.en for note in tables[0].notes)


def test_age_of_the_stock() -> None:
    age = dict(wanted().ages)["all"]
    # in force at the end: A of 2018, D, E and F of 2024
    assert (age.count, age.over_years) == (4, ((1, 1), (5, 1), (10, 0)))
    assert age.median_days == ((LAST - date(2024, 4, 1)).days + (LAST - date(2024, 3, 1)).days) / 2


@pytest.mark.parametrize(("day", "older"), [(date(2025, 2, 28), 0), (date(2025, 3, 1), 0), (date(2025, 3, 2), 1)])
def test_notice_of_a_leap_day_is_a_year_old_on_the_first_of_march(day: date, older: int) -> None:
    assert stock_age([notice("L", date(2024, 2, 29))], day).over_years[0] == (1, older)


def test_empty_stock_has_no_age() -> None:
    assert stock_age([], LAST).median_days is None


def test_reviews_overdue_and_without_a_day() -> None:
    reviews = wanted().reviews
    told = (reviews.overdue, reviews.soon, reviews.later, reviews.without_day, reviews.ended_since)
    assert told == (1, 0, 1, 1, 1)
    assert reviews.oldest_due_on == date(2024, 12, 1)


def test_review_is_an_item_of_the_district_police() -> None:
    engine = ReferenceEngine({"wanted_notices": ROWS})
    found = {each.id: each for each in items(engine, LAST, cutoff=date(2025, 1, 5), context=context())}
    assert set(found) == {"A", "D", "E"}
    assert (found["D"].state, found["D"].days_left) == (State.LATE, -13)
    assert found["E"].due_on is None
    assert found["A"].owner == "Công an quận Ninh Kiều"


def test_no_column_could_hold_a_name() -> None:
    kept = {"notice_id", "issued_on", "danger_class", "ended_on", "outcome", "area", "review_on"}
    assert set(record_schema("wanted_notices").content_names) == kept


def test_derived_figures_name_the_notices_they_rest_on() -> None:
    found = wanted()
    by_id = {
        (each.derivation.id, dict(each.figure.by)["danger_class"]): each for each in wanted_figures(found, seal(LAST))
    }
    opening, residual = by_id["plan.wanted.opening", "all"], by_id["plan.wanted.residual", "all"]
    assert (opening.figure.value, residual.figure.value) == (2, 0)
    assert len(residual.derivation.figures) == 6
    over = by_id["plan.wanted.over_5_years", "all"].figure
    assert (over.numerator, over.denominator) == (1, 4)
    engine = ReferenceEngine({"wanted_notices": ROWS})
    issued, ended = (engine.trace(source.request) for source in opening.derivation.sources)
    assert (issued.total, ended.total) == (6, 2)


def test_seal_without_the_register_has_nothing_to_show() -> None:
    engine = ReferenceEngine({"cases": []})
    assert read_wanted(engine, seal(LAST), context(), first=FIRST, last=LAST) is None
