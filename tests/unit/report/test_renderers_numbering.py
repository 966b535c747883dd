from datetime import date

import pytest

from tests.unit.report.factories import areas_table, document
from tongket.report.document import Heading, Letterhead
from tongket.report.renderers import front
from tongket.report.renderers.numbering import Numbering, heading_number, roman
from tongket.report.spans import line


def head(level: int) -> Heading:
    return Heading(level, line("x"))


def test_headings_are_numbered_as_appendix_i_says():
    numbering = Numbering("vi")
    found = [numbering.heading(head(level)) for level in (1, 2, 3, 4, 4, 3, 2, 1, 2)]
    assert found == ["Phần thứ nhất", "I.", "1.", "a)", "b)", "2.", "II.", "Phần thứ hai", "I."]


def test_points_are_lettered_by_the_vietnamese_alphabet():
    assert [heading_number(4, place, "vi") for place in (4, 5, 6, 7)] == ["d)", "đ)", "e)", "g)"]
    assert heading_number(4, 6, "en") == "f)"


def test_outline_never_skips_a_level():
    numbering = Numbering("vi")
    assert [numbering.depth(head(level)) for level in (3, 4, 2, 4, 1, 4)] == [1, 2, 2, 3, 1, 2]


def test_an_unnumbered_heading_does_not_count():
    numbering = Numbering("vi")
    assert numbering.heading(Heading(2, line("x"), numbered=False)) == ""
    assert numbering.heading(head(2)) == "I."


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")])
def test_roman(number, text):
    assert roman(number) == text


def test_captions_and_notes_are_counted_once_through():
    numbering = Numbering("en")
    table = areas_table("en")
    assert [numbering.caption(table), numbering.caption(table)] == ["Table 1", "Table 2"]
    assert numbering.note(line("a")) == (1, True)
    assert numbering.note(line("b")) == (2, True)
    assert numbering.note(line("a")) == (1, False)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 1, 5), "Cần Thơ, ngày 05 tháng 01 năm 2023"),
        (date(2023, 2, 15), "Cần Thơ, ngày 15 tháng 02 năm 2023"),
        (date(2023, 3, 9), "Cần Thơ, ngày 09 tháng 3 năm 2023"),
        (date(2022, 12, 20), "Cần Thơ, ngày 20 tháng 12 năm 2022"),
    ],
)
def test_dates_are_padded_as_appendix_i_says(day, text):
    assert front.date_line(Letterhead("A", place="Cần Thơ", day=day), "vi") == text


def test_the_registry_finds_room_for_number_and_day():
    assert front.number_line(Letterhead("A", number=5, symbol="BC-CATP"), "vi") == "Số: 05/BC-CATP"
    assert front.number_line(Letterhead("A", number=15, symbol="BC-CATP"), "en") == "No. 15/BC-CATP"
    assert front.number_line(Letterhead("A", symbol="BC-CATP"), "vi").replace("\u00a0", "_") == "Số: ______/BC-CATP"
    assert front.number_line(Letterhead("A"), "vi") == ""
    assert "tháng" in front.date_line(Letterhead("A"), "vi")


def test_addressees_and_recipients_are_listed_as_appendix_i_says():
    sample = document()
    assert front.addressee_lines(sample) == ("Kính gửi:", "- Bộ Công an (qua V01);", "- Ủy ban nhân dân thành phố.")
    assert front.addressee_lines(document(addressees=("Bộ Công an",))) == ("Kính gửi: Bộ Công an",)
    assert front.addressee_lines(document(addressees=())) == ()
    assert front.recipient_lines(sample)[-1] == "- Lưu: VT, PV01."
