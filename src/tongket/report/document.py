"""What a report is: front matter, blocks, annexes. Frozen values in one language; no input or output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongket.model.errors import DefinitionError
from tongket.model.figures import Figure
from tongket.model.text import Language, Text
from tongket.report.spans import Line, figures_in

Nation = tuple[str, str]
VIETNAM: dict[Language, Nation] = {
    "vi": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "en": ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"),
}


@dataclass(frozen=True)
class Heading:
    """Open a part (level 1: "Phần thứ nhất"), a chapter (2: "I."), a section (3: "1.") or a clause (4: "a)").

    Renderers set the numbers; `text` carries none.
    """

    level: int
    text: Line
    numbered: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise DefinitionError(f"Heading: the level must be 1 to 4; got {self.level}. Use a deeper block instead.")


@dataclass(frozen=True)
class Paragraph:
    """Hold one paragraph of running text."""

    spans: Line


@dataclass(frozen=True)
class BulletList:
    """Hold items that are listed with dashes."""

    items: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """Describe a column of a table.

    Attributes
    ----------
    label : tuple of Span
        Head of the column.
    numeric : bool
        Whether its cells are set flush right.
    width : float
        Share of the table's width, relative to the other columns.
    """

    label: Line
    numeric: bool = False
    width: float = 1.0


@dataclass(frozen=True)
class Row:
    """Hold the cells of one row; a 'total' row is bold, a 'section' row one bold line across the table."""

    cells: tuple[Line, ...]
    kind: Literal["body", "total", "section"] = "body"


_SHORT = 10  # rows; longer ones would leave half a page empty


@dataclass(frozen=True)
class Table:
    """Hold a table. The first column names the rows.

    Attributes
    ----------
    caption : tuple of Span
        Title, without its number.
    columns : tuple of Column
        At least one.
    rows : tuple of Row
        Each with one cell per column ('section' rows: one cell).
    groups : tuple of (tuple of Span, int)
        Optional upper row of the head: label and number of columns it spans; must add up to the columns.
    notes : tuple of (tuple of Span)
        Lines under the table: source, limits.
    compact : bool
        Whether it is set in the smallest type: long lists in annexes.

    Raises
    ------
    DefinitionError
        If a row has not the number of cells the table has columns.
    """

    caption: Line
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[Line, int], ...] = ()
    notes: tuple[Line, ...] = ()
    compact: bool = False

    def __post_init__(self) -> None:
        wide = len(self.columns)
        for place, row in enumerate(self.rows, start=1):
            wanted = 1 if row.kind == "section" else wide
            if len(row.cells) != wanted:
                raise DefinitionError(f"Table: row {place} must have {wanted} cell(s); got {len(row.cells)}. Mend it.")
        spanned = sum(span for _, span in self.groups)
        if not wide or (self.groups and spanned != wide):
            raise DefinitionError(f"Table: the head must span {wide or 'one or more'} column(s); got {spanned}.")

    @property
    def is_short(self) -> bool:
        """Tell whether the table is kept on one page: torn apart it would leave a row or two alone."""
        return len(self.rows) <= _SHORT


@dataclass(frozen=True)
class ChartBlock:
    """Hold a chart with its words and its numbers.

    Attributes
    ----------
    svg : str
        The picture, self-contained.
    png : bytes or None
        The same picture for Word, at 2x or more; None lets the renderer make it from the SVG.
    alt : tuple of Span
        What the picture shows, for those who do not see it.
    caption : tuple of Span
        Title, without its number.
    data : Table
        Every number drawn.
    labels : tuple of Span
        Numbers written in the picture other than axis and legend scales, each bound or fixed.
    notes : tuple of (tuple of Span)
        Lines under the picture: how to read it, source.
    """

    svg: str
    png: bytes | None
    alt: Line
    caption: Line
    data: Table
    labels: Line = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class MapBlock(ChartBlock):
    """Hold a map; the same parts as a chart."""


@dataclass(frozen=True)
class NoteBlock:
    """Hold a boxed note: `label` ("Cách tính", "Hạn chế") and its paragraphs."""

    label: str
    paragraphs: tuple[Line, ...]


@dataclass(frozen=True)
class PageBreak:
    """Begin a new page in paged formats."""


Block = Heading | Paragraph | BulletList | Table | ChartBlock | MapBlock | NoteBlock | PageBreak


@dataclass(frozen=True)
class Annex:
    """Hold an annex ("Phụ lục I"); pages of its own. Renderers number annexes in order."""

    title: Line
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Letterhead:
    """Hold the head of an official document (Decree 30/2020/NĐ-CP, Appendix I, cells 1 to 5).

    Attributes
    ----------
    issuer : str
        The office that issues, for example "CÔNG AN THÀNH PHỐ CẦN THƠ".
    parent : str
        The body it answers to; may be empty.
    number : int or None
        None leaves room for the registry to fill it in.
    symbol : str
        After the number: "BC-CATP"; empty leaves the whole line out.
    place : str
        Before the date.
    day : date or None
        None leaves room to fill it in.
    nation : (str, str) or None
        National title and motto; `VIETNAM[language]`, or None for an office elsewhere.
    """

    issuer: str
    parent: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    day: date | None = None
    nation: Nation | None = None


@dataclass(frozen=True)
class Signature:
    """Hold the signature block; rank and name stay placeholders until a person signs.

    Attributes
    ----------
    authority : str
        "TM. …", "KT. GIÁM ĐỐC", or empty.
    post : str
        "PHÓ GIÁM ĐỐC".
    name : str
        Rank and name; empty prints a placeholder.
    """

    authority: str
    post: str
    name: str = ""


@dataclass(frozen=True)
class SealFacts:
    """Hold what the report says of a seal it rests on.

    Attributes
    ----------
    digest : str
        64 hexadecimal digits.
    as_of : date
        Cut-off.
    status : str
        estimate, preliminary or official.
    code_version : str
        Version of the program that counted.
    """

    digest: str
    as_of: date
    status: str
    code_version: str


@dataclass(frozen=True)
class Document:
    """Hold one report in one language.

    Attributes
    ----------
    language : {'vi', 'en'}
        Of every string in it.
    kind : str
        "BÁO CÁO".
    title : Text
        What it is about: "Tình hình, kết quả công tác công an năm 2022".
    letterhead : Letterhead
        Head of the first page.
    blocks : tuple of Block
        The body.
    annexes : tuple of Annex
        After the signature.
    seals : tuple of SealFacts
        The seal of the figures first, then those compared with.
    addressees : tuple of str
        "Kính gửi"; empty leaves the line out.
    recipients : tuple of str
        "Nơi nhận", without dashes and end marks; empty leaves it out.
    signature : Signature or None
        None for documents nobody signs.
    classification : str or None
        Secrecy mark, printed on the first page.
    watermark : str or None
        Drawn across every page, for example "SƠ BỘ".
    synthetic : bool
        Whether the records are simulated; marked on every page.

    Raises
    ------
    DefinitionError
        If it rests on no seal or the kind is empty.
    """

    language: Language
    kind: str
    title: Text
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    seals: tuple[SealFacts, ...]
    annexes: tuple[Annex, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature | None = None
    classification: str | None = None
    watermark: str | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        if not self.seals or not self.kind.strip():
            raise DefinitionError(
                f"Document: it must rest on at least one seal and have a kind; got {len(self.seals)} seal(s),"
                f" kind={self.kind!r}. Give both."
            )

    @property
    def seal(self) -> SealFacts:
        """Return the seal of the report's own figures."""
        return self.seals[0]

    @property
    def title_text(self) -> str:
        """Return the title in the document's language."""
        return self.title.in_language(self.language)


