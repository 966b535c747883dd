"""The numbers of the board name the very records they count; a period tells its own targets and those that run on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.plan.target_books import context, progress, seal, target
from tongket.engines.reference import ReferenceEngine
from tongket.model.periods import parse_period
from tongket.plan.board import make_board
from tongket.plan.board_figures import board_figures, key_of
from tongket.plan.facts import plan_facts
from tongket.plan.items import ItemKind, State
from tongket.plan.register_items import Asked, register_items
from tongket.store.calendars import read_holidays

AS_OF = date(2024, 3, 1)


def petition(key: str, **columns: object) -> dict[str, object]:
    row = {"petition_id": key, "received_on": date(2024, 1, 2), "area": "92", "owner": "PC06", "topic": "Đường"}
    return row | {"due_on": date(2024, 2, 1), "deadline_rule": None, "answered_on": None, "outcome": None} | columns


ROWS = [
    petition("K-1"),
    petition("K-2", due_on=date(2024, 3, 20)),
    petition(
        "K-3",
        answered_on=date(2024, 1, 20),
        outcome="will_do_by",
        roadmap_on=date(2024, 2, 20),
    ),
]


def test_each_number_traces_to_the_records_it_counts() -> None:
    engine = ReferenceEngine({"petitions": ROWS})
    asked = Asked(engine, seal(AS_OF), context(), AS_OF, read_holidays())
    board = make_board(register_items(asked, {ItemKind.PETITION}), seal(AS_OF), AS_OF)
    figures = board_figures(board)
    late = figures[ItemKind.PETITION, State.LATE]
    assert late.figure.value == 2  # one unanswered, one that promised a day
    assert engine.trace(late.derivation.sources[0].request).keys == (("K-1",), ("K-3",))
    soon = figures[ItemKind.PETITION, State.DUE_SOON]
    assert (soon.figure.value, soon.derivation.sources) == (0, ())


@pytest.mark.parametrize(
    ("kind", "id_", "key"),
    [
        (ItemKind.PETITION, "K-3:roadmap", "K-3"),
        (ItemKind.INSPECTION, "I-1/recheck", "I-1"),
        (ItemKind.CASE_CLOCK, "C:9:investigation", "C:9"),
        (ItemKind.TARGET, "T-1", "T-1"),
    ],
)
def test_items_stand_for_a_record(kind: ItemKind, id_: str, key: str) -> None:
    assert key_of(kind, id_) == key


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("mps:2024", ["T-QUARTER", "T-YEAR"]),  # most of their time lies in it
        ("mps:2024-05", ["T-YEAR"]),  # under way; the quarter's was due before
        ("mps:2023", []),
    ],
)
def test_a_period_tells_its_targets_and_those_that_run_on(period: str, told: list[str]) -> None:
    rows = [target("T-YEAR"), target("T-QUARTER", assigned_on=date(2024, 1, 1), due_on=date(2024, 3, 31))]
    engine = ReferenceEngine({"targets": rows, "progress": progress([100] * 12)})
    facts = plan_facts(engine, seal(date(2025, 1, 5)), context(), date(2024, 6, 1), period=parse_period(period))
    assert sorted(each.target.id for each in facts.unit_targets) == told
