"""Draw the cases of replicates: permuted over periods, or multinomial over periods and locations."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel
from tongket.watch.kernels.randomness import next_below, next_unit

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@kernel()
def draw_permuted(locations: NDArray[np.int32], seeds: NDArray[np.uint64], drawn: NDArray[np.int32]) -> None:
    """Fill each row with locations of cases drawn without replacement, one case after another.

    `locations` holds one entry for each case; `drawn` has shape (n_seeds, n_drawn). Cases keep their times and get
    each other's places, so that only as many are drawn as lie in the periods that are scanned.
    """
    state = np.empty(1, np.uint64)
    n = locations.shape[0]
    for r in range(seeds.shape[0]):
        state[0] = seeds[r]
        left = locations.copy()
        for i in range(drawn.shape[1]):
            j = i + next_below(state, n - i)
            drawn[r, i] = left[j]
            left[j] = left[i]


@kernel()
def next_binomial(state: NDArray[np.uint64], n: int, p: float) -> int:
    """Return a binomial count by inversion, looking for it outwards from the mode."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    mode = min(int((n + 1) * p), n)
    odds = p / (1.0 - p)
    log_middle = math.lgamma(n + 1.0) - math.lgamma(mode + 1.0) - math.lgamma(n - mode + 1.0)
    middle = math.exp(log_middle + mode * math.log(p) + (n - mode) * math.log1p(-p))
    left = next_unit(state) - middle
    up, down = mode, mode
    chance_up, chance_down = middle, middle
    while left >= 0.0 and (up < n or down > 0):
        if up < n:
            chance_up *= (n - up) / (up + 1.0) * odds
            up += 1
            left -= chance_up
            if left < 0.0:
                return up
        if down > 0:
            chance_down *= down / ((n - down + 1.0) * odds)
            down -= 1
            left -= chance_down
            if left < 0.0:
                return down
    return mode


@kernel()
def fill_alias(expected: FloatArray, keep: FloatArray, other: NDArray[np.int32]) -> None:
    """Fill Walker's tables for drawing a location of each period in one step; all have shape (n_periods, n_locations).

    References: Walker (1977), ACM Trans Math Softw 3:253-256; Vose's order of filling (1991).
    """
    n = expected.shape[1]
    small, large = np.empty(n, np.int64), np.empty(n, np.int64)
    scaled = np.empty(n)
    for t in range(expected.shape[0]):
        all_of_it = expected[t].sum()
        n_small, n_large = 0, 0
        for j in range(n):
            scaled[j] = expected[t, j] * n / all_of_it if all_of_it > 0.0 else 1.0
            keep[t, j] = 1.0
            other[t, j] = j
            if scaled[j] < 1.0:
                small[n_small] = j
                n_small += 1
            else:
                large[n_large] = j
                n_large += 1
        while n_small > 0 and n_large > 0:
            n_small -= 1
            less, more = small[n_small], large[n_large - 1]
            keep[t, less] = scaled[less]
            other[t, less] = more
            scaled[more] -= 1.0 - scaled[less]
            if scaled[more] < 1.0:
                n_large -= 1
                small[n_small] = more
                n_small += 1
        # what rounding leaves over without a partner must still never be drawn where nothing is expected
        for k in range(n_small):
            if expected[t, small[k]] <= 0.0:
                keep[t, small[k]] = 0.0
                other[t, small[k]] = np.argmax(expected[t])


@kernel()
def draw_multinomial(
    shares: FloatArray,
    keep: FloatArray,
    other: NDArray[np.int32],
    total: int,
    seeds: NDArray[np.uint64],
    drawn: NDArray[np.int32],
    offsets: IntArray,
) -> None:
    """Fill each row with locations of cases, ordered by period, given how many cases there are in all.

    Parameters
    ----------
    shares : ndarray of float64, shape (n_periods,)
        Part of all cases expected in each period; less than 1 in all where some periods are not scanned.
    keep, other : ndarray, shape (n_periods, n_locations) or (1, n_locations)
        From `fill_alias`.
    total : int
        Cases in all periods.
    seeds : ndarray of uint64, shape (n_seeds,)
        One for each replicate.
    drawn : ndarray of int32, shape (n_seeds, room)
        Filled.
    offsets : ndarray of int64, shape (n_seeds, n_periods + 1)
        Filled: where the cases of each period begin.
    """
    state = np.empty(1, np.uint64)
    n = keep.shape[1]
    for r in range(seeds.shape[0]):
        state[0] = seeds[r]
        left, chance_left, at = total, 1.0, 0
        offsets[r, 0] = 0
        for t in range(shares.shape[0]):
            # whatever rounding leaves of the whole belongs to the last period that expects anything
            chance = 1.0 if chance_left - shares[t] <= 1e-9 else shares[t] / chance_left
            cases = min(next_binomial(state, left, chance), drawn.shape[1] - at) if shares[t] > 0.0 else 0
            row = min(t, keep.shape[0] - 1)
            for _ in range(cases):
                j = next_below(state, n)
                drawn[r, at] = j if next_unit(state) < keep[row, j] else other[row, j]
                at += 1
            left -= cases
            chance_left -= shares[t]
            offsets[r, t + 1] = at
