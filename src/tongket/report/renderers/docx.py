"""Fill a report into a Word template: Decree 30/2020/NĐ-CP's layout, real styles, footnotes, captions and sections."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

from tongket.model.errors import DefinitionError
from tongket.report.cards import Cards
from tongket.report.document import Document
from tongket.report.renderers import word_package
from tongket.report.renderers.annexes import all_annexes
from tongket.report.renderers.numbering import Numbering
from tongket.report.renderers.word_blocks import WordWriter
from tongket.report.renderers.word_lines import LineWriter
from tongket.report.renderers.word_placeholders import (
    ANNEXES,
    BODY,
    check_placeholders,
    fill,
    find_block,
    values_of,
)
from tongket.report.renderers.word_template import default_template, repack
from tongket.report.renderers.word_xml import NAMESPACES, parse

_W = f"{{{NAMESPACES['w']}}}"
_BEFORE_PAGE_NUMBERS = {
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
}


def render_docx(document: Document, cards: Cards, template: Path | None = None) -> bytes:
    """Return the report as a Word file; the same document and template give the same bytes.

    Parameters
    ----------
    document : Document
        What to print.
    cards : dict of str to FigureCard
        One for every figure of the document, by its id; the last annex lists them.
    template : Path, optional
        A .docx of the office with placeholders; default the shipped one.

    Returns
    -------
    bytes
        A .docx file.

    Raises
    ------
    DefinitionError
        If the template is no Word document or lacks a placeholder.
    FigureError
        If a figure has no card.
    """
    where = template.name if template else "default"
    package = word_package.open_package(_read(template), where)
    values = values_of(document)
    # the list is taken before anything is put in, so that no word of the report is read as a placeholder
    paragraphs = [*_paragraphs(package.element.body), *_margin_paragraphs(package)]
    check_placeholders(paragraphs, values, where)
    body, annexes = (find_block(paragraphs, name, where) for name in (BODY, ANNEXES))
    fill(paragraphs, values)
    word_package.set_language(package, document)
    word_package.mark_pages(package, document)
    _write(package, document, cards, body, annexes)
    word_package.set_properties(package, document)
    buffer = io.BytesIO()
    package.save(buffer)
    return repack(buffer.getvalue())


def _read(template: Path | None) -> bytes:
    if template is None:
        return default_template()
    try:
        return template.read_bytes()
    except OSError as error:
        raise DefinitionError(
            f"Template {template.name}: it must be a file that can be read; got {error.strerror}. Check the path."
        ) from error


def _paragraphs(root: Any) -> list[Any]:
    return list(root.iter(f"{_W}p"))


def _margin_paragraphs(package: Any) -> list[Any]:
    """Return the paragraphs of every header and footer the template has."""
    kinds = ("/header", "/footer")
    parts = [relation.target_part for relation in package.part.rels.values() if relation.reltype.endswith(kinds)]
    return [paragraph for part in parts for paragraph in _paragraphs(part.element)]


def _write(package: Any, document: Document, cards: Cards, body: Any, annexes: Any) -> None:
    """Write body and annexes in place of their placeholders; each annex is a section with pages of its own."""
    styles = word_package.style_ids(package)
    notes = word_package.footnotes_part(package)
    lines = LineWriter(
        Numbering(document.language), styles, word_package.next_footnote(notes), word_package.last_bookmark(package)
    )
    last = package.sections[-1]
    width = (last.page_width - last.left_margin - last.right_margin) / 36_000
    writer = WordWriter(document, lines, styles, lambda blob: _add_picture(package, blob), width)
    content = [writer.blocks(document.blocks)]
    content += [writer.annex(annex, place) for place, annex in enumerate(all_annexes(document, cards), start=1)]
    _put(body, [_slot(body, 0)])
    elements = []
    for place in range(1, len(content)):
        elements += [_section_break(last._sectPr, styles, restart=place > 1), _slot(body, place)]
    _restart_pages(last._sectPr)
    _put(annexes, elements)
    _fill_slots(package, content)
    word_package.add_footnotes(notes, lines.footnotes)


def _put(placeholder: Any, elements: list[Any]) -> None:
    for element in elements:
        placeholder.addprevious(element)
    placeholder.getparent().remove(placeholder)


def _slot(near: Any, place: int) -> Any:
    return near.makeelement(f"slot-{place}", {})


def _fill_slots(package: Any, content: list[str]) -> None:
    """Put the written blocks into their slots.

    As text and in one parse: moving parsed elements from one tree to another looks their namespaces up again each
    time, which took 16 of 17 seconds for a report of three thousand figures.
    """
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    text = serialize_part_xml(package.element).decode("utf-8")
    for place, xml in enumerate(content):
        before, slot, after = text.partition(f"<slot-{place}/>")
        assert slot, f"slot {place} was not serialised as written"
        text = before + xml + after
    package.part._element = parse_xml(text.encode("utf-8"))


def _section_break(last: Any, styles: dict[str, str], *, restart: bool) -> Any:
    """Return a paragraph that ends a section set up as the template's last one."""
    paragraph = word_package.empty_paragraph(styles["Body Text"])
    setup = copy.deepcopy(last)
    if restart:
        _restart_pages(setup)
    paragraph.find(f"{_W}pPr").append(setup)
    return paragraph


def _restart_pages(setup: Any) -> None:
    """Number the pages of a section from 1 (Appendix I: annexes have page numbers of their own)."""
    for old in setup.findall(f"{_W}pgNumType"):
        setup.remove(old)
    numbering = parse('<w:pgNumType w:start="1"/>')[0]
    # the schema orders the parts of a section, and Word refuses a file that breaks the order
    before = (child for child in setup if child.tag.removeprefix(_W) in _BEFORE_PAGE_NUMBERS)
    (list(before)[-1]).addnext(numbering)


def _add_picture(package: Any, blob: bytes) -> str:
    relation, _ = package.part.get_or_add_image(io.BytesIO(blob))
    return str(relation)
