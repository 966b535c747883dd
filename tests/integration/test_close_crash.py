"""A process killed at any instant leaves a whole book, the old state or the new one; the command can be repeated."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.unit.close.books import case, change_book, event, load, make_book
from tongket.model.errors import BookError
from tongket.model.seals import Status
from tongket.store.book import Book

ROOT = Path(__file__).resolve().parents[2]
JUNE = date(2022, 6, 1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = change_book(make_book(tmp_path), ('offences = ""', 'offences = "generic-city"'))
    load(book, "cases", [case(f"C{n}") for n in range(20)], JUNE)
    load(book, "case_events", [event("C1", "suspended", JUNE)], JUNE)
    return book


def crashes(command: str, book: Book, source: Path | None, step: int) -> dict[str, Any]:
    found = subprocess.run(
        [sys.executable, "-m", "tests.integration.crash_harness", command, book.path, source or "-", str(step)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    answer: dict[str, Any] = json.loads(found.stdout)
    # a close makes twenty changes in a book and a collect a few more
    assert len(answer["crashes"]) * step >= 15
    return answer


def check(answer: dict[str, Any], part: str) -> None:
    before, after = answer["before"], answer["after"]
    assert before[part] != after[part]
    for crash in answer["crashes"]:
        left, again = crash["left"], crash["again"]
        assert left is not None, f"unreadable after a crash at change {crash['n']}"
        assert left["problems"] == [], crash["n"]
        assert left[part] in (before[part], after[part]), crash["n"]
        # what the killed process left half-written is swept away by the next one
        assert again == after, crash["n"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    head = "case_id,recorded_on,offence,offence_group,status,area,location_precision\n"
    path.write_text(head + "D1,2022-05-01,theft,theft,open,31117,commune\n", encoding="utf-8")
    return path


def test_a_close_killed_at_many_changes_leaves_a_whole_book(book: Book) -> None:
    check(crashes("close", book, None, step=4), "seals")


def test_a_collect_killed_at_many_changes_leaves_a_whole_book(book: Book, source: Path) -> None:
    answer = crashes("collect", book, source, step=4)
    check(answer, "loads")
    assert answer["after"]["loads"][-1][1] == 1


@pytest.mark.slow
@pytest.mark.parametrize(("command", "part"), [("close", "seals"), ("collect", "loads")])
def test_every_single_change_is_a_safe_place_to_die(book: Book, source: Path, command: str, part: str) -> None:
    answer = crashes(command, book, source, step=1)
    check(answer, part)
    left = [crash["left"][part] for crash in answer["crashes"]]
    assert answer["before"][part] in left
    assert answer["after"][part] in left


KILLED_IN_TIME = """
import os, signal, sys, threading
from datetime import date
from pathlib import Path
from tongket.close.closing import close_book
from tongket.model.seals import Status
from tongket.store.book import read_book
book = read_book(Path(sys.argv[1]))
threading.Timer(float(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
close_book(book, as_of=date(2022, 6, 30), status=Status.PRELIMINARY)
os._exit(0)
"""


def test_a_close_killed_while_the_engine_writes_leaves_a_whole_book(book: Book) -> None:
    # between two changes the engine is at work; it is killed there by the clock, wherever that falls
    from tongket.close.verification import verify_book

    for tenth in range(5):
        subprocess.run(
            [sys.executable, "-c", KILLED_IN_TIME, book.path, str(0.02 + 0.03 * tenth)], check=False, cwd=ROOT
        )
        assert verify_book(book).ok


def test_a_second_writer_is_told_to_wait(book: Book) -> None:
    from tongket.close.closing import close_book
    from tongket.store.loads import one_writer

    with one_writer(book), pytest.raises(BookError, match=r"another is running.*repeat the command"):
        close_book(book, as_of=date(2022, 6, 30), status=Status.PRELIMINARY)
    assert close_book(book, as_of=date(2022, 6, 30), status=Status.PRELIMINARY).is_new
