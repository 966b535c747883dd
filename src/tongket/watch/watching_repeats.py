"""Near repeats in the cases of a book: one Knox table for each kind of case watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tongket.engines.contract import Engine
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Text
from tongket.watch.near_repeats import KnoxResult, knox
from tongket.watch.progress import Progress, silent
from tongket.watch.projection import Projection
from tongket.watch.series import Points, located_cases
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind, Place, Signal

# fewer events than this make a Knox table of zeros and ones
LEAST_POINTS = 50
# the nearest band is what the pattern is about; the same place repeats for reasons of its own
_ROW, _COLUMN = 1, 0


@dataclass(frozen=True, eq=False)
class Repeats:
    """Hold the near repeats of one kind of case; `reason` says why there is no table."""

    signals: tuple[Signal, ...] = ()
    table: KnoxResult | None = None
    reason: Text | None = None


def find_repeats(engine: Engine, as_of: date, code: str, chosen: WatchSettings, progress: Progress = silent) -> Repeats:
    """Test whether cases of one kind are followed by others nearby sooner than chance has it.

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
    progress : callable
        Called with (done, total) permutations.

    Returns
    -------
    Repeats
        The table, and a signal where the nearest band holds more than chance makes.
    """
    where = (Condition(chosen.near_repeat_column, Operator.IN, (code,)),)
    points = located_cases(engine, as_of, days=chosen.near_repeat_days, where=where)
    if points.day.size < LEAST_POINTS:
        return Repeats(reason=too_few(LEAST_POINTS, points.day.size))
    projection = Projection.around(points.longitude, points.latitude)
    x, y = projection.to_metres(points.longitude, points.latitude)
    table = knox(
        x,
        y,
        points.day,
        space_breaks=chosen.space_breaks,
        time_breaks=chosen.time_breaks,
        n_permutations=chosen.n_permutations,
        seed=chosen.seed,
        progress=progress,
    )
    level = chosen.near_repeat_alpha / len(chosen.near_repeats)
    if not table.p_value[_ROW, _COLUMN] <= level:
        return Repeats(table=table)
    return Repeats((_signal(table, points, projection, level, as_of, code, chosen),), table)


def caveats_of(points: Points) -> tuple[Caveat, ...]:
    """Return what cannot be known because of how cases came in: late, or without a point."""
    late = (Caveat.LATE_RECORDS,) if points.late else ()
    return (*late, *((Caveat.ROUGH_LOCATION,) if points.without_place else ()))


def too_few(needed: int, found: int) -> Text:
    """Say that too few cases have a point."""
    return Text(
        f"cần {needed} vụ có tọa độ; mới có {found}",
        f"needs {needed} cases with a point; has {found}",
    )


def _signal(
    table: KnoxResult,
    points: Points,
    projection: Projection,
    level: float,
    as_of: date,
    code: str,
    chosen: WatchSettings,
) -> Signal:
    settings = {
        "metric": "manhattan",
        "n_permutations": str(table.n_permutations),
        "space_band": table.space_bands[_ROW],
        "time_band": table.time_bands[_COLUMN],
        "alpha": f"{level:g}",
    }
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
        observed=int(table.observed[_ROW, _COLUMN]),
        expected=float(table.exact_mean[_ROW, _COLUMN]),
        p_value=float(table.p_value[_ROW, _COLUMN]),
        caveats=(Caveat.RECORDING_CHANGE, *caveats_of(points)),
    )
