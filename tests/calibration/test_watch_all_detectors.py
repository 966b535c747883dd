"""All detectors of a book together keep the number of false alarms that is said beforehand. Small here; the nightly run
looks TONGKET_CALIBRATION times as often."""

import os
from dataclasses import replace
from datetime import timedelta

import numpy as np
from scipy import stats

from tests.unit.watch.factories import LAST, case, engine
from tongket.watch.alarm_budget import DAYS_IN_MONTH
from tongket.watch.settings import WatchSettings
from tongket.watch.watching import watch_book

TIMES = int(os.environ.get("TONGKET_CALIBRATION", "1"))
LOOKS = 30 * TIMES
AREAS = [f"A{number}" for number in range(6)]
SETTINGS = WatchSettings(
    detectors=("ears_c3",),  # with its own cut it would raise some three a month
    n_periods=40,
    n_replicates=20,
    wanted_per_month=0.5,
    clusters=("theft", "fraud"),
    cluster_days=280,
    cluster_recurrence_days=90.0,
    near_repeats=("theft", "fraud"),
    near_repeat_days=280,
    n_permutations=199,
)


def quiet_world(seed):
    """Return 40 weeks in six areas where nothing happens but what always does: each area has its own busy places."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, area in enumerate(AREAS):
        busy = rng.normal(0, 0.01, (15, 2))
        for group in ("theft", "fraud"):
            for day in rng.integers(0, 280, rng.poisson(70)):
                x, y = busy[rng.integers(0, 15)] + rng.normal(0, 0.0005, 2)
                place = {"longitude": 105.7 + 0.03 * number + float(x), "latitude": 10 + float(y)}
                rows.append(case(len(rows), LAST - timedelta(days=int(day)), area=area, group=group, **place))
    return rows


def test_all_detectors_together_raise_no_more_than_was_said():
    found, said = [], []
    for look in range(LOOKS):
        result = watch_book(engine(quiet_world(look)), LAST, replace(SETTINGS, seed=look))
        found.append(len(result.signals))
        said.append(result.false_alarms_per_month * SETTINGS.period_days / DAYS_IN_MONTH)
    assert {one.detector for one in result.place_alarms} == {"space_time_permutation", "knox"}
    # of one look several clusters or one cluster's neighbours are counted singly; cuts were found by simulation
    assert sum(found) <= stats.poisson.ppf(1 - 1e-4, 1.5 * sum(said))


def test_what_is_said_matters():
    """Without cuts that keep the budget the same worlds raise more than was said: the test above could fail."""
    own = replace(SETTINGS, n_replicates=0, clusters=(), near_repeats=())
    raised = sum(len(watch_book(engine(quiet_world(look)), LAST, own).signals) for look in range(LOOKS))
    assert raised > stats.poisson.ppf(1 - 1e-4, 0.5 * LOOKS * SETTINGS.period_days / DAYS_IN_MONTH)
