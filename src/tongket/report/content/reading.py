"""What a reader can ask of a number: the card of each figure."""

from __future__ import annotations

from collections.abc import Iterable

from tongket.count.context import CountContext
from tongket.count.definitions import definition_toml
from tongket.count.derived import Derived
from tongket.count.derived_trace import derivation_toml
from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.text import Language
from tongket.report import numbers
from tongket.report.cards import Cards, FigureCard, HistoryRow
from tongket.report.content import phrases
from tongket.report.content.annexes import is_money, is_share
from tongket.report.content.inputs import Inputs


def cards_of(figures: Iterable[Figure], inputs: Inputs, context: CountContext) -> Cards:
    """Return a card for each figure a report prints."""
    histories = _histories(inputs)
    derived = {each.figure.id: each for each in inputs.derived}
    return {
        figure.id: _derived_card(derived[figure.id], inputs.language)
        if figure.id in derived
        else _card(figure, inputs, context, histories.get(figure.id, ()))
        for figure in figures
    }


def _derived_card(derived: Derived, language: Language) -> FigureCard:
    """Return the card of a figure that a method made: its definition is the derivation."""
    figure, derivation = derived.figure, derived.derivation
    text, interval = numbers.state_word(figure, language).text if figure.value is None else "", ""
    if figure.value is not None:
        whole = figure.value == int(figure.value) and not derivation.share
        number = (
            numbers.share(figure, language)
            if derivation.share
            else numbers.number(figure, language, decimals=0 if whole else 2)
        )
        text = number.text if derivation.share else f"{number.text} {derivation.unit.in_language(language)}".strip()
    if figure.value is not None and figure.lower is not None and figure.upper is not None:
        low, high = numbers.bounds(figure, language, decimals=1, per_cent=derivation.share)
        interval = f"{low.text}–{high.text}"
    return FigureCard(
        figure=figure,
        label=derivation.label.in_language(language),
        definition=derivation_toml(derivation),
        text=text,
        interval=interval,
        note=derivation.method.in_language(language),
    )


def _card(figure: Figure, inputs: Inputs, context: CountContext, history: tuple[HistoryRow, ...]) -> FigureCard:
    language = inputs.language
    indicator = context.indicators[figure.indicator]
    return FigureCard(
        figure=figure,
        label=_label(figure, indicator, inputs, context),
        definition=definition_toml(indicator),
        text=_value(figure, indicator, language),
        interval=_interval(figure, indicator, language),
        note=indicator.note.in_language(language) if indicator.note is not None else "",
        history=history,
    )


def _label(figure: Figure, indicator: Indicator, inputs: Inputs, context: CountContext) -> str:
    language = inputs.language
    parts = [indicator.label.in_language(language)]
    if figure.area != "*":
        code = figure.area.partition("@")[0]
        name = next((area.name for area in inputs.areas if area.code == code), None)
        parts.append(name.in_language(language) if name is not None else code)
    parts += [code for dimension, code in figure.by if dimension != "month"]
    parts.append(_period_name(figure, inputs, context))
    return ", ".join(parts)


def _period_name(figure: Figure, inputs: Inputs, context: CountContext) -> str:
    from tongket.model.periods import parse_period

    month = dict(figure.by).get("month")
    return parse_period(month or figure.period, dict(context.calendars)).label(inputs.language)


def _value(figure: Figure, indicator: Indicator, language: Language) -> str:
    if figure.state is not State.VALUE:
        return numbers.state_word(figure, language).text
    if is_share(indicator):
        return phrases.share(figure, language).text
    if is_money(indicator):
        return numbers.money(figure, language).text
    return f"{numbers.number(figure, language).text} {indicator.unit.in_language(language)}"


def _interval(figure: Figure, indicator: Indicator, language: Language) -> str:
    if figure.state is not State.VALUE or figure.lower is None or figure.upper is None:
        return ""
    share = indicator.measure is Measure.SHARE
    low, high = numbers.bounds(figure, language, decimals=1, per_cent=share)
    return f"{low.text}–{high.text}"


def _histories(inputs: Inputs) -> dict[str, tuple[HistoryRow, ...]]:
    """Return what was first reported, for the figures that are set against it."""
    found: dict[str, tuple[HistoryRow, ...]] = {}
    language = inputs.language
    for correction in inputs.corrections:
        if correction.before.state is not State.VALUE or correction.after.state is not State.VALUE:
            continue
        before, after = (numbers.number(each, language).text for each in (correction.before, correction.after))
        causes = "; ".join(f"{cause.in_language(language)} {amount:+}" for cause, amount in correction.causes if amount)
        earlier, now = correction.earlier, inputs.seal
        found[correction.after.id] = (
            HistoryRow(earlier.digest, earlier.as_of, earlier.status.value, before),
            HistoryRow(now.digest, now.as_of, now.status.value, after, causes),
        )
    return found
