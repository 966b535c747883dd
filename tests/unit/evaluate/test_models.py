import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.evaluate_models import correlated_covariance, nearest_mixture, panel
from tongket.evaluate import (
    Correction,
    Memory,
    difference_in_differences,
    event_study,
    interrupted_series,
    log_irr,
    series_text,
    synthetic_control,
)
from tongket.evaluate.interrupted_errors import _left_over, sandwich
from tongket.evaluate.synthetic import mixture
from tongket.model.errors import FigureError

seeds = st.integers(0, 10_000)


def weeks(rng, mean, n=140, start=120, effect=0.0, shock=0.0):
    expected = mean * np.exp(0.2 * np.sin(2 * np.pi * np.arange(n) / 52.18) + shock)
    expected[start : start + 8] *= 1 + effect
    return rng.poisson(expected)


def block(n_times, n_places, start, treated):
    return (np.arange(n_times) >= start)[:, None] & (np.arange(n_places) < treated)[None, :]


def test_a_fall_put_into_a_series_is_found():
    rng = np.random.default_rng(1)
    result = interrupted_series(weeks(rng, 200, effect=-0.3), 120, 128, comparison=weeks(rng, 400))
    assert result.lower < -30 < result.upper < -15
    assert result.controlled
    assert result.before == 120
    assert result.observed == pytest.approx(result.expected * (1 + result.percent / 100))
    assert len(result.autocorrelation) == 4
    assert "mức giảm vượt quá" in series_text(result).vi
    assert "nơi đối chứng" in series_text(result).vi
    assert f"first autocorrelation of the residuals: {result.autocorrelation[0]:.2f}".replace("-", "−") in (
        series_text(result).en
    )


def test_a_shock_that_meets_both_series_cancels_out():
    rng = np.random.default_rng(2)
    shock = np.zeros(140)
    shock[120:128] = -0.5
    both = [weeks(rng, mean, shock=shock) for mean in (300, 300)]
    assert interrupted_series(both[0], 120, 128).upper < -20
    controlled = interrupted_series(both[0], 120, 128, comparison=both[1])
    assert controlled.lower < 0 < controlled.upper


def test_shared_noise_narrows_a_controlled_series():
    rng = np.random.default_rng(3)
    shock = rng.normal(0, 0.3, 140)
    both = [weeks(rng, 300, shock=shock) for _ in range(2)]
    alone, controlled = (interrupted_series(both[0], 120, 128, comparison=c) for c in (None, both[1]))
    assert controlled.standard_error < alone.standard_error / 2


def test_memory_widens_the_interval():
    rng = np.random.default_rng(4)
    wave = np.zeros(140)
    for t in range(1, 140):
        wave[t] = 0.8 * wave[t - 1] + rng.normal(0, 0.1)
    y = weeks(rng, 200, shock=wave)
    plain, wide = (interrupted_series(y, 120, 128, correction=c) for c in (Correction.NONE, Correction.AR1))
    assert plain.memory == Memory(0.0, 0.0)
    assert wide.memory.share > 0.3
    assert wide.standard_error > 1.3 * plain.standard_error


def test_a_moving_holiday_is_a_column_of_its_own():
    rng = np.random.default_rng(5)
    tet = np.zeros(140)
    tet[[4, 56, 109, 122]] = 1.0
    y = weeks(rng, 300, shock=-0.7 * tet)
    named = interrupted_series(y, 120, 128, extra=tet, extra_names=["Tết"])
    assert dict(named.coefficients)["Tết"] == pytest.approx(-0.7, abs=0.15)
    assert named.dispersion < interrupted_series(y, 120, 128).dispersion


@settings(max_examples=10, deadline=None)
@given(seed=seeds, share=st.floats(0, 1), decay=st.floats(0, 0.9))
def test_error_with_memory_agrees_with_the_whole_matrix(seed, share, decay):
    rng = np.random.default_rng(seed)
    design, mean = rng.normal(size=(2, 9, 3)), rng.uniform(1, 9, (2, 9))
    spread = np.array([[2.0, 0.7], [0.7, 1.5]])
    fast = sandwich(design, mean, spread, Memory(share, decay))
    np.testing.assert_allclose(fast, correlated_covariance(design, mean, spread, share, decay), rtol=1e-9, atol=1e-12)


@settings(max_examples=10, deadline=None)
@given(seed=seeds, share=st.floats(0, 1), decay=st.floats(0.05, 0.9))
def test_what_fitting_takes_from_residuals_agrees_with_the_whole_matrix(seed, share, decay):
    base = np.linalg.qr(np.random.default_rng(seed).normal(size=(14, 4)))[0]
    apart = np.abs(np.subtract.outer(np.arange(14), np.arange(14)))
    errors = np.where(apart == 0, 1.0, share * decay**apart)
    left = np.eye(14) - base @ base.T
    wanted = [np.trace(left @ errors @ left, k) for k in range(9)]
    np.testing.assert_allclose(_left_over(base, Memory(share, decay)), wanted, atol=1e-10)


