"""Smooth points over a grid: linear binning with two passes of a separable kernel, or the exact sum point by point."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

FloatArray = NDArray[np.float64]
SmallFloats = NDArray[np.float32]
IntArray = NDArray[np.int64]

# columns smoothed together: their rows stay in the second level of the cache
_BLOCK = 256
# events whose places are worked out together: their numbers stay in the first level of the cache
_EVENTS = 1024


@kernel()
def between(table: FloatArray, row: int, column: int, up: float, right: float) -> float:
    """Return the value of a table between four of its entries, linearly."""
    lower = table[row, column] * (1.0 - right) + table[row, column + 1] * right
    upper = table[row + 1, column] * (1.0 - right) + table[row + 1, column + 1] * right
    value: float = lower * (1.0 - up) + upper * up
    return value


@kernel()
def bin_plainly(
    x: NDArray[Any],
    y: NDArray[Any],
    x0: float,
    y0: float,
    per_metre: float,
    first: int,
    end: int,
    table: FloatArray,
) -> int:
    """Share events `first` to `end` out over the four middles of cells around each; return how many lie on the grid.

    `table` has a rim for what lies beyond the outermost middles: row and column 1 belong to the first. This is
    `bin_carefully` where the study area is the whole grid and every event counts as one, at half its time: the places
    of a block of events are worked out first, several by one instruction. Positions are unsigned, because those need
    no check for being negative.
    """
    rows, columns = table.shape[0] - 2, table.shape[1] - 2
    flat, width, one = table.ravel(), np.uint64(table.shape[1]), np.uint64(1)
    at, right, up = np.empty(_EVENTS, np.int32), np.empty(_EVENTS), np.empty(_EVENTS)
    across, n_columns, n_rows, known = np.int32(table.shape[1]), float(columns), float(rows), 0
    for start in range(first, end, _EVENTS):
        n = min(_EVENTS, end - start)
        xs, ys = x[start : start + n], y[start : start + n]
        for i in range(n):
            u, v = (xs[i] - x0) * per_metre, (ys[i] - y0) * per_metre
            # no short cuts: a branch would keep the compiler from taking several events at once
            on_grid = (u >= 0.0) & (v >= 0.0) & (u < n_columns) & (v < n_rows)
            # half a cell from the edge to the first middle, and one for the rim, so that nothing is negative
            u = u + 0.5 if on_grid else 0.0
            v = v + 0.5 if on_grid else 0.0
            column, row = np.int32(u), np.int32(v)
            right[i] = u - column
            up[i] = v - row
            at[i] = np.int32(row * across) + column if on_grid else np.int32(-1)
        for i in range(n):
            if at[i] < 0:
                continue
            known += 1
            place, both = np.uint64(at[i]), right[i] * up[i]
            flat[place] += 1.0 - right[i] - up[i] + both
            flat[place + one] += right[i] - both
            flat[place + width] += up[i] - both
            flat[place + width + one] += both
    return known


@kernel()
def bin_carefully(
    x: NDArray[Any],
    y: NDArray[Any],
    weight: FloatArray,
    x0: float,
    y0: float,
    per_metre: float,
    inside: NDArray[np.bool_],
    masses: FloatArray,
    first: int,
    end: int,
    table: FloatArray,
) -> int:
    """Share events `first` to `end` out over the four middles of cells around each.

    Parameters
    ----------
    x, y : ndarray of float32 or float64, shape (n_events,)
        Metres.
    weight : ndarray of float64, shape (n_events,) or (0,)
        All 1 where empty.
    x0, y0, per_metre : float
        South-west corner of the grid and cells in a metre.
    inside : ndarray of bool, shape (rows, columns)
        Study area; events outside are left out.
    masses : ndarray of float64, shape (rows + 2, columns + 2) or (0, 0)
        What each event is divided by, read between middles.
    first, end : int
        Range of events.
    table : ndarray of float64, shape (rows + 2, columns + 2)
        Added to.

    Returns
    -------
    int
        Events inside.
    """
    rows, columns = inside.shape
    weighted, divided = weight.shape[0] > 0, masses.shape[0] > 0
    known = 0
    for i in range(first, end):
        u, v = (x[i] - x0) * per_metre, (y[i] - y0) * per_metre
        if not (u >= 0.0 and v >= 0.0 and u < columns and v < rows):
            continue
        if not inside[int(v), int(u)]:
            continue
        known += 1
        column, row = int(u + 0.5), int(v + 0.5)
        right, up = u + 0.5 - column, v + 0.5 - row
        whole = weight[i] if weighted else 1.0
        if divided:
            whole /= between(masses, row, column, up, right)
        upper, lower = whole * up, whole * (1.0 - up)
        table[row, column] += lower * (1.0 - right)
        table[row, column + 1] += lower * right
        table[row + 1, column] += upper * (1.0 - right)
        table[row + 1, column + 1] += upper * right
    return known


@kernel()
def count_bands(
    x: FloatArray,
    y: FloatArray,
    x0: float,
    y0: float,
    per_metre: float,
    shape: tuple[int, int],
    height: int,
    first: int,
    end: int,
    counted: IntArray,
) -> None:
    """Count events `first` to `end` by band of `height` rows; what lies off the grid is not counted."""
    rows, columns = shape
    for i in range(first, end):
        u, v = (x[i] - x0) * per_metre, (y[i] - y0) * per_metre
        if u >= 0.0 and v >= 0.0 and u < columns and v < rows:
            counted[int(v) // height] += 1


@kernel()
def sort_by_band(
    x: FloatArray,
    y: FloatArray,
    weight: FloatArray,
    x0: float,
    y0: float,
    per_metre: float,
    shape: tuple[int, int],
    height: int,
    first: int,
    end: int,
    at: IntArray,
    u_sorted: NDArray[np.float32],
    v_sorted: NDArray[np.float32],
    weight_sorted: FloatArray,
) -> None:
    """Write events `first` to `end` to their band, in cells from the corner, from the places `at` on."""
    rows, columns = shape
    weighted = weight.shape[0] > 0
    # rounding to 32 bits must not move an event over the edge of its band
    last = np.float32(1.0) - np.finfo(np.float32).eps
    for i in range(first, end):
        u, v = (x[i] - x0) * per_metre, (y[i] - y0) * per_metre
        if not (u >= 0.0 and v >= 0.0 and u < columns and v < rows):
            continue
        band = int(v) // height
        place = at[band]
        at[band] += 1
        u_sorted[place] = min(np.float32(u), np.float32(columns) * last)
        v_sorted[place] = min(np.float32(v), np.float32(min(rows, (band + 1) * height)) * last)
        if weighted:
            weight_sorted[place] = weight[i]


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
    south_west: IntArray,
    reach: float,
    cell: float,
    gaussian: bool,
    first: int,
    end: int,
    out: FloatArray,
) -> None:
    """Fill, for points `first` to `end`, the share of the kernel's mass over middles that lie inside the study area.

    `south_west` holds for each corner of cells how many cells inside lie below and left of it, shape (rows + 1,
    columns + 1): a kernel whose box is inside altogether, as most are, is told by four of its entries.
    """
    rows, columns = inside.shape
    for i in range(first, end):
        far = bandwidth[i] * reach / cell
        own = bandwidth[i] / cell
        bottom, top = math.ceil(v[i] - far), math.floor(v[i] + far) + 1
        left, right = math.ceil(u[i] - far), math.floor(u[i] + far) + 1
        if 0 <= bottom < top <= rows and 0 <= left < right <= columns:
            held = south_west[top, right] - south_west[bottom, right] - south_west[top, left] + south_west[bottom, left]
            if held == (top - bottom) * (right - left):
                out[i] = 1.0
                continue
        there = everywhere = 0.0
        for r in range(bottom, top):
            for c in range(left, right):
                square = ((r - v[i]) ** 2 + (c - u[i]) ** 2) / (own * own)
                height = kernel_height(square, 1.0, gaussian)
                everywhere += height
                if 0 <= r < rows and 0 <= c < columns and inside[r, c]:
                    there += height
        out[i] = there / everywhere if there > 0.0 else 1.0
