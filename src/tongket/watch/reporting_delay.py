"""How many cases of the latest periods will still come in: the reporting triangle and a nowcast from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray, share

_WHO = "Nowcast"


@dataclass(frozen=True, eq=False)
class Nowcast:
    """Hold counts completed for what has not been recorded yet; axis 0 is time, axis 1 series.

    Attributes
    ----------
    known : ndarray of int64, shape (n_periods, n_series)
        Cases recorded so far.
    completeness : ndarray of float64, shape (n_periods, n_series)
        Share of each period's cases expected to be recorded by now; 1 for periods older than the longest delay, 0
        where no case has ever been recorded so early.
    expected : ndarray of float64, shape (n_periods, n_series)
        Known over completeness.
    median, lower, upper : ndarray of float64, shape (n_periods, n_series)
        Of the final count, given the known one; NaN where completeness is 0.
    """

    known: IntArray
    completeness: FloatArray
    expected: FloatArray
    median: FloatArray
    lower: FloatArray
    upper: FloatArray


def reporting_triangle(
    occurred: ArrayLike,
    recorded: ArrayLike,
    now: Any,
    *,
    n_periods: int,
    max_delay: int,
    period_days: int = 7,
    series: ArrayLike | None = None,
    n_series: int = 1,
) -> IntArray:
    """Count cases by the period they occurred in and the periods until they were recorded.

    Parameters
    ----------
    occurred, recorded : array_like of datetime64[D], shape (n_cases,)
        Days.
    now : date
        Last day of the latest period; what was recorded later is not counted.
    n_periods, max_delay, period_days : int
        Periods looked back, longest delay in periods (longer ones are put there), days of a period.
    series : array_like of int, shape (n_cases,), optional
        Series of each case, from 0.
    n_series : int
        Series.

    Returns
    -------
    ndarray of int64, shape (n_periods, max_delay + 1, n_series)
        Latest period last. Cells that lie in the future are 0.
    """
    last = np.asarray(now, dtype="datetime64[D]")
    happened, known = (np.asarray(days, dtype="datetime64[D]") for days in (occurred, recorded))
    back = (last - happened).astype(np.int64) // period_days
    delay = np.clip(back - (last - known).astype(np.int64) // period_days, 0, max_delay)
    which = np.zeros(happened.size, dtype=np.int64) if series is None else np.asarray(series, dtype=np.int64)
    kept = (known <= last) & (happened <= last) & (back < n_periods)
    triangle = np.zeros((n_periods, max_delay + 1, n_series), dtype=np.int64)
    np.add.at(triangle, (n_periods - 1 - back[kept], delay[kept], which[kept]), 1)
    return triangle


def nowcast(
    triangle: ArrayLike,
    *,
    window: int | None = None,
    pooled: bool = True,
    alpha: float = 0.05,
) -> Nowcast:
    """Complete the counts of the latest periods by the delays seen so far.

    Parameters
    ----------
    triangle : array_like of int, shape (n_periods, max_delay + 1) or (n_periods, max_delay + 1, n_series)
        Cases by period of occurrence (latest last) and delay, as `reporting_triangle` gives them; cells that lie in
        the future are not looked at.
    window : int, optional
        Periods of occurrence the delays are learnt from; all by default.
    pooled : bool
        Whether all series share their delays, which steadies sparse ones.
    alpha : float
        1 minus the level of the interval.

    Returns
    -------
    Nowcast
        Completed counts.

    Raises
    ------
    UsageError
        If there are fewer periods than delays.

    Notes
    -----
    Delays by reverse-time hazards, which need no complete periods [1]_; completeness and expectation agree with R
    surveillance 1.20.3 (`nowcast`, method "lawless") to 1e-9. Median and interval are those of the final count with a
    flat prior given known count and completeness, where the cases to come are negative binomial; R's come from a
    prior with simulation or a normal law, so they differ a little. The completeness itself is taken as known.

    References
    ----------
    .. [1] Lawless JF (1994). Can J Stat 22:15-31. https://doi.org/10.2307/3315820
    .. [2] Hoehle M, an der Heiden M (2014). Biometrics 70:993-1002. https://doi.org/10.1111/biom.12194
    """
    cells = _cells(triangle)
    n_periods, n_delays, _ = cells.shape
    seen = np.arange(n_periods)[:, None] + np.arange(n_delays)[None, :] < n_periods
    counted = np.where(seen[:, :, None], cells, 0)
    known = counted.sum(axis=1)
    learnt = counted.sum(axis=2, keepdims=True) if pooled else counted
    at_age = _completeness(learnt, seen, n_periods if window is None else window)
    age = np.minimum(n_periods - 1 - np.arange(n_periods), n_delays - 1)
    complete = np.broadcast_to(at_age[age], known.shape).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(complete > 0, known / complete, np.nan)
    lower, median, upper = (
        known + _to_come(known, complete, p) for p in (share(alpha, "alpha", _WHO) / 2, 0.5, 1 - alpha / 2)
    )
    return Nowcast(known, complete, expected, median, lower, upper)


def _cells(triangle: ArrayLike) -> IntArray:
    cells = np.asarray(triangle, dtype=np.int64)
    cells = cells[:, :, None] if cells.ndim == 2 else cells
    if cells.ndim != 3 or cells.shape[0] < cells.shape[1]:
        raise UsageError(
            f"{_WHO}: a triangle needs as many periods as delays; got {cells.shape[:2]}. Look further back."
        )
    if bool((cells < 0).any()):
        raise UsageError(f"{_WHO}: counts must not be negative; got some that are.")
    return cells


def _completeness(counted: IntArray, seen: NDArray[np.bool_], window: int) -> FloatArray:
    """Return the share recorded by each age in periods, shape (n_delays, n_series or 1)."""
    n_periods, n_delays, n_series = counted.shape
    used = np.arange(n_periods) >= n_periods - 1 - window
    up_to = counted.cumsum(axis=1)
    hazard = np.zeros((n_delays, n_series))
    for delay in range(1, n_delays):
        rows = used & seen[:, delay]
        came, all_by_then = counted[rows, delay].sum(axis=0), up_to[rows, delay].sum(axis=0)
        hazard[delay] = np.divide(came, all_by_then, out=np.zeros(n_series), where=all_by_then > 0)
    # recorded by age a: nothing comes at any later delay
    later = np.cumprod((1 - hazard)[::-1], axis=0)[::-1]
    return np.concatenate([later[1:], np.ones((1, n_series))])


def _to_come(known: IntArray, complete: FloatArray, probability: float) -> FloatArray:
    """Return a quantile of the cases still to come: negative binomial of size known + 1."""
    from tongket.watch.kernels.special import count_quantile  # late: loads the compiler

    result = np.zeros(known.shape)
    for place in zip(*np.nonzero(complete < 1), strict=True):
        w = float(complete[place])
        # mean (n + 1)(1 - w) / w and variance over mean 1 / w
        mean = (float(known[place]) + 1) * (1 - w) / w if w > 0 else np.nan
        result[place] = count_quantile(probability, mean, 1 / w) if w > 0 else np.nan
    return result
