"""The writer of the ledger's parts, read back by three programs that know the format."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.store import small_parquet
from tongket.store.small_parquet import Letters, Words, parquet_content


def by_duckdb(path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


def by_pyarrow(path: Path) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in pq.read_table(path).to_pylist()]


def by_polars(path: Path) -> list[tuple[Any, ...]]:
    return pl.read_parquet(path).rows()


READERS = (by_duckdb, by_pyarrow, by_polars)


def columns_of(rows: list[tuple[str, str | None, float | None]]) -> dict[str, Any]:
    words = list(dict.fromkeys(word for _, word, _ in rows))
    return {
        "id": Letters(np.array([list(id_.encode()) for id_, _, _ in rows], dtype=np.uint8)),
        "word": Words(np.array([words.index(word) for _, word, _ in rows], dtype=np.int32), words),
        "number": np.array([np.nan if number is None else number for _, _, number in rows]),
    }


ROWS = st.lists(
    st.tuples(
        st.text("F0123456789abcdef", min_size=3, max_size=3),
        st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
        st.none() | st.floats(allow_nan=False, width=32),
    ),
    min_size=1,
    max_size=80,
)


@given(ROWS, st.sampled_from([8, 64, 1 << 17]))
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_by_every_program(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str | None, float | None]], group: int
) -> None:
    path = tmp_path_factory.mktemp("parts") / "part.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small_parquet, "ROWS", group)  # so that a short table has several row groups
        path.write_bytes(parquet_content(columns_of(rows)))
    for read in READERS:
        assert read(path) == rows


@pytest.mark.parametrize("read", READERS)
def test_long_runs_packed_bits_missing_values_and_signs_of_nought(tmp_path: Path, read: Any) -> None:
    n = 20_011
    many = [f"từ {i}" for i in range(700)]
    columns = {
        "id": Letters(np.array([list(f"{i:05d}".encode()) for i in range(n)], dtype=np.uint8)),
        "same": Words(np.zeros(n, dtype=np.int32), ["một"]),
        "none": Words(np.zeros(n, dtype=np.int32), [None]),
        "runs": Words(np.arange(n, dtype=np.int32) // 5000, ["a", None, "", "d", "e"]),
        "mixed": Words(np.arange(n, dtype=np.int64) * 37 % 701, [*many[:300], None, *many[300:]]),
        "zero": np.where(np.arange(n) % 2 == 0, 0.0, -0.0),
        "all": np.sqrt(np.arange(n, dtype=float)),
        "no": np.full(n, np.nan),
    }
    path = tmp_path / "part.parquet"
    path.write_bytes(parquet_content(columns))
    rows = read(path)
    assert [row[0] for row in rows] == [f"{i:05d}" for i in range(n)]
    assert {row[1] for row in rows} == {"một"}
    assert {row[2] for row in rows} == {None}
    assert [row[3] for row in rows] == [["a", None, "", "d", "e"][i // 5000] for i in range(n)]
    mixed = columns["mixed"]
    assert isinstance(mixed, Words)
    assert [row[4] for row in rows] == [mixed.words[i] for i in mixed.index.tolist()]
    assert [str(row[5]) for row in rows] == ["0.0", "-0.0"] * (n // 2) + ["0.0"]
    assert [row[6] for row in rows] == [math.sqrt(i) for i in range(n)]
    assert {row[7] for row in rows} == {None}


def test_columns_without_rows_are_a_file(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    path.write_bytes(parquet_content({"word": Words(np.zeros(0, dtype=np.int32), []), "number": np.zeros(0)}))
    for read in READERS:
        assert read(path) == []


def test_equal_columns_give_equal_bytes() -> None:
    rows: list[tuple[str, str | None, float | None]] = [("F01", "a", 1.5), ("F02", None, None)]
    assert parquet_content(columns_of(rows)) == parquet_content(columns_of(rows))


def test_writing_imports_nothing_that_takes_long() -> None:
    code = (
        "import sys, numpy as np; from tongket.store.small_parquet import Words, parquet_content\n"
        "parquet_content({'a': Words(np.zeros(3, dtype=np.int32), ['x'])})\n"
        "print(sorted({'pandas', 'pyarrow', 'duckdb'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
