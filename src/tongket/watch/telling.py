"""Tell signals to people and to maps: one sentence in each language, and GeoJSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tongket.model.errors import UsageError
from tongket.model.text import Language, Text, format_number
from tongket.watch.projection import Projection
from tongket.watch.signals import Kind, Place, Signal

# corners of a drawn circle: its area is then short by 0.2 %
_CORNERS = 64

KIND_NAMES: dict[Kind, Text] = {
    Kind.SURGE: Text(vi="Tăng bất thường", en="Surge"),
    Kind.CLUSTER: Text(vi="Chùm vụ việc", en="Cluster"),
    Kind.HOT_SPOT: Text(vi="Điểm nóng", en="Hot spot"),
    Kind.NEAR_REPEAT: Text(vi="Tái diễn lân cận", en="Near repeat"),
}

_SENTENCES: dict[Kind, Text] = {
    Kind.SURGE: Text(
        vi="Từ {start} đến {end}, tại {where} ghi nhận {observed} vụ {what}, trong khi mức kỳ vọng là {expected} vụ",
        en="From {start} to {end}, {where} recorded {observed} cases of {what} where {expected} were expected",
    ),
    Kind.CLUSTER: Text(
        vi="Từ {start} đến {end}, khu vực {where} có {observed} vụ {what}, trong khi mức kỳ vọng là {expected} vụ",
        en="From {start} to {end}, {observed} cases of {what} came together in {where} where {expected} were expected",
    ),
    Kind.HOT_SPOT: Text(
        vi="Từ {start} đến {end}, {where} là nơi tập trung {observed} vụ {what}, so với mức kỳ vọng {expected} vụ",
        en="From {start} to {end}, {where} stood out with {observed} cases of {what} where {expected} were expected",
    ),
    Kind.NEAR_REPEAT: Text(
        vi="Từ {start} đến {end}, tại {where} có {observed} cặp vụ {what} gần nhau cả về địa điểm và thời gian,"
        " so với mức kỳ vọng {expected} cặp",
        en="From {start} to {end}, {where} had {observed} pairs of {what} near in place and time"
        " where {expected} were expected",
    ),
}

_CHANCE: dict[str, Text] = {
    "p": Text(vi=" (p {p}).", en=" (p {p})."),
    "none": Text(vi=".", en="."),
}


def sentence(signal: Signal, language: Language, name: Callable[[str, str], str] | None = None) -> str:
    """Return one plain sentence about a signal.

    Parameters
    ----------
    signal : Signal
        What was seen.
    language : {'vi', 'en'}
        Language of the sentence.
    name : callable, optional
        Gives the name for a column and a code; the code itself by default.

    Returns
    -------
    str
        With observed and expected counts, and the p-value where there is one.
    """
    called = name or _code
    what = ", ".join(called(column, code) for column, code in signal.what)
    where = where_words(signal, language, called)
    words = {
        "start": _day(signal.start.isoformat(), language),
        "end": _day(signal.end.isoformat(), language),
        "where": where,
        "what": what or _anything(language),
        "observed": format_number(signal.observed, language),
        "expected": format_number(signal.expected, language, 1),
        "p": "" if signal.p_value is None else _p(signal.p_value, language),
    }
    ending = _CHANCE["none" if signal.p_value is None else "p"].in_language(language)
    return (_SENTENCES[signal.kind].in_language(language) + ending).format(**words).replace("  ", " ")


def where_words(signal: Signal, language: Language, name: Callable[[str, str], str]) -> str:
    """Return where a signal is: its areas by name, its centre and radius, or both for a circle within areas."""
    areas = ", ".join(name("area", code) for code in signal.where.areas)
    if signal.where.radius_km is None:
        return areas or _centre(signal.where, language)
    return f"{_centre(signal.where, language)} ({areas})" if areas else _centre(signal.where, language)


def _code(_column: str, code: str) -> str:
    return code


def _p(p_value: float, language: Language) -> str:
    least = 0.0001
    return ("< " if p_value < least else "= ") + format_number(max(p_value, least), language, 4)


def _day(iso: str, language: Language) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}" if language == "vi" else iso


def _anything(language: Language) -> str:
    return Text(vi="các loại", en="any kind").in_language(language)


def _centre(place: Place, language: Language) -> str:
    if place.longitude is None or place.latitude is None:
        return Text(vi="vùng được khoanh trên bản đồ", en="the outlined area").in_language(language)
    point = f"{format_number(place.latitude, language, 4)}; {format_number(place.longitude, language, 4)}"
    radius = "" if place.radius_km is None else format_number(place.radius_km, language, 1)
    if not radius:
        return Text(vi=f"điểm ({point})", en=f"the point ({point})").in_language(language)
    return Text(vi=f"bán kính {radius} km quanh điểm ({point})", en=f"{radius} km around ({point})").in_language(
        language
    )


def to_geojson(signals: Sequence[Signal], areas: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """Return signals as a GeoJSON feature collection (RFC 7946).

    Parameters
    ----------
    signals : sequence of Signal
        In the order they shall stand.
    areas : mapping of str to mapping, optional
        GeoJSON geometry of each area; signals whose place is an area that is not in it have no geometry.

    Returns
    -------
    str
        The same bytes for the same signals.
    """
    features = [
        {
            "type": "Feature",
            "id": signal.id,
            "geometry": _geometry(signal.where, areas or {}),
            "properties": signal.to_dict(),
        }
        for signal in signals
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, sort_keys=True)


def _geometry(place: Place, areas: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    if place.outline:
        return {"type": "Polygon", "coordinates": [_ring(list(place.outline))]}
    if place.longitude is not None and place.latitude is not None:
        if place.radius_km is None:
            return {"type": "Point", "coordinates": [place.longitude, place.latitude]}
        return {"type": "Polygon", "coordinates": [_ring(_ellipse(place, place.longitude, place.latitude))]}
    shapes = [_wound(areas[code]) for code in place.areas if code in areas]
    if not shapes:
        return None
    return shapes[0] if len(shapes) == 1 else {"type": "GeometryCollection", "geometries": shapes}


def _wound(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an area with its rings as RFC 7946 wants them, whichever way its file has them: holes run clockwise."""
    if shape["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": _wound_rings(shape["coordinates"])}
    if shape["type"] == "MultiPolygon":
        return {"type": "MultiPolygon", "coordinates": [_wound_rings(part) for part in shape["coordinates"]]}
    return shape


