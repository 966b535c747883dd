"""Kernel density beside scipy and KDEpy, Gi* beside pygeoda; then the whole map, alone and in a fresh process."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from bench.harness import run_once
from bench.watch.city import points
from bench.watch.peers import python_with
from bench.watch.surges import timed
from tongket.watch import Grid, grid_neighbours, hot_spot_map, kde, local_g

Surface = NDArray[np.float64]
WIDTH, HEIGHT, BANDWIDTH = 40_000.0, 35_000.0, 300.0


def grid_of(columns: int) -> Grid:
    """Return square cells over the city."""
    cell = WIDTH / columns
    return Grid(0.0, 0.0, cell, np.ones((int(np.ceil(HEIGHT / cell)), columns), dtype=bool))


def inside(n: int) -> tuple[Surface, Surface]:
    """Return places inside the city."""
    x, y, _ = points(n)
    kept = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
    return x[kept], y[kept]


def by_scipy(x: Surface, y: Surface, grid: Grid) -> Surface:
    """Count by cell, then filter with five standard deviations."""
    place = (y / grid.cell).astype(np.int64) * grid.columns + (x / grid.cell).astype(np.int64)
    counts = np.bincount(place, minlength=grid.inside.size).reshape(grid.inside.shape).astype(np.float64)
    smooth = ndimage.gaussian_filter(counts, BANDWIDTH / grid.cell, mode="constant", truncate=5)
    return np.asarray(smooth / grid.cell_km2)


def by_hand(x: Surface, y: Surface, grid: Grid) -> Surface:
    """Sum every kernel at every middle, as a product of two tables."""
    across, up = ((np.arange(n) + 0.5) * grid.cell for n in (grid.columns, grid.rows))
    total = np.zeros(grid.inside.shape)
    for part in range(0, x.size, 5000):
        u, v = x[part : part + 5000], y[part : part + 5000]
        one = np.exp(-0.5 * ((across - u[:, None]) / BANDWIDTH) ** 2)
        other = np.exp(-0.5 * ((up - v[:, None]) / BANDWIDTH) ** 2)
        total += other.T @ one
    return total / (2 * np.pi * BANDWIDTH**2) * 1e6


def ours(x: Surface, y: Surface, grid: Grid) -> Surface:
    """Return the same surface."""
    return kde(x, y, grid, kernel="gaussian", bandwidth=BANDWIDTH, edge="none").density.reshape(grid.inside.shape)


def median_of(work: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Return median wall and CPU seconds after a first run."""
    work()
    taken = [timed(work) for _ in range(runs)]
    return statistics.median(t[0] for t in taken), statistics.median(t[1] for t in taken)


def densities() -> None:
    """Compare errors against the exact sum, then times."""
    grid = grid_of(500)
    x, y = inside(100_000)
    exact = by_hand(x, y, grid)
    errors = {
        name: np.abs(f(x, y, grid) - exact).max() / exact.max() for name, f in (("scipy", by_scipy), ("us", ours))
    }
    print(
        f"kde, 100000 events, {grid.rows} x 500 cells, bandwidth 300 m: largest error over the peak: tongket"
        f" {errors['us']:.1e}, scipy bincount + ndimage {errors['scipy']:.1e}{kdepy(x, y, grid, exact)}"
    )
    assert errors["us"] <= errors["scipy"]
    for n, columns, goal in ((10**6, 500, 2), (10**5, 2000, 3), (10**6, 2000, 3), (10**7, 2000, 2)):
        grid = grid_of(columns)
        x, y = inside(n)
        apart = np.abs(ours(x, y, grid) - by_scipy(x, y, grid)).max() / by_scipy(x, y, grid).max()
        assert apart < 6e-3
        peer = median_of(lambda x=x, y=y, grid=grid: by_scipy(x, y, grid), 3)  # type: ignore[misc]
        own = median_of(lambda x=x, y=y, grid=grid: ours(x, y, grid), 3)  # type: ignore[misc]
        print(
            f"  {n} events, {columns} columns: {own[0]:.3f} s wall, {own[1]:.3f} s CPU; scipy {peer[0]:.3f} s wall,"
            f" {peer[1]:.3f} s CPU: ratio {peer[0] / own[0]:.1f} wall, {peer[1] / own[1]:.1f} CPU (goal {goal});"
            f" apart by {apart:.1e} of the peak"
        )


