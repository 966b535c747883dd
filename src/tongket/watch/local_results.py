"""What a local statistic found: which places stand out, and everything that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tongket.watch.arrays import BoolArray, FloatArray
from tongket.watch.local_fdr import adjusted_p_values
from tongket.watch.local_neighbours import Neighbours


class Pattern(StrEnum):
    """Say what a place is, given its value and its neighbours'."""

    NONE = "none"  # not told apart from chance
    HOT = "hot"  # high values together
    COLD = "cold"  # low values together
    HIGH_HIGH = "high_high"
    LOW_HIGH = "low_high"  # low among high
    LOW_LOW = "low_low"
    HIGH_LOW = "high_low"  # high among low


# code -> pattern; quadrants 1 to 4 are numbered as in esda and GeoDa
HOT_OR_COLD: dict[int, Pattern] = {0: Pattern.NONE, 1: Pattern.HOT, -1: Pattern.COLD}
QUADRANTS: dict[int, Pattern] = {
    0: Pattern.NONE,
    1: Pattern.HIGH_HIGH,
    2: Pattern.LOW_HIGH,
    3: Pattern.LOW_LOW,
    4: Pattern.HIGH_LOW,
}


@dataclass(frozen=True, eq=False)
class LocalResult:
    """Hold a local statistic of every place, and which places stand out.

    Attributes
    ----------
    method : str
        ``gi``, ``gi_star`` or ``moran``.
    values : ndarray of float64, shape (n_places,)
        What was looked at: counts, rates, or standardised rates.
    statistic : ndarray of float64, shape (n_places,)
        z of G, or Moran's I; NaN for a place without neighbours, or where all values are equal.
    z_score : ndarray of float64, shape (n_places,)
        Statistic less its expectation over its standard deviation under permutation, in closed form.
    p_value : ndarray of float64, shape (n_places,)
        From the permutations, (1 + draws as extreme) / (1 + draws), ties counted as extreme; twice the smaller tail
        when two-sided. NaN where there is no statistic.
    p_high, p_low : ndarray of float64, shape (n_places,)
        Chance of neighbours that sum to as much or more, and to as little or less.
    cutoff : float
        Largest p-value named after correction.
    significant : ndarray of bool, shape (n_places,)
        Whether a place is named.
    code : ndarray of int8, shape (n_places,)
        Pattern of every named place, 0 for the others; see `HOT_OR_COLD` and `QUADRANTS`.
    neighbours : Neighbours
        Links.
    draws, alternative, correction : str
        As asked for.
    alpha : float
        As asked for.
    n_permutations, seed : int
        As asked for.
    """

    method: str
    values: FloatArray
    statistic: FloatArray
    z_score: FloatArray
    p_value: FloatArray
    p_high: FloatArray
    p_low: FloatArray
    cutoff: float
    significant: BoolArray
    code: NDArray[np.int8]
    neighbours: Neighbours
    draws: str
    alternative: str
    correction: str
    alpha: float
    n_permutations: int
    seed: int

    @property
    def pattern(self) -> NDArray[np.object_]:
        """Return the pattern of each place."""
        names = QUADRANTS if self.method == "moran" else HOT_OR_COLD
        return np.array([names[int(code)] for code in self.code], dtype=object)

    @property
    def adjusted_p(self) -> FloatArray:
        """Return p-values adjusted after Benjamini and Hochberg."""
        return adjusted_p_values(self.p_value)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return everything that decides the result, ordered by name, as a map must print it."""
        return (
            ("alpha", f"{self.alpha:g}"),
            ("alternative", self.alternative),
            ("correction", self.correction),
            ("draws", self.draws),
            ("method", self.method),
            ("neighbours", self.neighbours.description),
            ("permutations", str(self.n_permutations)),
        )
