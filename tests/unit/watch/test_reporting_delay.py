import numpy as np
import pytest

from tongket.model.errors import UsageError
from tongket.watch.reporting_delay import nowcast, reporting_triangle

DAY = np.datetime64("2024-03-31")


def test_a_triangle_counts_by_week_and_delay():
    happened = DAY - np.array([0, 0, 7, 8, 14])
    recorded = happened + np.array([0, 9, 0, 7, 0])
    triangle = reporting_triangle(happened, recorded, DAY, n_periods=3, max_delay=2)
    assert triangle[:, :, 0].tolist() == [[1, 0, 0], [1, 1, 0], [1, 0, 0]]


def test_what_is_recorded_later_is_not_known():
    assert reporting_triangle([DAY], [DAY + 1], DAY, n_periods=3, max_delay=2).sum() == 0


def test_delays_are_learnt_from_incomplete_weeks_too():
    # two thirds at once, one third a week later
    result = nowcast([[20, 10], [20, 10], [20, 0]])
    assert result.completeness[:, 0].tolist() == pytest.approx([1, 1, 2 / 3])
    assert result.expected[:, 0].tolist() == pytest.approx([30, 30, 30])
    assert result.lower[2, 0] < 30 < result.upper[2, 0]
    assert result.lower[1, 0] == result.upper[1, 0] == 30


def test_cells_of_the_future_are_not_looked_at():
    one, other = nowcast([[20, 10], [20, 10], [20, 0]]), nowcast([[20, 10], [20, 10], [20, 99]])
    np.testing.assert_array_equal(one.expected, other.expected)


def test_nothing_can_be_said_of_what_is_never_recorded_so_early():
    result = nowcast([[0, 5], [0, 5], [0, 0]])
    assert result.completeness[2, 0] == 0
    assert np.isnan(result.expected[2, 0])
    assert np.isnan(result.median[2, 0])


def test_refusals():
    with pytest.raises(UsageError, match="as many periods as delays"):
        nowcast([[1, 2, 3]])
    with pytest.raises(UsageError, match="must not be negative"):
        nowcast([[1, 2], [-1, 0]])


def test_the_interval_holds_its_level():
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(300):
        final = rng.poisson(40)
        known = rng.binomial(final, 0.6)
        result = nowcast([[24_000, 16_000]] * 3 + [[known, 0]], alpha=0.1)
        inside.append(result.lower[-1, 0] <= final <= result.upper[-1, 0])
    assert 0.85 <= np.mean(inside) <= 0.97
