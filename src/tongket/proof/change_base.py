"""What all checks of changes share: the claims, and how a check is made."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tongket.model.text import Text
from tongket.proof import slips
from tongket.proof.checks import Check, CheckKind, Confidence, Slip
from tongket.proof.claims import Claim
from tongket.proof.judge import admissible, judge, middle
from tongket.proof.links import Neighbours
from tongket.proof.rounding import Interval


class ChangeBase:
    """Hold the claims of one text."""

    def __init__(self, near: Neighbours) -> None:
        self.near = near
        self.claims = near.claims

    def _made(
        self,
        kind: CheckKind,
        numbers: dict[str, Any],
        used: tuple[int, ...],
        true: Interval,
        sums: Text,
        confidence: Confidence,
        levels: tuple[Fraction, Fraction],
    ) -> Check:
        claim: Claim = self.claims[used[-1]]
        rounding = judge(true, claim)
        value = middle(true)
        likely: tuple[Slip, ...] = ()
        if rounding in ("wrong", "off_by_one") and value is not None:
            found = slips.of_change(*levels, claim.exact, claim.decimals, claim.hedge_kind)
            likely = slips.best(slips.of_digits(value, claim.exact, claim.decimals), found)
        return Check(
            kind,
            numbers,
            used,
            value,
            rounding,
            claim.decimals,
            sums,
            admissible(claim),
            claim.hedge,
            confidence,
            slips=likely,
        )
