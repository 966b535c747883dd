"""Sums over neighbours, and their rank among sums over places drawn at random.

With draws that all places share, sums over the first k of a draw are made and sorted once for each number of
neighbours k, and a place needs two binary searches. A draw that holds the place itself would break the condition that
its own value stays: for that place the spare at the draw's end takes its part.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel
from tongket.watch.kernels.randomness import next_below

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# up to so many drawn places a look at all earlier ones is quicker than a pool that is shuffled in part
_FEW = 24


@kernel()
def neighbour_sums(
    values: FloatArray, start: IntArray, index: IntArray, weight: FloatArray, first: int, end: int, sums: FloatArray
) -> None:
    """Sum the neighbours' values of places `first` to `end`; an empty `weight` means that all are 1."""
    weighted = weight.shape[0] > 0
    for i in range(first, end):
        total = 0.0
        for at in range(start[i], start[i + 1]):
            total += values[index[at]] * weight[at] if weighted else values[index[at]]
        sums[i] = total


@kernel()
def draw_distinct(
    n: int, k: int, state: NDArray[np.uint64], pool: IntArray, undo: IntArray, drawn: NDArray[np.int32]
) -> None:
    """Draw `k` different numbers below `n`, in random order; `pool` holds 0 … n - 1 before and after.

    The first k steps of a shuffle, taken back in reverse, so that no draw depends on the one before.
    """
    for p in range(k):
        j = p + next_below(state, n - p)
        undo[p] = j
        kept = pool[p]
        pool[p] = pool[j]
        pool[j] = kept
        drawn[p] = pool[p]
    for p in range(k - 1, -1, -1):
        j = undo[p]
        kept = pool[p]
        pool[p] = pool[j]
        pool[j] = kept


@kernel()
def shared_draws(n: int, seeds: NDArray[np.uint64], drawn: NDArray[np.int32]) -> None:
    """Fill each row of `drawn` with different numbers below `n`, from the seed of that row."""
    k = drawn.shape[1]
    pool = np.arange(n)
    undo = np.empty(k, np.int64)
    state = np.empty(1, np.uint64)
    for r in range(drawn.shape[0]):
        state[0] = seeds[r]
        draw_distinct(n, k, state, pool, undo, drawn[r])


@kernel()
def places_in_draws(drawn: NDArray[np.int32], n: int, begin: IntArray, row: NDArray[np.int32]) -> None:
    """List for each place the draws that hold it before their last member; `begin` has n + 1 elements."""
    k = drawn.shape[1] - 1
    begin[:] = 0
    for r in range(drawn.shape[0]):
        for p in range(k):
            begin[drawn[r, p] + 1] += 1
    for i in range(n):
        begin[i + 1] += begin[i]
    at = begin[:-1].copy()
    for r in range(drawn.shape[0]):
        for p in range(k):
            place = drawn[r, p]
            row[at[place]] = r
            at[place] += 1


@kernel()
def sums_of_draws(
    values: FloatArray,
    drawn: NDArray[np.int32],
    wanted: IntArray,
    sums: FloatArray,
    different: FloatArray,
    below: IntArray,
    n_different: IntArray,
) -> None:
    """Sum the first k members of each draw for every k of `wanted` (ascending).

    `different` gets the sums in ascending order, each once, `n_different` how many they are, and `below` how many
    draws lie below each of them, all draws last: counts of cases make few different sums.
    """
    n_draws = drawn.shape[0]
    running = np.zeros(n_draws)
    done = 0
    for at in range(wanted.shape[0]):
        for r in range(n_draws):
            for p in range(done, wanted[at]):
                running[r] += values[drawn[r, p]]
        done = wanted[at]
        sums[at, :] = running
        ordered = np.sort(running)
        n = 0
        for r in range(n_draws):
            if r == 0 or ordered[r] != ordered[r - 1]:
                different[at, n] = ordered[r]
                below[at, n] = r
                n += 1
        below[at, n] = n_draws
        n_different[at] = n


@kernel()
def count_below(ordered: FloatArray, value: float) -> int:
    """Return how many of the ascending numbers lie below `value`, without a branch that must be guessed."""
    base = 0
    length = ordered.shape[0]
    while length > 1:
        half = length >> 1
        base += half if ordered[base + half - 1] < value else 0
        length -= half
    return base + (1 if length == 1 and ordered[base] < value else 0)


@kernel()
def sum_without(
    values: FloatArray, drawn: NDArray[np.int32], k: int, place: int, weight: FloatArray, offset: int
) -> tuple[float, bool]:
    """Sum the first `k` members of a draw other than `place`, in order, and say whether it had to be left out."""
    total = 0.0
    taken = 0
    p = 0
    met = False
    while taken < k:
        member = drawn[p]
        p += 1
        if member == place:
            met = True
            continue
        total += values[member] * weight[offset + taken] if weight.shape[0] > 0 else values[member]
        taken += 1
    return total, met


