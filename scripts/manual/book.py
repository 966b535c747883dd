"""The page of book.toml, from the structures that read it."""

from __future__ import annotations

from typing import Any

import msgspec

from scripts.manual.pages import code, page, same_keys, table, texts
from tongket.model.text import Text
from tongket.store.book import BookFile, BothLanguages, CalendarEntry, list_book_presets


def render() -> str:
    """Return the page."""
    described = texts("book")
    sections = _sections()
    same_keys("book.toml", sections, described)
    lines = [
        "A book is a folder with this file. `tongket init BOOK --preset NAME` writes a valid one; the presets are"
        f" {', '.join(code(name) for name in list_book_presets())}. An unknown key is refused, so that a misspelt one"
        ' does no harm. `{ vi, en }` stands for a text in both languages: `{ vi = "…", en = "…" }`.',
    ]
    for name, struct in sections.items():
        heading = f"[[{name}]]" if struct is CalendarEntry else f"[{name}]"
        lines += ["", f"## `{heading}`", "", *_keys(name, struct, described[name])]
    return page("book.toml", "`src/tongket/store/book.py` and `scripts/manual/book.toml`", *lines)


def _sections() -> dict[str, type[msgspec.Struct]]:
    found = {}
    for field in msgspec.structs.fields(BookFile):
        found[field.name] = CalendarEntry if field.name == "calendars" else field.type
    return found


def _keys(section: str, struct: type[msgspec.Struct], described: dict[str, dict[str, str]]) -> list[str]:
    fields = msgspec.structs.fields(struct)
    same_keys(f"book.toml [{section}]", (field.name for field in fields), described)
    rows = []
    for field in fields:
        text = Text(**described[field.name])
        rows.append((code(field.name), _kind(field.type), _default(field), text.en, text.vi))
    return table(("key", "value", "default", "meaning", "ý nghĩa"), rows)


def _kind(kind: Any) -> str:
    if kind is bool:
        return "true or false"
    if kind is int:
        return "whole number"
    if kind is str:
        return "text"
    if kind is BothLanguages or BothLanguages in getattr(kind, "__args__", ()):
        return "{ vi, en }"
    return "four numbers" if "float" in str(kind) else "list of texts"


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "needed"
    if field.default in (None, "", ()):
        return ""
    value = field.default
    if isinstance(value, bool):
        return code(str(value).lower())
    return ", ".join(code(str(each)) for each in value) if isinstance(value, tuple) else code(str(value))
