"""Clusters of a scan: the best of each centre, then those that share no place, each with how unusual it is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.kernels.scan_cases import scan_observed
from tongket.watch.scan_replicates import TIE, ScanJob
from tongket.watch.scan_results import ScanCluster
from tongket.watch.scan_zones import Zones

_EULER = 0.5772156649015329


@dataclass(frozen=True, eq=False)
class Candidate:
    """Hold the best zone and window of one sequence of locations.

    Attributes
    ----------
    statistic : float
        What it is ranked by.
    size : int
        Members.
    first, last : int
        Positions of its first and last period in the order of the job.
    centre, kind : int
        Centre and penalty class.
    angle : float
        Radians.
    radius_km : float
        From the centre to the farthest member; of an ellipse the longer half-axis.
    observed : int
        Cases.
    expected : float
        Cases expected.
    """

    statistic: float
    size: int
    first: int
    last: int
    centre: int
    kind: int
    angle: float
    radius_km: float
    observed: int
    expected: float

    @property
    def rank(self) -> tuple[float, ...]:
        """Return what sorts it: the most unusual first, of equal ones the smallest, shortest and roundest."""
        # equal but for rounding is equal
        unusual = -round(self.statistic, 9)
        return unusual, self.size, self.last - self.first, self.kind, self.radius_km, self.centre, self.angle


def find_candidates(job: ScanJob) -> tuple[list[Candidate], int]:
    """Return the best zone and window of every centre, the most unusual first, and how many zones there are."""
    best_of: dict[int, Candidate] = {}
    n_zones = 0
    for zones in job.zones.parts():
        n_zones += int(zones.edges.sum())
        for one in _best_of_sequences(job, zones):
            other = best_of.get(one.centre)
            if other is None or one.rank < other.rank:
                best_of[one.centre] = one
    return sorted(best_of.values(), key=lambda one: one.rank), n_zones


def _best_of_sequences(job: ScanJob, zones: Zones) -> Iterator[Candidate]:
    n = zones.starts.size - 1
    best, mean = np.zeros(n), np.zeros(n)
    count, end, window = (np.zeros(shape, dtype=np.int64) for shape in (n, n, (n, 2)))
    scan_observed(
        job.cases,
        job.anchors,
        job.most_periods,
        job.expected,
        job.shares,
        zones.members,
        zones.edges,
        zones.starts,
        zones.kind,
        job.zones.penalties,
        float(job.total),
        job.min_cases,
        best,
        count,
        mean,
        end,
        window,
    )
    radius = job.zones.reach_km(zones, zones.members[np.maximum(end - 1, 0)]) if zones.members.size else mean
    # less than this is rounding: as many cases as are expected
    for s in np.flatnonzero(best > TIE):
        yield Candidate(
            float(best[s]),
            int(end[s] - zones.starts[s]),
            int(window[s, 0]),
            int(window[s, 1]),
            int(zones.centre[s]),
            int(zones.kind[s]),
            float(zones.angle[s]),
            float(radius[s]),
            int(count[s]),
            float(mean[s]),
        )


def without_overlap(job: ScanJob, candidates: list[Candidate], most: int) -> list[tuple[Candidate, IntArray]]:
    """Return candidates with their members, leaving out whatever shares a location with a more unusual one."""
    used = np.zeros(job.cases.shape[1], dtype=np.bool_)
    chosen: list[tuple[Candidate, IntArray]] = []
    for one in candidates:
        if len(chosen) == most:
            break
        first = job.zones.first_members[one.centre]
        # a zone holds the location nearest to its centre, which spares most of them being made again
        if one.kind == 0 and used[first]:
            continue
        members = job.zones.members_of(one.centre, one.kind, one.angle, one.size)
        if not used[members].any():
            used[members] = True
            chosen.append((one, members))
    return chosen


def exceeded(maxima: FloatArray, statistic: float) -> int:
    """Return how many replicates reach a statistic."""
    return int((maxima >= statistic - TIE * max(1.0, statistic)).sum())


def monte_carlo_p(maxima: FloatArray, statistic: float, stopped_early: bool) -> float:
    """Return the p-value of a statistic; NaN without replicates.

    Of all n replicates wanted it is (1 + those that reach it) / (1 + n); where sampling stopped at a given number of
    those, it is their share (Besag & Clifford 1991).
    """
    if not maxima.size:
        return math.nan
    if stopped_early:
        return exceeded(maxima, statistic) / maxima.size
    return (1 + exceeded(maxima, statistic)) / (1 + maxima.size)


def gumbel_p(maxima: FloatArray, statistic: float) -> float:
    """Return the chance of a larger maximum under a Gumbel law with the replicates' mean and standard deviation."""
    if maxima.size < 2 or not maxima.std() > 0:
        return math.nan
    scale = float(maxima.std(ddof=1)) * math.sqrt(6.0) / math.pi
    location = float(maxima.mean()) - _EULER * scale
    return -math.expm1(-math.exp(-(statistic - location) / scale))


@dataclass(frozen=True, eq=False)
class Telling:
    """Hold what turns a candidate into a cluster.

    Attributes
    ----------
    maxima : ndarray of float64
        Best statistic of each replicate.
    stopped_early : bool
        Whether sampling stopped before all were drawn.
    n_periods : int
        All periods of the study.
    newest_first : bool
        Whether the job counts periods backwards.
    days : ndarray of datetime64[D], shape (n_periods + 1,), or None
        First day of each period and the day after the last.
    days_between : float or None
        Days from one look to the next; None unless prospective.
    """

    maxima: FloatArray
    stopped_early: bool
    n_periods: int
    newest_first: bool
    days: NDArray[np.datetime64] | None
    days_between: float | None

    def cluster(self, job: ScanJob, one: Candidate, members: IntArray) -> ScanCluster:
        """Return the cluster."""
        shape = job.zones.shapes[one.kind]
        first, last = one.first, one.last
        if self.newest_first:
            first, last = self.n_periods - 1 - last, self.n_periods - 1 - first
        p = monte_carlo_p(self.maxima, one.statistic, self.stopped_early)
        return ScanCluster(
            locations=members,
            centre=one.centre,
            x=float(job.zones.centres[one.centre, 0]),
            y=float(job.zones.centres[one.centre, 1]),
            radius_km=one.radius_km,
            shape=shape,
            angle_degrees=math.degrees(one.angle),
            first_period=first,
            last_period=last,
            start=self._day(first, 0),
            end=self._day(last + 1, -1),
            observed=one.observed,
            expected=one.expected,
            relative_risk=_relative_risk(one, job),
            llr=one.statistic / float(job.zones.penalties[one.kind]),
            statistic=one.statistic,
            p_value=p,
            p_gumbel=gumbel_p(self.maxima, one.statistic),
            recurrence_interval_days=None if self.days_between is None else self.days_between / p,
        )

    def _day(self, period: int, shift: int) -> date | None:
        if self.days is None:
            return None
        day: date = (self.days[period] + np.timedelta64(shift, "D")).item()
        return day


def _relative_risk(one: Candidate, job: ScanJob) -> float:
    inside = one.observed / one.expected if one.expected > 0 else math.inf
    if job.permuted is not None:
        return inside
    outside = (job.total - one.observed) / (job.total - one.expected)
    return inside / outside if outside > 0 else math.inf
