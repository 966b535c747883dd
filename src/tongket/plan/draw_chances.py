"""The chance of every unit to be among those drawn, worked out, not simulated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tongket.model.errors import UsageError

FloatArray = NDArray[np.float64]
_NODES = 200


def inclusion_chances(weights: Sequence[int], size: int) -> FloatArray:
    """Return the chance of each unit to be drawn within `size` steps.

    Parameters
    ----------
    weights : sequence of int, shape (n_units,)
        All at least 1.
    size : int
        Units drawn, from 1 to n_units.

    Returns
    -------
    ndarray of float64, shape (n_units,)
        Positive everywhere; they add up to `size`.

    Raises
    ------
    UsageError
        If a weight is under 1 or `size` out of range.

    Notes
    -----
    Drawing without replacement with chances as the weights is a race of exponential clocks with these rates (Efraimidis
    & Spirakis 2006, *Inf Process Lett* 97:181-185, https://doi.org/10.1016/j.ipl.2005.11.003): a unit is drawn when
    fewer than `size` others ring before it. That chance is integrated over the moment at which it rings, by
    Gauss-Legendre on the scale on which the moment is uniform, with the number of others as a Poisson-binomial sum.
    """
    rates = np.asarray(weights, dtype=np.float64)
    if rates.ndim != 1 or (rates < 1).any() or not 1 <= size <= rates.size:
        raise UsageError(
            f"Chances: weights must be 1 or more and the draw between 1 and their number; got {size} of {rates.size}."
        )
    if size == 1:
        return np.asarray(rates / rates.sum())
    nodes, parts = np.polynomial.legendre.leggauss(_NODES)
    moments, parts = (nodes + 1) / 2, parts / 2
    return np.array([_chance(np.delete(rates, unit) / rates[unit], size, moments, parts) for unit in range(rates.size)])


def _chance(others: FloatArray, size: int, moments: FloatArray, parts: FloatArray) -> float:
    """Integrate over u, the chance of not having rung yet; another has not with chance u ** (its rate / this rate)."""
    fewer = np.zeros((size, moments.size))  # chance that exactly k others have rung, k below size
    fewer[0] = 1.0
    for rate in others:
        waiting = moments**rate
        fewer[1:] = fewer[1:] * waiting + fewer[:-1] * (1 - waiting)
        fewer[0] *= waiting
    return float(np.sum(fewer.sum(axis=0) * parts))
