import math

import numpy as np
import pytest

from tongket.model.errors import UsageError
from tongket.watch.alarm_budget import alarm_budget, null_means, simulate_null
from tongket.watch.backtest import backtest
from tongket.watch.detectors import DETECTORS, EarsDetector, parameters, spread

RNG = np.random.default_rng(11)
HISTORY = RNG.poisson(6.0, (120, 12)).astype(float)


def test_the_cut_keeps_the_budget():
    budget = alarm_budget(EarsDetector("C1", alpha=0.05), HISTORY, wanted_per_month=1.0, n_replicates=10)
    assert budget.per_month > 1.0
    assert budget.kept_per_month <= 1.0
    assert budget.cut > EarsDetector("C1", alpha=0.05).cut


def test_a_detector_within_the_budget_keeps_its_own_cut():
    detector = EarsDetector("C1", alpha=1e-6)
    assert alarm_budget(detector, HISTORY, wanted_per_month=5.0, n_replicates=5).cut == detector.cut


def test_too_short_a_history_is_refused():
    with pytest.raises(UsageError, match="needs 277 periods of history; got 120"):
        alarm_budget(DETECTORS["farrington_noufaily"], HISTORY)


def test_null_counts_have_the_wanted_mean_and_spread():
    drawn = simulate_null(np.full((20_000, 2), 3.0), np.array([1.0, 2.5]), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), 3.0, rtol=0.03)
    np.testing.assert_allclose(drawn.var(axis=0) / drawn.mean(axis=0), [1.0, 2.5], rtol=0.05)
    # cutting at the 99 % quantile takes off a little, more where the tail is long
    np.testing.assert_allclose(spread(drawn, np.full(drawn.shape, 3.0)), [1.0, 2.5], rtol=0.12)


def test_a_single_burst_does_not_make_a_series_bursty():
    counts = np.zeros((338, 1))
    counts[::40] = 1
    counts[200] = 12
    assert spread(counts, null_means(counts))[0] < 1.5


def test_sparse_series_have_neither_season_nor_slope():
    counts = np.zeros((300, 2))
    counts[-10:, 0] = 2
    counts[:, 1] = 5 + np.round(3 * np.sin(2 * math.pi * np.arange(300) / 52))
    means = null_means(counts)
    assert np.ptp(means[:, 0]) == 0
    assert np.ptp(means[:, 1]) > 3


def test_the_back_test_scores_what_was_put_in():
    rows = backtest([EarsDetector("C2"), EarsDetector("C1")], HISTORY, factors=(2.0, 6.0), n_judged=30)
    assert [(row.detector, row.factor) for row in rows] == [
        ("ears_c2", 2.0),
        ("ears_c2", 6.0),
        ("ears_c1", 2.0),
        ("ears_c1", 6.0),
    ]
    for small, large in (rows[:2], rows[2:]):
        assert small.sensitivity <= large.sensitivity
        assert large.sensitivity > 0.9
        assert large.delay_periods < 1
        assert 0 < large.ppv <= 1


def test_the_back_test_puts_the_same_outbreaks_in_again():
    one, other = (repr(backtest([EarsDetector()], HISTORY, n_judged=30)) for _ in range(2))
    assert one == other


def test_the_back_test_refuses_what_it_cannot_judge():
    with pytest.raises(UsageError, match="Judge fewer periods"):
        backtest([EarsDetector()], HISTORY, n_judged=115)
    with pytest.raises(UsageError, match="coarser series"):
        backtest([EarsDetector()], HISTORY / 100, n_judged=30)


@pytest.mark.parametrize("name", DETECTORS)
def test_every_detector_sees_a_plain_rise_and_nothing_after_it(name):
    detector = DETECTORS[name]
    rng = np.random.default_rng(3)
    counts = rng.poisson(8.0, (340, 3)).astype(float)
    counts[330:334, 1] += 25
    at = np.arange(320, 335)
    strength = detector.judge(counts, at, None).strength
    assert (strength[10:14, 1] > detector.cut).any()
    # loose: C3 adds up three weeks, and its false alarms come in threes
    assert (np.nan_to_num(strength[:, [0, 2]]) > detector.cut).mean() < 0.25
    changed = counts.copy()
    changed[335:] = 500
    np.testing.assert_array_equal(strength, detector.judge(changed, at, None).strength)


def test_parameters_name_every_setting():
    settings = dict(parameters(DETECTORS["farrington_noufaily"]))
    assert settings["threshold"] == "nb_plugin"
    assert settings["alpha"] == "0.005"
    assert settings["frequency"] == "52"
    assert dict(parameters(DETECTORS["ears_c3"]))["alpha"] == "0.025"