@kernel()
def ranks_by_lookup(
    values: FloatArray,
    observed: FloatArray,
    cardinality: IntArray,
    which: IntArray,
    drawn: NDArray[np.int32],
    sums: FloatArray,
    different: FloatArray,
    below: IntArray,
    n_different: IntArray,
    begin: IntArray,
    row: NDArray[np.int32],
    tolerance: float,
    first: int,
    end: int,
    as_high: IntArray,
    as_low: IntArray,
) -> None:
    """Count the shared draws whose sum is at least, and at most, the observed one; all links weigh the same.

    Parameters
    ----------
    values, observed : ndarray of float64, shape (n_places,)
        What is drawn, and the sums over the neighbours.
    cardinality : ndarray of int64, shape (n_places,)
        Neighbours of each place.
    which : ndarray of int64
        Row of `sums` for each number of neighbours.
    drawn : ndarray of int32, shape (n_draws, greatest cardinality + 1)
        Members of each draw, a spare last.
    sums, different, below, n_different : ndarray
        From `sums_of_draws`.
    begin, row : ndarray
        From `places_in_draws`.
    tolerance : float
        Sums nearer than this count as equal.
    first, end : int
        Range of places.
    as_high, as_low : ndarray of int64, shape (n_places,)
        Filled.
    """
    n_draws = drawn.shape[0]
    no_weight = np.empty(0, np.float64)
    for i in range(first, end):
        k = cardinality[i]
        if k == 0:
            continue
        table = which[k]
        low, high = observed[i] - tolerance, observed[i] + tolerance
        n = n_different[table]
        position = count_below(different[table, :n], low)
        n_high = n_draws - below[table, position]
        while position < n and different[table, position] <= high:
            position += 1
        n_low = below[table, position]
        for at in range(begin[i], begin[i + 1]):
            r = row[at]
            total, met = sum_without(values, drawn[r], k, i, no_weight, 0)
            if met:
                before = sums[table, r]
                n_high += int(total >= low) - int(before >= low)
                n_low += int(total <= high) - int(before <= high)
        as_high[i] = n_high
        as_low[i] = n_low


@kernel()
def ranks_by_weight(
    values: FloatArray,
    observed: FloatArray,
    start: IntArray,
    weight: FloatArray,
    drawn: NDArray[np.int32],
    tolerance: float,
    first: int,
    end: int,
    as_high: IntArray,
    as_low: IntArray,
) -> None:
    """Count the same where links weigh differently: every draw is summed for every place."""
    for i in range(first, end):
        k = start[i + 1] - start[i]
        n_high = n_low = 0
        for r in range(drawn.shape[0]):
            if k > 0:
                total, _ = sum_without(values, drawn[r], k, i, weight, start[i])
                n_high += int(total >= observed[i] - tolerance)
                n_low += int(total <= observed[i] + tolerance)
        as_high[i] = n_high
        as_low[i] = n_low


@kernel()
def draw_few(n: int, k: int, state: NDArray[np.uint64], drawn: NDArray[np.int32]) -> None:
    """Draw `k` different numbers below `n` where k is small: one that is there already is drawn anew."""
    p = 0
    while p < k:
        member = np.int32(next_below(state, n))
        fresh = True
        for q in range(p):
            fresh = fresh and drawn[q] != member
        if fresh:
            drawn[p] = member
            p += 1


@kernel()
def ranks_by_own_draws(
    values: FloatArray,
    observed: FloatArray,
    start: IntArray,
    weight: FloatArray,
    seeds: NDArray[np.uint64],
    n_draws: int,
    tolerance: float,
    first: int,
    end: int,
    as_high: IntArray,
    as_low: IntArray,
) -> None:
    """Count the same with draws of each place's own, so that errors at different places are independent."""
    n_others = values.shape[0] - 1
    weighted = weight.shape[0] > 0
    most = 0
    for i in range(first, end):
        most = max(most, start[i + 1] - start[i])
    pool = np.arange(n_others if most > _FEW else 0)
    undo = np.empty(most, np.int64)
    drawn = np.empty(most, np.int32)
    state = np.empty(1, np.uint64)
    for i in range(first, end):
        k = start[i + 1] - start[i]
        low, high = observed[i] - tolerance, observed[i] + tolerance
        state[0] = seeds[i]
        n_high = n_low = 0
        for _ in range(n_draws if k > 0 else 0):
            if k > _FEW:
                draw_distinct(n_others, k, state, pool, undo, drawn)
            else:
                draw_few(n_others, k, state, drawn)
            total = 0.0
            for p in range(k):
                # numbers from i on stand for the places after it
                member = drawn[p] + int(drawn[p] >= i)
                total += values[member] * weight[start[i] + p] if weighted else values[member]
            n_high += int(total >= low)
            n_low += int(total <= high)
        as_high[i] = n_high
        as_low[i] = n_low
