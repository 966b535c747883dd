"""Write a copy of a .docx with real Word comments at the numbers that need a look."""

from __future__ import annotations

import copy
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket.model.text import Language
from tongket.proof.readers.word import open_word, paragraphs
from tongket.proof.verdicts import tell

if TYPE_CHECKING:
    from tongket.proof.proofing import Proof

AUTHOR = "tongket"


def comment_copy(proof: Proof, path: Path, language: Language, *, every: bool = False) -> int:
    """Write the commented copy and return the number of comments.

    Runs are split at the ends of a number, so that a comment covers it and nothing else; the text
    stays the same.
    """
    assert proof.path is not None
    document = open_word(proof.path)
    wanted: dict[int, list[int]] = {}
    for index, verdict in enumerate(proof.verdicts):
        if verdict.status in ("wrong", "doubt") or (every and verdict.reasons):
            wanted.setdefault(proof.found.claims[index].place.block, []).append(index)
    count = 0
    for number, (paragraph, *_rest) in enumerate(paragraphs(document)):
        # from the end, so that splitting never moves what is still to come
        for index in reversed(wanted.get(number, [])):
            claim, block = proof.found.claims[index], proof.document.blocks[number]
            runs = _cut(paragraph, claim.start - block.start, claim.end - block.start)
            if runs:
                document.add_comment(runs, text=tell(proof.verdicts[index], language), author=AUTHOR, initials="tk")
                count += 1
    document.save(str(path))
    return count


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
