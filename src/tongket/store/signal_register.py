"""The register of signals: what was raised and what became of it, in a chain that can only grow.

An entry is never changed: a step of a signal's life is an entry of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tongket.store import atomic
from tongket.store.book import Book
from tongket.store.chains import append_links, read_chain
from tongket.store.loads import one_writer


def read_register(book: Book) -> tuple[dict[str, Any], ...]:
    """Return the entries of a book's register, oldest first; empty where there is none.

    Raises
    ------
    BookError
        If an entry was changed, taken out or put in between.
    """
    return tuple(json.loads(link.content["entry"]) for link in read_chain(book.signals))


def append_entries(book: Book, entries: Sequence[Mapping[str, Any]]) -> None:
    """Add entries to the register: all of them or, if the process is killed, none.

    Parameters
    ----------
    book : Book
        Whose register.
    entries : sequence of mapping
        Plain values for JSON; each names its signal under ``id``.

    Raises
    ------
    BookError
        If the register is damaged, or another command is writing in the book.
    """
    if not entries:
        return
    with one_writer(book):
        atomic.sweep(book.path)
        append_links(book.signals, [(str(entry["id"]), {"entry": _text(entry)}) for entry in entries])


def _text(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
