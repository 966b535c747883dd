"""Where high or low values stand together: the statistics of Getis and Ord, and of Moran, place by place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray, numbers
from tongket.watch.local_draws import FEW_PLACES, ranks_among_draws
from tongket.watch.local_fdr import fdr_cutoff
from tongket.watch.local_neighbours import Neighbours
from tongket.watch.local_rates import standardised_rates
from tongket.watch.local_results import LocalResult
from tongket.watch.progress import Progress, silent
from tongket.watch.seeds import DEFAULT_SEED
from tongket.watch.threads import share_out

_WHO = "Local statistic"
_ALTERNATIVES = ("two-sided", "greater", "less")
_CORRECTIONS = ("benjamini_hochberg", "castro_singer", "none")


@dataclass(frozen=True)
class _Draws:
    draws: str
    n_permutations: int
    seed: int
    alternative: str
    alpha: float
    correction: str
    progress: Progress

    def __post_init__(self) -> None:
        for name, given, known in (
            ("alternative", self.alternative, _ALTERNATIVES),
            ("correction", self.correction, _CORRECTIONS),
        ):
            if given not in known:
                raise UsageError(f"{_WHO}: {name} must be one of {', '.join(known)}; got {given!r}.")


def local_g(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    star: bool = True,
    population: ArrayLike | None = None,
    draws: str = "shared",
    n_permutations: int = 9999,
    alternative: str = "two-sided",
    alpha: float = 0.05,
    correction: str = "benjamini_hochberg",
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> LocalResult:
    """Find places where high values stand together (hot) or low ones do (cold).

    Parameters
    ----------
    values : array_like of float, shape (n_places,)
        Counts, or any values.
    neighbours : Neighbours
        Links.
    star : bool
        Whether a place belongs to its own neighbourhood, with weight 1 (Gi*).
    population : array_like of float, shape (n_places,), optional
        Exposure; then `values` are events, and standardised rates are looked at.
    draws : {'shared', 'independent'}
        Whether all places are ranked among the same draws: a hundred times quicker, of the same precision at each
        place, but errors at different places go together.
    n_permutations : int
        Draws; the smallest two-sided p is 2 / (1 + draws), which a correction for many places needs small.
    alternative : {'two-sided', 'greater', 'less'}
        Tail of the p-value.
    alpha : float
        False discovery rate.
    correction : {'benjamini_hochberg', 'castro_singer', 'none'}
        For many places; `none` names every place up to `alpha`.
    seed : int
        Same seed, same result, on any number of threads.
    progress : callable
        Called with (done, total) places.

    Returns
    -------
    LocalResult
        z-scores, p-values and names.

    Raises
    ------
    UsageError
        If lengths differ, a value is missing, or an option is not known.

    Notes
    -----
    Ord & Getis [1]_, eq. 14 and 16, with standard deviations over n, over the other n - 1 places for Gi. Agrees with
    R spdep's `localG`. esda 2.9's z-scores under its default row-standardised weights are wrong by the number of
    neighbours (its p-values are not); weights that are equal for a place do not matter here.

    Cost: with shared draws one binary search a place and tail, with independent ones permutations x links draws.

    References
    ----------
    .. [1] Ord JK, Getis A (1995). Geogr Anal 27:286-306. https://doi.org/10.1111/j.1538-4632.1995.tb00912.x
    .. [2] Getis A, Ord JK (1992). Geogr Anal 24:189-206. https://doi.org/10.1111/j.1538-4632.1992.tb00261.x
    """
    how = _Draws(draws, n_permutations, seed, alternative, alpha, correction, progress)
    looked_at = _values(values, population, neighbours)
    lag = _lag(looked_at, neighbours)
    z = _g_scores(looked_at, lag, neighbours, star)
    return _judged("gi_star" if star else "gi", looked_at, lag, z, z, np.sign(z), neighbours, how)


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    population: ArrayLike | None = None,
    row_standardised: bool = True,
    divisor: str = "n",
    draws: str = "shared",
    n_permutations: int = 9999,
    alternative: str = "two-sided",
    alpha: float = 0.05,
    correction: str = "benjamini_hochberg",
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> LocalResult:
    """Find places that are like their neighbours (clusters) or unlike them (outliers).

    Parameters
    ----------
    values : array_like of float, shape (n_places,)
        Counts, or any values.
    neighbours : Neighbours
        Links.
    population : array_like of float, shape (n_places,), optional
        Exposure; then `values` are events, and standardised rates are looked at (Assunção & Reis 1999).
    row_standardised : bool
        Whether the weights of a place are divided by their sum.
    divisor : {'n', 'n-1'}
        Of the variance in the statistic: the paper and spdep divide by n, esda and GeoDa by n - 1.
    draws : {'shared', 'independent'}
        As in `local_g`.
    n_permutations : int
        As in `local_g`.
    alternative : {'two-sided', 'greater', 'less'}
        Tail of the p-value, of the sum over the neighbours.
    alpha : float
        False discovery rate.
    correction : {'benjamini_hochberg', 'castro_singer', 'none'}
        As in `local_g`.
    seed : int
        Same seed, same result, on any number of threads.
    progress : callable
        Called with (done, total) places.

    Returns
    -------
    LocalResult
        Moran's I, z-scores, p-values and quadrants.

    Raises
    ------
    UsageError
        If lengths differ, a value is missing, or an option is not known.

    Notes
    -----
    Anselin [1]_, eq. 7. Expectation and variance given the place's own value: Sokal, Oden & Thomson [2]_, as R spdep's
    `localmoran`. esda and pygeoda print the smaller of both tails as p; here it is doubled.

    References
    ----------
    .. [1] Anselin L (1995). Geogr Anal 27:93-115. https://doi.org/10.1111/j.1538-4632.1995.tb00338.x
    .. [2] Sokal RR, Oden NL, Thomson BA (1998). Geogr Anal 30:331-354.
       https://doi.org/10.1111/j.1538-4632.1998.tb00406.x
    """
    how = _Draws(draws, n_permutations, seed, alternative, alpha, correction, progress)
    if divisor not in ("n", "n-1"):
        raise UsageError(f"{_WHO}: divisor must be n or n-1; got {divisor!r}.")
    looked_at = _values(values, population, neighbours)
    n = looked_at.size
    lag = _lag(looked_at, neighbours)
    total, squares = _weight_sums(neighbours)
    scale = np.divide(1.0, total, out=np.full(n, np.nan), where=total > 0)
    if not row_standardised:
        scale = np.where(total > 0, 1.0, np.nan)
    away = looked_at - looked_at.mean()
    lag_away = (lag - total * looked_at.mean()) * scale
    square = float((away**2).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = away * lag_away / (square / (n if divisor == "n" else n - 1))
        # the statistic is a constant times the neighbours' sum, so the standardised sum carries the test
        z_score = np.sign(away) * _conditional_z(away, lag_away, total * scale, squares * scale**2)
    statistic = np.where(square > 0, statistic, np.nan)
    quadrant = np.where(away > 0, np.where(lag_away > 0, 1, 4), np.where(lag_away > 0, 2, 3))
    return _judged("moran", looked_at, lag, statistic, z_score, quadrant, neighbours, how)


def g_scores(values: ArrayLike, neighbours: Neighbours, *, star: bool = True) -> FloatArray:
    """Return the z-scores of `local_g` alone, without permutations.

    Parameters
    ----------
    values : array_like of float, shape (n_places,)
        Counts, or any values.
    neighbours : Neighbours
        Links.
    star : bool
        As in `local_g`.

    Returns
    -------
    ndarray of float64, shape (n_places,)
        NaN for a place without neighbours, or where all values are equal.
    """
    looked_at = _values(values, None, neighbours)
    return _g_scores(looked_at, _lag(looked_at, neighbours), neighbours, star)


def _values(values: ArrayLike, population: ArrayLike | None, neighbours: Neighbours) -> FloatArray:
    given = np.ascontiguousarray(numbers(values, _WHO))
    if given.shape != (neighbours.n_places,) or given.size < 3:
        raise UsageError(
            f"{_WHO}: there must be one value for each of {neighbours.n_places} places, three at least; got"
            f" {given.shape}."
        )
    if not bool(np.isfinite(given).all()):
        raise UsageError(f"{_WHO}: values must all be known; got missing ones. Leave such places out.")
    return given if population is None else standardised_rates(given, population)


def _lag(values: FloatArray, neighbours: Neighbours) -> FloatArray:
    from tongket.watch.kernels.neighbour_draws import neighbour_sums  # late: loads the compiler

    sums = np.zeros(values.size)
    weight = np.zeros(0) if neighbours.weight is None else neighbours.weight

    def work(first: int, end: int) -> None:
        neighbour_sums(values, neighbours.start, neighbours.index, weight, first, end, sums)

    share_out(values.size, work) if values.size > FEW_PLACES else work(0, values.size)
    return sums


def _weight_sums(neighbours: Neighbours) -> tuple[FloatArray, FloatArray]:
    """Return for each place the sum of its weights and the sum of their squares."""
    if neighbours.weight is None:
        counted = neighbours.cardinality.astype(np.float64)
        return counted, counted
    return neighbours.sums(neighbours.weight, of_links=True), neighbours.sums(neighbours.weight**2, of_links=True)


def _g_scores(x: FloatArray, lag: FloatArray, neighbours: Neighbours, star: bool) -> FloatArray:
    n = x.size
    total, squares = _weight_sums(neighbours)
    lonely = neighbours.cardinality == 0
    m: int
    mean: FloatArray
    variance: FloatArray
    if star:
        lag, total, squares = lag + x, total + 1, squares + 1
        m, mean = n, np.array(x.mean())
        variance = np.array(max(0.0, float((x**2).mean() - x.mean() ** 2)))
    else:
        m, mean = n - 1, (x.sum() - x) / (n - 1)
        variance = np.maximum(0.0, ((x**2).sum() - x**2) / (n - 1) - mean**2)
    # what is left of the variance of equal values after rounding is not a variance
    variance = np.where(variance <= 1e-14 * float((x**2).mean()), 0.0, variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (lag - total * mean) / np.sqrt(variance * (m * squares - total**2) / (m - 1))
    return np.where(lonely | (variance == 0) | ~np.isfinite(z), np.nan, z)


def _conditional_z(away: FloatArray, lag: FloatArray, total: FloatArray, squares: FloatArray) -> FloatArray:
    """Return the neighbours' sum less its mean over its standard deviation when the n - 1 others are dealt out anew."""
    n = away.size
    mean = -away / (n - 1)
    variance = ((away**2).sum() - away**2) / (n - 1) - mean**2
    return np.asarray((lag - total * mean) / np.sqrt(variance * ((n - 1) * squares - total**2) / (n - 2)))


