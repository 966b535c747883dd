import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.reference import watch_hot_spots as plain
from tongket.watch import Grid, Neighbours, emerging_hot_spots, grid_neighbours, predictive_accuracy
from tongket.watch.accuracy_measures import named_part
from tongket.watch.emerging_classes import TRUTH_TABLE, classes, course, mann_kendall, space_time_g

few = settings(max_examples=25)
LISTS = [[1], [0, 2, 3], [1], [1, 4], [3]]


@few
@given(counts=st.lists(st.integers(0, 5), min_size=55, max_size=55), steps=st.integers(0, 2))
def test_scores_over_space_and_time_agree_with_their_formula(counts, steps):
    table = np.array(counts, dtype=float).reshape(11, 5)
    if np.ptp(table) == 0:
        assert np.isnan(space_time_g(table, Neighbours.of(LISTS), steps)).all()
        return
    comp = space_time_g(table, Neighbours.of(LISTS), steps)
    ref = [[plain.space_time_g(table.tolist(), LISTS, t, i, steps) for i in range(5)] for t in range(11)]
    np.testing.assert_allclose(comp, ref, atol=1e-9)


@given(series=st.lists(st.integers(0, 4), min_size=3, max_size=15))
def test_trends_agree_with_counting_every_pair(series):
    comp = mann_kendall(np.array(series, dtype=float)[:, None])[0]
    assert comp == pytest.approx(plain.mann_kendall(series), abs=1e-12)


def test_trends_agree_with_kendalls_tau():
    rng = np.random.default_rng(5)
    series = np.round(rng.normal(0, 2, (20, 30)) + np.linspace(0, 2, 20)[:, None])
    comp = mann_kendall(series)
    for column, own in zip(series.T, comp, strict=True):
        s = sum(np.sign(b - a) for a, b in itertools.combinations(column, 2))
        p = stats.kendalltau(np.arange(20), column, method="asymptotic").pvalue
        # scipy makes no correction for continuity
        continuous = np.sign(s) * stats.norm.isf(p / 2)
        assert own == pytest.approx(continuous * (abs(s) - 1) / abs(s) if s else 0.0, rel=1e-6)


states = st.lists(st.sampled_from([-1, 0, 1]), min_size=10, max_size=13)


@given(state=states | states.map(lambda s: [1] * 9 + s[:3]) | states.map(sorted), trend=st.sampled_from([-1, 0, 1]))
def test_classes_agree_with_telling_them_apart_in_words(state, trend):
    comp = classes(np.array(state, dtype=np.int8)[:, None], np.array([trend], dtype=np.int8))
    assert comp[0] == plain.course_name(state, trend)


def test_every_course_meets_one_row_of_the_truth_table():
    met = {rule.name: 0 for rule in TRUTH_TABLE}
    for hot in itertools.product([False, True], repeat=10):
        for trend in (-1, 0, 1):
            for cold in (False, True):
                history = np.array(hot)[:, None]
                opposite = np.zeros((10, 1), bool)
                free = np.flatnonzero(~history[:, 0])
                opposite[free[:1]] = cold
                facts = course(history, opposite, np.array([trend], dtype=np.int8))
                rows = [
                    rule.name
                    for rule in TRUTH_TABLE
                    if all(getattr(rule, k) is None or getattr(rule, k) == v[0] for k, v in facts.items())
                ]
                assert len(rows) == 1
                met[rows[0]] += 1
    assert min(met.values()) > 0


def test_a_place_that_heats_up_is_found_and_named():
    rng = np.random.default_rng(6)
    grid = Grid(0, 0, 1, np.ones((12, 12), bool))
    counts = rng.poisson(1.0, (12, 144)).reshape(12, 12, 12)
    counts[:, 2:5, 2:5] += rng.poisson(np.linspace(3, 14, 12)[:, None, None], (12, 3, 3))
    counts[-1, 8:11, 8:11] += 12
    result = emerging_hot_spots(counts.reshape(12, -1), grid_neighbours(grid))
    kind = result.kind.reshape(12, 12)
    assert kind[3, 3] == "intensifying_hot"
    assert kind[9, 9] == "new_hot"
    assert result.counted()["none"] > 90


scored = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 6), st.sampled_from([0.5, 1.0, 2.0])), min_size=1, max_size=20
)


@given(places=scored, share=st.sampled_from([0.01, 0.1, 0.5, 1.0]))
def test_accuracy_agrees_with_filling_the_share_place_by_place(places, share):
    scores, events, sizes = ([float(v) for v in column] for column in zip(*places, strict=True))
    (comp,) = predictive_accuracy({"map": scores}, events, sizes=sizes, shares=[share])
    hit = plain.captured(scores, events, sizes, share)
    best = plain.captured([e / s for e, s in zip(events, sizes, strict=True)], events, sizes, share)
    assert comp.captured == pytest.approx(hit)
    if sum(events):
        assert comp.pai == pytest.approx(hit / sum(events) / share)
        assert comp.pei == pytest.approx(hit / best)
        assert comp.pei <= 1 + 1e-9
        assert comp.ppai == pytest.approx(hit / sum(events) / share**0.5)
    assert named_part(np.array(scores), np.array(sizes), share) @ sizes == pytest.approx(share * sum(sizes))


@given(places=scored, seed=st.integers(0, 99))
def test_the_order_of_places_decides_nothing(places, seed):
    order = np.random.default_rng(seed).permutation(len(places))
    scores, events, sizes = (np.array(column, dtype=float) for column in zip(*places, strict=True))
    here = predictive_accuracy({"map": scores}, events, sizes=sizes)
    there = predictive_accuracy({"map": scores[order]}, events[order], sizes=sizes[order])
    for a, b in zip(here, there, strict=True):
        assert a.captured == pytest.approx(b.captured)


def test_indices_of_a_map_made_by_hand():
    # ten places of 1 km², 20 % of them named: 30 of 50 later events, 40 of 80 earlier ones
    scores, later = [40, 39, 1, 0, 0, 0, 0, 0, 0, 0], [20, 10, 15, 5, 0, 0, 0, 0, 0, 0]
    earlier = [20, 20, 10, 10, 10, 10, 0, 0, 0, 0]
    (comp,) = predictive_accuracy({"map": scores}, later, earlier=earlier, shares=[0.2], penalty=0.9)
    assert comp.size == pytest.approx(2)
    assert comp.hit_rate == pytest.approx(0.6)
    assert comp.pai == pytest.approx(3.0)
    assert comp.best_pai == pytest.approx(3.5)
    assert comp.pei == pytest.approx(30 / 35)
    assert comp.ppai == pytest.approx(0.6 / 0.2**0.9)
    assert comp.rri == pytest.approx(79 / 80 * 50 / 30)
    assert comp.recapture == pytest.approx(3.0 / 2.5)


def test_scores_that_are_no_expectation_have_no_rri():
    (comp,) = predictive_accuracy({"z": [-1.0, 2.0, np.nan]}, [1, 2, 0], shares=[0.5])
    assert np.isnan(comp.rri)
    assert comp.captured == pytest.approx(2.5)
