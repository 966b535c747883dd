"""The three formats say the same, and say what a person has read and found right.

The snapshots are reviewed by eye. To renew one after a wanted change: TONGKET_RENEW=1 pytest tests/documents
"""

import os
from pathlib import Path

import pytest

from tests.documents.outlines import html_text, pdf_text, word_lines, word_notes
from tests.unit.report.factories import cards, document
from tongket.report.document import ChartBlock, Heading, Table, all_lines
from tongket.report.renderers.docx import render_docx
from tongket.report.renderers.html import render_html
from tongket.report.renderers.pdf import render_pdf
from tongket.report.renderers.words import word
from tongket.report.spans import leaves, plain

HERE = Path(__file__).parent


@pytest.mark.parametrize("language", ["vi", "en"])
def test_word_file_reads_as_reviewed(language):
    sample = document(language)
    found = "\n".join(word_lines(render_docx(sample, cards(sample)))) + "\n"
    reviewed = HERE / f"report.{language}.txt"
    if os.environ.get("TONGKET_RENEW"):
        reviewed.write_text(found, encoding="utf-8")
    assert found == reviewed.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_stands_in_every_format(language):
    sample = document(language)
    given = cards(sample)
    blob = render_docx(sample, given)
    found = {
        "docx": "".join(word_lines(blob)) + word_notes(blob),
        "pdf": pdf_text(render_pdf(sample, given), sample.watermark, word("synthetic", language)),
        "html": html_text(render_html(sample, given)),
    }
    # what only those hear who do not see a picture, or what is written in the picture, stands in no text
    unseen = {spans for block in sample.blocks if isinstance(block, ChartBlock) for spans in (block.alt, block.labels)}
    for spans in set(all_lines(sample)) - unseen:
        # span by span, for the mark of a note stands inside its sentence; without spaces, for lines break anywhere
        for text in ("".join(plain((span,)).split()) for span in leaves(spans)):
            for name, whole in found.items():
                assert text in "".join(whole.split()), (name, text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_headings_and_captions_carry_the_same_numbers(language):
    sample = document(language)
    given = cards(sample)
    lines = word_lines(render_docx(sample, given))
    printed = pdf_text(render_pdf(sample, given)).replace(" ", "")
    page = html_text(render_html(sample, given)).replace(" ", "")
    numbered = [line for line in lines if line.startswith(("Heading", "Caption", "Picture Caption"))]
    assert len(numbered) >= sum(isinstance(block, Heading | Table) for block in sample.blocks)
    for line in numbered:
        text = line.partition(": ")[2].replace(" ", "")
        assert text in printed, line
    for line in numbered[:10]:  # the annexes that list data and figures are cards in HTML
        assert line.partition(": ")[2].replace(" ", "") in page, line
