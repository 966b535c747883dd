from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.collect.rules import read_rules
from tongket.model.deadline_rules import DeadlineRule, Unit, parse_deadline_rule
from tongket.model.errors import DefinitionError

counted = st.builds(
    DeadlineRule,
    st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS]),
    st.integers(1, 9999),
)
named = st.builds(
    lambda unit, day: DeadlineRule(unit, day=day),
    st.sampled_from([Unit.DATE, Unit.BEFORE]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
WRONG = [
    "",
    "60",
    "60 ngày",
    "days:0",
    "days:-1",
    "days:12345",
    "days: 60",
    "weeks:2",
    "custody_months:3",
    "date:2024-02-30",
    "date:30/01/2024",
    "before:",
    "days:60\n",
    "x days:60",
]


@given(rule=counted | named)
def test_what_is_written_is_read_again(rule: DeadlineRule) -> None:
    assert parse_deadline_rule(str(rule)) == rule


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_rule_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(DefinitionError, match="must be days:N") as refusal:
        parse_deadline_rule(text)
    assert not text or text == "before:" or text not in str(refusal.value).replace("date:YYYY", "")


@pytest.mark.parametrize("text", [*WRONG[1:], "days:60", "working_days:15", "months:2", "date:2024-01-29"])
def test_collection_asks_the_same_question(text: str) -> None:
    import duckdb

    asked = read_rules()["R242"].when.replace("{c}", "$text")
    found = duckdb.execute(f"SELECT {asked}", {"text": text}).fetchone()
    try:
        parse_deadline_rule(text)
    except DefinitionError:
        assert found == (True,)
    else:
        assert found == (False,)


def test_before_a_day_ends_with_the_day_before_it() -> None:
    assert parse_deadline_rule("before:2024-01-30").last_day == date(2024, 1, 29)
    assert parse_deadline_rule("date:2024-01-30").last_day == date(2024, 1, 30)
    assert parse_deadline_rule("days:60").last_day is None


def test_a_rule_says_itself_in_both_languages() -> None:
    assert parse_deadline_rule("working_days:1").text.en == "1 working day"
    assert parse_deadline_rule("working_days:15").text.vi == "15 ngày làm việc"
    assert parse_deadline_rule("before:2024-01-30").text.vi == "trước ngày 30/01/2024"


@pytest.mark.parametrize(
    ("unit", "amount", "day"),
    [(Unit.DAYS, None, None), (Unit.DAYS, 0, None), (Unit.DATE, 3, date(2024, 1, 1)), (Unit.DATE, None, None)],
)
def test_amount_and_day_go_with_the_unit(unit: Unit, amount: int | None, day: date | None) -> None:
    with pytest.raises(DefinitionError, match="needs"):
        DeadlineRule(unit, amount, day)
