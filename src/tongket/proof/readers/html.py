"""Read HTML with the parser of the standard library; scripts and styles are left out."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from tongket.proof.document import Builder, Document
from tongket.proof.readers.plain import decode

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "figcaption",
        "caption",
        "article",
        "section",
        "br",
        "dt",
        "dd",
        "title",
        "header",
        "footer",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title", "caption"])
# superscripts are mostly the numbers of notes, which would run into the number before them
_SILENT = frozenset(["script", "style", "noscript", "template", "svg", "sup"])


class _Reader(HTMLParser):
    """Collect blocks and table cells."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = builder
        self.buffer: list[str] = []
        self.heading = False
        self.silent = 0
        self.count = 0
        self.tables = 0
        self.rows: list[list[str]] = []
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.flush()
            self.rows, self.tables = [], self.tables + 1
        elif tag == "tr":
            self.flush()
            self.rows.append([])
        elif tag in ("td", "th"):
            self.flush()
            self.in_cell = True
        elif tag in _BLOCKS and not self.in_cell:
            self.flush()
            self.heading = tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th"):
            self.cell()
        elif tag in _BLOCKS and not self.in_cell:
            self.flush()
            self.heading = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.buffer.append(data)

    def text(self) -> str:
        """Return and forget what was collected, white space folded."""
        text = " ".join("".join(self.buffer).split())
        self.buffer.clear()
        return text

    def flush(self) -> None:
        """End the block."""
        text = self.text()
        if text:
            self.builder.add(text, "heading" if self.heading else "paragraph", (self.count,))
            self.count += 1

    def cell(self) -> None:
        """End the cell."""
        text, self.in_cell = self.text(), False
        if not self.rows:
            self.rows.append([])
        column = len(self.rows[-1])
        header = self.rows[0][column] if len(self.rows) > 1 and column < len(self.rows[0]) else ""
        row = self.rows[-1][0] if self.rows[-1] and len(self.rows) > 1 else ""
        self.rows[-1].append(text)
        self.builder.add(text, "cell", (self.tables - 1, len(self.rows) - 1, column), header, row)


def read_html(path: Path) -> Document:
    """Read an HTML file."""
    builder = Builder(path.name, "html")
    reader = _Reader(builder)
    reader.feed(decode(path.read_bytes(), path.name))
    reader.close()
    reader.flush()
    return builder.build()
