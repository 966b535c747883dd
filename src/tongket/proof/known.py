"""What the proof room is told of a book: known figures; and what it says of a claim: a match."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tongket.model.text import Text

Measure = Literal["count", "people", "money", "rate_pct", "change_abs", "change_pct", "points", "target_pct"]
Outcome = Literal["verified", "rounds_to", "truncated", "differs", "ambiguous", "vague", "unverifiable"]


@dataclass(frozen=True)
class KnownFigure:
    """Hold one figure of the ledger, as the proof room needs it.

    Attributes
    ----------
    figure_id : str
        Id in the ledger.
    indicator : str
        Id of the indicator.
    label : Text
        Label of the indicator, with what it was broken down by.
    period, start, end : str
        Period id (``mps:2022``) and its first and last day, ISO.
    area : Text
        Name of the area.
    value : Decimal
        Exact value; a rate in per cent.
    measure : str
        What sort of number it is: count, people, money, rate_pct, change_abs, change_pct, points.
    synonyms : tuple of Text
        Other ways to name the indicator.
    against : str
        For a change, the period it is against.
    version, seal : str
        Version of the definition, and the seal.
    n : int or None
        The denominator, for rates.
    """

    figure_id: str
    indicator: str
    label: Text
    period: str
    start: str
    end: str
    area: Text
    value: Decimal
    measure: Measure
    synonyms: tuple[Text, ...] = ()
    against: str | None = None
    version: str = ""
    seal: str = ""
    n: int | None = None

    @property
    def exact(self) -> Fraction:
        """Return the value as a fraction."""
        return Fraction(self.value)


@dataclass(frozen=True)
class Match:
    """Hold what the book says of a claim.

    Attributes
    ----------
    claim : int
        Index of the claim.
    outcome : str
        verified, rounds_to, truncated, differs, ambiguous, vague or unverifiable.
    figures : tuple of str
        Figure ids, the one meant first.
    reason : Text
        Why, in one sentence.
    """

    claim: int
    outcome: Outcome
    figures: tuple[str, ...]
    reason: Text

    @property
    def wrong(self) -> bool:
        """Say whether the book contradicts the claim."""
        return self.outcome == "differs"

    def to_json(self) -> dict[str, object]:
        """Return the match for the exchange format."""
        return {
            "claim": self.claim,
            "verdict": self.outcome,
            "figures": list(self.figures),
            "reason": {"vi": self.reason.vi, "en": self.reason.en},
        }
