import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import watch_hot_spots as plain
from tongket.watch import Grid, dense_clusters, density_polygons, kde, rank_counts
from tongket.watch import density_binning as binning
from tongket.watch.density_rings import cells_ring, ring_area
from tongket.watch.hot_spots_grid import within
from tongket.watch.kernels.compiling import jit_disabled

SIDE = 50.0
# a place inside the grid of 7 by 6 cells below, seldom on a border of cells
inside_x, inside_y = st.floats(0.5, 349.0), st.floats(0.5, 299.0)
events = st.lists(st.tuples(inside_x, inside_y), min_size=1, max_size=12)
masks = st.lists(st.booleans(), min_size=42, max_size=42).map(lambda flags: np.array(flags).reshape(6, 7))
few = settings(max_examples=25)


def grid_of(mask):
    return Grid(0.0, 0.0, SIDE, mask)


def columns(rows):
    return np.array([x for x, _ in rows], dtype=float), np.array([y for _, y in rows], dtype=float)


def kept(rows, mask):
    return [(x, y) for x, y in rows if (c := plain.cell_of(x, y, 0, 0, SIDE, 6, 7)) and mask[c]]


@given(rows=st.lists(st.tuples(st.integers(-1, 15), st.integers(-1, 13)), max_size=20), mask=masks)
def test_counts_agree_with_looking_at_every_event(rows, mask):
    if not mask.any():
        return
    # halves of a cell, so that events lie on borders
    rows = [(x * 25.0, y * 25.0) for x, y in rows]
    comp = rank_counts(*columns(rows), grid_of(mask))
    ref = plain.counts(rows, 0, 0, SIDE, mask.tolist())
    assert comp.count.tolist() == list(ref.values())
    assert comp.n_events == sum(ref.values())
    assert comp.n_events + comp.n_outside == len(rows)
    assert sorted(ref.values(), reverse=True) == comp.count[comp.order].tolist()
    assert comp.rank.tolist() == [1 + sum(other > own for other in ref.values()) for own in ref.values()]


@few
@given(
    rows=events,
    mask=masks,
    name=st.sampled_from(["quartic", "gaussian"]),
    edge=st.sampled_from(["diggle", "uniform", "none"]),
    width=st.sampled_from([60.0, 110.0]),
)
def test_densities_agree_with_summing_every_kernel(rows, mask, name, edge, width):
    rows = kept(rows, mask)
    if not rows:
        return
    weights = [1.0 + 0.5 * (i % 3) for i in range(len(rows))]
    comp = kde(*columns(rows), grid_of(mask), kernel=name, bandwidth=width, edge=edge, weights=weights, exact=True)
    ref = plain.density(rows, [width] * len(rows), weights, 0, 0, SIDE, mask.tolist(), name, edge)
    np.testing.assert_allclose(comp.density, list(ref.values()), rtol=1e-9, atol=1e-9)


@few
@given(rows=events, mask=masks, name=st.sampled_from(["quartic", "gaussian"]))
def test_adaptive_densities_agree_with_summing_every_kernel(rows, mask, name):
    rows = kept(rows, mask)
    if not rows:
        return
    comp = kde(*columns(rows), grid_of(mask), kernel=name, bandwidth=90.0, adaptive=True, exact=True)
    frame = (0, 0, SIDE, mask.tolist())
    ones = [1.0] * len(rows)
    pilot = plain.density(rows, [90.0] * len(rows), ones, *frame, name, "diggle")
    ref = plain.density(rows, plain.own_widths(rows, pilot, 90.0, *frame), ones, *frame, name, "diggle")
    np.testing.assert_allclose(comp.density, list(ref.values()), rtol=1e-9, atol=1e-9)


@few
@given(rows=events, mask=masks, edge=st.sampled_from(["diggle", "uniform", "none"]), cells=st.sampled_from([2.0, 4.0]))
def test_binned_gaussians_come_near_the_exact_sum(rows, mask, edge, cells):
    if not kept(rows, mask):
        return
    settings_ = {"kernel": "gaussian", "bandwidth": cells * SIDE, "edge": edge}
    binned, exact = (kde(*columns(rows), grid_of(mask), exact=how, **settings_) for how in (False, True))
    # where a point lies between middles changes what sharing out widens: by 1/12 of a squared cell either way
    assert np.abs(binned.density - exact.density).max() <= 0.04 * (2 / cells) ** 2 * exact.density.max()
    assert binned.n_events == exact.n_events


