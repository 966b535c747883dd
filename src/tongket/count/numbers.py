"""Whole numbers of a decimal unit as exact values: integers stay integers, money keeps two decimals."""

from __future__ import annotations

from decimal import Decimal, localcontext

from tongket.model.figures import Number

SHARE_PLACES = 12  # decimals of a share or ratio
MONEY_PLACES = 2


def exact(whole: int, digits: int, *, money: bool = False) -> Number:
    """Return ``whole * 10**-digits``: an integer where it is one, else a decimal without trailing zeros."""
    if digits == 0 and not money:
        return int(whole)
    value = scaled(int(whole), -digits)
    least = MONEY_PLACES if money else 0
    while digits > least and whole % 10 == 0:
        whole, digits = whole // 10, digits - 1
    if digits == 0:
        return int(whole)
    return value.quantize(Decimal(1).scaleb(-max(digits, least)))


def scaled(whole: int, exponent: int) -> Decimal:
    """Return ``whole * 10**exponent`` without rounding."""
    sign, digits, _ = Decimal(whole).as_tuple()
    return Decimal((sign, digits, exponent))


def quotient(above: Number, below: Number) -> Decimal:
    """Return a share or ratio, rounded half even to twelve decimals."""
    with localcontext(prec=60):
        return (Decimal(above) / Decimal(below)).quantize(Decimal(1).scaleb(-SHARE_PLACES))
