"""Write tables as Parquet so that equal rows give equal files: fixed order, fixed writer options."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.errors import BookError
from tongket.store.footers import column_names
from tongket.store.scratch import scratch_folder

if TYPE_CHECKING:
    import duckdb

# Fixed, because the bytes of a file depend on them: a level or a row group size changed by a new default would give
# another file digest for the same rows. 122880 rows is a whole number of DuckDB's vectors of 2048.
WRITER_OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 122880, PARQUET_VERSION v1"

Columns = Sequence[tuple[str, str]]
Cell = str | int | float | bool | Decimal | date | None


def connect(spill: Path | None = None, memory_limit: str = "700MB") -> duckdb.DuckDBPyConnection:
    """Open an engine in memory that reaches no network and keeps rows in the order asked for.

    Parameters
    ----------
    spill : Path, optional
        Folder for what does not fit into memory; records are in it, so it lies in the book. Without one nothing spills.
    memory_limit : str
        What the engine may use before it goes to disk.
    """
    import duckdb

    con = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
            "memory_limit": memory_limit,
            "temp_directory": "" if spill is None else str(spill),
        },
    )
    # on the command line, progress is ours to show
    con.execute("SET enable_progress_bar = false")
    return con


@contextmanager
def reading() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine for what is only read: it spills outside the book, for a reader writes nothing into it."""
    with scratch_folder() as spill, connect(spill) as con:
        yield con


def quoted(name: str) -> str:
    """Return a name in double quotes, as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text in single quotes, as SQL wants it."""
    return "'" + text.replace("'", "''") + "'"


def file_sql(path: Path) -> str:
    """Return a Parquet file as it stands after FROM."""
    return f"read_parquet({literal(str(path))}, hive_partitioning = false)"


def files_sql(paths: Sequence[Path], columns: Columns, required: Collection[str] = ()) -> str:
    """Return Parquet files of one table as they stand after FROM; a column that a file lacks is missing in its rows.

    Files written before a table gained a column are read so, whichever version of the program wrote which of them.

    Parameters
    ----------
    paths : sequence of Path
        The files; at least one.
    columns : sequence of (str, str)
        Name and SQL type of the columns the table has now.
    required : collection of str
        Columns without which no record can be.

    Raises
    ------
    BookError
        If a file cannot be read, or lacks a required column.
    """
    held = [held_columns(path, required) for path in paths]
    by_name = "true" if len(set(held)) > 1 else "false"
    listed = ", ".join(literal(str(path)) for path in paths)
    relation = f"read_parquet([{listed}], hive_partitioning = false, union_by_name = {by_name})"
    return filled_sql(relation, columns, frozenset().union(*held))


def held_columns(path: Path, required: Collection[str] = ()) -> frozenset[str]:
    """Return the names of the columns a Parquet file has; see `files_sql` for what is refused."""
    held = frozenset(column_names(path))
    if lacking := [name for name in required if name not in held]:
        raise BookError(
            f"{path}: each record must have {', '.join(lacking)}; the file lacks it. It was changed, or written by"
            " a version of the program that cannot be read any more. Run `tongket verify`, and bring the file back"
            " from a copy of the book."
        )
    return held


def filled_sql(relation: str, columns: Columns, held: Collection[str]) -> str:
    """Return a relation that has the columns `held`, with a missing value for each of `columns` that it lacks."""
    lacking = ", ".join(f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in columns if name not in held)
    return f"(SELECT *, {lacking} FROM {relation})" if lacking else relation


def typed_sql(relation: str, columns: Columns) -> str:
    """Return a subquery with exactly these columns of a relation, in this order and of these types."""
    casts = ", ".join(f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}" for name, kind in columns)
    return f"(SELECT {casts} FROM {relation})"


def write_table(
    con: duckdb.DuckDBPyConnection, relation: str, columns: Columns, key: Iterable[str], path: Path
) -> None:
    """Write a relation to a Parquet file in canonical order.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Connection that knows `relation`.
    relation : str
        SQL as it stands after FROM.
    columns : sequence of (str, str)
        Name and SQL type, in the order on disk.
    key : iterable of str
        Columns that order the rows, missing values first. Together they must be unique (see `repeated_keys`): then
        the order is total, whatever the number of threads.
    path : Path
        File to write.
    """
    order = ", ".join(f"{quoted(name)} ASC NULLS FIRST" for name in key)
    rows = f"SELECT * FROM {typed_sql(relation, columns)} ORDER BY {order}"
    con.execute(f"COPY ({rows}) TO {literal(str(path))} ({WRITER_OPTIONS})")


def repeated_keys(con: duckdb.DuckDBPyConnection, relation: str, key: Iterable[str]) -> int:
    """Return how many keys occur more than once in a relation; a missing value counts as a value."""
    names = ", ".join(quoted(name) for name in key)
    return count_rows(con, f"(SELECT 1 FROM {relation} GROUP BY {names} HAVING COUNT(*) > 1)")


def count_rows(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    """Return the number of rows of a relation."""
    row = con.execute(f"SELECT COUNT(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0


def has_rows(con: duckdb.DuckDBPyConnection, relation: str) -> bool:
    """Tell whether a relation has any row."""
    return con.execute(f"SELECT 1 FROM {relation} LIMIT 1").fetchone() is not None


def load_rows(con: duckdb.DuckDBPyConnection, name: str, columns: Columns, rows: Iterable[Sequence[Cell]]) -> None:
    """Make a temporary table of a few thousand Python rows.

    They are handed over as one JSON text inside the query: binding any value makes the engine import pandas and
    pyarrow where these are installed, which takes longer than all the rest.
    """
    fields = [(f"c{index}", column, kind) for index, (column, kind) in enumerate(columns)]
    cells = list(zip(*rows, strict=True)) or [()] * len(fields)
    # coordinates and shares travel as text: a JSON number would pass through a floating-point number
    texts = {field: [_text(cell) for cell in column] for (field, _, _), column in zip(fields, cells, strict=True)}
    data = json.dumps(texts, ensure_ascii=False)
    shape = "{" + ", ".join(f'"{field}": ["VARCHAR"]' for field, _, _ in fields) + "}"
    casts = ", ".join(f"CAST({field} AS {kind}) AS {quoted(column)}" for field, column, kind in fields)
    lists = ", ".join(f"unnest(r.{field}) AS {field}" for field, _, _ in fields)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS"
        f" SELECT {casts} FROM (SELECT {lists} FROM (SELECT from_json({literal(data)}, {literal(shape)}) AS r))"
    )


def _text(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return repr(cell) if isinstance(cell, float) else str(cell)
