"""The difference of one figure between two seals, split by cause; the parts add up exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from tongket.close.causes import Cause
from tongket.model.errors import FigureError

Amount = int | Decimal | Fraction


@dataclass(frozen=True)
class Contribution:
    """Say what one cause did to a figure.

    Attributes
    ----------
    cause : Cause
        Why.
    amount : int, Decimal or Fraction
        What it added; negative for what it took away.
    n_in, n_out : int
        Records that entered the figure, or count for more in it, and records that left it, or count for less. A part
        of a ratio does not say how many: its numerator and denominator do.
    examples : tuple of str
        Keys of the first few of these records.
    """

    cause: Cause
    amount: Amount
    n_in: int = 0
    n_out: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Hold one figure in two seals and why it changed.

    Attributes
    ----------
    name : str
        Of the question; see `explaining.Question`.
    codes : tuple of str or None
        The cell of the breakdown; empty without one.
    old, new : int, Decimal or Fraction
        The figure in either seal.
    contributions : tuple of Contribution
        In order of cause; causes without a record are left out.

    Raises
    ------
    FigureError
        If the contributions do not add up to the difference.
    """

    name: str
    codes: tuple[str | None, ...]
    old: Amount
    new: Amount
    contributions: tuple[Contribution, ...]

    def __post_init__(self) -> None:
        if Fraction(self.new) - Fraction(self.old) != sum(Fraction(part.amount) for part in self.contributions):
            raise FigureError(
                f"Difference of {self.name!r}: the causes must add up to the change from {self.old} to {self.new};"
                f" got {[str(part.amount) for part in self.contributions]}. Report this as a fault of the program."
            )

    @property
    def amount(self) -> Amount:
        """Return the change."""
        if isinstance(self.old, Fraction) or isinstance(self.new, Fraction):
            return Fraction(self.new) - Fraction(self.old)
        return self.new - self.old

    def of(self, cause: Cause) -> Amount:
        """Return what one cause did; 0 when it did nothing."""
        return next((part.amount for part in self.contributions if part.cause is cause), 0)

    def as_json(self) -> dict[str, object]:
        """Return what ``tongket diff --json`` prints; exact numbers as integers or text."""
        return {
            "figure": self.name,
            "codes": list(self.codes),
            "old": _exact(self.old),
            "new": _exact(self.new),
            "difference": _exact(self.amount),
            "causes": [
                {
                    "cause": part.cause.value,
                    "difference": _exact(part.amount),
                    "in": part.n_in,
                    "out": part.n_out,
                    "examples": list(part.examples),
                }
                for part in self.contributions
            ],
        }


def _exact(amount: Amount) -> int | str:
    return amount if isinstance(amount, int) else str(amount)


def subtract(added: Difference, removed: Difference) -> Difference:
    """Return the difference of a stock: what was opened, less what was closed.

    Parameters
    ----------
    added, removed : Difference
        Records opened by the end of a period, and those of them closed by then.
    """
    causes = {part.cause for part in (*added.contributions, *removed.contributions)}
    parts = []
    for cause in sorted(causes, key=list(Cause).index):
        plus, minus = _part(added, cause), _part(removed, cause)
        parts.append(
            Contribution(
                cause,
                _less(plus.amount, minus.amount),
                plus.n_in + minus.n_out,
                plus.n_out + minus.n_in,
                tuple(dict.fromkeys((*plus.examples, *minus.examples))),
            )
        )
    return replace(
        added, old=_less(added.old, removed.old), new=_less(added.new, removed.new), contributions=tuple(parts)
    )


def _part(difference: Difference, cause: Cause) -> Contribution:
    return next((part for part in difference.contributions if part.cause is cause), Contribution(cause, 0))


def _less(first: Amount, second: Amount) -> Amount:
    if isinstance(first, int) and isinstance(second, int):
        return first - second
    return Fraction(first) - Fraction(second)


def divide(name: str, numerator: Difference, denominator: Difference) -> Difference | None:
    r"""Split the change of a ratio by cause.

    Parameters
    ----------
    name : str
        Of the ratio.
    numerator, denominator : Difference
        Of the same seals and cell.

    Returns
    -------
    Difference or None
        Exact fractions; None where a denominator is 0, so that there is no ratio.

    Notes
    -----
    With :math:`r_0 = N_0 / D_0` each cause k gets :math:`(n_k - r_0 d_k) / D_1`, where :math:`n_k` and :math:`d_k` are
    its parts of the changes of numerator and denominator. Because :math:`N_0 = r_0 D_0` the sum over all causes is
    :math:`N_1 / D_1 - r_0` exactly, whatever the order of the causes.
    """
    if not denominator.old or not denominator.new:
        return None
    before = Fraction(numerator.old) / Fraction(denominator.old)
    after = Fraction(numerator.new) / Fraction(denominator.new)
    parts = []
    for cause in Cause:
        over, under = _part(numerator, cause), _part(denominator, cause)
        if over in numerator.contributions or under in denominator.contributions:
            amount = (Fraction(over.amount) - before * Fraction(under.amount)) / Fraction(denominator.new)
            examples = tuple(dict.fromkeys((*over.examples, *under.examples)))
            parts.append(Contribution(cause, amount, examples=examples))
    return Difference(name, numerator.codes, before, after, tuple(parts))
