"""Turn a document into plain lists and dictionaries, numbered and in order, for the typesetter."""

from __future__ import annotations

from typing import Any

from tongket.report.cards import Cards
from tongket.report.document import (
    Annex,
    Block,
    BulletList,
    ChartBlock,
    Document,
    Heading,
    NoteBlock,
    PageBreak,
    Paragraph,
    Table,
)
from tongket.report.renderers import front
from tongket.report.renderers.annexes import ANCHOR, all_annexes
from tongket.report.renderers.numbering import Numbering, roman
from tongket.report.renderers.pictures import width_on_page
from tongket.report.renderers.words import word
from tongket.report.spans import Bold, Fixed, Italic, Line, NoteRef, Number, Span, StateWord, plain

Tree = dict[str, Any]

# A4 less the margins of 30 and 15 mm that Appendix I allows.
TEXT_WIDTH_MM = 165.0


def document_tree(document: Document, cards: Cards) -> Tree:
    """Return everything the typesetter needs; text stays text, so that no sign in it can be taken for markup."""
    writer = _Writer(document)
    blocks = writer.blocks(document.blocks)
    annexes = [writer.annex(annex, place) for place, annex in enumerate(all_annexes(document, cards), start=1)]
    head, signature, language = document.letterhead, document.signature, document.language
    return {
        "language": language,
        "kind": document.kind,
        "title": document.title_text,
        "issuer": head.issuer,
        "parent": head.parent,
        "nation": list(head.nation or ()),
        "number": front.number_line(head, language),
        "place_date": front.date_line(head, language),
        "day": _day(document),
        "addressees": list(front.addressee_lines(document)),
        "recipients_label": word("recipients", language),
        "recipients": list(front.recipient_lines(document)),
        "signature": [signature.authority, signature.post, signature.name or word("name", language)]
        if signature
        else [],
        "classification": document.classification or "",
        "watermark": document.watermark or "",
        "synthetic": word("synthetic", language) if document.synthetic else "",
        "blocks": blocks,
        "annexes": annexes,
    }


def _day(document: Document) -> list[int]:
    """Return the day the file carries: its own date, else the cut-off of its seal; never the clock's."""
    day = document.letterhead.day or document.seal.as_of
    return [day.year, day.month, day.day]


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbering = Numbering(document.language)

    def blocks(self, blocks: tuple[Block, ...]) -> list[Tree]:
        return [self.block(block) for block in blocks]

    def annex(self, annex: Annex, place: int) -> Tree:
        self.numbering.restart_headings()
        language = self.document.language
        return {
            "number": f"{word('annex', language)} {roman(place)}",
            "title": self.line(annex.title),
            "outline": f"{word('annex', language)} {roman(place)}. {plain(annex.title)}",
            "attached": f"({word('attached', language).format(document=front.reference(self.document))})",
            "blocks": self.blocks(annex.blocks),
        }

    def block(self, block: Block) -> Tree:
        if isinstance(block, Heading):
            number, depth = self.numbering.heading(block), self.numbering.depth(block)
            return {
                "type": "heading",
                "level": block.level,
                "depth": depth,
                "number": number,
                "spans": self.line(block.text),
            }
        if isinstance(block, Paragraph):
            return {"type": "paragraph", "spans": self.line(block.spans)}
        if isinstance(block, BulletList):
            return {"type": "list", "items": [self.line(item) for item in block.items]}
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, ChartBlock):
            return self.picture(block)
        if isinstance(block, NoteBlock):
            return {
                "type": "note",
                "label": block.label,
                "paragraphs": [self.line(spans) for spans in block.paragraphs],
            }
        assert isinstance(block, PageBreak)
        return {"type": "page_break"}

    def table(self, table: Table) -> Tree:
        return {
            "type": "table",
            "number": self.numbering.caption(table),
            "caption": self.line(table.caption),
            "columns": [
                {"label": self.line(column.label), "numeric": column.numeric, "width": column.width}
                for column in table.columns
            ],
            "groups": [{"label": self.line(label), "span": span} for label, span in table.groups],
            "rows": [{"kind": row.kind, "cells": [self.line(cell) for cell in row.cells]} for row in table.rows],
            "notes": [self.line(note) for note in table.notes],
            "compact": table.compact,
            "short": table.is_short,
        }

    def picture(self, chart: ChartBlock) -> Tree:
        return {
            "type": "picture",
            "number": self.numbering.caption(chart),
            "caption": self.line(chart.caption),
            "svg": chart.svg,
            "width": width_on_page(chart, TEXT_WIDTH_MM),
            "alt": plain(chart.alt),
            "notes": [self.line(note) for note in chart.notes],
        }

    def line(self, spans: Line) -> list[Tree]:
        return [self.span(span) for span in spans]

    def span(self, span: Span) -> Tree:
        if isinstance(span, Bold | Italic):
            return {"type": "bold" if isinstance(span, Bold) else "italic", "spans": self.line(span.spans)}
        if isinstance(span, NoteRef):
            number, first = self.numbering.note(span.note)
            return {"type": "note_ref", "number": number, "first": first, "spans": self.line(span.note)}
        if isinstance(span, Number | StateWord):
            return {"type": "number", "text": span.text, "figure": span.figure.id}
        if isinstance(span, Fixed) and span.reason == ANCHOR:
            return {"type": "anchor", "text": span.text}
        return {"type": "words", "text": span.text}
