"""The library on pandas and polars: the same as on plain arrays, with what is missing and what is a time understood."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest

import tongket.watch as watch
from tongket.model.errors import UsageError

N = 200
RNG = np.random.default_rng(5)
WEEKS = pd.date_range("2019-01-07", periods=320, freq="7D")
COUNTS = pd.DataFrame(RNG.poisson(6, (320, 2)), index=WEEKS, columns=["north", "south"])
DAYS = np.datetime64("2024-01-01") + RNG.integers(0, 300, N)
# an index that runs backwards: whoever aligned by it would get other answers
CASES = pd.DataFrame(
    {"x": RNG.uniform(0, 2000, N), "y": RNG.uniform(0, 2000, N), "day": DAYS}, index=np.arange(N)[::-1]
)
X, Y = CASES.x.to_numpy(), CASES.y.to_numpy()
GRID = watch.Grid.over(X, Y, cell=100)
NEAR = watch.nearest_neighbours(X, Y, 6)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda y, *_: watch.ears(y), "upper"),
        (lambda y, *_: watch.farrington(y, dates=WEEKS, periods=[318, 319]), "upper"),
        (lambda y, *_: watch.cusum(y, 6.0), "level"),
        (lambda y, *_: watch.glr_cusum(y, 6.0), "level"),
        (lambda _, x, y, day: watch.knox(x, y, day, n_permutations=19), "p_value"),
        (lambda _, x, y, day: watch.scan(x, y, day, cell=200, n_replicates=19).result, "maxima"),
        (lambda _, x, y, day: watch.hot_spot_map(x, y, day, grid=GRID, n_permutations=99).density, "density"),
        (lambda _, x, y, day: watch.kde(x, y, GRID), "density"),
        (lambda _, x, y, day: watch.rank_counts(x, y, GRID), "count"),
        (lambda _, x, y, day: watch.local_g(x, NEAR, n_permutations=19), "p_value"),
        (lambda _, x, y, day: watch.local_moran(x, NEAR, n_permutations=19), "p_value"),
    ],
)
@pytest.mark.parametrize("kind", ["pandas", "polars", "lists"])
def test_frames_give_what_arrays_give(call, name, kind):
    frames = {
        "pandas": (COUNTS, CASES.x, CASES.y, CASES.day),
        "polars": (pl.from_pandas(COUNTS), pl.Series(X), pl.Series(Y), pl.Series(DAYS)),
        "lists": (COUNTS.to_numpy().tolist(), X.tolist(), Y.tolist(), [str(day) for day in DAYS]),
    }
    expected = getattr(call(COUNTS.to_numpy(), X, Y, DAYS), name)
    np.testing.assert_array_equal(getattr(call(*frames[kind]), name), expected)


def test_a_missing_value_of_pandas_is_missing():
    gaps = COUNTS.astype("Int64")
    gaps.iloc[3, 0] = pd.NA
    plain = COUNTS.to_numpy().astype(float)
    plain[3, 0] = np.nan
    np.testing.assert_array_equal(watch.ears(gaps).upper, watch.ears(plain).upper)


def test_a_time_with_a_zone_counts_by_its_clock():
    zoned = (CASES.day + pd.Timedelta(hours=1)).dt.tz_localize("Asia/Ho_Chi_Minh")
    found = watch.scan(CASES.x, CASES.y, zoned, cell=200, n_replicates=9)
    assert found.table.days[0] == DAYS.min()
    assert (
        watch.knox(X, Y, zoned, n_permutations=0).observed.tolist()
        == watch.knox(X, Y, DAYS, n_permutations=0).observed.tolist()
    )


def test_days_may_be_dates_of_python():
    days = [date(1970, 1, 1) + timedelta(days=int(day)) for day in DAYS.astype(int)]
    assert (
        watch.knox(X, Y, days, n_permutations=9).p_value.tolist()
        == watch.knox(X, Y, DAYS, n_permutations=9).p_value.tolist()
    )


def test_the_cases_of_a_cluster_go_back_into_the_frame():
    cases = CASES.copy()
    cases.iloc[:12] = [(510.0, 690.0, np.datetime64("2024-10-20"))] * 12
    found = watch.scan(cases.x, cases.y, cases.day, cell=100, n_replicates=99)
    first = found.clusters[0]
    inside = cases.iloc[found.cases(first)]
    assert len(inside) == first.observed
    assert set(cases.index[:12]) <= set(inside.index)
    assert inside.day.min() >= pd.Timestamp(first.start)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: watch.ears(pd.Series(["a", "b"])), "must be numbers"),
        (lambda: watch.kde(["here"], [1.0], GRID), "must be numbers"),
        (lambda: watch.knox([1.0], [1.0], ["yesterday"]), "dates such as 2024-12-31"),
        (lambda: watch.knox([1.0, 2.0], [1.0, 2.0], [pd.NaT, DAYS[0]]), "must all be known"),
        (lambda: watch.hot_spot_map([1.0] * 9, [1.0] * 9, [pd.NaT] * 9), "known day"),
        (lambda: watch.scan([1.0], [1.0], [19_000]), "days must be dates"),
        (lambda: watch.scan([1.0], [1.0], [None]), "must be dates"),
        (lambda: watch.tabulate_cases([1.0], [1.0], [3], start=date(2024, 1, 1), end=date(2024, 2, 1)), "got numbers"),
        (lambda: watch.farrington(np.ones(3), dates=["a", "b", "c"]), "times must be"),
        (lambda: watch.farrington(np.ones(3), dates=[1, 2, 3]), "dates must be ascending"),
    ],
)
def test_what_is_no_number_and_no_time_is_refused(call, message):
    with pytest.raises(UsageError, match=message):
        call()


def test_a_week_at_the_same_hour_is_a_week():
    times = np.datetime64("2024-03-04T13:37") + np.arange(60) * np.timedelta64(7, "D")
    together = np.zeros(60)
    table = watch.knox(together, together, times, space_breaks=(0, 10), time_breaks=(0, 7, 14), n_permutations=0)
    assert table.observed[0].tolist() == [0, 59]
