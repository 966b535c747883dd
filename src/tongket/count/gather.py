"""Ask the engine, and hold its answers as columns of small whole numbers.

A tally is enough for nearly everything. Two things need single records: a weekday and hour, which spreads one record
over several cells, and the unit of a record that is counted on a later day than the one its area code stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.count.atoms import Plan
from tongket.count.request import AREA, WEEKDAY_HOUR
from tongket.count.spans import Windows
from tongket.count.weekday_hours import WEEKDAY_HOUR_COLUMNS, WeekSpread, spread_over_week
from tongket.engines.contract import SCALES, Engine, EventsRequest, Span, TallyRequest, Term
from tongket.model.tables import record_schema

Integers = NDArray[np.int64]
Indexes = NDArray[np.int32]


@dataclass(frozen=True)
class Rows:
    """Hold counted rows of one table.

    Attributes
    ----------
    span : ndarray of int32, shape (n_rows,)
        Index of the span.
    era : ndarray of int32, shape (n_rows,)
        Index of the era of units in which the area code was written.
    codes : dict of str to ndarray of int32, shape (n_rows,)
        By column: index into the vocabulary of the column.
    values : dict of str to ndarray of int64, shape (n_rows,)
        By name of term.
    share : ndarray of int64 or None
        Millionths of each row that count; None when all rows count whole.
    """

    span: Indexes
    era: Indexes
    codes: dict[str, Indexes]
    values: dict[str, Integers]
    share: Integers | None = None


@dataclass
class Vocabulary:
    """Number the codes of a column in the order in which they are met."""

    numbers: dict[str | None, int] = field(default_factory=dict)

    def index(self, codes: NDArray[np.object_]) -> Indexes:
        """Return the number of each code."""
        numbers = self.numbers
        for code in dict.fromkeys(codes):
            numbers.setdefault(code, len(numbers))
        return np.fromiter(map(numbers.__getitem__, codes), dtype=np.int32, count=len(codes))

    def codes(self) -> list[str | None]:
        """Return the codes in order of their numbers."""
        return list(self.numbers)


@dataclass
class Gathered:
    """Hold everything one table answered: for each term its rows."""

    table: str
    rows: dict[str, Rows]
    vocabularies: dict[str, Vocabulary]
    sql: list[str]


@dataclass(frozen=True)
class Grain:
    """Say at which grain, of which days and as of when to ask.

    Attributes
    ----------
    by : tuple of str
        Breakdown, without month; only what the table has.
    windows : Windows
        Spans.
    eras : tuple of date
        First days of the times in which no unit changes; one when units do not matter.
    cutoff : date
        The seal's cut-off.
    """

    by: tuple[str, ...]
    windows: Windows
    eras: tuple[date, ...]
    cutoff: date


def gather(engine: Engine, plan: Plan, grain: Grain) -> Gathered:
    """Ask an engine for all terms of one table."""
    columns = tuple(dict.fromkeys((*(name for name in grain.by if name != WEEKDAY_HOUR), *plan.pivots)))
    found = Gathered(plan.table, {}, {name: Vocabulary() for name in (*columns, *grain.by)}, [])
    single = [term for term in plan.terms if _needs_records(plan.table, term, grain)]
    additive = tuple(term for term in plan.terms if term not in single)
    if additive:
        tally = engine.tally(TallyRequest(plan.table, additive, grain.windows.spans, columns, grain.cutoff))
        pairs = zip(columns, tally.codes, strict=True)
        codes = {name: found.vocabularies[name].index(array) for name, array in pairs}
        rows = Rows(tally.span, _eras_of_spans(grain)[tally.span], codes, tally.values)
        found.rows.update(dict.fromkeys((term.name for term in additive), rows))
        found.sql.append(tally.sql)
    for term in single:
        found.rows[term.name] = _records(engine, plan.table, term, columns, grain, found.vocabularies)
    return found


def _needs_records(table: str, term: Term, grain: Grain) -> bool:
    if WEEKDAY_HOUR in grain.by:
        return True
    return len(grain.eras) > 1 and AREA in grain.by and term.date != record_schema(table).dated_by


def _records(
    engine: Engine,
    table: str,
    term: Term,
    columns: tuple[str, ...],
    grain: Grain,
    vocabularies: Mapping[str, Vocabulary],
) -> Rows:
    """Count one term record by record."""
    schema = record_schema(table)
    asked = dict.fromkeys((*columns, term.date, schema.dated_by))
    asked |= dict.fromkeys(WEEKDAY_HOUR_COLUMNS if WEEKDAY_HOUR in grain.by else ())
    asked |= dict.fromkeys((term.column,) if term.column else ())
    spans = grain.windows.spans
    whole = Span(spans[0].start, spans[-1].end)
    events = engine.events(EventsRequest(table, tuple(asked), term, whole, grain.cutoff))
    span = _span_of(events[term.date], grain.windows)
    inside = np.flatnonzero(span >= 0)
    rows = Rows(
        span=span[inside],
        era=_era_of(events[schema.dated_by][inside], grain.eras),
        codes={name: vocabularies[name].index(events[name][inside]) for name in columns},
        values={term.name: _amounts(events, term, table)[inside]},
    )
    if WEEKDAY_HOUR not in grain.by:
        return rows
    begins, ends = (events[name][inside] for name in WEEKDAY_HOUR_COLUMNS)
    return _spread(rows, spread_over_week(begins, ends), vocabularies[WEEKDAY_HOUR])


def _spread(rows: Rows, hours: WeekSpread, vocabulary: Vocabulary) -> Rows:
    """Return one row for each hour of the week that a record may fall into."""
    return Rows(
        span=rows.span[hours.record],
        era=rows.era[hours.record],
        codes={name: index[hours.record] for name, index in rows.codes.items()}
        | {WEEKDAY_HOUR: vocabulary.index(hours.code)},
        values={name: values[hours.record] for name, values in rows.values.items()},
        share=hours.share,
    )


def _amounts(events: Mapping[str, NDArray[Any]], term: Term, table: str) -> Integers:
    if term.column is None:
        return np.ones(len(events[term.date]), dtype=np.int64)
    scale = scale_of(table, term.column)
    values = (0 if value is None else round(value * 10**scale) for value in events[term.column])
    return np.fromiter(values, dtype=np.int64, count=len(events[term.column]))


def scale_of(table: str, column: str | None) -> int:
    """Return how many decimals the sums of a column have."""
    return SCALES[record_schema(table).column(column).kind] if column else 0


def _eras_of_spans(grain: Grain) -> Indexes:
    days = np.array([span.start for span in grain.windows.spans], dtype="datetime64[D]")
    return _era_of(days, grain.eras)


def _era_of(days: NDArray[np.datetime64], eras: tuple[date, ...]) -> Indexes:
    """Return the era of each day; the first for days before all."""
    starts = np.array(eras, dtype="datetime64[D]")
    return np.maximum(np.searchsorted(starts, days, side="right") - 1, 0).astype(np.int32)


def _span_of(days: NDArray[np.datetime64], windows: Windows) -> Indexes:
    """Return the span of each day, -1 for a day in none."""
    starts = np.array([span.start for span in windows.spans], dtype="datetime64[D]")
    ends = np.array([span.end for span in windows.spans], dtype="datetime64[D]")
    index = np.searchsorted(starts, days, side="right") - 1
    return np.where((index >= 0) & (days <= ends[np.maximum(index, 0)]), index, -1).astype(np.int32)
