"""Two seals side by side: one row for each key, its columns twice, as ``o.name`` (older) and ``n.name`` (newer)."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tongket.close.attribution import NEW, OLD, PRESENT
from tongket.model.seals import Seal
from tongket.model.tables import RecordSchema, record_schema
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.parquet import file_sql, quoted
from tongket.store.seals import table_files


class Pairs:
    """Pair the records of two seals by key, each table once.

    Parameters
    ----------
    book : Book
        Where the seals are.
    old, new : Seal
        The earlier and the later of the two.

    Attributes
    ----------
    con : duckdb.DuckDBPyConnection
        Engine that knows the pairs.
    has_moves, has_code_changes : bool
        Whether it knows tables ``moves`` and ``code_changes`` too.
    """

    def __init__(self, book: Book, old: Seal, new: Seal) -> None:
        self._seals = {OLD: old, NEW: new}
        self._files: tuple[dict[str, Path], dict[str, Path]] = (table_files(book, old), table_files(book, new))
        self._open = ExitStack()
        self.con = self._open.enter_context(parquet.reading())
        # many small queries: planning them for several threads takes longer than running them
        self.con.execute("SET threads = 1")
        self._made: set[str] = set()
        self.has_moves = self._load_moves(new)
        self.has_code_changes = self._load_code_changes()

    def close(self) -> None:
        """End the engine and remove what it left on disk."""
        self._open.close()

    def _load_moves(self, new: Seal) -> bool:
        """Make a table of which unit became which by the newer cut-off, over any number of later steps."""
        if "area_changes" not in self._files[1]:
            return False
        self.con.execute(
            "CREATE TEMP TABLE moves AS WITH RECURSIVE steps AS (SELECT old_code, new_code, changed_on FROM"
            f" {file_sql(self._files[1]['area_changes'])} WHERE old_code <> new_code"
            # a change still to come cannot be why a record has another unit; the list may know it all the same
            f" AND changed_on <= DATE '{new.as_of}'), found AS (SELECT * FROM steps"
            " UNION SELECT f.old_code, s.new_code, s.changed_on FROM found AS f JOIN steps AS s"
            " ON s.old_code = f.new_code AND s.changed_on > f.changed_on) SELECT DISTINCT old_code, new_code FROM found"
        )
        return True

    def _load_code_changes(self) -> bool:
        """Make a table of the articles of which the two catalogues say different things."""
        if not all("codes" in files for files in self._files):
            return False
        names = "article, clause, valid_from, valid_to, offence_group, severity"
        old, new = (f"SELECT {names} FROM {file_sql(files['codes'])}" for files in self._files)
        self.con.execute(
            f"CREATE TEMP TABLE code_changes AS SELECT DISTINCT article FROM"
            f" (({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old}))"
        )
        return parquet.has_rows(self.con, "code_changes")

    def changed(self, table: str) -> str:
        """Return the name of the table of the records that differ, or are in one of the seals only."""
        differs = " OR ".join(
            f"{quoted(OLD + column)} IS DISTINCT FROM {quoted(NEW + column)}"
            for column in (PRESENT, *record_schema(table).content_names)
        )
        return self._make(f"changed_{table}", f"{self._joined(table)} WHERE {differs}")

    def all(self, table: str) -> str:
        """Return the name of the table of all records of both seals."""
        return self._make(f"all_{table}", self._joined(table))

    def _make(self, name: str, relation: str) -> str:
        if name not in self._made:
            self.con.execute(f"CREATE TEMP TABLE {quoted(name)} AS SELECT * FROM {relation}")
            self._made.add(name)
        return quoted(name)

    def _joined(self, table: str) -> str:
        schema = record_schema(table)
        joined = " AND ".join(f"{quoted(OLD + n)} IS NOT DISTINCT FROM {quoted(NEW + n)}" for n in schema.key)
        present = ", ".join(
            f"coalesce({quoted(side + PRESENT)}, false) AS {quoted(side + PRESENT)}" for side in (OLD, NEW)
        )
        old, new = self._side(schema, OLD), self._side(schema, NEW)
        return f"(SELECT * REPLACE ({present}) FROM {old} FULL OUTER JOIN {new} ON {joined})"

    def _side(self, schema: RecordSchema, side: str) -> str:
        """Return the content columns of one seal; a column or table that the seal does not hold is missing in it."""
        sealed = self._seals[side].table(schema.table)
        known = {name for name, _ in sealed.columns} if sealed else set()
        columns = ", ".join(
            f"{quoted(name) if name in known else f'CAST(NULL AS {schema.column(name).sql_type})'}"
            f" AS {quoted(side + name)}"
            for name in schema.content_names
        )
        rows = f"FROM {file_sql(self._files[side == NEW][schema.table])}" if sealed else "WHERE false"
        return f"(SELECT true AS {quoted(side + PRESENT)}, {columns} {rows})"
