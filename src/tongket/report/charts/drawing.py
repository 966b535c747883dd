"""Draw a Vega-Lite specification as SVG, offline, in the report's own type and in the language's number form."""

from __future__ import annotations

import re
import threading
from functools import cache
from pathlib import Path
from typing import Any

from tongket.model.text import MINUS, Language

FONT = "Liberation Serif"
# A browser shows a picture without the report's own type; these are the same shapes under other names.
_FAMILY = "Liberation Serif, Times New Roman, Tinos, serif"
# Units of the pictures: at 165 mm of text a type of 12 units is printed at 11 to 12 points.
WIDTH = 480
# Dark on light, told apart in grey print and by colour-blind readers (Okabe and Ito 2008, darkened).
NOW = "#0b4a82"
BEFORE = "#c0561a"
BAND = "#c9d3dd"
GREY = "#6b7480"
SEQUENTIAL = ["#eef3f8", "#c6d8e8", "#8fb4d4", "#4c86b8", "#0b4a82"]
NO_VALUE = "#f4f1ea"

_NUMBERED = re.compile(r'id="((?:clip|gradient_|pattern_)\d+)"')
_REFERENCE = re.compile(r'(id="|url\(#|href="#)((?:clip|gradient_|pattern_)\d+)("|\))')

_LOCALES: dict[Language, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đồng"], "minus": MINUS},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": MINUS},
}

_CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": "#222",
        "titleColor": "#222",
        "gridColor": "#e3e6ea",
        "domainColor": "#888",
        "tickColor": "#888",
    },
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "labelFontSize": 12,
        "symbolStrokeWidth": 3,
        "symbolSize": 60,
        "columnPadding": 18,
        "labelLimit": 400,
    },
    "text": {"font": FONT, "fontSize": 11},
}


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parents[1] / "fonts"))


def warm_up() -> None:
    """Start the drawing engine beside the counting: it takes about a second, in which nothing else waits for it."""
    threading.Thread(target=_first_drawing, name="drawing", daemon=True).start()


def _first_drawing() -> None:
    draw({"data": {"values": [{}]}, "mark": "point", "width": 10, "height": 10}, "vi")


def draw(spec: dict[str, Any], language: Language) -> str:
    """Return the SVG of a Vega-Lite specification.

    Parameters
    ----------
    spec : dict
        Vega-Lite 6 without ``$schema``; data inline, for nothing is fetched.
    language : {'vi', 'en'}
        Decides decimal and thousands marks on axes.

    Returns
    -------
    str
        Self-contained SVG with text as text.
    """
    import vl_convert

    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(
        {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", **spec},
        vl_version="6.4",
        config=_CONFIG,
        format_locale=_LOCALES[language],
        allowed_base_urls=[],
    )
    return _renumbered(svg.replace(f'font-family="{FONT}"', f'font-family="{_FAMILY}"'))


def _renumbered(svg: str) -> str:
    """Number clips and gradients from nought: the engine counts on from one picture of a process to the next."""
    found = dict.fromkeys(_NUMBERED.findall(svg))
    names = {name: f"{name.rstrip('0123456789')}{place}" for place, name in enumerate(found)}
    return _REFERENCE.sub(lambda match: f"{match[1]}{names.get(match[2], match[2])}{match[3]}", svg)


def wrapped(text: str, width: int) -> list[str]:
    """Break a label into lines of at most `width` signs, at spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
