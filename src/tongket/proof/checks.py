"""What a check is: numbers that must agree, what they give, how the stated one relates to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from tongket.model.text import Language, Text
from tongket.proof.claims import json_number
from tongket.proof.rounding import Interval, Rounding, scaled_digits

CheckKind = Literal["pct_change_from_pair", "rate_from_counts", "parts_sum_to_total", "abs_and_pct_change_consistent"]
Confidence = Literal["high", "medium", "low"]
_SWAP = str.maketrans(",.", ".,")
_SHOWN = 4  # decimals of a recomputed value, as in the labelled passages


@dataclass(frozen=True)
class Slip:
    """Hold one likely cause of a wrong number: what was done, and what it would give."""

    cause: Text
    gives: Fraction
    decimals: int


@dataclass(frozen=True)
class Check:
    """Hold one recomputation.

    Attributes
    ----------
    kind : str
        One of the four kinds of the exchange format.
    numbers : dict
        Inputs and the stated value, by name.
    claims : tuple of int
        Indices of the claims used; the last is the one that is judged.
    recomputed : Fraction or None
        The exact result; None where nothing can be computed (an impossible statement).
    rounding : str or None
        How the stated value relates to it: exact, rounds_to, half_even, truncated, within_hedge,
        off_by_one, wrong.
    decimals : int
        Digits of the stated value.
    admissible : Interval or None
        Values the stated number stands for.
    hedge : str or None
        Hedge of the stated value.
    confidence : {'high', 'medium', 'low'}
        How sure it is that these numbers belong together.
    rule : str or None
        The variant of the kind.
    sums : Text
        The sum, to be read by people.
    slips : tuple of Slip
        Likely causes, if wrong.
    """

    kind: CheckKind
    numbers: dict[str, Any]
    claims: tuple[int, ...]
    recomputed: Fraction | None
    rounding: Rounding
    decimals: int
    sums: Text
    admissible: Interval | None = None
    hedge: str | None = None
    confidence: Confidence = "high"
    rule: str | None = None
    slips: tuple[Slip, ...] = ()
    notes: tuple[Text, ...] = field(default=())

    @property
    def consistent(self) -> bool:
        """Say whether the stated value is what the numbers give, by rounding or within its hedge."""
        return self.rounding in ("exact", "rounds_to", "half_even", "within_hedge")

    @property
    def wrong(self) -> bool:
        """Say whether the stated value is wrong; a truncated one is reported but not wrong."""
        return self.rounding in ("wrong", "off_by_one")

    @property
    def severity(self) -> str | None:
        """Return rounding (one unit in the last digit at most) or material; None if consistent."""
        if self.consistent:
            return None
        return "material" if self.rounding == "wrong" else "rounding"

    @property
    def judged(self) -> int:
        """Return the index of the claim that is judged."""
        return self.claims[-1]

    def to_json(self) -> dict[str, Any]:
        """Return the check with the fields of the exchange format."""
        result: dict[str, Any] = {
            "kind": self.kind,
            "numbers": self.numbers,
            "recomputed": None if self.recomputed is None else shown(self.recomputed),
            "tolerance": 0 if self.kind == "parts_sum_to_total" else json_number(Decimal(5).scaleb(-self.decimals - 1)),
            "tolerance_rule": "exact" if self.kind == "parts_sum_to_total" else "half a unit in the last given digit",
            "verdict": "consistent" if self.consistent else "inconsistent",
            "confidence": self.confidence,
            "claim_indices": sorted(set(self.claims)),
            "rounding": self.rounding,
        }
        if self.severity:
            result["severity"] = self.severity
        if self.hedge:
            result["hedge"] = self.hedge
        if self.rule:
            result["rule"] = self.rule
        result["sum"] = {"vi": self.sums.vi, "en": self.sums.en}
        if self.slips:
            result["slips"] = [
                {"vi": slip.cause.vi, "en": slip.cause.en, "gives": shown(slip.gives)} for slip in self.slips
            ]
        return result


def shown(value: Fraction) -> int | float | str:
    """Round an exact value to four decimals for the exchange format."""
    if value.denominator == 1:
        return json_number(Decimal(value.numerator))
    scaled = Decimal(value.numerator) / Decimal(value.denominator)
    return json_number(scaled.quantize(Decimal(1).scaleb(-_SHOWN)).normalize())


def write(value: Fraction, language: Language, decimals: int = 2) -> str:
    """Write a value for people: grouped, with the language's marks, without idle zeros."""
    places = 0 if value.denominator == 1 else max(decimals, 0)
    digits = scaled_digits(value, places)
    whole, part = divmod(abs(digits), 10**places)
    text = f"{whole:,}"
    if part:
        text += "." + str(part).rjust(places, "0").rstrip("0")
    if language == "vi":
        text = text.translate(_SWAP)
    return f"\u2212{text}" if digits < 0 else text
