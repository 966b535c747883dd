from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.spec.chapters.c6_geography import AREAS, CHANGES
from tests.spec.drawing import context_of, engines, seal_of
from tests.unit.count.test_figures import COUNT, DEFINE, HEAD
from tongket.count.figures import count_figures
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.count.trace import FigureTrace, trace_figure, trace_object
from tongket.engines.contract import Engine
from tongket.engines.reference import ReferenceEngine
from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.periods import parse_period

STOCK = f"""
[[indicator]]
id = "stock"
measure = "stock"
table = "wanted_notices"
date = "issued_on"
closes = "ended_on"
{HEAD}
"""
TARGET = f"""
[[indicator]]
id = "target"
measure = "sum"
column = "value"
table = "targets"
date = "assigned_on"
{HEAD}
"""
CONTEXT = context_of(DEFINE + STOCK + TARGET, AREAS, CHANGES)
SEAL = seal_of("2023-12-31")
RECORDS: dict[str, list[dict[str, Any]]] = {
    "cases": [
        {
            "case_id": f"C{n:02d}",
            "recorded_on": date(2022, 1 + n % 12, 5),
            "cleared_on": date(2022, 12, 1) if n % 3 == 0 else None,
            "area": ("1", "2", "3", None)[n % 4] if n % 12 < 6 else "12"[n % 2],
            "offence_group": ("drugs", "property", None)[n % 3],
            "occurred_from": datetime(2022, 1, 3, 10, 30) if n % 2 else None,
            "occurred_to": datetime(2022, 1, 3, 12, 0) if n % 5 == 1 else None,
        }
        for n in range(36)
    ],
    "wanted_notices": [
        {"notice_id": "A", "issued_on": date(2015, 1, 1), "ended_on": None, "area": "1"},
        {"notice_id": "B", "issued_on": date(2020, 1, 1), "ended_on": date(2022, 8, 1), "area": "1"},
        {"notice_id": "D", "issued_on": date(2022, 8, 5), "ended_on": None, "area": "1"},
    ],
    "targets": [
        {"target_id": "T", "assigned_on": date(2022, 1, 5), "area": "C", "value": 100},
        {"target_id": "T1", "assigned_on": date(2022, 1, 5), "area": "2", "value": 60},
    ],
}


def table_of(engine: Engine, *by: str, period: str = "civil:2022") -> FigureTable:
    return count_figures(CountRequest(parse_period(period), (), by), engine, SEAL, CONTEXT)


def traced(figure: Figure, engine: Engine, **page: int) -> FigureTrace:
    return trace_figure(figure, engine, SEAL, CONTEXT, **page)


@pytest.mark.parametrize("by", [(), ("area",), ("month",), ("offence_group", "area"), ("weekday_hour",)])
def test_as_many_records_as_the_figure_says(by: tuple[str, ...]) -> None:
    engine = ReferenceEngine(RECORDS)
    for figure in table_of(engine, *by).figures():
        trace = traced(figure, engine, size=1000)
        parts = {"value": figure.value, "numerator": figure.numerator, "denominator": figure.denominator}
        for number in trace.numbers:
            assert len(number.keys) == number.records
            if number.split == 0 and figure.indicator not in ("loss", "target"):
                assert number.records == (parts[number.role] or 0)
            elif figure.indicator not in ("loss", "target"):
                assert number.records >= (parts[number.role] or 0)


def test_the_query_gives_the_number_in_the_folder_of_the_seal(tmp_path: Path) -> None:
    _, engine = engines(RECORDS, tmp_path)
    for by in ((), ("offence_group", "area")):
        for figure in table_of(engine, *by).figures():
            for number in traced(figure, engine).numbers:
                if number.split:
                    continue
                wanted = {"value": figure.value, "numerator": figure.numerator, "denominator": figure.denominator}
                with duckdb.connect() as con:
                    con.execute(f"SET file_search_path = '{tmp_path}'")
                    row = con.execute(number.sql).fetchone()
                assert row is not None
                assert (row[0] or 0) == (wanted[number.role] or 0)


def test_engines_trace_alike(tmp_path: Path) -> None:
    first, second = engines(RECORDS, tmp_path)
    for figure in table_of(first, "area", "offence_group").figures():
        one, two = traced(figure, first), traced(figure, second)
        assert [(n.records, n.keys, n.split) for n in one.numbers] == [
            (n.records, n.keys, n.split) for n in two.numbers
        ]


def test_pages_follow_each_other() -> None:
    engine = ReferenceEngine(RECORDS)
    figure = table_of(engine).get("recorded")
    pages = [traced(figure, engine, page=n, size=10).numbers[0].keys for n in (1, 2, 3, 4, 5)]
    assert [len(page) for page in pages] == [10, 10, 10, 6, 0]
    assert [key for page in pages for key in page] == sorted((row["case_id"],) for row in RECORDS["cases"])


def test_a_stock_lists_what_is_left() -> None:
    engine = ReferenceEngine(RECORDS)
    (number,) = traced(table_of(engine).get("stock"), engine).numbers
    assert number.keys == (("A",), ("D",))


def test_a_stock_by_area_reads_each_notice_with_its_own_day() -> None:
    engine = ReferenceEngine(RECORDS)
    table = table_of(engine, "area")
    found = {code: traced(table.get("stock", area=code), engine).numbers[0].keys for code in ("1", "2")}
    assert found == {"1": (("D",),), "2": (("A",),)}


def test_the_city_target_is_traced_to_its_own_row() -> None:
    engine = ReferenceEngine(RECORDS)
    table = table_of(engine, "area")
    assert table.get("target").value == 100
    assert traced(table.get("target"), engine).numbers[0].keys == (("T",),)
    assert traced(table.get("target", area="1"), engine).numbers[0].keys == (("T1",),)


def test_shares_are_traced_in_both_parts() -> None:
    engine = ReferenceEngine(RECORDS)
    above, below = traced(table_of(engine).get("clearance"), engine).numbers
    assert (above.role, above.indicator, above.records) == ("numerator", "of_these", 12)
    assert (below.role, below.indicator, below.records) == ("denominator", "recorded", 36)
    assert 'id = "of_these"' in above.definition


def test_json_of_a_trace_holds_everything() -> None:
    engine = ReferenceEngine(RECORDS)
    found = trace_object(traced(table_of(engine).get("recorded"), engine))
    assert set(found) == {"figure", "definition", "seal", "code_version", "numbers"}
    assert found["seal"]["digest"] == SEAL.digest
    assert "SELECT" in found["numbers"][0]["sql"]


def test_another_seal_or_version_is_refused() -> None:
    engine = ReferenceEngine(RECORDS)
    figure = table_of(engine).get("recorded")
    with pytest.raises(FigureError, match="needs the seal"):
        trace_figure(figure, engine, replace(SEAL, digest="b" * 64), CONTEXT)
    newer = context_of(DEFINE.replace(COUNT, f"version = 2\n{COUNT}", 1) + STOCK + TARGET, AREAS, CHANGES)
    with pytest.raises(FigureError, match="version 1"):
        trace_figure(figure, engine, SEAL, newer)
