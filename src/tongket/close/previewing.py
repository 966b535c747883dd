"""The records of a book as they were known on a day, for those who only look: nothing is written into the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from tongket.close.closing import Basis, received_tables
from tongket.close.definitions import definition_rows, load_definitions
from tongket.close.known import known_tables
from tongket.model.errors import BookError, UsageError
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.book_lists import read_book_areas, read_book_offences
from tongket.store.loads import read_loads
from tongket.store.scratch import scratch_folder

# what a table needs beside itself to be taken back to a day
_NEEDS: Mapping[str, tuple[str, ...]] = {"cases": ("case_events",)}


def basis_for(book: Book, table: str, as_of: date, within_days: int) -> Basis:
    """Return what counts as known on a day: what had been received, unless the last receipt is too long ago.

    Parameters
    ----------
    book : Book
        Whose records.
    table : str
        Table of records.
    as_of : date
        The day.
    within_days : int
        A register received longer ago than this was not kept by what is received: its dates must do.
    """
    since = as_of - timedelta(days=within_days)
    fresh = any(
        load.table == table and load.accepted and since < load.received_on <= as_of for load in read_loads(book)
    )
    return Basis.RECEIVED if fresh else Basis.DATED


@contextmanager
def known_records(
    book: Book, as_of: date, columns: Mapping[str, tuple[str, ...]], *, basis: Basis
) -> Iterator[dict[str, Path]]:
    """Lend files of the records as they were known on a day.

    Parameters
    ----------
    book : Book
        Whose records.
    as_of : date
        The day; nothing dated later is in the files.
    columns : mapping of str to tuple of str
        By table: the columns wanted. No other column leaves the book.
    basis : Basis
        What counts as known.

    Yields
    ------
    dict of str to Path
        Parquet file by table, outside the book; gone when the block ends.

    Raises
    ------
    UsageError
        If the day lies in the future.
    BookError
        If nothing was known on that day.
    """
    if as_of > datetime.now(book.zone).date():
        raise UsageError(f"Records: the day must not lie in the future; got {as_of}. Give a day up to today.")
    with scratch_folder() as folder, parquet.connect(folder / "spill") as con:
        names = {name for table in columns for name in (table, *_NEEDS.get(table, ()))}
        received = received_tables(book, con, as_of if basis is Basis.RECEIVED else None, sorted(names))
        offences = read_book_offences(book)
        load_definitions(con, definition_rows(read_book_areas(book), offences))
        files = {}
        for known in known_tables(received, as_of, has_codes=offences is not None):
            if known.name in columns and parquet.has_rows(con, known.relation):
                files[known.name] = folder / f"{known.name}.parquet"
                wanted = ", ".join(parquet.quoted(name) for name in columns[known.name])
                target = parquet.literal(str(files[known.name]))
                con.execute(f"COPY (SELECT {wanted} FROM {known.relation}) TO {target} (FORMAT parquet)")
        if not files:
            raise BookError(f"Book {book.id!r}: something must be known on {as_of}; got no record. Give a later day.")
        yield files
