from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.model.errors import DefinitionError
from tongket.model.tables import RECORD_TABLES
from tongket.watch.signals import CAVEATS, DETECTOR_COLUMNS, Caveat, Kind, Place, Signal

SIGNAL = Signal(
    kind=Kind.SURGE,
    detector="ears_c1",
    parameters=(("alpha", "0.001"), ("baseline", "7")),
    seed=None,
    what=(("offence_group", "theft"),),
    where=Place(areas=("31117",)),
    start=date(2022, 12, 5),
    end=date(2022, 12, 11),
    as_of=date(2022, 12, 12),
    observed=12,
    expected=4.5,
)


def test_id_follows_from_the_content():
    assert SIGNAL.id == replace(SIGNAL).id
    assert SIGNAL.id != replace(SIGNAL, observed=13).id


def test_relative_risk_without_expectation():
    assert replace(SIGNAL, expected=0.0).relative_risk == float("inf")
    assert replace(SIGNAL, expected=0.0, observed=0).relative_risk == 1.0
    assert replace(SIGNAL, expected=0.0).to_dict()["relative_risk"] is None


def test_a_window_beyond_the_day_of_knowledge_is_refused():
    with pytest.raises(DefinitionError, match="must lie before 2022-12-10"):
        replace(SIGNAL, as_of=date(2022, 12, 10))


def test_a_signal_needs_a_place():
    with pytest.raises(DefinitionError, match="must name an area"):
        Place()


def test_every_caveat_is_said_in_both_languages():
    assert set(CAVEATS) == set(Caveat)


def test_nothing_about_a_person_can_enter_a_signal_or_a_detector():
    persons = {"persons_handled", "killed", "injured", "property_loss"}
    assert not persons & DETECTOR_COLUMNS
    assert set(RECORD_TABLES["cases"].names) >= DETECTOR_COLUMNS
    assert not {field.name for field in fields(Signal)} & persons


@given(st.floats(0, 1e6), st.floats(0, 1), st.none() | st.floats(1e-9, 1e9), st.floats(-180, 180))
@settings(max_examples=30)
def test_a_signal_read_back_is_the_same(expected, p_value, recurs, longitude):
    signal = replace(
        SIGNAL,
        expected=expected,
        p_value=p_value,
        recurrence_interval_days=recurs,
        where=Place(("1",), longitude, 10.0, 0.5, outline=((longitude, 1.0), (2.0, 3.0))),
        caveats=(Caveat.SMALL_COUNTS,),
    )
    again = Signal.from_dict(signal.to_dict())
    assert again.id == signal.id
    assert Signal.from_dict(again.to_dict()) == again
