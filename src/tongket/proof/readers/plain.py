"""Read plain text and Markdown."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from tongket.model.errors import SourceError
from tongket.proof.document import Builder, Document

_WRAPPED = 55  # a line this long that ends in no full stop goes on in the next one
_ENDINGS = (".", "!", "?", ":", ";", "|")
_STARTS = re.compile(r"\s*(?:[-*+•–]\s|#|\||>|[0-9]{1,2}[.)]\s|[a-zđ][.)]\s|[IVX]{1,5}[.)]\s)")


def decode(raw: bytes, name: str) -> str:
    """Decode UTF-8 (with or without mark) or UTF-16 with a mark, composed to NFC.

    Raises
    ------
    SourceError
        If the bytes are neither.
    """
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"", "utf-8"),
    ):
        if raw.startswith(mark):
            try:
                return unicodedata.normalize("NFC", raw.decode(encoding))
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{name}: text must be UTF-8 (or UTF-16 with a mark); got other bytes. Save it as UTF-8."
                ) from error
    raise SourceError(f"{name}: text must be UTF-8. Save it as UTF-8.")


def read_text(path: Path) -> Document:
    """Read a text file; wrapped lines of one paragraph are joined by a space."""
    return document_of(decode(path.read_bytes(), path.name), path.name)


def document_of(text: str, name: str = "text", form: str = "text") -> Document:
    """Divide a text into paragraphs, headings and the cells of Markdown tables."""
    builder = Builder(name, form)
    headers: list[str] = []
    for number, line in enumerate(_unwrapped(text)):
        if line.lstrip().startswith("|") and line.count("|") > 2:
            headers = _table_row(builder, line, number, headers)
            continue
        headers = []
        heading = line.lstrip().startswith("#")
        builder.add(line, "heading" if heading else "paragraph", (number,))
    return builder.build()


def _unwrapped(text: str) -> list[str]:
    """Join the lines of a wrapped paragraph; drop empty ones."""
    joined: list[str] = []
    goes_on = False
    for line in text.splitlines():
        if not line.strip():
            goes_on = False
        elif goes_on and not _STARTS.match(line) and not line.lstrip()[:1].isupper():
            joined[-1] = f"{joined[-1]} {line.strip()}"
            goes_on = not line.rstrip().endswith(_ENDINGS)
        else:
            joined.append(line.rstrip())
            goes_on = (
                len(line) >= _WRAPPED
                and not line.rstrip().endswith(_ENDINGS)
                and not line.lstrip().startswith(("#", "|"))
            )
    return joined


def _table_row(builder: Builder, line: str, number: int, headers: list[str]) -> list[str]:
    """Add the cells of one Markdown row; the first row of a table names its columns."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
        return headers
    for column, cell in enumerate(cells):
        header = headers[column] if column < len(headers) else ""
        builder.add(cell, "cell", (0, number, column), header, cells[0] if column and headers else "")
    return headers or cells
