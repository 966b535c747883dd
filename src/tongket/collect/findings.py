"""The table of findings: each rule that a row breaks is one line; rule, mapping and book say how grave it is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tongket.collect.mapping import Mapping, Severity
from tongket.collect.rules import Rule, read_rules
from tongket.model.errors import DefinitionError
from tongket.model.tables import RecordSchema
from tongket.store.book import Book
from tongket.store.parquet import literal, load_rows
from tongket.store.records import version_key
from tongket.store.rejects import record_key_sql

if TYPE_CHECKING:
    import duckdb

FINDINGS = "findings"
EXPLAINED_FILE = "explained.toml"


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[explained]]`` of explained.toml: a breach that somebody looked at and accepts, with the reason."""

    rule: str
    key: str
    reason: str
    by: str
    on: date


class _Explained(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    explained: tuple[Explanation, ...] = ()


def read_explanations(book: Book) -> tuple[Explanation, ...]:
    """Return the breaches that the book explains; none where it has no explained.toml.

    Raises
    ------
    DefinitionError
        If the file is no TOML, lacks a field, or names a rule there is not.
    """
    path = book.path / EXPLAINED_FILE
    if not path.is_file():
        return ()
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Explained).explained
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise DefinitionError(f"{path}: {error}. Each entry needs rule, key, reason, by and on.") from None
    for entry in found:
        if entry.rule not in read_rules():
            raise DefinitionError(
                f"{path}: `rule` must be one of the catalogue; got {entry.rule!r}. See docs/reference/rules.md."
            )
    return found


@dataclass(frozen=True)
class Severities:
    """Say how grave each rule is for one mapping; the mapping may soften or switch off what its source cannot meet."""

    mapping: Mapping

    def of(self, rule: Rule) -> Severity:
        """Return the severity of a rule."""
        return self.mapping.severity.get(rule.id, rule.severity)

    def rules(self) -> Iterable[Rule]:
        """Yield the rules that are asked of the table."""
        return (rule for rule in read_rules().values() if self.mapping.table in rule.tables and self.of(rule) != "off")

    def asked(self, rule_id: str) -> Rule | None:
        """Return a rule if it is asked of the table."""
        return next((rule for rule in self.rules() if rule.id == rule_id), None)


def new_findings(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty table of findings; ``line`` is NULL for a finding about a month."""
    con.execute(
        f"CREATE OR REPLACE TABLE {FINDINGS}(line BIGINT, record_key VARCHAR, rule VARCHAR, severity VARCHAR,"
        " column_name VARCHAR, value VARCHAR)"
    )


def add_findings(
    con: duckdb.DuckDBPyConnection, rule: Rule, severity: str, column: str, rows: str, schema: RecordSchema, value: str
) -> None:
    """Add a finding for each row of a relation.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine that holds staged rows and findings.
    rule, severity, column : Rule, str, str
        What was broken and where.
    rows : str
        SQL after FROM: staged rows that broke it.
    schema : RecordSchema
        Gives the key.
    value : str
        SQL of the offending value.
    """
    key = record_key_sql(version_key(schema))
    con.execute(
        f"INSERT INTO {FINDINGS} SELECT __row, {key}, {literal(rule.id)}, {literal(severity)}, {literal(column)},"
        f" CAST({value} AS VARCHAR) FROM {rows}"
    )


def add_broken_rows(con: duckdb.DuckDBPyConnection, relation: str, broken: str) -> None:
    """Add a finding for each row of a raw table that has the wrong number of cells."""
    con.execute(
        f"INSERT INTO {FINDINGS} SELECT __row, '', 'R102', 'error', '', CAST(__cells AS VARCHAR)"
        f" FROM {relation} WHERE {broken}"
    )


def apply_explanations(con: duckdb.DuckDBPyConnection, explanations: Iterable[Explanation]) -> None:
    """Turn the findings that the book explains into ``explained``: they reject no row."""
    rows = [(entry.rule, entry.key) for entry in explanations]
    if rows:
        load_rows(con, "explanations", (("rule", "VARCHAR"), ("record_key", "VARCHAR")), rows)
        con.execute(
            f"UPDATE {FINDINGS} SET severity = 'explained' FROM explanations e"
            f" WHERE {FINDINGS}.rule = e.rule AND {FINDINGS}.record_key = e.record_key"
        )
