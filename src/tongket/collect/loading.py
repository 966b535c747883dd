"""One load: a raw table through staging, rules and comparison into the book."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from tongket.collect.checks_history import check_history
from tongket.collect.checks_keys import (
    DROPPED,
    SUPERSEDING,
    check_double_ids,
    check_near_doubles,
    check_principals,
    check_versions,
    compare_with_book,
    drop_errors,
    remaining,
)
from tongket.collect.checks_links import check_links
from tongket.collect.checks_rows import check_rows
from tongket.collect.columns import match_columns
from tongket.collect.findings import (
    FINDINGS,
    Explanation,
    Severities,
    add_broken_rows,
    apply_explanations,
    new_findings,
)
from tongket.collect.generated_ids import generate_ids
from tongket.collect.lookups import Lookups
from tongket.collect.mapping import Mapping
from tongket.collect.offence_lists import OFFENCES, keep_changed_lists, list_offences
from tongket.collect.readers.raw import RawTable
from tongket.collect.result import Difference, RuleRows, SourceResult
from tongket.collect.staging import STAGED, listing_column, stage
from tongket.collect.watching import Watch, watching
from tongket.collect.writing import write_findings, write_records
from tongket.model.tables import CASE_OFFENCES
from tongket.store.book import Book
from tongket.store.loads import Load, write_loads
from tongket.store.parquet import count_rows
from tongket.store.records import current_records_sql
from tongket.store.rejects import Finding

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 20
T = TypeVar("T")


@dataclass
class Session:
    """Hold what all loads of one collect share.

    Attributes
    ----------
    book : Book
        The book.
    con : DuckDBPyConnection
        The engine; its tables belong to the load that is being made.
    received_on : date
        Day on which the office knew the records.
    dry_run : bool
        Whether nothing is to be written.
    explanations : tuple of Explanation
        Breaches that the book accepts.
    loads : list of Load
        What the book holds; grows with each load.
    watch : Watch
        Told how far it is.
    work : Path
        Folder in the book for unfinished files.
    """

    book: Book
    con: duckdb.DuckDBPyConnection
    received_on: date
    dry_run: bool
    explanations: tuple[Explanation, ...]
    loads: list[Load]
    watch: Watch
    work: Path


def load_id_of(session: Session, mapping: Mapping, raw: RawTable, table: str) -> str:
    """Return the id of a load: the same bytes by the same rules on the same day give the same id.

    What decides about rows is part of it, so that a source is read again after its rejects were explained, or after a
    unit was added to the areas.
    """
    book = session.book.file
    decides = [raw.digest, raw.name.partition("#")[2], mapping.digest(), table, session.received_on.isoformat()]
    decides += [msgspec.json.encode(part).decode() for part in (session.explanations, book.areas, book.codes)]
    return hashlib.sha256("\n".join(decides).encode()).hexdigest()[:20]


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Free what the last load left in the engine."""
    for table in (STAGED, FINDINGS, DROPPED, SUPERSEDING, OFFENCES, "met", "doubled", "repeated", "generated"):
        con.execute(f"DROP TABLE IF EXISTS {table}")


def load_raw(session: Session, mapping: Mapping, raw: RawTable) -> tuple[SourceResult, SourceResult | None]:
    """Take a raw table into the book; returns what became of its rows, and of the lists of offences in them."""
    return _Loading(session, mapping, raw).run()


