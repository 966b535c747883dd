"""Projection of counts and rates: published values, the edges, and whether eight bands in ten hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tongket.plan.pace import Course, project_count, project_ratio, remaining

YEAR = tuple(1 / 12 for _ in range(12))


def test_poisson_straight_path_is_the_poisson_gamma_prediction() -> None:
    # scipy.stats.nbinom(n=60.5, p=0.5): mean 60.5, variance 121, for 60 counted in half the time under Jeffreys' prior
    assert remaining(Course((30.0, 30.0), (0.25,) * 4)) == pytest.approx((60.5, 121.0))


def test_nothing_is_projected_from_two_numbers() -> None:
    assert project_count(Course((10.0, 12.0), YEAR)) is None


def test_a_goal_that_is_reached_is_certain() -> None:
    found = project_count(Course((10.0, 12.0, 9.0, 11.0), YEAR), goal=42)
    assert found is not None
    assert found.probability == 1.0


def test_a_ceiling_that_is_passed_is_lost() -> None:
    found = project_count(Course((10.0, 12.0, 9.0, 11.0), YEAR), goal=41, at_most=True)
    assert found is not None
    assert found.probability == 0.0


def test_at_the_end_of_the_window_nothing_is_left_open() -> None:
    found = project_count(Course((10.0,) * 12, YEAR), goal=121)
    assert found is not None
    assert (found.lower, found.upper, found.probability) == (120.0, 120.0, 0.0)


def test_a_month_that_never_counts_anything_does_not_break_the_path() -> None:
    earlier = ((5.0, 0.0, 6.0, 7.0), (4.0, 0.0, 7.0, 6.0))
    found = project_count(Course((5.0, 0.0), (0.25,) * 4, earlier))
    assert found is not None
    assert found.lower > 5


def test_earlier_windows_must_be_as_long() -> None:
    with pytest.raises(ValueError, match="as many intervals"):
        Course((1.0,), YEAR, ((1.0, 2.0),))


SEASON = tuple(each / 100 for each in (5, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 10))
Draw = Callable[[float, tuple[float, ...]], tuple[float, ...]]


def _draws(rng: np.random.Generator, dispersion: float) -> Draw:
    def draw(total: float, shares: tuple[float, ...]) -> tuple[float, ...]:
        means = total * np.array(shares)
        if dispersion == 1:
            return tuple(rng.poisson(means).astype(float))
        return tuple(rng.negative_binomial(means / (dispersion - 1), 1 / dispersion).astype(float))

    return draw


@pytest.mark.parametrize(
    ("total", "dispersion", "years"),
    [(574, 1, 0), (574, 3, 0), (80_000, 400, 0), (600, 3, 3), (80_000, 400, 2), (600, 1, 5)],
)
def test_eight_bands_in_ten_hold(total: float, dispersion: float, years: int) -> None:
    rng = np.random.default_rng(20221214)
    draw, course_of_year = _draws(rng, dispersion), SEASON if years else YEAR
    held, n = 0, 0
    for number in range(400):
        whole = draw(total, course_of_year)
        earlier = tuple(draw(total * rng.uniform(0.7, 1.4), course_of_year) for _ in range(years))
        found = project_count(Course(whole[: (4, 6, 9)[number % 3]], YEAR, earlier))
        assert found is not None
        held, n = held + (found.lower <= sum(whole) <= found.upper), n + 1
    assert 0.75 <= held / n <= 0.85


@pytest.mark.parametrize(("total", "rate"), [(574, 0.89), (300, 0.5)])
def test_eight_bands_of_a_share_in_ten_hold(total: int, rate: float) -> None:
    rng = np.random.default_rng(20221214)
    held, n = 0, 0
    for number in range(250):
        recorded = rng.poisson(total / 12, 12)
        cleared = rng.binomial(recorded, rate)
        m = (4, 6, 9)[number % 3]
        course = Course(tuple(recorded[:m].astype(float)), YEAR)
        found = project_ratio(tuple(cleared[:m].astype(float)), course, is_share=True)
        assert found is not None
        held, n = held + (found.lower <= cleared.sum() / recorded.sum() <= found.upper), n + 1
    assert 0.75 <= held / n <= 0.85


def test_a_probability_is_as_frequent_as_it_says() -> None:
    rng = np.random.default_rng(7)
    draw = _draws(rng, 3)
    said, came = [], []
    for _ in range(600):
        whole = draw(574, YEAR)
        found = project_count(Course(whole[:6], YEAR), goal=590)
        assert found is not None
        said.append(found.probability)
        came.append(sum(whole) >= 590)
    high = np.array(said, dtype=float) >= 0.5
    assert np.mean(said) == pytest.approx(np.mean(came), abs=0.05)
    assert np.mean(np.array(came)[high]) == pytest.approx(np.mean(np.array(said, dtype=float)[high]), abs=0.08)
