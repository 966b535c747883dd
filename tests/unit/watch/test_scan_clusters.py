import math
from datetime import date

import numpy as np
import pytest
from scipy import stats

from tongket.watch import ELLIPSES, ScanSettings, scan_permutation, scan_poisson, scan_spatial
from tongket.watch.clusters import gumbel_p, monte_carlo_p
from tongket.watch.kernels.compiling import jit_disabled
from tongket.watch.kernels.scan_draws import draw_multinomial, draw_permuted, fill_alias, next_binomial
from tongket.watch.scan_zones import EARTH_RADIUS_KM

FEW = 9 if jit_disabled() else 99


def grid(side=5, step=1000.0):
    x, y = np.meshgrid(np.arange(side) * step, np.arange(side) * step)
    return x.ravel(), y.ravel()


def outbreak(places, periods=20, cases=6):
    """Return one case a period and place on a grid, and more in some places during the last two periods."""
    counts = np.ones((periods, 25), dtype=int)
    counts[-2:, places] += cases
    return counts


def test_an_outbreak_put_in_is_found():
    result = scan_permutation(
        *grid(), outbreak([0, 1, 5]), days=np.datetime64("2024-03-01") + np.arange(21), n_replicates=FEW
    )
    best = result.clusters[0]
    assert sorted(best.locations) == [0, 1, 5]
    assert (best.start, best.end) == (date(2024, 3, 19), date(2024, 3, 20))
    assert (best.first_period, best.last_period) == (18, 19)
    assert best.observed == 3 * 2 * 7
    assert best.radius_km == 1.0
    assert best.p_value == 1 / (FEW + 1)
    assert best.recurrence_interval_days == FEW + 1
    assert (result.n_cases, result.n_locations, result.n_periods, result.n_windows) == (536, 25, 20, 10)


def test_an_outbreak_of_the_past_is_found_only_in_hindsight():
    counts = outbreak([12])[::-1].copy()
    forward = scan_permutation(*grid(), counts, n_replicates=0)
    back = scan_permutation(*grid(), counts, prospective=False, n_replicates=FEW)
    assert all(one.first_period > 1 for one in forward.clusters)
    assert (back.clusters[0].first_period, back.clusters[0].last_period) == (0, 1)
    assert back.clusters[0].recurrence_interval_days is None
    assert back.n_windows == sum(min(10, 20 - first) for first in range(20))


def test_a_rise_everywhere_is_no_cluster_to_permutations_but_is_one_to_a_population():
    counts = np.ones((20, 25), dtype=int)
    counts[-1] = 3
    assert scan_permutation(*grid(), counts, n_replicates=0).clusters == ()
    assert scan_poisson(*grid(), counts, np.ones(25), prospective=True, n_replicates=0).clusters


def test_a_long_outbreak_is_found_by_an_ellipse_and_the_penalty_tells_against_it():
    row = [5, 6, 7, 8, 9]
    circle, plain, strict = (
        scan_permutation(*grid(), outbreak(row), settings=settings, n_replicates=0).clusters[0]
        for settings in (
            ScanSettings(),
            ScanSettings(ellipses=ELLIPSES),
            ScanSettings(ellipses=ELLIPSES, compactness=1.0),
        )
    )
    assert sorted(circle.locations) != row
    assert sorted(plain.locations) == row
    assert plain.shape > 1
    assert plain.angle_degrees == 0
    assert plain.axes_km == (2.0, 2.0 / plain.shape)
    assert plain.statistic == plain.llr
    assert strict.statistic == pytest.approx(strict.llr * 4 * strict.shape / (strict.shape + 1) ** 2)


def test_ties_join_together_when_asked_to():
    # 11 is the western neighbour of 12
    one_by_one, together = (
        scan_permutation(*grid(), outbreak([11, 12]), settings=ScanSettings(split_ties=split), n_replicates=0)
        for split in (True, False)
    )
    assert sorted(one_by_one.clusters[0].locations) == [11, 12]
    # a circle about 11 or 12 that holds the other one holds all its neighbours
    assert len(together.clusters[0].locations) in (1, 4, 5)


def test_circles_may_grow_from_other_centres():
    result = scan_permutation(*grid(), outbreak([7, 12]), centres=[[2000.0, 1500.0]], n_replicates=0)
    assert sorted(result.clusters[0].locations) == [7, 12]
    assert (result.clusters[0].centre, result.clusters[0].x, result.clusters[0].y) == (0, 2000.0, 1500.0)
    assert result.clusters[0].radius_km == 0.5
    assert len(result.clusters) == 1


