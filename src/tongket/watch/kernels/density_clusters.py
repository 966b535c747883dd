"""Clusters by density (DBSCAN) over points sorted into cells so small that all points of a cell are near each other.

So all cores of a cell are one cluster, and two cells are joined by the first pair of cores that is near. A cell that
lies wholly within reach of a point is counted without a look at its points, and one beyond reach is passed over: few
pairs are looked at, however densely points lie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# room for rounding where a whole cell is judged at once; single points are always compared exactly
_HAIR = 1e-9


@kernel()
def squares_to_box(x: float, y: float, left: float, bottom: float, side: float) -> tuple[float, float]:
    """Return the squared distances from a point to the nearest and the farthest place of a square."""
    from_left, from_right = x - left, left + side - x
    from_bottom, from_top = y - bottom, bottom + side - y
    near_x, near_y = max(0.0, -from_left, -from_right), max(0.0, -from_bottom, -from_top)
    far_x, far_y = max(from_left, from_right), max(from_bottom, from_top)
    return near_x * near_x + near_y * near_y, far_x * far_x + far_y * far_y


@kernel()
def find_cores(
    x: FloatArray,
    y: FloatArray,
    start: IntArray,
    corner: FloatArray,
    rows: NDArray[np.int32],
    side: float,
    limit: float,
    least: int,
    first: int,
    end: int,
    core: NDArray[np.bool_],
) -> None:
    """Say of the points of cells `first` to `end` whether `least` points, itself included, lie up to `limit` away.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n_points,)
        Sorted by cell.
    start : ndarray of int64, shape (n_cells + 1,)
        Points of occupied cell c stand at ``start[c]:start[c + 1]``.
    corner : ndarray of float64, shape (n_cells, 2)
        South-west corner of each cell.
    rows : ndarray of int32, shape (n_cells, n_rows, 2)
        Ranges of occupied cells that may hold near points, a row of the grid in each; the cell itself among them.
    side, limit : float
        Of a cell, and distance.
    least : int
        How many make a core.
    first, end : int
        Range of cells.
    core : ndarray of bool, shape (n_points,)
        Filled.
    """
    square = limit * limit
    for c in range(first, end):
        # all points of a cell are near each other
        if start[c + 1] - start[c] >= least:
            core[start[c] : start[c + 1]] = True
            continue
        for i in range(start[c], start[c + 1]):
            near = 0
            for row in range(rows.shape[1]):
                for other in range(rows[c, row, 0], rows[c, row, 1]):
                    if near >= least:
                        break
                    close, far = squares_to_box(x[i], y[i], corner[other, 0], corner[other, 1], side)
                    if far <= square * (1.0 - _HAIR):
                        near += start[other + 1] - start[other]
                    elif close <= square * (1.0 + _HAIR):
                        for j in range(start[other], start[other + 1]):
                            near += int((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= square)
            core[i] = near >= least


@kernel()
def root_of(parent: IntArray, c: int) -> int:
    """Return the first cell of the cluster a cell belongs to, and shorten the way there."""
    while parent[c] != c:
        parent[c] = parent[parent[c]]
        c = parent[c]
    return c


@kernel()
def are_near(
    x: FloatArray, y: FloatArray, start: IntArray, core: NDArray[np.bool_], limit: float, a: int, b: int
) -> bool:
    """Say whether a core of one cell lies up to `limit` from a core of another."""
    for i in range(start[a], start[a + 1]):
        if core[i]:
            for j in range(start[b], start[b + 1]):
                if core[j] and (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= limit * limit:
                    return True
    return False


@kernel()
def join_cells(
    x: FloatArray,
    y: FloatArray,
    start: IntArray,
    rows: NDArray[np.int32],
    limit: float,
    core: NDArray[np.bool_],
    parent: IntArray,
) -> None:
    """Join cells that hold cores near each other; `parent` starts as 0 … n_cells - 1 and ends as the cluster's cell."""
    n_cells = parent.shape[0]
    for c in range(n_cells):
        for row in range(rows.shape[1]):
            for other in range(max(c + 1, rows[c, row, 0]), rows[c, row, 1]):
                a, b = root_of(parent, c), root_of(parent, other)
                if a != b and are_near(x, y, start, core, limit, c, other):
                    parent[max(a, b)] = min(a, b)
    for c in range(n_cells):
        parent[c] = root_of(parent, c)


@kernel()
def join_borders(
    x: FloatArray,
    y: FloatArray,
    start: IntArray,
    corner: FloatArray,
    rows: NDArray[np.int32],
    order: IntArray,
    side: float,
    limit: float,
    core: NDArray[np.bool_],
    parent: IntArray,
    first: int,
    end: int,
    cluster: IntArray,
) -> None:
    """Fill, for points of cells `first` to `end`, the cell that names their cluster, or -1.

    A point that is no core belongs with the nearest core up to `limit` away; of equally near ones with the lower
    number in `order`, so that the order of the grid decides nothing.
    """
    for c in range(first, end):
        for i in range(start[c], start[c + 1]):
            cluster[i] = parent[c] if core[i] else -1
            if core[i]:
                continue
            least, chosen = limit * limit, -1
            for row in range(rows.shape[1]):
                for other in range(rows[c, row, 0], rows[c, row, 1]):
                    close, _ = squares_to_box(x[i], y[i], corner[other, 0], corner[other, 1], side)
                    if close > least * (1.0 + _HAIR):
                        continue
                    for j in range(start[other], start[other + 1]):
                        square = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
                        if core[j] and square <= least and (chosen < 0 or square < least or order[j] < order[chosen]):
                            least, chosen = square, j
                            cluster[i] = parent[other]
