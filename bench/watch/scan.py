"""Scan statistics beside SaTScan where it is installed and pyscan-stats, and alone as the input grows."""

from __future__ import annotations

import csv
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from bench.watch.city import points
from bench.watch.peers import python_with
from bench.watch.scan_satscan import run_satscan, satscan
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


def kept(work: Callable[[], ScanResult]) -> tuple[ScanResult, float, float]:
    """Return a result, wall and CPU seconds."""
    found: list[ScanResult] = []
    wall, cpu = timed(lambda: found.append(work()))
    return found[0], wall, cpu


def beside_satscan(program: str, name: str, table: ScanTable) -> None:
    """Compare the most likely cluster and the replicates, then print times."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = run_satscan(program, table, LONGEST, REPLICATES, Path(folder))
    mine, wall, cpu = kept(lambda: prospective(table))
    best = mine.clusters[0]
    assert (round(best.llr, 6), best.observed) == (theirs.ratio, theirs.observed)
    ours, others = (np.quantile(maxima, [0.05, 0.5, 0.95]).round(2) for maxima in (mine.maxima, theirs.maxima))
    print(f"{name}: ratio {best.llr:.6f} equal to SaTScan's; 5, 50, 95 % of replicates {ours} against {others}")
    print(
        f"  SaTScan {theirs.wall:.2f} s wall, {theirs.cpu:.2f} s CPU; tongket {wall:.2f} s wall, {cpu:.2f} s CPU;"
        f" ratio {theirs.wall / wall:.0f} wall, {theirs.cpu / cpu:.0f} CPU (goal 6 to 7)"
    )


def beside_pyscan() -> None:
    """Compare the best circle about a grid of centres, then print times: space alone, with a population."""
    python = python_with("pyscan-stats", "pyscan")
    if python is None:
        return
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
    mine, our_wall, our_cpu = kept(
        lambda: scan_spatial(x * 1000, y * 1000, cases, population, centres=centres, settings=settings)
    )
    best = mine.clusters[0]
    np.testing.assert_allclose(
        [best.llr, best.x / 1000, best.y / 1000, best.radius_km], [ratio, cx, cy, radius], rtol=1e-6
    )
    print(f"space alone, {len(centres)} centres, {PLACES} places: ratio {best.llr:.6f} and circle equal to pyscan's")
    wall, cpu = wall / PEER_SCANS * (REPLICATES + 1), cpu / PEER_SCANS * (REPLICATES + 1)
    print(
        f"  {REPLICATES} replicates: pyscan-stats {wall:.0f} s wall, {cpu:.0f} s CPU, scaled from {PEER_SCANS} scans;"
        f" tongket {our_wall:.2f} s wall, {our_cpu:.2f} s CPU;"
        f" ratio {wall / our_wall:.0f} wall, {cpu / our_cpu:.0f} CPU"
    )


def alone(name: str, table: ScanTable) -> None:
    """Print what a scan costs."""
    result, wall, cpu = kept(lambda: prospective(table))
    cylinders = result.n_zones * result.n_windows
    print(
        f"{name}: {table.counts.sum()} cases, {result.n_locations} places, {cylinders / 1e6:.2f} million cylinders,"
        f" {REPLICATES} replicates: {wall:.2f} s wall, {cpu:.2f} s CPU,"
        f" {cpu * 1e9 / cylinders / (REPLICATES + 1):.3f} ns CPU a cylinder and replicate"
    )


def main() -> None:
    """Compare, then time."""
    prospective(year_of(500, 4000), 9)  # loads the kernels
    wards, fine = year_of(47_948, 4000), year_of(47_948, 860)
    program = satscan()
    if program is not None:
        beside_satscan(program, "permutation scan, wards", wards)
        beside_satscan(program, "permutation scan, fine grid", fine)
    beside_pyscan()
    alone("wards", wards)
    for cell in (3440, 1720, 860):
        alone(f"cells of {cell} m", year_of(47_948, cell))


if __name__ == "__main__":
    main()
