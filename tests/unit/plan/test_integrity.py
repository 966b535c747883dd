from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest

from tests.unit.plan.integrity_books import CUTOFF, UNITS, engine, honest, of_unit
from tongket.engines.contract import EventsRequest
from tongket.engines.reference import ReferenceEngine
from tongket.model.errors import UsageError
from tongket.model.periods import CALENDARS, parse_period
from tongket.model.tables import record_schema
from tongket.plan.integrity import IntegrityReport, last_twelve_months, watch_integrity
from tongket.plan.integrity_cases import CASE_COLUMNS, EVENT_COLUMNS, is_lesser
from tongket.plan.integrity_checks import CHECKS, CheckId, Family
from tongket.plan.integrity_measures import days_to_month_end, read_thresholds
from tongket.store.shipped import read_area_set, read_offences

PERIOD = parse_period("civil:2023")
OFFENCES = read_offences("vn-penal-code")
Rows = list[dict[str, Any]]


def watch(rows: Rows, **options: Any) -> IntegrityReport:
    return watch_integrity(engine(rows), PERIOD, cutoff=CUTOFF, offences=OFFENCES, **options)


@pytest.fixture(scope="module")
def rows() -> Rows:
    return honest(7)


def tampered(rows: Rows, change: Callable[[dict[str, Any]], None], part: float = 1.0) -> Rows:
    """Return copies of all cases, with part of those of unit U3 in 2023 changed."""
    copies = [dict(row) for row in rows]
    random = np.random.default_rng(1)
    for row in of_unit(copies):
        if random.random() < part:
            change(row)
    return copies


def reclassify(row: dict[str, Any]) -> None:
    row["changed"] = True


def unfound(row: dict[str, Any]) -> None:
    row["status"] = "unfounded"


def undervalue(row: dict[str, Any]) -> None:
    if 50e6 <= row["property_loss"] < 90e6:
        row["property_loss"] = 49e6


def first_of_month(row: dict[str, Any]) -> None:
    row["occurred_from"] = row["occurred_from"].replace(day=1)


def not_at_the_end(row: dict[str, Any]) -> None:
    if (row["recorded_on"] + timedelta(days=5)).month != row["recorded_on"].month:
        row["recorded_on"] += timedelta(days=8)


def on_mondays(row: dict[str, Any]) -> None:
    row["recorded_on"] += timedelta(days=-row["recorded_on"].weekday() % 7)


def held_back(row: dict[str, Any]) -> None:
    day = row["occurred_from"].date()
    if (day + timedelta(days=5)).month != day.month:
        row["recorded_on"] = max(row["recorded_on"], day + timedelta(days=7))


def minor(row: dict[str, Any]) -> None:
    row["severity"] = "less_serious"


PLANTED = [
    (CheckId.DOWNGRADED, reclassify, 0.1),
    (CheckId.UNFOUNDED, unfound, 0.12),
    (CheckId.UNDER_THRESHOLD, undervalue, 1.0),
    (CheckId.ROUND_DAYS, first_of_month, 0.12),
    (CheckId.PERIOD_END, not_at_the_end, 0.8),
    (CheckId.WEEKDAY, on_mondays, 0.25),
    (CheckId.LATE_LAG, held_back, 0.5),
    (CheckId.SERIOUS_SHARE, minor, 0.4),
]


