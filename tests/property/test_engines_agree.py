from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.sqlite_engine import SQLiteEngine
from tongket.engines.contract import EventsRequest, Span, Tally, TallyRequest, Term, TraceRequest
from tongket.engines.duckdb import DuckDBEngine
from tongket.engines.reference import ReferenceEngine
from tongket.model.indicators import Condition, Operator
from tongket.model.tables import CASES

FIRST = date(2021, 12, 15)
CUTOFF = date(2022, 3, 1)
days = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
moments = st.builds(datetime.combine, days, st.sampled_from([time(0, 0), time(12, 30), time(23, 59)]))
areas = st.sampled_from(["31117", "31120", "O'Môn"])


@st.composite
def cases(draw: st.DrawFn) -> list[dict[str, Any]]:
    n = draw(st.integers(0, 12))
    return [
        {
            "case_id": f"C{i:02d}",
            "recorded_on": draw(days),
            "cleared_on": draw(st.none() | days),
            "occurred_from": draw(st.none() | moments),
            "offence": draw(st.sampled_from(["173", "134", "168"])),
            "severity": draw(st.none() | st.sampled_from(["serious", "very_serious"])),
            "area": draw(areas),
            "persons_handled": draw(st.none() | st.integers(0, 5)),
            "property_loss": draw(st.none() | st.integers(0, 10**14).map(lambda n: Decimal(n).scaleb(-2))),
        }
        for i in range(n)
    ]


conditions = st.sampled_from(
    [
        Condition("offence", Operator.IN, ("173", "134")),
        Condition("severity", Operator.NOT_IN, ("serious",)),
        Condition("severity", Operator.IS_NULL),
        Condition("cleared_on", Operator.NOT_NULL),
        Condition("cleared_on", Operator.WITHIN_DAYS, days=14),
        Condition("recorded_on", Operator.OBSERVED_DAYS, days=30),
        Condition("area", Operator.IN, ("O'Môn",)),
    ]
)
terms = st.builds(
    Term,
    name=st.just("n"),
    date=st.sampled_from(["recorded_on", "cleared_on", "occurred_from"]),
    column=st.sampled_from([None, "persons_handled", "property_loss"]),
    where=st.lists(conditions, max_size=2, unique=True).map(tuple),
)


@st.composite
def requests(draw: st.DrawFn) -> TallyRequest:
    chosen = draw(st.lists(terms, min_size=1, max_size=3))
    named = tuple(Term(f"n{i}", t.date, t.column, t.where) for i, t in enumerate(chosen))
    cuts = sorted(draw(st.sets(days, min_size=2, max_size=6)))
    spans = tuple(Span(a, b - timedelta(days=1)) for a, b in itertools.pairwise(cuts))
    by = tuple(draw(st.lists(st.sampled_from(["area", "severity", "offence"]), max_size=2, unique=True)))
    return TallyRequest("cases", named, spans, by, CUTOFF)


def as_cells(tally: Tally) -> dict[tuple[Any, ...], dict[str, int]]:
    cells = {}
    for i in range(len(tally.span)):
        values = {name: int(array[i]) for name, array in tally.values.items()}
        if any(values.values()):
            key = (int(tally.span[i]), *(codes[i] for codes in tally.codes))
            assert key not in cells
            cells[key] = values
    return cells


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


def duckdb_engine(rows: list[dict[str, Any]], folder: Path) -> DuckDBEngine:
    import duckdb

    path = folder / "cases.parquet"
    con = duckdb.connect()
    columns = ", ".join(f'"{c.name}" {c.sql_type}' for c in CASES.columns)
    con.execute(f"CREATE TABLE cases ({columns})")
    if rows:
        con.executemany(
            f"INSERT INTO cases VALUES ({', '.join('?' * len(CASES.columns))})",
            [[row.get(name) for name in CASES.names] for row in rows],
        )
    con.execute(f"COPY cases TO '{path}' (FORMAT parquet)")
    con.close()
    return DuckDBEngine({"cases": path})


@given(rows=cases(), request=requests())
def test_tally_is_the_same_on_every_engine(rows, request, folder):
    expected = as_cells(ReferenceEngine({"cases": rows}).tally(request))
    assert as_cells(duckdb_engine(rows, folder).tally(request)) == expected
    assert as_cells(SQLiteEngine({"cases": rows}).tally(request)) == expected


@given(rows=cases(), term=terms, area=areas, first=days, length=st.integers(0, 40), offset=st.integers(0, 3))
def test_trace_lists_the_same_records_on_every_engine(rows, term, area, first, length, offset, folder):
    span = Span(first, first + timedelta(days=length))
    codes = (("area", (area,)), ("severity", (None, "serious")))
    request = TraceRequest("cases", term, span, codes, CUTOFF, offset, 2)
    expected = ReferenceEngine({"cases": rows}).trace(request)
    for engine in (duckdb_engine(rows, folder), SQLiteEngine({"cases": rows})):
        answer = engine.trace(request)
        assert (answer.total, answer.keys) == (expected.total, expected.keys)


@given(rows=cases(), term=terms)
def test_events_are_the_same_on_both_shipped_engines(rows, term, folder):
    names = ("case_id", "recorded_on", "cleared_on", "severity", "persons_handled", "longitude")
    request = EventsRequest("cases", names, term, Span(FIRST, FIRST + timedelta(days=60)), CUTOFF)
    expected = ReferenceEngine({"cases": rows}).events(request)
    answer = duckdb_engine(rows, folder).events(request)
    for name in names:
        assert answer[name].dtype == expected[name].dtype
        np.testing.assert_array_equal(answer[name], expected[name])


def test_the_shown_query_runs_in_the_folder_of_the_seal(folder, monkeypatch):
    import duckdb

    rows = [{"case_id": "A", "recorded_on": FIRST, "offence": "173", "area": "31117"}]
    term = Term("n", "recorded_on", None, (Condition("offence", Operator.IN, ("173",)),))
    request = TraceRequest("cases", term, Span(FIRST, CUTOFF), (("area", ("31117",)),), CUTOFF)
    trace = duckdb_engine(rows, folder).trace(request)
    monkeypatch.chdir(folder)
    assert duckdb.sql(trace.sql).fetchall() == [(1,)]


@pytest.mark.parametrize("dialect", ["postgres", "spark", "duckdb", "trino"])
def test_portable_query_parses_in_other_engines(dialect):
    import sqlglot

    from tongket.engines import sql
    from tongket.engines.sql import Dialect

    spans = (Span(FIRST, CUTOFF), Span(CUTOFF + timedelta(days=1), CUTOFF + timedelta(days=9)))
    where = (Condition("cleared_on", Operator.WITHIN_DAYS, days=90), Condition("area", Operator.IN, ("O'Môn",)))
    wanted = (Term("a", "recorded_on", None, where), Term("b", "cleared_on", "property_loss", ()))
    query = sql.tally_sql(TallyRequest("cases", wanted, spans, ("area",), CUTOFF), Dialect())
    assert sqlglot.parse_one(query.replace('"', "`") if dialect == "spark" else query, dialect=dialect)
