"""Clusters by density (DBSCAN) over points sorted by cell of a grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@kernel()
def count_near(
    x: FloatArray, y: FloatArray, neighbours: IntArray, cell: IntArray, limit: float, near: IntArray
) -> None:
    """Count for each point those up to `limit` away, itself included; arguments as in `pairs.near_pairs`."""
    near[:] = 1
    for i in range(x.shape[0]):
        for row in range(neighbours.shape[1]):
            for j in range(max(neighbours[cell[i], row, 0], i + 1), neighbours[cell[i], row, 1]):
                if (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= limit * limit:
                    near[i] += 1
                    near[j] += 1


@kernel()
def root_of(parent: IntArray, i: int) -> int:
    """Return the first point of the cluster a point belongs to, and shorten the way there."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@kernel()
def join_cores(
    x: FloatArray,
    y: FloatArray,
    neighbours: IntArray,
    cell: IntArray,
    limit: float,
    core: NDArray[np.bool_],
    parent: IntArray,
    nearest: IntArray,
    order: IntArray,
) -> None:
    """Join cores up to `limit` apart to clusters, and find for every other point the nearest core within it.

    `parent` starts as 0 … n - 1 and ends so that `root_of` gives the cluster; `nearest` starts at -1. Of equally near
    cores that with the lower number in `order` is taken, so that the order of the grid decides nothing.
    """
    least = np.full(x.shape[0], np.inf)
    for i in range(x.shape[0]):
        for row in range(neighbours.shape[1]):
            for j in range(max(neighbours[cell[i], row, 0], i + 1), neighbours[cell[i], row, 1]):
                if not (core[i] or core[j]):
                    continue
                square = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
                if square > limit * limit:
                    continue
                if core[i] and core[j]:
                    a, b = root_of(parent, i), root_of(parent, j)
                    parent[max(a, b)] = min(a, b)
                    continue
                middle, other = (i, j) if core[i] else (j, i)
                closer = square < least[other]
                tie = square == least[other] and order[middle] < order[nearest[other]]
                if closer or tie:
                    least[other] = square
                    nearest[other] = middle
