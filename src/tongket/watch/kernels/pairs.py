"""Pairs of events near in place, and how many of them are near in time under many permutations at once.

Events lie sorted by cell of a grid; every pair is looked at once, from its earlier member. For each pair the times of
LANES permutations lie side by side, so that one machine instruction compares several permutations.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel
from tongket.watch.kernels.randomness import shuffle

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LANES = 128
# sums are 16-bit where times are, and are emptied into 64-bit integers before they can pass 32 767
_PAIRS_BETWEEN_FLUSHES = 32_000
_EDGES_AT_ONCE = 3


@kernel()
def permute_times(times: NDArray[Any], seeds: NDArray[np.uint64], rows: NDArray[Any]) -> None:
    """Fill each row with the times in an order of its own; `rows` has shape (n_seeds, n_events)."""
    state = np.empty(1, np.uint64)
    for r in range(seeds.shape[0]):
        state[0] = seeds[r]
        rows[r, :] = times
        shuffle(rows[r], state)


@kernel()
def band_of(distance: float, edges: FloatArray) -> int:
    """Return the band of a distance: band b holds edges[b] <= distance < edges[b + 1]; -1 below the first edge."""
    band = -1
    for e in range(edges.shape[0]):
        if distance >= edges[e]:
            band = e
    return band


@kernel()
def distance_between(dx: float, dy: float, manhattan: bool) -> float:
    """Return Manhattan or Euclidean distance."""
    if manhattan:
        return abs(dx) + abs(dy)
    return math.sqrt(dx * dx + dy * dy)


@kernel()
def add_near_in_time(lanes: NDArray[Any], i: int, j: int, a: Any, b: Any, c: Any, sums: NDArray[Any], at: int) -> None:
    """Add to three rows of `sums`, from `at` on, the lanes in which i and j are nearer in time than `a`, `b` and `c`.

    Every step is cast back to the type of the times, because only then are 16 of the small integers compared at once;
    positions are unsigned, because those need no check for being negative.
    """
    kind = sums.dtype.type
    from_i, from_j = np.uint64(i * LANES), np.uint64(j * LANES)
    first, second, third = np.uint64(at), np.uint64(at + LANES), np.uint64(at + 2 * LANES)
    for lane in range(LANES):
        p = np.uint64(lane)
        apart = kind(abs(kind(lanes[from_i + p] - lanes[from_j + p])))
        sums[first + p] = kind(sums[first + p] + kind(apart < a))
        sums[second + p] = kind(sums[second + p] + kind(apart < b))
        sums[third + p] = kind(sums[third + p] + kind(apart < c))


@kernel()
def empty_into(sums: NDArray[Any], counts: IntArray) -> None:
    """Add `sums` to `counts` and start them anew."""
    for k in range(sums.shape[0]):
        counts[k] += np.int64(sums[k])
        sums[k] = 0


@kernel()
def near_pairs(
    x: FloatArray,
    y: FloatArray,
    neighbours: IntArray,
    cell: IntArray,
    lanes: NDArray[Any],
    space_edges: FloatArray,
    time_thresholds: NDArray[Any],
    manhattan: bool,
    first: int,
    end: int,
    counts: IntArray,
    pairs: IntArray,
) -> None:
    """Count pairs by band of distance and by time threshold, in every lane.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n_events,)
        Sorted by cell.
    neighbours : ndarray of int64, shape (n_cells, n_rows, 2)
        For each occupied cell the ranges of events that may be near; the first range begins in the cell itself.
    cell : ndarray of int64, shape (n_events,)
        Which occupied cell each event lies in.
    lanes : ndarray of int16 or float64, shape (n_events * LANES,)
        Times of the permutations, side by side.
    space_edges : ndarray of float64, shape (n_bands + 1,)
        Ascending; a band holds its lower edge and not its upper.
    time_thresholds : ndarray, dtype of `lanes`, shape (a multiple of 3,)
        Pairs nearer than the threshold are counted; padded with -1.
    manhattan : bool
        Metric.
    first, end : int
        Range of events whose pairs are counted here.
    counts : ndarray of int64, shape (n_bands * n_thresholds * LANES,)
        Added to.
    pairs : ndarray of int64, shape (n_bands,)
        Added to: pairs near in place.
    """
    n_thresholds = time_thresholds.shape[0]
    last = space_edges.shape[0] - 1
    limit = space_edges[last]
    # a little above, so that rounding cannot lose a pair before the exact comparison
    limit_squared = limit * limit * (1.0 + 1e-12)
    sums = np.zeros(counts.shape[0], lanes.dtype)
    since = 0
    for i in range(first, end):
        for row in range(neighbours.shape[1]):
            start = max(neighbours[cell[i], row, 0], i + 1)
            for j in range(start, neighbours[cell[i], row, 1]):
                dx = x[i] - x[j]
                dy = y[i] - y[j]
                if dx * dx + dy * dy > limit_squared:
                    continue
                band = band_of(distance_between(dx, dy, manhattan), space_edges)
                if band < 0 or band >= last:
                    continue
                pairs[band] += 1
                since += 1
                for e in range(0, n_thresholds, _EDGES_AT_ONCE):
                    a, b, c = time_thresholds[e], time_thresholds[e + 1], time_thresholds[e + 2]
                    add_near_in_time(lanes, i, j, a, b, c, sums, (band * n_thresholds + e) * LANES)
                if since == _PAIRS_BETWEEN_FLUSHES:
                    since = 0
                    empty_into(sums, counts)
    empty_into(sums, counts)


@kernel()
def pairs_closer(ordered: NDArray[Any], edge: Any) -> int:
    """Return the pairs less than `edge` apart, of times in ascending order, told apart exactly as `near_pairs` does."""
    total = 0
    first = 0
    for i in range(ordered.shape[0]):
        while not ordered[i] - ordered[first] < edge:
            first += 1
            if first > i:
                break
        total += i - first if first <= i else 0
        first = min(first, i)
    return total


@kernel()
def near_before_and_after(
    x: FloatArray,
    y: FloatArray,
    times: FloatArray,
    neighbours: IntArray,
    cell: IntArray,
    within_space: float,
    within_time: float,
    manhattan: bool,
    before: IntArray,
    same: IntArray,
    after: IntArray,
) -> None:
    """Count for each event the near events before, at the same time and after it.

    Near means a distance below `within_space` and a time apart below `within_time`; all arrays have shape (n_events,).
    """
    for i in range(x.shape[0]):
        for row in range(neighbours.shape[1]):
            start = max(neighbours[cell[i], row, 0], i + 1)
            for j in range(start, neighbours[cell[i], row, 1]):
                apart = times[j] - times[i]
                if not abs(apart) < within_time:
                    continue
                if not distance_between(x[i] - x[j], y[i] - y[j], manhattan) < within_space:
                    continue
                if apart > 0:
                    after[i] += 1
                    before[j] += 1
                elif apart < 0:
                    before[i] += 1
                    after[j] += 1
                else:
                    same[i] += 1
                    same[j] += 1
