"""Proof files: read, find, recompute, match, conclude, and write the result down."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tongket.model.errors import UsageError
from tongket.model.printed import PrintedLine
from tongket.model.text import Language
from tongket.proof.arithmetic import check_arithmetic
from tongket.proof.checks import Check
from tongket.proof.document import Document, lines
from tongket.proof.figures import match_claims
from tongket.proof.find import Found, find_claims
from tongket.proof.known import Known, KnownFigure, Listed, Match
from tongket.proof.printed import Held, Seen, hold_to, settle
from tongket.proof.readers import read
from tongket.proof.verdicts import NAMES, Verdict, conclude, tell

_CONTEXT = 60


@dataclass(frozen=True)
class Remark:
    """Hold a stretch of text, the block it stands in, and what is to be said of it."""

    start: int
    end: int
    block: int
    verdict: Verdict


@dataclass(frozen=True)
class Proof:
    """Hold the proof of one document.

    Attributes
    ----------
    document : Document
        Text and blocks.
    found : Found
        Claims, numbers left out, marks.
    checks : tuple of Check
        Sums.
    matches : tuple of Match
        What the book says; empty without a book.
    path : Path or None
        Where it was read from.
    held : Held
        What of the text is a report's own, number by number.
    """

    document: Document
    found: Found
    checks: tuple[Check, ...]
    matches: tuple[Match, ...] = ()
    path: Path | None = None
    held: Held = field(default_factory=Held)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """Return one verdict per claim."""
        return conclude(self.found.claims, self.checks, self.matches)

    @property
    def wrong(self) -> list[int]:
        """Return the indices of the wrong claims."""
        return [index for index, verdict in enumerate(self.verdicts) if verdict.status == "wrong"]

    @cached_property
    def altered(self) -> list[Seen]:
        """Return the numbers that are no claims, such as dates and ids, and are not as the report prints them."""
        starts = [claim.start for claim in self.found.claims]
        return [seen for seen in self.held.numbers if seen.changed and not self._in_claim(seen, starts)]

    def _in_claim(self, seen: Seen, starts: list[int]) -> bool:
        at = bisect_right(starts, seen.start) - 1
        return at >= 0 and seen.start < self.found.claims[at].end

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.wrong and not self.altered

    @cached_property
    def remarks(self) -> list[Remark]:
        """Return what is to be said of the text, in its order: of every claim, and of every altered number."""
        said = [
            Remark(claim.start, claim.end, claim.place.block, verdict)
            for claim, verdict in zip(self.found.claims, self.verdicts, strict=True)
        ]
        starts = [block.start for block in self.document.blocks]
        for seen in self.altered:
            block = bisect_right(starts, seen.start) - 1
            said.append(Remark(seen.start, seen.end, block, Verdict("wrong", (seen.verdict,))))
        return sorted(said, key=lambda remark: remark.start)

    def to_json(self) -> dict[str, Any]:
        """Return the proof of one document for machines."""
        return {
            "document": self.document.name,
            "text": self.document.text,
            "marks": {language: marks.to_json() for language, marks in self.found.marks.items()},
            "claims": [claim.to_json() for claim in self.found.claims],
            "checks": [check.to_json() for check in self.checks],
            "matches": [match.to_json() for match in self.matches],
            "verdicts": [verdict.status for verdict in self.verdicts],
            "altered": [
                {"start": seen.start, "end": seen.end, "printed": seen.printed, "figures": list(seen.figures)}
                for seen in self.altered
            ],
        }  # fmt: skip


def proof_text(
    text: str,
    *,
    figures: Sequence[KnownFigure] | Known | None = None,
    period: str | None = None,
    language: Language | None = None,
    name: str = "text",
) -> Proof:
    """Proof a text as it is; offsets point into it.

    Parameters
    ----------
    text : str
        Text to proof.
    figures : sequence of KnownFigure, or Known, optional
        What the book knows.
    period : str, optional
        Period id the text reports on.
    language : {'vi', 'en'}, optional
        By default told from the text.
    name : str
        What to call the text.

    Returns
    -------
    Proof
        Claims, checks, matches, verdicts.
    """
    return proof_document(Document(name, text, lines(text)), figures=figures, period=period, language=language)


def proof_document(
    document: Document,
    *,
    figures: Sequence[KnownFigure] | Known | None = None,
    period: str | None = None,
    language: Language | None = None,
    path: Path | None = None,
    printed: Sequence[PrintedLine] = (),
) -> Proof:
    """Proof a document that was read; see `proof_text`.

    Parameters
    ----------
    document : Document
        What was read.
    figures, period, language
        As for `proof_text`.
    path : Path, optional
        Where it was read from.
    printed : sequence of PrintedLine, optional
        What the report that the document is a copy of prints.
    """
    known = Listed(figures) if isinstance(figures, Sequence) else figures
    found = find_claims(document.text, document.blocks, language, known.places if known is not None else {})
    checks = check_arithmetic(found.claims, document.blocks)
    held = hold_to(document, printed) if printed else Held()
    settled = settle(found.claims, held)
    matches = _matches(found, known, period, document.text, settled)
    return Proof(document, found, tuple(checks), tuple(matches), path, held)


def _matches(
    found: Found, known: Known | None, period: str | None, text: str, settled: dict[int, Match]
) -> list[Match]:
    """Match the claims that the report's own lines do not settle."""
    open_ = [index for index in range(len(found.claims)) if index not in settled]
    if known is None or not open_:
        return [settled[index] for index in sorted(settled)]
    matched = match_claims([found.claims[index] for index in open_], known, period, text)
    others = {index: replace(match, claim=index) for index, match in zip(open_, matched, strict=True)}
    return [(settled | others)[index] for index in range(len(found.claims))]


