import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.reference import watch_hot_spots as plain
from tongket.watch import (
    Grid,
    Neighbours,
    adjusted_p_values,
    band_neighbours,
    fdr_cutoff,
    grid_neighbours,
    local_draws,
    local_g,
    local_moran,
    local_statistics,
    nearest_neighbours,
    standardised_rates,
)
from tongket.watch.kernels import neighbour_draws as kernels
from tongket.watch.kernels.compiling import jit_disabled
from tongket.watch.seeds import replicate_seeds

few = settings(max_examples=25)


@st.composite
def linked_places(draw, least=4, most=9):
    """Values of places, who is whose neighbour, and weights, some equal."""
    n = draw(st.integers(least, most))
    values = draw(st.lists(st.integers(0, 6).map(float), min_size=n, max_size=n))
    lists = [
        sorted(draw(st.sets(st.integers(0, n - 1).filter(lambda j, i=i: j != i), max_size=n - 2))) for i in range(n)
    ]
    weights = [[draw(st.sampled_from([0.5, 1.0, 2.0])) for _ in row] for row in lists]
    return values, lists, weights


def defined(values, star, i):
    others = values if star else values[:i] + values[i + 1 :]
    return max(others) > min(others)


@few
@given(places=linked_places(), star=st.booleans(), weighted=st.booleans())
def test_g_agrees_with_its_formula(places, star, weighted):
    values, lists, weights = places
    weights = weights if weighted else [[1.0] * len(row) for row in lists]
    comp = local_g(values, Neighbours.of(lists, weights if weighted else None), star=star, n_permutations=9).statistic
    for i, row in enumerate(lists):
        full = len(row) + star == len(values) - (not star) and not weighted
        if not row or not defined(values, star, i) or full:
            assert np.isnan(comp[i])
        else:
            assert comp[i] == pytest.approx(plain.g_score(values, lists, weights, i, star), abs=1e-9)


@few
@given(places=linked_places(), divisor=st.sampled_from(["n", "n-1"]))
def test_moran_agrees_with_its_formula(places, divisor):
    values, lists, _ = places
    comp = local_moran(values, Neighbours.of(lists), divisor=divisor, n_permutations=9).statistic
    for i, row in enumerate(lists):
        if not row or max(values) == min(values):
            assert np.isnan(comp[i])
        else:
            assert comp[i] == pytest.approx(plain.moran(values, lists, i, divisor), abs=1e-9)


@few
@given(places=linked_places(), weighted=st.booleans(), seed=st.integers(0, 50))
def test_shared_draws_agree_with_looking_through_every_draw(places, weighted, seed):
    values, lists, weights = places
    weights = weights if weighted else [[1.0] * len(row) for row in lists]
    comp = local_g(values, Neighbours.of(lists, weights if weighted else None), n_permutations=40, seed=seed)
    draws = np.empty((40, max(len(row) for row in lists) + 1), dtype=np.int32)
    if draws.shape[1] == 1:
        return
    kernels.shared_draws(len(values), replicate_seeds(seed, 40, "local shared"), draws)
    for i, row in enumerate(lists):
        if row and not np.isnan(comp.statistic[i]):
            high, low = plain.ranks_in_draws(values, lists, weights, i, draws.tolist())
            assert comp.p_high[i] == pytest.approx((1 + high) / 41)
            assert comp.p_low[i] == pytest.approx((1 + low) / 41)


