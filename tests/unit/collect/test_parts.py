"""Small parts of collect: counting rule, months, guesses, tidiness, the form."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.unit.collect.books import new_book, write_csv
from tongket.collect.checks_history import cut_months, heaped_days, months_of, odd_months
from tongket.collect.collecting import collect_sources
from tongket.collect.counting_rule import list_charges, parse_charge
from tongket.collect.forms import code_labels, column_label, table_label
from tongket.collect.guess import group_of, guess_mapping
from tongket.collect.guess_values import date_format, describe
from tongket.collect.tidiness import look_over
from tongket.model.errors import SourceError
from tongket.model.offences import Charge
from tongket.model.tables import RECORD_TABLES, Kind
from tongket.store.parquet import connect
from tongket.store.shipped import read_offences


@pytest.mark.parametrize(
    "text",
    ["173 khoản 2", "khoản 2 Điều 173", "Điều 173 khoản 2", "173/2", "173.2", "k.2 Điều 173", " 173  khoản  2 "],
)
def test_ways_to_write_a_charge(text: str) -> None:
    assert parse_charge(text) == Charge("173", "2")


def test_a_charge_without_clause() -> None:
    assert parse_charge("Điều 256A") == Charge("256a")
    assert parse_charge("theft") == Charge("theft")


def test_the_counting_rule_takes_the_gravest_then_the_lowest_article() -> None:
    offences = read_offences("vn-penal-code")
    listed = list(list_charges(offences, "173/1; 168/2; 171/3", ";", date(2018, 1, 1), date(2025, 6, 30)))
    # 168 and 171: up to 15 years each (171 clause 3: 7 to 15 years), so the lower article counts
    assert [(each.offence, each.principal) for each in listed] == [("173", False), ("168", True), ("171", False)]
    assert "168" in (listed[1].reason or "")


def test_an_unknown_offence_in_a_list_is_a_problem() -> None:
    offences = read_offences("vn-penal-code")
    (listed,) = list_charges(offences, "173/1; 999", ";", date(2018, 1, 1), date(2025, 6, 30))
    assert (listed.offence, listed.problem) == ("999", True)


def days(counts: list[int]) -> dict[date, int]:
    """Return counts on the 2nd and the 20th of each month from January 2020."""
    found = {}
    for index, count in enumerate(counts):
        year, month = 2020 + index // 12, index % 12 + 1
        found[date(year, month, 2)] = count // 2
        found[date(year, month, 20)] = count - count // 2
    return found


def test_a_month_far_off_is_found_and_chance_is_not() -> None:
    steady = [400, 420, 390, 410, 405, 395, 400, 415, 385, 402, 398, 407, 400, 420, 390, 410]
    assert list(odd_months(days(steady))) == []
    assert list(odd_months(days([*steady[:6], 90, *steady[7:]]))) == ["2020-07"]
    # a third of a small number is chance
    assert list(odd_months(days([6, 5, 7, 6, 5, 2, 6, 5, 7, 6, 5, 6, 7]))) == []


def test_months_without_records_count_as_zero() -> None:
    assert list(months_of({date(2022, 1, 5): 2, date(2022, 4, 5): 1}).values()) == [2, 0, 0, 1]
    assert months_of({}) == {}


def test_a_heap_on_one_day_of_the_month() -> None:
    even = {date(2022, 1, 1) + timedelta(days=step): 10 for step in range(365)}
    assert list(heaped_days(even)) == []
    heaped = {day: 100 if day.day == 15 else 10 for day in even}
    assert list(heaped_days(heaped)) == ["day 15"]


def test_a_cut_last_month() -> None:
    even = {date(2022, 1, 1) + timedelta(days=step): 10 for step in range(365)}
    assert list(cut_months(even)) == []
    cut = {day: count for day, count in even.items() if day <= date(2022, 12, 20)}
    assert list(cut_months(cut)) == ["2022-12"]


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["31/12/2022", "01/02/2022"], "%d/%m/%Y"),
        (["12/31/2022 08:15:00 PM"], "%m/%d/%Y %I:%M:%S %p"),
        (["1.2.2022", "13.2.2022"], "%d.%m.%Y"),
        (["31-12-2022 21:30"], "%d-%m-%Y %H:%M"),
        (["2022-12-31T21:30:00Z"], "iso"),
        (["2022-12"], "%Y-%m"),
        # nothing above 12: day first, as in Vietnam
        (["01/02/2022"], "%d/%m/%Y"),
    ],
)
def test_forms_of_dates(values: list[str], form: str) -> None:
    assert date_format(describe("d", "VARCHAR", values)) == form


def test_groups_by_words() -> None:
    found = [group_of(text) for text in ("THEFT F/AUTO", "Homicide - Criminal", "Trộm cắp tài sản", "???")]
    assert found == ["vehicle", "homicide", "theft", "other"]


def test_a_guess_for_a_vietnamese_register_collects(tmp_path: Path) -> None:
    rows = [
        {"Mã vụ": f"V{n}", "Ngày thụ lý": f"{n % 27 + 1:02d}/03/2022", "Tội danh": "173", "Địa bàn": "31117", "Ghi": ""}
        for n in range(40)
    ]
    path = write_csv(tmp_path / "so.csv", rows)
    guess = guess_mapping(path)
    assert guess.mapping.columns["recorded_on"].formats == ("%d/%m/%Y",)
    assert {choice.column for choice in guess.choices} >= {"case_id", "offence", "area"}
    toml = guess.toml.replace('codes = "groups"\nunknown = "code:other"\n', "")
    assert "# high confidence: the name is like 'ma vu'" in toml
    result = collect_sources(new_book(tmp_path), [path], mapping=guess.mapping, received_on=date(2023, 1, 5))
    assert result.read == 40


def test_nothing_is_guessed_from_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(SourceError, match="must hold rows"):
        guess_mapping(path)


def test_tidy_columns_are_told_from_untidy_ones() -> None:
    values = {"tidy": "abc", "mark": "é", "before": " a", "after": "a\t", "empty": "", "word": "N/A"}
    columns = ", ".join(f"'{value}' AS {name}" for name, value in values.items())
    with connect() as con:
        found = look_over(con, f"(SELECT {columns})", list(values), ("n/a", "null"))
    assert found.clean == {"tidy", "word"}
    assert found.wordless == set(values) - {"word"}


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_column_and_code_has_a_label(table: str) -> None:
    schema = RECORD_TABLES[table]
    assert table_label(table).vi
    labels = [column_label(table, name) for name in schema.content_names]
    assert len({label.vi for label in labels}) == len({label.en for label in labels}) == len(labels)
    for name in schema.content_names:
        column = schema.column(name)
        expected = column.values or (("true", "false") if column.kind is Kind.BOOLEAN else ())
        assert tuple(code_labels(table, name)) == expected
