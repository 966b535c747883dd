"""The statistics of the count room beside SciPy's, in one process: the same numbers first, then the seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

ROWS = 200_000


def _seconds(work: Callable[[], object]) -> float:
    found = []
    for _ in range(5):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return sorted(found)[2]


def _line(name: str, ours: Callable[[], object], peer: Callable[[], object] | None = None) -> str:
    mine = _seconds(ours)
    if peer is None:
        return f"{name:44}{1000 * mine:>10.2f} ms"
    other = _seconds(peer)
    return f"{name:44}{1000 * mine:>10.2f} ms{1000 * other:>12.2f} ms{other / mine:>9.1f} x"


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
    print(f"{'':44}{'tongket':>13}{'SciPy':>15}{'ratio':>11}")
    print(_line(f"interval of {ROWS:,} counts", lambda: poisson_interval(counts), lambda: scipy_interval(counts)))
    print(
        _line(
            "E-test, 574 against 606",
            lambda: plain(574, 365, 606, 365),
            lambda: poisson_means_test(574, 365, 606, 365),
        )
    )
    print(_line(f"weekday and hour of {ROWS:,} intervals", lambda: aoristic_week(begin, end)))


if __name__ == "__main__":
    main()
