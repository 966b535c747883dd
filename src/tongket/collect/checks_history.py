"""Rules about months: one far off its history, a heap on one day of the month, a last month that is not whole."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator, Mapping
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from tongket.collect.checks_keys import remaining
from tongket.collect.findings import FINDINGS, Severities
from tongket.collect.rules import Rule
from tongket.model.tables import RecordSchema
from tongket.store.parquet import load_rows, quoted

if TYPE_CHECKING:
    import duckdb

# A month is far off when it is both: outside chance (a deviate of 4 happens once in 16 000 months) and off by a third,
# for in a large city every month is outside chance.
DEVIATE = 4.0
FACTOR = 1.5
# fewer months have no history
FEWEST_MONTHS = 12
# A heap: a day of the month holds over three times its share, and that is no chance.
HEAP = 3.0
FEWEST_ROWS = 60

Days = Mapping[date, int]


def check_history(
    con: duckdb.DuckDBPyConnection, schema: RecordSchema, severities: Severities, current: str | None
) -> None:
    """Look at the course of the months, what the book holds and what is about to be added taken together."""
    checks = {"R401": odd_months, "R402": heaped_days, "R403": cut_months}
    if not any(severities.asked(rule_id) for rule_id in checks):
        return
    day = quoted(schema.dated_by)
    relation = f"SELECT {day} AS day FROM {remaining()}"
    if current is not None:
        relation += f" UNION ALL SELECT {day} FROM {current}"
    found = con.execute(f"SELECT day, count(*) FROM ({relation}) WHERE day IS NOT NULL GROUP BY day").fetchall()
    days: Days = dict(found)
    for rule_id, check in checks.items():
        if rule := severities.asked(rule_id):
            _add(con, rule, severities.of(rule), schema, list(check(days)))


def _add(con: duckdb.DuckDBPyConnection, rule: Rule, severity: str, schema: RecordSchema, months: list[str]) -> None:
    if not months:
        return
    rows = [(month, rule.id, severity, schema.dated_by) for month in months]
    columns = tuple((name, "VARCHAR") for name in ("record_key", "rule", "severity", "column_name"))
    load_rows(con, "month_findings", columns, rows)
    con.execute(f"INSERT INTO {FINDINGS} SELECT NULL, record_key, rule, severity, column_name, '' FROM month_findings")


def months_of(days: Days) -> dict[int, int]:
    """Return records by month, numbered from year 0; months without any between the first and the last are zero."""
    found: dict[int, int] = {}
    for day, count in days.items():
        number = day.year * 12 + day.month - 1
        found[number] = found.get(number, 0) + count
    return {number: found.get(number, 0) for number in range(min(found), max(found) + 1)} if found else {}


def odd_months(days: Days) -> Iterator[str]:
    """Yield the months that are far off the months around them and the same months of other years.

    Notes
    -----
    Expected is the median of the two months before and after and of the same month and its neighbours one year before
    and after. With counts x and m of one and of many months, 2 (sqrt x - sqrt m) is near a standard normal deviate
    when both are Poisson. The first and the last month are left out: they are seldom whole.
    """
    counts = months_of(days)
    if len(counts) < FEWEST_MONTHS:
        return
    first, last = min(counts), max(counts)
    for number in range(first + 1, last):
        steps = (-13, -12, -11, -2, -1, 1, 2, 11, 12, 13)
        near = [counts[number + step] for step in steps if first < number + step < last]
        if len(near) < 4:
            continue
        expected = median(near)
        deviate = 2 * (math.sqrt(counts[number]) - math.sqrt(expected))
        off = counts[number] * FACTOR < expected or counts[number] > expected * FACTOR
        if abs(deviate) > DEVIATE and off:
            yield _month(number)


def heaped_days(days: Days) -> Iterator[str]:
    """Yield the days of the month, as ``day 1``, that hold far more records than their share."""
    total = sum(days.values())
    if total < FEWEST_ROWS:
        return
    by_day = [0] * 32
    for day, count in days.items():
        by_day[day.day] += count
    for number in range(1, 32):
        # 29, 30 and 31 are not in every month; the share of a day in all months is the most it can be
        expected = total * 12 / 365.25
        if by_day[number] > HEAP * expected and 2 * (math.sqrt(by_day[number]) - math.sqrt(expected)) > DEVIATE:
            yield f"day {number}"


def cut_months(days: Days) -> Iterator[str]:
    """Yield the last month where the records stop before its end, more than chance would make them."""
    counts = months_of(days)
    if len(counts) < 3 or sum(days.values()) < FEWEST_ROWS:
        return
    last = max(days)
    length = calendar.monthrange(last.year, last.month)[1]
    whole = [counts[number] for number in sorted(counts)[-4:-1]]
    per_day = sum(whole) / len(whole) / 30.4
    # no record on the days left, where so many were to be expected, has a chance of exp(-expected)
    if (length - last.day) * per_day > 7:
        yield _month(last.year * 12 + last.month - 1)


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
