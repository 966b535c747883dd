import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from tests.unit.report.factories import ALPHABET, cards, document
from tongket.model.errors import DefinitionError, FigureError
from tongket.report.document import Letterhead, Paragraph
from tongket.report.renderers.pdf import render_pdf
from tongket.report.spans import line


@pytest.fixture(scope="module")
def blob():
    return render_pdf(document(), cards(document()))


@pytest.fixture(scope="module")
def opened(blob):
    return pypdf.PdfReader(io.BytesIO(blob))


@pytest.fixture(scope="module")
def pages(opened):
    return [page.extract_text() for page in opened.pages]


def tags(node, found):
    """Collect (kind, node) of a structure tree, in order of reading."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            tags(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((node["/S"], node))
        if "/K" in node:
            tags(node["/K"], found)
    return found


def test_pdf_says_it_is_archivable_and_accessible(blob, opened):
    metadata = opened.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert opened.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_language_and_title_are_set(language, tag):
    sample = document(language)
    made = pypdf.PdfReader(io.BytesIO(render_pdf(sample, cards(sample))))
    assert made.trailer["/Root"]["/Lang"] == tag
    assert made.metadata.title == sample.title_text


def test_headings_tables_and_pictures_are_tagged(opened):
    found = tags(opened.trailer["/Root"]["/StructTreeRoot"], [])
    kinds = [kind for kind, _ in found]
    for kind in ("/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Caption", "/L", "/Link", "/Note"):
        assert kind in kinds, kind
    described = [node.get("/Alt") for kind, node in found if kind == "/Figure"]
    assert len([text for text in described if text]) >= 2


def test_fonts_are_embedded_and_ours(opened):
    names = set()
    for page in opened.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"].get_object()
            names.add(descendant["/BaseFont"].split("+")[1])
    assert names
    assert all(name.startswith("LiberationSerif") for name in names)


def test_text_has_every_vietnamese_letter(pages):
    joined = "".join(pages)
    assert set(ALPHABET) <= set(joined)
    assert "574" in joined
    assert "(−5,28%)" in joined


def test_page_number_is_hidden_on_page_one_and_starts_again_in_annexes(pages):
    first_lines = [page.removeprefix("SƠ BỘ").split()[0] for page in pages]  # the watermark lies under the page
    assert first_lines[:3] == ["BỘ", "2", "3"]
    assert first_lines[3:] == ["Phụ", "Phụ", "Phụ"]


def test_synthetic_mark_stands_on_every_page(pages):
    assert all("SỐ LIỆU MÔ PHỎNG / SYNTHETIC DATA" in page for page in pages)


def test_watermark_is_drawn_on_every_page_only_when_asked(pages):
    assert all("SƠ BỘ" in page for page in pages)
    sample = document(watermark=None, synthetic=False)
    plain = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(sample, cards(sample)))).pages]
    assert not any("SƠ BỘ" in page or "SYNTHETIC" in page for page in plain)


def test_outline_lists_headings_and_annexes(opened):
    def titles(items):
        return [t for item in items for t in (titles(item) if isinstance(item, list) else [item.title])]

    found = [title.replace("\n", " ") for title in titles(opened.outline)]
    assert any("TÌNH HÌNH TỘI PHẠM" in title for title in found)
    assert any(title.startswith("Phụ lục III") for title in found)


def test_signs_of_the_typesetter_are_only_text(pages):
    assert '#let $x$ \\ "ngoặc" {{body}} @a *b* _c_' in " ".join("".join(pages).split())


def test_none_is_never_printed(pages):
    assert not any("None" in page or "none" in page for page in pages)


def test_same_document_same_bytes(blob):
    assert render_pdf(document(), cards(document())) == blob


def test_the_file_carries_the_day_of_the_report_or_of_its_seal():
    sample = document()
    undated = replace(sample, letterhead=replace(sample.letterhead, day=None))
    made = pypdf.PdfReader(io.BytesIO(render_pdf(undated, cards(undated))))
    assert made.metadata.creation_date.date() == date(2023, 1, 5)


def test_a_bare_english_report_needs_no_letterhead_of_vietnam():
    sample = document("en", letterhead=Letterhead("Police Department"), recipients=(), signature=None, addressees=())
    first = pypdf.PdfReader(io.BytesIO(render_pdf(sample, cards(sample)))).pages[0].extract_text()
    assert "Police Department" in first
    assert "VIET NAM" not in first


def test_a_figure_without_card_is_refused():
    with pytest.raises(FigureError, match="needs its card"):
        render_pdf(document(), {})


def test_a_sign_the_typeface_has_not_is_named():
    sample = document(blocks=(Paragraph(line("phố 漢")),))
    with pytest.raises(DefinitionError, match=r"漢.*Replace that sign"):
        render_pdf(sample, cards(sample))


def test_control_characters_cannot_break_the_page():
    sample = document(blocks=(Paragraph(line("a\x00b\x1fc")),), annexes=())
    assert "abc" in pypdf.PdfReader(io.BytesIO(render_pdf(sample, cards(sample)))).pages[0].extract_text()
