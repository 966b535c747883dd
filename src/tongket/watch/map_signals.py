"""Draw signals: on boundaries or bare ground in true proportion, or on the plan of squares."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tongket.model.text import Language, Text
from tongket.watch.map_base import Corner, MapBase, rings_of
from tongket.watch.map_frame import BORDER, CLUSTER, GREY, INK, SURGE, Badges, Frame, dots, picture
from tongket.watch.names import Names
from tongket.watch.projection import Projection
from tongket.watch.signals import Kind, Signal
from tongket.watch.telling import circle_of

# by list number, from 1
Numbered = Sequence[tuple[int, Signal]]
_TILE = 62.0
# metres about circles on bare ground
_AROUND = 4000.0
_SHORT = 11
_HATCH = (
    f'<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{SURGE}" fill-opacity="0.12"/>'
    f'<path d="M0 0v6" stroke="{SURGE}" stroke-width="1.6"/></pattern>'
)


def numbered(signals: Sequence[Signal]) -> list[tuple[int, Signal]]:
    """Return signals with the number they have in the list beside the map."""
    return list(enumerate(signals, start=1))


def has_ground(base: MapBase, signals: Sequence[Signal]) -> bool:
    """Tell whether there is anything to draw in true proportion."""
    return bool(base.shapes or [one for one in signals if _is_circle(one)])


def draw_ground(signals: Numbered, base: MapBase, names: Names, language: Language) -> str:
    """Return the map in true proportion: boundaries where there are any, areas with signals hatched, circles drawn.

    Parameters
    ----------
    signals : sequence of (int, Signal)
        With their numbers in the list.
    base : MapBase
        Ground.
    names : Names
        Of areas.
    language : {'vi', 'en'}
        Of labels.

    Returns
    -------
    str
        SVG.
    """
    frame = Frame.around(_extent(signals, base))
    badges = Badges()
    hatched = {code for _, one in signals if one.kind is Kind.SURGE for code in one.where.areas}
    parts = ["<defs>", _HATCH, "</defs>"]
    for code, shape in sorted(base.shapes.items()):
        path = "".join(frame.path(ring) for ring in rings_of(shape))
        marked = f'fill="url(#hatch)" stroke="{SURGE}" stroke-width="2"' if code in hatched else ""
        plain = f'fill="none" stroke="{BORDER}" stroke-width="0.8"'
        title = escape(names.text("area", code).in_language(language))
        parts.append(f'<path d="{path}" fill-rule="evenodd" {marked or plain}><title>{title}</title></path>')
    parts.append(_labels(base, frame, names, language))
    parts += [_circle(one, frame) for _, one in signals if _is_circle(one)]
    parts += _badges(signals, base, frame, badges)
    parts.append(frame.scale_bar(language))
    return picture(frame.width, frame.height, *_about(signals, names, language), "".join(parts))


def _extent(signals: Numbered, base: MapBase) -> list[Corner]:
    rings = [corner for ring in base.rings() for corner in ring]
    if rings:
        return rings
    circles = [corner for _, one in signals if _is_circle(one) for corner in circle_of(one.where)]
    # a close look, with what lies about it: the plan of squares shows where in the city this is
    projection = Projection.around([x for x, _ in circles], [y for _, y in circles])
    x, y = projection.to_metres([x for x, _ in circles], [y for _, y in circles])
    lon, lat = projection.to_degrees([x.min() - _AROUND, x.max() + _AROUND], [y.min() - _AROUND, y.max() + _AROUND])
    return [(float(lon[0]), float(lat[0])), (float(lon[1]), float(lat[1]))]


def _is_circle(signal: Signal) -> bool:
    return signal.where.longitude is not None and signal.where.radius_km is not None


def _labels(base: MapBase, frame: Frame, names: Names, language: Language) -> str:
    """Return the codes of the areas inside their boundaries, else dots with names."""
    if not base.shapes:
        return dots(base.centres, frame, lambda code: names.text("area", code).in_language(language), named=True)
    parts = []
    for code in sorted(base.shapes):
        x, y = frame.at(*(base.centre(code) or (0.0, 0.0)))
        style = f'text-anchor="middle" font-size="12" fill="{GREY}"'
        parts.append(f'<text x="{x:.1f}" y="{y + 4:.1f}" {style}>{escape(code)}</text>')
    return "".join(parts)


def _circle(signal: Signal, frame: Frame) -> str:
    path = frame.path(circle_of(signal.where))
    return f'<path d="{path}" fill="{CLUSTER}" fill-opacity="0.14" stroke="{CLUSTER}" stroke-width="2.2"/>'


def _badges(signals: Numbered, base: MapBase, frame: Frame, badges: Badges) -> list[str]:
    parts = []
    for number, one in signals:
        where = None
        if _is_circle(one):
            where = (one.where.longitude or 0.0, one.where.latitude or 0.0)
        elif one.kind is Kind.SURGE:
            where = next((base.centre(code) for code in one.where.areas), None)
        if where is not None:
            x, y = frame.at(*where)
            parts.append(badges.put(x, y - 12, str(number), CLUSTER if _is_circle(one) else SURGE))
    return parts


def draw_tiles(signals: Numbered, base: MapBase, names: Names, language: Language) -> str:
    """Return the plan of squares, the squares with signals marked and numbered; parameters as for `draw_ground`."""
    first_x, first_y = (min(tile[axis] for tile in base.tiles.values()) for axis in (0, 1))
    wide, high = (
        (max(tile[axis] for tile in base.tiles.values()) - first + 1) * _TILE
        for axis, first in ((0, first_x), (1, first_y))
    )
    found: dict[str, list[int]] = {}
    clustered = set()
    for number, one in signals:
        for code in one.where.areas:
            found.setdefault(code, []).append(number)
            clustered |= {code} if one.kind is Kind.CLUSTER else set()
    parts = ["<defs>", _HATCH, "</defs>"]
    for code, (column, row) in sorted(base.tiles.items()):
        x, y = (column - first_x) * _TILE, (row - first_y) * _TILE
        colour = CLUSTER if code in clustered else SURGE
        name = names.text("area", code).in_language(language)
        parts.append(_tile(x, y, name, found.get(code, []), colour))
    return picture(wide, high, *_about(signals, names, language), "".join(parts))


def _tile(x: float, y: float, name: str, numbers: Sequence[int], colour: str) -> str:
    side = _TILE - 3
    fill = f'fill="url(#hatch)" stroke="{colour}" stroke-width="2.5"' if numbers else 'fill="#f4f5f6" stroke="#c3c9cf"'
    lines = _wrapped(_plain_name(name))
    text = "".join(
        f'<text x="{x + side / 2:.1f}" y="{y + 15 + 11 * place:.1f}" text-anchor="middle" font-size="9.5"'
        f' fill="{INK if numbers else GREY}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    badge = Badges().put(x + side / 2, y + side - 13, ", ".join(map(str, numbers)), colour) if numbers else ""
    box = f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{side - 2:.1f}" height="{side - 2:.1f}" {fill}>'
    return f"{box}<title>{escape(name)}</title></rect>{text}{badge}"


_KINDS = ("Phường ", "Xã ", "Thị trấn ", "Thị xã ", "Quận ", "Huyện ")


def _plain_name(name: str) -> str:
    """Return a name without its kind, which would fill the square."""
    for kind in _KINDS:
        name = name.removeprefix(kind)
    for kind in (" Ward", " Commune", " Township", " Town", " District"):
        name = name.removesuffix(kind)
    return name


def _wrapped(text: str) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _SHORT:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines[:2]


def _about(signals: Numbered, names: Names, language: Language) -> tuple[str, str]:
    title = Text(f"Bản đồ tín hiệu: {names.place.vi}", f"Map of signals: {names.place.en}").in_language(language)
    drawn = [str(number) for number, one in signals if one.where.areas != ("*",)]
    about = Text(
        f"Tín hiệu được vẽ, theo số thứ tự trong danh sách: {', '.join(drawn) or 'không có'}.",
        f"Signals drawn, by their numbers in the list: {', '.join(drawn) or 'none'}.",
    )
    return title, about.in_language(language)
