"""Code tables: the distinct values of a column are translated in Python, the rows by a join."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tongket.collect.mapping import ColumnEntry, Mapping, fold
from tongket.store.parquet import load_rows, quoted

if TYPE_CHECKING:
    import duckdb


def is_translated(entry: ColumnEntry) -> bool:
    """Tell whether the values of a column are looked up rather than read."""
    return bool(entry.codes) or entry.letters == "slug"


def code_name(column: str) -> str:
    """Return the name of the column that holds the code: NULL where unknown, empty where the code is "no value"."""
    return f"__code_{column}"


def translate(con: duckdb.DuckDBPyConnection, relation: str, mapping: Mapping) -> str:
    """Return `relation` with a column of codes for each column that is translated.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Connection that knows `relation`; gets a table of each translation.
    relation : str
        SQL after FROM, with the cleaned texts.
    mapping : Mapping
        Names the columns and holds the code tables.
    """
    names = [name for name, entry in mapping.columns.items() if is_translated(entry)]
    if not names:
        return relation
    joins, columns = [], []
    read: dict[object, list[str]] = {}
    for name in names:
        entry = mapping.columns[name]
        # an offence and its group are often made from the same text: its values are looked up once
        same = (entry.columns, entry.join, entry.pattern, entry.width, entry.default, entry.value)
        values = read[same] if same in read else read.setdefault(same, distinct_texts(con, relation, name))
        rows = [(value, code) for value in values if (code := _code(value, mapping, name)) is not None]
        table = f"translation_{name}"
        load_rows(con, table, (("value", "VARCHAR"), ("code", "VARCHAR")), rows)
        joins.append(f"LEFT JOIN {quoted(table)} ON r.{quoted(name)} = {quoted(table)}.value")
        columns.append(f"{quoted(table)}.code AS {quoted(code_name(name))}")
    return f"(SELECT r.*, {', '.join(columns)} FROM {relation} AS r {' '.join(joins)})"


def distinct_texts(con: duckdb.DuckDBPyConnection, relation: str, column: str) -> list[str]:
    """Return the distinct texts of a column; missing ones are left out here, for a filter would read all columns."""
    found = con.execute(f"SELECT DISTINCT {quoted(column)} FROM {relation}").fetchall()
    return sorted(value for (value,) in found if value is not None)


def _code(value: str, mapping: Mapping, name: str) -> str | None:
    entry = mapping.columns[name]
    if not entry.codes:
        return slug(value)
    found = mapping.codes[entry.codes].get(fold(value))
    if found is not None:
        return found
    if entry.unknown == "keep":
        return value
    if entry.unknown == "empty":
        return ""
    return entry.unknown.removeprefix("code:") if entry.unknown.startswith("code:") else None


def slug(value: str) -> str:
    """Return a value as a code: lower case, without marks, hyphens between words."""
    plain = unicodedata.normalize("NFD", value.casefold().replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
