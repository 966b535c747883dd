"""The offences of a case, where its source lists several: all of them kept, with the one it counts under and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongket.collect.checks_keys import DROPPED, SUPERSEDING, remaining
from tongket.collect.staging import STAGED

if TYPE_CHECKING:
    import duckdb

OFFENCES = "listed_offences"
_LIST = "string_agg(concat_ws('/', offence, clause) || CASE WHEN principal THEN '*' ELSE '' END, ';' ORDER BY ALL)"


def offences_of(rows: str) -> str:
    """Return the offences of staged cases as rows of ``case_offences``, as they stand after FROM."""
    return (
        "(SELECT s.__row, s.case_id, s.recorded_on, o.offence, o.clause, o.severity, o.principal, o.reason"
        f" FROM {rows} s JOIN offence_charges o ON s.__offences = o.text"
        " AND s.recorded_on BETWEEN o.from_day AND o.to_day)"
    )


def keep_changed_lists(con: duckdb.DuckDBPyConnection, current: str | None) -> None:
    """Accept a case that agrees with the book but for the list of its offences.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine with staged rows, after the comparison with the book.
    current : str or None
        SQL of the offences of cases that the book holds.
    """
    if current is None:
        return
    same = f"(SELECT s.* FROM {STAGED} s JOIN {DROPPED} d ON s.__row = d.line JOIN met USING (__row))"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE changed_lists AS SELECT n.__row FROM"
        f" (SELECT __row, case_id, {_LIST} AS list FROM {offences_of(same)} GROUP BY __row, case_id) n"
        f" JOIN (SELECT case_id, {_LIST} AS list FROM {current} GROUP BY case_id) o USING (case_id)"
        " WHERE n.list <> o.list"
    )
    con.execute(f"DELETE FROM {DROPPED} WHERE line IN (SELECT __row FROM changed_lists)")
    con.execute(f"INSERT INTO {SUPERSEDING} SELECT __row FROM changed_lists")


def list_offences(con: duckdb.DuckDBPyConnection) -> int:
    """Make the table of the offences of all accepted cases; returns how many there are."""
    con.execute(f"CREATE OR REPLACE TABLE {OFFENCES} AS SELECT * FROM {offences_of(remaining())}")
    row = con.execute(f"SELECT count(*) FROM {OFFENCES}").fetchone()
    return int(row[0]) if row else 0
