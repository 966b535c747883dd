"""Write a copy of a .docx with real Word comments at the numbers that need a look."""

from __future__ import annotations

import copy
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket.model.text import Language
from tongket.proof.readers.word import NOTE, open_word, paragraphs
from tongket.proof.verdicts import tell

if TYPE_CHECKING:
    from tongket.proof.proofing import Proof, Remark

AUTHOR = "tongket"


def comment_copy(proof: Proof, path: Path, language: Language, *, every: bool = False) -> int:
    """Write the commented copy and return the number of comments.

    Runs are split at the ends of a number, so that a comment covers it and nothing else; the text
    stays the same.
    """
    assert proof.path is not None
    document = open_word(proof.path)
    wanted: dict[int, list[Remark]] = {}
    for remark in proof.remarks:
        if remark.verdict.status in ("wrong", "doubt") or (every and remark.verdict.reasons):
            wanted.setdefault(remark.block, []).append(remark)
    count = 0
    for number, (paragraph, _, where, *_rest) in enumerate(paragraphs(document)):
        # from the end, so that splitting never moves what is still to come
        for remark in reversed(wanted.get(number, [])):
            block = proof.document.blocks[number]
            if where[0] == NOTE:
                runs = _reference(document, paragraph)
            else:
                runs = _cut(paragraph, remark.start - block.start, remark.end - block.start)
            if runs:
                text = tell(remark.verdict, language)
                if where[0] == NOTE:
                    text = f"“{proof.document.text[remark.start : remark.end]}”: {text}"
                document.add_comment(runs, text=text, author=AUTHOR, initials="tk")
                count += 1
    document.save(str(path))
    return count


def _reference(document: Any, paragraph: Any) -> list[Any]:
    """Return the run of the text that refers to the footnote of a paragraph: Word has no comments in footnotes."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    id_ = paragraph._p.getparent().get(qn("w:id"))
    for mark in document.element.body.iter(qn("w:footnoteReference"), qn("w:endnoteReference")):
        if mark.get(qn("w:id")) == id_:
            run = mark.getparent()
            return [Run(run, Paragraph(run.getparent(), document.part))]
    return []


def _runs(paragraph: Any) -> list[Any]:
    """Return the runs of a paragraph in order, those of hyperlinks too."""
    found: list[Any] = []
    for part in paragraph.iter_inner_content():
        found.extend(
            getattr(part, "runs", None) or ([part] if hasattr(part, "text") and not hasattr(part, "runs") else [])
        )
    return found


def _length(text: str) -> int:
    return len(unicodedata.normalize("NFC", text))


def _cut(paragraph: Any, start: int, end: int) -> list[Any]:
    """Return the runs that hold ``text[start:end]``, split where they hold more."""
    chosen: list[Any] = []
    at = 0
    for run in _runs(paragraph):
        size = _length(run.text)
        low, high = max(start, at), min(end, at + size)
        if low < high:
            chosen.append(_middle(run, low - at, high - at))
        at += size
    return chosen


def _middle(run: Any, start: int, end: int) -> Any:
    """Split a run of plain text around ``[start:end]`` and return the middle; any other run stays whole."""
    from docx.oxml.ns import qn

    element = run._r
    texts = [child for child in element if child.tag != qn("w:rPr")]
    if len(texts) != 1 or texts[0].tag != qn("w:t"):
        return run
    text = unicodedata.normalize("NFC", run.text)
    for piece, before in ((text[:start], True), (text[end:], False)):
        if piece:
            twin = copy.deepcopy(element)
            (element.addprevious if before else element.addnext)(twin)
            type(run)(twin, run._parent).text = piece
    run.text = text[start:end]
    return run
