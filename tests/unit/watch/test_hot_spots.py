"""The map in one call, and what the hot spots refuse."""

import numpy as np
import pytest

import tongket.watch as watch
from tongket.model.errors import UsageError
from tongket.watch import Grid, Neighbours, hot_spot_map
from tongket.watch.hot_spots_map import JUDGED
from tongket.watch.kernels.compiling import jit_disabled
from tongket.watch.projection import Projection

SQUARE = [[0, 0], [2000, 0], [2000, 2000], [0, 2000]]


def events(n=1500, seed=1):
    """A fifth of the events in a spot of 200 m around (500, 500), the others anywhere in 2 km."""
    rng = np.random.default_rng(seed)
    n = min(n, 250) if jit_disabled() else n
    x, y = rng.uniform(0, 2000, (2, n))
    hot = rng.random(n) < 0.2
    x[hot], y[hot] = (500 + rng.normal(0, 60, int(hot.sum())) for _ in range(2))
    return x, y, rng.integers(0, 365, n)


def the_map(**options):
    few = {"n_permutations": 99} if jit_disabled() else {}
    return hot_spot_map(*events(), outline=[SQUARE], cell=100, bandwidth=300, **{**few, **options})


def test_a_map_finds_the_spot_and_says_how_well_such_maps_did():
    found = the_map()
    assert found.held_out_from == found.last_day + 1 - min(91, (found.last_day + 1 - found.first_day) / 4)
    if not jit_disabled():
        first = found.spots[0]
        assert np.hypot(first.x - 500, first.y - 500) < 80
        assert first.observed > 5 * first.expected
        assert first.p_value < 0.05
        assert found.polygons[0].n_events > 150
        assert np.hypot(found.polygons[0].x - 500, found.polygons[0].y - 500) < 80
    names = [one.name for one in found.accuracy]
    assert list(dict.fromkeys(names)) == list(JUDGED)
    assert [one.share for one in found.accuracy[:3]] == [0.01, 0.02, 0.05]
    best = max(found.accuracy, key=lambda one: one.pai)
    assert 5 < best.pai <= best.best_pai * (1 + 1e-9)
    assert found.emerging is not None


def test_the_table_of_a_map_has_one_value_for_each_cell():
    found = the_map(maps=["counts"])
    table = found.columns()
    assert {values.shape for values in table.values()} == {(found.grid.n_cells,)}
    assert table["count"].sum() == found.counts.n_events
    assert set(table["pattern"]) <= {"none", "hot", "cold"}
    names = dict(found.parameters)
    assert (names["cell_m"], names["bandwidth_m"], names["neighbours"]) == ("100", "300", "queen")
    assert list(names) == sorted(names)


def test_the_same_seed_gives_the_same_map(monkeypatch):
    shown = []
    for threads in ("1", "2"):
        monkeypatch.setenv("TONGKET_THREADS", threads)
        found = the_map(maps=["counts", "kde_gaussian"])
        shown.append((found.local.p_value.tobytes(), found.density.density.tobytes(), found.accuracy))
    assert shown[0] == shown[1]


def test_outlines_come_in_degrees():
    projection = Projection(105.78, 10.03)
    found = the_map(maps=["counts"])
    for place in (*found.spots, *found.polygons):
        outline = place.outline(projection)
        assert len(outline) >= 4
        assert all(105.77 < longitude < 105.81 and 10.02 < latitude < 10.06 for longitude, latitude in outline)


def test_dates_are_taken_and_steps_are_told():
    x, y, day = events(200)
    told = []
    dates = np.datetime64("2022-01-01") + day.astype("timedelta64[D]")
    found = hot_spot_map(
        x, y, dates, cell=200, maps=["counts"], n_permutations=99, progress=lambda *now: told.append(now)
    )
    assert found.first_day == (dates.min() - np.datetime64("1970-01-01")) / np.timedelta64(1, "D")
    assert told == [(k, 6) for k in range(1, 7)]


def test_a_few_days_have_no_courses_and_no_judgement():
    x, y, day = events(60)
    found = hot_spot_map(x, y, day % 5, cell=200, n_permutations=99, held_out_days=0)
    assert found.emerging is None
    assert found.accuracy == ()


def test_places_outside_the_study_area_are_left_out():
    x, y, day = events(300)
    half = [[0, 0], [1000, 0], [1000, 2000], [0, 2000]]
    found = hot_spot_map(x, y, day, outline=[half], cell=100, maps=["counts"], n_permutations=99)
    assert found.grid.n_cells == 200
    assert found.counts.n_events == (x < 1000).sum()
    assert found.n_outside == (x >= 1000).sum()
    assert found.grid.locate([1500.0], [10.0])[0] == -1


def test_the_grid_has_a_hundred_and_fifty_cells_along_its_shorter_side():
    grid = Grid.over([0, 30_000], [0, 40_000])
    assert (grid.cell, grid.columns, grid.rows) == (200, 151, 201)
    assert Grid.over([0, 10], [0, 10]).cell == 10
    assert Grid.over([0, 1], [0, 3000]).cell == 10


def test_half_of_the_events_lie_in_one_cell_of_four():
    grid = Grid(0, 0, 1, np.ones((2, 2), bool))
    counts = watch.rank_counts([0.5] * 5 + [1.5, 0.5, 1.5, 1.5], [0.5] * 5 + [0.5, 1.5, 1.5, 1.5], grid)
    assert counts.share_of_cells_holding(0.5) == 0.25
    assert counts.share_of_cells_holding(1) == 1
    assert counts.expected_share.sum() == pytest.approx(1)
    assert counts.rank.tolist() == [1, 3, 3, 2]
    assert np.isnan(watch.rank_counts([], [], grid).share_of_cells_holding(0.5))


