import io
import re
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from tests.unit.report.factories import CRIMES, cards, document
from tongket.model.errors import DefinitionError, FigureError
from tongket.report.document import Column, Letterhead, Paragraph, Row, Table
from tongket.report.renderers.docx import render_docx
from tongket.report.renderers.word_template import default_template, write_default_template
from tongket.report.spans import NoteRef, line

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def blob():
    return render_docx(document(), cards(document()))


@pytest.fixture(scope="module")
def opened(blob):
    return docx.Document(io.BytesIO(blob))


def part(blob: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return archive.read(name).decode()


def filled(tmp_path, *paragraphs: str, **more: object):
    """Render into a template of the office made of plain paragraphs."""
    template = docx.Document()
    for text in paragraphs:
        template.add_paragraph(text)
    path = tmp_path / "office.docx"
    template.save(path)
    sample = document(**more)
    return docx.Document(io.BytesIO(render_docx(sample, cards(sample), path)))


def texts(opened) -> list[str]:
    return [paragraph.text for paragraph in opened.paragraphs]


def test_page_is_a4_with_the_margins_of_appendix_i(opened):
    for section in opened.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert Mm(19.9) <= section.top_margin <= Mm(25)
        assert Mm(19.9) <= section.bottom_margin <= Mm(25)
        assert Mm(29.9) <= section.left_margin <= Mm(35)
        assert Mm(14.9) <= section.right_margin <= Mm(20)


def test_text_is_times_new_roman_14_justified_and_indented(opened):
    defaults = opened.styles.element.find(f"{W}docDefaults")
    assert defaults.find(f".//{W}rFonts").get(f"{W}ascii") == "Times New Roman"
    assert defaults.find(f".//{W}sz").get(f"{W}val") == "28"
    body = opened.styles["Body Text"].paragraph_format
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(body.first_line_indent.cm, 2) == 1.27
    assert body.space_after.pt >= 6
    assert "Liberation Serif" in part(default_template(), "word/fontTable.xml")


def test_page_number_stands_in_the_top_margin_but_not_on_page_one(opened):
    first = opened.sections[0]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert first.header.paragraphs[0].style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" not in first.first_page_header._element.xml


def test_letterhead_has_number_place_and_padded_date(opened):
    head = opened.tables[0]
    cells = [cell.text for row in head.rows for cell in row.cells]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in cells[1]
    assert cells[2] == "Số: 05/BC-CATP"
    assert cells[3] == "Cần Thơ, ngày 05 tháng 01 năm 2023"


def test_headings_are_word_headings_with_their_numbers(opened):
    found = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Heading")]
    assert found[0] == ("Heading 1", "Phần thứ nhất\nTÌNH HÌNH, KẾT QUẢ CÁC MẶT CÔNG TÁC")
    assert ("Heading 2", "I. TÌNH HÌNH TỘI PHẠM") in found
    assert ("Heading 4", "a) Diễn biến theo tháng") in found


def test_tables_repeat_their_head_and_carry_a_title(opened):
    table = next(table for table in opened.tables if table.style and table.style.name == "Report Table")
    heads = [row for row in table.rows if row._tr.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(heads) == 2
    assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") == "Phạm pháp hình sự về trật tự xã hội"
    assert [cell.text for cell in table.rows[2].cells] == ["Tổng số", "574", "606", "−32", "−5,28%"]


@pytest.mark.parametrize(("rows", "kept"), [(3, True), (40, False)])
def test_a_short_table_stays_on_one_page(rows, kept):
    cells = tuple(Row((line("x"), line("y"))) for _ in range(rows))
    table = Table(line("Bảng"), (Column(line("a")), Column(line("b"), numeric=True)), cells)
    sample = document(blocks=(table,), annexes=())
    (found, *_) = docx.Document(io.BytesIO(render_docx(sample, cards(sample)))).tables[1:]
    together = [all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs) for row in found.rows]
    assert together == [True, *[kept] * (rows - 1), False]  # the head is kept with the first row in any case


def test_pictures_carry_alternative_text(blob):
    xml = part(blob, "word/document.xml")
    described = re.findall(r'<wp:docPr id="\d+" name="[^"]*" descr="([^"]+)"', xml)
    assert len(described) == 2
    assert described[0].startswith("Biểu đồ cột")


def test_notes_are_footnotes(blob):
    assert '<w:footnoteReference w:id="1"/>' in part(blob, "word/document.xml")
    notes = part(blob, "word/footnotes.xml")
    assert "dao động ngẫu nhiên" in notes
    assert "0,342" in notes


def test_a_note_used_twice_is_printed_once():
    note = NoteRef(line("cùng một chú thích"))
    sample = document(blocks=(Paragraph(line("một", note)), Paragraph(line("hai", note))), annexes=())
    made = render_docx(sample, cards(sample))
    assert part(made, "word/footnotes.xml").count("cùng một chú thích") == 1
    assert "NOTEREF Note1" in part(made, "word/document.xml")


def test_every_number_leads_to_the_list_of_figures(blob):
    xml = part(blob, "word/document.xml")
    anchors = set(re.findall(r'w:anchor="(F[0-9a-f]{16})"', xml))
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(F[0-9a-f]{16})"', xml)
    assert CRIMES.id in anchors
    assert anchors <= set(marks)
    assert len(marks) == len(set(marks))


def test_annexes_number_their_own_pages(opened):
    starts = [s._sectPr.find(f"{W}pgNumType") for s in opened.sections]
    assert len(starts) == 4  # body, one annex of the report, data of pictures, list of figures
    assert starts[0] is None
    assert all(start.get(f"{W}start") == "1" for start in starts[1:])


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_language_of_the_text_is_set(language, tag):
    sample = document(language)
    made = docx.Document(io.BytesIO(render_docx(sample, cards(sample))))
    assert made.styles.element.find(f".//{W}lang").get(f"{W}val") == tag


def test_synthetic_data_and_watermark_stand_on_every_page(opened):
    for section in opened.sections:
        for footer in (section.footer, section.first_page_footer):
            assert "SYNTHETIC DATA" in footer.paragraphs[0].text
        for header in (section.header, section.first_page_header):
            assert 'string="SƠ BỘ"' in header._element.xml


def test_official_real_data_carry_no_mark():
    sample = document(synthetic=False, watermark=None)
    made = docx.Document(io.BytesIO(render_docx(sample, cards(sample))))
    section = made.sections[0]
    assert "SYNTHETIC" not in section.footer._element.xml
    assert "textpath" not in section.header._element.xml


def test_same_document_same_bytes(blob):
    assert render_docx(document(), cards(document())) == blob
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_placeholder_and_no_none_is_left(opened):
    joined = "\n".join(texts(opened)) + "".join(c.text for t in opened.tables for r in t.rows for c in r.cells)
    # the sample's own text holds {{body}} on purpose: what people write is never read as a placeholder
    assert re.findall(r"\{\{\w+\}\}", joined) == ["{{body}}"]
    assert "None" not in joined


def test_control_characters_cannot_break_the_file():
    sample = document(blocks=(Paragraph(line("a\x00b\x1f<c>&\ufffe")),), annexes=())
    assert "ab<c>&" in texts(docx.Document(io.BytesIO(render_docx(sample, cards(sample)))))


def test_an_office_template_is_filled_run_by_run(tmp_path):
    template = docx.Document()
    cut = template.add_paragraph("Về: {{ti")
    cut.add_run("tle}} (").bold = True
    cut.add_run("{{ kind }})").italic = True
    for text in ("{{body}}", "{{annexes}}"):
        template.add_paragraph(text)
    template.save(tmp_path / "office.docx")
    sample = document()
    made = docx.Document(io.BytesIO(render_docx(sample, cards(sample), tmp_path / "office.docx")))
    assert made.paragraphs[0].text == f"Về: {sample.title_text} (BÁO CÁO)"
    assert any(p.style.name == "Note Box" for p in made.paragraphs)  # styles it lacks are brought along
    assert "dao động" in part(render_docx(sample, cards(sample), tmp_path / "office.docx"), "word/footnotes.xml")


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        (("{{title}}", "{{annexes}}"), r"must hold \{\{body\}\}"),
        (("{{body}}",), r"\{\{title\}\}, \{\{annexes\}\}"),
        (("{{title}}", "{{body}}", "{{annexes}}", "{{tittle}}"), "got tittle"),
        (("{{title}}", "Nội dung: {{body}}", "{{annexes}}"), "stand alone"),
    ],
)
def test_a_template_without_its_placeholders_is_refused(tmp_path, paragraphs, message):
    with pytest.raises(DefinitionError, match=message):
        filled(tmp_path, *paragraphs)


