"""Figures on books nobody chose: both engines and the plain twin agree, parts add up, restating loses nothing."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import plain_figures as plain
from tests.spec.drawing import context_of, engines, seal_of
from tongket.count.export import table_object
from tongket.count.figures import count_figures
from tongket.count.ledger_rows import record_figures
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.reference import ReferenceEngine
from tongket.model.figures import Figure, State
from tongket.model.indicators import Measure
from tongket.model.periods import parse_period
from tongket.store.ledger import find_figure

AREAS = """
    code | from       | to         | level    | parent
    C    | 2019-01-01 | -          | city     | -
    N    | 2019-01-01 | 2022-06-30 | district | C
    S    | 2019-01-01 | 2022-06-30 | district | C
    1    | 2019-01-01 | 2020-12-31 | commune  | N
    2    | 2019-01-01 | 2022-06-30 | commune  | N
    3    | 2019-01-01 | 2022-06-30 | commune  | S
    4    | 2021-01-01 | 2022-06-30 | commune  | N
    1    | 2022-07-01 | -          | commune  | C
    2    | 2022-07-01 | -          | commune  | C
"""
CHANGES = """
    old | old_from   | new | new_from   | share
    1   | 2019-01-01 | 4   | 2021-01-01 | 1
    4   | 2021-01-01 | 2   | 2022-07-01 | 1
    2   | 2019-01-01 | 1   | 2022-07-01 | 1
    3   | 2019-01-01 | 1   | 2022-07-01 | 0.3
    3   | 2019-01-01 | 2   | 2022-07-01 | 0.7
