from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.reference import plan_icalendar as plain
from tongket.model.text import Text
from tongket.plan.calendar_files import escape_text, event_uid, fold_line, write_calendar
from tongket.plan.items import Item, ItemKind, State

AS_OF, DUE = date(2024, 3, 31), date(2024, 4, 5)
LONG = "Rà soát, bổ sung phương án; phòng, chống tội phạm trên các tuyến, địa bàn trọng điểm \\ quý II"
words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=120)


def item(id_: str = "CĐ-2024-001", **changes: Any) -> Item:
    columns = {
        "kind": ItemKind.DIRECTIVE,
        "id": id_,
        "what": Text(LONG, "Review; plan, report"),
        "owner": "Phòng Tham mưu",
        "area": "*",
        "due_on": DUE,
        "state": State.DUE_SOON,
        "days_left": 5,
        "met_on": None,
        "why": Text("Chỉ thị số 01.", "Directive 01."),
    }
    return Item(**(columns | changes))


def written(*items: Item, alarm_days: int = 7, language: Any = "vi") -> plain.Component:
    content = write_calendar(
        items, book="can-tho", title="Cần Thơ: việc đến hạn", as_of=AS_OF, language=language, alarm_days=alarm_days
    )
    return plain.read(content)


def test_an_item_is_a_whole_day_with_an_alarm() -> None:
    calendar = written(item())
    assert calendar.name == "VCALENDAR"
    assert calendar.value("VERSION") == "2.0"
    (event,) = calendar.parts
    assert event.value("DTSTAMP") == "20240331T000000Z"
    assert (event.parameters("DTSTART"), event.value("DTSTART")) == ({"VALUE": "DATE"}, "20240405")
    assert event.value("DTEND") == "20240406"
    assert plain.text(event.value("SUMMARY")) == f"Nhiệm vụ cấp trên giao: {LONG} (CĐ-2024-001)"
    assert plain.text(event.value("DESCRIPTION")) == "Chỉ thị số 01.\nPhòng Tham mưu"
    (alarm,) = event.parts
    # eight in the morning, seven days before the midnight with which the day begins
    assert alarm.value("TRIGGER") == "-P6DT16H"


def test_alarms_can_be_left_out() -> None:
    assert written(item(), alarm_days=0).parts[0].parts == []


def test_only_what_is_open_and_has_a_day_is_written() -> None:
    settled = item("MET", state=State.MET, days_left=None, met_on=DUE)
    undated = item("NO-DAY", state=State.ON_THE_WAY, due_on=None, days_left=None)
    still = item("STILL", state=State.SUSPENDED, due_on=None, days_left=None)
    assert len(written(settled, undated, still, item()).parts) == 1


def test_the_same_items_give_the_same_bytes_in_any_order() -> None:
    items = [item("B"), item("A"), item("C", due_on=date(2024, 4, 1))]
    calendars = [write_calendar(each, book="b", title="t", as_of=AS_OF, language="en") for each in (items, items[::-1])]
    assert calendars[0] == calendars[1]


def test_an_entry_keeps_its_identifier_when_its_day_moves() -> None:
    first, moved = (written(item(due_on=day)).parts[0].value("UID") for day in (DUE, DUE + timedelta(days=3)))
    assert first == moved
    uids = {event_uid(item(id_), book) for id_ in ("A", "B") for book in ("x", "y")}
    assert len(uids) == 4


@given(text=words)
def test_any_text_is_read_again_as_it_was(text: str) -> None:
    kept = "".join(each for each in text.replace("\r\n", "\n").replace("\r", "\n") if each >= " " or each in "\n\t")
    kept = "".join(each for each in kept if not "\x7f" <= each <= "\x9f")
    assert plain.text(escape_text(text)) == kept


@given(text=words)
def test_any_line_is_folded_without_cutting_a_character(text: str) -> None:
    line = escape_text(text)
    parts = list(fold_line(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


@given(what=words.filter(str.strip), why=words.filter(str.strip), owner=words)
def test_any_item_makes_a_calendar_that_can_be_read(what: str, why: str, owner: str) -> None:
    calendar = written(item(what=Text(what, what), why=Text(why, why), owner=owner))
    assert [event.name for event in calendar.parts] == ["VEVENT"]
