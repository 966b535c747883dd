"""Blocks and spans of a document as HTML."""

from __future__ import annotations

import base64
from html import escape

from tongket.report.document import (
    Annex,
    Block,
    BulletList,
    ChartBlock,
    Column,
    Document,
    Heading,
    NoteBlock,
    Paragraph,
    Row,
    Table,
)
from tongket.report.renderers import front
from tongket.report.renderers.numbering import Numbering, roman
from tongket.report.renderers.pictures import picture_size
from tongket.report.renderers.words import word
from tongket.report.spans import Bold, Cited, Derived, Italic, Line, NoteRef, Number, Span, StateWord, plain

# Charts are 480 units wide: on a wide screen their type is as large as the text.
_PIXELS_PER_UNIT = 1.4


class BlockWriter:
    """Write blocks in order of reading; keeps the contents, notes and derived numbers met on the way."""

    def __init__(self, document: Document, numbering: Numbering) -> None:
        self.document = document
        self.numbering = numbering
        self._contents: list[tuple[int, str, str]] = []
        self.others: dict[Derived | Cited, int] = {}

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks as HTML."""
        return "".join(self.block(block) for block in blocks)

    def annexes(self, annexes: tuple[Annex, ...]) -> str:
        """Return annexes, each with its number and what it is attached to."""
        return "".join(self._annex(annex, place) for place, annex in enumerate(annexes, start=1))

    def _annex(self, annex: Annex, place: int) -> str:
        self.numbering.restart_headings()
        language = self.document.language
        number = f"{word('annex', language)} {roman(place)}"
        attached = word("attached", language).format(document=front.reference(self.document))
        anchor = self._enter(1, f"{number}. {plain(annex.title)}")
        return (
            f'<section aria-labelledby="{anchor}"><h2 class="annex" id="{anchor}"><span>{escape(number)}</span>'
            f'{self.line(annex.title)}</h2><p class="attached"><em>({escape(attached)})</em></p>'
            f"{self.blocks(annex.blocks)}</section>"
        )

    def _enter(self, depth: int, words: str) -> str:
        anchor = f"s{len(self._contents) + 1}"
        self._contents.append((depth, words, anchor))
        return anchor

    def contents(self) -> str:
        """Return the list of headings met so far, folded."""
        label = escape(word("contents", self.document.language))
        items = "".join(
            f'<li class="l{depth}"><a href="#{anchor}">{escape(words)}</a></li>'
            for depth, words, anchor in self._contents
        )
        if not items:
            return ""
        return f'<nav aria-label="{label}"><details><summary>{label}</summary><ol>{items}</ol></details></nav>'

    def notes(self) -> str:
        """Return the notes met so far, each with a link back."""
        if not self.numbering.notes:
            return ""
        language = self.document.language
        back = escape(word("back", language))
        items = "".join(
            f'<li id="note{place}">{self.line(note)} <a href="#ref{place}" aria-label="{back}">↩</a></li>'
            for place, note in enumerate(self.numbering.notes, start=1)
        )
        return f'<section class="notes"><h2 id="notes">{escape(word("notes", language))}</h2><ol>{items}</ol></section>'

    def block(self, block: Block) -> str:
        """Return one block as HTML; a page break is nothing on a screen."""
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            return f'<p class="text">{self.line(block.spans)}</p>'
        if isinstance(block, BulletList):
            return f'<ul class="dash">{"".join(f"<li>{self.line(item)}</li>" for item in block.items)}</ul>'
        if isinstance(block, Table):
            return self._table(block, self.numbering.caption(block))
        if isinstance(block, ChartBlock):
            return self._picture(block)
        if isinstance(block, NoteBlock):
            paragraphs = "".join(f"<p>{self.line(spans)}</p>" for spans in block.paragraphs)
            return f'<aside class="box"><p><strong>{escape(block.label)}</strong></p>{paragraphs}</aside>'
        return ""

    def _heading(self, block: Heading) -> str:
        number, depth = self.numbering.heading(block), self.numbering.depth(block)
        anchor = self._enter(depth, f"{number} {plain(block.text)}".strip())
        shown = f"<span>{escape(number)}</span>" if block.level == 1 and number else f"{escape(number)} ".lstrip()
        style = ' class="part"' if block.level == 1 else ""
        return f'<h{depth + 1}{style} id="{anchor}">{shown}{self.line(block.text)}</h{depth + 1}>'

    def _table(self, table: Table, number: str) -> str:
        lead = f"<strong>{escape(number)}.</strong> " if number else ""
        caption = f"<figcaption>{lead}{self.line(table.caption)}</figcaption>" if table.caption else ""
        label = escape(plain(table.caption) or word("table", self.document.language))
        small = ' class="compact"' if table.compact else ""
        return (
            f'<figure>{caption}<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table{small}>'
            f"<thead>{self._head(table)}</thead><tbody>{''.join(self._row(row, table.columns) for row in table.rows)}"
            f"</tbody></table></div>{self._notes(table.notes)}</figure>"
        )

    def _head(self, table: Table) -> str:
        groups = "".join(
            f'<th colspan="{span}" scope="colgroup">{self.line(label)}</th>' if label else f'<td colspan="{span}"></td>'
            for label, span in table.groups
        )
        columns = "".join(f'<th scope="col">{self.line(column.label)}</th>' for column in table.columns)
        return (f"<tr>{groups}</tr>" if groups else "") + f"<tr>{columns}</tr>"

    def _row(self, row: Row, columns: tuple[Column, ...]) -> str:
        if row.kind == "section":
            return (
                f'<tr class="section"><th colspan="{len(columns)}" scope="rowgroup">{self.line(row.cells[0])}</th></tr>'
            )
        cells = [f'<th scope="row">{self.line(row.cells[0])}</th>']
        for cell, column in zip(row.cells[1:], columns[1:], strict=True):
            style = ' class="num"' if column.numeric else ""
            cells.append(f"<td{style}>{self.line(cell)}</td>")
        style = ' class="total"' if row.kind == "total" else ""
        return f"<tr{style}>{''.join(cells)}</tr>"

    def _picture(self, chart: ChartBlock) -> str:
        number = self.numbering.caption(chart)
        caption = f"<strong>{escape(number)}.</strong> {self.line(chart.caption)}" if number else ""
        width, height = (_PIXELS_PER_UNIT * size for size in picture_size(chart))
        # a picture of its own, not inline: no script, style or id of it can reach the page
        data = base64.b64encode(chart.svg.encode()).decode()
        summary = escape(word("data_table", self.document.language))
        return (
            f'<figure><div class="scroll" role="region" tabindex="0" aria-label="{escape(plain(chart.caption))}">'
            f'<img width="{round(width)}" height="{round(height)}" alt="{escape(plain(chart.alt))}"'
            f' src="data:image/svg+xml;base64,{data}"></div>'
            f"<figcaption>{caption}</figcaption>{self._notes(chart.notes)}"
            f"<details><summary>{summary}</summary>{self._table(chart.data, '')}</details></figure>"
        )

    def _notes(self, notes: tuple[Line, ...]) -> str:
        return "".join(f'<p class="tn">{self.line(note)}</p>' for note in notes)

    def line(self, spans: Line) -> str:
        """Return one line as HTML."""
        return "".join(self.span(span) for span in spans)

    def span(self, span: Span) -> str:
        """Return one span; a number is a link to its card."""
        if isinstance(span, Bold):
            return f"<strong>{self.line(span.spans)}</strong>"
        if isinstance(span, Italic):
            return f"<em>{self.line(span.spans)}</em>"
        if isinstance(span, NoteRef):
            return self._note_ref(span)
        if isinstance(span, Number | StateWord):
            return f'<a class="n" href="#{span.figure.id}">{escape(span.text)}</a>'
        if isinstance(span, Derived | Cited):
            place = self.others.setdefault(span, len(self.others) + 1)
            return f'<a class="n" href="#other{place}">{escape(span.text)}</a>'
        return escape(span.text)

    def _note_ref(self, span: NoteRef) -> str:
        number, first = self.numbering.note(span.note)
        anchor = f' id="ref{number}"' if first else ""
        return f'<sup><a{anchor} href="#note{number}" role="doc-noteref">{number}</a></sup>'
