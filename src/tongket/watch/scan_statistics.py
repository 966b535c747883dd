"""Scan statistics of Kulldorff: is there a place and a time with more cases than the rest lets expect?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.clusters import Telling, find_candidates, without_overlap
from tongket.watch.progress import Progress, silent
from tongket.watch.scan_jobs import permutation_job, poisson_job
from tongket.watch.scan_replicates import Replicates, ScanJob
from tongket.watch.scan_results import ScanResult
from tongket.watch.scan_settings import ScanSettings
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
    job = permutation_job(x, y, counts, settings or ScanSettings(), prospective, centres)
    look = _Look(np.shape(counts)[0], prospective, days, days_between)
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
    job = poisson_job(x, y, counts, population, settings or ScanSettings(), prospective, centres)
    look = _Look(np.shape(counts)[0], prospective, days, days_between)
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
    telling = Telling(maxima, stopped, look.n_periods, look.prospective, edges, between)
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
