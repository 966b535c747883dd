"""Traffic accidents and fires.

Traffic: in 2020 accidents fell by 31.2 %, deaths by 34.8 %, injured by 26.6 %, as published; fires: 17 in the first
half of 2024, from -7 (-41.2 %) a year later. The levels of the other years are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.collect.demonstration.draws import Draws, apportion
from tongket.collect.demonstration.places import Places
from tongket.collect.demonstration.plan import FIRST_YEAR, QUARTERS
from tongket.collect.demonstration.profiles import Profile, Table
from tongket.collect.demonstration.registers import Entry, Row
from tongket.collect.demonstration.seasons import LOCKDOWNS

# Year → accidents, deaths, injured.
TRAFFIC: dict[int, tuple[int, int, int]] = {
    2019: (125, 92, 64),
    2020: (86, 60, 47),
    2021: (58, 46, 25),
    2022: (76, 66, 34),
    2023: (92, 73, 45),
    2024: (113, 79, 62),
}
# Year → fires by half year.
FIRES: dict[int, tuple[int, int]] = {
    2019: (21, 15),
    2020: (19, 13),
    2021: (16, 9),
    2022: (15, 12),
    2023: (18, 14),
    2024: (17, 15),
}
Weight = Callable[[date], float]
_DRY_SEASON = (1, 2, 3, 4)
_DAMAGE: Table = (1000, 5000, 12000, 25000, 45000, 80000, 150000, 320000, 700000, 1800000, 9000000)  # thousand dong


@dataclass(frozen=True)
class _Harm:
    killed: list[int]
    injured: list[int]


def traffic_accidents(places: Places, draws: Draws) -> list[Entry]:
    """Return the traffic accidents of all years."""
    entries: list[Entry] = []
    for year, (count, killed, injured) in TRAFFIC.items():
        days = _days(year, range(4), count, draws, _traffic_weight)
        harm = _Harm(_spread(killed, count, draws), _spread(injured, count, draws))
        for number, day in enumerate(days, 1):
            row = _row(f"GT-{year}-{number:04d}", "accident_id", day, places, draws)
            entries.append(Entry(day, row | {"killed": harm.killed[number - 1], "injured": harm.injured[number - 1]}))
    return entries


def fires(places: Places, draws: Draws) -> list[Entry]:
    """Return the fires of all years; a loss that is still being assessed is missing, not zero."""
    entries: list[Entry] = []
    for year, (first, second) in FIRES.items():
        days = _days(year, range(2), first, draws, _fire_weight) + _days(year, range(2, 4), second, draws, _fire_weight)
        for number, day in enumerate(days, 1):
            row = _row(f"CH-{year}-{number:04d}", "fire_id", day, places, draws)
            row["killed"] = int(draws.chance(0.04))
            row["injured"] = draws.between(1, 3) if draws.chance(0.1) else 0
            loss = f"{draws.quantile(_DAMAGE) // 100 * 100_000}.00"
            known_on = day + timedelta(days=draws.between(5, 60))
            assessed: Row = {} if draws.chance(0.08) else {"property_loss": loss}
            entries.append(Entry(day, row, ((known_on, assessed),)))
    return entries


def _row(key: str, column: str, day: date, places: Places, draws: Draws) -> Row:
    return {column: key, "occurred_on": day, "area": places.draw_area(draws, day, Profile()).code}


def _days(year: int, quarters: range, count: int, draws: Draws, weight: Weight) -> list[date]:
    first = (year - FIRST_YEAR) * 4
    start, end = QUARTERS[first + quarters[0]].start, QUARTERS[first + quarters[-1]].end
    days = [start + timedelta(days=step) for step in range((end - start).days + 1)]
    weights = {day: weight(day) for day in days}
    return sorted(draws.from_weights(weights) for _ in range(count))


def _traffic_weight(day: date) -> float:
    if any(first <= day <= last for first, last in LOCKDOWNS):
        return 0.35
    return 1.25 if day.weekday() >= 5 or day.month in (1, 2) else 1.0


def _fire_weight(day: date) -> float:
    return 1.5 if day.month in _DRY_SEASON else 0.8


def _spread(total: int, count: int, draws: Draws) -> list[int]:
    """Share people out over accidents: most have one or none, a few have more."""
    weights = [float(draws.one((0, 1, 1, 1, 1, 2)) * 1000 + draws.below(1000)) for _ in range(count)]
    return apportion(total, weights)