def _wound_rings(rings: Sequence[Sequence[Sequence[float]]]) -> list[list[list[float]]]:
    turned = [_ring([(corner[0], corner[1]) for corner in ring[:-1]]) for ring in rings]
    return [ring if number == 0 else ring[::-1] for number, ring in enumerate(turned)]


def circle_of(place: Place) -> list[tuple[float, float]]:
    """Return the corners of a circle or ellipse as longitude and latitude; the place must have a centre."""
    if place.longitude is None or place.latitude is None:
        raise UsageError("Place: a circle needs a centre; got none. Give longitude and latitude.")
    return _ellipse(place, place.longitude, place.latitude)


def _ellipse(place: Place, longitude: float, latitude: float) -> list[tuple[float, float]]:
    projection = Projection(longitude, latitude)
    long_axis = 1000 * (place.radius_km or 0.0)
    turn = math.radians(place.angle_degrees)
    corners = []
    for step in range(_CORNERS):
        angle = 2 * math.pi * step / _CORNERS
        along, across = long_axis * math.cos(angle), long_axis / place.ratio * math.sin(angle)
        x = along * math.cos(turn) - across * math.sin(turn)
        y = along * math.sin(turn) + across * math.cos(turn)
        lon, lat = projection.to_degrees(x, y)
        corners.append((float(lon), float(lat)))
    return corners


def _ring(corners: list[tuple[float, float]]) -> list[list[float]]:
    """Return a closed ring, counter-clockwise as RFC 7946 wants outer rings, to a centimetre."""
    turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True))
    ordered = corners if turned >= 0 else corners[::-1]
    return [[round(lon, 7), round(lat, 7)] for lon, lat in (*ordered, ordered[0])]
