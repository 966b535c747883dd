"""Peak memory of each kind of detector in a fresh process as its input grows: in step with it, and no faster."""

from __future__ import annotations

from bench.harness import run_python
from bench.ledger import alone

START = "import numpy as np; from bench.watch.city import points, weekly_counts, mondays; import tongket.watch as w; "
PLACES = START + "x, y, day = points({n}); "
# what runs, in what its size is counted, and three sizes, each twice the one before
JOBS = {
    "farrington": (
        START + "w.farrington(weekly_counts({n}), dates=mondays(), periods=[415])",
        "series",
        (4_000, 8_000, 16_000),
    ),
    "knox": (
        PLACES + "w.knox(x, y, day, space_breaks=(0, 100, 200), time_breaks=(0, 7, 14), n_permutations=99)",
        "events",
        (100_000, 200_000, 400_000),
    ),
    "scan": (
        PLACES
        + "from datetime import date; d = np.datetime64('2023-01-01') + day;"
        + " t = w.tabulate_cases(x, y, d, start=date(2023, 1, 1), end=date(2023, 12, 31), cell=1500.0);"
        + " s = w.ScanSettings(max_periods=28, max_radius_km=2.0);"
        + " w.scan_permutation(t.x, t.y, t.counts, settings=s, n_replicates=99)",
        "cases",
        (100_000, 200_000, 400_000),
    ),
    "kde": (
        PLACES + "g = w.Grid(0.0, 0.0, 20.0, np.ones((1750, 2000), dtype=bool)); w.kde(x, y, g, kernel='gaussian')",
        "events",
        (1_000_000, 2_000_000, 4_000_000),
    ),
    "local_g": (
        START
        + "g = w.Grid(0.0, 0.0, 100.0, np.ones(({n} // 500, 500), dtype=bool));"
        + " w.local_g(np.random.default_rng(1).poisson(3.0, g.n_cells), w.grid_neighbours(g))",
        "cells",
        (100_000, 200_000, 400_000),
    ),
    "hot_spot_map": (PLACES + "w.hot_spot_map(x, y, day)", "events", (100_000, 200_000, 400_000)),
}
# MiB that growth may be off: what an allocator keeps, and tables whose size does not depend on the input
SLACK = 24.0


def main() -> None:
    """Run three sizes each; the second doubling may add twice what the first one added, and no more."""
    for name, (code, unit, sizes) in JOBS.items():
        found = [run_python(code.replace("{n}", str(n))) for n in sizes]
        peaks = [peak for _, _, peak in found]
        for n, (wall, cpu, peak) in zip(sizes[:-1], found[:-1], strict=True):
            alone(f"memory of {name}, {n} {unit}", (wall, cpu), peak_mb=peak)
        wall, cpu, peak = found[-1]
        most = peaks[1] + 2 * max(0.0, peaks[1] - peaks[0]) + SLACK
        note = "the goal is growth in step with the input, from the two sizes before"
        alone(f"memory of {name}, {sizes[-1]} {unit}", (wall, cpu), peak_mb=peak, mb_below=round(most), note=note)


if __name__ == "__main__":
    main()
