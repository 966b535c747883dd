"""What the proof room is told of a book: known figures; and what it says of a claim: a match."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from tongket.model.text import Text
from tongket.proof.claims import Claim

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
    n, part : int or None
        Denominator and numerator, for rates.
    whole : bool
        Whether the area is the whole book.
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
    part: int | None = None
    whole: bool = True

    @property
    def exact(self) -> Fraction:
        """Return the value as a fraction."""
        return Fraction(self.value)


@dataclass(frozen=True)
class Subject:
    """Hold what figures can be about, and the figures, which are made when they are asked for.

    Attributes
    ----------
    indicator : str
        Id of the indicator.
    labels : tuple of Text
        Its label, then its synonyms.
    measures : frozenset of str
        Sorts of numbers there are about it.
    make : callable
        Returns its figures.
    """

    indicator: str
    labels: tuple[Text, ...]
    measures: frozenset[str]
    make: Callable[[], Sequence[KnownFigure]]


class Known(Protocol):
    """What a book tells the proof room."""

    @property
    def places(self) -> Mapping[str, str]:
        """Return the units of the book: as a text may write them, and their names."""
        ...

    def prepare(self, claims: Sequence[Claim]) -> None:
        """Take note of the periods and units that claims speak of."""
        ...

    def subjects(self) -> Sequence[Subject]:
        """Return everything there are figures about."""
        ...

    def elsewhere(self, indicators: Collection[str]) -> Sequence[KnownFigure]:
        """Return figures of these indicators that the text should not rest on: those of other seals."""
        ...


class Listed:
    """Figures given as a list."""

    def __init__(self, figures: Sequence[KnownFigure]) -> None:
        grouped: dict[tuple[str, Text, tuple[Text, ...]], list[KnownFigure]] = {}
        for figure in figures:
            grouped.setdefault((figure.indicator, figure.label, figure.synonyms), []).append(figure)
        self._subjects = tuple(
            Subject(indicator, (label, *synonyms), frozenset(each.measure for each in group), lambda group=group: group)  # type: ignore[misc]
            for (indicator, label, synonyms), group in grouped.items()
        )

    @property
    def places(self) -> Mapping[str, str]:
        """Return nothing: a list names no units."""
        return {}

    def prepare(self, claims: Sequence[Claim]) -> None:
        """Do nothing: the list is what there is."""

    def subjects(self) -> Sequence[Subject]:
        """Return one subject for each label."""
        return self._subjects

    def elsewhere(self, indicators: Collection[str]) -> Sequence[KnownFigure]:
        """Return nothing: a list has no other seals."""
        del indicators
        return ()


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
