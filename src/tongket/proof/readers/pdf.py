"""Read the text of a .pdf; lines that a page breaks are joined again."""

from __future__ import annotations

from pathlib import Path

from tongket.model.errors import SourceError
from tongket.proof.document import Document
from tongket.proof.readers.plain import document_of


def read_pdf(path: Path) -> Document:
    """Read a PDF file.

    Raises
    ------
    SourceError
        If it cannot be read, is locked, or holds pictures only.
    """
    import unicodedata

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = [page.extract_text() for page in PdfReader(path).pages]
    except (PyPdfError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{path.name}: must be a readable PDF; got one that is damaged or locked. Print it to PDF again."
        ) from error
    text = unicodedata.normalize("NFC", "\n".join(pages))
    if not text.strip():
        raise SourceError(f"{path.name}: must hold text; got pictures of pages only. Proof the file it was made from.")
    return document_of(text, path.name, "pdf")