@pytest.mark.parametrize("draws", ["shared", "independent"])
@pytest.mark.parametrize("weighted", [False, True])
def test_p_values_agree_with_every_way_to_deal_the_values_out(draws, weighted):
    values = [0.0, 1.0, 1.0, 2.0, 5.0, 7.0, 3.0]
    lists = [[1, 2], [0, 2, 3], [0, 1], [1, 4], [3, 5], [4], [1, 2, 4, 5]]
    weights = [[1.0 + 0.5 * (j % 2) * weighted for j in row] for row in lists]
    n = 300 if jit_disabled() else 20_000
    comp = local_g(values, Neighbours.of(lists, weights), draws=draws, n_permutations=n)
    for i, row in enumerate(lists):
        null = np.array(plain.all_sums(values, weights[i], i))
        own = sum(values[j] * w for j, w in zip(row, weights[i], strict=True))
        for p, exact in ((comp.p_high[i], (null >= own - 1e-9).mean()), (comp.p_low[i], (null <= own + 1e-9).mean())):
            low, high = stats.binom.ppf([1e-5, 1 - 1e-5], n, exact)
            assert low <= round(p * (n + 1)) - 1 <= high


def test_z_scores_are_standardised_by_what_permutations_do():
    rng = np.random.default_rng(2)
    values = rng.poisson(3, 40).astype(float)
    near = nearest_neighbours(*rng.uniform(0, 100, (2, 40)), k=5)
    comp = local_moran(values, near, n_permutations=9)
    sums = np.array([[rng.choice(np.delete(values, i), 5, replace=False).sum() for _ in range(400)] for i in range(40)])
    own = near.sums(values)
    # the sign turns with the place's own value, because a low place among low ones is alike too
    ref = np.sign(values - values.mean()) * (own - sums.mean(axis=1)) / sums.std(axis=1)
    np.testing.assert_allclose(comp.z_score, ref, atol=0.45)
    assert stats.linregress(ref, comp.z_score).slope == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize("draws", ["shared", "independent"])
def test_the_number_of_threads_changes_no_bit(draws, monkeypatch):
    rng = np.random.default_rng(4)
    side = 6 if jit_disabled() else 40
    for module in (local_draws, local_statistics):
        monkeypatch.setattr(module, "FEW_PLACES", 0)
    near = grid_neighbours(Grid(0, 0, 1, np.ones((side, side), bool)))
    values = rng.poisson(1, side * side)
    found = []
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("TONGKET_THREADS", threads)
        found.append(local_g(values, near, draws=draws, n_permutations=99).p_value.tobytes())
    assert found[0] == found[1] == found[2]


def test_progress_is_told():
    rng = np.random.default_rng(4)
    told = []
    near = grid_neighbours(Grid(0, 0, 1, np.ones((5, 5), bool)))
    for draws in ("shared", "independent"):
        local_g(rng.poisson(1, 25), near, draws=draws, n_permutations=9, progress=lambda *now: told.append(now))
    assert told == [(25, 25), (25, 25)]


@few
@given(mask=st.lists(st.booleans(), min_size=30, max_size=30), kind=st.sampled_from(["queen", "rook"]))
def test_touching_cells_agree_with_looking_around_each(mask, kind):
    inside = np.array(mask).reshape(5, 6)
    if not inside.any():
        return
    grid = Grid(0, 0, 10, inside)
    near = grid_neighbours(grid, kind)
    ref = plain.touching([divmod(int(cell), 6) for cell in grid.cells], kind)
    assert [near.index[a:b].tolist() for a, b in zip(near.start, near.start[1:], strict=False)] == ref


@few
@given(
    points=st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=4, max_size=25, unique=True),
    metres=st.floats(5, 60),
)
def test_near_places_agree_with_measuring_every_distance(points, metres):
    x, y = (np.array(column) for column in zip(*points, strict=True))
    band = band_neighbours(x, y, metres)
    assert [band.index[a:b].tolist() for a, b in zip(band.start, band.start[1:], strict=False)] == plain.within_band(
        points, metres
    )
    three = nearest_neighbours(x, y, 3)
    for i, row in enumerate(plain.nearest(points, 3)):
        own = [math.dist(points[i], points[j]) for j in three.index[three.start[i] : three.start[i + 1]]]
        assert sorted(own) == pytest.approx([math.dist(points[i], points[j]) for j in row])


