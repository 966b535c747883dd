"""Windows, places and counts of a campaign, held to counting one record at a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.evaluate_windows import count_between
from tests.unit.evaluate.campaign_books import AS_OF, CENTRE, FAR, NEXT, campaign, desk, steady
from tongket.engines.contract import Span
from tongket.evaluate.cards_effects import pairs
from tongket.evaluate.reading import CampaignCases, cases_of, shared_days
from tongket.evaluate.registration import settle
from tongket.evaluate.series_places import touching_shapes, touching_tiles
from tongket.evaluate.series_study import Desk, Study, study_of
from tongket.evaluate.series_years import shifted, touched_tet
from tongket.model.errors import DefinitionError, FigureError

FIRST = date(2022, 3, 1)
days = st.integers(0, 650).map(lambda n: FIRST + timedelta(days=n))
# no deadline and few examples: each one counts two years day by day with the plain engine
rows = st.lists(
    st.fixed_dictionaries(
        {
            "recorded_on": days,
            "occurred_from": st.none() | days.map(lambda day: datetime.combine(day, time(23, 59))),
            "offence": st.sampled_from(["173", "171", "134"]),
            "area": st.sampled_from([CENTRE, NEXT, FAR]),
            "status": st.sampled_from(["open", "unfounded"]),
        }
    ),
    min_size=1,
    max_size=25,
)


def study(made: Desk, id_: str = "CD-1") -> Study:
    found = made.campaigns[id_]
    return study_of(made, found, *settle(found.registration, ()))


@settings(max_examples=20, deadline=None)
@given(drawn=rows, outcome=st.sampled_from(["occurred", "recorded"]), versus=st.sampled_from(["rest", "others"]))
def test_counts_are_those_of_one_record_at_a_time(drawn: list[dict[str, Any]], outcome: str, versus: str) -> None:
    edges = [{**drawn[0], "recorded_on": day, "offence": "260"} for day in (FIRST, AS_OF)]
    cases = [*drawn, *edges]
    found = study(desk(cases, [campaign(outcome=outcome, comparison=versus)]))
    assert found.window is not None
    treated, other = pairs(found, found.window)
    by = "occurred_from" if outcome == "occurred" else "recorded_on"
    aimed, beside = ({"173"}, {"173"}) if versus == "rest" else ({"173"}, {"171", "134", "260"})
    elsewhere = {NEXT, FAR} if versus == "rest" else {CENTRE}
    for place, span in enumerate((found.before, found.window)):
        plain = count_between(cases, span.start, span.end, offences=aimed, areas={CENTRE}, by=by)
        assert treated[place] == plain
        plain = count_between(cases, span.start, span.end, offences=beside, areas=elsewhere, by=by)
        assert other[place] == plain


def test_a_window_reaches_as_far_as_the_records() -> None:
    found = study(desk(steady(40, 10, 60, 16), [campaign()], date(2023, 5, 10)))
    assert found.window is not None
    assert found.window.end <= date(2023, 5, 10)
    assert not found.is_whole


def test_the_ring_is_what_touches_on_the_schematic_map() -> None:
    found = study(desk(steady(40, 10, 60, 16), [campaign()]))
    assert found.zones.ring == ("918", "919", "926")
    assert "916" not in found.zones.comparison
    assert len(found.zones.comparison) == 8


def test_an_unknown_area_is_named() -> None:
    with pytest.raises(DefinitionError, match="units of one level"):
        study(desk(steady(40, 10, 60, 16), [campaign(areas="916;31117")]))


def test_squares_touch_at_sides_and_corners() -> None:
    touching = touching_tiles({"a": (0, 0), "b": (1, 1), "c": (2, 2), "d": (0, 1)})
    assert touching == {"a": {"b", "d"}, "b": {"a", "c", "d"}, "c": {"b"}, "d": {"a", "b"}}


def test_shapes_touch_where_they_share_a_corner() -> None:
    def square(x: float) -> dict[str, Any]:
        ring = [[x, 0.0], [x + 1, 0.0], [x + 1, 1.0], [x, 1.0], [x, 0.0]]
        return {"type": "Polygon", "coordinates": [ring]}

    assert touching_shapes({"a": square(0), "b": square(1), "c": square(5)}) == {"a": {"b"}, "b": {"a"}, "c": set()}


def test_a_window_near_tet_keeps_its_distance_to_tet() -> None:
    # Tết fell on 22 January 2023, 1 February 2022 and 12 February 2021
    span = Span(date(2023, 1, 2), date(2023, 1, 31))
    assert touched_tet(span) == date(2023, 1, 22)
    assert shifted(span, 1) == Span(date(2022, 1, 12), date(2022, 2, 10))
    assert shifted(span, 2) == Span(date(2021, 1, 23), date(2021, 2, 21))


def test_any_other_window_keeps_its_weekdays() -> None:
    span = Span(date(2023, 6, 1), date(2023, 6, 30))
    assert touched_tet(span) is None
    assert shifted(span, 1).start == date(2022, 6, 2)
    assert shifted(span, 3).start.weekday() == span.start.weekday()


def test_cases_of_two_campaigns_are_never_added() -> None:
    first, second = CampaignCases("CD-1", 10), CampaignCases("CD-2", 5)
    with pytest.raises(FigureError, match="may belong to two campaigns"):
        first + second
    with pytest.raises(FigureError, match="may belong to two campaigns"):
        sum([first, second])  # type: ignore[arg-type]


def test_cases_entered_twice_are_told_for_both() -> None:
    links = [("CD-1", "A"), ("CD-1", "B"), ("CD-2", "B"), ("CD-2", "C"), ("CD-3", "B")]
    table = [{"campaign_id": one, "case_id": two, "linked_on": date(2023, 5, 1)} for one, two in links]
    found = cases_of(desk([], [], campaign_cases=table).engine, AS_OF)
    assert found["CD-1"] == CampaignCases("CD-1", 2, (("CD-2", 1), ("CD-3", 1)))


def test_campaigns_side_by_side_share_days_and_offences() -> None:
    made = desk(
        steady(40, 10, 60, 16),
        [
            campaign(),
            campaign("CD-2", areas=None, offences="173;174", starts_on=date(2023, 6, 1), ends_on=date(2023, 8, 1)),
            campaign("CD-3", areas="917"),
            campaign("CD-4", starts_on=date(2023, 7, 1), ends_on=date(2023, 7, 31)),
        ],
    )
    found = shared_days(made.campaigns["CD-1"], made.campaigns.values())
    assert [(each.campaign.id, each.first, each.last, each.offences) for each in found] == [
        ("CD-2", date(2023, 6, 1), date(2023, 6, 30), ("173",))
    ]
