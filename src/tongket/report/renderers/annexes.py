"""Annexes every paged report carries: the data behind its pictures, and the list of all its figures."""

from __future__ import annotations

from dataclasses import replace

from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.periods import day_text
from tongket.model.text import Language
from tongket.report.cards import Cards, FigureCard
from tongket.report.document import (
    Annex,
    ChartBlock,
    Column,
    Document,
    Paragraph,
    Row,
    SealFacts,
    Table,
    all_blocks,
    figures_of,
)
from tongket.report.renderers.numbering import Numbering
from tongket.report.renderers.words import status_word, word
from tongket.report.spans import Fixed, Line, line

# A Fixed span with this reason is a figure's id in the list of figures: numbers in the text lead to it.
ANCHOR = "figure id"


def check_cards(document: Document, cards: Cards) -> None:
    """Raise FigureError when a figure of the document has no card: its number could not be traced."""
    for figure in figures_of(document):
        if figure.id not in cards:
            raise FigureError(
                f"Figure {figure.id} ({figure.indicator}, {figure.period}): every printed figure needs its card;"
                " got none. Give render() a FigureCard for it."
            )


def all_annexes(document: Document, cards: Cards) -> tuple[Annex, ...]:
    """Return the document's annexes, then the data of its pictures, then the list of its figures."""
    check_cards(document, cards)
    charts = tuple(block for block in all_blocks(document) if isinstance(block, ChartBlock))
    added = (_chart_annex(charts, document.language),) if charts else ()
    return (*document.annexes, *added, _figure_annex(document, cards))


def _chart_annex(charts: tuple[ChartBlock, ...], language: Language) -> Annex:
    numbering = Numbering(language)
    tables = []
    for chart in charts:
        name = f"{word('data_of', language)} {_lower_first(numbering.caption(chart))}: "
        caption = line(Fixed(name, "chart number"), chart.data.caption or chart.caption)
        tables.append(replace(chart.data, caption=caption, compact=True))
    return Annex(line(word("chart_data", language)), tuple(tables))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _figure_annex(document: Document, cards: Cards) -> Annex:
    language = document.language
    blocks = (
        _seal_table(document.seals, language),
        Paragraph(line(word("figure_list_lead", language))),
        _figure_table(figures_of(document), cards, document),
    )
    return Annex(line(word("figure_list", language)), blocks)


def _fixed(text: str, reason: str) -> Line:
    return (Fixed(text, reason),) if text else ()


def _columns(language: Language, *heads: tuple[str, float, bool]) -> tuple[Column, ...]:
    return tuple(Column(_fixed(word(key, language), "head"), numeric, width) for key, width, numeric in heads)


def _seal_table(seals: tuple[SealFacts, ...], language: Language) -> Table:
    heads = (
        ("seal", 1.0, False),
        ("digest", 4.4, False),
        ("as_of", 1.4, False),
        ("status", 1.2, False),
        ("program", 1.2, False),
    )
    rows = tuple(
        Row(
            (
                _fixed(str(place), "seal number"),
                _fixed(_grouped(seal.digest), "seal"),
                _fixed(day_text(seal.as_of, language), "date"),
                _fixed(status_word(seal.status, language), "status"),
                _fixed(seal.code_version, "version"),
            )
        )
        for place, seal in enumerate(seals, start=1)
    )
    return Table(line(word("seals", language)), _columns(language, *heads), rows)


def _grouped(digest: str) -> str:
    """Write a digest in groups of sixteen, so that it breaks in a column."""
    return " ".join(digest[start : start + 16] for start in range(0, len(digest), 16))


def _figure_table(figures: tuple[Figure, ...], cards: Cards, document: Document) -> Table:
    language = document.language
    seals = {seal.digest: str(place) for place, seal in enumerate(document.seals, start=1)}
    heads = (
        ("id", 2.6, False),
        ("label", 8.4, False),
        ("value", 2.2, True),
        ("interval", 2.5, True),
        ("seal", 0.8, False),
    )
    rows = tuple(_figure_row(cards[figure.id], seals) for figure in figures)
    columns = _columns(language, *heads)
    return Table(line(word("figure_list", language).capitalize()), columns, rows, compact=True)


def _figure_row(card: FigureCard, seals: dict[str, str]) -> Row:
    """Return one figure; the label ends with the period, so that the list needs no column for it."""
    figure = card.figure
    seal = seals.get(figure.seal, figure.seal[:12])
    cells = (card.label, card.text, card.interval or "–", seal)
    return Row((_fixed(figure.id, ANCHOR), *(_fixed(text, "list of figures") for text in cells)))
