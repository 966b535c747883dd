import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import watch_knox
from tongket.watch import knox, roles
from tongket.watch.grid_cells import grid_cells
from tongket.watch.kernels.compiling import jit_disabled

# multiples of 50 m in a small place, so that distances meet the edges of bands and points coincide
events = st.lists(
    st.tuples(
        st.integers(-8, 8).map(lambda v: v * 50.0), st.integers(-8, 8).map(lambda v: v * 50.0), st.integers(0, 40)
    ),
    min_size=1,
    max_size=40,
)
metrics = st.sampled_from(["manhattan", "euclidean"])


def columns(rows):
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


@given(rows=events, metric=metrics, closed=st.sampled_from(["left", "right"]))
def test_bands_agree_with_looking_at_every_pair(rows, metric, closed):
    space, time = (0, 100, 200, 400), (0, 7, 14, 28)
    bands = watch_knox.left_closed if closed == "left" else watch_knox.right_closed
    comp = knox(*columns(rows), closed=closed, metric=metric, same_place=False, n_permutations=0)
    assert comp.observed.tolist() == watch_knox.knox_table(rows, bands(space), bands(time), metric)


@given(rows=events, metric=metrics, part=st.sampled_from([0.0, 0.25]))
def test_same_place_and_same_day_have_their_own_row_and_column(rows, metric, part):
    # a part of a day, so that times are compared as fractions as well
    parts = [(x, y, t + part * (i % 3)) for i, (x, y, t) in enumerate(rows)]
    whole = [(x, y, np.floor(t)) for x, y, t in parts]
    space = [lambda v: v == 0, lambda v: 0 < v < 100, lambda v: 100 <= v < 400]
    time = [lambda v: v < 1, lambda v: 1 <= v < 7, lambda v: 7 <= v < 14]
    comp = knox(
        *columns(parts),
        space_breaks=(0, 100, 400),
        time_breaks=(0, 7, 14),
        metric=metric,
        same_day=True,
        n_permutations=0,
    )
    assert comp.observed.tolist() == watch_knox.knox_table(whole, space, time, metric)
    assert comp.space_bands == ("0", "(0,100)", "[100,400)")
    assert comp.time_bands == ("0", "[1,7)", "[7,14)")


@given(rows=events, metric=metrics)
def test_roles_agree_with_looking_at_every_pair(rows, metric):
    comp = roles(*columns(rows), within_metres=150, within_days=7, metric=metric)
    ref = [watch_knox.role(rows, i, 150, 7, metric) for i in range(len(rows))]
    assert [str(one) for one in comp] == ref


@given(rows=events, shift=st.integers(-3, 3))
def test_where_the_origin_lies_does_not_matter(rows, shift):
    x, y, t = columns(rows)
    here = knox(x, y, t, n_permutations=20, seed=3)
    there = knox(x + 50.0 * shift, y - 50.0 * shift, t + shift, n_permutations=20, seed=3)
    np.testing.assert_array_equal(here.observed, there.observed)
    np.testing.assert_allclose(here.exact_mean, there.exact_mean)


def some_events(n=300, seed=1):
    n = min(n, 40) if jit_disabled() else n  # thousands of times slower there
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 1500, n), rng.uniform(0, 1500, n), rng.integers(0, 90, n)


@pytest.mark.parametrize("closed", ["left", "right"])
@pytest.mark.parametrize("part", [0.0, 0.25])
def test_the_mean_of_permutations_is_the_exact_mean(closed, part):
    x, y, t = some_events()
    result = knox(x, y, t + part * (t % 4), closed=closed, n_permutations=999)
    error = result.permuted.std(axis=0) / np.sqrt(999)
    assert np.all(np.abs(result.mean - result.exact_mean) <= 4 * error + 1e-9)


@pytest.mark.skipif(jit_disabled(), reason="300 tables take minutes without the compiler")
def test_permuted_tables_spread_as_tables_of_permuted_times_do():
    x, y, t = some_events(120)
    rng = np.random.default_rng(0)
    plain = [knox(x, y, rng.permutation(t), n_permutations=0).observed[1:, :] for _ in range(300)]
    result = knox(x, y, t, n_permutations=300)
    ratio = result.permuted[:, 1:, :].std(axis=0) / np.std(plain, axis=0)
    assert np.all((ratio > 0.8) & (ratio < 1.25))


@pytest.mark.parametrize("threads", ["1", "2", "3"])
def test_the_number_of_threads_changes_nothing(threads, monkeypatch):
    monkeypatch.setenv("TONGKET_THREADS", threads)
    assert os.environ["TONGKET_THREADS"] == threads
    result = knox(*some_events(), n_permutations=150, seed=5)
    monkeypatch.setenv("TONGKET_THREADS", "1")
    np.testing.assert_array_equal(result.permuted, knox(*some_events(), n_permutations=150, seed=5).permuted)


def test_fewer_permutations_are_the_first_of_more():
    few, many = (knox(*some_events(80), n_permutations=n, seed=5).permuted for n in (10, 140))
    np.testing.assert_array_equal(few, many[:10])


@given(rows=events)
def test_every_near_pair_is_in_some_range_of_its_earlier_point(rows):
    x, y, _ = columns(rows)
    cells = grid_cells(x, y, 200.0)
    place = np.argsort(cells.order)
    for a in range(x.size):
        for b in range(a):
            if np.hypot(x[a] - x[b], y[a] - y[b]) <= 200:
                first, second = sorted((place[a], place[b]))
                ranges = cells.neighbours[cells.cell[first]]
                assert any(start <= second < end for start, end in ranges)
