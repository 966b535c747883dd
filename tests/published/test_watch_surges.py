"""Salmonella Agona, 312 weeks from 1990 (R surveillance 1.20.3, data salmonella.agona), as that program judges it."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from tests.realdata import real_data
from tongket.watch import (
    FLEXIBLE,
    NOUFAILY,
    NOUFAILY_MUAN,
    ORIGINAL,
    FarringtonSettings,
    cusum,
    ears,
    farrington,
    glr_cusum,
    seasonal_mean,
)
from tongket.watch.kernels.compiling import jit_disabled

FOLDER = "reference/surveillance/"
# a regression takes a tenth of a second without the compiler: every 25th week then stands for all
STEP = 25 if jit_disabled() else 1


def table(name):
    with real_data(FOLDER + name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        key: np.array([float("nan") if row[key] == "NA" else float(row[key]) for row in rows])
        for key in rows[0]
        if key != "date"
    }


@pytest.fixture(scope="module")
def agona():
    with real_data(FOLDER + "salmonella_agona_dated.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counts = np.array([float(row["observed"]) for row in rows])
    return counts, np.array([row["date"] for row in rows], dtype="datetime64[D]")


@pytest.mark.parametrize("alpha", ["001", "05"])
@pytest.mark.parametrize(("file", "power"), [("pow23", "2/3"), ("pow12", "1/2"), ("pownone", "none")])
def test_original_farrington(agona, alpha, file, power):
    # farrington(sts, control = list(b = 4, w = 3, alpha = …, powertrans = …)); 0 stands there for a week not judged
    ref = table(f"farrington_original_agona_b4w3_alpha{alpha}_{file}.csv")
    ref = {key: values[::STEP] for key, values in ref.items()}
    chosen = replace(ORIGINAL, years=4, alpha=float("0." + alpha), power=power)
    comp = farrington(agona[0], settings=chosen, periods=ref["t"].astype(int) - 1)
    np.testing.assert_allclose(np.nan_to_num(comp.upper), ref["upperbound"], rtol=1e-9)
    np.testing.assert_array_equal(comp.alarm, ref["alarm"] == 1)


AS_R = {"years": 4, "standard_errors": "surveillance"}
IMPROVED = {"seasons": 10, "skipped": 26, "trend_level": 1.0}


@pytest.mark.parametrize(
    ("file", "chosen"),
    [
        ("original_like", replace(FLEXIBLE, weights_threshold=1.0, alpha=0.01, **AS_R)),
        ("improved_delta", FarringtonSettings(alpha=0.01, **IMPROVED, **AS_R)),
        ("improved_nbPlugin", replace(NOUFAILY, alpha=0.01, **AS_R)),
        ("improved_nbPlugin_a05", replace(NOUFAILY, alpha=0.05, trend_level=0.05, **AS_R)),
        ("improved_notrend_nb", replace(NOUFAILY, alpha=0.01, trend=False, **AS_R)),
        ("improved_muan", replace(NOUFAILY_MUAN, alpha=0.01, **AS_R)),
    ],
)
def test_flexible_farrington(agona, file, chosen):
    ref = {key: values[::STEP] for key, values in table(f"farringtonFlexible_agona_{file}.csv").items()}
    comp = farrington(agona[0], settings=chosen, dates=agona[1], periods=ref["t"].astype(int) - 1)
    judged = np.isfinite(ref["upperbound"])
    np.testing.assert_array_equal(np.isfinite(comp.upper), judged)
    np.testing.assert_allclose(comp.upper, ref["upperbound"], rtol=1e-9)
    np.testing.assert_allclose(comp.expected, ref["expected"], rtol=1e-9)
    np.testing.assert_allclose(comp.p_value[judged], ref["pvalue"][judged], atol=1e-9)
    np.testing.assert_allclose(comp.dispersion[judged], ref["phiVector"][judged], rtol=1e-9)
    np.testing.assert_allclose(comp.slope[judged], ref["trendVector"][judged], atol=1e-9)
    np.testing.assert_array_equal(comp.alarm, ref["alarm"] == 1)


@pytest.mark.parametrize("method", ["C1", "C2", "C3"])
def test_ears(agona, method):
    # earsC(sts, control = list(method = …)), defaults
    ref = table(f"earsC_agona_{method}.csv")
    comp = ears(agona[0], method=method, c3_bound="surveillance")
    at = ref["t"].astype(int) - 1
    np.testing.assert_allclose(comp.upper[at], ref["upperbound"], atol=1e-9)
    np.testing.assert_array_equal(comp.alarm[at], ref["alarm"] == 1)


@pytest.mark.parametrize("transform", ["standard", "rossi", "anscombe"])
def test_cusum(agona, transform):
    # algo.cusum(disProg, control = list(range = 209:312, k = 1.04, h = 2.26, trans = …)), m = mean of weeks 1-208
    ref = table(f"cusum_agona_k104_h226_{transform}.csv")
    comp = cusum(agona[0][208:], agona[0][:208].mean(), transform=transform)
    np.testing.assert_allclose(comp.level, ref["cusum"], atol=1e-9)
    np.testing.assert_allclose(comp.upper, ref["upperbound"], atol=1e-9)
    np.testing.assert_array_equal(comp.alarm, ref["alarm"] == 1)


def test_glr_cusum(agona):
    # algo.glrpois(disProg, control = list(range = 209:312, c.ARL = 5, mu0 = list(S = 1, trend = TRUE), ret = "value"))
    ref = table("glrpois_agona_cARL5.csv")
    mean = seasonal_mean(agona[0][:208], 104, trend=True)
    comp = glr_cusum(agona[0][208:], mean, threshold=5.0)
    np.testing.assert_allclose(comp.level, ref["glr"], atol=1e-6)
    np.testing.assert_array_equal(comp.alarm, ref["alarm"] == 1)


def test_glr_cusum_negative_binomial():
    # algo.glrnb(create.disProg(week = 1:12, observed = x, state = rep(0, 12)), control = list(range = 1:12, c.ARL = 4,
    #   mu0 = seq(1.5, 2.6, 0.1), alpha = 0.2, M = 10, ret = "value"))
    x = [1, 4, 3, 2, 0, 1, 0, 3, 1, 6, 7, 2]
    comp = glr_cusum(x, np.arange(15, 27) / 10, dispersion=0.2, threshold=4.0, most_window=11)
    np.testing.assert_allclose(comp.level, NEGATIVE_BINOMIAL, atol=1e-9)


# sprintf("%.12f", n$upperbound)
NEGATIVE_BINOMIAL = [
    0.0, 0.873768572762, 1.097087519454, 0.872316933111, 0.210795908206, 0.051792272594, 0.0, 0.087580659649, 0.0,
    1.137176392774, 2.695414318236, 1.795547150192,
]  # fmt: skip


# A made-up series, so that these values need no file. In R surveillance 1.20.3, weeks 290, 305, 306 and 312:
#   i <- 1:312; y <- (i*i*7 + 3*i) %% 11 + (i %% 52) %/% 13; y[305:306] <- c(19, 25); y[150:152] <- c(30, 28, 33)
#   sts(observed = matrix(y), start = c(2016, 1), frequency = 52,
#       epoch = as.numeric(seq(as.Date("2016-01-04"), by = "week", length.out = 312)), epochAsDate = TRUE)
#   farringtonFlexible(., control = list(range = 290:312, b = 4, w = 3, …)), upperbound and control$expected
MADE_UP = np.array([(i * i * 7 + 3 * i) % 11 + (i % 52) // 13 for i in range(1, 313)], dtype=float)
MADE_UP[304:306] = [19, 25]
MADE_UP[149:152] = [30, 28, 33]
MONDAYS = np.datetime64("2016-01-04") + 7 * np.arange(312)
WEEKS = np.array([290, 305, 306, 312]) - 1


@pytest.mark.parametrize(
    ("chosen", "upper", "expected"),
    [
        # noPeriods = 10, pastWeeksNotIncluded = 26, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.01
        (
            replace(NOUFAILY, alpha=0.01, **AS_R),
            [17, 20, 20, 17],
            [5.6275600128, 7.0839094957, 7.2987130299, 4.9693868581],
        ),
        # the same with thresholdMethod = "muan"
        (
            replace(NOUFAILY_MUAN, alpha=0.01, **AS_R),
            [19, 22, 23, 19],
            [5.6275600128, 7.0839094957, 7.2987130299, 4.9693868581],
        ),
        # noPeriods = 1, alpha = 0.01
        (
            replace(FLEXIBLE, alpha=0.01, **AS_R),
            [15.7305221216, 28.0483734432, 27.4857167334, 18.3865188188],
            [5.8214285714, 8.5357142857, 6.8936740277, 5.5222233315],
        ),
    ],
)
def test_flexible_farrington_of_a_made_up_series(chosen, upper, expected):
    comp = farrington(MADE_UP, settings=chosen, dates=MONDAYS, periods=WEEKS)
    np.testing.assert_allclose(comp.upper, upper, atol=1e-9)
    np.testing.assert_allclose(comp.expected, expected, atol=1e-9)


def test_original_farrington_of_a_made_up_series():
    # farrington(sts without dates, control = list(range = 290:312, b = 4, w = 3, alpha = 0.01))
    comp = farrington(MADE_UP, settings=replace(ORIGINAL, years=4), periods=WEEKS)
    np.testing.assert_allclose(comp.upper, [14.2569169110, 24.8519595791, 24.1532801388, 15.6268622963], atol=1e-9)


@pytest.mark.parametrize(
    ("method", "upper"),
    [
        # earsC(sts, control = list(range = 300:312, method = …)), weeks 300, 305, 306, 312
        ("C1", [19.4949057371, 16.3149268206, 24.2425988629, 36.5246790313]),
        ("C2", [16.6923364719, 16.4986744272, 17.3257765179, 36.5246790313]),
        ("C3", [13.5765044144, 25.3869111583, 21.9583790689, 18.9170774816]),
    ],
)
def test_ears_of_a_made_up_series(method, upper):
    comp = ears(MADE_UP, method=method, c3_bound="surveillance")
    np.testing.assert_allclose(comp.upper[[299, 304, 305, 311]], upper, atol=1e-9)