def test_no_cluster_passes_its_limits():
    counts = outbreak(list(range(10)))
    wanted = ScanSettings(max_radius_km=1.0, max_share=0.2, max_periods=1)
    for one in scan_permutation(*grid(), counts, settings=wanted, n_replicates=0).clusters:
        assert one.radius_km <= 1.0
        assert counts[:, one.locations].sum() <= 0.2 * counts.sum()
        assert one.first_period == one.last_period


def test_degrees_are_measured_on_the_sphere():
    result = scan_spatial(
        [105.0, 105.0],
        [10.0, 11.0],
        [9, 9],
        [1, 20],
        settings=ScanSettings(great_circle=True, max_share=1),
        n_replicates=0,
    )
    assert result.clusters[0].locations.tolist() == [0]
    whole = scan_spatial(
        [105.0, 105.0, 0.0],
        [10.0, 11.0, 0.0],
        [9, 9, 1],
        [1, 1, 20],
        settings=ScanSettings(great_circle=True),
        n_replicates=0,
    )
    assert whole.clusters[0].radius_km == pytest.approx(EARTH_RADIUS_KM * math.radians(1))


def test_the_relative_risk_compares_inside_with_outside():
    one = scan_spatial([0.0, 9e6], [0.0, 0.0], [30, 10], [100, 300], n_replicates=0).clusters[0]
    assert one.relative_risk == pytest.approx((30 / 100) / (10 / 300))
    assert one.expected == pytest.approx(10)


def test_without_cases_there_are_no_clusters():
    assert scan_permutation(*grid(), np.zeros((5, 25)), n_replicates=FEW).clusters == ()


def test_the_share_of_replicates_that_reach_a_statistic():
    maxima = np.array([1.0, 2.0, 3.0, 4.0])
    assert monte_carlo_p(maxima, 3.0, False) == 3 / 5
    assert monte_carlo_p(maxima, 3.0, True) == 2 / 4
    assert monte_carlo_p(maxima, 3.0 + 1e-12, False) == 3 / 5  # the same but for rounding
    assert math.isnan(monte_carlo_p(np.zeros(0), 3.0, False))


def test_the_tail_is_that_of_a_gumbel_law():
    maxima = np.random.default_rng(1).gumbel(5.0, 1.3, 500)
    scale = maxima.std(ddof=1) * math.sqrt(6) / math.pi
    law = stats.gumbel_r(maxima.mean() - np.euler_gamma * scale, scale)
    for statistic in (4.0, 12.0, 30.0):
        assert gumbel_p(maxima, statistic) == pytest.approx(law.sf(statistic))
    assert math.isnan(gumbel_p(np.ones(1), 3.0))


@pytest.mark.parametrize(("n", "p"), [(0, 0.5), (7, 0.0), (7, 1.0), (20, 0.3), (1000, 0.02), (1000, 0.9)])
def test_binomial_counts_have_their_mean_and_variance(n, p):
    state = np.array([4], dtype=np.uint64)
    drawn = np.array([next_binomial(state, n, p) for _ in range(2000)])
    assert drawn.min() >= 0
    assert drawn.max() <= n
    assert abs(drawn.mean() - n * p) <= 4 * math.sqrt(n * p * (1 - p) / 2000)
    assert abs(drawn.var() - n * p * (1 - p)) <= 6 * math.sqrt(2 / 2000) * n * p * (1 - p) + 0.01


def test_places_are_drawn_as_often_as_they_expect():
    expected = np.array([[1.0, 0.0, 3.0, 6.0], [0.0, 0.0, 0.0, 0.0], [2.0, 2.0, 0.0, 0.0]])
    keep, other = np.empty(expected.shape), np.empty(expected.shape, dtype=np.int32)
    fill_alias(expected, keep, other)
    total, shares = 3000, expected.sum(axis=1) / expected.sum()
    drawn, offsets = np.empty((1, total), dtype=np.int32), np.empty((1, 4), dtype=np.int64)
    draw_multinomial(shares, keep, other, total, np.array([3], dtype=np.uint64), drawn, offsets)
    counts = np.array([np.bincount(drawn[0, offsets[0, t] : offsets[0, t + 1]], minlength=4) for t in range(3)])
    assert counts.sum() == total
    assert (counts[expected == 0] == 0).all()
    mean = total * expected / expected.sum()
    assert stats.chisquare(counts[expected > 0], mean[expected > 0]).pvalue > 0.001


def test_permuted_places_are_drawn_without_replacement():
    cases = np.repeat(np.arange(3, dtype=np.int32), [1, 2, 3])
    drawn = np.empty((400, 6), dtype=np.int32)
    draw_permuted(cases, np.arange(400, dtype=np.uint64), drawn)
    assert (np.sort(drawn, axis=1) == cases).all()
    first = np.bincount(drawn[:, 0], minlength=3)
    assert stats.chisquare(first, 400 * np.array([1, 2, 3]) / 6).pvalue > 0.001
