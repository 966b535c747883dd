"""The statistics of the count room beside SciPy's, in one process: the same numbers first, then the seconds."""

from __future__ import annotations

import numpy as np

from bench.ledger import alone, beside, best

ROWS = 200_000


def main() -> None:
    """Measure and print."""
    from scipy.stats import chi2, poisson_means_test

    from tongket.count.aoristic import aoristic_week
    from tongket.count.intervals import garwood, poisson_interval
    from tongket.count.rate_tests import e_test

    rng = np.random.default_rng(1)
    counts = rng.integers(0, 2000, ROWS)
    few = counts[:2000]

    def scipy_interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return chi2.ppf(0.025, 2 * values) / 2, chi2.ppf(0.975, 2 * values + 2) / 2

    assert np.allclose(garwood(few).upper, scipy_interval(few)[1])
    plain = e_test.__wrapped__
    assert abs(plain(574, 365, 606, 365) - poisson_means_test(574, 365, 606, 365).pvalue) < 1e-6
    begin = np.datetime64("2021-12-15", "m") + rng.integers(0, 525_600, ROWS)
    end = begin + rng.integers(0, 14_000, ROWS)
    beside(
        f"interval of {ROWS:,} counts",
        best(lambda: poisson_interval(counts)),
        "scipy chi2",
        best(lambda: scipy_interval(counts), 3),
        None,
        "ends equal to 1e-5 of them",
    )
    beside(
        "E-test, 574 against 606",
        best(lambda: plain(574, 365, 606, 365), 20),
        "scipy",
        best(lambda: poisson_means_test(574, 365, 606, 365), 20),
        3,
        "p-values equal to 1e-6",
    )
    alone(f"weekday and hour of {ROWS:,} intervals", best(lambda: aoristic_week(begin, end)))


if __name__ == "__main__":
    main()
