from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.evaluate_models import fieller, net_of_other_years, placebo_effects, shrunk
from tongket.evaluate import (
    Available,
    Design,
    Ring,
    Rung,
    before_after,
    choose_rung,
    displacement_quotient,
    equally_high,
    event_text,
    negative_control,
    overlapping,
    placebo_dates,
    placebo_text,
    protected_event,
    regression_text,
    regression_to_the_mean,
    same_hours_before,
    same_weeks,
)
from tongket.model.errors import FigureError


def test_before_and_after_is_labelled_a_description():
    result = before_after(100, 60, days_before=31, days_during=28)
    assert result.label.vi == "mô tả"
    assert result.percent == pytest.approx(100 * (60 / 28 / (100 / 31) - 1))
    assert result.lower < result.percent < result.upper < 0


def test_before_and_after_without_cases_says_nothing():
    result = before_after(0, 0)
    assert np.isnan([result.percent, result.lower, result.p_value]).all()


def test_the_usual_change_of_these_weeks_is_taken_out():
    usual = same_weeks([100, 200, 150, 100], [150, 300, 225, 150])
    assert usual.usual == pytest.approx(50)
    assert usual.percent == pytest.approx(0, abs=1e-9)
    assert usual.years == 3


def test_years_that_differ_widen_the_interval():
    calm, wild = same_weeks([400] * 5, [404, 396, 400, 400, 280]), same_weeks([400] * 5, [600, 250, 500, 320, 280])
    assert calm.spread == 0
    assert wild.spread > 0.2
    assert calm.upper < 0 < wild.upper


def test_the_own_year_may_stand_anywhere():
    assert same_weeks([9, 20, 30], [5, 22, 33], own=0) == same_weeks([20, 30, 9], [22, 33, 5])


counts_of_a_year = st.tuples(st.integers(1, 300), st.integers(1, 300))


@settings(max_examples=25, deadline=None)
@given(years=st.lists(counts_of_a_year, min_size=2, max_size=6))
def test_same_weeks_agree_with_plain_python(years):
    before, during = (list(side) for side in zip(*years, strict=True))
    result = same_weeks(before, during)
    effect, error, spread = net_of_other_years(before, during)
    assert np.log1p(result.percent / 100) == pytest.approx(effect, abs=1e-9)
    assert (result.spread or 0.0) == pytest.approx(spread, abs=1e-9)
    if spread == 0:
        assert np.log1p(result.upper / 100) - effect == pytest.approx(1.6448536269514722 * error, rel=1e-9)


def test_same_weeks_needs_another_year():
    with pytest.raises(FigureError, match="at least one other"):
        same_weeks([10], [9])


def test_a_control_that_moved_too_is_pointed_out():
    assert negative_control((200, 140), (300, 210)).control_moved
    steady = negative_control((200, 140), (300, 305))
    assert not steady.control_moved
    assert float(steady.net.percent_upper) < 0


@pytest.mark.parametrize(
    ("have", "rung"),
    [
        (
            Available(treated_places=8, untreated_places=70, points_before=100, comparison_cases=50),
            "DIFFERENCE_IN_DIFFERENCES",
        ),
        (Available(untreated_places=70, points_before=100, comparison_cases=50), "SYNTHETIC_CONTROL"),
        (Available(untreated_places=3, points_before=100, comparison_cases=50), "CONTROLLED_SERIES"),
        (Available(untreated_places=3, points_before=10, comparison_cases=50), "BOTH_SCALES"),
        (Available(untreated_places=3, points_before=10, comparison_cases=2, other_years=2), "SAME_WEEKS"),
        (Available(points_before=100, other_provinces=2, untargeted_cases=90, other_years=3), "OTHER_PROVINCES"),
        (Available(points_before=100, untargeted_cases=90, other_years=3), "NEGATIVE_CONTROL"),
        (Available(other_years=3), "SAME_WEEKS"),
        (Available(), "BEFORE_AFTER"),
    ],
)
def test_the_strongest_comparison_is_chosen(have, rung):
    choice = choose_rung(have)
    assert choice.rung is Rung[rung]
    assert [passed for passed, _ in choice.passed_over] == list(Rung)[: list(Rung).index(choice.rung)]


def test_a_city_wide_campaign_is_told_why():
    choice = choose_rung(Available(points_before=200))
    assert {reason.vi for rung, reason in choice.passed_over[:4]} == {
        "đợt cao điểm thực hiện trên toàn địa bàn, không còn nơi nào để đối chứng"
    }
    assert "mô tả" in choice.why.vi


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), length=st.integers(1, 5), gap=st.integers(0, 6), start=st.integers(12, 40))
def test_placebo_dates_agree_with_plain_python(seed, length, gap, start):
    rng = np.random.default_rng(seed)
    treated, comparison = rng.poisson(3, (2, 80))
    result = placebo_dates(treated, start, length, comparison=comparison, lag=length + gap)
    plain = placebo_effects(treated.tolist(), comparison.tolist(), start, length, length + gap)
    assert result.starts.tolist() == list(plain)
    np.testing.assert_allclose(result.effects, list(plain.values()), atol=1e-12)
    assert result.rank == 1 + sum(effect <= result.own + 1e-12 for effect in plain.values())


