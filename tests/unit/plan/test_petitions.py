from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.plan.deadline_books import AS_OF, engine, petition
from tongket.plan.items import Item, State
from tongket.plan.petitions import count_batches, deadlines, items, read_petitions, repeat_chains
from tongket.store.calendars import read_holidays

VN = read_holidays()
ANSWERED: dict[str, Any] = {"answered_on": date(2024, 1, 20)}
PROMISED = ANSWERED | {"outcome": "will_do_by", "roadmap_on": date(2024, 3, 15)}


def found(as_of: date = AS_OF, **columns: Any) -> tuple[Item, ...]:
    return items(engine(petitions=[petition("K1", **columns)]), as_of, VN)


def test_an_answer_is_due_by_the_rule_of_the_batch() -> None:
    (item,) = found()
    assert (item.state, item.due_on) == (State.LATE, date(2024, 1, 29))
    assert found(date(2024, 1, 29))[0].state is State.DUE_SOON


@pytest.mark.parametrize(
    ("rule", "due"),
    [("days:60", "2024-02-06"), ("working_days:15", "2023-12-29"), ("date:2024-01-28", "2024-01-28")],
)
def test_every_kind_of_rule_is_understood(rule: str, due: str) -> None:
    assert found(deadline_rule=rule)[0].due_on == date.fromisoformat(due)


def test_without_a_rule_the_day_of_the_register_stands() -> None:
    assert found(deadline_rule=None, due_on=date(2024, 2, 11))[0].due_on == date(2024, 2, 11)
    (item,) = found(deadline_rule=None)
    assert (item.due_on, item.state) == (None, State.ON_THE_WAY)


@pytest.mark.parametrize("outcome", ["explained", "not_ours", None])
def test_an_answer_meets_the_first_promise_only(outcome: str | None) -> None:
    (item,) = found(**ANSWERED, outcome=outcome)
    assert (item.state, item.met_on) == (State.MET, date(2024, 1, 20))
    assert "resolved" not in item.why.en


def test_what_was_only_promised_is_open_until_it_is_resolved() -> None:
    answer, promise = found(**PROMISED)
    assert answer.state is State.MET
    assert (promise.id, promise.state, promise.due_on) == ("K1:roadmap", State.LATE, date(2024, 3, 15))
    assert promise.why.vi == "Đã trả lời ngày 20/01/2024, hẹn đến ngày 15/03/2024; giải quyết theo lộ trình."


def test_what_was_resolved_meets_the_second_promise_on_its_own_day() -> None:
    answer, promise = found(**{**PROMISED, "outcome": "resolved", "resolved_on": date(2024, 3, 28)})
    assert (answer.met_on, promise.met_on) == (date(2024, 1, 20), date(2024, 3, 28))
    assert promise.was_late


def test_what_happened_after_the_day_is_not_known() -> None:
    resolved = {**PROMISED, "outcome": "resolved", "resolved_on": date(2024, 3, 28)}
    assert [item.state for item in found(date(2024, 1, 10), **resolved)] == [State.ON_THE_WAY]
    assert [item.state for item in found(date(2024, 2, 1), **resolved)] == [State.MET, State.ON_THE_WAY]


def test_a_repeated_petition_says_what_it_repeats() -> None:
    (item,) = found(repeats="K0")
    assert "lặp lại kiến nghị K0" in item.why.vi


ROWS = [
    petition("K1", **ANSWERED, outcome="resolved", resolved_on=date(2024, 1, 20), forwarded_on=date(2023, 12, 10)),
    petition("K2", answered_on=date(2024, 2, 2), outcome="explained", repeats="K0"),
    petition("K3", **PROMISED),
    petition("K4"),
    petition("K0", batch="TXCT-2023-07", received_on=date(2023, 7, 8), deadline_rule="days:60"),
    petition("K5", batch=None, received_on=date(2024, 3, 1), deadline_rule=None),
]


def test_a_batch_counts_answered_and_resolved_apart() -> None:
    earlier, batch, none = count_batches(read_petitions(engine(petitions=ROWS), AS_OF), AS_OF, VN)
    assert (earlier.id, batch.id, none.id) == ("TXCT-2023-07", "TXCT-2023-12", "")
    assert batch.received == ("K1", "K2", "K3", "K4")
    assert batch.forwarded == ("K1",)
    assert batch.answered == ("K1", "K2", "K3")
    assert batch.resolved == ("K1",)
    assert batch.late == ("K2", "K4")
    assert batch.repeated == ("K2",)
    assert dict(batch.outcomes)["will_do_by"] == ("K3",)
    assert (batch.due_on, none.due_on, none.late) == (date(2024, 1, 29), None, ())
    assert earlier.due_on == date(2023, 9, 6)


def test_a_batch_with_several_days_names_none() -> None:
    rows = [petition("K1"), petition("K2", deadline_rule="days:60")]
    (batch,) = count_batches(read_petitions(engine(petitions=rows), AS_OF), AS_OF, VN)
    assert batch.due_on is None


def test_chains_of_repetition_begin_with_the_first() -> None:
    rows = [
        petition("A", received_on=date(2022, 1, 1)),
        petition("B", received_on=date(2022, 7, 1), repeats="A"),
        petition("C", received_on=date(2023, 1, 1), repeats="B"),
        petition("D", received_on=date(2022, 9, 1), repeats="A"),
        petition("E", received_on=date(2023, 2, 1), repeats="lost"),
    ]
    assert repeat_chains(read_petitions(engine(petitions=rows), AS_OF)) == {"A": ("B", "D", "C")}


def test_an_answer_and_its_promise_have_a_deadline_each() -> None:
    made = deadlines(engine(petitions=[petition("K1", **PROMISED), petition("K2", deadline_rule=None)]), AS_OF)
    assert [deadline.id for deadline in made] == ["K1", "K1:roadmap"]
    assert made[0].set_by.vi == "Căn cứ ghi trong sổ: before:2024-01-30, đợt TXCT-2023-12."
    assert made[1].start == date(2024, 1, 20)
