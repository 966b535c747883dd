"""Plain twins of the models: full designs with a column for every place, double loops, brute force."""

from __future__ import annotations

import math

import numpy as np


def poisson_fit(y, x, offset):
    """Fit log mean = x b + offset by Newton's method; return coefficients and means."""
    b = np.zeros(x.shape[1])
    b[0] = math.log(max(y.mean(), 0.1)) - np.mean(offset)
    for _ in range(100):
        mean = np.exp(x @ b + offset)
        step = np.linalg.solve(x.T @ (mean[:, None] * x), x.T @ (y - mean))
        b = b + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-11:
            break
    return b, np.exp(x @ b + offset)


def panel(counts, treatment):
    """Return effect and clustered standard error with a dummy column for each place and period."""
    n_times, n_places = counts.shape
    rows, y, place = [], [], []
    for t in range(n_times):
        for i in range(n_places):
            ones = [1.0] + [float(i == j) for j in range(1, n_places)] + [float(t == s) for s in range(1, n_times)]
            rows.append([*ones, float(treatment[t, i])])
            y.append(counts[t, i])
            place.append(i)
    x, y = np.array(rows), np.array(y, dtype=float)
    b, mean = poisson_fit(y, x, np.zeros(len(y)))
    bread = np.linalg.inv(x.T @ (mean[:, None] * x))
    filling = np.zeros_like(bread)
    for i in range(n_places):
        own = np.array(place) == i
        score = x[own].T @ (y - mean)[own]
        filling += np.outer(score, score)
    covariance = bread @ filling @ bread * n_places / (n_places - 1)
    return b[-1], math.sqrt(covariance[-1, -1])


def correlated_covariance(design, mean, spread, share, decay):
    """Return the covariance of coefficients of stacked series, with the whole matrix of correlations written out."""
    n_series, n, p = design.shape
    x = design.reshape(n_series * n, p)
    weight = mean.reshape(-1)
    noise = np.zeros((n_series * n, n_series * n))
    for a in range(n_series * n):
        for b in range(n_series * n):
            lag = abs(a % n - b % n)
            together = 1.0 if lag == 0 else share * decay**lag
            noise[a, b] = spread[a // n, b // n] * together * math.sqrt(weight[a] * weight[b])
    bread = np.linalg.inv(x.T @ (weight[:, None] * x))
    return bread @ x.T @ noise @ x @ bread


def nearest_mixture(donors, target, steps=20_000):
    """Return the squared distance of the best mixture, found by moving weight from one donor to another."""
    n = donors.shape[1]
    weights = np.full(n, 1 / n)
    for _ in range(steps):
        gap = donors @ weights - target
        slope = donors.T @ gap
        to, source = int(np.argmin(slope)), int(np.argmax(np.where(weights > 0, slope, -np.inf)))
        direction = donors[:, to] - donors[:, source]
        if slope[source] - slope[to] < 1e-12 or not direction.any():
            break
        move = min(weights[source], -(gap @ direction) / (direction @ direction))
        weights[to] += move
        weights[source] -= move
    return float(((donors @ weights - target) ** 2).sum())


def placebo_effects(treated, comparison, start, length, lag):
    """Return start -> logarithmic ratio of ratios, for every start whose windows miss the campaign."""
    campaign = set(range(start, start + length))
    found = {}
    for at in range(len(treated)):
        before, during = range(at - lag, at - lag + length), range(at, at + length)
        if before[0] < 0 or during[-1] >= len(treated) or campaign & {*before, *during}:
            continue
        cells = [sum(series[k] for k in window) for series in (treated, comparison) for window in (before, during)]
        if 0 in cells:
            cells = [n + 0.5 for n in cells]
        found[at] = math.log(cells[1] / cells[0]) - math.log(cells[3] / cells[2])
    return found


def fieller(top, bottom, variance_top, shared, variance_bottom, z):
    """Say which of many ratios lie within z standard errors; return their ends on a grid."""
    grid = [k / 1000 for k in range(-20_000, 20_001)]
    inside = [
        q for q in grid if (top - q * bottom) ** 2 <= z * z * (variance_top - 2 * q * shared + q * q * variance_bottom)
    ]
    return min(inside), max(inside)


def shrunk(counts, chosen):
    """Return what the chosen places are expected to count next, one place at a time."""
    n = len(counts)
    mean = sum(counts) / n
    between = sum((y - mean) ** 2 for y in counts) / (n - 1) - mean
    if between <= 0:
        return mean * sum(chosen)
    shape, rate = mean * mean / between, mean / between
    return sum((shape + y) / (rate + 1) for y, picked in zip(counts, chosen, strict=True) if picked)


def found_by_wdd(means, z):
    """Return the chance that (T1 - T0) - (C1 - C0) lies z roots of all counts below 0, over all four counts."""
    tables = []
    for mean in means:
        mass = [math.exp(-mean)]
        while sum(mass) < 1 - 1e-13:
            mass.append(mass[-1] * mean / len(mass))
        tables.append(mass)
    total = 0.0
    for t0, p0 in enumerate(tables[0]):
        for t1, p1 in enumerate(tables[1]):
            for c0, q0 in enumerate(tables[2]):
                for c1, q1 in enumerate(tables[3]):
                    if t1 - t0 - c1 + c0 < -z * math.sqrt(t0 + t1 + c0 + c1):
                        total += p0 * p1 * q0 * q1
    return total


def net_of_other_years(before, during):
    """Return logarithmic change of the last year less the random-effects mean of the others, its error and spread."""
    changes = [math.log(d / b) for b, d in zip(before, during, strict=True)]
    variances = [1 / b + 1 / d for b, d in zip(before, during, strict=True)]
    weights = [1 / v for v in variances[:-1]]
    fixed = sum(w * c for w, c in zip(weights, changes, strict=False)) / sum(weights)
    q = sum(w * (c - fixed) ** 2 for w, c in zip(weights, changes, strict=False))
    between = 0.0
    if len(weights) > 1:
        scale = sum(weights) - sum(w * w for w in weights) / sum(weights)
        between = max(0.0, (q - len(weights) + 1) / scale)
    weights = [1 / (v + between) for v in variances[:-1]]
    mean = sum(w * c for w, c in zip(weights, changes, strict=False)) / sum(weights)
    return changes[-1] - mean, math.sqrt(variances[-1] + between + 1 / sum(weights)), math.sqrt(between)
