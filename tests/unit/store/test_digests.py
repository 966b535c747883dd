from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import close_digest
from tongket.store.digests import bytes_digest, content_digest, file_digest

COLUMNS = (
    ("name", "VARCHAR"),
    ("day", "DATE"),
    ("moment", "TIMESTAMP"),
    ("n", "BIGINT"),
    ("loss", "DECIMAL(18,2)"),
    ("yes", "BOOLEAN"),
)
cells = st.tuples(
    st.none() | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=5),
    st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.integers(-(10**17), 10**17).map(lambda n: Decimal(n).scaleb(-2)),
    st.none() | st.booleans(),
)


def relation(rows: list[tuple[Any, ...]]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:")
    con.execute("CREATE TABLE t (" + ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS) + ")")
    if rows:
        con.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
    return con


@given(rows=st.lists(cells, max_size=6))
def test_content_digest_is_that_of_the_plain_twin(rows: list[tuple[Any, ...]]) -> None:
    with relation(rows) as con:
        assert content_digest(con, "t", COLUMNS) == close_digest.content_digest(COLUMNS, rows)


def test_content_digest_has_its_published_value() -> None:
    # printf 'code VARCHAR\tn BIGINT\n%s\n' "$(printf 'a\t1' | sha256sum | cut -c-64)" | sha256sum
    with duckdb.connect(":memory:") as con:
        digest = content_digest(con, "(SELECT 'a' AS code, 1::BIGINT AS n)", (("code", "VARCHAR"), ("n", "BIGINT")))
    assert digest == "65ac0120b263b514b2d9a73245b5eb6fe50a55f947164ede8492b4a3de4ea542"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a\tb", None], ["a", "b"]),
        (["\\N", "x"], [None, "x"]),
        (["", "x"], [None, "x"]),
        (["a\nb", "x"], ["a\\nb", "x"]),
    ],
)
def test_rows_that_look_alike_have_different_digests(one: list[str | None], other: list[str | None]) -> None:
    columns = (("a", "VARCHAR"), ("b", "VARCHAR"))

    def digest(row: list[str | None]) -> str:
        with duckdb.connect(":memory:") as con:
            con.execute("CREATE TABLE t (a VARCHAR, b VARCHAR)")
            con.execute("INSERT INTO t VALUES (?, ?)", row)
            return content_digest(con, "t", columns)

    assert digest(one) != digest(other)


def test_a_row_given_twice_is_not_a_row_given_once() -> None:
    with duckdb.connect(":memory:") as con:
        once = content_digest(con, "(SELECT 1::BIGINT AS n)", (("n", "BIGINT"),))
        twice = content_digest(con, "(SELECT unnest([1, 1])::BIGINT AS n)", (("n", "BIGINT"),))
    assert once != twice


def test_file_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"Can Tho" * 100_000)
    assert file_digest(path) == bytes_digest(path.read_bytes()) == hashlib.sha256(path.read_bytes()).hexdigest()
