from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tongket.count.sentences import (
    Labels,
    chance_clause,
    comparison_sentence,
    comparison_text,
    half_up,
    percent_text,
)
from tongket.count.two_counts import Verdict, compare, compare_with_mean
from tongket.count.two_shares import compare_amounts, compare_shares
from tongket.model.errors import FigureError
from tongket.model.text import Text

CASES = Labels(Text("vụ", "cases"), Text("năm 2021", "2021"), one="case")
MONEY = Labels(Text("triệu đồng", "million dong"), Text("năm 2021", "2021"))


def both(comparison, labels=CASES):
    text = comparison_text(comparison, labels)
    return text.vi, text.en


def test_a_difference_that_may_be_chance():
    assert both(compare(574, 606)) == (
        "574 vụ, giảm 32 vụ (−5,3%) so với năm 2021; khác biệt có thể do ngẫu nhiên"
        " (khoảng tin cậy 95%: −15,5% đến +6,2%).",
        "574 cases, down 32 (−5.3%) compared with 2021; the difference may be due to chance"
        " (95% confidence interval: −15.5% to +6.2%).",
    )


def test_a_difference_beyond_chance():
    assert both(compare(1067, 574)) == (
        "1.067 vụ, tăng 493 vụ (+85,9%) so với năm 2021; mức tăng vượt quá dao động ngẫu nhiên thông thường"
        " (khoảng tin cậy 95%: +68,0% đến +105,7%).",
        "1,067 cases, up 493 (+85.9%) compared with 2021; the rise is more than chance usually produces"
        " (95% confidence interval: +68.0% to +105.7%).",
    )


def test_a_small_base_has_no_percent():
    assert both(compare(6, 2)) == (
        "6 vụ, tăng 4 vụ so với năm 2021; số vụ quá ít để tính tỷ lệ %; khác biệt có thể do ngẫu nhiên.",
        "6 cases, up 4 compared with 2021; too few cases for a per cent; the difference may be due to chance.",
    )


def test_so_few_that_nothing_can_be_concluded():
    assert both(compare(1, 2)) == (
        "1 vụ, giảm 1 vụ so với năm 2021; số vụ quá ít để tính tỷ lệ % và để kết luận là tăng hay giảm.",
        "1 case, down 1 compared with 2021; too few cases for a per cent or for a conclusion.",
    )


def test_too_few_where_the_book_allows_small_bases():
    vi, en = both(compare(1, 2, small_base=1))
    assert vi.endswith("(−50,0%) so với năm 2021; số vụ quá ít để kết luận là tăng hay giảm.")
    assert en.endswith("too few cases for a conclusion.")


def test_a_base_of_zero():
    vi, en = both(compare(9, 0))
    assert "kỳ so sánh không có vụ nào nên không tính tỷ lệ %" in vi
    assert "no cases in the period compared with" in en


def test_equal_counts():
    assert both(compare(5, 5)) == (
        "5 vụ, không tăng, không giảm so với năm 2021.",
        "5 cases, unchanged from 2021.",
    )


def test_no_case_in_either_period():
    assert both(compare(0, 0)) == ("Không xảy ra vụ nào trong cả hai kỳ.", "No cases in either period.")
    persons = Labels(Text("người", "persons"), CASES.against)
    assert both(compare(0, 0), persons)[0] == "Không ghi nhận người nào trong cả hai kỳ."
    assert both(compare_with_mean(0, [0, 0])) == (
        "Không xảy ra vụ nào trong kỳ này và các kỳ so sánh.",
        "No cases in this period or those compared with.",
    )


def test_a_change_that_rounds_to_nothing_is_still_a_change():
    vi, en = both(compare(10_000, 10_001))
    assert "giảm 1 vụ (dưới 0,1%)" in vi
    assert "down 1 (under 0.1%)" in en


def test_periods_of_different_length_say_so():
    vi, en = both(compare(310, 280, days=31, days_against=28))
    assert vi.endswith("(khoảng tin cậy 95%: −14,9% đến +17,5%, tính theo số ngày của mỗi kỳ).")
    assert en.endswith("+17.5%, per day of each period).")


def test_the_mean_of_years_that_disagree_says_so():
    labels = replace(CASES, against=Text("bình quân 3 năm 2019-2021", "the mean of 2019-2021"))
    vi, en = both(compare_with_mean(574, [606, 894, 1067]), labels)
    assert "giảm 281,7 vụ (−32,9%) so với bình quân 3 năm 2019-2021" in vi
    assert "đã tính đến chênh lệch giữa các kỳ so sánh" in vi
    assert "allowing for the spread between the periods" in en


