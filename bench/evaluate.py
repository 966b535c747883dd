"""The weighted displacement difference beside A. Wheeler's own program, on the same counts, after the results agree.

The peer is ``crimepy/wdd.py`` of github.com/apwheele/crimepy (MIT); the package of that name on PyPI is another
program. Put the file into ``out/bench-peers/crimepy/`` or name its folder in ``TONGKET_CRIMEPY``.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np

# a table of a few thousand comparisons stays in the processor's cache, a fifth of a million does not
SIZES = (2_000, 200_000)
PEER_TESTS = 2_000
DEFAULT = Path(__file__).resolve().parents[1] / "out" / "bench-peers" / "crimepy"


def peer() -> ModuleType | None:
    """Return the peer's module, else None after saying how to get it."""
    path = Path(os.environ.get("TONGKET_CRIMEPY", DEFAULT)) / "wdd.py"
    if not path.exists():
        print(f"peer not here: put crimepy/wdd.py of github.com/apwheele/crimepy at {path}")
        return None
    spec = importlib.util.spec_from_file_location("crimepy_wdd", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seconds(work: Callable[[], object]) -> float:
    """Return the median CPU seconds of five runs."""
    taken = []
    for _ in range(5):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return sorted(taken)[2]


def main() -> None:
    """Measure and print."""
    counts = np.random.default_rng(1).poisson(60, (4, 2, max(SIZES)))
    mine = [per_test(counts[:, :, :size].copy()) for size in SIZES]
    for size, each in zip(SIZES, mine, strict=True):
        print(f"tongket, {size:>7,} tests at once: {1e6 * each:8.3f} us a test (total with interval, local, ring)")
    module = peer()
    if module is None:
        return
    rows = counts[:, :, :PEER_TESTS].transpose(2, 0, 1).tolist()
    check(module, rows[:200], counts)
    theirs = seconds(lambda: [module.wdd(c, t, dc, d) for t, c, d, dc in rows]) / PEER_TESTS
    ratios = " and ".join(f"{theirs / each:,.0f} x" for each in mine)
    print(f"crimepy, one after the other:   {1e6 * theirs:8.3f} us a test: {ratios}")


def per_test(counts: np.ndarray) -> float:
    """Return our seconds for one test, with the interval of the total."""
    from tongket.evaluate import wdd

    treated, comparison, ring, ring_comparison = counts
    turns = max(1, max(SIZES) // counts.shape[2])

    def work() -> None:
        for _ in range(turns):
            total = wdd(treated, comparison, displaced=ring, displaced_comparison=ring_comparison).total
            assert total.z.size == total.lower.size == total.upper.size

    return seconds(work) / turns / counts.shape[2]


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