class _Loading:
    """Hold one load between its steps."""

    def __init__(self, session: Session, mapping: Mapping, raw: RawTable) -> None:
        self.session, self.mapping, self.raw = session, mapping, raw
        self.con, self.loads = session.con, session.loads
        self.schema = mapping.schema
        self.severities = Severities(mapping)
        self.load_id = load_id_of(session, mapping, raw, self.schema.table)
        self.skipped = 0

    def run(self) -> tuple[SourceResult, SourceResult | None]:
        """Do every step; nothing is in the book before the last line of the last."""
        if again := next((load for load in self.loads if load.load_id == self.load_id), None):
            return _loaded_before(again), None
        self._step("stage", self._stage)
        self._step("check", self._check)
        result = self._step("compare", self._compare)
        return self._step("write", lambda: self._write(result))

    def _step(self, what: str, work: Callable[[], T]) -> T:
        with watching(self.con, self.session.watch, what):
            return work()

    def _current(self, table: str) -> str | None:
        return current_records_sql(self.session.book, table, self.session.received_on, loads=self.loads)

    def _stage(self) -> None:
        found = match_columns(self.mapping, [name for name, _ in self.raw.columns], self.raw.name)
        self.listed = bool(listing_column(self.mapping, found))
        self.lookups = Lookups.of(self.session.book, self.mapping, listed=self.listed)
        self.skipped = stage(self.con, self.raw, self.mapping, found, self.session.book, self.lookups)
        generate_ids(self.con, self.mapping)

    def _check(self) -> None:
        new_findings(self.con)
        if self.raw.broken:
            add_broken_rows(self.con, self.raw.relation, self.raw.broken)
        check_rows(self.con, self.schema, self.severities, self.lookups, self.session.received_on)
        check_links(self.con, self.schema, self.severities, self._current)
        apply_explanations(self.con, self.session.explanations)
        drop_errors(self.con)
        check_double_ids(self.con, self.schema, self.severities)
        check_principals(self.con, self.schema, self.severities)
        apply_explanations(self.con, self.session.explanations)
        drop_errors(self.con)

    def _compare(self) -> SourceResult:
        current = self._current(self.schema.table)
        check_versions(self.con, self.schema, self.severities, current)
        apply_explanations(self.con, self.session.explanations)
        drop_errors(self.con)
        columns = compare_with_book(self.con, self.schema, current)
        if self.listed:
            keep_changed_lists(self.con, self._current("case_offences"))
        if self.schema.table == "cases":
            check_near_doubles(self.con, self.schema, self.severities, current)
        check_history(self.con, self.schema, self.severities, current)
        apply_explanations(self.con, self.session.explanations)
        return self._result(columns)

    def _result(self, columns: dict[str, int]) -> SourceResult:
        staged = count_rows(self.con, STAGED)
        broken = count_rows(self.con, f"{self.raw.relation} WHERE {self.raw.broken}") if self.raw.broken else 0
        superseded = count_rows(self.con, SUPERSEDING)
        accepted = count_rows(self.con, remaining())
        unchanged = count_rows(self.con, f"met JOIN {DROPPED} ON __row = line") if columns or self._has_met() else 0
        return SourceResult(
            source=self.raw.name,
            table=self.schema.table,
            mapping=self.mapping.id,
            load_id=self.load_id,
            read=staged + broken,
            accepted=accepted,
            rejected=count_rows(self.con, f"{DROPPED} WHERE reason = 'error'"),
            duplicate=count_rows(self.con, f"{DROPPED} WHERE reason = 'duplicate'"),
            superseded=superseded,
            skipped=self.skipped,
            rules=self._rules(),
            difference=Difference(accepted - superseded, superseded, unchanged, columns),
            examples=self._examples(),
        )

    def _has_met(self) -> bool:
        found = self.con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'met'").fetchone()
        return found is not None

    def _rules(self) -> tuple[RuleRows, ...]:
        rows = self.con.execute(
            f"SELECT rule, severity, count(*) FROM (SELECT DISTINCT rule, severity, line, record_key FROM {FINDINGS})"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        return tuple(RuleRows(*row) for row in rows)

    def _examples(self) -> tuple[Finding, ...]:
        rows = self.con.execute(
            f"SELECT line, record_key, rule, severity, column_name, value FROM {FINDINGS} WHERE severity = 'error'"
            f" ORDER BY line, rule, column_name LIMIT {EXAMPLES}"
        ).fetchall()
        return tuple(Finding(self.load_id, self.raw.name, self.raw.digest, *row) for row in rows)

    def _write(self, result: SourceResult) -> tuple[SourceResult, SourceResult | None]:
        """Write the data files, then replace the list of loads: from then on they are in the book."""
        listed = self._list_result(result) if self.listed else None
        if self.session.dry_run or self._says_nothing_new(result):
            seen = replace(result, already_loaded=not self.session.dry_run)
            return seen, None
        book, loads = self.session.book, [self._load(result, len(self.loads) + 1)]
        self.con.execute(f"DELETE FROM {STAGED} WHERE __row IN (SELECT line FROM {DROPPED})")
        if result.accepted:
            write_records(self.con, book, self.schema, STAGED, self.load_id, self.raw.name, self.session.work)
        write_findings(self.con, book, self.schema.table, FINDINGS, self.load_id, self.raw.name, self.raw.digest)
        if listed is not None and listed.accepted:
            write_records(self.con, book, CASE_OFFENCES, OFFENCES, listed.load_id, self.raw.name, self.session.work)
            loads.append(self._load(listed, len(self.loads) + 2))
        write_loads(book, [*self.loads, *loads], self.con)
        self.loads.extend(loads)
        return result, listed

    def _says_nothing_new(self, result: SourceResult) -> bool:
        """Tell whether the same bytes were read before and bring nothing now: then the book stays as it is."""
        seen = any(
            load.file_digest == self.raw.digest and load.table == self.schema.table and load.source == self.raw.name
            for load in self.loads
        )
        return seen and result.accepted == 0

    def _list_result(self, result: SourceResult) -> SourceResult:
        count = list_offences(self.con)
        load_id = load_id_of(self.session, self.mapping, self.raw, "case_offences")
        held = any(load.table == "case_offences" and load.accepted for load in self.loads)
        # a superseding case brings its whole list anew
        superseded = count_rows(self.con, f"{OFFENCES} WHERE __row IN (SELECT line FROM {SUPERSEDING})") if held else 0
        return SourceResult(result.source, "case_offences", result.mapping, load_id, count, count, 0, 0, superseded)

    def _load(self, result: SourceResult, sequence: int) -> Load:
        return Load(
            load_id=result.load_id,
            table=result.table,
            source=result.source,
            file_digest=self.raw.digest,
            read=result.read,
            accepted=result.accepted,
            rejected=result.rejected,
            duplicate=result.duplicate,
            superseded=result.superseded,
            received_on=self.session.received_on,
            loaded_at=datetime.now(self.session.book.zone).isoformat(timespec="seconds"),
            mapping=result.mapping,
            sequence=sequence,
        )


def _loaded_before(load: Load) -> SourceResult:
    """Say of a source that was loaded before that all it brings is there already."""
    known = load.accepted + load.duplicate
    return SourceResult(
        source=load.source,
        table=load.table,
        mapping=load.mapping,
        load_id=load.load_id,
        read=load.read,
        accepted=0,
        rejected=load.rejected,
        duplicate=known,
        superseded=0,
        difference=Difference(unchanged=known),
        already_loaded=True,
    )
