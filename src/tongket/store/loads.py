"""The list of loads: its replacement is the instant at which a load becomes part of the book."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.errors import BookError
from tongket.store import atomic
from tongket.store.book import Book
from tongket.store.parquet import connect, file_sql, literal, load_rows, quoted

if TYPE_CHECKING:
    import duckdb

LOCK_NAME = ".collecting.lock"

# Name and SQL type in loads.parquet, in the order of the fields of `Load`.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("load_id", "VARCHAR"),
    ("table", "VARCHAR"),
    ("source", "VARCHAR"),
    ("file_digest", "VARCHAR"),
    ("read", "BIGINT"),
    ("accepted", "BIGINT"),
    ("rejected", "BIGINT"),
    ("duplicate", "BIGINT"),
    ("superseded", "BIGINT"),
    ("received_on", "DATE"),
    ("loaded_at", "VARCHAR"),
    ("mapping", "VARCHAR"),
    ("sequence", "BIGINT"),
)


@dataclass(frozen=True)
class Load:
    """Say what one reading of one source into one table brought.

    Attributes
    ----------
    load_id : str
        Made from the bytes of the source, the mapping and the rules in force, the table and the day of receipt.
    table : str
        Table of records.
    source : str
        Name of the file, or address without password and query.
    file_digest : str
        SHA-256 of the source.
    read, accepted, rejected, duplicate : int
        Rows; read = accepted + rejected + duplicate.
    superseded : int
        Accepted rows that replaced an earlier version of the same record.
    received_on : date
        Day on which the office knew it; what is asked "as of" a day rests on it.
    loaded_at : str
        When it was written, ISO 8601 with offset.
    mapping : str
        Id of the mapping.
    sequence : int
        Number of the load in this book, from 1; of two loads received on one day the higher is the newer.

    Raises
    ------
    BookError
        If the numbers do not add up.
    """

    load_id: str
    table: str
    source: str
    file_digest: str
    read: int
    accepted: int
    rejected: int
    duplicate: int
    superseded: int
    received_on: date
    loaded_at: str
    mapping: str
    sequence: int

    def __post_init__(self) -> None:
        if self.read != self.accepted + self.rejected + self.duplicate or self.superseded > self.accepted:
            raise BookError(
                f"Load {self.load_id}: read must equal accepted + rejected + duplicate; got {self.read} and"
                f" {self.accepted} + {self.rejected} + {self.duplicate}, of which {self.superseded} superseding."
                " Report this as a fault of the program."
            )

    @property
    def order(self) -> tuple[date, int]:
        """Return the key by which later knowledge follows earlier."""
        return (self.received_on, self.sequence)


def read_loads(book: Book, con: duckdb.DuckDBPyConnection | None = None) -> tuple[Load, ...]:
    """Return the loads of a book in the order in which they were written; empty for a book without records.

    Parameters
    ----------
    book : Book
        The book.
    con : DuckDBPyConnection, optional
        An engine that is open already.
    """
    if not book.loads.is_file():
        return ()
    names = ", ".join(quoted(name) for name, _ in COLUMNS)
    with nullcontext(con) if con else connect() as engine:
        rows = engine.execute(f"SELECT {names} FROM {file_sql(book.loads)} ORDER BY sequence").fetchall()
    return tuple(Load(*row) for row in rows)


def write_loads(book: Book, loads: Sequence[Load], con: duckdb.DuckDBPyConnection | None = None) -> None:
    """Replace the list of loads at once; the data files of every load must be on disk already."""
    rows = [[getattr(load, field.name) for field in fields(Load)] for load in loads]
    with atomic.replacing(book.loads) as temporary, nullcontext(con) if con else connect() as engine:
        load_rows(engine, "loads", COLUMNS, rows)
        engine.execute(f"COPY (SELECT * FROM loads ORDER BY sequence) TO {literal(str(temporary))} (FORMAT parquet)")


def load_files(folder: Path, load_ids: Iterable[str]) -> list[Path]:
    """Return the data files below `folder` that belong to these loads, in order of name."""
    wanted = set(load_ids)
    return sorted(path for path in folder.rglob("*.parquet") if load_of(path) in wanted)


def load_of(path: Path) -> str:
    """Return the load to which a data file belongs: its name up to the first dot."""
    return path.name.partition(".")[0]


def sweep_leftovers(book: Book, loads: Sequence[Load], keep: Path | None = None) -> int:
    """Remove what killed processes left: files of loads that were never listed. Returns how many there were.

    To be called by the one writer that holds the lock; readers never see these files, since they go by the list.
    `keep` is the writer's own folder for unfinished work.
    """
    listed = {load.load_id for load in loads}
    removed = 0
    for folder in (book.records, book.rejects):
        for path in folder.rglob("*.parquet") if folder.is_dir() else ():
            if load_of(path) not in listed:
                path.unlink(missing_ok=True)
                removed += 1
    for leftover in book.path.glob(f"{atomic.PREFIX}*"):
        if leftover != keep:
            shutil.rmtree(leftover, ignore_errors=True)
            leftover.unlink(missing_ok=True)
    return removed


@contextmanager
def one_writer(book: Book) -> Iterator[None]:
    """Hold the book against a second collect; the hold ends with the process, however it ends.

    Raises
    ------
    BookError
        If another process holds it; the message says which and since when.
    """
    path = book.path / LOCK_NAME
    with path.open("a+", encoding="utf-8") as file:
        if not _lock(file.fileno()):
            file.seek(0)
            raise BookError(
                f"Book {str(book.path)!r}: one collect at a time; another is running ({file.read().strip() or 'new'})."
                " Wait until it ends, then repeat the command."
            )
        file.truncate(0)
        file.write(f"process {os.getpid()} since {datetime.now().astimezone().isoformat(timespec='seconds')}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _lock(descriptor: int) -> bool:
    """Take the file's lock without waiting; the system gives it back when the process ends."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: the list is still replaced atomically, only two writers are not told
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
