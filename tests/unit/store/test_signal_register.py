import subprocess
import sys
from pathlib import Path

import pytest

from tongket.model.errors import BookError
from tongket.store.book import Book, create_book, read_book
from tongket.store.loads import one_writer
from tongket.store.signal_register import append_entries, read_register

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return create_book(tmp_path / "b", "philadelphia")


def test_entries_come_back_in_order(book: Book) -> None:
    assert read_register(book) == ()
    append_entries(book, [{"id": "s-1", "note": "Trực ban"}, {"id": "s-2"}])
    append_entries(book, [])
    append_entries(book, [{"id": "s-1", "state": "acknowledged"}])
    assert [entry["id"] for entry in read_register(book)] == ["s-1", "s-2", "s-1"]
    assert read_register(book)[0]["note"] == "Trực ban"


def test_a_changed_line_is_refused_and_nothing_is_added(book: Book) -> None:
    append_entries(book, [{"id": "s-1", "observed": 14}, {"id": "s-2"}])
    book.signals.write_text(book.signals.read_text("utf-8").replace("14", "41"), "utf-8")
    before = book.signals.read_bytes()
    with pytest.raises(BookError, match="line 1 must be as it was written"):
        append_entries(book, [{"id": "s-3"}])
    assert book.signals.read_bytes() == before


def test_a_second_writer_is_told_to_wait(book: Book) -> None:
    with one_writer(book), pytest.raises(BookError, match="another is running"):
        append_entries(book, [{"id": "s-1"}])


KILLED = """
import os, sys
from pathlib import Path
from tongket.store import atomic
from tongket.store.book import read_book
from tongket.store.signal_register import append_entries
book = read_book(Path(sys.argv[1]))
append_entries(book, [{"id": "s-1"}])
atomic.sync_file = lambda path: os._exit(9)  # dies with the new file half done
append_entries(book, [{"id": "s-2"}, {"id": "s-3"}])
"""


def test_a_killed_process_leaves_the_old_register(book: Book) -> None:
    died = subprocess.run([sys.executable, "-c", KILLED, book.path], cwd=ROOT, check=False)
    assert died.returncode == 9
    again = read_book(book.path)
    assert [entry["id"] for entry in read_register(again)] == ["s-1"]
    append_entries(again, [{"id": "s-2"}])
    assert [entry["id"] for entry in read_register(again)] == ["s-1", "s-2"]
    assert not list(book.path.glob(".writing-*"))
