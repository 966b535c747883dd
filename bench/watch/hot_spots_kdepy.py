"""Kernel density by KDEpy: hot_spots_kdepy.py POINTS.npz prints seconds of the kernel; the surface goes to the file."""

from __future__ import annotations

import sys
import time

import numpy as np
from KDEpy import FFTKDE


def main() -> None:
    """Time the estimate on a grid of middles."""
    given = np.load(sys.argv[1])
    cell, rows, columns = float(given["cell"]), int(given["rows"]), int(given["columns"])
    # it wants every point inside the grid of middles, so one more row and column on each side
    x, y = ((np.arange(-1, n + 1) + 0.5) * cell for n in (columns, rows))
    wall, cpu = time.perf_counter(), time.process_time()
    grid = np.stack(np.meshgrid(x, y), -1).transpose(1, 0, 2).reshape(-1, 2)
    points = given["points"]
    surface = FFTKDE(kernel="gaussian", bw=float(given["bandwidth"])).fit(points).evaluate(grid)
    print(time.perf_counter() - wall, time.process_time() - cpu)
    np.savez(sys.argv[1], density=surface.reshape(columns + 2, rows + 2).T[1:-1, 1:-1] * len(points) * 1e6)


if __name__ == "__main__":
    main()
