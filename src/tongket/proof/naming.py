"""Which figures the words around a claim speak of: the labels of the book, looked up by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from tongket.proof.claims import Claim
from tongket.proof.known import Known, KnownFigure
from tongket.proof.tokens import tokenize
from tongket.proof.words.phrases import phrases

#: Words that tell no label from another: they say how, where and when, not what.
_WEAK = phrases(
    "tỷ|lệ|số|vụ|việc|người|đối|tượng|và|trên|địa|bàn|thành|phố|tỉnh|có|là|xảy|ra|phát|hiện|ghi|nhận|đã|đạt|về|các|bị|do"
    "|trong|kỳ|toàn|làm|của|với|so|thay|đổi|mức|the|of|rate|number|case|cases|and|in|to|were|was|there|by|change|people"
    "|tăng|giảm|kéo|hơn|ít|nhiều|cao|thấp|gần|dưới|khoảng|phần|trăm|điểm|còn|xuống|lên|vượt"
    "|fall|rise|increase|decrease|drop|decline|up|down|rose|fell|nearly|almost|about|over|per|cent|percent|total"
    "|persons|police|numbered|recorded|reported|city|a|an|at|with|from"
)
_CLOSE = Fraction(3, 5)  # share of a label's words that the claim and its sentence must name
_OWN = Fraction(1, 2)  # share of the claim's own words that the label must hold
_STEM = 5  # letters compared: cleared and clearance, crime and crimes are one
_SPECIFIC = Fraction(1, 12)  # what each word of a label that is named counts
_BEHIND = 60  # letters behind a claim in which a span of days names it
_DAYS = re.compile(r"([0-9]+) (?:ngày|tuổi|days|years)")
_DIGITS = re.compile(r"[0-9]+")
_HARM = {"killed": ("chết", "kille"), "injured": ("thươn", "injur"), "missing": ("mất", "missi")}


def words(text: str) -> frozenset[str]:
    """Return the words of a label that tell it from others, ages and spans of days included."""
    return frozenset(
        token.text[:_STEM]
        for token in tokenize(text)
        if token.kind == "num" or (token.kind == "word" and token.text not in _WEAK)
    )


def label_words(text: str, claims: Sequence[Claim], beside: Sequence[str]) -> list[frozenset[str]]:
    """Return the words that name each claim: its own, the label beside it, the span of days behind it."""
    starts = [*(claim.start for claim in claims), len(text)]
    found = []
    for number, (claim, label) in enumerate(zip(claims, beside, strict=True)):
        behind = text[claim.end : min(starts[number + 1], claim.end + _BEHIND)]
        days = frozenset(match[1] for match in _DAYS.finditer(behind))
        # between two numbers stands the label of the first: `40 cases of fraud, 17 cases of …`
        taken = words(beside[number - 1]) if label and number else frozenset()
        found.append((own_words(claim) - taken) | words(label) | days)
    return found


def own_words(claim: Claim) -> frozenset[str]:
    """Return the words that name the claim: around it, in its unit, of its harm."""
    near = frozenset(word[:_STEM] for word in claim.words if word not in _WEAK)
    if "cell" in claim.hints:
        near |= words(claim.subject or "")
    place = words(claim.area or "")
    harm = _HARM.get(claim.harm or "", ("", ""))[int(claim.unit.isascii())]
    return (near | words(_DIGITS.sub("", claim.span)) | ({harm} if harm else frozenset())) - place


def context_words(
    claims: Sequence[Claim], own: Sequence[frozenset[str]], number: int
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of the claims before in the sentence, and those of the sentence before that has claims."""
    here = claims[number].place
    found: dict[int, frozenset[str]] = {}
    for other in range(number - 1, max(-1, number - 12), -1):
        place = claims[other].place
        if place.block != here.block or (place.sentence not in found and len(found.keys() - {here.sentence}) == 1):
            break
        found[place.sentence] = found.get(place.sentence, frozenset()) | own[other]
    before = [words for sentence, words in found.items() if sentence != here.sentence]
    return found.get(here.sentence, frozenset()), before[0] if before else frozenset()


class Named(NamedTuple):
    """Hold how well a subject is named, which share of its label's words is, and which of the claim's own words."""

    score: Fraction = Fraction(0)
    covered: Fraction = Fraction(0)
    share: Fraction = Fraction(0)


class Index:
    """Look the subjects of a book up by the words of their labels."""

    def __init__(self, known: Known) -> None:
        self.subjects = known.subjects()
        self._made: dict[int, dict[str, list[KnownFigure]]] = {}
        self._named: dict[tuple[frozenset[str], frozenset[str]], dict[int, Named]] = {}

    @cached_property
    def _labels(self) -> tuple[list[tuple[int, int]], dict[str, list[int]]]:
        """Return (subject, number of words) of every label, and for each word the labels that hold it."""
        sizes: list[tuple[int, int]] = []
        postings: dict[str, list[int]] = {}
        for number, subject in enumerate(self.subjects):
            for label in {words(text) for both in subject.labels for text in (both.vi, both.en)} - {frozenset()}:
                for word in label:
                    postings.setdefault(word, []).append(len(sizes))
                sizes.append((number, len(label)))
        return sizes, postings

    def named(self, own: frozenset[str], context: frozenset[str]) -> dict[int, Named]:
        """Return the subjects that words speak of, each with how well it is named.

        A label counts if three fifths of its words stand in the claim or its sentence, and half of the claim's own
        words in the label. Of several labels the one is meant that leaves fewest words of either side over and has most
        of them.
        """
        key = (own, context)
        if key not in self._named:
            self._named[key] = self._find(own, context)
        return self._named[key]

    def _find(self, own: frozenset[str], context: frozenset[str]) -> dict[int, Named]:
        sizes, postings = self._labels
        mine = Counter(label for word in own for label in postings.get(word, ()))
        more = Counter(label for word in context - own for label in postings.get(word, ()))
        found: dict[int, Named] = {}
        for label in mine.keys() if own else more.keys():
            subject, size = sizes[label]
            covered = Fraction(mine[label] + more[label], size)
            share = Fraction(mine[label], len(own)) if own else Fraction(1, 2)
            if covered >= _CLOSE and share >= _OWN:
                score = covered + share + _SPECIFIC * (mine[label] + more[label])
                found[subject] = max(found.get(subject, Named()), Named(score, covered, share))
        return found

    def figures(self, subject: int, sorts: Iterable[str]) -> list[KnownFigure]:
        """Return the figures about a subject that are of one of these sorts."""
        wanted = [sort for sort in sorts if sort in self.subjects[subject].measures]
        if not wanted:
            return []
        if subject not in self._made:
            grouped = self._made.setdefault(subject, {})
            for figure in self.subjects[subject].make():
                grouped.setdefault(figure.measure, []).append(figure)
        return [figure for sort in wanted for figure in self._made[subject].get(sort, ())]


def sorts_of(claim: Claim) -> list[str]:
    """Return the sorts of figures a claim may print."""
    if claim.pair is not None:
        return ["rate_pct"]
    if claim.kind == "change_pct":
        return ["points", "change_pct"] if claim.points else ["change_pct"]
    more = {"count": ["people"], "people": ["count"], "target_pct": ["rate_pct"]}
    return [claim.kind, *more.get(claim.kind, [])]
