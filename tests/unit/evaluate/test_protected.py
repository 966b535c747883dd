"""Protected events: hours, circles, and what cannot be told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.evaluate_windows import count_hours
from tests.unit.evaluate.campaign_books import CENTRE, FAR, case, desk
from tongket.evaluate.protected import distance_m, event_cards

START, END = datetime(2023, 7, 7, 18), datetime(2023, 7, 8, 2)


def event(**more: Any) -> dict[str, Any]:
    return {
        "event_id": "SK-1",
        "name": "Lễ hội thử",
        "registered_on": date(2023, 7, 1),
        "starts_at": START,
        "ends_at": END,
        "areas": "916",
        "offences": None,
        **more,
    }


def at(moment: datetime, area: str = CENTRE, **more: Any) -> dict[str, Any]:
    return {**case(0, moment.date(), area), "occurred_from": moment, **more}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-60 * 24 * 29, 60 * 24 * 2).map(lambda n: START + timedelta(minutes=n)), max_size=30))
def test_incidents_are_those_of_the_hours(moments: list[datetime]) -> None:
    rows = [at(moment) for moment in moments] + [at(datetime(2023, 12, 1))]
    (found,) = event_cards(desk(rows, [], protected_events=[event()]))
    assert found.result.during == count_hours(moments, START, END)
    weeks = [timedelta(weeks=back) for back in range(1, 5)]
    assert found.result.before == tuple(count_hours(moments, START - week, END - week) for week in weeks)


def test_only_the_place_guarded_counts() -> None:
    rows = [at(START), at(START, FAR), at(datetime(2023, 12, 1))]
    (found,) = event_cards(desk(rows, [], protected_events=[event()]))
    assert found.result.during == 1


def test_a_circle_counts_points_within_its_radius() -> None:
    inside, outside = {"longitude": 105.788, "latitude": 10.035}, {"longitude": 105.9, "latitude": 10.035}
    rows = [at(START, **inside), at(START, **outside), at(START), at(datetime(2023, 12, 1))]
    circle = event(areas=None, centre_longitude=105.788, centre_latitude=10.036, radius_m=500)
    (found,) = event_cards(desk(rows, [], protected_events=[circle]))
    assert found.result.during == 1
    assert any("without a point" in note.en for note in found.notes)


def test_an_event_that_is_not_over_has_no_card() -> None:
    assert event_cards(desk([at(START, recorded_on=START.date())], [], protected_events=[event()])) == ()


def test_an_event_longer_than_a_week_looks_further_back() -> None:
    rows = [at(START - timedelta(days=14)), at(START), at(datetime(2023, 12, 1))]
    long = event(ends_at=START + timedelta(days=9))
    (found,) = event_cards(desk(rows, [], protected_events=[long]))
    assert (found.result.during, found.result.before[0]) == (1, 1)


def test_figures_carry_the_hours() -> None:
    (found,) = event_cards(desk([at(START), at(datetime(2023, 12, 1))], [], protected_events=[event()]))
    parameters = dict(found.figures[0].derivation.parameters)
    assert parameters["hours"] == "2023-07-07 18:00:00..2023-07-08 02:00:00"
    assert found.figures[0].figure.value == 1
    assert found.to_json()["during"] == 1
    assert "SK-1" in found.lines("vi")[0]


def test_distance_is_that_of_a_great_circle() -> None:
    # one degree of latitude on a sphere of 6 371.0088 km: 111.195 km
    found = distance_m((105.0, 10.0), np.array([105.0, 106.0]), np.array([11.0, 10.0]))
    assert found[0] == pytest.approx(111_195, abs=1)
    assert found[1] == pytest.approx(111_195 * np.cos(np.radians(10)), rel=1e-4)
