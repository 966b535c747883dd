"""Claims are matched with the figures of a book: three wrong numbers in an article are marked, no other."""

from decimal import Decimal

import pytest

from tongket.model.text import Text
from tongket.proof import KnownFigure, proof_text
from tongket.proof.known import Measure

CITY = Text(vi="thành phố Cần Thơ", en="Can Tho city")
YEARS = {
    "mps:2022": ("2021-12-15", "2022-12-14"),
    "mps:2021": ("2020-12-15", "2021-12-14"),
    "civil:2022": ("2022-01-01", "2022-12-31"),
}


def figure(
    name: str, vi: str, en: str, value: str, measure: Measure, period: str = "mps:2022", n: int | None = None
) -> KnownFigure:
    start, end = YEARS[period]
    return KnownFigure(
        name,
        name,
        Text(vi=vi, en=en),
        period,
        start,
        end,
        CITY,
        Decimal(value),
        measure,
        version="1",
        seal="5ea1",
        n=n,
    )


BOOK = [
    figure("F01", "Số vụ phạm tội về trật tự xã hội", "Social order crimes", "574", "count"),
    figure("F02", "Số vụ phạm tội về trật tự xã hội", "Social order crimes", "606", "count", "mps:2021"),
    figure("F03", "Số vụ phạm tội về trật tự xã hội đã khám phá", "Social order crimes cleared", "512", "count"),
    figure(
        "F04",
        "Tỷ lệ khám phá tội phạm về trật tự xã hội",
        "Clearance rate of social order crimes",
        "89.1986",
        "rate_pct",
        n=574,
    ),
    figure(
        "F05",
        "Thay đổi số vụ phạm tội về trật tự xã hội",
        "Change in social order crimes",
        "-32",
        "change_abs",
    ),
    figure(
        "F06",
        "Thay đổi số vụ phạm tội về trật tự xã hội",
        "Change in social order crimes",
        "-5.2805",
        "change_pct",
    ),
    figure("F07", "Số vụ tai nạn giao thông", "Traffic accidents", "149", "count"),
    figure("F08", "Số người chết do tai nạn giao thông", "Persons killed in traffic accidents", "89", "people"),
    figure(
        "F09",
        "Số người bị thương do tai nạn giao thông",
        "Persons injured in traffic accidents",
        "95",
        "people",
    ),
    figure("F10", "Số vụ phạm tội về ma túy", "Drug offences", "186", "count"),
    figure("F11", "Số đối tượng phạm tội về ma túy", "Drug suspects", "311", "people"),
    figure("F12", "Số đối tượng truy nã bị bắt", "Wanted persons arrested", "50", "people"),
    figure(
        "F13",
        "Tỷ lệ khám phá án đặc biệt nghiêm trọng",
        "Clearance rate of especially serious cases",
        "100",
        "rate_pct",
        n=12,
    ),
    figure("F14", "Số vụ trộm cắp tài sản", "Thefts", "263", "count"),
    figure("F15", "Số vụ cố ý gây thương tích", "Assaults", "118", "count"),
    figure("F16", "Số vụ cháy", "Fires", "31", "count"),
    figure("F17", "Số băng, nhóm tội phạm bị triệt phá", "Gangs broken up", "14", "count"),
    figure("F18", "Số tin báo, tố giác tội phạm tiếp nhận", "Crime reports received", "1245", "count"),
    figure("F19", "Số tin báo, tố giác tội phạm đã giải quyết", "Crime reports resolved", "1131", "count"),
    figure(
        "F20",
        "Tỷ lệ giải quyết tin báo, tố giác tội phạm",
        "Resolution rate of crime reports",
        "90.8434",
        "rate_pct",
        n=1245,
    ),
]
ARTICLE = """# Cần Thơ: kết quả công tác năm 2022
Năm 2022, trên địa bàn thành phố Cần Thơ \
xảy ra 574 vụ phạm tội về trật tự xã hội, giảm 32 vụ (-5,3%) so với năm 2021 (606 vụ); \
đã khám phá 512 vụ, tỷ lệ khám phá đạt 89,2%.
Trong đó có 263 vụ trộm cắp tài sản, 118 vụ cố ý gây thương tích. Triệt phá 14 băng, nhóm tội phạm.
Tai nạn giao thông xảy ra 149 vụ, làm chết 89 người, bị thương 95 người.
Phát hiện 186 vụ phạm tội về ma túy với 311 đối tượng. Bắt 50 đối tượng truy nã.
Tiếp nhận 1.245 tin báo, tố giác tội phạm; đã giải quyết 1.131 tin, đạt tỷ lệ 90,84%.
Án đặc biệt nghiêm trọng khám phá đạt tỷ lệ 100%. Xảy ra 31 vụ cháy.
"""
ENGLISH = """# Can Tho police: results of 2022
In 2022 Can Tho city recorded 574 social order crimes, a fall of 32 cases (-5.3%) compared with \
606 cases in 2021; 512 cases were cleared, a clearance rate of 89.2 per cent.
There were 263 thefts and 118 assaults. Police broke up 14 gangs.
Traffic accidents numbered 149, with 89 people killed and 95 people injured.
Police found 186 drug offences with 311 suspects, and arrested 50 wanted persons. There were 31 fires.
The police received 1,245 crime reports, of which 1,131 were resolved, a rate of 90.84 per cent.
"""


