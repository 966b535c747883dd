"""Say how far a long computation is, and that a kernel is being compiled, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# done, total -> nothing; called between chunks, so that Ctrl-C and a bar both have a place to act
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Take notice of nothing."""


def chunks(total: int, size: int, progress: Progress = silent) -> Iterator[tuple[int, int]]:
    """Cut 0 … `total` into ranges of `size` and report after each."""
    for start in range(0, total, size):
        end = min(total, start + size)
        yield start, end
        progress(end, total)


@contextmanager
def announce_compiling(say: Callable[[str], None]) -> Iterator[None]:
    """Call `say` once, with the kernel's name, if anything must be compiled while the block runs.

    Loading compiled code from the cache is not announced: it takes a fraction of a second.
    """
    from numba.core import event  # late: the listener is wanted only around kernels

    events: Any = event  # its functions are not typed

    class Listener(event.Listener):
        def __init__(self) -> None:
            self.told = False

        def on_start(self, event: Any) -> None:
            if not self.told:
                self.told = True
                say(str(event.data["dispatcher"].py_func.__name__))

        def on_end(self, event: Any) -> None:
            """Need nothing at the end."""

    listener = Listener()
    events.register("numba:compile", listener)
    try:
        yield
    finally:
        events.unregister("numba:compile", listener)
