"""Small pieces of Markdown shared by the generated pages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def texts(name: str) -> dict[str, Any]:
    """Return one of the TOML files of texts."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table; a bar inside a cell is written so that it stays one."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return [line(head), "|" + "---|" * len(head), *(line(row) for row in rows)]


def code(text: str) -> str:
    """Return a word as code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def page(title: str, written_by: str, *lines: str) -> str:
    """Return a whole page: title, who wrote it, content."""
    note = f"Written by `make docs` from {written_by}; edit there, not here."
    return "\n".join([f"# {title}", "", note, "", *lines]).rstrip("\n") + "\n"


def same_keys(where: str, known: Iterable[str], described: Iterable[str]) -> None:
    """Refuse a text that is missing or that describes nothing."""
    known, described = set(known), set(described)
    if missing := sorted(known - described):
        raise SystemExit(f"{where}: no text for {', '.join(missing)}. Add it to scripts/manual.")
    if stale := sorted(described - known):
        raise SystemExit(f"{where}: text for what is not there: {', '.join(stale)}. Remove it from scripts/manual.")
