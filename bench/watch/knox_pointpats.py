"""Knox by pointpats, nine pairs of limits: knox_pointpats.py EVENTS.csv PERMUTATIONS prints seconds and counts."""

from __future__ import annotations

import csv
import sys
import time
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
from pointpats import knox  # noqa: E402  # after the warnings of its import are silenced


def main() -> None:
    """Time the kernel alone."""
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        rows = np.array([[float(cell) for cell in row] for row in csv.reader(file)])
    space, when = rows[:, :2], rows[:, 2:].copy()
    wall, cpu, counts = time.perf_counter(), time.process_time(), []
    for metres in (100, 200, 400):
        for days in (7, 14, 28):
            # it shuffles the times it is given, so it gets a copy
            counts.append(int(knox(space, when.copy(), metres, days, permutations=int(sys.argv[2]))["stat"]))
    print(time.perf_counter() - wall, time.process_time() - cpu, *counts)


if __name__ == "__main__":
    main()
