"""The first call of each kind in a fresh process, small input, compiled code in the cache: imports and loading.

One thread does nearly all of it, so CPU seconds are what a free machine needs; they are judged: wall time also
holds whatever else runs.
"""

from __future__ import annotations

from bench.harness import run_python
from bench.ledger import alone

START = "import numpy as np; r = np.random.default_rng(1); c = r.poisson(3.0, (416, 20)).astype(float); "
PLACES = START + "x, y = r.uniform(0, 5000, (2, 1000)); day = r.integers(0, 365, 1000); "
GRID = PLACES + "from tongket.watch import Grid; g = Grid(0.0, 0.0, 100.0, np.ones((50, 50), dtype=bool)); "
CALLS = {
    "ears": START + "from tongket.watch import ears; ears(c, method='C2')",
    "farrington": START
    + "from tongket.watch import farrington;"
    + " farrington(c, dates=np.datetime64('2015-01-05') + 7 * np.arange(416), periods=[415])",
    "cusum": START + "from tongket.watch import cusum; cusum(c, 3.0)",
    "glr_cusum": START + "from tongket.watch import glr_cusum; glr_cusum(c, 3.0)",
    "knox": PLACES + "from tongket.watch import knox; knox(x, y, day, n_permutations=99)",
    "scan_permutation": PLACES
    + "from datetime import date; from tongket.watch import scan_permutation, tabulate_cases, ScanSettings;"
    + " t = tabulate_cases(x, y, np.datetime64('2023-01-01') + day, start=date(2023, 1, 1), end=date(2023, 12, 31),"
    + " cell=500.0); scan_permutation(t.x, t.y, t.counts, settings=ScanSettings(max_periods=28), n_replicates=99)",
    "kde": GRID + "from tongket.watch import kde; kde(x, y, g, kernel='gaussian')",
    "local_g": GRID + "from tongket.watch import local_g, grid_neighbours; local_g(g.counts(x, y), grid_neighbours(g))",
    "hot_spot_map": PLACES + "from tongket.watch import hot_spot_map; hot_spot_map(x, y, day)",
}
RUNS = 4


def main() -> None:
    """Run each once, so that its code lies in the cache, then take the least of several."""
    for name, code in CALLS.items():
        taken = [run_python(code) for _ in range(1 + RUNS)][1:]
        wall, cpu, peak = (min(each[i] for each in taken) for i in range(3))
        alone(f"first call of {name}, small case", (wall, cpu), cpu_below=2, peak_mb=peak)


if __name__ == "__main__":
    main()
