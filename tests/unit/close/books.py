"""Small books for the tests of closing: records written as the store reads them, one load for each call."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongket.model.tables import record_schema
from tongket.store import parquet
from tongket.store.book import Book, create_book, read_book
from tongket.store.loads import Load, read_loads, write_loads

CASE: dict[str, Any] = {
    "recorded_on": date(2022, 3, 1),
    "offence": "173",
    "offence_group": "property",
    "status": "open",
    "area": "31117",
    "location_precision": "commune",
}


def make_book(path: Path) -> Book:
    """Make a book without areas and codes, which most tests do not speak of."""
    book = make_full_book(path)
    change_book(book, ('set = "can-tho"', 'set = ""'), ('offences = "vn-penal-code"', 'offences = ""'))
    return read_book(book.path)


def make_full_book(path: Path) -> Book:
    """Make a book with the city's areas and the Penal Code."""
    return create_book(path / "can-tho", "vn-city")


def change_book(book: Book, *changes: tuple[str, str]) -> Book:
    """Replace text in ``book.toml`` and return the book as it now is."""
    path = book.path / "book.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return read_book(book.path)


def case(case_id: str, **values: Any) -> dict[str, Any]:
    return {**CASE, "case_id": case_id, **values}


def event(
    case_id: str, kind: str, on: date, from_value: str | None = None, to_value: str | None = None
) -> dict[str, Any]:
    return {"case_id": case_id, "event": kind, "on": on, "from_value": from_value, "to_value": to_value}


def load(book: Book, table: str, rows: list[dict[str, Any]], received_on: date, source: str = "s.csv") -> None:
    """Add rows as one load, each superseding what an earlier load said of its key."""
    schema = record_schema(table)
    loads = list(read_loads(book))
    load_id = hashlib.sha256(repr((table, rows, received_on, source)).encode()).hexdigest()[:16]
    columns = tuple((column.name, column.sql_type) for column in schema.columns)
    cells = [
        tuple({**row, "source": source, "load_id": load_id, "source_row": n}.get(name) for name in schema.names)
        for n, row in enumerate(rows, start=2)
    ]
    folder = book.records / table
    folder.mkdir(parents=True, exist_ok=True)
    with parquet.connect() as con:
        parquet.load_rows(con, "rows", columns, cells)
        parquet.write_table(con, "rows", columns, schema.key, folder / f"{load_id}.parquet")
    n, sequence = len(rows), len(loads) + 1
    digest = hashlib.sha256(load_id.encode()).hexdigest()
    loads.append(
        Load(load_id, table, source, digest, n, n, 0, 0, min(n, sequence - 1), received_on, "", "test", sequence)
    )
    write_loads(book, loads)


def money(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))
