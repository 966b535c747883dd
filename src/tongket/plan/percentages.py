"""Per cent of what: a percentage cannot be built, and so cannot be printed, without its denominator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tongket.model.errors import FigureError
from tongket.model.figures import Number
from tongket.model.text import Language, Text, format_number


class DenominatorKind(StrEnum):
    """Say what a percentage is a percentage of."""

    ASSIGNED_TARGET = "assigned_target"
    ASSIGNED_CEILING = "assigned_ceiling"  # an assigned target that must not be passed
    ELIGIBLE_POPULATION = "eligible_population"
    ISSUED = "issued"
    RECEIVED = "received"
    APPROVED = "approved"  # of a funnel's step only; no target is assigned in it
    LAST_YEAR = "last_year"
    OWN = "own"  # the denominator in the indicator's own definition: cases recorded, for a clearance rate


OF_WHAT: dict[DenominatorKind, Text] = {
    DenominatorKind.ASSIGNED_TARGET: Text("chỉ tiêu được giao", "of the assigned target"),
    DenominatorKind.ASSIGNED_CEILING: Text("mức trần được giao", "of the assigned ceiling"),
    DenominatorKind.ELIGIBLE_POPULATION: Text("số người đủ điều kiện", "of the eligible population"),
    DenominatorKind.ISSUED: Text("số đã cấp", "of those issued"),
    DenominatorKind.RECEIVED: Text("số đã thu nhận", "of those received"),
    DenominatorKind.APPROVED: Text("số đã phê duyệt", "of those approved"),
    DenominatorKind.LAST_YEAR: Text("số cùng kỳ năm trước", "of the same days of last year"),
}

# Last year's number is no whole that this year's is a part of, and a ceiling that is passed is missed: no alarm. An
# indicator's own denominator says in its note what passing 100 % means.
_NO_WHOLE = frozenset({DenominatorKind.LAST_YEAR, DenominatorKind.ASSIGNED_CEILING, DenominatorKind.OWN})


@dataclass(frozen=True)
class Percentage:
    """Hold a percentage with what it is a percentage of.

    Attributes
    ----------
    numerator, denominator : int or Decimal
        Exact; the denominator is not 0.
    kind : DenominatorKind
        What the denominator is.
    of : Text or None
        The denominator in words; None takes those of the kind, and must be given for `DenominatorKind.OWN`.

    Raises
    ------
    FigureError
        If the denominator is 0 or less, or nothing says what it is.
    """

    numerator: Number
    denominator: Number
    kind: DenominatorKind
    of: Text | None = None

    def __post_init__(self) -> None:
        if self.denominator <= 0:
            raise FigureError(f"Percentage: the denominator must be above 0; got {self.denominator}. Print the counts.")
        if self.of is None and self.kind not in OF_WHAT:
            raise FigureError(f"Percentage: must say of what; got kind {self.kind.value!r} without words. Give `of`.")

    @property
    def value(self) -> Decimal:
        """Return the fraction of 1, to 12 digits; above 1 where it is above 100 %, never clipped."""
        return (Decimal(self.numerator) / Decimal(self.denominator)).quantize(Decimal("1e-12"))

    @property
    def is_alarm(self) -> bool:
        """Tell whether more than the whole was counted: then the denominator deserves a look, not applause."""
        return self.kind not in _NO_WHOLE and self.numerator > self.denominator

    def of_what(self) -> Text:
        """Return the denominator in words."""
        return self.of or OF_WHAT[self.kind]

    def text(self, language: Language) -> str:
        """Return the percentage as it is printed: number, sign, and of what."""
        percent = self.value * 100
        number = format_number(percent, language, _decimals(percent))
        return f"{number}% {self.of_what().in_language(language)}"


def _decimals(percent: Decimal) -> int:
    """Return how many decimals are printed: none for whole per cents, two where one would round to 0 % or 100 %."""
    if percent == percent.to_integral_value():
        return 0
    return 2 if percent.quantize(Decimal("0.1")) in (0, 100) else 1
