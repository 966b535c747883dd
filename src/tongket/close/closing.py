"""Close the books: seal the records as known at a cut-off, with the definitions and the rules then in force."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.close.definitions import (
    definition_rows,
    definition_rules,
    load_definitions,
)
from tongket.close.known import Known, known_tables
from tongket.model.areas import AreaSet
from tongket.model.errors import BookError, UsageError
from tongket.model.offences import OffenceCatalogue
from tongket.model.seals import Seal, Status
from tongket.model.tables import RECORD_TABLES
from tongket.store import atomic, parquet
from tongket.store.book import Book
from tongket.store.book_lists import read_book_areas, read_book_offences
from tongket.store.digests import file_digest
from tongket.store.loads import one_writer, read_loads
from tongket.store.records import current_records_sql
from tongket.store.seals import Head, TableToSeal, write_seal

if TYPE_CHECKING:
    import duckdb

COUNTING_RULE = "most serious offence by maximum of the frame; ties to the lowest article"


# Records of a book that is small: threads would cost more than they bring, and its tables fit into memory.
SMALL = 200_000


class Basis(StrEnum):
    """Say what counts as known at the cut-off."""

    RECEIVED = "received"  # what had reached the office by then: the newest version of each record received by that day
    DATED = (
        "dated"  # everything collected to this day, rewound by its dates: for registers that came in one late export
    )


@dataclass(frozen=True)
class ClosedTable:
    """Say what happened to one table of records on the way into the seal.

    Attributes
    ----------
    name : str
        Table.
    sealed : int
        Rows in the seal.
    left_out : int
        Rows left out because they are dated after the cut-off.
    rewound : int
        Rows sealed as they stood at the cut-off, because they tell of later days.
    """

    name: str
    sealed: int
    left_out: int
    rewound: int


@dataclass(frozen=True)
class CloseResult:
    """Hold the seal and how it came about; `is_new` is False when there was nothing to do."""

    seal: Seal
    is_new: bool
    tables: tuple[ClosedTable, ...]


def close_book(
    book: Book,
    *,
    as_of: date,
    status: Status,
    note: str = "",
    parent: str | None = "latest",
    basis: Basis = Basis.RECEIVED,
    progress: Callable[[str], None] | None = None,
) -> CloseResult:
    """Seal the state of the records as known at a cut-off.

    Parameters
    ----------
    book : Book
        Whose records.
    as_of : date
        Cut-off: of every record the newest version received by this day, without what is dated later.
    status : Status
        How final figures from this seal are.
    note : str
        Why it is made; part of the seal's name.
    parent : str or None
        The seal it amends or follows: ``latest`` (the newest whose cut-off is not later), a digest or its beginning,
        or None.
    basis : Basis
        What counts as known.
    progress : callable, optional
        Called with the name of each table before it is written.

    Returns
    -------
    CloseResult
        With the seal there was when the same records were sealed with the same arguments before.

    Raises
    ------
    UsageError
        If the cut-off lies in the future.
    BookError
        If nothing was known at the cut-off, or another command is writing in the book.
    SealError
        If the parent is unknown.
    """
    if as_of > datetime.now(book.zone).date():
        raise UsageError(
            f"Close: the cut-off must not lie in the future, for what will be known then is not known yet;"
            f" got {as_of}. Give a day up to today with --as-of."
        )
    definitions = _Definitions(read_book_areas(book), read_book_offences(book))
    with one_writer(book), _workspace(book) as con:
        tables = load_definitions(con, definition_rows(definitions.areas, definitions.offences))
        known = _known(book, con, as_of, basis, has_codes=definitions.offences is not None)
        head = Head(as_of, status, note.strip(), _rules(book, basis, definitions), parent)
        seal, is_new = write_seal(book, con, [*map(_to_seal, known), *tables], head, progress=progress)
        return CloseResult(seal, is_new, tuple(_closed(con, table, seal) for table in known))


@dataclass(frozen=True)
class _Definitions:
    areas: AreaSet | None
    offences: OffenceCatalogue | None


@contextmanager
def _workspace(book: Book) -> Iterator[duckdb.DuckDBPyConnection]:
    for folder in (book.path, book.seals):
        atomic.sweep(folder)
    # in the book, because records are in it; swept by the next writer if this process is killed
    spill = Path(tempfile.mkdtemp(prefix=atomic.PREFIX, dir=book.path))
    try:
        with parquet.connect(spill) as con:
            yield con
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _known(
    book: Book, con: duckdb.DuckDBPyConnection, as_of: date, basis: Basis, *, has_codes: bool
) -> tuple[Known, ...]:
    received = received_tables(book, con, as_of if basis is Basis.RECEIVED else None)
    tables = known_tables(received, as_of, has_codes=has_codes)
    if known := tuple(table for table in tables if parquet.has_rows(con, table.relation)):
        return known
    raise BookError(
        f"Book {book.id!r}: something must have been received by the cut-off {as_of}; got no record."
        " Give a later --as-of, collect with the day of receipt (--received-on), or seal what is dated up to"
        " the cut-off whenever it was received (--basis dated)."
    )


def received_tables(
    book: Book, con: duckdb.DuckDBPyConnection, as_of: date | None, names: Iterable[str] = RECORD_TABLES
) -> Mapping[str, str]:
    """Return by table the relation of the newest versions received by a day (by now if None), ready in `con`."""
    found = {}
    loads = read_loads(book, con)
    is_small = sum(load.accepted for load in loads) <= SMALL
    if is_small:
        con.execute("SET threads = 1")
    for name in names:
        if (relation := current_records_sql(book, name, as_of, loads=loads)) is not None:
            # the relation is named several times in the queries built upon it: a small one is read once
            kept = f"{'TABLE' if is_small else 'VIEW'} {parquet.quoted('received_' + name)}"
            con.execute(f"CREATE TEMP {kept} AS SELECT * FROM {relation}")
            found[name] = parquet.quoted("received_" + name)
    return found


def _to_seal(table: Known) -> TableToSeal:
    return TableToSeal(table.name, table.relation, table.schema.sql_columns, table.schema.key)


def _closed(con: duckdb.DuckDBPyConnection, table: Known, seal: Seal) -> ClosedTable:
    sealed = seal.table(table.name)
    counts = con.execute(
        f"SELECT COUNT(*) FILTER ({table.left_out}), COUNT(*) FILTER ({table.rewound}) FROM {table.received}"
    ).fetchone()
    left_out, rewound = counts or (0, 0)
    return ClosedTable(table.name, 0 if sealed is None else sealed.rows, int(left_out), int(rewound))


def _rules(book: Book, basis: Basis, definitions: _Definitions) -> tuple[tuple[str, str], ...]:
    """Return what was in force: everything outside the records and definitions on which a figure depends."""
    file = book.file
    rules = {
        "basis": basis.value,
        "boundaries": _boundaries(book),
        "calendar": file.book.calendar,
        "clearing.en": file.rules.clearing.en,
        "clearing.vi": file.rules.clearing.vi,
        "counting_rule": COUNTING_RULE,
        "currency": file.book.currency,
        "major": " ".join(file.codes.major),
        "small_number": str(file.rules.small_number),
        "synthetic": "yes" if file.book.synthetic else "no",
        "time_zone": file.book.time_zone,
        **definition_rules(definitions.areas, definitions.offences),
    }
    for calendar in book.calendars.values():
        parts = (calendar.first_day, calendar.month_shift, calendar.first_month, calendar.year_shift)
        rules[f"calendar.{calendar.id}"] = " ".join(str(part) for part in parts)
    return tuple(sorted(rules.items()))


def _boundaries(book: Book) -> str:
    name = book.file.areas.boundaries
    path = book.path / name
    return file_digest(path) if name and path.is_file() else ""
