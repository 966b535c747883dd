"""Slow drifts: Poisson CUSUM after a transformation, and likelihood-ratio CUSUM with the size of the change unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import BoolArray, FloatArray, IntArray, counts
from tongket.watch.seeds import DEFAULT_SEED, replicate_seeds
from tongket.watch.threads import share_out

_TRANSFORMS = ("standard", "rossi", "anscombe")
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class CusumResult:
    """Hold sums by period (axis 0) and series (axis 1, absent for a single series).

    Attributes
    ----------
    observed, expected : ndarray of float64
        Counts and their in-control means.
    level : ndarray of float64
        The sum, or for `glr_cusum` the largest log likelihood ratio.
    upper : ndarray of float64
        For `cusum` the count that would have brought the sum to its limit; for `glr_cusum` the limit.
    begin : ndarray of int64
        For `glr_cusum` the position where the most likely change began; for `cusum` -1.
    alarm : ndarray of bool
        Whether the sum reached its limit.
    """

    observed: FloatArray
    expected: FloatArray
    level: FloatArray
    upper: FloatArray
    begin: IntArray
    alarm: BoolArray


def cusum(
    observed: Any,
    mean: ArrayLike,
    *,
    k: float = 1.04,
    h: float = 2.26,
    transform: str = "standard",
    reset: bool = False,
) -> CusumResult:
    """Add up what exceeds the mean by more than `k` standard deviations, and signal at `h`.

    Parameters
    ----------
    observed : array_like or data frame, shape (n_periods,) or (n_periods, n_series)
        Counts to judge.
    mean : array_like, broadcast against `observed`
        In-control means, for example of the history, or `seasonal_mean`.
    k, h : float
        Allowance and limit, in standard deviations; `cusum_limit` finds `h` for a wanted run length.
    transform : {'standard', 'rossi', 'anscombe'}
        (x - m) / sqrt m; (x - 3 m + 2 sqrt(x m)) / (2 sqrt m); 3/2 (x^(2/3) - m^(2/3)) / m^(1/6).
    reset : bool
        Whether to start anew after an alarm.

    Returns
    -------
    CusumResult
        Arrays of the shape of `observed`.

    Raises
    ------
    UsageError
        If a mean is not positive, a count negative or the transformation unknown.

    Notes
    -----
    Rossi, Lampugnani & Marchi [1]_. Sums and bounds agree with R surveillance 1.20.3 (`algo.cusum`) to 1e-9. Where no
    count, however large, or even none is enough to reach the limit, the bound is 0.

    Cost: about 10 nanoseconds for each period and series.

    References
    ----------
    .. [1] Rossi G, Lampugnani L, Marchi M (1999). Stat Med 18:2111-2122.
    """
    if transform not in _TRANSFORMS:
        raise UsageError(f"CUSUM: transform must be one of {', '.join(_TRANSFORMS)}; got {transform!r}.")
    from tongket.watch.kernels.cusum import cusum_table  # late: loads the compiler

    table, means, single = _with_means(observed, mean, "CUSUM")
    level, before = np.empty_like(table), np.empty_like(table)
    cusum_table(table, means, _TRANSFORMS.index(transform), k, h, reset, level, before)
    upper = _cusum_bound(means, h + k - before, transform)
    begin = np.full(table.shape, -1, dtype=np.int64)
    return _cusum_result(table, means, level, upper, begin, level >= h, single)


def _cusum_bound(mean: FloatArray, needed: FloatArray, transform: str) -> FloatArray:
    root = np.sqrt(mean)
    if transform == "standard":
        bound = np.ceil(root * needed + mean - _ROUNDING)
    elif transform == "rossi":
        under_root = mean**2 + root**3 * needed / 2
        bound = 2 * root * needed + 5 * mean - 4 * np.sqrt(np.maximum(under_root, 0.0))
        bound = np.where(under_root < 0, 0.0, bound)
    else:
        bound = np.maximum(2 / 3 * mean ** (1 / 6) * needed + mean ** (2 / 3), 0.0) ** 1.5
    return np.asarray(np.maximum(bound, 0.0))


def glr_cusum(
    observed: Any,
    mean: ArrayLike,
    *,
    dispersion: ArrayLike = 0.0,
    threshold: float = 5.0,
    least_window: int = 1,
    most_window: int | None = None,
    reset: bool = True,
) -> CusumResult:
    """Look for a lasting rise of unknown size and begin by its log likelihood ratio.

    Parameters
    ----------
    observed : array_like or data frame, shape (n_periods,) or (n_periods, n_series)
        Counts to judge.
    mean : array_like, broadcast against `observed`
        In-control means.
    dispersion : array_like, shape (n_series,) or a number
        alpha of the variance m + alpha m^2; 0 is Poisson.
    threshold : float
        Limit of the log likelihood ratio; `glr_limit` finds it for a wanted run length.
    least_window, most_window : int, int or None
        Shortest and longest window looked at; None looks back to the start or the last alarm.
    reset : bool
        Whether to start anew after an alarm.

    Returns
    -------
    CusumResult
        Arrays of the shape of `observed`; `begin` says when the change is likeliest to have begun.

    Raises
    ------
    UsageError
        If a mean is not positive or a count negative.

    Notes
    -----
    Hoehle & Paul [1]_, change of the intercept. Values agree with R surveillance 1.20.3 to 1e-9: `algo.glrpois` with
    ``Mtilde = 1`` and no window, `algo.glrnb` throughout, whose window ``M`` looks at M + 1 periods. With other
    settings R's Poisson version departs from the paper: without a window ``Mtilde`` only delays the start, with one
    windows of ``Mtilde`` periods are left out.

    Cost: for each series linear in periods x window for Poisson (about 10 nanoseconds a window); quadratic in the
    window for the negative binomial, so give it a `most_window`.

    References
    ----------
    .. [1] Hoehle M, Paul M (2008). Comput Stat Data Anal 52:4357-4368. https://doi.org/10.1016/j.csda.2008.02.015
    """
    from tongket.watch.kernels.cusum import glr_series  # late: loads the compiler

    table, means, single = _with_means(observed, mean, "GLR-CUSUM")
    alphas = np.broadcast_to(np.asarray(dispersion, dtype=np.float64), (table.shape[1],))
    series, by_series = np.ascontiguousarray(table.T), np.ascontiguousarray(means.T)
    level, begin = np.empty_like(series), np.empty_like(series)
    most = series.shape[1] if most_window is None else most_window

    def work(first: int, end: int) -> None:
        for s in range(first, end):
            glr_series(series[s], by_series[s], alphas[s], threshold, least_window, most, reset, level[s], begin[s])

    share_out(series.shape[0], work)
    upper = np.full(table.shape, threshold)
    reached = level.T.copy() >= threshold
    begins = begin.T.astype(np.int64)
    return _cusum_result(table, means, level.T.copy(), upper, begins, reached, single)


def _with_means(observed: Any, mean: ArrayLike, who: str) -> tuple[FloatArray, FloatArray, bool]:
    table, single = counts(observed, who)
    given = np.asarray(mean, dtype=np.float64)
    if given.ndim == 1 and (single or given.shape[0] == table.shape[0] != table.shape[1]):
        given = given[:, None]
    means = np.ascontiguousarray(np.broadcast_to(given, table.shape))
    if not bool(np.all(means > 0)):
        raise UsageError(f"{who}: in-control means must be positive; got zero or missing ones. Leave such series out.")
    return np.ascontiguousarray(table), means, single


def _cusum_result(
    table: FloatArray,
    means: FloatArray,
    level: FloatArray,
    upper: FloatArray,
    begin: IntArray,
    alarm: BoolArray,
    single: bool,
) -> CusumResult:
    if single:
        return CusumResult(table[:, 0], means[:, 0], level[:, 0], upper[:, 0], begin[:, 0], alarm[:, 0])
    return CusumResult(table, means, level, upper, begin, alarm)


def cusum_limit(
    mean: float,
    run_length: float,
    *,
    k: float = 1.04,
    dispersion: float = 0.0,
    transform: str = "standard",
    n_replicates: int = 2000,
    seed: int = DEFAULT_SEED,
) -> float:
    """Find the limit `h` at which an in-control series signals falsely once in `run_length` periods on average.

    Parameters
    ----------
    mean : float
        Of the in-control counts.
    run_length : float
        Wanted mean periods between false alarms.
    k : float
        Allowance.
    dispersion : float
        alpha of the variance m + alpha m^2.
    transform : str
        As in `cusum`.
    n_replicates, seed : int
        Simulation.

    Returns
    -------
    float
        To about 1 %; the run length of counts moves in steps, so the smallest limit that is long enough.
    """
    from tongket.watch.kernels.cusum import cusum_run_lengths  # late: loads the compiler

    seeds = replicate_seeds(seed, n_replicates, "cusum_limit")
    most = int(20 * run_length)

    def mean_run(h: float) -> float:
        lengths = np.empty(n_replicates)
        share_out(
            n_replicates,
            lambda first, end: cusum_run_lengths(
                seeds[first:end], mean, dispersion, _TRANSFORMS.index(transform), k, h, most, lengths[first:end]
            ),
        )
        return float(lengths.mean())

    return _rising_root(mean_run, run_length, 0.05, 0.005)


def glr_limit(
    mean: ArrayLike,
    run_length: float,
    *,
    dispersion: float = 0.0,
    least_window: int = 1,
    most_window: int = 52,
    n_replicates: int = 500,
    seed: int = DEFAULT_SEED,
) -> float:
    """Find the threshold at which an in-control series signals falsely once in `run_length` periods on average.

    Parameters
    ----------
    mean : array_like of float
        In-control means, one or a year of them; repeated as needed.
    run_length : float
        Wanted mean periods between false alarms.
    dispersion, least_window, most_window : float, int, int
        As in `glr_cusum`.
    n_replicates, seed : int
        Simulation.

    Returns
    -------
    float
        Threshold. Run lengths are taken as exponential beyond the simulated stretch of twice `run_length`: the mean is
        total time over number of alarms, which needs no run to its end.
    """
    from tongket.watch.kernels.cusum import glr_maxima  # late: loads the compiler

    n_periods = int(2 * run_length)
    year = np.atleast_1d(np.asarray(mean, dtype=np.float64))
    means = np.resize(year, n_periods)
    highest = np.empty((n_replicates, n_periods))
    seeds = replicate_seeds(seed, n_replicates, "glr_limit")
    share_out(
        n_replicates,
        lambda first, end: glr_maxima(
            seeds[first:end], means, dispersion, least_window, most_window, highest[first:end]
        ),
    )

    def mean_run(threshold: float) -> float:
        reached = highest >= threshold
        time = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, n_periods).sum()
        return float(time / max(1, int(reached[:, -1].sum())))

    return _rising_root(mean_run, run_length, 0.25, 0.001)


def _rising_root(function: Callable[[float], float], wanted: float, start: float, close: float) -> float:
    """Return the smallest argument, to `close`, at which a rising step function reaches `wanted`."""
    low, high = 0.0, start
    while function(high) < wanted:
        low, high = high, 2 * high
    while high - low > close:
        middle = (low + high) / 2
        low, high = (low, middle) if function(middle) >= wanted else (middle, high)
    return high
