"""Verify a book: recompute every digest and count, and name each file that is not as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.close.problems import Fault, Problem
from tongket.model.errors import SealError
from tongket.model.seals import DIGEST, Seal, SealedTable
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.chains import broken_link, read_chain
from tongket.store.digests import bytes_digest, content_digest, file_digest
from tongket.store.ledger import DERIVATIONS
from tongket.store.loads import Load, load_files, read_loads
from tongket.store.manifests import content_columns, digest_of, is_whole, parse_manifest
from tongket.store.seals import MANIFEST, seal_folder, seal_folders

if TYPE_CHECKING:
    import duckdb

# What `ls` and a file manager of another system leave in any folder; it is no part of a seal and does no harm.
_HARMLESS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class VerifyResult:
    """Hold what was looked at and what was found.

    Attributes
    ----------
    problems : tuple of Problem
        Ordered as found; empty for a whole book.
    n_seals, n_loads, n_files : int
        What was looked at.
    """

    problems: tuple[Problem, ...]
    n_seals: int = 0
    n_loads: int = 0
    n_files: int = 0

    @property
    def ok(self) -> bool:
        """Tell whether the book is as it was written."""
        return not self.problems

    def as_json(self) -> dict[str, object]:
        """Return what ``tongket verify --json`` prints."""
        return {"ok": self.ok, "problems": [problem.as_json() for problem in self.problems]}


def verify_book(book: Book, *, progress: Callable[[str], None] | None = None) -> VerifyResult:
    """Recompute every digest of a book's seals and figures, and count its records again.

    Parameters
    ----------
    book : Book
        What to verify; nothing in it is changed.
    progress : callable, optional
        Called with the name of each seal, of the records and of the figures before they are looked at.

    Returns
    -------
    VerifyResult
        A changed file is a problem in it, not an error.

    Notes
    -----
    Each bit of a seal is covered: tables by the digest of their file, the manifest by its own digest and by its one
    form. Who can write in the book can also write new digests; who notes the name of a seal elsewhere, on the printed
    report for example, will see that too, for the name covers the content of every table.
    """
    with closing(_Audit(book, progress or (lambda _: None))) as audit:
        problems = (*audit.seals(), *audit.records(), *audit.figures(), *audit.registrations(), *audit.signals())
    return VerifyResult(problems, audit.n_seals, audit.n_loads, audit.n_files)


def verify_seal(book: Book, digest: str) -> VerifyResult:
    """Recompute every digest of one seal, for a command that is about to rest on it; see `verify_book`."""
    with closing(_Audit(book, lambda _: None)) as audit:
        problems = tuple(audit.seal(seal_folder(book, digest)))
    return VerifyResult(problems, n_seals=1, n_files=audit.n_files)


@dataclass
class _Audit:
    book: Book
    progress: Callable[[str], None]
    n_seals: int = 0
    n_loads: int = 0
    n_files: int = 0
    _open: ExitStack = field(default_factory=ExitStack)
    _engine: duckdb.DuckDBPyConnection | None = None

    def close(self) -> None:
        self._open.close()
        self._engine = None

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend the engine; after an error it may be unusable, so the next file gets a new one."""
        import duckdb

        if self._engine is None:
            self._engine = self._open.enter_context(parquet.reading())
        try:
            yield self._engine
        except duckdb.Error:
            self.close()
            raise

    def _name(self, path: Path) -> str:
        return path.relative_to(self.book.path).as_posix()

    def seals(self) -> Iterator[Problem]:
        for folder in seal_folders(self.book):
            if folder.is_dir() and DIGEST.match(folder.name):
                self.progress(folder.name[:12])
                self.n_seals += 1
                yield from self.seal(folder)
            elif folder.name not in _HARMLESS:
                yield Problem(self._name(folder), Fault.STRANGER)

    def seal(self, folder: Path) -> Iterator[Problem]:
        path = folder / MANIFEST
        if not path.is_file():
            yield Problem(self._name(path), Fault.MISSING)
            return
        self.n_files += 1
        content = path.read_bytes()
        try:
            seal = parse_manifest(content, self._name(path))
        except SealError:
            yield Problem(self._name(path), Fault.UNREADABLE)
            return
        yield from self._manifest(path, content, seal)
        for table in seal.tables:
            yield from self._table(folder / f"{table.name}.parquet", table)
        yield from self._strangers(folder, {MANIFEST, *(f"{table.name}.parquet" for table in seal.tables)})

    def _manifest(self, path: Path, content: bytes, seal: Seal) -> Iterator[Problem]:
        folder = path.parent
        if (found := digest_of(seal)) != folder.name or seal.digest != folder.name:
            yield Problem(self._name(path), Fault.NAME, folder.name, found if found != folder.name else seal.digest)
        elif not is_whole(content, seal):
            yield Problem(self._name(path), Fault.CHANGED)
        if seal.parent is not None and not seal_folder(self.book, seal.parent).is_dir():
            yield Problem(self._name(path), Fault.PARENT, seal.parent)

    def _table(self, path: Path, table: SealedTable) -> Iterator[Problem]:
        if not path.is_file():
            yield Problem(self._name(path), Fault.MISSING)
            return
        self.n_files += 1
        if (found := file_digest(path)) != table.file_digest:
            # a file that is not what was written is not decoded: it could say anything
            yield Problem(self._name(path), Fault.CHANGED, table.file_digest, found)
            return
        yield from self._content(path, table)

    def _content(self, path: Path, table: SealedTable) -> Iterator[Problem]:
        import duckdb

        relation = parquet.file_sql(path)
        try:
            with self._reading() as con:
                found = content_digest(con, relation, content_columns(table.columns))
                rows = parquet.count_rows(con, relation)
        except duckdb.Error:
            yield Problem(self._name(path), Fault.UNREADABLE)
            return
        if rows != table.rows:
            yield Problem(self._name(path), Fault.ROWS, str(table.rows), str(rows))
        if found != table.content_digest:
            yield Problem(self._name(path), Fault.CONTENT, table.content_digest, found)

    def _strangers(self, folder: Path, expected: set[str]) -> Iterator[Problem]:
        for path in sorted(folder.iterdir()):
            if path.name not in expected | _HARMLESS:
                yield Problem(self._name(path), Fault.STRANGER)

    def records(self) -> Iterator[Problem]:
        import duckdb

        self.progress("records")
        try:
            loads = read_loads(self.book)
        except duckdb.Error:
            yield Problem(self._name(self.book.loads), Fault.UNREADABLE)
            return
        self.n_loads = len(loads)
        for load in loads:
            files = load_files(self.book.records / load.table, [load.load_id])
            self.n_files += len(files)
            yield from self._load(load, files)

    def _load(self, load: Load, files: list[Path]) -> Iterator[Problem]:
        # one query for a whole load; only when that fails are its files read one by one, to name the one at fault
        if (rows := self._rows(files)) is None:
            broken = [path for path in files if self._rows([path]) is None]
            yield from (Problem(self._name(path), Fault.UNREADABLE) for path in broken or files)
        elif rows != load.accepted:
            where = self._name(self.book.records / load.table)
            yield Problem(f"{where} ({load.load_id})", Fault.RECORDS, str(load.accepted), str(rows))

    def _rows(self, files: list[Path]) -> int | None:
        """Return the number of rows in some files, each value of them read; None when that is not possible."""
        import duckdb

        paths = ", ".join(parquet.literal(str(path)) for path in files)
        # the hash makes the engine decode every value: a count alone reads the footer only
        sql = f"SELECT COUNT(*), bit_xor(hash(t)) FROM read_parquet([{paths}], hive_partitioning = false) AS t"
        try:
            with self._reading() as con:
                return int((con.execute(sql).fetchone() or (0,))[0]) if files else 0
        except duckdb.Error:
            return None

    def figures(self) -> Iterator[Problem]:
        self.progress("figures")
        for path in sorted(self.book.figures.glob("*.parquet")) if self.book.figures.is_dir() else ():
            self.n_files += 1
            if DIGEST.match(path.stem) and (found := file_digest(path)) != path.stem:
                yield Problem(self._name(path), Fault.CHANGED, path.stem, found)
            elif not DIGEST.match(path.stem) and not path.name.startswith("."):
                yield Problem(self._name(path), Fault.STRANGER)
        for path in sorted((self.book.figures / DERIVATIONS).glob("*.json")):
            self.n_files += 1
            if (found := file_digest(path)) != path.stem:
                yield Problem(self._name(path), Fault.CHANGED, path.stem, found)

    def registrations(self) -> Iterator[Problem]:
        path = self.book.registrations
        if path.is_file():
            self.n_files += 1
        if (broken := broken_link(path)) is not None:
            yield Problem(f"{self._name(path)}:{broken.line}", Fault.CHAIN, broken.expected, broken.found)
            return
        # a chain cut short is whole by itself: what evaluations printed says how long it was
        known = {link.digest for link in read_chain(path)}
        for digest in sorted(self._relied_on() - known):
            yield Problem(self._name(path), Fault.CHAIN_END, digest)

    def _relied_on(self) -> set[str]:
        """Return the registrations that derived figures rest on."""
        found = set()
        for path in (self.book.figures / DERIVATIONS).glob("*.json"):
            content = path.read_bytes()
            if b'"registration"' in content and bytes_digest(content) == path.stem:
                found.add(json.loads(content)["parameters"].get("registration", ""))
        return {digest for digest in found if DIGEST.match(digest)}

    def signals(self) -> Iterator[Problem]:
        if not self.book.signals.is_file():
            return
        self.progress("signals")
        self.n_files += 1
        if (broken := broken_link(self.book.signals)) is not None:
            name = f"{self._name(self.book.signals)}:{broken.line}"
            yield Problem(name, Fault.REGISTER, broken.expected, broken.found)
