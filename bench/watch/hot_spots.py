"""Kernel density beside scipy and KDEpy, Gi* beside pygeoda; then the whole map, alone and in a fresh process."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from bench.ledger import alone, beside, best, large, least, without_peer
from bench.watch.city import points
from bench.watch.peers import python_with
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
        density(n, columns, goal)


def density(n: int, columns: int, goal: float) -> None:
    """Compare two surfaces, then times."""
    grid = grid_of(columns)
    x, y = inside(n)
    theirs = by_scipy(x, y, grid)
    apart = np.abs(ours(x, y, grid) - theirs).max() / theirs.max()
    assert apart < 6e-3
    runs = 15 if columns < 1000 else 5
    mine, peer = best(lambda: ours(x, y, grid), runs), best(lambda: by_scipy(x, y, grid), runs)
    agreed = f"surfaces {apart:.0e} of the peak apart, which is scipy's error"
    beside(f"kde, {n:.0e} events, {grid.rows} x {columns} cells", mine, "scipy ndimage", peer, goal, agreed)


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
    what = f"gi*, {columns * rows} cells, 999 {draws} draws"
    grid = Grid(0.0, 0.0, WIDTH / columns, np.ones((rows, columns), dtype=bool))
    count, near = grid.counts(*points(10**6)[:2]), grid_neighbours(grid)
    found = local_g(count, near, draws=draws, n_permutations=999)
    mine = best(lambda: local_g(count, near, draws=draws, n_permutations=999), 30 if draws == "shared" else 1)
    python = python_with("pygeoda") and python_with("geopandas")
    if python is None:
        return without_peer(what, mine, f"pygeoda {method}", goal, "it could not be installed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.npz"
        script, taken = str(Path(__file__).with_name("hot_spots_geoda.py")), []
        for _ in range(3 if draws == "shared" else 1):
            np.savez(path, count=count, columns=columns, draws=999)  # it puts its results into the same file
            run = [python, script, str(path), method]
            wall, cpu = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
            taken.append((float(wall), float(cpu)))
        peer = np.load(path)
    mean = (near.sums(count) + count) / (near.cardinality + 1) / count.sum()
    np.testing.assert_allclose(peer["statistic"], mean, rtol=1e-9)
    smaller = np.minimum(found.p_high, found.p_low)
    spread = np.sqrt(2 * smaller * (1 - smaller) / 999) + 1 / 999
    # neighbouring p-values come from the same draws, so they are off together; ties are counted as larger in both
    off = np.abs(peer["p"] - smaller) / spread
    assert np.quantile(off, 0.999) < 5
    agreed = f"statistics equal, p-values {np.median(off):.1f} standard errors apart at the median"
    beside(what, mine, f"pygeoda {method}", least(taken), goal, agreed)
    return None


def main() -> None:
    """Compare, then time; independent draws of pygeoda, which take a minute, only with --large."""
    densities()
    local(250, 200, "lookup", "shared", 100)
    local(500, 400, "lookup", "shared", 100)
    if large():
        local(250, 200, "complete", "independent", 8)
    for n in (10_000, 100_000, 1_000_000):
        x, y, day = points(n)
        alone(f"hot_spot_map, {n} events", best(lambda x=x, y=y, day=day: hot_spot_map(x, y, day), 1))  # type: ignore[misc]


if __name__ == "__main__":
    main()
