"""Watch a book: run the detectors it switches on over what was known on a day, and return signals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tongket.engines.contract import Engine
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Text
from tongket.watch.alarm_budget import AlarmBudget, null_means
from tongket.watch.backtest import LEAST_MEAN, BacktestRow, backtest
from tongket.watch.backtest_places import PlaceCases, backtest_repeats, backtest_scan, days_back
from tongket.watch.detectors import DETECTORS
from tongket.watch.geographies import Restating
from tongket.watch.near_repeats import KnoxResult
from tongket.watch.place_alarms import place_alarms
from tongket.watch.progress import Steps, Tell, untold
from tongket.watch.projection import Projection
from tongket.watch.results import Skipped, WatchResult
from tongket.watch.scan_results import ScanResult
from tongket.watch.series import SeriesTable, count_series, located_cases
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Kind, Signal
from tongket.watch.watching_clusters import find_clusters
from tongket.watch.watching_hot_spots import Corners, HotSpotLayer, find_hot_spots
from tongket.watch.watching_repeats import LEAST_POINTS, find_repeats
from tongket.watch.watching_surges import able_detector, budget_of, find_surges

# outbreaks of each size and level: the share found is then known to some eight points
_OUTBREAKS = 40


@dataclass
class _Seen:
    """Gather what single detectors find."""

    signals: list[Signal] = field(default_factory=list)
    budgets: list[tuple[tuple[str, ...], AlarmBudget]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    n_series: int = 0
    near_repeat_tables: list[tuple[str, KnoxResult]] = field(default_factory=list)
    scans: list[tuple[str, ScanResult]] = field(default_factory=list)
    hot_spots: list[HotSpotLayer] = field(default_factory=list)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def skip(self, detector: str, level: tuple[str, ...], reason: Text) -> None:
        self.skipped.append(Skipped(detector, level, reason))


def watch_book(
    engine: Engine,
    as_of: date,
    settings: WatchSettings | None = None,
    *,
    restating: Restating | None = None,
    outline: Sequence[Corners] = (),
    progress: Tell = untold,
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
    restating : Restating, optional
        Brings cases of earlier areas to those of the day.
    outline : sequence of corners
        Rings of the city for the maps of hot spots, longitude and latitude.
    progress : callable
        Called with steps done, total, and the name of the step.

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
    kinds = len(chosen.near_repeats) + len(chosen.clusters) + len(chosen.hot_spots)
    steps = Steps(len(chosen.grains) * len(chosen.detectors) + kinds, progress)
    seen = _Seen()
    for grain in chosen.grains:
        _watch_level(engine, as_of, grain, chosen, restating, steps, seen)
    _watch_clusters(engine, as_of, chosen, restating, steps, seen)
    _watch_repeats(engine, as_of, chosen, steps, seen)
    _watch_hot_spots(engine, as_of, chosen, outline, steps, seen)
    return WatchResult(
        as_of,
        _ordered(seen.signals),
        tuple(seen.budgets),
        tuple(seen.skipped),
        seen.n_series,
        tuple(seen.near_repeat_tables),
        tuple(seen.scans),
        tuple(seen.hot_spots),
        seen.members,
        place_alarms(chosen),
    )


def _watch_level(
    engine: Engine,
    as_of: date,
    grain: tuple[str, ...],
    chosen: WatchSettings,
    restating: Restating | None,
    steps: Steps,
    seen: _Seen,
) -> None:
    steps.begin(" ".join(grain))
    table = level_table(engine, as_of, grain, chosen, restating)
    seen.n_series += len(table.codes)
    run: set[str] = set()
    for name in chosen.detectors:
        detector, lacking = able_detector(table, name, chosen)
        if lacking is not None:
            seen.skip(name, grain, lacking)
        inner = steps.begin(name)
        # two detectors may have the same stand-in, which runs once
        if detector is not None and detector.name not in run:
            run.add(detector.name)
            surges = find_surges(table, detector, chosen, inner)
            seen.signals += surges.signals
            if surges.budget is not None:
                seen.budgets.append((grain, surges.budget))
            if surges.reason is not None:
                seen.skip(detector.name, grain, surges.reason)
        steps.end()


def _watch_clusters(
    engine: Engine, as_of: date, chosen: WatchSettings, restating: Restating | None, steps: Steps, seen: _Seen
) -> None:
    for code in chosen.clusters:
        clusters = find_clusters(engine, as_of, code, chosen, restating, steps.begin("space_time_permutation"))
        seen.signals += clusters.signals
        seen.members |= clusters.members
        if clusters.result is not None:
            seen.scans.append((code, clusters.result))
        if clusters.reason is not None:
            seen.skip("space_time_permutation", (chosen.near_repeat_column, code), clusters.reason)
        steps.end()


def _watch_repeats(engine: Engine, as_of: date, chosen: WatchSettings, steps: Steps, seen: _Seen) -> None:
    for code in chosen.near_repeats:
        repeats = find_repeats(engine, as_of, code, chosen, steps.begin("knox"))
        seen.signals += repeats.signals
        if repeats.table is not None:
            seen.near_repeat_tables.append((code, repeats.table))
        if repeats.reason is not None:
            seen.skip("knox", (chosen.near_repeat_column, code), repeats.reason)
        steps.end()


def _watch_hot_spots(
    engine: Engine, as_of: date, chosen: WatchSettings, outline: Sequence[Corners], steps: Steps, seen: _Seen
) -> None:
    for code in chosen.hot_spots:
        found = find_hot_spots(engine, as_of, code, chosen, outline, steps.begin("gi_star"))
        if found.layer is not None:
            seen.hot_spots.append(found.layer)
        if found.reason is not None:
            seen.skip("gi_star", (chosen.near_repeat_column, code), found.reason)
        steps.end()


def level_table(
    engine: Engine, as_of: date, grain: tuple[str, ...], chosen: WatchSettings, restating: Restating | None = None
) -> SeriesTable:
    """Return the series of one level as known on a day."""
    return count_series(
        engine,
        as_of,
        by=grain,
        n_periods=chosen.n_periods,
        period_days=chosen.period_days,
        where=chosen.where,
        occurred=chosen.occurred,
        restating=restating,
    )


def _ordered(signals: list[Signal]) -> tuple[Signal, ...]:
    kinds = list(Kind)
    return tuple(sorted(signals, key=lambda one: (kinds.index(one.kind), -one.relative_risk, one.id)))


def budget_book(
    engine: Engine,
    as_of: date,
    settings: WatchSettings | None = None,
    *,
    restating: Restating | None = None,
    progress: Tell = untold,
) -> tuple[tuple[tuple[str, ...], AlarmBudget], ...]:
    """Say how many false alarms a month each detector would raise, before it is switched on.

    Parameters
    ----------
    engine, as_of, settings, restating, progress
        As in `watch_book`; every detector of the room that has enough history is tried, not only those switched on.

    Returns
    -------
    tuple of (level, AlarmBudget)
        By level, the detectors in the order of `DETECTORS`.
    """
    chosen = settings or WatchSettings()
    steps = Steps(len(chosen.grains) * len(DETECTORS), progress)
    found = []
    for grain in chosen.grains:
        table = level_table(engine, as_of, grain, chosen, restating)
        for detector in DETECTORS.values():
            budget = budget_of(table, detector, chosen, steps.begin(detector.name))
            if budget is not None:
                found.append((grain, budget))
            steps.end()
    return tuple(found)


def backtest_book(
    engine: Engine,
    as_of: date,
    settings: WatchSettings | None = None,
    *,
    factors: tuple[float, ...] = (1.5, 2.0, 3.0),
    n_judged: int = 52,
    restating: Restating | None = None,
    progress: Tell = untold,
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
    restating, progress
        As in `watch_book`.

    Returns
    -------
    tuple of (level, tuple of BacktestRow)
        Surges by level, with the cuts that keep the alarm budget; a detector without enough history gives its place
        to the stand-in for short histories, and is left out where that has not enough either. Then scans and near
        repeats, whose level is the kind of case.
    """
    chosen = settings or WatchSettings()
    steps = Steps(2 * len(chosen.grains) + len(chosen.clusters) + len(chosen.near_repeats), progress)
    result = []
    for grain in chosen.grains:
        table = level_table(engine, as_of, grain, chosen, restating)
        result.append((grain, _backtest_level(table, chosen, factors, n_judged, steps)))
    for code in chosen.clusters:
        cases = _place_cases(engine, as_of, code, chosen, days_back(chosen, n_judged))
        inner = steps.begin("space_time_permutation")
        rows = backtest_scan(cases, as_of, chosen, factors=factors, n_judged=n_judged, progress=inner)
        result.append(((chosen.near_repeat_column, code), rows))
        steps.end()
    for code in chosen.near_repeats:
        cases = _place_cases(engine, as_of, code, chosen, chosen.near_repeat_days)
        inner = steps.begin("knox")
        enough = cases.day.size >= LEAST_POINTS
        rows = backtest_repeats(cases, as_of, chosen, factors=factors, progress=inner) if enough else ()
        result.append(((chosen.near_repeat_column, code), rows))
        steps.end()
    return tuple(result)


