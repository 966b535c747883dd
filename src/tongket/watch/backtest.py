"""Back-test: outbreaks of known size put into a book's own history, and what each detector makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.model.errors import UsageError
from tongket.watch.alarm_budget import DAYS_IN_MONTH, null_means
from tongket.watch.arrays import FloatArray, IntArray, counts
from tongket.watch.detectors import Detector
from tongket.watch.progress import Progress, silent
from tongket.watch.seeds import DEFAULT_SEED, replicate_seeds

_ROUNDING = 1e-9
# in sparser series a factor of two is a case or none: nothing to be found there by counting
LEAST_MEAN = 0.5


@dataclass(frozen=True)
class BacktestRow:
    """Hold what one detector made of outbreaks of one size.

    Attributes
    ----------
    detector : str
        Name.
    factor : float
        Cases during the outbreak over cases expected.
    n_outbreaks : int
        Outbreaks put in.
    sensitivity : float
        Share of them with an alarm while they lasted.
    delay_periods : float
        Mean periods from the begin to the first alarm, of those found (0: in the first period); NaN when none was.
    ppv : float
        Share of alarms that fell into an outbreak put in. A lower bound: the history holds real surges as well.
    other_alarms_per_month : float
        Alarms outside the outbreaks put in, a month, over all series: false ones and real surges of the history.
    """

    detector: str
    factor: float
    n_outbreaks: int
    sensitivity: float
    delay_periods: float
    ppv: float
    other_alarms_per_month: float


@dataclass(frozen=True, eq=False)
class _Outbreaks:
    """Where outbreaks lie: begin by series within the judged periods, -1 for none; and the cases they add."""

    begin: IntArray
    added: FloatArray


def backtest(
    detectors: Sequence[Detector],
    history: Any,
    *,
    factors: Sequence[float] = (1.5, 2.0, 3.0),
    duration: int = 4,
    share_with_outbreak: float = 0.25,
    least_mean: float = LEAST_MEAN,
    n_judged: int = 52,
    rounds: int = 1,
    cuts: Mapping[str, float] | None = None,
    period_days: int = 7,
    frequency: int = 52,
    dates: Any | None = None,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> tuple[BacktestRow, ...]:
    """Put outbreaks into the last year of a history and count what detectors find, how late and how purely.

    Parameters
    ----------
    detectors : sequence of Detector
        With their settings.
    history : array_like, shape (n_periods, n_series)
        A book's own series.
    factors : sequence of float
        Sizes of outbreaks: cases over expected, above 1.
    duration : int
        Periods an outbreak lasts.
    share_with_outbreak : float
        Share of the series (with mean of at least `least_mean`) that get one.
    least_mean : float
        In sparser series a factor of two is a case or none: nothing to be found there by counting.
    n_judged : int
        Latest periods judged.
    rounds : int
        How often the history is tried with other outbreaks: few series take few at a time.
    cuts : mapping of str to float, optional
        Cut by detector, for example of `alarm_budget`; the detector's own by default.
    period_days, frequency : int
        Days of a period, periods a year.
    dates : array_like, optional
        First days of the periods.
    seed : int
        Same seed, same outbreaks; the same ones for every detector.
    progress : callable
        Called with (done, total) runs.

    Returns
    -------
    tuple of BacktestRow
        By detector, then factor.

    Raises
    ------
    UsageError
        If the history is too short, or no series has the least mean.
    """
    table, _ = counts(history, "Back-test")
    longest = max(detector.history for detector in detectors)
    if table.shape[0] < longest + n_judged:
        raise UsageError(
            f"Back-test: needs {longest + n_judged} periods of history; got {table.shape[0]}. Judge fewer periods."
        )
    means = null_means(table, frequency=frequency)
    seeds = replicate_seeds(seed, len(factors) * rounds, "backtest").reshape(len(factors), rounds)
    job = _Job(table, n_judged, duration, dates, {one.name: (cuts or {}).get(one.name, one.cut) for one in detectors})
    scores: dict[tuple[str, float], _Score] = {}
    done = 0
    for factor, row in zip(factors, seeds.tolist(), strict=True):
        for one in row:
            put = _outbreaks(means[-n_judged:], factor, duration, share_with_outbreak, least_mean, int(one))
            for detector in detectors:
                key = (detector.name, factor)
                scores[key] = scores.get(key, _Score()) + job.score(detector, put)
                done += 1
                progress(done, len(factors) * rounds * len(detectors))
    months = rounds * n_judged * period_days / DAYS_IN_MONTH
    return tuple(scores[one.name, factor].row(one.name, factor, months) for one in detectors for factor in factors)


@dataclass(frozen=True)
class _Score:
    """Sums over rounds, of which shares and means are made at the end."""

    n_outbreaks: int = 0
    found: int = 0
    delay: int = 0
    hits: int = 0
    alarms: int = 0

    def __add__(self, other: _Score) -> _Score:
        return _Score(
            self.n_outbreaks + other.n_outbreaks,
            self.found + other.found,
            self.delay + other.delay,
            self.hits + other.hits,
            self.alarms + other.alarms,
        )

    def row(self, name: str, factor: float, months: float) -> BacktestRow:
        return BacktestRow(
            name,
            factor,
            self.n_outbreaks,
            self.found / self.n_outbreaks,
            self.delay / self.found if self.found else float("nan"),
            self.hits / self.alarms if self.alarms else float("nan"),
            (self.alarms - self.hits) / months,
        )


@dataclass(frozen=True, eq=False)
class _Job:
    table: FloatArray
    n_judged: int
    duration: int
    dates: Any
    cuts: Mapping[str, float]

    def score(self, detector: Detector, put: _Outbreaks) -> _Score:
        with_outbreaks = self.table.copy()
        with_outbreaks[-self.n_judged :] += put.added
        wanted = np.arange(self.table.shape[0] - self.n_judged, self.table.shape[0], dtype=np.int64)
        strength = np.nan_to_num(detector.judge(with_outbreaks, wanted, self.dates).strength, nan=-np.inf)
        alarm = strength > self.cuts[detector.name] + _ROUNDING
        chosen = put.begin >= 0
        hit = alarm & _inside(alarm.shape, put.begin, self.duration)
        found = hit[:, chosen].any(axis=0)
        first = hit[:, chosen].argmax(axis=0) - put.begin[chosen]
        return _Score(int(chosen.sum()), int(found.sum()), int(first[found].sum()), int(hit.sum()), int(alarm.sum()))


def _outbreaks(
    means: FloatArray, factor: float, duration: int, share: float, least_mean: float, seed: int
) -> _Outbreaks:
    n_judged, n_series = means.shape
    able = np.flatnonzero(means.mean(axis=0) >= least_mean)
    if not able.size or n_judged < duration:
        raise UsageError(
            f"Back-test: needs a series with a mean of {least_mean:g} cases a period; got none. Use longer periods or"
            " coarser series."
        )
    rng = np.random.default_rng(seed)
    chosen = rng.choice(able, max(1, round(share * able.size)), replace=False)
    begin = np.full(n_series, -1, dtype=np.int64)
    begin[chosen] = rng.integers(0, n_judged - duration + 1, chosen.size)
    added = np.zeros_like(means)
    for series in chosen.tolist():
        window = slice(int(begin[series]), int(begin[series]) + duration)
        added[window, series] = rng.poisson((factor - 1) * means[window, series])
    return _Outbreaks(begin, added)


def _inside(shape: tuple[int, ...], begin: IntArray, duration: int) -> NDArray[np.bool_]:
    since = np.arange(shape[0])[:, None] - begin[None, :]
    return (begin >= 0)[None, :] & (since >= 0) & (since < duration)
