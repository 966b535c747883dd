from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tongket.model.errors import DefinitionError
from tongket.model.working_days import DayKind, WorkingDays, days_by_rule
from tongket.store.book import create_book
from tongket.store.calendars import read_holidays

SHIPPED = read_holidays()
# Runs of days off as the press gave them, weekends included: first and last day.
RUNS = [
    ("2018-02-14", "2018-02-20"),
    ("2018-12-29", "2019-01-01"),
    ("2019-02-02", "2019-02-10"),
    ("2019-04-27", "2019-05-01"),
    ("2020-01-23", "2020-01-29"),
    ("2021-02-10", "2021-02-16"),
    ("2021-09-02", "2021-09-05"),
    ("2022-01-29", "2022-02-06"),
    ("2022-09-01", "2022-09-04"),
    ("2023-01-20", "2023-01-26"),
    ("2023-04-29", "2023-05-03"),
    ("2023-09-01", "2023-09-04"),
    ("2024-02-08", "2024-02-14"),
    ("2024-04-27", "2024-05-01"),
    ("2024-08-31", "2024-09-03"),
    ("2025-01-25", "2025-02-02"),
    ("2025-04-30", "2025-05-04"),
    ("2025-08-30", "2025-09-02"),
    ("2026-01-01", "2026-01-04"),
    ("2026-02-14", "2026-02-22"),
    ("2026-08-29", "2026-09-02"),
]
YEAR = '[[year]]\nyear = 2024\nsources = [{ vi = "thử", en = "test" }]\n'
RULE = '[[rule]]\nid = "r"\nname = {vi = "a", en = "b"}\nsource = {vi = "a", en = "b"}\nsolar = "01-01"'
WORKED = ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


@pytest.mark.parametrize(("first", "last"), RUNS)
def test_runs_of_days_off_are_those_announced(first: str, last: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [date.fromordinal(number) for number in range(start.toordinal() - 1, end.toordinal() + 2)]
    assert [SHIPPED.is_working(day) for day in days] == [True, *[False] * (len(days) - 2), True]


@pytest.mark.parametrize("day", WORKED)
def test_saturdays_worked_instead_are_those_announced(day: str) -> None:
    assert SHIPPED.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("year", SHIPPED.decided)
def test_announced_years_bear_the_rules_out(year: int) -> None:
    announced = {day.on for day in SHIPPED.off_in(year) if day.kind is not DayKind.MOVED_OFF}
    assert announced == {day.on for day in days_by_rule(SHIPPED.rules, year)}


def test_2027_is_worked_out_and_says_so() -> None:
    assert not SHIPPED.is_decided(2027)
    days = SHIPPED.off_in(2027)
    assert len(days) == 14
    assert not any(day.confirmed for day in days)


def test_every_day_off_has_a_source() -> None:
    assert all(day.source and day.confirmed for day in SHIPPED.days_off)
    assert all(day.source for day in SHIPPED.worked)


def test_tet_is_the_first_day_of_the_lunar_year() -> None:
    assert SHIPPED.tet(2024) == date(2024, 2, 10)


def own(tmp_path: Path, content: str) -> WorkingDays:
    book = create_book(tmp_path / "book", "vn-city")
    (book.path / "holidays.toml").write_text(content, encoding="utf-8")
    return read_holidays(book)


def test_a_book_adds_a_day_and_a_swap(tmp_path: Path) -> None:
    calendar = own(
        tmp_path,
        """
[[day]]
on = 2026-11-24
name = { vi = "Ngày Văn hóa Việt Nam", en = "Vietnam Culture Day" }
source = { vi = "thử", en = "test" }

[[moved]]
off = 2027-02-03
worked = 2027-02-20
rule = "tet"
source = { vi = "thử", en = "test" }
""",
    )
    assert not calendar.is_working(date(2026, 11, 24))
    assert not calendar.is_working(date(2027, 2, 3))
    assert calendar.is_working(date(2027, 2, 20))


def test_a_book_says_how_a_year_was_decided(tmp_path: Path) -> None:
    calendar = own(tmp_path, YEAR + 'off = [{ on = 2024-01-02, rule = "new_year" }]')
    assert not calendar.is_working(date(2024, 1, 2))
    assert calendar.is_working(date(2024, 1, 1))
    # the swap of the shipped year goes with it
    assert not calendar.is_working(date(2024, 5, 4))


def test_a_book_without_a_file_goes_by_the_shipped_calendar(tmp_path: Path) -> None:
    assert read_holidays(create_book(tmp_path / "book", "vn-city")) is SHIPPED


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[[day]]\non = 2026-11-24\n", "missing required field"),
        ("x = 1", "unknown field"),
        ("= 1", "Mend the file"),
        (
            RULE,
            "belongs to the shipped",
        ),
        (
            YEAR + 'off = [{ on = 2025-01-02, rule = "new_year" }]',
            "must lie in it",
        ),
        (
            YEAR + 'off = [{ on = 2024-01-02, rule = "x" }]',
            "must be one of new_year",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=says) as refusal:
        own(tmp_path, content)
    assert "holidays.toml" in str(refusal.value)
