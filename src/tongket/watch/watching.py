"""Watch a book: run the detectors it switches on over what was known on a day, and return signals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tongket.engines.contract import Engine
from tongket.model.indicators import Condition, Operator
from tongket.watch.alarm_budget import AlarmBudget, alarm_budget
from tongket.watch.backtest import BacktestRow, backtest
from tongket.watch.detectors import DETECTORS, Detector, parameters
from tongket.watch.near_repeats import KnoxResult, knox
from tongket.watch.progress import Progress, silent
from tongket.watch.projection import Projection
from tongket.watch.results import Skipped, WatchResult
from tongket.watch.series import Points, SeriesTable, count_series, located_cases
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind, Place, Signal

# below this expectation a few cases more or less decide
_SMALL = 5.0
# fewer events than this make a Knox table of zeros and ones
_LEAST_POINTS = 50


def watch_book(
    engine: Engine, as_of: date, settings: WatchSettings | None = None, *, progress: Progress = silent
) -> WatchResult:
    """Run detectors over what was known on a day.

    Parameters
    ----------
    engine : Engine
        Over a seal, or the records of a book as they were known on the day.
    as_of : date
        Day of knowledge; the latest period ends on it.
    settings : WatchSettings, optional
        What the book switches on.
    progress : callable
        Called with (done, total) steps.

    Returns
    -------
    WatchResult
        Signals, budgets and what was left out.

    Notes
    -----
    Nothing recorded after `as_of` is asked for. How a case is classified is as the engine's records have it: over a
    seal of that day, as it was known then.
    """
    chosen = settings or WatchSettings()
    steps = len(chosen.grains) * len(chosen.detectors) + len(chosen.near_repeats)
    done, n_series = 0, 0
    signals: list[Signal] = []
    budgets: list[tuple[tuple[str, ...], AlarmBudget]] = []
    skipped: list[Skipped] = []
    for grain in chosen.grains:
        table = _table(engine, as_of, grain, chosen)
        n_series += len(table.codes)
        for name in chosen.detectors:
            found, budget, reason = _surges(table, DETECTORS[name], chosen)
            if reason.startswith("needs") and chosen.short_history:
                found, budget, _ = _surges(table, DETECTORS[chosen.short_history], chosen)
            signals += found
            if budget is not None:
                budgets.append((grain, budget))
            if reason:
                skipped.append(Skipped(name, grain, reason))
            done += 1
            progress(done, steps)
    tables = []
    for code in chosen.near_repeats:
        found, knox_table, reason = _near_repeats(engine, as_of, code, chosen)
        signals += found
        if knox_table is not None:
            tables.append((code, knox_table))
        if reason:
            skipped.append(Skipped("knox", (chosen.near_repeat_column, code), reason))
        done += 1
        progress(done, steps)
    return WatchResult(as_of, _ordered(signals), tuple(budgets), tuple(skipped), n_series, tuple(tables))


def backtest_book(
    engine: Engine,
    as_of: date,
    settings: WatchSettings | None = None,
    *,
    factors: tuple[float, ...] = (1.5, 2.0, 3.0),
    n_judged: int = 52,
    progress: Progress = silent,
) -> tuple[tuple[tuple[str, ...], tuple[BacktestRow, ...]], ...]:
    """Put outbreaks into the book's own last year and say what each detector finds, by level.

    Parameters
    ----------
    engine, as_of, settings
        As in `watch_book`.
    factors : tuple of float
        Sizes of outbreaks.
    n_judged : int
        Latest periods judged.
    progress : callable
        Called with (done, total) runs of a level.

    Returns
    -------
    tuple of (level, tuple of BacktestRow)
        With the cuts that keep the alarm budget; detectors without enough history are left out.
    """
    chosen = settings or WatchSettings()
    result = []
    for grain in chosen.grains:
        table = _table(engine, as_of, grain, chosen)
        able = [DETECTORS[name] for name in chosen.detectors]
        able = [one for one in able if one.history + n_judged <= table.counts.shape[0]]
        rows = backtest(
            able,
            table.counts,
            factors=factors,
            n_judged=n_judged,
            cuts=_cuts(table, able, chosen),
            dates=table.dates,
            period_days=chosen.period_days,
            seed=chosen.seed,
            progress=progress,
        )
        result.append((grain, rows))
    return tuple(result)


def _table(engine: Engine, as_of: date, grain: tuple[str, ...], chosen: WatchSettings) -> SeriesTable:
    return count_series(
        engine,
        as_of,
        by=grain,
        n_periods=chosen.n_periods,
        period_days=chosen.period_days,
        where=chosen.where,
        occurred=chosen.occurred,
    )


def _surges(
    table: SeriesTable, detector: Detector, chosen: WatchSettings
) -> tuple[list[Signal], AlarmBudget | None, str]:
    n = table.counts.shape[0]
    if n <= detector.history or not table.codes:
        return [], None, f"needs {detector.history + 1} periods of history; has {n}"
    if _is_silent(table):
        return [], None, f"nothing was recorded in the period that ends on {table.as_of}: records are late, not zero"
    budget = _budget(table, detector, chosen)
    cut = budget.cut if budget else detector.cut
    judged = detector.judge(table.counts, np.array([n - 1], dtype=np.int64), table.dates)
    strength = np.nan_to_num(judged.strength[0], nan=-np.inf)
    found = [
        _surge(table, detector, chosen, int(series), judged, cut, budget)
        for series in np.flatnonzero(strength > cut + 1e-9)
    ]
    return found, budget, ""


def _is_silent(table: SeriesTable) -> bool:
    by_period = table.known.sum(axis=1)
    return bool(by_period[-1] == 0 and by_period[:-1].mean() >= _SMALL)


def _cuts(table: SeriesTable, detectors: list[Detector], chosen: WatchSettings) -> dict[str, float]:
    budgets = ((one, _budget(table, one, chosen)) for one in detectors)
    return {one.name: budget.cut if budget else one.cut for one, budget in budgets}


def _budget(table: SeriesTable, detector: Detector, chosen: WatchSettings) -> AlarmBudget | None:
    n_judged = min(13, table.counts.shape[0] - detector.history)
    if chosen.n_replicates == 0 or n_judged < 1:
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
    )


def _surge(
    table: SeriesTable,
    detector: Detector,
    chosen: WatchSettings,
    series: int,
    judged: Any,
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
        caveats=_caveats(table, expected, area, chosen),
    )


def _recurrence(p_value: float, n_series: int, period_days: int) -> float | None:
    """Return days between signals as strong as this by chance, over all series of the level."""
    if not p_value > 0:
        return None
    return period_days / min(1.0, p_value * n_series)


def _caveats(table: SeriesTable, expected: float, area: str, chosen: WatchSettings) -> tuple[Caveat, ...]:
    found = [Caveat.RECORDING_CHANGE]
    if table.completed:
        found.append(Caveat.LATE_RECORDS)
    if area in chosen.changed_areas:
        found.append(Caveat.BOUNDARY_CHANGE)
    if expected < _SMALL:
        found.append(Caveat.SMALL_COUNTS)
    if len(table.codes) > 1:
        found.append(Caveat.MANY_SERIES)
    return tuple(found)


def _near_repeats(
    engine: Engine, as_of: date, code: str, chosen: WatchSettings
) -> tuple[list[Signal], KnoxResult | None, str]:
    where = (*chosen.where, Condition(chosen.near_repeat_column, Operator.IN, (code,)))
    points = located_cases(engine, as_of, days=chosen.near_repeat_days, where=where)
    if points.day.size < _LEAST_POINTS:
        return [], None, f"needs {_LEAST_POINTS} cases with a point; has {points.day.size}"
    projection = Projection.around(points.longitude, points.latitude)
    x, y = projection.to_metres(points.longitude, points.latitude)
    result = knox(
        x,
        y,
        points.day,
        space_breaks=chosen.space_breaks,
        time_breaks=chosen.time_breaks,
        n_permutations=chosen.n_permutations,
        seed=chosen.seed,
    )
    # the nearest band is what the pattern is about; the same place repeats for reasons of its own
    row, column = 1, 0
    level = chosen.near_repeat_alpha / len(chosen.near_repeats)
    if not result.p_value[row, column] <= level:
        return [], result, ""
    return [_near_repeat(result, points, projection, row, column, level, as_of, code, chosen)], result, ""


def _near_repeat(
    result: KnoxResult,
    points: Points,
    projection: Projection,
    row: int,
    column: int,
    level: float,
    as_of: date,
    code: str,
    chosen: WatchSettings,
) -> Signal:
    settings = {
        "metric": "manhattan",
        "n_permutations": str(result.n_permutations),
        "space_band": result.space_bands[row],
        "time_band": result.time_bands[column],
        "alpha": f"{level:g}",
    }
    caveats = [Caveat.RECORDING_CHANGE] + ([Caveat.ROUGH_LOCATION] if points.without_place else [])
    return Signal(
        kind=Kind.NEAR_REPEAT,
        detector="knox",
        parameters=tuple(sorted(settings.items())),
        seed=chosen.seed,
        what=((chosen.near_repeat_column, code),),
        where=Place((chosen.everywhere,), projection.longitude, projection.latitude),
        start=as_of - timedelta(days=chosen.near_repeat_days - 1),
        end=as_of,
        as_of=as_of,
        observed=int(result.observed[row, column]),
        expected=float(result.exact_mean[row, column]),
        p_value=float(result.p_value[row, column]),
        caveats=tuple(caveats),
    )


def _ordered(signals: list[Signal]) -> tuple[Signal, ...]:
    kinds = list(Kind)
    return tuple(sorted(signals, key=lambda one: (kinds.index(one.kind), -one.relative_risk, one.id)))
