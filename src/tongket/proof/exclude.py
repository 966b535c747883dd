"""Tell numbers that are no figures: law and plan numbers, ages, durations, labels, times, unit names."""

from __future__ import annotations

from tongket.proof.lexicon import Item
from tongket.proof.numbers import NumberExpr, glued
from tongket.proof.words import en, vi

_DASHES = ("-", "–", "—")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_NOT_UNITS = vi.NOT_UNITS | en.NOT_UNITS


def _text(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def part_of_name(items: list[Item], number: NumberExpr) -> str | None:
    """Say why the digits belong to a name (PC08, 62/2024/NĐ-CP, covid-19, 18:30, [12]), or return None."""
    first, last = number.first, number.last
    before = items[first - 1] if first else None
    if before is not None and glued(items, first):
        if before.kind == "word" and not before.has("currency", "dir"):
            return "glued to letters"
        if before.text in (*_DASHES, "_", "#") and glued(items, first - 1) and _is_plain_word(items, first - 2):
            return "part of a code"
        if before.text == ":" and items[first - 2].kind == "num" and glued(items, first - 1):
            return "time of day"
        if before.text == "[" and _text(items, last) == "]":
            return "reference mark"
    return _code_behind(items, last)


def _is_plain_word(items: list[Item], at: int) -> bool:
    return at >= 0 and items[at].kind == "word" and not items[at].has("dir", "unit", "hedge", "pct")


def _code_behind(items: list[Item], last: int) -> str | None:
    if last >= len(items) or not glued(items, last):
        return None
    after = items[last]
    if after.text in _ORDINALS:
        return "ordinal"
    if after.text == ":" and glued(items, last + 1) and last + 1 < len(items) and items[last + 1].kind == "num":
        return "time of day"
    if after.text not in ("/", *_DASHES) or not glued(items, last + 1):
        return None
    behind = items[last + 1]
    if (
        behind.kind == "word"
        and not behind.has("unit", "pct", "points", "nw", "duration", "times", "scale", "dir")
        and behind.text != "and"
    ):
        return "document number"
    further = last + 2
    if (
        behind.kind == "num"
        and _text(items, further) in ("/", *_DASHES)
        and glued(items, further)
        and glued(items, further + 1)
    ):
        name = items[further + 1]
        return "document number" if name.kind == "word" and not name.has("unit", "pct") else None
    return None


def not_a_figure(items: list[Item], number: NumberExpr, *, line_start: bool, has_unit: bool) -> str | None:
    """Say why a number that is no part of a name is still no figure, or return None.

    Parameters
    ----------
    items : list of Item
        The text.
    number : NumberExpr
        What was read.
    line_start : bool
        Whether the number opens its line.
    has_unit : bool
        Whether a unit or per cent sign follows it.

    Returns
    -------
    str or None
        The reason, for the reader of the result.
    """
    first, last = number.first, number.last
    digits = number.raw.replace(".", "").replace(",", "")
    if len(digits) > 15 or (len(digits) > 3 and digits.startswith("0") and number.decimals == 0):
        return "too long for a figure"
    if _duration(items, last):
        return "duration or age"
    if _text(items, first - 1) == "per":
        return "what a rate is per"
    if has_unit:
        return None
    before = items[first - 1] if first else None
    if line_start and _text(items, last) in (".", ")", "/"):
        return "number of a heading"
    if (
        before is not None
        and before.text == "("
        and _text(items, last) == ")"
        and number.decimals == 0
        and len(digits) < 3
    ):
        return "number of a list"
    if before is not None and before.has("hedge") and first > 1 and items[first - 2].value("class") == "people":
        return "duration or age"
    if before is not None and before.has("both"):
        return "all of a known number"
    if before is not None and before.has("label") and not before.has("unit"):
        return f"label: {before.text}"
    if _text(items, last) in _NOT_UNITS:
        return "counts parts of the text"
    return None


def _duration(items: list[Item], last: int) -> bool:
    at = last + 1 if _text(items, last) in _DASHES and glued(items, last) else last
    if at >= len(items) or not items[at].has("duration"):
        return False
    return not items[at].has("unit") or items[at].value("duration") == "year"
