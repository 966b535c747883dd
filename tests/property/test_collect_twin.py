"""Collect against its plain twin: the same rows, lines, counts, rules and versions, on deliveries nobody chose."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reference.collect_twin import COLUMNS, TwinBook, read_rows
from tongket.collect.collecting import collect_sources
from tongket.collect.mapping import SourceEntry
from tongket.collect.readers.csv_files import read_csv
from tongket.collect.readers.raw import ROW
from tongket.store.book import create_book
from tongket.store.parquet import connect, quoted
from tongket.store.records import current_records_sql

HEAD = ("first", "second", "third")
cells = st.text(alphabet='abĐế 0,;"\n\r|\t', max_size=6)
tables = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8)


def written(rows: list[list[str]], delimiter: str, ending: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(HEAD)
    writer.writerows(rows)
    return text.getvalue()


@settings(max_examples=40)
@given(rows=tables, delimiter=st.sampled_from(",;\t|"), ending=st.sampled_from(["\n", "\r\n"]))
@example(rows=[["a\nb", "", ""], ["c", "d", "e"]], delimiter=",", ending="\n")
@example(rows=[['"', ",", "\r"]], delimiter=",", ending="\r\n")
def test_csv_rows_and_lines_are_those_of_the_plain_reader(rows: list[list[str]], delimiter: str, ending: str) -> None:
    text = written(rows, delimiter, ending)
    # the writer leaves a lone carriage return unquoted, which ends a line: rows may come out short or long
    expected = [(line, [cell or None for cell in (row + [""] * 3)[:3]]) for line, row in read_rows(text, delimiter)[1]]
    with TemporaryDirectory() as folder, connect() as con:
        path = Path(folder) / "a.csv"
        path.write_text(text, encoding="utf-8", newline="")
        options = SourceEntry(delimiter=delimiter, encoding="utf-8")
        raw = read_csv(con, "a.csv", path, "", options, Path(folder), list, lambda _: None)
        names = ", ".join(quoted(name) for name in HEAD)
        found = con.execute(f"SELECT {ROW}, {names} FROM {raw.relation} ORDER BY {ROW}").fetchall()
    assert [(line, list(values)) for line, *values in found] == expected


ids = st.sampled_from(["A", "B", "C", " D ", ""])
days = st.sampled_from(["2022-05-01", "01/05/2022", "2022-06-02", "31/02/2022", "2024-01-01", "1899-12-30", "", "x"])
places = st.sampled_from(["31117", "31117", "31120", "99999", ""])
numbers = st.sampled_from(["", "0", "3", "-1", "two", "1.5"])
row_lists = st.lists(st.tuples(ids, days, places, numbers, numbers).map(list), min_size=1, max_size=7)
receipts = st.sampled_from([date(2022, 7, 1), date(2022, 8, 1), date(2022, 9, 1)])


@settings(max_examples=8)
@given(deliveries=st.lists(st.tuples(row_lists, receipts), min_size=1, max_size=3))
@example(
    deliveries=[
        ([["A", "2022-05-01", "31117", "", "0"]], date(2022, 9, 1)),
        ([["A", "01/05/2022", "31117", "", "3"], ["A", "2022-05-01", "31117", "", "3"]], date(2022, 7, 1)),
    ]
)
def test_deliveries_give_the_counts_and_versions_of_the_twin(
    deliveries: list[tuple[list[list[str]], date]],
) -> None:
    # on the days used here these are the communes among the codes drawn
    twin = TwinBook(frozenset({"31117", "31120"}))
    with TemporaryDirectory() as folder:
        book = create_book(Path(folder) / "book", "vn-city")
        for number, (rows, received) in enumerate(deliveries):
            text = io.StringIO(newline="")
            csv.writer(text).writerows([list(COLUMNS), *rows])
            # a number of its own, lest equal deliveries count as loaded before
            path = Path(folder) / f"fires-{number}.csv"
            path.write_text(text.getvalue() + "\n" * number, encoding="utf-8", newline="")
            result = collect_sources(book, [path], received_on=received)
            expected = twin.collect(text.getvalue(), received)
            if not result.sources[0].already_loaded:
                found = (result.read, result.accepted, result.rejected, result.duplicate, result.superseded)
                assert found == (
                    expected.read,
                    expected.accepted,
                    expected.rejected,
                    expected.duplicate,
                    expected.superseded,
                )
                assert {rule.id: rule.rows for rule in result.rules} == expected.rules
        for as_of in (date(2022, 7, 1), date(2022, 8, 1), date(2022, 9, 1)):
            assert held(book, as_of) == sorted(twin.current(as_of).values(), key=str)


def held(book, as_of: date) -> list[tuple[object, ...]]:  # type: ignore[no-untyped-def]
    relation = current_records_sql(book, "fires", as_of)
    if relation is None:
        return []
    with connect() as con:
        return sorted(con.execute(f"SELECT {', '.join(COLUMNS)} FROM {relation}").fetchall(), key=str)
