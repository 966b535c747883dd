"""Back-test of what looks at places: clusters put around cases of a book, repeats put after cases of a book."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongket.watch.alarm_budget import DAYS_IN_MONTH
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.backtest import BacktestRow
from tongket.watch.near_repeats import knox
from tongket.watch.progress import Progress, silent
from tongket.watch.scan_results import ScanCluster
from tongket.watch.seeds import replicate_seeds
from tongket.watch.settings import WatchSettings
from tongket.watch.watching_clusters import recurs_in_days, scan_points

Days = NDArray[np.datetime64]
# clusters put in for each size; those of one size lie apart in time, so that each look sees few
_CLUSTERS = 5
_WEEKS = 4
_RADIUS = 500.0
# fewer cases than this in the weeks of a cluster, and twice as many is one case or two
_LEAST = 2.0
# tries of the test of near repeats for each size
_ROUNDS = 10
_DRAWS = 199


@dataclass(frozen=True, eq=False)
class PlaceCases:
    """Hold the cases of one kind: metres and days, arrays of shape (n_cases,)."""

    x: FloatArray
    y: FloatArray
    day: Days


def backtest_scan(
    cases: PlaceCases,
    as_of: date,
    chosen: WatchSettings,
    *,
    factors: Sequence[float] = (1.5, 2.0, 3.0),
    n_judged: int = 52,
    progress: Progress = silent,
) -> tuple[BacktestRow, ...]:
    """Put clusters of known size around cases of a book and say which the scan finds, when, and how purely.

    Parameters
    ----------
    cases : PlaceCases
        Of one kind, from before the first day a look goes back to.
    as_of : date
        Last day.
    chosen : WatchSettings
        Settings of the scan.
    factors : sequence of float
        Cases in circle and weeks over those expected there.
    n_judged : int
        Latest periods in which clusters are put.
    progress : callable
        Called with (done, total) clusters.

    Returns
    -------
    tuple of BacktestRow
        One for each factor; none where no circle of 500 m holds two cases in four periods.

    Notes
    -----
    Looks are taken at the end of each period of a cluster, as in service, until it is found. Alarms that do not
    overlap a cluster put in are counted as others, real clusters of the history included.
    """
    seeds = replicate_seeds(chosen.seed, len(factors), "backtest_scan").tolist()
    rows, total = [], len(factors) * _CLUSTERS
    for place, (factor, seed) in enumerate(zip(factors, seeds, strict=True)):
        put = _put(cases, as_of, chosen, factor, n_judged, np.random.default_rng(seed))
        if not put:
            return ()
        looked: list[_Looked] = []
        for number, one in enumerate(put):
            looked += _looks(cases, one, chosen)
            progress(place * _CLUSTERS + number + 1, total)
        rows.append(_row(factor, len(put), looked, chosen))
    return tuple(rows)


@dataclass(frozen=True, eq=False)
class _Cluster:
    x: float
    y: float
    first: np.datetime64
    added: PlaceCases


@dataclass(frozen=True)
class _Looked:
    week: int
    hits: int
    others: int


def _put(
    cases: PlaceCases, as_of: date, chosen: WatchSettings, factor: float, n_judged: int, rng: np.random.Generator
) -> list[_Cluster]:
    """Draw circles about cases, busy enough that their size means something, and the cases they add."""
    days = _WEEKS * chosen.period_days
    last = np.datetime64(as_of)
    year = cases.day > last - np.timedelta64(365, "D")
    put: list[_Cluster] = []
    for centre in rng.permutation(np.flatnonzero(year)):
        x, y = float(cases.x[centre]), float(cases.y[centre])
        near = np.flatnonzero(year & (np.hypot(cases.x - x, cases.y - y) <= _RADIUS))
        mean = near.size * days / 365
        if mean >= _LEAST:
            back = int(rng.integers(0, max(1, n_judged - _WEEKS)))
            first = last - np.timedelta64(back * chosen.period_days + days - 1, "D")
            n_added = int(rng.poisson((factor - 1) * mean))
            # new cases lie where cases lie
            at = rng.choice(near, n_added)
            when = first + rng.integers(0, days, n_added).astype("timedelta64[D]")
            put.append(_Cluster(x, y, first, PlaceCases(cases.x[at], cases.y[at], when)))
        if len(put) == _CLUSTERS:
            break
    return put


def _looks(cases: PlaceCases, one: _Cluster, chosen: WatchSettings) -> list[_Looked]:
    """Scan what was known at the end of each period of a cluster, until it is found."""
    looked: list[_Looked] = []
    for week in range(_WEEKS):
        day = one.first + np.timedelta64((week + 1) * chosen.period_days - 1, "D")
        added = one.added.day <= day
        known = (cases.day <= day) & (cases.day > day - np.timedelta64(chosen.cluster_days, "D"))
        x, y = np.append(cases.x[known], one.added.x[added]), np.append(cases.y[known], one.added.y[added])
        days = np.append(cases.day[known], one.added.day[added])
        result = scan_points(x, y, days, day.astype(object), chosen, stop_after=_stop_after(chosen)).result
        least = chosen.cluster_recurrence_days
        alarms = [cluster for cluster in result.clusters if (recurs_in_days(cluster, chosen) or 0) >= least]
        hits = sum(_overlaps(cluster, one) for cluster in alarms)
        looked.append(_Looked(week, hits, len(alarms) - hits))
        if hits:
            break
    return looked


def _stop_after(chosen: WatchSettings) -> int:
    """Return after how many replicates at least as unusual nothing can become a signal any more."""
    highest = chosen.period_days / (chosen.cluster_recurrence_days * len(chosen.clusters))
    return max(1, math.ceil(highest * chosen.n_permutations) + 1)


def _overlaps(cluster: ScanCluster, one: _Cluster) -> bool:
    return math.hypot(cluster.x - one.x, cluster.y - one.y) <= 1000 * cluster.radius_km + _RADIUS


def _row(factor: float, n_clusters: int, looked: list[_Looked], chosen: WatchSettings) -> BacktestRow:
    first = [one.week for one in looked if one.hits]
    hits, others = sum(one.hits for one in looked), sum(one.others for one in looked)
    months = len(looked) * chosen.period_days / DAYS_IN_MONTH
    return BacktestRow(
        "space_time_permutation",
        factor,
        n_clusters,
        len(first) / n_clusters,
        float(np.mean(first)) if first else math.nan,
        hits / (hits + others) if hits + others else math.nan,
        others / months,
    )


def backtest_repeats(
    cases: PlaceCases,
    as_of: date,
    chosen: WatchSettings,
    *,
    factors: Sequence[float] = (1.5, 2.0, 3.0),
    progress: Progress = silent,
) -> tuple[BacktestRow, ...]:
    """Put repeats after cases whose days were shuffled, and say how often Knox's test finds them.

    Parameters
    ----------
    cases : PlaceCases
        Of one kind.
    as_of : date
        Last day.
    chosen : WatchSettings
        Bands and level.
    factors : sequence of float
        Pairs in the nearest band over those that chance makes.
    progress : callable
        Called with (done, total) tests.

    Returns
    -------
    tuple of BacktestRow
        One for each factor. There is no delay: the test looks at a whole year. False alarms are those of the same
        cases with their days shuffled and nothing put in.
    """
    since = np.datetime64(as_of) - np.timedelta64(chosen.near_repeat_days, "D")
    inside = (cases.day > since) & (cases.day <= np.datetime64(as_of))
    x, y = cases.x[inside], cases.y[inside]
    days: IntArray = (cases.day[inside] - since).astype(np.int64)
    sizes = (1.0, *factors)
    seeds = replicate_seeds(chosen.seed, len(sizes) * _ROUNDS, "backtest_repeats").reshape(len(sizes), _ROUNDS)
    found, done = [], 0
    for factor, row in zip(sizes, seeds.tolist(), strict=True):
        n = 0
        for seed in row:
            n += _is_found(x, y, days, factor, chosen, np.random.default_rng(seed))
            done += 1
            progress(done, len(sizes) * _ROUNDS)
        found.append(n)
    false, *hits = found
    looks = DAYS_IN_MONTH / chosen.period_days
    return tuple(
        BacktestRow(
            "knox",
            factor,
            _ROUNDS,
            n / _ROUNDS,
            math.nan,
            n / (n + false) if n + false else math.nan,
            looks * false / _ROUNDS,
        )
        for factor, n in zip(factors, hits, strict=True)
    )


def _is_found(
    x: FloatArray, y: FloatArray, days: IntArray, factor: float, chosen: WatchSettings, rng: np.random.Generator
) -> bool:
    """Shuffle the days, put repeats in until the nearest band holds `factor` times its pairs, and test."""
    shuffled = rng.permutation(days)
    row, column = 1, 0
    reach, soon = chosen.space_breaks[row], chosen.time_breaks[column + 1]
    plain = knox(x, y, shuffled, space_breaks=chosen.space_breaks, time_breaks=chosen.time_breaks, n_permutations=0)
    n_added = round((factor - 1) * float(plain.exact_mean[row, column]))
    at = rng.choice(x.size, n_added)
    # half the band away, so that the pair lies in it whatever the direction
    angle = rng.uniform(0, 2 * np.pi, n_added)
    more_x, more_y = x[at] + reach / 2 * np.cos(angle), y[at] + reach / 2 * np.sin(angle)
    later = np.minimum(shuffled[at] + rng.integers(0, int(soon), n_added), int(days.max(initial=0)))
    result = knox(
        np.append(x, more_x),
        np.append(y, more_y),
        np.append(shuffled, later),
        space_breaks=chosen.space_breaks,
        time_breaks=chosen.time_breaks,
        n_permutations=_DRAWS,
        seed=chosen.seed,
    )
    return bool(result.p_value[row, column] <= chosen.near_repeat_alpha / len(chosen.near_repeats))


def days_back(chosen: WatchSettings, n_judged: int) -> int:
    """Return how many days back the cases of a back-test of scans must reach."""
    return chosen.cluster_days + (n_judged + _WEEKS) * chosen.period_days
