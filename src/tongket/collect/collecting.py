"""Collect: sources → validated records. One load for each source; the book is whole after every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.collect.columns import match_columns
from tongket.collect.findings import read_explanations
from tongket.collect.loading import Session, forget, load_raw
from tongket.collect.mapping import Mapping, identity_mapping, read_mapping, read_preset
from tongket.collect.readers.csv_files import read_csv
from tongket.collect.readers.other_files import read_database, read_parquet, read_workbook
from tongket.collect.readers.raw import RawTable
from tongket.collect.readers.sources import PARQUET, SourceItem, list_items, opened, table_of
from tongket.collect.result import CollectResult, SourceResult
from tongket.collect.watching import Progress, Watch, watching
from tongket.collect.writing import work_folder
from tongket.model.errors import UsageError
from tongket.model.tables import record_schema
from tongket.model.text import Language
from tongket.store import workbooks
from tongket.store.book import Book
from tongket.store.digests import file_digest
from tongket.store.loads import one_writer, read_loads, sweep_leftovers
from tongket.store.parquet import connect

if TYPE_CHECKING:
    import duckdb

# What the engine may hold before it goes to disk; the process as a whole stays under 1 GB.
MEMORY_LIMIT = "600MB"


def collect_sources(
    book: Book,
    sources: Sequence[str | Path],
    *,
    mapping: Mapping | Path | None = None,
    preset: str | None = None,
    table: str | None = None,
    received_on: date | None = None,
    query: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
    lang: Language = "vi",
) -> CollectResult:
    """Read sources into a book: every row is accepted, rejected with its rules, or a duplicate.

    Parameters
    ----------
    book : Book
        The book.
    sources : sequence of str or Path
        Files (CSV, Parquet, workbook, zip), folders, database addresses.
    mapping : Mapping or Path, optional
        How source columns become table columns.
    preset : str, optional
        A shipped mapping instead; ``tongket`` where neither is given.
    table : str, optional
        Table of the preset ``tongket``; by default the one a file is named after.
    received_on : date, optional
        Day on which the office knew the records; today in the book's time zone if None.
    query : str
        SELECT for database addresses.
    dry_run : bool
        Say what would happen, write nothing.
    progress : callable, optional
        Called with (done, total, what) now and then.
    lang : {'vi', 'en'}
        Language of what `progress` is told.

    Returns
    -------
    CollectResult
        Counts by source and rule.

    Raises
    ------
    UsageError
        If mapping and preset are both given, or a file does not say its table.
    SourceError
        If a source cannot be read at all; what was read before it stays collected.
    BookError
        If another collect is running in this book.
    """
    if mapping is not None and preset is not None:
        raise UsageError("Collect: give a mapping or a preset, not both. Leave one of them out.")
    day = received_on or datetime.now(book.zone).date()
    explanations = read_explanations(book)
    items = list_items(sources)
    results: list[SourceResult] = []
    derived: list[SourceResult] = []
    watch = Watch(progress, sum(item.size for item in items), lang)
    with one_writer(book), work_folder(book) as work, connect(work / "spill", MEMORY_LIMIT) as con:
        con.execute("SET TimeZone = 'UTC'")
        loads = list(read_loads(book, con))
        sweep_leftovers(book, loads, keep=work)
        session = Session(book, con, day, dry_run, explanations, loads, watch, work)
        for item in items:
            chosen = choose_mapping(item, mapping, preset, table)
            watch.start(item.name, item.size)
            for first, second in _collect_item(session, item, chosen, query, work):
                results.append(first)
                derived += [second] if second else []
            watch.finish()
    return CollectResult(book.id, day, dry_run, tuple(results), tuple(derived))


def choose_mapping(item: SourceItem, mapping: Mapping | Path | None, preset: str | None, table: str | None) -> Mapping:
    """Return the mapping for one source."""
    if isinstance(mapping, Mapping):
        return mapping
    if mapping is not None:
        return read_mapping(mapping)
    if preset not in (None, "tongket"):
        return read_preset(preset, table)
    chosen = table or table_of(item.member or (item.path.name if item.path else ""))
    if chosen is None:
        raise UsageError(f"{item.name}: must say which table it fills. Give --table, --preset or --mapping.")
    return identity_mapping(record_schema(chosen).table)


def _collect_item(
    session: Session, item: SourceItem, mapping: Mapping, query: str, work: Path
) -> Iterator[tuple[SourceResult, SourceResult | None]]:
    for raw in read_item(session.con, item, mapping, query, work, session.watch):
        forget(session.con)
        yield load_raw(session, mapping, raw)
    forget(session.con)


def read_item(
    con: duckdb.DuckDBPyConnection, item: SourceItem, mapping: Mapping, query: str, work: Path, watch: Watch
) -> Iterator[RawTable]:
    """Yield the raw tables of one source: one for a file or query, several for a workbook."""

    def wanted(header: Sequence[str]) -> list[str]:
        found = match_columns(mapping, header, item.name)
        return [name for name in header if name in set(found.values())]

    if item.address:
        yield read_database(item.address, query, work, wanted, watch.rows)
        return
    with opened(item, work) as path:
        digest = file_digest(path)
        if item.suffix in PARQUET:
            yield read_parquet(con, item.name, path, digest, wanted)
        elif item.suffix in workbooks.SUFFIXES:
            yield from read_workbook(item.name, path, digest, mapping.source, work, wanted, watch.rows)
        else:
            with watching(con, watch, "read"):
                raw = read_csv(con, item.name, path, digest, mapping.source, work, wanted, watch.rows)
            yield raw
