import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tests.unit.watch.factories import LAST, case, engine, register
from tongket.count.geography import Geography
from tongket.model.areas import Area, AreaChange, AreaSet
from tongket.model.errors import UsageError
from tongket.model.text import Text
from tongket.watch.geographies import Restating
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind
from tongket.watch.watching import backtest_book, watch_book

SETTINGS = WatchSettings(detectors=("ears_c2",), n_periods=60, n_replicates=4)


def test_a_burst_is_seen_where_and_when_it_is():
    result = watch_book(engine(register(burst=("A2", "fraud", 25))), LAST, SETTINGS)
    surge = next(one for one in result.signals if one.where.areas == ("A2",))
    assert surge.kind is Kind.SURGE
    assert dict(surge.what) == {"offence_group": "fraud"}
    assert (surge.start, surge.end) == (LAST - timedelta(days=6), LAST)
    assert surge.observed > 25
    assert surge.score > surge.threshold
    assert {Caveat.MANY_SERIES, Caveat.RECORDING_CHANGE} <= set(surge.caveats)


def test_without_a_burst_there_is_no_surge():
    assert watch_book(engine(register(seed=4)), LAST, SETTINGS).signals == ()


def test_too_short_a_history_falls_back_and_says_so():
    settings = WatchSettings(n_periods=60, n_replicates=2)
    result = watch_book(engine(register(burst=("A2", "fraud", 25))), LAST, settings)
    assert {one.detector for one in result.skipped} == {"farrington_noufaily"}
    assert "needs 265 periods of history; has 60" in result.skipped[0].reason.en
    assert {one.detector for one in result.signals} == {"ears_c2"}
    assert watch_book(engine(register()), LAST, replace(settings, short_history="")).signals == ()


@pytest.mark.parametrize("threads", ["1", "2"])
def test_same_input_and_seed_give_the_same_bytes(threads, monkeypatch):
    rows = register(burst=("A2", "fraud", 25))
    rows += [case(10**6 + i, LAST - timedelta(days=i % 60), longitude=105.7, latitude=10.0) for i in range(60)]
    settings = replace(SETTINGS, near_repeats=("theft",), n_permutations=99)
    monkeypatch.setenv("TONGKET_THREADS", "1")
    before = watch_book(engine(rows), LAST, settings).to_json()
    monkeypatch.setenv("TONGKET_THREADS", threads)
    assert watch_book(engine(rows), LAST, settings).to_json() == before
    assert json.loads(before)["signals"][0]["id"].startswith("s-")


def test_a_week_without_any_record_is_late_and_not_quiet():
    result = watch_book(engine(register()), LAST + timedelta(days=7), SETTINGS)
    assert result.signals == ()
    assert all("records are late, not zero" in one.reason.en for one in result.skipped)
    assert len(result.skipped) == 2


def test_near_repeats_are_seen_and_too_few_points_said():
    rng = np.random.default_rng(2)
    rows = []
    for i in range(120):  # each case is followed three days later by one 50 m to the east
        day, x, y = LAST - timedelta(days=int(rng.integers(5, 300))), rng.uniform(0, 0.1), rng.uniform(0, 0.1)
        rows.append(case(2 * i, day, longitude=105.7 + x, latitude=10 + y))
        rows.append(case(2 * i + 1, day + timedelta(days=3), longitude=105.7 + x + 50 / 109_600, latitude=10 + y))
    result = watch_book(engine(rows), LAST, replace(SETTINGS, near_repeats=("theft", "fraud"), n_permutations=199))
    found = [one for one in result.signals if one.kind is Kind.NEAR_REPEAT]
    assert [dict(one.what) for one in found] == [{"offence_group": "theft"}]
    assert found[0].relative_risk > 5
    assert any("needs 50 cases with a point; has 0" in one.reason.en for one in result.skipped)


def test_a_boundary_change_is_a_caveat_and_counts_are_restated():
    rows = register(weeks=60, areas=("A1", "A2"), burst=("A2", "fraud", 25))
    halfway = LAST - timedelta(days=200)
    for row in rows:  # before, the area of A2 was B1 and half of B2
        row["area"] = "B1" if row["area"] == "A2" and row["recorded_on"] < halfway else row["area"]
    restating = Restating(Geography(area_set(halfway), LAST, "ward"))
    result = watch_book(engine(rows), LAST, SETTINGS, restating=restating)
    surge = next(one for one in result.signals if one.where.areas == ("A2",))
    assert Caveat.BOUNDARY_CHANGE in surge.caveats
    assert 2 < surge.expected < 8
    plain = [row | {"area": "A2" if row["area"] == "B1" else row["area"]} for row in rows]
    same = watch_book(engine(plain), LAST, SETTINGS)
    assert next(one for one in same.signals if one.where.areas == ("A2",)).expected == surge.expected


def area_set(halfway):
    name = Text("Phường", "Ward")
    areas = [
        Area(code, date(2018, 1, 1), last, name, "ward")
        for code, last in (("A1", None), ("B1", halfway - timedelta(days=1)))
    ]
    areas.append(Area("A2", halfway, None, name, "ward"))
    change = AreaChange("B1", date(2018, 1, 1), "A2", halfway, halfway, 1.0, "whole", "high")
    return AreaSet("test", name, "A1", ("ward",), tuple(areas), (change,))


def test_an_unknown_detector_is_refused():
    with pytest.raises(UsageError, match="got 'oracle'"):
        WatchSettings(detectors=("oracle",))


def test_the_back_test_of_a_book_finds_large_outbreaks():
    levels = backtest_book(engine(register()), LAST, SETTINGS, factors=(6.0,), n_judged=20)
    rows = [row for _, found in levels for row in found]
    assert len(levels) == 2
    assert all(row.detector == "ears_c2" and row.sensitivity > 0.5 for row in rows)
