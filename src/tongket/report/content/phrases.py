"""Small pieces of sentences in both languages, each bound to its figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tongket.model.figures import Comparison, Figure, State
from tongket.model.periods import Period, span_label
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.spans import Cited, Fixed, Line, NoteRef, Span, line

_DIGITS = re.compile(r"\d[\d.,/:%-]*")


def said(language: Language, vi: str, en: str) -> str:
    """Return the words of the language of the report."""
    return vi if language == "vi" else en


def period_name(period: Period, language: Language) -> Fixed:
    """Return the name of a period: "năm 2022", "2022"."""
    return Fixed(period.label(language), "period name")


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


def semicolons(items: Sequence[Line]) -> Line:
    """Join longer phrases with semicolons."""
    return joined(items, "; ")


def comparison_with(figure: Figure, other: Period | None) -> Comparison | None:
    """Return the comparison with a period if both have a value."""
    if other is None or figure.state is not State.VALUE:
        return None
    found = next((c for c in figure.comparisons if c.against == other.id), None)
    return found if found is not None and found.value is not None and found.difference is not None else None


def change_of_count(figure: Figure, other: Period, language: Language, *, unit: str = "") -> Line | None:
    """Say how a count changed: "giảm 32 vụ (5,3%) so với năm 2021"; None when there is nothing to say."""
    change = comparison_with(figure, other)
    if change is None:
        return None
    against = line(said(language, " so với ", " on "), period_name(other, language))
    if change.difference == 0:
        return line(said(language, "không thay đổi", "unchanged"), against)
    verb = _verb(change, language)
    size = numbers.difference(figure, other.id, language)
    noun = f" {unit}" if unit else ""
    if change.percent is None:
        return line(verb, " ", size, noun, against)
    return line(verb, " ", size, noun, " (", numbers.percent(figure, other.id, language, decimals=1), ")", against)


def change_in_percent(figure: Figure, other: Period, language: Language) -> Line | None:
    """Say how a count changed, in per cent first: "giảm 5,3% so với năm 2021"; in number when the base is small."""
    change = comparison_with(figure, other)
    if change is None or change.percent is None or change.difference == 0:
        return change_of_count(figure, other, language)
    rate = numbers.percent(figure, other.id, language, decimals=1)
    return line(_verb(change, language), " ", rate, said(language, " so với ", " on "), period_name(other, language))


def change_in_points(figure: Figure, other: Period, language: Language) -> Line | None:
    """Say how a share changed: "giảm 1,25 điểm phần trăm so với năm 2021"."""
    change = comparison_with(figure, other)
    if change is None:
        return None
    against = line(said(language, " so với ", " on "), period_name(other, language))
    if change.difference == 0:
        return line(said(language, "không thay đổi", "unchanged"), against)
    size = numbers.points(figure, other.id, language)
    unit = said(language, " điểm phần trăm", " percentage points")
    return line(_verb(change, language), " ", size, unit, against)


def _verb(change: Comparison, language: Language) -> str:
    rises = change.difference is not None and change.difference > 0
    return said(language, "tăng" if rises else "giảm", "up" if rises else "down")


def chance_note(figure: Figure, others: Iterable[Period], language: Language) -> Line:
    """Return a note that says, for each comparison, what chance could do; empty when there is nothing to say."""
    parts: list[str | Span | Line] = []
    for other in others:
        change = comparison_with(figure, other)
        if change is None:
            continue
        sentence = change.sentence_vi if language == "vi" else change.sentence_en
        parts += [" ", cited_digits(sentence, "comparison", figure.id, _chance_label(language))]
    return line(NoteRef(line(*parts[1:]))) if parts else ()


def _chance_label(language: Language) -> str:
    return Text(
        "Câu so sánh đi kèm số liệu: chênh lệch, khoảng tin cậy và khả năng do ngẫu nhiên.",
        "The comparison that goes with the figure: difference, interval and chance.",
    ).in_language(language)


def sentence(*parts: str | Span | Line | None) -> Line:
    """Join the parts of a sentence; a part that is None is left out."""
    return line(*(part for part in parts if part is not None))


def with_changes(head: Line, changes: Sequence[Line | None], language: Language, end: str = ".") -> Line:
    """Add changes to the head of a sentence: "…, giảm 5,3% so với năm 2021 và giảm 46,2% so với năm 2019."."""
    known = [change for change in changes if change is not None]
    return line(head, ", ", listed(known, language), end) if known else line(head, end)


def area_words(is_city: bool, language: Language) -> str:
    """Return how the report names its place within a sentence."""
    if is_city:
        return said(language, "trên địa bàn thành phố", "in the city")
    return said(language, "trên địa bàn", "in the area covered")
