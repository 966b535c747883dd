"""A file is held to the lines its report prints: changed numbers are found, lines of others are left alone."""

from tongket.model.printed import PrintedLine, PrintedNumber
from tongket.proof.document import Document, lines
from tongket.proof.printed import hold_to, missing_from
from tongket.proof.proofing import proof_document

PRINTED = (
    PrintedLine("Năm 2022", (PrintedNumber(4, 8, (), "period name"),)),
    PrintedLine("Xảy ra 574 vụ, giảm 5,3%.", (PrintedNumber(7, 10, ("F1",)), PrintedNumber(20, 24, ("F2",)))),
    PrintedLine("Trộm cắp"),
    PrintedLine("161", (PrintedNumber(0, 3, ("F3",)),)),
    PrintedLine("Đánh bạc"),
    PrintedLine("93", (PrintedNumber(0, 2, ("F4",)),)),
    PrintedLine("Chốt ngày 05/01/2023.", (PrintedNumber(10, 20, (), "cut-off"),)),
)
TEXT = "\n".join(line.text for line in PRINTED)


def document(text: str) -> Document:
    return Document("report", text, lines(text))


def changes(text: str) -> list[tuple[str, str]]:
    numbers = hold_to(document(text), PRINTED).numbers
    return [(text[seen.start : seen.end], seen.printed) for seen in numbers if seen.changed]


def test_the_report_itself_is_verified() -> None:
    proof = proof_document(document(TEXT), printed=PRINTED)
    assert proof.ok
    assert {verdict.status for verdict in proof.verdicts} == {"verified"}
    assert proof.matches[0].figures == ("F1",)


def test_a_changed_number_says_what_was_printed() -> None:
    assert changes(TEXT.replace("574", "547")) == [("547", "574")]
    assert changes(TEXT.replace("5,3", "5,8")) == [("5,8", "5,3")]
    proof = proof_document(document(TEXT.replace("161", "611")), printed=PRINTED)
    assert [proof.document.text[r.start : r.end] for r in proof.remarks if r.verdict.status == "wrong"] == ["611"]


def test_a_changed_date_is_found_though_it_is_no_claim() -> None:
    proof = proof_document(document(TEXT.replace("05/01", "06/01")), printed=PRINTED)
    assert not proof.ok
    assert [(seen.printed, seen.reason) for seen in proof.altered] == [("05", "cut-off")]
    assert proof.to_json()["altered"][0]["printed"] == "05"


def test_cells_are_told_apart_by_their_neighbours() -> None:
    without = TEXT.replace("Trộm cắp\n161\n", "")
    assert changes(without) == []
    assert changes(without.replace("93", "39")) == [("39", "93")]


def test_lines_of_others_are_left_alone() -> None:
    assert changes(f"{TEXT}\nCông an xã báo cáo 12 vụ.") == []
    assert changes("Báo chí viết: 575 vụ trong năm.") == []


def test_leading_zeros_are_a_matter_of_style() -> None:
    assert changes(TEXT.replace("05/01/2023", "5/1/2023")) == []


def test_a_lost_line_is_missing_and_another_order_is_not() -> None:
    assert missing_from(TEXT.splitlines()[::-1], PRINTED) == []
    assert missing_from([line for line in TEXT.splitlines() if line != "161"], PRINTED) == ["161"]
