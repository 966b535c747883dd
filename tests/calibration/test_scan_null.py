"""P-values of scans on data without clusters. Small here; the nightly run takes TONGKET_CALIBRATION times as many."""

import os
from functools import cache

import numpy as np
import pytest
from scipy import stats

from tongket.watch import ScanSettings, scan_permutation, scan_poisson
from tongket.watch.kernels.compiling import jit_disabled

TIMES = int(os.environ.get("TONGKET_CALIBRATION", "1"))
N, REPLICATES = 200 * TIMES, 199

pytestmark = pytest.mark.skipif(jit_disabled(), reason="hundreds of scans take hours without the compiler")


def permuted(rng, seed):
    """Cases that crowd in places and in weeks, but not in both together."""
    places, periods = rng.gamma(0.7, 1, 30), rng.gamma(3, 1, 26)
    counts = rng.poisson(np.outer(periods, places) * 300 / (places.sum() * periods.sum()))
    x, y = np.random.default_rng(1).uniform(0, 9000, (2, 30))
    settings = ScanSettings(max_periods=4)
    return scan_permutation(x, y, counts, settings=settings, n_replicates=REPLICATES, seed=seed)


def against_population(rng, seed):
    x, y = np.random.default_rng(1).uniform(0, 9000, (2, 30))
    population = np.random.default_rng(2).gamma(0.7, 1, (12, 30)) + 0.01
    counts = rng.multinomial(400, (population / population.sum()).ravel()).reshape(12, 30)
    return scan_poisson(x, y, counts, population, n_replicates=REPLICATES, seed=seed)


@cache
def best_of_each(scan):
    """Return the p-values of the best cluster of each data set; both 1 where there is none."""
    rng = np.random.default_rng(21)
    found = [scan(rng, seed).clusters[:1] for seed in range(N)]
    return np.array([(one[0].p_value, one[0].p_gumbel) if one else (1.0, 1.0) for one in found]).T


@pytest.mark.parametrize("scan", [permuted, against_population])
def test_p_values_are_uniform_without_clusters(scan):
    p = best_of_each(scan)[0]
    # multiples of 1/200: spread evenly within their step before they are compared with the uniform law
    spread = p - np.random.default_rng(3).random(N) / (REPLICATES + 1)
    assert stats.kstest(spread, "uniform").pvalue > 1e-4
    for level in (0.05, 0.2):
        low, high = stats.binom.ppf([5e-5, 1 - 5e-5], N, level)
        assert low <= (p <= level).sum() <= high


@pytest.mark.parametrize("scan", [permuted, against_population])
def test_the_gumbel_tail_keeps_its_level(scan):
    p = best_of_each(scan)[1]
    # an approximation: half to twice the level
    high = stats.binom.ppf(1 - 5e-5, N, 0.05)
    assert (p <= 0.05).sum() <= 2 * high
    assert (p <= 0.05).sum() >= stats.binom.ppf(5e-5, N, 0.05) / 2
