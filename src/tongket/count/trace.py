"""From a figure back to its definition, the query anyone can run, and the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.count.atoms import Atom, Parts, made_of, parts_of
from tongket.count.axes import TOTAL, UNKNOWN
from tongket.count.context import CountContext
from tongket.count.definitions import definition_toml
from tongket.count.geography import WHOLE, Geography, Target
from tongket.count.request import AREA, MONTH, WEEKDAY_HOUR
from tongket.count.spans import DAWN
from tongket.count.weekday_hours import WEEKDAY_HOUR_COLUMNS, spread_over_week
from tongket.engines.contract import Engine, EventsRequest, Span, Term, TraceRequest
from tongket.engines.sql import literal, quoted
from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.indicators import Indicator
from tongket.model.periods import parse_period
from tongket.model.seals import Seal
from tongket.model.tables import record_schema
from tongket.model.text import Text

Key = tuple[str, ...]
PAGE = 50


@dataclass(frozen=True)
class TracedNumber:
    """Hold the records behind a value, a numerator or a denominator.

    Attributes
    ----------
    role : str
        ``value``, ``numerator``, ``denominator``; ``source`` for the records a derived figure rests on.
    indicator : str
        Id of the count.
    definition : str
        Its definition as TOML.
    sql : str
        A query that anyone can run in the folder of the seal to get the number again.
    records : int
        How many records are behind it, all pages.
    keys : tuple of tuple of str
        Keys of this page, in order.
    split : int
        How many of the records count only in part, because their unit was divided or their hour is uncertain.
    label : Text or None
        What the records are, for a source.
    """

    role: str
    indicator: str
    definition: str
    sql: str
    records: int
    keys: tuple[Key, ...]
    split: int = 0
    label: Text | None = None


@dataclass(frozen=True)
class FigureTrace:
    """Hold everything a figure rests on.

    Attributes
    ----------
    figure : Figure
        As it stands in the ledger.
    definition : str
        Its definition as TOML.
    seal : Seal
        The snapshot it was counted from.
    numbers : tuple of TracedNumber
        The value, or numerator and denominator.
    """

    figure: Figure
    definition: str
    seal: Seal
    numbers: tuple[TracedNumber, ...]


def trace_figure(
    figure: Figure, engine: Engine, seal: Seal, context: CountContext, *, page: int = 1, size: int = PAGE
) -> FigureTrace:
    """Lead from a figure to its records.

    Parameters
    ----------
    figure : Figure
        From the ledger.
    engine : Engine
        Counts the records of the figure's seal.
    seal : Seal
        The figure's seal.
    context : CountContext
        Indicators, units and codes of the book.
    page, size : int
        Which records to list, and how many; the first page is 1.

    Raises
    ------
    FigureError
        If the seal is another one, or the indicator's version is no longer declared in the book.
    """
    if figure.seal != seal.digest:
        raise FigureError(
            f"Trace {figure.id}: needs the seal {figure.seal[:12]}; got {seal.short}. Open the figure's own seal."
        )
    indicator = context.indicators[figure.indicator]
    if indicator.version != figure.version:
        raise FigureError(
            f"Trace {figure.id}: was counted by version {figure.version} of {figure.indicator!r}; the book declares"
            f" version {indicator.version}. Put the former definition back to trace it."
        )
    made = made_of(indicator, context.indicators)
    roles = ("value",) if len(made) == 1 else ("numerator", "denominator")
    tracing = _Tracing(figure, engine, seal, context)
    numbers = tuple(
        tracing.number(role, each, slice((page - 1) * size, page * size))
        for role, each in zip(roles, made, strict=True)
        if each.table in engine.tables()
    )
    return FigureTrace(figure, definition_toml(indicator), seal, numbers)


@dataclass(frozen=True)
class _Found:
    """Hold the records of one atom."""

    sql: str
    keys: tuple[Key, ...]
    records: int
    split: int = 0


class _Tracing:
    """Turn the address of a figure into questions to the engine."""

    def __init__(self, figure: Figure, engine: Engine, seal: Seal, context: CountContext) -> None:
        self.figure, self.engine, self.seal, self.context = figure, engine, seal, context
        self.by = {name: code for name, code in figure.by if name != MONTH}
        self.span = Span(figure.start, figure.end)
        self.geography = self._geography()

    def _geography(self) -> Geography | None:
        areas = self.context.areas
        if areas is None or self.figure.area == TOTAL:
            return None
        code, _, since = self.figure.area.partition("@")
        day = date.fromisoformat(since) if since else parse_period(self.figure.period, dict(self.context.calendars)).end
        unit = areas.find(code, day)
        return Geography(areas, day, unit.level if unit else areas.levels[-1])

    def number(self, role: str, indicator: Indicator, page: slice) -> TracedNumber:
        """Return the records behind one count."""
        root = self.context.areas.root if self.context.areas is not None else ""
        parts = parts_of(indicator, self.context.indicators.rules, root)
        found = self._stock(parts, page) if parts.removed is not None else self._flow(parts, page)
        return TracedNumber(
            role, indicator.id, definition_toml(indicator), found.sql, found.records, found.keys, found.split
        )

    def _flow(self, parts: Parts, page: slice) -> _Found:
        if parts.whole is not None and self.figure.area == TOTAL:
            city = self._found(parts.whole, self.span, page)
            if city.records:
                return city
        return self._found(parts.added, self.span, page)

    def _stock(self, parts: Parts, page: slice) -> _Found:
        """Return what was opened and not closed by the end."""
        everything = slice(0, None)
        span = Span(DAWN, self.span.end)
        opened = self._found(parts.added, span, everything)
        closed = self._found(parts.removed or parts.added, span, everything)
        gone = set(closed.keys)
        left = tuple(key for key in opened.keys if key not in gone)
        return _Found(f"SELECT ({opened.sql})\n- ({closed.sql})", left[page], len(left), opened.split)

    def _found(self, atom: Atom, span: Span, page: slice) -> _Found:
        term = Term("traced", atom.date, atom.column, atom.where)
        codes = tuple((name, _codes(code)) for name, code in self.by.items() if name != WEEKDAY_HOUR)
        if self.figure.area != TOTAL and self.geography is None:
            codes = (*codes, (AREA, _codes(self.figure.area)))
        size = 2**31 - 1 if page.stop is None else page.stop - page.start
        request = TraceRequest(atom.table, term, span, codes, self.seal.as_of, page.start or 0, size)
        plain = self.engine.trace(request)
        if self.geography is None and WEEKDAY_HOUR not in self.by:
            return _Found(plain.sql, plain.keys, plain.total)
        return self._one_by_one(atom, term, span, codes, plain.sql, page)

    def _one_by_one(
        self,
        atom: Atom,
        term: Term,
        span: Span,
        codes: tuple[tuple[str, tuple[str | None, ...]], ...],
        sql: str,
        page: slice,
    ) -> _Found:
        """Return the records of a unit, whose code depends on the day, or of an hour of the week."""
        schema = record_schema(atom.table)
        named = (*schema.key, schema.dated_by, *(name for name, _ in codes))
        wanted = dict.fromkeys((*named, *((AREA,) if self.geography else ())))
        wanted |= dict.fromkeys(WEEKDAY_HOUR_COLUMNS if WEEKDAY_HOUR in self.by else ())
        events = self.engine.events(EventsRequest(atom.table, tuple(wanted), term, span, self.seal.as_of))
        weight = np.full(len(events[schema.key[0]]), WHOLE, dtype=np.int64)
        for name, allowed in codes:
            weight[[code not in allowed for code in events[name]]] = 0
        if self.geography is not None:
            pieces = self._pieces(atom.table)
            weight = np.minimum(weight, _area_weights(events[AREA], events[schema.dated_by], pieces))
            sql = f"{sql}\nAND ({_pieces_sql(pieces, schema.dated_by)})"
        if WEEKDAY_HOUR in self.by:
            begins, ends = (events[name] for name in WEEKDAY_HOUR_COLUMNS)
            weight = np.minimum(weight, _hour_weights(begins, ends, self.by[WEEKDAY_HOUR]))
            sql = f"{sql}\n-- of which only the share in hour {self.by[WEEKDAY_HOUR]} of the week counts"
        rows = np.flatnonzero(weight)
        keys = tuple(tuple(_text(events[name][row]) for name in schema.key) for row in rows[page])
        return _Found(sql, keys, len(rows), int((weight[rows] < WHOLE).sum()))

    def _pieces(self, table: str) -> list[tuple[Span, dict[str | None, int]]]:
        """Return the codes that belong to the figure's unit with their shares, for each time in which none changes."""
        if self.geography is None:
            return []
        wanted = self.figure.area.partition("@")[0]
        starts = [DAWN, *self.geography.eras(DAWN, date.max)]
        ends = [start - timedelta(days=1) for start in starts[1:]] + [date.max]
        occurring: list[str | None] = [None, *self.engine.distinct(table, AREA)]
        pieces = []
        for start, end in zip(starts, ends, strict=True):
            shares = {code: _share(self.geography, code, start, wanted) for code in occurring}
            if kept := {code: share for code, share in shares.items() if share}:
                pieces.append((Span(start, end), kept))
        return pieces


