"""Sources of every kind give the same records; broken ones are refused or lose no line."""

from __future__ import annotations

import csv
import gzip
import sqlite3
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.collect.books import RECEIVED, new_book, row, rule_ids, write_csv
from tongket.collect.collecting import collect_sources
from tongket.collect.mapping import ColumnEntry, Mapping, SourceEntry, identity_mapping
from tongket.collect.readers.csv_files import count_lines, find_delimiter
from tongket.collect.readers.encodings import decoded_pieces, find_encoding
from tongket.collect.readers.raw import cell_text, unique_names
from tongket.collect.readers.sources import list_items, table_of
from tongket.collect.result import CollectResult
from tongket.model.errors import MissingExtraError, SourceError, UsageError
from tongket.store.book import Book
from tongket.store.parquet import connect
from tongket.store.records import current_records_sql

NAME = "Cao điểm tấn công, trấn áp tội phạm dịp Tết Nguyên đán"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def records(book: Book, table: str, columns: str) -> list[tuple[Any, ...]]:
    relation = current_records_sql(book, table)
    assert relation is not None
    with connect() as con:
        return con.execute(f"SELECT {columns} FROM {relation} ORDER BY ALL").fetchall()


def campaign_text(name: str = NAME, delimiter: str = ",") -> str:
    cells = row("campaigns", name=name)
    return delimiter.join(cells) + "\n" + delimiter.join(cells.values()) + "\n"


