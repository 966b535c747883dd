"""Rules about rows against each other, and against what the book holds: double ids, probable doubles, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongket.collect.findings import FINDINGS, Severities, add_findings
from tongket.collect.staging import STAGED
from tongket.collect.states import read_states
from tongket.model.tables import RecordSchema
from tongket.store.parquet import quoted
from tongket.store.records import version_key

if TYPE_CHECKING:
    import duckdb

# rules about the order of states, and the states they are about
_STATES = {"R409": read_states()["directives"], "R412": read_states()["petitions"]}
# lines that do not enter the records, with the reason: error or duplicate
DROPPED = "dropped"
# accepted lines that replace a version the book holds
SUPERSEDING = "superseding"


def drop_errors(con: duckdb.DuckDBPyConnection) -> None:
    """Add the lines that a finding rejects to the list of dropped lines."""
    con.execute(f"CREATE TABLE IF NOT EXISTS {DROPPED}(line BIGINT, reason VARCHAR)")
    con.execute(
        f"INSERT INTO {DROPPED} SELECT DISTINCT line, 'error' FROM {FINDINGS}"
        f" WHERE severity = 'error' AND line IS NOT NULL AND line NOT IN (SELECT line FROM {DROPPED})"
    )


def remaining() -> str:
    """Return the staged rows that are not dropped, as they stand after FROM."""
    return f"(SELECT * FROM {STAGED} WHERE __row NOT IN (SELECT line FROM {DROPPED}))"


def check_double_ids(con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities) -> None:
    """Judge lines that repeat an id: the same content again is a duplicate, other content is a matter of rule R301.

    Where the rule is an error, the first line of the id stands and all others with other content are rejected. Where a
    mapping softens it, because its source gives one id to several cases, these become records of their own: ``ID#2``.
    """
    key = ", ".join(quoted(name) for name in schema.key)
    content = [name for name in schema.content_names if name not in schema.key]
    hashed = f"hash({', '.join(quoted(name) for name in content)})" if content else "0"
    source = remaining() if _any(con, DROPPED) else STAGED
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE doubled AS SELECT __row, {hashed} AS content, {key} FROM {source} AS s"
        f" SEMI JOIN (SELECT {key} FROM {source} GROUP BY ALL HAVING count(*) > 1) AS d"
        f" ON {_same_key(schema, 's', 'd')}"
    )
    # place: which of the contents of the id it is, in order of first line; nth: which line with that content
    con.execute(
        "CREATE OR REPLACE TEMP TABLE repeated AS SELECT __row, nth, dense_rank() OVER (PARTITION BY"
        f" {key} ORDER BY first_row) AS place FROM (SELECT *, min(__row) OVER same AS first_row,"
        f" row_number() OVER (same ORDER BY __row) AS nth FROM doubled WINDOW same AS (PARTITION BY {key}, content))"
    )
    rule = severities.asked("R301")
    severity = severities.of(rule) if rule else "error"
    if rule is not None and _any(con, "repeated WHERE place > 1"):
        rows = f"(SELECT s.* FROM {STAGED} s JOIN repeated r USING (__row) WHERE place > 1)"
        add_findings(con, rule, severity, schema.key[0], rows, schema, quoted(schema.key[0]))
    rejected = "place > 1" if severity == "error" else "false"
    con.execute(f"INSERT INTO {DROPPED} SELECT __row, 'error' FROM repeated WHERE {rejected}")
    con.execute(f"INSERT INTO {DROPPED} SELECT __row, 'duplicate' FROM repeated WHERE nth > 1 AND NOT ({rejected})")
    if severity != "error":
        name = quoted(schema.key[0])
        con.execute(
            f"UPDATE {STAGED} SET {name} = {name} || '#' || r.place FROM repeated r"
            f" WHERE {STAGED}.__row = r.__row AND r.place > 1"
        )


def _same_key(schema: RecordSchema, source: str, other: str) -> str:
    names = [quoted(name) for name in schema.key]
    # a key of one required column cannot be missing; the plain comparison is several times faster
    compare = "=" if len(names) == 1 else "IS NOT DISTINCT FROM"
    return " AND ".join(f"{source}.{name} {compare} {other}.{name}" for name in names)


def _any(con: duckdb.DuckDBPyConnection, relation: str) -> bool:
    return con.execute(f"SELECT 1 FROM {relation} LIMIT 1").fetchone() is not None


def compare_with_book(con: duckdb.DuckDBPyConnection, schema: RecordSchema, current: str | None) -> dict[str, int]:
    """Drop rows that the book holds already and list those that replace a version; returns values changed by column.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine with the staged rows.
    schema : RecordSchema
        The table.
    current : str or None
        SQL of the records as known on the day of receipt.
    """
    con.execute(f"CREATE OR REPLACE TABLE {SUPERSEDING}(line BIGINT)")
    if current is None:
        return {}
    content = [name for name in schema.content_names if name not in schema.key]
    differs = [f"s.{quoted(name)} IS DISTINCT FROM c.{quoted(name)}" for name in content]
    flags = ", ".join(f"{condition} AS {quoted('d_' + name)}" for condition, name in zip(differs, content, strict=True))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE met AS SELECT s.__row{', ' + flags if flags else ''}"
        f" FROM {remaining()} s JOIN {current} c ON {_same_key(schema, 's', 'c')}"
    )
    changed = " OR ".join(quoted("d_" + name) for name in content) or "false"
    if version_key(schema) == schema.key:
        con.execute(f"INSERT INTO {DROPPED} SELECT __row, 'duplicate' FROM met WHERE NOT ({changed})")
        con.execute(f"INSERT INTO {SUPERSEDING} SELECT __row FROM met WHERE {changed}")
    else:
        _compare_lists(con, schema, current, changed)
    if not content:
        return {}
    sums = ", ".join(f"count_if({quoted('d_' + name)})" for name in content)
    row = con.execute(f"SELECT {sums} FROM met").fetchone() or ()
    return {name: count for name, count in zip(content, row, strict=True) if count}


def _compare_lists(con: duckdb.DuckDBPyConnection, schema: RecordSchema, current: str, changed: str) -> None:
    """Where rows are replaced together, a list is a duplicate only as a whole; else all of its rows are accepted."""
    unit = ", ".join(quoted(name) for name in version_key(schema))
    same_unit = " AND ".join(f"n.{quoted(name)} = o.{quoted(name)}" for name in version_key(schema))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE lists AS SELECT n.*, n.same = n.size AND n.size = o.size AS identical FROM ("
        f" SELECT {unit}, count(*) AS size, count(m.__row) FILTER (NOT ({changed})) AS same"
        f" FROM {remaining()} s LEFT JOIN met m USING (__row) GROUP BY {unit}) n"
        f" JOIN (SELECT {unit}, count(*) AS size FROM {current} GROUP BY {unit}) o ON {same_unit}"
    )
    rows = f"{remaining()} s JOIN lists USING ({unit})"
    con.execute(f"INSERT INTO {SUPERSEDING} SELECT __row FROM {rows} WHERE NOT identical")
    con.execute(f"INSERT INTO {DROPPED} SELECT __row, 'duplicate' FROM {rows} WHERE identical")


def check_versions(
    con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities, current: str | None
) -> None:
    """Hold each row to the version of it that the book has: what may not follow from it is found."""
    if current is None:
        return
    conditions = {
        "R407": ("status", "c.status = 'cleared' AND s.status IN ('open', 'suspended')"),
        "R408": ("recorded_on", "s.recorded_on <> c.recorded_on"),
        **{rule_id: (states.column, states.forbidden()) for rule_id, states in _STATES.items()},
    }
    for rule_id, (column, condition) in conditions.items():
        if rule := severities.asked(rule_id):
            rows = (
                f"(SELECT s.* FROM {remaining()} s JOIN {current} c ON {_same_key(schema, 's', 'c')} WHERE {condition})"
            )
            add_findings(con, rule, severities.of(rule), column, rows, schema, quoted(column))


def check_near_doubles(
    con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities, current: str | None
) -> None:
    """Warn of records with the same place, time and offence under another id; they are never merged."""
    rule = severities.asked("R302")
    if rule is None:
        return
    same = "longitude, latitude, occurred_from, offence"
    rows = f"(SELECT __row, {same} FROM {remaining()} WHERE longitude IS NOT NULL AND occurred_from IS NOT NULL)"
    twins = (
        f"SELECT __row FROM (SELECT __row, row_number() OVER (PARTITION BY {same} ORDER BY __row) AS place"
        f" FROM (SELECT * FROM {rows} SEMI JOIN (SELECT {same} FROM {rows} GROUP BY ALL HAVING count(*) > 1)"
        f" USING ({same}))) WHERE place > 1"
    )
    if current is not None:
        twins += (
            f" UNION SELECT s.__row FROM {remaining()} s JOIN {current} c"
            " USING (longitude, latitude, occurred_from, offence) WHERE s.case_id <> c.case_id"
        )
    found = f"(SELECT s.* FROM {STAGED} s SEMI JOIN ({twins}) t ON s.__row = t.__row)"
    add_findings(con, rule, severities.of(rule), "case_id", found, schema, "case_id")


def check_principals(con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities) -> None:
    """Reject the offences of a case that has none or several principal ones."""
    rule = severities.asked("R303")
    if rule is None or schema.table != "case_offences":
        return
    rows = f"(SELECT * FROM {remaining()} QUALIFY count(*) FILTER (principal) OVER (PARTITION BY case_id) <> 1)"
    add_findings(con, rule, severities.of(rule), "principal", rows, schema, "principal")
