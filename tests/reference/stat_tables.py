"""Plain twins of the statistics on tables: false discovery rate, funnel limits, smoothing, revisions."""

from __future__ import annotations

import math
import statistics

from tests.reference.stat_counts import poisson


def benjamini_hochberg(p_values: list[float]) -> list[float]:
    """Give each p the least of m p_j / rank_j over all p_j not below it."""
    ranked = sorted(p_values)
    m = len(p_values)
    return [min(1.0, *(m * q / (ranked.index(q) + ranked.count(q)) for q in ranked if q >= p)) for p in p_values]


def interpolated_limit(masses: list[float], chance: float) -> float:
    """Walk up the masses of 0, 1, 2, … until their sum reaches the chance; go back the overshoot."""
    total = 0.0
    for k, mass in enumerate(masses):
        total += mass
        if total >= chance:
            return max(0.0, k - (total - chance) / mass)
    return float(len(masses) - 1)


def poisson_limit(expected: float, chance: float) -> float:
    return interpolated_limit([poisson(k, expected) for k in range(int(expected * 3) + 60)], chance)


def binomial_limit(n: int, share: float, chance: float) -> float:
    return interpolated_limit([math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)], chance)


def marshall(events: list[int], people: list[int]) -> list[float]:
    """Smooth rates area by area."""
    overall = sum(events) / sum(people)
    spread = sum(n * (x / n - overall) ** 2 for x, n in zip(events, people, strict=True)) / sum(people)
    prior = max(0.0, spread - overall / statistics.fmean(people))
    smoothed = []
    for x, n in zip(events, people, strict=True):
        weight = prior / (prior + overall / n) if prior else 0.0
        smoothed.append(weight * x / n + (1 - weight) * overall)
    return smoothed


def revisions_at(lag: int, rows: list[list[float | None]]) -> list[float]:
    """Give later less first figure of each period that has both; None is a seal without the period."""
    found = []
    for row in rows:
        start = next((i for i, value in enumerate(row) if value is not None), None)
        if start is not None and start + lag < len(row) and row[start + lag] is not None:
            found.append(row[start + lag] - row[start])
    return found
