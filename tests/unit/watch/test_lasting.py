"""Which earlier signal a signal goes on from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.watch.test_signals import SIGNAL
from tests.unit.watch.watched_books import LAST, watched_book
from tongket import pipeline
from tongket.watch.lasting import continued
from tongket.watch.life_cycle import raised_entry, read_lives
from tongket.watch.signals import Kind, Place

WEEK = timedelta(days=7)
AREA = replace(SIGNAL, where=Place(areas=("A1",)), start=SIGNAL.as_of - timedelta(days=6), end=SIGNAL.as_of)
CIRCLE = replace(AREA, kind=Kind.CLUSTER, detector="scan", where=Place(longitude=105.78, latitude=10.03, radius_km=0.5))


def later(signal, days=7, **changes):
    by = timedelta(days=days)
    moved = {"start": signal.start + by, "end": signal.end + by, "as_of": signal.as_of + by}
    return replace(signal, **(moved | changes))


@pytest.mark.parametrize("signal", [AREA, CIRCLE])
def test_the_next_week_of_the_same_thing_goes_on(signal):
    assert continued(later(signal), [signal]) == signal
    # one look that missed it does not make it a new thing, two do
    assert continued(later(signal, 14), [signal]) == signal
    assert continued(later(signal, 21), [signal]) is None


def test_a_long_window_may_be_quiet_for_longer_but_a_month_at_most():
    long = replace(AREA, start=AREA.end - timedelta(days=20))
    year = replace(AREA, start=AREA.end - timedelta(days=364))
    week = timedelta(days=6)
    for earlier, quiet in ((long, 21), (year, 28)):
        begins = earlier.end + timedelta(days=quiet + 1)
        still = replace(AREA, start=begins, end=begins + week, as_of=begins + week)
        assert continued(still, [earlier]) == earlier
        assert continued(later(still, 1), [earlier]) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"detector": "another"},
        {"kind": Kind.HOT_SPOT},
        {"what": (("offence_group", "another"),)},
        {"where": Place(areas=("A2",))},
    ],
)
def test_another_detector_kind_offence_or_place_is_another_thing(changes):
    assert continued(later(AREA, **changes), [AREA]) is None


def test_circles_go_on_where_they_overlap_and_not_where_only_their_area_is_the_same():
    within = replace(CIRCLE.where, areas=("A1",))
    for kilometres, goes_on in ((0.9, True), (1.1, False)):
        moved = replace(within, latitude=10.03 + kilometres / 110.6)
        one = replace(CIRCLE, where=within)
        assert (continued(later(one, where=moved), [one]) == one) is goes_on


def test_the_same_look_and_later_ones_are_passed_over_and_the_newest_wins():
    second = later(AREA)
    assert continued(AREA, [AREA, second]) is None
    assert continued(later(AREA, 14), [AREA, second]) == second
    twin = replace(second, start=second.start - timedelta(days=1))
    assert continued(later(AREA, 14), [second, AREA, twin]) == twin


def test_the_register_links_what_lasts():
    chain = [AREA, later(AREA), later(AREA, 14), later(AREA, 60)]
    found = read_lives(raised_entry(one, None) for one in chain)
    assert [one.continues for one in found.values()] == [None, chain[0].id, chain[1].id, None]


def test_a_second_look_at_a_book_names_the_first(tmp_path):
    book = watched_book(tmp_path)
    first = pipeline.watch(book, LAST - timedelta(days=2), basis="dated")
    assert first.continues == {}
    pipeline.enter_signals(first)
    second = pipeline.watch(book, LAST, basis="dated")
    clusters = {look: next(one for one in look.result.signals if one.kind is Kind.CLUSTER) for look in (first, second)}
    assert second.continues[clusters[second].id] == clusters[first].id
    page = pipeline.draw_signals(second, tmp_path / "p.html", "vi").read_text("utf-8")
    assert f"Tiếp diễn từ tín hiệu đã có: <code>{clusters[first].id}</code>" in page
    # looking at the earlier day again changes nothing
    assert pipeline.watch(book, LAST - timedelta(days=2), basis="dated").continues == {}
