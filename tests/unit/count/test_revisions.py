import math

import numpy as np
import pytest
from scipy import stats

from tongket.count.revisions import revision_metrics, revision_triangle
from tongket.model.errors import FigureError


def test_triangle_has_a_row_per_period_and_a_column_per_seal():
    triangle = revision_triangle([2, 1, 2], ["mps:2022-01", "mps:2022-01", "mps:2022-02"], [48, 45, 51])
    assert triangle.periods == ("mps:2022-01", "mps:2022-02")
    assert triangle.seals == (1, 2)
    np.testing.assert_array_equal(triangle.values, [[45, 48], [np.nan, 51]])


def test_lag_counts_from_each_periods_first_seal():
    triangle = revision_triangle([1, 2, 3, 2, 3], list("aaabb"), [10, 12, 11, 20, 24])
    np.testing.assert_array_equal(triangle.by_lag(), [[10, 12, 11], [20, 24, np.nan]])


def test_metrics_by_hand():
    triangle = revision_triangle([1, 2, 2, 3, 3, 4], list("aabbcc"), [10, 12, 20, 24, 30, 30])
    (metrics,) = revision_metrics(triangle)
    assert (metrics.lag, metrics.n) == (1, 3)
    assert metrics.mean == metrics.mean_absolute == 2
    assert metrics.mean_absolute_percent == pytest.approx(10)
    assert metrics.share_upward == pytest.approx(2 / 3)
    assert metrics.share_downward == 0
    expected = stats.ttest_1samp([2, 4, 0], 0)
    assert (metrics.t, metrics.p_value) == pytest.approx((expected.statistic, expected.pvalue))


def test_one_period_or_equal_revisions_carry_no_test():
    assert math.isnan(revision_metrics(revision_triangle([1, 2], "aa", [1, 2]))[0].p_value)
    same = revision_triangle([1, 2, 1, 2], "aabb", [1, 2, 5, 6])
    assert math.isnan(revision_metrics(same)[0].t)


def test_a_base_of_zero_has_no_percent():
    assert math.isnan(revision_metrics(revision_triangle([1, 2], "aa", [0, 2]))[0].mean_absolute_percent)


def test_nothing_revised_yet():
    assert revision_metrics(revision_triangle([1, 1], "ab", [1, 2])) == ()


def test_a_seal_that_lacks_the_period_is_missing_not_zero():
    triangle = revision_triangle([1, 3, 2], "aab", [10, 14, 5])
    lags = {metrics.lag: metrics for metrics in revision_metrics(triangle)}
    assert list(lags) == [2]
    assert lags[2].mean == 4


def test_two_figures_of_one_period_in_one_seal_are_refused():
    with pytest.raises(FigureError, match="two of 'a' in seal 1"):
        revision_triangle([1, 1], "aa", [1, 2])
    with pytest.raises(FigureError, match="same length"):
        revision_triangle([1], "aa", [1, 2])


def test_a_period_without_any_figure_stays_empty():
    triangle = revision_triangle([1, 2, 1], "aab", [1, 2, math.nan])
    assert np.isnan(triangle.by_lag()[1]).all()
    assert revision_metrics(triangle)[0].n == 1
