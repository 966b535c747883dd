"""What a book knows of areas, offences and its own bounds, as tables the staged rows are joined with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tongket.collect.counting_rule import Listed, list_charges
from tongket.collect.mapping import Mapping
from tongket.collect.translations import distinct_texts
from tongket.model.areas import AreaSet
from tongket.model.offences import OffenceCatalogue
from tongket.model.tables import RecordSchema
from tongket.store.book import Book
from tongket.store.book_lists import read_book_areas, read_book_offences
from tongket.store.parquet import literal, load_rows, quoted

if TYPE_CHECKING:
    import duckdb

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
Bounds = tuple[float, float, float, float]


def spans_of(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield the spans between days on which something changes, from the first day there is to the last."""
    starts = sorted({FIRST, *days})
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        yield start, LAST if following is None else following - timedelta(days=1)


@dataclass(frozen=True)
class Lookups:
    """Hold what a book knows, and write it into joins.

    Attributes
    ----------
    schema : RecordSchema
        Table that is filled.
    areas : AreaSet or None
        Units, where the book has a set.
    offences : OffenceCatalogue or None
        Offences, where the table has an offence.
    bounds : tuple of four float or None
        West, south, east, north of the city.
    listed : bool
        Whether a column of the source lists several offences.
    points : bool
        Whether the source must have columns for coordinates.
    """

    schema: RecordSchema
    areas: AreaSet | None
    offences: OffenceCatalogue | None
    bounds: Bounds | None
    listed: bool = False
    points: bool = False

    @classmethod
    def of(cls, book: Book, mapping: Mapping, *, listed: bool = False) -> Lookups:
        """Return the lookups for one table of a book; `listed` where the source lists several offences of a case."""
        names = mapping.schema.names
        return cls(
            mapping.schema,
            read_book_areas(book) if "area" in names else None,
            read_book_offences(book) if "offence" in names else None,
            book.file.areas.bounds,
            listed,
            "longitude" in mapping.columns and not mapping.columns["longitude"].optional,
        )

    @cached_property
    def needs(self) -> frozenset[str]:
        """Return which needs of rules are met."""
        met = {"areas": self.areas, "offences": self.offences, "bounds": self.bounds, "lists": self.listed or None}
        met["points"] = self.points or None
        return frozenset(need for need, value in met.items() if value is not None)

    def prepare(self, con: duckdb.DuckDBPyConnection, texts: str, mapping: Mapping) -> None:
        """Make the tables of the joins; `texts` is the relation with the cleaned texts of the source."""
        if self.areas is not None:
            _prepare_areas(con, self.areas, texts)
        if self.offences is not None:
            _prepare_offences(con, self.offences)
            if self.listed and mapping.offences is not None:
                _prepare_lists(con, self.offences, texts, mapping.offences.separator)

    def finished_sql(self, typed: str) -> str:
        """Return SQL with codes looked up, points judged and what follows from the law filled in."""
        sql = f"SELECT *, false AS __generated FROM ({typed})"
        if self.offences is not None:
            sql = self._offences_sql(self._lists_sql(sql) if self.listed else sql)
        if self.areas is not None:
            sql = self._areas_sql(sql)
        return self._points_sql(sql) if "longitude" in self.schema.names else sql

    @property
    def _day(self) -> str:
        return f"coalesce(t.{quoted(self.schema.dated_by)}, DATE '9999-12-31')"

    def _areas_sql(self, sql: str) -> str:
        """Look up codes and names of areas; without a day nothing can be said of a text that is known."""
        day = f"t.{quoted(self.schema.dated_by)}"
        return (
            "SELECT t.* REPLACE (coalesce(u.code, t.area) AS area),"
            " CASE WHEN t.area IS NULL THEN 'none' WHEN k.text IS NULL THEN 'unknown'"
            f" WHEN {day} IS NULL THEN 'undated' ELSE coalesce(u.state, 'expired') END AS __area,"
            " t.area AS __area_text"
            f" FROM ({sql}) AS t"
            f" LEFT JOIN area_units AS u ON t.area = u.text AND {self._day} BETWEEN u.from_day AND u.to_day"
            " LEFT JOIN area_texts AS k ON t.area = k.text"
        )

    def _lists_sql(self, sql: str) -> str:
        return (
            "SELECT t.* REPLACE (coalesce(p.offence, t.offence) AS offence, coalesce(p.clause, t.clause) AS clause),"
            " coalesce(p.problem, false) AS __list_problem"
            f" FROM ({sql}) AS t LEFT JOIN offence_lists AS p ON t.__offences = p.text"
            f" AND {self._day} BETWEEN p.from_day AND p.to_day"
        )

    def _offences_sql(self, sql: str) -> str:
        """Fill in group and severity from the law, and say whether offence and clause are known on that day.

        Severity follows from article and clause; without a clause it is filled in only where all clauses agree.
        """
        names = self.schema.names
        group = "coalesce(t.offence_group, a.offence_group) AS offence_group" if "offence_group" in names else ""
        severity = "coalesce(t.severity, c.severity) AS severity" if "severity" in names else ""
        replaced = ", ".join(part for part in (group, severity) if part)
        problem = "t.__list_problem" if self.listed else "false"
        day = f"t.{quoted(self.schema.dated_by)}"
        return (
            f"SELECT t.* REPLACE ({replaced}), a.offence_group AS __law_group, c.severity AS __law_severity,"
            f" CASE WHEN {problem} THEN 'listed' WHEN t.offence IS NULL THEN 'none'"
            f" WHEN a.article IS NOT NULL OR {self._own_code} THEN 'ok'"
            f" WHEN k.article IS NULL THEN 'unknown' WHEN {day} IS NULL THEN 'undated' ELSE 'expired' END AS __offence,"
            " (t.clause IS NOT NULL AND a.has_clauses AND c.article IS NULL) AS __clause_unknown"
            f" FROM ({sql}) AS t"
            f" LEFT JOIN offence_articles AS a ON t.offence = a.article AND {self._day} BETWEEN a.from_day AND a.to_day"
            " LEFT JOIN offence_clauses AS c ON t.offence = c.article AND coalesce(t.clause, '') = c.clause"
            f" AND {self._day} BETWEEN c.from_day AND c.to_day"
            " LEFT JOIN offence_codes AS k ON t.offence = k.article"
        )

    @property
    def _own_code(self) -> str:
        """Return the condition under which a source's own offence code is let in: it stands in a known group.

        Only a list without severity classes, which is a list of groups and no law, lets such codes in.
        """
        if self.offences is None or self.offences.severities or "offence_group" not in self.schema.names:
            return "false"
        groups = ", ".join(literal(group.code) for group in self.offences.groups)
        return f"t.offence_group IN ({groups})"

    def _points_sql(self, sql: str) -> str:
        """Judge each point; one that cannot be right is left out of the record, and its precision is then unknown."""
        good = "p.__point IN ('ok', 'none')"
        return (
            "SELECT p.* REPLACE ("
            "CASE WHEN p.__point = 'ok' THEN p.longitude END AS longitude,"
            "CASE WHEN p.__point = 'ok' THEN p.latitude END AS latitude,"
            f"CASE WHEN NOT {good} THEN 'unknown' WHEN p.location_precision IS NOT NULL THEN p.location_precision"
            " WHEN p.__point = 'ok' THEN 'point' ELSE 'unknown' END AS location_precision)"
            f" FROM (SELECT t.*, {self._point_state} AS __point FROM ({sql}) AS t) AS p"
        )

    @property
    def _point_state(self) -> str:
        lon, lat = "t.__lon", "t.__lat"
        states = [
            (f"{lon} IS NULL AND {lat} IS NULL", "none"),
            (f"{lon} IS NULL OR {lat} IS NULL", "half"),
            (f"{lon} = 0 AND {lat} = 0", "zero"),
        ]
        if self.bounds is not None:
            inside = "{x} BETWEEN {west} AND {east} AND {y} BETWEEN {south} AND {north}"
            west, south, east, north = self.bounds
            edges = {"west": west, "south": south, "east": east, "north": north}
            states.append((inside.format(x=lon, y=lat, **edges), "ok"))
            states.append((inside.format(x=lat, y=lon, **edges), "swapped"))
        states.append((f"abs({lon}) > 180 OR abs({lat}) > 180", "projected"))
        states.append((f"abs({lat}) > 90", "swapped"))
        cases = " ".join(f"WHEN {condition} THEN '{state}'" for condition, state in states)
        return f"CASE {cases} ELSE '{'ok' if self.bounds is None else 'outside'}' END"


