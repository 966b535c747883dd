"""The weighted displacement difference beside A. Wheeler's own program, on the same counts, after the results agree.

The peer is ``crimepy/wdd.py`` of github.com/apwheele/crimepy (MIT). It is in no package index (the package of that
name on PyPI is another program), so nothing installs it: put the file by hand into ``out/bench-peers/crimepy/`` or name
its folder in ``TONGKET_CRIMEPY``. Without it the part says so and compares nothing.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import numpy as np

from bench.ledger import Taken, beside, best, without_peer

# a table of a few thousand comparisons stays in the processor's cache, a fifth of a million does not
SIZES = (2_000, 200_000)
PEER_TESTS = 2_000
GOAL = 1000
NO_PEER = (
    "it is in no package index; put crimepy/wdd.py of github.com/apwheele/crimepy by hand into"
    " out/bench-peers/crimepy/, or name its folder in TONGKET_CRIMEPY"
)
DEFAULT = Path(__file__).resolve().parents[1] / "out" / "bench-peers" / "crimepy"


def peer() -> ModuleType | None:
    """Return the peer's module, else None."""
    path = Path(os.environ.get("TONGKET_CRIMEPY", DEFAULT)) / "wdd.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("crimepy_wdd", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Compare, then time: seconds are for `PEER_TESTS` tests."""
    counts = np.random.default_rng(1).poisson(60, (4, 2, max(SIZES)))
    mine = {size: of_tests(counts[:, :, :size].copy()) for size in SIZES}
    module = peer()
    if module is None:
        for size, taken in mine.items():
            without_peer(f"wdd, {size} tests at once", taken, "crimepy", GOAL, NO_PEER)
        return
    rows = counts[:, :, :PEER_TESTS].transpose(2, 0, 1).tolist()
    check(module, rows[:200], counts)
    theirs = best(lambda: [module.wdd(c, t, dc, d) for t, c, d, dc in rows], 3)
    for size, taken in mine.items():
        what, agreed = f"wdd, {size} at once, for {PEER_TESTS} tests", "effects, errors, intervals equal to 1e-9"
        beside(what, taken, "crimepy, in turn", theirs, GOAL, agreed)


def of_tests(counts: np.ndarray) -> Taken:
    """Return our seconds for so many tests as the peer does, with the interval of the total."""
    from tongket.evaluate import wdd

    treated, comparison, ring, ring_comparison = counts
    size = counts.shape[2]
    turns = max(1, max(SIZES) // size)

    def work() -> None:
        for _ in range(turns):
            total = wdd(treated, comparison, displaced=ring, displaced_comparison=ring_comparison).total
            assert total.z.size == total.lower.size == total.upper.size

    wall, cpu = best(work)
    return wall * PEER_TESTS / turns / size, cpu * PEER_TESTS / turns / size


def check(module: ModuleType, rows: list[list[list[int]]], counts: np.ndarray) -> None:
    """Stop when the two programs disagree."""
    from tongket.evaluate import wdd

    treated, comparison, ring, ring_comparison = counts[:, :, : len(rows)]
    total = wdd(treated, comparison, displaced=ring, displaced_comparison=ring_comparison).total
    found = [module.wdd(c, t, dc, d) for t, c, d, dc in rows]
    for name, values in (("Est_Total", total.effect), ("SE_Total", total.standard_error), ("LowCI", total.lower)):
        np.testing.assert_allclose(values, [getattr(one, name) for one in found], rtol=1e-9)


if __name__ == "__main__":
    main()