@dataclass(frozen=True)
class ProofResult:
    """Hold the proofs of all files of one run."""

    proofs: tuple[Proof, ...]

    @property
    def exit_code(self) -> int:
        """Return 1 if a number is wrong, else 0."""
        return 0 if all(proof.ok for proof in self.proofs) else 1

    def to_json(self) -> dict[str, Any]:
        """Return one object for machines: claims and checks of the document, or of each of several."""
        ok, documents = self.exit_code == 0, [proof.to_json() for proof in self.proofs]
        return {"ok": ok, **documents[0]} if len(documents) == 1 else {"ok": ok, "documents": documents}

    def json_text(self) -> str:
        """Return `to_json` as text."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=2)

    def summary(self, language: Language = "vi") -> str:
        """Return one screen for people: counts, then every number that is wrong or worth a look."""
        return "\n\n".join(_summary(proof, language) for proof in self.proofs)

    def write_marked_html(self, path: Path, language: Language = "vi") -> None:
        """Write the texts with every claim coloured and its sum beside it."""
        from tongket.proof.render.html import marked_html

        path.write_text(marked_html(self.proofs, language), encoding="utf-8")

    def write_commented_docx(self, path: Path, language: Language = "vi", *, every: bool = False) -> int:
        """Write a copy of the one .docx with a comment at each number that is wrong or worth a look.

        Parameters
        ----------
        path : Path
            Where to write the copy.
        language : {'vi', 'en'}
            Language of the comments.
        every : bool
            Whether to comment on right numbers too.

        Returns
        -------
        int
            Number of comments.

        Raises
        ------
        UsageError
            Unless exactly one .docx was proofed.
        """
        words = [proof for proof in self.proofs if proof.document.form == "docx" and proof.path is not None]
        if len(words) != 1:
            raise UsageError(f"proof: a commented copy needs exactly one .docx; got {len(words)}. Name one.")
        from tongket.proof.render.word import comment_copy

        return comment_copy(words[0], path, language, every=every)


def proof_files(
    paths: Sequence[Path | str],
    *,
    figures: Sequence[KnownFigure] | Known | None = None,
    period: str | None = None,
    language: Language | None = None,
) -> ProofResult:
    """Proof files.

    Parameters
    ----------
    paths : sequence of Path
        Files to proof: .txt, .md, .html, .docx, .pdf.
    figures : sequence of KnownFigure, or Known, optional
        What the book knows; without it only the arithmetic is checked.
    period : str, optional
        Period id the texts report on, such as ``mps:2022``.
    language : {'vi', 'en'}, optional
        By default told paragraph by paragraph.

    Returns
    -------
    ProofResult
        One proof per file.

    Raises
    ------
    UsageError
        If no file is given or an ending is unknown.
    SourceError
        If a file cannot be read.
    """
    if not paths:
        raise UsageError(
            "proof: at least one file must be given; got none. Name a .docx, .pdf, .html, .md or .txt file."
        )
    proofs = []
    for path in map(Path, paths):
        proofs.append(proof_document(read(path), figures=figures, period=period, language=language, path=path))
    return ProofResult(tuple(proofs))


def _summary(proof: Proof, language: Language) -> str:
    counts = Counter(remark.verdict.status for remark in proof.remarks)
    parts = ", ".join(f"{NAMES[status].in_language(language)} {counts[status]}" for status in NAMES if counts[status])
    total = len(proof.found.claims)
    head = f"{proof.document.name}: {total} số" if language == "vi" else f"{proof.document.name}: {total} numbers"
    rows = [f"{head} ({parts})" if parts else head]
    for remark in proof.remarks:
        if remark.verdict.status in ("wrong", "doubt"):
            rows.append(f"  · {_shown(proof.document.text, remark.start, remark.end)}")
            rows.append(f"    {tell(remark.verdict, language)}")
    return "\n".join(rows)


def _shown(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _CONTEXT) : start].split("\n")[-1]
    after = text[end : end + _CONTEXT // 2].split("\n")[0]
    lead = "…" if start - _CONTEXT > 0 and len(before) == _CONTEXT else ""
    return f"{lead}{before}[{text[start:end]}]{after}"
