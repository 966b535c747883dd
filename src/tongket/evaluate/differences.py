"""Four counts of one campaign: before and during, where it ran and where it did not.

Two scales stand side by side: `wdd` compares numbers of cases, `log_irr` compares ratios. Every function takes one
campaign or many at once: the first axis of a pair is (before, during), all others broadcast.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray, normal_quantile, normal_two_sided
from tongket.model.errors import FigureError

# Wheeler & Ratcliffe's choice, and the level of every interval of this room.
LEVEL = 0.90
# Added to all four counts when one of them is 0 (Haldane 1956; Anscombe 1956).
CORRECTION = 0.5
# campaigns worked on together: their numbers stay in the second level of the cache
_AT_ONCE = 8192


@dataclass(frozen=True)
class Estimate:
    """Hold an effect with its error; arrays, one entry per campaign (0-dimensional for a single one).

    Attributes
    ----------
    effect : ndarray of float64
        Below 0 is a fall.
    standard_error : ndarray of float64
        Its standard error.
    level : float
        Confidence level of the interval.
    """

    effect: FloatArray
    standard_error: FloatArray
    level: float

    @property
    def lower(self) -> FloatArray:
        """Return the lower end of the normal interval."""
        return np.asarray(self.effect - normal_quantile(0.5 + self.level / 2) * self.standard_error)

    @property
    def upper(self) -> FloatArray:
        """Return the upper end of the normal interval."""
        return np.asarray(self.effect + normal_quantile(0.5 + self.level / 2) * self.standard_error)

    @property
    def z(self) -> FloatArray:
        """Return effect over standard error; NaN where nothing was counted."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.effect / self.standard_error)

    @property
    def p_value(self) -> FloatArray:
        """Return the two-sided p-value of no effect."""
        return normal_two_sided(self.z)

    @property
    def shows_fall(self) -> NDArray[np.bool_]:
        """Return where the whole interval lies below 0."""
        return np.asarray(self.upper < 0)

    @property
    def shows_rise(self) -> NDArray[np.bool_]:
        """Return where the whole interval lies above 0."""
        return np.asarray(self.lower > 0)


@dataclass(frozen=True)
class WddResult:
    """Hold the weighted displacement difference.

    Attributes
    ----------
    local : Estimate
        Change where the campaign ran, less the change in the comparison areas, in cases.
    displaced : Estimate or None
        The same for the ring around it, less its own comparison; None without a ring.
    total : Estimate
        Both together: what was gained after displacement.
    """

    local: Estimate
    displaced: Estimate | None
    total: Estimate


@dataclass(frozen=True)
class LogIrrResult:
    """Hold the change as a ratio of ratios.

    Attributes
    ----------
    log : Estimate
        Natural logarithm of (treated during / before) over (comparison during / before).
    corrected : ndarray of bool
        Where a count was 0 and a half was added to all four.
    """

    log: Estimate
    corrected: NDArray[np.bool_]

    @property
    def percent(self) -> FloatArray:
        """Return the effect in per cent; -30 is a fall by three tenths."""
        return np.asarray(100 * np.expm1(self.log.effect))

    @property
    def percent_lower(self) -> FloatArray:
        """Return the lower end of the interval in per cent."""
        return np.asarray(100 * np.expm1(self.log.lower))

    @property
    def percent_upper(self) -> FloatArray:
        """Return the upper end of the interval in per cent."""
        return np.asarray(100 * np.expm1(self.log.upper))


