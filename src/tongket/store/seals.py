"""Seals on disk: ``seals/<digest>/manifest.json`` and one Parquet file for each table; written once, never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import tongket
from tongket.model.errors import BookError, SealError
from tongket.model.seals import DIGEST, Seal, SealedTable, Status
from tongket.store import atomic, parquet
from tongket.store.book import Book
from tongket.store.digests import content_digest, file_digest
from tongket.store.manifests import content_columns, digest_of, is_whole, parse_manifest, render_manifest, seal_digest

if TYPE_CHECKING:
    import duckdb

MANIFEST = "manifest.json"
# Nobody reads fewer digits aloud, and a word such as "be" must not name a seal.
SHORTEST_PREFIX = 4

_PREFIX = re.compile(rf"^[0-9a-f]{{{SHORTEST_PREFIX},64}}$")


@dataclass(frozen=True)
class TableToSeal:
    """Name what goes into a seal as one table.

    Attributes
    ----------
    name : str
        Name of the table; its file is ``<name>.parquet``.
    relation : str
        SQL as it stands after FROM.
    columns : tuple of (str, str)
        Name and SQL type, in the order on disk.
    key : tuple of str
        Columns that are unique together and order the rows.
    """

    name: str
    relation: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """Hold what is said of a seal as a whole; `Seal` explains the parts.

    Attributes
    ----------
    parent : str or None
        Digest or its beginning; ``latest`` takes the newest seal whose cut-off is not after `as_of`.
    """

    as_of: date
    status: Status
    note: str
    rules: tuple[tuple[str, str], ...]
    parent: str | None = "latest"


def seal_folder(book: Book, digest: str) -> Path:
    """Return the folder of a seal."""
    return book.seals / digest


def table_files(book: Book, seal: Seal) -> dict[str, Path]:
    """Return the Parquet file of each table of a seal, by name of table."""
    return {table.name: seal_folder(book, seal.digest) / f"{table.name}.parquet" for table in seal.tables}


def write_seal(
    book: Book,
    con: duckdb.DuckDBPyConnection,
    tables: Sequence[TableToSeal],
    head: Head,
    *,
    progress: Callable[[str], None] | None = None,
) -> tuple[Seal, bool]:
    """Write relations as a seal, whole or not at all.

    Parameters
    ----------
    book : Book
        Where; the caller is its one writer.
    con : duckdb.DuckDBPyConnection
        Connection that knows the relations.
    tables : sequence of TableToSeal
        What to seal.
    head : Head
        Cut-off, status, note, rules, parent.
    progress : callable, optional
        Called with the name of each table before it is written.

    Returns
    -------
    seal : Seal
        The new seal, or the one there was.
    is_new : bool
        False when the book holds a seal of the same content, cut-off, status, note and rules.

    Raises
    ------
    BookError
        If a key occurs twice in a table.
    SealError
        If the parent is unknown.
    """
    earlier = list_seals(book)
    parent = _parent(earlier, head)
    with atomic.building(book.seals) as folder:
        sealed = tuple(_write_table(con, table, folder, progress) for table in sorted(tables, key=lambda t: t.name))
        seal = _name_seal(head, parent, sealed)
        if (same := _same(earlier, seal, any_parent=head.parent == "latest")) is not None:
            return same, False
        (folder / MANIFEST).write_bytes(render_manifest(seal))
        atomic.publish(folder, seal_folder(book, seal.digest))
    return seal, True


def _parent(earlier: Sequence[Seal], head: Head) -> str | None:
    if head.parent == "latest":
        before = [seal.digest for seal in earlier if seal.as_of <= head.as_of]
        return before[-1] if before else None
    return None if head.parent is None else find_seal(earlier, head.parent).digest


def _write_table(
    con: duckdb.DuckDBPyConnection, table: TableToSeal, folder: Path, progress: Callable[[str], None] | None
) -> SealedTable:
    if progress is not None:
        progress(table.name)
    path = folder / f"{table.name}.parquet"
    parquet.write_table(con, table.relation, table.columns, table.key, path)
    # everything said of the table is read back from the file, so that a fault of the writer cannot be sealed unseen
    written = parquet.file_sql(path)
    if repeated := parquet.repeated_keys(con, written, table.key):
        raise BookError(
            f"Table {table.name!r}: each key ({', '.join(table.key)}) must occur once; got {repeated} that occur more"
            " often. Nothing was sealed. Collect the table's sources again."
        )
    return SealedTable(
        name=table.name,
        rows=parquet.count_rows(con, written),
        columns=table.columns,
        content_digest=content_digest(con, written, content_columns(table.columns)),
        file_digest=file_digest(path),
    )


def _name_seal(head: Head, parent: str | None, tables: tuple[SealedTable, ...]) -> Seal:
    rules = tuple(sorted(head.rules))
    digest = seal_digest(
        as_of=head.as_of, status=head.status, parent=parent, note=head.note, tables=tables, rules=rules
    )
    return Seal(
        digest=digest,
        as_of=head.as_of,
        status=head.status,
        parent=parent,
        note=head.note,
        tables=tables,
        rules=rules,
        code_version=tongket.__version__,
        sealed_at=datetime.now().astimezone().isoformat(timespec="seconds"),
    )


def _same(earlier: Sequence[Seal], new: Seal, *, any_parent: bool) -> Seal | None:
    for seal in earlier:
        # "latest" would name the twin itself as the parent, and then no two closings could ever be the same
        if seal.digest == new.digest or (any_parent and digest_of(replace(seal, parent=new.parent)) == new.digest):
            return seal
    return None


def read_manifest(folder: Path) -> Seal:
    """Read the manifest in the folder of a seal and hold it against its own digests, but not against the tables.

    Raises
    ------
    SealError
        If it is missing, unreadable, or any bit of it was changed.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise SealError(f"Seal {folder.name}: must hold {MANIFEST}; it is missing. Bring it back from a copy.")
    content = path.read_bytes()
    seal = parse_manifest(content, str(path))
    if not is_whole(content, seal) or not seal.digest == folder.name == digest_of(seal):
        raise SealError(
            f"{path}: must be as it was written; it was changed. Run `tongket verify` to see what, and bring the"
            " folder back from a copy of the book."
        )
    return seal


