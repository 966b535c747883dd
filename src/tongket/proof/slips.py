"""Guess how a wrong number came about: each likely slip is tried, and kept if it gives the printed value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from tongket.model.text import Text
from tongket.proof.checks import Slip, write
from tongket.proof.rounding import RIGHT, classify, half_unit, rounded

_MOST = 3


def _digits(value: Fraction, decimals: int) -> str:
    return str(abs(int(value * Fraction(10) ** decimals)))


def swapped(value: Fraction, decimals: int) -> Iterator[Fraction]:
    """Yield the value with two neighbouring digits exchanged, each way it can be done."""
    digits, sign = _digits(value, decimals).rjust(decimals + 1, "0"), -1 if value < 0 else 1
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            mixed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            yield sign * int(mixed) / Fraction(10) ** decimals


def of_digits(true: Fraction, printed: Fraction, decimals: int) -> list[Slip]:
    """Try slips of the pen: digits exchanged, one digit wrong, decimal mark moved, sign lost."""
    right = Fraction(rounded(true, decimals))
    slips: list[Slip] = []
    if right == -printed:
        slips.append(Slip(Text(vi="nhầm dấu tăng, giảm", en="sign lost or turned"), right, decimals))
    if any(candidate == right for candidate in swapped(printed, decimals)):
        slips.append(Slip(Text(vi="đảo hai chữ số", en="two digits swapped"), right, decimals))
    elif _one_digit(right, printed, decimals):
        slips.append(Slip(Text(vi="sai một chữ số", en="one digit wrong"), right, decimals))
    moves = [(printed * Fraction(10) ** shift, decimals - shift) for shift in (1, 2, 3, -1, -2)]
    if printed != 0 and any(classify(true, moved, digits) in RIGHT for moved, digits in moves):
        slips.append(Slip(Text(vi="đặt sai dấu thập phân", en="decimal mark misplaced"), right, decimals))
    return slips


def _one_digit(right: Fraction, printed: Fraction, decimals: int) -> bool:
    if (right < 0) != (printed < 0):
        return False
    a, b = _digits(right, decimals), _digits(printed, decimals)
    return len(a) == len(b) and len(a) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def of_change(
    current: Fraction, base: Fraction, printed: Fraction, decimals: int, hedge: str | None = None
) -> list[Slip]:
    """Try wrong divisions for a change: by the current value, exchanged, level instead of change."""
    tries = [
        (
            Text(vi="chia cho kỳ này thay vì kỳ gốc", en="divided by the current value, not the base"),
            (current - base, current),
        ),
        (
            Text(vi="lấy tỷ số hai kỳ thay vì mức thay đổi", en="ratio of the two values, not the change"),
            (current, base),
        ),
        (Text(vi="đổi chỗ hai kỳ", en="the two periods exchanged"), (base - current, current)),
        (Text(vi="nhầm dấu tăng, giảm", en="sign lost or turned"), (base - current, base)),
    ]
    return _matching(tries, printed, decimals, hedge)


def of_rate(
    part: Fraction, whole: Fraction, printed: Fraction, decimals: int, others: Iterable[Fraction]
) -> list[Slip]:
    """Try wrong divisions for a share: exchanged, the rest instead, another denominator."""
    tries = [
        (Text(vi="đổi chỗ tử số và mẫu số", en="numerator and denominator exchanged"), (whole, part)),
        (Text(vi="tính phần còn lại", en="share of the rest"), (whole - part, whole)),
    ]
    tries += [
        (
            Text(
                vi=f"chia cho {write(other, 'vi')} thay vì {write(whole, 'vi')}",
                en=f"divided by {write(other, 'en')}, not {write(whole, 'en')}",
            ),
            (part, other),
        )
        for other in others
        if other not in (part, whole)
    ]
    slips = _matching(tries, printed, decimals)
    return slips or _numerator(whole, printed, decimals)


def _numerator(whole: Fraction, printed: Fraction, decimals: int) -> list[Slip]:
    """Return the numerator that would give the printed share, where exactly one whole number does."""
    half = half_unit(decimals)
    low, high = (printed - half) * whole / 100, (printed + half) * whole / 100
    fits = range(-(-low.numerator // low.denominator), high.numerator // high.denominator + 1)
    if len(fits) != 1 or fits[0] < 0:
        return []
    number = Fraction(fits[0])
    cause = Text(
        vi=f"chỉ tử số {write(number, 'vi')} mới cho tỷ lệ đã ghi",
        en=f"only a numerator of {write(number, 'en')} gives the stated rate",
    )
    return [Slip(cause, 100 * number / whole, decimals)]


def _matching(
    tries: list[tuple[Text, tuple[Fraction, Fraction]]],
    printed: Fraction,
    decimals: int,
    hedge: str | None = None,
) -> list[Slip]:
    slips = []
    for cause, (top, bottom) in tries:
        if bottom == 0:
            continue
        gives = 100 * top / bottom
        if classify(gives, printed, decimals, hedge) in RIGHT:
            slips.append(Slip(cause, gives, decimals))
    return slips[:_MOST]


def best(*groups: list[Slip]) -> tuple[Slip, ...]:
    """Return the first few slips of all groups, each cause once."""
    seen: dict[str, Slip] = {}
    for group in groups:
        for slip in group:
            seen.setdefault(slip.cause.en, slip)
    return tuple(list(seen.values())[:_MOST])


def decimal_of(value: Fraction) -> Decimal:
    """Return a terminating fraction as a decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator)
