"""Directions for next year: the office's own text, set as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongket.model.text import Language
from tongket.report.content.phrases import cited_digits, said
from tongket.report.document import Block, BulletList, Heading, Paragraph
from tongket.report.spans import Line, line

_ITEM = re.compile(r"^\s*(?:[-*•+]|\d+[.)])\s+(.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


def directions(text: str, language: Language) -> Iterator[Block]:
    """Yield the part on directions; numbers in it are the office's own and are marked as such."""
    yield Heading(1, line(said(language, "Phương hướng, nhiệm vụ", "Directions and tasks")))
    blocks = list(_blocks(text, language))
    if not blocks:
        missing = said(
            language,
            "Chưa có nội dung; đơn vị soạn phần này trong tệp phương hướng của sổ.",
            "The office has not written this part; it belongs in the book's file of directions.",
        )
        blocks = [Paragraph(line(missing))]
    yield from blocks


def _blocks(text: str, language: Language) -> Iterator[Block]:
    items: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        content = raw.strip()
        if (item := _ITEM.match(content)) is not None:
            items.append(_cited(item[1], number, language))
            continue
        if items:
            yield BulletList(tuple(items))
            items = []
        if (heading := _HEADING.match(content)) is not None:
            yield Heading(3, _cited(heading[1], number, language))
        elif content:
            yield Paragraph(_cited(content, number, language))
    if items:
        yield BulletList(tuple(items))


def _cited(content: str, number: int, language: Language) -> Line:
    label = said(
        language,
        "Số do đơn vị đề ra trong phần phương hướng, không phải số liệu thống kê.",
        "A number set by the office in its directions, not a statistic.",
    )
    return cited_digits(content, "directions", f"directions line {number}", label)
