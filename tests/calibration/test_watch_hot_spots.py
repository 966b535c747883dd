"""How often places are named where there is nothing to name. Small here; the nightly run takes TONGKET_CALIBRATION
times as many worlds."""

import os

import numpy as np
import pytest
from scipy import stats

from tongket.watch import Grid, emerging_hot_spots, grid_neighbours, local_g, local_moran
from tongket.watch.emerging_classes import mann_kendall, space_time_g
from tongket.watch.kernels.compiling import jit_disabled

TIMES = int(os.environ.get("TONGKET_CALIBRATION", "1"))
SIDE = 5 if jit_disabled() else 20
GRID = Grid(0, 0, 1, np.ones((SIDE, SIDE), bool))
LINKS = grid_neighbours(GRID)
few_without_jit = pytest.mark.skipif(jit_disabled(), reason="hundreds of maps take minutes without the compiler")


def bounds(n, rate):
    """Return the range in which a count of `n` trials lies with all but one chance in ten thousand."""
    return stats.binom.ppf([5e-5, 1 - 5e-5], n, rate)


@few_without_jit
@pytest.mark.parametrize("draws", ["shared", "independent"])
@pytest.mark.parametrize("method", [local_g, local_moran])
def test_p_values_are_no_smaller_than_they_may_be(draws, method):
    rng = np.random.default_rng(21)
    below = []
    for world in range(60 * TIMES):
        # no value twice, so that the level is met and not only kept; four places of each world, all but independent
        values = rng.normal(0, 1, SIDE * SIDE)
        p = method(values, LINKS, draws=draws, n_permutations=199, seed=world).p_value
        below += [*(p[rng.choice(p.size, 4, replace=False)] <= 0.1)]
    low, high = bounds(len(below), 0.1)
    assert low <= sum(below) <= high


@few_without_jit
@pytest.mark.parametrize("draws", ["shared", "independent"])
def test_a_world_without_hot_spots_has_one_named_as_seldom_as_wanted(draws):
    rng = np.random.default_rng(22)
    n = 150 * TIMES
    # a hundred places and 1 999 draws: the smallest p of 0.001 is just small enough to name one place alone
    links = grid_neighbours(Grid(0, 0, 1, np.ones((10, 10), bool)))
    worlds = (
        local_g(rng.normal(0, 1, 100), links, draws=draws, n_permutations=1999, alpha=0.1, seed=k) for k in range(n)
    )
    named = [bool(world.significant.any()) for world in worlds]
    # where nothing is there every place named is false, so the rate is the chance of naming any; that neighbours go
    # together makes it smaller
    assert 0 < sum(named) <= bounds(n, 0.1)[1]


@few_without_jit
def test_courses_are_named_seldom_where_nothing_changes():
    rng = np.random.default_rng(23)
    n = 60 * TIMES
    worlds = [emerging_hot_spots(rng.poisson(2, (12, SIDE * SIDE)), LINKS) for _ in range(n)]
    named = [any(name != "none" for name in world.counted()) for world in worlds]
    # the normal law is used for skew counts: up to three times the level at a mean of two cases a cell and period
    assert sum(named) <= bounds(n, 0.15)[1]
    cells = np.concatenate([world.trend[rng.choice(SIDE * SIDE, 4, replace=False)] != 0 for world in worlds])
    low, high = bounds(cells.size, 0.05)
    assert low / 2 <= cells.sum() <= high


@few_without_jit
def test_trends_of_scores_that_look_a_step_back_are_found_too_often():
    # why the trend is taken from scores of single periods
    rng = np.random.default_rng(24)
    found = []
    for _ in range(20 * TIMES):
        z = space_time_g(rng.poisson(2, (12, SIDE * SIDE)).astype(float), LINKS, 1)
        found += [*(np.abs(mann_kendall(z)[rng.choice(SIDE * SIDE, 10, replace=False)]) > 1.96)]
    assert np.mean(found) > 0.08
