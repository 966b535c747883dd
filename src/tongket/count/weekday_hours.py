"""Weekday and hour of records whose time is an interval: each record is spread over the hours it may belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongket.count.geography import WHOLE

WEEKDAY_HOUR_COLUMNS = ("occurred_from", "occurred_to")
WEEK_CODES = tuple(f"{day}-{hour:02d}" for day in range(1, 8) for hour in range(24))


@dataclass(frozen=True)
class WeekSpread:
    """Hold the parts of records by hour of the week.

    Attributes
    ----------
    record : ndarray of int
        Index of the record, one entry for each part.
    code : ndarray of object
        ISO weekday and hour, ``1-00`` to ``7-23``; None for a record that does not say when.
    share : ndarray of int64
        Millionths; the parts of one record add up to one million.
    """

    record: NDArray[np.intp]
    code: NDArray[np.object_]
    share: NDArray[np.int64]


def spread_over_week(begins: NDArray[np.datetime64], ends: NDArray[np.datetime64]) -> WeekSpread:
    """Spread records over the hours of the week in which they may have happened.

    Parameters
    ----------
    begins, ends : ndarray of datetime64, shape (n_records,)
        First and last possible local time; NaT where it is not known.

    Returns
    -------
    WeekSpread
        In order of record; the exact parts of `tongket.count.aoristic.aoristic_parts`, rounded to millionths so that
        those of one record add up to one million.

    Raises
    ------
    FigureError
        If an end lies before its begin.
    """
    from tongket.count.aoristic import aoristic_parts  # rarely needed, and every start would pay for it

    parts = aoristic_parts(begins, ends)
    share = _millionths(parts.case, parts.minutes, parts.out_of)
    silent = np.flatnonzero(np.isnat(begins))
    names = np.array([*WEEK_CODES, None], dtype=object)
    record = np.concatenate([parts.case, silent])
    cell = np.concatenate([parts.cell, np.full(len(silent), len(WEEK_CODES))])
    whole = np.concatenate([share, np.full(len(silent), WHOLE, dtype=np.int64)])
    order = np.argsort(record, kind="stable")
    return WeekSpread(record[order], names[cell[order]], whole[order])


def _millionths(case: NDArray[np.intp], minutes: NDArray[np.int64], out_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return parts as whole millionths; what rounding down leaves goes to the largest rests of each record."""
    share, rest = np.divmod(minutes * WHOLE, out_of)
    if not len(case):
        return share
    first = np.flatnonzero(np.concatenate([[True], case[1:] != case[:-1]]))
    sizes = np.diff(np.append(first, len(case)))
    left = np.repeat(WHOLE - np.add.reduceat(share, first), sizes)
    order = np.lexsort((-rest, case))
    rank = np.empty(len(case), dtype=np.int64)
    rank[order] = np.arange(len(case)) - np.repeat(first, sizes)
    return share + (rank < left)
