import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import watch_scan
from tongket.watch import ScanSettings, scan_permutation, scan_poisson, scan_replicates, scan_zones
from tongket.watch.clusters import find_candidates
from tongket.watch.kernels.compiling import jit_disabled
from tongket.watch.scan_replicates import Draws, Replicates, ScanJob
from tongket.watch.scan_statistics import permutation_job, poisson_job

FEW = 8 if jit_disabled() else 30
MANY = 30 if jit_disabled() else 300  # several batches for each thread
PERIODS, PLACES = 5, 6

# corners of a small grid, so that many distances are equal; some places coincide
places = st.lists(
    st.tuples(st.integers(0, 4).map(lambda v: v * 500.0), st.integers(0, 4).map(lambda v: v * 500.0)),
    min_size=PLACES,
    max_size=PLACES,
)
tables = st.lists(
    st.lists(st.integers(0, 4), min_size=PLACES, max_size=PLACES), min_size=PERIODS, max_size=PERIODS
).filter(lambda rows: sum(map(sum, rows)) > 1)
populations = st.lists(
    st.lists(st.integers(1, 50), min_size=PLACES, max_size=PLACES), min_size=PERIODS, max_size=PERIODS
)
chosen = st.builds(
    ScanSettings,
    max_share=st.sampled_from([0.3, 0.5, 1.0]),
    max_radius_km=st.sampled_from([None, 0.5, 1.0]),
    max_periods=st.sampled_from([1, 3, None]),
    min_cases=st.integers(1, 3),
    ellipses=st.sampled_from([(), ((2.0, 3),)]),
    compactness=st.sampled_from([0.0, 0.5, 1.0]),
    split_ties=st.booleans(),
)


def ref_best(rows, mean, where, weights, wanted, prospective):
    found = watch_scan.zones(
        where,
        weights,
        max_share=wanted.max_share,
        max_km=math.inf if wanted.max_radius_km is None else wanted.max_radius_km,
        shapes=((1.0, 1), *wanted.ellipses),
        split=wanted.split_ties,
    )
    spans = watch_scan.windows(PERIODS, wanted.longest(PERIODS), prospective)
    return watch_scan.best_cylinders(
        rows, mean, found, spans, min_cases=wanted.min_cases, compactness=wanted.compactness
    )


def columns(where):
    return np.array(where).T


def same_best(job: ScanJob, ref):
    comp = {one.centre: one.statistic for one in find_candidates(job)[0]}
    assert comp == pytest.approx({centre: value for centre, (value, *_) in ref.items()}, rel=1e-9)


@settings(max_examples=FEW)
@given(where=places, rows=tables, wanted=chosen, prospective=st.booleans())
def test_permutation_scan_agrees_with_looking_at_every_cylinder(where, rows, wanted, prospective):
    job = permutation_job(*columns(where), np.array(rows), wanted, prospective)
    weights = [sum(row[j] for row in rows) for j in range(PLACES)]
    same_best(job, ref_best(rows, watch_scan.permutation_means(rows), where, weights, wanted, prospective))


@settings(max_examples=FEW)
@given(where=places, rows=tables, persons=populations, wanted=chosen, prospective=st.booleans(), fixed=st.booleans())
def test_poisson_scan_agrees_with_looking_at_every_cylinder(where, rows, persons, wanted, prospective, fixed):
    persons = [persons[0]] * PERIODS if fixed else persons
    given_persons = np.array(persons[0] if fixed else persons)
    job = poisson_job(*columns(where), np.array(rows), given_persons, wanted, prospective)
    weights = [sum(row[j] for row in persons) for j in range(PLACES)]
    same_best(job, ref_best(rows, watch_scan.poisson_means(rows, persons), where, weights, wanted, prospective))


@settings(max_examples=FEW)
@given(where=places, rows=tables, wanted=chosen, prospective=st.booleans())
def test_clusters_hold_what_they_say_and_share_no_place(where, rows, wanted, prospective):
    result = scan_permutation(*columns(where), rows, settings=wanted, prospective=prospective, n_replicates=0)
    mean = watch_scan.permutation_means(rows)
    total = sum(map(sum, rows))
    for one in result.clusters:
        members = one.locations.tolist()
        inside = [row[j] for row in rows[one.first_period : one.last_period + 1] for j in members]
        assert one.observed == sum(inside)
        assert one.expected == pytest.approx(mean(members, one.first_period, one.last_period))
        assert one.llr == pytest.approx(watch_scan.log_ratio(one.observed, one.expected, total))
        assert one.radius_km <= (math.inf if wanted.max_radius_km is None else wanted.max_radius_km)
        assert one.last_period == PERIODS - 1 or not prospective
    everywhere = [j for one in result.clusters for j in one.locations.tolist()]
    assert len(everywhere) == len(set(everywhere))


def drawn_tables(job: ScanJob, seeds):
    """Return the cases of replicates, by period as the job counts them and location."""
    drawn, offsets = Draws(job)(seeds)
    tables = np.zeros((seeds.size, *job.cases.shape), dtype=int)
    for r in range(seeds.size):
        for t in range(job.shares.size):
            np.add.at(tables[r, t], drawn[r, offsets[r, t] : offsets[r, t + 1]], 1)
    return tables