def _backtest_level(
    table: SeriesTable, chosen: WatchSettings, factors: tuple[float, ...], n_judged: int, steps: Steps
) -> tuple[BacktestRow, ...]:
    names = _able(table, chosen, n_judged)
    steps.begin("budget")
    budgets = {name: budget_of(table, DETECTORS[name], chosen) for name in names}
    steps.end()
    inner = steps.begin("backtest")
    rows = (
        backtest(
            [DETECTORS[name] for name in names],
            table.counts,
            factors=factors,
            n_judged=n_judged,
            rounds=_rounds(len(table.codes)),
            cuts={name: budget.cut for name, budget in budgets.items() if budget is not None},
            dates=table.dates,
            period_days=chosen.period_days,
            seed=chosen.seed,
            progress=inner,
        )
        if names
        else ()
    )
    steps.end()
    return rows


def _place_cases(engine: Engine, as_of: date, code: str, chosen: WatchSettings, days: int) -> PlaceCases:
    """Return the cases of one kind with a point, in metres."""
    where = (Condition(chosen.near_repeat_column, Operator.IN, (code,)),)
    points = located_cases(engine, as_of, days=days, where=where)
    if not points.day.size:
        return PlaceCases(points.longitude, points.latitude, points.day)
    projection = Projection.around(points.longitude, points.latitude)
    return PlaceCases(*projection.to_metres(points.longitude, points.latitude), points.day)


def _rounds(n_series: int) -> int:
    """Return how often the history is tried so that some forty outbreaks of each size are put in."""
    return max(1, math.ceil(_OUTBREAKS / max(1, round(n_series / 4))))


def _able(table: SeriesTable, chosen: WatchSettings, n_judged: int) -> list[str]:
    """Return the detectors with enough history to be tried, each once; none where every series is too sparse."""
    n = table.counts.shape[0]
    if not bool((null_means(table.counts)[-n_judged:].mean(axis=0) >= LEAST_MEAN).any()):
        return []
    wanted = [name if DETECTORS[name].history + n_judged <= n else chosen.short_history for name in chosen.detectors]
    return [name for name in dict.fromkeys(wanted) if name and DETECTORS[name].history + n_judged <= n]
