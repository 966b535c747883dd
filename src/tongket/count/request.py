"""What is asked for: a period, what it is set against, how it is broken down; and the periods that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tongket.model.errors import UsageError
from tongket.model.periods import Calendar, Period, parse_period, shift_years

MONTH = "month"
WEEKDAY_HOUR = "weekday_hour"
AREA = "area"
COLUMN_DIMENSIONS = (AREA, "offence", "offence_group", "severity")
DIMENSIONS = (*COLUMN_DIMENSIONS, MONTH, WEEKDAY_HOUR)
MAX_DIMENSIONS = 2

_MEAN = re.compile(r"^mean:(\d+)$")
_BASE = re.compile(r"^base:(\d{4})$")


@dataclass(frozen=True)
class Against:
    """Hold what a period is set against.

    Attributes
    ----------
    text : str
        Name of the comparison: a period id, or ``mean(mps:2021,mps:2020)``.
    periods : tuple of Period
        One period, or the years whose mean is taken.
    """

    text: str
    periods: tuple[Period, ...]

    @property
    def is_mean(self) -> bool:
        """Tell whether it is the mean of several periods."""
        return self.text.startswith("mean(")


@dataclass(frozen=True)
class CountRequest:
    """Ask for figures.

    Attributes
    ----------
    period : Period
        What is reported.
    against : tuple of str
        Each a period, ``mean:K`` (mean of the K years before), or ``base:2019`` (the same period of 2019).
    by : tuple of str
        Up to two of area, offence, offence_group, severity, month, weekday_hour.
    indicators : tuple of str or None
        Ids; None for all that are reportable.
    areas_of : date or None
        Day whose units are used; None for the last day asked for.
    area_level : str or None
        Level of the breakdown by area; None for districts where there are any on that day, else communes.

    Raises
    ------
    UsageError
        If a dimension is unknown, stands twice, or there are more than two.
    """

    period: Period
    against: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    indicators: tuple[str, ...] | None = None
    areas_of: date | None = None
    area_level: str | None = None

    def __post_init__(self) -> None:
        for name in self.by:
            if name not in DIMENSIONS:
                raise UsageError(f"--by: must be one of {', '.join(DIMENSIONS)}; got {name!r}. Mend the option.")
        if len(set(self.by)) != len(self.by) or len(self.by) > MAX_DIMENSIONS:
            raise UsageError(f"--by: at most two different dimensions; got {', '.join(self.by)}. Ask in two steps.")
        if {MONTH, WEEKDAY_HOUR} <= set(self.by):
            raise UsageError("--by: month and weekday_hour do not go together; got both. Count one month by itself.")


def resolve_against(
    texts: Iterable[str], period: Period, calendars: Mapping[str, Calendar] | None = None
) -> tuple[Against, ...]:
    """Return the periods that comparisons rest on, in the order asked for, without repeats.

    Raises
    ------
    UsageError
        If one is neither a period nor ``mean:K`` nor ``base:YYYY``, or is the period itself.
    """
    found: dict[str, Against] = {}
    for text in texts:
        against = _resolve(text, period, dict(calendars) if calendars else None)
        if not against.is_mean and (against.periods[0].start, against.periods[0].end) == (period.start, period.end):
            raise UsageError(f"--against: {text!r} is the period {period.id!r} itself. Name another period.")
        found.setdefault(against.text, against)
    return tuple(found.values())


def _resolve(text: str, period: Period, calendars: dict[str, Calendar] | None) -> Against:
    if (mean := _MEAN.match(text)) is not None:
        years = int(mean[1])
        if years < 2:
            raise UsageError(f"--against: a mean needs two years or more; got {text!r}. Write --against mean:3.")
        periods = tuple(shift_years(period, -k, calendars) for k in range(1, years + 1))
        return Against(f"mean({','.join(each.id for each in periods)})", periods)
    if (base := _BASE.match(text)) is not None:
        other = shift_years(period, int(base[1]) - _year_of(period), calendars)
        return Against(other.id, (other,))
    if text.startswith(("mean:", "base:")):
        raise UsageError(f"--against: must be a period, mean:K or base:YYYY; got {text!r}. For example mean:3.")
    other = parse_period(text, calendars)
    return Against(other.id, (other,))


def _year_of(period: Period) -> int:
    found = re.search(r"(\d{4})", period.id)
    return int(found[1]) if found else period.start.year
