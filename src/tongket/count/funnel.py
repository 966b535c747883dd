"""Funnel charts: which areas stand out from the rest, given how few cases each may have. Never a league table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import (
    FloatArray,
    binomial_cdf,
    binomial_pmf,
    normal_quantile,
    poisson_cdf,
    poisson_pmf,
)
from tongket.model.errors import FigureError

WARNING_LEVEL = 0.95
ALARM_LEVEL = 0.998
WINSORISED_SHARE = 0.10

Adjustment = Literal["none", "multiplicative", "additive"]


@dataclass(frozen=True)
class Funnel:
    """Hold a funnel chart's points and limits.

    Attributes
    ----------
    value : ndarray of float64, shape (n,)
        Observed over expected, or the share; NaN where there is nothing to divide by.
    target : float
        Centre line: 1 for counts, the overall or given share otherwise.
    lower_95, upper_95, lower_998, upper_998 : ndarray of float64, shape (n,)
        Limits for each area in the unit of `value`.
    z : ndarray of float64, shape (n,)
        Distance from the target in standard errors, without any allowance for overdispersion.
    phi : float
        Overdispersion from winsorised z; about 1 when only chance is at work.
    tau_squared : float
        Variance between areas of the additive model; 0 when phi needs none.
    adjustment : str
        What the limits allow for: ``none``, ``multiplicative`` or ``additive``.
    """

    value: FloatArray
    target: float
    lower_95: FloatArray
    upper_95: FloatArray
    lower_998: FloatArray
    upper_998: FloatArray
    z: FloatArray
    phi: float
    tau_squared: float
    adjustment: Adjustment

    @property
    def position(self) -> NDArray[np.int8]:
        """Return -2, -1, 0, 1, 2: below the 99.8 or 95 % limit, inside, above the 95 or 99.8 % limit."""
        with np.errstate(invalid="ignore"):
            high = (self.value > self.upper_95).astype(np.int8) + (self.value > self.upper_998)
            low = (self.value < self.lower_95).astype(np.int8) + (self.value < self.lower_998)
        return (high - low).astype(np.int8)

    @property
    def overdispersed(self) -> bool:
        """Return whether phi is above what chance alone gives: 1 + 2 sqrt(2 / n)."""
        n = np.isfinite(self.z).sum()
        return bool(self.phi > 1 + 2 * np.sqrt(2 / n)) if n else False


def funnel_counts(observed: ArrayLike, expected: ArrayLike, *, adjustment: Adjustment = "none") -> Funnel:
    """Set the count of each area against what it would have at the overall rate.

    Parameters
    ----------
    observed : array_like of non-negative integers, shape (n,)
        Cases.
    expected : array_like of non-negative numbers, shape (n,)
        Cases expected, for instance overall rate times population.
    adjustment : {'none', 'multiplicative', 'additive'}
        Exact Poisson limits, limits widened by sqrt(phi), or by a variance between areas.

    Returns
    -------
    Funnel
        In units of observed over expected, target 1.

    Raises
    ------
    FigureError
        If a count is negative or not whole, or an expectation negative.

    Notes
    -----
    Spiegelhalter DJ (2005), *Stat Med* 24:1185-1202, https://doi.org/10.1002/sim.1970.
    """
    x, e = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if (x < 0).any() or (x != np.floor(x)).any() or (e < 0).any():
        raise FigureError(
            "funnel_counts: observed must be whole and both columns not negative; got other numbers."
            " Pass the tally and the expected number of cases."
        )
    safe = np.where(e > 0, e, np.nan)

    def exact(chance: float) -> FloatArray:
        return poisson_limits(safe, chance) / safe

    return _funnel(x / safe, 1.0, 1 / safe, exact, adjustment)


def funnel_shares(
    successes: ArrayLike, n: ArrayLike, *, target: float | None = None, adjustment: Adjustment = "none"
) -> Funnel:
    """Set the share of each area, for instance its clearance rate, against the overall or a given one.

    Parameters
    ----------
    successes, n : array_like of non-negative integers, shape (n,)
        Numerator and denominator.
    target : float, optional
        Centre line between 0 and 1; all areas together when left out.
    adjustment : {'none', 'multiplicative', 'additive'}
        Exact binomial limits, limits widened by sqrt(phi), or by a variance between areas.

    Returns
    -------
    Funnel
        In units of the share.

    Raises
    ------
    FigureError
        If a numerator is above its denominator, or the target is not between 0 and 1.

    Notes
    -----
    Spiegelhalter DJ (2005), *Stat Med* 24:1185-1202, https://doi.org/10.1002/sim.1970.
    """
    x, total = np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if (x > total).any() or (x < 0).any() or (x != np.floor(x)).any():
        raise FigureError(
            "funnel_shares: each numerator must be whole and not above its denominator; got other numbers."
            " A ratio that can pass 100 % has no binomial limits."
        )
    centre = float(x.sum() / total.sum()) if target is None else target
    if not 0 < centre < 1:
        raise FigureError(f"funnel_shares: the target must lie between 0 and 1; got {centre!r}. Give another target.")
    safe = np.where(total > 0, total, np.nan)

    def exact(chance: float) -> FloatArray:
        return binomial_limits(safe, centre, chance) / safe

    return _funnel(x / safe, centre, centre * (1 - centre) / safe, exact, adjustment)


def poisson_limits(expected: ArrayLike, chance: float) -> FloatArray:
    """Give the interpolated Poisson quantile at which a funnel limit is drawn.

    Parameters
    ----------
    expected : array_like of positive numbers, shape (n,)
        Expected cases; NaN stays NaN.
    chance : float
        Chance of lying below, for instance 0.001 or 0.999.

    Returns
    -------
    ndarray of float64
        Cases, interpolated between whole numbers so that the curve is smooth; never below 0.

    Notes
    -----
    Spiegelhalter (2005), appendix A.1.1: r - (F(r) - p) / f(r) with r the smallest whole number of F(r) >= p.
    """
    e = np.asarray(expected, dtype=np.float64)
    safe = np.where(np.isnan(e), 1.0, e)

    def below(k: FloatArray) -> FloatArray:
        return poisson_cdf(k, safe)

    limit = _interpolated(below, lambda k: poisson_pmf(k, safe), safe, safe, np.full_like(safe, np.inf), chance)
    return np.where(np.isnan(e), np.nan, limit)


def binomial_limits(n: ArrayLike, share: float, chance: float) -> FloatArray:
    """Give the interpolated binomial quantile at which a funnel limit is drawn.

    Parameters
    ----------
    n : array_like of positive integers, shape (n,)
        Denominators; NaN stays NaN.
    share : float
        Target, between 0 and 1.
    chance : float
        Chance of lying below.

    Returns
    -------
    ndarray of float64
        Successes, interpolated between whole numbers; from 0 to `n`.

    Notes
    -----
    Spiegelhalter (2005), appendix A.1.1.
    """
    total = np.asarray(n, dtype=np.float64)
    safe = np.where(np.isnan(total), 1.0, total)

    def below(k: FloatArray) -> FloatArray:
        return binomial_cdf(k, safe, share)

    variance = safe * share * (1 - share)
    limit = _interpolated(below, lambda k: binomial_pmf(k, safe, share), safe * share, variance, safe, chance)
    return np.where(np.isnan(total), np.nan, limit)


def winsorised_phi(z: ArrayLike, share: float = WINSORISED_SHARE) -> float:
    """Measure overdispersion without letting the areas that stand out inflate it.

    Parameters
    ----------
    z : array_like of float, shape (n,)
        Standardised distances from the target; NaN left out.
    share : float
        Part at each end set to the value at its edge.

    Returns
    -------
    float
        Mean of the squared winsorised z; NaN when there is none.

    Notes
    -----
    Spiegelhalter (2005), section 3; edges are quantiles with linear interpolation.
    """
    values = np.asarray(z, dtype=np.float64)
    values = values[np.isfinite(values)]
    if values.size == 0:
        return float("nan")
    low, high = np.quantile(values, [share, 1 - share])
    return float((np.clip(values, low, high) ** 2).mean())


def between_areas_variance(phi: float, variance: FloatArray) -> float:
    """Give the variance between areas that explains a winsorised phi.

    Parameters
    ----------
    phi : float
        From `winsorised_phi`.
    variance : ndarray of float64, shape (n,)
        Sampling variance of each area.

    Returns
    -------
    float
        tau squared, 0 when phi is not above (n - 1) / n.

    Notes
    -----
    DerSimonian & Laird form as in Spiegelhalter (2005), section 3.
    """
    weight = 1 / variance[np.isfinite(variance)]
    excess = weight.size * phi - (weight.size - 1)
    scale = weight.sum() - (weight**2).sum() / weight.sum() if weight.size else 0.0
    return float(max(0.0, excess / scale)) if scale > 0 else 0.0


def _funnel(
    value: FloatArray,
    target: float,
    variance: FloatArray,
    exact: Callable[[float], FloatArray],
    adjustment: Adjustment,
) -> Funnel:
    z = (value - target) / np.sqrt(variance)
    phi = winsorised_phi(z)
    tau_squared = between_areas_variance(phi, variance)
    wide = variance * max(phi, 1.0) if adjustment == "multiplicative" else variance + tau_squared

    def limit(chance: float) -> FloatArray:
        if adjustment == "none":
            return exact(chance)
        return np.maximum(target + normal_quantile(chance) * np.sqrt(wide), 0.0)

    return Funnel(
        value=value,
        target=target,
        lower_95=limit((1 - WARNING_LEVEL) / 2),
        upper_95=limit((1 + WARNING_LEVEL) / 2),
        lower_998=limit((1 - ALARM_LEVEL) / 2),
        upper_998=limit((1 + ALARM_LEVEL) / 2),
        z=z,
        phi=phi,
        tau_squared=tau_squared,
        adjustment=adjustment,
    )


def _interpolated(
    below: Callable[[FloatArray], FloatArray],
    mass: Callable[[FloatArray], FloatArray],
    mean: FloatArray,
    variance: FloatArray,
    most: FloatArray,
    chance: float,
) -> FloatArray:
    """Walk from the normal guess to the smallest k with below(k) >= chance, then interpolate."""
    k = np.clip(np.floor(mean + normal_quantile(chance) * np.sqrt(variance)), 0, most)
    while (up := (below(k) < chance) & (k < most)).any():
        k = np.where(up, k + 1, k)
    while (down := (k > 0) & (below(k - 1) >= chance)).any():
        k = np.where(down, k - 1, k)
    return np.clip(k - (below(k) - chance) / mass(k), 0, most)
