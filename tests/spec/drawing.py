"""A page of the manual as a test: drawn records, a definition, a question and the answer, run on every engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongket.count.context import CountContext
from tongket.count.definitions import IndicatorSet, Rules, check_indicators, expanded_indicators
from tongket.count.figures import count_figures
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.engines.duckdb import DuckDBEngine
from tongket.engines.reference import ReferenceEngine
from tongket.model.areas import Area, AreaChange, AreaSet
from tongket.model.figures import Figure
from tongket.model.offence_rows import Offence, OffenceGroup
from tongket.model.offences import OffenceCatalogue
from tongket.model.periods import CALENDARS, parse_period
from tongket.model.seals import Seal, Status
from tongket.model.tables import Kind, record_schema
from tongket.model.text import Text
from tongket.store.ledger import write_number
from tongket.store.parquet import connect, load_rows

SEAL = "5ea1" * 16


@dataclass(frozen=True)
class Spec:
    """Hold one page: what it says, and the test that holds it to that.

    Attributes
    ----------
    title, says : str
        Heading and explanation.
    records : mapping of str to str
        Drawn tables; columns left out, and cells with ``-``, are missing values.
    define : str
        TOML of the indicators.
    period : str
        Period asked for.
    answer : str
        Drawn table of every figure, in order; the columns drawn are those compared.
    by, against : tuple of str
        Breakdown and comparisons.
    only : tuple of str
        Indicators asked for; all reportable ones when empty.
    as_of : str
        The seal's cut-off.
    areas : str
        Drawn units; and `changes`, what became of them.
    options : mapping
        ``areas_of``, ``area_level``.
    """

    title: str
    says: str
    records: Mapping[str, str]
    define: str
    period: str
    answer: str
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    as_of: str = "2030-12-31"
    areas: str = ""
    changes: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


def drawn(table: str) -> list[dict[str, str | None]]:
    """Return the rows of a drawn table; a cell with ``-`` or nothing is None."""
    lines = [line for line in table.strip().splitlines() if line.strip() and not set(line.strip()) <= set("-+| ")]
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(head, (cell if cell not in ("-", "") else None for cell in row), strict=True)) for row in rows]


_READ = {
    Kind.DATE: date.fromisoformat,
    Kind.TIMESTAMP: datetime.fromisoformat,
    Kind.INTEGER: int,
    Kind.MONEY: Decimal,
    Kind.NUMBER: Decimal,
    Kind.COORDINATE: Decimal,
    Kind.BOOLEAN: lambda text: text == "true",
    Kind.TEXT: str,
}


def typed(table: str, rows: Iterable[Mapping[str, str | None]]) -> list[dict[str, Any]]:
    """Return drawn rows with the types of their table."""
    schema = record_schema(table)
    return [
        {name: None if cell is None else _READ[schema.column(name).kind](cell) for name, cell in row.items()}
        for row in rows
    ]


def write_parquet(table: str, rows: Sequence[Mapping[str, Any]], folder: Path) -> Path:
    """Write rows as a seal holds them, every column of the schema there."""
    schema = record_schema(table)
    path = folder / f"{table}.parquet"
    columns = [(column.name, column.sql_type) for column in schema.columns]
    with connect() as con:
        load_rows(con, "drawn", columns, [tuple(row.get(name) for name in schema.names) for row in rows])
        con.execute(f"COPY drawn TO '{path}' (FORMAT parquet)")
    return path


def engines(records: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> list[Engine]:
    """Return every engine, each with the same records."""
    paths = {table: write_parquet(table, rows, folder) for table, rows in records.items()}
    return [ReferenceEngine({table: list(rows) for table, rows in records.items()}), DuckDBEngine(paths)]


def small_catalogue() -> OffenceCatalogue:
    """Return a code list of two groups under one, and one beside them."""
    names = {"social_order": None, "persons": "social_order", "property": "social_order", "drugs": None}
    groups = tuple(OffenceGroup(code, Text(code, code), parent) for code, parent in names.items())
    held = {"123": "persons", "171": "property", "173": "property", "249": "drugs"}
    offences = tuple(
        Offence(code, None, Text(code, code), group, None, date(2000, 1, 1), is_reported=code != "171")
        for code, group in held.items()
    )
    return OffenceCatalogue("small", Text("small", "small"), offences, groups)


def small_areas(areas: str, changes: str) -> AreaSet | None:
    """Return the drawn units: code, from, to, level, parent; and changes: old, old_from, new, new_from, share."""
    if not areas:
        return None
    units = tuple(
        Area(
            code=row["code"] or "",
            valid_from=date.fromisoformat(row["from"] or ""),
            valid_to=date.fromisoformat(row["to"]) if row["to"] else None,
            name=Text(row["code"] or "", row["code"] or ""),
            level=row["level"] or "",
            parent=row["parent"],
        )
        for row in drawn(areas)
    )
    moved = tuple(
        AreaChange(
            old_code=row["old"] or "",
            old_valid_from=date.fromisoformat(row["old_from"] or ""),
            new_code=row["new"] or "",
            new_valid_from=date.fromisoformat(row["new_from"] or ""),
            changed_on=date.fromisoformat(row["new_from"] or ""),
            share=float(row["share"] or 1),
            share_basis="whole" if float(row["share"] or 1) == 1 else "population",
        )
        for row in (drawn(changes) if changes else ())
    )
    levels = tuple(level for level in ("city", "district", "commune") if any(unit.level == level for unit in units))
    return AreaSet("small", Text("small", "small"), units[0].code, levels, units, moved)


def context_of(define: str, areas: str = "", changes: str = "") -> CountContext:
    """Return a book that declares these indicators."""
    rules = Rules(small_catalogue())
    found = check_indicators(expanded_indicators(define, "own.toml", rules), rules)
    return CountContext("spec", IndicatorSet(found, rules), CALENDARS["civil"], areas=small_areas(areas, changes))


def seal_of(as_of: str) -> Seal:
    """Return a seal with this cut-off."""
    return Seal(SEAL, date.fromisoformat(as_of), Status.OFFICIAL, None, "", (), (), "0", "")


def answer_of(spec: Spec, engine: Engine) -> FigureTable:
    """Return the figures a page asks for."""
    areas_of = spec.options.get("areas_of")
    request = CountRequest(
        period=parse_period(spec.period),
        against=spec.against,
        by=spec.by,
        indicators=spec.only or None,
        areas_of=date.fromisoformat(areas_of) if areas_of else None,
        area_level=spec.options.get("area_level"),
    )
    return count_figures(request, engine, seal_of(spec.as_of), context_of(spec.define, spec.areas, spec.changes))


def shown(table: FigureTable, columns: Sequence[str]) -> list[dict[str, str | None]]:
    """Return every figure as the answer draws it."""
    return [{name: _cell(figure, name) for name in columns} for figure in table.figures()]


_FIELDS = ("value", "numerator", "denominator")


def _cell(figure: Figure, name: str) -> str | None:
    if name in _FIELDS:
        return _number(getattr(figure, name))
    if name in ("lower", "upper"):
        bound = getattr(figure, name)
        return None if bound is None else f"{bound:.2f}"
    if name == "state":
        return figure.state.value
    if name == "restated":
        return "yes" if figure.restated else "no"
    if name in ("indicator", "area"):
        return str(getattr(figure, name))
    if name in ("against", "difference", "percent", "other", "sentence"):
        return _comparison(figure, name)
    return dict(figure.by).get(name, "*")


def _comparison(figure: Figure, name: str) -> str | None:
    (comparison,) = figure.comparisons
    found = {
        "against": comparison.against,
        "difference": _number(comparison.difference),
        "percent": _number(comparison.percent),
        "other": _number(comparison.value),
        "sentence": comparison.sentence_en,
    }
    return found[name]


def _number(value: int | Decimal | None) -> str | None:
    text = write_number(value)
    return text.rstrip("0").rstrip(".") if text is not None and "." in text else text
