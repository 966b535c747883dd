from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.reference import plan_integrity as plain
from tongket.model.errors import FigureError
from tongket.plan.integrity_tests import Departure, binomial_departure, departure, moments, widened


@st.composite
def strata(draw):
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        of, other_of = draw(st.integers(0, 12)), draw(st.integers(0, 15))
        rows.append((draw(st.integers(0, of)), of, draw(st.integers(0, other_of)), other_of))
    return [list(column) for column in zip(*rows, strict=True)]


@given(strata())
@settings(max_examples=30)
def test_departure_agrees_with_counting_every_way(columns) -> None:
    found, expected = departure(*columns), plain.tails(*columns)
    if expected is None:
        assert math.isnan(found.upper_p)
        return
    assert (found.expected, found.upper_p, found.lower_p) == pytest.approx([float(each) for each in expected])


def test_one_stratum_is_fishers_exact_test() -> None:
    """R: fisher.test(matrix(c(9, 21, 15, 205), 2), alternative = "greater")$p.value; scipy gives the same."""
    found = departure([9], [30], [15], [220])
    assert found.upper_p == pytest.approx(stats.fisher_exact([[9, 21], [15, 205]], alternative="greater").pvalue)
    assert found.expected == pytest.approx(30 * 24 / 250)


def test_strata_keep_a_different_mix_from_looking_odd() -> None:
    """Half of the kind A and a tenth of the kind B are hits everywhere; the unit has mostly kind A."""
    assert departure([50, 1], [100, 10], [50, 100], [100, 1000]).upper_p > 0.4
    assert departure([51], [110], [150], [1100]).upper_p < 1e-10


def test_many_cases_agree_with_the_exact_sum() -> None:
    columns = [120, 90], [400, 300], [500, 260], [2000, 1000]
    exact = stats.hypergeom
    mean, variance = moments(*(np.array(each) for each in ([400, 300], [2000, 1000], [620, 350])))
    assert mean == pytest.approx(sum(exact.mean(m + n, s, n) for n, m, s in ((400, 2000, 620), (300, 1000, 350))))
    assert variance == pytest.approx(sum(exact.var(m + n, s, n) for n, m, s in ((400, 2000, 620), (300, 1000, 350))))
    mass = np.convolve(
        exact.pmf(np.arange(401), 2400, 620, 400),
        exact.pmf(np.arange(301), 1300, 350, 300),
    )
    assert departure(*columns).upper_p == pytest.approx(float(mass[210:].sum()), rel=1e-6)
    many = departure([2110], [8000], [10000], [40000])
    assert many.upper_p == pytest.approx(float(exact.sf(2109, 48000, 12110, 8000)), rel=0.05)


def test_calendar_share_is_binomial() -> None:
    found = binomial_departure(30, 365, 12 / 365)
    assert found.expected == pytest.approx(12)
    assert found.upper_p == pytest.approx(stats.binom.sf(29, 365, 12 / 365))
    assert math.isnan(binomial_departure(0, 0, 0.1).upper_p)


def test_overdispersion_makes_p_values_larger_only() -> None:
    rows = [departure([9], [30], [15], [220]), departure([1], [30], [15], [220])]
    wide = widened(rows, 4.0)
    assert wide[0].upper_p > 10 * rows[0].upper_p
    assert all(after.upper_p >= before.upper_p for before, after in zip(rows, wide, strict=True))
    assert widened(rows, 0.7) == rows
    nothing = Departure(0, 5, 0.0, math.nan, 1.0, 1.0)
    assert widened([nothing], 4.0) == [nothing]


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(FigureError, match="numerator must lie between"):
        departure([3], [2], [0], [5])


def test_null_p_values_are_not_too_small_too_often() -> None:
    """2 000 draws of the null: p under 5 % no more often than 5 % and what chance adds (99.9 %)."""
    random = np.random.default_rng(20240101)
    of, other = random.integers(20, 80, 2000), random.integers(100, 500, 2000)
    hits, others = random.binomial(of, 0.1), random.binomial(other, 0.1)
    p = [departure([a], [n], [b], [m]).upper_p for a, n, b, m in zip(hits, of, others, other, strict=True)]
    assert np.mean(np.array(p) <= 0.05) < 0.05 + 3.1 * math.sqrt(0.05 * 0.95 / 2000)
