"""Fits and exact tests as R 4.2.2 gives them; counts were drawn once and are printed here, with the commands."""

import csv
import math

import numpy as np
import pytest

from tests.realdata import real_data
from tongket.evaluate import Correction, difference_in_differences, interrupted_series, protected_event
from tongket.evaluate.windows import _ratio

# fmt: off
Y = [
    29, 16, 36, 30, 46, 25, 14, 17, 18, 34, 23, 20, 32, 40, 29, 32, 39, 29, 32, 16, 17, 18, 26, 49,
    29, 25, 57, 23, 22, 33, 29, 23, 37, 26, 19, 16, 38, 42, 42, 36, 45, 42, 36, 35, 31, 29, 29, 21,
    44, 42, 49, 39, 54, 43, 18, 32, 21, 29, 31, 47, 40, 42, 37, 23, 54, 31, 32, 31, 39, 30, 35, 17,
]
C = [
    53, 52, 62, 60, 62, 55, 75, 47, 63, 36, 46, 66, 55, 35, 61, 68, 80, 49, 78, 59, 40, 67, 65, 57,
    43, 69, 92, 69, 85, 48, 53, 70, 41, 39, 39, 52, 59, 56, 68, 94, 74, 76, 93, 58, 62, 56, 70, 69,
    41, 79, 59, 111, 83, 74, 55, 76, 66, 57, 44, 35, 43, 51, 57, 88, 65, 49, 67, 66, 28, 84, 62, 62,
]
DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 6
PANEL = [
    [3, 10, 6, 8, 21, 9, 8, 6],
    [1, 12, 15, 7, 18, 4, 17, 7],
    [1, 8, 7, 2, 14, 5, 12, 5],
    [5, 14, 8, 4, 17, 5, 14, 8],
    [3, 10, 8, 6, 14, 7, 12, 8],
    [7, 12, 12, 1, 19, 6, 9, 4],
    [2, 15, 7, 5, 14, 6, 11, 4],
    [4, 10, 14, 8, 19, 4, 12, 8],
    [3, 18, 4, 8, 18, 9, 22, 4],
    [3, 8, 11, 6, 20, 6, 14, 1],
]
# fmt: on


def months(**more):
    return interrupted_series(Y, 60, 64, exposure=DAYS, per_year=12, **more)


def test_quasi_poisson():
    # glm(y ~ trend + s1 + c1 + s2 + c2 + after + step + offset(log(days)), family = quasipoisson)
    # with trend = (t - 60) / 12, s1 = sin(2 pi t / 12), …, step = t in 60 to 63, after = t >= 64, t from 0
    result = months(correction=Correction.NONE)
    assert dict(result.coefficients) == pytest.approx(
        {
            "level": 0.23686570082333,
            "trend per year": 0.08899189164604,
            "sine 1": 0.23802000377139,
            "cosine 1": 0.08645441615232,
            "sine 2": 0.00892786060142,
            "cosine 2": -0.00534751346239,
            "after": -0.10889360288336,
            "campaign": -0.27797651975011,
        },
        abs=1e-8,
    )
    assert result.standard_error == pytest.approx(0.1570697455682, rel=1e-7)
    assert result.dispersion == pytest.approx(2.37993940879, rel=1e-6)  # R stops an iteration earlier
    assert result.p_value == pytest.approx(8.15297346960e-02, rel=1e-6)
    assert result.after_percent == pytest.approx(100 * math.expm1(-0.10889360288336), rel=1e-6)


def test_newey_west():
    # x <- model.matrix(f); e <- x * (y - fitted(f)); the sum of lagged products with weights 1 - l / (L + 1), L = 3,
    # between two solve(crossprod(x * sqrt(fitted(f)))), times n / (n - k)
    result = months(correction=Correction.NEWEY_WEST, lags=3)
    assert result.standard_error == pytest.approx(0.12759726702, rel=1e-7)


def test_net_step_of_two_series():
    # both series below each other: glm(y ~ factor(g) * (trend + … + step) + offset(log(days)), family = quasipoisson)
    result = months(comparison=C)
    assert result.log_effect == pytest.approx(-0.0703375696273, abs=1e-8)


def test_places_and_periods():
    # glm(y ~ u + t + D, family = poisson); scores summed by place between two inverse informations, times N / (N - 1);
    # places 1 to 3 are treated from the 7th period on, place 4 from the 9th
    at, place = np.indices((10, 8))
    treatment = ((place < 3) & (at >= 6)) | ((place == 3) & (at >= 8))
    result = difference_in_differences(PANEL, treatment, bootstrap=False)
    assert result.log_effect == pytest.approx(0.0220829909015, abs=1e-8)
    assert result.standard_error == pytest.approx(0.0977514532472, rel=1e-7)


def test_exact_ratio_interval_of_an_event():
    # poisson.test(c(9, 38), c(1, 4), conf.level = .9)
    assert _ratio(9, 38, 4, 0.90) == pytest.approx((9 / 9.5, 0.462800370366, 1.800224573382), rel=1e-9)


def test_exact_ratio_intervals_of_two_counts():
    with real_data("reference/poisson/poisson_test_two_sample.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["T1"] == "1" and float(row["T2"]).is_integer()]
    assert len(rows) > 5
    for row in rows:
        found = _ratio(int(row["x1"]), int(row["x2"]), int(row["T2"]), 0.95)
        wanted = [float(row[key].replace("Inf", "inf")) for key in ("rate_ratio", "lo95", "hi95")]
        assert found == pytest.approx(wanted, rel=1e-6), row


def test_p_value_of_an_event_is_that_of_two_counts():
    # poisson.test(c(1, 8), c(1, 4))$p.value is the mass of binom(9, 1/5) not above that of 1
    hours = [(np.datetime64("2024-03-29T18:00").item(), np.datetime64("2024-03-29T23:00").item())]
    weeks = [np.datetime64("2024-03-29T19:00") - np.timedelta64(7 * k, "D") for k in (0, 1, 1, 2, 2, 3, 3, 4, 4)]
    mass = [math.comb(9, k) * 0.2**k * 0.8 ** (9 - k) for k in range(10)]
    result = protected_event(weeks, hours)
    assert (result.during, result.before) == (1, (2, 2, 2, 2))
    assert result.p_value == pytest.approx(sum(m for m in mass if m <= mass[1] * (1 + 1e-9)))
