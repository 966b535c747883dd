"""Near repeats: is a case followed by others near it sooner than chance would have it (Knox's test)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray, moments, numbers
from tongket.watch.grid_cells import Cells, grid_cells
from tongket.watch.knox_bands import Bands, share_near_in_time, smallest_times
from tongket.watch.progress import Progress, chunks, silent
from tongket.watch.seeds import DEFAULT_SEED, replicate_seeds
from tongket.watch.threads import share_out

_WHO = "Knox"
# times of a day are told apart to 80 microseconds
_STEPS_A_DAY = 2.0**30


class Role(StrEnum):
    """Say what part an event has in near repeats."""

    ISOLATED = "isolated"  # nothing near it
    ORIGINATOR = "originator"  # something near follows it, nothing precedes
    REPEAT = "repeat"  # something near precedes it, nothing follows
    LINK = "link"  # both
    SAME_DAY = "same_day"  # only near events of its own day: which came first is not known


@dataclass(frozen=True, eq=False)
class KnoxResult:
    """Hold a Knox table: bands of distance on axis 0, bands of time on axis 1.

    Attributes
    ----------
    space_bands, time_bands : tuple of str
        Bands in interval notation.
    observed : ndarray of int64
        Pairs of events in the band of both.
    mean, median : ndarray of float64
        Over the permutations.
    exact_mean : ndarray of float64
        Expectation under permutation, in closed form: a check on `mean`.
    p_value : ndarray of float64
        (1 + permutations with as many or more) / (1 + permutations).
    permuted : ndarray of int64, shape (n_permutations, n_space_bands, n_time_bands)
        All of them.
    n_events, n_permutations, seed : int
        What it rests on.
    """

    space_bands: tuple[str, ...]
    time_bands: tuple[str, ...]
    observed: IntArray
    mean: FloatArray
    median: FloatArray
    exact_mean: FloatArray
    p_value: FloatArray
    permuted: IntArray
    n_events: int
    n_permutations: int
    seed: int

    @property
    def ratio_to_mean(self) -> FloatArray:
        """Return observed over mean; NaN where the mean is zero."""
        return _ratio(self.observed, self.mean)

    @property
    def ratio_to_median(self) -> FloatArray:
        """Return observed over median; NaN where the median is zero."""
        return _ratio(self.observed, self.median)


def knox(
    x: ArrayLike,
    y: ArrayLike,
    time: ArrayLike,
    *,
    space_breaks: Sequence[float] = (0, 100, 200, 400),
    time_breaks: Sequence[float] = (0, 7, 14, 28),
    closed: str = "left",
    metric: str = "manhattan",
    same_place: bool = True,
    same_day: bool = False,
    n_permutations: int = 999,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> KnoxResult:
    """Count pairs of events near in place and time, beside what permuted times give.

    Parameters
    ----------
    x, y : array_like of float, shape (n_events,)
        Projected coordinates, metres.
    time : array_like, shape (n_events,)
        Days: numbers, dates or times.
    space_breaks, time_breaks : sequence of float
        Ascending edges of the bands, metres and days.
    closed : {'left', 'right'}
        Bands are [a, b), or (a, b] with the first one [a, b].
    metric : {'manhattan', 'euclidean'}
        Distance.
    same_place : bool
        Whether pairs at one place (distance 0) have a row of their own; the first break must be 0.
    same_day : bool
        Whether pairs less than a day apart have a column of their own; times are cut to whole days.
    n_permutations : int
        Permutations of the times.
    seed : int
        Same seed, same result, on any number of threads.
    progress : callable
        Called with (done, total) permutations.

    Returns
    -------
    KnoxResult
        Table of pairs.

    Raises
    ------
    UsageError
        If arrays differ in length, hold missing values, or breaks do not ascend from 0 or more.

    Notes
    -----
    Knox [1]_; bands and permutation as in Ratcliffe & Rengert [2]_. Observed counts agree with pointpats 2.5.5, R
    surveillance 1.20.3 (`knox`) and T. Davies' NearRepeat. Where they differ from the papers or one another:

    - R's `knox` permutes the pairs as if they were independent, not the times of the events. Pairs that share an
      event are not, so its p-values are too small where events cluster (its example: 0.044 against 0.074 here).
    - pointpats counts cumulative pairs with both limits included (``space_breaks=(0, d), closed="right"``), and its
      deprecated `knox` returns the smaller of both tails.
    - The Near Repeat Calculator 1.3 puts into "a to b" what is from a - 1 to less than b - 1.

    Cost: pairs are looked up once for each 128 permutations; about 0.25 nanoseconds for each pair near in place and
    permutation on one core. Memory grows with the events (0.5 KB each), not with the pairs.

    References
    ----------
    .. [1] Knox EG (1964). Appl Stat 13:25-29. https://doi.org/10.2307/2985220
    .. [2] Ratcliffe JH, Rengert GF (2008). Secur J 21:58-76. https://doi.org/10.1057/palgrave.sj.8350068
    """
    xs, ys, days = _events(x, y, time)
    if same_day:
        days = np.floor(days)
    space = Bands.of(space_breaks, closed, "space_breaks", same_place, np.nextafter(0.0, 1.0))
    times = Bands.of(time_breaks, closed, "time_breaks", same_day, 1.0)
    cells = grid_cells(xs, ys, space.breaks[-1])
    lanes_of, thresholds = smallest_times(days, times)
    job = _Job(
        xs[cells.order], ys[cells.order], lanes_of[cells.order], cells, space.edges, thresholds, _is_manhattan(metric)
    )
    table = _all_permutations(job, n_permutations, seed, progress)
    below = table[:, :, : times.thresholds.size]
    # no pair is less than 0 apart, so that threshold is not computed
    by_band = np.diff(below, axis=2, prepend=0) if times.edges[0] == 0 else np.diff(below, axis=2)
    return _knox_result(by_band, job.pairs_near, days, space, times, seed)


@dataclass(eq=False)
class _Job:
    x: FloatArray
    y: FloatArray
    times: NDArray[Any]
    cells: Cells
    space_edges: FloatArray
    thresholds: NDArray[Any]
    manhattan: bool
    pairs_near: IntArray | None = None


def _events(x: ArrayLike, y: ArrayLike, time: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    given = moments(time, _WHO)
    if given.dtype.kind == "M":
        given = (given - given.astype("datetime64[D]").min()) / np.timedelta64(1, "D") if given.size else np.zeros(0)
        # in steps that floats add without error, so that a week at the same hour is a week and not a hair less
        given = np.rint(given * _STEPS_A_DAY) / _STEPS_A_DAY
    xs, ys, days = (np.ascontiguousarray(numbers(values, _WHO)) for values in (x, y, given))
    if not xs.shape == ys.shape == days.shape or xs.ndim != 1:
        raise UsageError(
            f"{_WHO}: x, y and time must be as long as each other; got {xs.shape}, {ys.shape}, {days.shape}."
        )
    if not bool(np.isfinite(xs).all() and np.isfinite(ys).all() and np.isfinite(days).all()):
        raise UsageError(f"{_WHO}: places and times must all be known; got missing ones. Leave such events out.")
    return xs, ys, days


def _is_manhattan(metric: str) -> bool:
    if metric not in ("manhattan", "euclidean"):
        raise UsageError(f"{_WHO}: metric must be manhattan or euclidean; got {metric!r}.")
    return metric == "manhattan"


def _all_permutations(job: _Job, n_permutations: int, seed: int, progress: Progress) -> IntArray:
    """Return pairs below each time threshold by permutation and band; row 0 is the order that was observed."""
    from tongket.watch.kernels.pairs import LANES, permute_times  # late: loads the compiler

    seeds = replicate_seeds(seed, n_permutations, "knox")
    parts = []
    n = job.x.size
    for start, end in chunks(n_permutations + 1, LANES, progress):
        rows = np.zeros((LANES, n), dtype=job.times.dtype)
        own = 1 if start == 0 else 0
        if own:
            rows[0] = job.times
        wanted = seeds[max(0, start - 1) : end - 1]

        def permute(first: int, last: int, rows: Any = rows, own: int = own, wanted: Any = wanted) -> None:
            permute_times(job.times, wanted[first:last], rows[own + first : own + last])

        share_out(wanted.size, permute)
        counts = _near_pairs(job, np.ascontiguousarray(rows.T).ravel())
        parts.append(counts[:, :, : end - start])
    return np.moveaxis(np.concatenate(parts, axis=2), 2, 0)


def _near_pairs(job: _Job, lanes: NDArray[Any]) -> IntArray:
    from tongket.watch.kernels.pairs import LANES, near_pairs  # late: loads the compiler

    shape = (job.space_edges.size - 1, job.thresholds.size, LANES)
    counts, pairs = np.zeros(shape, dtype=np.int64), np.zeros(shape[0], dtype=np.int64)
    lock = Lock()

    def work(first: int, end: int) -> None:
        own_counts, own_pairs = np.zeros(counts.size, dtype=np.int64), np.zeros_like(pairs)
        near_pairs(
            job.x,
            job.y,
            job.cells.neighbours,
            job.cells.cell,
            lanes,
            job.space_edges,
            job.thresholds,
            job.manhattan,
            first,
            end,
            own_counts,
            own_pairs,
        )
        with lock:
            np.add(counts, own_counts.reshape(shape), out=counts)
            np.add(pairs, own_pairs, out=pairs)

    share_out(job.x.size, work)
    job.pairs_near = pairs
    return counts


def _knox_result(
    by_band: IntArray, pairs_near: IntArray | None, days: FloatArray, space: Bands, times: Bands, seed: int
) -> KnoxResult:
    observed, permuted = by_band[0], by_band[1:]
    near = np.zeros(len(space.labels)) if pairs_near is None else pairs_near
    n_permutations = permuted.shape[0]
    with np.errstate(invalid="ignore"):
        mean = permuted.mean(axis=0) if n_permutations else np.full(observed.shape, np.nan)
        median = np.median(permuted, axis=0) if n_permutations else np.full(observed.shape, np.nan)
    return KnoxResult(
        space.labels,
        times.labels,
        observed,
        mean,
        median,
        near[:, None] * share_near_in_time(days, times)[None, :],
        (1 + (permuted >= observed).sum(axis=0)) / (1 + n_permutations),
        permuted,
        days.size,
        n_permutations,
        seed,
    )


def _ratio(observed: IntArray, base: FloatArray) -> FloatArray:
    return np.asarray(np.divide(observed, base, out=np.full(base.shape, np.nan), where=base > 0))


def roles(
    x: ArrayLike,
    y: ArrayLike,
    time: ArrayLike,
    *,
    within_metres: float,
    within_days: float,
    metric: str = "manhattan",
) -> NDArray[np.object_]:
    """Say of each event whether near ones precede or follow it.

    Parameters
    ----------
    x, y, time : array_like, shape (n_events,)
        As in `knox`; times are cut to whole days.
    within_metres, within_days : float
        Near means less than this far and less than this many days apart.
    metric : {'manhattan', 'euclidean'}
        Distance.

    Returns
    -------
    ndarray of Role, shape (n_events,)
        Pairs of one day have no first and second: they make neither an originator nor a repeat.
    """
    from tongket.watch.kernels.pairs import near_before_and_after  # late: loads the compiler

    xs, ys, days = _events(x, y, time)
    cells = grid_cells(xs, ys, within_metres)
    before, same, after = (np.zeros(xs.size, dtype=np.int64) for _ in range(3))
    near_before_and_after(
        xs[cells.order],
        ys[cells.order],
        np.floor(days)[cells.order],
        cells.neighbours,
        cells.cell,
        float(within_metres),
        float(within_days),
        _is_manhattan(metric),
        before,
        same,
        after,
    )
    named = np.select(
        [(before > 0) & (after > 0), before > 0, after > 0, same > 0],
        [Role.LINK.value, Role.REPEAT.value, Role.ORIGINATOR.value, Role.SAME_DAY.value],
        Role.ISOLATED.value,
    )
    result = np.empty(xs.size, dtype=object)
    result[cells.order] = [Role(str(name)) for name in named]
    return result
