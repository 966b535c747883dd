"""Whatever people write reaches the reader as they wrote it, in every format."""

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.outlines import html_text
from tests.unit.report.factories import cards, document
from tongket.report.document import Paragraph
from tongket.report.renderers.docx import render_docx
from tongket.report.renderers.html import render_html
from tongket.report.renderers.pdf import render_pdf
from tongket.report.spans import line

# Printable signs of any script, markup of all three formats among them; lone surrogates are no text.
texts = st.text(
    st.one_of(st.sampled_from("#$*_`@<>&\\\"'{}[]()~^%/=-"), st.characters(exclude_categories=["C", "Z"])),
    min_size=1,
    max_size=40,
)


def sample(text: str):
    return document(blocks=(Paragraph(line(text)),), annexes=(), synthetic=False, watermark=None)


@given(text=texts)
@settings(max_examples=25)
def test_word_keeps_any_text(text):
    written = sample(text)
    opened = docx.Document(io.BytesIO(render_docx(written, cards(written))))
    assert text in [paragraph.text for paragraph in opened.paragraphs]


@given(text=texts)
@settings(max_examples=50)
def test_html_keeps_any_text(text):
    written = sample(text)
    assert text in html_text(render_html(written, cards(written)))


@given(text=st.text(st.sampled_from("#$*_`@<>&\\\"'{}[]()~^%/=-+ẩỡữĐđabc "), min_size=1, max_size=60))
@settings(max_examples=20)
def test_no_text_can_break_the_typesetter(text):
    written = sample(text)
    assert render_pdf(written, cards(written)).startswith(b"%PDF-1.7")
