"""The integrity watch's comparison in whole numbers: every way in which hits can fall, strata side by side."""

import itertools
from fractions import Fraction
from math import comb


def ways(n, m, successes):
    """Return, for each number of hits among n, in how many ways `successes` hits fall on n + m cases."""
    return {k: comb(n, k) * comb(m, successes - k) for k in range(max(0, successes - m), min(n, successes) + 1)}


def tails(hits, of, other_hits, other_of):
    """Return expected hits and the chances of so many or more, and of so many or fewer, as fractions."""
    strata = [row for row in zip(hits, of, other_hits, other_of, strict=True) if row[1] and row[3]]
    if not strata:
        return None
    observed = sum(row[0] for row in strata)
    tables = [ways(n, m, a + b) for a, n, b, m in strata]
    total = upper = lower = mean = 0
    for chosen in itertools.product(*tables):
        number = 1
        for table, k in zip(tables, chosen, strict=True):
            number *= table[k]
        total += number
        mean += number * sum(chosen)
        upper += number * (sum(chosen) >= observed)
        lower += number * (sum(chosen) <= observed)
    return Fraction(mean, total), Fraction(upper, total), Fraction(lower, total)
