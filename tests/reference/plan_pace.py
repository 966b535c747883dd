"""Slow plain twin of the projection of counts: sums and loops, nothing of tongket, nothing of scipy but one quantile.

The over-dispersed Poisson model is fitted by iterating row and column totals instead of the closed form, and the
negative binomial is added up term by term.
"""

from __future__ import annotations

import math

from scipy import stats


def fitted(counts: list[float], earlier: list[list[float]]) -> list[list[float]]:
    """Fit window times interval to the observed cells by iterated proportional fitting."""
    rows = [*earlier, counts]
    width = len(earlier[0])
    effects, columns = [1.0] * len(rows), [1.0] * width
    for _ in range(300):
        for i, row in enumerate(rows):
            below = sum(columns[j] for j in range(len(row)))
            effects[i] = sum(row) / below if below else 0.0
        for j in range(width):
            seen = [i for i, row in enumerate(rows) if j < len(row)]
            below = sum(effects[i] for i in seen)
            columns[j] = sum(rows[i][j] for i in seen) / below if below else 0.0
    return [[effects[i] * columns[j] for j in range(len(row))] for i, row in enumerate(rows)]


def of_months(counts: list[float], shares: list[float], earlier: list[list[float]]) -> tuple[float, int]:
    """Return Pearson's statistic of the months over its degrees of freedom."""
    if not earlier:
        told = shares[: len(counts)]
        expected = [sum(counts) * share / sum(told) for share in told]
        pairs = list(zip(counts, expected, strict=True))
        df = len(counts) - 1
    else:
        rows = [*earlier, counts]
        pairs = [
            (seen, fit)
            for row, fits in zip(rows, fitted(counts, earlier), strict=True)
            for seen, fit in zip(row, fits, strict=True)
        ]
        cells = sum(len(row) for row in rows)
        df = cells - len(rows) - len(earlier[0]) + 1
    return sum((seen - fit) ** 2 / fit for seen, fit in pairs if fit > 0) / df, df


def of_windows(m: int, earlier: list[list[float]]) -> float:
    """Return Pearson's statistic of the earlier windows, cut in two, over its degrees of freedom."""
    before, after = [sum(row[:m]) for row in earlier], [sum(row[m:]) for row in earlier]
    share = sum(before) / (sum(before) + sum(after))
    found = 0.0
    for early, late in zip(before, after, strict=True):
        whole = early + late
        found += (early - whole * share) ** 2 / (whole * share)
        found += (late - whole * (1 - share)) ** 2 / (whole * (1 - share))
    return found / (len(earlier) - 1)


def dispersion(counts: list[float], shares: list[float], earlier: list[list[float]]) -> tuple[float, int]:
    """Return the mean of both, from three windows on, with Satterthwaite's degrees of freedom."""
    months, df = of_months(counts, shares, earlier)
    if len(earlier) < 3:
        return months, df
    windows = of_windows(len(counts), earlier)
    both = (months + windows) / 2
    return both, math.floor(both**2 / ((windows / 2) ** 2 / (len(earlier) - 1) + (months / 2) ** 2 / df))


def still_to_come(counts: list[float], shares: list[float], earlier: list[list[float]]) -> tuple[float, float]:
    """Return mean and variance at dispersion 1."""
    m, level = len(counts), sum(counts) + 0.5
    if not earlier:
        done = sum(shares[:m])
        mean = level * (1 - done) / done
        return mean, mean * (1 + mean / level)
    before = sum(value for row in earlier for value in row[:m])
    after = sum(value for row in earlier for value in row[m:])
    mean = level * after / before
    return mean, mean + mean * mean * (1 / level + 1 / before + 1 / after)


def probability_at_most(count: int, mean: float, variance: float) -> float:
    """Add up the negative binomial, or the Poisson where the variance does not pass the mean."""
    if variance <= mean * (1 + 1e-9):
        return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
    size = mean * mean / (variance - mean)
    chance = mean / variance
    head = size * math.log(chance) - math.lgamma(size)
    return sum(
        math.exp(head + math.lgamma(k + size) - math.lgamma(k + 1) + k * math.log(1 - chance)) for k in range(count + 1)
    )


def band(
    counts: list[float], shares: list[float], earlier: list[list[float]], level: float, size: int
) -> tuple[float, float]:
    """Return the band: whole numbers tried one after the other."""
    phi, df = dispersion(counts, shares, earlier)
    mean, variance = still_to_come(counts, shares, earlier)
    grid = [phi * df / float(stats.chi2.ppf((i + 0.5) / size, df)) for i in range(size)]
    variances = [max(mean, each * variance) for each in grid]
    ends = []
    for q in ((1 - level) / 2, (1 + level) / 2):
        count = 0
        while sum(probability_at_most(count, mean, each) for each in variances) / size < q:
            count += 1
        ends.append(sum(counts) + count)
    return ends[0], ends[1]
