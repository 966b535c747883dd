"""A book written before its tables gained columns is a book like any other: what it lacks is missing, nothing fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.running import tongket
from tests.unit.close.books import case, event, load, make_full_book
from tests.unit.collect.books import write_csv
from tongket.close import rewinding
from tongket.close.closing import close_book
from tongket.close.diffing import diff_seals
from tongket.close.verification import verify_book
from tongket.collect.collecting import collect_sources
from tongket.collect.result import SourceResult
from tongket.engines.contract import EventsRequest, Span, TallyRequest, Term, TraceRequest
from tongket.engines.duckdb import DuckDBEngine
from tongket.engines.reference import ReferenceEngine
from tongket.model.errors import BookError
from tongket.model.indicators import Condition, Operator
from tongket.model.seals import Seal, Status
from tongket.model.tables import RECORD_TABLES
from tongket.store import parquet
from tongket.store.book import Book, read_book
from tongket.store.records import current_records_sql, versions
from tongket.store.rejects import open_rejects
from tongket.store.seals import list_seals, table_files

LATER = {
    "petitions": ("batch", "forwarded_on", "repeats", "resolved_on"),
    "inspections": ("recheck_due_on", "rechecked_on"),
}
# Content digests of these rows in a seal made by the program as it was before these columns (commit 3fd948b).
DIGESTS = {
    "petitions": "d360ffacb318a667073104bf12170adad44df7ba8f0395a6401b49692a629e49",
    "inspections": "3648791a8163c3017b048cb6d3f430407cf80874db278f222e4e56c569e5afe5",
}
PETITIONS: list[dict[str, Any]] = [
    {
        "petition_id": "KN-1",
        "received_on": date(2022, 2, 1),
        "topic": "đèn đường",
        "area": "31117",
        "owner": "Phòng Cảnh sát giao thông",
        "deadline_rule": "60 ngày kể từ ngày nhận",
        "due_on": date(2022, 4, 2),
        "answered_on": date(2022, 3, 20),
        "outcome": "in_progress",
        "roadmap_on": date(2022, 9, 1),
    },
    {
        "petition_id": "KN-2",
        "received_on": date(2022, 5, 1),
        "topic": "tiếng ồn",
        "owner": "Phòng Cảnh sát quản lý hành chính",
        "due_on": date(2022, 6, 30),
    },
]
INSPECTIONS: list[dict[str, Any]] = [
    {
        "inspection_id": "TT-1",
        "unit": "Công an phường A",
        "kind": "scheduled",
        "planned_on": date(2022, 3, 1),
        "approved_on": date(2022, 1, 10),
        "done_on": date(2022, 3, 15),
        "findings": 3,
        "violations": 1,
        "recommendations": 2,
        "carried_out": 1,
    }
]
RECEIVED = date(2022, 6, 30)
SPAN = Span(date(2022, 1, 1), date(2022, 12, 31))


@contextmanager
def before_the_columns() -> Iterator[None]:
    """Have the program know the tables as they were."""
    with pytest.MonkeyPatch.context() as patch:
        for table, names in LATER.items():
            schema = RECORD_TABLES[table]
            columns = tuple(column for column in schema.columns if column.name not in names)
            patch.setitem(RECORD_TABLES, table, replace(schema, columns=columns))
        rules = tuple(
            replace(rule, clears=tuple(name for name in rule.clears if name not in LATER.get(rule.table, ())))
            for rule in rewinding.DATE_REWINDS
            if rule.when not in LATER.get(rule.table, ())
        )
        patch.setattr(rewinding, "DATE_REWINDS", rules)
        yield


def write_older_book(folder: Path) -> tuple[Book, Seal]:
    book = make_full_book(folder)
    with before_the_columns():
        load(book, "petitions", PETITIONS, RECEIVED, "petitions.csv")
        load(book, "inspections", INSPECTIONS, RECEIVED, "inspections.csv")
        load(book, "cases", [case("A"), case("B", status="cleared", cleared_on=date(2022, 4, 1))], RECEIVED)
        load(book, "case_events", [event("B", "cleared", date(2022, 4, 1))], RECEIVED)
        seal = close_book(book, as_of=RECEIVED, status=Status.OFFICIAL).seal
    return book, seal


@pytest.fixture
def older(tmp_path: Path) -> tuple[Book, Seal]:
    return write_older_book(tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Seal]:
    """Return an older book that nobody writes records or seals into."""
    return write_older_book(tmp_path_factory.mktemp("kept"))


def cells(rows: list[dict[str, Any]], **changes: str) -> list[dict[str, str]]:
    """Return records as a source writes them."""
    return [{name: str(value) for name, value in row.items()} | changes for row in rows]


def collect(book: Book, table: str, rows: list[dict[str, str]], day: date = date(2022, 8, 1)) -> SourceResult:
    path = write_csv(book.path.parent / f"{table}.csv", rows)
    return collect_sources(book, [path], table=table, received_on=day).sources[0]


def current(book: Book, table: str, columns: str) -> list[tuple[Any, ...]]:
    relation = current_records_sql(book, table)
    assert relation is not None
    with parquet.connect() as con:
        return con.execute(f"SELECT {columns} FROM {relation} ORDER BY ALL").fetchall()


def test_the_older_book_is_what_the_older_program_wrote(kept: tuple[Book, Seal]) -> None:
    book, seal = kept
    for table, names in LATER.items():
        sealed = seal.table(table)
        assert sealed is not None
        assert sealed.content_digest == DIGESTS[table]
        files = [table_files(book, seal)[table], *(book.records / table).rglob("*.parquet")]
        assert not any(parquet.held_columns(path) & set(names) for path in files)


def test_a_new_seal_has_all_columns_and_the_old_one_stays_as_it_was(older: tuple[Book, Seal]) -> None:
    book, seal = older
    result = close_book(book, as_of=date(2022, 7, 1), status=Status.OFFICIAL)
    assert result.is_new
    for table in LATER:
        sealed = result.seal.table(table)
        assert sealed is not None
        assert sealed.columns == RECORD_TABLES[table].sql_columns
    assert list_seals(book) == (seal, result.seal)
    verified = verify_book(book)
    assert verified.problems == ()
    assert verified.n_seals == 2


def test_the_same_records_in_an_older_and_a_newer_seal_do_not_differ(older: tuple[Book, Seal]) -> None:
    book, seal = older
    new = close_book(book, as_of=date(2022, 7, 1), status=Status.OFFICIAL).seal
    assert diff_seals(book, seal, new).tables == ()


def test_what_is_filled_in_later_is_a_change_of_its_column(older: tuple[Book, Seal]) -> None:
    book, seal = older
    changes = {"outcome": "resolved", "resolved_on": "2022-06-20", "deadline_rule": "days:60"}
    found = collect(book, "petitions", cells(PETITIONS[:1], **changes))
    assert (found.accepted, found.superseded) == (1, 1)
    assert found.difference.columns == {"deadline_rule": 1, "outcome": 1, "resolved_on": 1}
    assert current(book, "petitions", "petition_id, resolved_on, batch") == [
        ("KN-1", date(2022, 6, 20), None),
        ("KN-2", None, None),
    ]
    new = close_book(book, as_of=date(2022, 9, 1), status=Status.OFFICIAL).seal
    (change,) = diff_seals(book, seal, new).tables
    assert (change.name, change.added, change.removed, change.changed) == ("petitions", 0, 0, 1)
    assert dict(change.columns) == {"deadline_rule": 1, "outcome": 1, "resolved_on": 1}
    before, after = versions(book, "petitions", {"petition_id": "KN-1"})
    assert (before.values["resolved_on"], after.values["resolved_on"]) == (None, date(2022, 6, 20))


@pytest.mark.parametrize("filled", [False, True], ids=["without the columns", "with the columns empty"])
def test_the_same_source_again_brings_duplicates(older: tuple[Book, Seal], filled: bool) -> None:
    book, _ = older
    for table, rows in (("inspections", INSPECTIONS), ("petitions", PETITIONS[1:])):
        found = collect(book, table, cells(rows, **dict.fromkeys(LATER[table] if filled else (), "")))
        assert (found.accepted, found.rejected, found.duplicate) == (0, 0, len(rows)), table
        assert found.difference.columns == {}


def test_a_rejection_is_settled_by_a_load_of_either_kind(older: tuple[Book, Seal]) -> None:
    book, _ = older
    changed = cells(INSPECTIONS)[0] | {"recheck_due_on": "2022-09-01"}
    assert collect(book, "inspections", [changed | {"inspection_id": "TT-2", "kind": "?"}]).rejected == 1
    assert open_rejects(book, "inspections")[1] == 1
    collect(book, "inspections", [changed | {"inspection_id": "TT-2"}], date(2022, 8, 2))
    assert open_rejects(book, "inspections")[1] == 0


REQUESTS = (
    Term("all", "received_on"),
    Term("resolved", "resolved_on"),
    Term("batched", "received_on", where=(Condition("batch", Operator.NOT_NULL),)),
    Term("alone", "received_on", where=(Condition("batch", Operator.IS_NULL),)),
    Term("in_time", "received_on", where=(Condition("resolved_on", Operator.WITHIN_DAYS, days=60),)),
)


def engines(kept: tuple[Book, Seal]) -> tuple[DuckDBEngine, ReferenceEngine]:
    book, seal = kept
    return DuckDBEngine(table_files(book, seal)), ReferenceEngine({"petitions": PETITIONS, "inspections": INSPECTIONS})


def test_an_older_seal_counts_as_records_without_the_columns_do(kept: tuple[Book, Seal]) -> None:
    duckdb, reference = engines(kept)
    for by in ((), ("batch",), ("area", "repeats")):
        request = TallyRequest("petitions", REQUESTS, (SPAN,), by, RECEIVED)
        assert _cells(duckdb.tally(request)) == _cells(reference.tally(request)) != {}
    assert duckdb.distinct("petitions", "batch") == ()
    columns = ("petition_id", "batch", "forwarded_on", "resolved_on")
    asked = EventsRequest("petitions", columns, REQUESTS[0], SPAN, RECEIVED)
    found, expected = duckdb.events(asked), reference.events(asked)
    assert {name: (a.dtype, a.astype(str).tolist()) for name, a in found.items()} == {
        name: (a.dtype, a.astype(str).tolist()) for name, a in expected.items()
    }


def _cells(tally: Any) -> dict[tuple[Any, ...], dict[str, int]]:
    found = {}
    for index, span in enumerate(tally.span):
        values = {name: int(column[index]) for name, column in tally.values.items()}
        if any(values.values()):
            found[int(span), *(codes[index] for codes in tally.codes)] = values
    return found


def test_the_query_of_a_trace_runs_in_the_folder_of_an_older_seal(
    kept: tuple[Book, Seal], monkeypatch: pytest.MonkeyPatch
) -> None:
    book, seal = kept
    monkeypatch.chdir(table_files(book, seal)["petitions"].parent)
    for term in REQUESTS:
        trace = engines(kept)[0].trace(TraceRequest("petitions", term, SPAN, (("repeats", (None,)),), RECEIVED))
        with parquet.connect() as con:
            assert con.execute(trace.sql).fetchall() == [(trace.total,)]


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("verify",),
    ("seals",),
    ("count", "--period", "civil:2022", "--against", "civil:2021", "--by", "area"),
    ("plan", "--as-of", "2022-07-01"),
    ("plan", "--as-of", "2022-07-01", "--kind", "petition"),
    ("plan", "--as-of", "2022-07-01", "--petitions"),
    ("plan", "--as-of", "2022-07-01", "--inspections"),
    ("watch", "--as-of", "2022-06-30"),
    ("evaluate",),
    ("versions", "KN-1", "--table", "petitions"),
    ("report", "--period", "2022-01-01..2022-06-30", "--to", "html"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_reads_an_older_book(kept: tuple[Book, Seal], command: tuple[str, ...]) -> None:
    book, _ = kept
    ran = tongket(command[0], book.path, *command[1:])
    assert ran.code == 0, ran.err
    assert ran.out


def test_a_deadline_in_words_leaves_the_day_the_register_names(kept: tuple[Book, Seal]) -> None:
    book, seal = kept
    items = tongket("plan", book.path, "--as-of", "2022-03-01", "--kind", "petition", "--seal", seal.short, "--json")
    assert {each["id"]: each["due_on"] for each in items.json["items"]}["KN-1"] == "2022-04-02"


def test_closing_and_comparing_an_older_book_on_the_command_line(older: tuple[Book, Seal]) -> None:
    book, seal = older
    closed = tongket("close", book.path, "--as-of", "2022-07-02", "--status", "preliminary", "--json")
    assert closed.code == 0, closed.err
    assert list_seals(book)[-1].parent == seal.digest
    differs = tongket("diff", book.path, seal.short, "latest", "--json")
    assert (differs.code, differs.json["tables"], differs.json["figures"]) == (0, [], [])


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book of cases alone, sealed."""
    book = make_full_book(tmp_path_factory.mktemp("bare"))
    load(book, "cases", [case("A")], RECEIVED)
    close_book(book, as_of=RECEIVED, status=Status.OFFICIAL)
    return book.path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_does_without_the_registers(bare: Path, command: tuple[str, ...]) -> None:
    ran = tongket(command[0], bare, *command[1:])
    assert ran.code == 0, ran.err
    assert ran.out


def test_a_file_without_what_each_record_has_is_refused_and_named(older: tuple[Book, Seal]) -> None:
    book, _ = older
    (path,) = (book.records / "petitions").rglob("*.parquet")
    with parquet.connect() as con:
        con.execute(f"CREATE TABLE t AS SELECT * EXCLUDE (owner) FROM {parquet.file_sql(path)}")
        con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    with pytest.raises(BookError, match=rf"{path.name}: each record must have owner"):
        close_book(book, as_of=date(2022, 7, 1), status=Status.OFFICIAL)
    ran = tongket("close", book.path, "--as-of", "2022-07-01", "--status", "official")
    assert (ran.code, ran.out) == (3, "")
    assert "đèn đường" not in ran.err


def test_a_file_that_is_no_table_is_refused_and_named(older: tuple[Book, Seal]) -> None:
    book, _ = older
    (path,) = (book.records / "petitions").rglob("*.parquet")
    path.write_bytes(b"PAR1 and nothing else PAR1")
    ran = tongket("close", read_book(book.path).path, "--as-of", "2022-07-01", "--status", "official")
    assert ran.code == 3
    assert f"{path.name}: must be a Parquet file" in ran.err
    assert tongket("verify", book.path).code == 1
