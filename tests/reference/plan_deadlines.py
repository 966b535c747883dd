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


# months of the limit and of each extension: Articles 172 and 174 of the Criminal Procedure Code
INVESTIGATION = {
    "less_serious": [2, 2],
    "serious": [3, 3, 2],
    "very_serious": [4, 4, 4],
    "especially_serious": [4, 4, 4, 4],
}
RESUMED = {"less_serious": [2, 1], "serious": [2, 2], "very_serious": [3, 2], "especially_serious": [3, 3]}
STOPS = ("concluded", "suspended", "discontinued", "transferred", "unfounded")


def case_course(
    severity: str, recorded: date, events: list[tuple[str, date]], off: set[date]
) -> list[tuple[str, date | None, date | None]]:
    """Walk through the events of a case and write down each clock: its kind, its last day, the day it stopped."""
    course = [("recorded", recorded), *events]
    starts = {"recorded": "crime_report", "instituted": "investigation", "resumed": "resumed_investigation"}
    found = []
    for place, (event, on) in enumerate(course):
        if event not in starts:
            continue
        kind, extensions, stopped = starts[event], 0, None
        for later, day in course[place + 1 :]:
            if later in STOPS or later in starts:
                stopped = day
                break
            extensions += later == "extended"
        found.append((kind, last_day(kind, severity, on, extensions, off), stopped))
    return found


def last_day(kind: str, severity: str, start: date, extensions: int, off: set[date]) -> date | None:
    if kind == "crime_report":
        if extensions == 0:
            return due(start, [("days", 20)], off, [])
        return due(start, [("months", 2)] * min(extensions, 2), off, [])
    months = (INVESTIGATION if kind == "investigation" else RESUMED)[severity]
    return due(start, [("months", number) for number in months[: extensions + 1]], off, [])
