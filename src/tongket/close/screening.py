"""Try hundreds of figures on the pairs of two seals in one pass, to find those that any record entered or left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tongket.close.attribution import NEW, OLD, PRESENT, Asking
from tongket.store.parquet import quoted

if TYPE_CHECKING:
    import duckdb

# Figures tried in one query: its planning grows faster than their number.
N_TRIED = 100


def screen(
    con: duckdb.DuckDBPyConnection, relation: str, table: str, asked: Sequence[tuple[Asking, Asking]]
) -> list[bool]:
    """Return for each figure, asked in the older and the newer seal, whether any pair adds something else to it.

    The figures share most of their conditions. Each is evaluated once for all, as a column of a temporary table: to
    write them out for every figure took ten times as long for the few hundred pairs of a year's book.
    """
    names: dict[str, str] = {}
    tried = [
        f"bool_or(({_amount(old, OLD, table, names)}) <> ({_amount(new, NEW, table, names)}))" for old, new in asked
    ]
    columns = ", ".join(f"{sql} AS {name}" for sql, name in names.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE screen AS SELECT {columns} FROM {relation}")
    found: list[bool] = []
    for first in range(0, len(tried), N_TRIED):
        row = con.execute(f"SELECT {', '.join(tried[first : first + N_TRIED])} FROM screen").fetchone() or ()
        found += [bool(touched) for touched in row]
    con.execute("DROP TABLE screen")
    return found


def _amount(asking: Asking, side: str, table: str, names: dict[str, str]) -> str:
    """Return what a pair adds to a figure, over the columns of the temporary table; `names` grows by new ones."""

    def name(sql: str) -> str:
        return names.setdefault(sql, f"s{len(names)}")

    is_in = " AND ".join([name(quoted(side + PRESENT)), *(name(test.sql) for test in asking.tests(side))])
    return f"CASE WHEN {is_in} THEN {name(asking.amount(side, table))} ELSE 0 END"