def collect_file(book: Book, path: Path, **options: Any) -> CollectResult:
    return collect_sources(book, [path], **{"received_on": RECEIVED, **options})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_csv_of_any_encoding_and_delimiter(book: Book, tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "campaigns.csv"
    path.write_bytes(campaign_text(delimiter=delimiter).encode(encoding))
    assert rule_ids(collect_file(book, path)) == []
    assert records(book, "campaigns", "name") == [(NAME,)]


def windows_1258(text: str) -> bytes:
    """Encode as Vietnamese Windows programs do: the letter with its hat or horn, then the tone as a mark of its own."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    import unicodedata

    parts = []
    for letter in text:
        split = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in split[1:] if mark in marks)
        base = unicodedata.normalize("NFC", "".join(mark for mark in split if mark not in tone))
        parts.append(base + tone)
    return "".join(parts).encode("cp1258")


def test_windows_1258_is_found_and_composed(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "campaigns.csv"
    path.write_bytes(windows_1258(campaign_text(delimiter=";")))
    assert find_encoding(path) == "windows-1258"
    collect_file(book, path)
    assert records(book, "campaigns", "name") == [(NAME,)]


def test_combining_marks_in_utf8_are_composed(book: Book, tmp_path: Path) -> None:
    import unicodedata

    path = tmp_path / "campaigns.csv"
    path.write_text(unicodedata.normalize("NFD", campaign_text(delimiter=";")), encoding="utf-8")
    collect_file(book, path)
    assert records(book, "campaigns", "name") == [(NAME,)]


def test_western_text_is_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id;modalidad\n1;Asfixia mecánica, señor\n".encode("windows-1252"))
    assert find_encoding(path) == "windows-1252"


def test_tcvn3_is_read_where_the_mapping_says_so(tmp_path: Path) -> None:
    # "Tội phạm" and "đánh bạc" as the .VnTime font writes them
    path = tmp_path / "a.csv"
    path.write_bytes("T\u00e9i ph\u00b9m, \u00ae\u00b8nh b\u00b9c".encode("windows-1252"))
    assert "".join(decoded_pieces(path, "tcvn3")) == "Tội phạm, đánh bạc"


def test_one_damaged_byte_leaves_utf8_and_is_reported(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "campaigns.csv"
    path.write_bytes(campaign_text(NAME + " X", delimiter=";").encode().replace(b" X", b" \xff"))
    result = collect_file(book, path)
    assert (result.accepted, rule_ids(result)) == (1, ["R115"])


def test_quoted_line_breaks_keep_line_numbers(book: Book, tmp_path: Path) -> None:
    rows = [row("campaigns", name="Một\nhai\nba"), row("campaigns", campaign_id="B", ends_on="2022-01-01")]
    path = write_csv(tmp_path / "campaigns.csv", rows)
    result = collect_file(book, path)
    # the first record stands on lines 2 to 4, so the faulty one begins on line 5
    assert [(found.rule, found.source_row) for found in result.sources[0].examples] == [("R225", 5)]
    assert records(book, "campaigns", "name, source_row") == [("Một\nhai\nba", 2)]


def test_gzip_and_zip_give_the_same_records(book: Book, tmp_path: Path) -> None:
    packed = tmp_path / "campaigns.csv.gz"
    packed.write_bytes(gzip.compress(campaign_text(delimiter=";").encode()))
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("2022/campaigns.csv", campaign_text("Đợt hai", ";").replace("CD-2022-1", "CD-2"))
        file.writestr("2022/.hidden.csv", "x")
    assert [item.name for item in list_items([archive])] == ["all.zip/2022/campaigns.csv"]
    collect_sources(book, [packed, archive], received_on=RECEIVED)
    assert records(book, "campaigns", "campaign_id, source") == [
        ("CD-2", "all.zip/2022/campaigns.csv"),
        ("CD-2022-1", "campaigns.csv.gz"),
    ]


def test_a_folder_is_read_cases_first(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    write_csv(folder / "a_case_events.csv", [row("case_events")])
    write_csv(folder / "z_cases.csv", [row("cases")])
    result = collect_sources(book, [folder], received_on=RECEIVED)
    assert [(source.table, source.accepted) for source in result.sources] == [("cases", 1), ("case_events", 1)]


def test_table_is_the_longest_name_in_the_file_name() -> None:
    assert table_of("2022-Q3/Campaign-Cases 2022.csv") == "campaign_cases"
    assert table_of("cases_2022.parquet") == "cases"
    assert table_of("other.csv") is None


def workbook_rows() -> list[list[Any]]:
    cells = row("cases", recorded_on="", occurred_from="", occurred_to="")
    filled: list[Any] = list(cells.values())
    names = list(cells)
    filled[names.index("recorded_on")] = date(2022, 3, 10)
    filled[names.index("occurred_from")] = datetime(2022, 3, 9, 21, 30)
    return [["Sổ thụ lý năm 2022"], [], names, filled]


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    workbook.save(path)


def write_xls(path: Path, rows: list[list[Any]]) -> None:
    import xlwt

    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("cases")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    moment = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
    for y, cells in enumerate(rows):
        for x, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write(y, x, cell, moment)
            elif isinstance(cell, date):
                sheet.write(y, x, cell, day)
            else:
                sheet.write(y, x, cell)
    workbook.save(str(path))


def write_ods(path: Path, rows: list[list[Any]]) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="cases")
    for cells in rows:
        line = TableRow()
        for cell in cells:
            if isinstance(cell, date | datetime):
                box = TableCell(valuetype="date", datevalue=cell.isoformat())
            else:
                box = TableCell(valuetype="string")
                box.addElement(P(text=str(cell)))
            line.addElement(box)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_workbooks_with_the_head_below_a_title(book: Book, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cases{suffix}"
    rows = workbook_rows()
    if suffix == ".xlsx":
        write_xlsx(path, {"Ghi chú": [["không", "phải", "bảng"]], "Sổ": rows})
    elif suffix == ".xls":
        write_xls(path, rows)
    else:
        write_ods(path, rows)
    assert rule_ids(collect_file(book, path)) == []
    assert records(book, "cases", "recorded_on, occurred_from, source_row") == [
        (date(2022, 3, 10), datetime(2022, 3, 9, 21, 30), 4)
    ]


def test_every_sheet_with_the_columns_is_read(book: Book, tmp_path: Path) -> None:
    rows = [list(row("fires")), list(row("fires").values())]
    second = [list(row("fires")), list(row("fires", fire_id="CH-02").values())]
    path = tmp_path / "fires.xlsx"
    write_xlsx(path, {"Quý I": rows, "Quý II": second, "Khác": [["a", "b"]]})
    result = collect_file(book, path)
    assert [source.source for source in result.sources] == ["fires.xlsx#Quý I", "fires.xlsx#Quý II"]
    assert result.accepted == 2
    again = collect_file(book, path)
    assert [source.already_loaded for source in again.sources] == [True, True]


def test_excel_serial_numbers_are_dates(book: Book, tmp_path: Path) -> None:
    entry = ColumnEntry(sources="occurred_on", formats=("excel",))
    identity = identity_mapping("fires")
    mapping = Mapping(id="serial", table="fires", columns={**identity.columns, "occurred_on": entry})
    path = write_csv(tmp_path / "fires.csv", [row("fires", occurred_on="44682")])
    collect_file(book, path, mapping=mapping)
    assert records(book, "fires", "occurred_on") == [(date(2022, 5, 1),)]


def test_decimal_commas(book: Book, tmp_path: Path) -> None:
    identity = identity_mapping("fires")
    mapping = Mapping(id="comma", table="fires", columns=identity.columns, source=SourceEntry(decimal=","))
    path = write_csv(tmp_path / "fires.csv", [row("fires", property_loss="1.250.000,50")])
    collect_file(book, path, mapping=mapping)
    assert [str(cell) for (cell,) in records(book, "fires", "property_loss")] == ["1250000.50"]


def test_sqlite_query(book: Book, tmp_path: Path) -> None:
    base = tmp_path / "register.db"
    connection = sqlite3.connect(base)
    cells = row("fires")
    connection.execute(f"CREATE TABLE f ({', '.join(cells)})")
    connection.executemany("INSERT INTO f VALUES (?, ?, ?)", [("A", "2022-05-01", 31117), ("B", "2022-05-02", 31117)])
    connection.commit()
    connection.close()
    address, query = f"sqlite:///{base}", "SELECT * FROM f ORDER BY fire_id"
    result = collect_sources(book, [address], query=query, table="fires", received_on=RECEIVED)
    assert (result.accepted, rule_ids(result)) == (2, [])
    again = collect_sources(book, [address], query=query, table="fires", received_on=RECEIVED)
    assert again.sources[0].already_loaded


def test_database_is_never_written(tmp_path: Path, book: Book) -> None:
    base = tmp_path / "register.db"
    sqlite3.connect(base).execute("CREATE TABLE f (fire_id)").connection.close()
    with pytest.raises(SourceError, match="readonly"):
        collect_sources(book, [f"sqlite:///{base}"], query="DROP TABLE f", table="fires")


def test_database_needs_a_query_and_hides_the_password(book: Book) -> None:
    address = "postgresql://office:secret@host/base"
    with pytest.raises(UsageError, match="--query") as refusal:
        collect_sources(book, [address], table="cases")
    assert "secret" not in str(refusal.value)
    assert list_items([address])[0].name == "postgresql://host/base"


def test_postgres_without_its_driver_names_the_extra(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'tongket\[postgres\]'"):
        collect_sources(book, ["postgresql://host/base"], query="SELECT 1", table="cases")


def test_postgres_that_does_not_answer_is_a_source_error(book: Book, tmp_path: Path) -> None:
    address = f"postgresql:///base?host={tmp_path}&connect_timeout=1"
    with pytest.raises(SourceError, match="the query failed"):
        collect_sources(book, [address], query="SELECT 1", table="cases")


BROKEN = {
    "empty.csv": (b"", "the file is empty"),
    "cases.parquet": (b"PAR1 but not really", "whole Parquet file"),
    "cases.xlsx": (b"no workbook", "must be a workbook"),
    "cases.zip": (b"no archive", "whole zip archive"),
    "cases.csv.gz": (b"no gzip", "whole gzip file"),
    "cases.csv": (b"a,b\n1,2\n", "needs the column 'case_id'"),
    "cases.pdf": (b"%PDF", "must end in one of"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_unusable_sources_are_refused_with_a_reason(book: Book, tmp_path: Path, name: str) -> None:
    content, message = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        collect_sources(book, [path], table="cases")
    assert current_records_sql(book, "cases") is None


def test_missing_source_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is none"):
        collect_sources(book, [tmp_path / "nothing.csv"], table="cases")


def test_a_quote_without_end_is_refused_with_its_line(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "fires.csv"
    text = ",".join(row("fires")) + '\nA,2022-05-01,"31117\n' + "B,2022-05-02,31117\n" * 60_000
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="line 2"):
        collect_file(book, path)


def test_rows_with_too_many_or_too_few_cells_are_counted(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "fires.csv"
    good = ",".join(row("fires").values())
    path.write_text(",".join(row("fires")) + f"\n{good}\nB,2022-05-02\nC,2022-05-02,31117,x,y\n\n", encoding="utf-8")
    result = collect_file(book, path)
    assert (result.read, result.accepted, result.rejected) == (3, 1, 2)
    assert [found.source_row for found in result.sources[0].examples] == [3, 4]


def test_lines_are_counted_whatever_their_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for content, lines in ((b"a\nb\n", 2), (b"a\r\nb", 2), (b"a\rb\n", None), (b"", 0)):
        path.write_bytes(content)
        assert count_lines(path) == lines


def test_delimiter_is_the_one_that_cuts_evenly() -> None:
    assert find_delimiter(["a;b;c\n", "1,5;2,5;x\n", "1,5;2,5;y\n"]) == ";"
    assert find_delimiter(["a,b\n", '"x;y",2\n']) == ","


def test_names_of_columns_are_never_twice() -> None:
    assert unique_names(["a", "A ", "", "\ufeffb", "__row"]) == ("a", "A 2", "column 3", "b", "source __row")


def test_cells_are_written_as_people_write_them() -> None:
    cells = [3.0, 2.5, True, date(2022, 1, 2), datetime(2022, 1, 2, 3, 4), None, "", "x"]
    assert [cell_text(cell) for cell in cells] == [
        "3",
        "2.5",
        "true",
        "2022-01-02",
        "2022-01-02 03:04:00",
        None,
        None,
        "x",
    ]


def test_csv_module_limit_is_not_left_smaller(tmp_path: Path) -> None:
    assert csv.field_size_limit() >= 131_072
