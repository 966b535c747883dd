"""Recompute changes from two levels: `from 36 to 42`, `775/1.011 vụ`."""

from __future__ import annotations

from fractions import Fraction

from tongket.proof import compute
from tongket.proof.change_base import ChangeBase
from tongket.proof.checks import Check, Confidence
from tongket.proof.judge import admissible, difference, equation, number, stated, vi
from tongket.proof.links import Neighbours
from tongket.proof.rounding import RIGHT, Interval, Rounding, classify


class FromPairs(ChangeBase):
    """Check changes whose two levels are stated."""

    def __init__(self, near: Neighbours) -> None:
        super().__init__(near)
        self.pairs = _pairs(near)
        self.owned: dict[int | None, list[tuple[int, int]]] = {}
        for pair in self.pairs:
            self.owned.setdefault(self._owner(pair), []).append(pair)

    def _from_pair(self, index: int) -> Check | None:
        """Check `down 7.1 per cent … 67,740 … from 72,911`."""
        mine = self.owned.get(index, [])
        checks = [self._levels(index, pair) for pair in mine]
        right = [check for check in checks if check is not None and check.rounding in RIGHT]
        if right:
            return right[0]
        sure = [
            check
            for check, pair in zip(checks, mine, strict=True)
            if check is not None and self._distance(index, pair) <= 2
        ]
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
        return self._made("pct_change_from_pair", numbers, (*pair, index), true, text, "high", (a, b))

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
        return self.near.counted_alike(index, pair[0]) and (claim.exact < 0) == (
            self.claims[pair[0]].exact < self.claims[pair[1]].exact
        )

    def _difference_of(self, index: int, pair: tuple[int, int], current: Fraction, base: Fraction) -> Check:
        claim = self.claims[index]
        true = current - base
        sums = difference(current, base, claim.exact)
        numbers = {
            "current": number(current),
            "base": number(base),
            "base_is": "stated",
            "change": stated(claim),
        }
        rounding = classify(true, claim.exact, claim.decimals, claim.hedge_kind)
        return Check(
            "abs_and_pct_change_consistent",
            numbers,
            (*pair, index),
            true,
            _whole(rounding),
            claim.decimals,
            sums,
            admissible(claim),
            claim.hedge,
            rule="difference of two counts",
        )

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
            (current, base),
        )


def _whole(rounding: Rounding) -> Rounding:
    """A count is not rounded: any difference is wrong."""
    return rounding if rounding in RIGHT else "wrong"


def _pairs(near: Neighbours) -> list[tuple[int, int]]:
    """Return (current, base) of every earlier level the text compares with."""
    pairs = []
    for index, claim in enumerate(near.claims):
        if not claim.base_level or "cell" in claim.hints:
            continue
        options = [
            k for k in (*near.back(index, 4), *near.ahead(index, 2)) if near.level(k) and near.same_sentence(index, k)
        ]
        alike = [
            k for k in options if near.counted_alike(index, k) or None in (claim.unit_class, near.claims[k].unit_class)
        ]
        current = min(alike, key=lambda k: (abs(index - k), k > index), default=None)
        if claim.exact > 0 and current is not None:
            pairs.append((current, index))
    return pairs
