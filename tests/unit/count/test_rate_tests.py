import math

import numpy as np
import pytest

from tongket.count.rate_tests import Overdispersion, overdispersion, quasi_poisson_p, ratio_interval, z_screen
from tongket.model.errors import FigureError


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


def test_z_screen_has_two_factors():
    assert z_screen(25, 16) == pytest.approx(math.sqrt(2))
    assert z_screen([25], [16], against_is_mean=True) == pytest.approx(2)


def test_z_screen_of_two_single_years_is_about_standard_normal():
    rng = np.random.default_rng(3)
    z = z_screen(rng.poisson(30, 50_000), rng.poisson(30, 50_000))
    assert z.std() == pytest.approx(1, abs=0.02)
    wrong = z_screen(rng.poisson(30, 50_000), rng.poisson(30, 50_000), against_is_mean=True)
    assert 0.030 < (np.abs(wrong) > 3).mean() < 0.043  # methods page: 3.4 to 3.9 %


def test_quasi_poisson_of_no_case_is_undefined():
    assert math.isnan(quasi_poisson_p(0, 1, 0, 2, Overdispersion(2.0, 1)))
