"""Rates of places with different populations, standardised so that small places do not stand out by chance alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray

_WHO = "Rates"


def standardised_rates(events: ArrayLike, population: ArrayLike) -> FloatArray:
    """Return rates standardised by their empirical-Bayes mean and variance.

    Parameters
    ----------
    events, population : array_like of float, shape (n_places,)
        Events and persons (or dwellings, or another exposure) of each place.

    Returns
    -------
    ndarray of float64, shape (n_places,)
        Standardised rates, mean about 0 and variance about 1.

    Raises
    ------
    UsageError
        If they differ in length, an exposure is not positive, or an event count is negative.

    Notes
    -----
    Assunção & Reis [1]_: with the overall rate :math:`b`, :math:`a = s^2 - b/(m/n)` and
    :math:`v_i = a + b/x_i`, the value is :math:`(p_i - b)/\\sqrt{v_i}`. A negative `a` is set to 0, as the paper does;
    `esda.assuncao_rate` keeps it and may return NaN.

    References
    ----------
    .. [1] Assunção RM, Reis EA (1999). Stat Med 18:2147-2162.
    """
    cases, exposed = checked_rates(events, population)
    rate = cases / exposed
    overall = float(cases.sum() / exposed.sum())
    spread = float((exposed * (rate - overall) ** 2).sum() / exposed.sum())
    between = max(0.0, spread - overall / float(exposed.mean()))
    variance = between + overall / exposed
    return np.divide(rate - overall, np.sqrt(variance), out=np.zeros(rate.shape), where=variance > 0)


def smoothed_rates(events: ArrayLike, population: ArrayLike) -> FloatArray:
    """Return rates drawn towards the overall rate, the more the smaller the place.

    Parameters
    ----------
    events, population : array_like of float, shape (n_places,)
        As in `standardised_rates`.

    Returns
    -------
    ndarray of float64, shape (n_places,)
        Events per person.

    Notes
    -----
    Global empirical Bayes by moments, Marshall [1]_; agrees with `EBest` of R spdep.

    References
    ----------
    .. [1] Marshall RJ (1991). Appl Stat 40:283-294. https://doi.org/10.2307/2347593
    """
    cases, exposed = checked_rates(events, population)
    rate = cases / exposed
    overall = float(cases.sum() / exposed.sum())
    spread = float((exposed * (rate - overall) ** 2).sum() / exposed.sum())
    between = max(0.0, spread - overall / float(exposed.mean()))
    total = between + overall / exposed
    pull = np.divide(between, total, out=np.zeros(rate.shape), where=total > 0)
    return np.asarray(overall + pull * (rate - overall))


def checked_rates(events: ArrayLike, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both as float64.

    Raises
    ------
    UsageError
        If they cannot make rates.
    """
    cases, exposed = (np.asarray(values, dtype=np.float64) for values in (events, population))
    if cases.shape != exposed.shape or cases.ndim != 1 or cases.size < 2:
        raise UsageError(
            f"{_WHO}: events and population must be as long as each other, two places at least; got {cases.shape} and"
            f" {exposed.shape}."
        )
    if not bool(np.all(exposed > 0) and np.all(cases >= 0) and np.isfinite(exposed).all() and np.isfinite(cases).all()):
        raise UsageError(
            f"{_WHO}: populations must be positive and events not negative; got others. Leave out empty places."
        )
    return cases, exposed
