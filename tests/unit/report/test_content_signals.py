"""The annex on signals: what was raised in the period, where, and what became of it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.report.promise_books import said
from tests.unit.watch.test_maps import BASE, CLUSTER, NAMES, SURGE
from tongket.model.periods import parse_period
from tongket.report.content.signals import SignalPage, signal_annexes
from tongket.report.document import MapBlock, Paragraph, Table
from tongket.report.spans import Fixed, leaves
from tongket.watch.life_cycle import Outcome, Registered, State, advance, follow, precision
from tongket.watch.map_base import MapBase

DAY = date(2022, 12, 13)


def raised(signal, *steps, outcome=None, continues=None):
    life = follow(signal)
    for step in steps:
        life = advance(life, step, by="office", on=DAY, outcome=outcome if step is State.CLOSED else None)
    return Registered(signal, None, life, continues)


def blocks(*signals, language="vi", base=BASE):
    page = SignalPage(parse_period("mps:2022"), signals, precision(one.life for one in signals), NAMES, base)
    (annex,) = signal_annexes(page, language)
    return annex.blocks


@pytest.mark.parametrize(
    ("signals", "language", "lead"),
    [
        ((SURGE,), "vi", "Trong kỳ có 01 tín hiệu bất thường"),
        ((SURGE,), "en", "In the period 1 unusual thing by place and time was entered"),
        ((SURGE, CLUSTER), "en", "In the period 2 unusual things by place and time were entered"),
    ],
)
def test_how_many_there_were(signals, language, lead):
    found = blocks(*(raised(each) for each in signals), language=language)
    assert said(found[:1])[0].startswith(lead)
    assert said(found[:1])[0].endswith("có kết luận." if language == "vi" else "entered yet.")


def test_what_became_of_them_is_told():
    whole = (State.ACKNOWLEDGED, State.LOOKED_AT, State.ACTED, State.CLOSED)
    found = blocks(raised(SURGE, *whole, outcome=Outcome.CONFIRMED), raised(CLUSTER, State.ACKNOWLEDGED))
    assert "Đã kết luận: 01/01 đúng." in said(found[:1])[0]
    (table,) = (block for block in found if isinstance(block, Table))
    first, second = said([table])[1:]
    assert first.startswith(f"1 | {SURGE.id} | ")
    assert "trộm; Phường Một | 05/12/2022 đến 11/12/2022 | 12 | 4,5 | " in first
    assert "bán kính 1,2 km" in second


def test_a_signal_that_goes_on_names_the_one_before():
    found = blocks(raised(SURGE), raised(CLUSTER, continues=SURGE.id), language="en")
    assert "(goes on from signal 1)" in said(found[-1:])[2]
    other = blocks(raised(CLUSTER, continues="s-not-in-the-period"), language="en")
    assert "goes on" not in said(other[-1:])[1]


def test_hardly_anything_expected_is_not_nothing():
    found = blocks(raised(replace(SURGE, expected=0.04)))
    assert "| 12 | < 0,1 |" in said(found[-1:])[1]


def test_the_map_has_the_numbers_of_the_list():
    found = blocks(raised(CLUSTER))
    assert [type(block) for block in found] == [Paragraph, MapBlock, Table]
    drawn = found[1]
    assert {span.text for span in leaves(drawn.labels) if isinstance(span, Fixed)} >= {"1"}
    squares = blocks(raised(SURGE), base=MapBase(tiles={"01": (1, 1), "02": (2, 1)}))[1]
    assert "không phải bản đồ địa giới" in " ".join(said([Paragraph(note) for note in squares.notes]))


def test_a_book_without_ground_has_the_list_alone():
    assert [type(block) for block in blocks(raised(SURGE), base=MapBase())] == [Paragraph, Table]


def test_without_signals_there_is_no_annex():
    assert signal_annexes(None, "vi") == ()
