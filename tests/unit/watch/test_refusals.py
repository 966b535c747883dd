"""What the library refuses, and says how to mend."""

import numpy as np
import pytest

import tongket.watch as watch
from tongket.model.errors import UsageError


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: watch.ears([1, -2, 3]), "finite and not negative"),
        (lambda: watch.ears(np.zeros((2, 2, 2))), "3 dimensions"),
        (lambda: watch.ears([1] * 9, method="C4"), "method must be C1, C2 or C3"),
        (lambda: watch.ears([1] * 9, alpha=0), "alpha must lie between"),
        (lambda: watch.cusum([1, 2], 0.0), "must be positive"),
        (lambda: watch.cusum([1, 2], 1.0, transform="log"), "transform must be one of"),
        (lambda: watch.FarringtonSettings(power="1/3"), "power must be one of"),
        (lambda: watch.FarringtonSettings(years=0), "must be positive"),
        (lambda: watch.FarringtonSettings(standard_errors="r"), "paper or surveillance"),
        (lambda: watch.farrington(np.ones(300), periods=[300]), "from 0 to 299"),
        (lambda: watch.farrington(np.ones(9), dates=["2020-01-06"] * 9), "must be ascending"),
        (lambda: watch.farrington(np.ones(9), exposure=np.zeros(9)), "exposure must be positive"),
        (lambda: watch.knox([1, 2], [1], [1]), "as long as each other"),
        (lambda: watch.knox([np.nan], [1], [1]), "must all be known"),
        (lambda: watch.knox([1], [1], [1], space_breaks=(0,)), "must ascend"),
        (lambda: watch.knox([1], [1], [1], space_breaks=(5, 10)), "a band for 0 needs"),
        (lambda: watch.knox([1], [1], [1], closed="both"), "closed must be"),
        (lambda: watch.knox([1], [1], [1], metric="km"), "metric must be"),
    ],
)
def test_refused(call, message):
    with pytest.raises(UsageError, match=message):
        call()


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="has no attribute 'forecast'"):
        watch.forecast  # noqa: B018  # reading it is the test


def test_every_public_name_is_there():
    for name in watch.__all__:
        assert getattr(watch, name) is not None
    assert set(watch.__all__) == set(watch._PLACES)


def test_a_gap_in_the_dates_is_refused():
    days = np.datetime64("2016-01-04") + 7 * np.arange(400)
    with pytest.raises(UsageError, match="evenly spaced"):
        watch.farrington(np.ones(399), dates=np.delete(days, 100), settings=watch.ORIGINAL, periods=[398])


def test_series_without_history_or_cases_are_not_judged():
    result = watch.farrington(np.zeros((400, 2)), settings=watch.ORIGINAL, periods=[10, 399])
    assert np.isnan(result.upper).all()
    assert not result.alarm.any()
