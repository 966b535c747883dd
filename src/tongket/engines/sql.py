"""Write the three queries of the contract as plain SQL that DuckDB, PostgreSQL, SQLite and Spark all read.

Only comparison, CASE, COUNT, SUM, GROUP BY, UNION ALL and VALUES are used; what the engines write differently
(days between two dates, the days of a span) is in `Dialect`, so that another engine is a dialect and a connection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tongket.engines.contract import EventsRequest, Span, TallyRequest, Term, TraceRequest
from tongket.model.indicators import Condition, Operator
from tongket.model.tables import Kind, record_schema


class Dialect:
    """Say how one engine writes what SQL engines write differently; the defaults are standard SQL."""

    def day(self, day: date) -> str:
        """Return a date literal."""
        return f"DATE '{day.isoformat()}'"

    def day_of(self, column: str) -> str:
        """Return the expression for the day of a time."""
        return f"CAST({column} AS DATE)"

    def days_between(self, later: str, earlier: str) -> str:
        """Return the expression for the whole days from `earlier` to `later`."""
        return f"({later} - {earlier})"

    def span_relation(self, spans: tuple[Span, ...]) -> tuple[str, str]:
        """Return a relation of spans and the condition that joins it to a date column written ``{date}``."""
        rows = ", ".join(f"({i}, {self.day(s.start)}, {self.day(s.end)})" for i, s in enumerate(spans))
        return f"(VALUES {rows}) AS spans(span, first_day, last_day)", "{date} BETWEEN first_day AND last_day"

    def whole_number(self, column: str, scale: int) -> str:
        """Return the expression for a column as a whole number of 10**-scale."""
        return f"CAST({column} * {10**scale} AS BIGINT)" if scale else column

    def table(self, name: str) -> str:
        """Return how a table of the seal stands after FROM."""
        return name


def quoted(name: str) -> str:
    """Return a column name in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text literal in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def day_sql(table: str, column: str, dialect: Dialect, prefix: str = "") -> str:
    """Return the expression for the day that places a record in time; a date column stands as it is."""
    name = prefix + quoted(column)
    return dialect.day_of(name) if record_schema(table).column(column).kind is Kind.TIMESTAMP else name


def condition_sql(condition: Condition, since: str, cutoff: date, dialect: Dialect) -> str:
    """Return one condition; it is never true for a missing value, except ``is_null``.

    `since` is the expression for the day that places a record in time.
    """
    column = quoted(condition.column)
    if condition.operator is Operator.IS_NULL:
        return f"{column} IS NULL"
    if condition.operator is Operator.NOT_NULL:
        return f"{column} IS NOT NULL"
    if condition.operator is Operator.WITHIN_DAYS:
        return f"{dialect.days_between(column, since)} <= {condition.days}"
    if condition.operator is Operator.OBSERVED_DAYS:
        return f"{column} <= {dialect.day(cutoff - timedelta(days=condition.days or 0))}"
    wanted = condition.operator is Operator.IN
    if len(condition.values) == 1:  # what engines can put to a file before they read it
        return f"{column} {'=' if wanted else '<>'} {literal(condition.values[0])}"
    return f"{column} {'IN' if wanted else 'NOT IN'} ({', '.join(map(literal, condition.values))})"


def where_sql(term: Term, table: str, cutoff: date, dialect: Dialect) -> str:
    """Return all conditions of a term joined by AND, or an empty string."""
    since = day_sql(table, term.date, dialect)
    return " AND ".join(condition_sql(condition, since, cutoff, dialect) for condition in term.where)


def _aggregate(request: TallyRequest, term: Term, shared: tuple[Condition, ...], dialect: Dialect) -> str:
    own = replace(term, where=tuple(condition for condition in term.where if condition not in shared))
    where = where_sql(own, request.table, request.cutoff, dialect)
    if term.column is None:
        return f"COUNT(CASE WHEN {where} THEN 1 END)" if where else "COUNT(*)"
    value = dialect.whole_number(quoted(term.column), request.scale(term))
    total = f"SUM(CASE WHEN {where} THEN {value} END)" if where else f"SUM({value})"
    # some engines widen a sum to a type that reaches the client as a floating-point number
    return f"CAST({total} AS BIGINT)"


