"""No attribute of a person, nor of what became of a case, can reach a detector through the command."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.end_to_end.running import tongket
from tests.unit.watch.watched_books import LAST, watched_book
from tongket.model.tables import RECORD_TABLES, Kind
from tongket.watch.signals import DETECTOR_COLUMNS

# columns that say where a row came from are written by the store itself
PROVENANCE = {"source", "load_id", "source_row"}
OTHERS = [
    column for column in RECORD_TABLES["cases"].columns if column.name not in {*DETECTOR_COLUMNS, *PROVENANCE, "status"}
]


def _values(kind: Kind) -> st.SearchStrategy[Any]:
    if kind is Kind.INTEGER:
        return st.integers(0, 9)
    if kind is Kind.MONEY:
        return st.decimals(0, 10**9, places=2)
    return st.dates(LAST.replace(year=2020), LAST)


ATTRIBUTES = st.fixed_dictionaries(
    {"status": st.sampled_from(RECORD_TABLES["cases"].column("status").values)},
    optional={column.name: _values(column.kind) for column in OTHERS},
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return seen(watched_book(tmp_path_factory.mktemp("plain")).path)


def seen(book: Path) -> Any:
    ran = tongket("watch", book, "--as-of", LAST, "--json", "--dry-run")
    assert ran.code == 0, ran.err
    return ran.json


def test_something_is_seen_and_something_kept_out(plain: Any) -> None:
    assert plain["signals"]
    assert {column.name for column in OTHERS} >= {"persons_handled", "killed", "injured", "property_loss"}
    text = json.dumps(plain)
    assert not [column.name for column in OTHERS if f'"{column.name}"' in text]


@given(attributes=ATTRIBUTES)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_other_attribute_changes_what_is_seen(
    plain: Any, tmp_path_factory: pytest.TempPathFactory, attributes: dict[str, Any]
) -> None:
    attributes = {name: Decimal(value) if isinstance(value, Decimal) else value for name, value in attributes.items()}
    book = watched_book(tmp_path_factory.mktemp("persons"), **attributes)
    assert seen(book.path) == plain
