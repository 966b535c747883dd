"""Targets: met, missed, running on."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.unit.report.factories import figure
from tongket.model.figures import State
from tongket.model.periods import parse_period
from tongket.model.text import Text
from tongket.report.content.inputs import TargetLine
from tongket.report.content.targets import is_met, targets
from tongket.report.document import BulletList, Heading, Paragraph, Table
from tongket.report.spans import plain


def target(value: str, reached: object, **more: object) -> TargetLine:
    given = {"unit": "count", "due_on": date(2022, 12, 14), "label": Text("Chỉ tiêu", "Target"), **more}
    return TargetLine(target_id="T-1", value=Decimal(value), reached=reached, **given)


def told(*lines: TargetLine, language: str = "vi") -> list[str]:
    promises = SimpleNamespace(as_of=date(2023, 1, 5))
    inputs = SimpleNamespace(language=language, targets=lines, period=parse_period("mps:2022"), promises=promises)
    found = []
    for block in targets(inputs):
        if isinstance(block, Table):
            found += [" | ".join(plain(cell) for cell in row.cells) for row in block.rows]
            found += [plain(note) for note in block.notes]
        elif isinstance(block, Paragraph):
            found.append(plain(block.spans))
        elif isinstance(block, BulletList):
            found += [plain(item) for item in block.items]
        else:
            assert isinstance(block, Heading)
    return found


@pytest.mark.parametrize(
    ("value", "reached", "more", "met"),
    [
        ("100", figure(100), {}, True),
        ("100", figure(99), {}, False),
        ("575", figure(574), {"at_most": True}, True),
        ("575", figure(576), {"at_most": True}, False),
        ("75", figure(Decimal("0.75")), {"unit": "%"}, True),
        ("75", figure(Decimal("0.7499")), {"unit": "%"}, False),
        ("75", figure(None, state=State.LATE), {"unit": "%"}, None),
        ("75", None, {}, None),
    ],
)
def test_a_target_is_met_at_its_value(value, reached, more, met):
    assert is_met(target(value, reached, **more)) is met


def test_met_and_missed_are_told_apart():
    lines = told(
        target("100", figure(120)),
        target("575", figure(600), at_most=True),
        target("80", figure(Decimal("0.5"), numerator=5, denominator=10), unit="%"),
    )
    assert lines[0] == "Kết quả thực hiện 03 chỉ tiêu được giao cho kỳ báo cáo: đạt 01, chưa đạt 02."
    assert lines[1:] == [
        "Đạt",
        "Chỉ tiêu | ≥ 100 | 120 | – | 14/12/2022",
        "Chưa đạt",
        "Chỉ tiêu | ≤ 575 | 600 | – | 14/12/2022",
        "Chỉ tiêu | ≥ 80% | 50% (5/10) | – | 14/12/2022",
    ]


def test_none_missed_is_said():
    assert told(target("1", figure(2)))[0].endswith("đạt 01, không có chỉ tiêu chưa đạt.")
    assert told(target("1", figure(2)), language="en")[0] == (
        "Of the 1 target assigned for the period, 1 was met and none was missed."
    )


def test_what_nobody_counted_is_not_judged():
    lines = told(target("1", None))
    assert "chưa đánh giá được 01" in lines[0]
    assert lines[1:3] == ["Chưa đánh giá được", "Chỉ tiêu | ≥ 1 | không có số liệu | – | 14/12/2022"]


def test_a_target_due_after_the_period_says_by_which_day_it_is_judged():
    assert told(target("1", figure(2), due_on=date(2022, 12, 31)))[-1].endswith("ngày 05/01/2023.")


def test_targets_that_run_on_are_told_and_not_judged():
    lines = told(target("1", figure(2), is_due=False, due_on=date(2022, 12, 31)))
    assert lines == ["Có 01 chỉ tiêu được giao chưa đến hạn (hạn muộn nhất 31/12/2022); đánh giá khi đến hạn."]


def test_a_running_target_tells_where_it_will_stand():
    projected, chance = figure(1234, lower=1100.0, upper=1350.0), figure(Decimal("0.63"))
    lines = told(target("1200", figure(700), is_due=False, projected=projected, chance=chance))
    assert (
        lines[1]
        == "Chỉ tiêu (chỉ tiêu ≥ 1.200): dự báo đến hạn 1.234 (khoảng dự báo 80%: 1.100 đến 1.350), khả năng đạt 63%."
    )


def test_no_target_is_said():
    assert told() == ["Trong sổ không có chỉ tiêu được giao cho kỳ này."]
