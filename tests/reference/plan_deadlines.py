"""Deadlines in plain Python, one day after the other; imports nothing from tongket."""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)
Pauses = list[tuple[date, date | None]]


def paused(day: date, pauses: Pauses) -> bool:
    return any(first <= day and (again is None or day < again) for first, again in pauses)


def same_number(day: date, number: int) -> date:
    """Walk on until the month is the one wanted, then to the day of the same number or the last there is."""
    year, month = day.year, day.month
    for _ in range(number):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    wanted = day.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def full_on(start: date, unit: str, amount: int, off: set[date], pauses: Pauses) -> date | None:
    """Return the day on which so many days or months are full, None if that is never."""
    if unit == "months":
        # as many days as there are to the day of the same number must pass
        amount, unit = (same_number(start, amount) - start).days, "days"
    day, left = start, amount
    for _ in range(20_000):
        if left == 0:
            return day
        day += DAY
        if paused(day, pauses):
            continue
        if unit == "days" or day not in off:
            left -= 1
    return None


def due(start: date, limits: list[tuple[str, int]], off: set[date], pauses: Pauses) -> date | None:
    """Return the last day of a limit and its extensions; `off` holds every day that is not worked."""
    end: date | None = start
    for unit, amount in limits:
        assert end is not None
        end = full_on(end, unit, amount, off, pauses)
        if end is None:
            return None
    assert end is not None
    while end in off:
        end += DAY
    return end
