"""Rounding half up, half even, truncation and hedges are told apart."""

from fractions import Fraction

import pytest

from tongket.proof.rounding import admits, classify, hedge_width


@pytest.mark.parametrize(
    ("true", "printed", "decimals", "name"),
    [
        (Fraction(3, 4) * 100, Fraction(75), 0, "exact"),
        (Fraction(1, 8) * 100, Fraction(13), 0, "rounds_to"),
        (Fraction(1, 8) * 100, Fraction(12), 0, "half_even"),
        (Fraction(1900, 60), Fraction("31.66"), 2, "truncated"),
        (Fraction("7.51"), Fraction(9), 0, "wrong"),
        (Fraction("6.21"), Fraction("6.3"), 1, "off_by_one"),
        (Fraction("-42.5"), Fraction(-43), 0, "rounds_to"),
    ],
)
def test_names(true: Fraction, printed: Fraction, decimals: int, name: str) -> None:
    assert classify(true, printed, decimals) == name


@pytest.mark.parametrize(
    ("true", "printed", "hedge", "inside"),
    [
        ("81.685", "82", "below", True),
        ("80.9", "82", "below", False),
        ("83.6", "83", "above", True),
        ("84", "83", "above", False),
        ("62.963", "60", "above", True),
        ("128.57", "100", "above", True),
        ("95", "90", "least", True),
        ("89", "90", "least", False),
    ],
)
def test_hedges_follow_the_guide(true: str, printed: str, hedge: str, inside: bool) -> None:
    assert (Fraction(true) in admits(Fraction(printed), 0, hedge)) is inside


def test_hedges_reach_further_for_round_numbers() -> None:
    assert [hedge_width(Fraction(n), 0) for n in (23, 60, 400)] == [1, 10, 50]
