"""Who is whose neighbour: cells that touch, the nearest, those within a distance, or lists that are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import BoolArray, FloatArray, IntArray
from tongket.watch.hot_spots_grid import Grid, points

_WHO = "Neighbours"
_ROOK = ((-1, 0), (0, -1), (0, 1), (1, 0))
_QUEEN = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Hold the neighbours of every place; a place is not its own neighbour.

    Attributes
    ----------
    start : ndarray of int64, shape (n_places + 1,)
        Neighbours of place i stand at ``start[i]:start[i + 1]``.
    index : ndarray of int64, shape (n_links,)
        Places, ascending within each place's list.
    weight : ndarray of float64, shape (n_links,), or None
        Weights; None where all are equal.
    description : str
        How they were found; printed beside a map.
    """

    start: IntArray
    index: IntArray
    weight: FloatArray | None = None
    description: str = "given"

    @property
    def n_places(self) -> int:
        """Return the number of places."""
        return int(self.start.size) - 1

    @cached_property
    def cardinality(self) -> IntArray:
        """Return the number of neighbours of each place."""
        return np.diff(self.start)

    @property
    def weights(self) -> FloatArray:
        """Return the weights of all links, 1 where all are equal."""
        return np.ones(self.index.size) if self.weight is None else self.weight

    @property
    def equal_weights(self) -> BoolArray:
        """Say of each place whether its links all weigh the same."""
        if self.weight is None:
            return np.ones(self.n_places, dtype=bool)
        first = self.weight[np.minimum(self.start[:-1], max(0, self.weight.size - 1))] if self.weight.size else None
        if first is None:
            return np.ones(self.n_places, dtype=bool)
        differs = self.weight != np.repeat(first, self.cardinality)
        return np.asarray(self.sums(differs.astype(np.float64), of_links=True) == 0)

    def sums(self, values: FloatArray, *, of_links: bool = False) -> FloatArray:
        """Return for each place the weighted sum of its neighbours' values (or the plain sum over its links)."""
        terms = values if of_links else values[self.index] * self.weights
        owner = np.repeat(np.arange(self.n_places), self.cardinality)
        return np.bincount(owner, weights=terms, minlength=self.n_places).astype(np.float64)

    @classmethod
    def of(
        cls,
        lists: Sequence[ArrayLike],
        weights: Sequence[ArrayLike] | None = None,
        description: str = "given",
    ) -> Neighbours:
        """Take neighbours from a list for each place.

        Parameters
        ----------
        lists : sequence of array_like of int
            Positions of each place's neighbours, counted from 0.
        weights : sequence of array_like of float, optional
            A weight for each; equal ones by default.
        description : str
            How they were found.

        Returns
        -------
        Neighbours
            The same, ordered.

        Raises
        ------
        UsageError
            If a place is not there, is its own neighbour, is named twice, or weights do not fit.
        """
        rows = [np.asarray(row, dtype=np.int64).ravel() for row in lists]
        orders = [np.argsort(row, kind="stable") for row in rows]
        index = _joined([row[order] for row, order in zip(rows, orders, strict=True)], np.int64)
        start = np.concatenate([[0], np.cumsum([row.size for row in rows])]).astype(np.int64)
        owner = np.repeat(np.arange(len(rows)), np.diff(start))
        if bool(np.any((index < 0) | (index >= len(rows)) | (index == owner))):
            raise UsageError(f"{_WHO}: must be other places from 0 to {len(rows) - 1}; got others. Mend the lists.")
        if bool(np.any((np.diff(index) == 0) & (np.diff(owner) == 0))):
            raise UsageError(f"{_WHO}: a place must be named once in a list; got one twice. Mend the lists.")
        if weights is None:
            return cls(start, index, None, description)
        given = [np.asarray(row, dtype=np.float64).ravel() for row in weights]
        if [row.size for row in given] != [row.size for row in rows]:
            raise UsageError(f"{_WHO}: each neighbour must have a weight; got lists of other lengths. Mend them.")
        joined = _joined([row[order] for row, order in zip(given, orders, strict=True)], np.float64)
        if not bool(np.isfinite(joined).all()) or bool(np.any(joined < 0)):
            raise UsageError(f"{_WHO}: weights must be finite and not negative; got others. Mend them.")
        return cls(start, index, joined, description)