@pytest.mark.parametrize(("check", "change", "part"), PLANTED, ids=[each[0].value for each in PLANTED])
def test_a_planted_distortion_is_found_in_its_unit(rows: Rows, check: CheckId, change, part: float) -> None:
    marked = watch(tampered(rows, change, part)).table(check).marked
    assert "U3" in {row.unit for row in marked}
    others = [row for row in marked if row.unit not in ("U3", "*")]
    assert len(others) <= max(1, len(marked) // 3)  # one in ten of the rows marked is expected to be a false alarm


def test_units_that_differ_by_nature_are_allowed_for(rows: Rows) -> None:
    """Every unit has a rate of its own: that is no sign of anything, and hardly any row may be marked."""
    random = np.random.default_rng(5)
    rates = dict(zip(UNITS, random.uniform(0.02, 0.25, len(UNITS)), strict=True))
    different = [dict(row, status="unfounded" if random.random() < rates[row["area"]] else "open") for row in rows]
    table = watch(different).table(CheckId.UNFOUNDED)
    cross = [row for row in table.rows if row.family is Family.CROSS_SECTIONAL and row.category == "*"]
    assert dict(table.phi)[Family.CROSS_SECTIONAL] > 3
    assert sum(row.marked for row in cross) <= 1


def test_few_cases_are_shown_but_not_tested(rows: Rows) -> None:
    few = [row for number, row in enumerate(rows) if row["area"] != "U9" or number % 60 == 9]
    table = watch(few).table(CheckId.UNFOUNDED)
    small = [row for row in table.rows if row.unit == "U9"]
    assert small
    assert all(row.p_value is None and not row.marked for row in small if row.of < 20)
    assert any(row.of < 20 for row in small)
    assert watch(few, smallest=2).table(CheckId.UNFOUNDED).tested > table.tested


class Spy(ReferenceEngine):
    """Write down which columns are asked for."""

    def __init__(self, inner: ReferenceEngine) -> None:
        super().__init__(inner._tables)
        self.asked: set[tuple[str, str]] = set()

    def events(self, request: EventsRequest) -> dict[str, Any]:
        conditions = [each.column for each in request.term.where]
        self.asked |= {(request.table, name) for name in (*request.columns, request.term.date, *conditions)}
        return super().events(request)

    def tally(self, request: Any) -> Any:
        raise AssertionError("the watch reads single records only")


def test_no_column_about_a_person_is_read(rows: Rows) -> None:
    spy = Spy(engine(rows[:3000]))
    watch_integrity(spy, PERIOD, cutoff=CUTOFF, offences=OFFENCES)
    allowed = {("cases", name) for name in CASE_COLUMNS} | {("case_events", name) for name in EVENT_COLUMNS}
    assert spy.asked == allowed
    people = {"persons_handled", "killed", "injured"}
    assert people <= set(record_schema("cases").content_names)
    assert not people & {name for _, name in spy.asked}
    assert not {"source", "load_id"} & {name for _, name in spy.asked}  # nor who entered it


def test_what_describes_people_changes_nothing(rows: Rows) -> None:
    blank = [{**row, "persons_handled": None, "killed": None, "injured": None} for row in rows[:3000]]
    assert watch(blank).tables == watch(rows[:3000]).tables


def test_a_row_is_a_unit_and_a_category() -> None:
    assert {field for table in watch(honest(3, 60)).tables for row in table.rows for field in vars(row)} == {
        "family",
        "unit",
        "category",
        "hits",
        "of",
        "expected",
        "lower",
        "upper",
        "p_value",
        "adjusted",
        "marked",
        "kind",
    }


def test_rows_come_in_order_of_unit_not_of_surprise(rows: Rows) -> None:
    for table in watch(tampered(rows, unfound, 0.3)).tables:
        for family in table.check.families:
            units = [row.unit for row in table.rows if row.family is family]
            assert units == sorted(units)


def test_counts_of_a_row_can_be_counted_by_hand(rows: Rows) -> None:
    table = watch(rows).table(CheckId.UNFOUNDED)
    row = next(each for each in table.rows if (each.unit, each.category) == ("U3", "*"))
    mine = [each for each in of_unit(rows) if each["recorded_on"] <= CUTOFF - timedelta(days=90)]
    assert (row.of, row.hits) == (len(mine), sum(each["status"] == "unfounded" for each in mine))


def test_a_case_that_left_the_count_stays_in_its_first_group() -> None:
    rows = honest(3, 60)
    row = of_unit(rows, "U1")[0]
    row.update(offence="290", offence_group="cyber", changed=False)
    moved = {"case_id": row["case_id"], "event": "reclassified", "on": row["recorded_on"], "from_value": "174"}
    with_event = ReferenceEngine({"cases": rows, "case_events": [{**moved, "to_value": "290"}]})
    report = watch_integrity(with_event, PERIOD, cutoff=CUTOFF, offences=OFFENCES)
    hits = {each.category: each.hits for each in report.table(CheckId.DOWNGRADED).rows if each.unit == "U1"}
    assert hits["property"] == 1
    assert "cyber" not in hits


@pytest.mark.parametrize(
    ("before", "after", "lesser"),
    [
        (("168", None), ("173", None), True),
        (("173", None), ("168", None), False),
        (("173", "2"), ("173", "1"), True),
        (("174", None), ("290", None), True),  # out of social order
        (("290", None), ("174", None), False),
        (("173", None), ("999", None), False),
        (("173", None), ("173", None), False),
    ],
)
def test_lesser_is_a_lower_maximum_or_out_of_the_count(before, after, lesser: bool) -> None:
    assert is_lesser(before, after, date(2023, 5, 1), OFFENCES) is lesser


def test_end_of_the_ministrys_month_is_the_fourteenth() -> None:
    days = np.array(["2023-03-14", "2023-03-15", "NaT", "2023-12-14", "2023-12-31"], dtype="datetime64[D]")
    assert days_to_month_end(days, CALENDARS["mps"]).tolist() == [0, 30, -1, 0, 14]
    assert days_to_month_end(days, CALENDARS["civil"]).tolist() == [17, 16, -1, 17, 0]


@pytest.mark.parametrize(
    ("calendar", "cutoff", "period"),
    [
        ("mps", date(2025, 1, 5), "mps:2024"),
        ("mps", date(2024, 12, 14), "mps:2024"),
        ("mps", date(2024, 12, 13), "2023-11-15..2024-11-14"),
        ("civil", date(2024, 7, 31), "2023-08-01..2024-07-31"),
        ("assembly", date(2024, 10, 20), "assembly:2024"),
    ],
)
def test_twelve_whole_months_end_by_the_cutoff(calendar: str, cutoff: date, period: str) -> None:
    found = last_twelve_months(CALENDARS[calendar], cutoff)
    assert found.id == period
    assert found == parse_period(period)


def test_thresholds_are_dated() -> None:
    theft = sorted(each.amount for each in read_thresholds() if "173" in each.articles)
    assert theft == [2_000_000, 50_000_000, 200_000_000, 500_000_000]
    assert all(each.valid_from == date(2018, 1, 1) for each in read_thresholds())


def test_units_are_found_on_the_map_by_code_and_day() -> None:
    """A commune's cases are its district's; a code that is used again is another unit."""
    cases = [
        {
            "case_id": f"C{number}",
            "recorded_on": day,
            "occurred_from": datetime.combine(day, time(8)),
            "offence": "173",
            "offence_group": "property",
            "status": "open",
            "area": "31120",
        }
        for number, day in enumerate([date(2024, 5, 1), date(2025, 9, 1)])
    ]
    areas = read_area_set("can-tho")
    found = {
        level: watch_integrity(
            ReferenceEngine({"cases": cases}),
            parse_period("2025-01-01..2025-12-31"),
            cutoff=date(2026, 3, 1),
            areas=areas,
            level=level,
        )
        for level in ("commune", None)
    }
    names = {name for code, name in found["commune"].names.items() if code.startswith("31120")}
    assert names == {"Phường An Hòa", "Phường Cái Khế"}
    assert found[None].level == "commune"


def test_without_a_list_of_offences_no_case_is_called_downgraded(rows: Rows) -> None:
    report = watch_integrity(engine(rows[:2000]), PERIOD, cutoff=CUTOFF)
    assert report.table(CheckId.DOWNGRADED).rows == ()
    assert report.table(CheckId.UNFOUNDED).tested > 0


def test_a_period_that_has_not_begun_is_refused() -> None:
    with pytest.raises(UsageError, match="must have begun"):
        watch_integrity(engine([]), replace(PERIOD), cutoff=date(2022, 1, 1))


def test_every_check_names_innocent_explanations() -> None:
    for check in CHECKS:
        assert check.innocent.vi.count(";") >= 2
        assert check.innocent.en.count(";") >= 2
