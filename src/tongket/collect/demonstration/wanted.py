"""Wanted notices: a stock from before the demonstration, new ones, and how they end. Nothing here names anybody."""

from __future__ import annotations

from datetime import date, timedelta

from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.places import Places
from tongket.collect.demonstration.plan import FIRST_DAY, LAST_DAY, YEARS
from tongket.collect.demonstration.profiles import Profile, Table
from tongket.collect.demonstration.registers import Entry, Row

_OPENING = 286  # in force on the eve of the demonstration
_ISSUED: dict[int, int] = {2019: 118, 2020: 112, 2021: 84, 2022: 96, 2023: 104, 2024: 110}
_CLASSES = {"ordinary": 0.62, "dangerous": 0.24, "especially_dangerous": 0.14}
# The longer a notice is in force the likelier it ends by being struck off.
_OUTCOMES = {"arrested": 0.6, "surrendered": 0.3, "struck_off": 0.1}
_OLD_OUTCOMES = {"arrested": 0.5, "surrendered": 0.15, "struck_off": 0.35}
_OLD_DAYS = 1500
_LASTS: Table = (2, 12, 35, 75, 130, 210, 340, 560, 950, 1900, 5200)
_OPENING_LASTS: Table = (20, 150, 320, 560, 800, 1100, 1500, 2000, 2600, 3500, 5500)
_REVIEW_DAYS = 365
_REVIEW_MISSED = 0.06


def wanted_notices(places: Places, draws: Draws) -> list[Entry]:
    """Return the notices: the opening stock first, then those issued in each ministry year."""
    starts = [_opening_day(draws) for _ in range(_OPENING)]
    opening = len(starts)
    for year in YEARS:
        first = date(year - 1, 12, 15)
        starts += sorted(first + timedelta(days=draws.below(365)) for _ in range(_ISSUED[year]))
    starts = sorted(starts[:opening]) + starts[opening:]
    return [_notice(places, draws, number, issued_on) for number, issued_on in enumerate(starts, 1)]


def _opening_day(draws: Draws) -> date:
    """Return a day of issue before the demonstration.

    Older notices were entered again when the register was set up anew at the beginning of 2018; no area code is known
    for an earlier day.
    """
    first = date(2018, 1, 2)
    if draws.chance(0.6):
        return first + timedelta(days=draws.below(60))
    return first + timedelta(days=draws.below((FIRST_DAY - first).days))


def _notice(places: Places, draws: Draws, number: int, issued_on: date) -> Entry:
    is_old = issued_on < FIRST_DAY
    ended_on = (FIRST_DAY if is_old else issued_on) + timedelta(
        days=draws.quantile(_OPENING_LASTS if is_old else _LASTS)
    )
    danger = draws.from_weights(_CLASSES)
    row: Row = {
        "notice_id": f"TN-{number:05d}",
        "issued_on": issued_on,
        "danger_class": danger,
        "area": places.draw_area(draws, issued_on, Profile()).code,
        "review_on": issued_on + timedelta(days=_REVIEW_DAYS),
    }
    outcome = draws.from_weights(_OLD_OUTCOMES if (ended_on - issued_on).days > _OLD_DAYS else _OUTCOMES)
    changes = _reviews(issued_on, min(ended_on, LAST_DAY), draws)
    changes.append((ended_on, {"ended_on": ended_on, "outcome": outcome, "review_on": None}))
    return Entry(issued_on, row, tuple(changes))


def _reviews(issued_on: date, until: date, draws: Draws) -> list[tuple[date, Row]]:
    """Return the yearly reviews that were held; one that was missed leaves its day standing, overdue."""
    changes: list[tuple[date, Row]] = []
    due = issued_on + timedelta(days=_REVIEW_DAYS)
    while due <= until and not draws.chance(_REVIEW_MISSED):
        due += timedelta(days=_REVIEW_DAYS)
        changes.append((due - timedelta(days=_REVIEW_DAYS), {"review_on": due}))
    return changes
