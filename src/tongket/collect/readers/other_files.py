"""Parquet files, workbooks and queries as raw tables."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket.collect.mapping import SourceEntry
from tongket.collect.readers.raw import ROW, Progress, RawTable, cell_text, unique_names, write_rows
from tongket.model.errors import SourceError
from tongket.store.databases import public_address, read_query
from tongket.store.parquet import file_sql, literal, quoted
from tongket.store.workbooks import Sheet, read_sheets

if TYPE_CHECKING:
    import duckdb

Wanted = Callable[[Sequence[str]], Sequence[str]]
# a head line is looked for in so many rows at the top of a sheet
HEAD_ROWS = 30


def read_parquet(con: duckdb.DuckDBPyConnection, name: str, path: Path, digest: str, wanted: Wanted) -> RawTable:
    """Read a Parquet file where it lies; rows are numbered from 1.

    Raises
    ------
    SourceError
        If it is no Parquet file.
    """
    import duckdb

    try:
        found = con.execute(f"DESCRIBE SELECT * FROM {file_sql(path)}").fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise SourceError(f"{name}: must be a whole Parquet file; {reason}. Fetch it again.") from None
    types = {row[0]: row[1] for row in found}
    columns = tuple(wanted(tuple(types)))
    chosen = ", ".join(quoted(column) for column in columns)
    relation = (
        f"(SELECT file_row_number + 1 AS {ROW}, {chosen} FROM"
        f" read_parquet({literal(str(path))}, file_row_number = true, hive_partitioning = false))"
    )
    return RawTable(name, digest, relation, tuple((column, types[column]) for column in columns))


def read_workbook(
    name: str, path: Path, digest: str, options: SourceEntry, work: Path, wanted: Wanted, progress: Progress
) -> Iterator[RawTable]:
    """Yield the sheets of a workbook that have the columns the mapping asks for.

    Raises
    ------
    SourceError
        If no sheet has them; the message says what the nearest sheet lacks.
    """
    refusal: SourceError | None = None
    found = 0
    for number, sheet in enumerate(read_sheets(path, name)):
        if options.sheet and sheet.name != options.sheet:
            continue
        try:
            header, rows = find_header(sheet, options.header_row, wanted)
        except SourceError as error:
            refusal = refusal or error
            continue
        found += 1
        cells = _filled_rows(rows, len(header))
        relation = write_rows(header, cells, work / f"sheet{number}.parquet", progress)
        types = tuple((column, "VARCHAR") for column in header)
        yield RawTable(f"{name}#{sheet.name}", digest, relation, types)
    if not found:
        raise refusal or SourceError(f"{name}: must have a sheet {options.sheet!r}; there is none. Mend source.sheet.")


def find_header(
    sheet: Sheet, head_row: int, wanted: Wanted
) -> tuple[tuple[str, ...], Iterator[tuple[int, Sequence[Any]]]]:
    """Return the names of the head line of a sheet, and the rows below it.

    The head line is the first row, of those at the top, that holds every wanted column.
    """
    refusal: SourceError | None = None
    for number, row in itertools.islice(sheet.rows, HEAD_ROWS):
        texts = [cell_text(cell) or "" for cell in row]
        if (head_row and number != head_row) or sum(1 for text in texts if text.strip()) < 2:
            continue
        while texts and not texts[-1].strip():
            texts.pop()
        header = unique_names(texts)
        try:
            wanted(header)
        except SourceError as error:
            refusal = refusal or error
            continue
        return header, sheet.rows
    raise refusal or SourceError(f"Sheet {sheet.name!r}: must have a head line; none found. Give source.header_row.")


def _filled_rows(rows: Iterator[tuple[int, Sequence[Any]]], width: int) -> Iterator[tuple[int, list[str | None]]]:
    for number, row in rows:
        cells = [cell_text(cell) for cell in row[:width]]
        if any(cell is not None and cell.strip() for cell in cells):
            yield number, cells + [None] * (width - len(cells))


def read_database(address: str, query: str, work: Path, wanted: Wanted, progress: Progress) -> RawTable:
    """Read the rows of a query; the digest is over its rows, since a database has no file to hash."""
    result = read_query(address, query)
    with closing(result):
        header = unique_names(result.columns)
        wanted(header)
        digest = hashlib.sha256("\t".join(header).encode())
        relation = write_rows(header, _digested(result.rows, digest), work / "query.parquet", progress)
    return RawTable(
        public_address(address), digest.hexdigest(), relation, tuple((column, "VARCHAR") for column in header)
    )


def _digested(rows: Iterator[Sequence[Any]], digest: Any) -> Iterator[tuple[int, list[str | None]]]:
    for number, row in enumerate(rows, 1):
        cells = [cell_text(cell) for cell in row]
        digest.update("\t".join("\\N" if cell is None else cell for cell in cells).encode() + b"\n")
        yield number, cells
