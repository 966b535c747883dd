"""Farrington flexible (Noufaily's settings) and EARS C1-C3 beside R surveillance."""

from __future__ import annotations

import csv
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.ledger import Taken, alone, beside, best, least, without_peer
from bench.watch.city import WEEKS, mondays, weekly_counts
from bench.watch.peers import NO_SURVEILLANCE, rscript
from tongket.watch import NOUFAILY, ears, farrington

RUNS, GOAL = 3, 100
SERIES = 166
YEAR = np.arange(WEEKS - 52, WEEKS)


def timed(work: Callable[[], object]) -> Taken:
    """Return wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def ours(counts: NDArray[np.float64]) -> dict[str, Taken]:
    """Time both methods."""
    return {
        "farrington": best(lambda: our_bounds(counts), RUNS),
        "ears": best(lambda: [our_ears(counts, method) for method in ("C1", "C2", "C3")], RUNS),
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


def large() -> None:
    """Note what thousands of series cost."""
    counts = weekly_counts(1660, seed=2)
    alone(
        "farrington flexible, 1 660 series x 52 weeks",
        best(lambda: farrington(counts, dates=mondays(), periods=YEAR), 1),
    )
    alone(
        f"ears C1-C3, 1 660 series x {WEEKS} weeks",
        best(lambda: [our_ears(counts, method) for method in ("C1", "C2", "C3")]),
    )


NAMES = {
    "farrington": (f"farrington flexible, {SERIES} series x 1 week", "all bounds equal to 1e-9"),
    "ears": (f"ears C1-C3, {SERIES} series x 52 weeks", "all bounds equal to 1e-9"),
}


def main() -> None:
    """Compare, then time in turn."""
    counts = weekly_counts(SERIES)
    ours(counts)  # compiles at the first use
    found = rscript()
    if found is None:
        for name, taken in ours(counts).items():
            without_peer(NAMES[name][0], taken, "R surveillance", GOAL, NO_SURVEILLANCE)
    else:
        with_r(found, counts)
    large()


def with_r(found: str, counts: NDArray[np.float64]) -> None:
    """Compare with R, then time in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.savetxt(folder / "counts.csv", counts, fmt="%d", delimiter=",")
        script = Path(__file__).with_name("surges.R")
        command = [found, str(script), str(folder / "counts.csv"), str(folder)]
        peer(command)
        compare(counts, folder)
        taken = [(ours(counts), peer(command)) for _ in range(RUNS)]
    for name, (what, agreed) in NAMES.items():
        mine, theirs = (least([turn[side][name] for turn in taken]) for side in (0, 1))
        beside(what, mine, "R surveillance", theirs, GOAL, agreed)


if __name__ == "__main__":
    main()
