"""Scan statistics beside SaTScan where it is installed and pyscan-stats, and alone as the input grows."""

from __future__ import annotations

import csv
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from bench.ledger import Taken, alone, beside, least, without_peer
from bench.watch.city import points
from bench.watch.peers import python_with
from bench.watch.scan_satscan import NO_SATSCAN, run_satscan, satscan
from bench.watch.surges import timed
from tongket.watch import ScanResult, ScanSettings, ScanTable, scan_permutation, scan_spatial, tabulate_cases

REPLICATES, LONGEST = 999, 30
# pyscan-stats needs seconds for one scan; ten are run and the time is printed for each
PEER_SCANS, PLACES = 10, 1000
SPACING, STEP = 0.02, 0.01


def year_of(n_cases: int, cell: float) -> ScanTable:
    """Return a year of daily cases on a grid."""
    x, y, day = points(n_cases)
    first = np.datetime64("2023-01-01")
    return tabulate_cases(x, y, first + day, start=date(2023, 1, 1), end=date(2023, 12, 31), cell=cell)


def prospective(table: ScanTable, replicates: int = REPLICATES) -> ScanResult:
    """Scan the last thirty days in circles of up to half of all cases."""
    settings = ScanSettings(max_periods=LONGEST)
    return scan_permutation(table.x, table.y, table.counts, settings=settings, n_replicates=replicates)


def kept(work: Callable[[], ScanResult]) -> tuple[ScanResult, Taken]:
    """Return a result, and the least wall and CPU seconds of two runs."""
    found: list[ScanResult] = []
    taken = [timed(lambda: found.append(work())) for _ in range(2)]
    return found[0], least(taken)


def beside_satscan(program: str, name: str, table: ScanTable, goal: float) -> None:
    """Compare the most likely cluster and the replicates, then print times."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = run_satscan(program, table, LONGEST, REPLICATES, Path(folder))
    mine, taken = kept(lambda: prospective(table))
    best = mine.clusters[0]
    assert (round(best.llr, 6), best.observed) == (theirs.ratio, theirs.observed)
    ours, others = (np.quantile(maxima, [0.05, 0.5, 0.95]).round(2) for maxima in (mine.maxima, theirs.maxima))
    print(f"{name}: ratio {best.llr:.6f} equal to SaTScan's; 5, 50, 95 % of replicates {ours} against {others}")
    beside(name, taken, "SaTScan", (theirs.wall, theirs.cpu), goal, "most likely cluster and its ratio equal")


def beside_pyscan() -> None:
    """Compare the best circle about a grid of centres, then print times: space alone, with a population."""
    what = f"spatial scan, {PLACES} places, {REPLICATES} replicates"
    python = python_with("pyscan-stats", "pyscan")
    if python is None:
        return without_peer(what, None, "pyscan-stats", None, "it could not be installed")
    rng = np.random.default_rng(1)
    x, y = rng.random((2, PLACES))
    population = rng.integers(50, 200, PLACES)
    cases = rng.poisson(population * 0.02)
    cases[(x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.01] *= 2
    others = rng.multinomial(cases.sum(), population / population.sum(), PEER_SCANS - 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(zip(x, y, population, cases, *others, strict=True))
        script = Path(__file__).with_name("scan_pyscan.py")
        run = [python, str(script), str(path), str(SPACING), str(STEP)]
        printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    wall, cpu, ratio, cx, cy, radius = (float(word) for word in printed)
    # it begins its grid one step before the first place
    middles = [np.arange(v.min() - STEP, v.max() + STEP + SPACING, SPACING) for v in (x, y)]
    centres = np.stack(np.meshgrid(*middles), axis=-1).reshape(-1, 2) * 1000
    settings = ScanSettings(max_share=1.0, min_cases=1)
    mine, taken = kept(lambda: scan_spatial(x * 1000, y * 1000, cases, population, centres=centres, settings=settings))
    best = mine.clusters[0]
    np.testing.assert_allclose(
        [best.llr, best.x / 1000, best.y / 1000, best.radius_km], [ratio, cx, cy, radius], rtol=1e-6
    )
    scaled = wall / PEER_SCANS * (REPLICATES + 1), cpu / PEER_SCANS * (REPLICATES + 1)
    agreed = f"best circle of {len(centres)} centres and its ratio equal; peer scaled from {PEER_SCANS} scans"
    beside(what, taken, "pyscan-stats", scaled, None, agreed)
    return None


def by_itself(cell: int) -> None:
    """Note what a scan costs."""
    table = year_of(47_948, cell)
    result, taken = kept(lambda: prospective(table))
    cylinders = result.n_zones * result.n_windows
    each = f"{taken[1] * 1e9 / cylinders / (REPLICATES + 1):.3f} ns CPU a cylinder and replicate"
    alone(f"scan, {result.n_locations} places, {cylinders / 1e6:.2f} million cylinders", taken, note=each)


def main() -> None:
    """Compare, then time."""
    prospective(year_of(500, 4000), 9)  # loads the kernels
    program = satscan()
    for name, cell, goal in (("permutation scan, wards", 4000, 6), ("permutation scan, fine grid", 860, 7)):
        table = year_of(47_948, cell)
        if program is None:
            without_peer(name, kept(lambda table=table: prospective(table))[1], "SaTScan", goal, NO_SATSCAN)  # type: ignore[misc]
        else:
            beside_satscan(program, name, table, goal)
    beside_pyscan()
    for cell in (3440, 1720):
        by_itself(cell)


if __name__ == "__main__":
    main()
