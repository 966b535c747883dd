"""Procedures stage by stage, and wanted notices: stock, flow and age."""

from datetime import date

import pytest

from tests.unit.plan.target_books import seal
from tests.unit.plan.test_funnel import funnel
from tests.unit.plan.test_wanted import ROWS, notice, wanted
from tests.unit.report.promise_books import inputs, said
from tongket.model.periods import parse_period
from tongket.plan.figures import wanted_figures
from tongket.report.content.promise_blocks import funnel_blocks, wanted_blocks


def test_each_stage_has_its_number_its_target_and_what_passed_on():
    given = inputs("en", funnels=(funnel(),), period=parse_period("2023-12-15..2024-06-20"))
    lines = said(funnel_blocks(given))
    assert lines[0].startswith("Electronic identification stage by stage, 15 December 2023 to ")
    assert lines[1].startswith("E-ID applications received | 600 | 1,200 | 50% | –")
    assert lines[4] == "E-ID accounts activated | 720 | 1,200 | 60% | 133.3% ▲"
    assert lines[-1].startswith("▲: more than the whole")


def test_the_whole_period_is_called_by_its_name():
    found = funnel()
    given = inputs("vi", funnels=(found,), period=parse_period(f"{found.first}..{found.until}"))
    assert said(funnel_blocks(given))[0].startswith("Định danh điện tử: kết quả theo từng giai đoạn, ")
    assert "Hồ sơ định danh điện tử đã thu nhận" in said(funnel_blocks(given))[1]  # not "Số hồ sơ"


def told(rows, language="vi"):
    found = wanted(rows)
    figures = wanted_figures(found, seal(date(2025, 1, 5)))
    return said(wanted_blocks(inputs(language, *figures, wanted=found)))


def test_stock_and_flow_add_up_in_every_class():
    caption, whole, ordinary, *rest = told(ROWS)
    assert caption == "Biến động đối tượng truy nã, từ 15/12/2023 đến 14/12/2024"
    assert whole == "Tất cả | 2 | 4 | 1 | 1 | 0 | 4"
    assert ordinary.startswith("Truy nã thường | 2 | 3 | 1 | 0 | 0 | 4")
    assert "khớp ở mọi loại" in rest[2]
    assert rest[3].endswith("25,0% đã quá 01 năm, 25,0% đã quá 05 năm; 01 lệnh quá hạn rà soát.")


def test_what_does_not_add_up_is_said():
    lines = told([*ROWS, notice("X", date(2023, 5, 1), date(2024, 7, 1))], "en")
    assert any("the register needs a look" in line for line in lines)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_register_has_a_table_of_noughts_and_no_age(language):
    lines = told([], language)
    assert lines[1].endswith("| 0 | 0 | 0 | 0 | 0 | 0")
    assert len(lines) == 6  # caption, four classes, the note that it adds up


def test_a_book_without_registers_says_nothing():
    assert [*funnel_blocks(inputs("vi", promises=None)), *wanted_blocks(inputs("vi", promises=None))] == []
    assert [*wanted_blocks(inputs("vi"))] == []
