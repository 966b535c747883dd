"""Read what the rules found: rejected rows and warnings, page by page, and how often each rule spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from tongket.model.tables import record_schema
from tongket.store.book import Book
from tongket.store.loads import Load, load_files, read_loads
from tongket.store.parquet import connect, literal, quoted
from tongket.store.records import version_key

# Name and SQL type on disk, in the order of the fields of `Finding`.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("load_id", "VARCHAR"),
    ("source", "VARCHAR"),
    ("file_digest", "VARCHAR"),
    ("source_row", "BIGINT"),
    ("record_key", "VARCHAR"),
    ("rule", "VARCHAR"),
    ("severity", "VARCHAR"),
    ("column_name", "VARCHAR"),
    ("value", "VARCHAR"),
)


@dataclass(frozen=True)
class Finding:
    """Hold one rule broken by one row, or by a series of rows.

    Attributes
    ----------
    load_id, source, file_digest : str
        Which reading of which source.
    source_row : int or None
        Line of the file as a person sees it; None for a finding about a month or a whole source.
    record_key : str
        Key of the record where the row has one, else the month.
    rule, severity : str
        Id of the rule; ``error`` rejects the row, ``warning`` and ``explained`` do not.
    column_name : str
        Column of the table.
    value : str or None
        The offending value as the source wrote it. It is kept here and nowhere else.
    """

    load_id: str
    source: str
    file_digest: str
    source_row: int | None
    record_key: str
    rule: str
    severity: str
    column_name: str
    value: str | None


@dataclass(frozen=True)
class RuleCount:
    """Say how many rows broke a rule."""

    table: str
    rule: str
    severity: str
    rows: int


def _findings_sql(files: Sequence[Path]) -> str:
    paths = ", ".join(literal(str(path)) for path in files)
    return f"read_parquet([{paths}], hive_partitioning = false)"


def _files(book: Book, table: str, loads: Sequence[Load]) -> list[Path]:
    return load_files(book.rejects / table, (load.load_id for load in loads if load.table == table))


def read_rejects(
    book: Book,
    table: str,
    rule: str | None = None,
    *,
    severity: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[tuple[Finding, ...], int]:
    """Return one page of what the rules found, and how many findings there are altogether.

    Parameters
    ----------
    book : Book
        The book.
    table : str
        A table of records.
    rule, severity : str, optional
        Only this rule, only this severity.
    offset, limit : int
        The page.
    """
    record_schema(table)
    files = _files(book, table, read_loads(book))
    if not files:
        return (), 0
    where = " AND ".join(
        f"{name} = {literal(value)}" for name, value in (("rule", rule), ("severity", severity)) if value is not None
    )
    relation = f"(SELECT * FROM {_findings_sql(files)} WHERE {where or 'true'})"
    return _page(relation, offset, limit)


def open_rejects(book: Book, table: str, *, offset: int = 0, limit: int = 50) -> tuple[tuple[Finding, ...], int]:
    """Return one page of the rejections that still stand, and how many there are altogether.

    A rejection is settled when a later load accepted a record with its key; a row whose key could not be read is
    settled when a later load of the same source, by name, did not reject that line again.
    """
    loads = [load for load in read_loads(book) if load.table == table]
    files = _files(book, table, loads)
    if not files:
        return (), 0
    ranks = ", ".join(f"({literal(load.load_id)}, {load.sequence})" for load in loads)
    accepted = load_files(book.records / table, (load.load_id for load in loads))
    key = record_key_sql(version_key(record_schema(table)))
    paths = ", ".join(literal(str(path)) for path in accepted)
    records = (
        f"SELECT {key} AS record_key, load_id FROM read_parquet([{paths}], hive_partitioning = false)"
        if accepted
        else "SELECT NULL AS record_key, NULL AS load_id WHERE false"
    )
    newest = ", ".join(
        f"({literal(source)}, {max(load.sequence for load in loads if load.source == source)})"
        for source in {load.source for load in loads}
    )
    relation = f"""(
        WITH l(load_id, sequence) AS (VALUES {ranks}), newest(source, sequence) AS (VALUES {newest}),
        records AS (SELECT record_key, max(sequence) AS sequence FROM ({records}) JOIN l USING (load_id) GROUP BY 1),
        found AS (SELECT f.*, l.sequence AS found_in FROM {_findings_sql(files)} f JOIN l USING (load_id)
            WHERE severity = 'error')
        SELECT found.* EXCLUDE (found_in) FROM found LEFT JOIN records r USING (record_key) JOIN newest n USING (source)
        WHERE NOT coalesce(r.sequence > found_in, false) AND NOT (record_key = '' AND n.sequence > found_in)
        QUALIFY found_in = max(found_in) OVER (PARTITION BY source, source_row, record_key))"""
    return _page(relation, offset, limit)


def _page(relation: str, offset: int, limit: int) -> tuple[tuple[Finding, ...], int]:
    names = ", ".join(quoted(field.name) for field in fields(Finding))
    with connect() as con:
        total = con.execute(f"SELECT count(*) FROM {relation}").fetchone()
        rows = con.execute(
            f"SELECT {names} FROM {relation} ORDER BY source, load_id, source_row NULLS LAST, rule, column_name"
            f" LIMIT {int(limit)} OFFSET {int(offset)}"
        ).fetchall()
    return tuple(Finding(*row) for row in rows), int(total[0]) if total else 0


def read_rule_counts(book: Book, loads: Sequence[Load] | None = None) -> tuple[RuleCount, ...]:
    """Return how many rows broke each rule, over all loads or those given; for a report on the quality of the data."""
    listed = read_loads(book) if loads is None else loads
    found: list[RuleCount] = []
    with connect() as con:
        for table in sorted({load.table for load in listed}):
            if files := _files(book, table, listed):
                found += [
                    RuleCount(table, *row)
                    for row in con.execute(
                        "SELECT rule, severity, count(DISTINCT (load_id, coalesce(source_row, 0), record_key))"
                        f" FROM {_findings_sql(files)} GROUP BY ALL ORDER BY ALL"
                    ).fetchall()
                ]
    return tuple(found)


def record_key_sql(key: Sequence[str]) -> str:
    """Return the SQL of a record's key as one text; empty where a part is missing."""
    parts = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in key)
    return f"coalesce({parts}, '')" if len(key) == 1 else f"concat_ws(' | ', {parts})"