def test_test_and_interval_that_disagree_call_for_caution():
    clear = compare(574, 606)
    edge = replace(clear, verdict=Verdict.MORE_THAN_CHANCE, p_value=0.049)
    assert "ở ranh giới" in chance_clause(edge, "vi")
    assert "calls for caution" in chance_clause(replace(clear, upper=-0.1), "en")


def test_shares_speak_of_points_and_show_the_fraction():
    assert both(compare_shares(517, 574, 552, 606)) == (
        "90,1% (517/574), giảm 1,0 điểm phần trăm so với năm 2021; khác biệt có thể do ngẫu nhiên"
        " (khoảng tin cậy 95%: −4,4 đến +2,3 điểm phần trăm).",
        "90.1% (517/574), down 1.0 percentage points compared with 2021; the difference may be due to chance"
        " (95% confidence interval: −4.4 to +2.3 percentage points).",
    )


def test_shares_out_of_nothing():
    assert both(compare_shares(0, 0, 3, 4))[0] == "Kỳ này không có vụ nào nên không tính tỷ lệ."
    assert both(compare_shares(3, 4, 0, 0)) == (
        "75,0% (3/4); không so sánh được vì năm 2021 không có vụ nào.",
        "75.0% (3/4); no comparison, as there were no cases in 2021.",
    )
    assert both(compare_shares(0, 0, 3, 4))[1] == "No cases in this period, so no share is given."


def test_equal_and_nearly_equal_shares():
    assert both(compare_shares(3, 3, 2, 2))[0] == "100,0% (3/3), không tăng, không giảm so với năm 2021."
    assert "giảm dưới 0,1 điểm phần trăm" in both(compare_shares(9999, 20000, 10000, 20000))[0]


def test_amounts_carry_no_statement_on_chance_but_say_why():
    comparison = compare_amounts(Decimal("12500.5"), [Decimal(11000)])
    assert comparison_sentence(comparison, MONEY, "vi", decimals=1) == (
        "12.500,5 triệu đồng, tăng 1.500,5 triệu đồng (+13,6%) so với năm 2021; tổng giá trị phụ thuộc nhiều"
        " vào một số ít vụ lớn nên không đánh giá dao động ngẫu nhiên."
    )
    assert "is 0, so no per cent" in both(compare_amounts(5, [0]), MONEY)[1]
    assert both(compare_amounts(5, [5]), MONEY)[1] == "5 million dong, unchanged from 2021."


@pytest.mark.parametrize(
    "broken",
    [
        None,
        replace(compare(574, 606), value=None),
        replace(compare(574, 606), p_value=float("nan")),
        replace(compare(574, 606), lower=None),
        replace(compare(574, 606), upper=float("inf")),
    ],
)
def test_a_sentence_with_a_missing_number_is_refused(broken):
    with pytest.raises(FigureError):
        comparison_text(broken, CASES)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(-3200, 606), 1, "-5.3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Decimal("0.05"), 1, "0.1"),
        (Fraction(-1, 1000), 1, "0.0"),
        (7, 1, "7.0"),
    ],
)
def test_half_up_is_exact(value, decimals, expected):
    assert str(half_up(value, decimals)) == expected


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf"), Decimal("NaN")])
def test_half_up_refuses_a_missing_number(missing):
    with pytest.raises(FigureError, match="known and finite"):
        half_up(missing)


def test_percent_text_keeps_the_sign_unless_it_rounds_away():
    assert percent_text(Fraction(-3200, 606), "vi") == "−5,3%"
    assert percent_text(Fraction(1, 3), "en", 2) == "+0.33%"
    assert percent_text(Fraction(-1, 100), "vi") == "0,0%"
    assert percent_text(Fraction(3066 * 100, 4054), "vi", 2, signed=False) == "75,63%"


def test_equal_numbers_need_no_word_on_chance():
    assert chance_clause(compare(5, 5), "vi") == ""


def test_a_share_or_a_direction_that_is_missing_is_refused():
    with pytest.raises(FigureError, match="out of nothing"):
        comparison_text(replace(compare_shares(3, 4, 0, 0), value=None), CASES)
    with pytest.raises(FigureError, match="Check the verdict first"):
        chance_clause(replace(compare(1067, 574), difference=Fraction(0)), "vi")
