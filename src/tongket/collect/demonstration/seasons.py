"""When things happen: Tết, lockdown, weekday and hour, and how sure anybody is of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate

from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import Quarter
from tongket.collect.demonstration.profiles import SLOW, Profile

# First day of the lunar new year.
TET: tuple[date, ...] = (
    date(2019, 2, 5),
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
)

# Directive 16 of the Prime Minister on social distancing: nation-wide in April 2020, Cần Thơ in the summer of 2021.
LOCKDOWNS: tuple[tuple[date, date], ...] = (
    (date(2020, 4, 1), date(2020, 4, 22)),
    (date(2021, 7, 12), date(2021, 9, 30)),
)

# Weights of the hours 0 to 23.
HOURS: dict[str, tuple[int, ...]] = {
    "evening": (5, 3, 2, 2, 1, 1, 2, 2, 3, 3, 4, 5, 4, 3, 4, 5, 6, 8, 10, 12, 13, 13, 11, 8),
    "street": (4, 3, 3, 4, 5, 6, 5, 4, 4, 4, 4, 4, 4, 3, 3, 4, 5, 7, 10, 11, 10, 8, 6, 5),
    "theft": (7, 9, 11, 11, 9, 6, 4, 4, 5, 5, 5, 6, 8, 8, 5, 4, 4, 5, 6, 6, 5, 5, 5, 6),
    "gambling": (2, 1, 1, 0, 0, 0, 1, 2, 4, 5, 6, 6, 7, 9, 11, 12, 11, 9, 8, 9, 10, 10, 8, 5),
    "drugs": (5, 3, 2, 2, 1, 1, 2, 3, 4, 5, 6, 6, 5, 5, 6, 7, 7, 7, 8, 10, 11, 11, 9, 7),
    "office": (0, 0, 0, 0, 0, 0, 1, 4, 12, 14, 12, 7, 3, 6, 12, 13, 9, 5, 3, 3, 3, 2, 1, 0),
}

# Weights of Monday to Sunday.
WEEKDAYS: dict[str, tuple[float, ...]] = {
    "evening": (0.9, 0.9, 0.9, 0.95, 1.05, 1.2, 1.2),
    "street": (0.95, 0.95, 0.95, 1.0, 1.05, 1.1, 1.0),
    "theft": (1.0, 1.0, 1.0, 1.0, 1.0, 1.05, 1.05),
    "gambling": (0.85, 0.85, 0.9, 0.95, 1.0, 1.2, 1.3),
    "drugs": (0.95, 0.95, 1.0, 1.0, 1.1, 1.1, 0.9),
    "office": (1.3, 1.25, 1.2, 1.15, 1.1, 0.5, 0.3),
}
_LOCKED = {"office": 0.5, "drugs": 0.6}

DAYS_BEFORE = 30  # an act may lie this long before the quarter in which it is recorded


def day_weight(day: date, rhythm: str) -> float:
    """Return how likely an act of this rhythm is on `day`, against an ordinary day."""
    weight = WEEKDAYS[rhythm][day.weekday()] * _tet_weight(day, rhythm)
    if any(first <= day <= last for first, last in LOCKDOWNS):
        weight *= _LOCKED.get(rhythm, 0.4)
    return weight


def _tet_weight(day: date, rhythm: str) -> float:
    """Rise in the three weeks before the new year, dip in the week of it; gamblers do the opposite."""
    offset = min(((day - new_year).days for new_year in TET), key=abs)
    if -21 <= offset < -1:
        return 1.3 if rhythm in ("theft", "street") else 1.1
    if -1 <= offset <= 5:
        return {"gambling": 1.3, "office": 0.1}.get(rhythm, 0.5)
    return 1.0


@lru_cache(maxsize=512)
def _days(rhythm: str, start: date, end: date) -> tuple[list[date], list[float]]:
    days = [start + timedelta(days=step) for step in range((end - start).days + 1)]
    return days, list(accumulate(day_weight(day, rhythm) for day in days))


Moment = tuple[date, datetime | None, datetime | None]


def draw_moment(draws: Draws, profile: Profile, quarter: Quarter) -> Moment:
    """Return (recorded on, occurred from, occurred to) of a case that is recorded in `quarter`.

    Both times may be missing, or only the second; where both stand they are the ends of the span in which the act
    lies, not its duration.
    """
    if profile.delay is SLOW:
        recorded_on, first, last = _slow_moment(draws, profile, quarter)
    else:
        recorded_on, first, last = _quick_moment(draws, profile, quarter)
    if draws.chance(0.012):
        return recorded_on, None, None
    if draws.chance(0.01):
        return recorded_on, first, None
    return recorded_on, first, last


def _slow_moment(draws: Draws, profile: Profile, quarter: Quarter) -> tuple[date, datetime, datetime]:
    recorded_on = draws.weighted(*_days("office", quarter.start, quarter.end))
    last = _at_hour(draws, recorded_on - timedelta(days=1 + draws.quantile(profile.delay)), profile.rhythm)
    span = draws.quantile((0, 0, 0, 0, 0, 1, 3, 10, 30)) if profile.rhythm == "office" else 0
    return recorded_on, last - timedelta(days=span, minutes=15 * draws.below(8)), last


def _quick_moment(draws: Draws, profile: Profile, quarter: Quarter) -> tuple[date, datetime, datetime]:
    earliest = quarter.start - timedelta(days=DAYS_BEFORE)
    while True:
        day = draws.weighted(*_days(profile.rhythm, earliest, quarter.end))
        first, last = _span(draws, _at_hour(draws, day, profile.rhythm), profile.rhythm)
        recorded_on = last.date() + timedelta(days=draws.quantile(profile.delay))
        if quarter.start <= recorded_on <= quarter.end:
            return recorded_on, first, last


def _at_hour(draws: Draws, day: date, rhythm: str) -> datetime:
    hour = draws.weighted(range(24), _running_hours(rhythm))
    return datetime.combine(day, time(hour, 5 * draws.below(12)))


@lru_cache(maxsize=16)
def _running_hours(rhythm: str) -> list[float]:
    return list(accumulate(float(weight) for weight in HOURS[rhythm]))


def _span(draws: Draws, moment: datetime, rhythm: str) -> tuple[datetime, datetime]:
    """Return between which times the act lies: a minute for a blow, a night or a week for a burgled house."""
    if rhythm != "theft":
        return moment, moment + timedelta(minutes=5 * draws.below(4))
    kind = draws.from_weights({_observed: 0.42, _overnight: 0.36, _absence: 0.15, _journey: 0.07})
    return kind(draws, moment)


def _observed(draws: Draws, moment: datetime) -> tuple[datetime, datetime]:
    return moment, moment + timedelta(minutes=5 * draws.below(10))


def _overnight(draws: Draws, moment: datetime) -> tuple[datetime, datetime]:
    evening = datetime.combine(moment.date(), time(21, 0)) + timedelta(minutes=15 * draws.below(12))
    return evening, evening + timedelta(hours=6, minutes=15 * draws.below(14))


def _absence(draws: Draws, moment: datetime) -> tuple[datetime, datetime]:
    return moment, moment + timedelta(minutes=15 * draws.between(8, 40))


def _journey(draws: Draws, moment: datetime) -> tuple[datetime, datetime]:
    return moment, moment + timedelta(days=draws.between(1, 6), hours=draws.between(1, 12))


Span = Callable[[Draws, datetime], tuple[datetime, datetime]]
