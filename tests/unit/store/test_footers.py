from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.model.errors import BookError
from tongket.store import parquet
from tongket.store.footers import column_names

TYPES = ("VARCHAR", "DATE", "TIMESTAMP", "BIGINT", "INTEGER", "TINYINT", "DECIMAL(18,2)", "DECIMAL(10,7)", "BOOLEAN")


def write(path: Path, columns: list[tuple[str, str]], rows: int = 2) -> Path:
    listed = ", ".join(f"CAST(NULL AS {kind}) AS {parquet.quoted(name)}" for name, kind in columns)
    with parquet.connect() as con:
        con.execute(f"COPY (SELECT {listed} FROM range({rows})) TO '{path}' ({parquet.WRITER_OPTIONS})")
    return path


@pytest.mark.parametrize("rows", [0, 2, 300_000])
def test_every_type_and_any_name_is_read(tmp_path: Path, rows: int) -> None:
    columns = [(f"{kind} «{'ơ' * 70}»", kind) for kind in TYPES]
    assert list(column_names(write(tmp_path / "t.parquet", columns, rows))) == [name for name, _ in columns]


@pytest.mark.parametrize("n", [1, 13, 14, 15, 16, 200])  # a list of more than 14 is written in another way
def test_any_number_of_columns_is_read(tmp_path: Path, n: int) -> None:
    columns = [(f"c{i}", TYPES[i % len(TYPES)]) for i in range(n)]
    assert list(column_names(write(tmp_path / "t.parquet", columns))) == [name for name, _ in columns]


def test_files_of_another_writer_are_read(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    path = tmp_path / "t.parquet"
    polars.DataFrame({"một": [1.5], "hai": ["x"], "ba": [True]}).write_parquet(path)
    assert column_names(path) == ("một", "hai", "ba")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"gone\.parquet: must be a Parquet file.*FileNotFoundError.*verify"):
        column_names(tmp_path / "gone.parquet")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write(
        tmp_path_factory.mktemp("footers") / "t.parquet", [("a", "VARCHAR"), ("b", "DECIMAL(18,2)")]
    ).read_bytes()


@settings(max_examples=30)
@given(data=st.data())
def test_whatever_the_end_of_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.parquet"
    length = int.from_bytes(content[-8:-4], "little")
    changed = bytearray(content)
    for at in data.draw(st.lists(st.integers(len(content) - length - 8, len(content) - 1), min_size=1, max_size=9)):
        changed[at] = data.draw(st.integers(0, 255))
    path.write_bytes(changed)
    # a name may have changed to another one; anything but names and this refusal would end the test
    with contextlib.suppress(BookError):
        assert all(isinstance(name, str) for name in column_names(path))


@pytest.mark.parametrize(
    "metadata",
    [
        b"",
        b"\x00",
        b"\x1c" * 5000,
        b"\x15\x02\x29\xfc\xff\xff\xff\x0f",
        b"\xff" * 40,
        b"\x15\x02\x19\x1c\x48\x02\xff\xfe\x00",
    ],
    ids=["empty", "no schema", "deep", "endless", "endless number", "no text"],
)
def test_ends_that_lead_astray_are_refused(tmp_path: Path, metadata: bytes) -> None:
    path = tmp_path / "t.parquet"
    end = io.BytesIO()
    for part in (b"PAR1", metadata, len(metadata).to_bytes(4, "little"), b"PAR1"):
        end.write(part)
    path.write_bytes(end.getvalue())
    with pytest.raises(BookError, match="must be a Parquet file"):
        column_names(path)
