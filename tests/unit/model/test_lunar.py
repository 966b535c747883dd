from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from tongket.model.errors import DefinitionError
from tongket.model.lunar import lunar_day

# First days of lunar years as announced in Vietnam.
TET = [
    date(2018, 2, 16),
    date(2019, 2, 5),
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
]
# Where the Vietnamese calendar (UTC+7) and the Chinese one (UTC+8) part: in 1985 by a month, in 1968 and 2007 by a day.
APART = [(1968, date(1968, 1, 29)), (1985, date(1985, 1, 21)), (2007, date(2007, 2, 17)), (2030, date(2030, 2, 2))]
# Days off for Hùng Kings' Day, 10-3 lunar; 2020, 2023 and 2025 lie after or before a leap month.
HUNG_KINGS = [date(2019, 4, 14), date(2020, 4, 2), date(2023, 4, 29), date(2024, 4, 18), date(2025, 4, 7)]


@pytest.mark.parametrize("day", TET)
def test_tet_falls_on_the_announced_day(day: date) -> None:
    assert lunar_day(day.year, 1, 1) == day


@pytest.mark.parametrize(("year", "day"), APART)
def test_tet_goes_by_the_time_of_hanoi(year: int, day: date) -> None:
    assert lunar_day(year, 1, 1) == day


@pytest.mark.parametrize("day", HUNG_KINGS)
def test_hung_kings_day_falls_on_the_announced_day(day: date) -> None:
    assert lunar_day(day.year, 3, 10) == day


def test_months_follow_one_another_without_gap() -> None:
    for year in range(1968, 2101):
        starts = [lunar_day(year, month, 1) for month in range(1, 13)]
        gaps = [(after - before).days for before, after in pairwise(starts)]
        # a leap month is not asked for, so it shows as a gap of two months
        assert all(gap in (29, 30, 58, 59, 60) for gap in gaps)
        assert sum(gap > 30 for gap in gaps) <= 1


@pytest.mark.parametrize(("year", "month", "day"), [(1967, 1, 1), (2101, 1, 1), (2024, 13, 1), (2024, 1, 31)])
def test_a_date_outside_the_calendar_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(DefinitionError, match="Lunar date: must be month 1-12"):
        lunar_day(year, month, day)


def test_a_day_the_month_does_not_have_is_refused() -> None:
    with pytest.raises(DefinitionError, match="has no day 30"):
        lunar_day(2024, 1, 30)
