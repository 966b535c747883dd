"""The definitions a seal keeps beside the records, so that a later change of areas or codes can be seen and explained.

What a figure can depend on is kept; where a row was read, and how a map is drawn, is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tongket.model.areas import Area, AreaChange, AreaSet, Population
from tongket.model.offence_rows import Frame, Offence, OffenceGroup, Severity, severity_for
from tongket.model.offences import OffenceCatalogue
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.parquet import Cell
from tongket.store.seals import TableToSeal, table_files

if TYPE_CHECKING:
    import duckdb

TEXT, DAY, WHOLE, YES, DEGREES = "VARCHAR", "DATE", "BIGINT", "BOOLEAN", "DECIMAL(10,7)"


@dataclass(frozen=True)
class Definition:
    """Describe one table of definitions."""

    name: str
    key: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


AREAS = Definition(
    "areas",
    ("code", "valid_from"),
    (
        ("code", TEXT),
        ("valid_from", DAY),
        ("valid_to", DAY),
        ("name_vi", TEXT),
        ("name_en", TEXT),
        ("level", TEXT),
        ("kind", TEXT),
        ("parent", TEXT),
        ("longitude", DEGREES),
        ("latitude", DEGREES),
    ),
)
AREA_CHANGES = Definition(
    "area_changes",
    ("old_code", "old_valid_from", "new_code", "new_valid_from"),
    (
        ("old_code", TEXT),
        ("old_valid_from", DAY),
        ("new_code", TEXT),
        ("new_valid_from", DAY),
        ("changed_on", DAY),
        ("share", "DECIMAL(18,12)"),
        ("share_basis", TEXT),
        ("confidence", TEXT),
    ),
)
POPULATIONS = Definition(
    "populations",
    ("code", "valid_from", "on", "source"),
    (("code", TEXT), ("valid_from", DAY), ("on", DAY), ("population", WHOLE), ("source", TEXT)),
)
CODES = Definition(
    "codes",
    ("article", "clause", "valid_from"),
    (
        ("article", TEXT),
        ("clause", TEXT),
        ("valid_from", DAY),
        ("valid_to", DAY),
        ("name_vi", TEXT),
        ("name_en", TEXT),
        ("offence_group", TEXT),
        ("severity", TEXT),
        ("min_months", WHOLE),
        ("max_years", WHOLE),
        ("life", YES),
        ("death", YES),
        ("non_custodial", YES),
        ("confidence", TEXT),
        ("is_reported", YES),
    ),
)
CODE_GROUPS = Definition(
    "code_groups",
    ("code",),
    (
        ("code", TEXT),
        ("position", WHOLE),
        ("name_vi", TEXT),
        ("name_en", TEXT),
        ("parent", TEXT),
        ("is_social_order", YES),
    ),
)
CODE_SEVERITIES = Definition(
    "code_severities",
    ("code",),
    (
        ("code", TEXT),
        ("position", WHOLE),
        ("name_vi", TEXT),
        ("name_en", TEXT),
        ("up_to_years", WHOLE),
        ("is_major", YES),
    ),
)
DEFINITIONS = (AREAS, AREA_CHANGES, POPULATIONS, CODES, CODE_GROUPS, CODE_SEVERITIES)

Rows = list[Sequence[Cell]]


def definition_rows(areas: AreaSet | None, offences: OffenceCatalogue | None) -> dict[Definition, Rows]:
    """Return the rows of each table of definitions; tables without rows are left out."""
    found: dict[Definition, Rows] = {}
    if areas is not None:
        found |= _area_rows(areas)
    if offences is not None:
        found |= _offence_rows(offences)
    return {definition: rows for definition, rows in found.items() if rows}


def _area_rows(areas: AreaSet) -> dict[Definition, Rows]:
    return {
        AREAS: [
            (a.code, a.valid_from, a.valid_to, a.name.vi, a.name.en, a.level, a.kind, a.parent, a.longitude, a.latitude)
            for a in areas.areas
        ],
        AREA_CHANGES: [
            (
                c.old_code,
                c.old_valid_from,
                c.new_code,
                c.new_valid_from,
                c.changed_on,
                c.share,
                c.share_basis,
                c.confidence,
            )
            for c in areas.changes
        ],
        POPULATIONS: [(p.code, p.valid_from, p.on, p.population, p.source) for p in areas.populations],
    }


def _offence_rows(offences: OffenceCatalogue) -> dict[Definition, Rows]:
    return {
        CODES: [_code_row(offence, offences.severities) for offence in offences.offences],
        CODE_GROUPS: [
            (group.code, position, group.name.vi, group.name.en, group.parent, group.is_social_order)
            for position, group in enumerate(offences.groups)
        ],
        CODE_SEVERITIES: [
            (severity.code, position, severity.name.vi, severity.name.en, severity.up_to_years, severity.is_major)
            for position, severity in enumerate(offences.severities)
        ],
    }


def _code_row(offence: Offence, severities: Sequence[Severity]) -> Sequence[Cell]:
    frame = offence.frame
    severity = None if frame is None else severity_for(frame, severities)
    penalties: tuple[Cell, ...] = (None,) * 5
    if frame is not None:
        penalties = (frame.min_months, frame.max_years, frame.life, frame.death, frame.non_custodial)
    return (
        offence.article,
        offence.clause,
        offence.valid_from,
        offence.valid_to,
        offence.name.vi,
        offence.name.en,
        offence.group,
        None if severity is None else severity.code,
        *penalties,
        offence.confidence,
        offence.is_reported,
    )


def load_definitions(con: duckdb.DuckDBPyConnection, tables: Mapping[Definition, Rows]) -> list[TableToSeal]:
    """Make a temporary table of each definition and return them as tables to seal."""
    for definition, rows in tables.items():
        parquet.load_rows(con, definition.name, definition.columns, rows)
    return [TableToSeal(each.name, parquet.quoted(each.name), each.columns, each.key) for each in tables]


def definition_rules(areas: AreaSet | None, offences: OffenceCatalogue | None) -> dict[str, str]:
    """Return what a seal's rules say of the definitions; their rows have digests of their own in the manifest."""
    rules = {"areas": "", "codes": ""}
    if areas is not None:
        rules |= {"areas": areas.id, "areas.root": areas.root, "areas.levels": " ".join(areas.levels)}
    if offences is not None:
        rules["codes"] = offences.id
    return rules


