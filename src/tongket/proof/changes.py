"""Recompute changes: absolute and relative together, from a pair, and backwards to whole-number bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tongket.model.text import Text
from tongket.proof import compute, slips
from tongket.proof.checks import Check, CheckKind, Confidence, write
from tongket.proof.claims import Claim
from tongket.proof.judge import admissible, equation, judge, middle, number, stated, vi
from tongket.proof.links import Candidate, Neighbours
from tongket.proof.rounding import RIGHT, Interval, Rounding, classify

_ADJACENT = 8  # items that may stand between a difference and its per cent
_MOST_BASES = 1000  # more whole bases than this say nothing


@dataclass(frozen=True)
class _Try:
    candidate: Candidate
    true: Interval
    rounding: Rounding


class Changes:
    """Check the changes of one text.

    Parameters
    ----------
    near : Neighbours
        The claims and where they stand.
    """

    def __init__(self, near: Neighbours) -> None:
        self.near = near
        self.claims = near.claims
        self.pairs = _pairs(near)
        self.owned: dict[int | None, list[tuple[int, int]]] = {}
        for pair in self.pairs:
            self.owned.setdefault(self._owner(pair), []).append(pair)

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

    # -- impossible ---------------------------------------------------------------------------------------

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

    # -- a/b in brackets ----------------------------------------------------------------------------------

    def _fraction(self, index: int) -> Check | None:
        """Check `giảm 23,34% (775/1.011 vụ)`."""
        for other in (*self.near.children(index), index - 1, index + 1):
            if not 0 <= other < len(self.claims) or not self.near.same_sentence(index, other):
                continue
            claim = self.claims[other]
            if claim.extras.get("pair") == "current_vs_base" and claim.pair:
                return self._pair_check(index, claim.pair, (other, index), "high")
        return None

    def _pair_check(
        self, index: int, pair: tuple[Fraction, Fraction], used: tuple[int, ...], confidence: Confidence
    ) -> Check | None:
        current, base = pair
        true = compute.percent_change(current, base)
        if true is None:
            return None
        return self._made(
            "pct_change_from_pair",
            {"current": number(current), "base": number(base), "stated_pct": stated(self.claims[index])},
            used,
            Interval(true, true),
            equation(f"({vi(current)} − {vi(base)})", vi(base), Interval(true, true), self.claims[index]),
            confidence,
            slips.of_change(current, base, self.claims[index].exact, self.claims[index].decimals),
        )

    # -- difference and per cent together -----------------------------------------------------------------

    def _absolute(self, index: int) -> int | None:
        """Return the absolute change a per cent repeats."""
        claim = self.claims[index]
        parent = self.near.parent(index)
        if parent is not None:
            return parent if self.claims[parent].kind == "change_abs" else self._sibling(index)
        if self._beside(index, index - 1):
            return index - 1
        after = index + 1
        own = after + 1 < len(self.claims) and self.claims[after + 1].kind == "change_pct" and self.near.parent(after + 1) == after
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
        tries = (attempt for candidate in self.near.currents(absolute) if (attempt := self._try(index, absolute, candidate)))
        chosen, first = self._choose(index, tries)
        if base is not None and (chosen is None or chosen.rounding not in RIGHT):
            return self._with_base(index, absolute, base)
        if chosen is not None and (chosen.rounding in RIGHT or self._sure(index, absolute, chosen)):
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
        """Return the best link whose sum is right, else the best; and whether it is the first. Stops at the first fit."""
        best = next(tries, None)
        if best is None or best.rounding in RIGHT:
            return best, True
        sharp = self.claims[index].decimals >= 1
        for attempt in tries:
            near = attempt.candidate.score >= best.candidate.score - 3
            if attempt.rounding in RIGHT and (near or (sharp and attempt.candidate.score > 0)):
                return attempt, False
        return best, True

    def _sure(self, index: int, absolute: int, chosen: _Try) -> bool:
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
        top, bottom = vi(change), f"({vi(current)} − {vi(change)})" if change >= 0 else f"({vi(current)} + {vi(-change)})"
        confidence: Confidence = "high" if self.near.strong(chosen.candidate) else "medium" if first else "low"
        found = slips.of_change(current, current - change, claim.exact, claim.decimals)
        used = (chosen.candidate.index, absolute, index)
        return self._made("abs_and_pct_change_consistent", numbers, used, chosen.true, equation(top, bottom, chosen.true, claim), confidence, found)

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
        numbers = {"current": number(start + change), "base": number(start), "base_is": "stated", "change": number(change), "stated_pct": stated(self.claims[index])}
        found = slips.of_change(start + change, start, self.claims[index].exact, self.claims[index].decimals)
        return self._made("abs_and_pct_change_consistent", numbers, (base, absolute, index), true, equation(vi(change), vi(start), true, self.claims[index]), "high", found)

    # -- current and base stated --------------------------------------------------------------------------

    def _from_pair(self, index: int) -> Check | None:
        """Check `down 7.1 per cent … 67,740 … from 72,911`."""
        mine = self.owned.get(index, [])
        checks = [self._levels(index, pair) for pair in mine]
        right = [check for check in checks if check is not None and check.rounding in RIGHT]
        if right:
            return right[0]
        sure = [check for check, pair in zip(checks, mine, strict=True) if check is not None and self._distance(index, pair) <= 2]
        return sure[0] if sure else None

    def _levels(self, index: int, pair: tuple[int, int]) -> Check | None:
        current, base = (self.claims[number_].interval for number_ in pair)
        true = compute.over(compute.percent_change, current, base)
        if true is None:
            return None
        a, b = self.claims[pair[0]].exact, self.claims[pair[1]].exact
        claim = self.claims[index]
        numbers = {"current": number(a), "base": number(b), "stated_pct": stated(claim)}
        text = equation(f"({vi(a)} − {vi(b)})", vi(b), true, claim)
        found = slips.of_change(a, b, claim.exact, claim.decimals)
        return self._made("pct_change_from_pair", numbers, (*pair, index), true, text, "high", found)

    def _distance(self, index: int, pair: tuple[int, int]) -> int:
        return min(abs(index - pair[0]), abs(index - pair[1]))

    def _owner(self, pair: tuple[int, int]) -> int | None:
        """Return the per cent of the sentence that stands nearest to a pair."""
        low, high = min(pair), max(pair)
        options = [
            k
            for k in range(max(0, low - 4), min(len(self.claims), high + 5))
            if self.claims[k].kind == "change_pct" and not self.claims[k].points and self.near.same_sentence(k, low)
        ]
        return min(options, key=lambda k: (self._distance(k, pair), k), default=None)

    def _differences(self) -> list[Check]:
        """Check `giảm 32 vụ, từ 606 xuống 574`: the difference itself."""
        found = []
        for pair in self.pairs:
            current, base = self.claims[pair[0]], self.claims[pair[1]]
            if current.interval.point is None or base.interval.point is None:
                continue
            for k in (max(pair) + 1, min(pair) - 1, min(pair) + 1):
                if 0 <= k < len(self.claims) and self._repeats(k, pair):
                    found.append(self._difference_of(k, pair, current.exact, base.exact))
                    break
        return found

    def _repeats(self, index: int, pair: tuple[int, int]) -> bool:
        claim = self.claims[index]
        if claim.kind != "change_abs" or not self.near.same_sentence(index, pair[0]) or index in pair:
            return False
        return self.near.counted_alike(index, pair[0]) and (claim.exact < 0) == (self.claims[pair[0]].exact < self.claims[pair[1]].exact)

    def _difference_of(self, index: int, pair: tuple[int, int], current: Fraction, base: Fraction) -> Check:
        claim = self.claims[index]
        true = current - base
        sums = Text(
            vi=f"{write(current, 'vi')} − {write(base, 'vi')} = {write(true, 'vi')}; ghi {write(claim.exact, 'vi')}",
            en=f"{write(current, 'en')} − {write(base, 'en')} = {write(true, 'en')}; stated {write(claim.exact, 'en')}",
        )
        numbers = {"current": number(current), "base": number(base), "base_is": "stated", "change": stated(claim)}
        rounding = classify(true, claim.exact, claim.decimals, claim.hedge_kind)
        return Check("abs_and_pct_change_consistent", numbers, (*pair, index), true, _whole(rounding), claim.decimals, sums, admissible(claim), claim.hedge, rule="difference of two counts")

    # -- backwards ----------------------------------------------------------------------------------------

    def _inverse_of_difference(self, index: int, absolute: int) -> Check | None:
        """Ask which whole bases a difference and its per cent allow."""
        change, claim = self.claims[absolute], self.claims[index]
        limits = admissible(claim)
        if change.interval.point is None or limits.low is None or limits.high is None or change.exact == 0 or "fold" in claim.extras:
            return None
        if (change.exact < 0) != (claim.exact < 0) and claim.exact != 0:
            return self._against(index, absolute)
        bases = compute.whole_bases_of_difference(change.exact, limits.low, limits.high)
        if len(bases) > _MOST_BASES or change.unit_class in ("money", "measure"):
            return None
        cut = compute.whole_bases_of_difference(change.exact, *_cut(claim))
        return self._bases("abs_and_pct_change_consistent", {"change": number(change.exact)}, (absolute, index), bases, cut)

    def _against(self, index: int, absolute: int) -> Check:
        claim, change = self.claims[index], self.claims[absolute]
        return Check(
            "abs_and_pct_change_consistent",
            {"change": number(change.exact), "stated_pct": stated(claim)},
            (absolute, index),
            None,
            "wrong",
            claim.decimals,
            Text(vi="từ chỉ hướng và dấu trái ngược nhau", en="direction word and sign contradict each other"),
            admissible(claim),
            claim.hedge,
            rule="direction against sign",
        )

    def _backwards(self, index: int) -> Check | None:
        """Ask which whole bases `574 vụ, giảm 5,3%` allows."""
        claim = self.claims[index]
        level = self._level_of(index)
        limits = admissible(claim)
        if level is None or limits.low is None or limits.high is None or "fold" in claim.extras:
            return None
        bases = compute.whole_bases(self.claims[level].exact, limits.low, limits.high)
        if len(bases) > _MOST_BASES:
            return None
        cut = compute.whole_bases(self.claims[level].exact, *_cut(claim))
        return self._bases("pct_change_from_pair", {"current": number(self.claims[level].exact)}, (level, index), bases, cut)

    def _level_of(self, index: int) -> int | None:
        """Return the whole count right in front of a per cent change."""
        parent = self.near.parent(index)
        level = parent if parent is not None else index - 1
        if level < 0 or not self.near.same_sentence(level, index) or not self.near.level(level):
            return None
        claim, place = self.claims[level], self.claims[index].place
        whole = claim.interval.point is not None and claim.unit_class not in ("money", "measure", None) and claim.exact > 0
        near = parent is not None or (place.first - claim.place.last <= 3 and not self.claims[index].words - claim.words)
        return level if whole and near and claim.value_max is None else None

    def _bases(self, kind: CheckKind, numbers: dict[str, Any], used: tuple[int, ...], bases: range, cut: range) -> Check:
        claim = self.claims[used[-1]]
        rounding: Rounding = "rounds_to" if bases else "truncated" if cut and claim.hedge_kind is None else "wrong"
        bases = bases or (cut if rounding == "truncated" else bases)
        numbers |= {"stated_pct": stated(claim), "possible_bases": [bases[0], bases[-1]] if bases else []}
        if not bases:
            text = Text(
                vi=f"không có số gốc nguyên nào cho {write(claim.exact, 'vi', claim.decimals)} %",
                en=f"no whole-number base gives {write(claim.exact, 'en', claim.decimals)} %",
            )
        elif len(bases) == 1:
            text = Text(
                vi=f"số gốc chỉ có thể là {write(Fraction(bases[0]), 'vi')}", en=f"the base can only be {write(Fraction(bases[0]), 'en')}"
            )
        else:
            text = Text(
                vi=f"số gốc từ {write(Fraction(bases[0]), 'vi')} đến {write(Fraction(bases[-1]), 'vi')}",
                en=f"the base is from {write(Fraction(bases[0]), 'en')} to {write(Fraction(bases[-1]), 'en')}",
            )
        return Check(kind, numbers, used, claim.exact if bases else None, rounding, claim.decimals, text, admissible(claim), claim.hedge, "medium", "whole-number base")

    # -- making a check -----------------------------------------------------------------------------------

    def _made(
        self,
        kind: CheckKind,
        numbers: dict[str, Any],
        used: tuple[int, ...],
        true: Interval,
        sums: Text,
        confidence: Confidence,
        divisions: list[slips.Slip],
    ) -> Check:
        claim: Claim = self.claims[used[-1]]
        rounding = judge(true, claim)
        value = middle(true)
        likely: tuple[slips.Slip, ...] = ()
        if rounding in ("wrong", "off_by_one") and value is not None:
            likely = slips.best(slips.of_digits(value, claim.exact, claim.decimals), divisions)
        return Check(kind, numbers, used, value, rounding, claim.decimals, sums, admissible(claim), claim.hedge, confidence, slips=likely)


def _cut(claim: Claim) -> tuple[Fraction, Fraction]:
    """Return the ends of the true values that are cut off to a stated per cent."""
    unit = 1 / Fraction(10) ** claim.decimals
    return (claim.exact - unit, claim.exact) if claim.exact < 0 else (claim.exact, claim.exact + unit)


def _whole(rounding: Rounding) -> Rounding:
    """A count is not rounded: any difference is wrong."""
    return rounding if rounding in RIGHT else "wrong"


def _pairs(near: Neighbours) -> list[tuple[int, int]]:
    """Return (current, base) of every earlier level the text compares with."""
    pairs = []
    for index, claim in enumerate(near.claims):
        if not claim.base_level or "cell" in claim.hints:
            continue
        options = [k for k in (*near.back(index, 4), *near.ahead(index, 2)) if near.level(k) and near.same_sentence(index, k)]
        alike = [k for k in options if near.counted_alike(index, k) or None in (claim.unit_class, near.claims[k].unit_class)]
        current = min(alike, key=lambda k: (abs(index - k), k > index), default=None)
        if claim.exact > 0 and current is not None:
            pairs.append((current, index))
    return pairs
