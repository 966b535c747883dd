"""Directives, petitions, inspections, legal limits: one of a thing, many, none."""

from decimal import Decimal

import pytest

from tests.unit.report.factories import figure
from tests.unit.report.promise_books import inputs, made, said
from tongket.report.content.register_blocks import clock_blocks, register_blocks
from tongket.report.document import Table


def share(part, whole):
    return figure(Decimal(part) / whole, numerator=part, denominator=whole)


def directives(due, done, early, overdue):
    return (
        made("plan.directive.due", due),
        made("plan.directive.done", done),
        made("plan.directive.done_in_time", early),
        made("plan.directive.overdue", overdue),
        made("plan.directive.share_in_time", None, (early, due)),
    )


def values(issued, done):
    return {
        "directives.issued": figure(issued),
        "directives.issued_done": figure(done, name="done"),
        "directives.share_done": share(done, issued),
    }


def test_directives_are_told_issued_due_late_and_overdue():
    given = inputs("vi", *directives(20, 18, 15, 2), values=values(24, 18))
    assert said(register_blocks(given)) == [
        "Cấp trên giao 24 nhiệm vụ; đã hoàn thành 18 nhiệm vụ (75%). Trong 20 nhiệm vụ có hạn trong kỳ, 15 nhiệm vụ"
        " hoàn thành đúng hạn (75%), 03 nhiệm vụ hoàn thành sau hạn; còn 02 nhiệm vụ quá hạn chưa hoàn thành."
    ]


@pytest.mark.parametrize(
    ("due", "text"),
    [
        ((1, 1, 1, 0), "Of the 1 due in the period, 1 was done in time (100%); none is overdue."),
        ((9, 8, 8, 1), "Of the 9 due in the period, 8 were done in time (88.9%); 1 is overdue."),
        ((9, 4, 2, 5), "Of the 9 due in the period, 2 were done in time (22.2%) and 2 late; 5 are overdue."),
    ],
)
def test_english_of_one_and_of_many(due, text):
    (line,) = said(register_blocks(inputs("en", *directives(*due), values=values(1, 1))))
    assert line == f"Superiors gave 1 directive, of which 1 was carried out (100%). {text}"


def test_per_cents_of_petitions_say_of_what():
    given = {
        "petitions.received": figure(42),
        "petitions.received_answered": figure(25),
        "petitions.received_resolved": figure(15),
        "petitions.share_answered": share(25, 42),
        "petitions.share_resolved": share(15, 42),
    }
    (vi,) = said(register_blocks(inputs("vi", values=given)))
    assert "(59,5% số tiếp nhận), trong đó giải quyết xong 15 kiến nghị (35,7% số tiếp nhận)" in vi
    (en,) = said(register_blocks(inputs("en", values=given | {"petitions.received_resolved": figure(1)})))
    assert en.startswith("42 voters' petitions were received and 25 answered (59.5% of those received); 1 was resolved")


def test_petitions_batch_by_batch():
    names = ("received", "answered", "resolved", "in_progress", "will_do_by", "explained", "not_ours", "late")
    figures = [made(f"plan.petition.{name}", n, batch="B-1") for n, name in enumerate(names)]
    (table,) = register_blocks(inputs("vi", *figures, made("plan.petition.received", 3, batch="-")))
    assert isinstance(table, Table)
    caption, first, second, _ = said([table])
    assert caption == "Kiến nghị cử tri theo đợt tiếp xúc"
    assert first == "B-1 | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | –"
    assert second.startswith("không theo đợt | 3 | –")


def test_inspections_say_how_many_units_they_reached():
    given = {
        "inspections.planned": figure(20),
        "inspections.planned_done": figure(1),
        "inspections.share_done": share(1, 20),
        "inspections.ad_hoc": figure(1),
        "inspections.violations": figure(1),
        "inspections.recommendations": figure(2),
        "inspections.carried_out": figure(1),
    }
    figures = (made("plan.inspections.coverage", None, (17, 18)), made("plan.inspections.rechecked", None, (3, 4)))
    (line,) = said(register_blocks(inputs("en", inspections=figures, values=given)))
    assert line == (
        "Of the inspection plan, 1 of 20 inspections was carried out (5%); a further 1 was unplanned. They found 1"
        " violation and made 2 recommendations, of which 1 was carried out. Units inspected at least once: 17/18"
        " (94.4%); re-checks held of those due: 3/4."
    )


@pytest.mark.parametrize(
    ("over", "end"),
    [(0, "(50%)."), (1, "1 investigation was past its limit."), (51, "51 investigations were past their limit.")],
)
def test_legal_limits_kept(over, end):
    figures = (
        made("plan.clock.share_inside_limit", None, (1, 2), clock="investigation"),
        made("plan.clock.overdue", over, clock="investigation"),
    )
    (line,) = said(clock_blocks(inputs("en", *figures)))
    assert line.startswith("Legal time limits kept, of those that ran out in the period: investigation 1/2 (50%).")
    assert line.endswith(end)


def test_a_book_without_registers_says_nothing():
    for given in (inputs("vi"), inputs("en", promises=None)):
        assert [*register_blocks(given), *clock_blocks(given)] == []
