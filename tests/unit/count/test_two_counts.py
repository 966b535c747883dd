import math
from fractions import Fraction

import numpy as np
import pytest

from tongket.count.rate_tests import (
    e_test,
)
from tongket.count.two_counts import NoPercent, Verdict, compare, compare_many, compare_with_mean
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


def test_years_without_any_case_compare_without_error():
    assert compare_with_mean(0, [0, 0]).verdict is Verdict.NO_CASES
    assert compare_with_mean(9, [0, 0, 0]).verdict is Verdict.MORE_THAN_CHANCE


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
