from datetime import date

import numpy as np
import pytest

from tests.unit.watch.factories import LAST, engine, register
from tongket.engines.contract import EventsRequest, Span, TallyRequest, Term, TraceRequest
from tongket.model.errors import UsageError
from tongket.model.indicators import Condition, Operator
from tongket.model.tables import RECORD_TABLES
from tongket.watch.guard import PlacesOnly
from tongket.watch.signals import DETECTOR_COLUMNS

SPAN = Span(date(2020, 1, 1), LAST)
BEHIND = PlacesOnly(engine(register(weeks=3)))
# dates besides, so that a term can be made of each
FORBIDDEN = sorted(set(RECORD_TABLES["cases"].names) - DETECTOR_COLUMNS)


def test_there_is_something_to_keep_out():
    assert {"persons_handled", "status", "killed", "injured", "property_loss", "source"} <= set(FORBIDDEN)


@pytest.mark.parametrize("column", FORBIDDEN)
def test_no_other_column_passes_by_any_door(column):
    term = Term("n", "recorded_on", where=(Condition(column, Operator.NOT_NULL),))
    plain = Term("n", "recorded_on")
    for ask in (
        lambda: BEHIND.tally(TallyRequest("cases", (plain,), (SPAN,), (column,), LAST)),
        lambda: BEHIND.tally(TallyRequest("cases", (term,), (SPAN,), (), LAST)),
        lambda: BEHIND.events(EventsRequest("cases", (column,), plain, SPAN, LAST)),
        lambda: BEHIND.events(EventsRequest("cases", ("area",), term, SPAN, LAST)),
        lambda: BEHIND.distinct("cases", column),
        lambda: BEHIND.trace(TraceRequest("cases", term, SPAN, (), LAST)),
        lambda: BEHIND.trace(TraceRequest("cases", plain, SPAN, ((column, ("x",)),), LAST)),
    ):
        with pytest.raises(UsageError, match="places, times and offences only"):
            ask()


def test_places_times_and_kinds_pass():
    plain = Term("n", "recorded_on")
    assert BEHIND.tables() == {"cases"}
    assert BEHIND.distinct("cases", "area") == ("A1", "A2")
    total = BEHIND.tally(TallyRequest("cases", (plain,), (SPAN,), ("area",), LAST)).values["n"].sum()
    assert BEHIND.trace(TraceRequest("cases", plain, SPAN, (), LAST)).total == total
    assert BEHIND.events(EventsRequest("cases", ("area",), plain, SPAN, LAST))["area"].shape == (int(np.sum(total)),)
