"""Judge a stated per cent against a sum, with the interval it admits, and write the sum down."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tongket.model.text import Text
from tongket.proof.checks import write
from tongket.proof.claims import Claim, json_number
from tongket.proof.rounding import Interval, Rounding, classify, signed_interval

_SWAP = str.maketrans(",.", ".,")


def judge(true: Interval, claim: Claim) -> Rounding:
    """Say how a stated value relates to the sum: a point, or an interval if inputs are hedged."""
    if claim.value_max is not None:
        return "within_hedge" if claim.interval.meets(true) else "wrong"
    if true.point is not None:
        return classify(true.point, claim.exact, claim.decimals, claim.hedge_kind)
    return "within_hedge" if claim.interval.meets(true) else "wrong"


def middle(true: Interval) -> Fraction | None:
    """Return the one value of a sum, or the middle of its interval."""
    if true.low is None or true.high is None:
        return None
    return (true.low + true.high) / 2


def admissible(claim: Claim) -> Interval:
    """Return the true values the stated number stands for."""
    return signed_interval(claim.exact, claim.decimals, claim.hedge_kind)


def number(value: Fraction) -> Any:
    """Return a fraction for the exchange format: an integer where it is one."""
    from tongket.proof.checks import shown

    return shown(value)


def stated(claim: Claim) -> Any:
    """Return the stated value for the exchange format."""
    value = claim.value[0] if isinstance(claim.value, tuple) else claim.value
    return json_number(value)


def bounds(claim: Claim) -> Text:
    """Write the interval a stated per cent stands for."""
    interval = admissible(claim)
    low, high = interval.low, interval.high
    digits = max(claim.decimals + 1, 1)
    if low is None or high is None:
        only = low if low is not None else high
        sign = "≥" if low is not None else "≤"
        return Text(
            vi=f"{sign} {write(only or Fraction(0), 'vi', digits)}",
            en=f"{sign} {write(only or Fraction(0), 'en', digits)}",
        )
    ends = write(low, "vi", digits), write(high, "vi", digits)
    return Text(vi=f"từ {ends[0]} đến {ends[1]}", en=f"from {_english(ends[0])} to {_english(ends[1])}")


def equation(top: str, bottom: str, true: Interval, claim: Claim) -> Text:
    """Write `100 × top / bottom = …, admissible …` from terms written in Vietnamese."""
    value = middle(true)
    digits = max(claim.decimals + 2, 2)
    limits = bounds(claim)
    given = write(claim.exact, "vi", max(claim.decimals, 0))
    result = "?" if value is None else write(value, "vi", digits)
    return Text(
        vi=f"100 × {top} / {bottom} = {result} %; ghi {given} %, chấp nhận {limits.vi}",
        en=f"100 × {_english(f'{top} / {bottom} = {result} %; stated {given}')} %, admissible {limits.en}",
    )


def difference(current: Fraction, base: Fraction, given: Fraction) -> Text:
    """Write `current − base = …; stated …`."""
    a = [write(value, "vi") for value in (current, base, current - base, given)]
    b = [_english(text) for text in a]
    return Text(
        vi=f"{a[0]} − {a[1]} = {a[2]}; ghi {a[3]}",
        en=f"{b[0]} − {b[1]} = {b[2]}; stated {b[3]}",
    )


def _english(text: str) -> str:
    return text.translate(_SWAP)


def vi(value: Fraction) -> str:
    """Write a value in Vietnamese, for use in `equation`."""
    return write(value, "vi")
