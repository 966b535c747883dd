"""What a Word file is made of beside its text: styles, footnotes, headers, properties."""

from __future__ import annotations

import copy
import io
import re
from datetime import UTC, datetime, time
from typing import Any

from tongket.model.errors import DefinitionError
from tongket.report.document import Document
from tongket.report.renderers.word_blocks import STYLES
from tongket.report.renderers.word_template import default_template
from tongket.report.renderers.word_xml import NAMESPACES, PLAIN, paragraph, parse, run, watermark
from tongket.report.renderers.words import word

_W = f"{{{NAMESPACES['w']}}}"
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LANGUAGE_TAGS = {"vi": "vi-VN", "en": "en-GB"}


def open_package(blob: bytes, where: str) -> Any:
    """Return the template as a python-docx document, or raise DefinitionError when it is none."""
    import docx

    try:
        return docx.Document(io.BytesIO(blob))
    except Exception as error:  # zip, XML and package errors alike: python-docx has no base class for them
        raise DefinitionError(
            f"Template {where}: it must be a Word document (.docx); it cannot be opened. Save it from Word as .docx."
        ) from error


def style_ids(package: Any) -> dict[str, str]:
    """Return the id of each style the body needs; a style the template lacks is copied from the shipped one."""
    root = package.styles.element
    ours = {
        _style_name(style): style
        for style in open_package(default_template(), "default").styles.element
        if style.tag == f"{_W}style"
    }
    for name in STYLES:
        if name.lower() not in _ids(root):
            _copy_style(root, ours[name.lower()], ours)
    known = _ids(root)
    return {name: known[name.lower()] for name in STYLES}


def _style_name(style: Any) -> str:
    return str(style.find(f"{_W}name").get(f"{_W}val")).lower()


def _ids(root: Any) -> dict[str, str]:
    return {_style_name(style): style.get(f"{_W}styleId") for style in root.findall(f"{_W}style")}


def _copy_style(root: Any, style: Any, ours: dict[str, Any]) -> None:
    """Copy one of our styles; those it names are found by name, for Word translates ids."""
    names = {item.get(f"{_W}styleId"): name for name, item in ours.items()}
    copied = copy.deepcopy(style)
    for tag in ("basedOn", "next"):
        for node in copied.findall(f"{_W}{tag}"):
            known = _ids(root).get(names[node.get(f"{_W}val")])
            if known is None:
                copied.remove(node)
            else:
                node.set(f"{_W}val", known)
    if copied.get(f"{_W}styleId") in _ids(root).values():
        copied.set(f"{_W}styleId", f"Report{copied.get(f'{_W}styleId')}")
    root.append(copied)


def set_language(package: Any, document: Document) -> None:
    """Say in which language the text is, for spelling and for reading aloud."""
    for language in package.styles.element.iter(f"{_W}lang"):
        language.set(f"{_W}val", _LANGUAGE_TAGS[document.language])


def set_properties(package: Any, document: Document) -> None:
    """Fill the file's properties from the document; its day, never the clock's."""
    stamp = datetime.combine(document.letterhead.day or document.seal.as_of, time(), tzinfo=UTC).replace(tzinfo=None)
    properties = package.core_properties
    properties.title = document.title_text
    properties.author = properties.last_modified_by = document.letterhead.issuer
    properties.language = _LANGUAGE_TAGS[document.language]
    properties.keywords = word("synthetic", document.language) if document.synthetic else ""
    properties.comments = f"{word('seal', document.language)} {document.seal.digest}"
    properties.created = properties.modified = stamp
    properties.revision = 1


def mark_pages(package: Any, document: Document) -> None:
    """Draw the watermark, and the mark of simulated data, on every page of every section."""
    for place, section in enumerate(package.sections):
        for header, footer in _margins(package, section):
            if place == 0:  # later sections inherit, unless they have margins of their own
                header.is_linked_to_previous = footer.is_linked_to_previous = False
            if document.watermark and not header.is_linked_to_previous:
                header._element.findall(f"{_W}p")[0].extend(_runs(watermark(document.watermark)))
            if document.synthetic and not footer.is_linked_to_previous:
                _stamp(footer, word("synthetic", document.language))


def _margins(package: Any, section: Any) -> list[tuple[Any, Any]]:
    pairs = [(section.header, section.footer)]
    if section.different_first_page_header_footer:
        pairs.append((section.first_page_header, section.first_page_footer))
    if package.settings.odd_and_even_pages_header_footer:
        pairs.append((section.even_page_header, section.even_page_footer))
    return pairs


def _stamp(footer: Any, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    first = footer.paragraphs[0]
    line = first if not first.text else footer.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = line.add_run(text)
    words.bold, words.font.size, words.font.color.rgb = True, Pt(10), RGBColor(0xB0, 0x00, 0x20)


def _runs(xml: str) -> list[Any]:
    return list(parse(f"<w:p>{xml}</w:p>")[0])


def footnotes_part(package: Any) -> Any:
    """Return the part that holds the footnotes, made from the shipped template's when there is none."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for relation in package.part.rels.values():
        if relation.reltype == _FOOTNOTES:
            return relation.target_part
    shipped = footnotes_part(open_package(default_template(), "default"))
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, shipped.blob, package.part.package)
    package.part.relate_to(part, _FOOTNOTES)
    return part


def next_footnote(part: Any) -> int:
    """Return the first number no footnote of the template uses."""
    return max((int(number) for number in re.findall(rb'<w:footnote\b[^>]*w:id="(-?\d+)"', part.blob)), default=0) + 1


def last_bookmark(package: Any) -> int:
    """Return the highest number a bookmark of the template has, 0 when it has none."""
    marks = package.element.body.iter(f"{_W}bookmarkStart")
    return max((int(mark.get(f"{_W}id")) for mark in marks), default=0)


def add_footnotes(part: Any, footnotes: list[str]) -> None:
    """Append footnotes to the part that holds them."""
    if footnotes:
        from docx.opc.oxml import serialize_part_xml
        from docx.oxml import parse_xml

        root = parse_xml(part.blob)
        root.extend(parse("".join(footnotes)))
        part._blob = serialize_part_xml(root)


def empty_paragraph(style: str) -> Any:
    """Return a paragraph that takes no room, to carry a section break."""
    tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return parse(paragraph(style, run("", PLAIN), tiny))[0]
