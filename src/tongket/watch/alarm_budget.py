"""The alarm budget: how many false alarms a month detectors would raise over all series, known before they are used.

Histories without any outbreak are simulated from each series' own season, trend and spread. What a detector raises on
them is false by construction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray, counts
from tongket.watch.detectors import Detector, spread
from tongket.watch.progress import Progress, silent
from tongket.watch.seasonal_means import seasonal_mean
from tongket.watch.seeds import DEFAULT_SEED, replicate_seeds

DAYS_IN_MONTH = 365.2425 / 12
# strengths nearer than this are one value: only above it, not at it, is an alarm
_ROUNDING = 1e-9
# in sparser series season and slope would be read out of a handful of cases, and the slope run away
_LEAST_CASES = 100.0


@dataclass(frozen=True)
class AlarmBudget:
    """Hold what a detector would raise in vain.

    Attributes
    ----------
    detector : str
        Name.
    n_series, n_periods, n_replicates : int
        Series watched, periods simulated in each replicate, replicates.
    per_month : float
        Expected false alarms a month over all series with the detector's own cut.
    standard_error : float
        Of `per_month`, from replicate to replicate.
    wanted_per_month : float
        The budget.
    cut : float
        Strength above which the budget is kept: the detector's own where that keeps it, else the lowest that does.
    kept_per_month : float
        Expected false alarms a month with `cut`.
    """

    detector: str
    n_series: int
    n_periods: int
    n_replicates: int
    per_month: float
    standard_error: float
    wanted_per_month: float
    cut: float
    kept_per_month: float


def null_means(observed: Any, *, frequency: int = 52) -> FloatArray:
    """Return the mean of each series and period in a world without outbreaks: its season and trend.

    Parameters
    ----------
    observed : array_like, shape (n_periods, n_series)
        History.
    frequency : int
        Periods a year; with less than two years there is no season.

    Returns
    -------
    ndarray of float64, shape (n_periods, n_series)
        Fitted means; constant for a series with fewer than 100 cases.
    """
    table, _ = counts(observed, "Alarm budget")
    filled = np.nan_to_num(table)
    means = np.broadcast_to(filled.mean(axis=0), table.shape).copy()
    dense = np.flatnonzero(filled.sum(axis=0) >= _LEAST_CASES)
    if dense.size and table.shape[0] >= 2 * frequency:
        means[:, dense] = seasonal_mean(table[:, dense], 0, frequency=frequency, trend=True, fitted=True)
    return means


def simulate_null(means: FloatArray, dispersion: FloatArray, seed: int) -> FloatArray:
    """Draw counts with variance `dispersion` x mean; shapes (n_periods, n_series) and (n_series,)."""
    rng = np.random.default_rng(seed)
    over = np.maximum(dispersion - 1, 1e-9)
    # a gamma mean of variance (dispersion - 1) x mean makes the Poisson count negative binomial
    varied = np.where(dispersion > 1, rng.gamma(np.maximum(means, 1e-12) / over) * over, means)
    return rng.poisson(varied).astype(np.float64)


def alarm_budget(
    detector: Detector,
    history: Any,
    *,
    wanted_per_month: float = 2.0,
    n_judged: int = 13,
    n_replicates: int = 20,
    period_days: int = 7,
    frequency: int = 52,
    dates: Any | None = None,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> AlarmBudget:
    """Count a detector's false alarms by simulation, and find the cut that keeps a budget.

    Parameters
    ----------
    detector : Detector
        With its settings.
    history : array_like, shape (n_periods, n_series)
        The series to be watched.
    wanted_per_month : float
        False alarms accepted a month, over all series together.
    n_judged, n_replicates : int
        Latest periods judged in each replicate, and replicates.
    period_days, frequency : int
        Days of a period, periods a year.
    dates : array_like, optional
        First days of the periods.
    seed : int
        Same seed, same budget.
    progress : callable
        Called with (done, total) replicates.

    Returns
    -------
    AlarmBudget
        Expected false alarms and the cut.

    Raises
    ------
    UsageError
        If the history is shorter than the detector needs.
    """
    table, _ = counts(history, "Alarm budget")
    n = table.shape[0]
    if n < detector.history + n_judged:
        raise UsageError(
            f"Alarm budget: {detector.name!r} needs {detector.history + n_judged} periods of history; got {n}."
            " Give a longer history, or another detector."
        )
    strengths = _null_strengths(detector, table, n_judged, n_replicates, frequency, dates, seed, progress)
    months = n_judged * period_days / DAYS_IN_MONTH
    by_replicate = [float((one > detector.cut + _ROUNDING).sum()) / months for one in strengths]
    cut = _cut_for(np.concatenate(strengths), wanted_per_month * months * n_replicates, detector.cut)
    return AlarmBudget(
        detector.name,
        table.shape[1],
        n_judged,
        n_replicates,
        float(np.mean(by_replicate)),
        float(np.std(by_replicate)) / math.sqrt(max(1, n_replicates - 1)),
        wanted_per_month,
        cut,
        float(np.mean([float((one > cut + _ROUNDING).sum()) / months for one in strengths])),
    )


def _null_strengths(
    detector: Detector,
    table: FloatArray,
    n_judged: int,
    n_replicates: int,
    frequency: int,
    dates: Any | None,
    seed: int,
    progress: Progress,
) -> list[FloatArray]:
    means = null_means(table, frequency=frequency)
    dispersion = spread(table, means)
    wanted: IntArray = np.arange(table.shape[0] - n_judged, table.shape[0], dtype=np.int64)
    strengths = []
    for done, one in enumerate(replicate_seeds(seed, n_replicates, "alarm_budget")):
        strength = detector.judge(simulate_null(means, dispersion, int(one)), wanted, dates).strength
        strengths.append(np.nan_to_num(strength, nan=-np.inf).ravel())
        progress(done + 1, n_replicates)
    return strengths


def _cut_for(strengths: FloatArray, allowed: float, own: float) -> float:
    """Return the lowest cut, not below `own`, that at most `allowed` strengths exceed."""
    above = np.sort(strengths[strengths > own + _ROUNDING])[::-1]
    keep = math.floor(allowed)
    return own if above.size <= keep else float(above[keep])
