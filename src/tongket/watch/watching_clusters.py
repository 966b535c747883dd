"""Clusters in place and time among the cases of a book: one prospective scan for each kind of case watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tongket.engines.contract import Engine
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Text
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.geographies import Restating
from tongket.watch.progress import Progress, silent
from tongket.watch.projection import Projection
from tongket.watch.scan_of_cases import CaseScan, scan
from tongket.watch.scan_results import ScanCluster, ScanResult
from tongket.watch.scan_settings import ScanSettings
from tongket.watch.series import Points, located_cases
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind, Place, Signal
from tongket.watch.watching_repeats import caveats_of, too_few
from tongket.watch.watching_surges import SMALL

DETECTOR = "space_time_permutation"
# fewer cases than this have no history that a cluster could stand out from
_LEAST_POINTS = 30
# once so many replicates are as unusual as the cases, no more of them can make it a signal
_STOP_AFTER = 20


@dataclass(frozen=True, eq=False)
class Clusters:
    """Hold the clusters of one kind of case and their cases; `reason` says why there was no scan."""

    signals: tuple[Signal, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    result: ScanResult | None = None
    reason: Text | None = None


def find_clusters(
    engine: Engine,
    as_of: date,
    code: str,
    chosen: WatchSettings,
    restating: Restating | None = None,
    progress: Progress = silent,
) -> Clusters:
    """Scan the cases of one kind for places with more than their share of the last weeks.

    Parameters
    ----------
    engine : Engine
        Over what was known on the day.
    as_of : date
        Day of knowledge.
    code : str
        Kind of case.
    chosen : WatchSettings
        Settings.
    restating : Restating, optional
        Names the areas of a cluster as they are on the day.
    progress : callable
        Called with (done, total) replicates.

    Returns
    -------
    Clusters
        Those that chance makes seldom enough, with their cases.
    """
    where = (Condition(chosen.near_repeat_column, Operator.IN, (code,)),)
    points = located_cases(engine, as_of, days=chosen.cluster_days, where=where, columns=("area", "case_id"))
    if points.day.size < _LEAST_POINTS:
        return Clusters(reason=too_few(_LEAST_POINTS, points.day.size))
    projection = Projection.around(points.longitude, points.latitude)
    x, y = projection.to_metres(points.longitude, points.latitude)
    found = scan_points(x, y, points.day, as_of, chosen, stop_after=_STOP_AFTER, progress=progress)
    signals, members = [], {}
    for cluster in found.clusters:
        inside = found.cases(cluster)
        areas = _areas(points, inside, as_of, restating)
        signal = _signal(cluster, areas, points, projection, as_of, code, chosen, found.result)
        if (signal.recurrence_interval_days or 0) >= chosen.cluster_recurrence_days:
            signals.append(signal)
            members[signal.id] = tuple(sorted(map(str, points.codes["case_id"][inside])))
    return Clusters(tuple(signals), members, found.result)


def scan_points(
    x: FloatArray,
    y: FloatArray,
    day: NDArray[np.datetime64],
    as_of: date,
    chosen: WatchSettings,
    *,
    stop_after: int,
    progress: Progress = silent,
) -> CaseScan:
    """Scan cases for clusters that reach into the last day, as the settings have it.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n_cases,)
        Metres.
    day : ndarray of datetime64[D], shape (n_cases,)
        Days.
    as_of : date
        Last day.
    chosen : WatchSettings
        Settings.
    stop_after : int
        Replicates as unusual as the cases after which no more are drawn.
    progress : callable
        Called with (done, total) replicates.

    Returns
    -------
    CaseScan
        Cases by place and day, and the clusters.
    """
    return scan(
        x,
        y,
        day,
        start=as_of - timedelta(days=chosen.cluster_days - 1),
        end=as_of,
        cell=chosen.cluster_cell_metres,
        settings=ScanSettings(
            max_share=chosen.cluster_share,
            max_radius_km=chosen.cluster_km,
            max_periods=chosen.cluster_longest_days,
            min_cases=chosen.cluster_least_cases,
        ),
        days_between=chosen.period_days,
        n_replicates=chosen.n_permutations,
        stop_after=stop_after,
        seed=chosen.seed,
        progress=progress,
    )


def recurs_in_days(cluster: ScanCluster, chosen: WatchSettings) -> float | None:
    """Return days between such clusters by chance over all kinds that are scanned on the same day."""
    days = cluster.recurrence_interval_days
    return None if days is None else days / len(chosen.clusters)


def _signal(
    cluster: ScanCluster,
    areas: tuple[str, ...],
    points: Points,
    projection: Projection,
    as_of: date,
    code: str,
    chosen: WatchSettings,
    result: ScanResult,
) -> Signal:
    longitude, latitude = projection.to_degrees(cluster.x, cluster.y)
    # places were put into cells, so a circle of one cell still has a size
    radius = max(cluster.radius_km, chosen.cluster_cell_metres / 2000)
    return Signal(
        kind=Kind.CLUSTER,
        detector=DETECTOR,
        parameters=_parameters(chosen),
        seed=chosen.seed,
        what=((chosen.near_repeat_column, code),),
        where=Place(
            areas=areas,
            longitude=round(float(longitude), 6),
            latitude=round(float(latitude), 6),
            radius_km=round(radius, 3),
        ),
        start=as_of - timedelta(days=result.n_periods - 1 - cluster.first_period),
        end=as_of - timedelta(days=result.n_periods - 1 - cluster.last_period),
        as_of=as_of,
        observed=cluster.observed,
        expected=cluster.expected,
        score=cluster.statistic,
        p_value=cluster.p_value,
        recurrence_interval_days=recurs_in_days(cluster, chosen),
        caveats=_caveats(cluster, points),
    )


def _parameters(chosen: WatchSettings) -> tuple[tuple[str, str], ...]:
    settings = {
        "cell_metres": f"{chosen.cluster_cell_metres:g}",
        "days": str(chosen.cluster_days),
        "days_between": str(chosen.period_days),
        "kinds_scanned": str(len(chosen.clusters)),
        "least_cases": str(chosen.cluster_least_cases),
        "longest_days": str(chosen.cluster_longest_days),
        "most_share": f"{chosen.cluster_share:g}",
        "n_replicates": str(chosen.n_permutations),
        "stop_after": str(_STOP_AFTER),
        "widest_km": f"{chosen.cluster_km:g}",
    }
    return tuple(sorted(settings.items()))


def _areas(points: Points, inside: IntArray, as_of: date, restating: Restating | None) -> tuple[str, ...]:
    """Return the areas of the cluster's cases, as they are called on the day."""
    codes: NDArray[np.object_] = points.codes["area"][inside]
    named = [(str(code), day) for code, day in zip(codes, points.day[inside].astype(object), strict=True) if code]
    if restating is None:
        return tuple(sorted({code for code, _ in named}))
    return tuple(sorted({restating.unit(code, min(day, as_of)) or code for code, day in named}))


def _caveats(cluster: ScanCluster, points: Points) -> tuple[Caveat, ...]:
    found = [Caveat.RECORDING_CHANGE]
    if cluster.expected < SMALL:
        found.append(Caveat.SMALL_COUNTS)
    return (*found, *caveats_of(points))
