"""Observed against expected, stratum by stratum: plain arrays in, numbers out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import binomial_cdf, normal_two_sided
from tongket.model.errors import FigureError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# From this variance on, the sum over strata is near enough to normal; under it the exact distribution is worked out.
NORMAL_FROM = 400.0


@dataclass(frozen=True)
class Departure:
    """Hold one share against what the rest lets expect.

    Attributes
    ----------
    hits, of : int
        Numerator and denominator observed.
    expected : float
        Hits expected; NaN when there is nothing to compare with.
    z : float
        Distance in standard deviations, without correction for continuity; NaN when nothing varies.
    upper_p, lower_p : float
        One-sided chance of so many hits or more, and of so many or fewer; NaN when there is nothing to compare with.
    """

    hits: int
    of: int
    expected: float
    z: float
    upper_p: float
    lower_p: float


def departure(
    hits: ArrayLike, of: ArrayLike, other_hits: ArrayLike, other_of: ArrayLike, *, tested: bool = True
) -> Departure:
    """Compare the hits of one group with those of another, all margins given, over strata.

    Parameters
    ----------
    hits, of : array_like of int, shape (n_strata,)
        Numerator and denominator of the group looked at.
    other_hits, other_of : array_like of int, shape (n_strata,)
        Of the group it is compared with: the other units, or the same unit's past.
    tested : bool
        Whether the p-values are wanted; otherwise they are NaN.

    Returns
    -------
    Departure
        Only strata in which both groups have cases count.

    Raises
    ------
    FigureError
        If a numerator is above its denominator.

    Notes
    -----
    Each stratum is hypergeometric given its margins (Fisher); their sum is the Cochran-Mantel-Haenszel statistic, here
    with its exact distribution by convolution (Mehta, Patel & Gray 1985, *JASA* 80:969-973) unless the variance is
    large, when it is normal with a correction for continuity.
    """
    a, n, b, m = (np.asarray(each, dtype=np.int64) for each in (hits, of, other_hits, other_of))
    if (a > n).any() or (b > m).any() or (a < 0).any() or (b < 0).any():
        raise FigureError("departure: each numerator must lie between 0 and its denominator; got others.")
    both = (n > 0) & (m > 0)
    observed, total = int(a[both].sum()), int(n[both].sum())
    if total == 0:
        return Departure(int(a.sum()), int(n.sum()), math.nan, math.nan, math.nan, math.nan)
    strata = np.stack([n[both], m[both], (a + b)[both]])
    mean, variance = moments(*strata)
    z = (observed - mean) / math.sqrt(variance) if variance > 0 else math.nan
    upper, lower = _tails(observed, mean, variance, strata) if tested else (math.nan, math.nan)
    return Departure(observed, total, mean, z, upper, lower)


def moments(n: IntArray, m: IntArray, successes: IntArray) -> tuple[float, float]:
    """Return mean and variance of the sum of hypergeometric strata."""
    both = (n + m).astype(np.float64)
    share = successes / both
    variance = n * m * share * (1 - share) / np.maximum(both - 1, 1)
    return float((n * share).sum()), float(variance.sum())


def _tails(observed: int, mean: float, variance: float, strata: IntArray) -> tuple[float, float]:
    if variance >= NORMAL_FROM:
        width = math.sqrt(variance)
        return _normal_upper((observed - 0.5 - mean) / width), _normal_upper((mean - observed - 0.5) / width)
    mass, first = exact_mass(strata)
    place = observed - first
    return min(1.0, float(mass[place:].sum())), min(1.0, float(mass[: place + 1].sum()))


def exact_mass(strata: IntArray) -> tuple[FloatArray, int]:
    """Return the masses of the sum of hypergeometric strata, and the number of hits of the first mass."""
    mass, first = np.ones(1), 0
    for n, m, successes in strata.T:
        own, least = _hypergeometric(int(n), int(m), int(successes))
        mass, first = np.convolve(mass, own), first + least
    return mass, first


def _hypergeometric(n: int, m: int, successes: int) -> tuple[FloatArray, int]:
    """Return the masses of the hits among `n` when `successes` of `n + m` are hits, and the least number."""
    least, most = max(0, successes - m), min(n, successes)
    k = np.arange(least, most + 1)
    if k.size == 1:
        return np.ones(1), least
    logs = _log_choose(n, k) + _log_choose(m, successes - k)
    mass = np.exp(logs - logs.max())
    return mass / mass.sum(), least


def _log_choose(n: int, k: IntArray) -> FloatArray:
    logs = _log_factorials(max(n, 1).bit_length())
    return np.asarray(logs[n] - logs[k] - logs[n - k])


@cache
def _log_factorials(bits: int) -> FloatArray:
    """Return ln 0!, ln 1!, … below 2**bits: summed up once, for thousands of small tables are asked for."""
    return np.concatenate([np.zeros(1), np.cumsum(np.log(np.arange(1.0, 2.0**bits)))])


def _normal_upper(z: float) -> float:
    tail = float(normal_two_sided(z)) / 2
    return tail if z >= 0 else 1 - tail


def binomial_departure(hits: int, of: int, share: float) -> Departure:
    """Compare hits with a known share, such as the share of the days of a span that are first days of a month."""
    if of == 0:
        return Departure(hits, of, math.nan, math.nan, math.nan, math.nan)
    mean, variance = of * share, of * share * (1 - share)
    z = (hits - mean) / math.sqrt(variance) if variance > 0 else math.nan
    lower = float(binomial_cdf(hits, of, share))
    upper = float(binomial_cdf(of - hits, of, 1 - share))  # so many misses or fewer: exact in the far tail, too
    return Departure(hits, of, mean, z, upper, lower)


def widened(departures: list[Departure], phi: float) -> list[Departure]:
    """Make p-values allow for units that differ by more than chance: those of z over the root of phi, never smaller."""
    if not phi > 1:
        return departures
    root = math.sqrt(phi)
    return [
        each
        if math.isnan(each.z)
        else Departure(
            each.hits,
            each.of,
            each.expected,
            each.z,
            max(each.upper_p, _normal_upper(each.z / root)),
            max(each.lower_p, _normal_upper(-each.z / root)),
        )
        for each in departures
    ]
