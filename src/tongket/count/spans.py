"""Cut periods that overlap into disjoint spans, which an engine can count in one pass, and put them together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tongket.engines.contract import Span
from tongket.model.periods import Calendar, Period, months_of

# Stocks are counted from here on: nothing older is open, and an engine may list the days of a span one by one.
DAWN = date(1900, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Windows:
    """Hold the stretches of time that figures are wanted for, and the disjoint spans they are made of.

    Attributes
    ----------
    periods : tuple of Period
        Each period asked for.
    months : tuple of tuple of Period
        The months of each period; empty when there is no breakdown by month.
    spans : tuple of Span
        Disjoint, ascending; those of no window are left out unless something is carried from the beginning.
    first, last : ndarray of int, shape (n_windows,)
        Window k is the spans from ``first[k]`` up to, not including, ``last[k]``. The windows of a period stand
        together: the whole, then its months.
    """

    periods: tuple[Period, ...]
    months: tuple[tuple[Period, ...], ...]
    spans: tuple[Span, ...]
    first: NDArray[np.intp]
    last: NDArray[np.intp]

    @cached_property
    def flat(self) -> tuple[Period, ...]:
        """Return the days of every window."""
        return tuple(each for pair in zip(self.periods, self.months, strict=True) for each in (pair[0], *pair[1]))

    def of_period(self, index: int) -> slice:
        """Return where the windows of a period stand."""
        start = sum(1 + len(months) for months in self.months[:index])
        return slice(start, start + 1 + len(self.months[index]))


def make_windows(
    periods: Iterable[Period], *, calendar: Calendar | None, cuts: Iterable[date] = (), from_dawn: bool = False
) -> Windows:
    """Cut periods into spans.

    Parameters
    ----------
    periods : iterable of Period
        May overlap.
    calendar : Calendar or None
        Calendar of the months; None for no breakdown by month.
    cuts : iterable of date
        Days on which a span must begin besides.
    from_dawn : bool
        Whether everything before must be covered too, for stocks.
    """
    wanted = tuple(periods)
    months = tuple(months_of(period, calendar) if calendar else () for period in wanted)
    windows = [each for pair in zip(wanted, months, strict=True) for each in (pair[0], *pair[1])]
    spans = _spans(windows, set(cuts), from_dawn=from_dawn)
    starts = np.array([span.start.toordinal() for span in spans])
    ends = np.array([span.end.toordinal() for span in spans])
    first = np.searchsorted(starts, [window.start.toordinal() for window in windows])
    last = np.searchsorted(ends, [window.end.toordinal() for window in windows], side="right")
    return Windows(wanted, months, spans, first, last)


def _spans(windows: list[Period], cuts: set[date], *, from_dawn: bool) -> tuple[Span, ...]:
    begin, end = min(window.start for window in windows), max(window.end for window in windows)
    days = {window.start for window in windows} | {window.end + DAY for window in windows} | cuts
    days = {day for day in days if begin <= day <= end} | {begin}
    if from_dawn:
        days |= {DAWN} | {day for day in cuts if day < begin}
    ordered = sorted(days)
    ends = [day - DAY for day in ordered[1:]] + [end]
    covered = _covered(windows)
    return tuple(
        Span(start, stop)
        for start, stop in zip(ordered, ends, strict=True)
        if from_dawn or any(first <= start <= last for first, last in covered)
    )


def _covered(windows: list[Period]) -> list[tuple[date, date]]:
    """Return the union of the windows as disjoint stretches."""
    stretches: list[tuple[date, date]] = []
    for window in sorted(windows, key=lambda each: each.start):
        if stretches and window.start <= stretches[-1][1] + DAY:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], window.end))
        else:
            stretches.append((window.start, window.end))
    return stretches
