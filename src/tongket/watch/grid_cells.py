"""Sort points into the cells of a grid, so that whatever may be near a point lies in a few short ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tongket.watch.arrays import FloatArray, IntArray

# cells of half the radius: five rows of five cover the circle with fewer false candidates than three of three
_CELLS_IN_RADIUS = 2
# a cell's number must fit a 64-bit integer with room to spare, however far apart the points lie
_MOST_COLUMNS = 2**30


@dataclass(frozen=True, eq=False)
class Cells:
    """Hold the order of points by cell and where each cell's neighbours lie.

    Attributes
    ----------
    order : ndarray of int64, shape (n_points,)
        Positions of the points, ordered by cell and, within a cell, as given.
    cell : ndarray of int64, shape (n_points,)
        Number of the occupied cell of each point, in that order.
    neighbours : ndarray of int64, shape (n_cells, 3, 2)
        Ranges, in that order, of the points in this cell's row and the two rows above; every pair within the radius
        is found from its earlier point.
    """

    order: IntArray
    cell: IntArray
    neighbours: IntArray


def grid_cells(x: FloatArray, y: FloatArray, radius: float) -> Cells:
    """Sort points for a search of pairs up to `radius` apart."""
    size = radius / _CELLS_IN_RADIUS
    reach = float(np.ptp(x)) if x.size else 0.0
    size = max(size, reach / _MOST_COLUMNS, np.finfo(float).tiny)
    column = np.floor((x - x.min(initial=np.inf)) / size).astype(np.int64) + _CELLS_IN_RADIUS
    row = np.floor((y - y.min(initial=np.inf)) / size).astype(np.int64)
    # empty columns on both sides keep the end of one row apart from the start of the next
    width = int(column.max(initial=0)) + 1 + _CELLS_IN_RADIUS
    key = row * width + column
    order = np.argsort(key, kind="stable")
    occupied, cell = np.unique(key[order], return_inverse=True)
    ranges = np.empty((occupied.size, _CELLS_IN_RADIUS + 1, 2), dtype=np.int64)
    for up in range(_CELLS_IN_RADIUS + 1):
        middle = occupied + up * width
        ranges[:, up, 0] = np.searchsorted(key[order], middle - _CELLS_IN_RADIUS, side="left")
        ranges[:, up, 1] = np.searchsorted(key[order], middle + _CELLS_IN_RADIUS, side="right")
    return Cells(order.astype(np.int64), cell.astype(np.int64), ranges)
