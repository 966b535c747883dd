import numpy as np
import pytest

from tongket.count.aoristic import aoristic_band, aoristic_parts, aoristic_week
from tongket.model.errors import FigureError

NAT = "NaT"
# 3 January 2022 was a Monday.
MONDAY = "2022-01-03"


def one(begin, end):
    return aoristic_week(np.array([begin], "datetime64[s]"), np.array([end], "datetime64[s]")).weights


def cells(weights):
    return {(int(d), int(h)): round(float(weights[d, h]), 9) for d, h in zip(*np.nonzero(weights), strict=True)}


def test_an_instant_falls_into_one_cell():
    assert cells(one(f"{MONDAY}T10:00", f"{MONDAY}T10:00")) == {(0, 10): 1}


def test_a_missing_end_puts_the_case_at_its_begin():
    assert cells(one(f"{MONDAY}T23:59", NAT)) == {(0, 23): 1}


def test_an_exact_hour_gives_nothing_to_the_next():
    assert cells(one(f"{MONDAY}T10:00", f"{MONDAY}T11:00")) == {(0, 10): 1}


def test_minutes_decide_the_parts():
    assert cells(one(f"{MONDAY}T10:45", f"{MONDAY}T12:15")) == {
        (0, 10): round(1 / 6, 9),
        (0, 11): round(2 / 3, 9),
        (0, 12): round(1 / 6, 9),
    }


def test_a_night_crosses_from_sunday_to_monday():
    assert cells(one("2022-01-09T23:00", "2022-01-10T01:00")) == {(6, 23): 0.5, (0, 0): 0.5}


def test_seconds_are_dropped():
    assert cells(one(f"{MONDAY}T10:59:59", f"{MONDAY}T11:00:30")) == {(0, 10): 1}


def test_seven_days_and_more_are_uniform():
    np.testing.assert_allclose(one(f"{MONDAY}T10:17", "2022-01-10T10:17"), 1 / 168)
    table = aoristic_week(np.array([MONDAY], "datetime64[m]"), np.array(["2022-01-10T00:01"], "datetime64[m]"))
    np.testing.assert_allclose(table.weights, 1 / 168)
    assert table.n_uniform == 1


def test_reversed_intervals_are_named_not_swapped():
    begin = np.array([MONDAY, f"{MONDAY}T10:00:50", MONDAY], "datetime64[s]")
    end = np.array([MONDAY, f"{MONDAY}T10:00:10", "2021-12-31"], "datetime64[s]")
    with pytest.raises(FigureError, match="2 reversed, at rows 1, 2"):
        aoristic_week(begin, end)


def test_columns_of_different_length_are_refused():
    with pytest.raises(FigureError, match="same length"):
        aoristic_week(np.array([MONDAY], "datetime64[m]"), np.array([], "datetime64[m]"))


def test_what_is_printed_beside_the_table():
    begin = np.array([NAT, MONDAY, MONDAY, MONDAY, MONDAY], "datetime64[m]")
    end = np.array([MONDAY, NAT, "2022-01-04T00:00", "2022-01-04T00:01", "2022-02-01"], "datetime64[m]")
    table = aoristic_week(begin, end)
    assert (table.n_cases, table.n_unknown, table.n_points, table.n_uniform) == (4, 1, 1, 1)
    assert table.share_over_24_hours == 0.5  # exactly 24 hours is not over 24 hours
    assert table.weights.sum() == pytest.approx(4)


def test_no_case_gives_zeros_and_an_undefined_share():
    empty = np.array([], "datetime64[m]")
    table = aoristic_week(empty, empty)
    assert table.weights.sum() == 0
    assert np.isnan(table.share_over_24_hours)
    assert aoristic_band(empty, empty, seed=1, replicates=3).upper.sum() == 0


def test_parts_of_a_case_add_up_exactly():
    begin = np.array([NAT, MONDAY, f"{MONDAY}T10:45", f"{MONDAY}T10:17", MONDAY], "datetime64[m]")
    end = np.array([MONDAY, NAT, f"{MONDAY}T12:15", "2022-01-10T10:17", "2022-03-01"], "datetime64[m]")
    parts = aoristic_parts(begin, end)
    assert np.unique(parts.case).tolist() == [1, 2, 3, 4]
    total = np.bincount(parts.case, weights=parts.minutes / parts.out_of)
    np.testing.assert_allclose(total[1:], 1)
    assert parts.minutes[parts.case == 2].tolist() == [15, 60, 15]
    assert (parts.minutes[parts.case == 4] == 60).all()


def test_the_band_repeats_with_its_seed_and_holds_the_weights():
    rng = np.random.default_rng(4)
    begin = np.datetime64(MONDAY, "m") + rng.integers(0, 60 * 24 * 7, 400)
    end = begin + rng.integers(0, 600, 400)
    band, again = (aoristic_band(begin, end, seed=7, replicates=199) for _ in range(2))
    np.testing.assert_array_equal(band.lower, again.lower)
    assert not np.array_equal(band.lower, aoristic_band(begin, end, seed=8, replicates=199).lower)
    inside = (band.lower <= aoristic_week(begin, end).weights) & (aoristic_week(begin, end).weights <= band.upper)
    assert inside.mean() > 0.98


def test_the_band_of_points_is_binomial():
    # 100 cases in one cell and 100 in another: about 100 +- 1.96 sqrt(200 / 4)
    begin = np.array([f"{MONDAY}T01:00"] * 100 + [f"{MONDAY}T05:00"] * 100, "datetime64[m]")
    band = aoristic_band(begin, begin, seed=3)
    assert band.lower[0, 1] == pytest.approx(86, abs=3)
    assert band.upper[0, 1] == pytest.approx(114, abs=3)
    assert band.upper[0, 2] == 0


def test_two_hundred_thousand_intervals_keep_their_weight():
    rng = np.random.default_rng(6)
    begin = np.datetime64("2021-12-15", "m") + rng.integers(0, 525_600, 200_000)
    end = begin + rng.integers(0, 14_000, 200_000)
    table = aoristic_week(begin, end)
    assert table.weights.sum() == pytest.approx(200_000)
