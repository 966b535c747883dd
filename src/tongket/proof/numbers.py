"""Read one number expression: digits with marks and stray spaces, number words, ranges, scales."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tongket.proof.lexicon import Item
from tongket.proof.separators import Marks, Reading, read_digits

_DASHES = ("-", "–", "—", "−")


@dataclass(frozen=True)
class NumberExpr:
    """Hold one number as read.

    Attributes
    ----------
    first, last : int
        Items it takes, `last` excluded.
    value, top : Decimal, Decimal or None
        Exact value, and the upper end of a range.
    decimals : int
        Digits after the decimal mark.
    words : bool
        Whether it is written in words.
    misplaced : bool
        Whether its marks or spaces are odd (``2,09,519``, ``28, 235``).
    raw : str
        Digits as written.
    """

    first: int
    last: int
    value: Decimal
    decimals: int
    top: Decimal | None = None
    words: bool = False
    misplaced: bool = False
    raw: str = ""


def glued(items: list[Item], at: int) -> bool:
    """Say whether item `at` touches the item before it."""
    return 0 < at < len(items) and items[at].start == items[at - 1].end


def _gap(items: list[Item], at: int) -> int:
    return items[at].start - items[at - 1].end if 0 < at < len(items) else -1


def _countable(items: list[Item], at: int) -> bool:
    """Say whether a unit of whole things follows at `at` (no scale, no per cent in between)."""
    for offset in range(4):
        if at + offset >= len(items):
            return False
        item = items[at + offset]
        if item.has("unit"):
            return not (item.value("class") or "").startswith("measure")
        if item.kind != "word" or item.has("scale", "pct", "points", "currency"):
            return False
    return False


def read_number(items: list[Item], at: int, marks: Marks) -> NumberExpr | None:
    """Read the number that begins at item `at`, or return None if none does."""
    item = items[at]
    if item.kind == "num":
        return _digits(items, at, marks)
    if item.has("nw"):
        return _words(items, at)
    return None


def _digits(items: list[Item], at: int, marks: Marks) -> NumberExpr | None:
    joined = _spaced_thousands(items, at) or _spaced_mark(items, at, marks)
    raw, last, odd = joined or (items[at].text, at + 1, False)
    reading = read_digits(raw, marks, whole=_countable(items, last))
    if reading is None:
        return None
    return _scaled_words(
        items,
        NumberExpr(at, last, reading.value, reading.decimals, misplaced=odd or reading.misplaced, raw=raw),
    )


def _spaced_thousands(items: list[Item], at: int) -> tuple[str, int, bool] | None:
    """Join `42 923` before a unit: one space, groups of three."""
    raw, end = items[at].text, at + 1
    if not raw.isdigit() or len(raw) > 3 or raw.startswith("0"):
        return None
    while (
        end < len(items)
        and end - at < 6
        and items[end].kind == "num"
        and _gap(items, end) == 1
        and len(items[end].text) == 3
    ):
        if not items[end].text.isdigit():
            break
        raw += items[end].text
        end += 1
    before = items[at - 1] if at else None
    if end == at + 1 or (before is not None and before.has("date", "label", "month")):
        return None
    return (raw, end, False) if _countable(items, end) or _boundary(items, end) else None


def _boundary(items: list[Item], at: int) -> bool:
    return at >= len(items) or items[at].kind in ("sym", "break") or items[at].has("scale", "currency")


def _spaced_mark(items: list[Item], at: int, marks: Marks) -> tuple[str, int, bool] | None:
    """Join `15, 57%` and `28, 235 cases`: a mark, a stray space, digits that belong together."""
    if at + 2 >= len(items) or items[at + 1].text not in (",", ".") or not glued(items, at + 1):
        return None
    head, tail = items[at].text, items[at + 2].text
    if items[at + 2].kind != "num" or _gap(items, at + 2) != 1 or not (head.isdigit() and tail.isdigit()):
        return None
    mark, after = items[at + 1].text, items[at + 3] if at + 3 < len(items) else None
    percent = after is not None and after.has("pct", "points")
    if mark == marks.decimal and percent and len(tail) <= 2:
        return f"{head}{mark}{tail}", at + 3, True
    before = items[at - 1] if at else None
    listed = before is not None and before.text in (",", "and", "và")
    if mark == marks.thousands and len(tail) == 3 and len(head) <= 3 and _countable(items, at + 3) and not listed:
        return head + tail, at + 3, True
    return None


def _scaled_words(items: list[Item], number: NumberExpr) -> NumberExpr:
    """Read `1-hundred`, `2-and-half`, `3 rưỡi` on top of digits."""
    at = _skip_dash(items, number.last)
    if at < len(items) and items[at].value("nw") == "x100" and not items[at].text.startswith("trăm"):
        return NumberExpr(number.first, at + 1, number.value * 100, 0, words=True, raw=number.raw)
    if at < len(items) and items[at].text == "and":
        after = _skip_dash(items, at + 1)
        after = after + 1 if after < len(items) and items[after].text == "a" else after
        if after < len(items) and items[after].value("nw") == "half":
            return NumberExpr(number.first, after + 1, number.value + Decimal("0.5"), 1, words=True, raw=number.raw)
    return number


def _skip_dash(items: list[Item], at: int) -> int:
    return at + 1 if at < len(items) and items[at].text in _DASHES and glued(items, at) and glued(items, at + 1) else at


def _words(items: list[Item], at: int) -> NumberExpr | None:
    """Read number words; each is a number below ten, a ten, or a multiplier of what came before."""
    total, current, end, seen = Decimal(0), Decimal(0), at, False
    half = False
    while end < len(items) and end - at < 14:
        code = items[end].value("nw") or ("5" if seen and items[end].text == "năm" and _five(items, end) else None)
        if code is None or half:
            step = _joint(items, end) if seen and not half else None
            if step is None:
                break
            end = step
            continue
        if code.startswith("x") and not seen:
            return None  # `trăm người`, `hàng nghìn`: vague, no figure
        if code == "half":
            if not seen:
                return None
            total, current, half = _add_half(total, current, items[end - 1].value("nw")), Decimal(0), True
        elif code == "x1000":
            total, current = total + max(current, Decimal(1)) * 1000, Decimal(0)
        elif code.startswith("x"):
            low = current % 10 if code == "x10" else current
            current = current - low + max(low, Decimal(1)) * int(code[1:])
        elif code != "skip":
            current += int(code)
        seen, end = True, end + 1
    value = total + current
    return NumberExpr(at, end, value, int(value != value.to_integral_value()), words=True) if seen else None


def _add_half(total: Decimal, current: Decimal, before: str | None) -> Decimal:
    unit = Decimal(int(before[1:])) if before and before.startswith("x") else Decimal(1)
    return total + current + unit / 2


def _five(items: list[Item], at: int) -> bool:
    """Say whether `năm` is the number five here: a unit follows it."""
    return at + 1 < len(items) and items[at + 1].has("unit", "pct")


def _joint(items: list[Item], at: int) -> int | None:
    """Return the item after a hyphen or `and` inside a number in words, or None."""
    after = at + 1
    if after >= len(items) or not items[after].has("nw"):
        return None
    if items[at].text in _DASHES and glued(items, at) and glued(items, after):
        return after
    before = items[at - 1].value("nw") or ""
    return after if items[at].text == "and" and before.startswith("x") else None


def reread(number: NumberExpr, marks: Marks) -> Reading | None:
    """Read the digits again where the unit is now known to be whole."""
    return read_digits(number.raw, marks, whole=True) if number.raw else None
