"""Rounding and backward sums agree with slow plain twins."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.reference import proof_rounding as slow
from tongket.proof import compute
from tongket.proof.rounding import Interval, admits, classify, rounded

FRACTIONS = st.fractions(min_value=-2000, max_value=2000, max_denominator=4000)
WAYS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


@given(FRACTIONS, st.integers(0, 3), st.sampled_from(sorted(WAYS)))
def test_rounding_agrees(value: Fraction, decimals: int, way: str) -> None:
    assert rounded(value, decimals, WAYS[way]) == slow.rounded(value, decimals, way)


@given(FRACTIONS, st.integers(0, 3))
def test_a_rounded_value_is_never_called_wrong(value: Fraction, decimals: int) -> None:
    assert classify(value, Fraction(slow.rounded(value, decimals, "half_up")), decimals) in (
        "exact",
        "rounds_to",
    )
    assert classify(value, Fraction(slow.rounded(value, decimals, "down")), decimals) in (
        "exact",
        "rounds_to",
        "half_even",
        "truncated",
    )


@given(FRACTIONS, st.integers(0, 3), st.integers(2, 50))
def test_two_units_off_is_always_wrong(value: Fraction, decimals: int, units: int) -> None:
    printed = Fraction(slow.rounded(value, decimals, "half_up")) + Fraction(units, 10**decimals)
    assert classify(value, printed, decimals) == "wrong"


@given(st.integers(1, 60), st.integers(-99, 200), st.integers(1, 30))
def test_whole_bases_agree(current: int, low: int, width: int) -> None:
    ends = Fraction(low), Fraction(low) + Fraction(width, 7)
    assert [b for b in compute.whole_bases(Fraction(current), *ends) if b <= 100 * current] == slow.whole_bases(
        current, *ends
    )


@given(
    st.integers(-12, 12).filter(bool),
    st.fractions(min_value=Fraction(1, 10), max_value=100, max_denominator=50),
    st.integers(1, 20),
)
def test_bases_of_a_difference_agree(difference: int, low: Fraction, width: int) -> None:
    high = low + Fraction(width, 9)
    ends = (low, high) if difference > 0 else (-high, -low)
    assert list(compute.whole_bases_of_difference(Fraction(difference), *ends)) == slow.whole_bases_of_difference(
        difference, *ends
    )


@given(
    st.fractions(min_value=0, max_value=5000, max_denominator=100),
    st.sampled_from(["above", "below", "around", "least", "most", None]),
)
def test_a_hedge_admits_the_value_itself(value: Fraction, hedge: str | None) -> None:
    assert value in admits(value, 0, hedge)


@given(st.integers(1, 500), st.integers(0, 60), st.integers(1, 500), st.integers(0, 60))
def test_interval_sums_hold_every_inner_value(low: int, wide: int, base: int, spread: int) -> None:
    outer = compute.over(
        compute.percent_of,
        Interval(Fraction(low), Fraction(low + wide)),
        Interval(Fraction(base), Fraction(base + spread)),
    )
    inner = compute.percent_of(Fraction(2 * low + wide, 2), Fraction(2 * base + spread, 2))
    assert outer is not None
    assert inner is not None
    assert inner in outer
