"""Proof the files of a report before it is handed out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tongket.model.errors import FigureError
from tongket.model.printed import PrintedLine
from tongket.proof.printed import missing_from
from tongket.proof.proofing import Proof, proof_document
from tongket.proof.readers import read
from tongket.proof.verdicts import tell

_SHOWN = 60


def proof_own(paths: Sequence[Path], word: Sequence[PrintedLine], page: Sequence[PrintedLine]) -> tuple[Proof, ...]:
    """Read the files of a report back, and refuse them unless they print what its figures say.

    Every line with a digit must stand in the Word file and in the HTML page as it was written; in the Word file
    every number must be found, and none may be wrong. The PDF is set from the same lines; its words cannot be read
    back line by line.

    Parameters
    ----------
    paths : sequence of Path
        The files, as rendered.
    word, page : sequence of PrintedLine
        What the Word file and the HTML page print.

    Returns
    -------
    tuple of Proof
        Of the Word file, if there is one.

    Raises
    ------
    FigureError
        If a line is missing or a number is wrong; the message names file and place.
    """
    proofs = []
    for path in paths:
        lines = {".docx": word, ".html": page}.get(path.suffix)
        if lines is None:
            continue
        document = read(path)
        texts = [document.text[block.start : block.end] for block in document.blocks]
        if lost := missing_from(texts, lines):
            raise FigureError(
                f"{path.name}: every line of the report must be printed as it was written; not found:"
                f" {_short(lost[0])!r}. This is a fault of the renderer or of the template; nothing was written."
            )
        if path.suffix == ".docx":
            proofs.append(_proofed(proof_document(document, path=path, printed=lines), path))
    return tuple(proofs)


def _proofed(proof: Proof, path: Path) -> Proof:
    """Return a proof, or raise FigureError when a number is wrong."""
    for remark in proof.remarks:
        if remark.verdict.status == "wrong":
            span = proof.document.text[remark.start : remark.end]
            raise FigureError(
                f"{path.name}: no number of a report may be wrong; got {span!r}: {tell(remark.verdict, 'en')}."
                " Mend the text the office has added, or report this; nothing was written."
            )
    return proof


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
