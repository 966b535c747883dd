"""Scan single cases in one call: count them by place and day, scan, and say which cases belong to a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import IntArray, moments
from tongket.watch.progress import Progress, silent
from tongket.watch.scan_results import ScanCluster, ScanResult
from tongket.watch.scan_settings import ScanSettings
from tongket.watch.scan_statistics import scan_permutation
from tongket.watch.scan_tables import ScanTable, tabulate_cases
from tongket.watch.seeds import DEFAULT_SEED


@dataclass(frozen=True, eq=False)
class CaseScan:
    """Hold what a scan found among single cases.

    Attributes
    ----------
    table : ScanTable
        The cases by place and period.
    result : ScanResult
        What `scan_permutation` made of them.
    """

    table: ScanTable
    result: ScanResult

    @property
    def clusters(self) -> tuple[ScanCluster, ...]:
        """Return the clusters, the most unusual first."""
        return self.result.clusters

    def cases(self, cluster: ScanCluster) -> IntArray:
        """Return the positions of a cluster's cases among those given: ``frame.iloc[found.cases(cluster)]``."""
        period = self.table.period
        inside = (period >= cluster.first_period) & (period <= cluster.last_period)
        return np.flatnonzero(inside & np.isin(self.table.location, cluster.locations))


def scan(
    x: ArrayLike,
    y: ArrayLike,
    day: ArrayLike,
    *,
    start: date | None = None,
    end: date | None = None,
    unit: str = "day",
    cell: float | None = None,
    prospective: bool = True,
    settings: ScanSettings | None = None,
    days_between: float | None = None,
    n_replicates: int = 999,
    stop_after: int | None = None,
    max_clusters: int = 10,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> CaseScan:
    """Find clusters in space and time among single cases: a place whose share of cases rises in a window.

    Parameters
    ----------
    x, y : array_like of float, shape (n_cases,)
        Places, metres; degrees with ``ScanSettings(great_circle=True)``.
    day : array_like of dates, shape (n_cases,)
        Days of the cases, in any order.
    start, end : date, optional
        First and last day of the study; by default of the cases. Give `end` when looking regularly: days without
        cases at the end are news, too.
    unit, cell
        As in `tabulate_cases`.
    prospective : bool
        Whether only windows that reach into the last period are looked at, or all.
    settings, days_between, n_replicates, stop_after, max_clusters, seed, progress
        As in `scan_permutation`.

    Returns
    -------
    CaseScan
        Clusters, and which cases are theirs.

    Raises
    ------
    UsageError
        As in `tabulate_cases` and `scan_permutation`.

    Notes
    -----
    `tabulate_cases` and `scan_permutation` in one call. Where cases are counted already, or there is a population, call
    `scan_permutation`, `scan_poisson` or `scan_spatial`.
    """
    first, last = (given or found for given, found in zip((start, end), _span(day), strict=True))
    table = tabulate_cases(x, y, day, start=first, end=last, unit=unit, cell=cell)
    result = scan_permutation(
        table.x,
        table.y,
        table.counts,
        prospective=prospective,
        settings=settings,
        days=table.days,
        days_between=days_between,
        n_replicates=n_replicates,
        stop_after=stop_after,
        max_clusters=max_clusters,
        seed=seed,
        progress=progress,
    )
    return CaseScan(table, result)


def _span(day: ArrayLike) -> tuple[date, date]:
    """Return the first and last day of the cases."""
    given = moments(day, "Scan")
    known = given[~np.isnat(given)].astype("datetime64[D]") if given.dtype.kind == "M" else given[:0]
    if not known.size:
        raise UsageError("Scan: days must be dates, one for each case; got none. Convert them, or take other cases.")
    return known.min().item(), known.max().item()