def kdepy(x: Surface, y: Surface, grid: Grid, exact: Surface) -> str:
    """Return what KDEpy's error and time are."""
    python = python_with("KDEpy")
    if python is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.npz"
        frame = {"cell": grid.cell, "rows": grid.rows, "columns": grid.columns, "bandwidth": BANDWIDTH}
        np.savez(path, points=np.column_stack([x, y]), **frame)
        script = str(Path(__file__).with_name("hot_spots_kdepy.py"))
        wall, _ = subprocess.run([python, script, str(path)], capture_output=True, text=True, check=True).stdout.split()
        error = np.abs(np.load(path)["density"] - exact).max() / exact.max()
    return f", KDEpy FFTKDE {error:.1e} (in {float(wall):.2f} s)"


def local(columns: int, rows: int, method: str, draws: str, goal: int) -> None:
    """Compare statistics and p-values with pygeoda's, then times."""
    grid = Grid(0.0, 0.0, WIDTH / columns, np.ones((rows, columns), dtype=bool))
    count, near = grid.counts(*points(10**6)[:2]), grid_neighbours(grid)
    found = local_g(count, near, draws=draws, n_permutations=999)
    own = median_of(lambda: local_g(count, near, draws=draws, n_permutations=999), 3)
    print(f"gi*, {columns} x {rows} cells, 999 {draws} draws: {own[0]:.4f} s wall, {own[1]:.4f} s CPU", end="")
    python = python_with("pygeoda") and python_with("geopandas")
    if python is None:
        print()
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.npz"
        np.savez(path, count=count, columns=columns, draws=999)
        script = str(Path(__file__).with_name("hot_spots_geoda.py"))
        ran = subprocess.run([python, script, str(path), method], capture_output=True, text=True, check=True)
        wall, cpu = (float(word) for word in ran.stdout.split())
        peer = np.load(path)
    mean = (near.sums(count) + count) / (near.cardinality + 1) / count.sum()
    np.testing.assert_allclose(peer["statistic"], mean, rtol=1e-9)
    smaller = np.minimum(found.p_high, found.p_low)
    spread = np.sqrt(2 * smaller * (1 - smaller) / 999) + 1 / 999
    # neighbouring p-values come from the same draws, so they are off together; ties are counted as larger in both
    off = np.abs(peer["p"] - smaller) / spread
    assert np.quantile(off, 0.999) < 5
    print(
        f"; pygeoda {method} {wall:.2f} s wall, {cpu:.2f} s CPU: ratio {wall / own[0]:.0f} wall, {cpu / own[1]:.0f} CPU"
        f" (goal {goal}); statistics equal, p-values {np.median(off):.1f} standard errors apart at the median"
    )


def whole_map(n: int) -> None:
    """Print what everything in one call costs."""
    x, y, day = points(n)
    hot_spot_map(x[:500], y[:500], day[:500])
    wall, cpu = timed(lambda: hot_spot_map(x, y, day))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"hot_spot_map, {n} events: {wall:.2f} s wall, {cpu:.2f} s CPU, peak so far {peak:.0f} MiB")


def fresh_process() -> None:
    """Print what a small map costs in a process of its own, compiled code in the cache."""
    code = (
        "import numpy as np; from tongket.watch import hot_spot_map; r = np.random.default_rng(1);"
        "hot_spot_map(*r.uniform(0, 5000, (2, 1000)), r.integers(0, 365, 1000))"
    )
    run_once([sys.executable, "-c", code])
    wall, cpu, peak = run_once([sys.executable, "-c", code])
    print(f"hot_spot_map, 1000 events, fresh process: {wall:.2f} s wall, {cpu:.2f} s CPU, {peak:.0f} MiB (goal 2 s)")


def main() -> None:
    """Compare, then time; independent draws of pygeoda take a minute (`python -m bench.watch.hot_spots complete`)."""
    densities()
    local(250, 200, "lookup", "shared", 100)
    local(500, 400, "lookup", "shared", 100)
    if "complete" in sys.argv[1:]:
        local(250, 200, "complete", "independent", 8)
    for n in (10_000, 100_000, 1_000_000):
        whole_map(n)
    fresh_process()


if __name__ == "__main__":
    main()
