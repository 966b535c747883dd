import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.evaluate_differences import log_ratio, weighted_difference
from tongket.evaluate import Scales, WhyTheyDiffer, both_scales, log_irr, scales_text, wdd, weighted_sum, why_text
from tongket.model.errors import FigureError

Z90 = 1.6448536269514722
counts = st.tuples(st.integers(0, 500), st.integers(0, 500))
weight = st.floats(0.1, 10)


def numbers(estimate):
    return tuple(float(x) for x in (estimate.effect, estimate.standard_error, estimate.lower, estimate.upper))


@settings(max_examples=30, deadline=None)
@given(
    pairs=st.tuples(counts, counts, counts, counts),
    ring=st.sampled_from(("none", "alone", "compared")),
    time=st.tuples(weight, weight),
    sizes=st.tuples(weight, weight, weight, weight),
)
def test_wdd_agrees_with_plain_python(pairs, ring, time, sizes):
    treated, comparison, displaced, displaced_comparison = pairs
    displaced = None if ring == "none" else displaced
    displaced_comparison = displaced_comparison if ring == "compared" else None
    result = wdd(
        treated,
        comparison,
        displaced=displaced,
        displaced_comparison=displaced_comparison,
        time=time,
        area=(sizes[1], sizes[0], sizes[3], sizes[2]),
    )
    plain = weighted_difference((treated, comparison, displaced, displaced_comparison), time, sizes, Z90)
    assert numbers(result.total) == pytest.approx(plain, rel=1e-9, abs=1e-9)
    assert (result.displaced is None) == (ring == "none")


@settings(max_examples=30, deadline=None)
@given(treated=counts, comparison=counts)
def test_log_irr_agrees_with_plain_python(treated, comparison):
    result = log_irr(treated, comparison)
    assert numbers(result.log) == pytest.approx(log_ratio(treated, comparison, Z90), rel=1e-9, abs=1e-12)
    assert bool(result.corrected) == (0 in (*treated, *comparison))


def test_many_campaigns_at_once_give_what_each_gives_alone():
    rng = np.random.default_rng(1)
    treated, comparison = rng.poisson(40, (2, 2, 50))
    together = log_irr(treated, comparison).log.upper, wdd(treated, comparison).local.lower
    alone = [(log_irr(treated[:, k], comparison[:, k]), wdd(treated[:, k], comparison[:, k])) for k in range(50)]
    np.testing.assert_allclose(together[0], [float(irr.log.upper) for irr, _ in alone])
    np.testing.assert_allclose(together[1], [float(counted.local.lower) for _, counted in alone])


@pytest.mark.parametrize("ring", [False, True])
def test_very_many_campaigns_are_worked_on_in_blocks_without_a_difference(ring):
    counts = np.random.default_rng(1).integers(0, 200, (4, 2, 9001))
    treated, comparison, *others = counts
    around = dict(zip(("displaced", "displaced_comparison"), others, strict=True)) if ring else {}
    # with a third axis nothing is cut
    whole = {name: pair[:, :, None] for name, pair in around.items()}
    many, once = wdd(treated, comparison, **around), wdd(treated[:, :, None], comparison[:, :, None], **whole)
    assert (many.displaced is None) == (not ring)
    for part in ("local", "displaced", "total") if ring else ("local", "total"):
        for number in ("effect", "standard_error", "lower"):
            assert (getattr(getattr(many, part), number) == getattr(getattr(once, part), number)[:, 0]).all()


def test_wdd_with_longer_windows_only_scales():
    short, long = (wdd([20, 10], [30, 28], time=time).local for time in ((1, 1), (7, 7)))
    np.testing.assert_allclose(long.effect, short.effect / 7)
    np.testing.assert_allclose(long.z, short.z)


def test_overdispersion_widens_by_its_root():
    plain, wide = (log_irr([50, 30], [50, 49], dispersion=phi).log for phi in (1.0, 4.0))
    assert float(wide.standard_error) == pytest.approx(2 * float(plain.standard_error))
    assert float(plain.p_value) < float(wide.p_value)


def test_harm_of_several_kinds_has_the_root_of_squared_errors():
    kinds = wdd([[10, 20], [5, 10]], [[10, 20], [10, 20]]).local
    assert numbers(weighted_sum(kinds, [2, 1]))[0] == pytest.approx(2 * -5 - 10)


def test_a_large_comparison_hides_a_fall_in_numbers_only():
    result = both_scales([100, 60], [500, 490])
    assert (result.scales, result.why) == (Scales.ONLY_RATIO, WhyTheyDiffer.LARGE_COMPARISON)
    assert "lớn hơn nhiều" in why_text(result).vi


def test_a_falling_comparison_of_another_size_makes_expectations_differ():
    result = both_scales([300, 210], [100, 60])
    assert (result.scales, result.why) == (Scales.ONLY_COUNTS, WhyTheyDiffer.EXPECTATION)
    assert result.expected_by_counts == 260
    assert result.expected_by_ratio == pytest.approx(180)
    assert "260" in scales_text(result).en
    assert "180" in scales_text(result).vi


def test_windows_of_unequal_length_are_put_on_the_campaign_s():
    half = both_scales([200, 60], [400, 200], length=0.5)
    assert (half.expected_by_counts, half.expected_by_ratio, half.observed) == (100, 100, 60)
    assert float(half.wdd.local.effect) == -40
    with pytest.raises(FigureError, match="weights"):
        both_scales([200, 60], [400, 200], length=0)


def test_a_comparison_that_lost_more_than_the_place_had_is_called_out():
    result = both_scales([100, 60], [1000, 700])
    assert "không áp dụng được" in scales_text(result).vi


@pytest.mark.parametrize(
    ("treated", "comparison", "shown"),
    [
        ([100, 50], [100, 100], Scales.BOTH_FALL),
        ([100, 170], [100, 100], Scales.BOTH_RISE),
        ([100, 95], [100, 100], Scales.NEITHER),
    ],
)
def test_both_scales_agree_in_plain_cases(treated, comparison, shown):
    result = both_scales(treated, comparison)
    assert (result.scales, result.why, why_text(result)) == (shown, None, None)


@pytest.mark.parametrize(
    ("arguments", "helps"),
    [
        ({"treated": [1, -2]}, "not negative"),
        ({"treated": [1, float("nan")]}, "known"),
        ({"treated": [1, 2, 3]}, "two counts"),
        ({"level": 90}, "level"),
        ({"time": (0, 1)}, "weights"),
        ({"dispersion": 0}, "dispersion"),
    ],
)
def test_wdd_refuses_what_cannot_be(arguments, helps):
    given = {"treated": [1, 2], "comparison": [3, 4]} | arguments
    with pytest.raises(FigureError, match=helps):
        wdd(given.pop("treated"), given.pop("comparison"), **given)
