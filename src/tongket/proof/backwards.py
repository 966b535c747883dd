"""Ask which whole-number bases a change in per cent allows; none means it is impossible."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tongket.model.text import Text
from tongket.proof import compute
from tongket.proof.change_base import ChangeBase
from tongket.proof.checks import Check, CheckKind, write
from tongket.proof.claims import Claim
from tongket.proof.judge import admissible, number, stated
from tongket.proof.rounding import Rounding

_MOST_BASES = 1000  # more whole bases than this say nothing


class Backwards(ChangeBase):
    """Check changes whose base nobody states."""

    def _inverse_of_difference(self, index: int, absolute: int) -> Check | None:
        """Ask which whole bases a difference and its per cent allow."""
        change, claim = self.claims[absolute], self.claims[index]
        limits = admissible(claim)
        if (
            change.interval.point is None
            or limits.low is None
            or limits.high is None
            or change.exact == 0
            or "fold" in claim.extras
        ):
            return None
        if (change.exact < 0) != (claim.exact < 0) and claim.exact != 0:
            return self._against(index, absolute)
        bases = compute.whole_bases_of_difference(change.exact, limits.low, limits.high)
        if len(bases) > _MOST_BASES or not _whole_things(change):
            return None
        cut = compute.whole_bases_of_difference(change.exact, *_cut(claim))
        return self._bases(
            "abs_and_pct_change_consistent", {"change": number(change.exact)}, (absolute, index), bases, cut
        )

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
        return self._bases(
            "pct_change_from_pair", {"current": number(self.claims[level].exact)}, (level, index), bases, cut
        )

    def _level_of(self, index: int) -> int | None:
        """Return the whole count right in front of a per cent change."""
        parent = self.near.parent(index)
        level = parent if parent is not None else index - 1
        if level < 0 or not self.near.same_sentence(level, index) or not self.near.level(level):
            return None
        claim, place = self.claims[level], self.claims[index].place
        whole = claim.interval.point is not None and _whole_things(claim) and claim.exact > 0
        near = parent is not None or (
            place.first - claim.place.last <= 3 and not self.claims[index].words - claim.words
        )
        return level if whole and near and claim.value_max is None else None

    def _bases(
        self, kind: CheckKind, numbers: dict[str, Any], used: tuple[int, ...], bases: range, cut: range
    ) -> Check:
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
                vi=f"số gốc chỉ có thể là {write(Fraction(bases[0]), 'vi')}",
                en=f"the base can only be {write(Fraction(bases[0]), 'en')}",
            )
        else:
            text = Text(
                vi=f"số gốc từ {write(Fraction(bases[0]), 'vi')} đến {write(Fraction(bases[-1]), 'vi')}",
                en=f"the base: {write(Fraction(bases[0]), 'en')} to {write(Fraction(bases[-1]), 'en')}",
            )
        return Check(
            kind,
            numbers,
            used,
            claim.exact if bases else None,
            rounding,
            claim.decimals,
            text,
            admissible(claim),
            claim.hedge,
            "medium",
            "whole-number base",
        )


def _cut(claim: Claim) -> tuple[Fraction, Fraction]:
    """Return the ends of the true values that are cut off to a stated per cent."""
    unit = 1 / Fraction(10) ** claim.decimals
    return (claim.exact - unit, claim.exact) if claim.exact < 0 else (claim.exact, claim.exact + unit)


def _whole_things(claim: Claim) -> bool:
    """Say whether only whole numbers make sense: cases and persons, not money or kilograms."""
    return claim.unit_class is not None and not claim.unit_class.startswith(("money", "measure"))
