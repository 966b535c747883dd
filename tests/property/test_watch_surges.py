import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.reference import watch_farrington, watch_surges
from tongket.watch import FarringtonSettings, Threshold, cusum, ears, farrington, glr_cusum
from tongket.watch.kernels import special
from tongket.watch.kernels.compiling import jit_disabled
from tongket.watch.reference_periods import references

series = st.lists(st.integers(0, 30), min_size=14, max_size=40)


@given(y=series, method=st.sampled_from(["C1", "C2", "C3"]), least=st.sampled_from([0.0, 0.5]))
def test_ears_agrees_with_plain_python(y, method, least):
    ref = watch_surges.ears_scores(y, method, least_sd=least)
    comp = ears(y, method=method, min_sigma=least).score
    for r, c in zip(ref, comp, strict=True):
        if r is None:
            assert not np.isfinite(c)  # too short a past, or a standard deviation of zero
        else:
            assert c == pytest.approx(r, abs=1e-9)


@given(y=series, mean=st.floats(0.1, 20), transform=st.sampled_from(["standard", "rossi", "anscombe"]))
def test_cusum_agrees_with_plain_python(y, mean, transform):
    comp = cusum(y, mean, k=0.8, transform=transform).level
    np.testing.assert_allclose(comp, watch_surges.cusum_levels(y, mean, 0.8, transform), atol=1e-9)


@settings(max_examples=20)
@given(
    y=st.lists(st.integers(0, 12), min_size=1, max_size=6),
    alpha=st.sampled_from([0.0, 0.3]),
    least=st.integers(1, 2),
    most=st.integers(2, 5),
)
def test_glr_agrees_with_a_grid_search(y, alpha, least, most):
    mean = [2.0 + 0.5 * i for i in range(len(y))]
    comp = glr_cusum(y, mean, dispersion=alpha, threshold=1e9, least_window=least, most_window=most).level[-1]
    ref = watch_surges.glr_by_grid(y, mean, alpha, least, most)
    assert comp == pytest.approx(ref, abs=1e-4)
    assert comp >= ref - 1e-12


@settings(max_examples=3 if jit_disabled() else 25)
@given(
    seed=st.integers(0, 2**32 - 1),
    mean=st.floats(2.0, 40.0),
    spread=st.floats(1.0, 4.0),
    seasons=st.sampled_from([1, 4, 10]),
    trend_level=st.sampled_from([0.05, 1.0]),
)
def test_farrington_agrees_with_a_full_design_matrix(seed, mean, spread, seasons, trend_level):
    rng = np.random.default_rng(seed)
    n = 52 * 4 + 8
    shape = mean / (spread - 0.99)
    y = rng.poisson(rng.gamma(shape, mean / shape, n)).astype(float)
    chosen = FarringtonSettings(
        years=3, seasons=seasons, trend_level=trend_level, threshold=Threshold.NB_PLUGIN, alpha=0.01, least_cases=0
    )
    comp = farrington(y, settings=chosen, periods=[n - 1])
    past = references(np.array([n - 1]), 3, 3, seasons, 3, 52, None, "test")
    expected, phi, upper = watch_farrington.judge_week(
        y[past.position[0]], past.time[0], past.group[0], seasons, past.now[0], trend_level, 2.58, 0.01
    )
    assert comp.expected[0] == pytest.approx(expected, rel=1e-6)
    assert comp.dispersion[0] == pytest.approx(phi, rel=1e-6)
    assert comp.upper[0] == upper


@given(mean=st.floats(0.01, 5000), phi=st.one_of(st.just(1.0), st.floats(1.001, 30)), p=st.floats(0.001, 0.9999))
def test_count_quantiles_are_those_of_scipy(mean, phi, p):
    law = stats.nbinom(mean / (phi - 1), 1 / phi) if phi > 1 else stats.poisson(mean)
    got = special.count_quantile(p, mean, phi)
    assert law.cdf(got) >= p - 1e-9
    assert got == 0 or law.cdf(got - 1) < p + 1e-9
    assert special.count_cdf(got, mean, phi) == pytest.approx(float(law.cdf(got)), rel=1e-8)
    assert special.count_upper(got, mean, phi) == pytest.approx(float(law.sf(got)), rel=1e-6, abs=1e-12)


@given(t=st.floats(-50, 50), degrees=st.integers(1, 400))
def test_student_chances_are_those_of_scipy(t, degrees):
    assert special.student_two_sided(t, float(degrees)) == pytest.approx(
        2 * float(stats.t.sf(abs(t), degrees)), rel=1e-7, abs=1e-14
    )


@given(y=series)
def test_series_do_not_disturb_each_other(y):
    table = np.column_stack([y, y[::-1], np.zeros(len(y))])
    together = ears(table, min_sigma=0.5).upper
    for column in range(3):
        np.testing.assert_array_equal(together[:, column], ears(table[:, column], min_sigma=0.5).upper)
