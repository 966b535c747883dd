"""What differs between two seals: rules, rows and columns of each table, and the causes of changed figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.close.definitions import DEFINITIONS
from tongket.close.differences import Difference
from tongket.close.explaining import Question, explain_difference
from tongket.model.seals import Seal
from tongket.model.tables import RECORD_TABLES
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.manifests import content_columns
from tongket.store.parquet import Columns, files_sql, quoted
from tongket.store.seals import table_files

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class RuleChange:
    """Name a rule in force that differs; an empty text where a seal does not know it."""

    key: str
    old: str
    new: str


@dataclass(frozen=True)
class TableChange:
    """Count the rows of one table that differ, by key.

    Attributes
    ----------
    name : str
        Table.
    added, removed, changed : int
        Rows only in the newer seal, only in the older, and in both with another content.
    columns : tuple of (str, int)
        Of the changed rows, how many differ in which column; columns without a change are left out.
    """

    name: str
    added: int
    removed: int
    changed: int
    columns: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SealDiff:
    """Hold what differs between two seals.

    Attributes
    ----------
    old, new : Seal
        The earlier and the later of the two.
    rules : tuple of RuleChange
        Ordered by key.
    tables : tuple of TableChange
        Tables whose content differs, ordered by name.
    differences : tuple of Difference
        Figures asked for, with their causes.
    """

    old: Seal
    new: Seal
    rules: tuple[RuleChange, ...]
    tables: tuple[TableChange, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def is_same(self) -> bool:
        """Tell whether the two hold the same records under the same rules."""
        return not self.rules and not self.tables

    def as_json(self) -> dict[str, object]:
        """Return what ``tongket diff --json`` prints."""
        return {
            "old": self.old.digest,
            "new": self.new.digest,
            "rules": [{"rule": rule.key, "old": rule.old, "new": rule.new} for rule in self.rules],
            "tables": [
                {
                    "table": table.name,
                    "added": table.added,
                    "removed": table.removed,
                    "changed": table.changed,
                    "columns": dict(table.columns),
                }
                for table in self.tables
            ],
            "figures": [difference.as_json() for difference in self.differences],
        }


def diff_seals(book: Book, old: Seal, new: Seal, questions: Iterable[Question] = ()) -> SealDiff:
    """Compare two seals of a book.

    Parameters
    ----------
    book : Book
        Where they are.
    old, new : Seal
        The earlier and the later of the two.
    questions : iterable of Question
        Figures to be explained.
    """
    return SealDiff(
        old, new, _rule_changes(old, new), _table_changes(book, old, new), explain_difference(book, old, new, questions)
    )


def _rule_changes(old: Seal, new: Seal) -> tuple[RuleChange, ...]:
    before, after = dict(old.rules), dict(new.rules)
    keys = sorted(before.keys() | after.keys())
    return tuple(
        RuleChange(key, before.get(key, ""), after.get(key, "")) for key in keys if before.get(key) != after.get(key)
    )


_KEYS: Mapping[str, tuple[str, ...]] = {
    **{schema.table: schema.key for schema in RECORD_TABLES.values()},
    **{definition.name: definition.key for definition in DEFINITIONS},
}


def _table_changes(book: Book, old: Seal, new: Seal) -> tuple[TableChange, ...]:
    names = sorted({table.name for seal in (old, new) for table in seal.tables})
    with parquet.reading() as con:
        return tuple(change for name in names if (change := _table_change(con, book, name, old, new)) is not None)


def _table_change(con: duckdb.DuckDBPyConnection, book: Book, name: str, old: Seal, new: Seal) -> TableChange | None:
    before, after = old.table(name), new.table(name)
    if before is None or after is None:
        return TableChange(name, after.rows if after else 0, before.rows if before else 0, 0, ())
    if before.content_digest == after.content_digest:
        return None
    # a column that one of the seals was made without is missing in all its rows
    columns = tuple({**dict(content_columns(before.columns)), **dict(content_columns(after.columns))}.items())
    change = _compare(con, name, columns, table_files(book, old)[name], table_files(book, new)[name])
    return change if change.added or change.removed or change.changed else None


def _compare(con: duckdb.DuckDBPyConnection, name: str, content: Columns, old: Path, new: Path) -> TableChange:
    columns = [column for column, _ in content if column not in _KEYS[name]]
    joined = " AND ".join(f"o.{quoted(key)} IS NOT DISTINCT FROM n.{quoted(key)}" for key in _KEYS[name])
    both = "o.present AND n.present"
    differs = [f"({both} AND o.{quoted(column)} IS DISTINCT FROM n.{quoted(column)})" for column in columns]
    counts = ", ".join(
        f"COUNT(*) FILTER ({condition})"
        for condition in ("o.present IS NULL", "n.present IS NULL", " OR ".join(differs) or "false", *differs)
    )
    old_rows, new_rows = (f"(SELECT true AS present, * FROM {files_sql([path], content)})" for path in (old, new))
    row = con.execute(f"SELECT {counts} FROM {old_rows} AS o FULL OUTER JOIN {new_rows} AS n ON {joined}").fetchone()
    added, removed, changed, *by_column = row or ()
    return TableChange(
        name, added, removed, changed, tuple(pair for pair in zip(columns, by_column, strict=True) if pair[1])
    )
