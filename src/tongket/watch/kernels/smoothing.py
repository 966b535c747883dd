"""Smooth points over a grid: linear binning with two passes of a separable kernel, or the exact sum point by point."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

FloatArray = NDArray[np.float64]
SmallFloats = NDArray[np.float32]
IntArray = NDArray[np.int64]

# columns smoothed together: their rows stay in the second level of the cache
_BLOCK = 256


@kernel()
def bin_linearly(u: FloatArray, v: FloatArray, weight: FloatArray, table: FloatArray) -> None:
    """Share each point out over the four middles of cells around it.

    `u` and `v` are columns and rows from the first middle, fractions included; `table` has a rim for what lies beyond
    the outermost middles, so that row and column 1 belong to the first middle. An empty `weight` means that all are 1.
    """
    weighted = weight.shape[0] > 0
    for i in range(u.shape[0]):
        column, row = math.floor(u[i]), math.floor(v[i])
        right, up = u[i] - column, v[i] - row
        whole = weight[i] if weighted else 1.0
        upper, lower = whole * up, whole * (1.0 - up)
        table[row + 1, column + 1] += lower * (1.0 - right)
        table[row + 1, column + 2] += lower * right
        table[row + 2, column + 1] += upper * (1.0 - right)
        table[row + 2, column + 2] += upper * right


@kernel()
def smooth_down(table: SmallFloats, taps: SmallFloats, first: int, end: int, out: SmallFloats) -> None:
    """Smooth along axis 0, rows `first` to `end`; `taps` holds the middle of a symmetric kernel and one side.

    Four taps are added at a time to a row of sums, so that it is read and written a quarter as often; every sum is
    made in the same order whoever makes it.
    """
    rows, columns = table.shape
    reach = taps.shape[0] - 1
    nothing = np.zeros(_BLOCK, np.float32)
    for left in range(0, columns, _BLOCK):
        width = min(_BLOCK, columns - left)
        for r in range(first, end):
            own = table[r, left : left + width]
            sums = out[r, left : left + width]
            for c in range(width):
                sums[c] = taps[0] * own[c]
            for k in range(1, reach + 1, 2):
                a = table[r - k, left : left + width] if r - k >= 0 else nothing[:width]
                b = table[r + k, left : left + width] if r + k < rows else nothing[:width]
                near = taps[k]
                if k < reach:
                    d = table[r - k - 1, left : left + width] if r - k - 1 >= 0 else nothing[:width]
                    e = table[r + k + 1, left : left + width] if r + k + 1 < rows else nothing[:width]
                    far = taps[k + 1]
                    for c in range(width):
                        sums[c] += near * (a[c] + b[c]) + far * (d[c] + e[c])
                else:
                    for c in range(width):
                        sums[c] += near * (a[c] + b[c])


@kernel()
def smooth_across(table: SmallFloats, taps: SmallFloats, first: int, end: int, out: SmallFloats) -> None:
    """Smooth along axis 1, rows `first` to `end`."""
    columns = table.shape[1]
    reach = taps.shape[0] - 1
    padded = np.zeros(columns + 2 * reach + 2, np.float32)
    for r in range(first, end):
        padded[reach : reach + columns] = table[r]
        sums = out[r]
        own = padded[reach : reach + columns]
        for c in range(columns):
            sums[c] = taps[0] * own[c]
        for k in range(1, reach + 1, 2):
            a = padded[reach - k : reach - k + columns]
            b = padded[reach + k : reach + k + columns]
            near = taps[k]
            if k < reach:
                d = padded[reach - k - 1 : reach - k - 1 + columns]
                e = padded[reach + k + 1 : reach + k + 1 + columns]
                far = taps[k + 1]
                for c in range(columns):
                    sums[c] += near * (a[c] + b[c]) + far * (d[c] + e[c])
            else:
                for c in range(columns):
                    sums[c] += near * (a[c] + b[c])


@kernel()
def kernel_height(square: float, bandwidth: float, gaussian: bool) -> float:
    """Return the kernel at a squared distance; it integrates to 1 over the plane."""
    if gaussian:
        return math.exp(-0.5 * square / (bandwidth * bandwidth)) / (2.0 * math.pi * bandwidth * bandwidth)
    left = 1.0 - square / (bandwidth * bandwidth)
    return 3.0 / (math.pi * bandwidth * bandwidth) * left * left if left > 0.0 else 0.0


@kernel()
def add_kernels(
    u: FloatArray,
    v: FloatArray,
    bandwidth: FloatArray,
    weight: FloatArray,
    reach: float,
    cell: float,
    gaussian: bool,
    first: int,
    end: int,
    out: FloatArray,
) -> None:
    """Add the kernel of every point to the middles of cells in rows `first` to `end`, exactly.

    Parameters
    ----------
    u, v : ndarray of float64, shape (n_points,)
        Columns and rows from the first middle; `v` ascending, so that a row is filled in one order by whoever does it.
    bandwidth, weight : ndarray of float64, shape (n_points,)
        Metres, and weight of each point.
    reach : float
        How many bandwidths a kernel reaches.
    cell : float
        Side of a cell, metres.
    gaussian : bool
        Gaussian, or else quartic.
    first, end : int
        Range of rows.
    out : ndarray of float64, shape (rows, columns)
        Added to.
    """
    columns = out.shape[1]
    across = np.empty(columns)
    for i in range(u.shape[0]):
        far = bandwidth[i] * reach / cell
        bottom, top = max(first, math.ceil(v[i] - far)), min(end - 1, math.floor(v[i] + far))
        left, right = max(0, math.ceil(u[i] - far)), min(columns - 1, math.floor(u[i] + far))
        if top < bottom or right < left:
            continue
        own = bandwidth[i] / cell
        height = weight[i] * kernel_height(0.0, bandwidth[i], gaussian)
        for c in range(left, right + 1):
            across[c] = math.exp(-0.5 * ((c - u[i]) / own) ** 2) if gaussian else ((c - u[i]) / own) ** 2
        for r in range(bottom, top + 1):
            away = (r - v[i]) / own
            if gaussian:
                row_height = height * math.exp(-0.5 * away * away)
                for c in range(left, right + 1):
                    out[r, c] += row_height * across[c]
            else:
                here = 1.0 - away * away
                for c in range(left, right + 1):
                    part = here - across[c]
                    out[r, c] += height * part * part if part > 0.0 else 0.0


@kernel()
def share_inside(
    u: FloatArray,
    v: FloatArray,
    bandwidth: FloatArray,
    inside: NDArray[np.bool_],
    reach: float,
    cell: float,
    gaussian: bool,
    first: int,
    end: int,
    out: FloatArray,
) -> None:
    """Fill, for points `first` to `end`, the share of the kernel's mass over middles that lie inside the study area."""
    rows, columns = inside.shape
    for i in range(first, end):
        far = bandwidth[i] * reach / cell
        own = bandwidth[i] / cell
        there = everywhere = 0.0
        for r in range(math.ceil(v[i] - far), math.floor(v[i] + far) + 1):
            for c in range(math.ceil(u[i] - far), math.floor(u[i] + far) + 1):
                square = ((r - v[i]) ** 2 + (c - u[i]) ** 2) / (own * own)
                height = kernel_height(square, 1.0, gaussian)
                everywhere += height
                if 0 <= r < rows and 0 <= c < columns and inside[r, c]:
                    there += height
        out[i] = there / everywhere if there > 0.0 else 1.0
