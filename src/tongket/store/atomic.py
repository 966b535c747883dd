"""Write so that a killed process leaves the old state or the new one: temporary name, fsync, rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".writing-"


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    with suppress(OSError):  # some file systems cannot; the rename itself is still atomic
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make the bytes of a file durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; when the block ends well it takes the place of `path` at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=path.suffix, dir=path.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        sync_file(temporary)
        temporary.replace(path)
        sync_directory(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write `content` to `path` as UTF-8, whole or not at all."""
    write_bytes(path, content.encode())


@contextmanager
def building(parent: Path) -> Iterator[Path]:
    """Yield a temporary directory in `parent` for what gets its name only when it is finished (see `publish`).

    What was not published when the block ends is removed.
    """
    parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def publish(temporary: Path, path: Path) -> None:
    """Give a directory of `building` its name, which must not exist yet; its files are made durable before."""
    temporary.chmod(0o755)
    for entry in temporary.rglob("*"):
        if entry.is_dir():
            sync_directory(entry)
        else:
            sync_file(entry)
    sync_directory(temporary)
    temporary.rename(path)
    sync_directory(path.parent)


@contextmanager
def new_directory(path: Path) -> Iterator[Path]:
    """Yield a temporary directory; when the block ends well it becomes `path`, which must not exist yet."""
    with building(path.parent) as temporary:
        yield temporary
        publish(temporary, path)


def sweep(directory: Path) -> None:
    """Remove what killed processes left half-written in `directory` (not below it); for the one writer only."""
    for leftover in directory.glob(f"{PREFIX}*") if directory.is_dir() else ():
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
