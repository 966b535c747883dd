"""In-control means: the season and slope of a history, carried forward."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tongket.watch.arrays import FloatArray, IntArray, counts


def seasonal_mean(
    history: Any,
    n_ahead: int,
    *,
    frequency: int = 52,
    harmonics: int = 1,
    trend: bool = False,
    fitted: bool = False,
) -> FloatArray:
    """Carry a seasonal Poisson mean of the history forward.

    Parameters
    ----------
    history : array_like, shape (n_periods,) or (n_periods, n_series)
        In-control counts.
    n_ahead : int
        Periods wanted after the history.
    frequency : int
        Periods a year.
    harmonics : int
        Pairs of sine and cosine; 0 gives the plain mean.
    trend : bool
        Whether the log mean has a slope.
    fitted : bool
        Whether the means of the history itself come first.

    Returns
    -------
    ndarray of float64, shape (n_ahead,) or (n_ahead, n_series)
        Means of the next periods; n_periods + n_ahead of them with `fitted`.

    Notes
    -----
    Poisson regression with log link by iteratively reweighted least squares.
    """
    table, single = counts(history, "Seasonal mean")
    n = table.shape[0]
    design = _harmonics(np.arange(1, n + n_ahead + 1), frequency, harmonics, trend)
    start = 0 if fitted else n
    ahead = np.stack([np.exp(design[start:] @ _poisson_fit(design[:n], column)) for column in table.T], axis=1)
    return np.asarray(ahead[:, 0] if single else ahead)


def _harmonics(t: IntArray, frequency: int, harmonics: int, trend: bool) -> FloatArray:
    angle = 2 * math.pi * t / frequency
    columns: list[FloatArray] = [np.ones(t.size)]
    for order in range(1, harmonics + 1):
        columns += [np.sin(order * angle), np.cos(order * angle)]
    if trend:
        columns.append(t / t[-1])
    return np.stack(columns, axis=1)


def _poisson_fit(design: FloatArray, y: FloatArray) -> FloatArray:
    known = np.isfinite(y)
    x, y = design[known], y[known]
    mean: FloatArray = y + 0.1
    eta: FloatArray = np.log(mean)
    coefficients = np.zeros(x.shape[1])
    for _ in range(50):
        z = eta + (y - mean) / mean
        root = np.sqrt(mean)
        following = np.asarray(np.linalg.lstsq(x * root[:, None], z * root, rcond=None)[0], dtype=np.float64)
        eta = np.asarray(np.clip(x @ following, -30.0, 30.0), dtype=np.float64)
        mean = np.asarray(np.exp(eta), dtype=np.float64)
        moved = float(np.abs(following - coefficients).max())
        coefficients = following
        if moved < 1e-11:
            break
    return np.asarray(coefficients)
