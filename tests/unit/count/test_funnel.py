import numpy as np
import pytest
from scipy import stats

from tongket.count.funnel import (
    between_areas_variance,
    binomial_limits,
    funnel_counts,
    funnel_shares,
    poisson_limits,
    winsorised_phi,
)
from tongket.model.errors import FigureError


def test_limits_lie_between_the_whole_numbers_around_the_quantile():
    expected = np.array([0.5, 3.0, 12.5, 574.0, 20_000.0])
    for chance in (0.001, 0.025, 0.975, 0.999):
        whole = stats.poisson.ppf(chance, expected)
        limit = poisson_limits(expected, chance)
        assert (limit <= whole).all()
        assert (limit >= np.maximum(whole - 1, 0)).all()
    n = np.array([3.0, 40.0, 574.0])
    whole = stats.binom.ppf(0.975, n, 0.9)
    assert (np.abs(binomial_limits(n, 0.9, 0.975) - whole + 0.5) <= 0.5).all()


def test_only_areas_outside_their_limits_stand_out():
    funnel = funnel_counts([10, 30, 1, 100, 16], [10, 10, 10, 100, 10])
    assert funnel.position.tolist() == [0, 2, -2, 0, 0]
    assert funnel_counts([18, 4], [10, 10]).position.tolist() == [1, 0]


def test_an_area_without_expectation_is_missing_not_zero():
    funnel = funnel_counts([0, 5], [0, 5])
    assert np.isnan(funnel.value[0])
    assert np.isnan(funnel.upper_998[0])
    assert funnel.position[0] == 0


def test_shares_use_the_overall_share_unless_a_target_is_given():
    assert funnel_shares([8, 9], [10, 10]).target == pytest.approx(0.85)
    funnel = funnel_shares([20, 90], [100, 100], target=0.5)
    assert funnel.target == 0.5
    assert funnel.position.tolist() == [-2, 2]
    assert funnel.upper_998[0] <= 1


def test_winsorising_caps_the_outlier():
    z = np.concatenate([np.tile([-1.0, 1.0], 10), [50.0]])
    assert winsorised_phi(z) == pytest.approx(1.0)
    assert np.isnan(winsorised_phi([np.nan]))


def test_phi_of_pure_chance_is_about_what_winsorising_leaves():
    rng = np.random.default_rng(8)
    funnel = funnel_counts(rng.poisson(50, 4000), np.full(4000, 50.0))
    edge = stats.norm.ppf(0.9)
    kept = stats.truncnorm(-edge, edge)
    assert funnel.phi == pytest.approx(0.8 * kept.var() + 0.2 * edge**2, abs=0.03)
    assert not funnel.overdispersed
    # limits hold: about 0.2 % of areas outside the outer ones
    assert np.mean(np.abs(funnel.position) == 2) < 0.005


def test_overdispersed_areas_widen_the_limits_both_ways():
    rng = np.random.default_rng(9)
    expected = rng.uniform(20, 400, 200)
    observed = rng.poisson(expected * rng.gamma(20, 1 / 20, 200))
    plain = funnel_counts(observed, expected)
    assert plain.overdispersed
    for adjustment in ("multiplicative", "additive"):
        wide = funnel_counts(observed, expected, adjustment=adjustment)
        assert (np.abs(wide.position) == 2).sum() < (np.abs(plain.position) == 2).sum()
        assert (wide.upper_998 - wide.lower_998 >= plain.upper_998 - plain.lower_998 - 0.15).all()
    assert plain.tau_squared == pytest.approx(1 / 20, rel=0.5)


def test_no_variance_between_areas_without_overdispersion():
    assert between_areas_variance(0.5, np.array([0.1, 0.2])) == 0
    assert between_areas_variance(5.0, np.array([np.nan])) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: funnel_counts([2.5], [1]),
        lambda: funnel_counts([2], [-1]),
        lambda: funnel_shares([3], [2]),
        lambda: funnel_shares([2], [2]),
        lambda: funnel_shares([1], [2], target=90),
    ],
)
def test_refuses_impossible_input(call):
    with pytest.raises(FigureError, match="funnel_"):
        call()