def check_tables(book: Book, seal: Seal) -> None:
    """Hold the files of a seal against their digests, for a command that is about to count on them.

    Raises
    ------
    SealError
        If a file is missing or was changed since it was written; the message names it.
    """
    for name, path in table_files(book, seal).items():
        table = seal.table(name)
        if table is None or not path.is_file() or file_digest(path) != table.file_digest:
            raise SealError(
                f"Seal {seal.short}: table {name!r} must be as it was written; {path} was changed or is missing."
                " Run `tongket verify`, and bring the file back from a copy of the book."
            )


def seal_folders(book: Book) -> tuple[Path, ...]:
    """Return what lies in the folder of seals, without what killed processes left, ordered by name."""
    found = book.seals.iterdir() if book.seals.is_dir() else ()
    return tuple(sorted(path for path in found if not path.name.startswith(".")))


def list_seals(book: Book) -> tuple[Seal, ...]:
    """Return the seals of a book: by cut-off, a child after its parent, then by time of writing.

    Raises
    ------
    SealError
        If the manifest of any seal was changed.
    """
    seals = [read_manifest(path) for path in seal_folders(book) if DIGEST.match(path.name)]
    parents = {seal.digest: seal.parent for seal in seals}
    return tuple(
        sorted(seals, key=lambda seal: (seal.as_of, _depth(seal.digest, parents), seal.sealed_at, seal.digest))
    )


def _depth(digest: str, parents: Mapping[str, str | None]) -> int:
    # no circle is possible: the digest of a seal covers that of its parent
    depth, parent = 0, parents[digest]
    while parent is not None:
        depth, parent = depth + 1, parents.get(parent)
    return depth


def read_seal(book: Book, which: str | date = "latest") -> Seal:
    """Find one seal of a book.

    Parameters
    ----------
    book : Book
        Where.
    which : str or date
        ``latest``; a digest or at least four digits of its beginning; or a day (also written YYYY-MM-DD): the newest
        seal whose cut-off is not after it.

    Raises
    ------
    SealError
        If there is none, or several begin alike.
    """
    return find_seal(list_seals(book), which)


def find_seal(seals: Sequence[Seal], which: str | date) -> Seal:
    """Find one of the seals that `list_seals` gave; see `read_seal`."""
    if not seals:
        raise SealError(
            "Seal: the book must hold at least one; got none. Make one with: tongket close BOOK --as-of DAY"
        )
    if which == "latest":
        return seals[-1]
    day = which if isinstance(which, date) else _day(which)
    found = [seal for seal in seals if seal.as_of <= day][-1:] if day else _beginning(seals, str(which))
    if len(found) == 1:
        return found[0]
    raise SealError(
        f"Seal: must be 'latest', a day, or {SHORTEST_PREFIX} or more digits that begin one seal only;"
        f" got {str(which)!r}, which {'several seals share' if found else 'names none'}. There are: "
        + ", ".join(f"{seal.short} ({seal.as_of}, {seal.status.value})" for seal in found or seals[-10:])
        + "."
    )


def _day(which: str) -> date | None:
    try:
        return date.fromisoformat(which) if "-" in which else None
    except ValueError:
        return None


def _beginning(seals: Sequence[Seal], which: str) -> list[Seal]:
    wanted = which.lower()
    return [seal for seal in seals if seal.digest.startswith(wanted)] if _PREFIX.match(wanted) else []
