"""Share work over threads: kernels release Python's lock, results do not depend on who did which part."""

from __future__ import annotations

import itertools
import os
import threading
from collections import deque
from collections.abc import Callable

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

    The calling thread takes ranges like the others. A kernel that is not compiled yet is compiled by whoever comes
    first, while the others wait: the compiler has a lock of its own.
    """
    threads = min(n_threads(), total)
    if threads <= 1:
        if total:
            work(0, total)
        return
    cuts = [total * part // (threads * _PARTS) for part in range(threads * _PARTS + 1)]
    _Shared(work, [(first, end) for first, end in itertools.pairwise(cuts) if end > first]).run(threads)


class _Shared:
    """Ranges that threads take in turn; a pool of futures would take longer to begin than a small job to end."""

    def __init__(self, work: Callable[[int, int], None], ranges: list[tuple[int, int]]) -> None:
        self._work, self._ranges = work, deque(ranges)
        self._errors: list[BaseException] = []

    def run(self, threads: int) -> None:
        """Do all ranges; what went wrong in any of them is raised here."""
        helpers = [threading.Thread(target=self._take, daemon=True) for _ in range(threads - 1)]
        for helper in helpers:
            helper.start()
        try:
            self._take()
        finally:
            # after Ctrl-C what has not begun is not begun, and nobody writes to arrays that are no longer wanted
            self._ranges.clear()
            for helper in helpers:
                helper.join()
        if self._errors:
            raise self._errors[0]

    def _take(self) -> None:
        while (part := self._next()) is not None:
            try:
                self._work(*part)
            except BaseException as error:  # whatever it is, the caller hears of it
                self._errors.append(error)
                self._ranges.clear()

    def _next(self) -> tuple[int, int] | None:
        try:
            return self._ranges.popleft()  # one step, so no two threads get the same
        except IndexError:
            return None
