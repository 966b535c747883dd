"""The page of signals: one HTML file that needs no network and no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from tongket import __version__
from tongket.model.text import Language, format_number
from tongket.watch.map_alone import alone
from tongket.watch.map_base import MapBase
from tongket.watch.map_signals import draw_ground, draw_tiles, has_ground, numbered
from tongket.watch.names import Names, detector_name
from tongket.watch.page_hot_spots import hot_spot_section
from tongket.watch.page_style import STYLE
from tongket.watch.page_tables import budgets_section, repeats_section, skipped_section
from tongket.watch.page_words import word
from tongket.watch.results import WatchResult
from tongket.watch.signals import CAVEATS, Signal
from tongket.watch.telling import KIND_NAMES, sentence

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_TAGS = {"vi": "vi-VN", "en": "en-GB"}


@dataclass(frozen=True, eq=False)
class Page:
    """Hold what the page shows.

    Attributes
    ----------
    result : WatchResult
        Signals, budgets, hot spots, near repeats, and what was not run.
    names : Names
        Of areas and kinds of case.
    base : MapBase
        Ground of the maps.
    basis : str
        ``seal``, ``received`` or ``dated``.
    seal : str or None
        Digest of the seal.
    synthetic : bool
        Whether the records are made up, which the page must say.
    figures : dict of str to tuple of str
        By signal: the ids under which its numbers stand in the ledger.
    continues : dict of str to str
        By signal: the id of the one of an earlier look that it goes on from.
    """

    result: WatchResult
    names: Names
    base: MapBase
    basis: str
    seal: str | None
    synthetic: bool
    figures: dict[str, tuple[str, ...]]
    continues: Mapping[str, str] = field(default_factory=dict)


def signals_html(page: Page, language: Language) -> str:
    """Return the page as one self-contained HTML file; the same content gives the same text.

    Parameters
    ----------
    page : Page
        What it shows.
    language : {'vi', 'en'}
        Of the page.

    Returns
    -------
    str
        HTML 5 whose content security policy allows neither network nor script.
    """
    place = page.names.place.in_language(language)
    title = f"{word('title', language)}: {place}, {_day(page, language)}"
    mark = f'<p class="mark">{escape(word("synthetic", language))}</p>' if page.synthetic else ""
    sections = [
        _signals(page, language),
        *(hot_spot_section(layer, page.base, page.names, language) for layer in page.result.hot_spots),
        repeats_section(page.result, page.names, language),
        budgets_section(page.result, language),
        skipped_section(page.result, page.names, language),
    ]
    return "".join(
        (
            f'<!doctype html>\n<html lang="{_TAGS[language]}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{mark}",
            f"<header><h1>{escape(title)}</h1><p>{escape(word('limits', language))}</p></header>",
            f"<main>{''.join(sections)}</main>{_footer(page, language)}</body></html>\n",
        )
    )


def _day(page: Page, language: Language) -> str:
    return f"{page.result.as_of:%d/%m/%Y}" if language == "vi" else page.result.as_of.isoformat()


def maps_of(page: Page, language: Language) -> list[tuple[str, str]]:
    """Return the maps of signals with a note for each: on boundaries, else a plan of squares and the bare ground."""
    signals, base = numbered(page.result.signals), page.base
    found = []
    if base.tiles and not base.shapes:
        found.append((draw_tiles(signals, base, page.names, language), word("plan", language)))
    if has_ground(base, page.result.signals):
        note = word("key" if base.shapes else "ground", language)
        found.append((draw_ground(signals, base, page.names, language), note))
    return found


def map_alone(page: Page, language: Language) -> str | None:
    """Return the first map with title, day, key and list, to stand without the page; None where none can be drawn."""
    maps = maps_of(page, language)
    if not maps:
        return None
    svg, note = maps[0]
    title = f"{word('title', language)}: {page.names.place.in_language(language)}, {_day(page, language)}"
    heads = [title, *([word("synthetic", language)] if page.synthetic else [])]
    called = page.names.called(language)
    listed = [f"{number}. {sentence(one, language, called)}" for number, one in numbered(page.result.signals)]
    return alone(svg, heads, [note, *(listed or [word("none", language)])])


def _signals(page: Page, language: Language) -> str:
    maps = "".join(f'{svg}<p class="note">{escape(note)}</p>' for svg, note in maps_of(page, language))
    if page.result.signals:
        items = "".join(_item(number, one, page, language) for number, one in numbered(page.result.signals))
        listed = f'<ol class="list">{items}</ol>'
    else:
        listed = f"<p>{escape(word('none', language))}</p>"
    body = f'<div class="pair"><div class="maps">{maps}</div><div>{listed}</div></div>' if maps else listed
    return f"<section><h2>{escape(word('signals', language))}</h2>{body}</section>"


def _item(number: int, signal: Signal, page: Page, language: Language) -> str:
    kind = f"{KIND_NAMES[signal.kind].in_language(language)} – {detector_name(signal.detector).in_language(language)}"
    told = sentence(signal, language, page.names.called(language))
    before = page.continues.get(signal.id)
    lasting = f"<p>{escape(word('continues', language))} <code>{before}</code>.</p>" if before else ""
    return (
        f'<li class="{signal.kind.value}"><span class="no">{number}</span> <b>{escape(kind)}</b>'
        f'<p>{escape(told)}</p>{lasting}<p class="facts">{_facts(signal, language)}</p>'
        f"<details><summary>{escape(word('details', language))}</summary>{_details(signal, page, language)}</details>"
        "</li>"
    )


def _facts(signal: Signal, language: Language) -> str:
    parts = [
        f"<b>{format_number(signal.observed, language)}</b> {word('observed', language)}",
        f"<b>{format_number(signal.expected, language, 1)}</b> {word('expected', language)}",
    ]
    if signal.expected > 0:
        parts.append(f"<b>{format_number(signal.relative_risk, language, 1)}</b> {word('times', language)}")
    if signal.p_value is not None:
        parts.append(f"p {p_words(signal.p_value, language)}")
    if signal.recurrence_interval_days is not None:
        parts.append(f"{word('recurs', language)} {interval_words(signal.recurrence_interval_days, language)}")
    return " · ".join(parts)


def p_words(p_value: float, language: Language) -> str:
    """Return a p-value after its sign: equal, or smaller than one in ten thousand."""
    least = 0.0001
    return ("&lt; " if p_value < least else "= ") + format_number(max(p_value, least), language, 4)


def interval_words(days: float, language: Language) -> str:
    """Return a recurrence interval in days, or in years from two on."""
    whole_years = 730
    if days < whole_years:
        return word("days", language, n=format_number(days, language))
    return word("years", language, n=format_number(days / 365.25, language))


def _details(signal: Signal, page: Page, language: Language) -> str:
    settings = ", ".join(f"{name} = {value}" for name, value in signal.parameters)
    seed = "" if signal.seed is None else f"; {word('seed', language)} {signal.seed}"
    method = f"{detector_name(signal.detector).in_language(language)}: {settings}{seed}"
    caveats = "".join(f"<li>{escape(CAVEATS[caveat].in_language(language))}</li>" for caveat in signal.caveats)
    ids = " ".join(page.figures.get(signal.id, ()))
    traced = f"<p>{escape(word('figures', language))}: <code>{escape(ids)}</code></p>" if ids else ""
    return (
        f"<ul>{caveats}</ul><p>{escape(word('method', language))}: {escape(method)}</p>"
        f"<p>{escape(word('id', language))}: <code>{signal.id}</code></p>{traced}"
    )


def _footer(page: Page, language: Language) -> str:
    basis = word(page.basis, language, seal=page.seal or "", day=_day(page, language))
    series = word("series", language, n=format_number(page.result.n_series, language))
    version = f"{word('version', language)} {__version__}"
    return f"<footer><p>{escape(word('rests', language))}: {escape('; '.join((basis, series, version)))}.</p></footer>"