def wdd(
    treated: ArrayLike,
    comparison: ArrayLike,
    *,
    displaced: ArrayLike | None = None,
    displaced_comparison: ArrayLike | None = None,
    time: tuple[float, float] = (1.0, 1.0),
    area: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
    dispersion: ArrayLike = 1.0,
    level: float = LEVEL,
) -> WddResult:
    """Give the weighted displacement difference: cases prevented, net of the comparison and of displacement.

    Parameters
    ----------
    treated, comparison : array_like of counts, shape (2, ...)
        Before and during, where the campaign ran and where it did not.
    displaced, displaced_comparison : array_like of counts, shape (2, ...), optional
        The ring around the campaign and its own comparison; the latter counts as unchanged when left out.
    time : tuple of float
        Lengths of the windows before and during, in any one unit; counts are divided by them.
    area : tuple of float
        Sizes of comparison, treated, comparison of the ring and ring, in any one unit; counts are divided by them.
    dispersion : array_like
        Variance of a count over its mean; 1 for Poisson counts.
    level : float
        Confidence level of the interval.

    Returns
    -------
    WddResult
        Negative values are cases prevented (per unit of time and area).

    Raises
    ------
    FigureError
        If a count is negative, a shape is not (2, ...), or a weight or the level is out of range.

    Notes
    -----
    Wheeler AP, Ratcliffe JH (2018), *Crime Science* 7:11, https://doi.org/10.1186/s40163-018-0085-5. Needs Poisson
    counts and equal changes in numbers; the order of `area` is that of the authors' program.
    """
    _check_settings("wdd", (*time, *area), level)
    phi = _dispersion("wdd", dispersion)
    given_pairs = (treated, comparison, displaced, displaced_comparison)
    if phi.ndim == 0 and (blocks := _blocks(given_pairs)):
        settings: dict[str, Any] = {"time": time, "area": area, "dispersion": phi, "level": level}
        return _joined(blocks, lambda t, c, d, dc: wdd(t, c, displaced=d, displaced_comparison=dc, **settings), level)
    sizes = dict(zip(("comparison", "treated", "displaced_comparison", "displaced"), area, strict=True))
    given = {
        "treated": treated,
        "comparison": comparison,
        "displaced": displaced,
        "displaced_comparison": displaced_comparison,
    }
    change = {
        name: _change(_pair("wdd", name, pair), time, sizes[name]) for name, pair in given.items() if pair is not None
    }
    local = _less(change["treated"], change["comparison"])
    if "displaced" not in change:
        estimate = _estimate(local, phi, level)
        return WddResult(estimate, None, estimate)
    ring = _less(change["displaced"], change.get("displaced_comparison"))
    total = (local[0] + ring[0], local[1] + ring[1])
    return WddResult(_estimate(local, phi, level), _estimate(ring, phi, level), _estimate(total, phi, level))


def weighted_sum(estimates: Estimate, weights: ArrayLike) -> Estimate:
    """Add the effects on several kinds of offence, each with a weight: harm prevented.

    Parameters
    ----------
    estimates : Estimate
        Effects on independent kinds, shape (n, ...).
    weights : array_like of float, shape (n,)
        Weight of each kind, such as days of imprisonment.

    Returns
    -------
    Estimate
        Of the weighted sum over the first axis.

    Notes
    -----
    Wheeler & Ratcliffe (2018), section "Extensions". Never add campaigns up this way: a case may belong to two.
    """
    w = np.asarray(weights, dtype=np.float64).reshape((-1,) + (1,) * (estimates.effect.ndim - 1))
    effect = np.asarray((w * estimates.effect).sum(axis=0))
    return _estimate((effect, np.asarray(((w * estimates.standard_error) ** 2).sum(axis=0))), 1.0, estimates.level)


def log_irr(
    treated: ArrayLike,
    comparison: ArrayLike,
    *,
    dispersion: ArrayLike = 1.0,
    level: float = LEVEL,
) -> LogIrrResult:
    """Give the change in per cent net of the change in per cent of the comparison.

    Parameters
    ----------
    treated, comparison : array_like of counts, shape (2, ...)
        Before and during. Lengths of the windows cancel out, because both places share them.
    dispersion : array_like
        Variance of a count over its mean; 1 for Poisson counts.
    level : float
        Confidence level of the interval.

    Returns
    -------
    LogIrrResult
        Negative where the treated place fell by more.

    Raises
    ------
    FigureError
        If a count is negative, a shape is not (2, ...), or the level is out of range.

    Notes
    -----
    Wilson DB (2021), *J Quant Criminol*, "The relative incident rate ratio effect size for count-based impact
    evaluations", https://doi.org/10.1007/s10940-021-09494-w: variance is the sum of 1/n. Needs equal changes in
    ratio; with a comparison far larger than the place treated the interval is as narrow as the place itself allows.
    """
    _check_settings("log_irr", (), level)
    phi = _dispersion("log_irr", dispersion)
    t, c = _pair("log_irr", "treated", treated), _pair("log_irr", "comparison", comparison)
    zero = np.asarray((t[0] == 0) | (t[1] == 0) | (c[0] == 0) | (c[1] == 0))
    t0, t1, c0, c1 = (np.where(zero, n + CORRECTION, n) for n in (t[0], t[1], c[0], c[1]))
    effect = np.asarray(np.log(t1 * c0 / (t0 * c1)))
    return LogIrrResult(_estimate((effect, 1 / t0 + 1 / t1 + 1 / c0 + 1 / c1), phi, level), zero)


