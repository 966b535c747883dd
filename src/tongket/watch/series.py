"""From an engine to arrays: counts by week and series, and points, of what was known on a day and nothing later.

The only door through which a detector's input comes. Columns that are not on the allow-list are refused here, so that
no attribute of a person can reach a detector.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.engines.contract import Engine, EventsRequest, Span, Tally, TallyRequest, Term
from tongket.model.errors import UsageError
from tongket.model.indicators import Condition, Operator
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.geographies import Restating
from tongket.watch.reporting_delay import nowcast, reporting_triangle
from tongket.watch.signals import DETECTOR_COLUMNS

_RECORDED = "recorded_on"
_OCCURRED = "occurred_from"
# code of the whole, where series are not told apart by area
WHOLE_CITY = "*"


@dataclass(frozen=True, eq=False)
class SeriesTable:
    """Hold counts of many series, as known on a day.

    Attributes
    ----------
    by : tuple of str
        Columns the series are told apart by.
    codes : tuple of tuple of str
        One entry for each series, ordered: its code in each column.
    dates : ndarray of datetime64[D], shape (n_periods,)
        First day of each period; the last period ends on `as_of`.
    counts : ndarray of float64, shape (n_periods, n_series)
        Cases; completed for late records where `completed` says so.
    known : ndarray of int64, shape (n_periods, n_series)
        Cases recorded by `as_of`.
    completed : bool
        Whether the latest periods were completed by a nowcast.
    left_out : int
        Cases without a code in one of the columns.
    period_days : int
        Days of a period.
    as_of : date
        Day of knowledge.
    changed : frozenset of str
        Areas that take in cases of other areas, because boundaries changed within the history; ``*`` for the whole.
    """

    by: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    dates: NDArray[np.datetime64]
    counts: FloatArray
    known: IntArray
    completed: bool
    left_out: int
    period_days: int
    as_of: date
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Points:
    """Hold single cases with a place, as known on a day; arrays of shape (n_cases,).

    Attributes
    ----------
    longitude, latitude : ndarray of float64
        Decimal degrees.
    day : ndarray of datetime64[D]
        Day it happened, or where that is not known, was recorded.
    codes : dict of str to ndarray of object
        Further columns asked for.
    without_place : int
        Cases left out because they have no point.
    late : bool
        Whether some were recorded after the day they happened on, so that cases of the last days are still to come.
    """

    longitude: FloatArray
    latitude: FloatArray
    day: NDArray[np.datetime64]
    codes: dict[str, NDArray[Any]]
    without_place: int
    late: bool = False


def check_columns(columns: Sequence[str]) -> None:
    """Refuse every column that a detector may not be given.

    Raises
    ------
    UsageError
        If a column is not on the allow-list.
    """
    for column in columns:
        if column not in DETECTOR_COLUMNS:
            raise UsageError(
                f"Watch: detectors see places, times and offences only; got {column!r}."
                f" Use one of {', '.join(sorted(DETECTOR_COLUMNS))}."
            )


def period_spans(as_of: date, n_periods: int, period_days: int) -> tuple[Span, ...]:
    """Return the periods that end on `as_of`, ascending."""
    ends = [as_of - timedelta(days=period_days * back) for back in range(n_periods - 1, -1, -1)]
    return tuple(Span(end - timedelta(days=period_days - 1), end) for end in ends)


def count_series(
    engine: Engine,
    as_of: date,
    *,
    by: tuple[str, ...],
    n_periods: int,
    period_days: int = 7,
    where: tuple[Condition, ...] = (),
    occurred: bool = False,
    max_delay: int = 8,
    table: str = "cases",
    restating: Restating | None = None,
) -> SeriesTable:
    """Count cases by period and series, as known on a day.

    Parameters
    ----------
    engine : Engine
        Over a seal or the records of a book.
    as_of : date
        Last day counted; what was recorded later is not asked for.
    by : tuple of str
        Columns that tell series apart; empty for one series of everything.
    n_periods, period_days : int
        Periods looked back and their length. Periods before the first case of the table are left away.
    where : tuple of Condition
        Which cases.
    occurred : bool
        Whether cases are placed in time by when they happened; the latest periods are then completed by a nowcast.
        Otherwise by when they were recorded, which needs no completion.
    max_delay : int
        Longest delay of recording the nowcast knows, in periods.
    table : str
        Table of records.
    restating : Restating, optional
        Brings cases of earlier areas to those of the day: counts by their shares, single cases by the largest share.

    Returns
    -------
    SeriesTable
        Dense table, zeros included.
    """
    check_columns((*by, *(condition.column for condition in where)))
    spans = period_spans(as_of, n_periods, period_days)
    restated = restating if "area" in by else None
    if occurred:
        return _by_occurrence(engine, spans, as_of, by, period_days, where, max_delay, table, restating)
    parts, owner = restated.split(spans) if restated else (spans, tuple(range(n_periods)))
    tally = engine.tally(TallyRequest(table, (Term("n", _RECORDED, where=where),), parts, by, as_of))
    cells: dict[tuple[int, tuple[str, ...]], float] = defaultdict(float)
    left_out = 0
    for span, key, n in _rows(tally):
        shares = _shares(key, by, parts[span].start, restated)
        left_out += 0 if shares else n
        for code, share in shares:
            cells[owner[span], code] += n * share
    codes = tuple(sorted({code for _, code in cells})) or (((),) if not by else ())
    place = {code: number for number, code in enumerate(codes)}
    counts = np.zeros((n_periods, len(codes)))
    for (period, code), cases in sorted(cells.items()):
        counts[period, place[code]] = cases
    known = np.rint(counts).astype(np.int64)
    changed = _changed(restating, by, spans[0].start, as_of)
    return _trimmed(by, codes, spans, counts, known, False, left_out, period_days, as_of, changed)


def _changed(restating: Restating | None, by: tuple[str, ...], first: date, last: date) -> frozenset[str]:
    """Return the areas whose boundaries changed; for series of the whole, its code where the whole has grown."""
    if restating is None:
        return frozenset()
    if "area" in by:
        return restating.changed(first, last)
    return frozenset({WHOLE_CITY}) if restating.whole_changed(first, last) else frozenset()


def _rows(tally: Tally) -> list[tuple[int, tuple[str | None, ...], int]]:
    """Return span, codes and cases of each row, in one order: sums of shares depend on it in their last digit."""
    spans, cases = tally.span.tolist(), tally.values["n"].tolist()
    keys = list(zip(*(column.tolist() for column in tally.codes), strict=True)) if tally.codes else [()] * len(spans)
    rows = list(zip(spans, keys, cases, strict=True))
    return sorted(rows, key=lambda row: (row[0], tuple((code is not None, code or "") for code in row[1])))


def _shares(
    key: tuple[str | None, ...], by: tuple[str, ...], day: date, restated: Restating | None
) -> list[tuple[tuple[str, ...], float]]:
    """Return the series a group of cases belongs to, with its shares; none where a code is missing or unknown."""
    if None in key:
        return []
    known = tuple(str(code) for code in key)
    if restated is None:
        return [(known, 1.0)]
    at = by.index("area")
    return [((*known[:at], code, *known[at + 1 :]), share) for code, share in restated.shares(known[at], day)]


def _by_occurrence(
    engine: Engine,
    spans: tuple[Span, ...],
    as_of: date,
    by: tuple[str, ...],
    period_days: int,
    where: tuple[Condition, ...],
    max_delay: int,
    table: str,
    restating: Restating | None,
) -> SeriesTable:
    restated = restating if "area" in by else None
    # what happened long before the first period may still have been recorded within it: it falls out by its day
    rows = _known_events(engine, (_RECORDED, _OCCURRED, *by), where, spans[0].start, as_of, table)
    happened = _day_of(rows)
    if restated is not None:
        days = rows[_RECORDED].astype(object)
        rows["area"] = np.array(
            [code and restated.unit(code, day) for code, day in zip(rows["area"], days, strict=True)], dtype=object
        )
    index, codes, placed = _series_of(tuple(rows[column] for column in by), happened.size)
    triangle = reporting_triangle(
        happened[placed],
        rows[_RECORDED][placed],
        as_of,
        n_periods=len(spans),
        max_delay=max_delay,
        period_days=period_days,
        series=index[placed],
        n_series=len(codes),
    )
    completed = nowcast(triangle)
    counts = np.where(np.isfinite(completed.median), completed.median, completed.known)
    changed = _changed(restating, by, spans[0].start, as_of)
    left_out = int((~placed).sum())
    return _trimmed(by, codes, spans, counts, completed.known, True, left_out, period_days, as_of, changed)


def _known_events(
    engine: Engine, columns: tuple[str, ...], where: tuple[Condition, ...], start: date, as_of: date, table: str
) -> dict[str, NDArray[Any]]:
    check_columns(columns)
    return engine.events(EventsRequest(table, columns, Term("n", _RECORDED, where=where), Span(start, as_of), as_of))


def _day_of(rows: dict[str, NDArray[Any]]) -> NDArray[np.datetime64]:
    happened = rows[_OCCURRED].astype("datetime64[D]")
    return np.where(np.isnat(happened), rows[_RECORDED], happened)


def _series_of(columns: Sequence[NDArray[Any]], n_rows: int) -> tuple[IntArray, tuple[tuple[str, ...], ...], Any]:
    """Return the series of each row, the codes of the series, and which rows have all their codes."""
    keys = list(zip(*(column.tolist() for column in columns), strict=True)) if columns else [()] * n_rows
    placed = np.array([None not in key for key in keys], dtype=bool)
    codes = tuple(sorted({key for key in keys if None not in key})) or (((),) if not columns else ())
    place = {key: number for number, key in enumerate(codes)}
    return np.array([place.get(key, 0) for key in keys], dtype=np.int64), codes, placed


def _trimmed(
    by: tuple[str, ...],
    codes: tuple[tuple[str, ...], ...],
    spans: tuple[Span, ...],
    counts: FloatArray,
    known: IntArray,
    completed: bool,
    left_out: int,
    period_days: int,
    as_of: date,
    changed: frozenset[str],
) -> SeriesTable:
    """Leave away the periods before the first case: nobody recorded then, which is not zero."""
    with_cases = np.flatnonzero(known.sum(axis=1) > 0)
    # the first period with cases may have begun before recording did
    first = int(with_cases[0]) + 1 if with_cases.size and with_cases[0] > 0 else 0
    dates = np.array([span.start for span in spans], dtype="datetime64[D]")
    return SeriesTable(
        by, codes, dates[first:], counts[first:], known[first:], completed, left_out, period_days, as_of, changed
    )


def located_cases(
    engine: Engine,
    as_of: date,
    *,
    days: int,
    columns: tuple[str, ...] = (),
    where: tuple[Condition, ...] = (),
    table: str = "cases",
) -> Points:
    """Return the cases of the last days that have a point, as known on a day.

    Parameters
    ----------
    engine : Engine
        Over a seal or the records of a book.
    as_of : date
        Last day; what was recorded later is not asked for.
    days : int
        Days looked back.
    columns : tuple of str
        Further columns wanted.
    where : tuple of Condition
        Which cases.
    table : str
        Table of records.

    Returns
    -------
    Points
        In key order.
    """
    start = as_of - timedelta(days=days - 1)
    exact = Condition("location_precision", Operator.IN, ("point",))
    wanted = (_RECORDED, _OCCURRED, "longitude", "latitude", *columns)
    rows = _known_events(engine, wanted, (*where, exact), start, as_of, table)
    day = _day_of(rows)
    longitude, latitude = rows["longitude"].astype(np.float64), rows["latitude"].astype(np.float64)
    kept = (
        np.isfinite(longitude) & np.isfinite(latitude) & (day >= np.datetime64(start)) & (day <= np.datetime64(as_of))
    )
    total = engine.tally(TallyRequest(table, (Term("n", _RECORDED, where=where),), (Span(start, as_of),), (), as_of))
    return Points(
        longitude[kept],
        latitude[kept],
        day[kept],
        {name: rows[name][kept] for name in columns},
        int(total.values["n"].sum()) - int(kept.sum()),
        bool((rows[_RECORDED].astype("datetime64[D]")[kept] > day[kept]).any()),
    )
