"""Share work over threads: kernels release Python's lock, results do not depend on who did which part."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

# parts for each thread: enough that an uneven load evens out
_PARTS = 8


def n_threads() -> int:
    """Return how many threads to use: TONGKET_THREADS, or the processors this process may run on."""
    wanted = os.environ.get("TONGKET_THREADS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def share_out(total: int, work: Callable[[int, int], None]) -> None:
    """Call ``work(first, end)`` for ranges that cover 0 … `total`; each must write to places of its own.

    The first range is done alone, so that a kernel is compiled once and not by all threads at the same time.
    """
    threads = min(n_threads(), total)
    if threads <= 1:
        if total:
            work(0, total)
        return
    cuts = [total * part // (threads * _PARTS) for part in range(threads * _PARTS + 1)]
    ranges = [(first, end) for first, end in itertools.pairwise(cuts) if end > first]
    work(*ranges[0])
    pool = ThreadPoolExecutor(threads)
    try:
        for finished in [pool.submit(work, first, end) for first, end in ranges[1:]]:
            finished.result()
    finally:
        # after Ctrl-C or an error what has not begun is not begun
        pool.shutdown(wait=True, cancel_futures=True)