def _prepare_areas(con: duckdb.DuckDBPyConnection, areas: AreaSet, texts: str) -> None:
    """Make one row for each code, and for each name in use instead of a code, with the days on which it holds."""
    codes = {area.code for area in areas.areas}
    rows: list[tuple[str, date, date, str | None, str]] = [
        (area.code, area.valid_from, area.valid_to or LAST, area.code, "ok") for area in areas.areas
    ]
    spans = list(spans_of(_change_days(areas)))
    for text in distinct_texts(con, texts, "area"):
        if text not in codes:
            rows += _named(areas, text, spans)
    columns = (("text", "VARCHAR"), ("from_day", "DATE"), ("to_day", "DATE"), ("code", "VARCHAR"), ("state", "VARCHAR"))
    load_rows(con, "area_units", columns, rows)
    load_rows(con, "area_texts", (("text", "VARCHAR"),), [(text,) for text in sorted({row[0] for row in rows})])


def _change_days(areas: AreaSet) -> Iterator[date]:
    for area in areas.areas:
        yield area.valid_from
        if area.valid_to is not None and area.valid_to < LAST:
            yield area.valid_to + timedelta(days=1)


def _named(
    areas: AreaSet, text: str, spans: Sequence[tuple[date, date]]
) -> Iterator[tuple[str, date, date, str | None, str]]:
    lowest = areas.levels[-1]
    for start, end in spans:
        # a ward and its district may share a name: the register means the ward
        found = areas.find_by_name(text, start, lowest) or areas.find_by_name(text, start)
        if len(found) == 1:
            yield text, start, end, found[0].code, "named"
        elif found:
            yield text, start, end, None, "ambiguous"


