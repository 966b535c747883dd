"""Farrington flexible (Noufaily's settings) and EARS C1-C3 beside R surveillance."""

from __future__ import annotations

import csv
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.watch.city import WEEKS, mondays, weekly_counts
from bench.watch.peers import rscript
from tongket.watch import NOUFAILY, ears, farrington

RUNS = 3
SERIES = 166
YEAR = np.arange(WEEKS - 52, WEEKS)
Taken = tuple[float, float]


def timed(work: Callable[[], object]) -> Taken:
    """Return wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def ours(counts: NDArray[np.float64]) -> dict[str, Taken]:
    """Time both methods."""
    return {
        "farrington": timed(lambda: our_bounds(counts)),
        "ears": timed(lambda: [our_ears(counts, method) for method in ("C1", "C2", "C3")]),
    }


def our_bounds(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the bounds of the last week."""
    settings = replace(NOUFAILY, standard_errors="surveillance")
    return farrington(counts, settings=settings, dates=mondays(), periods=[WEEKS - 1]).upper[0]


def our_ears(counts: NDArray[np.float64], method: str) -> NDArray[np.float64]:
    """Return the bounds of the last year."""
    return ears(counts, method=method, c3_bound="surveillance").upper[YEAR]


def read(path: Path) -> NDArray[np.float64]:
    """Return what R wrote."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float("nan") if cell in ("NA", "NaN") else float(cell) for cell in row] for row in rows])


def compare(counts: NDArray[np.float64], folder: Path) -> None:
    """Print how far the results agree; fails where they do not."""
    theirs, mine = read(folder / "farrington.csv")[:, 0], our_bounds(counts)
    np.testing.assert_allclose(mine, theirs, rtol=1e-9)
    print(f"farrington: {int(np.isfinite(mine).sum())} of {mine.size} series judged, all bounds equal to R's")
    for method in ("C1", "C2", "C3"):
        np.testing.assert_allclose(our_ears(counts, method), read(folder / f"{method}.csv"), atol=1e-9)
    print("ears: all bounds of C1, C2, C3 equal to R's to 1e-9")


def peer(command: list[str]) -> dict[str, Taken]:
    """Run R once and return what it took for each method."""
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {line.split()[0]: (float(line.split()[1]), float(line.split()[2])) for line in lines if line}


def show(name: str, mine: list[Taken], theirs: list[Taken], goal: str) -> None:
    """Print medians and their ratio."""
    m_wall, m_cpu, t_wall, t_cpu = (
        statistics.median(each[i] for each in taken) for taken in (mine, theirs) for i in (0, 1)
    )
    print(
        f"{name}: R {t_wall:.3f} s wall, {t_cpu:.3f} s CPU; tongket {m_wall:.5f} s wall, {m_cpu:.5f} s CPU;"
        f" ratio {t_wall / m_wall:.0f} wall, {t_cpu / m_cpu:.0f} CPU ({goal})"
    )


def large() -> None:
    """Print what thousands of series cost."""
    counts = weekly_counts(1660, seed=2)
    wall, cpu = timed(lambda: farrington(counts, dates=mondays(), periods=YEAR))
    print(f"farrington, 1 660 series x 52 weeks: {wall:.2f} s wall, {cpu:.2f} s CPU")
    wall, cpu = timed(lambda: [our_ears(counts, method) for method in ("C1", "C2", "C3")])
    print(f"ears C1-C3, 1 660 series x {WEEKS} weeks: {wall:.3f} s wall, {cpu:.3f} s CPU")


def main() -> None:
    """Compare, then time in turn."""
    counts = weekly_counts(SERIES)
    ours(counts)  # compiles at the first use
    found = rscript()
    if found:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            np.savetxt(folder / "counts.csv", counts, fmt="%d", delimiter=",")
            script = Path(__file__).with_name("surges.R")
            command = [found, str(script), str(folder / "counts.csv"), str(folder)]
            peer(command)
            compare(counts, folder)
            taken = [(ours(counts), peer(command)) for _ in range(RUNS)]
            show("farrington flexible, 166 series x 1 week", *_columns(taken, "farrington"), "goal 100")
            show("ears C1-C3, 166 series x 52 weeks", *_columns(taken, "ears"), "goal 100")
    large()


def _columns(taken: list[tuple[dict[str, Taken], dict[str, Taken]]], name: str) -> tuple[list[Taken], list[Taken]]:
    return [mine[name] for mine, _ in taken], [theirs[name] for _, theirs in taken]


if __name__ == "__main__":
    main()
