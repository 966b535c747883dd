"""Plain twins of the two scales: one campaign, numbers and loops."""

from __future__ import annotations

import math


def weighted_difference(pairs, time, sizes, z):
    """Return effect, standard error and interval of (treated - comparison) + (ring - its comparison).

    `pairs` and `sizes` hold treated, comparison, ring and its comparison; the last two may be None.
    """
    effect, variance = 0.0, 0.0
    for sign, pair, size in zip((1, -1, 1, -1), pairs, sizes, strict=True):
        if pair is None:
            continue
        before, during = pair
        effect += sign * (during / time[1] / size - before / time[0] / size)
        variance += during / (time[1] * size) ** 2 + before / (time[0] * size) ** 2
    error = math.sqrt(variance)
    return effect, error, effect - z * error, effect + z * error


def log_ratio(treated, comparison, z):
    """Return ln((T1/T0) / (C1/C0)) with its interval; a half is added to all four when one is 0."""
    cells = [*treated, *comparison]
    if 0 in cells:
        cells = [n + 0.5 for n in cells]
    t0, t1, c0, c1 = cells
    effect = math.log(t1) - math.log(t0) - math.log(c1) + math.log(c0)
    error = math.sqrt(sum(1 / n for n in cells))
    return effect, error, effect - z * error, effect + z * error
