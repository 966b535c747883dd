import numpy as np
import pytest

from tongket.count.intervals import (
    byar,
    clopper_pearson,
    clopper_pearson_lower_one_sided,
    garwood,
    poisson_interval,
    wilson,
)
from tongket.model.errors import FigureError


def test_poisson_interval_is_exact_below_ten_and_byar_from_ten():
    counts = np.arange(40)
    got, exact, approximate = poisson_interval(counts), garwood(counts), byar(counts)
    np.testing.assert_array_equal(got.lower[:10], exact.lower[:10])
    np.testing.assert_array_equal(got.upper[10:], approximate.upper[10:])


def test_byar_is_within_a_fifth_of_a_percent_of_exact_from_ten():
    counts = np.arange(10, 3000)
    exact, approximate = garwood(counts), byar(counts)
    assert np.abs(approximate.upper / exact.upper - 1).max() < 0.002
    assert np.abs(approximate.lower / exact.lower - 1).max() < 0.002


def test_zero_has_a_lower_limit_of_zero_and_missing_stays_missing():
    bounds = poisson_interval([0, np.nan])
    assert bounds.lower[0] == 0
    assert bounds.upper[0] == pytest.approx(3.688879454)
    assert np.isnan([bounds.lower[1], bounds.upper[1]]).all()


def test_garwood_keeps_shape_and_missing():
    bounds = garwood([[0, 7], [np.nan, 7]])
    assert bounds.lower.shape == (2, 2)
    assert np.isnan(bounds.upper[1, 0])
    assert bounds.lower[0, 1] == bounds.lower[1, 1]


@pytest.mark.parametrize("count", [-1, 2.5])
def test_poisson_interval_refuses_what_is_not_a_count(count):
    with pytest.raises(FigureError, match="Pass the tally itself"):
        poisson_interval([3, count])


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_interval_refuses_a_level_that_is_not_a_chance(level):
    with pytest.raises(FigureError, match=r"Use 0\.95 for 95 %"):
        poisson_interval(3, level)


def test_wilson_of_nothing_is_missing_and_ends_are_exact():
    bounds = wilson([0, 0, 5], [0, 5, 5])
    assert np.isnan(bounds.lower[0])
    assert bounds.lower[1] == 0
    assert bounds.upper[2] == 1


def test_wilson_refuses_more_successes_than_cases():
    with pytest.raises(FigureError, match="can pass 100 %"):
        wilson(25, 19)


def test_clopper_pearson_of_nothing_is_missing():
    assert np.isnan(clopper_pearson([0], [0]).lower).all()


def test_all_of_three_is_at_least_the_cube_root():
    assert clopper_pearson_lower_one_sided(3, 3) == pytest.approx(0.05 ** (1 / 3), abs=1e-12)
