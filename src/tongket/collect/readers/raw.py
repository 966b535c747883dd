"""Raw table: what every reader hands over, and the way there for sources that Python has to read row by row."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongket.store.parquet import file_sql

CHUNK = 20_000
ROW = "__row"
CELLS = "__cells"
# a source column may have any name; these two are ours
RESERVED = (ROW, CELLS)

Progress = Callable[[int], None]


@dataclass(frozen=True)
class RawTable:
    """Hold what one sheet, file or query gave, before anything is made of it.

    Attributes
    ----------
    name : str
        As people know it: ``cases.csv``, ``book.xlsx#Sheet1``, ``raw.zip/2022-01.csv``.
    digest : str
        SHA-256 of the source's bytes (of its rows, for a database).
    relation : str
        SQL after FROM; has a column ``__row``, the line of the file as a person sees it.
    columns : tuple of (str, str)
        Name and SQL type of each source column.
    broken : str or None
        SQL condition that is true for rows with the wrong number of cells; None where there can be none.
    """

    name: str
    digest: str
    relation: str
    columns: tuple[tuple[str, str], ...]
    broken: str | None = None


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return header cells as column names: trimmed, never empty, never twice, never one of ours."""
    seen: dict[str, int] = {}
    names = []
    for position, cell in enumerate(header, 1):
        name = " ".join(cell.replace("\ufeff", "").split()) or f"column {position}"
        if name.casefold() in RESERVED:
            name = f"source {name}"
        # case decides nothing for the engine, so it must not for us
        seen[name.casefold()] = count = seen.get(name.casefold(), 0) + 1
        names.append(name if count == 1 else f"{name} {count}")
    return tuple(names)


def cell_text(value: Any) -> str | None:
    """Return a cell of a workbook or database as text: whole numbers without point, times as ISO 8601."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def write_rows(
    names: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str | None]]],
    path: Path,
    progress: Progress,
) -> str:
    """Write rows read by Python to a Parquet file, a chunk at a time; returns its SQL after FROM.

    Parameters
    ----------
    names : sequence of str
        Columns.
    rows : iterable of (int, sequence of str or None)
        Line number and cells; a row with more or fewer cells than columns is kept and says so in ``__cells``.
    path : Path
        File to write.
    progress : callable
        Told how many rows are done.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(ROW, pa.int64()), (CELLS, pa.int32())] + [(name, pa.string()) for name in names])
    done = 0
    with pq.ParquetWriter(path, schema, compression="lz4") as writer:
        for chunk in _chunks(rows):
            width = len(names)
            lines = [line for line, _ in chunk]
            cells = [len(row) for _, row in chunk]
            even = [row if len(row) == width else _evened(row, width) for _, row in chunk]
            columns = list(zip(*even, strict=True)) if width else []
            writer.write_table(pa.table([lines, cells, *[list(column) for column in columns]], schema=schema))
            done += len(chunk)
            progress(done)
    return file_sql(path)


def _evened(row: Sequence[str | None], width: int) -> list[str | None]:
    return [*row[:width], *([None] * (width - len(row)))]


def _chunks(rows: Iterable[tuple[int, Sequence[str | None]]]) -> Iterator[list[tuple[int, Sequence[str | None]]]]:
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        yield chunk
