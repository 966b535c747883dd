"""Which numbers belong together: candidates for the level of a change, scored by the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tongket.proof.claims import LEVELS, Claim

_BACK = 30  # claims a link may reach back
_FORWARD = 3  # claims it may reach forward in its sentence
_STRONG = 4  # score from which a link is taken for granted


@dataclass(frozen=True)
class Candidate:
    """Hold a claim that may be the other side of a sum, with how well it fits the words."""

    index: int
    score: int


class Neighbours:
    """Answer which claims of a text stand near each other.

    Parameters
    ----------
    claims : sequence of Claim
        All claims, in text order.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self._answered: dict[int, set[str | None]] = {}

    def answer(self, level: int, change: int) -> None:
        """Note that a level has its change: a later one against the same base looks elsewhere first."""
        self._answered.setdefault(level, set()).add(self.claims[change].base_period)

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for index, claim in enumerate(self.claims):
            parent = self.parent(index)
            if parent is not None:
                children.setdefault(parent, []).append(index)
            del claim
        return children

    def same_sentence(self, first: int, second: int) -> bool:
        """Say whether two claims stand in one sentence."""
        a, b = self.claims[first].place, self.claims[second].place
        return a.block == b.block and a.sentence == b.sentence

    def parent(self, index: int) -> int | None:
        """Return the claim in front of the bracket around a claim."""
        place = self.claims[index].place
        if place.bracket < 0:
            return None
        for back in range(index - 1, max(-1, index - 12), -1):
            other = self.claims[back].place
            if other.block != place.block:
                return None
            if other.last <= place.bracket:
                return back if other.sentence == place.sentence else None
        return None

    def children(self, index: int) -> list[int]:
        """Return the claims in the bracket behind a claim."""
        return self._children.get(index, [])

    def back(self, index: int, reach: int = _BACK) -> Iterable[int]:
        """Return the claims before one, nearest first, within its block and the one before."""
        block = self.claims[index].place.block
        for other in range(index - 1, max(-1, index - 1 - reach), -1):
            if self.claims[other].place.block < block - 1:
                return
            yield other

    def ahead(self, index: int, reach: int = _FORWARD) -> Iterable[int]:
        """Return the claims after one in its sentence."""
        for other in range(index + 1, min(len(self.claims), index + 1 + reach)):
            if not self.same_sentence(index, other):
                return
            yield other

    def level(self, index: int) -> bool:
        """Say whether a claim is a level of the period reported on."""
        claim = self.claims[index]
        return claim.kind in LEVELS and not claim.base_level and "cell" not in claim.hints

    def counted_alike(self, first: int, second: int) -> bool:
        """Say whether two claims count the same sort of thing."""
        a, b = self.claims[first], self.claims[second]
        if a.unit_class is None or a.unit_class != b.unit_class or _scale(a) != _scale(b):
            return False
        return a.unit_class != "money" or a.unit == b.unit

    def currents(self, change: int) -> list[Candidate]:
        """Return the levels an absolute change may belong to, best first.

        A harm or a stage that contradicts rules a level out; agreement, nearness and shared words
        add to its score.
        """
        found = []
        for other in (*self.back(change), *self.ahead(change)):
            if not self.level(other) or not self.counted_alike(change, other):
                continue
            score = self._score(change, other)
            if score is not None:
                found.append(Candidate(other, score))
        ranked = sorted(found, key=lambda candidate: (-candidate.score, abs(change - candidate.index)))
        return ranked[:12]

    def strong(self, candidate: Candidate) -> bool:
        """Say whether a link is sure enough to call a number wrong."""
        return candidate.score >= _STRONG

    def _score(self, change: int, other: int) -> int | None:
        a, b = self.claims[change], self.claims[other]
        if (a.harm or b.harm) and a.harm != b.harm and not (b.reached and b.harm is None):
            return None
        if {a.stage, b.stage} & {"cleared", "open"} and a.stage != b.stage and (a.stage and b.stage):
            return None
        score = 4 if a.harm else 0
        score += _stages(a, b)
        score += 2 * min(2, len(a.words & b.words))
        if self.parent(change) == other:
            score += 4
        if a.place.block == b.place.block:
            score += 1 + int(a.place.sentence == b.place.sentence) + int(self._same_clause(a, b))
        if a.period and b.period and a.period != b.period:
            score -= 3
        score -= 4 * int(self._aside(other, change))
        score -= 4 * int(a.base_period in self._answered.get(other, ()))
        score += 4 * int(b.reached and abs(change - other) <= 2)
        score -= self._between(change, other)
        return score if other < change else score - 1

    def _aside(self, level: int, change: int) -> bool:
        """Say whether a level stands in a bracket that the change stands outside of: `106 (bắt 66 …), giảm 21`."""
        a, b = self.claims[change].place, self.claims[level].place
        return b.bracket >= 0 and b.bracket != a.bracket and (a.block, a.sentence) == (b.block, b.sentence)

    @staticmethod
    def _same_clause(a: Claim, b: Claim) -> bool:
        return a.place.sentence == b.place.sentence and a.place.clause == b.place.clause

    def _between(self, change: int, other: int) -> int:
        """Count the levels of the same sort that stand nearer, three at most."""
        low, high = sorted((change, other))
        nearer = sum(
            1
            for k in range(low + 1, high)
            if self.level(k) and self.counted_alike(k, change) and self._plain(k, change) and not self._aside(k, change)
        )
        return min(3, nearer)

    def _plain(self, index: int, change: int) -> bool:
        return not self.claims[index].harm or self.claims[index].harm == self.claims[change].harm


def _stages(a: Claim, b: Claim) -> int:
    if a.stage is None and b.stage is None:
        return 1
    if a.stage == b.stage:
        return 3
    if "cleared" in (a.stage, b.stage) or "open" in (a.stage, b.stage):
        return -1 if None in (a.stage, b.stage) else -3
    return 0


def _scale(claim: Claim) -> str:
    return str(claim.extras.get("scale", ""))
