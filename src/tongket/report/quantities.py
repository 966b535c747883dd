"""Read a printed number back, and tell whether it says what it should."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from tongket.model.text import Language

_MARKS: dict[str, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
_PRINTED = re.compile(r"(?P<bound>[<>]\s*)?(?P<sign>[+\-\u2212])?(?P<digits>\d[\d.,]*\d|\d)")
_GROUPS = re.compile(r"\d{1,3}(?:#\d{3})+|\d+")


def says(text: str, exact: Decimal, language: Language) -> bool:
    """Tell whether the one number in `text`, as `language` writes it, is `exact` rounded half up.

    A text without a sign may stand for a negative number ("giảm 32 vụ": the verb carries the sign); a sign that is
    printed must be right. ``< 0,001`` holds when `exact` lies below.
    """
    found = list(_PRINTED.finditer(text))
    if len(found) != 1:
        return False
    printed = _parse(found[0]["digits"], language)
    if printed is None:
        return False
    if found[0]["bound"]:
        return exact < printed if found[0]["bound"][0] == "<" else exact > printed
    rounded = exact.quantize(printed, rounding=ROUND_HALF_UP)
    sign = found[0]["sign"]
    return abs(rounded) == printed and (sign is None or rounded == 0 or (sign == "+") == (rounded > 0))


def _parse(digits: str, language: Language) -> Decimal | None:
    """Read digits with the language's marks; None when they are not well formed."""
    thousands, decimal = _MARKS[language]
    whole, mark, rest = digits.partition(decimal)
    if (mark and not rest.isdigit()) or not _GROUPS.fullmatch(whole.replace(thousands, "#")):
        return None
    return Decimal(whole.replace(thousands, "") + (f".{rest}" if mark else ""))
