"""DuckDB: counts the Parquet files of a seal in this process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tongket.engines import sql
from tongket.engines.contract import EventsRequest, Span, Tally, TallyRequest, Trace, TraceRequest
from tongket.engines.sql import Dialect
from tongket.model.errors import DefinitionError
from tongket.model.tables import Kind, RecordSchema, record_schema
from tongket.store.parquet import filled_sql, held_columns

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray


class DuckDBDialect(Dialect):
    """Join spans by day: a hash join on a few thousand days beats a range join on millions of records."""

    def __init__(self, paths: Mapping[str, Path], *, portable: bool = False) -> None:
        self._paths = paths
        self._portable = portable
        self._relations: dict[str, str] = {}

    def span_relation(self, spans: tuple[Span, ...]) -> tuple[str, str]:
        """Return the days of the spans, joined by equality."""
        rows = ", ".join(f"({i}, {self.day(s.start)}, {self.day(s.end)})" for i, s in enumerate(spans))
        days = "CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day"
        relation = f"(SELECT span, {days} FROM (VALUES {rows}) AS v(span, first_day, last_day)) AS spans"
        return relation, "{date} = spans.day"

    def table(self, name: str) -> str:
        """Return the file itself; in what people are shown, its name only, so that the query runs in the seal.

        A column that the seal was made without is missing in all rows.
        """
        if name not in self._relations:
            self._relations[name] = self._relation(self._paths[name], record_schema(name))
        return self._relations[name]

    def _relation(self, path: Path, schema: RecordSchema) -> str:
        file = f"read_parquet({sql.literal(path.name if self._portable else str(path))})"
        return filled_sql(file, schema.sql_columns, held_columns(path, schema.key))


class DuckDBEngine:
    """Count the Parquet files of a seal.

    Parameters
    ----------
    paths : mapping of str to Path
        File of each table that is there.
    memory_limit : str
        What DuckDB may use before it goes to disk.
    connection : duckdb.DuckDBPyConnection, optional
        Connection to count with, where one is open already; `memory_limit` is then not used.
    """

    name = "duckdb"

    def __init__(
        self,
        paths: Mapping[str, Path],
        memory_limit: str = "700MB",
        connection: duckdb.DuckDBPyConnection | None = None,
    ) -> None:
        self._paths = dict(paths)
        self._memory_limit = memory_limit
        self._given = connection
        self._dialect = DuckDBDialect(self._paths)
        self._shown = DuckDBDialect(self._paths, portable=True)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._given is not None:
            return self._given
        import duckdb

        return duckdb.connect(":memory:", config={"memory_limit": self._memory_limit})

    def tables(self) -> frozenset[str]:
        """Return the tables that are there."""
        return frozenset(self._paths)

    def _check(self, table: str) -> None:
        if table not in self._paths:
            raise DefinitionError(f"Engine: table {table!r} is not in the seal; got {sorted(self._paths)}.")

    def tally(self, request: TallyRequest) -> Tally:
        """Return additive numbers by span and breakdown."""
        self._check(request.table)
        query = sql.tally_sql(request, self._dialect)
        result = self._connection.execute(query).fetchnumpy()
        return Tally(
            span=_plain(result["span"]).astype(np.int32),
            codes=tuple(_objects(result[column]) for column in request.by),
            values={term.name: _plain(result[term.name]).astype(np.int64) for term in request.terms},
            sql=sql.tally_sql(request, self._shown),
        )

    def events(self, request: EventsRequest) -> dict[str, NDArray[Any]]:
        """Return the columns as arrays in key order."""
        self._check(request.table)
        result = self._connection.execute(sql.events_sql(request, self._dialect)).fetchnumpy()
        schema = record_schema(request.table)
        return {name: _events_array(result[name], schema.column(name).kind) for name in request.columns}

    def distinct(self, table: str, column: str) -> tuple[str, ...]:
        """Return the codes that occur in a text column, ordered by code point."""
        self._check(table)
        name = sql.quoted(column)
        query = f"SELECT DISTINCT {name} FROM {self._dialect.table(table)} WHERE {name} IS NOT NULL"
        return tuple(sorted(row[0] for row in self._connection.execute(query).fetchall()))

    def trace(self, request: TraceRequest) -> Trace:
        """Return the query and a page of the keys behind one number."""
        self._check(request.table)
        where = sql.trace_where_sql(request, self._dialect)
        count = f"SELECT COUNT(*) FROM {self._dialect.table(request.table)} WHERE {where}"
        total = self._connection.execute(count).fetchone()
        rows = self._connection.execute(sql.keys_sql(request, self._dialect)).fetchall()
        return Trace(
            sql=sql.trace_sql(request, self._shown),
            total=int(total[0]) if total else 0,
            keys=tuple(tuple(_key_text(part) for part in row) for row in rows),
        )


def _key_text(part: object) -> str:
    return part.isoformat() if isinstance(part, date) else "" if part is None else str(part)


def _is_masked(array: Any) -> bool:
    """Tell whether any value is missing; to name the class would import `numpy.ma` where nobody needs it."""
    return type(array) is not np.ndarray


def _plain(array: Any) -> NDArray[Any]:
    return np.asarray(array.filled(0) if _is_masked(array) else array)


def _objects(array: Any) -> NDArray[np.object_]:
    if not _is_masked(array):
        return np.asarray(array, dtype=object)
    values = np.asarray(array.data, dtype=object)
    values[np.ma.getmaskarray(array)] = None
    return values


def _events_array(array: Any, kind: Kind) -> NDArray[Any]:
    """Return one column: dates with NaT, coordinates with NaN, everything else as objects with None."""
    units = {Kind.DATE: "datetime64[D]", Kind.TIMESTAMP: "datetime64[m]"}
    missing = np.ma.getmaskarray(array) if _is_masked(array) else np.zeros(len(array), bool)
    data = np.asarray(array.data if _is_masked(array) else array)
    if kind in units:
        moments = data.astype(units[kind])
        moments[missing] = np.datetime64("NaT")
        return moments
    if kind is Kind.COORDINATE:
        numbers = data.astype(float)
        numbers[missing] = np.nan
        return numbers
    values = data.astype(object)
    values[missing] = None
    return values
