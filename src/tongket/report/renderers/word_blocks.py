"""Blocks and spans of a document as WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable

from tongket.report.document import (
    Annex,
    Block,
    BulletList,
    ChartBlock,
    Document,
    Heading,
    MapBlock,
    NoteBlock,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from tongket.report.renderers import front
from tongket.report.renderers.numbering import roman
from tongket.report.renderers.pictures import picture_size, png_of, width_on_page
from tongket.report.renderers.word_lines import LineWriter
from tongket.report.renderers.word_xml import PLAIN, attribute, field, paragraph, picture, run
from tongket.report.renderers.words import word
from tongket.report.spans import Line, plain

# Styles the body is written in; a template that lacks one gets it from the shipped template.
STYLES = (
    "Body Text",
    "List Bullet",
    "heading 1",
    "heading 2",
    "heading 3",
    "heading 4",
    "Annex Heading",
    "Annex Reference",
    "caption",
    "Picture Caption",
    "Picture",
    "Table Text",
    "Table Text Small",
    "Table Text Tiny",
    "Table Note",
    "Note Box",
    "footnote text",
    "footnote reference",
    "Report Table",
)
_EMU_PER_MM = 36_000
_TWIPS_PER_MM = 1440 / 25.4
_RIGHT = '<w:jc w:val="right"/>'
_WIDE = 6  # columns from which a table is set small


class WordWriter:
    """Write blocks in order of reading; text goes through `lines`, pictures through `add_picture`."""

    def __init__(
        self,
        document: Document,
        lines: LineWriter,
        styles: dict[str, str],
        add_picture: Callable[[bytes], str],
        text_width_mm: float,
    ) -> None:
        self.document = document
        self.lines = lines
        self.numbering = lines.numbering
        self._styles = styles
        self._add_picture = add_picture
        self._text_width = text_width_mm
        # Word wants one number for each drawing
        self._pictures = 0

    def line(self, spans: Line) -> str:
        """Return one line as runs."""
        return self.lines.line(spans)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks as WordprocessingML."""
        return "".join(self.block(block) for block in blocks)

    def annex(self, annex: Annex, place: int) -> str:
        """Return an annex with its number, its name and what it is attached to."""
        self.numbering.restart_headings()
        language = self.document.language
        attached = word("attached", language).format(document=front.reference(self.document))
        number = run(f"{word('annex', language)} {roman(place)}\n")
        head = paragraph(self._styles["Annex Heading"], number + self.line(annex.title))
        return head + paragraph(self._styles["Annex Reference"], run(f"({attached})")) + self.blocks(annex.blocks)

    def block(self, block: Block) -> str:
        """Return one block."""
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            return paragraph(self._styles["Body Text"], self.line(block.spans))
        if isinstance(block, BulletList):
            return "".join(paragraph(self._styles["List Bullet"], self.line(item)) for item in block.items)
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, ChartBlock):
            return self._picture(block)
        if isinstance(block, NoteBlock):
            label = paragraph(self._styles["Note Box"], run(block.label, PLAIN.with_bold()), "<w:keepNext/>")
            return label + "".join(paragraph(self._styles["Note Box"], self.line(spans)) for spans in block.paragraphs)
        assert isinstance(block, PageBreak)
        return paragraph(self._styles["Body Text"], '<w:r><w:br w:type="page"/></w:r>')

    def _heading(self, block: Heading) -> str:
        number = self.numbering.heading(block)
        between = "\n" if block.level == 1 else " "
        lead = run(number + between) if number else ""
        return paragraph(self._styles[f"heading {block.level}"], lead + self.line(block.text))

    def _caption(self, block: Table | ChartBlock, style: str) -> str:
        """Return the caption with a sequence field, so that Word can list tables and charts."""
        number = self.numbering.caption(block)
        if not number:
            return ""
        name, _, count = number.rpartition(" ")
        kind = "Map" if isinstance(block, MapBlock) else "Chart" if isinstance(block, ChartBlock) else "Table"
        bold = PLAIN.with_bold()
        lead = run(f"{name} ", bold) + field(rf"SEQ {kind} \* ARABIC", count, bold) + run(". ", bold)
        return paragraph(self._styles[style], lead + self.line(block.caption))

    def _notes(self, notes: tuple[Line, ...]) -> str:
        return "".join(paragraph(self._styles["Table Note"], self.line(note)) for note in notes)

    def _picture(self, chart: ChartBlock) -> str:
        self._pictures += 1
        units = picture_size(chart)
        width = width_on_page(chart, self._text_width)
        size = round(width * _EMU_PER_MM), round(width * units[1] / units[0] * _EMU_PER_MM)
        drawn = picture(self._add_picture(png_of(chart)), self._pictures, plain(chart.alt), *size)
        caption = self._caption(chart, "Picture Caption")
        return paragraph(self._styles["Picture"], drawn) + caption + self._notes(chart.notes)

    def _table(self, table: Table) -> str:
        weight = sum(column.width for column in table.columns)
        full = self._text_width * _TWIPS_PER_MM
        widths = [round(full * column.width / weight) for column in table.columns]
        kind = "Table Text Tiny" if table.compact else "Table Text Small" if len(widths) >= _WIDE else "Table Text"
        style = self._styles[kind]
        head = self._head(table, widths, style)
        last = len(table.rows) - 1
        # Word keeps a short table on one page when each of its rows but the last is kept with the next
        kept = ["<w:keepNext/>" if table.is_short and place < last else "" for place in range(len(table.rows))]
        rows = "".join(self._row(row, table, widths, style, keep) for row, keep in zip(table.rows, kept, strict=True))
        title = attribute(plain(table.caption))
        # a table that ends a section or meets another would swallow it: something must stand after it
        after = self._notes(table.notes) or paragraph(self._styles["Table Note"], "")
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f"{self._caption(table, 'caption')}<w:tbl><w:tblPr>"
            f'<w:tblStyle w:val="{self._styles["Report Table"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={title}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>{after}"
        )

    def _head(self, table: Table, widths: list[int], style: str) -> str:
        """Return the rows of the head, repeated by Word on each page."""
        rows = []
        if table.groups:
            cells, start = "", 0
            for label, span in table.groups:
                cells += self._head_cell(label, sum(widths[start : start + span]), style, span)
                start += span
            rows.append(cells)
        rows.append("".join(self._head_cell(c.label, w, style) for c, w in zip(table.columns, widths, strict=True)))
        return "".join(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>" for cells in rows)

    def _head_cell(self, label: Line, width: int, style: str, span: int = 1) -> str:
        words = self.lines.line(label, PLAIN.with_bold())
        # the table style shades only its first row; a head of two rows is shaded by hand
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/><w:vAlign w:val="center"/>'
        return _cell(paragraph(style, words, '<w:keepNext/><w:jc w:val="center"/>'), width, span, shade)

    def _row(self, row: Row, table: Table, widths: list[int], style: str, keep: str = "") -> str:
        if row.kind == "section":
            words = self.lines.line(row.cells[0], PLAIN.with_bold())
            cells = _cell(paragraph(style, words, "<w:keepNext/>"), sum(widths), len(widths))
        else:
            look = PLAIN.with_bold() if row.kind == "total" else PLAIN
            cells = "".join(
                _cell(paragraph(style, self.lines.line(cell, look), keep + (_RIGHT if column.numeric else "")), width)
                for cell, column, width in zip(row.cells, table.columns, widths, strict=True)
            )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(content: str, width: int, span: int = 1, more: str = '<w:vAlign w:val="center"/>') -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{more}</w:tcPr>{content}</w:tc>'
