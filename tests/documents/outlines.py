"""Read a rendered report back into lines: what each kind of reader finds in it."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from html.parser import HTMLParser

SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def word_lines(blob: bytes) -> list[str]:
    """Return the body of a Word file in order: ``style | text`` and ``cells | of | a row``."""
    import docx
    from docx.table import Table

    lines = []
    for item in docx.Document(io.BytesIO(blob)).iter_inner_content():
        if isinstance(item, Table):
            lines += ["  " + " | ".join(tidy(cell.text) for cell in row.cells) for row in item.rows]
        elif item.text.strip():
            lines.append(f"{item.style.name}: {tidy(item.text)}")
    return lines


def word_notes(blob: bytes) -> str:
    """Return the words of the footnotes of a Word file."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        xml = archive.read("word/footnotes.xml").decode()
    return unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml)))


def pdf_text(blob: bytes, watermark: str = "", mark: str = "") -> str:
    """Return the words of a PDF in one line, without what stands around the text of each page."""
    import pypdf

    pages = []
    for page in pypdf.PdfReader(io.BytesIO(blob)).pages:
        text = tidy(page.extract_text()).removeprefix(watermark).removesuffix(mark)
        pages.append(re.sub(r"^\s*\d+ ", "", text))
    return tidy(" ".join(pages))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("style", "script")

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "script")
        # blocks are words apart, spans are not
        if tag not in ("a", "strong", "em", "sup", "span"):
            self.words.append(" ")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def html_text(text: str) -> str:
    """Return all words of an HTML page in one line."""
    reader = _Words()
    reader.feed(text)
    return tidy("".join(reader.words))
