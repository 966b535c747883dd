import numpy as np
import pytest
from scipy import special, stats

from tongket.count import distributions as ours

RNG = np.random.default_rng(20221231)
SHAPES = np.concatenate([RNG.uniform(0.3, 5, 200), RNG.uniform(5, 300, 200), 10 ** RNG.uniform(2, 5, 40)])
OTHERS = RNG.permutation(SHAPES)
CHANCES = RNG.uniform(0.0005, 0.9995, SHAPES.size)


def test_gamma_cdf_agrees_with_scipy():
    x = SHAPES * RNG.uniform(0.3, 2, SHAPES.size)
    np.testing.assert_allclose(ours.gamma_cdf(SHAPES, x), special.gammainc(SHAPES, x), atol=1e-12)


def test_gamma_quantile_agrees_with_scipy():
    expected = special.gammaincinv(SHAPES, CHANCES)
    np.testing.assert_allclose(ours.gamma_quantile(CHANCES, SHAPES), expected, rtol=1e-9)


def test_beta_cdf_agrees_with_scipy():
    x = RNG.uniform(0, 1, SHAPES.size)
    np.testing.assert_allclose(ours.beta_cdf(SHAPES, OTHERS, x), special.betainc(SHAPES, OTHERS, x), atol=1e-12)


def test_beta_quantile_agrees_with_scipy():
    expected = special.betaincinv(SHAPES, OTHERS, CHANCES)
    np.testing.assert_allclose(ours.beta_quantile(CHANCES, SHAPES, OTHERS), expected, rtol=1e-9)


@pytest.mark.parametrize("mean", [0.1, 7, 590, 1e6])
def test_poisson_mass_and_sum_agree_with_scipy(mean):
    counts = np.arange(max(0, int(mean - 6 * mean**0.5)), int(mean + 6 * mean**0.5) + 3)
    np.testing.assert_allclose(ours.poisson_pmf(counts, mean), stats.poisson.pmf(counts, mean), rtol=1e-8)
    np.testing.assert_allclose(ours.poisson_cdf(counts, mean), stats.poisson.cdf(counts, mean), atol=1e-12)


@pytest.mark.parametrize(("n", "share"), [(1, 0.5), (49, 0.3), (2000, 0.01), (2000, 0.999)])
def test_binomial_mass_and_sum_agree_with_scipy(n, share):
    counts = np.arange(-1, n + 2)
    inside = counts[1:-1]
    np.testing.assert_allclose(
        ours.binomial_pmf(inside, n, share), stats.binom.pmf(inside, n, share), rtol=1e-8, atol=1e-250
    )
    np.testing.assert_allclose(ours.binomial_cdf(counts, n, share), stats.binom.cdf(counts, n, share), atol=1e-12)


@pytest.mark.parametrize("degrees", [1, 2, 5, 30])
def test_student_agrees_with_scipy(degrees):
    assert ours.student_quantile_two_sided(0.95, degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-9)
    assert ours.student_two_sided(2.3, degrees) == pytest.approx(2 * stats.t.sf(2.3, degrees), rel=1e-9)


def test_normal_two_sided_agrees_with_scipy():
    z = np.array([-3.0, 0.0, 1.959963984540054])
    np.testing.assert_allclose(ours.normal_two_sided(z), 2 * stats.norm.sf(np.abs(z)), rtol=1e-12)
