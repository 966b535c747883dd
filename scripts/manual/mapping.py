"""The page of mapping files, from the structures that read them and what their docstrings say."""

from __future__ import annotations

import inspect
import re

import msgspec

from scripts.manual.pages import code, page, table
from tongket.collect import mapping

SECTIONS = (
    ("[columns.NAME]", mapping.ColumnEntry),
    ("[source]", mapping.SourceEntry),
    ("[[source.skip]]", mapping.SkipEntry),
    ("[offences]", mapping.OffencesEntry),
    ("[[agree]]", mapping.AgreeEntry),
)
TOP = {
    "id": "Name of the mapping; kept with every load.",
    "table": "The [table](tables.md) it fills.",
    "columns": "One section for each column of the table.",
    "title": "What the source is, in both languages.",
    "about": "What a reader of its figures must know, in both languages.",
    "source": "How the file is read.",
    "codes": "Tables that translate values: `[codes.NAME]` with a line for each value.",
    "code_files": "The same from CSV files: name of the table, and the file beside the mapping.",
    "severity": 'Rules made graver, milder or silent: `R208 = "warning"`; error, warning or off.',
    "offences": "A column that lists several offences of one case.",
    "agree": "Source columns that must agree with a date or time.",
}
PLAIN = {
    "SourceEntry": {
        "encoding": "For example `windows-1258`; found out where it is left out.",
        "delimiter": "Sign between the cells; found out where it is left out.",
        "header_row": "Number of the head line, from 1; found out where it is 0.",
        "sheet": "Sheet of a workbook; the first with data where it is left out.",
        "decimal": "`.` or `,`.",
        "null_words": "Words that mean nothing was entered.",
        "skip": "Lines that are no records, for example totals; they are counted apart.",
    },
    "SkipEntry": {
        "column": "Column of the source.",
        "equals": "Values that mark such a line.",
        "empty": "`true`: such a line has nothing in this column.",
    },
    "OffencesEntry": {
        "column": "Column of the source.",
        "separator": "What stands between two offences.",
    },
    "AgreeEntry": {
        "column": "Column of the source.",
        "with": "Date or time column of the table.",
        "part": "What must agree: hour, day, month or year.",
    },
}


def render() -> str:
    """Return the page."""
    lines = [
        "A mapping says how the columns of a source become the columns of a [table](tables.md). `tongket collect BOOK"
        " FILE --guess` proposes one for an unknown file; [presets](presets.md) are mappings that ship. An unknown"
        " key is refused.",
        "",
        "## The file",
        "",
        *_rows(mapping.Mapping, TOP),
    ]
    for title, struct in SECTIONS:
        lines += ["", f"## `{title}`", "", *_rows(struct, PLAIN.get(struct.__name__) or _attributes(struct))]
    return page("Mapping files", "`src/tongket/collect/mapping.py` and `scripts/manual/mapping.py`", *lines)


def _rows(struct: type[msgspec.Struct], described: dict[str, str]) -> list[str]:
    fields = msgspec.structs.fields(struct)
    by_name = dict(described)
    rows = []
    for field in fields:
        text = by_name.pop(field.encode_name, None) or by_name.pop(field.name, None)
        if text is None:
            raise SystemExit(f"{struct.__name__}: no text for {field.encode_name!r}. Add it to scripts/manual.")
        rows.append((code(field.encode_name), "yes" if field.required else "", text))
    if by_name:
        raise SystemExit(f"{struct.__name__}: text for what is not there: {', '.join(by_name)}. Remove it.")
    return table(("key", "needed", "meaning"), rows)


def _attributes(struct: type[msgspec.Struct]) -> dict[str, str]:
    """Return what the docstring says of each field under Attributes."""
    section = inspect.getdoc(struct).split("Attributes\n----------\n")[1]  # type: ignore[union-attr]
    found = re.findall(r"^(\w+) : .*\n((?:    .*\n?)+)", section, re.MULTILINE)
    return {name: " ".join(text.split()).replace("``", "`").replace("`from`: c", "C") for name, text in found}
