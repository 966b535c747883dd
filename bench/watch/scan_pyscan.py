"""Circles about a grid by pyscan-stats: scan_pyscan.py PLACES.csv SPACING STEP prints seconds, ratio, centre, radius.

PLACES.csv holds x, y, population and one column of cases for each scan; the ratio and the circle are the first one's.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import pyscan


def weighted(x: list[float], y: list[float], weights: list[float]) -> list[pyscan.WPoint]:
    """Return points with weights."""
    return [pyscan.WPoint(w, a, b, 1.0) for a, b, w in zip(x, y, weights, strict=True) if w > 0]


def main() -> None:
    """Time the scans alone."""
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        x, y, population, *scans = ([float(cell) for cell in column] for column in zip(*csv.reader(file), strict=True))
    at_risk = weighted(x, y, population)
    spacing, step = float(sys.argv[2]), float(sys.argv[3])
    found, wall, cpu = [], time.perf_counter(), time.process_time()
    for cases in scans:
        found.append(pyscan.satscan_grid(weighted(x, y, cases), at_risk, spacing, step, pyscan.KULLDORF))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    disk, value = found[0]
    centre = disk.get_origin()  # it has no end to iterate to
    # it gives the ratio for each case
    print(wall, cpu, value * sum(scans[0]), centre[0], centre[1], disk.get_radius())


if __name__ == "__main__":
    main()
