"""The demonstration's other registers, and the shape of all its files."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.reference import demo_counts as plain
from tongket.collect.demonstration import DemonstrationPlan, write_demonstration_sources
from tongket.collect.demonstration.draws import Draws, apportion, interleave
from tongket.collect.demonstration.planted import EFFECT, RUN
from tongket.model.offences import Charge, OffenceCatalogue
from tongket.model.tables import RECORD_TABLES, Kind
from tongket.store.shipped import read_area_set, read_offences

LAST = date(2025, 1, 5)
YEARS = range(2019, 2025)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> DemonstrationPlan:
    return write_demonstration_sources(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def catalogue() -> OffenceCatalogue:
    return read_offences("vn-penal-code")


@pytest.fixture(scope="module")
def last(plan: DemonstrationPlan) -> dict[str, list[dict[str, str]]]:
    loads = [(load.path, load.table, load.received_on) for load in plan.loads]
    return {table: plain.as_of(loads, table, LAST, schema.dated_by) for table, schema in RECORD_TABLES.items()}


def digests(directory: Path) -> dict[str, str]:
    return {
        path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*.*"))
    }


def test_the_same_seed_gives_the_same_bytes_in_another_process(plan: DemonstrationPlan, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from tongket.collect.demonstration import write_demonstration_sources as w;"
        "w(pathlib.Path(sys.argv[1]))"
    )
    # another hash seed, so that no order of a set or dictionary of strings can matter
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    assert digests(tmp_path) == digests(plan.directory)


def test_draws_are_the_same_with_every_version_of_python() -> None:
    draws = Draws(1, "test")
    assert [draws.below(1000) for _ in range(5)] == [41, 981, 706, 65, 367]
    assert Draws(1, "test").shuffled("abcdef") == list("bdfcea")


def test_another_seed_gives_other_records_and_the_same_totals(tmp_path: Path, plan: DemonstrationPlan) -> None:
    other = write_demonstration_sources(tmp_path, seed=7)
    assert digests(tmp_path)["cases/2022-Q4.csv"] != digests(plan.directory)["cases/2022-Q4.csv"]
    cases = plain.as_of(
        [(load.path, load.table, load.received_on) for load in other.loads], "cases", LAST, "recorded_on"
    )
    assert [len(plain.recorded(cases, plain.year_of(year))) for year in YEARS] == [1067, 894, 606, 574, 640, 740]
    assert len(plain.cleared(cases, plain.year_of(2022))) == 516


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_files_have_exactly_the_content_columns(plan: DemonstrationPlan, table: str) -> None:
    paths = [load.path for load in plan.loads if load.table == table]
    assert paths
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == RECORD_TABLES[table].content_names


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_values_are_of_their_kind(last: dict[str, list[dict[str, str]]], table: str) -> None:
    for row in last[table]:
        for column in RECORD_TABLES[table].columns:
            value = row.get(column.name)
            if value is None:  # provenance
                continue
            assert value or not column.required, column.name
            assert not value or not column.values or value in column.values, column.name
            if value and column.kind is Kind.DATE:
                date.fromisoformat(value)
            if value and column.kind is Kind.INTEGER:
                assert int(value) >= 0


def test_loads_come_in_order_and_what_refers_comes_after(plan: DemonstrationPlan) -> None:
    assert [load.received_on for load in plan.loads] == sorted(load.received_on for load in plan.loads)
    order = list(RECORD_TABLES)
    keys = [(load.received_on, order.index(load.table)) for load in plan.loads]
    assert keys == sorted(keys)
    assert len(plan.loads) == 75
    assert [closing.as_of for closing in plan.closings] == sorted(closing.as_of for closing in plan.closings)


def test_every_file_is_listed_and_marked_synthetic(plan: DemonstrationPlan) -> None:
    stated = json.loads((plan.directory / "sources.json").read_text(encoding="utf-8"))
    assert stated["synthetic"] is True
    assert "SYNTHETIC" in stated["en"]
    assert "MÔ PHỎNG" in stated["vi"]
    listed = {entry["path"] for entry in stated["loads"]}
    assert listed == {path.relative_to(plan.directory).as_posix() for path in plan.directory.rglob("*.csv")}
    assert all("synthetic" in closing.note.lower() and "mô phỏng" in closing.note for closing in plan.closings)


def test_severity_and_group_follow_from_the_law(last, catalogue: OffenceCatalogue) -> None:
    for case in last["cases"]:
        day = date.fromisoformat(case["recorded_on"])
        severity = catalogue.severity_of(case["offence"], case["clause"] or None, day)
        assert case["severity"] == (severity.code if severity else "")
        assert case["offence_group"] == catalogue.group_of(case["offence"], day).code


@pytest.mark.parametrize(
    ("table", "dated_by"),
    [
        ("cases", "recorded_on"),
        ("wanted_notices", "issued_on"),
        ("traffic_accidents", "occurred_on"),
        ("fires", "occurred_on"),
        ("petitions", "received_on"),
        ("progress", "on"),
        ("targets", "assigned_on"),
    ],
)
def test_areas_are_valid_on_the_day(last, table: str, dated_by: str) -> None:
    areas = read_area_set("can-tho")
    for row in last[table]:
        assert areas.find(row["area"], date.fromisoformat(row[dated_by])) is not None, row["area"]


def test_cases_are_consistent_in_themselves(last) -> None:
    for case in last["cases"]:
        assert (case["status"] == "cleared") == bool(case["cleared_on"])
        assert not case["cleared_on"] or case["recorded_on"] <= case["cleared_on"]
        assert not case["occurred_to"] or case["occurred_from"] <= case["occurred_to"]
        assert case["occurred_to"][:10] <= case["recorded_on"]
        assert (case["location_precision"] == "unknown") == (not case["longitude"])
        if case["longitude"]:
            assert 105.2 < float(case["longitude"]) < 106.3
            assert 9.2 < float(case["latitude"]) < 10.35


def test_times_are_intervals_of_many_kinds(last) -> None:
    thefts = [case for case in last["cases"] if case["offence"] == "173"]
    missing = [case for case in thefts if not case["occurred_to"]]
    nights = [case for case in thefts if case["occurred_to"] and case["occurred_from"][:10] < case["occurred_to"][:10]]
    assert 0 < len(missing) < len(thefts) / 20
    assert len(nights) > len(thefts) / 4


def test_every_case_has_events_and_they_agree_with_it(last) -> None:
    kinds: dict[str, Counter[str]] = {}
    for event in last["case_events"]:
        kinds.setdefault(event["case_id"], Counter())[event["event"]] += 1
    for case in last["cases"]:
        # what was recorded in the last days may not be instituted yet
        assert case["case_id"] in kinds or case["recorded_on"] > "2024-11-24"
        of_case = kinds.get(case["case_id"], Counter())
        if case["status"] in ("cleared", "unfounded", "suspended", "discontinued", "transferred"):
            assert of_case[case["status"]] == 1, case["case_id"]
    seen = Counter(kind for counts in kinds.values() for kind in counts)
    for kind in ("instituted", "charged", "reclassified", "resumed", "extended", "concluded", "corrected", "relocated"):
        assert seen[kind] > 0, kind


def test_reclassified_cases_carry_the_new_offence(last) -> None:
    offences = {case["case_id"]: case["offence"] for case in last["cases"]}
    moved = [event for event in last["case_events"] if event["event"] == "reclassified"]
    assert len(moved) >= 20
    assert all(offences[event["case_id"]] == event["to_value"] != event["from_value"] for event in moved)


def test_listed_offences_follow_the_counting_rule(last, catalogue: OffenceCatalogue) -> None:
    cases = {case["case_id"]: case for case in last["cases"]}
    by_case: dict[str, list[dict[str, str]]] = {}
    for row in last["case_offences"]:
        by_case.setdefault(row["case_id"], []).append(row)
    assert len(by_case) > 50
    for case_id, rows in by_case.items():
        charges = [Charge(row["offence"], row["clause"] or None) for row in rows]
        chosen = catalogue.principal(charges, date.fromisoformat(rows[0]["recorded_on"])).position
        assert [row["principal"] for row in rows] == [
            "true" if place == chosen else "false" for place in range(len(rows))
        ]
        assert rows[chosen]["offence"] == cases[case_id]["offence"]


@pytest.mark.parametrize("danger", ["ordinary", "dangerous", "especially_dangerous"])
def test_wanted_notices_balance(last, danger: str) -> None:
    notices = [row for row in last["wanted_notices"] if row["danger_class"] == danger]
    for year in YEARS:
        first, end = plain.year_of(year)
        opening = sum(row["issued_on"] < first and not ("" < row["ended_on"] < first) for row in notices)
        issued = sum(plain.within(row["issued_on"], (first, end)) for row in notices)
        ended = Counter(row["outcome"] for row in notices if plain.within(row["ended_on"], (first, end)))
        closing = sum(row["issued_on"] <= end and not ("" < row["ended_on"] <= end) for row in notices)
        assert set(ended) <= {"arrested", "surrendered", "struck_off"}
        assert closing == opening + issued - sum(ended.values())
        assert opening > 0
        assert issued > 0


@pytest.mark.parametrize(("year", "count"), [(2021, 8), (2023, 6)])
def test_campaigns_of_a_year_are_written_down_before_they_begin(last, year: int, count: int) -> None:
    for column in ("starts_on", "registered_on"):
        assert sum(plain.within(row[column], plain.year_of(year)) for row in last["campaigns"]) == count
    assert all(row["registered_on"] < row["starts_on"] <= row["ends_on"] for row in last["campaigns"])


def test_a_case_may_fall_into_two_campaigns(last) -> None:
    links = Counter(row["case_id"] for row in last["campaign_cases"])
    assert max(links.values()) >= 2
    assert set(links) <= {case["case_id"] for case in last["cases"]}


@pytest.mark.parametrize(("indicator", "stage"), [("identity_card", "received"), ("eid_account", "activated")])
def test_project_06_met_its_target_of_2023_exactly(last, indicator: str, stage: str) -> None:
    def of_stage(row: dict[str, str]) -> bool:
        return row["indicator"] == indicator and row["stage"] == stage

    targets = {
        row["area"]: int(row["value"])
        for row in last["targets"]
        if of_stage(row) and row["due_on"][:4] == "2023" and row["denominator_kind"] == "assigned_target"
    }
    done = Counter()
    for row in last["progress"]:
        if of_stage(row) and plain.within(row["on"], plain.year_of(2023)):
            done[row["area"]] += int(row["count"])
    assert sum(done.values()) == sum(targets.values()) > 0
    assert any(done[area] < value for area, value in targets.items())


@pytest.mark.parametrize("indicator", ["identity_card", "eid_account"])
def test_no_stage_overtakes_the_one_before(last, indicator: str) -> None:
    stages = ["received", "approved", "issued", "activated"][: 3 if indicator == "identity_card" else 4]
    totals: dict[str, Counter[str]] = {stage: Counter() for stage in stages}
    rows = [row for row in last["progress"] if row["indicator"] == indicator]
    for day in sorted({row["on"] for row in rows}):
        for row in rows:
            if row["on"] == day:
                totals[row["stage"]][row["area"]] += int(row["count"])
        for before, after in pairwise(stages):
            assert all(totals[after][area] <= number for area, number in totals[before].items()), (day, after)


def test_petitions_of_the_december_batch_are_due_before_30_january(last) -> None:
    batch = [row for row in last["petitions"] if row["received_on"] == "2023-12-08"]
    assert len(batch) == 17
    assert {row["deadline_rule"] for row in batch} == {"before:2024-01-30"}
    assert {row["batch"] for row in batch} == {"TXCT-2023-12"}
    answered = [row for row in last["petitions"] if row["answered_on"]]
    assert 0 < sum(row["outcome"] == "resolved" for row in answered) < len(answered)
    assert all(row["roadmap_on"] for row in answered if row["outcome"] in ("in_progress", "will_do_by"))
    assert all(bool(row["resolved_on"]) == (row["outcome"] == "resolved") for row in answered)
    assert any(row["resolved_on"] > row["answered_on"] for row in answered if row["resolved_on"])


def test_repeated_petitions_ask_the_same_of_the_same_place(last) -> None:
    known = {row["petition_id"]: row for row in last["petitions"]}
    repeated = [row for row in known.values() if row["repeats"]]
    assert len(repeated) > 10
    for row in repeated:
        before = known[row["repeats"]]
        assert before["received_on"] < row["received_on"]
        assert (before["topic"], before["area"]) == (row["topic"], row["area"])


def test_directives_are_done_only_with_evidence(last) -> None:
    done = [row for row in last["directives"] if row["status"] == "done"]
    assert all(row["evidence"] and row["closed_on"] for row in done)
    assert any(row["due_on"] and row["closed_on"] > row["due_on"] for row in done)
    assert any(row["status"] != "done" for row in last["directives"])


def test_inspections_of_the_plan_and_without_notice(last) -> None:
    kinds = Counter(row["kind"] for row in last["inspections"])
    assert kinds["scheduled"] > kinds["ad_hoc"] > 0
    assert any(not row["done_on"] for row in last["inspections"])
    assert all(int(row["carried_out"]) <= int(row["recommendations"]) for row in last["inspections"] if row["done_on"])


def test_recommendations_are_checked_again_some_late_some_not_yet(last) -> None:
    done = [row for row in last["inspections"] if row["done_on"]]
    assert all(row["recheck_due_on"] > row["done_on"] for row in done)
    assert any(not row["rechecked_on"] for row in done)
    assert any(row["rechecked_on"] > row["recheck_due_on"] for row in done)
    assert all(row["rechecked_on"] > row["done_on"] for row in done if row["rechecked_on"])


def test_traffic_fell_by_all_three_criteria_in_2020_as_published(last) -> None:
    def change(column: str | None) -> float:
        sums = []
        for year in (2019, 2020):
            rows = [row for row in last["traffic_accidents"] if plain.within(row["occurred_on"], plain.year_of(year))]
            sums.append(len(rows) if column is None else plain.total(rows, column))
        return round(100 * (sums[1] / sums[0] - 1), 1)

    assert (change(None), change("killed"), change("injured")) == (-31.2, -34.8, -26.6)


def test_offences_fell_from_2020_to_2021_as_published(last) -> None:
    def counted(offence: str, year: int) -> int:
        return sum(case["offence"] == offence for case in plain.recorded(last["cases"], plain.year_of(year)))

    falls = [100 * (1 - counted(offence, 2021) / counted(offence, 2020)) for offence in ("123", "142", "168")]
    assert [int(10 * fall + 1e-9) / 10 for fall in falls] == [52.0, 28.5, 25.0]


def test_drug_and_economic_cases_as_published(last) -> None:
    def counted(groups: tuple[str, ...], span: tuple[str, str]) -> int:
        return sum(
            case["offence_group"] in groups and plain.within(case["recorded_on"], span) for case in last["cases"]
        )

    assert counted(("drugs",), plain.half_of(2019, 1)) == 198
    assert counted(("economic", "smuggling"), plain.quarter_of(2020, 3)) == 78


def test_thefts_rise_before_tet_and_rest_in_its_week(last) -> None:
    def daily(spans: list[tuple[str, str]], days: int) -> float:
        thefts = [case for case in last["cases"] if case["offence"] in ("171", "173") and case["occurred_from"]]
        return sum(plain.within(case["occurred_from"][:10], span) for case in thefts for span in spans) / days

    before = daily([("2019-01-15", "2019-02-03"), ("2020-01-04", "2020-01-23"), ("2022-01-11", "2022-01-30")], 60)
    week = daily([("2019-02-04", "2019-02-10"), ("2020-01-24", "2020-01-30"), ("2022-01-31", "2022-02-06")], 21)
    assert week < before


def test_the_planted_run_is_there(last) -> None:
    there = [
        case
        for case in last["cases"]
        if case["offence"] == RUN.offence
        and case["area"] == RUN.area
        and plain.within(case["occurred_from"][:10], (RUN.first.isoformat(), RUN.last.isoformat()))
    ]
    assert len(there) >= RUN.cases - 1  # one may have been entered elsewhere first, and put right
    assert any(row["campaign_id"] == EFFECT.campaign_id for row in last["campaigns"])


def test_apportion_and_interleave_keep_their_totals() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert sum(apportion(577, [31.5, 26.5, 20.0, 4.5])) == 577
    row = interleave([5, 3, 2])
    assert [row.count(place) for place in range(3)] == [5, 3, 2]
    assert set(row[:3]) == {0, 1, 2}
