"""Sizes and pixels of a chart's picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tongket.model.errors import DefinitionError
from tongket.report.document import ChartBlock
from tongket.report.typeface import font_directory

# Two and a half pixels to the point: sharp on paper at 16 cm, and small enough to send.
_PNG_SCALE = 2.5
_TALLEST_MM = 190.0
# Pictures of the report's own charts are 480 units wide: then a type of 12 units is printed at 11 to 12 points. A
# narrower picture, as a map of few tiles, is not blown up.
_MM_PER_UNIT = 165.0 / 480.0


def picture_size(chart: ChartBlock) -> tuple[float, float]:
    """Return (width, height) of a chart's SVG in its own units, or raise DefinitionError when it states none."""
    root = ET.fromstring(chart.svg)
    box = root.get("viewBox", "").replace(",", " ").split()
    width, height = (box[2], box[3]) if len(box) == 4 else (root.get("width", ""), root.get("height", ""))
    try:
        return float(width.removesuffix("px")), float(height.removesuffix("px"))
    except ValueError:
        raise DefinitionError(
            f"Chart: the SVG must state its size; got width={width!r}, height={height!r}. Give it a viewBox."
        ) from None


def width_on_page(chart: ChartBlock, text_width_mm: float) -> float:
    """Return how wide a chart is set, in mm: at most the text's width, less when it would not fit on a page."""
    width, height = picture_size(chart)
    return min(text_width_mm, width * _MM_PER_UNIT, _TALLEST_MM * width / height)


def png_of(chart: ChartBlock) -> bytes:
    """Return the picture as PNG: the one given, else drawn from the SVG with the shipped typeface."""
    if chart.png is not None:
        return chart.png
    import vl_convert

    vl_convert.register_font_directory(str(font_directory()))
    drawn: bytes = vl_convert.svg_to_png(chart.svg, scale=_PNG_SCALE)
    return drawn
