"""Replicates of a scan: drawn under the null, scanned in batches on all threads, stopped early where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.kernels.scan import LANES, LEVELS, PER_ROOT, fill_thresholds, scan_replicates
from tongket.watch.kernels.scan_draws import draw_multinomial, draw_permuted, fill_alias
from tongket.watch.progress import Progress
from tongket.watch.scan_zones import Zones, ZoneSource
from tongket.watch.seeds import replicate_seeds
from tongket.watch.threads import n_threads

# statistics this close are equal: the same zone met on two ways must not count as beaten
TIE = 1e-9
_MOST_OF_SHORT = np.iinfo(np.int16).max


@dataclass(frozen=True, eq=False)
class ScanJob:
    """Hold what is scanned, in the order in which windows grow.

    Attributes
    ----------
    cases : ndarray of int64, shape (n_periods, n_locations)
        Of the periods that windows reach; the latest first in a prospective scan.
    expected : ndarray of float64, shape (n_periods, n_locations) or (1, n_locations)
        See `kernels.scan.scan_replicates`.
    shares : ndarray of float64, shape (n_periods,)
        Part of all cases expected in each period.
    total : int
        All cases, also of periods that are not scanned.
    anchors, most_periods, min_cases : int
        Periods where windows begin; longest window; fewest cases of a cluster.
    permuted : ndarray of int32 or None
        Location of each case where times are permuted; None where cases are multinomial.
    zones : ZoneSource
        Where.
    """

    cases: IntArray
    expected: FloatArray
    shares: FloatArray
    total: int
    anchors: int
    most_periods: int
    min_cases: int
    permuted: NDArray[np.int32] | None
    zones: ZoneSource

    @property
    def n_windows(self) -> int:
        """Return how many windows there are."""
        n_periods = self.shares.size
        return sum(min(self.most_periods, n_periods - anchor) for anchor in range(self.anchors))

    @property
    def most_expected(self) -> float:
        """Return the cases expected in the fullest window."""
        reached = np.concatenate([[0.0], np.cumsum(self.shares)])
        last = np.minimum(np.arange(self.anchors) + self.most_periods, self.shares.size)
        return float((reached[last] - reached[: self.anchors]).max() * self.total)


class Draws:
    """Draw the cases of replicates.

    Parameters
    ----------
    job : ScanJob
        What is scanned.
    """

    def __init__(self, job: ScanJob) -> None:
        self._job = job
        periods = job.shares.size
        if job.permuted is None:
            self._keep = np.empty(job.expected.shape)
            self._other = np.empty(job.expected.shape, dtype=np.int32)
            fill_alias(job.expected, self._keep, self._other)
            mean = job.total * min(1.0, float(job.shares.sum()))
            # twelve standard deviations above the mean: nothing is ever cut off
            self._room = min(job.total, int(mean + 12 * np.sqrt(mean) + 50))
        else:
            ends = np.cumsum(job.cases.sum(axis=1))
            self._offsets = np.tile(np.concatenate([[0], ends]), (LANES, 1)).astype(np.int64)
            self._room = int(ends[-1]) if periods else 0

    def __call__(self, seeds: NDArray[np.uint64]) -> tuple[NDArray[np.int32], IntArray]:
        """Return locations, shape (n_seeds, n_cases), and where each period begins."""
        drawn = np.empty((seeds.size, self._room), dtype=np.int32)
        if self._job.permuted is not None:
            draw_permuted(self._job.permuted, seeds, drawn)
            return drawn, self._offsets[: seeds.size]
        offsets = np.empty((seeds.size, self._job.shares.size + 1), dtype=np.int64)
        draw_multinomial(self._job.shares, self._keep, self._other, self._job.total, seeds, drawn, offsets)
        return drawn, offsets


class Replicates:
    """Scan replicates of a job.

    Parameters
    ----------
    job : ScanJob
        What is scanned.
    seed : int
        Same seed, same replicates.
    """

    def __init__(self, job: ScanJob, seed: int) -> None:
        self._job, self._seed = job, seed
        self.draws = Draws(job)
        self._penalties = job.zones.penalties
        buckets = int(PER_ROOT * np.sqrt(job.most_expected * (1 + 1e-9))) + 2
        self._tables = np.empty((self._penalties.size, LEVELS, buckets), dtype=np.int32)
        fill_thresholds(self._penalties, float(job.total), job.min_cases, self._tables)
        crowd = job.most_expected + 12 * np.sqrt(job.most_expected) + 50
        self._kind: type[Any] = np.int16 if crowd < _MOST_OF_SHORT else np.int32

    def maxima(self, n: int, stop_after: int | None, statistic: float, progress: Progress) -> FloatArray:
        """Return the best statistic of each replicate, in order.

        Sampling ends with the replicate that is the `stop_after`-th to reach `statistic`.
        """
        seeds = replicate_seeds(self._seed, n, "scan")
        self.compile()
        found = np.empty(n)
        for first, end in _rounds(n):
            found[first:end] = self._round(seeds[first:end])
            progress(end, n)
            if stop_after is None:
                continue
            reached = np.flatnonzero(found[:end] >= statistic - TIE * max(1.0, statistic))
            if reached.size >= stop_after:
                return found[: reached[stop_after - 1] + 1].copy()
        return found

    def compile(self) -> None:
        """Scan a single replicate without zones, so that threads find the kernels compiled."""
        drawn = self.draws(np.zeros(1, dtype=np.uint64))
        self._scan(drawn, Zones.empty(), np.zeros(LANES), anchors=0)

    def _round(self, seeds: NDArray[np.uint64]) -> FloatArray:
        """Scan replicates, a batch of LANES to a thread at a time."""
        cuts = [(first, min(first + LANES, seeds.size)) for first in range(0, seeds.size, LANES)]
        best = np.zeros((len(cuts), LANES))
        drawn: list[tuple[NDArray[np.int32], IntArray] | None] = [None] * len(cuts)
        for zones in self._job.zones.parts():

            def scan(batch: int, zones: Zones = zones) -> None:
                if drawn[batch] is None:
                    drawn[batch] = self.draws(seeds[slice(*cuts[batch])])
                self._scan(drawn[batch], zones, best[batch])

            _on_threads(scan, len(cuts))
        return best.ravel()[: seeds.size].copy()

    def _scan(
        self,
        drawn: tuple[NDArray[np.int32], IntArray] | None,
        zones: Zones,
        best: FloatArray,
        anchors: int | None = None,
    ) -> None:
        assert drawn is not None
        job = self._job
        locations, offsets = drawn
        best[locations.shape[0] :] = np.inf  # lanes without a replicate have nothing to find
        scan_replicates(
            np.zeros(job.cases.shape[1] * LANES, dtype=self._kind),
            locations,
            offsets,
            job.anchors if anchors is None else anchors,
            job.most_periods,
            job.expected,
            job.shares,
            zones.members,
            zones.edges,
            zones.starts,
            zones.block_starts,
            zones.block_end,
            zones.first_edge,
            zones.kind,
            self._penalties,
            self._tables,
            float(job.total),
            job.min_cases,
            best,
        )


def _rounds(n: int) -> Iterator[tuple[int, int]]:
    """Cut replicates into rounds of one batch for each thread."""
    size = LANES * n_threads()
    for first in range(0, n, size):
        yield first, min(n, first + size)


def _on_threads(work: Any, n: int) -> None:
    """Call ``work(i)`` for i below `n`; after an interruption nothing new is begun."""
    if n == 1 or n_threads() == 1:
        for i in range(n):
            work(i)
        return
    pool = ThreadPoolExecutor(min(n, n_threads()))
    try:
        for finished in [pool.submit(work, i) for i in range(n)]:
            finished.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
