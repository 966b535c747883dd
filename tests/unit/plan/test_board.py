"""The board: states of a promise, order, what needs somebody now, and how items are found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.plan.target_books import seal
from tongket.model.errors import FigureError, UsageError
from tongket.model.text import Text
from tongket.plan.board import Board, make_board
from tongket.plan.board_text import board_notes, group_tables, owner_table, state_table, urgent_table
from tongket.plan.items import KIND_LABELS, STATE_LABELS, Item, ItemKind, State, state_on

AS_OF = date(2024, 6, 30)
WORDS = Text("việc", "item")


def item(id_: str, due_on: date | None, met_on: date | None = None, **more: Any) -> Item:
    state, left = state_on(AS_OF, due_on, met_on=met_on)
    met = met_on if state is State.MET else None
    given = {"kind": ItemKind.DIRECTIVE, "what": WORDS, "owner": "PC01", "area": "*", "why": WORDS} | more
    return Item(id=id_, due_on=due_on, state=state, days_left=left, met_on=met, **given)


def board(*items: Item, known: date = AS_OF) -> Board:
    return make_board(items, seal(known), AS_OF)


@pytest.mark.parametrize(
    ("due_on", "met_on", "state", "left"),
    [
        (date(2024, 6, 29), None, State.LATE, -1),
        (date(2024, 6, 30), None, State.DUE_SOON, 0),  # until 24:00 of its day
        (date(2024, 7, 14), None, State.DUE_SOON, 14),
        (date(2024, 7, 15), None, State.ON_THE_WAY, 15),
        (None, None, State.ON_THE_WAY, None),
        (date(2024, 6, 1), date(2024, 6, 20), State.MET, None),
        (date(2024, 6, 1), date(2024, 7, 1), State.LATE, -29),  # met after the day of the board: not known yet
    ],
)
def test_state_of_a_promise(due_on: date | None, met_on: date | None, state: State, left: int | None) -> None:
    assert state_on(AS_OF, due_on, met_on=met_on) == (state, left)


def test_item_met_after_its_day_was_late() -> None:
    assert item("A", date(2024, 6, 1), date(2024, 6, 20)).was_late
    assert not item("A", date(2024, 6, 20), date(2024, 6, 20)).was_late


def test_item_that_contradicts_itself_cannot_be_built() -> None:
    given = {"kind": ItemKind.TARGET, "id": "T", "what": WORDS, "owner": "", "area": "*", "why": WORDS}
    with pytest.raises(FigureError, match="due day"):
        Item(**given, due_on=None, state=State.LATE, days_left=None, met_on=None)
    with pytest.raises(FigureError, match="something to do"):
        Item(**given, due_on=AS_OF, state=State.MET, days_left=3, met_on=AS_OF)
    with pytest.raises(FigureError, match="cannot be open"):
        Item(**given, due_on=AS_OF, state=State.LATE, days_left=-1, met_on=AS_OF)


def test_every_kind_and_state_has_a_name() -> None:
    assert set(KIND_LABELS) == set(ItemKind)
    assert set(STATE_LABELS) == set(State)


def test_what_is_longest_overdue_stands_first() -> None:
    found = board(
        item("A", date(2024, 7, 5)), item("B", date(2024, 6, 1)), item("C", date(2024, 5, 1)), item("D", None)
    )
    assert [each.id for each in found.items] == ["C", "B", "A", "D"]


def test_target_with_little_chance_needs_somebody_now() -> None:
    lost = item("T", date(2024, 12, 31), kind=ItemKind.TARGET, chance=0.05)
    safe = item("S", date(2024, 12, 31), kind=ItemKind.TARGET, chance=0.6)
    assert [each.id for each in board(safe, lost).urgent] == ["T"]


def test_what_was_settled_over_a_year_ago_is_counted_not_listed() -> None:
    found = board(item("A", date(2023, 1, 1), date(2023, 1, 1)), item("B", date(2022, 1, 1)))
    assert ([each.id for each in found.items], found.settled) == (["B"], 1)
    assert any("1 items" in note.en for note in board_notes(found))


def test_board_says_what_its_seal_does_not_know() -> None:
    stale = board(item("A", None), known=date(2024, 6, 1))
    assert stale.days_behind == 29
    assert "tongket close" in board_notes(stale)[0].en
    assert "known since" in board_notes(board(item("A", None), known=date(2024, 9, 1)))[0].en


def test_item_is_found_by_id_and_by_kind() -> None:
    found = board(item("A", None), item("A", None, kind=ItemKind.PETITION), item("B", None))
    assert found.find("B").id == "B"
    assert found.find("petition:A").kind is ItemKind.PETITION
    with pytest.raises(UsageError, match="directive:A, petition:A"):
        found.find("A")
    with pytest.raises(UsageError, match="from the board"):
        found.find("Z")


def test_board_of_one_kind_or_owner() -> None:
    found = board(item("A", None), item("B", None, kind=ItemKind.PETITION, owner="PC08"))
    assert [each.id for each in found.of([ItemKind.PETITION]).items] == ["B"]
    assert [each.id for each in found.of(owner="pc01").items] == ["A"]


def test_one_long_register_does_not_hide_the_others() -> None:
    many = [item(f"W{n:02d}", date(2024, 1, 1), kind=ItemKind.WANTED_REVIEW) for n in range(20)]
    table = urgent_table(board(*many, item("D", date(2024, 6, 29))), limit=5)
    assert [row[1] for row in table.rows] == ["W00", "W01", "W02", "W03", "D"]
    assert "16 more" in table.notes[0].en


def test_tables_add_up() -> None:
    found = board(item("A", date(2024, 6, 1)), item("B", None, kind=ItemKind.PETITION), item("C", AS_OF, owner=""))
    assert state_table(found).texts("en")[-1] == ("Total", "1", "1", "1", "0")
    assert [row[0] for row in owner_table(found).texts("en")] == ["PC01", "(no owner)"]
    assert [table.title.en for table in group_tables(found, "owner")] == ["PC01", "(no owner)"]
    assert [table.title.en for table in group_tables(found, "kind")] == ["Directives"]
