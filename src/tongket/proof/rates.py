"""Recompute rates and shares from counts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from tongket.model.text import LANGUAGES, Text
from tongket.proof import compute, slips
from tongket.proof.checks import Check, Confidence, Slip, write
from tongket.proof.judge import admissible, difference, equation, judge, middle, number, stated, vi
from tongket.proof.links import Neighbours
from tongket.proof.rounding import RIGHT, Interval

_REACH = 14
_GAP = 14  # items between a part and its rate


class Rates:
    """Check the rates of one text.

    Parameters
    ----------
    near : Neighbours
        The claims and where they stand.
    """

    def __init__(self, near: Neighbours) -> None:
        self.near = near
        self.claims = near.claims

    def run(self) -> list[Check]:
        """Return every check on a rate."""
        found = []
        for index, claim in enumerate(self.claims):
            if claim.kind != "rate_pct" or claim.points or "cell" in claim.hints:
                continue
            check = self._fraction(index) or self._counts(index)
            if check is not None:
                found.append(check)
        return found

    def _fraction(self, index: int) -> Check | None:
        """Check `121/127 vụ (đạt tỷ lệ 95,3%)`: the pair stands in front, nothing but words between."""
        parent = self.near.parent(index)
        for other in (parent, index - 1, *self.near.children(index)[:1]):
            if other is None or other < 0 or not self.near.same_sentence(index, other):
                continue
            claim = self.claims[other]
            if claim.pair is None or claim.extras.get("pair") != "part_of_whole" or claim.value_max is not None:
                continue
            part, whole = claim.pair
            return self._check(index, Interval(part, part), Interval(whole, whole), (other, index), part, whole, "high")
        return None

    def _counts(self, index: int) -> Check | None:
        default = self._default(index)
        tries = []
        for part, whole in self._plausible(index, default):
            check = self._pair(index, part, whole, "high" if (part, whole) == default else "medium")
            if check is not None:
                tries.append(check)
        right = next((check for check in tries if check.rounding in RIGHT), None) or self._rest_of_pair(index)
        if right is not None:
            return right
        if default is None or self._other_whole(index):
            return None
        return self._pair(index, *default, "high")

    def _rest_of_pair(self, index: int) -> Check | None:
        """Check a count against the whole of an earlier pair: `18/142 xã …; 124 xã (87,3%)`."""
        part = self.near.parent(index)
        part = index - 1 if part is None else part
        if part < 0 or not self.near.level(part) or not self.near.same_sentence(index, part):
            return None
        for other in self.near.back(part, 4):
            pair = self.claims[other].pair
            if pair is None or not self.near.counted_alike(part, other) or not self.near.same_sentence(part, other):
                continue
            count, whole = self.claims[part], Interval(pair[1], pair[1])
            check = self._check(index, count.interval, whole, (other, part, index), count.exact, pair[1], "medium")
            return check if check is not None and check.rounding in RIGHT else None
        return None

    def _other_whole(self, index: int) -> bool:
        """Say whether the words behind the rate name another whole: `92% số đối tượng phải bắt`."""
        return "of_whole" in self.claims[index].hints

    def _pair(self, index: int, part: int, whole: int, confidence: Confidence) -> Check | None:
        a, b = self.claims[part], self.claims[whole]
        return self._check(index, a.interval, b.interval, (whole, part, index), a.exact, b.exact, confidence)

    def _check(
        self,
        index: int,
        part: Interval,
        whole: Interval,
        used: tuple[int, ...],
        a: Fraction,
        b: Fraction,
        confidence: Confidence,
    ) -> Check | None:
        true = compute.over(compute.percent_of, part, whole)
        if true is None:
            return None
        claim = self.claims[index]
        rounding, value = judge(true, claim), middle(true)
        likely: tuple[Slip, ...] = ()
        if rounding in ("wrong", "off_by_one") and value is not None:
            divisions = slips.of_rate(a, b, claim.exact, claim.decimals, self._others(index))
            likely = slips.best(slips.of_digits(value, claim.exact, claim.decimals), divisions)
        numbers = {"part": number(a), "whole": number(b), "stated_pct": stated(claim)}
        text = equation(vi(a), vi(b), true, claim)
        return Check(
            "rate_from_counts",
            numbers,
            used,
            value,
            rounding,
            claim.decimals,
            text,
            admissible(claim),
            claim.hedge,
            confidence,
            slips=likely,
        )

    def _others(self, index: int) -> Iterable[Fraction]:
        return [self.claims[k].exact for k in self.near.back(index, 10) if self.claims[k].kind in ("count", "people")]

    def _levels(self, index: int) -> list[int]:
        reach = self.near.back(index, _REACH)
        return [k for k in reach if self.near.level(k) and self.claims[k].kind != "money" and self._bounded(k)]

    def _bounded(self, index: int) -> bool:
        """`at least 5` says nothing that could be divided."""
        interval = self.claims[index].interval
        return interval.low is not None and interval.high is not None

    def _default(self, index: int) -> tuple[int, int] | None:
        """Return the pair the grammar points to: the last cleared count, and the total before it."""
        levels = self._levels(index)
        part = next((k for k in levels if self._cleared(k) and self._near(index, k)), None)
        if part is None:
            return None
        for whole in levels:
            if whole < part and self.near.counted_alike(part, whole) and self._total(whole, part):
                return part, whole
        return None

    def _cleared(self, index: int) -> bool:
        return self.claims[index].stage == "cleared" and not self.claims[index].harm

    def _near(self, index: int, part: int) -> bool:
        """Say whether a cleared count belongs to the rate: same sentence, no other rate between."""
        between = self.claims[part + 1 : index]
        return self.near.same_sentence(index, part) and not any(claim.kind == "rate_pct" for claim in between)

    def _total(self, whole: int, part: int) -> bool:
        a, b = self.claims[whole], self.claims[part]
        return (
            a.stage not in ("cleared", "open") and a.exact >= b.exact and a.place.block == b.place.block and not a.harm
        )

    def _plausible(self, index: int, default: tuple[int, int] | None) -> list[tuple[int, int]]:
        """Return the pairs worth trying: the default first, then others of the same sort near by."""
        claim = self.claims[index]
        pairs = [default] if default else []
        if claim.exact >= 100 and default is None:
            return []
        levels = [
            k for k in self._levels(index) if claim.place.first - self.claims[k].place.last <= 60 or claim.decimals
        ]
        for part in levels:
            if not self._possible_part(index, part, default):
                continue
            for whole in levels:
                alike = whole != part and self.near.counted_alike(part, whole)
                if alike and self.claims[whole].exact >= self.claims[part].exact:
                    pairs.append((part, whole))
        return pairs

    def _possible_part(self, index: int, part: int, default: tuple[int, int] | None) -> bool:
        """Hold other readings to the same sentence, and to sharp rates, lest chance hides a slip."""
        if default is None:
            return self.near.same_sentence(index, part)
        return part == default[0] or (self.claims[index].decimals >= 1 and self.near.same_sentence(index, part))


class Shares:
    """Check that two shares of one whole imply the same whole."""

    def __init__(self, near: Neighbours) -> None:
        self.near = near
        self.claims = near.claims

    def run(self) -> list[Check]:
        """Return a check for every two shares of one sentence whose counts are known."""
        linked = [(index, part) for index in range(len(self.claims)) if (part := self._count_of(index)) is not None]
        found = []
        for (first, a), (second, b) in pairwise(linked):
            if self.near.same_sentence(first, second) and a != b and self.near.counted_alike(a, b):
                found.append(self._check(first, a, second, b))
        return [check for check in found if check is not None]

    def _count_of(self, index: int) -> int | None:
        """Return the count a share speaks of: in its clause, or of the same place in the sentence before."""
        claim = self.claims[index]
        if claim.kind != "rate_pct" or not claim.hints.get("share"):
            return None
        before = index - 1
        if before >= 0 and self.near.level(before) and self.near.same_sentence(before, index):
            return before if claim.place.first - self.claims[before].place.last <= 4 else None
        levels = [
            k
            for k in self.near.back(index, 16)
            if self.near.level(k) and self.claims[k].place.block == claim.place.block
        ]
        own = [
            k for k in levels if claim.hints.get("named") and self.claims[k].hints.get("named") == claim.hints["named"]
        ]
        if own:
            return own[0]
        if claim.hints.get("named") or not levels:
            return None
        return max(levels, key=lambda k: self.claims[k].exact)

    def _check(self, first: int, a: int, second: int, b: int) -> Check | None:
        wholes = [self._implied(first, a), self._implied(second, b)]
        if None in wholes:
            return None
        one, two = wholes[0], wholes[1]
        assert one is not None
        assert two is not None
        meets = one.meets(two)
        names = [[_ceil(whole.low), _floor(whole.high)] for whole in (one, two)]
        numbers = {
            "part_1": number(self.claims[a].exact),
            "share_1_pct": stated(self.claims[first]),
            "implied_whole_1": names[0],
            "part_2": number(self.claims[b].exact),
            "share_2_pct": stated(self.claims[second]),
            "implied_whole_2": names[1],
        }
        true = self.claims[b].exact / (self.claims[a].exact / self.claims[first].exact)
        texts = [
            f"{write(Fraction(low), lang)}–{write(Fraction(high), lang)}" for lang in LANGUAGES for low, high in names
        ]
        text = Text(
            vi=f"hai tỷ trọng cho tổng số {texts[0]} và {texts[1]}",
            en=f"the two shares imply wholes of {texts[2]} and {texts[3]}",
        )
        return Check(
            "rate_from_counts",
            numbers,
            (a, b, first, second),
            true,
            "rounds_to" if meets else "wrong",
            self.claims[second].decimals,
            text,
            admissible(self.claims[second]),
            confidence="medium",
            rule="two shares of one whole must imply the same whole",
        )

    def _implied(self, share: int, part: int) -> Interval | None:
        limits, count = admissible(self.claims[share]), self.claims[part]
        if limits.low is None or limits.high is None or limits.low <= 0 or count.interval.point is None:
            return None
        return Interval(100 * count.exact / limits.high, 100 * count.exact / limits.low)


def _ceil(value: Fraction | None) -> int:
    assert value is not None
    return -(-value.numerator // value.denominator)


def _floor(value: Fraction | None) -> int:
    assert value is not None
    return value.numerator // value.denominator


class Points:
    """Check points above a target: `đạt 93,4%, cao hơn 3,4% so với chỉ tiêu 90%`."""

    def __init__(self, near: Neighbours) -> None:
        self.near = near
        self.claims = near.claims

    def run(self) -> list[Check]:
        """Return a check wherever rate, target and points stand in one sentence."""
        found = [
            self._check(index) for index, claim in enumerate(self.claims) if claim.kind == "target_pct" and claim.points
        ]
        return [check for check in found if check is not None]

    def _check(self, index: int) -> Check | None:
        around = [
            k for k in (*self.near.back(index, 2), *self.near.ahead(index, 2)) if self.near.same_sentence(k, index)
        ]
        rate = next((k for k in around if k < index and self.claims[k].kind == "rate_pct"), None)
        goal = next((k for k in around if self.claims[k].kind == "target_pct" and not self.claims[k].points), None)
        if rate is None or goal is None or self.claims[rate].hedge_kind or self.claims[index].hedge_kind:
            return None
        claim, true = self.claims[index], self.claims[rate].exact - self.claims[goal].exact
        right = Interval(true, true).meets(admissible(claim))
        numbers = {
            "rate": stated(self.claims[rate]),
            "target": stated(self.claims[goal]),
            "stated_points": stated(claim),
        }
        return Check(
            "rate_from_counts",
            numbers,
            (rate, goal, index),
            true,
            "rounds_to" if right else "wrong",
            claim.decimals,
            difference(self.claims[rate].exact, self.claims[goal].exact, claim.exact),
            admissible(claim),
            claim.hedge,
            "medium",
            "points above the target",
        )
