"""Find the labels of a book word for word beside a claim: a list inside a label must not end it."""

from __future__ import annotations

from collections.abc import Sequence

from tongket.proof.claims import Claim
from tongket.proof.known import Subject
from tongket.proof.tokens import tokenize

_HEADS = frozenset("số|vụ|người|tỷ|lệ|các|đối|tượng|recorded|cases|case|of|number|the|persons|share|rate".split("|"))
_REACH = 320  # letters beside a claim that are read
_GAP = 3  # words that may stand between a claim and a label
_SHORTEST = 1
_INNER = frozenset({"(", ")", ":", "-", "–", "“", "”"})


class Wording:
    """Know the labels of a book as rows of words.

    Parameters
    ----------
    subjects : sequence of Subject
        Whose labels and synonyms.
    """

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        seen: set[tuple[str, ...]] = set()
        for subject in subjects:
            for label in subject.labels:
                for text in (label.vi, label.en):
                    row = _row(text)
                    if len(row) >= _SHORTEST and row not in seen:
                        seen.add(row)
                        self.by_first.setdefault(row[0], []).append(row)
        for rows in self.by_first.values():
            rows.sort(key=len, reverse=True)

    def beside(self, text: str, claims: Sequence[Claim]) -> list[str]:
        """Return, for each claim, the label that stands right behind it, else right before it; empty for none."""
        found = []
        ends = [0, *(claim.end for claim in claims)]
        starts = [*(claim.start for claim in claims), len(text)]
        for number, claim in enumerate(claims):
            if "cell" in claim.hints:
                found.append("")
                continue
            behind = text[claim.end : min(starts[number + 1], claim.end + _REACH)].partition("\n")[0]
            before = text[max(ends[number], claim.start - _REACH) : claim.start].rpartition("\n")[2]
            found.append(self._first(behind) or self._last(before))
        return found

    def _at(self, words: Sequence[str], at: int) -> tuple[str, ...]:
        for row in self.by_first.get(words[at], ()):
            if tuple(words[at : at + len(row)]) == row:
                return row
        return ()

    def _first(self, text: str) -> str:
        """Return the longest label that begins right behind a claim, before any mark of punctuation."""
        words, breaks = _words(text)
        stop = next((at for at, broken in enumerate(breaks) if broken), len(words))
        rows = [self._at(words, at) for at in range(min(_GAP + 1, stop))]
        longest = max((len(row) for row in rows), default=0)
        return next((" ".join(row) for row in rows if len(row) == longest), "")

    def _last(self, text: str) -> str:
        """Return the label that ends right before a claim; a bracket or a colon may stand between."""
        words, breaks = _words(text)
        for at in range(len(words)):
            row = self._at(words, at)
            end = at + len(row)
            if row and end >= len(words) - _GAP and not any(breaks[end:]):
                return " ".join(row)
        return ""


def _words(text: str) -> tuple[list[str], list[bool]]:
    """Return the words of a text, and for each whether a mark that ends a phrase stands before it."""
    words: list[str] = []
    breaks: list[bool] = []
    broken = False
    for token in tokenize(text):
        if token.kind == "word":
            words.append(token.text)
            breaks.append(broken)
            broken = False
        else:
            broken = broken or token.text not in _INNER
    return words, breaks


def _row(text: str) -> tuple[str, ...]:
    words = [token.text for token in tokenize(text) if token.kind == "word"]
    while words and words[0] in _HEADS:
        words.pop(0)
    return tuple(words)
