"""Read sets of areas and lists of offences: those that ship with the project, and a user's own in the same form."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tongket.model.areas import Area, AreaChange, AreaSet, Population, Tile
from tongket.model.errors import DefinitionError
from tongket.model.offences import Frame, IccsMapping, Offence, OffenceCatalogue, OffenceGroup, Severity
from tongket.model.text import Text
from tongket.store.definition_rows import Row, read_rows, read_source

_AREA_COLUMNS = ("code", "valid_from", "valid_to", "name_vi", "name_en", "level", "parent")
_CHANGE_COLUMNS = ("old_code", "old_valid_from", "new_code", "new_valid_from", "changed_on", "share", "share_basis")
_POPULATION_COLUMNS = ("code", "valid_from", "on", "population", "source")
_TILE_COLUMNS = ("code", "valid_from", "column", "row")
_OFFENCE_COLUMNS = ("article", "name_vi", "name_en", "group", "valid_from", "valid_to", "source", "confidence")
_FRAME_COLUMNS = ("article", "clause", "max_years", "life", "death", "valid_from", "valid_to", "source", "confidence")
_GROUP_COLUMNS = ("code", "name_vi", "name_en", "parent")
_SEVERITY_COLUMNS = ("code", "name_vi", "name_en", "up_to_years")
_ICCS_COLUMNS = ("article", "clause", "iccs", "name_vi", "name_en", "confidence")


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


@cache
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


def list_code_lists() -> tuple[str, ...]:
    """Return the names of the offence lists that ship with the project."""
    return _names("codes")


@cache
def read_offences(name: str) -> OffenceCatalogue:
    """Read an offence list that ships with the project.

    Raises
    ------
    DefinitionError
        If there is none of that name.
    """
    return _read_offences(_folder("codes", name, list_code_lists()))


def read_offences_folder(path: Path) -> OffenceCatalogue:
    """Read an offence list from a folder: source.toml, offences.csv, groups.csv, and where there are any the others.

    Parameters
    ----------
    path : Path
        Folder laid out as the shipped ones; ``frames.csv``, ``severity.csv`` and ``iccs.csv`` may be absent.

    Raises
    ------
    DefinitionError
        If a file, column or cell is not as it must be; the message names file, line, column and remedy.
    """
    return _read_offences(_own_folder(path))


def _read_offences(folder: Traversable) -> OffenceCatalogue:
    source = read_source(folder)
    articles = tuple(row.built(_article) for row in read_rows(folder, "offences.csv", _OFFENCE_COLUMNS))
    frames = read_rows(folder, "frames.csv", _FRAME_COLUMNS, optional=True)
    return OffenceCatalogue(
        id=source["id"],
        title=Text(vi=source["title_vi"], en=source["title_en"]),
        offences=articles + tuple(_clause(row, articles) for row in frames),
        groups=tuple(row.built(_group) for row in read_rows(folder, "groups.csv", _GROUP_COLUMNS)),
        severities=tuple(
            row.built(_severity) for row in read_rows(folder, "severity.csv", _SEVERITY_COLUMNS, optional=True)
        ),
        iccs=tuple(row.built(_iccs) for row in read_rows(folder, "iccs.csv", _ICCS_COLUMNS, optional=True)),
    )


def _article(row: Row) -> Offence:
    return Offence(
        article=row.text("article"),
        clause=None,
        name=row.both("name"),
        group=row.text("group"),
        frame=None,
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        source=row.text("source"),
        confidence=row.text("confidence"),
        is_reported=row.flag("is_reported"),
    )


def _clause(row: Row, articles: tuple[Offence, ...]) -> Offence:
    """Return the clause of a line of frames.csv, with the name and group of its article on the clause's first day."""
    number, first = row.text("article"), row.day("valid_from")
    article = next((each for each in articles if each.article == number and each.is_valid_on(first)), None)
    if article is None:
        raise row.error("article", "must be an article in force on valid_from", "Add it to offences.csv or mend it")
    return replace(
        article,
        clause=row.text("clause"),
        frame=row.built(_frame),
        valid_from=first,
        valid_to=row.optional_day("valid_to"),
        source=row.text("source"),
        confidence=row.text("confidence"),
    )


def _frame(row: Row) -> Frame | None:
    years, life, death = row.optional_whole("max_years"), row.flag("life"), row.flag("death")
    non_custodial = row.flag("non_custodial")
    if years is None and not (life or death or non_custodial):
        return None
    return Frame(row.optional_whole("min_months"), years, life, death, non_custodial)


def _group(row: Row) -> OffenceGroup:
    return OffenceGroup(row.text("code"), row.both("name"), row.optional("parent") or None, row.flag("is_social_order"))


def _severity(row: Row) -> Severity:
    return Severity(row.text("code"), row.both("name"), row.optional_whole("up_to_years"), row.flag("is_major"))


def _iccs(row: Row) -> IccsMapping:
    return IccsMapping(
        article=row.text("article"),
        clause=row.optional("clause") or None,
        iccs=row.text("iccs"),
        name=row.both("name"),
        confidence=row.text("confidence"),
        note=row.optional("note"),
    )