def wrong(text: str) -> list[str]:
    proof = proof_text(text, figures=BOOK, period="mps:2022")
    return [proof.found.claims[index].span for index in proof.wrong]


def outcomes(text: str, **more: str) -> dict[str, str]:
    proof = proof_text(text, figures=BOOK, **more)  # type: ignore[arg-type]
    return {proof.found.claims[match.claim].span: match.outcome for match in proof.matches}


@pytest.mark.parametrize(("article", "numbers"), [(ARTICLE, 20), (ENGLISH, 19)])
def test_the_right_article_is_verified_number_by_number(article: str, numbers: int) -> None:
    proof = proof_text(article, figures=BOOK, period="mps:2022")
    assert len(proof.found.claims) == numbers
    assert {verdict.status for verdict in proof.verdicts} == {"verified"}


def test_three_wrong_numbers_among_twenty_are_marked_and_no_other() -> None:
    article = ARTICLE.replace("512 vụ", "521 vụ").replace("chết 89", "chết 98").replace("1.131 tin", "1.113 tin")
    assert wrong(article) == ["521 vụ", "98 người", "1.113 tin"]


@pytest.mark.parametrize(
    "old",
    [
        "574",
        "32",
        "5,3",
        "606",
        "512",
        "89,2",
        "263",
        "118",
        "14",
        "149",
        "89 ",
        "95",
        "186",
        "311",
        "50",
        "1.245",
        "1.131",
        "90,84",
        "31 ",
    ],
)
def test_one_changed_digit_is_found_wherever_it_is(old: str) -> None:
    at = next(found for mark in " -(" if (found := ARTICLE.find(mark + old)) >= 0) + 1
    last = at + len(old.rstrip()) - 1
    other = str((int(ARTICLE[last]) + 4) % 10)
    assert wrong(ARTICLE[:last] + other + ARTICLE[last + 1 :])


def test_three_wrong_numbers_in_english_are_marked_and_no_other() -> None:
    article = ENGLISH.replace("263 thefts", "236 thefts").replace("89 people", "98 people").replace("1,131", "1,113")
    assert wrong(article) == ["236 thefts", "98 people killed", "1,113"]


def test_a_number_of_another_period_says_which() -> None:
    proof = proof_text("Năm 2022 xảy ra 606 vụ phạm tội về trật tự xã hội.", figures=BOOK, period="mps:2022")
    (match,) = proof.matches
    assert match.outcome == "differs"
    assert "mps:2021" in match.reason.vi
    assert match.figures == ("F01", "F02")


