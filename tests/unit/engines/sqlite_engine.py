"""A third engine in forty lines: a dialect and a connection. It shows what adding another one takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from tongket.engines import sql
from tongket.engines.contract import Span, Tally, TallyRequest, Trace, TraceRequest
from tongket.engines.sql import Dialect
from tongket.model.tables import record_schema


class SQLiteDialect(Dialect):
    def day(self, day: date) -> str:
        return f"'{day.isoformat()}'"

    def day_of(self, column: str) -> str:
        return f"date({column})"

    def days_between(self, later: str, earlier: str) -> str:
        return f"(julianday({later}) - julianday({earlier}))"

    def span_relation(self, spans: tuple[Span, ...]) -> tuple[str, str]:
        relation, joined = super().span_relation(spans)
        values = relation.removesuffix(" AS spans(span, first_day, last_day)")
        names = "column1 AS span, column2 AS first_day, column3 AS last_day"
        return f"(SELECT {names} FROM {values}) AS spans", joined

    def whole_number(self, column: str, scale: int) -> str:
        return f"CAST(ROUND({column} * {10**scale}) AS INTEGER)" if scale else column


class SQLiteEngine:
    name = "sqlite"

    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._connection = sqlite3.connect(":memory:")
        for table, rows in tables.items():
            names = record_schema(table).names
            marks = ", ".join("?" * len(names))
            self._connection.execute(f"CREATE TABLE {table} ({', '.join(map(sql.quoted, names))})")
            values = [[_plain(row.get(name)) for name in names] for row in rows]
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)

    def tally(self, request: TallyRequest) -> Tally:
        query = sql.tally_sql(request, SQLiteDialect())
        rows = self._connection.execute(query).fetchall()
        n = len(request.by)
        codes = tuple(np.array([row[1 + i] for row in rows], dtype=object) for i in range(n))
        values = {t.name: np.array([row[1 + n + i] for row in rows], int) for i, t in enumerate(request.terms)}
        return Tally(np.array([row[0] for row in rows], dtype=np.int32), codes, values, query)

    def trace(self, request: TraceRequest) -> Trace:
        dialect = SQLiteDialect()
        where = sql.trace_where_sql(request, dialect)
        total = self._connection.execute(f"SELECT COUNT(*) FROM {request.table} WHERE {where}").fetchone()[0]
        keys = self._connection.execute(sql.keys_sql(request, dialect)).fetchall()
        return Trace(sql.trace_sql(request, dialect), total, tuple(tuple(map(str, key)) for key in keys))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return float(value) if isinstance(value, Decimal) else value
