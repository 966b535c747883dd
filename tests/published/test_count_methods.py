"""Values other programs and pages give for the statistics of the count room."""

import math
from datetime import date

import numpy as np
import pytest

from tongket.count.clearance import case_days, immature_share
from tongket.count.clearance_curves import time_to_clearance
from tongket.count.intervals import (
    clopper_pearson,
    clopper_pearson_lower_one_sided,
    garwood,
    poisson_interval,
    wilson,
)
from tongket.count.multiple_tests import benjamini_hochberg
from tongket.count.rate_tests import e_test, exact_conditional_test, ratio_interval
from tongket.count.two_counts import compare

# statsmodels 0.15.0: test_poisson_2indep(a, 1, b, 1, method="etest-score" / "exact-cond").
TWO_COUNTS = [
    (6, 2, 0.1749, 0.2891),
    (3, 0, 0.0884, 0.25),
    (9, 4, 0.183, 0.267),
    (25, 16, 0.165, 0.211),
    (574, 606, 0.352, 0.367),
]


@pytest.mark.parametrize(("a", "b", "e", "exact"), TWO_COUNTS)
def test_two_counts_as_statsmodels_prints_them(a, b, e, exact):
    assert e_test(a, 1, b, 1) == pytest.approx(e, abs=0.0005)
    assert exact_conditional_test(a, 1, b, 1) == pytest.approx(exact, abs=0.0005)


# statsmodels 0.15.0: confint_poisson_2indep(a, 1, b, 1, method="score", compare="ratio").
@pytest.mark.parametrize(
    ("a", "b", "ratio", "low", "high"), [(574, 606, 0.947, 0.845, 1.062), (574, 1067, 0.538, 0.486, 0.595)]
)
def test_ratio_interval_as_statsmodels_prints_it(a, b, ratio, low, high):
    comparison = compare(a, b)
    assert comparison.ratio == pytest.approx(ratio, abs=0.0005)
    assert ratio_interval(a, 1, b, 1) == pytest.approx((low, high), abs=0.0005)


# R 4.2.2: poisson.test(c(x1, x2), c(T1, T2))$p.value
R_POISSON_TEST = [
    (1, 0, 1, 2.5, 0.285714285714286),
    (3, 0, 1, 2.5, 0.0233236151603499),
    (12, 0, 365, 31, 0.616802896401572),
    (120, 0, 1, 2.5, 5.15032550824558e-66),
    (3, 1, 365, 31, 0.278243482747693),
    (30, 1, 365, 31, 0.511988921805203),
    (120, 1, 365, 31, 0.00104449077152329),
]


@pytest.mark.parametrize(("a", "b", "days", "days_against", "p"), R_POISSON_TEST)
def test_exact_conditional_test_as_r_prints_it(a, b, days, days_against, p):
    assert exact_conditional_test(a, days, b, days_against) == pytest.approx(p, rel=1e-9)


# R 4.2.2: poisson.test(x, conf.level = 0.95 / 0.99)$conf.int
R_GARWOOD = [
    (0, 0, 3.68887945411394, 0, 5.29831736654804),
    (1, 0.0253178079842899, 5.5716433909389, 0.00501254182354429, 7.43012950028012),
    (5, 1.62348639011842, 11.6683320793227, 1.07792824065232, 14.149759411023),
    (20, 12.2165195854039, 30.8883779026746, 10.353267658485, 34.6679987284502),
    (137, 115.020534433799, 161.956404688073, 108.729685462458, 170.133829126494),
]


@pytest.mark.parametrize(("x", "low95", "high95", "low99", "high99"), R_GARWOOD)
def test_garwood_as_r_prints_it(x, low95, high95, low99, high99):
    wide = garwood(x, 0.99)
    assert tuple(map(float, garwood(x))) == pytest.approx((low95, high95), rel=1e-9)
    assert tuple(map(float, wide)) == pytest.approx((low99, high99), rel=1e-9)


# R 4.2.2: binom.test(x, n)$conf.int and prop.test(x, n, correct = FALSE)$conf.int
R_SHARES = [
    (0, 10, 0, 0.308497107818761, 0, 0.277532799862889),
    (1, 10, 0.00252857854446179, 0.445016117028195, 0.0178762130950729, 0.404150026795238),
    (10, 10, 0.691502892181239, 1, 0.722467200137111, 1),
    (37, 120, 0.227255119633832, 0.399136764531952, 0.232727369889163, 0.395829977238007),
    (3, 1000, 0.000619099931649572, 0.00874202323847828, 0.00102078388113862, 0.00878301405350317),
    (812, 1450, 0.534005616684216, 0.58575083853687, 0.534325127766647, 0.585357798417852),
]


@pytest.mark.parametrize(("x", "n", "cp_low", "cp_high", "wilson_low", "wilson_high"), R_SHARES)
def test_share_intervals_as_r_prints_them(x, n, cp_low, cp_high, wilson_low, wilson_high):
    assert tuple(map(float, clopper_pearson(x, n))) == pytest.approx((cp_low, cp_high), rel=1e-8)
    assert tuple(map(float, wilson(x, n))) == pytest.approx((wilson_low, wilson_high), rel=1e-8)


