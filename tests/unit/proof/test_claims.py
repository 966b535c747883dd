"""Every way a figure is written is found with its kind, value, unit and hedge; what is none is left out."""

from decimal import Decimal

import pytest

from tongket.proof import proof_text


def claims(text: str) -> list[tuple[str, str, object]]:
    return [(c.span, c.kind, c.to_json()["value"]) for c in proof_text(text).found.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xảy ra 788 vụ.", [("788 vụ", "count", 788)]),
        ("Bắt 1.408 đối tượng.", [("1.408 đối tượng", "people", 1408)]),
        (
            "Giảm 3.009 vụ (-24,25%).",
            [("Giảm 3.009 vụ", "change_abs", -3009), ("-24,25%", "change_pct", -24.25)],
        ),
        ("Số vụ tăng 103 vụ (16,5%).", [("tăng 103 vụ", "change_abs", 103), ("16,5%", "change_pct", 16.5)]),
        ("Số vụ giảm 351 vụ = 7,35%.", [("giảm 351 vụ", "change_abs", -351), ("7,35%", "change_pct", -7.35)]),
        (
            "Giảm 17 vụ/40 đối tượng.",
            [("Giảm 17 vụ", "change_abs", -17), ("40 đối tượng", "change_abs", -40)],
        ),
        (
            "Giảm 46 đối tượng (-38,02).",
            [("Giảm 46 đối tượng", "change_abs", -46), ("-38,02", "change_pct", -38.02)],
        ),
        ("Giảm 01 vụ (- 100%).", [("Giảm 01 vụ", "change_abs", -1), ("- 100%", "change_pct", -100)]),
        ("Giảm -322 vụ.", [("Giảm -322 vụ", "change_abs", -322)]),
        ("Khám phá 121/127 vụ.", [("121/127 vụ", "ratio_pair", [121, 127])]),
        (
            "Khởi tố 1.795vụ/4.988 đối tượng.",
            [("1.795vụ", "count", 1795), ("4.988 đối tượng", "people", 4988)],
        ),
        ("Tỷ lệ khám phá vượt 17,1%.", [("vượt 17,1%", "target_pct", 17.1)]),
        ("Kết quả đạt 106,7% chỉ tiêu.", [("106,7%", "target_pct", 106.7)]),
        ("Chỉ tiêu Quốc hội giao là 90% trở lên.", [("90% trở lên", "target_pct", 90)]),
        ("Tỷ lệ đạt 12,676% và 15, 57%.", [("12,676%", "rate_pct", 12.676), ("15, 57%", "rate_pct", 15.57)]),
        ("Có 42 923 vụ.", [("42 923 vụ", "count", 42923)]),
        ("Số khởi tố tăng sáu vụ.", [("tăng sáu vụ", "change_abs", 6)]),
        (
            "Số vụ tăng gấp đôi, rồi gấp 3 lần.",
            [("tăng gấp đôi", "change_pct", 100), ("gấp 3 lần", "change_pct", 200)],
        ),
        ("Phạt 12,68 tỷ đồng.", [("12,68 tỷ đồng", "money", 12.68)]),
        ("Có 4,218 triệu lượt người.", [("4,218 triệu lượt người", "people", 4.218)]),
        ("Lần lượt 12, 15 và 20 vụ.", [("12", "count", 12), ("15", "count", 15), ("20 vụ", "count", 20)]),
        ("PC08 xử lý 2001 vụ.", [("2001 vụ", "count", 2001)]),
        ("Murders are down three per cent.", [("down three per cent", "change_pct", -3)]),
        ("A 1-hundred percent increase.", [("1-hundred percent increase", "change_pct", 100)]),
        (
            "Larceny increased by 2-and-half-percent.",
            [("increased by 2-and-half-percent", "change_pct", 2.5)],
        ),
        ("There were 21 fewer cases of theft.", [("21 fewer cases", "change_abs", -21)]),
        ("Crime fell to 67,740 cases.", [("67,740 cases", "count", 67740)]),
    ],
)
def test_found(text: str, expected: list[tuple[str, str, object]]) -> None:
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cả 3 tiêu chí đều giảm.",
        "Năm thứ 5 liên tiếp.",
        "Ngày 15/12/2021, tháng 7.2022, 12-2025, ngày 2.1.",
        "Nghị định 62/2024/NĐ-CP, Điều 134, Kế hoạch 12, Quốc lộ 1.",
        "Lực lượng PC08 và Đề án 06.",
        "Trẻ em dưới 16 tuổi, trong 6 tháng, suốt 15 ngày.",
        "Giai đoạn 2016-2025, quý III/2020, 9 tháng năm 2018.",
        "Lúc 7 giờ 30, tại phường 5, quận 1.",
        "Hàng trăm người, một số vụ.",
        "Article 134, clause 2 applies to children under 16.",
        "COVID-19 was in its 2nd year on 12 October 2021.",
    ],
)
def test_left_out(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "hedge", "kind"),
    [
        ("Tỷ lệ đạt gần 90%.", "gần", "below"),
        ("Tỷ lệ đạt hơn 83%.", "hơn", "above"),
        ("Khoảng 135 tỷ đồng.", "Khoảng", "around"),
        ("Đạt 90% trở lên.", "trở lên", "least"),
        ("Lên tới 792 tỷ đồng.", "Lên tới", "upto"),
        ("Nearly 90% of them.", "Nearly", "below"),
    ],
)
def test_hedges(text: str, hedge: str, kind: str) -> None:
    (claim,) = proof_text(text).found.claims
    assert (claim.hedge, claim.hedge_kind) == (hedge.lower(), kind)
    assert claim.span.startswith(hedge) or claim.span.endswith(hedge)


@pytest.mark.parametrize(
    "text",
    [
        "Dự kiến khoảng 11 vụ, tức −30% (khoảng tin cậy 90%: −66% đến +41%).",
        "About 11 cases were to be expected, that is −30% (90% interval −66% to +41%).",
    ],
)
def test_a_minus_sign_is_no_dash(text: str) -> None:
    claims = proof_text(text).found.claims
    assert [int(claim.exact) for claim in claims if "\u2212" in claim.span] == [-30, -66]
    assert not any("wording_error" in claim.extras for claim in claims)


def test_points_written_as_per_cent_are_noted() -> None:
    claim = proof_text("Tỷ lệ khám phá đạt 95,9% (tăng 08% so với kỳ trước).").found.claims[1]
    assert (claim.unit, claim.extras["wording_error"]) == ("điểm %", "points written as per cent")


def test_period_base_and_place_are_inherited() -> None:
    text = "# Cần Thơ, năm 2022\nXảy ra 574 vụ. Giảm 32 vụ so với năm 2021."
    level, change = proof_text(text).found.claims
    assert (level.period, level.area) == ("2022", "Cần Thơ")
    assert (change.period, change.base_period) == ("2022", "2021")


def test_values_are_exact_decimals() -> None:
    (claim,) = proof_text("Chiếm 0,1%.").found.claims
    assert claim.value == Decimal("0.1")


def test_decomposed_vietnamese_is_read_and_offsets_fit() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "Giảm 88 vụ, bắt 12 đối tượng.")
    for claim in proof_text(text).found.claims:
        assert text[claim.start : claim.end] == claim.span
    assert [c.kind for c in proof_text(text).found.claims] == ["change_abs", "people"]
