"""Loads follow one another: what was there stays findable, and the same again changes nothing."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.unit.collect.books import RECEIVED, collect, new_book, row, rule_ids, write_csv
from tongket.collect.collecting import collect_sources
from tongket.collect.forms import form_mapping
from tongket.collect.template import write_template
from tongket.model.errors import BookError, DefinitionError, UsageError
from tongket.model.tables import RECORD_TABLES
from tongket.store.book import Book, read_book
from tongket.store.loads import Load, one_writer, read_loads
from tongket.store.parquet import connect
from tongket.store.records import current_records_sql, versions
from tongket.store.rejects import open_rejects, read_rejects, read_rule_counts

MARCH, JUNE = date(2022, 3, 31), date(2022, 6, 30)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def current(book: Book, table: str, columns: str, as_of: date | None = None) -> list[tuple[Any, ...]]:
    relation = current_records_sql(book, table, as_of)
    if relation is None:
        return []
    with connect() as con:
        return con.execute(f"SELECT {columns} FROM {relation} ORDER BY ALL").fetchall()


def state(book: Book) -> dict[str, bytes]:
    """Return every file of the book but the lock."""
    files = (path for path in book.path.rglob("*") if path.is_file() and path.name != ".collecting.lock")
    return {str(path.relative_to(book.path)): path.read_bytes() for path in files}


def test_the_same_file_twice_changes_nothing(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cases.csv", [row("cases"), row("cases", case_id="B", status="finished")])
    first = collect_sources(book, [path], received_on=MARCH)
    before = state(book)
    second = collect_sources(book, [path], received_on=MARCH)
    assert state(book) == before
    assert second.sources[0].already_loaded
    assert (second.read, second.accepted, second.rejected, second.duplicate) == (2, 0, 1, 1)
    assert first.sources[0].load_id == second.sources[0].load_id


def test_the_same_file_received_later_changes_nothing(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cases.csv", [row("cases")])
    collect_sources(book, [path], received_on=MARCH)
    before = state(book)
    assert collect_sources(book, [path], received_on=JUNE).duplicate == 1
    assert state(book) == before


def test_a_corrected_record_supersedes_and_the_old_version_stays(book: Book) -> None:
    collect(book, "cases", [row("cases"), row("cases", case_id="B")], received_on=MARCH)
    result = collect(
        book,
        "cases",
        [row("cases", status="cleared", cleared_on="2022-05-02"), row("cases", case_id="B")],
        received_on=JUNE,
    )
    assert (result.accepted, result.superseded, result.duplicate) == (1, 1, 1)
    assert result.sources[0].difference.columns == {"status": 1, "cleared_on": 1}
    assert current(book, "cases", "case_id, status") == [("B", "open"), ("CT-2022-001", "cleared")]
    assert current(book, "cases", "case_id, status", MARCH) == [("B", "open"), ("CT-2022-001", "open")]
    assert current(book, "cases", "case_id", date(2022, 3, 30)) == []
    found = versions(book, "cases", {"case_id": "CT-2022-001"})
    assert [(each.load.received_on, each.values["status"]) for each in found] == [(MARCH, "open"), (JUNE, "cleared")]


def test_a_version_received_earlier_but_loaded_later_does_not_win(book: Book) -> None:
    collect(book, "cases", [row("cases", status="suspended")], received_on=JUNE)
    result = collect(book, "cases", [row("cases")], received_on=MARCH)
    assert result.accepted == 1
    assert current(book, "cases", "status") == [("suspended",)]
    assert current(book, "cases", "status", MARCH) == [("open",)]


def test_versions_need_the_whole_key(book: Book) -> None:
    with pytest.raises(UsageError, match="the key is indicator, stage, area, on"):
        versions(book, "progress", {"indicator": "x"})


def test_keys_with_missing_parts_supersede(book: Book) -> None:
    collect(book, "progress", [row("progress", stage="", count="5")], received_on=JUNE)
    result = collect(book, "progress", [row("progress", stage="", count="7")], received_on=RECEIVED)
    assert (result.accepted, result.superseded) == (1, 1)
    assert current(book, "progress", "count") == [(7,)]


def test_a_mended_row_is_accepted_and_its_rejection_settled(book: Book, tmp_path: Path) -> None:
    bad = row("cases", cleared_on="2022-03-01", status="cleared", clause="9", severity="")
    path = write_csv(tmp_path / "cases.csv", [bad, row("cases", case_id="")])
    result = collect_sources(book, [path], received_on=MARCH)
    assert (result.accepted, result.rejected) == (0, 2)
    # every rule a row breaks is listed, the value stands only here
    page, total = read_rejects(book, "cases")
    assert [(found.source_row, found.rule, found.value) for found in page] == [
        (2, "R113", "9"),
        (2, "R202", "2022-03-01"),
        (3, "R101", None),
    ]
    assert open_rejects(book, "cases")[1] == total == 3
    mended = [row("cases", cleared_on="2022-03-11", status="cleared"), row("cases", case_id="C")]
    collect_sources(book, [write_csv(path, mended)], received_on=JUNE)
    assert open_rejects(book, "cases") == ((), 0)
    assert read_rejects(book, "cases")[1] == 3
    assert [(count.rule, count.rows) for count in read_rule_counts(book)] == [("R101", 1), ("R113", 1), ("R202", 1)]


def test_rejects_are_paged_and_never_cut_off(book: Book) -> None:
    rows = [row("cases", case_id=f"C{number:04d}", status="finished") for number in range(1203)]
    result = collect(book, "cases", rows, received_on=MARCH)
    assert [(rule.id, rule.rows) for rule in result.rules] == [("R110", 1203)]
    page, total = read_rejects(book, "cases", "R110", offset=1200, limit=50)
    assert (len(page), total, page[-1].source_row) == (3, 1203, 1204)
    assert read_rejects(book, "cases", "R101") == ((), 0)
    assert read_rejects(book, "fires") == ((), 0)


def test_dry_run_says_the_difference_and_writes_nothing(book: Book) -> None:
    collect(book, "cases", [row("cases"), row("cases", case_id="B")], received_on=MARCH)
    before = state(book)
    rows = [row("cases", status="suspended"), row("cases", case_id="B"), row("cases", case_id="C")]
    result = collect(book, "cases", rows, received_on=JUNE, dry_run=True)
    difference = result.sources[0].difference
    assert (difference.new, difference.changed, difference.unchanged) == (1, 1, 1)
    assert state(book) == before
    assert "Against the book: new 1, changed 1, unchanged 1." in result.summary("en")


def test_an_explained_breach_is_accepted_with_its_reason(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cases.csv", [row("cases", cleared_on="2022-03-09", status="cleared")])
    assert collect_sources(book, [path], received_on=MARCH).rejected == 1
    (book.path / "explained.toml").write_text(
        '[[explained]]\nrule = "R202"\nkey = "CT-2022-001"\nreason = "Bắt quả tang"\nby = "PC02"\non = 2022-04-01\n',
        encoding="utf-8",
    )
    result = collect_sources(book, [path], received_on=MARCH)
    assert (result.accepted, [(rule.id, rule.severity) for rule in result.rules]) == (1, [("R202", "explained")])


def test_an_explanation_needs_its_fields(book: Book, tmp_path: Path) -> None:
    (book.path / "explained.toml").write_text('[[explained]]\nrule = "R202"\nkey = "x"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match="needs rule, key, reason, by and on"):
        collect_sources(book, [write_csv(tmp_path / "cases.csv", [row("cases")])])


def test_offences_of_a_case_are_all_kept_and_replaced_together(book: Book, tmp_path: Path) -> None:
    base = {**row("cases", offence="", clause="", severity="", offence_group=""), "Các tội danh": "173/1; 168 khoản 2"}
    mapping = form_mapping("cases")
    path = write_csv(tmp_path / "a.csv", [base])
    result = collect_sources(book, [path], mapping=mapping, received_on=MARCH)
    assert (result.accepted, result.derived[0].accepted) == (1, 2)
    assert current(book, "cases", "offence, clause, severity, offence_group") == [
        ("168", "2", "very_serious", "property")
    ]
    assert current(book, "case_offences", "offence, clause, principal") == [("168", "2", True), ("173", "1", False)]
    # the principal offence stays, another leaves the list: a new version all the same
    path = write_csv(tmp_path / "b.csv", [{**base, "Các tội danh": "168/2"}])
    result = collect_sources(book, [path], mapping=mapping, received_on=JUNE)
    assert (result.accepted, result.superseded) == (1, 1)
    assert current(book, "case_offences", "offence, clause, principal") == [("168", "2", True)]
    assert len(current(book, "case_offences", "offence", MARCH)) == 2


def test_a_list_of_offences_is_a_duplicate_only_as_a_whole(book: Book) -> None:
    collect(book, "cases", [row("cases")], received_on=MARCH)
    second = row("case_offences", offence="134", principal="false")
    collect(book, "case_offences", [row("case_offences"), second], received_on=MARCH)
    same = collect(book, "case_offences", [second, row("case_offences")], received_on=JUNE)
    assert (same.accepted, same.duplicate) == (0, 2)
    changed = collect(
        book,
        "case_offences",
        [row("case_offences"), {**second, "clause": "2", "severity": "serious"}],
        received_on=JUNE,
    )
    assert (changed.accepted, changed.duplicate) == (2, 0)
    assert current(book, "case_offences", "offence, clause") == [("134", "2"), ("173", "1")]


def test_records_lie_by_month_and_only_listed_files_are_read(book: Book) -> None:
    rows = [row("fires", fire_id="A"), row("fires", fire_id="B", occurred_on="2022-06-02")]
    collect(book, "fires", rows)
    months = sorted(path.name for path in (book.records / "fires").iterdir())
    assert months == ["recorded_month=2022-05", "recorded_month=2022-06"]
    stray = next((book.records / "fires").rglob("*.parquet"))
    (stray.parent / "never-listed.parquet").write_bytes(stray.read_bytes())
    assert len(current(book, "fires", "fire_id")) == 2
    collect(book, "fires", [row("fires", fire_id="C")])
    assert not (stray.parent / "never-listed.parquet").exists()


def test_one_writer_at_a_time(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cases.csv", [row("cases")])
    code = (
        "import sys; from pathlib import Path; from tongket.store.book import read_book;"
        " from tongket.collect.collecting import collect_sources;"
        " collect_sources(read_book(Path(sys.argv[1])), [sys.argv[2]])"
    )
    with one_writer(book):
        run = subprocess.run(
            [sys.executable, "-c", code, str(book.path), str(path)], capture_output=True, text=True, check=False
        )
    assert "one collect at a time; another is running (process" in run.stderr
    assert collect_sources(book, [path], received_on=MARCH).accepted == 1


def test_numbers_of_a_load_must_add_up() -> None:
    with pytest.raises(BookError, match="read must equal"):
        Load("x", "cases", "s", "d", 3, 1, 1, 0, 0, MARCH, "", "m", 1)


def test_loads_are_numbered_and_keep_their_counts(book: Book) -> None:
    collect(book, "cases", [row("cases"), row("cases")], received_on=MARCH)
    collect(book, "case_events", [row("case_events")], received_on=JUNE)
    loads = read_loads(book)
    assert [(load.sequence, load.table, load.read, load.accepted, load.duplicate) for load in loads] == [
        (1, "cases", 2, 1, 1),
        (2, "case_events", 1, 1, 0),
    ]


def test_json_has_the_promised_keys(book: Book) -> None:
    answer = collect(book, "cases", [row("cases", status="finished")]).to_json()
    assert list(answer)[:6] == ["read", "accepted", "rejected", "duplicate", "superseded", "rules"]
    assert answer["rules"] == [{"id": "R110", "severity": "error", "rows": 1}]


def test_summary_names_every_rule_in_both_languages(book: Book) -> None:
    result = collect(book, "cases", [row("cases", status="finished", longitude="0", latitude="0")])
    assert "Đã đọc 1 dòng = nhận 0 + loại 1 + trùng 0; thay thế 0." in result.summary("vi")
    assert "R110 lỗi: 1 — Mã không có trong danh mục." in result.summary("vi")
    assert "R210 error: 1" in result.summary("en")
    assert result.exit_code == 1


def test_progress_runs_from_nothing_to_the_end(book: Book, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    path = write_csv(tmp_path / "cases.csv", [row("cases")])
    collect_sources(book, [path], progress=lambda *args: told.append(args), lang="en")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1] == path.stat().st_size
    assert {"reading", "converting", "checking"} <= {what.rpartition(": ")[2] for _, _, what in told}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", RECORD_TABLES)
def test_a_filled_form_is_collected(tmp_path: Path, table: str, language: Any) -> None:
    import openpyxl

    book = new_book(tmp_path)
    for needed in {"case_events": ["cases"], "case_offences": ["cases"], "campaign_cases": ["cases", "campaigns"]}.get(
        table, []
    ):
        collect(book, needed, [row(needed)])
    path = tmp_path / "form.xlsx"
    write_template(path, table, language, book=book, on=date(2022, 3, 10))
    workbook = openpyxl.load_workbook(path)
    helping, entry = workbook.worksheets[1], workbook.worksheets[0]
    # the example of the instructions, copied into the first line as a person would
    for position in range(1, entry.max_column + 1):
        entry.cell(4, position, helping.cell(3 + position, 5).value)
    workbook.save(path)
    result = collect_sources(read_book(book.path), [path], preset="vn-case-book", table=table, received_on=RECEIVED)
    assert (result.read, result.accepted, rule_ids(result)) == (1, 1, [])


def test_the_form_offers_lists_and_checks(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "form.xlsx"
    write_template(path, on=date(2025, 8, 1))
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["Nhập liệu", "Hướng dẫn", "Danh mục"]
    head = [cell.value for cell in workbook["Nhập liệu"][3]]
    assert head[:3] == ["Mã vụ án *", "Ngày thụ lý *", "Xảy ra từ"]
    checks = workbook["Nhập liệu"].data_validations.dataValidation
    assert {check.type for check in checks} == {"list", "date", "whole", "decimal"}
    lists = {
        cells[0]: [cell for cell in cells[1:] if cell] for cells in workbook["Danh mục"].iter_cols(values_only=True)
    }
    assert len(lists["Địa bàn"]) == 103
    assert "31120 – Phường Cái Khế" in lists["Địa bàn"]
