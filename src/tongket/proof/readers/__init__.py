"""Read what people write reports in: text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

from pathlib import Path

from tongket.model.errors import SourceError, UsageError
from tongket.proof.document import Document

KINDS = (".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf")


def read(path: Path) -> Document:
    """Read one file into text and blocks.

    Parameters
    ----------
    path : Path
        A .txt, .md, .html, .docx or .pdf file.

    Returns
    -------
    Document
        Text composed to NFC; blocks in order.

    Raises
    ------
    UsageError
        If the ending is not known.
    SourceError
        If the file is missing or cannot be read.
    """
    if not path.is_file():
        raise SourceError(f"proof: the file must exist; got {str(path)!r}. Check the name.")
    ending = path.suffix.lower()
    if ending in (".html", ".htm"):
        from tongket.proof.readers.html import read_html

        return read_html(path)
    if ending == ".docx":
        from tongket.proof.readers.word import read_word

        return read_word(path)
    if ending == ".pdf":
        from tongket.proof.readers.pdf import read_pdf

        return read_pdf(path)
    if ending in KINDS:
        from tongket.proof.readers.plain import read_text

        return read_text(path)
    raise UsageError(f"proof: a file must end in {', '.join(KINDS)}; got {path.name!r}. Convert it first.")
