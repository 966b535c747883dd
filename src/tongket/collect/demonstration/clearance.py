"""Which cases are cleared, and when: as many in each quarter as the calibration says, old cases among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from tongket.collect.demonstration import calibration
from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import FIRST_YEAR, QUARTERS
from tongket.collect.demonstration.profiles import PROFILES
from tongket.collect.demonstration.stories import Case

# The conference of January 2023 heard that every especially serious case was cleared.
_ALL_ESPECIALLY_SERIOUS_CLEARED = 2022
# From the second half of 2024 on, grave cases of earlier quarters are cleared too; before, the published rates of
# grave cases (11 of 12, 94 of 96, 23 of 34) leave no room for it.
_OLD_GRAVE_CLEARED_FROM = (2024 - FIRST_YEAR) * 4 + 2

# Chance to be cleared in the first days, and later, of cases outside social order that are not detected at once.
_OTHER_CLEARED = {
    "drugs": 0.97,
    "economic": 0.93,
    "corruption": 0.85,
    "environment": 0.9,
    "cyber": 0.5,
    "traffic": 0.95,
}


def clear_social_order(cases: Iterable[Case], draws: Draws) -> None:
    """Set the day of clearance of the cases of social order that are cleared by the end."""
    by_quarter: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        by_quarter[case.quarter].append(case)
    open_cases: list[Case] = []
    for quarter in range(len(QUARTERS)):
        open_cases += _clear_quarter(by_quarter[quarter], open_cases, quarter, draws)
        open_cases = [case for case in open_cases if case.cleared_on is None]


def _clear_quarter(fresh: list[Case], waiting: list[Case], quarter: int, draws: Draws) -> list[Case]:
    """Clear cases in one quarter, and return those recorded in it that stay open."""
    year, number = QUARTERS[quarter].year, QUARTERS[quarter].number - 1
    earlier_years = calibration.CLEARED_FROM_EARLIER_YEARS[year][number]
    earlier_quarters = calibration.CLEARED_FROM_EARLIER_QUARTERS[year][number]
    for size, pool in (
        (earlier_years, [case for case in waiting if case.year < year]),
        (earlier_quarters, [case for case in waiting if case.year == year]),
    ):
        for case in draws.sample(pool, size, lambda case: _easiness(case, quarter)):
            _clear_late(case, quarter, draws)
    at_once = calibration.CLEARED[year][number] - earlier_years - earlier_quarters
    left_open = _left_open(fresh, at_once, calibration.GRAVE_CLEARED[year][number], draws)
    for case in fresh:
        if case not in left_open:
            _clear_soon(case, draws)
    return [case for case in fresh if case in left_open]


def _easiness(case: Case, quarter: int) -> float:
    if case.is_grave and quarter < _OLD_GRAVE_CLEARED_FROM:
        return 0.0
    return 1.0 / (quarter - case.quarter)


def _left_open(fresh: list[Case], cleared: int, grave_cleared: int, draws: Draws) -> set[Case]:
    """Choose the cases that stay open: hard offences first, and those recorded late in the quarter."""
    grave = [case for case in fresh if case.is_grave]
    ordinary = [case for case in fresh if not case.is_grave]
    solved = draws.sample(grave, grave_cleared, _grave_weight)
    hard = draws.sample(ordinary, len(ordinary) - (cleared - grave_cleared), _hardness)
    return (set(grave) - set(solved)) | set(hard)


def _grave_weight(case: Case) -> float:
    if case.severity != "especially_serious":
        return 1.0
    return 1e9 if case.year == _ALL_ESPECIALLY_SERIOUS_CLEARED else 1.5


def _hardness(case: Case) -> float:
    span = QUARTERS[case.quarter]
    return PROFILES[case.offence].hardness * (1 + (case.recorded_on - span.start).days / 45)


def _clear_soon(case: Case, draws: Draws) -> None:
    """Clear a case in the quarter in which it was recorded."""
    end = QUARTERS[case.quarter].end
    day = case.recorded_on + timedelta(days=draws.quantile(PROFILES[case.offence].clearing))
    if day > end:
        day = case.recorded_on + timedelta(days=draws.below((end - case.recorded_on).days + 1))
    case.status, case.cleared_on = "cleared", day


def _clear_late(case: Case, quarter: int, draws: Draws) -> None:
    span = QUARTERS[quarter]
    case.status, case.cleared_on = "cleared", span.start + timedelta(days=draws.below((span.end - span.start).days + 1))


def clear_others(cases: Iterable[Case], area_of_work: str, draws: Draws) -> None:
    """Set the day of clearance of the cases of another area of work; there is nothing published to meet."""
    for case in cases:
        if draws.chance(_OTHER_CLEARED[area_of_work]):
            days = draws.quantile(PROFILES[case.offence].clearing) * (3 if draws.chance(0.1) else 1)
            case.status, case.cleared_on = "cleared", case.recorded_on + timedelta(days=days)