def test_calendars_that_differ_are_told_apart() -> None:
    book = [
        *BOOK,
        figure("F99", "Số vụ phạm tội về trật tự xã hội", "Social order crimes", "581", "count", "civil:2022"),
    ]
    text = "Năm 2022 xảy ra 581 vụ phạm tội về trật tự xã hội."
    assert proof_text(text, figures=book).matches[0].reason.vi.endswith("(civil:2022)")
    strict = proof_text(text, figures=book, period="mps:2022").matches[0]
    assert strict.outcome == "differs"
    assert "civil:2022" in strict.reason.en


def test_hedges_truncation_and_completeness() -> None:
    assert outcomes("Tỷ lệ khám phá tội phạm về trật tự xã hội đạt gần 90%.")["gần 90%"] == "rounds_to"
    assert outcomes("Tỷ lệ khám phá tội phạm về trật tự xã hội đạt 89,1%.")["89,1%"] == "truncated"
    proof = proof_text("Năm 2022 tỷ lệ khám phá án đặc biệt nghiêm trọng đạt 100%.", figures=BOOK)
    assert "n = 12" in proof.matches[0].reason.vi


def test_what_the_book_does_not_hold_is_not_accused() -> None:
    assert outcomes("Năm 2022 cấp 1.250.000 thẻ căn cước; Hà Nội xảy ra 574 vụ buôn lậu.") == {
        "1.250.000 thẻ căn cước": "unverifiable",
        "574 vụ": "unverifiable",
    }


def test_english_is_matched_by_the_english_labels() -> None:
    text = "In 2022 Can Tho recorded 574 social order crimes and 149 traffic accidents; "
    text += "186 drug offences were detected."
    assert set(outcomes(text).values()) == {"verified"}
    assert wrong(text.replace("149", "194")) == ["194 traffic accidents"]


def test_a_number_that_fits_several_periods_is_ambiguous() -> None:
    book = [
        *BOOK,
        figure("F97", "Số vụ phạm tội về trật tự xã hội", "Social order crimes", "606", "count", "civil:2022"),
    ]
    proof = proof_text("Năm 2019 xảy ra 606 vụ phạm tội về trật tự xã hội.", figures=book)
    (match,) = proof.matches
    assert match.outcome == "ambiguous"
    assert set(match.figures) == {"F02", "F97"}
    assert "civil:2022, mps:2021" in match.reason.vi
    assert proof.verdicts[0].status == "doubt"


def test_a_count_named_half_is_not_called_wrong() -> None:
    # `phạm tội` names a dozen indicators: none is meant for sure
    assert outcomes("Trong năm 2022 xảy ra 999 vụ phạm tội.", period="mps:2022")["999 vụ"] == "unverifiable"


def test_a_label_with_commas_is_read_whole() -> None:
    label = "Số vụ phạm tội về môi trường, tài nguyên, an toàn thực phẩm"
    book = [
        figure("F1", label, "Environmental crimes", "34", "count"),
        figure("F2", "Số vụ vi phạm quy định về an toàn thực phẩm", "Food safety crimes", "2", "count"),
    ]
    text = "Năm 2022 phát hiện 34 vụ phạm tội về môi trường, tài nguyên, an toàn thực phẩm."
    (match,) = proof_text(text, figures=book, period="mps:2022").matches
    assert (match.outcome, match.figures) == ("verified", ("F1",))


def test_a_label_between_two_numbers_belongs_to_the_first() -> None:
    book = [
        figure("F1", "Số vụ lừa đảo", "Fraud", "40", "count"),
        figure("F2", "Số vụ đánh bạc", "Gambling", "93", "count"),
    ]
    text = "In 2022 there were 40 cases of fraud and 93 cases of gambling."
    matches = proof_text(text, figures=book, period="mps:2022").matches
    assert [(match.outcome, match.figures) for match in matches] == [("verified", ("F1",)), ("verified", ("F2",))]


def test_one_hundred_per_cent_without_its_n_is_told() -> None:
    (verdict,) = proof_text("Tỷ lệ trả lời kiến nghị đạt 100%.").verdicts
    assert verdict.status == "unchecked"
    assert "tổng số" in verdict.reasons[0].vi
    assert proof_text("Trả lời 23/23 kiến nghị, đạt tỷ lệ 100%.").verdicts[-1].status == "consistent"
