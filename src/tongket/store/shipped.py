"""Read sets of areas and lists of offences: those that ship with the project, and a user's own in the same form."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tongket.model.areas import Area, AreaChange, AreaSet, Population, Tile
from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.store.definition_rows import Row, read_rows, read_source

_AREA_COLUMNS = ("code", "valid_from", "valid_to", "name_vi", "name_en", "level", "parent")
_CHANGE_COLUMNS = ("old_code", "old_valid_from", "new_code", "new_valid_from", "changed_on", "share", "share_basis")
_POPULATION_COLUMNS = ("code", "valid_from", "on", "population", "source")
_TILE_COLUMNS = ("code", "valid_from", "column", "row")


def _shipped(kind: str) -> Traversable:
    return files("tongket.store").joinpath("shipped", kind)


def _names(kind: str) -> tuple[str, ...]:
    folders = (folder.name for folder in _shipped(kind).iterdir() if folder.is_dir())
    return tuple(sorted(name for name in folders if not name.startswith(("_", "."))))


def _folder(kind: str, name: str, known: tuple[str, ...]) -> Traversable:
    if name not in known:
        raise DefinitionError(
            f"Shipped {kind}: must be one of {', '.join(known)}; got {name!r}."
            " Use one of these names, or give the path of a folder of your own."
        )
    return _shipped(kind).joinpath(name)


def list_area_sets() -> tuple[str, ...]:
    """Return the names of the area sets that ship with the project."""
    return _names("areas")


def read_area_set(name: str) -> AreaSet:
    """Read an area set that ships with the project.

    Raises
    ------
    DefinitionError
        If there is none of that name.
    """
    return _read_areas(_folder("areas", name, list_area_sets()))


def read_area_set_folder(path: Path) -> AreaSet:
    """Read an area set from a folder: source.toml, areas.csv, and where there are any the other tables.

    Parameters
    ----------
    path : Path
        Folder laid out as the shipped ones; ``area_changes.csv``, ``populations.csv`` and ``tiles.csv`` may be absent.

    Raises
    ------
    DefinitionError
        If a file, column or cell is not as it must be; the message names file, line, column and remedy.
    """
    return _read_areas(_own_folder(path))


def _own_folder(path: Path) -> Path:
    if not path.is_dir():
        raise DefinitionError(f"{path}: must be a folder of definitions; there is none. Mend the path.")
    return path


def _read_areas(folder: Traversable) -> AreaSet:
    source = read_source(folder)
    return AreaSet(
        id=source["id"],
        title=Text(vi=source["title_vi"], en=source["title_en"]),
        root=_key(folder, source, "root", str),
        levels=tuple(_key(folder, source, "levels", list)),
        areas=tuple(row.built(_area) for row in read_rows(folder, "areas.csv", _AREA_COLUMNS)),
        changes=tuple(
            row.built(_change) for row in read_rows(folder, "area_changes.csv", _CHANGE_COLUMNS, optional=True)
        ),
        populations=tuple(
            row.built(_population) for row in read_rows(folder, "populations.csv", _POPULATION_COLUMNS, optional=True)
        ),
        tiles=tuple(row.built(_tile) for row in read_rows(folder, "tiles.csv", _TILE_COLUMNS, optional=True)),
    )


def _key(folder: Traversable, source: dict[str, Any], key: str, kind: type) -> Any:
    if not isinstance(source.get(key), kind) or not source[key]:
        raise DefinitionError(
            f"{folder / 'source.toml'}, key {key!r}: must be a {kind.__name__} that is not empty;"
            f" got {source.get(key)!r}. Add it."
        )
    return source[key]


def _area(row: Row) -> Area:
    return Area(
        code=row.text("code"),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        name=row.both("name"),
        level=row.text("level"),
        parent=row.optional("parent") or None,
        kind=row.optional("kind"),
        longitude=row.optional_number("longitude"),
        latitude=row.optional_number("latitude"),
    )


def _change(row: Row) -> AreaChange:
    return AreaChange(
        old_code=row.text("old_code"),
        old_valid_from=row.day("old_valid_from"),
        new_code=row.text("new_code"),
        new_valid_from=row.day("new_valid_from"),
        changed_on=row.day("changed_on"),
        share=row.number("share"),
        share_basis=row.text("share_basis"),
        confidence=row.optional("confidence") or "unsure",
        note=row.optional("note"),
        source=row.optional("source"),
    )


def _population(row: Row) -> Population:
    return Population(
        code=row.text("code"),
        valid_from=row.day("valid_from"),
        on=row.day("on"),
        population=row.whole("population"),
        source=row.text("source"),
        note=row.optional("note"),
    )


def _tile(row: Row) -> Tile:
    return Tile(
        code=row.text("code"), valid_from=row.day("valid_from"), column=row.whole("column"), row=row.whole("row")
    )
