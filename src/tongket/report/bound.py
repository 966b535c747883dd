"""Refuse a document that prints a number nobody can trace."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from decimal import Decimal

from tongket.model.errors import FigureError
from tongket.report.document import ChartBlock, Document, all_blocks, all_lines
from tongket.report.quantities import says
from tongket.report.spans import Bold, Derived, Fixed, Italic, Line, Number, Span, Words, leaves, plain

_DIGIT = re.compile(r"\d")
# Vega names the groups of its SVG; the numbers of an axis or legend are a scale, not measurements.
_SCALES = {"role-axis-label", "role-axis-title", "role-legend-label", "role-legend-title", "scale"}


def check_bound(document: Document, allow: Iterable[Fixed] = ()) -> None:
    """Raise FigureError when a digit of the document is bound to nothing.

    Parameters
    ----------
    document : Document
        Title, headings, prose, lists, tables, notes, alternative texts and the words inside pictures are searched.
    allow : iterable of Fixed
        Texts with digits that may stand anywhere, each with its reason; matched as whole numbers.

    Raises
    ------
    FigureError
        Names the first place and the text, and says what to do.
    """
    allowed = tuple(fixed.text for fixed in allow)
    for place, text in unbound(document, allowed):
        raise FigureError(
            f"Report, {place}: every digit must be bound to a figure; got {text!r}. Print it with"
            " tongket.report.numbers, or as Fixed with its reason."
        )


def unbound(document: Document, allowed: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every unbound number, in order of reading."""
    if _DIGIT.search(_without(document.title_text, allowed)):
        yield "title", document.title_text
    for spans in all_lines(document):
        for span in leaves(spans):
            if (text := _loose(span, document, allowed)) is not None:
                yield f"in {_excerpt(spans)!r}", text
    for block in all_blocks(document):
        if isinstance(block, ChartBlock):
            for text in _unbound_labels(block, allowed):
                yield f"picture {_excerpt(block.caption)!r}", text


def _loose(span: Span, document: Document, allowed: tuple[str, ...]) -> str | None:
    """Return the text of a span that breaks the rule, or None."""
    if isinstance(span, Words) and _DIGIT.search(_without(span.text, allowed)):
        return span.text
    # a span accepts either language's marks; a document has one: 1.067 in an English report would say one point
    if isinstance(span, Number) and not says(span.text, span.exact(), document.language):
        return span.text
    if isinstance(span, Derived) and not says(span.text, Decimal(span.value), document.language):
        return span.text
    return None


def _unbound_labels(block: ChartBlock, allowed: tuple[str, ...]) -> Iterator[str]:
    bound = tuple(dict.fromkeys(_printed(block.labels)))
    for text in svg_texts(block.svg):
        if _DIGIT.search(_without(_without(text, bound), allowed)):
            yield text


def _printed(spans: Line) -> Iterator[str]:
    """Yield the text of each bound span of a picture's labels."""
    for span in spans:
        if isinstance(span, Bold | Italic):
            yield from _printed(span.spans)
        elif not isinstance(span, Words) and _DIGIT.search(plain((span,))):
            yield plain((span,))


def svg_texts(svg: str) -> tuple[str, ...]:
    """Return the words written in a picture, without those of axis and legend scales."""
    return tuple(text for text in _texts(ET.fromstring(svg)) if text)


def _texts(element: ET.Element) -> Iterator[str]:
    if _SCALES & set(element.get("class", "").split()):
        return
    if element.tag.rpartition("}")[2] == "text":
        yield " ".join("".join(element.itertext()).split())
        return
    for child in element:
        yield from _texts(child)


def _without(text: str, allowed: tuple[str, ...]) -> str:
    """Take the allowed texts out where they stand as whole numbers, the longest first."""
    for piece in sorted(allowed, key=len, reverse=True):
        text = re.sub(rf"(?<![\d.,]){re.escape(piece)}(?![\d]|[.,]\d)", "", text)
    return text


def _excerpt(spans: Line) -> str:
    text = plain(spans)
    return text if len(text) <= 60 else text[:59] + "…"
