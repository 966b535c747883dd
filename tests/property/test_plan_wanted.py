"""Wanted notices: figures of the count room against one notice after the other, on registers nobody chose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import plan_wanted
from tests.unit.plan.target_books import context, seal
from tongket.engines.reference import ReferenceEngine
from tongket.plan.wanted import CLASSES, read_wanted

EVE, LAST = date(2023, 12, 14), date(2024, 12, 14)
days = st.dates(date(2022, 6, 1), date(2025, 1, 5))


@st.composite
def registers(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        issued_on = draw(days)
        ended_on = draw(st.none() | st.dates(issued_on, date(2025, 1, 5)))
        outcome = draw(st.sampled_from(["arrested", "surrendered", "struck_off", None])) if ended_on else None
        row = {"notice_id": f"N{number}", "issued_on": issued_on, "ended_on": ended_on, "outcome": outcome}
        rows.append(row | {"danger_class": draw(st.sampled_from(CLASSES[1:])), "area": "31117", "review_on": None})
    return rows


@given(rows=registers())
@settings(max_examples=25)
def test_stock_and_flow_are_those_of_counting_one_by_one(rows: list[dict[str, Any]]) -> None:
    engine = ReferenceEngine({"wanted_notices": rows})
    found = read_wanted(engine, seal(date(2025, 1, 5)), context(), first=EVE + timedelta(days=1), last=LAST)
    assert found is not None
    for flow in found.whole:
        parts = (flow.opening, flow.issued, flow.arrested, flow.surrendered, flow.struck_off, flow.closing)
        plain = plan_wanted.stock_and_flow(rows, EVE, LAST, flow.danger_class)
        assert [each.value for each in parts] == plain
        opening, issued, *gone, closing = plain
        assert flow.residual == closing - (opening + issued - sum(gone))
    assert dict(found.ages)["all"].median_days == plan_wanted.median_age(rows, LAST)


@given(rows=registers())
@settings(max_examples=25)
def test_what_does_not_add_up_is_what_left_without_an_outcome(rows: list[dict[str, Any]]) -> None:
    engine = ReferenceEngine({"wanted_notices": rows})
    found = read_wanted(engine, seal(date(2025, 1, 5)), context(), first=EVE + timedelta(days=1), last=LAST)
    assert found is not None
    silent = {
        row["notice_id"] for row in rows if row["ended_on"] and EVE < row["ended_on"] <= LAST and row["outcome"] is None
    }
    whole = [each for each in found.discrepancies if (each.danger_class, each.area) == ("all", "*")]
    assert {id_ for each in whole for id_ in each.without_outcome} == silent
    assert sum(each.residual or 0 for each in whole) == -len(silent)
