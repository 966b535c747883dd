"""The plain reference: counts rows of dictionaries, one at a time; the oracle that holds every other engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from tongket.engines import sql
from tongket.engines.contract import EventsRequest, Span, Tally, TallyRequest, Term, Trace, TraceRequest
from tongket.engines.sql import Dialect
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Operator
from tongket.model.tables import Kind, record_schema

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = Mapping[str, Any]


def holds(condition: Condition, row: Row, term: Term, cutoff: date) -> bool:
    """Tell whether a record fulfils a condition; a missing value fulfils only ``is_null``."""
    value = row.get(condition.column)
    if condition.operator is Operator.IS_NULL or value is None:
        return condition.operator is Operator.IS_NULL and value is None
    if condition.operator is Operator.NOT_NULL:
        return True
    if condition.operator is Operator.WITHIN_DAYS:
        since = _day(row.get(term.date))
        return since is not None and (value - since).days <= (condition.days or 0)
    if condition.operator is Operator.OBSERVED_DAYS:
        return bool(value <= cutoff - timedelta(days=condition.days or 0))
    return (value in condition.values) == (condition.operator is Operator.IN)


class ReferenceEngine:
    """Count rows of dictionaries.

    Parameters
    ----------
    tables : mapping of str to sequence of mapping
        Rows of each table that is there; columns left out are missing values.
    """

    name = "reference"

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._tables = dict(tables)

    def tables(self) -> frozenset[str]:
        """Return the tables that are there."""
        return frozenset(self._tables)

    def _rows(self, table: str) -> Sequence[Row]:
        if table not in self._tables:
            raise DefinitionError(f"Engine: table {table!r} is not in the seal; got {sorted(self._tables)}.")
        return self._tables[table]

    def _matching(self, table: str, term: Term, span: Span, cutoff: date) -> Iterator[Row]:
        for row in self._rows(table):
            day = _day(row.get(term.date))
            if day is None or not span.start <= day <= span.end:
                continue
            if all(holds(condition, row, term, cutoff) for condition in term.where):
                yield row

    def tally(self, request: TallyRequest) -> Tally:
        """Return additive numbers by span and breakdown."""
        cells: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
        for index, span in enumerate(request.spans):
            for term in request.terms:
                for row in self._matching(request.table, term, span, request.cutoff):
                    cell = cells[(index, *(row.get(column) for column in request.by))]
                    cell[term.name] = cell.get(term.name, 0) + _amount(row, term, request.scale(term))
        keys = list(cells)
        return Tally(
            span=np.array([key[0] for key in keys], dtype=np.int32),
            codes=tuple(_object_array([key[1 + i] for key in keys]) for i in range(len(request.by))),
            values={t.name: np.array([cells[k].get(t.name, 0) for k in keys], dtype=np.int64) for t in request.terms},
            sql=sql.tally_sql(request, Dialect()),
        )

    def events(self, request: EventsRequest) -> dict[str, NDArray[Any]]:
        """Return the columns as arrays in key order."""
        schema = record_schema(request.table)
        rows = sorted(
            self._matching(request.table, request.term, request.span, request.cutoff),
            key=lambda row: _sort_key(row, schema.key),
        )
        return {name: _column_array([r.get(name) for r in rows], schema.column(name).kind) for name in request.columns}

    def distinct(self, table: str, column: str) -> tuple[str, ...]:
        """Return the codes that occur in a text column, ordered by code point."""
        return tuple(sorted({row[column] for row in self._rows(table) if row.get(column) is not None}))

    def trace(self, request: TraceRequest) -> Trace:
        """Return the query and a page of the keys behind one number."""
        key = record_schema(request.table).key
        rows = [
            row
            for row in self._matching(request.table, request.term, request.span, request.cutoff)
            if all(row.get(column) in codes for column, codes in request.codes)
        ]
        rows.sort(key=lambda row: _sort_key(row, key))
        page = rows[request.offset : request.offset + request.limit]
        return Trace(
            sql=sql.trace_sql(request, Dialect()),
            total=len(rows),
            keys=tuple(tuple("" if row.get(name) is None else str(row[name]) for name in key) for row in page),
        )


def _day(value: Any) -> date | None:
    """Return the day of a date or of a time."""
    return value.date() if isinstance(value, datetime) else value


def _amount(row: Row, term: Term, scale: int) -> int:
    if term.column is None:
        return 1
    value = row.get(term.column)
    return 0 if value is None else int(Decimal(value).scaleb(scale))


def _sort_key(row: Row, key: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    """Order by the text of the key; a missing part comes last, as in SQL."""
    return tuple((row.get(name) is None, str(row.get(name))) for name in key)


def _object_array(values: Sequence[Any]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _column_array(values: Sequence[Any], kind: Kind) -> NDArray[Any]:
    if kind is Kind.DATE:
        return np.array(values, dtype="datetime64[D]")
    if kind is Kind.TIMESTAMP:
        return np.array(values, dtype="datetime64[m]")
    if kind is Kind.COORDINATE:
        return np.array([np.nan if value is None else float(value) for value in values])
    return _object_array(values)
