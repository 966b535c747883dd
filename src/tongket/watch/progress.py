"""Say how far a long computation is, and that a kernel is being compiled, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# done, total -> nothing; called between chunks, so that Ctrl-C and a bar both have a place to act
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Take notice of nothing."""


# done, total, what -> nothing: for a job of several steps with names
Tell = Callable[[float, float, str], None]


def untold(done: float, total: float, what: str) -> None:
    """Take notice of nothing."""


class Steps:
    """Turn the progress of single steps into that of the whole job.

    Parameters
    ----------
    total : int
        Steps.
    tell : callable
        Called with done steps (and the part of the one that runs), total and its name.
    """

    def __init__(self, total: int, tell: Tell) -> None:
        self._total, self._tell = total, tell
        self._done, self._what = 0, ""

    def begin(self, what: str) -> Progress:
        """Begin a step and return what it reports its own progress to."""
        self._what = what
        self._tell(self._done, self._total, what)
        return self._inner

    def end(self) -> None:
        """End the step that runs."""
        self._done += 1
        self._tell(self._done, self._total, self._what)

    def _inner(self, done: int, total: int) -> None:
        self._tell(self._done + (done / total if total else 0), self._total, self._what)


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