def all_blocks(document: Document) -> Iterator[Block]:
    """Yield every block in order of reading, annexes included."""
    yield from document.blocks
    for annex in document.annexes:
        yield from annex.blocks


def table_lines(table: Table) -> Iterator[Line]:
    """Yield every line of a table: caption, head, cells, notes."""
    yield table.caption
    yield from (label for label, _ in table.groups)
    yield from (column.label for column in table.columns)
    for row in table.rows:
        yield from row.cells
    yield from table.notes


def lines_of(block: Block) -> Iterator[Line]:
    """Yield every line of text a block holds, a chart's data table included."""
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph):
        yield block.spans
    elif isinstance(block, BulletList):
        yield from block.items
    elif isinstance(block, Table):
        yield from table_lines(block)
    elif isinstance(block, ChartBlock):
        yield from (block.caption, block.alt, block.labels, *block.notes)
        yield from table_lines(block.data)
    elif isinstance(block, NoteBlock):
        yield from block.paragraphs


def all_lines(document: Document) -> Iterator[Line]:
    """Yield every line of a document in order of reading."""
    for block in document.blocks:
        yield from lines_of(block)
    for annex in document.annexes:
        yield annex.title
        for block in annex.blocks:
            yield from lines_of(block)


def figures_of(document: Document) -> tuple[Figure, ...]:
    """Return every figure a document prints, once each, in order of first appearance."""
    found: dict[str, Figure] = {}
    for spans in all_lines(document):
        for figure in figures_in(spans):
            found.setdefault(figure.id, figure)
    return tuple(found.values())
