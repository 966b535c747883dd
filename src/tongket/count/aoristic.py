"""When in the week cases happen, though most victims know only "between" two times.

Each case has a weight of one, spread evenly over the minutes between its first and its last possible time and
summed by weekday and hour. Times are local wall-clock times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray
from tongket.model.errors import FigureError

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
CELLS = 7 * 24
# 1 January 1970, minute 0 of numpy's calendar, was a Thursday: day 3 of a week that begins on Monday.
_EPOCH_MINUTE = 3 * DAY
REPLICATES = 999

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class WeekTable:
    """Hold the weights of cases by weekday and hour, with what must be printed beside them.

    Attributes
    ----------
    weights : ndarray of float64, shape (7, 24)
        Row 0 is Monday, column 0 the hour from 00:00; sums to `n_cases`.
    n_cases : int
        Cases whose begin is known.
    n_unknown : int
        Cases left out because nothing is known of when.
    n_points : int
        Cases put into one minute: an instant, or a begin without an end.
    n_uniform : int
        Cases longer than seven days, which say nothing about the hour.
    share_over_24_hours : float
        Share of `n_cases` with an interval longer than 24 hours; NaN without cases.
    """

    weights: FloatArray
    n_cases: int
    n_unknown: int
    n_points: int
    n_uniform: int
    share_over_24_hours: float


@dataclass(frozen=True)
class WeekParts:
    """Hold each case's parts by hour of the week, in whole minutes so that they add up exactly.

    Attributes
    ----------
    case : ndarray of int, shape (n_parts,)
        Position of the case in the input; cases without a begin have no part.
    cell : ndarray of int, shape (n_parts,)
        Hour of the week from 0 (Monday 00:00) to 167.
    minutes, out_of : ndarray of int64, shape (n_parts,)
        Weight as a fraction; for one case the minutes add up to `out_of`.
    """

    case: NDArray[np.intp]
    cell: NDArray[np.intp]
    minutes: IntArray
    out_of: IntArray


@dataclass(frozen=True)
class WeekBand:
    """Hold the range in which each cell lies when the cases are drawn again.

    Attributes
    ----------
    lower, upper : ndarray of float64, shape (7, 24)
        Percentile limits in cases.
    replicates : int
        Number of draws.
    seed : int
        Seed of the draws; the same seed gives the same band.
    level : float
        Part of the draws between the limits, for each cell by itself.
    """

    lower: FloatArray
    upper: FloatArray
    replicates: int
    seed: int
    level: float


def aoristic_week(begin: ArrayLike, end: ArrayLike) -> WeekTable:
    """Count cases by weekday and hour when their time is an interval.

    Parameters
    ----------
    begin : array_like of datetime64, shape (n,)
        First possible local time; NaT leaves the case out and counts it as unknown. Seconds are dropped.
    end : array_like of datetime64, shape (n,)
        Last possible local time, not included; NaT puts the case at its begin.

    Returns
    -------
    WeekTable
        Weights of the cases; one case has weight 1.

    Raises
    ------
    FigureError
        If an end lies before its begin; the message names the rows. Nothing is swapped silently.

    Notes
    -----
    Ratcliffe JH (2002), *J Quant Criminol* 18:23-43, https://doi.org/10.1023/A:1013240828824. An interval ending at
    23:00 gives nothing to the hour from 23:00; an instant falls into one cell; over seven days is uniform.
    """
    start, length, n_unknown = _minutes(begin, end)
    weights = _week_weights(start, length, np.ones(start.size))
    n = start.size
    return WeekTable(
        weights=weights.reshape(7, 24),
        n_cases=n,
        n_unknown=n_unknown,
        n_points=int((length == 0).sum()),
        n_uniform=int((length > WEEK).sum()),
        share_over_24_hours=float((length > DAY).mean()) if n else float("nan"),
    )


def aoristic_parts(begin: ArrayLike, end: ArrayLike) -> WeekParts:
    """Split each case over the hours of the week, for tables that also divide by something else.

    Parameters
    ----------
    begin, end : array_like of datetime64, shape (n,)
        As in `aoristic_week`.

    Returns
    -------
    WeekParts
        Ordered by case, then by time; a case may have one cell twice when it lasts almost seven days.

    Raises
    ------
    FigureError
        If an end lies before its begin.
    """
    start, length, _ = _minutes(begin, end)
    case = np.flatnonzero(~np.isnat(np.asarray(begin, dtype="datetime64[m]")))
    # an instant is a minute of its own; over a week is spread as exactly one week, 60 minutes in each hour
    out_of = np.where(length > WEEK, WEEK, np.maximum(length, 1))
    begins = np.where(length > WEEK, 0, start)
    first_hour = begins // HOUR
    n_parts = (begins + out_of - 1) // HOUR - first_hour + 1
    owner = np.repeat(np.arange(start.size), n_parts)
    step = np.arange(owner.size) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    hour = first_hour[owner] + step
    left = np.maximum(hour * HOUR, begins[owner])
    right = np.minimum((hour + 1) * HOUR, (begins + out_of)[owner])
    return WeekParts(case[owner], (hour % CELLS).astype(np.intp), right - left, out_of[owner])


def aoristic_band(
    begin: ArrayLike,
    end: ArrayLike,
    *,
    seed: int,
    replicates: int = REPLICATES,
    level: float = 0.95,
) -> WeekBand:
    """Give the range in which each weekday and hour would lie with other cases of the same kind.

    Parameters
    ----------
    begin, end : array_like of datetime64, shape (n,)
        As in `aoristic_week`.
    seed : int
        Seed of the draws.
    replicates : int
        Number of draws of n cases with replacement.
    level : float
        Part of the draws between the limits.

    Returns
    -------
    WeekBand
        Percentile limits for each cell.

    Raises
    ------
    FigureError
        If an end lies before its begin.

    Notes
    -----
    Percentile bootstrap over cases (Efron & Tibshirani 1993, chapter 13). Equal intervals are drawn together.
    """
    start, length, _ = _minutes(begin, end)
    pairs, counts = np.unique(np.stack([start, length]), axis=1, return_counts=True)
    draws = np.zeros((replicates, CELLS))
    rng = np.random.default_rng(seed)
    chances = counts / max(1, start.size)
    for replicate in range(replicates if start.size else 0):
        drawn = rng.multinomial(start.size, chances)
        draws[replicate] = _week_weights(pairs[0], pairs[1], drawn.astype(np.float64))
    limits = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return WeekBand(limits[0].reshape(7, 24), limits[1].reshape(7, 24), replicates, seed, level)


def _minutes(begin: ArrayLike, end: ArrayLike) -> tuple[IntArray, IntArray, int]:
    """Return minute of the week and length in minutes of the cases with a begin, and how many have none."""
    first = np.asarray(begin, dtype="datetime64[m]")
    last = np.asarray(end, dtype="datetime64[m]")
    if first.shape != last.shape or first.ndim != 1:
        raise FigureError(
            "aoristic: begin and end must be two columns of the same length; got shapes"
            f" {first.shape} and {last.shape}. Give NaT for an end that is not known."
        )
    # compare before seconds are dropped, so that 10:00:50 to 10:00:10 is not taken for an instant
    reversed_rows = np.flatnonzero(np.asarray(end, "datetime64[s]") < np.asarray(begin, "datetime64[s]"))
    if reversed_rows.size:
        named = ", ".join(str(row) for row in reversed_rows[:5])
        raise FigureError(
            f"aoristic: the end must not lie before the begin; got {reversed_rows.size} reversed, at rows {named}"
            " (counted from 0). Mend or reject these records; they are never swapped."
        )
    known = ~np.isnat(first)
    since_epoch = first[known].astype(np.int64)
    length = np.where(np.isnat(last[known]), 0, last[known].astype(np.int64) - since_epoch)
    return (since_epoch + _EPOCH_MINUTE) % WEEK, length, int((~known).sum())


def _week_weights(start: IntArray, length: IntArray, number: FloatArray) -> FloatArray:
    """Sum the weights of `number` cases of each start and length into the 168 hours."""
    point, long = length == 0, length > WEEK
    hours = np.bincount(start[point] // HOUR, weights=number[point], minlength=CELLS)
    hours = hours + number[long].sum() / CELLS
    spread = ~point & ~long
    if not spread.any():
        return np.asarray(hours, dtype=np.float64)
    s, n = start[spread], length[spread]
    density = number[spread] / n
    # +density where an interval begins and -density where it ends; the running sum is the weight of each minute.
    steps = np.bincount(s, weights=density, minlength=2 * WEEK + 1)
    steps = steps - np.bincount(s + n, weights=density, minlength=2 * WEEK + 1)
    by_minute = np.cumsum(steps)[: 2 * WEEK].reshape(2, CELLS, HOUR)
    covered = by_minute.sum(axis=(0, 2))
    # what the running sum leaves in an hour that no interval touches is rounding, not weight
    covered[covered < 1e-9 * density.sum()] = 0.0
    return np.asarray(hours + covered, dtype=np.float64)
