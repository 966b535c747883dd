"""Check what a caller hands in: counts by period and series, as the kernels want them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def counts(observed: Any, who: str) -> tuple[FloatArray, bool]:
    """Return counts as float64, shape (n_periods, n_series), and whether a single series was given.

    Parameters
    ----------
    observed : array_like or data frame
        Counts, time along axis 0; one series may be given as one dimension. NaN is a missing count.
    who : str
        Method, for the error.

    Raises
    ------
    UsageError
        If there are other than one or two dimensions, or a count is negative or infinite.
    """
    values = np.asarray(observed, dtype=np.float64)
    single = values.ndim == 1
    table = values[:, None] if single else values
    if table.ndim != 2:
        raise UsageError(f"{who}: counts must have time on axis 0 and series on axis 1; got {values.ndim} dimensions.")
    if bool(np.any(table < 0)) or bool(np.any(np.isinf(table))):
        raise UsageError(f"{who}: counts must be finite and not negative; got others. Look at the series.")
    return table, single


def positions(wanted: ArrayLike | None, first: int, n_periods: int, who: str) -> IntArray:
    """Return the positions to judge, by default all from `first` on.

    Raises
    ------
    UsageError
        If a position lies before `first` or after the last period.
    """
    if wanted is None:
        return np.arange(first, n_periods, dtype=np.int64)
    chosen = np.atleast_1d(np.asarray(wanted, dtype=np.int64))
    if chosen.size and (chosen.min() < first or chosen.max() >= n_periods):
        raise UsageError(
            f"{who}: periods to judge must lie from {first} to {n_periods - 1}; got {chosen.min()} to {chosen.max()}."
            " Give more history or later periods."
        )
    return chosen


def share(value: float, name: str, who: str) -> float:
    """Return `value`, which must lie strictly between 0 and 1."""
    if not 0 < value < 1:
        raise UsageError(f"{who}: {name} must lie between 0 and 1; got {value!r}.")
    return value
