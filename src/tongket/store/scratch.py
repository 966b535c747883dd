"""Folders for what is only needed while a command runs; those a killed process left are swept away by the next one."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

# numbers of processes mean nothing to another machine or container that shares the folder of temporary files
_LEFT_AFTER = 3600.0  # seconds
_NAME = re.compile(r"tongket-(?P<process>\d+)-")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Lend an empty folder outside the book, readable by its owner only, gone when the block ends.

    Yields
    ------
    Path
        Its name begins with the number of the process, so that one left by a killed process can be told.
    """
    sweep()
    with TemporaryDirectory(prefix=f"tongket-{os.getpid()}-") as folder:
        yield Path(folder)


def sweep(parent: Path | None = None) -> None:
    """Remove this user's folders, an hour old, of processes that run no more: they may hold copies of records.

    Parameters
    ----------
    parent : Path, optional
        Where they lie; default the machine's folder of temporary files.
    """
    for path in (parent or Path(gettempdir())).glob("tongket-*-*"):
        found = _NAME.match(path.name)
        if found and not _runs(int(found["process"])) and _is_left(path):
            shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's, or no number of a process: not ours to remove
        return True
    return True


def _is_left(path: Path) -> bool:
    """Tell whether a folder is this user's own and has been left alone for a while."""
    try:
        seen = path.lstat()
    except OSError:
        return False
    return path.is_dir() and not path.is_symlink() and seen.st_uid == os.getuid() and _age(seen) > _LEFT_AFTER


def _age(seen: os.stat_result) -> float:
    return time.time() - seen.st_mtime