@given(rows=events, mask=masks)
def test_binned_gaussians_with_diggles_edge_lose_and_make_no_event(rows, mask):
    if not kept(rows, mask):
        return
    comp = kde(*columns(rows), grid_of(mask), kernel="gaussian", bandwidth=120.0)
    assert comp.density.sum() * comp.grid.cell_km2 == pytest.approx(comp.n_events, rel=1e-5)


def city(n=4000, seed=3):
    rng = np.random.default_rng(seed)
    n = min(n, 300) if jit_disabled() else n
    centres = rng.uniform(0, 3000, (12, 2))
    return (centres[rng.integers(0, 12, n)] + rng.normal(0, 250, (n, 2))).clip(0, 2999).T


def test_linear_binning_without_its_correction_is_several_times_as_far_from_the_exact_sum():
    x, y = city()
    grid = Grid.over(x, y, cell=75)
    exact = kde(x, y, grid, kernel="gaussian", bandwidth=225, edge="none", exact=True).density
    near = kde(x, y, grid, kernel="gaussian", bandwidth=225, edge="none").density
    wide = kde(x, y, grid, kernel="gaussian", bandwidth=math.hypot(225, 75 / math.sqrt(6)), edge="none").density
    assert np.abs(near - exact).max() < 5e-3 * exact.max()
    assert np.abs(wide - exact).max() > 3 * np.abs(near - exact).max()


def test_an_even_spread_comes_out_even_up_to_the_border():
    # an event in the middle of every cell
    grid = Grid(
        0.0, 0.0, SIDE, within(*Grid(0.0, 0.0, SIDE, np.ones((16, 16), bool)).centres(), [DISC]).reshape(16, 16)
    )
    x, y = grid.centres()
    for name in ("quartic", "gaussian"):
        for edge in ("uniform", "none"):
            comp = kde(x, y, grid, kernel=name, bandwidth=150.0, edge=edge).density / (1 / grid.cell_km2)
            spread = np.ptp(comp)
            assert spread < 2e-3 if edge == "uniform" else spread > 0.3


DISC = 400 + 380 * np.array([[math.cos(a), math.sin(a)] for a in np.linspace(0, 2 * math.pi, 40, endpoint=False)])


@pytest.mark.parametrize("careful", [False, True])
def test_sorting_by_bands_and_cutting_into_parts_change_no_figure(careful, monkeypatch):
    x, y = city()
    grid = Grid.over(x, y, cell=20)
    weight = np.linspace(0.5, 1.5, x.size) if careful else None
    results = []
    for many, large, part in ((10**9, 10**9, 10**9), (10**9, 10**9, 100), (1, 1, 1)):
        monkeypatch.setattr(binning, "_MANY_EVENTS", many)
        monkeypatch.setattr(binning, "_LARGE_TABLE", large)
        monkeypatch.setattr(binning, "_EVENTS_OF_A_PART", part)
        monkeypatch.setattr(binning, "_BAND_BYTES", 10_000)
        edge = "diggle" if careful else "none"
        results.append(kde(x, y, grid, kernel="gaussian", bandwidth=60, weights=weight, edge=edge))
    for one in results[1:]:
        assert one.n_events == results[0].n_events
        np.testing.assert_allclose(one.density, results[0].density, atol=2e-4 * results[0].density.max())


@pytest.mark.parametrize(
    "options", [{}, {"kernel": "gaussian"}, {"adaptive": True}, {"kernel": "gaussian", "edge": "uniform"}]
)
def test_the_number_of_threads_changes_no_bit(options, monkeypatch):
    x, y = city()
    grid = Grid.over(x, y, cell=60)
    monkeypatch.setattr(binning, "_EVENTS_OF_A_PART", 500)
    found = []
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("TONGKET_THREADS", threads)
        found.append(kde(x, y, grid, **options).density.tobytes())
    assert found[0] == found[1] == found[2]


spots = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=40)


