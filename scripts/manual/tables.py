"""The page of record tables, from the schemas."""

from __future__ import annotations

from scripts.manual.pages import code, page, same_keys, table, texts
from tongket.model.tables import PROVENANCE, RECORD_TABLES, Column, RecordSchema
from tongket.model.text import Text

KINDS = {
    "text": "text",
    "date": "date",
    "timestamp": "date and time, the book's wall time",
    "integer": "whole number",
    "money": "money, two decimals",
    "coordinate": "degrees, seven decimals",
    "number": "number, four decimals",
    "boolean": "true or false",
}


def render() -> str:
    """Return the page."""
    described = texts("tables")
    same_keys("tables", [*RECORD_TABLES, "provenance"], described)
    lines = [
        "The columns that a book's records have. A file with these columns is read without a mapping"
        " (`tongket collect BOOK cases.csv`); any other needs one. No table holds a name, an address, an identity"
        " number, a photograph or free text about a person.",
        "",
        "A row comes in again under the same key: the newer version supersedes the older, which stays findable"
        " (`tongket versions`). The column named under *dated by* says when a record entered the register; closing"
        " and partitions use it.",
        "",
        *table(
            ("table", "key", "dated by", "rows"),
            (
                (f"[`{name}`](#{name})", ", ".join(map(code, schema.key)), code(schema.dated_by), _about(name).en)
                for name, schema in RECORD_TABLES.items()
            ),
        ),
    ]
    for name, schema in RECORD_TABLES.items():
        lines += ["", *_table(name, schema)]
    lines += ["", "## Provenance", "", "Every table ends with these; `collect` fills them.", ""]
    lines += _columns("provenance", PROVENANCE, described["provenance"])
    return page("Tables of records", "`src/tongket/model/tables.py` and `scripts/manual/tables.toml`", *lines)


def _about(name: str) -> Text:
    return Text(**texts("tables")[name]["about"])


def _table(name: str, schema: RecordSchema) -> list[str]:
    described = texts("tables")[name]
    about, limit = Text(**described["about"]), Text(**described["limit"])
    own = [column for column in schema.columns if column not in PROVENANCE]
    return [
        f"## {name}",
        "",
        f"{about.en} · {about.vi}",
        "",
        f"*What it cannot tell.* {limit.en} · {limit.vi}",
        "",
        *_columns(name, own, described["columns"]),
    ]


def _columns(name: str, columns: tuple[Column, ...] | list[Column], described: dict[str, dict[str, str]]) -> list[str]:
    same_keys(f"table {name}", (column.name for column in columns), described)
    rows = []
    for column in columns:
        text = Text(**described[column.name])
        kind = KINDS[column.kind.value] + (": " + ", ".join(map(code, column.values)) if column.values else "")
        rows.append((code(column.name), kind, "yes" if column.required else "", text.en, text.vi))
    return table(("column", "kind", "needed", "meaning", "ý nghĩa"), rows)
