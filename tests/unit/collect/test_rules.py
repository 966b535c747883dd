"""Every rule has an example in the catalogue that breaks it and no other: here each is read and found out."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.unit.collect.books import RECEIVED, collect, new_book, row, rule_ids, write_csv
from tongket.collect.collecting import collect_sources
from tongket.collect.mapping import Mapping, identity_mapping
from tongket.collect.rules import Rule, base_rows, read_rules
from tongket.model.tables import RECORD_TABLES, record_schema
from tongket.store.book import Book

RULES = read_rules()


def example_rows(example: dict[str, Any]) -> list[dict[str, str]]:
    table = example["table"]
    if "months" in example:
        return monthly_rows(table, example["months"], example.get("last_days"))
    if "days" in example:
        return heaped_rows(table, example["days"])
    return [row(table, **changes) for changes in example["rows"]]


def monthly_rows(table: str, counts: list[int], last_days: int | None) -> list[dict[str, str]]:
    """Return so many records in each month from January 2020, spread over its days; the last may be cut."""
    rows = []
    for index, count in enumerate(counts):
        year, month = 2020 + index // 12, index % 12 + 1
        days = monthrange(year, month)[1]
        if last_days and index == len(counts) - 1:
            days = last_days
        for number in range(count):
            day = date(year, month, 1 + number * (days - 1) // max(count - 1, 1))
            rows.append(dated_row(table, f"{index}-{number}", day))
    return rows


def heaped_rows(table: str, days: dict[str, int]) -> list[dict[str, str]]:
    """Return records of January 2022: so many on the days named, so many on each other day."""
    counts = {day: days.get(str(day), days["other"]) for day in range(1, 32)}
    return [
        dated_row(table, f"{day}-{number}", date(2022, 1, day))
        for day, count in counts.items()
        for number in range(count)
    ]


def dated_row(table: str, key: str, day: date) -> dict[str, str]:
    schema = record_schema(table)
    return row(table, **{schema.key[0]: key, schema.dated_by: day.isoformat()})


def example_mapping(table: str, addition: str) -> Mapping:
    """Return the identity mapping with what an example adds to it, written as in a mapping file."""
    built = msgspec.to_builtins(identity_mapping(table))
    for name, value in tomllib.loads(addition).items():
        if name == "columns":
            for column, entry in value.items():
                built["columns"][column] |= entry
        else:
            built[name] = value
    return msgspec.convert(built, Mapping)


def prepare(book: Book, example: dict[str, Any]) -> None:
    for table in example.get("given", ()):
        assert rule_ids(collect(book, table, [row(table)])) == []
    if "earlier" in example:
        rows = [row(example["table"], **changes) for changes in example["earlier"]]
        collect(book, example["table"], rows, received_on=date(2022, 12, 31))
    if example.get("areas") == "twins":
        add_twins(book)


def add_twins(book: Book) -> None:
    """Give the book a set of areas in which two communes share a name."""
    folder = book.path / "twins"
    folder.mkdir()
    (folder / "source.toml").write_text(
        'id = "twins"\ntitle_vi = "Hai xã"\ntitle_en = "Two communes"\nroot = "1"\nlevels = ["city", "commune"]\n'
    )
    (folder / "areas.csv").write_text(
        "code,valid_from,valid_to,name_vi,name_en,level,parent\n"
        "1,2000-01-01,,Thành phố,City,city,\n"
        "11,2000-01-01,,Xã Tân Thạnh,Tan Thanh Commune,commune,1\n"
        "12,2000-01-01,,Phường Tân Thạnh,Tan Thanh Ward,commune,1\n",
        encoding="utf-8",
    )
    file = book.path / "book.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('set = "can-tho"', 'set = "twins"'), encoding="utf-8")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_breaks_its_rule_and_no_other(rule: Rule, tmp_path: Path) -> None:
    from tongket.store.book import read_book

    example = dict(rule.example)
    book = new_book(tmp_path)
    prepare(book, example)
    table = example["table"]
    path = write_csv(tmp_path / f"{table}.csv", example_rows(example), extra_cells=example.get("extra_cells", 0))
    received = date.fromisoformat(example["received_on"]) if "received_on" in example else RECEIVED
    mapping = example_mapping(table, example.get("mapping", ""))
    result = collect_sources(read_book(book.path), [path], mapping=mapping, received_on=received)
    assert rule_ids(result) == sorted([rule.id, *example.get("also", [])])
    found = next(found for found in result.rules if found.id == rule.id)
    assert found.severity == rule.severity
    assert (result.rejected > 0) == any(each.severity == "error" for each in result.rules)


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_base_row_breaks_no_rule(table: str, tmp_path: Path) -> None:
    book = new_book(tmp_path)
    if table in ("case_events", "case_offences", "campaign_cases"):
        collect(book, "cases", [row("cases")])
    if table == "campaign_cases":
        collect(book, "campaigns", [row("campaigns")])
    result = collect(book, table, [row(table)])
    assert (result.accepted, rule_ids(result)) == (1, [])


def test_every_table_has_a_base_row() -> None:
    assert set(base_rows()) == set(RECORD_TABLES)


def test_rules_are_numbered_by_scope() -> None:
    first = {"source": "1", "field": "1", "cross-field": "2", "cross-row": "3", "cross-table": "4", "cross-time": "4"}
    assert [rule.id for rule in RULES.values() if rule.id[1] != first[rule.scope]] == []
    assert len(RULES) >= 35


def test_rules_name_columns_of_their_tables() -> None:
    for rule in RULES.values():
        for table in rule.tables:
            names = RECORD_TABLES[table].names
            if len(rule.tables) < len(RECORD_TABLES):
                assert [name for name in rule.columns if not name.startswith("@") and name not in names] == []
