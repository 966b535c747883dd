"""Check what a caller hands in: counts by period and series, as the kernels want them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def numbers(values: Any, who: str) -> FloatArray:
    """Return numbers as float64, in the order given; what is missing (None, NaN, pandas.NA) is NaN.

    Parameters
    ----------
    values : array_like or data frame
        Numbers. An index of a data frame is not looked at.
    who : str
        Method, for the error.

    Raises
    ------
    UsageError
        If something else than a number is among them.
    """
    with suppress(TypeError, ValueError):
        return np.asarray(values, dtype=np.float64)
    if hasattr(values, "to_numpy"):
        # pandas' own missing value has no number of its own
        with suppress(TypeError, ValueError):
            return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))
    raise UsageError(f"{who}: places and counts must be numbers; got others. Look at the column's type.")


def moments(values: Any, who: str) -> NDArray[Any]:
    """Return times as datetime64, or as float64 where they were given as numbers; missing ones are NaT or NaN.

    Parameters
    ----------
    values : array_like
        Numbers, dates, times, or their ISO text. Of a time with a zone its clock time counts.
    who : str
        Method, for the error.

    Raises
    ------
    UsageError
        If something is neither.
    """
    own = getattr(values, "dt", values)
    if getattr(own, "tz", None) is not None and hasattr(own, "tz_localize"):
        values = own.tz_localize(None)
    given = np.asarray(values)
    if given.dtype.kind == "M":
        return given
    if given.dtype.kind not in "OUS":
        return numbers(given, who)
    if given.dtype.kind == "O":
        # pandas' NaT, like NaN, is not even equal to itself
        given = np.array([value if value == value else None for value in given.ravel()]).reshape(given.shape)
    with suppress(TypeError, ValueError):
        return given.astype("datetime64[us]")
    raise UsageError(f"{who}: times must be numbers of days, or dates such as 2024-12-31; got others. Convert them.")


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
    values = numbers(observed, who)
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