@pytest.mark.parametrize(
    ("change", "helps"),
    [
        ({"start": 20}, "24 points"),
        ({"end": 200}, "inside the series"),
        ({"comparison": np.ones(3)}, "same points"),
        ({"counts": np.r_[np.ones(120), np.zeros(20)]}, "a case before and during"),
        ({"counts": np.r_[np.ones(139), np.nan]}, "known"),
        ({"level": 90}, "level"),
    ],
)
def test_a_series_that_cannot_be_judged_is_refused(change, helps):
    given_ = {"counts": np.ones(140), "start": 120} | change
    with pytest.raises(FigureError, match=helps):
        interrupted_series(given_.pop("counts"), given_.pop("start"), **given_)


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_panel_agrees_with_a_column_for_every_place(seed):
    rng = np.random.default_rng(seed)
    y = rng.poisson(rng.gamma(3, 2, 6) * np.ones((7, 1))) + 1
    treatment = rng.random((7, 6)) < 0.3
    treatment[:2] = treatment[:, :2] = False
    treatment[5, 3] = True
    effect, error = panel(y, treatment)
    result = difference_in_differences(y, treatment, bootstrap=False)
    assert (result.log_effect, result.standard_error) == pytest.approx((effect, error), rel=1e-6, abs=1e-8)


def test_panel_with_one_start_is_the_ratio_of_pooled_counts():
    rng = np.random.default_rng(6)
    y = rng.poisson(5, (12, 10))
    result = difference_in_differences(y, block(12, 10, 8, 4))
    pooled = [[y[:8, part].sum(), y[8:, part].sum()] for part in (slice(4), slice(4, None))]
    assert result.log_effect == pytest.approx(float(log_irr(*pooled).log.effect))
    assert (result.method, result.places, result.treated_places) == ("score bootstrap", 10, 4)


def test_bootstrap_interval_and_p_value_agree_and_repeat():
    rng = np.random.default_rng(7)
    y = rng.poisson(20 * rng.gamma(5, 0.2, 16), (10, 16))
    y[6:, :8] = rng.binomial(y[6:, :8], 0.7)
    first, again = (difference_in_differences(y, block(10, 16, 6, 8), seed=9) for _ in range(2))
    assert first == again
    assert (first.p_value < 0.1) == (first.upper < 0 or first.lower > 0)
    assert first.lower < first.percent < first.upper < 0


def test_few_treated_places_are_pointed_out():
    y = np.random.default_rng(8).poisson(30, (10, 20))
    assert difference_in_differences(y, block(10, 20, 6, 2)).few_treated


def test_event_study_is_flat_before_and_low_after():
    rng = np.random.default_rng(9)
    y = rng.poisson(60, (24, 30))
    y[16:, :12] = rng.binomial(y[16:, :12], 0.7)
    study = event_study(y, np.arange(30) < 12, 16, width=4)
    assert study.starts.tolist() == [-16, -12, -8, -4, 0, 4]
    assert study.percent[3] == 0
    assert (study.upper[4:] < 0).all()
    assert study.before_p_value > 0.01


def test_event_study_sees_places_that_went_different_ways():
    rng = np.random.default_rng(10)
    drift = np.exp(np.outer(-np.arange(24) / 24, np.arange(30) < 12))
    study = event_study(rng.poisson(60 * drift), np.arange(30) < 12, 16, width=4)
    assert study.before_p_value < 0.001


def test_panel_refuses_a_campaign_without_comparison():
    with pytest.raises(FigureError, match="choose_rung"):
        difference_in_differences(np.ones((6, 4)), block(6, 4, 3, 4))
    with pytest.raises(FigureError, match="same shape"):
        difference_in_differences(np.ones((6, 4)), block(6, 3, 3, 1))
    with pytest.raises(FigureError, match="two stretches"):
        event_study(np.ones((6, 4)), np.arange(4) < 2, 3, width=2)


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_mixture_is_the_nearest_there_is(seed):
    rng = np.random.default_rng(seed)
    donors, target = rng.gamma(3, 1, (8, 5)), rng.gamma(3, 1, 8)
    weights = mixture(donors, target)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    assert ((donors @ weights - target) ** 2).sum() == pytest.approx(
        nearest_mixture(donors, target), rel=1e-6, abs=1e-9
    )


def test_a_place_that_is_a_mixture_is_recovered():
    donors = np.random.default_rng(11).gamma(3, 1, (20, 12))
    weights = np.zeros(12)
    weights[[1, 5]] = 0.3, 0.7
    np.testing.assert_allclose(mixture(donors, donors @ weights), weights, atol=1e-9)


def test_a_fall_in_one_place_ranks_first_among_placebos():
    rng = np.random.default_rng(12)
    common = np.exp(np.cumsum(rng.normal(0, 0.1, 40)))
    y = rng.poisson(np.outer(common, rng.gamma(10, 10, 25)) + 50)
    y[30:, 3] = rng.binomial(y[30:, 3], 0.6)
    result = synthetic_control(y, 3, 30)
    assert result.rank == 1
    assert result.p_value == 1 / (result.placebos + 1)
    assert result.lower < -40 < result.upper < -20
    assert result.ratio == pytest.approx(result.rmspe_during / result.rmspe_before)


def test_with_few_donors_no_interval_is_claimed():
    y = np.random.default_rng(13).poisson(50, (30, 10))
    result = synthetic_control(y, 0, 20)
    assert (result.lower, result.upper) == (-100, np.inf)


def test_synthetic_control_refuses_few_places():
    with pytest.raises(FigureError, match="9 other places"):
        synthetic_control(np.ones((30, 5)), 0, 20)
    with pytest.raises(FigureError, match="before the start"):
        synthetic_control(np.c_[np.ones((30, 10)), np.r_[np.zeros(20), np.ones(10)]], 0, 20)
