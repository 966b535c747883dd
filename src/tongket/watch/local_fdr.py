"""Many places are judged at once: which p-values are small enough that few of those named are named by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, share

_WHO = "False discovery rate"


def fdr_cutoff(p_values: ArrayLike, alpha: float = 0.05, method: str = "benjamini_hochberg") -> float:
    """Return the p-value up to which places are named, so that about `alpha` of the named are false.

    Parameters
    ----------
    p_values : array_like of float
        One for each place; NaN where a place was not judged.
    alpha : float
        Wanted rate.
    method : {'benjamini_hochberg', 'castro_singer'}
        The first names p <= k alpha / n for the largest such k, and nothing where there is none [1]_. The second is
        the same rule with a strict inequality, and falls back on alpha / n where no p is small enough, as
        `esda.fdr` does [2]_.

    Returns
    -------
    float
        The cut-off; 0 where nothing may be named.

    Raises
    ------
    UsageError
        If `alpha` does not lie between 0 and 1 or the method is not known.

    References
    ----------
    .. [1] Benjamini Y, Hochberg Y (1995). J R Stat Soc B 57:289-300.
       https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    .. [2] Caldas de Castro M, Singer BH (2006). Geogr Anal 38:180-208.
       https://doi.org/10.1111/j.0016-7363.2006.00682.x
    """
    share(alpha, "alpha", _WHO)
    if method not in ("benjamini_hochberg", "castro_singer"):
        raise UsageError(f"{_WHO}: method must be benjamini_hochberg or castro_singer; got {method!r}.")
    ordered = _known(p_values)
    n = ordered.size
    if not n:
        return 0.0
    line = np.arange(1, n + 1) * alpha / n
    below = np.flatnonzero(ordered <= line if method == "benjamini_hochberg" else ordered < line)
    if below.size:
        return float(line[below[-1]])
    return alpha / n if method == "castro_singer" else 0.0


def adjusted_p_values(p_values: ArrayLike) -> FloatArray:
    """Return p-values adjusted after Benjamini and Hochberg: a place is named at `alpha` when its value is at most it.

    Parameters
    ----------
    p_values : array_like of float
        NaN stays NaN and is not counted.

    Returns
    -------
    ndarray of float64
        In the same order.
    """
    given = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    n = known.size
    if n:
        stepped = given[order] * n / np.arange(1, n + 1)
        adjusted[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return adjusted


def _known(p_values: ArrayLike) -> FloatArray:
    given = np.asarray(p_values, dtype=np.float64).ravel()
    return np.sort(given[~np.isnan(given)])