def test_a_secrecy_mark_is_never_lost(tmp_path):
    paragraphs = ("{{title}}", "{{body}}", "{{annexes}}")
    with pytest.raises(DefinitionError, match="classification"):
        filled(tmp_path, *paragraphs, classification="MẬT")
    assert "MẬT" in texts(filled(tmp_path, "{{classification}}", *paragraphs, classification="MẬT"))


def test_what_is_no_word_file_is_refused(tmp_path):
    path = tmp_path / "office.docx"
    sample = document()
    with pytest.raises(DefinitionError, match="can be read"):
        render_docx(sample, cards(sample), path)
    path.write_bytes(b"not a zip")
    with pytest.raises(DefinitionError, match=r"must be a Word document"):
        render_docx(sample, cards(sample), path)


def test_the_shipped_template_is_a_word_file_the_office_can_have(tmp_path):
    path = write_default_template(tmp_path / "mau.docx")
    assert path.read_bytes() == default_template()
    found = set(re.findall(r"\{\{(\w+)\}\}", part(path.read_bytes(), "word/document.xml")))
    assert {"title", "body", "annexes", "classification", "number", "recipients", "name"} <= found
    sample = document()
    assert render_docx(sample, cards(sample), path) == render_docx(sample, cards(sample))


def test_a_figure_without_card_is_refused():
    with pytest.raises(FigureError, match="needs its card"):
        render_docx(document(), {})


def test_no_rule_is_left_where_there_is_no_national_title():
    sample = document("en", letterhead=Letterhead("Police Department"), signature=None, recipients=(), addressees=())
    made = docx.Document(io.BytesIO(render_docx(sample, cards(sample))))
    right = made.tables[0].rows[0].cells[1]
    assert right.text == ""
    assert right._tc.find(f".//{W}pBdr") is None


def test_captions_are_sequences_that_word_can_list(blob):
    xml = part(blob, "word/document.xml")
    assert xml.count(r"SEQ Table \* ARABIC") == 6
    assert xml.count(r"SEQ Chart \* ARABIC") == 1
    assert xml.count(r"SEQ Map \* ARABIC") == 1
