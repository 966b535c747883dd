"""Where: which areas stand apart by more than chance, and the map. No area is ranked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tongket.model.text import Text, format_number
from tongket.report import numbers
from tongket.report.charts.funnel import Point
from tongket.report.content.inputs import Inputs
from tongket.report.content.phrases import listed, said
from tongket.report.content.pictures import FEWEST_AREAS, Pictures
from tongket.report.content.required import Picture
from tongket.report.document import Block, Heading, Paragraph
from tongket.report.spans import Cited, Fixed, Line, line


def places(inputs: Inputs, pictures: Pictures) -> Iterator[Block]:
    """Yield the section on areas, for a book that has two or more."""
    if len(inputs.areas) < 2:
        return
    blocks = [*_words(inputs), *pictures.blocks(Picture.FUNNEL), *pictures.blocks(Picture.MAP)]
    if blocks:
        yield Heading(3, line(said(inputs.language, "Theo địa bàn", "By area")))
        yield from blocks


def _words(inputs: Inputs) -> Iterator[Block]:
    language, funnel = inputs.language, inputs.funnel
    if funnel is None or len(funnel.points) < FEWEST_AREAS:
        return
    apart = [point for point in funnel.points if point.verdict == "outer"]
    yield Paragraph(line(_apart(apart, inputs) if apart else _nobody(inputs), " ", funnel.basis.in_language(language)))


def _nobody(inputs: Inputs) -> Line:
    return line(
        said(
            inputs.language,
            "Không đơn vị nào có số vụ lệch khỏi mức kỳ vọng nhiều hơn mức có thể do ngẫu nhiên.",
            "No area had more or fewer cases than expected by more than chance could explain.",
        )
    )


def _apart(apart: list[Point], inputs: Inputs) -> Line:
    """Return which areas lie outside the outer limits, with recorded and expected numbers."""
    language = inputs.language
    above = [point for point in apart if (point.observed.value or 0) > point.expected]
    below = [point for point in apart if point not in above]
    parts: list[Line] = []
    for points, words in (
        (
            above,
            Text(
                "Số vụ cao hơn mức kỳ vọng, vượt quá mức có thể do ngẫu nhiên: ",
                "More cases than expected, beyond chance: ",
            ),
        ),
        (
            below,
            Text(
                "Số vụ thấp hơn mức kỳ vọng, vượt quá mức có thể do ngẫu nhiên: ",
                "Fewer cases than expected, beyond chance: ",
            ),
        ),
    ):
        if points:
            named = listed([_named(point, inputs) for point in points], language)
            parts += [line(words.in_language(language), named, ". ")]
    rest = said(language, "Các đơn vị còn lại nằm trong giới hạn ngẫu nhiên.", "The other areas lie within chance.")
    return line(*parts, rest)


def _named(point: Point, inputs: Inputs) -> Line:
    language = inputs.language
    assert inputs.funnel is not None
    expected = format_number(Decimal(str(point.expected)), language)
    basis = inputs.funnel.basis.in_language(language)
    return line(
        Fixed(point.label, "name of an area"),
        " (",
        numbers.number(point.observed, language),
        said(language, " vụ, kỳ vọng ", ", expected "),
        Cited(expected, "expected", inputs.funnel.reference, basis),
        ")",
    )
