"""Cells ranked by how many events they held: the plain map that every other map must beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.hot_spots_grid import Grid


@dataclass(frozen=True, eq=False)
class RankedCounts:
    """Hold cells in order of their counts.

    Attributes
    ----------
    grid : Grid
        Cells.
    count : ndarray of float64, shape (n_cells,)
        Events by cell.
    order : ndarray of int64, shape (n_cells,)
        Cells from most to fewest; equal ones from south-west to north-east.
    rank : ndarray of int64, shape (n_cells,)
        1 for the most; equal counts share the better rank.
    n_events, n_outside : int
        Events inside the study area, and left out because they lie outside.
    """

    grid: Grid
    count: FloatArray
    order: IntArray
    rank: IntArray
    n_events: int
    n_outside: int

    @property
    def density(self) -> FloatArray:
        """Return events per km² by cell."""
        return self.count / self.grid.cell_km2

    @property
    def expected_share(self) -> FloatArray:
        """Return the share of all events by cell; NaN where there are none."""
        total = self.count.sum()
        return self.count / total if total else np.full(self.count.shape, np.nan)

    def share_of_cells_holding(self, share: float) -> float:
        """Return the smallest share of the cells that holds `share` of the events (Weisburd 2015); NaN without events.

        Raises
        ------
        UsageError
            If `share` is not above 0 and at most 1.
        """
        if not 0 < share <= 1:
            raise UsageError(f"Counts: the share must lie above 0 and up to 1; got {share!r}.")
        if not self.count.sum():
            return float("nan")
        held = np.cumsum(self.count[self.order])
        # a hair below, so that half of 100 is reached by 50 whatever the rounding
        return float(np.searchsorted(held, share * held[-1] * (1 - 1e-12)) + 1) / self.count.size


def rank_counts(x: ArrayLike, y: ArrayLike, grid: Grid, *, weights: ArrayLike | None = None) -> RankedCounts:
    """Count events by cell and rank the cells: the declared baseline for every other map.

    Parameters
    ----------
    x, y : array_like of float, shape (n_events,)
        Projected metres.
    grid : Grid
        Cells.
    weights : array_like of float, shape (n_events,), optional
        Weight of each event.

    Returns
    -------
    RankedCounts
        Counts and ranks.

    Notes
    -----
    Counts of one to three years forecast as well as kernel densities did in Camacho Doyle, Gerell & Andershed [1]_;
    why few places hold most cases: Weisburd [2]_.

    References
    ----------
    .. [1] Camacho Doyle M, Gerell M, Andershed H (2021). Front Psychol 12:773164.
    .. [2] Weisburd D (2015). Criminology 53:133-157. https://doi.org/10.1111/1745-9125.12070
    """
    place = grid.locate(x, y)
    count = grid.counts(x, y, weights)
    order = np.argsort(-count, kind="stable").astype(np.int64)
    # the first place at which a count appears in descending order is the rank of all who share it
    rank = np.searchsorted(-count[order], -count, side="left").astype(np.int64) + 1
    outside = int(np.count_nonzero(place < 0))
    return RankedCounts(grid, count, order, rank, int(place.size) - outside, outside)
