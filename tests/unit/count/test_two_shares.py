import math
from decimal import Decimal
from fractions import Fraction

import pytest
from scipy import stats

from tongket.count.two_counts import NoPercent, Verdict
from tongket.count.two_shares import compare_amounts, compare_shares, fisher_exact
from tongket.model.errors import FigureError


def test_points_stay_exact_and_lie_in_their_interval():
    comparison = compare_shares(517, 574, 552, 606)
    assert comparison.points == (Fraction(517, 574) - Fraction(552, 606)) * 100
    assert comparison.lower < float(comparison.points) < comparison.upper
    assert comparison.verdict is Verdict.MAY_BE_CHANCE
    assert comparison.method == "score"


def test_score_test_agrees_with_chi_square_without_correction():
    comparison = compare_shares(60, 100, 45, 100)
    expected = stats.chi2_contingency([[60, 40], [45, 55]], correction=False).pvalue
    assert comparison.p_value == pytest.approx(expected, rel=1e-9)
    assert comparison.verdict is Verdict.MORE_THAN_CHANCE


@pytest.mark.parametrize("table", [(3, 3, 5, 9), (0, 4, 9, 30), (2, 3, 0, 7), (4, 4, 2, 2)])
def test_few_cases_use_fishers_exact_test(table):
    x1, n1, x2, n2 = table
    expected = stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue
    assert fisher_exact(*table) == pytest.approx(expected, rel=1e-9)
    assert compare_shares(*table).method == "fisher"


def test_equal_shares_are_the_same_whatever_their_size():
    assert compare_shares(3, 3, 20, 20).verdict is Verdict.SAME
    assert compare_shares(1, 2, 50, 100).points == 0


def test_nothing_recorded_gives_no_share():
    comparison = compare_shares(0, 0, 3, 4)
    assert comparison.verdict is Verdict.NO_CASES
    assert (comparison.value, comparison.points) == (None, None)
    assert math.isnan(comparison.p_value)
    assert comparison.against == Fraction(3, 4)


def test_a_ratio_over_one_hundred_percent_is_refused():
    with pytest.raises(FigureError, match="can pass 100 %"):
        compare_shares(25, 19, 10, 12)


def test_amounts_are_exact_decimals():
    comparison = compare_amounts(Decimal("0.30"), [Decimal("0.10"), Decimal("0.20")])
    assert comparison.against == Fraction(3, 20)
    assert comparison.percent == 100
    assert comparison.periods == 2


def test_an_amount_against_nothing_has_no_percent():
    assert compare_amounts(5, [0]).no_percent is NoPercent.ZERO_BASE
    assert compare_amounts(5, [0]).percent is None


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), None])
def test_a_missing_amount_is_refused(amount):
    with pytest.raises(FigureError, match="finite number"):
        compare_amounts(amount, [1])


def test_amounts_need_a_period_to_compare_with():
    with pytest.raises(FigureError, match="--against"):
        compare_amounts(1, [])
