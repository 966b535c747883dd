"""The state of a cut-off: SQL agrees with plain Python, and how the records came in does not matter."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import close_known
from tests.unit.close.books import load, make_book
from tongket.close.closing import close_book
from tongket.close.definitions import CODES
from tongket.close.known import known_tables
from tongket.model.seals import Status
from tongket.model.tables import CASE_EVENTS, CASES, STATUSES, record_schema
from tongket.store import parquet

FIRST = date(2022, 1, 1)
CUT_OFF = FIRST + timedelta(days=30)
OFFENCES = ["173", "168", "134", "123", "old"]
Draw = random.Random


def a_day(draw: Draw) -> date:
    return FIRST + timedelta(days=draw.randint(0, 60))


def maybe(draw: Draw, value: Any) -> Any:
    return None if draw.random() < 0.4 else value


def a_case(draw: Draw, number: int) -> dict[str, Any]:
    return {
        **dict.fromkeys(CASES.content_names),
        "case_id": f"C{number}",
        "recorded_on": FIRST + timedelta(days=draw.randint(0, 35)),
        "offence": draw.choice(OFFENCES),
        "clause": maybe(draw, draw.choice("123")),
        "offence_group": draw.choice(["property", "person"]),
        "severity": maybe(draw, draw.choice(["serious", "very_serious"])),
        "status": draw.choice(STATUSES),
        "cleared_on": maybe(draw, a_day(draw)),
        "area": draw.choice("ABC"),
        "location_precision": draw.choice(["point", "unknown"]),
    }


def an_event(draw: Draw, cases: int) -> dict[str, Any]:
    kind = draw.choice([*CASE_EVENTS, *["reclassified"] * 6, *["relocated"] * 4])
    values = {"reclassified": OFFENCES, "relocated": list("ABC")}.get(kind, [*STATUSES, "nonsense"])
    return {
        "case_id": f"C{draw.randint(0, cases)}",
        "event": kind,
        # few days, so that several events of a case share one
        "on": FIRST + timedelta(days=draw.choice([20, 30, 31, 31, 40])),
        "from_value": maybe(draw, draw.choice(values)),
        "to_value": maybe(draw, draw.choice(values)),
    }


CODE_ROWS = [
    {"article": "173", "clause": None, "offence_group": "property", "severity": None, "valid_from": FIRST},
    {"article": "173", "clause": "1", "offence_group": "property", "severity": "serious", "valid_from": FIRST},
    {"article": "173", "clause": "2", "offence_group": "property", "severity": "serious", "valid_from": FIRST},
    {"article": "168", "clause": None, "offence_group": "property", "severity": None, "valid_from": FIRST},
    {"article": "168", "clause": "1", "offence_group": "property", "severity": "serious", "valid_from": FIRST},
    {"article": "168", "clause": "2", "offence_group": "property", "severity": None, "valid_from": FIRST},
    {"article": "123", "clause": None, "offence_group": "person", "severity": None, "valid_from": FIRST},
    {"article": "123", "clause": "1", "offence_group": "person", "severity": "serious", "valid_from": FIRST},
    {"article": "123", "clause": "2", "offence_group": "person", "severity": "very_serious", "valid_from": FIRST},
    {
        "article": "134",
        "clause": None,
        "offence_group": "person",
        "severity": None,
        "valid_from": FIRST,
        "valid_to": FIRST + timedelta(days=15),
    },
]
CODE_ROWS = [{**dict.fromkeys(name for name, _ in CODES.columns), **row} for row in CODE_ROWS]


@settings(max_examples=12)
@given(seed=st.integers(0, 10**9), has_codes=st.booleans())
def test_the_state_of_a_cut_off_is_that_of_plain_python(seed: int, has_codes: bool) -> None:
    draw = random.Random(seed)
    cases = [a_case(draw, n) for n in range(100)]
    events = {tuple(event.values()): event for event in (an_event(draw, 99) for _ in range(400))}.values()
    with parquet.connect() as con:
        _load(con, "cases", cases)
        _load(con, "case_events", list(events))
        parquet.load_rows(con, "codes", CODES.columns, [[row[name] for name, _ in CODES.columns] for row in CODE_ROWS])
        received = {"cases": "cases", "case_events": "case_events"}
        (_, table) = known_tables(received, CUT_OFF, has_codes=has_codes)
        found = con.execute(f"SELECT {', '.join(CASES.content_names)} FROM {table.relation}").fetchall()
    by_key = {case["case_id"]: case for case in cases}
    codes: Any = CODE_ROWS if has_codes else None
    expected = [tuple(r.values()) for r in close_known.known(by_key, list(events), codes, CUT_OFF)]
    assert sorted(found) == sorted(expected)


def _load(con: Any, table: str, rows: list[dict[str, Any]]) -> None:
    schema = record_schema(table)
    columns = tuple((column.name, column.sql_type) for column in schema.columns)
    parquet.load_rows(con, table, columns, [[row.get(name) for name in schema.names] for row in rows])


@settings(max_examples=3)
@given(seed=st.integers(0, 10**9))
def test_a_seal_does_not_depend_on_how_its_records_came_in(seed: int) -> None:
    draw = random.Random(seed)
    versions = [(FIRST + timedelta(days=draw.randint(1, 40)), a_case(draw, draw.randint(0, 8))) for _ in range(7)]
    versions.append((FIRST, a_case(draw, 0)))
    with tempfile.TemporaryDirectory() as folder:
        digests = {_sealed(Path(folder) / name, versions, draw) for name in ("a", "b")}
    assert len(digests) == 1


def _sealed(folder: Path, versions: list[tuple[date, dict[str, Any]]], draw: Draw) -> str:
    folder.mkdir()
    book = make_book(folder)
    newest: dict[tuple[date, str], dict[str, Any]] = {(day, case["case_id"]): case for day, case in versions}
    days = sorted({day for day, _ in newest})
    for day in days:
        rows = [case for (received, _), case in newest.items() if received == day]
        draw.shuffle(rows)
        # one file or two
        cut = draw.randint(0, len(rows))
        for part, name in ((rows[:cut], "a.csv"), (rows[cut:], "b.csv")):
            if part:
                load(book, "cases", part, day, source=name)
    return close_book(book, as_of=CUT_OFF, status=Status.ESTIMATE).seal.digest
