"""Write a load: data files first, then the list of loads, whose replacement makes them part of the book."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.tables import RecordSchema
from tongket.store import atomic, rejects
from tongket.store.book import Book
from tongket.store.parquet import literal, quoted

if TYPE_CHECKING:
    import duckdb

_OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"


@contextmanager
def work_folder(book: Book) -> Iterator[Path]:
    """Yield a folder in the book for what is written on the way: records must not lie in a folder open to others."""
    folder = Path(tempfile.mkdtemp(prefix=atomic.PREFIX, dir=book.path))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_records(
    con: duckdb.DuckDBPyConnection, book: Book, schema: RecordSchema, rows: str, load_id: str, source: str, work: Path
) -> None:
    """Write accepted rows to ``records/<table>/recorded_month=YYYY-MM/<load_id>.parquet``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine that knows `rows`.
    book : Book
        The book.
    schema : RecordSchema
        The table.
    rows : str
        SQL after FROM, with the content columns and ``__row``.
    load_id, source : str
        Where the rows come from.
    work : Path
        Folder in the book for unfinished files.
    """
    content = ", ".join(
        f"CAST({quoted(name)} AS {schema.column(name).sql_type}) AS {quoted(name)}" for name in schema.content_names
    )
    provenance = f"{literal(source)} AS source, {literal(load_id)} AS load_id, CAST(__row AS BIGINT) AS source_row"
    month = f"strftime({quoted(schema.dated_by)}, '%Y-%m')"
    target = work / "records"
    con.execute(
        f"COPY (SELECT {content}, {provenance}, {month} AS recorded_month FROM {rows})"
        f" TO {literal(str(target))} ({_OPTIONS}, PARTITION_BY (recorded_month))"
    )
    for folder in sorted(target.iterdir()) if target.is_dir() else ():
        _move(sorted(folder.glob("*.parquet")), book.records / schema.table / folder.name, load_id)
    shutil.rmtree(target, ignore_errors=True)


def _move(files: Sequence[Path], folder: Path, load_id: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(files):
        name = f"{load_id}.parquet" if number == 0 else f"{load_id}.{number}.parquet"
        atomic.sync_file(path)
        path.replace(folder / name)
    atomic.sync_directory(folder)


def write_findings(
    con: duckdb.DuckDBPyConnection, book: Book, table: str, findings: str, load_id: str, source: str, digest: str
) -> None:
    """Write every finding of a load to ``rejects/<table>/<load_id>.parquet``; no file where there is none."""
    if con.execute(f"SELECT 1 FROM {findings} LIMIT 1").fetchone() is None:
        return
    names = [name for name, _ in rejects.COLUMNS]
    values = [literal(load_id), literal(source), literal(digest), "line", "record_key", "rule", "severity"]
    values += ["column_name", "value"]
    columns = ", ".join(f"{value} AS {name}" for value, name in zip(values, names, strict=True))
    with atomic.replacing(book.rejects / table / f"{load_id}.parquet") as temporary:
        con.execute(
            f"COPY (SELECT {columns} FROM {findings} ORDER BY line NULLS LAST, rule, column_name, record_key)"
            f" TO {literal(str(temporary))} ({_OPTIONS})"
        )
