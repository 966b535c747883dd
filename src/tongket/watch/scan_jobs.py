"""What a scan works on: places, counts and what is expected, checked and in the order in which windows grow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray, numbers
from tongket.watch.scan_replicates import ScanJob
from tongket.watch.scan_settings import ScanSettings
from tongket.watch.scan_zones import ZoneSource

_WHO = "Scan"


def permutation_job(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    settings: ScanSettings,
    prospective: bool,
    centres: ArrayLike | None = None,
) -> ScanJob:
    """Return the job of a space-time permutation scan; arguments as in `scan_permutation`."""
    xs, ys = _places(x, y)
    cases = _counts(counts, xs.size)
    n_periods, total = cases.shape[0], int(cases.sum())
    by_location = cases.sum(axis=0).astype(np.float64)
    longest = settings.longest(n_periods)
    ordered = cases[::-1][:longest] if prospective else cases
    shares = ordered.sum(axis=1) / max(1, total)
    typical = by_location * float(np.sort(shares)[::-1][:longest].sum())
    return ScanJob(
        np.ascontiguousarray(ordered),
        by_location[None, :],
        shares,
        total,
        1 if prospective else n_periods,
        longest,
        settings.min_cases,
        np.repeat(np.arange(xs.size, dtype=np.int32), cases.sum(axis=0)),
        ZoneSource(xs, ys, _centres(centres, xs, ys), by_location, typical, settings),
    )


def poisson_job(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    population: ArrayLike,
    settings: ScanSettings,
    prospective: bool,
    centres: ArrayLike | None = None,
) -> ScanJob:
    """Return the job of a discrete Poisson scan; arguments as in `scan_poisson`."""
    xs, ys = _places(x, y)
    cases = _counts(counts, xs.size)
    n_periods = cases.shape[0]
    expected, shares = _expected(population, cases)
    longest = settings.longest(n_periods)
    by_location = expected.sum(axis=0)
    newest = slice(None, None, -1) if prospective else slice(None)
    reached = longest if prospective else n_periods
    scanned = expected if len(expected) == 1 else expected[newest][:reached]
    if len(scanned) < len(expected) and len(scanned) == 1 and shares[-1] > 0:
        scanned = scanned / shares[-1]  # one row stands for a pattern of the whole study
    return ScanJob(
        np.ascontiguousarray(cases[newest][:reached]),
        np.ascontiguousarray(scanned),
        np.ascontiguousarray(shares[newest][:reached]),
        int(cases.sum()),
        1 if prospective else n_periods,
        longest,
        settings.min_cases,
        None,
        ZoneSource(xs, ys, _centres(centres, xs, ys), by_location, by_location * longest / n_periods, settings),
    )


def _places(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    xs, ys = (np.ascontiguousarray(numbers(values, _WHO)) for values in (x, y))
    if xs.shape != ys.shape or xs.ndim != 1 or not xs.size:
        raise UsageError(f"{_WHO}: x and y must be as long as each other and not empty; got {xs.shape}, {ys.shape}.")
    if not bool(np.isfinite(xs).all() and np.isfinite(ys).all()):
        raise UsageError(f"{_WHO}: places must all be known; got missing ones. Leave such cases out.")
    return xs, ys


def _counts(counts: ArrayLike, n_locations: int) -> IntArray:
    given = np.asarray(counts)
    if given.ndim != 2 or given.shape[1] != n_locations or not given.shape[0]:
        raise UsageError(
            f"{_WHO}: counts must have periods on axis 0 and the {n_locations} locations on axis 1; got {given.shape}."
        )
    whole: IntArray = np.nan_to_num(given, nan=-1.0).astype(np.int64)
    if bool((whole != given).any()) or bool((whole < 0).any()):
        raise UsageError(f"{_WHO}: counts must be whole and not negative; got others. Look at the cases.")
    return whole


def _centres(centres: ArrayLike | None, xs: FloatArray, ys: FloatArray) -> FloatArray:
    if centres is None:
        return np.column_stack([xs, ys])
    points = np.asarray(centres, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or not points.size or not bool(np.isfinite(points).all()):
        raise UsageError(f"{_WHO}: centres must have shape (n_centres, 2) and be known; got {points.shape}.")
    return np.ascontiguousarray(points)


def _expected(population: ArrayLike, cases: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return cases expected, one row where every period has the same pattern, and each period's share of them."""
    given = numbers(population, _WHO)
    table = given[None, :] if given.ndim == 1 else given
    n_periods = cases.shape[0]
    if table.ndim != 2 or table.shape[1] != cases.shape[1] or table.shape[0] not in (1, n_periods):
        raise UsageError(
            f"{_WHO}: population must have the shape of counts, or one number for each location; got {given.shape}."
        )
    if not bool(np.isfinite(table).all()) or bool((table < 0).any()) or not table.sum() > 0:
        raise UsageError(f"{_WHO}: population must be known, not negative and not all zero; got others.")
    if bool((cases[np.broadcast_to(table, cases.shape) <= 0] > 0).any()):
        raise UsageError(f"{_WHO}: there must be a population wherever there are cases; got places with none.")
    expected = table * (cases.sum() / table.sum())
    shares = table.sum(axis=1) / table.sum()
    return expected, np.full(n_periods, 1 / n_periods) if len(table) == 1 else shares
