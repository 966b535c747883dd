"""Kill a command at the n-th change it makes in a book, for many n, and tell what each killed process left.

Run as a program: ``python -m tests.integration.crash_harness close|collect BOOK SOURCE STEP``, with ``-`` for no
source; every STEP-th change is a place to die. It prints one JSON object. The engine is imported before the processes
fork and used only after, so that a child starts at once; SIGKILL leaves a process no time for any ``finally``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb  # noqa: F401  (imported before the fork)

from tongket.close.closing import close_book
from tongket.close.verification import verify_book
from tongket.collect.collecting import collect_sources
from tongket.model.seals import Status
from tongket.store.book import read_book
from tongket.store.loads import read_loads
from tongket.store.seals import list_seals

CUT_OFF = date(2022, 6, 30)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# what changes the book, as CPython reports it to audit hooks; fsync is not reported and is counted apart
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link", "shutil.rmtree"}


def close(book: Path, source: Path | None) -> None:
    close_book(read_book(book), as_of=CUT_OFF, status=Status.PRELIMINARY)


def collect(book: Path, source: Path | None) -> None:
    collect_sources(read_book(book), [str(source)], received_on=date(2022, 6, 2))


COMMANDS: dict[str, Callable[[Path, Path | None], None]] = {"close": close, "collect": collect}


def state(folder: Path) -> dict[str, Any]:
    """Return what a reader of the book sees."""
    book = read_book(folder)
    return {
        "problems": [problem.as_json() for problem in verify_book(book).problems],
        "seals": [seal.digest for seal in list_seals(book)],
        "loads": [[load.load_id, load.accepted] for load in read_loads(book)],
        "leftovers": sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name.startswith(".writing-")
        ),
    }


def kill_at(n: int, folder: Path) -> None:
    """Kill this process when it is about to make its n-th change below `folder`, or to make it durable."""
    seen = 0

    def change() -> None:
        nonlocal seen
        seen += 1
        if seen == n:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        opened = event == "open" and str(args[0]).startswith(str(folder)) and args[2] & WRITING
        if opened or event in CHANGES:
            change()

    fsync = os.fsync

    def counted(descriptor: int) -> None:
        change()
        fsync(descriptor)

    os.fsync = counted
    sys.addaudithook(hook)


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run `work` in a process of its own; return its wait status and what it returned, None if it was killed."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        try:
            answer = json.dumps(work()).encode()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    return os.waitpid(child, 0)[1], json.loads(answer) if answer else None


def crash(command: str, book: Path, source: Path | None, n: int) -> dict[str, Any] | None:
    """Kill a command at its n-th change, look at the book, repeat the command, look again; None if it ended before."""
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = Path(folder) / book.name
        shutil.copytree(book, copy)

        def killed() -> None:
            kill_at(n, copy)
            COMMANDS[command](copy, source)

        status, _ = in_child(killed)
        if not os.WIFSIGNALED(status):
            assert os.WEXITSTATUS(status) == 0, f"{command} failed by itself at {n}"
            return None
        left = in_child(lambda: state(copy))[1]
        again = in_child(lambda: (COMMANDS[command](copy, source), state(copy))[1])[1]
        return {"n": n, "left": left, "again": again}


def main(command: str, book: Path, source: Path | None, step: int) -> None:
    before = in_child(lambda: state(book))[1]
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        whole = Path(folder) / book.name
        shutil.copytree(book, whole)
        after = in_child(lambda: (COMMANDS[command](whole, source), state(whole))[1])[1]
    found, n = [], 1
    while (result := crash(command, book, source, n)) is not None:
        found.append(result)
        n += step
    print(json.dumps({"before": before, "after": after, "crashes": found}))


if __name__ == "__main__":
    what, where, read, every = sys.argv[1:]
    main(what, Path(where), None if read == "-" else Path(read), int(every))
