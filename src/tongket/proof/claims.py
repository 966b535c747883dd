"""What a claim is: one number of a text with everything that gives it meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from tongket.proof.rounding import Interval, half_unit, signed_interval

Kind = Literal["count", "people", "money", "change_abs", "change_pct", "rate_pct", "target_pct", "ratio_pair"]
KINDS: tuple[Kind, ...] = (
    "count", "people", "money", "change_abs", "change_pct", "rate_pct", "target_pct", "ratio_pair",
)  # fmt: skip
LEVELS: frozenset[str] = frozenset({"count", "people", "money"})
CHANGES: frozenset[str] = frozenset({"change_abs", "change_pct"})

_SAFE_DIGITS = 15  # a double keeps this many decimal digits, so the printed JSON number is the exact one


def json_number(value: Decimal | int) -> int | float | str:
    """Return a number whose JSON text is exactly the decimal; a string where a double could not hold it."""
    exact = Decimal(value)
    if exact == exact.to_integral_value():
        return int(exact)
    digits = exact.normalize().as_tuple().digits
    return float(exact) if len(digits) <= _SAFE_DIGITS else format(exact.normalize(), "f")


@dataclass(frozen=True)
class Place:
    """Hold where in the text's structure a claim stands.

    Attributes
    ----------
    block, sentence, clause : int
        Numbers of paragraph or cell, sentence and clause.
    bracket : int
        Item that opens the bracket around the claim; -1 for none.
    first, last : int
        Items of the claim.
    """

    block: int
    sentence: int
    clause: int
    bracket: int
    first: int
    last: int


@dataclass(frozen=True)
class Claim:
    """Hold one number of a text and what it says.

    Attributes
    ----------
    span, start, end : str, int, int
        ``text[start:end] == span``.
    kind : str
        One of `KINDS`.
    value : Decimal, or pair of Decimal
        In the unit as written, signed where it is a change.
    value_max : Decimal or None
        Upper end of a range.
    decimals : int
        Digits after the decimal mark.
    unit : str
        As written (``vụ``, ``tỷ đồng``, ``%``, ``điểm %``).
    hedge, hedge_kind : str or None
        The words, and what they say (below, above, around, most, least, upto).
    subject, period, base_period, area : str or None
        What, when, against when, where.
    unit_class, harm, stage : str or None
        What the unit counts, killed or injured, recorded or cleared.
    base_level : bool
        Whether it is the earlier level of a comparison (``from 36``, ``so với 606 vụ``).
    reached : bool
        Whether a change leads to it (``giảm còn 574 vụ``, ``fell to 67,740 cases``).
    words : frozenset of str
        Content words around, for matching claims with each other.
    extras : dict
        Optional fields of the exchange format: sign, unit_implicit, number_word, pair, fold …
    hints : dict
        What the words in front say of lists and shares: opens (complete, partial, colon), share,
        named, of_whole.
    place : Place
        Where it stands.
    """

    span: str
    start: int
    end: int
    kind: Kind
    value: Decimal | tuple[Decimal, Decimal]
    decimals: int
    unit: str
    place: Place
    value_max: Decimal | None = None
    hedge: str | None = None
    hedge_kind: str | None = None
    subject: str | None = None
    period: str | None = None
    base_period: str | None = None
    area: str | None = None
    unit_class: str | None = None
    harm: str | None = None
    stage: str | None = None
    base_level: bool = False
    reached: bool = False
    words: frozenset[str] = frozenset()
    extras: dict[str, Any] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)

    @cached_property
    def exact(self) -> Fraction:
        """Return the value as a fraction; the first number of a pair."""
        return Fraction(self.value[0] if isinstance(self.value, tuple) else self.value)

    @property
    def pair(self) -> tuple[Fraction, Fraction] | None:
        """Return both numbers of a pair."""
        return (Fraction(self.value[0]), Fraction(self.value[1])) if isinstance(self.value, tuple) else None

    @cached_property
    def interval(self) -> Interval:
        """Return the true values the claim admits: a plain whole count is exact, else an interval."""
        if self.value_max is not None:
            half = half_unit(self.decimals)
            return Interval(self.exact - half, Fraction(self.value_max) + half)
        if self.hedge_kind is None and self.decimals == 0 and not self.percent and "scale" not in self.extras:
            return Interval(self.exact, self.exact)
        return signed_interval(self.exact, self.decimals, self.hedge_kind)

    @property
    def percent(self) -> bool:
        """Say whether the claim is in per cent or percentage points."""
        return self.kind in ("change_pct", "rate_pct", "target_pct")

    @property
    def points(self) -> bool:
        """Say whether the claim is in percentage points."""
        return self.unit.startswith("điểm %")

    def to_json(self) -> dict[str, Any]:
        """Return the claim with the fields of the exchange format."""
        value: Any = (
            [json_number(part) for part in self.value] if isinstance(self.value, tuple) else json_number(self.value)
        )
        base = {
            "span": self.span,
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "value": value,
            "unit": self.unit,
            "subject": self.subject,
            "period": self.period,
            "base_period": self.base_period,
            "hedge": self.hedge,
            "place": self.area,
        }
        if self.value_max is not None:
            base["value_max"] = json_number(self.value_max)
        return base | {key: kept for key, kept in self.extras.items() if key not in ("scale",)}
