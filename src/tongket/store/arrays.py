"""Arrays: what several rooms need and numpy has only at the price of importing masked arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def distinct(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return the distinct values in order, and for each value its place among them.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Numbers.

    Returns
    -------
    different : ndarray, shape (n_different,)
        Ascending; NaN last, each for itself.
    index : ndarray of int, shape (n,)
        Such that ``different[index]`` is `values`.
    """
    order = np.argsort(values)
    ordered = values[order]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    index = np.empty(len(ordered), dtype=np.intp)
    index[order] = np.cumsum(first) - 1
    return ordered[first], index
