"""Recompute changes: absolute and relative together, from a pair, and backwards to whole-number bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tongket.model.text import Text
from tongket.proof import compute
from tongket.proof.backwards import Backwards
from tongket.proof.checks import Check, Confidence
from tongket.proof.from_pairs import FromPairs
from tongket.proof.judge import admissible, equation, judge, number, stated, vi
from tongket.proof.links import Candidate
from tongket.proof.rounding import RIGHT, Interval, Rounding

_ADJACENT = 8  # items that may stand between a difference and its per cent


@dataclass(frozen=True)
class _Try:
    candidate: Candidate
    true: Interval
    rounding: Rounding


class Changes(FromPairs, Backwards):
    """Check the changes of one text.

    Parameters
    ----------
    near : Neighbours
        The claims and where they stand.
    """

    def run(self) -> list[Check]:
        """Return every check on a change."""
        found: list[Check] = []
        for index, claim in enumerate(self.claims):
            if claim.kind != "change_pct" or "cell" in claim.hints:
                continue
            check = self._impossible(index) or self._check(index)
            if check is not None:
                found.append(check)
        return found + self._differences()

    def _check(self, index: int) -> Check | None:
        if self.claims[index].points:
            return None
        pair = self._fraction(index)
        if pair is not None:
            return pair
        absolute = self._absolute(index)
        if absolute is not None:
            return self._together(index, absolute)
        return self._from_pair(index) or self._backwards(index)

    def _impossible(self, index: int) -> Check | None:
        claim = self.claims[index]
        if claim.exact >= -100 or claim.points:
            return None
        return Check(
            "pct_change_from_pair",
            {"stated_pct": stated(claim)},
            (index,),
            None,
            "wrong",
            claim.decimals,
            Text(vi="không thể giảm quá 100 %", en="a decrease cannot exceed 100 %"),
            admissible(claim),
            claim.hedge,
            rule="a decrease cannot exceed 100%",
        )

    def _absolute(self, index: int) -> int | None:
        """Return the absolute change a per cent repeats."""
        parent = self.near.parent(index)
        if parent is not None:
            return parent if self.claims[parent].kind == "change_abs" else self._sibling(index)
        if self._beside(index, index - 1):
            return index - 1
        after = index + 1
        own = (
            after + 1 < len(self.claims)
            and self.claims[after + 1].kind == "change_pct"
            and self.near.parent(after + 1) == after
        )
        return after if self._beside(index, after) and not own else None

    def _beside(self, index: int, other: int) -> bool:
        """Say whether a difference stands beside a per cent of its own direction, in the same clause."""
        if not 0 <= other < len(self.claims) or self.claims[other].kind != "change_abs":
            return False
        a, b = self.claims[index].place, self.claims[other].place
        gap = a.first - b.last if other < index else b.first - a.last
        alike = (self.claims[other].exact < 0) == (self.claims[index].exact < 0)
        same = a.block == b.block and a.sentence == b.sentence and a.clause == b.clause and a.bracket == b.bracket
        return alike and same and gap <= (_ADJACENT if other < index else _ADJACENT // 2)

    def _sibling(self, index: int) -> int | None:
        """Return the change before, in the same bracket: `(tăng 9 tin, tức 128%)`."""
        previous = index - 1
        if previous < 0 or self.claims[previous].place.bracket != self.claims[index].place.bracket:
            return None
        return previous if self.claims[previous].kind == "change_abs" else None

    def _together(self, index: int, absolute: int) -> Check | None:
        base = self._stated_base(index, absolute)
        tries = (
            attempt for candidate in self.near.currents(absolute) if (attempt := self._try(index, absolute, candidate))
        )
        chosen, first = self._choose(index, tries)
        if base is not None and (chosen is None or chosen.rounding not in RIGHT):
            return self._with_base(index, absolute, base)
        if chosen is not None and (chosen.rounding in RIGHT or self._sure(absolute, chosen)):
            if chosen.rounding in RIGHT:
                self.near.answer(chosen.candidate.index, absolute)
            return self._difference_check(index, absolute, chosen, first=first)
        return self._inverse_of_difference(index, absolute)

    def _try(self, index: int, absolute: int, candidate: Candidate) -> _Try | None:
        current, change = self.claims[candidate.index].interval, self.claims[absolute].interval
        if None in (current.low, current.high, change.low, change.high):
            return None
        true = compute.over(compute.percent_from_difference, current, change)
        return _Try(candidate, true, judge(true, self.claims[index])) if true is not None else None

    def _choose(self, index: int, tries: Iterator[_Try]) -> tuple[_Try | None, bool]:
        """Return the best link whose sum is right, else the best; and whether it is the first."""
        best = next(tries, None)
        if best is None or best.rounding in RIGHT:
            return best, True
        sharp = self.claims[index].decimals >= 1
        for attempt in tries:
            near = attempt.candidate.score >= best.candidate.score - 3
            if attempt.rounding in RIGHT and (near or (sharp and attempt.candidate.score > 0)):
                return attempt, False
        return best, True

    def _sure(self, absolute: int, chosen: _Try) -> bool:
        """Say whether the best link is sure enough to call the per cent wrong."""
        change, level = self.claims[absolute], self.claims[chosen.candidate.index]
        if self.near.strong(chosen.candidate):
            return True
        same_subject = not change.words or bool(change.words & level.words)
        return same_subject and change.place.block == level.place.block and chosen.candidate.score >= 1

    def _difference_check(self, index: int, absolute: int, chosen: _Try, *, first: bool) -> Check:
        current, change = self.claims[chosen.candidate.index].exact, self.claims[absolute].exact
        claim, fold = self.claims[index], "fold" in self.claims[index].extras
        numbers: dict[str, Any] = {
            "current": number(current),
            "base": number(current - change),
            "base_is": "derived = current - change",
            "change": number(change),
        }
        numbers["stated_fold" if fold else "stated_pct"] = number(claim.exact / 100) if fold else stated(claim)
        top, bottom = (
            vi(change),
            f"({vi(current)} − {vi(change)})" if change >= 0 else f"({vi(current)} + {vi(-change)})",
        )
        confidence: Confidence = "high" if self.near.strong(chosen.candidate) else "medium" if first else "low"
        used = (chosen.candidate.index, absolute, index)
        return self._made(
            "abs_and_pct_change_consistent",
            numbers,
            used,
            chosen.true,
            equation(top, bottom, chosen.true, claim),
            confidence,
            (current, current - change),
        )

    def _stated_base(self, index: int, absolute: int) -> int | None:
        for other in (*self.near.ahead(index), *self.near.back(index, 4)):
            claim = self.claims[other]
            if claim.base_level and self.near.same_sentence(index, other) and self.near.counted_alike(absolute, other):
                return other
        return None

    def _with_base(self, index: int, absolute: int, base: int) -> Check | None:
        change, start = self.claims[absolute].exact, self.claims[base].exact
        if start <= 0:
            return None
        true = Interval(100 * change / start, 100 * change / start)
        numbers = {
            "current": number(start + change),
            "base": number(start),
            "base_is": "stated",
            "change": number(change),
            "stated_pct": stated(self.claims[index]),
        }
        return self._made(
            "abs_and_pct_change_consistent",
            numbers,
            (base, absolute, index),
            true,
            equation(vi(change), vi(start), true, self.claims[index]),
            "high",
            (start + change, start),
        )
