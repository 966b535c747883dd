import math
import time
from fractions import Fraction

import numpy as np
import pytest

from tongket.count.two_counts import (
    NoPercent,
    Overdispersion,
    Verdict,
    compare,
    compare_many,
    compare_with_mean,
    e_test,
    exact_conditional_test,
    overdispersion,
    quasi_poisson_p,
    ratio_interval,
    z_screen,
)
from tongket.model.errors import FigureError


def test_percent_stays_an_exact_fraction():
    comparison = compare(574, 606)
    assert comparison.percent == Fraction(-3200, 606)
    assert comparison.difference == -32
    assert comparison.lower < float(comparison.percent) < comparison.upper


@pytest.mark.parametrize(
    ("value", "against", "verdict"),
    [
        (0, 0, Verdict.NO_CASES),
        (574, 574, Verdict.SAME),
        (1, 0, Verdict.TOO_FEW),
        (3, 0, Verdict.TOO_FEW),
        (6, 2, Verdict.MAY_BE_CHANCE),
        (574, 606, Verdict.MAY_BE_CHANCE),
        (574, 1067, Verdict.MORE_THAN_CHANCE),
        (0, 20, Verdict.MORE_THAN_CHANCE),
    ],
)
def test_verdict(value, against, verdict):
    assert compare(value, against).verdict is verdict


@pytest.mark.parametrize(("against", "reason"), [(0, NoPercent.ZERO_BASE), (49, NoPercent.SMALL_BASE), (50, None)])
def test_no_percent_under_the_small_number_rule(against, reason):
    comparison = compare(60, against)
    assert comparison.no_percent is reason
    assert (comparison.percent is None) == (reason is not None)
    assert (comparison.lower is None) == (comparison.upper is None) == (reason is not None)


def test_no_case_in_either_period_is_undefined_not_zero():
    comparison = compare(0, 0)
    assert math.isnan(comparison.p_value)
    assert math.isnan(comparison.exact_p)
    assert math.isnan(comparison.ratio_lower)


def test_a_zero_base_has_an_infinite_ratio():
    comparison = compare(5, 0)
    assert comparison.ratio == math.inf
    assert comparison.ratio_upper == math.inf
    assert comparison.ratio_lower > 0


def test_longer_period_with_the_same_daily_rate_is_no_change():
    assert e_test(310, 31, 280, 28) == 1.0
    comparison = compare(310, 280, days=31, days_against=28)
    assert comparison.days_differ
    assert comparison.ratio == pytest.approx(1)
    assert comparison.verdict is Verdict.MAY_BE_CHANCE


def test_mean_of_years_is_exact_and_pooled():
    comparison = compare_with_mean(574, [606, 620, 611])
    assert comparison.against == Fraction(1837, 3)
    assert comparison.difference == 574 - Fraction(1837, 3)
    assert comparison.periods == 3
    assert comparison.method == "e-test"
    assert comparison.p_value == e_test(574, 1, 1837, 3.0)


def test_mean_of_years_that_disagree_uses_quasi_poisson():
    comparison = compare_with_mean(574, [1067, 894, 606])
    assert comparison.method == "quasi-poisson"
    assert comparison.phi > 1.5
    assert comparison.verdict is Verdict.MAY_BE_CHANCE  # the Poisson test would have said more than chance
    assert e_test(574, 1, 2567, 3) < 1e-6


def test_quasi_poisson_with_phi_one_and_many_degrees_is_the_score_test():
    # 30 of 40 cases where half are expected: z = 10 / sqrt(10)
    p = quasi_poisson_p(30, 1, 10, 1, Overdispersion(1.0, 10**6))
    assert p == pytest.approx(math.erfc(math.sqrt(10) / math.sqrt(2)), rel=1e-4)


def test_quasi_interval_and_quasi_p_agree_on_the_edge():
    spread = overdispersion([100, 140, 90], [365, 365, 366])
    low, high = ratio_interval(150, 365, 330, 1096, spread=spread)
    for limit in (low, high):  # at the limit of the interval the scaled hypothesis has p = 0.05
        assert quasi_poisson_p(150, 365 * limit, 330, 1096, spread) == pytest.approx(0.05, abs=1e-9)


def test_overdispersion_is_pearsons_statistic():
    # mean 10: (4 + 4) / 10 over 1 degree
    assert overdispersion([8, 12], [1, 1]).phi == pytest.approx(0.8)
    assert not overdispersion([8, 12], [1, 1]).matters
    assert math.isnan(overdispersion([0, 0], [1, 1]).phi)
    with pytest.raises(FigureError, match="at least two"):
        overdispersion([8], [1])


def test_years_without_any_case_compare_without_error():
    assert compare_with_mean(0, [0, 0]).verdict is Verdict.NO_CASES
    assert compare_with_mean(9, [0, 0, 0]).verdict is Verdict.MORE_THAN_CHANCE


def test_z_screen_has_two_factors():
    assert z_screen(25, 16) == pytest.approx(math.sqrt(2))
    assert z_screen([25], [16], against_is_mean=True) == pytest.approx(2)


def test_z_screen_of_two_single_years_is_about_standard_normal():
    rng = np.random.default_rng(3)
    z = z_screen(rng.poisson(30, 50_000), rng.poisson(30, 50_000))
    assert z.std() == pytest.approx(1, abs=0.02)
    wrong = z_screen(rng.poisson(30, 50_000), rng.poisson(30, 50_000), against_is_mean=True)
    assert 0.030 < (np.abs(wrong) > 3).mean() < 0.043  # methods page: 3.4 to 3.9 %


@pytest.mark.parametrize("bad", [-1, 2.5])
def test_compare_refuses_what_is_not_a_count(bad):
    with pytest.raises(FigureError, match="whole and not negative"):
        compare(bad, 3)


@pytest.mark.parametrize("days", [0, -1, math.inf])
def test_compare_refuses_a_period_without_days(days):
    with pytest.raises(FigureError, match="positive number of days"):
        compare(3, 3, days=days)


def test_compare_with_mean_refuses_lengths_that_do_not_match():
    with pytest.raises(FigureError, match="Give both for every period"):
        compare_with_mean(3, [3, 4], days_against=[365])
    with pytest.raises(FigureError, match="Give both for every period"):
        compare_with_mean(3, [])


def test_compare_many_is_row_by_row_compare():
    rows = compare_many(np.array([6, 574, 6]), np.array([2, 606, 2]), days=365, days_against=366)
    assert rows[0] is rows[2]
    assert rows[1] == compare(574, 606, days=365, days_against=366)
    with pytest.raises(FigureError, match="same rows"):
        compare_many([1], [1, 2])


def test_tests_are_quick_enough_for_a_large_table():
    e_test.cache_clear()
    best = min(_seconds(lambda: e_test.__wrapped__(574, 365, 606, 365)) for _ in range(5))
    assert best < 0.005
    rng = np.random.default_rng(1)
    old, new = rng.poisson(rng.uniform(0, 2000, (2, 500)))
    exact_conditional_test.cache_clear()
    assert _seconds(lambda: compare_many(new, old, days=365, days_against=366)) < 1.0


def _seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
