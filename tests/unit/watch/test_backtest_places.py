from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tongket.watch.backtest_places import PlaceCases, backtest_repeats, backtest_scan, days_back
from tongket.watch.settings import WatchSettings

LAST = date(2024, 12, 8)
SETTINGS = WatchSettings(
    clusters=("theft",),
    near_repeats=("theft",),
    cluster_days=120,
    cluster_longest_days=28,
    n_permutations=199,
    cluster_km=1.0,
)


def cases(n, seed=1, side=3000.0, days=400):
    rng = np.random.default_rng(seed)
    day = np.datetime64(LAST) - rng.integers(0, days, n).astype("timedelta64[D]")
    return PlaceCases(rng.uniform(0, side, n), rng.uniform(0, side, n), day)


def test_large_clusters_are_found_and_small_ones_are_not():
    small, large = backtest_scan(cases(1200), LAST, SETTINGS, factors=(1.2, 6.0), n_judged=26)
    assert (small.n_outbreaks, large.n_outbreaks) == (5, 5)
    assert large.sensitivity >= 0.8
    assert small.sensitivity < large.sensitivity
    assert 0 <= large.delay_periods <= 3
    assert large.ppv > 0.5
    assert large.detector == "space_time_permutation"


def test_where_no_place_is_busy_nothing_is_tried():
    assert backtest_scan(cases(100), LAST, SETTINGS, n_judged=26) == ()


def test_same_seed_same_rows():
    first, second = (backtest_scan(cases(1200), LAST, SETTINGS, factors=(3.0,), n_judged=26) for _ in range(2))
    assert repr(first) == repr(second)
    other = backtest_scan(cases(1200), LAST, replace(SETTINGS, seed=7), factors=(3.0,), n_judged=26)
    assert repr(other) != repr(first)


def test_repeats_put_in_are_found_and_shuffled_days_are_quiet():
    none, many = backtest_repeats(cases(800, side=4000.0, days=300), LAST, SETTINGS, factors=(1.0, 6.0))
    assert many.sensitivity == 1.0
    assert none.sensitivity <= 0.3
    assert many.ppv >= 0.7
    assert np.isnan(many.delay_periods)


@pytest.mark.parametrize("judged", [10, 52])
def test_cases_must_reach_back_before_the_first_look(judged):
    assert days_back(SETTINGS, judged) == 120 + 7 * (judged + 4)
