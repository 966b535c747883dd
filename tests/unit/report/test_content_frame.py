"""Which spans of time a report speaks of."""

from datetime import date
from types import SimpleNamespace

import pytest

from tongket.model.errors import UsageError
from tongket.model.periods import CALENDARS, months_of, parse_period
from tongket.report.content.frame import _default, _first_day, calendar_of, check_over, course_of

CONTEXT = SimpleNamespace(calendars=CALENDARS, calendar=CALENDARS["mps"])
SEAL = SimpleNamespace(as_of=date(2023, 1, 5), short="abc")


def test_a_period_that_ends_on_the_cut_off_is_over():
    check_over(parse_period("2022-12-15..2023-01-05"), SEAL)


def test_a_period_that_has_begun_can_be_reported_up_to_the_cut_off():
    with pytest.raises(UsageError, match=r"--period 2022-12-15\.\.2023-01-05"):
        check_over(parse_period("mps:2023"), SEAL)


def test_a_period_that_has_not_begun_waits_for_a_later_seal():
    with pytest.raises(UsageError, match="name the later seal") as caught:
        check_over(parse_period("mps:2024"), SEAL)
    assert "--period" not in str(caught.value)


@pytest.mark.parametrize(
    ("period", "course"),
    [
        ("mps:2022-05", "mps:2022"),
        ("mps:2022-H1", "mps:2022"),
        ("assembly:2022-Q1", "assembly:2022"),
        ("civil:2022-12", "civil:2022"),
        ("mps:2022", "mps:2022"),
        ("2022-06-01..2022-08-31", "2022-06-01..2022-08-31"),
    ],
)
def test_a_part_of_a_year_is_drawn_within_its_year(period, course):
    given = parse_period(period)
    assert course_of(given, calendar_of(given, CONTEXT), CONTEXT).id == course


def test_a_span_of_days_has_the_months_of_the_book():
    assert calendar_of(parse_period("2022-06-01..2022-08-31"), CONTEXT).id == "mps"
    assert calendar_of(parse_period("civil:2022"), CONTEXT).id == "civil"


class Monthly:
    """A table of months whose numbers are given from the first month on."""

    def __init__(self, numbers: dict[str, list[int]]) -> None:
        self.periods = tuple(parse_period(name) for name in numbers)
        self.windows = SimpleNamespace(months=[months_of(each, CALENDARS["civil"]) for each in self.periods])
        self.values = {
            month.id: value
            for each, own in zip(numbers.values(), self.windows.months, strict=True)
            for month, value in zip(own, each, strict=True)
        }

    def get(self, indicator: str, period: str, by: tuple = ()) -> SimpleNamespace:
        return SimpleNamespace(value=self.values[dict(by)["month"]])


def begins(numbers: dict[str, list[int]], period: str = "civil:2022") -> date | None:
    return _first_day(Monthly(numbers), "recorded.all", parse_period(period))


def test_records_begin_with_the_run_that_reaches_the_period():
    stray = [0] * 6 + [900] + [0] * 2 + [1000] * 3  # a July of another source, then every month
    assert begins({"civil:2022": [1000] * 12, "civil:2021": stray}) == date(2021, 10, 1)


def test_a_handful_of_old_dates_is_no_beginning():
    assert begins({"civil:2022": [1000] * 12, "civil:2021": [3] * 12}) == date(2022, 1, 1)


def test_months_without_a_case_are_no_gap_where_cases_are_few():
    assert begins({"civil:2022": [1, 0, 2, 0] * 3, "civil:2021": [0, 1] + [0] * 10}) == date(2021, 2, 1)


def test_records_that_end_before_the_period_do_not_reach_it():
    assert begins({"civil:2022": [0] * 12, "civil:2021": [1000] * 12}) is None


def test_no_record_is_no_beginning():
    assert begins({"civil:2022": [0] * 12}) is None


def test_the_year_before_and_the_first_year_are_compared_with():
    same = {years: parse_period(f"mps:{2022 - years}") for years in range(1, 5)}
    assert [each.id for each in _default([1, 2, 3], same)] == ["mps:2021", "mps:2019"]
    assert [each.id for each in _default([1], same)] == ["mps:2021"]
    assert _default([], same) == ()
    assert _default([2], same) == ()  # without the year before, an older one alone says little
