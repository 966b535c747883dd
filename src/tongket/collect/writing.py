"""Write a load: data files first, then the list of loads, whose replacement makes them part of the book."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.tables import RecordSchema
from tongket.store import atomic, rejects
from tongket.store.book import Book
from tongket.store.parquet import literal, quoted

if TYPE_CHECKING:
    import duckdb

_OPTIONS = "FORMAT parquet, COMPRESSION snappy"


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
    folder = book.records / schema.table
    content = ", ".join(
        f"CAST({quoted(name)} AS {schema.column(name).sql_type}) AS {quoted(name)}" for name in schema.content_names
    )
    provenance = f"{literal(source)} AS source, {literal(load_id)} AS load_id, CAST(__row AS BIGINT) AS source_row"
    day = quoted(schema.dated_by)
    columns = f"{content}, {provenance}"
    if _is_scattered(con, rows, day):
        _write_partitions(
            con, f"SELECT {columns}, strftime({day}, '%Y-%m') AS recorded_month FROM {rows}", folder, load_id, work
        )
        return
    months = con.execute(f"SELECT DISTINCT CAST(date_trunc('month', {day}) AS DATE) FROM {rows} ORDER BY 1").fetchall()
    for (month,) in months:
        within = f"{day} >= DATE '{month}' AND {day} < DATE '{month}' + INTERVAL 1 MONTH"
        with atomic.replacing(folder / f"recorded_month={month:%Y-%m}" / f"{load_id}.parquet") as temporary:
            con.execute(f"COPY (SELECT {columns} FROM {rows} WHERE {within}) TO {literal(str(temporary))} ({_OPTIONS})")


def _is_scattered(con: duckdb.DuckDBPyConnection, rows: str, day: str) -> bool:
    """Tell whether the months lie scattered over a large source: then reading each month apart reads all many times.

    In order, month by month takes half the time of one partitioned write, which keeps a writer open for every month.
    """
    found = con.execute(
        f"SELECT count(DISTINCT month), count(DISTINCT block), count(DISTINCT (month, block)) FROM ("
        f"SELECT CAST(date_trunc('month', {day}) AS DATE) AS month, __row // 100000 AS block FROM {rows})"
    ).fetchone()
    months, blocks, pairs = found or (0, 0, 0)
    return bool(blocks > 2 and pairs > 3 * (months + blocks))


def _write_partitions(con: duckdb.DuckDBPyConnection, select: str, folder: Path, load_id: str, work: Path) -> None:
    target = work / "records"
    con.execute(f"COPY ({select}) TO {literal(str(target))} ({_OPTIONS}, PARTITION_BY (recorded_month))")
    for month in sorted(target.iterdir()):
        for number, path in enumerate(sorted(month.glob("*.parquet"))):
            atomic.sync_file(path)
            (folder / month.name).mkdir(parents=True, exist_ok=True)
            name = f"{load_id}.parquet" if number == 0 else f"{load_id}.{number}.parquet"
            path.replace(folder / month.name / name)
        atomic.sync_directory(folder / month.name)
    shutil.rmtree(target, ignore_errors=True)


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
