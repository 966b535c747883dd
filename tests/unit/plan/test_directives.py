from __future__ import annotations

from datetime import date

from tests.unit.plan.deadline_books import AS_OF, directive, engine
from tongket.plan.directives import deadlines, items, overdue_by_owner
from tongket.plan.explaining import explain, explanation_lines
from tongket.plan.items import Item, State
from tongket.store.calendars import read_holidays

DONE = {"status": "done", "closed_on": date(2024, 3, 18), "evidence": "12/BC-CATP"}


def found(**columns: object) -> Item:
    (item,) = items(engine(directives=[directive("D1", **columns)]), AS_OF)
    return item


def test_an_open_directive_past_its_day_is_late() -> None:
    item = found()
    assert (item.state, item.days_left, item.owner) == (State.LATE, -11, "PC02")
    assert item.why.vi == "Bộ Công an, Chỉ thị số 01/CT-BCA, khoản 2, ngày 10/01/2024; chưa thực hiện."


def test_a_directive_done_with_evidence_is_met() -> None:
    item = found(**DONE)
    assert (item.state, item.met_on, item.days_left) == (State.MET, date(2024, 3, 18), None)
    assert "đã hoàn thành ngày 18/03/2024: 12/BC-CATP" in item.why.vi


def test_done_without_evidence_is_not_done() -> None:
    # collection rejects it; a board made of records collected before the rule was there must not be deceived either
    assert found(**{**DONE, "evidence": None}).state is State.LATE


def test_a_withdrawn_directive_asks_for_nothing() -> None:
    item = found(status="withdrawn", closed_on=date(2024, 2, 1))
    assert (item.state, item.days_left, item.met_on) == (State.WITHDRAWN, None, None)


def test_a_directive_without_a_day_is_never_late() -> None:
    item = found(due_on=None)
    assert (item.state, item.due_on) == (State.ON_THE_WAY, None)
    assert "văn bản không ấn định ngày" in item.why.vi
    assert deadlines(engine(directives=[directive("D1", due_on=None)]), AS_OF) == ()


def test_the_explanation_names_document_and_clause() -> None:
    (deadline,) = deadlines(engine(directives=[directive("D1")]), AS_OF)
    lines = explanation_lines(explain(deadline, read_holidays()), "en")
    assert "Set by: Bộ Công an, Chỉ thị số 01/CT-BCA, khoản 2, 2024-01-10." in lines
    assert lines[1] == "Ends at 24:00 on Wednesday, 2024-03-20."


def test_what_is_late_is_listed_by_owner_the_most_first() -> None:
    rows = [
        directive("D1", owner="A"),
        directive("D2", owner="B"),
        directive("D3", owner="B", due_on=date(2024, 2, 1)),
        directive("D4", owner="C", due_on=date(2024, 6, 1)),
    ]
    late = overdue_by_owner(items(engine(directives=rows), AS_OF))
    assert {owner: [item.id for item in of] for owner, of in late.items()} == {"B": ["D3", "D2"], "A": ["D1"]}
    assert list(late) == ["B", "A"]
