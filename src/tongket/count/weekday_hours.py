"""Weekday and hour of records whose time is an interval: each record is spread over the hours it may belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    raise NotImplementedError
