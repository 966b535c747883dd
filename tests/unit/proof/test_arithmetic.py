"""The sums: right ones pass, wrong ones are found with the likely slip, unsure ones are left alone."""

import pytest

from tongket.proof import Check, proof_text


def wrong(text: str) -> list[Check]:
    return [check for check in proof_text(text).checks if check.wrong]


@pytest.mark.parametrize(
    "text",
    [
        "Xảy ra 832 vụ, đã làm rõ 726 vụ (đạt tỷ lệ 87,3%).",
        "Khám phá 51/61 vụ (tỷ lệ hơn 83%).",
        "Khám phá 446/546 vụ (đạt tỷ lệ gần 82%).",
        "Có 16 tin, tăng 9 tin, tức tăng hơn 100% so với năm 2022.",
        "Giảm 23,34% (775/1.011 vụ).",
        "Có 574 vụ, giảm 5,3%.",
        "Tổng số 298 vụ, trong đó có 55 vụ giết người, 20 vụ cướp.",
        "Phát hiện 100 vụ, gồm: 40 vụ trộm, 35 vụ cướp, 25 vụ lừa đảo.",
        "Tạm giữ 6.890 phương tiện; trong đó nồng độ cồn 8.412 trường hợp.",
        "Đạt 93,4% (cao hơn 3,4% so với chỉ tiêu 90%).",
        "Từ 606 vụ xuống còn 574 vụ, giảm 5,3%.",
        "Bắt 1.109 đối tượng (đạt gần 92% số đối tượng phải bắt), làm rõ 804 vụ.",
    ],
)
def test_consistent(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "slip"),
    [
        ("Có 123 đối tượng, giảm 10 (-7,25%).", "abs_and_pct_change_consistent", "two digits swapped"),
        (
            "Xảy ra 86 vụ; tăng 04 vụ (+ 4,7%).",
            "abs_and_pct_change_consistent",
            "divided by the current value, not the base",
        ),
        (
            "Khám phá 218/269 vụ, đạt 86,25%.",
            "rate_from_counts",
            "only a numerator of 232 gives the stated rate",
        ),
        (
            "Từ 14 vụ xuống 7 vụ, giảm 100%.",
            "pct_change_from_pair",
            "divided by the current value, not the base",
        ),
        ("Thu giữ ma túy giảm 106%.", "pct_change_from_pair", None),
        ("Có 606 vụ, giảm 10 vụ (+1,62%).", "abs_and_pct_change_consistent", "sign lost or turned"),
        ("Phát hiện 100 vụ, gồm: 40 vụ trộm, 35 vụ cướp, 26 vụ lừa đảo.", "parts_sum_to_total", None),
        ("Có 12 vụ, trong đó có 15 vụ giết người.", "parts_sum_to_total", None),
        ("Xảy ra 61 vụ; đã khám phá 51 vụ, đạt tỷ lệ 8,36%.", "rate_from_counts", "decimal mark misplaced"),
        (
            "Murder is up almost 15% from 36 last year to 42.",
            "pct_change_from_pair",
            "divided by the current value, not the base",
        ),
    ],
)
def test_wrong(text: str, kind: str, slip: str | None) -> None:
    (check,) = wrong(text)
    assert check.kind == kind
    if slip:
        assert slip in [likely.cause.en for likely in check.slips]


def test_truncation_is_told_apart_and_is_not_wrong() -> None:
    (check,) = proof_text("Khám phá 19/60 vụ, đạt 31,66%.").checks
    assert (check.rounding, check.wrong, check.severity) == ("truncated", False, "rounding")


def test_the_bases_of_574_less_5_3_per_cent_are_606_only() -> None:
    (check,) = proof_text("Có 574 vụ, giảm 5,3%.").checks
    assert check.numbers["possible_bases"] == [606, 606]


def test_no_whole_base_is_impossible() -> None:
    (check,) = proof_text("Có 12 vụ, giảm 5,3%.").checks
    assert check.wrong
    assert check.rule == "whole-number base"


def test_two_shares_of_one_whole_must_agree() -> None:
    (check,) = wrong("Quận A có 50 vụ, chiếm 25%; quận B có 30 vụ, chiếm 20%.")
    assert check.rule == "two shares of one whole must imply the same whole"


def test_a_difference_is_checked_against_its_two_levels() -> None:
    (check,) = wrong("Giảm 42 vụ, từ 606 vụ xuống còn 574 vụ.")
    assert check.recomputed == -32


def test_the_sum_is_shown_in_both_languages() -> None:
    (check,) = wrong("Có 123 đối tượng, giảm 10 (-7,25%).")
    assert "−7,5188" in check.sums.vi
    assert "−7.5188" in check.sums.en
