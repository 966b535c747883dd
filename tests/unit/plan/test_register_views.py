"""One register as a table: batches with their own day, what is late or nothing, directives with evidence, clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tongket.model.deadline_rules import parse_deadline_rule
from tongket.model.errors import SourceError
from tongket.model.periods import Period
from tongket.model.text import Text
from tongket.plan.deadlines import Deadline
from tongket.plan.directives import Directive
from tongket.plan.explaining import explain
from tongket.plan.items import Item, ItemKind, State
from tongket.plan.moved import moved_by_calendar
from tongket.plan.petitions import Batch
from tongket.plan.register_text import (
    batches_table,
    clocks_table,
    directives_table,
    late_table,
    missing_table,
    repeats_table,
)
from tongket.plan.unit_list import read_units
from tongket.store.calendars import read_holidays

YEAR = Period(date(2023, 12, 15), date(2024, 12, 14), "mps:2024")
OUTCOMES = ("in_progress", "will_do_by", "explained", "not_ours", "resolved")


def item(id_: str, state: State, due: date | None, kind: ItemKind = ItemKind.CASE_CLOCK) -> Item:
    text = Text("việc", "what")
    return Item(kind, id_, text, "PC02", "916", due, state, None, None, text)


def test_a_batch_shows_answered_apart_from_resolved_and_its_own_day() -> None:
    outcomes = tuple((code, ("K-1",) if code == "resolved" else ()) for code in OUTCOMES)
    ids = ("K-1", "K-2", "K-3")
    batch = Batch("T-1", date(2024, 1, 5), date(2024, 1, 29), ids, ids, ids[:2], (), (), outcomes)
    table = batches_table([batch], YEAR)
    row = dict(zip([each.en for each in table.head], table.texts("vi")[0], strict=True))
    assert (row["Received"], row["Answered"], row["Resolved"], row["Late"]) == ("3", "2", "1", "0")
    assert row["To be answered by"] == "29/01/2024"
    assert "không phải là đã giải quyết xong" in table.notes[0].vi


def test_a_register_with_nothing_late_says_so() -> None:
    table = late_table([item("A", State.ON_THE_WAY, date(2024, 5, 1))])
    assert (table.rows, table.notes[0].en) == ((), "Nothing is late.")
    assert repeats_table({}).notes[0].vi == "Không có kiến nghị lặp lại."


def test_the_longest_overdue_comes_first_and_what_is_cut_is_told() -> None:
    items = [item(f"A{n}", State.LATE, date(2024, 5, n)) for n in (3, 1, 2)]
    table = late_table(items, limit=2)
    assert [row[1] for row in table.rows] == ["A1", "A2"]
    assert "1 more rows" in table.notes[0].en


def test_clocks_that_run_stand_by_the_day_they_end() -> None:
    items = [
        item("B", State.ON_THE_WAY, date(2024, 6, 1)),
        item("A", State.SUSPENDED, None),
        item("C", State.LATE, date(2024, 2, 1)),
    ]
    table = clocks_table(items, lambda code: Text(code, code))
    assert [row[0] for row in table.rows] == ["C", "B"]


def test_directives_stand_from_the_superiors_words_to_the_evidence() -> None:
    first = Directive("D1", "01/KH", "khoản 2", "Bộ", date(2024, 1, 1), "Rà soát", "PC02", None, "open", None, None)
    done = replace(first, id="D2", clause=None, status="done", closed_on=date(2024, 2, 1), evidence="9/BC")
    items = [item("D2", State.MET, None), item("D1", State.LATE, date(2024, 1, 9))]
    table = directives_table([done, first], items)
    assert [row[:2] for row in table.rows] == [("D1", "01/KH, khoản 2"), ("D2", "01/KH")]
    assert [row[-1] for row in table.rows] == [None, "9/BC"]


@pytest.mark.parametrize(("closed", "said"), [(date(2024, 2, 19), "in time"), (date(2024, 2, 21), "2 days late")])
def test_an_explanation_says_whether_the_limit_was_kept(closed: date, said: str) -> None:
    answered = Deadline(
        "KN-1",
        Text("Trả lời", "Answer"),
        date(2024, 2, 5),
        Text("tiếp nhận", "received"),
        parse_deadline_rule("working_days:5"),
        Text("Quy chế.", "Rules."),
        Text("Phòng Tham mưu.", "Staff office."),
        closed_on=closed,
        closed_by=Text("đã trả lời", "answered"),
    )
    calendar = read_holidays()
    assert f"Ended on {closed} (answered): {said}." in [note.en for note in explain(answered, calendar).notes]
    # a day off decided later moves what is open, not what has ended
    other, still_open = replace(calendar, weekend=(7,), rules=()), replace(answered, closed_on=None, closed_by=None)
    moved = moved_by_calendar({"KN-1": answered, "KN-2": still_open}, calendar, other, date(2024, 2, 6))
    assert [each.id for each in moved] == ["KN-2"]


def test_an_offices_own_list_of_units_is_read_in_the_order_of_the_draw(tmp_path: Path) -> None:
    path = tmp_path / "units.txt"
    path.write_text("# danh sách\nPhòng 5\n\n  Công an   xã 3 \n", encoding="utf-8")
    assert read_units(path) == ("Công an xã 3", "Phòng 5")


@pytest.mark.parametrize("text", ["", "# only a remark\n", "A\nB\nA\n"])
def test_a_list_without_units_or_with_one_twice_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "units.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="Units"):
        read_units(path)


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="UTF-8"):
        read_units(tmp_path / "missing.txt")


def test_a_register_that_a_seal_does_not_hold_is_missing_not_zero() -> None:
    table = missing_table(Text("Thanh tra", "Inspections"), "inspections")
    assert table.rows == ()
    assert "missing, not zero" in table.notes[0].en