@given(rows=spots, eps=st.sampled_from([10.0, 15.0, 25.0]), least=st.integers(1, 5))
def test_clusters_agree_with_growing_them_one_by_one(rows, eps, least):
    # multiples of ten metres, so that distances meet the limit and events coincide
    rows = [(x * 10.0, y * 10.0) for x, y in rows]
    assert dense_clusters(*columns(rows), eps=eps, min_cases=least).tolist() == plain.dbscan(rows, eps, least)


@settings(max_examples=30)
@given(rows=spots, concave=st.booleans())
def test_every_outline_holds_its_events_with_room_to_spare(rows, concave):
    rows = [(x * 10.0, y * 10.0) for x, y in rows]
    x, y = columns(rows)
    places = density_polygons(x, y, eps=15.0, min_cases=2, concave=concave)
    cluster = dense_clusters(x, y, eps=15.0, min_cases=2)
    assert [place.members.tolist() for place in places] == [
        np.flatnonzero(cluster == k).tolist() for k in range(cluster.max() + 1)
    ]
    for place in places:
        u, v = x[place.members], y[place.members]
        assert within(u, v, [place.ring]).all()
        assert ring_area(place.ring) >= math.pi * 4.5**2  # counter-clockwise, and never a line
        corners = np.hypot(place.ring[:, 0, None] - u, place.ring[:, 1, None] - v)
        assert corners.min() > 4.5  # a corner within two metres of an address would point at it


def test_a_concave_outline_follows_a_bend_that_a_convex_one_cuts_off():
    angle = np.linspace(0, 1.4 * math.pi, 60)
    x, y = 500 * np.cos(angle), 500 * np.sin(angle)
    bent, full = (density_polygons(x, y, eps=60, min_cases=3, concave=how)[0] for how in (True, False))
    assert bent.km2 < 0.3 * full.km2
    assert not within(np.zeros(1), np.zeros(1), [bent.ring])[0]
    assert within(np.zeros(1), np.zeros(1), [full.ring])[0]


@given(mask=masks)
def test_borders_of_cells_hold_their_area(mask):
    if not mask.any():
        return
    from scipy.ndimage import binary_fill_holes, label

    parts, n = label(mask)
    rings = cells_ring(mask, 100.0, -50.0, SIDE)
    # a ring runs around a part and what it encloses, but goes in where a gap is open at a corner
    ref = sorted(int(binary_fill_holes(parts == k, np.ones((3, 3))).sum()) for k in range(1, n + 1))
    assert len(rings) == n
    assert sorted(round(ring_area(ring) / SIDE**2) for ring in rings) == ref
    grid = Grid(100.0, -50.0, SIDE, np.ones((6, 7), bool))
    assert (within(*grid.centres(), rings) >= mask.ravel()).all() or n > 1


@given(rows=spots, x=st.floats(-5, 130), y=st.floats(-5, 130))
def test_inside_a_ring_agrees_with_counting_crossings(rows, x, y):
    rings = [[(float(a * 10), float(b * 10)) for a, b in rows]]
    comp = within(np.array([x]), np.array([y]), [np.array(ring) for ring in rings])[0]
    assert comp == plain.is_within(x, y, rings)


@pytest.mark.parametrize("weighted", [False, True])
def test_events_off_the_grid_are_left_out_of_every_surface(weighted):
    x, y = np.array([-5.0, 30.0, 200.0, 1e6, 351.0, 120.0]), np.array([20.0, -1.0, 150.0, 10.0, 20.0, 299.9])
    weights = np.arange(1.0, 7.0) if weighted else None
    grid = grid_of(np.ones((6, 7), bool))
    for edge in ("none", "diggle"):
        found = kde(x, y, grid, kernel="gaussian", bandwidth=80, edge=edge, weights=weights)
        alone = kde(
            x[[2, 5]],
            y[[2, 5]],
            grid,
            kernel="gaussian",
            bandwidth=80,
            edge=edge,
            weights=None if weights is None else weights[[2, 5]],
        )
        assert (found.n_events, found.n_outside) == (2, 4)
        np.testing.assert_array_equal(found.density, alone.density)


def test_a_dense_place_knows_its_density():
    (place,) = density_polygons([0.0, 1.0, 2.0], [0.0, 1.0, 0.0], eps=100, min_cases=3)
    assert place.density == pytest.approx(3 / place.km2)
    assert ring_area(np.zeros((2, 2))) == 0
