"""The sums themselves, on intervals: a hedged number goes in as all the values it admits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

from tongket.proof.rounding import Interval

Formula = Callable[[Fraction, Fraction], Fraction | None]


def percent_of(part: Fraction, whole: Fraction) -> Fraction | None:
    """Return 100·part/whole, None if the whole is not positive."""
    return 100 * part / whole if whole > 0 else None


def percent_change(current: Fraction, base: Fraction) -> Fraction | None:
    """Return 100·(current − base)/base, None if the base is not positive."""
    return 100 * (current - base) / base if base > 0 else None


def percent_from_difference(current: Fraction, difference: Fraction) -> Fraction | None:
    """Return 100·difference/(current − difference), None if that base is not positive."""
    base = current - difference
    return 100 * difference / base if base > 0 else None


def over(formula: Formula, first: Interval, second: Interval) -> Interval | None:
    """Return the values a formula takes over two intervals.

    The three formulas are monotone in each input where they are defined, so the corners give the
    ends. An unbounded input or an undefined corner gives None.
    """
    if first.point is not None and second.point is not None:
        value = formula(first.point, second.point)
        return None if value is None else Interval(value, value)
    if None in (first.low, first.high, second.low, second.high):
        return None
    corners = [formula(a, b) for a, b in product((first.low, first.high), (second.low, second.high))]  # type: ignore[arg-type]
    known = [corner for corner in corners if corner is not None]
    if len(known) < len(corners):
        return None
    return Interval(min(known), max(known))


def whole_bases(current: Fraction, low: Fraction, high: Fraction) -> range:
    """Return the whole-number bases B with 100·(current − B)/B between `low` and `high` per cent.

    Parameters
    ----------
    current : Fraction
        The later count.
    low, high : Fraction
        Admissible change in per cent; ends above −100.

    Returns
    -------
    range
        Empty if no whole base exists: the statement is impossible.
    """
    if low <= -100:
        low = Fraction(-9999, 100)
    top, bottom = 100 * current / (100 + low), 100 * current / (100 + high)
    return range(max(1, -(-bottom.numerator // bottom.denominator)), top.numerator // top.denominator + 1)


def whole_bases_of_difference(difference: Fraction, low: Fraction, high: Fraction) -> range:
    """Return the whole bases B with 100·difference/B between two percentages of the difference's own sign."""
    size, ends = abs(difference), sorted((abs(low), abs(high)))
    if ends[1] == 0:
        return range(0)
    bottom = 100 * size / ends[1]
    least = max(1, -(-bottom.numerator // bottom.denominator))
    least = max(least, size.numerator) if difference < 0 else least
    if ends[0] == 0:
        return range(least, 10**12)
    top = 100 * size / ends[0]
    return range(least, top.numerator // top.denominator + 1)
