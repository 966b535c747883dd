"""A progress bar on the terminal for what takes over a second."""

from __future__ import annotations

import sys
import time

WIDTH = 28
PATIENCE = 1.0  # seconds before anything is shown
PAUSE = 0.1  # seconds between two drawings


class Progress:
    """Draw how far a job is, on standard error, and only where a person watches.

    Parameters
    ----------
    quiet : bool
        Never draw.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._silent = quiet or not sys.stderr.isatty()
        self._started = time.monotonic()
        self._drawn = 0.0
        self._length = 0

    def __call__(self, done: float, total: float, what: str) -> None:
        """Take in that `done` of `total` is finished; `what` says of what."""
        now = time.monotonic()
        if self._silent or now - self._started < PATIENCE or (now - self._drawn < PAUSE and done < total):
            return
        self._drawn = now
        share = min(1.0, done / total) if total else 0.0
        filled = round(WIDTH * share)
        elapsed = now - self._started
        bar = "█" * filled + "·" * (WIDTH - filled)
        text = f"{bar} {share:4.0%} {elapsed:4.0f} s  {what}"
        print("\r" + text.ljust(self._length), end="", file=sys.stderr, flush=True)
        self._length = len(text)

    def step(self, what: str) -> None:
        """Take in the name of the step that begins, where no share is known."""
        self(0, 0, what)

    def end(self) -> None:
        """Wipe the bar away."""
        if self._length:
            print("\r" + " " * self._length + "\r", end="", file=sys.stderr, flush=True)
            self._length = 0
