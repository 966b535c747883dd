"""Scan statistics: counts summed along growing circles, for many replicates at once.

A zone grows around its centre by one location after another (`members`), so its count is its predecessor's plus one
row. Counts of LANES replicates lie side by side, so that one machine instruction adds several of them. Members are
put together in short blocks. A block's last zone has the most cases and its first the fewest expected, so the two
together bound every zone in it: only where that bound beats what a replicate has found already is a logarithm taken.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import jit_disabled, kernel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
MemberArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]

# plain Python adds one lane after the other, so it is spared the empty ones
LANES = 4 if jit_disabled() else 128
# thresholds are kept for values of the statistic this far apart, and up to this many
LEVEL_STEP = 0.5
LEVELS = 32
# thresholds are kept for expected counts whose roots lie 1/16 apart: an eighth of a standard deviation
PER_ROOT = 16.0


@kernel()
def log_ratio(count: float, expected: float, total: float) -> float:
    """Return the log-likelihood ratio of a zone with more cases than expected; infinite where none is expected."""
    if expected <= 0.0:
        return math.inf
    inside = count * math.log(count / expected)
    if count >= total:
        return inside
    return inside + (total - count) * math.log((total - count) / (total - expected))


@kernel()
def cut_into_blocks(
    members: MemberArray,
    starts: IntArray,
    edges: BoolArray,
    weights: FloatArray,
    total: float,
    most: int,
    block_end: IntArray,
    first_edge: IntArray,
    block_starts: IntArray,
) -> int:
    """Put members together in blocks whose bound stays close to each of their zones; return how many blocks.

    Parameters
    ----------
    members : ndarray of int32, shape (n_members,)
        Locations in the order in which they join, one sequence after the other.
    starts : ndarray of int64, shape (n_sequences + 1,)
        Where each sequence begins.
    edges : ndarray of bool, shape (n_members,)
        Whether a zone may end with this member.
    weights : ndarray of float64, shape (n_locations,)
        About what is expected in the longest window.
    total : float
        All cases.
    most : int
        Most members in a block.
    block_end, first_edge : ndarray of int64, shape (n_members,)
        Filled: one past the last member, and the member that ends the first zone.
    block_starts : ndarray of int64, shape (n_sequences + 1,)
        Filled: first block of each sequence.
    """
    blocks = 0
    for s in range(starts.shape[0] - 1):
        block_starts[s] = blocks
        inside = 0.0
        first = -1
        base = 0.0
        begin = starts[s]
        last_edge = -1
        for p in range(starts[s], starts[s + 1]):
            inside += weights[members[p]]
            if not edges[p]:
                continue
            # a bound that is more than a standard deviation from the truth lets too many zones through
            far = inside - base > 0.8 * math.sqrt(base * max(0.0, 1.0 - inside / total)) or inside > 1.5 * base
            if first >= 0 and (far or p + 1 - begin > most):
                block_end[blocks] = last_edge + 1
                first_edge[blocks] = first
                blocks += 1
                begin = last_edge + 1
                first = -1
            if first < 0:
                first = p
                base = inside
            last_edge = p
        if first >= 0:
            block_end[blocks] = last_edge + 1
            first_edge[blocks] = first
            blocks += 1
    block_starts[starts.shape[0] - 1] = blocks
    return blocks


@kernel()
def fill_thresholds(penalties: FloatArray, total: float, min_cases: int, tables: NDArray[np.int32]) -> None:
    """Fill the highest counts that do not yet beat a level, by penalty, level and root of the expected count."""
    for k in range(penalties.shape[0]):
        for level in range(tables.shape[1]):
            wanted = level * LEVEL_STEP / penalties[k]
            count = min_cases
            for bucket in range(tables.shape[2]):
                expected = (bucket / PER_ROOT) * (bucket / PER_ROOT)
                while count < total and (count <= expected or log_ratio(count, expected, total) <= wanted):
                    count += 1
                tables[k, level, bucket] = count - 1


@kernel()
def add_members(sums: NDArray[Any], counts: NDArray[Any], members: MemberArray, first: int, end: int) -> None:
    """Add the rows of some members to `sums`, four at a time."""
    kind = sums.dtype.type
    p = first
    while p + 4 <= end:
        a, b = np.uint64(members[p] * LANES), np.uint64(members[p + 1] * LANES)
        c, d = np.uint64(members[p + 2] * LANES), np.uint64(members[p + 3] * LANES)
        for lane in range(LANES):
            i = np.uint64(lane)
            two = kind(counts[a + i] + counts[b + i])
            more = kind(counts[c + i] + counts[d + i])
            sums[i] = kind(sums[i] + kind(two + more))
        p += 4
    while p < end:
        a = np.uint64(members[p] * LANES)
        for lane in range(LANES):
            i = np.uint64(lane)
            sums[i] = kind(sums[i] + counts[a + i])
        p += 1


@kernel()
def highest(sums: NDArray[Any]) -> int:
    """Return the largest of the lanes."""
    kind = sums.dtype.type
    most = sums[0]
    for lane in range(LANES):
        most = kind(max(most, sums[lane]))
    return np.int64(most)  # type: ignore[return-value]  # a compiled int64 is an int to its caller


@kernel()
def improve(
    counts: NDArray[Any],
    lane: int,
    count: int,
    members: MemberArray,
    edges: BoolArray,
    first: int,
    end: int,
    weights: FloatArray,
    inside: float,
    factor: float,
    total: float,
    min_cases: int,
    penalty: float,
    best: float,
) -> float:
    """Return the best of `best` and of the zones of one block, whose last has `count` cases, for one replicate."""
    now = count
    for p in range(first, end):
        now -= counts[members[p] * LANES + lane]
    for p in range(first, end):
        now += counts[members[p] * LANES + lane]
        inside += weights[members[p]]
        expected = inside * factor
        if edges[p] and now >= min_cases and now > expected:
            best = max(best, penalty * log_ratio(now, expected, total))
    return best


@kernel()
def scan_lanes(
    counts: NDArray[Any],
    members: MemberArray,
    edges: BoolArray,
    starts: IntArray,
    block_starts: IntArray,
    block_end: IntArray,
    first_edge: IntArray,
    penalty_of: IntArray,
    penalties: FloatArray,
    tables: NDArray[np.int32],
    weights: FloatArray,
    factor: float,
    total: float,
    min_cases: int,
    best: FloatArray,
) -> None:
    """Raise the best statistic of every replicate by what one window of time holds.

    Parameters
    ----------
    counts : ndarray of int16 or int32, shape (n_locations * LANES,)
        Cases of the window by location and replicate.
    members, edges, starts : ndarray
        Zones, as in `cut_into_blocks`.
    block_starts, block_end, first_edge : ndarray of int64
        Blocks, as `cut_into_blocks` fills them.
    penalty_of : ndarray of int64, shape (n_sequences,)
        Which penalty a sequence bears.
    penalties : ndarray of float64, shape (n_penalties,)
        Factors on the statistic, 1 for circles.
    tables : ndarray of int32, shape (n_penalties, n_levels, n_buckets)
        From `fill_thresholds`.
    weights : ndarray of float64, shape (n_locations,)
        Times `factor`: cases expected in the window.
    factor, total : float
        Cases expected in the window for each weight; all cases.
    min_cases : int
        Fewest cases of a cluster.
    best : ndarray of float64, shape (LANES,)
        Raised.
    """
    sums = np.zeros(LANES, counts.dtype)
    lowest = best.min()
    level = min(int(lowest / LEVEL_STEP), LEVELS - 1)
    for s in range(starts.shape[0] - 1):
        kind = penalty_of[s]
        penalty = penalties[kind]
        sums[:] = 0
        inside = 0.0
        raised = False
        begin = starts[s]
        for b in range(block_starts[s], block_starts[s + 1]):
            end = block_end[b]
            before = inside
            for p in range(begin, first_edge[b] + 1):
                inside += weights[members[p]]
            least = inside * factor
            for p in range(first_edge[b] + 1, end):
                inside += weights[members[p]]
            add_members(sums, counts, members, begin, end)
            limit = tables[kind, level, int(PER_ROOT * math.sqrt(least))]
            if highest(sums) > limit:
                for lane in range(LANES):
                    count: Any = np.int64(sums[lane])
                    if count > limit and count > least:
                        was = best[lane]
                        if penalty * log_ratio(count, least, total) > was:
                            best[lane] = improve(
                                counts,
                                lane,
                                count,
                                members,
                                edges,
                                begin,
                                end,
                                weights,
                                before,
                                factor,
                                total,
                                min_cases,
                                penalty,
                                was,
                            )
                            raised = raised or best[lane] > was
            begin = end
        if raised:
            lowest = best.min()
            level = min(int(lowest / LEVEL_STEP), LEVELS - 1)


@kernel()
def add_period(counts: NDArray[Any], drawn: MemberArray, offsets: IntArray, period: int) -> None:
    """Add the cases of one period: `drawn` has shape (n_lanes, n_cases), `offsets` (n_lanes, n_periods + 1)."""
    for lane in range(drawn.shape[0]):
        for i in range(offsets[lane, period], offsets[lane, period + 1]):
            counts[drawn[lane, i] * LANES + lane] += 1


@kernel()
def scan_replicates(
    counts: NDArray[Any],
    drawn: MemberArray,
    offsets: IntArray,
    anchors: int,
    most_periods: int,
    expected: FloatArray,
    shares: FloatArray,
    members: MemberArray,
    edges: BoolArray,
    starts: IntArray,
    block_starts: IntArray,
    block_end: IntArray,
    first_edge: IntArray,
    penalty_of: IntArray,
    penalties: FloatArray,
    tables: NDArray[np.int32],
    total: float,
    min_cases: int,
    best: FloatArray,
) -> None:
    """Raise the best statistic of LANES replicates over all windows and zones.

    Windows begin at the first `anchors` periods and grow to `most_periods`. `expected` has shape
    (n_periods, n_locations), or (1, n_locations) where every period has the same pattern; its cases expected in a
    period are then its row times the period's share.
    """
    n_periods = shares.shape[0]
    same = expected.shape[0] == 1
    weights = np.empty(expected.shape[1])
    for anchor in range(anchors):
        counts[:] = 0
        weights[:] = 0.0
        if same:
            weights += expected[0]
        factor = 0.0 if same else 1.0
        for period in range(anchor, min(anchor + most_periods, n_periods)):
            add_period(counts, drawn, offsets, period)
            if same:
                factor += shares[period]
            else:
                weights += expected[period]
            scan_lanes(
                counts,
                members,
                edges,
                starts,
                block_starts,
                block_end,
                first_edge,
                penalty_of,
                penalties,
                tables,
                weights,
                factor,
                total,
                min_cases,
                best,
            )