"""
UNITS = [
    ("1", date(2019, 1, 1), date(2020, 12, 31)),
    ("2", date(2019, 1, 1), date(2022, 6, 30)),
    ("3", date(2019, 1, 1), date(2022, 6, 30)),
    ("4", date(2021, 1, 1), date(2022, 6, 30)),
    ("1", date(2022, 7, 1), None),
    ("2", date(2022, 7, 1), None),
]
MOVES = [
    ("1", date(2019, 1, 1), "4", date(2021, 1, 1), Fraction(1)),
    ("4", date(2021, 1, 1), "2", date(2022, 7, 1), Fraction(1)),
    ("2", date(2019, 1, 1), "1", date(2022, 7, 1), Fraction(1)),
    ("3", date(2019, 1, 1), "1", date(2022, 7, 1), Fraction(3, 10)),
    ("3", date(2019, 1, 1), "2", date(2022, 7, 1), Fraction(7, 10)),
]
DISTRICT = {"1": "N", "2": "N", "3": "S", "4": "N"}

HEAD = 'label = { vi = "x", en = "x" }\nunit = { vi = "vụ", en = "cases" }\nsmall_number = 3\n'
CASE = f'{HEAD}table = "cases"\ndate = "recorded_on"\n'
FOUND = '{ column = "status", not_in = ["unfounded"] }'
DEFINE = f"""
[[indicator]]
id = "recorded"
measure = "count"
{CASE}where = [{FOUND}]
[[indicator]]
id = "social"
measure = "count"
{CASE}where = [{FOUND}, {{ column = "offence_group", under = ["social_order"] }}]
[[indicator]]
id = "thefts"
measure = "count"
{CASE}where = [{FOUND}, {{ column = "offence", in = ["173"] }}]
[[indicator]]
id = "drugs"
measure = "count"
{CASE}where = [{FOUND}, {{ column = "offence_group", in = ["drugs"] }}]
[[indicator]]
id = "cleared"
measure = "count"
{CASE.replace("recorded_on", "cleared_on")}where = [{FOUND}]
[[indicator]]
id = "soon"
measure = "count"
{CASE}where = [{FOUND}, {{ column = "cleared_on", within_days = 30 }}]
[[indicator]]
id = "injured"
measure = "sum"
column = "injured"
{CASE}
[[indicator]]
id = "loss"
measure = "sum"
column = "property_loss"
{CASE}where = [{{ column = "severity", in = ["serious", "very_serious"] }}]
[[indicator]]
id = "stock"
measure = "stock"
closes = "ended_on"
{HEAD}table = "wanted_notices"
date = "issued_on"
[[indicator]]
id = "clearance"
measure = "share"
numerator = "soon"
denominator = "recorded"
{HEAD}
[[indicator]]
id = "clearance_period"
measure = "ratio"
numerator = "cleared"
denominator = "recorded"
{HEAD}
"""
FOUND_PLAIN = ("not_in", "status", ("unfounded",))
PLAIN: dict[str, dict[str, Any]] = {
    "recorded": {"table": "cases", "date": "recorded_on", "where": [FOUND_PLAIN]},
    "social": {
        "table": "cases",
        "date": "recorded_on",
        "where": [FOUND_PLAIN, ("in", "offence_group", ("social_order", "persons", "property"))],
    },
    "thefts": {"table": "cases", "date": "recorded_on", "where": [FOUND_PLAIN, ("in", "offence", ("173",))]},
    "drugs": {"table": "cases", "date": "recorded_on", "where": [FOUND_PLAIN, ("in", "offence_group", ("drugs",))]},
    "cleared": {"table": "cases", "date": "cleared_on", "where": [FOUND_PLAIN]},
    "soon": {"table": "cases", "date": "recorded_on", "where": [FOUND_PLAIN, ("within_days", "cleared_on", 30)]},
    "injured": {"table": "cases", "date": "recorded_on", "column": "injured", "where": []},
    "loss": {
        "table": "cases",
        "date": "recorded_on",
        "column": "property_loss",
        "where": [("in", "severity", ("serious", "very_serious"))],
    },
    "stock": {"table": "wanted_notices", "date": "issued_on", "closes": "ended_on", "where": []},
}
DATED_BY = {"cases": "recorded_on", "wanted_notices": "issued_on"}

days = st.integers(0, 1500).map(lambda n: date(2019, 6, 1) + timedelta(days=n))
later = st.integers(0, 400).map(lambda n: timedelta(days=n))
codes = st.sampled_from(["1", "2", "3", "4", "9", None])
times = st.none() | st.integers(0, 3000).map(lambda n: datetime(2022, 3, 5, 22, 10) + timedelta(minutes=n))
lengths = st.none() | st.sampled_from([0, 30, 61, 400, 3000, 20000]).map(lambda n: timedelta(minutes=n))


@st.composite
def books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    cases = []
    for i in range(draw(st.integers(0, 10))):
        day, since, length = draw(days), draw(times), draw(lengths)
        gap = draw(st.none() | later)
        offence = draw(st.sampled_from(["123", "173", "249"]))
        cases.append(
            {
                "case_id": f"C{i:02d}",
                "recorded_on": day,
                "cleared_on": None if gap is None else day + gap,
                "offence": offence,
                "offence_group": {"123": "persons", "173": "property", "249": "drugs"}[offence],
                "severity": draw(st.sampled_from(["serious", "very_serious", "less_serious", None])),
                "status": draw(st.sampled_from(["open", "cleared", "unfounded"])),
                "area": draw(codes),
                "injured": draw(st.none() | st.integers(0, 3)),
                "property_loss": draw(st.none() | st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))),
                "occurred_from": since,
                "occurred_to": None if since is None or length is None else since + length,
            }
        )
    notices = []
    for i in range(draw(st.integers(0, 4))):
        day, gap = draw(days), draw(st.none() | later)
        ended = None if gap is None else day + gap
        notices.append({"notice_id": f"N{i}", "issued_on": day, "ended_on": ended, "area": draw(codes)})
    return {"cases": cases, "wanted_notices": notices}


DIMENSIONS = ("area", "offence", "offence_group", "severity", "month", "weekday_hour")
PAIRS = [pair for pair in itertools.permutations(DIMENSIONS, 2) if set(pair) != {"month", "weekday_hour"}]
breakdowns = st.sampled_from([(), *((name,) for name in DIMENSIONS), *PAIRS])
periods = st.sampled_from(["civil:2022", "2022-05-20..2022-09-03", "2021-12-01..2022-03-15", "civil:2020-Q4"])


def ask(period: str, by: tuple[str, ...], against: tuple[str, ...] = ()) -> CountRequest:
    return CountRequest(parse_period(period), against, by)


def counted(book: Mapping[str, Any], request: CountRequest) -> FigureTable:
    context = context_of(DEFINE, AREAS, CHANGES)
    return count_figures(request, ReferenceEngine(book), seal_of("2024-12-31"), context)


@given(books(), periods, breakdowns, st.sampled_from([(), ("civil:2021",), ("mean:2", "base:2018")]))
@settings(max_examples=20)
def test_engines_give_the_same_figures(
    book: dict[str, Any], period: str, by: tuple[str, ...], against: tuple[str, ...]
) -> None:
    context = context_of(DEFINE, AREAS, CHANGES)
    with TemporaryDirectory() as folder:
        first, second = (
            count_figures(ask(period, by, against), engine, seal_of("2024-12-31"), context)
            for engine in engines(book, Path(folder))
        )
        assert table_object(first) == table_object(second)
        assert all(list(first.figures(each.id)) == list(second.figures(each.id)) for each in first.periods)


def part(table: FigureTable, figure: Figure, by: Mapping[str, str]) -> Callable[[Mapping[str, Any]], Fraction]:
    """Return which part of a record belongs to the cell of a figure."""

    def share(row: Mapping[str, Any]) -> Fraction:
        result = Fraction(1)
        if figure.area != "*":
            result *= area_part(table, row, figure.area.partition("@")[0])
        for name, code in by.items():
            if name == "weekday_hour":
                result *= hour_part(row, code)
            elif name != "month":
                result *= (row.get(name) or "unknown") == code
        return result

    return share


def area_part(table: FigureTable, row: Mapping[str, Any], wanted: str) -> Fraction:
    assert table.geography is not None
    day = row["recorded_on"] if "case_id" in row else row["issued_on"]
    found: dict[str, Fraction] = defaultdict(Fraction)
    if row["area"] is not None:
        for code, share in plain.parts_of_area(row["area"], day, table.geography.day, UNITS, MOVES).items():
            found[DISTRICT[code] if table.geography.level == "district" else code] += share
    found["unknown"] += 1 - sum(found.values())
    return found[wanted]


def hour_part(row: Mapping[str, Any], wanted: str) -> Fraction:
    shares = plain.hours_of_week(row.get("occurred_from"), row.get("occurred_to"))
    named = {"unknown" if key is None else f"{key[0]}-{key[1]:02d}": share for key, share in shares.items()}
    return named.get(wanted, Fraction(0))


def twin(book: Mapping[str, Any], id_: str, figure: Figure, chosen: Callable[..., Fraction]) -> Fraction:
    definition = PLAIN[id_]
    cutoff = date(2024, 12, 31)
    rows = book[definition["table"]]
    return Fraction(plain.count(rows, definition, figure.start, figure.end, cutoff, chosen=chosen))


@given(books(), periods, breakdowns)
@settings(max_examples=40)
def test_figures_are_what_the_plain_twin_counts(book: dict[str, Any], period: str, by: tuple[str, ...]) -> None:
    table = counted(book, ask(period, by))
    for figure in itertools.islice(table.figures(), 400):
        cells = table.by_id[figure.indicator]
        chosen = part(table, figure, dict(figure.by))
        measure = cells.indicator.measure
        # millionths: a record spread over hours and units is rounded once for each
        slack = Fraction(len(book["cases"]) * 2, 10**6) * (10**7 if figure.indicator == "loss" else 3)
        slack = slack if "weekday_hour" in dict(figure.by) else Fraction(0)
        if measure in (Measure.SHARE, Measure.RATIO):
            assert cells.indicator.numerator is not None
            assert cells.indicator.denominator is not None
            above = twin(book, cells.indicator.numerator, figure, chosen)
            below = twin(book, cells.indicator.denominator, figure, chosen)
            assert abs(Fraction(figure.numerator or 0) - above) <= slack
            assert abs(Fraction(figure.denominator or 0) - below) <= slack
            assert (figure.state is State.MISSING) == (figure.denominator == 0)
        else:
            assert abs(Fraction(figure.value or 0) - twin(book, figure.indicator, figure, chosen)) <= slack


@given(books(), periods, breakdowns)
@settings(max_examples=40)
def test_parts_add_up(book: dict[str, Any], period: str, by: tuple[str, ...]) -> None:
    table = counted(book, ask(period, by))
    for cells in table.cells:
        if cells.composed:
            continue
        layout = table.layout(cells)
        sums: dict[tuple[str, tuple[Any, ...]], Fraction] = defaultdict(Fraction)
        totals: dict[tuple[Any, ...], Fraction] = {}
        names = [name for name in table.dimensions(cells) if not (name == "month" and cells.indicator.id == "stock")]
        for number, place in enumerate(zip(*(each.tolist() for each in layout.places), strict=True)):
            area, breakdown = layout.address(number)
            address = {"area": area, **dict(breakdown)}
            value = Fraction(cells.value(place) or 0)
            key = tuple(sorted((k, v) for k, v in address.items() if v != "*"))
            totals[key] = value
            for name in names:
                if address.get(name, "*") != "*":
                    sums[name, tuple(pair for pair in key if pair[0] != name)] += value
        for (_, key), total in sums.items():
            assert total == totals[key]


@given(books(), periods)
@settings(max_examples=30)
def test_restating_conserves_totals_and_fills_every_unit(book: dict[str, Any], period: str) -> None:
    plainly, by_area = counted(book, ask(period, ())), counted(book, ask(period, ("area",)))
    assert by_area.geography is not None
    units = {unit.code for unit in by_area.geography.units()}
    for cells in by_area.cells:
        id_ = cells.indicator.id
        assert by_area.get(id_).value == plainly.get(id_).value
        assert by_area.get(id_).id == plainly.get(id_).id
        listed = [figure.area.partition("@")[0] for figure in by_area.figures() if figure.indicator == id_]
        assert units <= set(listed)


@given(books(), periods, breakdowns)
@settings(max_examples=10)
def test_ledger_keeps_every_figure_and_the_same_bytes(book: dict[str, Any], period: str, by: tuple[str, ...]) -> None:
    table, again = (counted(book, ask(period, by, ("civil:2019",))) for _ in range(2))
    with TemporaryDirectory() as folder:
        part_ = record_figures(table, Path(folder))
        assert record_figures(again, Path(folder)) == part_
        assert len(list(Path(folder).iterdir())) == 1
        for figure in itertools.islice(table.figures(), 0, 300, 149):
            assert find_figure(Path(folder), figure.id).figure == figure
