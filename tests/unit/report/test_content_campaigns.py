"""Peak campaigns: one sentence each, whose every number is one of the campaign's own figures."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.unit.report.factories import figure
from tests.unit.report.promise_books import said
from tongket.model.errors import FigureError
from tongket.model.text import Text
from tongket.report.content.campaigns import campaigns
from tongket.report.content.inputs import CampaignLine
from tongket.report.document import BulletList
from tongket.report.spans import Fixed, Number, leaves

FIGURES = (
    figure(8, name="evaluate.cases.during"),
    figure(Decimal("11.47"), name="evaluate.expected"),
    figure(Decimal("-0.3026"), name="evaluate.effect", lower=-0.66, upper=0.41),
    figure(Decimal("0.101"), name="evaluate.power"),
    figure(Decimal("0.7439"), name="evaluate.detectable"),
)


def card(**more):
    given = {
        "campaign_id": "CD-1",
        "name": "Cao điểm Tết 2023",
        "sentence": Text(
            "8 vụ trong 52 ngày cao điểm; nếu thay đổi như cùng các tuần này của 3 năm trước thì dự kiến khoảng 11, tức"
            " −30% (khoảng tin cậy 90%: −66% đến +41%).",
            "8 cases in the 52 days of the campaign; about 11 were to be expected, that is −30% (90% interval −66% to"
            " +41%).",
        ),
        "power": object(),
        "power_sentence": Text(
            "Mức giảm 15% sẽ được phát hiện 10 lần trong 100 lần; mức giảm nhỏ nhất là 74%.",
            "A 15% fall would be found 10 times in 100; the smallest is 74%.",
        ),
        "figures": tuple(SimpleNamespace(figure=each) for each in FIGURES),
        "fixed": (
            ("52 ngày cao điểm", "length"),
            ("52 days of the campaign", "length"),
            ("cùng các tuần này của 3 năm trước", "what it is compared with"),
            ("khoảng tin cậy 90%", "level"),
            ("90% interval", "level"),
            ("Mức giảm 15%", "fall asked about"),
            ("A 15% fall", "fall asked about"),
            ("lần trong 100 lần", "out of so many"),
            ("times in 100", "out of so many"),
        ),
    }
    return SimpleNamespace(**given | more)


CARD = card()


def blocks(language="vi", launched=1, cards=(CARD,), lines=1):
    found = [CampaignLine(f"CD-{n}", "Cao điểm Tết 2023", date(2023, 1, 5), date(2023, 2, 25)) for n in (1, 2)[:lines]]
    values = {"campaigns.launched": figure(launched, name="campaigns.launched")}
    given = SimpleNamespace(language=language, value=values.get, campaigns=tuple(found), cards=cards)
    return list(campaigns(given))


def test_a_verdict_stands_behind_name_and_days():
    head, verdict, label, _, power = said(blocks())
    assert head == "Đã mở 01 đợt cao điểm tấn công, trấn áp tội phạm:"
    assert verdict.startswith("Cao điểm Tết 2023 (từ 05/01/2023 đến 25/02/2023): 08 vụ trong 52 ngày cao điểm; nếu")
    assert "của 03 năm trước thì dự kiến khoảng 11" in verdict
    assert verdict.endswith("(khoảng tin cậy 90%: −66% đến +41%).")
    assert label == "Cách đọc kết luận về cao điểm"
    assert power.startswith("Cao điểm Tết 2023. Mức giảm 15% sẽ được phát hiện 10 lần trong 100 lần")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_a_verdict_is_bound(language):
    (listed,) = (block for block in blocks(language) if isinstance(block, BulletList))
    bound = [span for span in leaves(listed.items[0]) if isinstance(span, Number)]
    assert [span.figure.indicator.removeprefix("evaluate.") for span in bound] == [
        "cases.during",
        "expected",
        "effect",
        "effect",
        "effect",
    ]
    assert {span.reason for span in leaves(listed.items[0]) if isinstance(span, Fixed)} >= {"date", "length", "level"}


def test_a_number_that_no_figure_says_is_refused():
    with pytest.raises(FigureError, match="no figure says"):
        blocks("en", cards=(card(sentence=Text("9 vụ.", "9 cases.")),))


def test_a_campaign_that_cannot_be_judged_keeps_its_days():
    lines = said(blocks("en", launched=2, lines=2))
    assert lines[0] == "There were 2 peak campaigns:"
    assert lines[2] == "Cao điểm Tết 2023 (5 January 2023 to 25 February 2023)."
    assert lines[3] == "A case may belong to several campaigns, so their results are not added up."


def test_of_work_done_nothing_is_said_on_what_could_be_seen():
    label, *paragraphs = said(blocks("en", cards=(card(power=None),)))[-2:]
    assert label == "How to read the verdicts"
    assert len(paragraphs) == 1


def test_without_campaigns_the_section_is_left_out():
    assert blocks(launched=0) == []
