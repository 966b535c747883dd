"""The part of the page on hot spots: the map, what it names, and how such maps did afterwards."""

from __future__ import annotations

from html import escape

from tongket.model.text import Language, format_number
from tongket.watch.map_base import MapBase
from tongket.watch.map_hot_spots import draw_hot_spots
from tongket.watch.names import Names
from tongket.watch.page_words import COURSES, MAPS, word
from tongket.watch.watching_hot_spots import HotSpotLayer


def hot_spot_section(layer: HotSpotLayer, base: MapBase, names: Names, language: Language) -> str:
    """Return one kind of case: map on the left, named places and the judgement beside it.

    Parameters
    ----------
    layer : HotSpotLayer
        Of the kind of case.
    base : MapBase
        Ground of the map.
    names : Names
        Of kinds of case.
    language : {'vi', 'en'}
        Of the page.

    Returns
    -------
    str
        HTML.
    """
    title = f"{word('hot_spots', language)}: {names.text('', layer.code).in_language(language)}"
    svg = draw_hot_spots(layer, base, names, language)
    note = "" if base.shapes else f'<p class="note">{escape(word("no_outline", language))}</p>'
    return (
        f'<section><h2>{escape(title)}</h2><p class="note">{escape(word("hot_spot_note", language))}</p>'
        f'<div class="pair"><div class="maps">{svg}</div><div>{_accuracy(layer, language)}{note}'
        f"{_spots(layer, language)}{_courses(layer, language)}</div></div></section>"
    )


def _accuracy(layer: HotSpotLayer, language: Language) -> str:
    """Return the indices side by side: one row for each map, three columns for each share of the area."""
    if not layer.accuracy:
        return ""
    shares = sorted({one.share for one in layer.accuracy})
    by_map = {(one.name, one.share): one for one in layer.accuracy}
    day = f"{layer.held_out_from:%d/%m/%Y}" if language == "vi" else layer.held_out_from.isoformat()
    n_events = format_number(layer.accuracy[0].n_events, language)
    widths = "".join(
        f'<th colspan="3">{escape(word("area_share", language, share=format_number(100 * share, language)))}</th>'
        for share in shares
    )
    heads = "<th>PAI</th><th>PEI</th><th>RRI</th>" * len(shares)
    rows = []
    for name in dict.fromkeys(one.name for one in layer.accuracy):
        cells = "".join(
            f"<td>{_number(value, language)}</td>"
            for share in shares
            for value in (by_map[name, share].pai, by_map[name, share].pei, by_map[name, share].rri)
        )
        rows.append(f"<tr><td>{escape(MAPS[name].in_language(language))}</td>{cells}</tr>")
    head = f'<tr><th rowspan="2">{escape(word("kind_of_map", language))}</th>{widths}</tr><tr>{heads}</tr>'
    return (
        f"<h3>{escape(word('judged', language, day=day, n=n_events))}</h3>"
        f'<div class="scroll"><table><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table></div>'
        f'<p class="note">{escape(word("judged_note", language))}</p>'
    )


def _number(value: float, language: Language) -> str:
    return "–" if value != value else format_number(value, language, 2)


def _spots(layer: HotSpotLayer, language: Language) -> str:
    if not layer.spots:
        return f"<p>{escape(word('no_spot', language))}</p>"
    items = []
    for number, (signal, spot) in enumerate(zip(layer.spots, layer.map.spots, strict=False), start=1):
        told = word(
            "spot",
            language,
            observed=format_number(signal.observed, language),
            expected=format_number(signal.expected, language, 1),
            km2=format_number(spot.km2, language, 1),
        )
        items.append(f'<li class="hot_spot"><span class="no">{number}</span> {escape(told)}</li>')
    return f'<ol class="list">{"".join(items)}</ol>'


def _courses(layer: HotSpotLayer, language: Language) -> str:
    if layer.map.emerging is None:
        return ""
    counted = layer.map.emerging.counted()
    parts = [
        f"{name.in_language(language)} {format_number(counted[kind], language)}"
        for kind, name in COURSES.items()
        if counted.get(kind)
    ]
    return f'<p class="note">{escape(word("courses", language))}: {escape("; ".join(parts) or "–")}.</p>'