@pytest.mark.parametrize("design", list(Design))
def test_a_real_fall_ranks_first(design):
    rng = np.random.default_rng(1)
    treated, comparison = rng.poisson(60, (2, 200))
    treated[100:108] = rng.binomial(treated[100:108], 0.6)
    result = placebo_dates(treated, 100, 8, comparison=comparison, design=design)
    assert (result.rank, result.p_fall) == (1, 1 / (result.starts.size + 1))
    assert result.false_alarms < 0.3
    assert "xếp thứ 1 " in placebo_text(result).vi


def test_a_real_rise_is_ranked_as_a_rise():
    rng = np.random.default_rng(1)
    treated, comparison = rng.poisson(60, (2, 200))
    treated[100:108] += 40
    result = placebo_dates(treated, 100, 8, comparison=comparison)
    assert result.rank == result.starts.size + 1
    assert placebo_text(result).en.startswith("The rise ranks 1 among")


def test_swings_the_test_does_not_expect_show_as_dispersion():
    rng = np.random.default_rng(2)
    swings = np.exp(np.repeat(rng.normal(0, 0.4, 50), 4))
    result = placebo_dates(rng.poisson(60 * swings), 100, 4, comparison=rng.poisson(60, 200))
    assert result.dispersion > 3
    assert result.false_alarms > 0.3


def test_other_campaigns_are_left_out():
    series = np.random.default_rng(3).poisson(9, 120)
    other = np.zeros(120, bool)
    other[30:50] = True
    starts = placebo_dates(series, 80, 4, design=Design.BEFORE_AFTER, left_out=other).starts
    assert not any(set(range(s - 4, s + 4)) & set(range(30, 50)) for s in starts)


def test_placebo_dates_need_room():
    with pytest.raises(FigureError, match="19 other"):
        placebo_dates(np.ones(20), 10, 3, design=Design.BEFORE_AFTER)
    with pytest.raises(FigureError, match="comparison"):
        placebo_dates(np.ones(90), 10, 3)
    with pytest.raises(FigureError, match="one after the other"):
        placebo_dates(np.ones(90), 10, 3, design=Design.BEFORE_AFTER, lag=2)


@pytest.mark.parametrize(
    ("ring", "found"),
    [
        ((3000, 2000), Ring.DIFFUSION),
        ((3000, 3450), Ring.PARTLY_DISPLACED),
        ((3000, 6000), Ring.ALL_DISPLACED),
        ((300, 301), Ring.UNCLEAR),
    ],
)
def test_the_ring_is_judged_by_its_interval(ring, found):
    result = displacement_quotient((3000, 1800), ring, (9000, 9000))
    assert result.ring is found
    assert result.lower < result.quotient < result.upper


def test_without_success_there_is_nothing_to_displace():
    assert displacement_quotient((50, 49), (50, 60), (100, 100)).ring is Ring.NO_SUCCESS


def test_the_interval_of_the_quotient_is_fieller_s():
    (t0, t1), (r0, r1), (c0, c1) = (400, 240), (300, 330), (900, 880)
    result = displacement_quotient((t0, t1), (r0, r1), (c0, c1))
    share = lambda n, c: n / c**2 + n**2 / c**3  # noqa: E731 - one formula, used four times
    low, high = fieller(
        r1 / c1 - r0 / c0,
        t1 / c1 - t0 / c0,
        share(r0, c0) + share(r1, c1),
        t0 * r0 / c0**3 + t1 * r1 / c1**3,
        share(t0, c0) + share(t1, c1),
        1.6448536269514722,
    )
    assert (result.lower, result.upper) == pytest.approx((low, high), abs=0.0011)


def test_an_empty_comparison_is_refused():
    with pytest.raises(FigureError, match="cases in both windows"):
        displacement_quotient((5, 4), (5, 5), (10, 0))


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(0, 40), min_size=10, max_size=25), n=st.integers(1, 5))
def test_shrinkage_agrees_with_plain_python(counts, n):
    chosen = np.zeros(len(counts), bool)
    chosen[np.argsort(counts)[-n:]] = True
    result = regression_to_the_mean(counts, chosen)
    assert result.expected == pytest.approx(shrunk(counts, chosen.tolist()), rel=1e-9, abs=1e-9)


