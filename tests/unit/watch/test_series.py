from datetime import timedelta

import numpy as np
import pytest

from tests.unit.watch.factories import LAST, case, engine, register
from tongket.model.errors import UsageError
from tongket.model.tables import RECORD_TABLES
from tongket.watch.series import check_columns, count_series, located_cases, period_spans
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import DETECTOR_COLUMNS
from tongket.watch.watching import watch_book


def test_the_last_period_ends_on_the_day_of_knowledge():
    spans = period_spans(LAST, 3, 7)
    assert spans[-1].end == LAST
    assert [span.start - timedelta(days=7) for span in spans[1:]] == [span.start for span in spans[:-1]]


def test_counts_are_dense_and_complete():
    rows = register(weeks=6)
    table = count_series(engine(rows), LAST, by=("area", "offence_group"), n_periods=6)
    assert table.codes == (("A1", "fraud"), ("A1", "theft"), ("A2", "fraud"), ("A2", "theft"))
    assert table.counts.shape == (6, 4)
    assert table.known.sum() == len(rows)


def test_periods_before_the_first_case_are_missing_and_not_zero():
    table = count_series(engine(register(weeks=5)), LAST, by=("area",), n_periods=40)
    # the first week with cases may have begun before recording did, so it is left away as well
    assert table.counts.shape[0] == 4
    assert table.dates[-1] == np.datetime64(LAST - timedelta(days=6))


def test_what_is_recorded_later_changes_nothing():
    rows = register(weeks=10, delay=3)
    day = LAST - timedelta(days=14)
    known = [row for row in rows if row["recorded_on"] <= day]
    for occurred in (False, True):
        one, other = (
            count_series(engine(some), day, by=("area",), n_periods=7, occurred=occurred, max_delay=3)
            for some in (rows, known)
        )
        np.testing.assert_array_equal(one.counts, other.counts)


def test_cases_without_a_code_are_left_out_and_counted():
    rows = [*register(weeks=3), case(999_999, LAST, area=None)]
    assert count_series(engine(rows), LAST, by=("area",), n_periods=3).left_out == 1
    assert count_series(engine(rows), LAST, by=(), n_periods=3).known.sum() == len(rows)


def test_late_records_are_made_up_for():
    rows = register(weeks=30, mean=20.0, areas=("A1",), groups=("theft",), delay=13)
    recorded = [row for row in rows if row["recorded_on"] <= LAST]
    table = count_series(engine(recorded), LAST, by=("area",), n_periods=20, occurred=True, max_delay=4)
    final = sum(LAST - timedelta(days=6) <= row["occurred_from"].date() <= LAST for row in rows)
    assert table.completed
    assert table.known[-1, 0] < final
    assert abs(table.counts[-1, 0] - final) <= 8
    np.testing.assert_array_equal(table.counts[:-5], table.known[:-5])


def test_points_are_those_located_to_a_point():
    rows = [case(1, LAST, longitude=105.7, latitude=10.0), case(2, LAST), case(3, LAST - timedelta(days=400))]
    points = located_cases(engine(rows), LAST, days=30, columns=("offence_group",))
    assert points.longitude.tolist() == [105.7]
    assert points.codes["offence_group"].tolist() == ["theft"]
    assert points.without_place == 1


def test_no_attribute_of_a_person_can_reach_a_detector():
    for column in set(RECORD_TABLES["cases"].names) - DETECTOR_COLUMNS:
        with pytest.raises(UsageError, match="places, times and offences only"):
            check_columns(["area", column])
    with pytest.raises(UsageError, match="places, times and offences only"):
        count_series(engine([]), LAST, by=("persons_handled",), n_periods=3)
    with pytest.raises(UsageError, match="places, times and offences only"):
        located_cases(engine([]), LAST, days=3, columns=("injured",))


def test_an_engine_is_asked_for_nothing_else():
    class Listening:
        name = "listening"

        def __init__(self, inner):
            self.inner, self.columns = inner, set()

        def tally(self, request):
            self.columns |= request._columns()
            assert all(span.end <= LAST for span in request.spans)
            return self.inner.tally(request)

        def events(self, request):
            self.columns |= set(request.columns) | {request.term.date}
            assert request.span.end <= LAST
            return self.inner.events(request)

    rows = register(weeks=20) + [
        case(10**6 + i, LAST - timedelta(days=i % 60), longitude=105.7 + i / 9000, latitude=10.0) for i in range(60)
    ]
    listening = Listening(engine(rows))
    for occurred in (False, True):
        watch_book(listening, LAST, WatchSettings(near_repeats=("theft",), n_replicates=2, occurred=occurred))
    assert listening.columns <= DETECTOR_COLUMNS
