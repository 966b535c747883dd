"""From single cases to what a scan takes: locations, periods, counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray, moments, numbers

_WHO = "Scan table"
UNITS = ("day", "week", "month")


@dataclass(frozen=True, eq=False)
class ScanTable:
    """Hold cases by period and location.

    Attributes
    ----------
    x, y : ndarray of float64, shape (n_locations,)
        Locations.
    counts : ndarray of int64, shape (n_periods, n_locations)
        Cases.
    days : ndarray of datetime64[D], shape (n_periods + 1,)
        First day of each period, and the day after the last.
    location, period : ndarray of int64, shape (n_cases,)
        Of each case given; -1 in `period` for those outside the study.
    """

    x: FloatArray
    y: FloatArray
    counts: IntArray
    days: NDArray[np.datetime64]
    location: IntArray
    period: IntArray


def tabulate_cases(
    x: ArrayLike,
    y: ArrayLike,
    on: ArrayLike,
    *,
    start: date,
    end: date,
    unit: str = "day",
    cell: float | None = None,
) -> ScanTable:
    """Count single cases by place and by day, week or month.

    Parameters
    ----------
    x, y : array_like of float, shape (n_cases,)
        Places, metres or degrees.
    on : array_like of dates, shape (n_cases,)
        Days of the cases.
    start, end : date
        First and last day of the study.
    unit : {'day', 'week', 'month'}
        Length of a period. Periods are counted back from `end`, so that the last one is whole; days before the first
        whole period are left out. Months end on the day of `end`, or on the last of a shorter month.
    cell : float, optional
        Side of square cells whose middles become the locations, in the unit of x and y; by default every different
        place is a location.

    Returns
    -------
    ScanTable
        For `scan_permutation`.

    Raises
    ------
    UsageError
        If lengths differ, a place or day is missing, or the study is shorter than one period.
    """
    xs, ys = numbers(x, _WHO), numbers(y, _WHO)
    when = _dates(on)
    if not xs.shape == ys.shape == when.shape or xs.ndim != 1 or not xs.size:
        raise UsageError(
            f"{_WHO}: x, y and days must be as long as each other; got {xs.shape}, {ys.shape}, {when.shape}."
        )
    if not bool(np.isfinite(xs).all() and np.isfinite(ys).all()) or bool(np.isnat(when).any()):
        raise UsageError(f"{_WHO}: places and days must all be known; got missing ones. Leave such cases out.")
    if cell is not None:
        if not cell > 0:
            raise UsageError(f"{_WHO}: cell must be positive; got {cell!r}.")
        xs, ys = (np.floor(xs / cell) + 0.5) * cell, (np.floor(ys / cell) + 0.5) * cell
    edges = period_edges(start, end, unit)
    period = np.searchsorted(edges, when, side="right") - 1
    period[(period < 0) | (period >= edges.size - 1)] = -1
    places, location = np.unique(np.column_stack([xs, ys]), axis=0, return_inverse=True)
    location = location.reshape(-1).astype(np.int64)
    counts = np.zeros((edges.size - 1, len(places)), dtype=np.int64)
    inside = period >= 0
    np.add.at(counts, (period[inside], location[inside]), 1)
    return ScanTable(places[:, 0].copy(), places[:, 1].copy(), counts, edges, location, period.astype(np.int64))


def _dates(on: ArrayLike) -> NDArray[np.datetime64]:
    given = moments(on, _WHO)
    if given.dtype.kind != "M":
        raise UsageError(f"{_WHO}: days must be dates; got numbers. Convert them, or give counts by period instead.")
    return given.astype("datetime64[D]")


def period_edges(start: date, end: date, unit: str) -> NDArray[np.datetime64]:
    """Return the first day of each period and the day after the last, counted back from `end`."""
    if unit not in UNITS:
        raise UsageError(f"{_WHO}: unit must be one of {', '.join(UNITS)}; got {unit!r}.")
    first, after = np.datetime64(start, "D"), np.datetime64(end, "D") + 1
    if unit == "month":
        edges = _months_back(first, after)
    else:
        step = 7 if unit == "week" else 1
        whole = int((after - first) / np.timedelta64(step, "D")) if after > first else 0
        edges = after - step * np.arange(whole, -1, -1)
    if edges.size < 2:
        raise UsageError(f"{_WHO}: the study must hold at least one {unit}; got {start} to {end}.")
    return edges


def _months_back(first: np.datetime64, after: np.datetime64) -> NDArray[np.datetime64]:
    month = after.astype("datetime64[M]")
    day = after - month.astype("datetime64[D]")
    edges = [after]
    while edges[-1] > first:
        month = month - 1
        last = (month + 1).astype("datetime64[D]") - 1
        edges.append(min(month.astype("datetime64[D]") + day, last))
    kept = [edge for edge in edges if edge >= first]
    return np.array(kept[::-1], dtype="datetime64[D]")
