"""The page of book.toml, from the structures that read it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args, get_origin

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
        for inner in msgspec.structs.fields(found[field.name]):
            if _is_table(inner):
                found[f"{field.name}.{inner.name}"] = inner.type
    return found


def _is_table(field: msgspec.structs.FieldInfo) -> bool:
    """Tell whether a key is a table of its own; texts in two languages are written in one line."""
    kind = field.type
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not BothLanguages


def _keys(section: str, struct: type[msgspec.Struct], described: dict[str, dict[str, str]]) -> list[str]:
    fields = [field for field in msgspec.structs.fields(struct) if not _is_table(field)]
    same_keys(f"book.toml [{section}]", (field.name for field in fields), described)
    rows = []
    for field in fields:
        text = Text(**described[field.name])
        rows.append((code(field.name), _kind(field.type), _default(field), text.en, text.vi))
    return table(("key", "value", "default", "meaning", "ý nghĩa"), rows)


def _kind(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        return _kind(get_args(kind)[0])
    if get_origin(kind) is Literal:
        return " or ".join(code(value) for value in get_args(kind))
    if kind is float:
        return "number"
    if kind is bool:
        return "true or false"
    if kind is int:
        return "whole number"
    if kind is str:
        return "text"
    if kind is BothLanguages or BothLanguages in getattr(kind, "__args__", ()):
        return "{ vi, en }"
    if "float" in str(kind):
        return "list of numbers" if Ellipsis in get_args(kind) else "four numbers"
    return "list of texts"


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "needed"
    if field.default in (None, "", ()):
        return ""
    value = field.default
    if isinstance(value, bool):
        return code(str(value).lower())
    return ", ".join(code(_plain(each)) for each in value) if isinstance(value, tuple) else code(_plain(value))


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
