"""Count figures the slow way: one indicator, one cell, one record at a time, with exact fractions.

Imports nothing of the project: definitions, units and periods come as plain values.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction


def holds(condition, row, day, cutoff):
    """Tell whether a record fulfils (operator, column, argument); `day` is the date it is counted by."""
    operator, column, argument = condition
    value = row.get(column)
    if operator == "is_null":
        return value is None
    if value is None:
        return False
    if operator == "not_null":
        return True
    if operator == "in":
        return value in argument
    if operator == "not_in":
        return value not in argument
    if operator == "within_days":
        return (value - day).days <= argument
    if operator == "observed_days":
        return value <= cutoff - timedelta(days=argument)
    raise ValueError(operator)


def parts_of_area(code, day, wanted_day, units, changes):
    """Return {code on wanted_day: share} for a code on a day; nothing when it is no unit.

    units: list of (code, from, to or None); changes: list of (old, old_from, new, new_from, share).
    """
    first = min(unit[1] for unit in units)
    day = max(day, first)
    here = [unit for unit in units if unit[0] == code and unit[1] <= day and (unit[2] is None or day <= unit[2])]
    if not here:
        return {}
    return _spread(here[0], max(wanted_day, day), units, changes)


def _spread(unit, wanted_day, units, changes):
    if unit[1] <= wanted_day and (unit[2] is None or wanted_day <= unit[2]):
        return {unit[0]: Fraction(1)}
    result = {}
    for old, old_from, new, new_from, share in changes:
        if (old, old_from) == (unit[0], unit[1]):
            (after,) = [u for u in units if u[0] == new and u[1] == new_from]
            for code, part in _spread(after, wanted_day, units, changes).items():
                result[code] = result.get(code, Fraction(0)) + Fraction(share) * part
    return result


def hours_of_week(begin, end):
    """Return {(ISO weekday, hour): share} of a record between two times, minute by minute."""
    if begin is None:
        return {None: Fraction(1)}
    minutes = 1 if end is None or end == begin else int((end - begin).total_seconds() // 60)
    if minutes > 7 * 24 * 60:
        return {(day, hour): Fraction(1, 168) for day in range(1, 8) for hour in range(24)}
    result = {}
    for step in range(minutes):
        at = begin + timedelta(minutes=step)
        key = (at.isoweekday(), at.hour)
        result[key] = result.get(key, Fraction(0)) + Fraction(1, minutes)
    return result


def count(rows, definition, start, end, cutoff, *, chosen=lambda row: Fraction(1)):
    """Return the value of a count, sum or stock from `start` to `end`, both days included.

    definition: dict with date, where, and column (sum) or closes (stock); chosen: the part of a row that belongs to
    the cell, as a fraction of 1.
    """
    total = Fraction(0)
    for row in rows:
        day = row.get(definition["date"])
        if "closes" in definition:
            for sign, column in ((1, definition["date"]), (-1, definition["closes"])):
                at = row.get(column)
                if at is None or row.get(definition["date"]) is None or at > end:
                    continue
                if all(holds(condition, row, at, cutoff) for condition in definition["where"]):
                    total += sign * chosen(row)
            continue
        if day is None or not start <= day <= end:
            continue
        if all(holds(condition, row, day, cutoff) for condition in definition["where"]):
            amount = 1 if definition.get("column") is None else row.get(definition["column"])
            total += Fraction(0 if amount is None else amount) * chosen(row)
    return total


def month_spans(start, end):
    """Return the civil months that touch a span, cut to it."""
    spans = []
    day = start
    while day <= end:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        spans.append((f"{day.year:04d}-{day.month:02d}", day, min(after - timedelta(days=1), end)))
        day = after
    return spans