def read_sealed_areas(book: Book, seal: Seal, con: duckdb.DuckDBPyConnection | None = None) -> AreaSet | None:
    """Return the units as they were when a seal was made, without tiles and sources; None when it keeps none.

    Parameters
    ----------
    book : Book
        Whose seal.
    seal : Seal
        Which.
    con : duckdb.DuckDBPyConnection, optional
        Connection to read with, where one is open already.
    """
    if seal.table("areas") is None:
        return None
    with opened(con) as ready:
        areas, changes, populations = (_sealed_rows(book, seal, each, ready) for each in _OF_AREAS)
    rules = dict(seal.rules)
    return AreaSet(
        id=rules["areas"],
        title=Text(vi=rules["areas"], en=rules["areas"]),
        root=rules["areas.root"],
        levels=tuple(rules["areas.levels"].split()),
        areas=tuple(_area(row) for row in areas),
        changes=tuple(_change(row) for row in changes),
        populations=tuple(Population(**row) for row in populations),
    )


def read_sealed_offences(
    book: Book, seal: Seal, con: duckdb.DuckDBPyConnection | None = None
) -> OffenceCatalogue | None:
    """Return the offence list as it was when a seal was made, without sources and ICCS; None when it keeps none.

    The parameters are those of `read_sealed_areas`.
    """
    if seal.table("codes") is None:
        return None
    with opened(con) as ready:
        codes, groups, severities = (_sealed_rows(book, seal, each, ready) for each in _OF_CODES)
    groups.sort(key=itemgetter("position"))
    severities.sort(key=itemgetter("position"))
    name = dict(seal.rules)["codes"]
    return OffenceCatalogue(
        id=name,
        title=Text(vi=name, en=name),
        offences=tuple(_offence(row) for row in codes),
        groups=tuple(OffenceGroup(g["code"], _name(g), g["parent"], g["is_social_order"]) for g in groups),
        severities=tuple(Severity(s["code"], _name(s), s["up_to_years"], s["is_major"]) for s in severities),
    )


_RULES = ("areas", "areas.root", "areas.levels", "codes")  # as `definition_rules` names them
_OF_AREAS = (AREAS, AREA_CHANGES, POPULATIONS)
_OF_CODES = (CODES, CODE_GROUPS, CODE_SEVERITIES)


def same_definitions(one: Seal, other: Seal) -> bool:
    """Tell whether two seals of a book keep the same units and codes, so that what is read of one holds for both."""
    sealed = [[each.table(definition.name) for definition in (*_OF_AREAS, *_OF_CODES)] for each in (one, other)]
    digests = [[None if table is None else table.content_digest for table in tables] for tables in sealed]
    named = [{key: each.get(key) for key in _RULES} for each in (dict(one.rules), dict(other.rules))]
    return digests[0] == digests[1] and named[0] == named[1]


def opened(con: duckdb.DuckDBPyConnection | None) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Return the connection that is open already, to be left open, or one of its own: to open one takes longer."""
    return parquet.connect() if con is None else nullcontext(con)


def _sealed_rows(
    book: Book, seal: Seal, definition: Definition, con: duckdb.DuckDBPyConnection
) -> list[dict[str, Any]]:
    if seal.table(definition.name) is None:
        return []
    names = [name for name, _ in definition.columns]
    # by name: a seal may have been made before the table had all its columns
    relation = parquet.files_sql([table_files(book, seal)[definition.name]], definition.columns, definition.key)
    rows = con.execute(f"SELECT {', '.join(map(parquet.quoted, names))} FROM {relation}").fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _name(row: Mapping[str, Any]) -> Text:
    return Text(vi=row["name_vi"], en=row["name_en"])


def _area(row: dict[str, Any]) -> Area:
    rest = {key: row[key] for key in ("code", "valid_from", "valid_to", "level", "kind", "parent")}
    point: dict[str, Any] = {key: None if row[key] is None else float(row[key]) for key in ("longitude", "latitude")}
    return Area(name=_name(row), **rest, **point)


def _change(row: dict[str, Any]) -> AreaChange:
    return AreaChange(**{**row, "share": float(row["share"])})


def _offence(row: dict[str, Any]) -> Offence:
    keys = ("min_months", "max_years", "life", "death", "non_custodial")
    return Offence(
        article=row["article"],
        clause=row["clause"],
        name=_name(row),
        group=row["offence_group"],
        frame=None if row["life"] is None else Frame(**{key: row[key] for key in keys}),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        confidence=row["confidence"],
        is_reported=row["is_reported"],
    )
