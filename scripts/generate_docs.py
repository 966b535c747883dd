"""Write the generated pages of the manual; with ``--check`` only say which are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.spec.manual import render_manual

from scripts.manual import book, commands, exit_codes, indicators, mapping, presets, rules, tables

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"

PAGES: dict[Path, Callable[[], str]] = {
    REFERENCE / "commands.md": commands.render,
    REFERENCE / "book.md": book.render,
    REFERENCE / "tables.md": tables.render,
    REFERENCE / "rules.md": rules.render,
    REFERENCE / "indicators.md": indicators.render,
    REFERENCE / "mapping.md": mapping.render,
    REFERENCE / "presets.md": presets.render,
    REFERENCE / "exit-codes.md": exit_codes.render,
    REFERENCE / "spec.md": render_manual,
}


def stale_pages() -> list[Path]:
    """Return the pages that are not what would be written now."""
    return [path for path, render in PAGES.items() if not path.exists() or path.read_text(encoding="utf-8") != render()]


def write_pages() -> None:
    """Write every page."""
    for path, render in PAGES.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(), encoding="utf-8")


def main() -> int:
    """Write, or check and return 1 when a page is stale."""
    if "--check" not in sys.argv[1:]:
        write_pages()
        return 0
    stale = stale_pages()
    for path in stale:
        print(f"{path.relative_to(ROOT)} is stale: run `make docs`")
    print("generated pages: " + ("stale" if stale else "in step"))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
