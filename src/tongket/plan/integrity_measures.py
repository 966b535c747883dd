"""From cases to each check's denominator, hits and strata: every check is a share of something."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.model.periods import Calendar
from tongket.plan.integrity_cases import Cases, Days, Flags
from tongket.plan.integrity_checks import CheckId

LAST_DAYS = 5  # the end of a reporting month, and the delay that carries a case over it
FOLLOW_DAYS = 90  # a change counts within so many days of recording, so that all cases are watched equally long
OBSERVED_DAYS = 60  # an occurrence counts when so many days have passed, so that late records have come in
BAND = 0.2  # just under and just over a threshold: a fifth of it to either side
ROUND_DAYS = (1, 15, 31)  # 31 stands for the last day of a month


@dataclass(frozen=True, eq=False)
class Measure:
    """Hold a check as arrays over the cases.

    Attributes
    ----------
    of : ndarray of bool, shape (n_cases,)
        Cases in the denominator, whatever their period.
    hits : ndarray of bool, shape (n_kinds, n_cases)
        Cases in the numerator; several kinds where the one that stands out most is looked for.
    kinds : tuple of str
        Names of the kinds; empty text where there is one.
    placed : ndarray of datetime64[D], shape (n_cases,)
        Day that puts a case into the period or the years before.
    category : ndarray of int64, shape (n_cases,)
        Category the case is shown under.
    stratum : ndarray of int64, shape (n_cases,)
        Finer parts within a category that must not be mixed; 0 where there are none.
    days_share : tuple of float
        Share of all days that are days of each kind, by which the calendar alone would expect; empty if not of days.
    """

    of: Flags
    hits: NDArray[np.bool_]
    kinds: tuple[str, ...]
    placed: Days
    category: NDArray[np.int64]
    stratum: NDArray[np.int64]
    days_share: tuple[float, ...] = ()


def measure(check: CheckId, cases: Cases, calendar: Calendar, cutoff: date, days: Days) -> Measure:
    """Return a check as arrays.

    Parameters
    ----------
    check : CheckId
        Which.
    cases : Cases
        What was recorded.
    calendar : Calendar
        Whose months end.
    cutoff : date
        The seal's cut-off.
    days : ndarray of datetime64[D]
        All days of the period, for what the calendar alone lets expect.

    Returns
    -------
    Measure
        Over the same cases, in the same order.
    """
    makers: dict[CheckId, Any] = {
        CheckId.DOWNGRADED: lambda: _followed(cases, cases.downgraded_after, cutoff, known=cases.knows_changes),
        CheckId.UNFOUNDED: lambda: _followed(cases, cases.unfounded_after, cutoff),
        CheckId.UNDER_THRESHOLD: lambda: _under_threshold(cases),
        CheckId.ROUND_DAYS: lambda: _round_days(cases, days),
        CheckId.PERIOD_END: lambda: _period_end(cases, calendar, days),
        CheckId.WEEKDAY: lambda: _weekday(cases),
        CheckId.LATE_LAG: lambda: _late_lag(cases, cutoff),
        CheckId.SERIOUS_SHARE: lambda: _serious(cases),
    }
    found: Measure = makers[check]()
    return found


def _plain(cases: Cases, of: Flags, hits: Flags, placed: Days | None = None) -> Measure:
    where = cases.recorded if placed is None else placed
    return Measure(of, hits[None, :], ("",), where, cases.category, np.zeros(len(of), dtype=np.int64))


def _followed(cases: Cases, after: NDArray[np.float64], cutoff: date, *, known: bool = True) -> Measure:
    """Share of the cases watched long enough, in the group they were first recorded in; none where nothing is known."""
    of = (cases.recorded <= np.datetime64(cutoff, "D") - FOLLOW_DAYS) & known
    hits = of & (after <= FOLLOW_DAYS)
    nothing = np.zeros(len(of), dtype=np.int64)
    return Measure(of, hits[None, :], ("",), cases.recorded, cases.first_category, nothing)


def _serious(cases: Cases) -> Measure:
    return _plain(cases, cases.severity >= 0, cases.severity >= 1)


@dataclass(frozen=True)
class Threshold:
    """Hold a value at which the law draws a line for some articles, from one day to another."""

    articles: frozenset[str]
    amount: int
    valid_from: date
    valid_to: date | None


@cache
def read_thresholds() -> tuple[Threshold, ...]:
    """Return the thresholds that ship with the project, as dated data."""
    content = (resources.files("tongket.plan") / "integrity_thresholds.toml").read_text(encoding="utf-8")
    return tuple(
        Threshold(frozenset(row["articles"]), row["amount"], row["valid_from"], row.get("valid_to"))
        for row in tomllib.loads(content)["threshold"]
    )


def _under_threshold(cases: Cases) -> Measure:
    """Strata are the thresholds: a share under 50 million is not held against one under 2 million."""
    of, under = np.zeros(len(cases.loss), dtype=np.bool_), np.zeros(len(cases.loss), dtype=np.bool_)
    stratum = np.zeros(len(cases.loss), dtype=np.int64)
    for number, each in enumerate(read_thresholds()):
        applies = np.array([offence in each.articles for offence in cases.offence], dtype=np.bool_)
        applies &= cases.recorded >= np.datetime64(each.valid_from, "D")
        if each.valid_to is not None:
            applies &= cases.recorded <= np.datetime64(each.valid_to, "D")
        near = applies & (cases.loss >= each.amount * (1 - BAND)) & (cases.loss < each.amount * (1 + BAND))
        of |= near
        under |= near & (cases.loss < each.amount)
        stratum[near] = number
    return Measure(of, under[None, :], ("",), cases.recorded, cases.category, stratum)


def _round_days(cases: Cases, days: Days) -> Measure:
    known = ~np.isnat(cases.occurred)
    hits = np.stack([known & _is_day(cases.occurred, day) for day in ROUND_DAYS])
    shares = tuple(float(_is_day(days, day).mean()) for day in ROUND_DAYS)
    nothing = np.zeros(len(known), dtype=np.int64)
    return Measure(known, hits, ("1", "15", "last"), cases.recorded, cases.category, nothing, shares)


def _is_day(days: Days, day: int) -> Flags:
    """Tell which days are a given day of the month; 31 is the last, whichever that is."""
    months = days.astype("datetime64[M]")
    if day == 31:
        return np.asarray(days == (months + 1).astype("datetime64[D]") - 1)
    return np.asarray((days - months.astype("datetime64[D]")).astype(np.int64) == day - 1)


def days_to_month_end(days: Days, calendar: Calendar) -> NDArray[np.int64]:
    """Return for each day how many days the reporting month still has after it; -1 for a missing day."""
    left = np.full(len(days), -1, dtype=np.int64)
    known = ~np.isnat(days)
    whole, place = np.unique(days[known], return_inverse=True)
    ends = []
    for day in whole.astype(object):
        year, month = calendar.month_of(day)
        after = calendar.month_start(year + month // 12, month % 12 + 1)
        ends.append((after - day).days - 1)
    left[known] = np.array(ends, dtype=np.int64)[place] if len(whole) else 0
    return left


def _period_end(cases: Cases, calendar: Calendar, days: Days) -> Measure:
    hits = days_to_month_end(cases.recorded, calendar) < LAST_DAYS
    share = float((days_to_month_end(days, calendar) < LAST_DAYS).mean())
    plain = _plain(cases, np.ones(len(hits), dtype=np.bool_), hits)
    return Measure(plain.of, plain.hits, plain.kinds, plain.placed, plain.category, plain.stratum, (share,))


def _weekday(cases: Cases) -> Measure:
    weekday = (cases.recorded.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    hits = np.stack([weekday == day for day in range(7)])
    nothing = np.zeros(len(weekday), dtype=np.int64)
    of = np.ones(len(weekday), dtype=np.bool_)
    return Measure(of, hits, tuple(str(day) for day in range(7)), cases.recorded, cases.category, nothing)


def _late_lag(cases: Cases, cutoff: date) -> Measure:
    known = ~np.isnat(cases.occurred)
    known[known] = cases.occurred[known] <= np.datetime64(cutoff, "D") - OBSERVED_DAYS
    delay = np.where(known, (cases.recorded - cases.occurred).astype(np.int64), 0)
    return _plain(cases, known, known & (delay > LAST_DAYS), cases.occurred)
