"""CSV files: any delimiter, any encoding. The engine's own reader where the file is plain, Python's where it is not.

The engine is fast but gives no line numbers; it is trusted only when the lines of the file, counted on their own, are
exactly the head and its rows. Otherwise (quoted line breaks, blank lines, rows with too many cells) Python reads.
"""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.collect.mapping import SourceEntry
from tongket.collect.readers.encodings import PIECE, decoded_pieces, find_encoding
from tongket.collect.readers.raw import CELLS, ROW, Progress, RawTable, unique_names, write_rows
from tongket.model.errors import SourceError
from tongket.store.parquet import literal, quoted

if TYPE_CHECKING:
    import duckdb

DELIMITERS = ",;\t|"
# a cell longer than this is an opening quote that was never closed
LONGEST_CELL = 1 << 20
Wanted = Callable[[Sequence[str]], Sequence[str]]


def read_csv(
    con: duckdb.DuckDBPyConnection,
    name: str,
    path: Path,
    digest: str,
    options: SourceEntry,
    work: Path,
    wanted: Wanted,
    progress: Progress,
) -> RawTable:
    """Read a CSV file, which may be compressed with gzip.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine that will hold the rows.
    name, path, digest : str, Path, str
        The file.
    options : SourceEntry
        Encoding, delimiter and head line, where the mapping gives them.
    work : Path
        Folder for what is written on the way.
    wanted : callable
        Given the header, returns the columns to read; it raises where the mapping lacks one.
    progress : callable
        Told how many rows are done.

    Raises
    ------
    SourceError
        If the file is empty, or a quote is never closed.
    """
    plain = _plain_utf8(name, path, options, work)
    lines = _first_lines(plain)
    delimiter = _delimiter_of(options.delimiter) or find_delimiter(lines)
    head = options.header_row or 1
    header = _header(name, lines, delimiter, head)
    columns = tuple(wanted(header))
    fast = _read_by_engine(con, plain, delimiter, head, header, columns)
    relation = fast or _read_by_python(name, plain, delimiter, head, header, work, progress)
    broken = None if fast else f"{CELLS} <> {len(header)}"
    return RawTable(name, digest, relation, tuple((column, "VARCHAR") for column in columns), broken)


def _delimiter_of(text: str) -> str:
    return {"tab": "\t", "\\t": "\t"}.get(text, text)


def _plain_utf8(name: str, path: Path, options: SourceEntry, work: Path) -> Path:
    """Return a file with the same text in UTF-8 without mark: the file itself where it is one already."""
    if path.suffix.lower() == ".gz":
        unpacked = work / "unpacked.csv"
        try:
            with gzip.open(path) as source, unpacked.open("wb") as copy:
                shutil.copyfileobj(source, copy, PIECE)
        except (OSError, EOFError) as error:
            raise SourceError(f"{name}: must be a whole gzip file; {error}. Fetch it again.") from None
        path = unpacked
    if path.stat().st_size == 0:
        raise SourceError(f"{name}: must hold a head line and rows; the file is empty. Fetch it again.")
    encoding = options.encoding or find_encoding(path)
    if encoding == "utf-8" and not options.encoding:
        return path
    target = work / "utf8.csv"
    with target.open("w", encoding="utf-8", newline="") as written:
        for piece in decoded_pieces(path, encoding):
            written.write(piece)
    return target


def _first_lines(path: Path) -> list[str]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return file.read(1 << 16).splitlines(keepends=True)


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that cuts the first lines into the most cells, the same number in most lines."""

    def score(delimiter: str) -> tuple[float, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines[:200], delimiter=delimiter) if row)
        except csv.Error:
            return (0.0, 0)
        width, often = widths.most_common(1)[0] if widths else (1, 1)
        return (often / max(sum(widths.values()), 1), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=score)


def _header(name: str, lines: Sequence[str], delimiter: str, head: int) -> tuple[str, ...]:
    rows = csv.reader(lines, delimiter=delimiter)
    for row in rows:
        if rows.line_num >= head:
            if not any(cell.strip() for cell in row):
                break
            return unique_names(row)
    raise SourceError(f"{name}: line {head} must hold the names of the columns; it is empty. Give source.header_row.")


def _read_by_engine(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    delimiter: str,
    head: int,
    header: Sequence[str],
    columns: Sequence[str],
) -> str | None:
    """Read with the engine; None where the file turns out not to be plain."""
    import duckdb

    lines = count_lines(path)
    if lines is None or len(header) < 2:
        return None
    # positions, because names may differ from the file's by the white space we took away
    types = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(header)))
    chosen = ", ".join(f"c{header.index(name)} AS {quoted(name)}" for name in columns)
    try:
        con.execute(
            f"CREATE OR REPLACE TABLE raw_rows AS SELECT {chosen}"
            f" FROM read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {head},"
            f" columns = {{{types}}},"
            f" delim = {literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true, nullstr = '',"
            f" max_line_size = {LONGEST_CELL})"
        )
    except duckdb.Error:
        return None
    rows = con.execute("SELECT count(*) FROM raw_rows").fetchone()
    if rows is None or rows[0] + head != lines:
        con.execute("DROP TABLE raw_rows")
        return None
    # rows keep the order of the file, so the engine's own row id gives the line
    return f"(SELECT rowid + {head + 1} AS {ROW}, * FROM raw_rows)"


def count_lines(path: Path) -> int | None:
    """Return the number of lines of a file; None where a carriage return stands alone and lines cannot be counted."""
    feeds = returns = pairs = 0
    last = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            feeds += piece.count(b"\n")
            if b"\r" in piece or last == b"\r":
                returns += piece.count(b"\r")
                pairs += piece.count(b"\r\n") + (last == b"\r" and piece[:1] == b"\n")
            last = piece[-1:]
    if returns != pairs:
        return None
    return feeds + (last not in (b"\n", b""))


def _read_by_python(
    name: str,
    path: Path,
    delimiter: str,
    head: int,
    header: Sequence[str],
    work: Path,
    progress: Progress,
) -> str:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = _numbered_rows(name, file, delimiter, head)
        return write_rows(header, rows, work / "rows.parquet", progress)


def _numbered_rows(
    name: str, file: io.TextIOBase, delimiter: str, head: int
) -> Iterator[tuple[int, Sequence[str | None]]]:
    """Yield the line on which each row begins, and its cells; blank lines are no rows."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(file, delimiter=delimiter)
    begins = 1
    try:
        for row in reader:
            if begins > head and row:
                yield begins, [cell or None for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"{name}, line {begins}: a cell has no end ({error}). Close the quote that opens on this line."
        ) from None
