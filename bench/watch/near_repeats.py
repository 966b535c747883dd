"""Knox's table with nine pairs of limits beside pointpats, and alone where no peer can follow."""

from __future__ import annotations

import csv
import itertools
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.watch.city import points
from bench.watch.peers import python_with
from bench.watch.surges import timed
from tongket.watch import KnoxResult, knox

# pointpats needs minutes for 999 at this size; 99 are run and the time is printed as it is
PEER_EVENTS, PEER_PERMUTATIONS = 10_000, 99


def ours(n: int, permutations: int) -> KnoxResult:
    """Return the table with limits included, as pointpats counts."""
    x, y, day = points(n)
    return knox(
        x,
        y,
        day,
        space_breaks=(0, 100, 200, 400),
        time_breaks=(0, 7, 14, 28),
        closed="right",
        metric="euclidean",
        same_place=False,
        n_permutations=permutations,
    )


def beside_pointpats() -> None:
    """Compare counts, then print times for the same number of permutations."""
    python = python_with("pointpats")
    if python is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(zip(*points(PEER_EVENTS), strict=True))
        script = Path(__file__).with_name("knox_pointpats.py")
        run = [python, str(script), str(path), str(PEER_PERMUTATIONS)]
        wall, cpu, *counts = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    mine = ours(PEER_EVENTS, 0).observed.cumsum(axis=0).cumsum(axis=1).ravel()
    np.testing.assert_array_equal(mine, [int(count) for count in counts])
    print(f"knox, {PEER_EVENTS} events: nine cumulative counts equal to pointpats': {counts[0]} … {counts[-1]}")
    for permutations in (PEER_PERMUTATIONS, 999):
        taken = timed(lambda permutations=permutations: ours(PEER_EVENTS, permutations))  # type: ignore[misc]
        ratio = f"; pointpats {float(wall):.1f} s wall, {float(cpu):.1f} s CPU: ratio {float(cpu) / taken[1]:.0f} CPU"
        peer = ratio if permutations == PEER_PERMUTATIONS else " (goal 200 x the best peer at 999)"
        print(f"  {permutations} permutations: {taken[0]:.3f} s wall, {taken[1]:.3f} s CPU{peer}")


def alone(n: int, goal: str) -> None:
    """Print what 999 permutations cost."""
    result: list[KnoxResult] = []
    wall, cpu = timed(lambda: result.append(ours(n, 999)))
    error = np.abs(result[0].mean - result[0].exact_mean) / (result[0].permuted.std(axis=0) / np.sqrt(999))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"knox, {n} events, 999 permutations: {wall:.2f} s wall, {cpu:.2f} s CPU, peak {peak:.0f} MiB ({goal});"
        f" mean within {error.max():.1f} standard errors of the exact one"
    )


def main() -> None:
    """Compare, then time; a million events only when asked for (`python -m bench.watch.near_repeats 1000000`)."""
    ours(500, 9)  # compiles at the first use
    beside_pointpats()
    alone(10_000, "no absolute goal")
    alone(100_000, "goal 5 s")
    for n in itertools.chain(int(word) for word in sys.argv[1:] if word.isdigit()):
        alone(n, "goal 180 s, 2 GB")


if __name__ == "__main__":
    main()
