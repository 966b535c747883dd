"""Tell exact, rounded, truncated and wrong apart, and print the interval a rounded number stands for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Rounding = Literal["exact", "rounds_to", "half_even", "truncated", "within_hedge", "off_by_one", "wrong"]
RIGHT: frozenset[str] = frozenset({"exact", "rounds_to", "half_even", "within_hedge"})


@dataclass(frozen=True)
class Interval:
    """Hold the true values a printed number admits; an end of None is unbounded.

    Attributes
    ----------
    low, high : Fraction or None
        Ends.
    low_open, high_open : bool
        Whether the end itself is excluded.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction) -> bool:
        return self.meets(Interval(value, value))

    def meets(self, other: Interval) -> bool:
        """Say whether the two have a value in common."""
        return _reaches(self, other) and _reaches(other, self)

    @property
    def point(self) -> Fraction | None:
        """Return the only value, or None if there are more."""
        return self.low if self.low is self.high or self.low == self.high else None


def _reaches(lower: Interval, upper: Interval) -> bool:
    if lower.low is None or upper.high is None or lower.low < upper.high:
        return True
    return lower.low == upper.high and not (lower.low_open or upper.high_open)


@lru_cache(maxsize=64)
def unit(decimals: int) -> Fraction:
    """Return one unit in the last given digit."""
    return 1 / Fraction(10) ** decimals


@lru_cache(maxsize=64)
def half_unit(decimals: int) -> Fraction:
    """Return half a unit in the last given digit."""
    return unit(decimals) / 2


def hedge_width(value: Fraction, decimals: int) -> Fraction:
    """Return how far a hedge reaches: one unit in the last digit, 10 for a multiple of 10, 50 of 100."""
    if decimals or value.denominator != 1 or value == 0:
        return unit(decimals)
    number = abs(int(value))
    if number % 100 == 0:
        return Fraction(50)
    return Fraction(10) if number % 10 == 0 else Fraction(1)


def admits(value: Fraction, decimals: int, hedge: str | None = None) -> Interval:
    """Return the true values that a printed `value` with `decimals` digits and a hedge admits.

    Parameters
    ----------
    value : Fraction
        As printed, without sign.
    decimals : int
        Digits after the decimal mark.
    hedge : {'below', 'above', 'around', 'most', 'least', 'upto'}, optional
        What the hedge says.

    Returns
    -------
    Interval
        Half a unit in the last digit each way; hedges widen it on their side.
    """
    half = half_unit(decimals)
    if hedge is None or hedge == "upto":
        return Interval(value - half, value + half)
    wide = hedge_width(value, decimals)
    if hedge == "above":
        return Interval(value - half, value + wide, high_open=True)
    if hedge == "below":
        return Interval(value - wide, value + half, low_open=True)
    if hedge == "around":
        return Interval(value - wide, value + wide)
    if hedge == "least":
        return Interval(value - half, None)
    if hedge == "most":
        return Interval(None, value + half)
    return Interval(value - half, value + half)


def scaled_digits(value: Fraction, decimals: int, how: str = ROUND_HALF_UP) -> int:
    """Round ``value × 10**decimals`` to a whole number, in whole-number arithmetic."""
    top, bottom = value.numerator, value.denominator
    if decimals >= 0:
        top *= 10**decimals
    else:
        bottom *= 10**-decimals
    size, rest = divmod(abs(top), bottom)
    if how == ROUND_HALF_UP:
        size += 2 * rest >= bottom
    elif how == ROUND_HALF_EVEN:
        size += 2 * rest > bottom or (2 * rest == bottom and size % 2 == 1)
    return -size if top < 0 else size


def rounded(value: Fraction, decimals: int, how: str = ROUND_HALF_UP) -> Decimal:
    """Round an exact value to `decimals` digits without passing through binary floats."""
    return Decimal(scaled_digits(value, decimals, how)).scaleb(-decimals)


def classify(true: Fraction, printed: Fraction, decimals: int, hedge: str | None = None) -> Rounding:
    """Say how `printed` relates to the exact `true` value.

    Returns
    -------
    str
        exact, rounds_to (half up), half_even, truncated, within_hedge, off_by_one (one unit in the
        last digit, no rule gives it) or wrong.
    """
    if true == printed and hedge not in ("most", "least"):
        return "exact"
    if hedge and true in _signed(admits(abs(printed), decimals, hedge), printed):
        return "within_hedge"
    digits = scaled_digits(printed, decimals)
    if scaled_digits(true, decimals) == digits:
        return "rounds_to"
    if scaled_digits(true, decimals, ROUND_HALF_EVEN) == digits:
        return "half_even"
    if scaled_digits(true, decimals, ROUND_DOWN) == digits:
        return "truncated"
    return "off_by_one" if abs(true - printed) <= unit(decimals) else "wrong"


def _signed(interval: Interval, printed: Fraction) -> Interval:
    if printed >= 0:
        return interval
    low = None if interval.high is None else -interval.high
    high = None if interval.low is None else -interval.low
    return Interval(low, high, interval.high_open, interval.low_open)


def signed_interval(printed: Fraction, decimals: int, hedge: str | None = None) -> Interval:
    """Return what a signed printed value admits; hedges speak of its size."""
    return _signed(admits(abs(printed), decimals, hedge), printed)
