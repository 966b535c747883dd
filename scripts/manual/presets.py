"""The page of presets: shipped mappings and shipped books."""

from __future__ import annotations

import tomllib
from importlib import resources

from scripts.manual.pages import code, page, table
from tongket.collect.mapping import list_presets, read_preset
from tongket.store.book import list_book_presets


def render() -> str:
    """Return the page."""
    lines = [
        "## Mappings",
        "",
        "`tongket collect BOOK FILE --preset NAME`: how the columns of a known source become the columns of a table."
        " A mapping of your own does the same; `--guess` proposes one.",
        "",
        *table(("preset", "table", "source", "nguồn", "good to know", "cần biết"), map(_mapping, list_presets())),
        "",
        "## Books",
        "",
        "`tongket init BOOK --preset NAME`: a `book.toml` to start from. Every key is in [book.toml](book.md).",
        "",
        *table(
            ("preset", "place", "language", "calendar", "areas", "offences", "indicators"),
            map(_book, list_book_presets()),
        ),
    ]
    return page("Presets", "`src/tongket/collect/presets` and `src/tongket/store/shipped/books`", *lines)


def _mapping(name: str) -> tuple[str, ...]:
    mapping = read_preset(name)
    if name == "tongket":
        return (
            code(name),
            "any",
            "Files with the table's own columns; taken where no preset is named",
            "",
            "",
            "",
        )
    title, about = mapping.title, mapping.about
    return (
        code(name),
        code(mapping.table),
        title.en if title else "",
        title.vi if title else "",
        about.en if about else "",
        about.vi if about else "",
    )


def _book(name: str) -> tuple[str, ...]:
    folder = resources.files("tongket.store") / "shipped" / "books"
    raw = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    book = raw["book"]
    return (
        code(name),
        f"{book['name']['en']}{' (synthetic)' if book.get('synthetic') else ''}",
        code(book["language"]),
        code(book["calendar"]),
        code(raw["areas"].get("set", "")) or "those in the records",
        code(raw["codes"]["offences"]),
        ", ".join(map(code, raw["indicators"]["sets"])),
    )
