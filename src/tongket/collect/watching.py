"""Progress: how much of the bytes is through, told to whoever shows a bar."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tongket.model.text import Language, Text

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[int, int, str], None]

# Share of the time each step takes, roughly, measured on a file of 1.6 million rows.
STEPS: dict[str, tuple[float, float, Text]] = {
    "read": (0.0, 0.25, Text(vi="đọc", en="reading")),
    "stage": (0.25, 0.55, Text(vi="chuyển đổi", en="converting")),
    "check": (0.55, 0.75, Text(vi="kiểm tra", en="checking")),
    "compare": (0.75, 0.85, Text(vi="so với sổ", en="comparing")),
    "write": (0.85, 1.0, Text(vi="ghi", en="writing")),
}
PAUSE_SECONDS = 0.2


class Watch:
    """Add up the progress over all sources.

    Parameters
    ----------
    progress : callable or None
        Called with (done, total, what): bytes of the sources, and the step in words.
    total : int
        Bytes of all sources; 0 where it is not known, as for databases.
    language : {'vi', 'en'}
        Language of the step.
    """

    def __init__(self, progress: Progress | None, total: int, language: Language) -> None:
        self.progress = progress
        self.total = max(total, 1)
        self.language = language
        self.finished = 0
        self.size = 0
        self.name = ""

    def start(self, name: str, size: int) -> None:
        """Begin a source of `size` bytes."""
        self.name, self.size = name, size

    def finish(self) -> None:
        """End the source that was begun."""
        self.finished += self.size
        self.tell("write", 1.0)

    def tell(self, step: str, share: float) -> None:
        """Say that a `share` of a step is done."""
        if self.progress is not None:
            low, high, text = STEPS[step]
            within = 0 if self.size == 0 else int(self.size * (low + (high - low) * min(max(share, 0.0), 1.0)))
            done = self.finished if step == "write" and share >= 1.0 else self.finished + within
            self.progress(min(done, self.total), self.total, f"{self.name}: {text.in_language(self.language)}")

    def rows(self, count: int) -> None:
        """Say how many rows were read, where Python reads them."""
        if self.progress is not None:
            text = STEPS["read"][2].in_language(self.language)
            self.progress(min(self.finished, self.total), self.total, f"{self.name}: {text}, {count}")


@contextmanager
def watching(con: duckdb.DuckDBPyConnection, watch: Watch, step: str) -> Iterator[None]:
    """Tell the progress of a step while the engine works; costs nothing where nobody listens."""
    if watch.progress is None:
        yield
        return
    watch.tell(step, 0.0)
    done = threading.Event()

    def poll() -> None:
        while not done.wait(PAUSE_SECONDS):
            share = con.query_progress()
            watch.tell(step, share / 100 if share > 0 else 0.0)

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
