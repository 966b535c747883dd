"""What was measured: a part of the benchmark notes its lines here, `python -m bench` puts them into one table.

A goal of so many times a peer is judged by the seconds it names: CPU, because other work on the machine changes wall
time and our threads count fully, and wall for whole commands beside scripts that use all cores too. A peer that cannot
be had is named with the reason, and its goal is never counted as met.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

# where lines go; set by `python -m bench` for the process of each part
LINES = "TONGKET_BENCH_LINES"
# asks for what takes minutes: a million near repeats, independent draws beside pygeoda
LARGE = "TONGKET_BENCH_LARGE"

Taken = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """Hold one job beside its goal.

    Attributes
    ----------
    what, goal : str
        Job and goal in words; the goal is empty where there is none.
    wall, cpu, peak_mb : float or None
        Ours: seconds, and MiB where they were taken.
    peer : str
        Whom it was compared with; empty where there is none.
    peer_wall, peer_cpu : float or None
        Theirs; None where the peer could not be had.
    met : bool or None
        Whether the goal was reached; None without a goal or without its peer.
    note : str
        In what the results agree, or why there is no peer.
    """

    what: str
    goal: str
    wall: float | None
    cpu: float | None
    peak_mb: float | None = None
    peer: str = ""
    peer_wall: float | None = None
    peer_cpu: float | None = None
    met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the peer's CPU seconds over ours."""
        return self.peer_cpu / self.cpu if self.peer_cpu is not None and self.cpu else None


def best(work: Callable[[], object], runs: int = 5) -> Taken:
    """Return the least wall and the least CPU seconds of several runs after a first one: other work only adds."""
    work()
    taken = []
    for _ in range(runs):
        wall, cpu = perf_counter(), process_time()
        work()
        taken.append((perf_counter() - wall, process_time() - cpu))
    return least(taken)


def least(taken: Sequence[Taken]) -> Taken:
    """Return the least wall and the least CPU seconds."""
    return min(wall for wall, _ in taken), min(cpu for _, cpu in taken)


def beside(
    what: str, ours: Taken, peer: str, theirs: Taken, at_least: float | None, agreed: str, *, by: str = "CPU"
) -> None:
    """Note a job beside a peer, which is to take at least so many times our seconds, of CPU or of wall time."""
    which = ("wall", "CPU").index(by)
    met = None if at_least is None else theirs[which] >= at_least * ours[which]
    goal = "" if at_least is None else f">= {at_least:.3g} x {by}"
    keep(Line(what, goal, *ours, None, peer, *theirs, met, agreed))


def alone(
    what: str,
    ours: Taken,
    *,
    wall_below: float | None = None,
    cpu_below: float | None = None,
    peak_mb: float | None = None,
    mb_below: float | None = None,
    note: str = "",
) -> None:
    """Note a job without a peer, beside the seconds and the memory it may take."""
    limits = [
        (ours[0], wall_below, "s wall"),
        (ours[1], cpu_below, "s CPU"),
        (peak_mb, mb_below, "MiB"),
    ]
    wanted = [(found, limit, unit) for found, limit, unit in limits if limit is not None]
    met = all(found is not None and found < limit for found, limit, _ in wanted) if wanted else None
    goal = ", ".join(f"< {limit:g} {unit}" for _, limit, unit in wanted)
    keep(Line(what, goal, *ours, peak_mb, met=met, note=note))


def without_peer(what: str, ours: Taken | None, peer: str, at_least: float | None, reason: str) -> None:
    """Note that a peer could not be had: its goal is neither met nor missed."""
    goal = "" if at_least is None else f">= {at_least:.3g} x"
    wall, cpu = ours or (None, None)
    keep(Line(what, goal, wall, cpu, None, peer, note=f"not compared: {reason}"))


def large() -> bool:
    """Say whether what takes minutes is wanted."""
    return bool(os.environ.get(LARGE))


def keep(line: Line) -> None:
    """Print a line, and put it into the file of this run where there is one."""
    print(told(line))
    if path := os.environ.get(LINES):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def told(line: Line) -> str:
    """Return a line as a sentence."""
    ours = "" if line.wall is None else f": {line.wall:.4g} s wall, {line.cpu:.4g} s CPU"
    peak = "" if line.peak_mb is None else f", {line.peak_mb:.0f} MiB"
    theirs = "" if line.peer_wall is None else f"; {line.peer} {line.peer_wall:.4g} s wall, {line.peer_cpu:.4g} s CPU"
    ratio = "" if line.ratio is None else f": {line.ratio:.3g} x"
    goal = f" (goal {line.goal}: {verdict(line)})" if line.goal else ""
    return f"{line.what}{ours}{peak}{theirs}{ratio}{goal}" + (f"; {line.note}" if line.note else "")


def verdict(line: Line) -> str:
    """Return what became of a goal."""
    if not line.goal:
        return "-"
    return {True: "met", False: "MISSED", None: "no peer"}[line.met]


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a file."""
    return [Line(**json.loads(row)) for row in path.read_text(encoding="utf-8").splitlines()]


def table(lines: Sequence[Line]) -> str:
    """Return all lines, one under the other."""
    head = ("what", "wall s", "CPU s", "MiB", "peer", "wall s", "CPU s", "ratio", "goal", "")
    rows = [head, *(_row(line) for line in lines)]
    wide = [max(len(row[i]) for row in rows) for i in range(len(head))]
    left = {0, 4, 8, 9}
    return "\n".join(
        "  ".join(f"{cell:<{wide[i]}}" if i in left else f"{cell:>{wide[i]}}" for i, cell in enumerate(row)).rstrip()
        for row in rows
    )


def _row(line: Line) -> tuple[str, ...]:
    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.4g}"

    peak = "" if line.peak_mb is None else f"{line.peak_mb:.0f}"
    ratio = "" if line.ratio is None else f"{line.ratio:.3g} x"
    theirs = (line.peer, number(line.peer_wall), number(line.peer_cpu), ratio)
    return (line.what, number(line.wall), number(line.cpu), peak, *theirs, line.goal, verdict(line))