def _joined(rows: Sequence[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate(rows) if rows else np.zeros(0, dtype=dtype)


def grid_neighbours(grid: Grid, kind: str = "queen") -> Neighbours:
    """Return the cells of the study area that touch each cell, by a side or corner (queen) or a side (rook).

    Parameters
    ----------
    grid : Grid
        Cells.
    kind : {'queen', 'rook'}
        What counts as touching.

    Returns
    -------
    Neighbours
        For the cells in the order of `grid.cells`.

    Raises
    ------
    UsageError
        If `kind` is neither.
    """
    if kind not in ("queen", "rook"):
        raise UsageError(f"{_WHO}: kind must be queen or rook; got {kind!r}.")
    steps = _QUEEN if kind == "queen" else _ROOK
    row, column = np.divmod(grid.cells, grid.columns)
    table = np.full((grid.n_cells, len(steps)), -1, dtype=np.int64)
    for at, (up, right) in enumerate(steps):
        there = (row + up >= 0) & (row + up < grid.rows) & (column + right >= 0) & (column + right < grid.columns)
        table[there, at] = grid.positions[grid.cells[there] + up * grid.columns + right]
    known = table >= 0
    start = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int64)
    return Neighbours(start, table[known], None, kind)


def nearest_neighbours(x: ArrayLike, y: ArrayLike, k: int = 8) -> Neighbours:
    """Return the `k` places nearest to each; of equally near ones those that come first in the search.

    Parameters
    ----------
    x, y : array_like of float, shape (n_places,)
        Projected metres.
    k : int
        How many.

    Returns
    -------
    Neighbours
        In the order of the places.

    Raises
    ------
    UsageError
        If there are not more places than neighbours.
    """
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # scipy ships no types

    xs, ys = points(x, y, _WHO)
    if not 0 < k < xs.size:
        raise UsageError(f"{_WHO}: k must lie between 1 and {xs.size - 1}; got {k!r}.")
    _, found = cKDTree(np.column_stack([xs, ys])).query(np.column_stack([xs, ys]), k=k + 1)
    # places at the same spot may be found before the place itself, so it is taken out by name
    itself = found == np.arange(xs.size)[:, None]
    itself[~itself.any(axis=1), -1] = True
    index = np.sort(found[~itself].reshape(xs.size, k), axis=1).astype(np.int64).ravel()
    return Neighbours(np.arange(xs.size + 1, dtype=np.int64) * k, index, None, f"{k} nearest")


def band_neighbours(x: ArrayLike, y: ArrayLike, metres: float) -> Neighbours:
    """Return the places up to a distance from each, the limit included.

    Parameters
    ----------
    x, y : array_like of float, shape (n_places,)
        Projected metres.
    metres : float
        Greatest distance.

    Returns
    -------
    Neighbours
        In the order of the places.

    Raises
    ------
    UsageError
        If the distance is not positive.
    """
    from scipy.spatial import cKDTree  # scipy ships no types, as above

    xs, ys = points(x, y, _WHO)
    if not metres > 0:
        raise UsageError(f"{_WHO}: the distance must be positive; got {metres!r}. Give metres.")
    pairs = cKDTree(np.column_stack([xs, ys])).query_pairs(metres, output_type="ndarray").astype(np.int64)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    start = np.concatenate([[0], np.cumsum(np.bincount(both[:, 0], minlength=xs.size))]).astype(np.int64)
    return Neighbours(start, np.ascontiguousarray(both[:, 1]), None, f"within {metres:g} m")
