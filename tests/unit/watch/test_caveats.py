"""What a signal cannot know is said where it applies, and only there; late records neither hide nor make a surge."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tests.unit.watch.factories import LAST, case, engine, register
from tongket.count.geography import Geography
from tongket.model.areas import Area, AreaChange, AreaSet
from tongket.model.text import Text
from tongket.watch.geographies import Restating
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind
from tongket.watch.watching import watch_book

SETTINGS = WatchSettings(detectors=("ears_c2",), n_periods=60, n_replicates=0, grains=(("area", "offence_group"),))
DAILY = {"weeks": 40, "mean": 20.0, "areas": ("A1",), "groups": ("theft",)}


def surges(rows, **changes):
    found = watch_book(engine(rows), LAST, replace(SETTINGS, **changes)).signals
    return [one for one in found if one.kind is Kind.SURGE]


def test_late_records_hide_no_surge():
    rows = register(**DAILY, delay=13, burst=("A1", "theft", 40))
    (surge,) = surges(rows, occurred=True)
    # what is known of the week is no more than usual: only its completion shows the surge
    assert surge.observed < 1.5 * surge.expected
    assert Caveat.LATE_RECORDS in surge.caveats


@pytest.mark.parametrize("seed", range(6))
def test_late_records_make_no_surge(seed):
    assert surges(register(**DAILY, delay=13, seed=seed), occurred=True) == []


def test_counts_by_the_day_of_recording_need_no_completion_and_say_nothing_of_it():
    (surge,) = surges(register(**DAILY, burst=("A1", "theft", 40)))
    assert Caveat.LATE_RECORDS not in surge.caveats
    assert Caveat.BOUNDARY_CHANGE not in surge.caveats
    assert Caveat.RECORDING_CHANGE in surge.caveats


@pytest.mark.parametrize("delay", [0, 2])
def test_places_say_when_cases_come_in_late(delay):
    rng = np.random.default_rng(1)
    rows = [
        located(i, LAST - timedelta(days=int(rng.integers(3, 300))), rng.uniform(0, 0.1, 2), delay) for i in range(200)
    ]
    rows += [located(1000 + i, LAST - timedelta(days=3 + i % 5), rng.uniform(0, 0.001, 2), delay) for i in range(14)]
    settings = replace(SETTINGS, detectors=(), clusters=("theft",), near_repeats=("theft",), n_permutations=199)
    settings = replace(settings, hot_spots=("theft",), hot_spot_days=300)
    result = watch_book(engine(rows), LAST, settings)
    assert {one.kind for one in result.signals} == {Kind.CLUSTER, Kind.NEAR_REPEAT}
    for one in (*result.signals, *result.hot_spots[0].spots):
        assert (Caveat.LATE_RECORDS in one.caveats) is (delay > 0)


def located(number, day, at, delay):
    return case(number, day, longitude=105.7 + float(at[0]), latitude=10 + float(at[1]), delay=delay)


@pytest.mark.parametrize(("joined", "caveat"), [(LAST - timedelta(days=40), True), (date(2019, 5, 1), False)])
def test_a_city_that_took_in_a_neighbour_says_so(joined, caveat):
    rows = register(weeks=60, areas=("A1",), groups=("theft",), burst=("A1", "theft", 30))
    settings = replace(SETTINGS, grains=(("offence_group",),))
    result = watch_book(engine(rows), LAST, settings, restating=Restating(Geography(two_cities(joined), LAST, "ward")))
    (surge,) = result.signals
    assert surge.where.areas == ("*",)
    assert (Caveat.BOUNDARY_CHANGE in surge.caveats) is caveat


def two_cities(joined):
    """Return a city whose second ward belonged to a neighbour until a day."""
    name, first, last = Text("Tên", "Name"), date(2018, 1, 1), joined - timedelta(days=1)
    areas = (
        Area("C", first, None, name, "city"),
        Area("A1", first, None, name, "ward", "C"),
        Area("N", first, last, name, "city"),
        Area("B1", first, last, name, "ward", "N"),
        Area("A2", joined, None, name, "ward", "C"),
    )
    changes = (AreaChange("B1", first, "A2", joined, joined, 1.0, "whole", "high"),)
    return AreaSet("test", name, "C", ("city", "ward"), areas, changes)
