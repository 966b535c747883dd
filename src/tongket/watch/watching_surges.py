"""Surges in the series of a book: judge the latest period, with the cut that keeps the alarm budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tongket.model.text import Text
from tongket.watch.alarm_budget import AlarmBudget, alarm_budget
from tongket.watch.detectors import DETECTORS, Detector, Judgement, parameters
from tongket.watch.progress import Progress, silent
from tongket.watch.series import SeriesTable
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind, Place, Signal

# below this expectation a few cases more or less decide
SMALL = 5.0
# latest periods over which the budget is simulated: a quarter of a year of weeks
_JUDGED = 13


@dataclass(frozen=True)
class Surges:
    """Hold what one detector made of one level.

    Attributes
    ----------
    signals : tuple of Signal
        Series above the cut in the latest period.
    budget : AlarmBudget or None
        None where none was asked for or the history is too short.
    reason : Text or None
        Why it was not run.
    """

    signals: tuple[Signal, ...] = ()
    budget: AlarmBudget | None = None
    reason: Text | None = None


def able_detector(table: SeriesTable, name: str, chosen: WatchSettings) -> tuple[Detector | None, Text | None]:
    """Return a detector by name, or the stand-in where it needs more history than there is, and why.

    Parameters
    ----------
    table : SeriesTable
        Counts of one level.
    name : str
        Of `DETECTORS`.
    chosen : WatchSettings
        Names the stand-in.

    Returns
    -------
    tuple of (Detector or None, Text or None)
        None where not even the stand-in has enough history; the text says what was lacking.
    """
    needed = _too_short(table, DETECTORS[name])
    if needed is None:
        return DETECTORS[name], None
    if not chosen.short_history or _too_short(table, DETECTORS[chosen.short_history]):
        return None, needed
    return DETECTORS[chosen.short_history], needed


def find_surges(table: SeriesTable, detector: Detector, chosen: WatchSettings, progress: Progress = silent) -> Surges:
    """Judge the latest period of each series.

    Parameters
    ----------
    table : SeriesTable
        Counts of one level.
    detector : Detector
        With enough history.
    chosen : WatchSettings
        Settings.
    progress : callable
        Called with (done, total) simulated histories.

    Returns
    -------
    Surges
        Without signals and with a reason where nothing was recorded in the latest period.
    """
    if _is_silent(table):
        return Surges(reason=_silence(table))
    budget = budget_of(table, detector, chosen, progress)
    cut = budget.cut if budget else detector.cut
    n = table.counts.shape[0]
    judged = detector.judge(table.counts, np.array([n - 1], dtype=np.int64), table.dates)
    above = np.flatnonzero(np.nan_to_num(judged.strength[0], nan=-np.inf) > cut + 1e-9)
    return Surges(tuple(_surge(table, detector, chosen, int(series), judged, cut, budget) for series in above), budget)


def _too_short(table: SeriesTable, detector: Detector) -> Text | None:
    n, needed = table.counts.shape[0], detector.history + 1
    if n >= needed and table.codes:
        return None
    return Text(
        f"cần {needed} kỳ số liệu; mới có {n}",
        f"needs {needed} periods of history; has {n}",
    )


def _is_silent(table: SeriesTable) -> bool:
    by_period = table.known.sum(axis=1)
    return bool(by_period[-1] == 0 and by_period[:-1].mean() >= SMALL)


def _silence(table: SeriesTable) -> Text:
    return Text(
        f"kỳ kết thúc ngày {table.as_of:%d/%m/%Y} chưa ghi nhận vụ nào: ghi nhận muộn, không phải bằng không",
        f"nothing was recorded in the period that ends on {table.as_of}: records are late, not zero",
    )


def budget_of(
    table: SeriesTable, detector: Detector, chosen: WatchSettings, progress: Progress = silent
) -> AlarmBudget | None:
    """Return the expected false alarms of a detector on a level and the cut that keeps its part of the budget."""
    n_judged = min(_JUDGED, table.counts.shape[0] - detector.history)
    if chosen.n_replicates == 0 or n_judged < 1 or not table.codes:
        return None
    return alarm_budget(
        detector,
        table.counts,
        wanted_per_month=chosen.wanted_per_month / (len(chosen.grains) * len(chosen.detectors)),
        n_judged=n_judged,
        n_replicates=chosen.n_replicates,
        period_days=chosen.period_days,
        dates=table.dates,
        seed=chosen.seed,
        progress=progress,
    )


def _surge(
    table: SeriesTable,
    detector: Detector,
    chosen: WatchSettings,
    series: int,
    judged: Judgement,
    cut: float,
    budget: AlarmBudget | None,
) -> Signal:
    codes = dict(zip(table.by, table.codes[series], strict=True))
    area = codes.pop("area", chosen.everywhere)
    expected = float(judged.expected[0, series])
    p_value = float(judged.p_value[0, series])
    return Signal(
        kind=Kind.SURGE,
        detector=detector.name,
        parameters=parameters(detector),
        seed=chosen.seed if budget else None,
        what=tuple(sorted(codes.items())),
        where=Place(areas=(area,)),
        start=table.as_of - timedelta(days=table.period_days - 1),
        end=table.as_of,
        as_of=table.as_of,
        observed=int(table.known[-1, series]),
        expected=expected,
        score=float(judged.strength[0, series]),
        threshold=cut,
        p_value=None if np.isnan(p_value) else p_value,
        recurrence_interval_days=_recurrence(p_value, len(table.codes), table.period_days),
        caveats=_caveats(table, expected, area),
    )


def _recurrence(p_value: float, n_series: int, period_days: int) -> float | None:
    """Return days between signals as strong as this by chance, over all series of the level."""
    if not p_value > 0:
        return None
    return period_days / min(1.0, p_value * n_series)


def _caveats(table: SeriesTable, expected: float, area: str) -> tuple[Caveat, ...]:
    found = [Caveat.RECORDING_CHANGE]
    if table.completed:
        found.append(Caveat.LATE_RECORDS)
    if area in table.changed:
        found.append(Caveat.BOUNDARY_CHANGE)
    if expected < SMALL:
        found.append(Caveat.SMALL_COUNTS)
    if len(table.codes) > 1:
        found.append(Caveat.MANY_SERIES)
    return tuple(found)
