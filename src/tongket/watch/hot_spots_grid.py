"""A grid of square cells over a study area: every map of hot spots, and every comparison of maps, stands on one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import BoolArray, FloatArray, IntArray, numbers

_WHO = "Grid"
# Chainey & Ratcliffe (2005, GIS and Crime Mapping, ch. 6): cell = shorter side of the extent over 150
_CELLS_IN_SHORTER_SIDE = 150
_ROUND_TO_METRES = 10
# a grid finer than this serves nobody and fills the memory
_MOST_CELLS = 50_000_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Hold square cells over a study area; arrays "by cell" follow the order of `cells`.

    Attributes
    ----------
    x0, y0 : float
        South-west corner, projected metres.
    cell : float
        Side of a cell, metres.
    inside : ndarray of bool, shape (rows, columns)
        Which cells belong to the study area; row 0 is the southernmost.
    """

    x0: float
    y0: float
    cell: float
    inside: BoolArray

    def __post_init__(self) -> None:
        if not self.cell > 0 or self.inside.ndim != 2 or not bool(self.inside.any()):
            raise UsageError(
                f"{_WHO}: cells must have a positive side and the study area at least one of them; got a side of"
                f" {self.cell!r} m and {int(np.count_nonzero(self.inside))} cells. Look at the points and the outline."
            )

    @classmethod
    def over(
        cls,
        x: ArrayLike,
        y: ArrayLike,
        *,
        cell: float | None = None,
        outline: Sequence[ArrayLike] | None = None,
    ) -> Grid:
        """Lay a grid over the extent of points, or over the outline of the study area.

        Parameters
        ----------
        x, y : array_like of float, shape (n_events,)
            Projected metres.
        cell : float, optional
            Side of a cell, metres; by default the shorter side of the extent over 150 (Chainey & Ratcliffe 2005),
            rounded up to whole tens.
        outline : sequence of array_like of shape (n_corners, 2), optional
            Rings of the study area, metres; what an even number of rings surrounds lies outside. Cells belong to the
            area when their centre does. Without it the study area is the whole rectangle.

        Returns
        -------
        Grid
            Cells.

        Raises
        ------
        UsageError
            If there are no points, a coordinate is missing, or the grid would have over fifty million cells.
        """
        rings = [np.asarray(ring, dtype=np.float64).reshape(-1, 2) for ring in outline] if outline else []
        xs, ys = points(x, y, _WHO)
        if rings:
            xs, ys = np.concatenate(rings).T
        if xs.size == 0:
            raise UsageError(f"{_WHO}: there must be points or an outline; got neither. Give one of them.")
        side = cell if cell is not None else default_cell(xs, ys)
        if not side > 0:
            raise UsageError(f"{_WHO}: the side of a cell must be positive; got {cell!r}. Give metres.")
        # a point on the far edge belongs to a cell of its own, so that every point is in one
        columns, rows = (int((float(values.max()) - float(values.min())) // side) + 1 for values in (xs, ys))
        if columns * rows > _MOST_CELLS:
            raise UsageError(
                f"{_WHO}: must have at most {_MOST_CELLS} cells; got {rows} x {columns}. Take larger cells, or leave"
                " out points far from the city."
            )
        grid = cls(float(xs.min()), float(ys.min()), float(side), np.ones((rows, columns), dtype=bool))
        return (
            cls(grid.x0, grid.y0, grid.cell, within(*grid.centres(), rings).reshape(rows, columns)) if rings else grid
        )

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return int(self.inside.shape[0])

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return int(self.inside.shape[1])

    @cached_property
    def cells(self) -> IntArray:
        """Return the cells of the study area as row * columns + column, ascending."""
        return np.flatnonzero(self.inside).astype(np.int64)

    @property
    def n_cells(self) -> int:
        """Return the number of cells in the study area."""
        return int(self.cells.size)

    @property
    def cell_km2(self) -> float:
        """Return the area of a cell, km²."""
        return self.cell * self.cell / 1e6

    @cached_property
    def positions(self) -> IntArray:
        """Return, for each cell of the rectangle, its place in arrays by cell, or -1 outside the study area."""
        place = np.full(self.inside.size, -1, dtype=np.int64)
        place[self.cells] = np.arange(self.n_cells)
        return place

    def locate(self, x: ArrayLike, y: ArrayLike) -> IntArray:
        """Return the place of each point's cell in arrays by cell, or -1 where a point lies outside."""
        xs, ys = points(x, y, _WHO)
        # as the kernels do it, to the last bit
        per_metre = 1 / self.cell
        column, row = np.floor((xs - self.x0) * per_metre), np.floor((ys - self.y0) * per_metre)
        there = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        flat = np.where(there, row * self.columns + column, 0).astype(np.int64)
        return np.where(there, self.positions[flat], -1)

    def counts(self, x: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> FloatArray:
        """Return events (or the sum of their weights) by cell; what lies outside is not counted."""
        place = self.locate(x, y)
        known = place >= 0
        shares = None if weights is None else np.asarray(weights, dtype=np.float64)[known]
        return np.bincount(place[known], weights=shares, minlength=self.n_cells).astype(np.float64)

    def centres(self) -> tuple[FloatArray, FloatArray]:
        """Return x and y of the middle of each cell, metres."""
        row, column = np.divmod(self.cells, self.columns)
        return self.x0 + (column + 0.5) * self.cell, self.y0 + (row + 0.5) * self.cell

    def raster(self, values: ArrayLike, fill: float = math.nan) -> FloatArray:
        """Return values by cell as a table of rows and columns, `fill` outside the study area."""
        table = np.full(self.inside.size, fill, dtype=np.float64)
        table[self.cells] = np.asarray(values, dtype=np.float64)
        return table.reshape(self.inside.shape)


def default_cell(x: FloatArray, y: FloatArray) -> float:
    """Return the side of a cell for an extent, metres."""
    width, height = float(np.ptp(x)), float(np.ptp(y))
    shorter = min(width, height) or max(width, height)
    return max(1, math.ceil(shorter / _CELLS_IN_SHORTER_SIDE / _ROUND_TO_METRES)) * float(_ROUND_TO_METRES)


def points(x: ArrayLike, y: ArrayLike, who: str) -> tuple[FloatArray, FloatArray]:
    """Return coordinates as float64.

    Raises
    ------
    UsageError
        If they differ in length or one is missing.
    """
    xs, ys = (np.ascontiguousarray(np.atleast_1d(numbers(values, who))) for values in (x, y))
    if xs.shape != ys.shape or xs.ndim != 1:
        raise UsageError(f"{who}: x and y must be as long as each other; got {xs.shape} and {ys.shape}.")
    # one missing value makes the sum missing, and a sum needs no second array
    if not math.isfinite(float(xs.sum()) + float(ys.sum())):
        raise UsageError(f"{who}: places must all be known; got missing ones. Leave such events out.")
    return xs, ys


def within(x: FloatArray, y: FloatArray, rings: Sequence[NDArray[np.float64]]) -> BoolArray:
    """Say of each point whether an odd number of rings surrounds it; the work grows with points times corners."""
    odd = np.zeros(x.shape, dtype=bool)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if y1 == y2:
                continue
            crosses = (y1 <= y) != (y2 <= y)
            odd ^= crosses & (x < x1 + (y - y1) * ((x2 - x1) / (y2 - y1)))
    return odd
