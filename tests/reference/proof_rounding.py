"""Rounding with decimal's own rounding, the slow plain way. Imports nothing from tongket."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

HOW = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


def rounded(value: Fraction, decimals: int, how: str) -> Decimal:
    """Divide to 200 digits, then let decimal round: exact for every fraction with a small denominator."""
    quotient = Context(prec=200).divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(Decimal(1).scaleb(-decimals), rounding=HOW[how], context=Context(prec=200))


def whole_bases(current: int, low: Fraction, high: Fraction) -> list[int]:
    """Try every base up to a hundred times the current count."""
    return [b for b in range(1, 100 * current + 1) if low <= Fraction(100 * (current - b), b) <= high]


def whole_bases_of_difference(difference: int, low: Fraction, high: Fraction) -> list[int]:
    """Try every base up to ten thousand times the difference."""
    found = []
    for base in range(1, 2000 * abs(difference) + 1):
        if base + difference >= 0 and low <= Fraction(100 * difference, base) <= high:
            found.append(base)
    return found