def _judged(
    method: str,
    values: FloatArray,
    lag: FloatArray,
    statistic: FloatArray,
    z_score: FloatArray,
    code: FloatArray | IntArray,
    neighbours: Neighbours,
    how: _Draws,
) -> LocalResult:
    high, low = ranks_among_draws(
        values,
        lag,
        neighbours,
        draws=how.draws,
        n_permutations=how.n_permutations,
        seed=how.seed,
        progress=how.progress,
    )
    unknown = np.isnan(statistic)
    p_high, p_low = (np.where(unknown, np.nan, (1 + k) / (1 + how.n_permutations)) for k in (high, low))
    p_value = {"greater": p_high, "less": p_low}.get(how.alternative)
    if p_value is None:
        p_value = np.minimum(1.0, 2 * np.minimum(p_high, p_low))
    cutoff = how.alpha if how.correction == "none" else fdr_cutoff(p_value, how.alpha, how.correction)
    significant = np.nan_to_num(p_value, nan=np.inf) <= cutoff
    named = np.where(significant, np.nan_to_num(code), 0).astype(np.int8)
    return LocalResult(
        method,
        values,
        statistic,
        z_score,
        p_value,
        p_high,
        p_low,
        cutoff,
        significant,
        named,
        neighbours,
        how.draws,
        how.alternative,
        how.correction,
        how.alpha,
        how.n_permutations,
        how.seed,
    )
