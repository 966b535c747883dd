"""Plain twin of the weekday-hour weights: minute by minute, in fractions."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction


def week_weights(cases: list[tuple[datetime, datetime | None]]) -> dict[tuple[int, int], Fraction]:
    """Sum one unit for each case, spread over the minutes from begin to before end."""
    table = {(day, hour): Fraction(0) for day in range(7) for hour in range(24)}
    for begin, end in cases:
        for cell, weight in case_weights(begin, end).items():
            table[cell] += weight
    return table


def case_weights(begin: datetime, end: datetime | None) -> dict[tuple[int, int], Fraction]:
    if end is not None and end - begin > timedelta(days=7):
        return {(day, hour): Fraction(1, 168) for day in range(7) for hour in range(24)}
    length = 1 if end is None else max(1, int((end - begin) / timedelta(minutes=1)))
    weights: dict[tuple[int, int], Fraction] = {}
    for minute in range(length):
        moment = begin + timedelta(minutes=minute)
        cell = (moment.weekday(), moment.hour)
        weights[cell] = weights.get(cell, Fraction(0)) + Fraction(1, length)
    return weights
