"""Rules about records of other tables: an event needs its case, a link its campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongket.collect.findings import Severities, add_findings
from tongket.collect.staging import STAGED
from tongket.model.tables import RecordSchema

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb


def check_links(
    con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities, current: Callable[[str], str | None]
) -> None:
    """Reject rows that speak of a record the book does not hold.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine with the staged rows.
    schema : RecordSchema
        The table.
    severities : Severities
        Which rules are asked.
    current : callable
        Returns SQL of the records of a table as known on the day of receipt, or None.
    """
    for rule_id, column, table in (("R404", "case_id", "cases"), ("R406", "campaign_id", "campaigns")):
        if rule := severities.asked(rule_id):
            known = current(table) or f"(SELECT NULL::VARCHAR AS {column} WHERE false)"
            rows = (
                f"(SELECT s.* FROM {STAGED} s ANTI JOIN {known} k ON s.{column} = k.{column}"
                f" WHERE s.{column} IS NOT NULL)"
            )
            add_findings(con, rule, severities.of(rule), column, rows, schema, column)
    _check_repeats(con, schema, severities, current)
    rule = severities.asked("R405")
    cases = current("cases")
    if rule is not None and cases is not None:
        early = f'(SELECT s.* FROM {STAGED} s JOIN {cases} k USING (case_id) WHERE s."on" < k.recorded_on)'
        add_findings(con, rule, severities.of(rule), "on", early, schema, '"on"')


def _check_repeats(
    con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities, current: Callable[[str], str | None]
) -> None:
    """Reject petitions that repeat one which is neither in the book nor in the file, or was not received earlier."""
    unknown, early = severities.asked("R410"), severities.asked("R411")
    if unknown is None and early is None:
        return
    held = f"SELECT petition_id, received_on FROM {STAGED}"
    if (book := current("petitions")) is not None:
        held += f" UNION ALL SELECT petition_id, received_on FROM {book} b ANTI JOIN {STAGED} USING (petition_id)"
    linked = f"{STAGED} s LEFT JOIN (SELECT DISTINCT ON (petition_id) * FROM ({held})) k ON s.repeats = k.petition_id"
    asked = ((unknown, "k.petition_id IS NULL"), (early, "k.received_on >= s.received_on"))
    for rule, condition in asked:
        if rule is not None:
            rows = f"(SELECT s.* FROM {linked} WHERE s.repeats IS NOT NULL AND {condition})"
            add_findings(con, rule, severities.of(rule), "repeats", rows, schema, "repeats")
