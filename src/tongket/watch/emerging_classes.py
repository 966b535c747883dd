"""Hot spots that come, stay and go: every cell's course over time named by a published truth table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import BoolArray, FloatArray, IntArray, numbers, share
from tongket.watch.local_fdr import fdr_cutoff
from tongket.watch.local_neighbours import Neighbours

_WHO = "Emerging hot spots"
LEAST_PERIODS = 10
# a spot is lasting when it was there in so many of the periods
LASTING = 0.9


@dataclass(frozen=True)
class Rule:
    """Hold one row of the truth table; None stands for either.

    Attributes
    ----------
    name : str
        Class.
    last : bool
        Whether the last period is hot.
    lasting : bool
        Whether at least nine tenths of the periods are hot.
    trend : int or None
        Of the z-scores: 1 rising, -1 falling, 0 neither.
    before : bool or None
        Whether any period before the final unbroken run of hot ones is hot.
    run : bool or None
        Whether the final run has at least two periods.
    opposite : bool or None
        Whether any period was cold.
    """

    name: str
    last: bool
    lasting: bool
    trend: int | None = None
    before: bool | None = None
    run: bool | None = None
    opposite: bool | None = None


# Esri's classes, made to exclude one another and to leave no course unnamed; cold spots by the same table, mirrored.
TRUTH_TABLE: tuple[Rule, ...] = (
    Rule("new", last=True, lasting=False, before=False, run=False),
    Rule("consecutive", last=True, lasting=False, before=False, run=True),
    Rule("intensifying", last=True, lasting=True, trend=1),
    Rule("persistent", last=True, lasting=True, trend=0),
    Rule("diminishing", last=True, lasting=True, trend=-1),
    Rule("sporadic", last=True, lasting=False, before=True, opposite=False),
    Rule("oscillating", last=True, lasting=False, before=True, opposite=True),
    Rule("historical", last=False, lasting=True),
    Rule("none", last=False, lasting=False),
)


@dataclass(frozen=True, eq=False)
class EmergingResult:
    """Hold the course of every cell.

    Attributes
    ----------
    z_score : ndarray of float64, shape (n_periods, n_cells)
        Space-time Gi*.
    state : ndarray of int8, shape (n_periods, n_cells)
        1 hot, -1 cold, 0 neither, after correction over all periods and cells.
    cutoff : float
        Largest p-value named.
    trend_z : ndarray of float64, shape (n_cells,)
        Mann-Kendall's score of the z-scores of single periods.
    trend : ndarray of int8, shape (n_cells,)
        1 rising, -1 falling, 0 neither.
    kind : ndarray of object, shape (n_cells,)
        Class: ``new_hot`` … ``historical_cold``, or ``none``.
    alpha, trend_alpha : float
        Levels.
    neighbours : Neighbours
        Links.
    """

    z_score: FloatArray
    state: NDArray[np.int8]
    cutoff: float
    trend_z: FloatArray
    trend: NDArray[np.int8]
    kind: NDArray[np.object_]
    alpha: float
    trend_alpha: float
    neighbours: Neighbours

    def counted(self) -> dict[str, int]:
        """Return the number of cells of each class that occurs, in the order of the table."""
        names = [f"{rule.name}_{side}" for side in ("hot", "cold") for rule in TRUTH_TABLE if rule.name != "none"]
        found = {name: int(np.count_nonzero(self.kind == name)) for name in (*names, "none")}
        return {name: count for name, count in found.items() if count}


def emerging_hot_spots(
    counts: ArrayLike,
    neighbours: Neighbours,
    *,
    steps_back: int = 1,
    alpha: float = 0.05,
    trend_alpha: float = 0.05,
    correction: str = "benjamini_hochberg",
) -> EmergingResult:
    """Name the course of every cell: new, intensifying, persistent, diminishing, sporadic and so on.

    Parameters
    ----------
    counts : array_like of float, shape (n_periods, n_cells)
        Events by period and cell, earliest first; ten periods at least.
    neighbours : Neighbours
        Links between cells.
    steps_back : int
        Earlier periods that belong to a cell's neighbourhood.
    alpha : float
        False discovery rate, two-sided, over all periods and cells.
    trend_alpha : float
        Level of the trend, two-sided, cell by cell.
    correction : {'benjamini_hochberg', 'castro_singer', 'none'}
        For many periods and cells.

    Returns
    -------
    EmergingResult
        z-scores, states, trends, classes.

    Raises
    ------
    UsageError
        If there are fewer than ten periods, lengths differ, or an option is not known.

    Notes
    -----
    Gi* of Ord & Getis [1]_ over the block of a cell, its neighbours, and the same places in earlier periods, all with
    weight 1, against mean and spread of all periods and cells; p by the normal law. Trend: Mann [2]_ and Kendall with
    the variance for ties and the continuity correction, on scores that look no step back: with a step back they
    overlap, and a trend at 0.05 is found in a seventh of cells without any. Classes after Esri's tool, by
    `TRUTH_TABLE`; others cut at 0.01 or 0.10. Counts far below one a cell and period are too skew for the normal law:
    take larger cells or longer periods.

    Cost: periods x links for the scores, periods squared x cells for the trend; memory a few times the counts.

    References
    ----------
    .. [1] Ord JK, Getis A (1995). Geogr Anal 27:286-306. https://doi.org/10.1111/j.1538-4632.1995.tb00912.x
    .. [2] Mann HB (1945). Econometrica 13:245-259. https://doi.org/10.2307/1907187
    """
    table = _counts(counts, neighbours, steps_back)
    share(alpha, "alpha", _WHO)
    share(trend_alpha, "trend_alpha", _WHO)
    if correction not in ("benjamini_hochberg", "castro_singer", "none"):
        raise UsageError(f"{_WHO}: correction must be benjamini_hochberg, castro_singer or none; got {correction!r}.")
    z = space_time_g(table, neighbours, steps_back)
    p = 2 * _upper_tail(np.abs(z))
    cutoff = alpha if correction == "none" else fdr_cutoff(p, alpha, correction)
    state = np.where(p <= cutoff, np.sign(np.nan_to_num(z)), 0).astype(np.int8)
    # scores that look a step back share a period with their neighbours in time, so their trend would be found too often
    trend_z = mann_kendall(space_time_g(table, neighbours, 0))
    rising = 2 * _upper_tail(np.abs(trend_z)) <= trend_alpha
    trend = np.where(rising, np.sign(np.nan_to_num(trend_z)), 0).astype(np.int8)
    return EmergingResult(z, state, cutoff, trend_z, trend, classes(state, trend), alpha, trend_alpha, neighbours)


def _counts(counts: ArrayLike, neighbours: Neighbours, steps_back: int) -> FloatArray:
    table = numbers(counts, _WHO)
    if table.ndim != 2 or table.shape[1] != neighbours.n_places or table.shape[0] < LEAST_PERIODS:
        raise UsageError(
            f"{_WHO}: counts must have {LEAST_PERIODS} periods at least on axis 0 and {neighbours.n_places} cells on"
            f" axis 1; got {table.shape}. Take shorter periods or more of them."
        )
    if not bool(np.isfinite(table).all()) or not 0 <= steps_back < table.shape[0]:
        raise UsageError(f"{_WHO}: counts must all be known and steps back fewer than the periods; got others.")
    return table


def _upper_tail(z: FloatArray) -> FloatArray:
    from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy ships no types

    return np.asarray(ndtr(-z))


def space_time_g(counts: FloatArray, neighbours: Neighbours, steps_back: int = 1) -> FloatArray:
    """Return Gi* of every period and cell over its neighbours now and up to `steps_back` periods earlier.

    Parameters
    ----------
    counts : ndarray of float64, shape (n_periods, n_cells)
        Events.
    neighbours : Neighbours
        Links.
    steps_back : int
        Earlier periods; those before the first are not there.

    Returns
    -------
    ndarray of float64, shape (n_periods, n_cells)
        z-scores; NaN where all counts are equal.
    """
    n = counts.size
    mean, variance = float(counts.mean()), float(counts.var())
    own = np.array([row + neighbours.sums(row) for row in counts])
    size = neighbours.sums(neighbours.weights, of_links=True) + 1
    square = neighbours.sums(neighbours.weights**2, of_links=True) + 1
    z = np.full(counts.shape, np.nan)
    if variance <= 0:
        return z
    for t in range(counts.shape[0]):
        block = own[max(0, t - steps_back) : t + 1]
        total, squares = size * block.shape[0], square * block.shape[0]
        spread = np.sqrt(variance * np.maximum(0.0, n * squares - total**2) / (n - 1))
        np.divide(block.sum(axis=0) - total * mean, spread, out=z[t], where=spread > 0)
    return z


def mann_kendall(series: ArrayLike) -> FloatArray:
    """Return Mann-Kendall's score of each column: positive where later values are higher.

    Parameters
    ----------
    series : array_like of float, shape (n_periods, n_series)
        Earliest first.

    Returns
    -------
    ndarray of float64, shape (n_series,)
        Standard normal where there is no trend; 0 where all values are equal, NaN where one is missing.
    """
    values = np.asarray(series, dtype=np.float64)
    n = values.shape[0]
    s, ties = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for t in range(n):
        s += np.sign(values[t + 1 :] - values[t]).sum(axis=0)
        # a group of g equal values adds g (g - 1)(2 g + 5), shared out over its members
        group = (values == values[t]).sum(axis=0)
        ties += (group - 1) * (2 * group + 5)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    score = np.divide(s - np.sign(s), np.sqrt(np.maximum(variance, 0.0)), out=np.zeros(s.shape), where=variance > 0)
    return np.where(np.isnan(values).any(axis=0), np.nan, score)


def classes(state: NDArray[np.int8], trend: NDArray[np.int8]) -> NDArray[np.object_]:
    """Return the class of each cell by the truth table: hot side first, then cold.

    Parameters
    ----------
    state : ndarray of int8, shape (n_periods, n_cells)
        1 hot, -1 cold, 0 neither.
    trend : ndarray of int8, shape (n_cells,)
        1 rising, -1 falling, 0 neither.

    Returns
    -------
    ndarray of object, shape (n_cells,)
        Names.
    """
    named = np.full(state.shape[1], "none", dtype=object)
    for side, suffix in ((1, "hot"), (-1, "cold")):
        facts = course(state == side, state == -side, trend * side)
        for rule in TRUTH_TABLE:
            if rule.name != "none":
                # a cell is hot before it is cold: what is named stays
                named[_meets(rule, facts) & (named == "none")] = f"{rule.name}_{suffix}"
    return named


def course(hot: BoolArray, cold: BoolArray, trend: NDArray[np.int8]) -> dict[str, BoolArray | IntArray]:
    """Return for each cell what the truth table asks."""
    n = hot.shape[0]
    # periods of the final run: all of them where no period is without
    run = np.where(hot.all(axis=0), n, np.argmin(hot[::-1], axis=0))
    return {
        "last": hot[-1],
        "lasting": hot.sum(axis=0) >= LASTING * n,
        "trend": trend.astype(np.int64),
        "before": hot.sum(axis=0) > run,
        "run": run >= 2,
        "opposite": cold.any(axis=0),
    }


def _meets(rule: Rule, facts: dict[str, BoolArray | IntArray]) -> BoolArray:
    met = np.ones(facts["last"].shape, dtype=bool)
    for name, values in facts.items():
        wanted = getattr(rule, name)
        if wanted is not None:
            met &= values == wanted
    return met
