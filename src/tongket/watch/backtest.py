"""Back-test: outbreaks of known size put into a book's own history, and what each detector makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.model.errors import UsageError
from tongket.watch.alarm_budget import DAYS_IN_MONTH, null_means
from tongket.watch.arrays import BoolArray, FloatArray, IntArray, counts
from tongket.watch.detectors import Detector
from tongket.watch.progress import Progress, silent
from tongket.watch.seeds import DEFAULT_SEED, replicate_seeds

_ROUNDING = 1e-9


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
    least_mean: float = 0.5,
    n_judged: int = 52,
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
    rows, total = [], len(factors) * len(detectors)
    for place, (factor, one) in enumerate(zip(factors, replicate_seeds(seed, len(factors), "backtest"), strict=True)):
        put = _outbreaks(means[-n_judged:], factor, duration, share_with_outbreak, least_mean, int(one))
        with_outbreaks = table.copy()
        with_outbreaks[-n_judged:] += put.added
        wanted = np.arange(table.shape[0] - n_judged, table.shape[0], dtype=np.int64)
        for number, detector in enumerate(detectors):
            cut = (cuts or {}).get(detector.name, detector.cut)
            strength = np.nan_to_num(detector.judge(with_outbreaks, wanted, dates).strength, nan=-np.inf)
            months = n_judged * period_days / DAYS_IN_MONTH
            rows.append(_score(detector.name, factor, strength > cut + _ROUNDING, put, duration, months))
            progress(place * len(detectors) + number + 1, total)
    order = [detector.name for detector in detectors]
    return tuple(sorted(rows, key=lambda row: (order.index(row.detector), row.factor)))


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


def _score(name: str, factor: float, alarm: BoolArray, put: _Outbreaks, duration: int, months: float) -> BacktestRow:
    inside = _inside(alarm.shape, put.begin, duration)
    hit = alarm & inside
    chosen = put.begin >= 0
    found = hit[:, chosen].any(axis=0)
    first = hit[:, chosen].argmax(axis=0) - put.begin[chosen]
    n_alarms = int(alarm.sum())
    return BacktestRow(
        name,
        factor,
        int(chosen.sum()),
        float(found.mean()),
        float(first[found].mean()) if found.any() else float("nan"),
        float(hit.sum() / n_alarms) if n_alarms else float("nan"),
        float((alarm & ~inside).sum()) / months,
    )


def _inside(shape: tuple[int, ...], begin: IntArray, duration: int) -> NDArray[np.bool_]:
    since = np.arange(shape[0])[:, None] - begin[None, :]
    return (begin >= 0)[None, :] & (since >= 0) & (since < duration)
