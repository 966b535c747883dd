"""Which past periods Farrington's methods compare a week with: same season of earlier years, in up to 11 season groups.

By date the comparison is with the same day of earlier years, moved to the nearest same weekday; by position it is
with the period exactly `frequency` periods earlier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray

Days = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class References:
    """Hold the reference periods of each wanted period, padded to equal length.

    Attributes
    ----------
    count : ndarray of int64, shape (n_wanted,)
        How many there are.
    position, group : ndarray of int64, shape (n_wanted, n_most)
        Where they are, and their season group.
    time : ndarray of float64, shape (n_wanted, n_most)
        Their time, in periods.
    now : ndarray of float64, shape (n_wanted,)
        Time of the wanted period.
    n_groups : int
        Season groups; the last is the season of the wanted period.
    """

    count: IntArray
    position: IntArray
    group: IntArray
    time: FloatArray
    now: FloatArray
    n_groups: int


def anniversaries(wanted: int, years: int, frequency: int, dates: Days | None, who: str) -> IntArray | None:
    """Return the positions of the wanted period and of the same season 1 … `years` years earlier; None if not there."""
    if dates is None:
        found = wanted - frequency * np.arange(years + 1, dtype=np.int64)
        return found if found[-1] >= 0 else None
    days = _year_by_year(dates[wanted], years)
    if frequency == 52:
        # nearest day of the same weekday: never more than three days away, so there is no tie
        days = days + (np.asarray((dates[wanted] - days).astype(np.int64)) + 3) % 7 - 3
    if days[-1] < dates[0]:
        return None
    found = np.searchsorted(dates, days).astype(np.int64)
    if not np.array_equal(dates[np.minimum(found, dates.size - 1)], days):
        raise UsageError(f"{who}: dates must hold the same period of {years} earlier years; one is missing.")
    return found


def _year_by_year(day: np.datetime64, years: int) -> Days:
    month = day.astype("datetime64[M]")
    within = (day - month.astype("datetime64[D]")).astype(np.int64)
    months = month - 12 * np.arange(years + 1)
    # 29 February falls on 1 March of other years, as calendars add days to the first of the month
    return np.asarray(months.astype("datetime64[D]") + within)


def season_groups(found: IntArray, half_width: int, n_groups: int) -> tuple[IntArray, IntArray]:
    """Return positions and season groups of all periods from the first anniversary's window on.

    Between two windows the year is cut into `n_groups` - 1 nearly equal stretches, the first ones longer by one
    (Noufaily et al. 2013); the windows themselves are the last group, that of the wanted period.
    """
    last = n_groups - 1
    start = int(found[-1]) - half_width
    group = np.full(int(found[0]) - start + 1, -1, dtype=np.int64)
    group[int(found[0]) - half_width - start :] = last
    for later, earlier in zip(found[:-1].tolist(), found[1:].tolist(), strict=True):
        window = slice(earlier - half_width - start, earlier + half_width + 1 - start)
        group[window] = last
        if n_groups > 1:
            between = later - earlier - 2 * half_width - 1
            lengths = np.full(last, between // last)
            lengths[: between % last] += 1
            group[window.stop : window.stop + between] = np.repeat(np.arange(last), lengths)
    used = np.flatnonzero(group >= 0)
    return used + start, group[used]


def _without_recent(position: IntArray, group: IntArray, now: int, skipped: int) -> tuple[IntArray, IntArray]:
    kept = position < now - skipped
    return position[kept], group[kept]


def references(
    wanted: IntArray,
    years: int,
    half_width: int,
    n_groups: int,
    skipped: int,
    frequency: int,
    dates: Days | None,
    who: str,
) -> References:
    """Return the reference periods of every wanted period; periods without enough history have none.

    Parameters
    ----------
    wanted : ndarray of int64, shape (n_wanted,)
        Positions.
    years, half_width, n_groups, skipped, frequency : int
        Years back, periods either side of the anniversary, season groups, latest periods left out, periods a year.
    dates : ndarray of datetime64[D] or None
        First day of each period.
    who : str
        Method, for errors.

    Returns
    -------
    References
        Padded arrays.
    """
    found = [_of_one(int(week), years, half_width, n_groups, skipped, frequency, dates, who) for week in wanted]
    most = max((position.size for position, _ in found), default=0)
    shape = (len(found), max(most, 1))
    result = References(
        np.array([position.size for position, _ in found], dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.zeros(shape),
        np.zeros(len(found)),
        n_groups,
    )
    scale = 1.0 if dates is None or dates.size < 2 else float((dates[1] - dates[0]).astype(np.int64))
    for row, (position, group) in enumerate(found):
        if position.size:
            times = _times(np.append(position, wanted[row]), dates, scale)
            result.position[row, : position.size] = position
            result.group[row, : position.size] = group
            result.time[row, : position.size] = times[:-1]
            result.now[row] = times[-1]
    return result


def _of_one(
    week: int, years: int, half_width: int, n_groups: int, skipped: int, frequency: int, dates: Days | None, who: str
) -> tuple[IntArray, IntArray]:
    found = anniversaries(week, years, frequency, dates, who)
    none = np.empty(0, dtype=np.int64)
    if found is None or found[-1] < half_width:
        return none, none
    return _without_recent(*season_groups(found, half_width, n_groups), week, skipped)


def _times(position: IntArray, dates: Days | None, scale: float) -> FloatArray:
    if dates is None:
        return np.asarray(position - position[0], dtype=np.float64)
    return np.asarray((dates[position] - dates[position[0]]).astype(np.int64) / scale, dtype=np.float64)
