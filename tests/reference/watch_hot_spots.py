"""Hot spots by the formulas, place by place and pair by pair."""

from __future__ import annotations

import itertools
import math
from collections import Counter, deque

# --- grids ---


def cell_of(x, y, x0, y0, side, rows, columns):
    row, column = math.floor((y - y0) / side), math.floor((x - x0) / side)
    return (row, column) if 0 <= row < rows and 0 <= column < columns else None


def counts(events, x0, y0, side, inside):
    rows, columns = len(inside), len(inside[0])
    found = Counter(cell_of(x, y, x0, y0, side, rows, columns) for x, y in events)
    return {(r, c): found[r, c] for r in range(rows) for c in range(columns) if inside[r][c]}


def middle(cell, x0, y0, side):
    row, column = cell
    return x0 + (column + 0.5) * side, y0 + (row + 0.5) * side


def is_within(x, y, rings):
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
    return odd


def touching(cells, kind):
    steps = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    if kind == "queen":
        steps += [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    place = {cell: at for at, cell in enumerate(cells)}
    return [sorted(place[r + a, c + b] for a, b in steps if (r + a, c + b) in place) for r, c in cells]


def nearest(points, k):
    lists = []
    for i, (x, y) in enumerate(points):
        others = sorted((math.hypot(x - u, y - v), j) for j, (u, v) in enumerate(points) if j != i)
        lists.append([j for _, j in others[:k]])
    return lists


def within_band(points, metres):
    return [
        [j for j, (u, v) in enumerate(points) if j != i and math.hypot(x - u, y - v) <= metres]
        for i, (x, y) in enumerate(points)
    ]


# --- densities ---


def kernel(square, h, name):
    if name == "gaussian":
        return math.exp(-square / (2 * h * h)) / (2 * math.pi * h * h)
    return 3 / (math.pi * h * h) * (1 - square / (h * h)) ** 2 if square < h * h else 0.0


def in_box(x, y, u, v, h, name):
    """Gaussians are cut at a square of five standard deviations to each side."""
    return name != "gaussian" or max(abs(x - u), abs(y - v)) <= 5 * h


def share_of_mass(u, v, h, x0, y0, side, inside, name):
    """Return the share of a kernel's heights over the middles of an endless grid that lie inside."""
    reach = math.ceil(5 * h / side) + 2
    row, column = math.floor((v - y0) / side), math.floor((u - x0) / side)
    there = everywhere = 0.0
    for r in range(row - reach, row + reach + 1):
        for c in range(column - reach, column + reach + 1):
            x, y = middle((r, c), x0, y0, side)
            if in_box(x, y, u, v, h, name):
                height = kernel((x - u) ** 2 + (y - v) ** 2, h, name)
                everywhere += height
                if 0 <= r < len(inside) and 0 <= c < len(inside[0]) and inside[r][c]:
                    there += height
    return there / everywhere


def density(events, widths, weights, x0, y0, side, inside, name, edge):
    """Return events per km² at the middle of every cell inside."""
    frame = x0, y0, side, inside, name
    shares = [share_of_mass(u, v, h, *frame) for (u, v), h in zip(events, widths, strict=True)]
    surface = {}
    for cell in itertools.product(range(len(inside)), range(len(inside[0]))):
        if not inside[cell[0]][cell[1]]:
            continue
        x, y = middle(cell, x0, y0, side)
        total = 0.0
        for (u, v), h, w, share in zip(events, widths, weights, shares, strict=True):
            if in_box(x, y, u, v, h, name):
                total += w * kernel((x - u) ** 2 + (y - v) ** 2, h, name) / (share if edge == "diggle" else 1)
        if edge == "uniform":
            total /= share_of_mass(x, y, widths[0], *frame)
        surface[cell] = total * 1e6
    return surface


def own_widths(events, pilot, h, x0, y0, side, inside):
    at = [pilot[cell_of(x, y, x0, y0, side, len(inside), len(inside[0]))] for x, y in events]
    typical = math.exp(sum(math.log(value) for value in at) / len(at))
    return [h * min(5.0, math.sqrt(typical / value)) for value in at]


# --- local statistics ---


def g_score(values, near, weights, i, star):
    n = len(values)
    links = list(zip(near[i], weights[i], strict=True)) + ([(i, 1.0)] if star else [])
    others = values if star else values[:i] + values[i + 1 :]
    m = len(others)
    mean = sum(others) / m
    s = math.sqrt(sum((v - mean) ** 2 for v in others) / m)
    w = sum(weight for _, weight in links)
    square = sum(weight**2 for _, weight in links)
    assert m == (n if star else n - 1)
    return (sum(values[j] * weight for j, weight in links) - w * mean) / (s * math.sqrt((m * square - w * w) / (m - 1)))


def moran(values, near, i, divisor):
    n, mean = len(values), sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / (n if divisor == "n" else n - 1)
    return (values[i] - mean) / variance * sum(values[j] - mean for j in near[i]) / len(near[i])


def all_sums(values, weights, i):
    """Return the weighted sums over every ordered choice of neighbours among the others: the exact null."""
    others = values[:i] + values[i + 1 :]
    return [
        sum(v * w for v, w in zip(chosen, weights, strict=True))
        for chosen in itertools.permutations(others, len(weights))
    ]


def ranks_in_draws(values, near, weights, i, draws):
    """Return how many draws, without i and then as many as i has neighbours, sum to as much, and to as little."""
    own = sum(values[j] * w for j, w in zip(near[i], weights[i], strict=True))
    high = low = 0
    for draw in draws:
        members = [j for j in draw if j != i][: len(near[i])]
        total = sum(values[j] * w for j, w in zip(members, weights[i], strict=True))
        high += total >= own - 1e-9
        low += total <= own + 1e-9
    return high, low


def standardised_rates(events, population):
    b = sum(events) / sum(population)
    rates = [e / p for e, p in zip(events, population, strict=True)]
    s2 = sum(p * (r - b) ** 2 for p, r in zip(population, rates, strict=True)) / sum(population)
    a = max(0.0, s2 - b / (sum(population) / len(population)))
    return [(r - b) / math.sqrt(a + b / p) if b else 0.0 for r, p in zip(rates, population, strict=True)]


def named_by_fdr(p_values, alpha):
    """Return the places named by Benjamini and Hochberg's rule."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    last = max((k for k in range(1, len(order) + 1) if p_values[order[k - 1]] <= k * alpha / len(order)), default=0)
    return {i for i in order if last and p_values[i] <= p_values[order[last - 1]]}


# --- courses over time ---


def space_time_g(table, near, t, i, steps_back):
    everything = [v for row in table for v in row]
    n, mean = len(everything), sum(everything) / len(everything)
    s = math.sqrt(sum((v - mean) ** 2 for v in everything) / n)
    block = [table[k][j] for k in range(max(0, t - steps_back), t + 1) for j in [i, *near[i]]]
    w = len(block)
    return (sum(block) - w * mean) / (s * math.sqrt((n * w - w * w) / (n - 1)))


def mann_kendall(series):
    n = len(series)
    s = sum((b > a) - (b < a) for a, b in itertools.combinations(series, 2))
    ties = sum(g * (g - 1) * (2 * g + 5) for g in Counter(series).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    return (s - (s > 0) + (s < 0)) / math.sqrt(variance) if variance > 0 else 0.0


def one_side(hot, cold, trend):
    n = len(hot)
    lasting = 10 * sum(hot) >= 9 * n
    if not hot[-1]:
        return "historical" if lasting else "none"
    if lasting:
        return {1: "intensifying", 0: "persistent", -1: "diminishing"}[trend]
    run = 0
    while hot[-1 - run]:
        run += 1
    if sum(hot) == run:
        return "new" if run == 1 else "consecutive"
    return "oscillating" if any(cold) else "sporadic"


def course_name(states, trend):
    hot, cold = [s == 1 for s in states], [s == -1 for s in states]
    name = one_side(hot, cold, trend)
    if name != "none":
        return name + "_hot"
    name = one_side(cold, hot, -trend)
    return "none" if name == "none" else name + "_cold"


# --- density clusters ---


def dbscan(points, eps, least):
    """Return groups of cores as sets, and for every point its group's number or -1."""
    near = [[j for j, (u, v) in enumerate(points) if (x - u) ** 2 + (y - v) ** 2 <= eps * eps] for x, y in points]
    core = [len(row) >= least for row in near]
    number, groups = [-1] * len(points), 0
    for first in range(len(points)):
        if core[first] and number[first] < 0:
            waiting = deque([first])
            number[first] = groups
            while waiting:
                for j in near[waiting.popleft()]:
                    if core[j] and number[j] < 0:
                        number[j] = groups
                        waiting.append(j)
            groups += 1
    for i, (x, y) in enumerate(points):
        cores = [j for j in near[i] if core[j]]
        if not core[i] and cores:
            number[i] = number[min(cores, key=lambda j: ((x - points[j][0]) ** 2 + (y - points[j][1]) ** 2, j))]
    members = [[i for i in range(len(points)) if number[i] == g] for g in range(groups)]
    order = sorted(range(groups), key=lambda g: (-len(members[g]), members[g][0]))
    rank = {g: at for at, g in enumerate(order)}
    return [rank.get(g, -1) for g in number]


# --- accuracy ---


def captured(scores, events, sizes, share):
    """Return events in the highest scores that fill a share of all sizes; equal scores give an equal part of each."""
    left, total = share * sum(sizes), 0.0
    for score in sorted(set(scores), reverse=True):
        tied = [i for i, s in enumerate(scores) if s == score]
        size = sum(sizes[i] for i in tied)
        part = min(1.0, left / size)
        total += part * sum(events[i] for i in tied)
        left -= part * size
        if left <= 0:
            break
    return total