def _share(geography: Geography, code: str | None, day: date, wanted: str) -> int:
    targets: tuple[Target, ...] = ()
    if code is not None and day <= geography.day:
        targets = geography.targets(code, day)
    if wanted == UNKNOWN:
        return WHOLE - sum(target.share for target in targets)
    return sum((target.share for target in targets if target.code == wanted), 0)


def _codes(code: str) -> tuple[str | None, ...]:
    return (None, UNKNOWN) if code == UNKNOWN else (code,)


def _area_weights(
    codes: NDArray[np.object_], days: NDArray[np.datetime64], pieces: Iterable[tuple[Span, dict[str | None, int]]]
) -> NDArray[np.int64]:
    weight = np.zeros(len(codes), dtype=np.int64)
    for span, shares in pieces:
        inside = (days >= np.datetime64(span.start)) & (days <= np.datetime64(span.end))
        rows = np.flatnonzero(inside)
        weight[rows] = [shares.get(code, 0) for code in codes[rows]]
    return weight


def _hour_weights(begins: NDArray[Any], ends: NDArray[Any], wanted: str) -> NDArray[np.int64]:
    spread = spread_over_week(begins, ends)
    hit = np.array([code == wanted or (code is None and wanted == UNKNOWN) for code in spread.code], dtype=bool)
    weight = np.zeros(len(begins), dtype=np.int64)
    np.add.at(weight, spread.record[hit], spread.share[hit])
    return weight


