"""Boundaries of areas: the shapes a book brings for its maps, by code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tongket.model.errors import SourceError
from tongket.store.book import Book

Shape = dict[str, Any]


def read_boundaries(path: Path, code_property: str) -> dict[str, Shape]:
    """Read the shapes of a GeoJSON file by area code.

    Raises
    ------
    SourceError
        If the file is no GeoJSON of polygons or a shape lacks the property.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        features = content["features"]
        shapes = {str(feature["properties"][code_property]): feature["geometry"] for feature in features}
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"Boundaries {path}: must be a GeoJSON FeatureCollection whose shapes carry {code_property!r};"
            f" got {type(error).__name__}: {error}. Set areas.code_property in book.toml to the right name."
        ) from error
    if not shapes:
        raise SourceError(f"Boundaries {path}: must hold at least one shape; got none. Use another file.")
    return shapes


def book_boundaries(book: Book) -> dict[str, Shape]:
    """Return the shapes of a book's boundaries; none where it has no such file."""
    name = book.file.areas.boundaries
    path = book.path / name
    return read_boundaries(path, book.file.areas.code_property) if name and path.is_file() else {}


def shapes_by_code(codes: Iterable[str], shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """Return the shapes by the codes of the areas: a file may write 9 where the records write 09."""
    plain = {code.lstrip("0"): shape for code, shape in shapes.items()}
    found = {code: shapes.get(code, plain.get(code.lstrip("0"))) for code in codes}
    return {code: shape for code, shape in found.items() if shape is not None}


def polygons(shape: Mapping[str, Any]) -> list[list[list[list[float]]]]:
    """Return the polygons of a shape, each a list of rings, the outer one first.

    Raises
    ------
    SourceError
        If the shape is no polygon.
    """
    if shape["type"] not in ("Polygon", "MultiPolygon"):
        raise SourceError(f"Boundaries: shapes must be polygons; got {shape['type']!r}. Use another file.")
    return [shape["coordinates"]] if shape["type"] == "Polygon" else list(shape["coordinates"])
