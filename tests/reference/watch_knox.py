"""Knox tables and roles by looking at every pair."""

from __future__ import annotations

import itertools
import math


def distance(a, b, metric):
    dx, dy = abs(a[0] - b[0]), abs(a[1] - b[1])
    return dx + dy if metric == "manhattan" else math.sqrt(dx * dx + dy * dy)


def knox_table(events, space, time, metric):
    """Count pairs of (x, y, t); `space` and `time` are lists of functions that say whether a value is in a band."""
    table = [[0] * len(time) for _ in space]
    for a, b in itertools.combinations(events, 2):
        for row, near in enumerate(space):
            for column, soon in enumerate(time):
                table[row][column] += bool(near(distance(a, b, metric)) and soon(abs(a[2] - b[2])))
    return table


def left_closed(breaks):
    return [lambda v, a=a, b=b: a <= v < b for a, b in itertools.pairwise(breaks)]


def right_closed(breaks):
    first, *others = itertools.pairwise(breaks)
    return [lambda v: first[0] <= v <= first[1]] + [lambda v, a=a, b=b: a < v <= b for a, b in others]


def role(events, which, within_metres, within_days, metric):
    me = events[which]
    near = [
        other[2] - me[2]
        for index, other in enumerate(events)
        if index != which and distance(me, other, metric) < within_metres and abs(other[2] - me[2]) < within_days
    ]
    before, after = any(gap < 0 for gap in near), any(gap > 0 for gap in near)
    if before and after:
        return "link"
    if before or after:
        return "repeat" if before else "originator"
    return "same_day" if near else "isolated"