def _pieces_sql(pieces: Sequence[tuple[Span, dict[str | None, int]]], dated_by: str) -> str:
    return "\n  OR ".join(_piece_sql(span, shares, dated_by) for span, shares in pieces) or "1 = 0"


def _piece_sql(span: Span, shares: dict[str | None, int], dated_by: str) -> str:
    known = ", ".join(literal(code) for code in shares if code is not None)
    tests = [f"{quoted(AREA)} IN ({known})"] if known else []
    tests += [f"{quoted(AREA)} IS NULL"] if None in shares else []
    days = f"{quoted(dated_by)} BETWEEN DATE '{span.start}' AND DATE '{span.end}'"
    return f"{days} AND ({' OR '.join(tests)})"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def trace_object(trace: FigureTrace) -> dict[str, Any]:
    """Return a trace as the plain values that ``tongket trace --json`` prints."""
    from tongket.count.export import figure_object

    return {
        "figure": figure_object(trace.figure),
        "definition": trace.definition,
        "seal": {"digest": trace.seal.digest, "as_of": trace.seal.as_of.isoformat(), "status": trace.seal.status.value},
        "code_version": trace.figure.code_version,
        "numbers": [
            {
                "role": number.role,
                "indicator": number.indicator,
                "definition": number.definition,
                "sql": number.sql,
                "records": number.records,
                "split": number.split,
                "keys": [list(key) for key in number.keys],
            }
            for number in trace.numbers
        ],
    }
