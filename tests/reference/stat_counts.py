"""Plain twins of the intervals and of the tests for two counts: loops, bisection, no arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction


def bisect(function: Callable[[float], float], low: float, high: float) -> float:
    """Find the root of an increasing function."""
    for _ in range(200):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def poisson(count: int, mean: float) -> float:
    if mean == 0:
        return 1.0 if count == 0 else 0.0
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def at_most(count: int, mean: float) -> float:
    return math.fsum(poisson(k, mean) for k in range(count + 1))


def garwood(count: int, level: float) -> tuple[float, float]:
    tail, top = (1 - level) / 2, 10 * count + 50
    low = 0.0 if count == 0 else bisect(lambda mean: 1 - at_most(count - 1, mean) - tail, 0, top)
    return low, bisect(lambda mean: tail - at_most(count, mean), 0, top)


def wilson(successes: int, n: int, z: float) -> tuple[float, float]:
    """Find the shares whose score test is just not rejected."""
    seen = successes / n

    def score(share: float) -> float:
        return (share - seen) ** 2 * n - z * z * share * (1 - share)

    return bisect(lambda p: -score(p), 0, seen), bisect(score, seen, 1)


def at_least_successes(successes: int, n: int, share: float) -> float:
    return math.fsum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(successes, n + 1))


def clopper_pearson_lower(successes: int, n: int, tail: float) -> float:
    if successes == 0:
        return 0.0
    return bisect(lambda p: at_least_successes(successes, n, p) - tail, 0, 1)


def e_test(count: int, days: int, against: int, days_against: int) -> float:
    """Sum the whole double table; extremeness is decided in whole numbers."""

    def squared(x1: int, x2: int) -> Fraction:
        if x1 == x2 == 0:
            return Fraction(0)
        gap = Fraction(x1, days) - Fraction(x2, days_against)
        return gap**2 / (Fraction(x1, days**2) + Fraction(x2, days_against**2))

    rate = (count + against) / (days + days_against)
    observed = squared(count, against)
    mean, mean_against = rate * days, rate * days_against
    reach = lambda mu: range(math.ceil(mu + 12 * math.sqrt(mu) + 15))  # noqa: E731 - two words, used twice
    return math.fsum(
        poisson(x1, mean) * poisson(x2, mean_against)
        for x1 in reach(mean)
        for x2 in reach(mean_against)
        if squared(x1, x2) >= observed
    )


def exact_conditional(count: int, days: int, against: int, days_against: int) -> Fraction:
    """Sum the binomial masses not above the observed one, in exact fractions."""
    total, share = count + against, Fraction(days, days + days_against)
    mass = [math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]
    return sum((m for m in mass if m <= mass[count]), Fraction(0))


def score_ratio_interval(count: int, days: int, against: int, days_against: int, z: float) -> tuple[float, float]:
    """Find the ratios whose score test is just not rejected; `against` is above 0."""

    def score(ratio: float) -> float:
        scaled = ratio * days / days_against
        return (count - against * scaled) ** 2 - z * z * scaled * (count + against)

    seen = count / days * days_against / against
    top = 1000 * (count + 10) * days_against / days
    return bisect(lambda r: -score(r), 0, seen), bisect(score, seen, top)