def test_places_that_differ_by_chance_alone_fall_back_to_the_mean():
    counts = np.random.default_rng(4).poisson(10, 400)
    chosen = counts >= np.sort(counts)[-20]
    result = regression_to_the_mean(counts, chosen)
    assert result.expected < 11.5 * chosen.sum()
    assert result.fall_percent > 30
    assert result.reliability < 0.2
    assert "dù không làm gì" in regression_text(result).vi


def test_places_that_truly_differ_hardly_fall():
    rng = np.random.default_rng(5)
    rates = rng.gamma(1.0, 200.0, 300)
    counts, following = rng.poisson(rates), rng.poisson(rates)
    chosen = counts >= np.sort(counts)[-15]
    result = regression_to_the_mean(counts, chosen)
    assert result.reliability > 0.95
    assert result.lower <= following[chosen].sum() <= result.upper


def test_sizes_of_places_are_respected():
    size = np.r_[np.ones(20), 9 * np.ones(20)]
    counts = np.random.default_rng(6).poisson(5 * size)
    result = regression_to_the_mean(counts, np.arange(40) >= 35, exposure=size)
    assert result.expected == pytest.approx(5 * 9 * 5, rel=0.15)


def test_equally_high_places_show_the_fall_that_was_due():
    rng = np.random.default_rng(7)
    before, during = rng.poisson(10, (2, 200))
    high = np.flatnonzero(before >= 14)
    chosen = np.isin(np.arange(200), high[::2])
    result = equally_high(before, during, chosen)
    assert result.chosen[1] < 0.85 * result.chosen[0]
    assert float(result.net.log.lower) < 0 < float(result.net.log.upper)


def test_no_equal_place_is_said():
    with pytest.raises(FigureError, match="regression_to_the_mean"):
        equally_high([1] * 11 + [100], [1] * 12, np.arange(12) == 11)
    with pytest.raises(FigureError, match="10 places"):
        regression_to_the_mean([1, 2], [True, False])


def test_a_festival_is_compared_with_the_same_hours():
    evening = [
        (datetime(2024, 2, 20, 18), datetime(2024, 2, 20, 23)),
        (datetime(2024, 2, 21, 18), datetime(2024, 2, 21, 23)),
    ]
    assert same_hours_before(evening, 2)[1][0] == (datetime(2024, 2, 6, 18), datetime(2024, 2, 6, 23))
    usual = [
        np.datetime64("2024-02-20T19:00") - np.timedelta64(7 * week, "D") for week in range(1, 5) for _ in range(10)
    ]
    outside = [np.datetime64("2024-02-20T23:00")] * 50
    result = protected_event([*usual, *outside, np.datetime64("NaT")], evening)
    assert (result.during, result.before, result.hours, result.ratio) == (0, (10,) * 4, 10.0, 0.0)
    assert result.p_value < 0.001
    assert "mức giảm" in event_text(result).vi
    assert "10.0" in event_text(result).en


def test_weeks_next_to_an_event_can_be_left_out():
    day = [(datetime(2024, 2, 20), datetime(2024, 2, 21))]
    assert same_hours_before(day, 1, skip=2) == [[(datetime(2024, 1, 30), datetime(2024, 1, 31))]]


def test_a_quiet_event_says_chance():
    day = [(datetime(2024, 2, 20), datetime(2024, 2, 21))]
    result = protected_event(np.array([], "datetime64[s]"), day)
    assert np.isnan(result.p_value)
    assert "ngẫu nhiên" in event_text(result).vi


@pytest.mark.parametrize(
    ("hours", "weeks", "helps"),
    [
        ([], 4, "there must be one"),
        ([(datetime(2024, 1, 2), datetime(2024, 1, 1))], 4, "end after"),
        ([(datetime(2024, 1, 1), datetime(2024, 1, 3)), (datetime(2024, 1, 2), datetime(2024, 1, 4))], 4, "overlap"),
        ([(datetime(2024, 1, 1), datetime(2024, 1, 2))], 0, "at least one week"),
        ([(datetime(2024, 1, 1), datetime(2024, 1, 20))], 4, "longer than a week"),
    ],
)
def test_hours_that_cannot_be_compared_are_refused(hours, weeks, helps):
    with pytest.raises(FigureError, match=helps):
        same_hours_before(hours, weeks)


def test_campaigns_that_share_days_are_named():
    spans = [
        (date(2022, 1, 1), date(2022, 2, 5)),
        (date(2022, 3, 1), date(2022, 3, 9)),
        (date(2022, 2, 5), date(2022, 3, 1)),
    ]
    found = [(pair.first, pair.second, pair.days) for pair in overlapping(spans)]
    assert found == [(0, 2, 1), (1, 2, 1)]
