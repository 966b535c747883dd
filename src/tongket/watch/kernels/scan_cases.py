"""The scan of what was observed: the best zone and window of every centre, with its counts."""

from __future__ import annotations

import numpy as np

from tongket.watch.kernels.compiling import kernel
from tongket.watch.kernels.scan import BoolArray, FloatArray, IntArray, MemberArray, log_ratio


@kernel()
def scan_observed(
    cases: IntArray,
    anchors: int,
    most_periods: int,
    expected: FloatArray,
    shares: FloatArray,
    members: MemberArray,
    edges: BoolArray,
    starts: IntArray,
    penalty_of: IntArray,
    penalties: FloatArray,
    total: float,
    min_cases: int,
    best: FloatArray,
    best_count: IntArray,
    best_expected: FloatArray,
    best_end: IntArray,
    best_window: IntArray,
) -> None:
    """Find the best zone and window of every sequence in what was observed.

    Parameters
    ----------
    cases : ndarray of int64, shape (n_periods, n_locations)
        Observed.
    anchors, most_periods, expected, shares, members, edges, starts, penalty_of, penalties, total, min_cases
        As in `kernels.scan`.
    best, best_count, best_expected : ndarray, shape (n_sequences,)
        Raised: statistic, cases, cases expected.
    best_end : ndarray of int64, shape (n_sequences,)
        Filled: one past the last member of the zone.
    best_window : ndarray of int64, shape (n_sequences, 2)
        Filled: first and last period. Of equal zones the smaller one stays, then the shorter window.
    """
    n_periods = shares.shape[0]
    same = expected.shape[0] == 1
    weights = np.empty(expected.shape[1])
    counts = np.empty(expected.shape[1], np.int64)
    for anchor in range(anchors):
        counts[:] = 0
        weights[:] = 0.0
        if same:
            weights += expected[0]
        factor = 0.0 if same else 1.0
        for period in range(anchor, min(anchor + most_periods, n_periods)):
            counts += cases[period]
            if same:
                factor += shares[period]
            else:
                weights += expected[period]
            for s in range(starts.shape[0] - 1):
                penalty = penalties[penalty_of[s]]
                inside = 0.0
                count = 0
                for p in range(starts[s], starts[s + 1]):
                    count += counts[members[p]]
                    inside += weights[members[p]]
                    mean = inside * factor
                    if not edges[p] or count < min_cases or count <= mean:
                        continue
                    # the ratio never exceeds Pearson's chi-square: a bound without a logarithm
                    excess = count - mean
                    if mean > 0.0 and penalty * excess * excess * total <= best[s] * mean * (total - mean):
                        continue
                    value = penalty * log_ratio(count, mean, total)
                    smaller = value >= best[s] * (1.0 - 1e-12) and best_end[s] > p + 1
                    if smaller or value > best[s] * (1.0 + 1e-12):
                        best[s] = value
                        best_count[s] = count
                        best_expected[s] = mean
                        best_end[s] = p + 1
                        best_window[s, 0] = anchor
                        best_window[s, 1] = period
