"""Small pieces of sentences in both languages, each bound to its figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tongket.model.figures import Comparison, Figure, State
from tongket.model.periods import Period, span_label
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.spans import Cited, Fixed, Line, NoteRef, Number, Span, line

_DIGITS = re.compile(r"\d[\d.,/:%-]*")
_HALF_OR_QUARTER = re.compile(r":(?P<year>\d{4})-(?P<part>[HQ][1-4])$")
_PARTS = {
    "H1": "the first half of",
    "H2": "the second half of",
    "Q1": "the first quarter of",
    "Q2": "the second quarter of",
    "Q3": "the third quarter of",
    "Q4": "the fourth quarter of",
}
_SMALL = 10  # bulletins of the ministry write counts below ten with a leading zero


def said(language: Language, vi: str, en: str) -> str:
    """Return the words of the language of the report."""
    return vi if language == "vi" else en


def is_span(period: Period) -> bool:
    """Tell whether a period is two days rather than a named part of a calendar."""
    return ".." in period.id


def period_name(period: Period, language: Language) -> Fixed:
    """Return the name of a period within a sentence: "năm 2022", "the first half of 2022"."""
    found = _HALF_OR_QUARTER.search(period.id)
    if language == "en" and found is not None:
        return Fixed(f"{_PARTS[found['part']]} {found['year']}", "period name")
    return Fixed(period.label(language), "period name")


def in_period(period: Period, language: Language) -> Line:
    """Return the opening of a sentence: "Năm 2022", "In 2022", "From 1 June 2022 to 31 August 2022"."""
    if language == "vi":
        return line(Fixed(capital(period.label("vi")), "period name"))
    return line("From " if is_span(period) else "In ", period_name(period, "en"))


def period_days(period: Period, language: Language) -> Fixed:
    """Return the first and last day of a period."""
    return Fixed(span_label(period, language), "days of a period")


def capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the text with its first letter in lower case, unless it begins with an abbreviation."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def fixed_digits(text: str, reason: str) -> Line:
    """Return words whose digits are no measurement, each run of digits fixed with its reason."""
    return _split(text, lambda run: Fixed(run, reason))


def cited_digits(text: str, kind: str, reference: str, label: str) -> Line:
    """Return words whose digits stand in a register or a text of the office, each run cited."""
    return _split(text, lambda run: Cited(run, kind, reference, label))


def _split(text: str, wrap: object) -> Line:
    parts: list[str | Span] = []
    at = 0
    for found in _DIGITS.finditer(text):
        run = found[0].rstrip(".,/:-")
        parts += [text[at : found.start()], wrap(run)]  # type: ignore[operator]
        at = found.start() + len(run)
    parts.append(text[at:])
    return line(*(part for part in parts if part != ""))


def listed(items: Sequence[Line], language: Language) -> Line:
    """Join phrases as a list within a sentence: "a, b và c"."""
    if len(items) < 2:
        return items[0] if items else ()
    parts: list[str | Span | Line] = []
    for i, item in enumerate(items):
        if i:
            parts.append(said(language, " và ", " and ") if i == len(items) - 1 else ", ")
        parts.append(item)
    return line(*parts)


def joined(items: Sequence[Line], separator: str = ", ") -> Line:
    """Join phrases with a separator."""
    parts: list[str | Span | Line] = []
    for i, item in enumerate(items):
        parts += [separator, item] if i else [item]
    return line(*parts)


def bullets(items: Sequence[Line]) -> tuple[Line, ...]:
    """Close the items of a list as official papers do: semicolons, and a full stop after the last."""
    last = len(items) - 1
    return tuple(line(item, "." if place == last else ";") for place, item in enumerate(items))


def count(figure: Figure, language: Language) -> Number:
    """Print a count within a sentence; in Vietnamese small ones carry a zero: "09 vụ"."""
    return numbers.number(figure, language, pad=_padded(figure.value, language))


def part(figure: Figure, language: Language) -> Number:
    """Print the numerator of a share within a sentence."""
    return numbers.numerator(figure, language, pad=_padded(figure.numerator, language))


def whole(figure: Figure, language: Language) -> Number:
    """Print the denominator of a share within a sentence."""
    return numbers.denominator(figure, language, pad=_padded(figure.denominator, language))


def _padded(value: int | Decimal | None, language: Language) -> bool:
    return language == "vi" and value is not None and value != 0 and -_SMALL < value < _SMALL


def share(figure: Figure, language: Language) -> Number:
    """Print a share in per cent with one decimal; a whole per cent without: 89,9%, 100%."""
    return numbers.share(figure, language, decimals=share_decimals(Decimal(figure.value or 0)))


def share_decimals(value: Decimal) -> int:
    """Return how many decimals a share needs: none for whole per cents, two where one would say 0 % or 100 %."""
    percent = 100 * value
    if percent == percent.to_integral_value():
        return 0
    return 2 if numbers.round_half_up(percent, 1) in (0, 100) else 1


def comparison_with(figure: Figure, other: Period | None) -> Comparison | None:
    """Return the comparison with a period if both have a value."""
    if other is None or figure.state is not State.VALUE:
        return None
    found = next((c for c in figure.comparisons if c.against == other.id), None)
    return found if found is not None and found.value is not None and found.difference is not None else None


def against(other: Period, language: Language) -> Line:
    """Return " so với năm 2021", " on 2021"."""
    return line(said(language, " so với ", " on "), period_name(other, language))


def size_of_change(
    figure: Figure, other: Period, language: Language, *, unit: str = "", rate: bool = True
) -> Line | None:
    """Say how a count changed: "giảm 32 vụ (−5,3%)", "down 32 (−5.3%)"; None when there is nothing to compare.

    Without `rate`, or where the base is a small number, the per cent is left out.
    """
    change = comparison_with(figure, other)
    if change is None:
        return None
    if change.difference == 0:
        return line(said(language, "không đổi", "unchanged"))
    pad = _padded(change.difference, language)
    noun = f" {unit}" if unit else ""
    size = numbers.difference(figure, other.id, language, pad=pad)
    words = line(_verb(change, language), " ", size, noun)
    if change.percent is None or not rate:
        return words
    return line(words, " ", numbers.percent_in_brackets(figure, other.id, language, decimals=1))


def change_of_count(figure: Figure, other: Period | None, language: Language, *, unit: str = "") -> Line | None:
    """Say how a count changed and on what: "giảm 32 vụ (−5,3%) so với năm 2021"."""
    if other is None or (size := size_of_change(figure, other, language, unit=unit)) is None:
        return None
    return line(size, against(other, language))


def change_in_percent(figure: Figure, other: Period, language: Language) -> Line | None:
    """Say how a count changed, in per cent first: "giảm 5,3% so với năm 2021"; in number when the base is small."""
    change = comparison_with(figure, other)
    if change is None or change.percent is None or change.difference == 0:
        return change_of_count(figure, other, language, unit=said(language, "vụ", ""))
    rate = numbers.percent(figure, other.id, language, decimals=1)
    return line(_verb(change, language), " ", rate, against(other, language))


def change_in_points(figure: Figure, other: Period | None, language: Language) -> Line | None:
    """Say how a share changed: "giảm 1,2 điểm phần trăm so với năm 2021"."""
    change = comparison_with(figure, other)
    if change is None or other is None or change.difference is None:
        return None
    if numbers.round_half_up(100 * Decimal(change.difference), 1) == 0:
        return line(said(language, "tương đương ", "much the same as in "), period_name(other, language))
    size = numbers.points(figure, other.id, language, decimals=1)
    unit = said(language, " điểm phần trăm", " percentage points")
    return line(_verb(change, language), " ", size, unit, against(other, language))


def _verb(change: Comparison, language: Language) -> str:
    rises = change.difference is not None and change.difference > 0
    return said(language, "tăng" if rises else "giảm", "up" if rises else "down")


def chance_note(figure: Figure, others: Iterable[Period | None], language: Language) -> Line:
    """Return a note that says, for each comparison, what chance could do; empty when there is nothing to say."""
    parts: list[str | Span | Line] = []
    for other in others:
        change = comparison_with(figure, other)
        if change is None:
            continue
        sentence = change.sentence_vi if language == "vi" else change.sentence_en
        parts += [" ", cited_digits(sentence, "comparison", figure.id, _CHANCE_LABEL.in_language(language))]
    return line(NoteRef(line(*parts[1:]))) if parts else ()


_CHANCE_LABEL = Text(
    "Câu so sánh đi kèm số liệu: chênh lệch, khoảng tin cậy và khả năng do ngẫu nhiên.",
    "The comparison that goes with the figure: difference, interval and chance.",
)


def with_changes(head: Line, changes: Sequence[Line | None], language: Language, end: str = ".") -> Line:
    """Add changes to the head of a sentence: "…, giảm 5,3% so với năm 2021 và giảm 46,2% so với năm 2019."."""
    known = [change for change in changes if change is not None]
    return line(head, ", ", listed(known, language), end) if known else line(head, end)


def plain_count(value: int, language: Language) -> str:
    """Write a count that is reckoned, not a figure's own, as `count` does."""
    text = format_number(value, language)
    return f"0{text}" if _padded(value, language) else text


def head_width(label: str) -> float:
    """Return the width of a column of numbers whose head must not be broken within a word."""
    return max(0.9, max(map(len, label.split())) / 7)
