"""A map that leaves its page: with title, day, mark of made-up records, key and list, so that it speaks for itself."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape

from tongket.watch.map_frame import FONT, GREY, INK

_SIZE, _LINE, _MARGIN = 13, 18, 12
# a letter of the text is on average so wide, with some room to spare
_LETTER = 6.6


def alone(svg: str, heads: Sequence[str], notes: Sequence[str]) -> str:
    """Return a map with lines above and below it.

    Parameters
    ----------
    svg : str
        The map, as `map_frame.picture` made it.
    heads, notes : sequence of str
        Lines above, the first of them bold, and below; broken where they are wider than the map.

    Returns
    -------
    str
        One SVG that holds the map.
    """
    width, height = (float(size) for size in re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0])
    letters = max(20, int((width - 2 * _MARGIN) / _LETTER))
    above = [line for head in heads for line in textwrap.wrap(head, letters)]
    below = [line for note in notes for line in textwrap.wrap(note, letters)]
    top = _MARGIN + _LINE * len(above)
    whole = top + height + _LINE * len(below) + 2 * _MARGIN
    bold = len(textwrap.wrap(heads[0], letters)) if heads else 0
    lines = [_text(line, _LINE * (number + 1), INK, number < bold) for number, line in enumerate(above)]
    lines += [_text(line, top + height + _LINE * (number + 1), GREY, False) for number, line in enumerate(below)]
    # the map keeps its own title and description, which screen readers tell
    inner = svg.replace("<svg ", f'<svg y="{top:.0f}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {whole:.0f}" width="{width:.0f}"'
        f' height="{whole:.0f}" font-family="{FONT}"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(lines)}{inner}</svg>"
    )


def _text(line: str, y: float, colour: str, bold: bool) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{_MARGIN}" y="{y:.0f}" font-size="{_SIZE}" fill="{colour}"{weight}>{escape(line)}</text>'
