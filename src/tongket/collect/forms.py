"""Forms: what a column and a code are called on paper, and the mapping that reads a filled form back."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from tongket.collect.mapping import ColumnEntry, Mapping, OffencesEntry, fold
from tongket.model.tables import Column, Kind, RecordSchema, record_schema
from tongket.model.text import Text
from tongket.store.book import BothLanguages

FORM_ID = "vn-case-book"
# the column in which a case may list several offences
SEVERAL = Text(vi="Các tội danh", en="All offences")
# "31117 – Phường Cái Khế": the code stands first
SEPARATOR = " – "
_AREA_CODE = r"^(\d{2,5})(?:\s*[–-]|$)"
_OFFENCE_CODE = r"^(?:[Đđ]iều\s*)?(\d+[a-zđ]?)(?:\s*[–.:-]|$)"


class LabelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of labels.toml."""

    tables: dict[str, BothLanguages]
    columns: dict[str, dict[str, BothLanguages]]
    codes: dict[str, dict[str, BothLanguages]]


@cache
def read_labels() -> LabelFile:
    """Return what tables, columns and codes are called."""
    content = (resources.files("tongket.collect") / "labels.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(content), LabelFile)


def table_label(table: str) -> Text:
    """Return the name of a table, as the head of a form has it."""
    return read_labels().tables[table].text()


def column_label(table: str, column: str) -> Text:
    """Return the name of a column, as the head line of a form has it."""
    return read_labels().columns[table][column].text()


def code_labels(table: str, column: str) -> dict[str, Text]:
    """Return what the codes of a column are called, in their order; empty for a column without codes."""
    codes = read_labels().codes
    found = codes.get(f"{table}.{column}") or codes.get(column) or {}
    allowed = record_schema(table).column(column)
    if not (allowed.values or allowed.kind is Kind.BOOLEAN):
        return {}
    return {code: label.text() for code, label in found.items()}


def form_mapping(table: str = "cases") -> Mapping:
    """Return the mapping that reads a form `write_template` wrote, in either language or with the table's own names."""
    schema = record_schema(table)
    columns = {name: _entry(schema, schema.column(name)) for name in schema.content_names}
    codes = {name: _code_table(table, name) for name in schema.content_names if code_labels(table, name)}
    listed = table == "cases"
    title = BothLanguages(*(f"{form}: {label}" for form, label in zip(_FORM, _both(table_label(table)), strict=True)))
    return Mapping(
        id=FORM_ID,
        table=table,
        columns=columns,
        title=title,
        codes=codes,
        offences=OffencesEntry(column=(SEVERAL.vi, SEVERAL.en)) if listed else None,
    )


_FORM = ("Biểu mẫu", "Form")


def _both(text: Text) -> tuple[str, str]:
    return text.vi, text.en


def _entry(schema: RecordSchema, column: Column) -> ColumnEntry:
    label = column_label(schema.table, column.name)
    derived = column.name in ("offence_group", "location_precision", "severity")
    pattern = {"area": _AREA_CODE, "offence": _OFFENCE_CODE}.get(column.name, "")
    return ColumnEntry(
        sources=(label.vi, label.en, column.name),
        optional=not column.required or derived,
        codes=column.name if code_labels(schema.table, column.name) and column.kind is Kind.TEXT else "",
        pattern=pattern,
        formats=("iso", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "excel") if column.kind is Kind.DATE else (),
    )


def _code_table(table: str, column: str) -> dict[str, str]:
    """Return the labels of both languages, and the codes themselves, with the code each stands for."""
    found: dict[str, str] = {}
    for code, label in code_labels(table, column).items():
        found |= {fold(label.vi): code, fold(label.en): code, fold(code): code}
    return found
