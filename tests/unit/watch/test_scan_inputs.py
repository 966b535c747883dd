"""What scans refuse, and how single cases, periods and populations become what they take."""

from datetime import date

import numpy as np
import pytest

import tongket.watch as watch
from tongket.model.errors import UsageError
from tongket.watch.scan_tables import period_edges

ONE, TWO = [0.0], [0.0, 500.0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: watch.scan_permutation(TWO, ONE, [[1, 1]]), "as long as each other"),
        (lambda: watch.scan_permutation([np.nan], ONE, [[1]]), "must all be known"),
        (lambda: watch.scan_permutation(TWO, TWO, [1, 1]), "periods on axis 0"),
        (lambda: watch.scan_permutation(TWO, TWO, [[1]]), "the 2 locations on axis 1"),
        (lambda: watch.scan_permutation(ONE, ONE, [[0.5]]), "must be whole"),
        (lambda: watch.scan_permutation(ONE, ONE, [[np.nan]]), "must be whole"),
        (lambda: watch.scan_permutation(ONE, ONE, [[-1]]), "not negative"),
        (lambda: watch.scan_permutation(ONE, ONE, [[1]], days=["2024-01-01"]), "the day after the last"),
        (lambda: watch.scan_permutation(ONE, ONE, [[1]], days=["2024-01-02", "2024-01-01"]), "must ascend"),
        (lambda: watch.scan_permutation(ONE, ONE, [[1]], days_between=0), "days_between must be positive"),
        (lambda: watch.scan_permutation(ONE, ONE, [[1]], centres=[1.0, 2.0]), "centres must have shape"),
        (lambda: watch.scan_permutation(ONE, ONE, [[1]], n_replicates=-1), "must not be negative"),
        (lambda: watch.scan_permutation(ONE, ONE, [[1]], seed=-1, n_replicates=1), None),
        (lambda: watch.scan_poisson(TWO, TWO, [[1, 1]], [1.0]), "the shape of counts"),
        (lambda: watch.scan_poisson(TWO, TWO, [[1, 1]], [1.0, -1.0]), "not negative"),
        (lambda: watch.scan_poisson(TWO, TWO, [[1, 1]], [1.0, 0.0]), "places with none"),
        (lambda: watch.ScanSettings(max_share=0), "max_share must lie"),
        (lambda: watch.ScanSettings(max_radius_km=-1), "max_radius_km must not be negative"),
        (lambda: watch.ScanSettings(max_periods=0), "max_periods must be at least 1"),
        (lambda: watch.ScanSettings(min_cases=0), "min_cases must be at least 1"),
        (lambda: watch.ScanSettings(ellipses=((1.0, 4),)), "shapes above 1"),
        (lambda: watch.ScanSettings(ellipses=watch.ELLIPSES, great_circle=True), "need planar coordinates"),
        (lambda: watch.ScanSettings(compactness=2), "compactness must lie"),
        (lambda: tabulate(unit="year"), "unit must be one of"),
        (lambda: tabulate(cell=0), "cell must be positive"),
        (lambda: tabulate(x=[np.nan]), "must all be known"),
        (lambda: tabulate(x=[1.0, 2.0]), "as long as each other"),
        (lambda: tabulate(start=date(2024, 3, 30), unit="week"), "at least one week"),
        (lambda: watch.populations_between(["2024-01-01"], [[1.0], [1.0]], ["2024-01-01", "2024-01-02"]), "ascend"),
        (lambda: watch.populations_between(["2024-01-01"], [-1.0], ["2024-01-01", "2024-01-02"]), "not negative"),
        (lambda: watch.expected_by_strata([[1]], [[1]]), "as axes"),
        (lambda: watch.expected_by_strata([[[1]]], [[[0]]]), "must have a population"),
    ],
)
def test_refused(call, message):
    if message is None:  # a single place can never stand out, so no replicate is drawn and no seed looked at
        assert call().clusters == ()
        return
    with pytest.raises(UsageError, match=message):
        call()


def tabulate(x=(1.0,), start=date(2024, 3, 1), unit="day", cell=None):
    y, on = [1.0], ["2024-03-31"]
    return watch.tabulate_cases(x, y, on, start=start, end=date(2024, 3, 31), unit=unit, cell=cell)


def test_cases_of_one_place_and_day_are_counted_together():
    table = watch.tabulate_cases(
        [0, 10, 0, 0],
        [0, 0, 0, 0],
        ["2024-03-01", "2024-03-02", "2024-03-01", "2024-02-01"],
        start=date(2024, 3, 1),
        end=date(2024, 3, 2),
    )
    assert table.counts.tolist() == [[2, 0], [0, 1]]
    assert table.period.tolist() == [0, 1, 0, -1]
    assert table.x[table.location].tolist() == [0, 10, 0, 0]


def test_cells_stand_for_the_cases_inside_them():
    table = watch.tabulate_cases(
        [1, 99, 101], [1, 99, 1], ["2024-03-01"] * 3, start=date(2024, 3, 1), end=date(2024, 3, 1), cell=100
    )
    assert list(zip(table.x, table.y, table.counts[0], strict=True)) == [(50, 50, 2), (150, 50, 1)]


@pytest.mark.parametrize(
    ("start", "end", "unit", "edges"),
    [
        # counted back from the end: the first days that make no whole week are left out
        (date(2024, 3, 1), date(2024, 3, 17), "week", ["2024-03-04", "2024-03-11", "2024-03-18"]),
        (date(2023, 12, 31), date(2024, 2, 29), "month", ["2024-01-01", "2024-02-01", "2024-03-01"]),
        # the ministry's months run from the 15th to the 14th
        (date(2023, 11, 20), date(2024, 2, 14), "month", ["2023-12-15", "2024-01-15", "2024-02-15"]),
        # a month that ends on the 30th ends with February where that is shorter
        (date(2024, 1, 31), date(2024, 3, 30), "month", ["2024-01-31", "2024-02-29", "2024-03-31"]),
    ],
)
def test_periods_are_counted_back_from_the_last_day(start, end, unit, edges):
    assert period_edges(start, end, unit).astype(str).tolist() == edges


def test_population_follows_straight_lines_between_censuses():
    persons = watch.populations_between(
        ["2024-01-03", "2024-01-07"], [[100.0], [500.0]], ["2024-01-01", "2024-01-03", "2024-01-04", "2024-01-09"]
    )
    # constant before; 100 to 200; 200 to 500 over three days, then constant for two
    assert persons[:, 0].tolist() == pytest.approx([200, 150, 3 * 350 + 2 * 500])


def test_strata_share_one_rate_everywhere():
    counts, persons = np.zeros((1, 2, 2)), np.array([[[10.0, 0.0], [10.0, 20.0]]])
    counts[0, 1] = [4, 10]
    assert watch.expected_by_strata(counts, persons).tolist() == [[2.0, 12.0]]
