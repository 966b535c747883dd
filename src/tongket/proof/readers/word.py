"""Read a .docx: paragraphs, headings and tables in the order they stand, hyperlinks and nested tables too."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tongket.model.errors import SourceError
from tongket.proof.document import Builder, Document


def open_word(path: Path) -> Any:
    """Open a .docx.

    Raises
    ------
    SourceError
        If it is no Word document.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SourceError(
            f"{path.name}: must be a Word document (.docx); got something else. Save it as .docx again."
        ) from error


def read_word(path: Path) -> Document:
    """Read a Word document."""
    builder = Builder(path.name, "docx")
    for paragraph, kind, where, header, row in paragraphs(open_word(path)):
        text = unicodedata.normalize("NFC", paragraph.text.replace("\n", " "))
        builder.add(text, kind, where, header, row)
    return builder.build()


def paragraphs(document: Any) -> Iterator[tuple[Any, Any, tuple[int, ...], str, str]]:
    """Yield (paragraph, kind, where, column heading, row heading), always in the same order."""
    from docx.table import Table

    tables = 0
    for number, block in enumerate(document.iter_inner_content()):
        if isinstance(block, Table):
            yield from _cells(block, tables)
            tables += 1
        else:
            style = (block.style.name or "") if block.style is not None else ""
            heading = style.startswith(("Heading", "Title"))
            yield block, "heading" if heading else "paragraph", (number,), "", ""


def _cells(table: Any, number: int) -> Iterator[tuple[Any, Any, tuple[int, ...], str, str]]:
    headers: list[str] = []
    for row_number, row in enumerate(table.rows):
        seen: set[int] = set()
        first = ""
        for column, cell in enumerate(row.cells):
            if id(cell._tc) in seen:  # a merged cell is met once per column it spans
                continue
            seen.add(id(cell._tc))
            text = cell.text.strip()
            header = headers[column] if row_number and column < len(headers) else ""
            for paragraph in cell.paragraphs:
                yield (
                    paragraph,
                    "cell",
                    (number, row_number, column),
                    header,
                    first if column and row_number else "",
                )
            first = first or text
        if row_number == 0:
            headers = [cell.text.strip() for cell in row.cells]
