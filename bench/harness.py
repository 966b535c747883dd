"""Run commands in fresh processes and take the operating system's account of each: wall, CPU seconds, peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RUNS = int(os.environ.get("TONGKET_BENCH_RUNS", "5"))


@dataclass(frozen=True)
class Measured:
    """Hold the runs of one command.

    Attributes
    ----------
    name : str
        What ran.
    wall, cpu : tuple of float
        Seconds of each run; CPU is user and system time of the process and its children.
    peak_mb : float
        Largest resident memory of any run, in MiB.
    """

    name: str
    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    peak_mb: float

    @property
    def median_wall(self) -> float:
        """Return the median wall time."""
        return statistics.median(self.wall)

    @property
    def least(self) -> tuple[float, float]:
        """Return the least wall and the least CPU time."""
        return min(self.wall), min(self.cpu)

    @property
    def median_cpu(self) -> float:
        """Return the median CPU time."""
        return statistics.median(self.cpu)


def run_once(command: Sequence[str], ended: Sequence[int] = (0, 1)) -> tuple[float, float, float]:
    """Return wall seconds, CPU seconds and peak MiB of one run; raises when it ends otherwise than it may.

    Our commands end with 1 when there is something to look at.
    """
    started = time.perf_counter()
    process = subprocess.Popen(list(command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment())
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ended:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {errors.decode()[-2000:]}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _environment() -> dict[str, str]:
    """Return the environment of a measured process: it finds its modules compiled, as after any earlier run."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure_together(commands: Mapping[str, Sequence[str]], runs: int = RUNS, warm_up: int = 1) -> list[Measured]:
    """Run several commands in turn, A B C A B C …, so that a change of the machine's speed meets all of them."""
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for turn in range(warm_up + runs):
        for name, command in commands.items():
            result = run_once(command)
            if turn >= warm_up:
                taken[name].append(result)
    return [
        Measured(name, tuple(r[0] for r in rows), tuple(r[1] for r in rows), max(r[2] for r in rows))
        for name, rows in taken.items()
    ]


def table(title: str, measured: Sequence[Measured], base: str | None = None) -> str:
    """Return the runs as a table; with `base`, wall and CPU as ratios to that command."""
    reference = next((each for each in measured if each.name == base), None)
    lines = [title, f"{'':34}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}" + ("   wall / CPU ratio" if reference else "")]
    for each in measured:
        line = f"{each.name:34}{each.median_wall:>9.2f}{each.median_cpu:>9.2f}{each.peak_mb:>10.0f}"
        if reference is not None:
            wall, cpu = each.median_wall / reference.median_wall, each.median_cpu / reference.median_cpu
            line += f"{wall:>11.2f} / {cpu:.2f}"
        lines.append(line)
    return "\n".join(lines)


def run_python(code: str) -> tuple[float, float, float]:
    """Return the same of a few lines of Python in a fresh interpreter."""
    return run_once([sys.executable, "-c", code], ended=(0,))


def tongket(*words: str) -> list[str]:
    """Return the command line of this program in a fresh interpreter."""
    return [sys.executable, "-m", "tongket", *words]
