"""Log-linear quasi-Poisson regression on group levels and one slope, in time linear in the observations.

With levels for groups and one slope the normal equations are an arrow: levels are weighted means within groups, the
slope comes from what is left, and no matrix is ever formed. Start (y + 0.1), iterations and stopping rule are those of
iteratively reweighted least squares as R's `glm` documents them, so that results agree to rounding.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_MOST_ITERATIONS = 25
_TOLERANCE = 1e-8
_LEAST_MEAN = 2.220446049250313e-16  # R keeps fitted means at or above the machine epsilon
_MOST_HALVINGS = 25


@kernel()
def deviance(y: FloatArray, mean: FloatArray, weight: FloatArray) -> float:
    """Return the weighted Poisson deviance."""
    total = 0.0
    for i in range(y.shape[0]):
        part = mean[i]
        if y[i] > 0.0:
            part += y[i] * math.log(y[i] / mean[i]) - y[i]
        total += weight[i] * part
    return 2.0 * total


@kernel()
def weigh(
    t: FloatArray, group: IntArray, working: FloatArray, z: FloatArray, with_trend: bool, sums: FloatArray
) -> tuple[float, float]:
    """Solve one weighted least-squares step.

    Parameters
    ----------
    t, group, working, z : ndarray, shape (n,)
        Time, group, working weight, working response.
    with_trend : bool
        Whether there is a slope.
    sums : ndarray of float64, shape (4, n_groups)
        Filled: weight, weighted mean time, weighted mean response (rows 0-2) and level (row 3) of each group.

    Returns
    -------
    slope, spread : float
        Slope, and the weighted sum of squares of time about the group means.
    """
    sums[:, :] = 0.0
    n = t.shape[0]
    for i in range(n):
        g = group[i]
        sums[0, g] += working[i]
        sums[1, g] += working[i] * t[i]
        sums[2, g] += working[i] * z[i]
    for g in range(sums.shape[1]):
        if sums[0, g] > 0.0:
            sums[1, g] /= sums[0, g]
            sums[2, g] /= sums[0, g]
    slope = 0.0
    spread = 0.0
    if with_trend:
        along = 0.0
        for i in range(n):
            away = t[i] - sums[1, group[i]]
            spread += working[i] * away * away
            along += working[i] * away * (z[i] - sums[2, group[i]])
        if spread > 0.0:
            slope = along / spread
    for g in range(sums.shape[1]):
        sums[3, g] = sums[2, g] - slope * sums[1, g]
    return slope, spread


@kernel()
def fit(
    y: FloatArray,
    t: FloatArray,
    group: IntArray,
    offset: FloatArray,
    weight: FloatArray,
    with_trend: bool,
    mean: FloatArray,
    working: FloatArray,
    sums: FloatArray,
) -> tuple[bool, float, float]:
    """Fit log mean = offset + level of the group + slope x time.

    Parameters
    ----------
    y, t, group, offset, weight : ndarray, shape (n,)
        Counts, time, group, known part of the log mean, prior weight.
    with_trend : bool
        Whether there is a slope.
    mean : ndarray of float64, shape (n,)
        Filled: fitted means.
    working : ndarray of float64, shape (n,)
        Filled: working weights of the last solved step (one step older than `mean`, as R keeps them).
    sums : ndarray of float64, shape (4, n_groups)
        Filled by `weigh` in the last step.

    Returns
    -------
    converged : bool
        Whether the relative change of the deviance fell under 1e-8 within 25 steps.
    slope, spread : float
        See `weigh`.
    """
    n = y.shape[0]
    eta = np.empty(n)
    old_eta = np.empty(n)
    z = np.empty(n)
    for i in range(n):
        eta[i] = math.log(y[i] + 0.1)
        mean[i] = y[i] + 0.1
    old_deviance = deviance(y, mean, weight)
    slope = 0.0
    spread = 0.0
    for _ in range(_MOST_ITERATIONS):
        for i in range(n):
            working[i] = weight[i] * mean[i]
            z[i] = eta[i] - offset[i] + (y[i] - mean[i]) / mean[i]
            old_eta[i] = eta[i]
        slope, spread = weigh(t, group, working, z, with_trend, sums)
        for i in range(n):
            eta[i] = offset[i] + sums[3, group[i]] + slope * t[i]
            mean[i] = max(math.exp(eta[i]), _LEAST_MEAN)
        new_deviance = deviance(y, mean, weight)
        halvings = 0
        while not math.isfinite(new_deviance) and halvings < _MOST_HALVINGS:
            for i in range(n):
                eta[i] = (eta[i] + old_eta[i]) / 2.0
                mean[i] = max(math.exp(eta[i]), _LEAST_MEAN)
            new_deviance = deviance(y, mean, weight)
            halvings += 1
        if abs(new_deviance - old_deviance) / (abs(new_deviance) + 0.1) < _TOLERANCE:
            return True, slope, spread
        old_deviance = new_deviance
    return False, slope, spread


@kernel()
def dispersion(y: FloatArray, mean: FloatArray, working: FloatArray, rank: int) -> float:
    """Return the sum of weighted squared working residuals over the degrees of freedom."""
    total = 0.0
    for i in range(y.shape[0]):
        residual = (y[i] - mean[i]) / mean[i]
        total += working[i] * residual * residual
    return float(total / (y.shape[0] - rank))


@kernel()
def downweight(
    y: FloatArray,
    t: FloatArray,
    group: IntArray,
    mean: FloatArray,
    working: FloatArray,
    sums: FloatArray,
    spread: float,
    phi: float,
    threshold: float,
    weight: FloatArray,
) -> None:
    """Give past outbreaks less weight: Anscombe residuals above `threshold` by their inverse square.

    Farrington et al. (1996), section 3.5: s = 3/2 (y^(2/3) mu^(-1/6) - mu^(1/2)) / sqrt(phi (1 - h)); weights add up
    to the number of observations. `weight` is filled.
    """
    n = y.shape[0]
    total = 0.0
    for i in range(n):
        g = group[i]
        lever = 1.0 / sums[0, g]
        if spread > 0.0:
            lever += (t[i] - sums[1, g]) ** 2 / spread
        left = 1.0 - working[i] * lever
        s = 1.5 * (y[i] ** (2.0 / 3.0) * mean[i] ** (-1.0 / 6.0) - math.sqrt(mean[i]))
        # an observation that alone determines its level is fitted exactly: 0 / 0, so it keeps its weight
        s = s / math.sqrt(phi * left) if left > 1e-14 else 0.0
        weight[i] = 1.0 / (s * s) if s > threshold else 1.0
        total += weight[i]
    for i in range(n):
        weight[i] *= n / total
