"""The fast statistics agree with their plain twins and keep the laws they must keep."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import stat_aoristic as plain_week
from tests.reference import stat_clearance as plain_clearance
from tests.reference import stat_counts as plain
from tests.reference import stat_tables as plain_tables
from tongket.count.aoristic import aoristic_parts, aoristic_week
from tongket.count.clearance import case_days, cohort_clearance, follow_up_clearance, period_clearance
from tongket.count.clearance_curves import time_to_clearance_competing
from tongket.count.distributions import normal_quantile
from tongket.count.funnel import binomial_limits, poisson_limits
from tongket.count.intervals import clopper_pearson_lower_one_sided, garwood, wilson
from tongket.count.multiple_tests import benjamini_hochberg
from tongket.count.rate_tests import e_test, exact_conditional_test, ratio_interval
from tongket.count.rates import smoothed_rates
from tongket.count.revisions import revision_metrics, revision_triangle
from tongket.count.two_counts import compare
from tongket.model.periods import Period

Z95 = normal_quantile(0.975)
counts = st.integers(0, 40)
days = st.sampled_from([1, 28, 31, 365, 366, 1096])
levels = st.sampled_from([0.8, 0.95, 0.998])


@settings(max_examples=25)
@given(x1=st.integers(0, 25), x2=st.integers(0, 25), t1=days, t2=st.sampled_from([28, 31, 365]))
def test_e_test_agrees_with_the_double_sum(x1, x2, t1, t2):
    if x1 + x2 == 0:
        return
    assert e_test(x1, t1, x2, t2) == pytest.approx(plain.e_test(x1, t1, x2, t2), rel=1e-8, abs=1e-14)


@given(x1=counts, x2=counts, t1=days, t2=days)
def test_exact_test_agrees_with_exact_fractions(x1, x2, t1, t2):
    if x1 + x2 == 0:
        return
    expected = float(plain.exact_conditional(x1, t1, x2, t2))
    assert exact_conditional_test(x1, t1, x2, t2) == pytest.approx(expected, rel=1e-9)


@given(x1=counts, x2=st.integers(1, 5000), t1=days, t2=days)
def test_ratio_interval_inverts_the_score_test(x1, x2, t1, t2):
    expected = plain.score_ratio_interval(x1, t1, x2, t2, Z95)
    assert ratio_interval(x1, t1, x2, t2) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(x=st.integers(0, 120), level=levels)
def test_garwood_agrees_with_bisection(x, level):
    bounds = garwood(x, level)
    assert (float(bounds.lower), float(bounds.upper)) == pytest.approx(plain.garwood(x, level), rel=1e-8)


@given(n=st.integers(1, 2000), share=st.floats(0, 1))
def test_wilson_agrees_with_bisection(n, share):
    x = round(n * share)
    bounds = wilson(x, n)
    assert (float(bounds.lower), float(bounds.upper)) == pytest.approx(plain.wilson(x, n, Z95), abs=1e-9)


@given(n=st.integers(1, 60), share=st.floats(0, 1))
def test_one_sided_bound_agrees_with_bisection(n, share):
    x = round(n * share)
    assert clopper_pearson_lower_one_sided(x, n) == pytest.approx(plain.clopper_pearson_lower(x, n, 0.05), rel=1e-8)


@given(x1=counts, x2=counts, t1=days, t2=days)
def test_swapping_the_periods_changes_no_p_and_inverts_the_ratio(x1, x2, t1, t2):
    if x1 == 0 or x2 == 0:
        return
    assert e_test(x1, t1, x2, t2) == pytest.approx(e_test(x2, t2, x1, t1), rel=1e-9)
    low, high = ratio_interval(x1, t1, x2, t2)
    back_low, back_high = ratio_interval(x2, t2, x1, t1)
    assert (1 / back_high, 1 / back_low) == pytest.approx((low, high), rel=1e-9)


@given(value=st.integers(0, 5000), against=st.integers(0, 5000))
def test_percent_difference_and_base_fit_each_other_exactly(value, against):
    comparison = compare(value, against)
    assert comparison.against + comparison.difference == value
    if comparison.percent is not None:
        assert comparison.against * (1 + comparison.percent / 100) == value
        assert comparison.lower <= float(comparison.percent) + 1e-9
        assert comparison.upper >= float(comparison.percent) - 1e-9


def test_e_test_raises_few_false_alarms():
    # Seeded: at 5 % the E-test must reject between 3.5 and 5.6 % of equal pairs with 20 cases each.
    rng = np.random.default_rng(11)
    pairs = rng.poisson(20, (4000, 2))
    alarms = np.mean([e_test(int(a), 1, int(b), 1) < 0.05 for a, b in pairs])
    assert 0.035 < alarms < 0.056


@given(p=st.lists(st.floats(0, 1) | st.sampled_from([0.0, 0.05, 0.05, 1.0]), max_size=30))
def test_adjusted_p_agrees_with_the_definition(p):
    assert benjamini_hochberg(p).adjusted.tolist() == pytest.approx(plain_tables.benjamini_hochberg(p), abs=1e-15)


chances = st.sampled_from([0.001, 0.025, 0.975, 0.999])


@given(expected=st.floats(0.01, 300), chance=chances)
def test_poisson_limit_agrees_with_walking_up(expected, chance):
    limit = float(poisson_limits([expected], chance)[0])
    assert limit == pytest.approx(plain_tables.poisson_limit(expected, chance), abs=1e-6)


@given(n=st.integers(1, 300), share=st.floats(0.01, 0.99), chance=chances)
def test_binomial_limit_agrees_with_walking_up(n, share, chance):
    limit = float(binomial_limits([n], share, chance)[0])
    assert limit == pytest.approx(plain_tables.binomial_limit(n, share, chance), abs=1e-6)


@given(areas=st.lists(st.tuples(st.integers(0, 50), st.integers(50, 100_000)), min_size=2, max_size=12))
def test_smoothing_agrees_with_the_plain_one(areas):
    events, people = map(list, zip(*areas, strict=True))
    if not sum(events):
        return
    smoothed = smoothed_rates(events, people, per=1).rate
    assert smoothed.tolist() == pytest.approx(plain_tables.marshall(events, people), rel=1e-9)


rows_of_seals = st.lists(st.lists(st.none() | st.integers(0, 1000), min_size=4, max_size=4), min_size=1, max_size=8)


@given(rows=rows_of_seals)
def test_revisions_agree_with_the_plain_ones(rows):
    cells = [(s, p, v) for p, row in enumerate(rows) for s, v in enumerate(row) if v is not None]
    # one period known to every seal keeps all four columns in the triangle
    cells += [(s, "all", 7) for s in range(4)]
    seals, periods, values = zip(*cells, strict=True)
    metrics = {m.lag: m for m in revision_metrics(revision_triangle(seals, periods, values))}
    for lag in (1, 2, 3):
        expected = plain_tables.revisions_at(lag, [*rows, [7] * 4])
        assert metrics[lag].n == len(expected)
        assert metrics[lag].mean == pytest.approx(sum(expected) / len(expected))
        assert metrics[lag].share_upward == pytest.approx(sum(r > 0 for r in expected) / len(expected))


moments = st.datetimes(datetime(2021, 12, 15), datetime(2022, 12, 14)).map(lambda t: t.replace(second=0, microsecond=0))
# short, a day, almost and just over a week: the edges of the rule
lengths = st.none() | st.integers(0, 200) | st.sampled_from([1439, 1440, 10_079, 10_080, 10_081, 30_000])


@settings(max_examples=30)
@given(cases=st.lists(st.tuples(moments, lengths), max_size=6))
def test_week_weights_agree_minute_by_minute(cases):
    ends = [None if length is None else begin + timedelta(minutes=length) for begin, length in cases]
    begins = np.array([begin for begin, _ in cases], dtype="datetime64[m]")
    column = np.array(["NaT" if end is None else end for end in ends], dtype="datetime64[m]")
    table = aoristic_week(begins, column)
    expected = plain_week.week_weights([(begin, end) for (begin, _), end in zip(cases, ends, strict=True)])
    got = {(day, hour): table.weights[day, hour] for day in range(7) for hour in range(24)}
    assert got == pytest.approx({cell: float(weight) for cell, weight in expected.items()}, abs=1e-9)
    parts = aoristic_parts(begins, column)
    summed = np.bincount(parts.cell, weights=parts.minutes / parts.out_of, minlength=168)
    np.testing.assert_allclose(summed.reshape(7, 24), table.weights, atol=1e-9)


QUARTER = Period(date(2022, 1, 1), date(2022, 3, 31), "2022-01-01..2022-03-31")
some_days = st.dates(date(2021, 11, 1), date(2022, 6, 30))
some_cases = st.lists(
    st.tuples(some_days, st.none() | st.integers(0, 200)).map(
        lambda c: (c[0], None if c[1] is None else c[0] + timedelta(days=c[1]))
    ),
    max_size=30,
)


@given(cases=some_cases, cut_off=st.dates(date(2022, 3, 31), date(2022, 12, 31)))
def test_three_clearances_agree_with_the_plain_ones(cases, cut_off):
    known = case_days(
        np.array([r for r, _ in cases], "datetime64[D]"),
        np.array(["NaT" if c is None else c for _, c in cases], "datetime64[D]"),
        cut_off,
    )
    span = (QUARTER.start, QUARTER.end, cut_off)
    period, cohort = period_clearance(known, QUARTER), cohort_clearance(known, QUARTER)
    assert (period.numerator, period.denominator) == plain_clearance.period_rate(cases, *span)
    assert (cohort.numerator, cohort.denominator) == plain_clearance.cohort_rate(cases, *span)
    fixed = follow_up_clearance(known, QUARTER, 90)
    expected = plain_clearance.follow_up_rate(cases, *span, 90)
    assert (None if fixed.numerator is None else (fixed.numerator, fixed.denominator)) == expected
    if fixed.numerator is not None:
        assert fixed.numerator <= cohort.numerator


@given(times=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=1, max_size=40))
def test_incidence_agrees_with_the_textbook_sums(times):
    last = np.datetime64("2022-12-31")
    lengths, kinds = (np.array(column) for column in zip(*times, strict=True))
    nat = np.datetime64("NaT", "D")
    curve = time_to_clearance_competing(
        case_days(
            last - lengths, np.where(kinds == 1, last, nat), date(2022, 12, 31), ended=np.where(kinds == 2, last, nat)
        )
    )
    expected = plain_clearance.incidence(times)
    assert curve.days.tolist() == list(expected)
    assert curve.share.tolist() == pytest.approx([share for share, _ in expected.values()])
    for share, lower, (_, variance) in zip(curve.share, curve.lower, expected.values(), strict=True):
        if 0 < share < 1 - 1e-12:
            # undo the log-log limit to find the variance again
            distance = np.log(np.log(1 - lower) / np.log(1 - share))
            error = abs(distance) * (1 - share) * abs(np.log(1 - share)) / Z95
            assert error**2 == pytest.approx(variance, abs=1e-9)