def test_surfaces_without_events_are_flat():
    grid = Grid(0, 0, 1, np.ones((3, 3), bool))
    for options in ({}, {"kernel": "gaussian", "bandwidth": 2.0}, {"adaptive": True}, {"edge": "uniform"}):
        surface = watch.kde([], [], grid, **options)
        assert surface.density.tolist() == [0.0] * 9
        assert np.isnan(surface.expected_share).all()
        assert not surface.hot_cells().any()
    assert watch.density_polygons([], [], eps=1, min_cases=1) == ()


def test_hot_cells_hold_three_times_the_mean():
    grid = Grid(0, 0, 1, np.ones((9, 9), bool))
    surface = watch.kde([4.5] * 3, [4.5] * 3, grid, bandwidth=1.5)
    assert surface.hot_cells().reshape(9, 9)[4, 4]
    # heights of the quartic: 1 in the middle, 0.31 at the four sides, 0.01 at the corners; mean over 81 cells 0.03
    assert surface.hot_cells().sum() == 5


GRID = Grid(0, 0, 1, np.ones((3, 3), bool))
LINKS = Neighbours.of([[1], [0], [0]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Grid(0, 0, 0, np.ones((1, 1), bool)), "positive side"),
        (lambda: Grid(0, 0, 1, np.zeros((1, 1), bool)), "at least one"),
        (lambda: Grid.over([], []), "got neither"),
        (lambda: Grid.over([0, 1], [0]), "as long as each other"),
        (lambda: Grid.over([np.nan], [0]), "must all be known"),
        (lambda: Grid.over([0, 1e6], [0, 1e6], cell=1), "fifty million|at most"),
        (lambda: Grid.over([0], [0], cell=-1), "must be positive"),
        (lambda: watch.rank_counts([0], [0], GRID).share_of_cells_holding(0), "share must lie"),
        (lambda: watch.kde([0], [0], GRID, kernel="triangle"), "kernel must be one of"),
        (lambda: watch.kde([0], [0], GRID, edge="mirror"), "edge must be one of"),
        (lambda: watch.kde([0], [0], GRID, bandwidth=0), "bandwidth must be positive"),
        (lambda: watch.kde([0], [0], GRID, adaptive=True, edge="uniform"), "adaptive surface"),
        (lambda: watch.kde([0], [0], GRID, weights=[-1]), "not negative"),
        (lambda: watch.dense_clusters([0], [0], eps=0, min_cases=1), "must be positive"),
        (lambda: watch.grid_neighbours(GRID, "bishop"), "queen or rook"),
        (lambda: watch.nearest_neighbours([0, 1], [0, 1], 2), "between 1 and 1"),
        (lambda: watch.band_neighbours([0, 1], [0, 1], 0), "must be positive"),
        (lambda: Neighbours.of([[0]]), "other places"),
        (lambda: Neighbours.of([[1, 1], []]), "named once"),
        (lambda: Neighbours.of([[1], []], [[1.0, 2.0], []]), "must have a weight"),
        (lambda: Neighbours.of([[1], []], [[-1.0], []]), "not negative"),
        (lambda: watch.local_g([1, 2], LINKS), "one value for each of 3"),
        (lambda: watch.local_g([1, 2, np.nan], LINKS), "must all be known"),
        (lambda: watch.local_g([1, 2, 3], LINKS, draws="none"), "shared or independent"),
        (lambda: watch.local_g([1, 2, 3], LINKS, n_permutations=0), "one at least"),
        (lambda: watch.local_g([1, 2, 3], LINKS, alternative="both"), "alternative must be"),
        (lambda: watch.local_g([1, 2, 3], LINKS, correction="holm"), "correction must be"),
        (lambda: watch.local_moran([1, 2, 3], LINKS, divisor="n+1"), "divisor must be"),
        (lambda: watch.local_g([1, 2, 3], LINKS, population=[1, 0, 1]), "must be positive"),
        (lambda: watch.standardised_rates([1, 2], [1]), "as long as each other"),
        (lambda: watch.fdr_cutoff([0.1], 0), "alpha must lie"),
        (lambda: watch.fdr_cutoff([0.1], method="holm"), "method must be"),
        (lambda: watch.emerging_hot_spots(np.ones((9, 3)), LINKS), "10 periods at least"),
        (lambda: watch.emerging_hot_spots(np.ones((10, 2)), LINKS), "3 cells on axis 1"),
        (lambda: watch.emerging_hot_spots(np.ones((10, 3)), LINKS, steps_back=10), "fewer than the periods"),
        (lambda: watch.emerging_hot_spots(np.ones((10, 3)), LINKS, correction="holm"), "correction must be"),
        (lambda: watch.predictive_accuracy({"m": [1]}, [1, 2]), "score for each of 2"),
        (lambda: watch.predictive_accuracy({"m": [1]}, [1], sizes=[0]), "sizes must be positive"),
        (lambda: watch.predictive_accuracy({"m": [1]}, [1], sizes=[1, 2]), "same places"),
        (lambda: watch.predictive_accuracy({"m": [1]}, [1], shares=[0]), "shares must lie"),
        (lambda: hot_spot_map([1] * 3, [1] * 3, [1] * 3), "10 events"),
        (lambda: hot_spot_map([1] * 30, [1] * 30, [1] * 30, maps=["moon"]), "maps among"),
        (lambda: hot_spot_map([1] * 3, [1] * 3, [1] * 2), "known day"),
    ],
)
def test_refused(call, message):
    with pytest.raises(UsageError, match=message):
        call()
