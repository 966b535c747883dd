"""The lines a report prints in Word, in order of reading, with what each number is bound to, for proofing."""

from __future__ import annotations

from collections.abc import Iterator

from tongket.model.printed import PrintedLine, PrintedNumber
from tongket.report.cards import Cards
from tongket.report.document import (
    Block,
    BulletList,
    ChartBlock,
    Document,
    Heading,
    NoteBlock,
    Paragraph,
    Table,
    all_blocks,
)
from tongket.report.renderers import front
from tongket.report.renderers.annexes import all_annexes
from tongket.report.renderers.numbering import Numbering, roman
from tongket.report.renderers.words import word
from tongket.report.spans import Bold, Cited, Derived, Fixed, Italic, Line, NoteRef, Number, Span

_NUMBERED = "number of a heading or caption"


def printed_lines(document: Document, cards: Cards | None = None) -> tuple[PrintedLine, ...]:
    """Return every line of a report.

    Parameters
    ----------
    document : Document
        The report.
    cards : dict of str to FigureCard, optional
        One for every figure, for the annexes of a Word file: the data of the charts and the list of figures. Left
        out for the page, where the data stand below each chart and every number opens its card.

    Returns
    -------
    tuple of PrintedLine
        Front page, body, annexes, footnotes; empty lines are left out.
    """
    if cards is None:
        return _page_lines(document)
    printer = _Printer(document)
    lines = [*printer.front(), *printer.blocks(document.blocks), *printer.recipients(), *printer.annexes(cards)]
    return tuple(line for line in (*lines, *printer.notes()) if line.text)


def _page_lines(document: Document) -> tuple[PrintedLine, ...]:
    """Return the lines of a page: those of the body, of the annexes, and of the charts' data."""
    printer = _Printer(document)
    lines = list(printer.blocks(document.blocks))
    for annex in document.annexes:
        printer.numbering.restart_headings()
        lines += [_line(annex.title), *printer.blocks(annex.blocks)]
    data = [block.data for block in all_blocks(document) if isinstance(block, ChartBlock)]
    cells = [_line(cell) for table in data for row in table.rows for cell in row.cells]
    return tuple(line for line in (*lines, *printer.notes(), *cells) if line.text)


class _Printer:
    """Walk over a document once, with its numbering."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbering = Numbering(document.language)

    def front(self) -> Iterator[PrintedLine]:
        """Yield the lines of the first page that may hold digits: number, date, title, addressees."""
        head, language = self.document.letterhead, self.document.language
        texts = (
            (front.number_line(head, language), "document number"),
            (front.date_line(head, language), "date"),
            (self.document.title_text, "period name"),
            *((text, "name of an office") for text in front.addressee_lines(self.document)),
        )
        for text, reason in texts:
            yield PrintedLine(text.strip(), (PrintedNumber(0, len(text.strip()), (), reason),), required=False)

    def recipients(self) -> Iterator[PrintedLine]:
        """Yield the list of those it goes to, which stands beside the signature."""
        for text in front.recipient_lines(self.document):
            yield PrintedLine(text, (PrintedNumber(0, len(text), (), "name of an office"),), required=False)

    def annexes(self, cards: Cards) -> Iterator[PrintedLine]:
        """Yield the annexes, that of the charts' data and that of the figures included."""
        language = self.document.language
        attached = word("attached", language).format(document=front.reference(self.document))
        for place, annex in enumerate(all_annexes(self.document, cards), start=1):
            self.numbering.restart_headings()
            yield _line(annex.title, f"{word('annex', language)} {roman(place)} ")
            yield PrintedLine(f"({attached})", (PrintedNumber(0, len(attached) + 2, (), "document number and date"),))
            yield from self.blocks(annex.blocks)

    def notes(self) -> Iterator[PrintedLine]:
        """Yield the footnotes met so far; a note that itself refers to a note adds it."""
        done = 0
        while done < len(self.numbering.notes):
            note = self.numbering.notes[done]
            self._meet(note)
            yield _line(note)
            done += 1

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[PrintedLine]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[PrintedLine]:
        if isinstance(block, Heading):
            number = self.numbering.heading(block)
            yield self._said(block.text, f"{number} " if number else "")
        elif isinstance(block, Paragraph):
            yield self._said(block.spans)
        elif isinstance(block, BulletList):
            yield from (self._said(item) for item in block.items)
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, ChartBlock):
            yield from self._caption(block)
            yield from (self._said(note) for note in block.notes)
        elif isinstance(block, NoteBlock):
            yield PrintedLine(block.label)
            yield from (self._said(spans) for spans in block.paragraphs)

    def _caption(self, block: Table | ChartBlock) -> Iterator[PrintedLine]:
        number = self.numbering.caption(block)
        if number:
            yield self._said(block.caption, f"{number}. ")

    def _table(self, table: Table) -> Iterator[PrintedLine]:
        yield from self._caption(table)
        yield from (self._said(label) for label, _ in table.groups)
        yield from (self._said(column.label) for column in table.columns)
        for row in table.rows:
            yield from (self._said(cell) for cell in row.cells)
        yield from (self._said(note) for note in table.notes)

    def _said(self, spans: Line, lead: str = "") -> PrintedLine:
        self._meet(spans)
        return _line(spans, lead)

    def _meet(self, spans: Line) -> None:
        for span in spans:
            if isinstance(span, Bold | Italic):
                self._meet(span.spans)
            elif isinstance(span, NoteRef):
                self.numbering.note(span.note)


def _line(spans: Line, lead: str = "") -> PrintedLine:
    numbers = [PrintedNumber(0, len(lead), (), _NUMBERED)] if lead else []
    text = lead
    for span in _flat(spans):
        start = len(text)
        text += getattr(span, "text", "")
        if isinstance(span, Number):
            numbers.append(PrintedNumber(start, len(text), (span.figure.id,)))
        elif isinstance(span, Derived):
            numbers.append(PrintedNumber(start, len(text), tuple(figure.id for figure in span.figures)))
        elif isinstance(span, Cited):
            numbers.append(PrintedNumber(start, len(text), (), span.label))
        elif isinstance(span, Fixed):
            numbers.append(PrintedNumber(start, len(text), (), span.reason))
    return PrintedLine(text, tuple(numbers))


def _flat(spans: Line) -> Iterator[Span]:
    """Yield the spans that are printed in the line itself."""
    for span in spans:
        if isinstance(span, Bold | Italic):
            yield from _flat(span.spans)
        elif not isinstance(span, NoteRef):
            yield span