def _prepare_offences(con: duckdb.DuckDBPyConnection, offences: OffenceCatalogue) -> None:
    articles, clauses = [], []
    for row in offences.offences:
        end = row.valid_to or LAST
        if row.clause is None:
            has_clauses = bool(offences.clauses_of.get(row.article))
            articles.append((row.article, row.valid_from, end, row.group, has_clauses))
        else:
            severity = offences.severity_of(row.article, row.clause, row.valid_from)
            clauses.append((row.article, row.clause, row.valid_from, end, severity.code if severity else None))
    days = (("from_day", "DATE"), ("to_day", "DATE"))
    load_rows(
        con,
        "offence_articles",
        (("article", "VARCHAR"), *days, ("offence_group", "VARCHAR"), ("has_clauses", "BOOLEAN")),
        articles,
    )
    load_rows(
        con,
        "offence_clauses",
        (("article", "VARCHAR"), ("clause", "VARCHAR"), *days, ("severity", "VARCHAR")),
        clauses,
    )
    codes = sorted({row.article for row in offences.offences})
    load_rows(con, "offence_codes", (("article", "VARCHAR"),), [(code,) for code in codes])


def _prepare_lists(con: duckdb.DuckDBPyConnection, offences: OffenceCatalogue, texts: str, separator: str) -> None:
    """Apply the counting rule to every distinct list of offences, for each span in which the law stands still."""
    changes = {row.valid_from for row in offences.offences}
    changes |= {row.valid_to + timedelta(days=1) for row in offences.offences if row.valid_to}
    spans = list(spans_of(changes))
    rows: list[Listed] = []
    for text in distinct_texts(con, texts, "__offences"):
        for start, end in spans:
            rows += list_charges(offences, text, separator, start, end)
    columns = (
        ("text", "VARCHAR"),
        ("from_day", "DATE"),
        ("to_day", "DATE"),
        ("offence", "VARCHAR"),
        ("clause", "VARCHAR"),
        ("severity", "VARCHAR"),
        ("principal", "BOOLEAN"),
        ("reason", "VARCHAR"),
        ("problem", "BOOLEAN"),
    )
    load_rows(con, "offence_charges", columns, [row.cells for row in rows])
    con.execute("CREATE OR REPLACE TEMP TABLE offence_lists AS SELECT * FROM offence_charges WHERE principal")
