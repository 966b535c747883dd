from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.close.books import case, change_book, event, load, make_book, make_full_book
from tongket.close import closing
from tongket.close.closing import Basis, ClosedTable, CloseResult, close_book
from tongket.close.rewinding import DATE_REWINDS, STATUS_AFTER, VALUE_REWINDS
from tongket.model.errors import BookError, SealError, UsageError
from tongket.model.seals import Seal, Status
from tongket.model.tables import CASE_EVENTS, RECORD_TABLES, STATUSES, record_schema
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.seals import table_files

CUT_OFF = date(2022, 6, 30)
BEFORE, AFTER = date(2022, 6, 1), date(2022, 7, 1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture
def full_book(tmp_path: Path) -> Book:
    return make_full_book(tmp_path)


def close(book: Book, **changed: Any) -> CloseResult:
    return close_book(book, **{"as_of": CUT_OFF, "status": Status.PRELIMINARY, **changed})


def sealed(book: Book, seal: Seal, table: str = "cases") -> dict[Any, dict[str, Any]]:
    with parquet.connect() as con:
        result = con.execute(f"SELECT * FROM {parquet.file_sql(table_files(book, seal)[table])}")
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return {row[record_schema(table).key[0]]: row for row in rows}


def sealed_case(book: Book, *events: dict[str, Any], **values: Any) -> dict[str, Any]:
    load(book, "cases", [case("C1", **values)], BEFORE)
    if events:
        load(book, "case_events", list(events), BEFORE)
    return sealed(book, close(book).seal)["C1"]


def test_the_newest_version_received_by_the_cut_off_is_sealed(book: Book) -> None:
    load(book, "cases", [case("C1", area="31117"), case("C2")], BEFORE - timedelta(days=9))
    load(book, "cases", [case("C1", area="31120")], BEFORE)
    load(book, "cases", [case("C1", area="31123"), case("C3")], AFTER)
    rows = sealed(book, close(book).seal)
    assert {key: row["area"] for key, row in rows.items()} == {"C1": "31120", "C2": "31117"}


def test_rows_dated_after_the_cut_off_are_left_out_and_counted(book: Book) -> None:
    load(book, "cases", [case("C1", recorded_on=CUT_OFF), case("C2", recorded_on=AFTER)], BEFORE)
    result = close(book)
    assert list(sealed(book, result.seal)) == ["C1"]
    assert result.tables == (ClosedTable("cases", sealed=1, left_out=1, rewound=0),)


def test_a_clearance_after_the_cut_off_is_taken_back(book: Book) -> None:
    load(book, "cases", [case("C1", status="cleared", cleared_on=AFTER)], BEFORE)
    load(book, "cases", [case("C2", status="cleared", cleared_on=CUT_OFF)], BEFORE, source="t.csv")
    result = close(book)
    rows = sealed(book, result.seal)
    assert [(row["status"], row["cleared_on"]) for row in rows.values()] == [("open", None), ("cleared", CUT_OFF)]
    assert result.tables[0].rewound == 1


def test_a_reclassification_after_the_cut_off_brings_offence_group_and_severity_back(full_book: Book) -> None:
    # article 123, murder: its clauses differ in severity, so none is claimed; article 134 is against the person too
    moved = event("C1", "reclassified", AFTER, "123", "173")
    row = sealed_case(full_book, moved, offence="173", clause="1", offence_group="property", severity="less_serious")
    assert (row["offence"], row["clause"]) == ("123", None)
    assert row["offence_group"] != "property"
    assert row["severity"] is None


def test_a_severity_on_which_all_clauses_agree_is_claimed(full_book: Book) -> None:
    from tongket.store.book_lists import read_book_offences

    offences = read_book_offences(full_book)
    assert offences is not None
    day = date(2022, 3, 1)
    article, severity = next(
        (offence.article, found.code)
        for offence in offences.articles(day)
        if (found := offences.severity_of(offence.article, None, day)) is not None
    )
    row = sealed_case(full_book, event("C1", "reclassified", AFTER, article, "173"), severity="very_serious")
    assert (row["severity"], row["offence_group"]) == (severity, offences.group_of(article, day).code)


def test_an_offence_that_the_list_does_not_know_keeps_the_group(full_book: Book) -> None:
    row = sealed_case(full_book, event("C1", "reclassified", AFTER, "old-9", "173"), severity="serious")
    assert (row["offence"], row["offence_group"], row["severity"]) == ("old-9", "property", "serious")


def test_of_several_reclassifications_the_earliest_tells_what_stood_before(book: Book) -> None:
    events = [
        event("C1", "reclassified", AFTER, "168", "171"),
        event("C1", "reclassified", AFTER, "173", "168"),
        event("C1", "reclassified", AFTER + timedelta(days=1), "171", "134"),
        event("C1", "reclassified", BEFORE, "134", "173"),
    ]
    assert sealed_case(book, *events, offence="134")["offence"] == "173"


def test_a_relocation_after_the_cut_off_brings_the_unit_back_without_its_point(book: Book) -> None:
    place = {"longitude": "105.78", "latitude": "10.03", "location_precision": "point"}
    row = sealed_case(book, event("C1", "relocated", AFTER, "31120", "31117"), **place)
    assert (row["area"], row["longitude"], row["latitude"], row["location_precision"]) == (
        "31120",
        None,
        None,
        "commune",
    )


@pytest.mark.parametrize("status", ["unfounded", "suspended", "discontinued", "transferred"])
def test_a_status_given_after_the_cut_off_is_taken_back(book: Book, status: str) -> None:
    assert sealed_case(book, event("C1", status, AFTER), status=status)["status"] == "open"


def test_the_status_before_is_what_the_event_says(book: Book) -> None:
    assert sealed_case(book, event("C1", "unfounded", AFTER, "suspended"), status="unfounded")["status"] == "suspended"


def test_the_status_before_is_what_the_last_earlier_event_left(book: Book) -> None:
    events = [
        event("C1", "suspended", BEFORE),
        event("C1", "extended", BEFORE + timedelta(days=1)),
        event("C1", "resumed", AFTER),
    ]
    assert sealed_case(book, *events)["status"] == "suspended"


def test_a_case_cleared_before_and_found_void_after_the_cut_off_is_cleared(book: Book) -> None:
    row = sealed_case(book, event("C1", "unfounded", AFTER), status="unfounded", cleared_on=BEFORE)
    assert (row["status"], row["cleared_on"]) == ("cleared", BEFORE)


def test_events_up_to_the_cut_off_change_nothing(book: Book) -> None:
    events = [event("C1", "reclassified", CUT_OFF, "123", "173"), event("C1", "suspended", CUT_OFF)]
    row = sealed_case(book, *events, status="suspended", clause="2")
    assert (row["offence"], row["clause"], row["status"]) == ("173", "2", "suspended")


@pytest.mark.parametrize(
    ("table", "row", "later"),
    [
        (
            "wanted_notices",
            {"notice_id": "W1", "issued_on": BEFORE, "danger_class": "ordinary", "area": "31117"},
            {"ended_on": AFTER, "outcome": "arrested"},
        ),
        (
            "petitions",
            {"petition_id": "P1", "received_on": BEFORE, "topic": "noise", "owner": "PV01"},
            {"answered_on": AFTER, "outcome": "will_do_by", "roadmap_on": AFTER},
        ),
        (
            "inspections",
            {"inspection_id": "I1", "unit": "PC02", "kind": "scheduled", "approved_on": BEFORE},
            {"done_on": AFTER, "findings": 3, "violations": 1, "recommendations": 2, "carried_out": 0},
        ),
    ],
)
def test_what_ended_after_the_cut_off_is_still_going_on(
    book: Book, table: str, row: dict[str, Any], later: dict[str, Any]
) -> None:
    load(book, table, [{**row, **later}], BEFORE)
    (found,) = sealed(book, close(book).seal, table).values()
    assert {name: found[name] for name in later} == dict.fromkeys(later)


def test_a_directive_done_after_the_cut_off_is_open(book: Book) -> None:
    row = {
        "directive_id": "D1",
        "document": "12/KH",
        "issuer": "BCA",
        "issued_on": BEFORE,
        "text": "x",
        "owner": "PV01",
    }
    load(book, "directives", [{**row, "status": "done", "closed_on": AFTER, "evidence": "34/BC"}], BEFORE)
    (found,) = sealed(book, close(book).seal, "directives").values()
    assert (found["status"], found["closed_on"], found["evidence"]) == ("open", None, None)


def test_a_register_received_later_can_be_rewound_by_its_dates(book: Book) -> None:
    load(book, "cases", [case("C1", status="cleared", cleared_on=AFTER)], date(2023, 5, 1))
    with pytest.raises(BookError, match=r"2022-06-30; got no record.*--received-on.*--basis dated"):
        close(book)
    seal = close(book, basis=Basis.DATED).seal
    assert dict(seal.rules)["basis"] == "dated"
    assert sealed(book, seal)["C1"]["status"] == "open"


def test_the_same_records_from_another_file_are_nothing_to_do(book: Book, tmp_path: Path) -> None:
    load(book, "cases", [case("C1"), case("C2")], BEFORE)
    first = close(book)
    assert first.is_new
    assert not close(book).is_new
    load(book, "cases", [case("C2"), case("C1")], BEFORE, source="other.xlsx")
    again = close(book)
    assert (again.seal, again.is_new) == (first.seal, False)
    other = make_book(tmp_path / "elsewhere")
    load(other, "cases", [case("C2")], BEFORE)
    load(other, "cases", [case("C1")], BEFORE, source="t.csv")
    assert close(other).seal.digest == first.seal.digest


def test_a_changed_rule_is_another_seal(book: Book) -> None:
    load(book, "cases", [case("C1")], BEFORE)
    first = close(book).seal
    second = close(change_book(book, ("small_number = 50", "small_number = 30"))).seal
    assert second.parent == first.digest
    assert set(first.rules) - set(second.rules) == {("small_number", "50")}


def test_areas_and_codes_are_sealed_and_read_back(full_book: Book) -> None:
    from tongket.close.definitions import (
        definition_rows,
        read_sealed_areas,
        read_sealed_offences,
    )
    from tongket.store.book_lists import read_book_areas, read_book_offences

    load(full_book, "cases", [case("C1")], BEFORE)
    seal = close(full_book).seal
    areas, offences = read_sealed_areas(full_book, seal), read_sealed_offences(full_book, seal)
    written, read = (
        definition_rows(read_book_areas(full_book), read_book_offences(full_book)),
        definition_rows(areas, offences),
    )
    assert {table: set(rows) for table, rows in written.items()} == {table: set(rows) for table, rows in read.items()}
    assert {table.name for table in written} == {table.name for table in seal.tables} - {"cases"}


def test_a_book_without_areas_and_codes_seals_none(book: Book) -> None:
    from tongket.close.definitions import read_sealed_areas, read_sealed_offences

    load(book, "cases", [case("C1")], BEFORE)
    seal = close(book).seal
    assert [table.name for table in seal.tables] == ["cases"]
    assert read_sealed_areas(book, seal) is None
    assert read_sealed_offences(book, seal) is None


def test_seals_with_the_same_units_and_codes_are_told_from_others(full_book: Book) -> None:
    from tongket.close.definitions import same_definitions

    load(full_book, "cases", [case("C1")], BEFORE)
    first = close(full_book).seal
    load(full_book, "cases", [case("C2")], BEFORE, source="more.csv")
    second = close(full_book).seal
    assert second.digest != first.digest
    assert same_definitions(first, second)
    tables = tuple(replace(t, content_digest="0" * 64) if t.name == "codes" else t for t in second.tables)
    assert not same_definitions(first, replace(second, tables=tables))
    assert not same_definitions(first, replace(second, tables=second.tables[:1]))
    rules = tuple((key, "other" if key == "areas.root" else value) for key, value in second.rules)
    assert not same_definitions(first, replace(second, rules=rules))


def test_a_cut_off_in_the_future_is_refused(book: Book) -> None:
    with pytest.raises(UsageError, match="must not lie in the future"):
        close(book, as_of=date.today() + timedelta(days=2))


def test_an_unknown_parent_leaves_nothing_behind(book: Book) -> None:
    load(book, "cases", [case("C1")], BEFORE)
    with pytest.raises(SealError, match="got none"):
        close(book, parent="abcd")
    assert not book.seals.exists() or list(book.seals.iterdir()) == []
    assert not [path for path in book.path.iterdir() if path.name.startswith(".writing-")]


def test_progress_names_each_table(book: Book) -> None:
    load(book, "cases", [case("C1")], BEFORE)
    seen: list[str] = []
    seal = close(book, progress=seen.append).seal
    assert seen == [table.name for table in seal.tables]


def test_the_rules_of_rewinding_name_columns_and_events_that_exist() -> None:
    for rule in DATE_REWINDS:
        schema = RECORD_TABLES[rule.table]
        for name in (rule.when, *rule.clears, *(column for column, _, _ in rule.resets)):
            assert name in schema.names
        for name in (rule.when, *rule.clears):
            assert not schema.column(name).required
        for column, values, before in rule.resets:
            assert {before, *values} <= set(schema.column(column).values)
    for value_rule in VALUE_REWINDS:
        assert value_rule.event in CASE_EVENTS
        assert {value_rule.column, *value_rule.clears} <= set(RECORD_TABLES["cases"].names)
    assert set(STATUS_AFTER) <= set(CASE_EVENTS)
    assert set(STATUS_AFTER.values()) == set(STATUSES)


def test_every_date_after_the_record_s_own_is_rewound_or_known_to_lie_ahead() -> None:
    # a date that may lie after the record's own: what tells of later days is rewound; what is a plan is known at once
    plans = {"due_on", "review_on", "planned_on", "starts_on", "ends_on", "roadmap_on"}
    rewound = {(rule.table, name) for rule in DATE_REWINDS for name in (rule.when, *rule.clears)}
    for schema in RECORD_TABLES.values():
        for column in schema.columns:
            if column.kind.value == "date" and column.name != schema.dated_by and column.name not in plans:
                assert (schema.table, column.name) in rewound | {("case_offences", "recorded_on")}


def test_no_sealed_column_could_hold_a_person() -> None:
    forbidden = ("name", "address", "identity", "phone", "photo", "birth", "passport", "victim", "suspect", "accused")
    columns = {(schema.table, name) for schema in RECORD_TABLES.values() for name in schema.names}
    found = {(table, name) for table, name in columns if any(word in name for word in forbidden)}
    assert found == {("campaigns", "name"), ("protected_events", "name")}


def test_a_book_taken_for_large_is_sealed_byte_for_byte_as_one_taken_for_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seals = []
    for name, small in (("small", closing.SMALL), ("large", -1)):
        book = make_full_book(tmp_path / name)
        rows = [case(f"C{n}", status="cleared", cleared_on=AFTER) for n in range(30)]
        load(book, "cases", rows, BEFORE)
        load(book, "cases", [case(f"C{n}", offence="174") for n in range(0, 30, 3)], BEFORE, source="t.csv")
        load(book, "case_events", [event("C3", "reclassified", AFTER, "123", "174")], BEFORE)
        monkeypatch.setattr(closing, "SMALL", small)
        result = close(book)
        seals.append((result.seal.digest, result.seal.tables, result.tables))
    assert seals[0] == seals[1]


@pytest.mark.parametrize(
    ("answered_on", "known"),
    [(BEFORE, (BEFORE, "in_progress", None)), (AFTER, (None, None, None))],
    ids=["answered before", "answered after"],
)
def test_a_petition_resolved_after_the_cut_off_is_at_most_answered(book: Book, answered_on: date, known: tuple) -> None:
    row = {"petition_id": "P1", "received_on": BEFORE, "topic": "noise", "owner": "PV01"}
    answer = {"answered_on": answered_on, "outcome": "resolved", "resolved_on": AFTER, "forwarded_on": AFTER}
    load(book, "petitions", [row | answer], BEFORE)
    (found,) = sealed(book, close(book).seal, "petitions").values()
    assert (found["answered_on"], found["outcome"], found["resolved_on"]) == known
    assert found["forwarded_on"] is None
