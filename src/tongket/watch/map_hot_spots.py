"""Draw hot spots: the cells of the grid by density, the places that stand out, and the boundaries above them."""

from __future__ import annotations

import numpy as np

from tongket.model.text import Language, Text, format_number
from tongket.watch.map_base import Corner, MapBase, rings_of
from tongket.watch.map_frame import BORDER, GREY, SPOT, Badges, Frame, dots, picture
from tongket.watch.names import Names
from tongket.watch.watching_hot_spots import HotSpotLayer, shades

# light to dark, told apart in grey print
SHADES = ("#d6e4f0", "#9dbfdd", "#5590c4", "#0b4a82")
_LEGEND = 26.0


def draw_hot_spots(layer: HotSpotLayer, base: MapBase, names: Names, language: Language) -> str:
    """Return the map of one kind of case.

    Parameters
    ----------
    layer : HotSpotLayer
        Grid, densities and named places.
    base : MapBase
        Ground.
    names : Names
        Of the kind of case.
    language : {'vi', 'en'}
        Of labels.

    Returns
    -------
    str
        SVG with a legend.
    """
    frame = Frame.around(_extent(layer, base))
    parts = _cells(layer, frame)
    for _, shape in sorted(base.shapes.items()):
        path = "".join(frame.path(ring) for ring in rings_of(shape))
        parts.append(f'<path d="{path}" fill="none" stroke="{BORDER}" stroke-width="0.7"/>')
    if not base.shapes:
        parts.append(
            dots(base.centres, frame, lambda code: names.text("area", code).in_language(language), named=False)
        )
    badges = Badges()
    for number, spot in enumerate(layer.spots, start=1):
        path = frame.path(spot.where.outline)
        parts.append(f'<path d="{path}" fill="none" stroke="{SPOT}" stroke-width="1.8"/>')
        x, y = frame.at(spot.where.longitude or 0.0, spot.where.latitude or 0.0)
        parts.append(badges.put(x, y, str(number), SPOT))
    parts += [frame.scale_bar(language), _legend(layer, frame, language)]
    what = names.text("", layer.code)
    title = Text(f"Bản đồ điểm nóng: {what.vi}", f"Hot spots: {what.en}").in_language(language)
    cases = format_number(layer.n_cases, language)
    about = Text(f"Mật độ của {cases} vụ trên lưới ô vuông.", f"Density of {cases} cases on a grid of squares.")
    return picture(frame.width, frame.height + _LEGEND, title, about.in_language(language), "".join(parts))


def _extent(layer: HotSpotLayer, base: MapBase) -> list[Corner]:
    rings = [corner for ring in base.rings() for corner in ring]
    if rings:
        return rings
    grid = layer.map.grid
    # the cells that hold cases and a margin of one; a rectangle about every stray case would show mostly nothing
    x, y = grid.centres()
    shade = shades(layer)
    shown = (shade > 0) | (layer.map.counts.count > 0)
    low_x, high_x = np.quantile(x[shown], (0.01, 0.99)) + np.array([-3, 3]) * grid.cell
    low_y, high_y = np.quantile(y[shown], (0.01, 0.99)) + np.array([-3, 3]) * grid.cell
    lon, lat = layer.projection.to_degrees(np.array([low_x, high_x]), np.array([low_y, high_y]))
    return [(float(lon[0]), float(lat[0])), (float(lon[1]), float(lat[1]))]


def _cells(layer: HotSpotLayer, frame: Frame) -> list[str]:
    """Return one path for each shade; neighbouring cells of a row are one rectangle."""
    grid, shade = layer.map.grid, shades(layer, len(SHADES))
    row, column = np.divmod(grid.cells, grid.columns)
    parts = []
    for step, colour in enumerate(SHADES, start=1):
        words = []
        at = np.flatnonzero(shade == step)
        breaks = np.flatnonzero((np.diff(row[at]) != 0) | (np.diff(column[at]) != 1)) + 1
        for run in np.split(at, breaks) if at.size else ():
            left = grid.x0 + float(column[run[0]]) * grid.cell
            bottom = grid.y0 + float(row[run[0]]) * grid.cell
            lon, lat = layer.projection.to_degrees([left, left + run.size * grid.cell], [bottom, bottom + grid.cell])
            x1, y1 = frame.at(float(lon[0]), float(lat[1]))
            x2, y2 = frame.at(float(lon[1]), float(lat[0]))
            words.append(f"M{x1:.1f} {y1:.1f}H{x2:.1f}V{y2:.1f}H{x1:.1f}Z")
        if words:
            parts.append(f'<path d="{"".join(words)}" fill="{colour}"/>')
    return parts


def _legend(layer: HotSpotLayer, frame: Frame, language: Language) -> str:
    """Return what the shades mean, in cases per square kilometre a year."""
    density = layer.map.density.density
    days = (layer.end - layer.start).days + 1
    yearly = 365.25 / days
    mean, top = 3 * float(density.mean()) * yearly, float(density.max()) * yearly
    edges = [mean * (top / mean) ** (step / len(SHADES)) if mean else 0.0 for step in range(len(SHADES) + 1)]
    parts, x, y = [], 12.0, frame.height + 6
    for step, colour in enumerate(SHADES):
        digits = 0 if edges[0] >= 10 else 1
        low, high = (format_number(edge, language, digits) for edge in edges[step : step + 2])
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="16" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 20:.1f}" y="{y + 10.5:.1f}" font-size="12">{low}–{high}</text>')
        x += 110
    words = Text("vụ/km² mỗi năm", "cases per km² a year").in_language(language)
    parts.append(f'<text x="{x:.1f}" y="{y + 10.5:.1f}" font-size="12" fill="{GREY}">{words}</text>')
    return "".join(parts)
