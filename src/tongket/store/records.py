"""Read the records of a book: the newest version of each as known on a day, and every version there ever was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tongket.model.errors import UsageError
from tongket.model.tables import RecordSchema, record_schema
from tongket.store.book import Book
from tongket.store.loads import Load, load_files, read_loads
from tongket.store.parquet import connect, files_sql, literal, quoted

# All offences of a case are one statement about it: a newer list replaces the older one as a whole, for otherwise an
# offence that was dropped from the list would stay.
_VERSIONED_TOGETHER = {"case_offences": ("case_id",)}


@dataclass(frozen=True)
class Version:
    """Hold one version of a record and the load that brought it."""

    load: Load
    values: dict[str, Any]


def version_key(schema: RecordSchema) -> tuple[str, ...]:
    """Return the columns whose newest load wins; the key of the table, except where rows are replaced together."""
    return _VERSIONED_TOGETHER.get(schema.table, schema.key)


def current_records_sql(
    book: Book, table: str, as_of: date | None = None, *, loads: Sequence[Load] | None = None
) -> str | None:
    """Return SQL of the newest version of each record, as it stands after FROM.

    Parameters
    ----------
    book : Book
        The book.
    table : str
        A table of records.
    as_of : date, optional
        Only what was received by this day; all loads if None.
    loads : sequence of Load, optional
        The list of loads where it was read already.

    Returns
    -------
    str or None
        A subquery with exactly the columns of the table; None when there is no record. A column that a file was
        written without is missing in its rows.

    Raises
    ------
    BookError
        If a file of records cannot be read, or lacks a column that every record has.
    """
    schema = record_schema(table)
    chosen = [load for load in loads or read_loads(book) if load.table == table and load.accepted]
    chosen = sorted(
        (load for load in chosen if as_of is None or load.received_on <= as_of), key=lambda load: load.order
    )
    files = load_files(book.records / table, (load.load_id for load in chosen))
    if not files:
        return None
    names = ", ".join(quoted(name) for name in schema.names)
    if not _has_versions(chosen):
        return f"(SELECT {names} FROM {_files_sql(files, schema)})"
    ranks = ", ".join(f"({literal(load.load_id)}, {rank})" for rank, load in enumerate(chosen))
    key = ", ".join(quoted(name) for name in version_key(schema))
    return (
        f"(SELECT {names} FROM (SELECT r.*, l.load_rank FROM {_files_sql(files, schema)} AS r"
        f" JOIN (VALUES {ranks}) AS l(load_id, load_rank) ON r.load_id = l.load_id)"
        f" QUALIFY load_rank = max(load_rank) OVER (PARTITION BY {key}))"
    )


def _has_versions(chosen: Sequence[Load]) -> bool:
    """Tell whether two loads can hold the same record: one superseded another, or one was received out of order."""
    in_order = [load.sequence for load in chosen] == sorted(load.sequence for load in chosen)
    return not in_order or any(load.superseded for load in chosen)


def _files_sql(files: Sequence[Path], schema: RecordSchema) -> str:
    return files_sql(files, schema.sql_columns, schema.required_names)


def versions(book: Book, table: str, key: Mapping[str, Any]) -> tuple[Version, ...]:
    """Return every version of one record, the oldest first.

    Parameters
    ----------
    book : Book
        The book.
    table : str
        A table of records.
    key : mapping
        A value for each key column of the table, for example ``{"case_id": "CT-2022-0001"}``.

    Raises
    ------
    UsageError
        If the key does not name the key columns.
    BookError
        If a file of records cannot be read, or lacks a column that every record has.
    """
    schema = record_schema(table)
    if set(key) != set(schema.key):
        raise UsageError(f"Record of {table!r}: the key is {', '.join(schema.key)}; got {', '.join(key)}. Give each.")
    loads = {load.load_id: load for load in read_loads(book) if load.table == table}
    files = load_files(book.records / table, loads)
    if not files:
        return ()
    where = " AND ".join(f"{quoted(name)} IS NOT DISTINCT FROM ${name}" for name in schema.key)
    with connect() as con:
        found = con.execute(f"SELECT * FROM {_files_sql(files, schema)} WHERE {where}", dict(key))
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    found_versions = [Version(loads[row["load_id"]], {name: row[name] for name in schema.names}) for row in rows]
    return tuple(sorted(found_versions, key=lambda version: version.load.order))
