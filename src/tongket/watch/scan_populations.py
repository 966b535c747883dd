"""Populations for scans: between censuses, and by strata such as age and sex."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray

_WHO = "Population"


def populations_between(census_days: ArrayLike, populations: ArrayLike, days: ArrayLike) -> FloatArray:
    """Return person-days of each period from censuses, along straight lines between them.

    Parameters
    ----------
    census_days : array_like of dates, shape (n_censuses,)
        Ascending. Before the first and after the last census its number stands.
    populations : array_like of float, shape (n_censuses, …)
        By census and whatever else.
    days : array_like of dates, shape (n_periods + 1,)
        First day of each period, and the day after the last.

    Returns
    -------
    ndarray of float64, shape (n_periods, …)
        Population integrated over each period, in person-days.

    Raises
    ------
    UsageError
        If days do not ascend or a population is missing or negative.

    Notes
    -----
    SaTScan does the same; a census given by its year alone it puts on 1 July.
    """
    censuses = np.asarray(census_days, dtype="datetime64[D]").astype(np.int64).astype(np.float64)
    edges = np.asarray(days, dtype="datetime64[D]").astype(np.int64).astype(np.float64)
    values = np.asarray(populations, dtype=np.float64)
    if censuses.shape != values.shape[:1] or bool((np.diff(censuses) <= 0).any()) or bool((np.diff(edges) <= 0).any()):
        raise UsageError(f"{_WHO}: census days and days of periods must ascend, with one population for each census.")
    if not bool(np.isfinite(values).all()) or bool((values < 0).any()):
        raise UsageError(f"{_WHO}: populations must be known and not negative; got others.")
    return np.tensordot(_weights(censuses, edges), values, axes=(1, 0))


def _weights(censuses: FloatArray, edges: FloatArray) -> FloatArray:
    """Return how much each census counts in each period: the integral of its hat function."""
    # straight lines are integrated exactly by the trapezium rule between all points where they may bend
    points = np.unique(np.concatenate([edges, censuses[(censuses > edges[0]) & (censuses < edges[-1])]]))
    width = np.diff(points)
    weights = np.empty((edges.size - 1, censuses.size))
    for c in range(censuses.size):
        hat = np.interp(points, censuses, np.eye(censuses.size)[c])
        area = np.concatenate([[0.0], np.cumsum(width * (hat[1:] + hat[:-1]) / 2)])
        weights[:, c] = np.diff(area[np.searchsorted(points, edges)])
    return weights


def expected_by_strata(counts: ArrayLike, population: ArrayLike) -> FloatArray:
    """Return cases expected when every stratum has its overall rate everywhere (indirect standardisation).

    Parameters
    ----------
    counts : array_like of int, shape (n_periods, n_locations, n_strata)
        Cases.
    population : array_like of float, shape (n_periods, n_locations, n_strata)
        Population of each period times its length.

    Returns
    -------
    ndarray of float64, shape (n_periods, n_locations)
        For `scan_poisson`; sums to the cases.

    Raises
    ------
    UsageError
        If shapes differ, or a stratum has cases and no population.
    """
    cases, persons = np.asarray(counts, dtype=np.float64), np.asarray(population, dtype=np.float64)
    if cases.shape != persons.shape or cases.ndim != 3:
        raise UsageError(
            f"{_WHO}: counts and population must both have periods, locations and strata as axes;"
            f" got {cases.shape}, {persons.shape}."
        )
    by_stratum, at_risk = cases.sum(axis=(0, 1)), persons.sum(axis=(0, 1))
    if bool(((at_risk <= 0) & (by_stratum > 0)).any()):
        raise UsageError(f"{_WHO}: a stratum with cases must have a population; got one without.")
    rates = np.divide(by_stratum, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
    return np.asarray(persons @ rates)
