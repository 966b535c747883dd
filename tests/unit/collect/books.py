"""Build small books and sources for the tests of collect."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tongket.collect.collecting import collect_sources
from tongket.collect.result import CollectResult
from tongket.collect.rules import base_rows
from tongket.store.book import Book, create_book

RECEIVED = date(2023, 1, 5)


def new_book(folder: Path, preset: str = "vn-city") -> Book:
    return create_book(folder / "book", preset)


def row(table: str, **changes: str) -> dict[str, str]:
    """Return a row that breaks no rule, with changes."""
    return {**base_rows()[table], **changes}


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], *, extra_cells: int = 0) -> Path:
    """Write rows; columns are those of all rows, in order of appearance."""
    listed = list(rows)
    names = list(dict.fromkeys(name for each in listed for name in each))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for each in listed:
            writer.writerow([each.get(name, "") for name in names] + ["x"] * extra_cells)
    return path


def collect(book: Book, table: str, rows: Iterable[Mapping[str, str]], **options: Any) -> CollectResult:
    """Collect rows of one table from a CSV file named after it."""
    number = len(list(book.path.parent.glob("*.csv")))
    path = write_csv(book.path.parent / f"{table}-{number}.csv", rows)
    return collect_sources(book, [path], **{"table": table, "received_on": RECEIVED, **options})


def rule_ids(result: CollectResult) -> list[str]:
    return [rule.id for rule in result.rules]
