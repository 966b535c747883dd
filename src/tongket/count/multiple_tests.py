"""Many comparisons in one table: how many may be called more than chance, and of how many tested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray
from tongket.model.errors import FigureError

# One in ten of the rows marked may be a false alarm; the methods page fixes it for tables.
DEFAULT_Q = 0.10


@dataclass(frozen=True)
class AdjustedTests:
    """Hold the decisions on one table.

    Attributes
    ----------
    adjusted : ndarray of float64, shape (n,)
        Benjamini-Hochberg adjusted p-values; NaN where the row could not be tested.
    marked : ndarray of bool, shape (n,)
        Rows that may be called more than chance.
    n_tested : int
        Rows that had a p-value: to be printed beside the table.
    q : float
        Share of false alarms accepted among the rows marked.
    """

    adjusted: FloatArray
    marked: NDArray[np.bool_]
    n_tested: int
    q: float

    @property
    def n_marked(self) -> int:
        """Return the number of rows marked."""
        return int(self.marked.sum())


def benjamini_hochberg(p_values: ArrayLike, q: float = DEFAULT_Q) -> AdjustedTests:
    """Decide which rows of one table differ by more than chance, knowing how many were tested.

    Parameters
    ----------
    p_values : array_like of float, shape (n,)
        Between 0 and 1; NaN for a row that could not be tested (no case in either period), which is not counted.
    q : float
        False discovery rate.

    Returns
    -------
    AdjustedTests
        Adjusted p-values in the order given, the rows marked, the number tested.

    Raises
    ------
    FigureError
        If a p-value or `q` is outside 0 to 1.

    Notes
    -----
    Benjamini Y, Hochberg Y (1995), *J R Stat Soc B* 57:289-300,
    https://doi.org/10.1111/j.2517-6161.1995.tb02031.x; adjusted values as R's ``p.adjust(method = "BH")``.
    """
    p = np.asarray(p_values, dtype=np.float64)
    _check(p, q)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * tested.size / np.arange(1, tested.size + 1)
    adjusted = np.full(p.shape, np.nan)
    # a row is no less surprising than any row with a larger p
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    marked = np.zeros(p.shape, dtype=np.bool_)
    marked[order] = adjusted[order] <= q
    return AdjustedTests(adjusted, marked, int(tested.size), q)


def _check(p: FloatArray, q: float) -> None:
    if p.ndim != 1 or ((p < 0) | (p > 1)).any():
        raise FigureError(
            f"benjamini_hochberg: p-values must be one column of numbers between 0 and 1; got shape {p.shape}"
            f" from {np.nanmin(p, initial=1):g} to {np.nanmax(p, initial=0):g}. Pass the p_value of each comparison."
        )
    if not 0 < q < 1:
        raise FigureError(f"benjamini_hochberg: q must be between 0 and 1; got {q!r}. Use 0.10 for 10 %.")
