"""Sources: a file, a folder or archive of files, the address of a database; each is a list of items to read."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tongket.model.errors import SourceError
from tongket.model.tables import RECORD_TABLES
from tongket.store import workbooks
from tongket.store.databases import is_address, public_address

TEXT = (".csv", ".tsv", ".tab", ".txt", ".gz")
PARQUET = (".parquet", ".pq")
SUFFIXES = (*TEXT, *PARQUET, *workbooks.SUFFIXES)


@dataclass(frozen=True)
class SourceItem:
    """Name one thing to read.

    Attributes
    ----------
    name : str
        As it is kept in the book: file name, or archive and member, or address without password.
    path : Path or None
        File, or archive that holds the member.
    member : str
        Member of the archive; empty for a file.
    address : str
        Address of a database; empty for a file.
    size : int
        Bytes, for the progress bar.
    """

    name: str
    path: Path | None
    member: str = ""
    address: str = ""
    size: int = 0

    @property
    def suffix(self) -> str:
        """Return the ending that says how it is read."""
        return PurePosixPath(self.member or (self.path.name if self.path else "")).suffix.lower()


def list_items(sources: Sequence[str | Path]) -> tuple[SourceItem, ...]:
    """Return what there is to read in sources, in order of name within each.

    Raises
    ------
    SourceError
        If a source is missing or a folder or archive holds nothing that can be read.
    """
    return tuple(item for source in sources for item in _items(source))


def _items(source: str | Path) -> Iterator[SourceItem]:
    if isinstance(source, str) and is_address(source):
        yield SourceItem(public_address(source), None, address=source)
        return
    path = Path(source)
    if path.is_dir():
        yield from _folder_items(path)
    elif not path.is_file():
        raise SourceError(f"{path}: must be a file, a folder or a database address; there is none. Mend the path.")
    elif path.suffix.lower() == ".zip":
        yield from _archive_items(path)
    elif path.suffix.lower() in SUFFIXES:
        yield SourceItem(path.name, path, size=path.stat().st_size)
    else:
        raise SourceError(f"{path}: must end in one of {', '.join(SUFFIXES)}, .zip; got {path.suffix!r}. Rename it.")


def _folder_items(folder: Path) -> Iterator[SourceItem]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_readable(path.name)]
    if not files:
        raise SourceError(f"{folder}: must hold files that end in {', '.join(SUFFIXES)}; there is none. Mend the path.")
    for path in sorted(files, key=lambda path: (_table_order(path.name), str(path))):
        if path.suffix.lower() == ".zip":
            yield from _archive_items(path)
        else:
            yield SourceItem(path.relative_to(folder).as_posix(), path, size=path.stat().st_size)


def _archive_items(path: Path) -> Iterator[SourceItem]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and _is_readable(info.filename)]
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{path.name}: must be a whole zip archive; {error}. Fetch it again.") from None
    if not members:
        raise SourceError(f"{path.name}: must hold files that end in {', '.join(SUFFIXES)}; there is none.")
    for info in sorted(members, key=lambda info: (_table_order(info.filename), info.filename)):
        yield SourceItem(f"{path.name}/{info.filename}", path, member=info.filename, size=info.file_size)


def _is_readable(name: str) -> bool:
    pure = PurePosixPath(name)
    if pure.name.startswith((".", "~$")) or "__MACOSX" in pure.parts:
        return False
    return pure.suffix.lower() in (*SUFFIXES, ".zip")


def _table_order(name: str) -> int:
    """Return the place of the table a file is named after: cases come before the events that speak of them."""
    tables = list(RECORD_TABLES)
    table = table_of(name)
    return tables.index(table) if table else len(tables)


def table_of(name: str) -> str | None:
    """Return the table a file is named after, the longest name that it holds; None where it holds none."""
    stem = PurePosixPath(name).name.casefold().replace("-", "_").replace(" ", "_")
    found = [table for table in RECORD_TABLES if table in stem]
    return max(found, key=len, default=None)


@contextmanager
def opened(item: SourceItem, work: Path) -> Iterator[Path]:
    """Yield a path with the bytes of an item; a member of an archive is unpacked into `work` for as long as needed."""
    assert item.path is not None
    if not item.member:
        yield item.path
        return
    target = work / f"member{item.suffix}"
    try:
        with zipfile.ZipFile(item.path) as archive, archive.open(item.member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
    except (zipfile.BadZipFile, RuntimeError, OSError) as error:
        raise SourceError(f"{item.name}: cannot be unpacked; {error}. Fetch the archive again.") from None
    try:
        yield target
    finally:
        target.unlink(missing_ok=True)
