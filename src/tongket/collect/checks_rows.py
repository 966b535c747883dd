"""Rules about one row: a single pass counts every breach, then only the rules that were broken fetch their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongket.collect.findings import Severities, add_findings
from tongket.collect.lookups import Lookups
from tongket.collect.rules import Rule
from tongket.collect.staging import STAGED, bad
from tongket.model.tables import Column, Kind, RecordSchema
from tongket.store.parquet import quoted

if TYPE_CHECKING:
    import duckdb

# days that may well lie ahead: a due day, a plan
_AHEAD = {
    "due_on",
    "planned_on",
    "review_on",
    "recheck_due_on",
    "starts_on",
    "ends_on",
    "starts_at",
    "ends_at",
    "roadmap_on",
    "registered_on",
}
# columns in which people write sentences
_FREE_TEXT = {"name", "themes", "outcome", "comparison", "text", "topic", "document", "evidence", "stage", "unit"}


@dataclass(frozen=True)
class Question:
    """Hold one rule asked of one column, ready for the engine."""

    rule: Rule
    column: str
    condition: str
    value: str


def questions(
    schema: RecordSchema, severities: Severities, lookups: Lookups, received: date, columns: set[str]
) -> Iterator[Question]:
    """Yield every question that can be asked of the staged rows.

    Parameters
    ----------
    schema : RecordSchema
        The table.
    severities : Severities
        Which rules are asked.
    lookups : Lookups
        Which needs are met.
    received : date
        Day of receipt, after which nothing can have happened.
    columns : set of str
        Columns that the staged rows have.

    Yields
    ------
    Question
        One for each rule and column it is asked of.
    """
    for rule in severities.rules():
        if rule.when and all(need in lookups.needs for need in rule.needs):
            for name in _columns_of(rule, schema):
                failed = quoted(bad(name)) if bad(name) in columns else "NULL"
                if "{bad} IS NOT NULL" in rule.when and failed == "NULL":
                    continue
                condition = _filled(rule.when, name, failed, received)
                if rule.id == "R101" and name == "offence_group" and "offences" in lookups.needs:
                    # the group follows from the offence; where that is unknown its own rule speaks
                    condition += " AND __offence = 'ok'"
                yield Question(
                    rule, name, _known(condition, columns), _filled(rule.value or "{c}", name, failed, received)
                )


def _filled(template: str, name: str, failed: str, received: date) -> str:
    filled = template.replace("{bad}", failed).replace("{received}", f"DATE '{received}'")
    return filled.replace("{c}", quoted(name))


def _known(condition: str, columns: set[str]) -> str:
    """Replace the text that could not be read by NULL for columns that always can."""
    for name in ("__bad_longitude", "__bad_latitude"):
        if name not in columns:
            condition = condition.replace(quoted(name), "NULL")
    return condition


def _columns_of(rule: Rule, schema: RecordSchema) -> Iterator[str]:
    for name in rule.columns:
        if name == "@row" or name == "@key":
            yield schema.key[0]
        elif name.startswith("@"):
            yield from (column.name for column in _content(schema) if _is_of(name, column))
        elif name in schema.names:
            yield name


def _content(schema: RecordSchema) -> Iterator[Column]:
    return (schema.column(name) for name in schema.content_names)


def _is_of(group: str, column: Column) -> bool:
    """Tell whether a column belongs to a group that rules name with ``@``."""
    kind = column.kind
    answers = {
        "@required": column.required,
        "@date": kind is Kind.DATE,
        "@timestamp": kind is Kind.TIMESTAMP,
        "@day": kind in (Kind.DATE, Kind.TIMESTAMP),
        "@past": kind in (Kind.DATE, Kind.TIMESTAMP) and column.name not in _AHEAD,
        "@integer": kind is Kind.INTEGER,
        "@number": kind in (Kind.MONEY, Kind.NUMBER),
        "@coordinate": kind is Kind.COORDINATE,
        "@boolean": kind is Kind.BOOLEAN,
        "@coded": kind is Kind.TEXT,
        "@text": kind is Kind.TEXT and not column.values,
        "@free_text": kind is Kind.TEXT and not column.values and column.name in _FREE_TEXT,
    }
    return answers[group]


def check_rows(
    con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities, lookups: Lookups, received: date
) -> None:
    """Ask every question and write down the rows that break a rule."""
    columns = {row[0] for row in con.execute(f"DESCRIBE {STAGED}").fetchall()}
    asked = list(questions(schema, severities, lookups, received, columns))
    counts = con.execute(
        f"SELECT {', '.join(f'count_if({question.condition})' for question in asked)} FROM {STAGED}"
    ).fetchone()
    for question, count in zip(asked, counts or (), strict=True):
        if count:
            rows = f"(SELECT * FROM {STAGED} WHERE {question.condition})"
            add_findings(
                con, question.rule, severities.of(question.rule), question.column, rows, schema, question.value
            )
