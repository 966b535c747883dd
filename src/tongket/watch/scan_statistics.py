"""Scan statistics of Kulldorff: is there a place and a time with more cases than the rest lets expect?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.clusters import Telling, find_candidates, without_overlap
from tongket.watch.progress import Progress, silent
from tongket.watch.scan_replicates import Replicates, ScanJob
from tongket.watch.scan_results import ScanResult
from tongket.watch.scan_settings import ScanSettings
from tongket.watch.scan_zones import ZoneSource
from tongket.watch.seeds import DEFAULT_SEED

_WHO = "Scan"


def scan_permutation(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    *,
    prospective: bool = True,
    settings: ScanSettings | None = None,
    days: ArrayLike | None = None,
    days_between: float | None = None,
    centres: ArrayLike | None = None,
    n_replicates: int = 999,
    stop_after: int | None = None,
    max_clusters: int = 10,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> ScanResult:
    """Find clusters in space and time from cases alone: places whose share of cases rises in a window.

    Parameters
    ----------
    x, y : array_like of float, shape (n_locations,)
        Places: metres, or degrees of longitude and latitude with ``ScanSettings(great_circle=True)``.
    counts : array_like of int, shape (n_periods, n_locations)
        Cases by period and location. Periods are equally long; `tabulate_cases` makes them from single cases.
    prospective : bool
        Whether only windows that reach into the last period are looked at, or all.
    settings : ScanSettings, optional
        Limits and shapes.
    days : array_like of dates, shape (n_periods + 1,), optional
        First day of each period, and the day after the last.
    days_between : float, optional
        Days from one look to the next, for the recurrence interval; the length of the last period by default, one
        day where `days` are not given.
    centres : array_like of float, shape (n_centres, 2), optional
        Where circles grow from; the locations by default.
    n_replicates : int
        Permutations of the times.
    stop_after : int, optional
        Stop sampling once so many replicates reach the best cluster (Besag & Clifford); all are drawn by default.
    max_clusters : int
        Most clusters returned.
    seed : int
        Same seed, same result, on any number of threads.
    progress : callable
        Called with (done, total) replicates.

    Returns
    -------
    ScanResult
        Clusters, the most unusual first.

    Raises
    ------
    UsageError
        If shapes do not fit, counts are not whole or negative, or a place is missing.

    Notes
    -----
    Kulldorff et al. (2005) [1]_: cases expected in a zone and window are the zone's cases times the window's over all
    cases; the statistic is Poisson's log-likelihood ratio. Statistics, expected counts, members and dates agree with
    SaTScan 10.3.2, which takes small p-values from the Gumbel law where they are here always shares of replicates
    (`p_gumbel` stands beside them).

    Places that grow at different speeds make clusters without any outbreak: keep the history to about a year.

    References
    ----------
    .. [1] Kulldorff M, Heffernan R, Hartman J, Assunção R, Mostashari F (2005). PLoS Med 2:e59.
       https://doi.org/10.1371/journal.pmed.0020059
    """
    chosen = settings or ScanSettings()
    xs, ys = _places(x, y)
    cases = _counts(counts, xs.size)
    n_periods, total = cases.shape[0], int(cases.sum())
    by_location = cases.sum(axis=0).astype(np.float64)
    longest = chosen.longest(n_periods)
    ordered = cases[::-1][:longest] if prospective else cases
    shares = ordered.sum(axis=1) / max(1, total)
    points = _centres(centres, xs, ys)
    fullest = float(np.sort(shares)[::-1][:longest].sum())
    zones = ZoneSource(xs, ys, points, by_location, by_location * fullest, chosen)
    job = ScanJob(
        np.ascontiguousarray(ordered),
        by_location[None, :],
        shares,
        total,
        1 if prospective else n_periods,
        longest,
        chosen.min_cases,
        np.repeat(np.arange(xs.size, dtype=np.int32), cases.sum(axis=0)),
        zones,
    )
    look = _Look(n_periods, prospective, points, days, days_between)
    return _scan(job, look, n_replicates, stop_after, max_clusters, seed, progress)


def scan_poisson(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    population: ArrayLike,
    *,
    prospective: bool = False,
    settings: ScanSettings | None = None,
    days: ArrayLike | None = None,
    days_between: float | None = None,
    centres: ArrayLike | None = None,
    n_replicates: int = 999,
    stop_after: int | None = None,
    max_clusters: int = 10,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> ScanResult:
    """Find clusters in space and time against a population: places and windows whose rate is higher than elsewhere.

    Parameters
    ----------
    x, y : array_like of float, shape (n_locations,)
        As in `scan_permutation`.
    counts : array_like of int, shape (n_periods, n_locations)
        Cases.
    population : array_like of float, shape (n_locations,) or (n_periods, n_locations)
        Population of each period times its length, or anything cases are expected in proportion to, such as
        `expected_by_strata`.
    prospective : bool
        Whether only windows that reach into the last period are looked at, or all.
    settings, days, days_between, centres, n_replicates, stop_after, max_clusters, seed, progress
        As in `scan_permutation`.

    Returns
    -------
    ScanResult
        Clusters, the most unusual first.

    Raises
    ------
    UsageError
        As in `scan_permutation`; also if there are cases where nobody is expected.

    Notes
    -----
    Kulldorff (1997) [1]_ and, prospectively, Kulldorff (2001) [2]_, discrete Poisson model. Replicates are multinomial,
    given the number of cases. Agrees with SaTScan 10.3.2 on its New Mexico data (age and sex by
    `expected_by_strata`, censuses by `populations_between`).

    References
    ----------
    .. [1] Kulldorff M (1997). Commun Stat Theory Methods 26:1481-1496. https://doi.org/10.1080/03610929708831995
    .. [2] Kulldorff M (2001). J R Stat Soc A 164:61-72. https://doi.org/10.1111/1467-985X.00186
    """
    chosen = settings or ScanSettings()
    xs, ys = _places(x, y)
    cases = _counts(counts, xs.size)
    n_periods, total = cases.shape[0], int(cases.sum())
    expected, shares = _expected(population, cases)
    longest = chosen.longest(n_periods)
    by_location = expected.sum(axis=0)
    points = _centres(centres, xs, ys)
    zones = ZoneSource(xs, ys, points, by_location, by_location * longest / n_periods, chosen)
    newest = slice(None, None, -1) if prospective else slice(None)
    reached = longest if prospective else n_periods
    job = ScanJob(
        np.ascontiguousarray(cases[newest][:reached]),
        np.ascontiguousarray(expected if len(expected) == 1 else expected[newest][:reached]),
        np.ascontiguousarray(shares[newest][:reached]),
        total,
        1 if prospective else n_periods,
        longest,
        chosen.min_cases,
        None,
        zones,
    )
    look = _Look(n_periods, prospective, points, days, days_between)
    return _scan(job, look, n_replicates, stop_after, max_clusters, seed, progress)


def scan_spatial(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    population: ArrayLike,
    *,
    settings: ScanSettings | None = None,
    centres: ArrayLike | None = None,
    n_replicates: int = 999,
    stop_after: int | None = None,
    max_clusters: int = 10,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> ScanResult:
    """Find clusters in space alone against a population: places whose rate is higher than elsewhere.

    Parameters
    ----------
    x, y : array_like of float, shape (n_locations,)
        As in `scan_permutation`.
    counts : array_like of int, shape (n_locations,)
        Cases.
    population : array_like of float, shape (n_locations,)
        Population, or anything cases are expected in proportion to.
    settings, centres, n_replicates, stop_after, max_clusters, seed, progress
        As in `scan_permutation`.

    Returns
    -------
    ScanResult
        Clusters, the most unusual first; one period.

    Raises
    ------
    UsageError
        As in `scan_poisson`.

    Notes
    -----
    Kulldorff (1997) [1]_, discrete Poisson model: `scan_poisson` with a single period. Agrees with SaTScan 10.3.2.

    References
    ----------
    .. [1] Kulldorff M (1997). Commun Stat Theory Methods 26:1481-1496. https://doi.org/10.1080/03610929708831995
    """
    return scan_poisson(
        x,
        y,
        np.atleast_1d(np.asarray(counts))[None, :],
        population,
        settings=replace(settings or ScanSettings(), max_periods=1),
        centres=centres,
        n_replicates=n_replicates,
        stop_after=stop_after,
        max_clusters=max_clusters,
        seed=seed,
        progress=progress,
    )


@dataclass(frozen=True, eq=False)
class _Look:
    """Hold how the periods of a job are told."""

    n_periods: int
    prospective: bool
    centres: FloatArray
    days: ArrayLike | None
    days_between: float | None

    def edges(self) -> NDArray[np.datetime64] | None:
        """Return the first day of each period and the day after the last."""
        if self.days is None:
            return None
        edges = np.asarray(self.days, dtype="datetime64[D]")
        if edges.shape != (self.n_periods + 1,) or bool((np.diff(edges) <= np.timedelta64(0)).any()):
            raise UsageError(
                f"{_WHO}: days must ascend, one for each of the {self.n_periods} periods and the day after the last;"
                f" got {edges.size}. Give the first day of each period."
            )
        return edges

    def between(self) -> float | None:
        """Return the days from one look to the next."""
        if not self.prospective:
            return None
        if self.days_between is not None:
            if not self.days_between > 0:
                raise UsageError(f"{_WHO}: days_between must be positive; got {self.days_between!r}.")
            return float(self.days_between)
        edges = self.edges()
        return 1.0 if edges is None else float((edges[-1] - edges[-2]) / np.timedelta64(1, "D"))


def _scan(
    job: ScanJob,
    look: _Look,
    n_replicates: int,
    stop_after: int | None,
    max_clusters: int,
    seed: int,
    progress: Progress,
) -> ScanResult:
    if n_replicates < 0 or max_clusters < 1 or (stop_after is not None and stop_after < 1):
        raise UsageError(
            f"{_WHO}: n_replicates must not be negative, max_clusters and stop_after must be positive;"
            f" got {n_replicates}, {max_clusters}, {stop_after}."
        )
    edges, between = look.edges(), look.between()
    candidates, n_zones = find_candidates(job)
    maxima = np.zeros(0)
    if candidates and n_replicates:
        maxima = Replicates(job, seed).maxima(n_replicates, stop_after, candidates[0].statistic, progress)
    stopped = bool(candidates) and maxima.size < n_replicates
    telling = Telling(maxima, stopped, look.centres, look.n_periods, look.prospective, edges, between)
    told = [telling.cluster(job, *found) for found in without_overlap(job, candidates, max_clusters)]
    # what every replicate reaches is no cluster
    clusters = tuple(one for one in told if not one.p_value >= 1)
    return ScanResult(
        clusters,
        maxima,
        maxima.size,
        stopped,
        job.total,
        job.cases.shape[1],
        look.n_periods,
        n_zones,
        job.n_windows,
        seed,
    )


def _places(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    xs, ys = (np.ascontiguousarray(np.asarray(values, dtype=np.float64)) for values in (x, y))
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
    given = np.asarray(population, dtype=np.float64)
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
