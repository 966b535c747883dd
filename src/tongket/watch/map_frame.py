"""The frame of a map: from degrees to the picture, a scale bar, and labels that keep out of each other's way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from tongket.model.text import Language, format_number
from tongket.watch.map_base import Corner
from tongket.watch.projection import Projection

WIDTH = 720.0
_TALLEST = 860.0
_MARGIN = 14.0
_LINE = 12.0
FONT = "'Liberation Serif','Times New Roman',Tinos,serif"
INK, GREY, BORDER = "#1a1a1a", "#5d6670", "#8a929c"
SURGE, CLUSTER, SPOT = "#b3480f", "#8f1d2c", "#0b4a82"


@dataclass(frozen=True)
class Frame:
    """Turn longitude and latitude into places of a picture, north up, in true proportion.

    Attributes
    ----------
    projection : Projection
        About the middle of what is drawn.
    west, north : float
        Metres of the left and the upper edge.
    scale : float
        Units of the picture for a metre.
    width, height : float
        Of the picture.
    """

    projection: Projection
    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, corners: Iterable[Corner]) -> Frame:
        """Return the frame that shows all corners; there must be one at least."""
        points = list(corners)
        projection = Projection.around([lon for lon, _ in points], [lat for _, lat in points])
        x, y = projection.to_metres([lon for lon, _ in points], [lat for _, lat in points])
        # a single point still gets a kilometre of ground
        across, up = max(float(x.max() - x.min()), 1000.0), max(float(y.max() - y.min()), 1000.0)
        scale = min((WIDTH - 2 * _MARGIN) / across, (_TALLEST - 2 * _MARGIN) / up)
        height = up * scale + 2 * _MARGIN
        west = (float(x.max() + x.min()) - WIDTH / scale) / 2
        north = (float(y.max() + y.min()) + height / scale) / 2
        return cls(projection, west, north, scale, WIDTH, height)

    def shows(self, longitude: float, latitude: float) -> bool:
        """Tell whether a point lies in the picture."""
        x, y = self.at(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the place of a point."""
        x, y = self.projection.to_metres(longitude, latitude)
        return (float(x) - self.west) * self.scale, (self.north - float(y)) * self.scale

    def path(self, ring: Sequence[Corner]) -> str:
        """Return a closed ring as path data, points that fall on one another left out."""
        longitudes, latitudes = zip(*ring, strict=True)
        x, y = self.projection.to_metres(longitudes, latitudes)
        places = zip((x - self.west) * self.scale, (self.north - y) * self.scale, strict=True)
        words = [f"{a:.1f} {b:.1f}" for a, b in places]
        kept = [word for word, before in zip(words, ["", *words], strict=False) if word != before]
        return "M" + "L".join(kept) + "Z"

    def scale_bar(self, language: Language) -> str:
        """Return a bar of a round length, about a fifth of the width."""
        metres = 0.2 * self.width / self.scale
        step = 10 ** math.floor(math.log10(metres))
        length = max(step * factor for factor in (1, 2, 5) if step * factor <= metres)
        words = f"{format_number(length / 1000, language, 0 if length >= 1000 else 1)} km"
        x, y, wide = 12.0, self.height - 12, length * self.scale
        return (
            f'<path d="M{x:.1f} {y - 4:.1f}v4h{wide:.1f}v-4" fill="none" stroke="{INK}" stroke-width="1.2"/>'
            f'<text x="{x + wide / 2:.1f}" y="{y - 6:.1f}" text-anchor="middle" font-size="12">{words}</text>'
        )


@dataclass
class Badges:
    """Place numbers so that none covers another.

    Attributes
    ----------
    taken : list of (float, float, float)
        Middle and half width of each badge that stands.
    """

    taken: list[tuple[float, float, float]] = field(default_factory=list)

    def put(self, x: float, y: float, text: str, colour: str) -> str:
        """Return a badge at a place, or as near below it as there is room."""
        half = 9.0 + 3.2 * max(0, len(text) - 1)
        while any(abs(x - a) < half + b and abs(y - c) < 20 for a, c, b in self.taken):
            y += 20
        self.taken.append((x, y, half))
        return (
            f'<rect x="{x - half:.1f}" y="{y - 9:.1f}" width="{2 * half:.1f}" height="18" rx="9" fill="{colour}"'
            f' stroke="#fff" stroke-width="1.5"/>'
            f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" font-size="13" font-weight="bold" fill="#fff">'
            f"{escape(text)}</text>"
        )


def dots(centres: Mapping[str, Corner], frame: Frame, name: Callable[[str], str], *, named: bool) -> str:
    """Return a dot for each area in the picture, with its name where that covers no other name."""
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for code, centre in sorted(centres.items()):
        if not frame.shows(*centre):
            continue
        x, y = frame.at(*centre)
        text, wide = escape(name(code)), 6.0 * len(name(code))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{BORDER}"><title>{text}</title></circle>')
        free = all(abs(y - b) > _LINE or x + wide < a or a + w < x for a, b, w in taken)
        if named and free and x + wide < frame.width:
            taken.append((x, y, wide))
            parts.append(f'<text x="{x + 4:.1f}" y="{y + 3.5:.1f}" font-size="11" fill="{GREY}">{text}</text>')
    return "".join(parts)


def picture(width: float, height: float, title: str, about: str, body: str) -> str:
    """Return a whole SVG, readable by a screen reader."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" font-family="{FONT}" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/>{body}</svg>'
    )
