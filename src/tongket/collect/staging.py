"""From a raw table to a staged one: the table's columns, typed, with what could not be read beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongket.collect.conversions import cleaned_text_sql, degrees_sql, native_text_sql, typed_sql
from tongket.collect.lookups import Lookups
from tongket.collect.mapping import AgreeEntry, ColumnEntry, Mapping
from tongket.collect.readers.raw import ROW, RawTable
from tongket.collect.tidiness import Tidiness, look_over, null_word_sql
from tongket.collect.translations import code_name, is_translated, translate
from tongket.model.tables import Column, Kind
from tongket.store.book import Book
from tongket.store.parquet import literal, quoted

if TYPE_CHECKING:
    import duckdb

STAGED = "staged"
# the typed columns of the engine that are taken as they are
_NATIVE = {
    Kind.DATE: ("DATE",),
    Kind.TIMESTAMP: ("TIMESTAMP",),
    Kind.INTEGER: ("BIGINT", "INTEGER", "SMALLINT"),
    Kind.COORDINATE: ("DOUBLE", "FLOAT"),
}
_EMPTY = "CAST(NULL AS VARCHAR)"


@dataclass(frozen=True)
class Field:
    """Hold how one column of the table is made.

    Attributes
    ----------
    column : Column
        The column.
    text : str
        SQL of the cleaned source text, or of the source value where `native`.
    typed : str
        SQL of the value, given that the text stands in a column named after it.
    can_fail : bool
        Whether a text may be no such value, or a code may be unknown.
    native : bool
        Whether the source has the right type already.
    """

    column: Column
    text: str
    typed: str
    can_fail: bool
    native: bool = False


def listing_column(mapping: Mapping, found: dict[str, str]) -> str:
    """Return the column of the source that lists several offences; empty where mapping or source has none."""
    return next((name for name in mapping.offences.columns if name in found), "") if mapping.offences else ""


def hour_name(name: str) -> str:
    """Return the name of the column that holds the hour of a date and time."""
    return f"__hour_{name}"


def bad(name: str) -> str:
    """Return the name of the column that holds what could not be read as `name`."""
    return f"__bad_{name}"


def stage(
    con: duckdb.DuckDBPyConnection, raw: RawTable, mapping: Mapping, found: dict[str, str], book: Book, lookups: Lookups
) -> int:
    """Make the table ``staged`` from a raw table; returns how many lines were skipped as no records.

    It has the line, the columns of the table, for each that can fail the text that could not be read, and flags:
    ``__na`` (columns whose text was a word for "no value"), ``__lon``, ``__lat``, ``__point``, ``__generated`` and
    those of areas and offences.
    """
    texts = sorted({name for name in found.values() if dict(raw.columns)[name] == "VARCHAR"})
    reader = _Reader(raw, mapping, found, book, look_over(con, raw.relation, texts, mapping.source.null_words))
    fields = [reader.field(column) for column in mapping.schema.columns if column.name in mapping.schema.content_names]
    skipped = _count(con, f"{raw.relation} WHERE {reader.skip_sql}") if mapping.source.skip else 0
    cleaned = reader.texts_sql(fields)
    lookups.prepare(con, cleaned, mapping)
    relation = translate(con, cleaned, mapping)
    con.execute(f"CREATE OR REPLACE TABLE {STAGED} AS {lookups.finished_sql(_typed(relation, fields, reader))}")
    return skipped


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0


def _typed(relation: str, fields: list[Field], reader: _Reader) -> str:
    """Return SQL in which every text has become a value, or is kept as bad."""
    failing = [field.column for field in fields if field.can_fail]
    values = [f"{field.typed} AS {quoted(field.column.name)}" for field in fields]
    kept = [f"{reader.kept_sql(column)} AS {quoted('__text_' + column.name)}" for column in failing]
    inner = ", ".join((ROW, *values, *kept, *reader.flags(fields)))
    bads = [
        f"CASE WHEN {_read_sql(column)} IS NULL THEN {_text_name(column)} END AS {quoted(bad(column.name))}"
        for column in failing
    ]
    hidden = [*(_text_name(column) for column in failing), *reader.agreed_names]
    exclude = f" EXCLUDE ({', '.join(hidden)})" if hidden else ""
    outer = ("*" + exclude, *bads, f"{reader.contradicts_sql} AS __contradicts")
    return f"SELECT {', '.join(outer)} FROM (SELECT {inner} FROM {relation})"


def _text_name(column: Column) -> str:
    return quoted("__text_" + column.name)


def _read_sql(column: Column) -> str:
    """Return what is not NULL where a text could be read; a coordinate may be a number and yet fit no map."""
    return {"longitude": "__lon", "latitude": "__lat"}.get(column.name, quoted(column.name))


class _Reader:
    """Write the SQL that reads the columns of one raw table."""

    def __init__(self, raw: RawTable, mapping: Mapping, found: dict[str, str], book: Book, tidiness: Tidiness) -> None:
        self.raw = raw
        self.mapping = mapping
        self.found = found
        self.types = dict(raw.columns)
        self.zone = book.file.book.time_zone
        self.tidiness = tidiness
        self.words = mapping.source.null_words

    @property
    def skip_sql(self) -> str:
        """Return the condition that is true for lines that are no records."""
        return " OR ".join(f"coalesce({condition}, false)" for condition in self._skips()) or "false"

    def _skips(self) -> Iterator[str]:
        for entry in self.mapping.source.skip:
            if entry.column in self.found:
                text = self._text(entry.column)
                if entry.equals:
                    yield f"{text} IN ({', '.join(literal(value) for value in entry.equals)})"
                if entry.empty:
                    yield f"{text} IS NULL"

    def _text(self, name: str) -> str:
        source = self.found[name]
        sql_type = self.types[source]
        if sql_type != "VARCHAR":
            return native_text_sql(quoted(source), sql_type)
        return quoted(source) if source in self.tidiness.clean else cleaned_text_sql(quoted(source))

    def field(self, column: Column) -> Field:
        """Return how a column is made; one that the mapping leaves out is empty."""
        entry = self.mapping.columns.get(column.name)
        if entry is None:
            return Field(column, _EMPTY, f"CAST(NULL AS {column.sql_type})", can_fail=False)
        if native := self._native(column, entry):
            return Field(column, native, f"TRY_CAST({quoted(column.name)} AS {column.sql_type})", False, native=True)
        hour = hour_name(column.name) if entry.hour in self.found else ""
        typed = typed_sql(column, quoted(column.name), entry, self.zone, self.mapping.source.decimal, hour)
        can_fail = column.kind is not Kind.TEXT or bool(entry.codes) or bool(column.values)
        if column.values and not entry.codes:
            allowed = ", ".join(literal(value) for value in column.values)
            typed = f"CASE WHEN {quoted(column.name)} IN ({allowed}) THEN {quoted(column.name)} END"
        elif is_translated(entry):
            typed = f"nullif({quoted(code_name(column.name))}, '')"
        return Field(column, self._source_text(entry), typed, can_fail)

    def kept_sql(self, column: Column) -> str:
        """Return the text of a column as far as it may turn out bad."""
        entry = self.mapping.columns[column.name]
        text = quoted(column.name)
        return f"CASE WHEN {quoted(code_name(column.name))} IS NULL THEN {text} END" if is_translated(entry) else text

    def _native(self, column: Column, entry: ColumnEntry) -> str:
        """Return the source column itself where it has the right type and nothing is to be done with it."""
        present = [name for name in entry.columns if name in self.found]
        plain = not (
            entry.zone or entry.edge or entry.hour or entry.codes or entry.default or entry.pattern or entry.join
        )
        if len(present) != 1 or not plain or self.types[self.found[present[0]]] not in _NATIVE.get(column.kind, ()):
            return ""
        return quoted(self.found[present[0]])

    def _source_text(self, entry: ColumnEntry) -> str:
        text = self._joined(entry)
        if entry.pattern:
            match = f"regexp_extract({text}, {literal(entry.pattern)}, {1 if '(' in entry.pattern else 0})"
            text = f"coalesce(nullif({match}, ''), {text})"
        if entry.width:
            text = f"CASE WHEN length({text}) < {entry.width} THEN lpad({text}, {entry.width}, '0') ELSE {text} END"
        if entry.letters in ("lower", "upper"):
            text = f"{entry.letters}({text})"
        return text

    def _joined(self, entry: ColumnEntry) -> str:
        if entry.value is not None:
            return literal(entry.value)
        texts = [self._text(name) for name in entry.columns if name in self.found]
        if not texts:
            return _EMPTY
        if entry.join is not None and len(texts) > 1:
            return f"nullif(concat_ws({literal(entry.join)}, {', '.join(texts)}), '')"
        return texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"

    def texts_sql(self, fields: list[Field]) -> str:
        """Return a subquery with the cleaned text of every column, words for "no value" removed.

        It is made in two layers, so that no text is cleaned twice.
        """
        inner = [ROW, *(f"{field.text} AS {quoted(field.column.name)}" for field in fields)]
        if listed := listing_column(self.mapping, self.found):
            inner.append(f"{self._text(listed)} AS __offences")
        inner += [f"{self._text(entry.column)} AS __agree{number}" for number, entry in self._agreements()]
        for name, entry in self.mapping.columns.items():
            if entry.hour in self.found:
                inner.append(f"{self._text(entry.hour)} AS {hour_name(name)}")
        read = [field for field in fields if not field.native and (field.text != _EMPTY or self._default(field))]
        changed = [field for field in read if self._can_be_word(field) or self._default(field) is not None]
        kept = ", ".join(f"{self._without_null_words(field)} AS {quoted(field.column.name)}" for field in changed)
        replaced = f" REPLACE ({kept})" if kept else ""
        return (
            f"(SELECT *{replaced}, {self._na_sql(read)} AS __na"
            f" FROM (SELECT {', '.join(inner)} FROM {self.raw.relation}{self._where}))"
        )

    def _default(self, field: Field) -> str | None:
        entry = self.mapping.columns.get(field.column.name)
        return entry.default if entry else None

    @property
    def _where(self) -> str:
        conditions = [f"NOT ({self.raw.broken})"] if self.raw.broken else []
        if self.mapping.source.skip:
            conditions.append(f"NOT ({self.skip_sql})")
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    def _without_null_words(self, field: Field) -> str:
        text = quoted(field.column.name)
        entry = self.mapping.columns[field.column.name]
        kept = text
        if self._can_be_word(field):
            kept = f"CASE WHEN {null_word_sql(text, self.words)} THEN NULL ELSE {text} END"
        return f"coalesce({kept}, {literal(entry.default)})" if entry.default is not None else kept

    def _can_be_word(self, field: Field) -> bool:
        """Tell whether a text of the column may be a word for "no value"."""
        entry = self.mapping.columns[field.column.name]
        if entry.value is not None:
            return False
        made = entry.pattern or entry.join is not None
        return bool(made) or any(self.found[name] not in self.tidiness.wordless for name in self._present(entry))

    def _present(self, entry: ColumnEntry) -> list[str]:
        return [name for name in entry.columns if name in self.found]

    def _na_sql(self, fields: list[Field]) -> str:
        """Return the names of number and date columns whose text is a word for "no value"."""
        found = [
            f"CASE WHEN {null_word_sql(quoted(field.column.name), self.words)} THEN {literal(field.column.name)} END"
            for field in fields
            if field.column.kind is not Kind.TEXT and self._is_text(field) and self._can_be_word(field)
        ]
        return f"nullif(concat_ws(', ', {', '.join(found)}), '')" if found else _EMPTY

    def _is_text(self, field: Field) -> bool:
        entry = self.mapping.columns.get(field.column.name)
        names = entry.columns if entry else ()
        return any(self.types[self.found[name]] == "VARCHAR" for name in names if name in self.found)

    def _agreements(self) -> Iterator[tuple[int, AgreeEntry]]:
        for number, entry in enumerate(self.mapping.agree):
            if entry.column in self.found:
                yield number, entry

    def flags(self, fields: list[Field]) -> Iterator[str]:
        """Yield the columns beside the table's own that rules look at."""
        yield "__na"
        names = {field.column.name for field in fields if field.text != _EMPTY}
        native = {field.column.name for field in fields if field.native}
        for name, source in (("__lon", "longitude"), ("__lat", "latitude")):
            degrees = degrees_sql(quoted(source), self.mapping.source.decimal)
            number = f"CAST({quoted(source)} AS DOUBLE)" if source in native else degrees
            yield f"{number if source in names else 'CAST(NULL AS DOUBLE)'} AS {name}"
        yield "__offences" if listing_column(self.mapping, self.found) else "NULL AS __offences"
        yield from (f"__agree{number}" for number, _ in self._agreements())

    @property
    def contradicts_sql(self) -> str:
        """Return the condition that a source column disagrees with a value that was read."""
        parts = [
            f"TRY_CAST(__agree{number} AS INTEGER) <> {entry.part}({quoted(entry.with_)})"
            for number, entry in self._agreements()
        ]
        return " OR ".join(parts) or "false"

    @property
    def agreed_names(self) -> list[str]:
        """Return the columns that are read only to be compared."""
        return [f"__agree{number}" for number, _ in self._agreements()]
