"""Deadlines: how many items stand where, and which of them are late."""

import pytest

from tests.unit.report.promise_books import inputs, item, made, said
from tongket.model.text import Text
from tongket.plan.items import ItemKind, State
from tongket.report.content.deadline_blocks import deadline_annexes, deadline_blocks
from tongket.report.document import Annex
from tongket.report.spans import plain

STATES = {
    (ItemKind.PETITION, state): made(f"plan.board.{state.value}", n, kind="petition")
    for n, state in enumerate((State.LATE, State.DUE_SOON, State.ON_THE_WAY, State.MET), start=1)
}
ITEMS = (
    item(ItemKind.PETITION, "KN-1:roadmap", State.LATE, what=Text("Làm đường số 5", "Road 5")),
    item(ItemKind.PETITION, "KN-2", State.ON_THE_WAY),
    item(ItemKind.WANTED_REVIEW, "TN-1", State.LATE),
    item(ItemKind.TARGET, "CT-1", State.LATE),
    item(ItemKind.TARGET, "CT-2", State.LATE, days_left=9),
    item(ItemKind.DIRECTIVE, "CD-1", State.DUE_SOON, days_left=3),
)


def test_states_of_each_register():
    heading, caption, row, *notes = said(deadline_blocks(inputs("en", states=STATES, items=ITEMS)))
    assert (heading, caption) == ("Deadlines", "Items by deadline, at the end of 5 January 2023")
    assert row == "Voters' petitions | 1 | 2 | 3 | 4"
    assert "listed in an annex" in notes[-1]


def test_without_anything_urgent_no_annex_is_promised():
    given = inputs("vi", states=STATES, items=ITEMS[1:3])
    assert not any("phụ lục" in text for text in said(deadline_blocks(given)))
    assert deadline_annexes(given) == ()


@pytest.mark.parametrize(
    ("language", "states"),
    [
        ("vi", ["Không đạt", "Vượt mức trần", "Sắp đến hạn", "Quá hạn"]),
        ("en", ["Missed", "Ceiling passed", "Due soon", "Late"]),
    ],
)
def test_the_annex_lists_what_is_late_register_by_register(language, states):
    (annex,) = deadline_annexes(inputs(language, states=STATES, items=ITEMS))
    assert isinstance(annex, Annex)
    (table,) = annex.blocks
    rows = [[plain(cell) for cell in row.cells] for row in table.rows]
    ids = [row[0] for row in rows if len(row) > 1]
    assert ids == ["CT-1", "CT-2", "CD-1", "KN-1:roadmap"]  # neither reviews, told in numbers, nor what has time
    assert [row[-1] for row in rows if len(row) > 1] == states
    assert sum(len(row) == 1 for row in rows) == 3


def test_a_book_without_registers_has_no_deadlines():
    given = inputs("vi", promises=None)
    assert [*deadline_blocks(given), *deadline_annexes(given)] == []
