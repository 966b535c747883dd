"""Knox's table with nine pairs of limits beside pointpats, and alone where no peer can follow."""

from __future__ import annotations

import csv
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from bench.harness import run_python
from bench.ledger import alone, beside, best, large, without_peer
from bench.watch.city import points
from bench.watch.peers import python_with
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
    """Compare counts, then times for the same number of permutations."""
    what, goal = f"knox, {PEER_EVENTS} events, nine limits, {PEER_PERMUTATIONS} permutations", 200
    mine = best(lambda: ours(PEER_EVENTS, PEER_PERMUTATIONS))
    python = python_with("pointpats")
    if python is None:
        return without_peer(what, mine, "pointpats", goal, "it could not be installed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(zip(*points(PEER_EVENTS), strict=True))
        script = Path(__file__).with_name("knox_pointpats.py")
        run = [python, str(script), str(path), str(PEER_PERMUTATIONS)]
        wall, cpu, *counts = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    cumulative = ours(PEER_EVENTS, 0).observed.cumsum(axis=0).cumsum(axis=1).ravel()
    np.testing.assert_array_equal(cumulative, [int(count) for count in counts])
    beside(what, mine, "pointpats", (float(wall), float(cpu)), goal, f"nine counts equal, {counts[0]} … {counts[-1]}")
    return None


def by_itself(n: int, **goals: float) -> None:
    """Note what 999 permutations cost in a process of their own; their mean is held to the exact one."""
    taken = [run_python(f"from bench.watch.near_repeats import checked; checked({n})")]
    if n < 1_000_000:
        taken += [run_python(f"from bench.watch.near_repeats import checked; checked({n})")]
    wall, cpu, peak = (min(each[i] for each in taken) for i in range(3))
    note = "with the start of the process; mean of the permutations within 5 standard errors of the exact one"
    alone(f"knox, {n} events, nine limits, 999 permutations", (wall, cpu), peak_mb=peak, note=note, **goals)


def checked(n: int) -> None:
    """Stop when the mean of the permutations is not what it must be."""
    result = ours(n, 999)
    error = np.abs(result.mean - result.exact_mean) / (result.permuted.std(axis=0) / np.sqrt(999))
    assert error.max() < 5


def main() -> None:
    """Compare, then time; a million events only with --large."""
    ours(500, 9)  # compiles at the first use
    beside_pointpats()
    by_itself(10_000)
    by_itself(100_000, wall_below=5)
    if large():
        by_itself(1_000_000, wall_below=180, mb_below=2048)


if __name__ == "__main__":
    main()
