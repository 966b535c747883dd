"""Cumulative sums: of transformed counts, and of log likelihood ratios with the size of the change unknown."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel
from tongket.watch.kernels.randomness import next_poisson, next_unit

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

STANDARD, ROSSI, ANSCOMBE = 0, 1, 2
_NEWTON_STEPS = 50
_NEWTON_CLOSE = 1e-12


@kernel()
def transform(x: float, mean: float, kind: int) -> float:
    """Return a count as a value that is nearly standard normal in control."""
    root = math.sqrt(mean)
    if kind == ROSSI:
        return (x - 3.0 * mean + 2.0 * math.sqrt(x * mean)) / (2.0 * root)
    if kind == ANSCOMBE:
        return 1.5 * (math.pow(x, 2.0 / 3.0) - math.pow(mean, 2.0 / 3.0)) / math.pow(mean, 1.0 / 6.0)
    return (x - mean) / root


@kernel()
def cusum_table(
    observed: FloatArray,
    mean: FloatArray,
    kind: int,
    k: float,
    h: float,
    reset: bool,
    level: FloatArray,
    before: FloatArray,
) -> None:
    """Fill the one-sided sums C = max(0, C + value - k) and the sums before each period.

    All arrays have shape (n_periods, n_series). `reset` starts anew after each alarm (C >= h).
    """
    n_periods, n_series = observed.shape
    for s in range(n_series):
        sum_ = 0.0
        for t in range(n_periods):
            before[t, s] = sum_
            sum_ = max(0.0, sum_ + transform(observed[t, s], mean[t, s], kind) - k)
            level[t, s] = sum_
            if reset and sum_ >= h:
                sum_ = 0.0


@kernel()
def best_increase(x: FloatArray, mean: FloatArray, first: int, end: int, alpha: float) -> float:
    """Return the log factor of the mean, not below 0, under which x[first:end] is most likely.

    Poisson (`alpha` 0) in closed form; negative binomial (variance m + alpha m^2) by Newton's method, which converges
    from any start because the log likelihood is concave in the log factor.
    """
    cases = 0.0
    expected = 0.0
    for i in range(first, end):
        cases += x[i]
        expected += mean[i]
    if cases <= expected * 1e-300 or expected <= 0.0:
        return 0.0
    kappa = max(0.0, math.log(cases / expected))
    if alpha == 0.0:
        return kappa
    for _ in range(_NEWTON_STEPS):
        slope = 0.0
        bend = 0.0
        factor = math.exp(kappa)
        for i in range(first, end):
            shifted = mean[i] * factor
            width = 1.0 + alpha * shifted
            slope += (x[i] - shifted) / width
            bend -= shifted * (1.0 + alpha * x[i]) / (width * width)
        step = slope / bend
        kappa -= min(max(step, -1.0), 1.0)
        if abs(step) < _NEWTON_CLOSE:
            break
    return max(0.0, kappa)


@kernel()
def log_likelihood_ratio(x: FloatArray, mean: FloatArray, first: int, end: int, alpha: float, kappa: float) -> float:
    """Return how much more likely x[first:end] is with means times exp(kappa) than without, as a logarithm."""
    factor = math.exp(kappa)
    total = 0.0
    for i in range(first, end):
        if alpha == 0.0:
            total += x[i] * kappa - mean[i] * (factor - 1.0)
        else:
            ratio = (1.0 + alpha * mean[i]) / (1.0 + alpha * mean[i] * factor)
            total += x[i] * kappa + (x[i] + 1.0 / alpha) * math.log(ratio)
    return total


@kernel()
def glr_at(
    x: FloatArray, mean: FloatArray, start: int, t: int, alpha: float, least: int, most: int
) -> tuple[float, int]:
    """Return the largest log likelihood ratio over windows that end at `t`, and where that window begins.

    Windows have at least `least` and at most `most` periods and begin no earlier than `start`.
    """
    best = 0.0
    where = t
    for first in range(t - least + 1, max(start, t - most + 1) - 1, -1):
        kappa = best_increase(x, mean, first, t + 1, alpha)
        value = log_likelihood_ratio(x, mean, first, t + 1, alpha, kappa) if kappa > 0.0 else 0.0
        if value > best:
            best = value
            where = first
    return best, where


@kernel()
def glr_poisson_at(x: FloatArray, mean: FloatArray, start: int, t: int, least: int, most: int) -> tuple[float, int]:
    """Do what `glr_at` does for a Poisson series, with running sums: one step for each window."""
    best = 0.0
    where = t
    cases = 0.0
    expected = 0.0
    for first in range(t, max(start, t - most + 1) - 1, -1):
        cases += x[first]
        expected += mean[first]
        if t - first + 1 >= least and cases > expected > 0.0:
            value = cases * math.log(cases / expected) - (cases - expected)
            if value > best:
                best = value
                where = first
    return best, where


@kernel()
def glr_series(
    x: FloatArray,
    mean: FloatArray,
    alpha: float,
    threshold: float,
    least: int,
    most: int,
    reset: bool,
    value: FloatArray,
    begin: FloatArray,
) -> None:
    """Fill the statistic of one series and the begin of the best window; all of shape (n_periods,)."""
    start = 0
    for t in range(x.shape[0]):
        if alpha == 0.0:
            best, where = glr_poisson_at(x, mean, start, t, least, most)
        else:
            best, where = glr_at(x, mean, start, t, alpha, least, most)
        value[t] = best
        begin[t] = where
        if reset and best >= threshold:
            start = t + 1


@kernel()
def next_count(state: NDArray[np.uint64], mean: float, alpha: float) -> float:
    """Draw a count with variance m + alpha m^2: a Poisson count whose mean is gamma-distributed."""
    if alpha == 0.0 or mean <= 0.0:
        return float(next_poisson(state, mean))
    return float(next_poisson(state, next_gamma(state, 1.0 / alpha) * alpha * mean))


@kernel()
def next_gamma(state: NDArray[np.uint64], shape: float) -> float:
    """Draw a gamma value of scale 1 (Marsaglia & Tsang 2000, ACM TOMS 26:363)."""
    boost = 1.0
    if shape < 1.0:
        boost = math.pow(1.0 - next_unit(state), 1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        # Box and Muller; 1 - u is never zero
        z = math.sqrt(-2.0 * math.log(1.0 - next_unit(state))) * math.cos(2.0 * math.pi * next_unit(state))
        v = (1.0 + c * z) ** 3
        if v > 0.0 and math.log(1.0 - next_unit(state)) < 0.5 * z * z + d - d * v + d * math.log(v):
            return boost * d * v


@kernel()
def cusum_run_lengths(
    seeds: NDArray[np.uint64], mean: float, alpha: float, kind: int, k: float, h: float, most: int, lengths: FloatArray
) -> None:
    """Fill the periods until the first alarm of an in-control series, for each seed; `most` where none came."""
    state = np.empty(1, np.uint64)
    for r in range(seeds.shape[0]):
        state[0] = seeds[r]
        sum_ = 0.0
        lengths[r] = most
        for t in range(most):
            sum_ = max(0.0, sum_ + transform(next_count(state, mean, alpha), mean, kind) - k)
            if sum_ >= h:
                lengths[r] = t + 1
                break


@kernel()
def glr_maxima(
    seeds: NDArray[np.uint64], mean: FloatArray, alpha: float, least: int, most: int, highest: FloatArray
) -> None:
    """Fill the running maximum of the statistic over in-control series; shape (n_replicates, n_periods).

    A threshold c first signals where the running maximum reaches it, so one simulation serves every threshold.
    """
    n_periods = mean.shape[0]
    state = np.empty(1, np.uint64)
    x = np.empty(n_periods)
    for r in range(seeds.shape[0]):
        state[0] = seeds[r]
        top = 0.0
        for t in range(n_periods):
            x[t] = next_count(state, mean[t], alpha)
            if alpha == 0.0:
                best, _ = glr_poisson_at(x, mean, 0, t, least, most)
            else:
                best, _ = glr_at(x, mean, 0, t, alpha, least, most)
            top = max(top, best)
            highest[r, t] = top
