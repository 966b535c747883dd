from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tongket.model.errors import BookError
from tongket.store import parquet

COLUMNS = (("code", "VARCHAR"), ("n", "BIGINT"))


def test_equal_rows_give_equal_files_whatever_their_order_and_the_number_of_threads(tmp_path: Path) -> None:
    digests = set()
    for threads, order in ((1, "ASC"), (4, "DESC")):
        path = tmp_path / f"{threads}.parquet"
        with parquet.connect() as con:
            con.execute(f"SET threads = {threads}")
            rows = f"(SELECT 'C' || i AS code, i % 7 AS n FROM range(300000) AS r(i) ORDER BY i {order})"
            parquet.write_table(con, rows, COLUMNS, ("code",), path)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_rows_are_written_in_order_of_the_key_with_missing_values_first(tmp_path: Path) -> None:
    path = tmp_path / "it's.parquet"
    with parquet.connect() as con:
        rows = "(VALUES ('b', 1), (NULL, 2), ('a', 3)) AS v(code, n)"
        parquet.write_table(con, rows, COLUMNS, ("code",), path)
        assert con.execute(f"SELECT * FROM {parquet.file_sql(path)}").fetchall() == [(None, 2), ("a", 3), ("b", 1)]


def test_python_rows_arrive_exactly(tmp_path: Path) -> None:
    columns = (
        ("text", "VARCHAR"),
        ("day", "DATE"),
        ("moment", "TIMESTAMP"),
        ("degrees", "DECIMAL(10,7)"),
        ("loss", "DECIMAL(18,2)"),
        ("yes", "BOOLEAN"),
    )
    rows = [
        ('O\'Môn "x"\n\\', date(2022, 3, 1), datetime(2022, 3, 1, 23, 59), 105.7834567, Decimal("0.10"), True),
        (None, None, None, None, None, None),
        ("", date(1, 1, 1), datetime(1999, 1, 1), -0.0000001, Decimal("-99999999999.99"), False),
    ]
    with parquet.connect() as con:
        parquet.load_rows(con, "t", columns, rows)
        found = con.execute("SELECT * FROM t").fetchall()
    exact = [tuple(Decimal(repr(cell)) if isinstance(cell, float) else cell for cell in row) for row in rows]
    assert found == [
        tuple(cell.quantize(Decimal("1e-7")) if i == 3 and cell is not None else cell for i, cell in enumerate(row))
        for row in exact
    ]


def test_handing_over_rows_does_not_import_what_takes_long(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tongket.store import parquet\n"
        "with parquet.connect() as con: parquet.load_rows(con, 't', [('a', 'VARCHAR')], [('x',)])\n"
        "print(sorted({'pandas', 'pyarrow', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(("rows", "expected"), [("(1, 1), (1, 2), (NULL, 1), (NULL, 2), (3, 1)", 2), ("(1, 1)", 0)])
def test_repeated_keys_are_counted(rows: str, expected: int) -> None:
    with parquet.connect() as con:
        assert parquet.repeated_keys(con, f"(VALUES {rows}) AS v(a, b)", ("a",)) == expected


def test_the_engine_reaches_no_network() -> None:
    with parquet.connect() as con, pytest.raises(Exception, match=r"(?i)extension|httpfs"):
        con.execute("SELECT * FROM read_parquet('https://example.org/x.parquet')")


def test_what_a_reader_spills_is_removed() -> None:
    with parquet.reading() as con:
        row = con.execute("SELECT current_setting('temp_directory')").fetchone()
        assert row is not None
        folder = Path(row[0])
        assert folder.is_dir()
    assert not folder.exists()


def _files(folder: Path, *selects: str) -> list[Path]:
    paths = [folder / f"{n}.parquet" for n, _ in enumerate(selects)]
    with parquet.connect() as con:
        for path, select in zip(paths, selects, strict=True):
            con.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return paths


def _rows(relation: str) -> list[tuple[object, ...]]:
    with parquet.connect() as con:
        return con.execute(f"SELECT code, n, later FROM {relation} ORDER BY code").fetchall()


WIDER = (*COLUMNS, ("later", "DATE"))


@pytest.mark.parametrize("turned", [False, True], ids=["older first", "newer first"])
def test_a_column_that_a_file_lacks_is_missing_in_its_rows(tmp_path: Path, turned: bool) -> None:
    files = _files(
        tmp_path, "SELECT 'a' AS code, 1::BIGINT AS n", "SELECT DATE '2022-03-01' AS later, 'b' AS code, 2::BIGINT AS n"
    )
    found = _rows(parquet.files_sql(files[::-1] if turned else files, WIDER))
    assert found == [("a", 1, None), ("b", 2, date(2022, 3, 1))]


def test_a_column_that_no_file_has_is_missing_and_of_its_type(tmp_path: Path) -> None:
    files = _files(tmp_path, "SELECT 'a' AS code, 1::BIGINT AS n", "SELECT 2::BIGINT AS n, 'b' AS code")
    relation = parquet.files_sql(files, WIDER)
    assert _rows(relation) == [("a", 1, None), ("b", 2, None)]
    with parquet.connect() as con:
        assert con.execute(f"SELECT typeof(later) FROM {relation} LIMIT 1").fetchone() == ("DATE",)


def test_files_that_have_every_column_are_read_as_they_stand(tmp_path: Path) -> None:
    (path,) = _files(tmp_path, "SELECT 'a' AS code, 1::BIGINT AS n")
    assert parquet.filled_sql("t", COLUMNS, parquet.held_columns(path)) == "t"
    assert parquet.files_sql([path], COLUMNS).startswith("read_parquet([")


def test_a_file_without_a_required_column_is_refused_and_named(tmp_path: Path) -> None:
    files = _files(tmp_path, "SELECT 'a' AS code, 1::BIGINT AS n", "SELECT 1::BIGINT AS n")
    with pytest.raises(BookError, match=r"1\.parquet: each record must have code; the file lacks it"):
        parquet.files_sql(files, WIDER, ("code",))