def tally_sql(request: TallyRequest, dialect: Dialect) -> str:
    """Return the query of a tally: columns ``span``, the breakdown, and one whole number for each term.

    Terms that share a date column are counted in one pass; passes are joined by UNION ALL and added up.
    """
    dates = list(dict.fromkeys(term.date for term in request.terms))
    passes = [_pass_sql(request, date_column, dialect) for date_column in dates]
    if len(passes) == 1:
        return passes[0]
    keys = ", ".join(["span", *(quoted(column) for column in request.by)])
    sums = ", ".join(f"CAST(SUM({quoted(term.name)}) AS BIGINT) AS {quoted(term.name)}" for term in request.terms)
    return f"SELECT {keys}, {sums}\nFROM (\n" + "\nUNION ALL\n".join(passes) + f"\n) AS passes\nGROUP BY {keys}"


def _pass_sql(request: TallyRequest, date_column: str, dialect: Dialect) -> str:
    """Return one pass; what all its terms demand is demanded once, before anything is grouped."""
    keys = ", ".join(["span", *(quoted(column) for column in request.by)])
    here = [term for term in request.terms if term.date == date_column]
    shared = tuple(condition for condition in here[0].where if all(condition in term.where for term in here))
    numbers = ", ".join(
        (f"COALESCE({_aggregate(request, term, shared, dialect)}, 0)" if term in here else "0")
        + f" AS {quoted(term.name)}"
        for term in request.terms
    )
    relation, joined = dialect.span_relation(request.spans)
    where = where_sql(replace(here[0], where=shared), request.table, request.cutoff, dialect)
    return (
        f"SELECT {keys}, {numbers}\nFROM {dialect.table(request.table)} AS t JOIN {relation}"
        f" ON {joined.format(date=day_sql(request.table, date_column, dialect, 't.'))}"
        + (f"\nWHERE {where}" if where else "")
        + f"\nGROUP BY {keys}"
    )


def _in_span(term: Term, table: str, span: Span, dialect: Dialect) -> str:
    return f"{day_sql(table, term.date, dialect)} BETWEEN {dialect.day(span.start)} AND {dialect.day(span.end)}"


def _order(table: str) -> str:
    return ", ".join(quoted(column) for column in record_schema(table).key)


def events_sql(request: EventsRequest, dialect: Dialect) -> str:
    """Return the query for columns of single records, in key order."""
    columns = ", ".join(quoted(column) for column in request.columns)
    here = request.table
    conditions = (
        _in_span(request.term, here, request.span, dialect),
        where_sql(request.term, here, request.cutoff, dialect),
    )
    where = _joined(conditions)
    return f"SELECT {columns}\nFROM {dialect.table(request.table)}\nWHERE {where}\nORDER BY {_order(request.table)}"


def _joined(conditions: Iterable[str]) -> str:
    return " AND ".join(condition for condition in conditions if condition)


def _code_condition(column: str, codes: tuple[str | None, ...]) -> str:
    parts = [f"{quoted(column)} IS NULL"] if None in codes else []
    if known := [literal(code) for code in codes if code is not None]:
        parts.append(f"{quoted(column)} IN ({', '.join(known)})")
    return "(" + " OR ".join(parts or ["1 = 0"]) + ")"


def trace_where_sql(request: TraceRequest, dialect: Dialect) -> str:
    """Return the condition that holds for exactly the records behind one number."""
    return _joined(
        [
            _in_span(request.term, request.table, request.span, dialect),
            where_sql(request.term, request.table, request.cutoff, dialect),
            *(_code_condition(column, codes) for column, codes in request.codes),
        ]
    )


def trace_sql(request: TraceRequest, dialect: Dialect) -> str:
    """Return the query that gives the number itself, for people to run."""
    value = quoted(request.term.column) if request.term.column else None
    number = f"SUM({value})" if value else "COUNT(*)"
    return f"SELECT {number}\nFROM {dialect.table(request.table)}\nWHERE {trace_where_sql(request, dialect)}"


def keys_sql(request: TraceRequest, dialect: Dialect) -> str:
    """Return the query for one page of keys."""
    return (
        f"SELECT {_order(request.table)}\nFROM {dialect.table(request.table)}"
        f"\nWHERE {trace_where_sql(request, dialect)}"
        f"\nORDER BY {_order(request.table)} LIMIT {request.limit} OFFSET {request.offset}"
    )
