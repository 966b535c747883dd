"""The demonstration counts to what was published, in every closing; counted by the plain twin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.reference import demo_counts as plain
from tongket.collect.demonstration import DemonstrationPlan, write_demonstration_sources

LAST = date(2025, 1, 5)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> DemonstrationPlan:
    return write_demonstration_sources(tmp_path_factory.mktemp("demonstration"))


def seen(plan: DemonstrationPlan, cut: date, table: str = "cases", dated_by: str = "recorded_on"):
    loads: list[tuple[Path, str, date]] = [(load.path, load.table, load.received_on) for load in plan.loads]
    return plain.as_of(loads, table, cut, dated_by)


@pytest.fixture(scope="session")
def sealed(demonstration: DemonstrationPlan) -> dict[date, list[dict[str, str]]]:
    return {closing.as_of: seen(demonstration, closing.as_of) for closing in demonstration.closings}


def test_published_totals_stand_in_every_closing_from_january_2023(sealed) -> None:
    for cut, cases in sealed.items():
        if cut >= date(2023, 1, 5):
            totals = [len(plain.recorded(cases, plain.year_of(year))) for year in (2019, 2021, 2022)]
            assert totals == [1067, 606, 574], cut


def test_first_halves_of_2023_and_2024(sealed) -> None:
    assert len(plain.recorded(sealed[date(2023, 7, 5)], plain.half_of(2023, 1))) == 317
    for cut in (date(2024, 7, 5), LAST):
        assert len(plain.recorded(sealed[cut], plain.half_of(2023, 1))) == 317
        assert len(plain.recorded(sealed[cut], plain.half_of(2024, 1))) == 376
        assert len(plain.cleared(sealed[cut], plain.half_of(2024, 1))) == 271
        assert len(plain.grave(plain.recorded(sealed[cut], plain.half_of(2024, 1)))) == 34
        assert len(plain.grave(plain.cleared(sealed[cut], plain.half_of(2024, 1)))) == 23


def test_third_quarter_of_2020(sealed) -> None:
    span = plain.quarter_of(2020, 3)
    recorded, cleared = plain.recorded(sealed[LAST], span), plain.cleared(sealed[LAST], span)
    assert (len(recorded), len(cleared)) == (171, 155)
    assert (len(plain.grave(recorded)), len(plain.grave(cleared))) == (12, 11)


def test_clearance_of_2022_is_just_under_90_per_cent_in_every_closing(sealed) -> None:
    for cut, cases in sealed.items():
        if cut >= date(2023, 1, 5):
            assert len(plain.cleared(cases, plain.year_of(2022))) == 516, cut


def test_every_especially_serious_case_of_2022_was_cleared_in_the_year(sealed) -> None:
    for cut, cases in sealed.items():
        if cut >= date(2023, 1, 5):
            span = plain.year_of(2022)
            recorded = plain.especially(plain.recorded(cases, span))
            assert 12 <= len(recorded) <= 20
            assert {case["case_id"] for case in plain.especially(plain.cleared(cases, span))} == {
                case["case_id"] for case in recorded
            }


@pytest.mark.parametrize(
    ("year", "low", "high"), [(2019, 92.5, 94), (2020, 92, 92.6), (2021, 91, 91.2), (2023, 80, 84)]
)
def test_clearance_of_the_other_years(sealed, year: int, low: float, high: float) -> None:
    span = plain.year_of(year)
    rate = 100 * len(plain.cleared(sealed[LAST], span)) / len(plain.recorded(sealed[LAST], span))
    assert low <= rate <= high


@pytest.mark.parametrize("year", range(2020, 2025))
def test_old_cases_count_in_the_period_form_only(sealed, year: int) -> None:
    span = plain.year_of(year)
    cleared = plain.cleared(sealed[LAST], span)
    assert any(case["recorded_on"] < span[0] for case in cleared)
    ids = {case["case_id"] for case in cleared}
    assert ids != {case["case_id"] for case in plain.cohort_cleared(sealed[LAST], span)}


@pytest.mark.parametrize("year", range(2019, 2025))
def test_grave_cases_are_7_to_15_per_cent(sealed, year: int) -> None:
    recorded = plain.recorded(sealed[LAST], plain.year_of(year))
    assert 0.07 <= len(plain.grave(recorded)) / len(recorded) <= 0.15


@pytest.mark.parametrize("year", range(2019, 2025))
def test_persons_handled_for_each_cleared_case(sealed, year: int) -> None:
    cases, span = sealed[date(year + 1, 1, 5)], plain.year_of(year)
    persons = plain.total(plain.recorded(cases, span), "persons_handled")
    assert 1.25 <= persons / len(plain.cleared(cases, span)) <= 1.6


@pytest.mark.parametrize(
    ("span", "cut", "persons"),
    [(plain.quarter_of(2020, 3), LAST, 194), (plain.half_of(2024, 1), date(2024, 7, 5), 436)],
)
def test_persons_handled_as_published(sealed, span: tuple[str, str], cut: date, persons: int) -> None:
    assert plain.total(plain.recorded(sealed[cut], span), "persons_handled") == persons


def test_counts_of_2020_and_2023_are_revised_and_do_not_net_to_nothing(sealed) -> None:
    series = {
        year: [len(plain.recorded(cases, plain.year_of(year))) for cut, cases in sealed.items() if cut.year > year]
        for year in (2020, 2023)
    }
    assert series[2020][:3] == [887, 892, 894]
    assert series[2023] == [636, 641, 641, 640]


def test_2022_is_revised_although_its_total_stays(sealed) -> None:
    span = plain.year_of(2022)
    first, second = (
        {case["case_id"] for case in plain.recorded(sealed[cut], span)} for cut in (date(2023, 1, 5), date(2023, 4, 15))
    )
    assert len(second - first) == 3  # late records
    assert len(first - second) == 3  # two unfounded, one reclassified


def test_the_manual_prints_the_revisions_as_they_are_counted(sealed) -> None:
    manual = Path(__file__).parents[3] / "docs" / "reference" / "demonstration.md"
    rows = [
        line.strip().split("|")[1:-1]
        for line in manual.read_text(encoding="utf-8").splitlines()
        if line.startswith("| 20")
    ]
    printed = {int(cells[0]): cells[1:] for cells in rows if len(cells) == 4 and cells[0].strip().isdigit()}
    assert sorted(printed) == list(range(2019, 2025))
    for year, cells in printed.items():
        cuts = (date(year + 1, 1, 5), date(year + 1, 4, 15), LAST)
        for cell, cut in zip(cells, cuts, strict=True):
            if cell.strip():
                assert int(cell.replace(" ", "")) == len(plain.recorded(sealed[cut], plain.year_of(year))), (year, cut)
