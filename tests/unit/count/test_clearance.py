from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from tongket.count.clearance import (
    NOTES,
    case_days,
    cohort_clearance,
    follow_up_clearance,
    immature_share,
    period_clearance,
    three_clearances,
)
from tongket.model.errors import FigureError
from tongket.model.periods import Period, parse_period

YEAR = parse_period("civil:2022")
YEAR_END = date(2022, 12, 31)


def cases(rows, cut_off=YEAR_END, **more):
    recorded, cleared = zip(*rows, strict=True)
    return case_days(np.array(recorded, "datetime64[D]"), np.array(cleared, "datetime64[D]"), cut_off, **more)


def test_a_province_can_clear_more_than_occurred():
    # Lạng Sơn, November 2021: 19 occurred, 25 cleared of which 8 had occurred earlier.
    november = parse_period("civil:2021-11")
    rows = [("2021-11-05", "2021-11-20")] * 17 + [("2021-11-06", "NaT")] * 2 + [("2021-09-01", "2021-11-10")] * 8
    known = cases(rows, date(2021, 11, 30))
    period, cohort = period_clearance(known, november), cohort_clearance(known, november)
    assert (period.numerator, period.denominator, period.earlier) == (25, 19, 8)
    assert round(float(period.rate) * 100, 1) == 131.6
    assert period.interval_method == "poisson-numerator"
    assert period.upper > 1.316 > period.lower
    assert cohort.rate == Fraction(17, 19)
    assert cohort.interval_method == "wilson"
    assert cohort.upper <= 1


def test_three_forms_stand_side_by_side_with_their_cut_off():
    rows = [
        ("2022-01-10", "2022-01-10"),  # cleared on the day
        ("2022-02-01", "2022-06-01"),  # after 120 days
        ("2022-12-30", "2023-01-04"),  # after the year and after the cut-off
        ("2021-12-01", "2022-03-01"),  # recorded earlier
        ("2022-05-05", "NaT"),
    ]
    period, cohort, *later = three_clearances(cases(rows), YEAR)
    assert (period.numerator, period.denominator, period.earlier) == (3, 4, 1)
    assert (cohort.numerator, cohort.denominator) == (2, 4)
    assert [c.follow_up_days for c in later] == [90, 180, 365]
    assert all(c.numerator is None and c.rate is None for c in later)
    assert later[0].available_from == date(2023, 3, 31)
    assert {c.cut_off for c in (period, cohort, *later)} == {YEAR_END}


def test_a_fully_followed_cohort_has_its_fixed_share():
    rows = [("2022-01-10", "2022-04-10"), ("2022-12-31", "2023-04-01"), ("2022-06-01", "NaT")]
    known = cases(rows, date(2023, 3, 31))
    share = follow_up_clearance(known, YEAR, 90)
    assert (share.numerator, share.denominator) == (1, 3)  # 90 days count, 91 do not
    assert follow_up_clearance(cases(rows, date(2023, 3, 30)), YEAR, 90).numerator is None


def test_what_happens_after_the_cut_off_is_not_yet_known():
    rows = [("2022-01-10", "2022-12-31"), ("2022-01-10", "2023-01-01"), ("2023-01-01", "2023-01-01")]
    assert cohort_clearance(cases(rows), YEAR).numerator == 1
    assert cases(rows).recorded.size == 2


def test_all_cleared_says_what_the_share_is_at_least():
    known = cases([("2022-03-01", "2022-03-02")] * 3)
    assert cohort_clearance(known, YEAR).at_least == pytest.approx(0.3684, abs=1e-4)
    assert cohort_clearance(cases([("2022-03-01", "NaT")]), YEAR).at_least is None
    assert period_clearance(known, YEAR).at_least is None  # no share, so no bound of one


def test_no_case_gives_no_rate():
    known = cases([("2021-03-01", "NaT")])
    for clearance in (period_clearance(known, YEAR), cohort_clearance(known, YEAR)):
        assert (clearance.rate, clearance.lower, clearance.upper) == (None, None, None)
    assert clearance.at_least is None


def test_every_form_has_its_note_in_both_languages():
    assert set(NOTES) == {"period", "cohort", "follow_up"}
    assert "100%" in NOTES["period"].vi


@pytest.mark.parametrize(
    ("recorded", "cleared", "message"),
    [
        (["2022-01-02", "2022-01-02"], ["NaT", "2022-01-01"], "before it is recorded; got 1 .* rows 1"),
        (["NaT"], ["NaT"], "day of recording"),
        (["2022-01-02"], ["NaT", "NaT"], "one row per case"),
    ],
)
def test_impossible_days_are_refused_by_row(recorded, cleared, message):
    with pytest.raises(FigureError, match=message):
        case_days(np.array(recorded, "datetime64[D]"), np.array(cleared, "datetime64[D]"), YEAR_END)


def test_negative_follow_up_is_refused():
    with pytest.raises(FigureError, match="90, 180 or 365"):
        follow_up_clearance(cases([("2022-03-01", "NaT")]), YEAR, -1)


@pytest.mark.parametrize("median", [9, 30, 90])
def test_a_simulated_year_shows_the_immature_share(median):
    # Seeded: 200 000 cases spread over the year, 90 % cleared in the end with exponential times.
    rng = np.random.default_rng(median)
    n = 200_000
    arrival = rng.uniform(0, 365, n)
    wait = np.where(rng.uniform(size=n) < 0.9, rng.exponential(median / np.log(2), n), np.inf)
    first = np.datetime64("2022-01-01")
    cleared = np.where(
        arrival + wait < 365, first + np.floor(np.minimum(arrival + wait, 400)).astype(int), np.datetime64("NaT")
    )
    known = case_days(first + np.floor(arrival).astype(int), cleared, YEAR_END)
    share = cohort_clearance(known, YEAR)
    assert share.denominator == n
    assert float(share.rate) == pytest.approx(immature_share(0.9, median, 365), abs=0.003)


def test_a_long_period_shows_nearly_the_eventual_share():
    assert immature_share(0.9, 9, 36_500) == pytest.approx(0.9, abs=0.001)
    assert immature_share(0.9, 1e9, 365) == pytest.approx(0, abs=1e-6)


def test_a_period_may_be_a_single_day():
    period = Period(date(2022, 1, 1), date(2022, 1, 1), "2022-01-01..2022-01-01")
    known = cases([("2022-01-01", "2022-01-01"), ("2022-01-02", "NaT")])
    assert period_clearance(known, period).numerator == 1
