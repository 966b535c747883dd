"""The card behind each number of the HTML report: a dialog that opens without script."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from tongket.model.figures import Comparison
from tongket.model.periods import day_text
from tongket.model.text import Language, format_number
from tongket.report.cards import Cards, FigureCard, HistoryRow
from tongket.report.document import Document, figures_of
from tongket.report.renderers.words import status_word, word
from tongket.report.spans import Cited, Derived

# What a comparison does not have is shown by a dash, as in a printed table.
ABSENT = "–"


def cards_html(document: Document, cards: Cards, others: Iterable[Derived | Cited]) -> str:
    """Return the cards of every figure of a document in order of first appearance, then those of other numbers."""
    language = document.language
    items = "".join(card_html(cards[figure.id], language) for figure in figures_of(document))
    items += "".join(_other_html(span, place, cards, language) for place, span in enumerate(others, start=1))
    return (
        f'<section class="cards" aria-label="{escape(word("cards", language))}">'
        f'<h2 id="cards">{escape(word("cards", language))}</h2><p>{escape(word("tap", language))}</p>{items}</section>'
    )


def card_html(card: FigureCard, language: Language) -> str:
    """Return one card: value, definition, provenance, comparisons, history."""
    figure = card.figure
    parts = [
        f'<article class="card" id="{figure.id}" tabindex="-1" role="dialog" aria-label="{escape(card.label)}">',
        f'<h3>{escape(card.label)}</h3><p class="big">{escape(card.text)}</p>',
        f'<a class="x" href="#_">{escape(word("close", language))}</a>',
        _facts(card, language),
        _comparisons(card, language) if figure.comparisons else "",
        _history(card.history, language) if card.history else "",
        f"<details><summary>{escape(word('query', language))}</summary><pre>{escape(card.query)}</pre></details>"
        if card.query
        else "",
        "</article>",
    ]
    return "".join(parts)


def _other_html(span: Derived | Cited, place: int, cards: Cards, language: Language) -> str:
    """Return the card of a number that is no figure of its own: how it was reckoned, or where it stands."""
    if isinstance(span, Derived):
        label = span.method
        rests = "".join(
            f'<li><a href="#{figure.id}">{escape(cards[figure.id].label)}: {escape(cards[figure.id].text)}</a></li>'
            for figure in span.figures
        )
        told = f"<h4>{escape(word('bound_to', language))}</h4><ul>{rests}</ul>"
    else:
        label = span.label
        source = f"{escape(span.kind)} {escape(span.reference)}"
        told = f"<dl><dt>{escape(word('source', language))}</dt><dd>{source}</dd></dl>"
    return (
        f'<article class="card" id="other{place}" tabindex="-1" role="dialog" aria-label="{escape(label)}">'
        f'<h3>{escape(label)}</h3><p class="big">{escape(span.text)}</p>'
        f'<a class="x" href="#_">{escape(word("close", language))}</a>{told}</article>'
    )


def _facts(card: FigureCard, language: Language) -> str:
    figure = card.figure
    area = word("whole", language) if figure.area == "*" else figure.area
    by = ", ".join(f"{dimension} = {code}" for dimension, code in figure.by)
    facts = [
        ("definition", card.definition),
        ("note", card.note),
        ("days", f"{day_text(figure.start, language)} – {day_text(figure.end, language)} ({figure.period})"),
        ("area", area + (f"; {by}" if by else "")),
        ("numerator", _exact(figure.numerator, language)),
        ("denominator", _exact(figure.denominator, language)),
        ("interval", card.interval),
        ("status", status_word(figure.status, language)),
        ("seal", figure.seal),
        ("version", f"{figure.indicator} v{figure.version}; tongket {figure.code_version}"),
        ("id", figure.id),
    ]
    rows = "".join(f"<dt>{escape(word(key, language))}</dt><dd>{escape(text)}</dd>" for key, text in facts if text)
    restated = f"<p>{escape(word('restated', language))}</p>" if figure.restated else ""
    return f"<dl>{rows}</dl>{restated}"


def _exact(number: int | Decimal | None, language: Language) -> str:
    """Print a numerator or denominator with the decimals it has."""
    if number is None:
        return ""
    exact = Decimal(number)
    places = -int(exact.normalize().as_tuple().exponent)
    return format_number(exact, language, max(places, 0))


def _comparisons(card: FigureCard, language: Language) -> str:
    heads = ("against", "value", "difference", "percent", "interval")
    rows = "".join(_comparison(change, card, language) for change in card.figure.comparisons)
    return f"<h4>{escape(word('comparisons', language))}</h4>{_table(heads, rows, language)}"


def _comparison(change: Comparison, card: FigureCard, language: Language) -> str:
    # a card that prints its value in per cent prints differences in percentage points
    share = "%" in card.text
    scale = 100 if share else 1
    decimals = 2 if share or isinstance(card.figure.value, Decimal) else 0
    points = f" {word('points', language)}" if share else ""
    cells = (
        change.against,
        _number(change.value, language, scale, decimals, "%" if share else ""),
        _number(change.difference, language, scale, decimals, points, signed=True),
        _number(change.percent, language, 1, 2, "%", signed=True),
        _between(change, language, share),
    )
    sentence = change.sentence_vi if language == "vi" else change.sentence_en
    told = f'<tr><td colspan="{len(cells)}">{escape(sentence)}</td></tr>' if sentence else ""
    return _row(cells) + told


def _between(change: Comparison, language: Language, share: bool) -> str:
    if change.lower is None or change.upper is None:
        return ABSENT
    # of a share the interval is in points already, though its difference is a fraction of 1
    unit = f" {word('points', language)}" if share else "%"
    low, high = (_number(end, language, 1, 1, "", signed=True) for end in (change.lower, change.upper))
    return f"{low} … {high}{unit}"


def _number(
    value: int | float | Decimal | None, language: Language, scale: int, decimals: int, unit: str, signed: bool = False
) -> str:
    if value is None:
        return ABSENT
    text = format_number(Decimal(str(value)) * scale, language, decimals)
    return ("+" if signed and value > 0 else "") + text + unit


def _history(rows: tuple[HistoryRow, ...], language: Language) -> str:
    heads = ("as_of", "value", "status", "cause", "seal")
    body = "".join(
        _row((day_text(row.as_of, language), row.text, status_word(row.status, language), row.cause, row.seal[:12]))
        for row in rows
    )
    return f"<h4>{escape(word('history', language))}</h4>{_table(heads, body, language)}"


def _table(heads: tuple[str, ...], body: str, language: Language) -> str:
    head = "".join(f'<th scope="col">{escape(word(key, language))}</th>' for key in heads)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in cells) + "</tr>"
