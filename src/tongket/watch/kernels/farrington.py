"""Farrington's exceedance for many series and weeks at once: one regression on the past for each week and series."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel
from tongket.watch.kernels.quasipoisson import dispersion, downweight, fit
from tongket.watch.kernels.special import count_quantile, count_upper, normal_upper, student_two_sided

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

DELTA, NB_PLUGIN, MUAN = 0, 1, 2
# rows of the output, in this order
UPPER, EXPECTED, P_VALUE, PHI, SLOPE, MEAN_USED, STANDARD_ERROR, N_OUTPUTS = 0, 1, 2, 3, 4, 5, 6, 7


@kernel()
def fit_reweighted(
    y: FloatArray,
    t: FloatArray,
    group: IntArray,
    offset: FloatArray,
    trend: bool,
    weights_threshold: float,
    mean: FloatArray,
    working: FloatArray,
    weight: FloatArray,
    sums: FloatArray,
) -> tuple[bool, bool, float, float, float, int]:
    """Fit, downweight past outbreaks and fit again.

    Returns
    -------
    fitted, has_trend : bool
        Whether there is a model, and whether it has a slope.
    slope, spread, raw : float
        Slope, spread of time, dispersion (not bounded below by 1).
    rank : int
        Parameters of the model.
    """
    weight[:] = 1.0
    has_trend = trend
    done, slope, spread = fit(y, t, group, offset, weight, has_trend, mean, working, sums)
    if not done and trend:
        has_trend = False
        done, slope, spread = fit(y, t, group, offset, weight, has_trend, mean, working, sums)
    rank = 1 if has_trend else 0
    for g in range(sums.shape[1]):
        rank += 1 if sums[0, g] > 0.0 else 0
    if not done or y.shape[0] <= rank:
        return False, has_trend, slope, spread, 1.0, rank
    raw = dispersion(y, mean, working, rank)
    if math.isfinite(weights_threshold):
        downweight(y, t, group, mean, working, sums, spread, max(raw, 1.0), weights_threshold, weight)
        _, slope, spread = fit(y, t, group, offset, weight, has_trend, mean, working, sums)
        raw = dispersion(y, mean, working, rank)
    return True, has_trend, slope, spread, raw, rank


@kernel()
def prior_weight_dispersion(y: FloatArray, mean: FloatArray, weight: FloatArray, rank: int) -> float:
    """Return the dispersion as it comes out when prior weights stand where working weights belong.

    R surveillance (`farringtonFlexible`, reweighted) overwrites the working weights of the model before it asks for
    standard errors; this reproduces its numbers.
    """
    total = 0.0
    for i in range(y.shape[0]):
        total += weight[i] * ((y[i] - mean[i]) / mean[i]) ** 2
    return float(total / (y.shape[0] - rank))


@kernel()
def delta_threshold(mean: float, variance: float, phi: float, power: float, z: float) -> float:
    """Return the bound of a count after a transformation to symmetry (Farrington 1996, eq. in 3.6).

    `variance` is that of the fitted mean; powers 1, 1/2 and 2/3.
    """
    return math.pow(
        math.pow(mean, power) + z * power * math.pow(mean, power - 1.0) * math.sqrt(mean * phi + variance), 1.0 / power
    )


@kernel()
def judge(
    observed: float, eta: float, error: float, phi: float, method: int, power: float, z: float, alpha: float
) -> tuple[float, float, float]:
    """Return threshold, p-value and the mean the count was judged against.

    `error` is the standard error of `eta`, the predicted log mean.
    """
    mean = math.exp(eta)
    if method == DELTA:
        variance = (error * mean) ** 2
        upper = delta_threshold(mean, variance, phi, power, z)
        spread = power * math.pow(mean, power - 1.0) * math.sqrt(mean * phi + variance)
        return upper, normal_upper((math.pow(observed, power) - math.pow(mean, power)) / spread), mean
    if method == MUAN:
        mean = math.exp(eta + z * error)
    if not math.isfinite(mean):
        return np.nan, np.nan, mean
    return count_quantile(1.0 - alpha, mean, phi), count_upper(observed - 1.0, mean, phi), mean


@kernel()
def one_week(
    now: float,
    y: FloatArray,
    t: FloatArray,
    group: IntArray,
    offset: FloatArray,
    t_now: float,
    offset_now: float,
    n_groups: int,
    trend: bool,
    trend_level: float,
    weights_threshold: float,
    method: int,
    power: float,
    z: float,
    alpha: float,
    weights_as_printed: bool,
    out: FloatArray,
) -> None:
    """Judge one count against its reference counts; `out` (see the row names) is filled, NaN where no model fits."""
    n = y.shape[0]
    mean = np.empty(n)
    working = np.empty(n)
    weight = np.empty(n)
    sums = np.empty((4, n_groups))
    season = n_groups - 1  # the current season is always the last group
    out[:] = np.nan
    wanted = trend
    for _ in range(2):
        ok, has_trend, slope, spread, raw, rank = fit_reweighted(
            y, t, group, offset, wanted, weights_threshold, mean, working, weight, sums
        )
        if not ok or sums[0, season] <= 0.0:
            return
        phi = max(raw, 1.0)
        eta = offset_now + sums[3, season] + slope * t_now
        for_errors, for_test = phi, raw
        if weights_as_printed and math.isfinite(weights_threshold):
            for_errors = prior_weight_dispersion(y, mean, weight, rank)
            for_test = for_errors
        elif weights_as_printed:
            for_errors = raw
        if not has_trend:
            break
        p_trend = student_two_sided(slope / math.sqrt(for_test / spread), float(n - rank))
        if p_trend < trend_level and math.exp(eta) <= y.max():
            break
        wanted = False
    unit = 1.0 / sums[0, season]
    if has_trend:
        unit += (t_now - sums[1, season]) ** 2 / spread
    error = math.sqrt(for_errors * unit)
    upper, p_value, used = judge(now, eta, error, phi, method, power, z, alpha)
    out[UPPER] = upper
    out[EXPECTED] = math.exp(eta)
    out[P_VALUE] = p_value
    out[PHI] = phi
    out[SLOPE] = slope if has_trend else np.nan
    out[MEAN_USED] = used
    out[STANDARD_ERROR] = error


@kernel()
def farrington_weeks(
    observed: FloatArray,
    log_exposure: FloatArray,
    weeks: IntArray,
    n_reference: IntArray,
    reference: IntArray,
    group: IntArray,
    t: FloatArray,
    t_now: FloatArray,
    n_groups: int,
    trend: bool,
    trend_level: float,
    weights_threshold: float,
    method: int,
    power: float,
    z: float,
    alpha: float,
    weights_as_printed: bool,
    least_cases: float,
    least_window: int,
    first: int,
    end: int,
    result: FloatArray,
) -> None:
    """Judge every series in every wanted week.

    Parameters
    ----------
    observed : ndarray of float64, shape (n_series, n_periods)
        Counts; NaN is missing. Series first, so that each is read in one piece.
    log_exposure : ndarray of float64, shape (n_series, n_periods) or (1, 1)
        Known part of the log mean; of size 1 where there is none.
    weeks, n_reference : ndarray of int64, shape (n_weeks,)
        Position of each wanted week, and how many reference periods it has.
    reference, group : ndarray of int64, shape (n_weeks, n_most)
        Positions and season groups of the reference periods.
    t : ndarray of float64, shape (n_weeks, n_most)
        Their times.
    t_now : ndarray of float64, shape (n_weeks,)
        Time of the wanted week.
    n_groups : int
        Season groups; the last is that of the wanted week.
    trend, trend_level : bool, float
        Whether to try a slope, and at which level it must be significant.
    weights_threshold : float
        Residual above which past counts lose weight; infinite for no reweighting.
    method, power, z, alpha : int, float, float, float
        Threshold: see `judge`.
    weights_as_printed : bool
        See `prior_weight_dispersion`.
    least_cases, least_window : float, int
        A count is judged only with at least so many cases in so many periods up to it.
    first, end : int
        Range of jobs, a job being week x n_series + series.
    result : ndarray of float64, shape (n_weeks, n_series, N_OUTPUTS)
        Filled for the range; untouched where the count is not judged, NaN where no model fits.
    """
    n_series = observed.shape[0]
    for job in range(first, end):
        week = job // n_series
        series = job % n_series
        k = weeks[week]
        recent = observed[series, max(0, k - least_window + 1) : k + 1].sum()
        if not recent >= least_cases:  # also where a count is missing
            continue
        n = n_reference[week]
        y = np.empty(n)
        ts = np.empty(n)
        gs = np.empty(n, np.int64)
        offset = np.zeros(n)
        offset_now = 0.0
        m = 0
        for i in range(n):
            position = reference[week, i]
            if math.isfinite(observed[series, position]):
                y[m] = observed[series, position]
                ts[m] = t[week, i]
                gs[m] = group[week, i]
                if log_exposure.size > 1:
                    offset[m] = log_exposure[series, position]
                m += 1
        if log_exposure.size > 1:
            offset_now = log_exposure[series, k]
        if m > 0:
            one_week(
                observed[series, k],
                y[:m],
                ts[:m],
                gs[:m],
                offset[:m],
                t_now[week],
                offset_now,
                n_groups,
                trend,
                trend_level,
                weights_threshold,
                method,
                power,
                z,
                alpha,
                weights_as_printed,
                result[week, series],
            )
