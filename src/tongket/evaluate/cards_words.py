"""Numbers, days and places as the sentences of a card write them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date

from tongket.count.sentences import half_up, percent_text
from tongket.evaluate.cards_effects import Effect
from tongket.evaluate.series_study import Study
from tongket.model import periods
from tongket.model.campaign_terms import Versus
from tongket.model.periods import Period, span_label
from tongket.model.text import LANGUAGES, Language, Text, format_number

WHOLE_CITY = Text("toàn địa bàn", "the whole city")


def both(write: Callable[[Language], str]) -> Text:
    """Return a text that a function writes in each language."""
    vi, en = (write(language) for language in LANGUAGES)
    return Text(vi, en)


def number(value: float, language: Language) -> str:
    """Write a count, rounded half up."""
    return format_number(half_up(value), language)


def percent(value: float, language: Language, *, signed: bool = True) -> str:
    """Write a whole per cent; more than can be said in per cent is written as a sign."""
    if not math.isfinite(value):
        return "+∞" if value > 0 else "–"
    return percent_text(value, language, 0, signed=signed)


def interval(effect: Effect, language: Language) -> str:
    """Write the interval of an effect with its level."""
    low, high = percent(effect.lower, language), percent(effect.upper, language)
    level = percent(100 * effect.level, language, signed=False)
    if language == "vi":
        return f"khoảng tin cậy {level}: {low} đến {high}"
    return f"{level} interval {low} to {high}"


def cases_en(n: int) -> str:
    """Write a number of cases in English."""
    return f"{format_number(n, 'en')} case{'' if n == 1 else 's'}"


def days_text(first: date, last: date) -> Text:
    """Write two days as a stretch of time."""
    period = Period(first, last, f"{first}..{last}")
    return Text(span_label(period, "vi"), span_label(period, "en"))


def day_text(day: date) -> Text:
    """Write one day."""
    return Text(periods.day_text(day, "vi"), periods.day_text(day, "en"))


def joined(parts: Iterable[Text], *, last: Text | None = None) -> Text:
    """Join names by commas, the last one by a word."""
    found = list(parts)
    word = last or Text("và", "and")

    def write(language: Language) -> str:
        texts = [each.in_language(language) for each in found]
        head, end = ", ".join(texts[:-1]), texts[-1]
        return f"{head} {word.in_language(language)} {end}" if head else end

    return both(write)


def begun_small(text: str) -> str:
    """Return a phrase with a small first letter, unless it is an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def lower_first(text: Text) -> Text:
    """Return a text that begins small, for the middle of a sentence; English names stay as they are."""
    return Text(text.vi[:1].lower() + text.vi[1:], text.en)


def place_of(study: Study) -> Text:
    """Name where a campaign runs."""
    zones = study.zones
    if not zones.treated:
        return WHOLE_CITY
    return joined(lower_first(zones.names[code]) for code in zones.treated)


def compared_with(study: Study, effect: Effect | None = None) -> Text:
    """Name what the outcome is compared with."""
    versus = study.compared.versus
    if effect is not None and effect.comparison is None:
        return Text("những ngày liền trước", "the days just before")
    if versus is Versus.REST:
        return Text("các địa bàn còn lại", "all other areas")
    if versus is Versus.AREAS:
        return joined(lower_first(study.zones.names[code]) for code in study.zones.comparison)
    if versus is Versus.OTHERS:
        return Text("các tội danh không thuộc chuyên đề", "the offences it does not target")
    if versus is Versus.OFFENCES:
        codes = ", ".join(study.compared.codes)
        return Text(f"các tội danh điều {codes}", f"the offences {codes}")
    n = len(effect.years) - 1 if effect is not None and effect.years else study.compared.years
    return Text(f"cùng các tuần này của {n} năm trước", f"the same weeks of {n} earlier year{'s' if n != 1 else ''}")