def test_check_values_of_the_methods_page():
    seven, year = poisson_interval(7), poisson_interval(574)
    assert (round(float(seven.lower), 1), round(float(seven.upper), 1)) == (2.8, 14.4)
    assert (round(float(year.lower)), round(float(year.upper))) == (528, 623)
    cleared = wilson(517, 574)
    np.testing.assert_allclose(np.round(np.array(cleared) * 100, 1), [87.4, 92.3])
    assert clopper_pearson_lower_one_sided(3, 3) == pytest.approx(0.3684, abs=1e-4)
    assert math.isnan(e_test(0, 1, 0, 1))


# R: p.adjust(p, method = "BH") for the fifteen p-values of Benjamini & Hochberg (1995), section 3.2.
BH_1995 = np.array(
    [
        (1e-04, 0.0015),
        (4e-04, 0.003),
        (0.0019, 0.0095),
        (0.0095, 0.035625),
        (0.0201, 0.0603),
        (0.0278, 0.0638571428571429),
        (0.0298, 0.0638571428571429),
        (0.0344, 0.0645),
        (0.0459, 0.0765),
        (0.324, 0.486),
        (0.4262, 0.581181818181818),
        (0.5719, 0.714875),
        (0.6528, 0.753230769230769),
        (0.759, 0.813214285714286),
        (1, 1),
    ]
)


def test_benjamini_hochberg_as_r_prints_it():
    shuffled = BH_1995[np.random.default_rng(2).permutation(len(BH_1995))]
    np.testing.assert_allclose(benjamini_hochberg(shuffled[:, 0]).adjusted, shuffled[:, 1], rtol=1e-9)


def test_benjamini_hochberg_rejects_four_as_the_paper_does():
    # Section 3.2 of the paper, at q = 0.05: the four smallest, where Bonferroni rejects three.
    assert benjamini_hochberg(BH_1995[:, 0], q=0.05).n_marked == 4
    assert benjamini_hochberg(BH_1995[:, 0]).n_marked == 9


# Freireich et al. (1963), Blood 21:699-716: weeks in remission of 21 children on 6-MP; + still in remission.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def remission(times):
    last = np.datetime64("2022-12-31")
    weeks = [int(t.rstrip("+")) for t in times.split()]
    ended = [np.datetime64("NaT") if t.endswith("+") else last for t in times.split()]
    return time_to_clearance(case_days(last - np.array(weeks), np.array(ended), date(2022, 12, 31)))


# NAG Library, example program of g12aac (nagdoc_27, g12aace.r): time, survival probability, standard deviation.
NAG_G12AAC = [
    (6, 0.857, 0.076),
    (7, 0.807, 0.087),
    (10, 0.753, 0.096),
    (13, 0.690, 0.107),
    (16, 0.627, 0.114),
    (22, 0.538, 0.128),
    (23, 0.448, 0.135),
]


@pytest.mark.parametrize(("week", "open_", "error"), NAG_G12AAC)
def test_kaplan_meier_as_the_nag_library_prints_it(week, open_, error):
    curve = remission(SIX_MP)
    at = curve.days.tolist().index(week)
    seen = 1 - curve.share[at]
    assert seen == pytest.approx(open_, abs=0.0005)
    # the log-log limit gives the standard error back: ln(ln(upper) / ln(S)) = -z se / (S |ln S|)
    z = 1.959963984540054
    distance = math.log(math.log(1 - curve.lower[at]) / math.log(seen))
    assert abs(distance) * seen * abs(math.log(seen)) / z == pytest.approx(error, abs=0.0005)


# Stata: stset weeks, fail(relapse); sts list, by(group) (G. Rodriguez, Princeton, eco572, Kaplan-Meier page).
@pytest.mark.parametrize(("week", "open_", "low", "high"), [(1, 0.9048, 0.6700, 0.9753), (2, 0.8095, 0.5689, 0.9239)])
def test_log_log_limits_as_stata_prints_them(week, open_, low, high):
    curve = remission(PLACEBO)
    at = curve.days.tolist().index(week)
    assert (1 - curve.share[at], 1 - curve.upper[at], 1 - curve.lower[at]) == pytest.approx(
        (open_, low, high), abs=5e-5
    )


def test_medians_of_the_remission_trial():
    # Kleinbaum & Klein, Survival Analysis, chapter 2: 23 weeks on treatment, 8 on placebo.
    assert remission(SIX_MP).median_days == 23
    assert remission(PLACEBO).median_days == 8


def test_immature_share_of_the_methods_page():
    # Simulated there, to a tenth of a point: 86.8, 79.2, 60.0 % with medians of 9, 30 and 90 days.
    got = [immature_share(0.9, median, 365) * 100 for median in (9, 30, 90)]
    assert got == pytest.approx([86.8, 79.2, 60.0], abs=0.15)