def _blocks(pairs: tuple[ArrayLike | None, ...]) -> list[tuple[Any, ...]]:
    """Cut pairs of very many campaigns into blocks whose numbers stay in the processor's cache; else return nothing."""
    arrays = [None if pair is None else np.asarray(pair) for pair in pairs]
    shapes = {array.shape for array in arrays if array is not None}
    shape = shapes.pop()
    if shapes or len(shape) != 2 or shape[1] <= _AT_ONCE:
        return []
    cuts = [slice(first, first + _AT_ONCE) for first in range(0, shape[1], _AT_ONCE)]
    return [tuple(None if array is None else array[:, cut] for array in arrays) for cut in cuts]


def _joined(blocks: list[tuple[Any, ...]], work: Callable[..., WddResult], level: float) -> WddResult:
    """Work on one block after the other; all numbers go to one array, which is quicker to get than many."""
    moments = np.empty((3, 2, sum(block[0].shape[1] for block in blocks)))
    first = 0
    for block in blocks:
        result = work(*block)
        last = first + block[0].shape[1]
        for place, one in enumerate((result.local, result.displaced, result.total)):
            if one is not None:
                moments[place, 0, first:last], moments[place, 1, first:last] = one.effect, one.standard_error
        first = last
    local, ring, total = (Estimate(part[0], part[1], level) for part in moments)
    return WddResult(local, None if result.displaced is None else ring, total)


def _change(pair: FloatArray, time: tuple[float, float], size: float) -> tuple[FloatArray, FloatArray]:
    """Return during less before, per unit of time and area, and its Poisson variance."""
    if time == (1.0, 1.0) and size == 1.0:
        return pair[1] - pair[0], pair[1] + pair[0]
    before, during = 1 / (time[0] * size), 1 / (time[1] * size)
    return pair[1] * during - pair[0] * before, pair[1] * during**2 + pair[0] * before**2


def _less(
    change: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray] | None
) -> tuple[FloatArray, FloatArray]:
    return change if other is None else (change[0] - other[0], change[1] + other[1])


def _estimate(moments: tuple[FloatArray, FloatArray], dispersion: FloatArray | float, level: float) -> Estimate:
    return Estimate(np.asarray(moments[0]), np.asarray(np.sqrt(moments[1] * dispersion)), level)


def _pair(who: str, name: str, pair: ArrayLike) -> FloatArray:
    counts = np.asarray(pair, dtype=np.float64)
    if counts.ndim == 0 or counts.shape[0] != 2:
        raise FigureError(
            f"{who}: {name} must hold two counts, before and during, on its first axis; got shape {counts.shape}."
            " Stack them as [before, during]."
        )
    if not (counts >= 0).all():
        raise FigureError(
            f"{who}: {name} must hold counts that are known and not negative; got {float(counts.min())!r}."
            " Leave a campaign without counts out."
        )
    return counts


def _dispersion(who: str, dispersion: ArrayLike) -> FloatArray:
    phi = np.asarray(dispersion, dtype=np.float64)
    if not ((phi > 0) & np.isfinite(phi)).all():
        raise FigureError(
            f"{who}: dispersion must be positive and finite; got {float(phi.min())!r}. Use 1 for Poisson counts."
        )
    return phi


def _check_settings(who: str, weights: tuple[float, ...], level: float) -> None:
    for weight in weights:
        if not (weight > 0 and math.isfinite(weight)):
            raise FigureError(f"{who}: weights must be positive and finite; got {weight!r}. Give lengths and sizes.")
    if not 0 < level < 1:
        raise FigureError(f"{who}: level must be between 0 and 1; got {level!r}. Use 0.90 for 90 %.")
