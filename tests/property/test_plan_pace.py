"""Projections: the fast form against the slow twin on series nobody chose."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.reference import plan_pace
from tongket.plan.pace import _GRID, Course, count_dispersion, project_count, project_ratio, remaining

INTERVALS = 6
SHARES = tuple(1 / INTERVALS for _ in range(INTERVALS))
counts = st.lists(st.integers(1, 12).map(float), min_size=3, max_size=INTERVALS - 1)
window = st.lists(st.integers(1, 12).map(float), min_size=INTERVALS, max_size=INTERVALS)


@given(now=counts, earlier=st.lists(window, max_size=3))
@settings(max_examples=25)
def test_band_is_that_of_the_slow_twin(now: list[float], earlier: list[list[float]]) -> None:
    course = Course(tuple(now), SHARES, tuple(tuple(year) for year in earlier))
    phi, df = plan_pace.dispersion(now, list(SHARES), earlier)
    assert count_dispersion(course) == (pytest.approx(phi, rel=1e-6, abs=1e-9), df)
    assert remaining(course) == pytest.approx(plan_pace.still_to_come(now, list(SHARES), earlier))
    found = project_count(course)
    assert found is not None
    # a distribution that passes the tail's level within rounding may land on the next whole number
    slow = plan_pace.band(now, list(SHARES), earlier, 0.8, _GRID)
    assert (found.lower, found.upper) == pytest.approx(slow, abs=1)


@given(now=counts, earlier=st.lists(window, max_size=3), goal=st.integers(0, 200))
@settings(max_examples=25)
def test_probabilities_of_reaching_and_of_staying_below_add_up(
    now: list[float], earlier: list[list[float]], goal: int
) -> None:
    course = Course(tuple(now), SHARES, tuple(tuple(year) for year in earlier))
    at_least, at_most = project_count(course, goal=goal), project_count(course, goal=goal - 1, at_most=True)
    assert at_least is not None
    assert at_most is not None
    assert at_least.probability is not None
    assert at_most.probability == pytest.approx(1 - at_least.probability, abs=1e-9)


@given(now=counts, data=st.data(), is_share=st.booleans())
@settings(max_examples=25)
def test_band_of_a_rate_holds_its_mean_and_is_ordered(now: list[float], data: st.DataObject, is_share: bool) -> None:
    tops = tuple(float(data.draw(st.integers(0, int(bottom)))) for bottom in now)
    assume(0 < sum(tops) < sum(now))
    found = project_ratio(tops, Course(tuple(now), SHARES), is_share=is_share, goal=0.5)
    assert found is not None
    assert found.lower <= found.expected <= found.upper
    assert found.probability is not None
    assert 0 <= found.probability <= 1