def test_nearest_places_at_one_spot_leave_the_place_itself_out():
    near = nearest_neighbours([0, 0, 0, 0, 9], [0, 0, 0, 0, 9], 2)
    assert all(i not in near.index[near.start[i] : near.start[i + 1]] for i in range(5))
    assert near.cardinality.tolist() == [2] * 5


@few
@given(rows=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 500)), min_size=2, max_size=12))
def test_standardised_rates_agree_with_their_formula(rows):
    events, population = ([float(v) for v in column] for column in zip(*rows, strict=True))
    np.testing.assert_allclose(
        standardised_rates(events, population), plain.standardised_rates(events, population), atol=1e-9
    )


@given(
    p=st.lists(st.integers(1, 40).map(lambda k: k / 200), min_size=1, max_size=30), alpha=st.sampled_from([0.05, 0.2])
)
def test_places_named_agree_with_the_rule(p, alpha):
    named = plain.named_by_fdr(p, alpha)
    cutoff = fdr_cutoff(p, alpha)
    assert {i for i, value in enumerate(p) if value <= cutoff} == named
    assert {i for i, value in enumerate(adjusted_p_values(p)) if value <= alpha + 1e-12} == named


@given(p=st.lists(st.floats(0.001, 1), min_size=1, max_size=30))
def test_adjusted_p_values_agree_with_scipy(p):
    np.testing.assert_allclose(adjusted_p_values(p), stats.false_discovery_control(p))
    with_gap = adjusted_p_values([*p, math.nan])
    np.testing.assert_allclose(with_gap[:-1], stats.false_discovery_control(p))
    assert np.isnan(with_gap[-1])


def test_castro_and_singers_cut_is_never_nothing():
    assert fdr_cutoff([0.5, 0.6], 0.05) == 0
    assert fdr_cutoff([0.5, 0.6], 0.05, "castro_singer") == 0.025
    assert fdr_cutoff([0.01, 0.6], 0.05, "castro_singer") == 0.025
    assert fdr_cutoff([], 0.05) == 0


def test_quadrants_are_numbered_as_in_esda():
    grid = Grid(0, 0, 1, np.ones((12, 12), bool))
    values = np.zeros((12, 12))
    values[:5, :5] = 9
    values[2, 2] = 0  # low among high
    values[9, 9] = 9  # high among low
    comp = local_moran(values.ravel(), grid_neighbours(grid), correction="none")
    pattern = comp.pattern.reshape(12, 12)
    assert (pattern[1, 1], pattern[2, 2]) == ("high_high", "low_high")
    assert comp.code.reshape(12, 12)[1, 1] == 1
    hot = local_g(values.ravel(), grid_neighbours(grid))
    assert hot.pattern.reshape(12, 12)[1, 1] == "hot"
    assert hot.cutoff > 0
    assert dict(hot.parameters)["neighbours"] == "queen"


def test_many_neighbours_are_drawn_as_few_are():
    # over 24 neighbours places are drawn from a pool that is shuffled in part
    rng = np.random.default_rng(8)
    near = nearest_neighbours(*rng.uniform(0, 1, (2, 40)), k=30)
    values, n = rng.poisson(2, 40).astype(float), 200 if jit_disabled() else 20_000
    found = [local_g(values, near, draws=draws, n_permutations=n).p_high for draws in ("shared", "independent")]
    middle = (found[0] + found[1]) / 2
    assert np.all(np.abs(found[0] - found[1]) <= 5 * np.sqrt(2 * middle * (1 - middle) / n) + 2 / n)


def test_places_without_any_neighbour_are_not_judged():
    lonely = Neighbours.of([[], [], []], [[], [], []])
    assert lonely.equal_weights.all()
    for found in (local_g([1, 2, 3], lonely), local_moran([1, 2, 3], lonely, row_standardised=False)):
        assert np.isnan(found.p_value).all()
        assert found.cutoff == 0
        assert not found.significant.any()