@settings(max_examples=FEW // 2)
@given(where=places, rows=tables, wanted=chosen, prospective=st.booleans())
def test_replicates_are_permutations_and_their_best_is_the_best(where, rows, wanted, prospective):
    job = permutation_job(*columns(where), np.array(rows), wanted, prospective)
    replicates = Replicates(job, 7)
    maxima = replicates.maxima(3, None, 0.0, lambda done, total: None)
    tables = drawn_tables(job, scan_replicates.replicate_seeds(7, 3, "scan"))
    weights = [sum(row[j] for row in rows) for j in range(PLACES)]
    mean = watch_scan.permutation_means(rows)
    for table, best in zip(tables, maxima, strict=True):
        np.testing.assert_array_equal(table.sum(axis=1), job.cases.sum(axis=1))
        assert (table.sum(axis=0) <= weights).all()
        whole = np.zeros((PERIODS, PLACES), dtype=int)
        whole[PERIODS - len(table) :] = table[::-1] if prospective else table
        # the cases of periods that no window reaches do not matter, but their number does
        whole[0, 0] += sum(weights) - whole.sum()
        ref = ref_best(whole.tolist(), mean, where, weights, wanted, prospective)
        assert best == pytest.approx(max((value for value, *_ in ref.values()), default=0.0), rel=1e-9)


@settings(max_examples=FEW // 2)
@given(where=places, rows=tables, persons=populations, wanted=chosen)
def test_the_best_of_poisson_replicates_is_the_best(where, rows, persons, wanted):
    job = poisson_job(*columns(where), np.array(rows), np.array(persons), wanted, False)
    maxima = Replicates(job, 7).maxima(3, None, 0.0, lambda done, total: None)
    weights = [sum(row[j] for row in persons) for j in range(PLACES)]
    mean = watch_scan.poisson_means(rows, persons)
    for table, best in zip(drawn_tables(job, scan_replicates.replicate_seeds(7, 3, "scan")), maxima, strict=True):
        assert table.sum() == job.total
        ref = ref_best(table.tolist(), mean, where, weights, wanted, False)
        assert best == pytest.approx(max((value for value, *_ in ref.values()), default=0.0), rel=1e-9)


def some_cases(n=40, periods=20, mean=0.3, seed=1):
    n = 12 if jit_disabled() else n
    rng = np.random.default_rng(seed)
    counts = rng.poisson(mean, (periods, n))
    counts[-2:, 0] += 2  # a little more, so that the best cluster is neither certain nor nothing
    return rng.uniform(0, 5000, n), rng.uniform(0, 5000, n), counts


def bytes_of(result):
    clusters = [(c.locations.tolist(), c.llr, c.p_value, c.p_gumbel) for c in result.clusters]
    return repr(clusters), result.maxima.tobytes()


@pytest.mark.parametrize("threads", ["2", "3"])
@pytest.mark.parametrize("scan", ["permutation", "poisson"])
def test_the_number_of_threads_changes_nothing(threads, scan, monkeypatch):
    def run():
        if scan == "permutation":
            return scan_permutation(*some_cases(), n_replicates=MANY, stop_after=MANY // 4, seed=5)
        return scan_poisson(*some_cases(), np.arange(1, some_cases()[0].size + 1), n_replicates=MANY, seed=5)

    monkeypatch.setenv("TONGKET_THREADS", "1")
    alone = bytes_of(run())
    monkeypatch.setenv("TONGKET_THREADS", threads)
    assert bytes_of(run()) == alone


def test_fewer_replicates_are_the_first_of_more():
    few, many = (scan_permutation(*some_cases(), n_replicates=n, seed=5).maxima for n in (10, MANY))
    np.testing.assert_allclose(few, many[:10], rtol=1e-12)


def test_sampling_that_stops_early_is_the_beginning_of_all_of_it():
    whole = scan_permutation(*some_cases(), n_replicates=MANY, seed=5)
    early = scan_permutation(*some_cases(), n_replicates=MANY, stop_after=MANY // 15, seed=5)
    best = early.clusters[0].statistic
    assert early.stopped_early
    np.testing.assert_allclose(early.maxima, whole.maxima[: early.n_replicates], rtol=1e-12)
    assert (early.maxima >= best - 1e-9).sum() == MANY // 15
    assert early.maxima[-1] >= best - 1e-9
    assert early.clusters[0].p_value == MANY // 15 / early.n_replicates


def test_zones_in_many_parts_are_those_in_one(monkeypatch):
    wanted = ScanSettings(ellipses=((2.0, 3),))
    whole = scan_permutation(*some_cases(), settings=wanted, n_replicates=MANY, seed=5)
    monkeypatch.setattr(scan_zones, "_MOST_MEMBERS", 50)
    monkeypatch.setattr(scan_zones, "_MOST_DISTANCES", 100)
    parts = scan_permutation(*some_cases(), settings=wanted, n_replicates=MANY, seed=5)
    assert parts.n_zones == whole.n_zones
    assert bytes_of(parts) == bytes_of(whole)


def test_large_counts_are_added_as_small_ones_are(monkeypatch):
    small = scan_permutation(*some_cases(), n_replicates=MANY, seed=5)
    monkeypatch.setattr(scan_replicates, "_MOST_OF_SHORT", 0)
    assert bytes_of(scan_permutation(*some_cases(), n_replicates=MANY, seed=5)) == bytes_of(small)


@given(shift=st.integers(-3, 3), turned=st.booleans())
@settings(max_examples=8)
def test_where_the_origin_lies_and_where_north_is_does_not_matter(shift, turned):
    x, y, counts = some_cases()
    here = scan_permutation(x, y, counts, n_replicates=20, seed=3)
    moved = (-y, x) if turned else (x, y)
    there = scan_permutation(moved[0] + 512.0 * shift, moved[1] - 512.0 * shift, counts, n_replicates=20, seed=3)
    assert [c.locations.tolist() for c in there.clusters] == [c.locations.tolist() for c in here.clusters]
    np.testing.assert_allclose(there.maxima, here.maxima)
