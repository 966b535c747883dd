from datetime import date

import numpy as np
import pytest

from tests.reference import stat_clearance as plain
from tongket.count.clearance import CaseDays, case_days
from tongket.count.clearance_curves import time_to_clearance, time_to_clearance_competing
from tongket.model.errors import FigureError

CUT_OFF = date(2022, 12, 31)


def lasting(times):
    """Build cases from (days, kind): 1 cleared, 2 ended otherwise, 0 still open at the cut-off."""
    days = np.array([t for t, _ in times], dtype=np.int64)
    kind = np.array([k for _, k in times], dtype=np.int64)
    last = np.datetime64(CUT_OFF, "D")
    nat = np.datetime64("NaT", "D")
    return case_days(
        last - days,
        np.where(kind == 1, last, nat),
        CUT_OFF,
        ended=np.where(kind == 2, last, nat),
        end_kind=np.where(kind == 2, "transferred", None),
    )


def test_without_open_cases_the_curve_is_the_plain_share():
    curve = time_to_clearance(lasting([(0, 1), (3, 1), (3, 1), (10, 1)]))
    assert curve.days.tolist() == [0, 3, 10]
    assert curve.share.tolist() == pytest.approx([0.25, 0.75, 1])
    assert curve.median_days == 3
    assert np.isnan(curve.upper[-1])  # nobody left: the log-log limits do not exist


def test_share_by_a_day():
    curve = time_to_clearance(lasting([(2, 1), (5, 0), (8, 1)]))
    assert curve.share_by(1) == 0
    assert curve.share_by(2) == curve.share_by(7) == pytest.approx(1 / 3)
    assert np.isnan(curve.share_by(9))


def test_no_median_when_less_than_half_is_cleared():
    curve = time_to_clearance(lasting([(2, 1), (5, 0), (8, 0)]))
    assert curve.median_days is None
    assert curve.lower[0] < 1 / 3 < curve.upper[0]
    assert np.isnan(time_to_clearance(lasting([(2, 0), (3, 1)])).lower[0])  # nothing cleared yet


def test_no_case_gives_an_empty_curve():
    curve = time_to_clearance(lasting([]))
    assert (curve.n, curve.median_days) == (0, None)
    assert np.isnan(curve.share_by(0))


def test_ends_that_compete_lower_the_curve():
    times = [(1, 1), (2, 2), (3, 1), (4, 2), (5, 1), (6, 0)]
    alone, competing = time_to_clearance(lasting(times)), time_to_clearance_competing(lasting(times))
    assert competing.share[-1] == pytest.approx(0.5)
    assert alone.share[-1] > competing.share[-1]
    assert competing.other.sum() == 2


def test_without_competing_ends_both_curves_are_one():
    times = [(1, 1), (2, 0), (3, 1), (4, 0), (5, 1), (6, 0)]
    alone, competing = time_to_clearance(lasting(times)), time_to_clearance_competing(lasting(times))
    np.testing.assert_allclose(competing.share, alone.share)
    np.testing.assert_allclose(competing.lower, alone.lower, rtol=1e-9)
    np.testing.assert_allclose(competing.upper, alone.upper, rtol=1e-9)


def test_without_open_cases_the_variance_is_binomial():
    # 10 cases, 4 cleared and 6 ended otherwise: the twin's variance at the end must be 0.4 x 0.6 / 10.
    times = [(day, 1 if day % 5 < 2 else 2) for day in range(10)]
    assert plain.incidence(times)[9] == pytest.approx((0.4, 0.024))
    curve = time_to_clearance_competing(lasting(times))
    z = 1.959963984540054
    se = 0.024**0.5 / 0.6
    assert curve.upper[-1] == pytest.approx(1 - 0.6 ** np.exp(-z * se / np.log(0.6)))


def test_a_clearance_on_the_day_of_another_end_wins():
    last = np.datetime64(CUT_OFF, "D")
    known = case_days([last - 5], [last], CUT_OFF, ended=[last], end_kind=["transferred"])
    assert time_to_clearance_competing(known).share[-1] == 1


def test_an_earlier_end_stops_the_clock():
    last = np.datetime64(CUT_OFF, "D")
    known = case_days([last - 9], [last], CUT_OFF, ended=[last - 4], end_kind=["transferred"])
    curve = time_to_clearance_competing(known)
    assert (curve.days.tolist(), curve.other.tolist(), curve.share[-1]) == ([5], [1], 0)


def test_days_not_built_by_case_days_are_refused():
    far = np.array([99_999], dtype=np.int64)
    broken = CaseDays(far, far - 1, far, np.array([None]), CUT_OFF)
    with pytest.raises(FigureError, match="case_days"):
        time_to_clearance(broken)


def test_two_hundred_thousand_cases_keep_their_number():
    rng = np.random.default_rng(2)
    known = lasting(list(zip(rng.integers(0, 700, 200_000), rng.integers(0, 3, 200_000), strict=True)))
    curve = time_to_clearance_competing(known)
    assert curve.n == 200_000
