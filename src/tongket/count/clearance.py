"""Clearance in three forms, never one: of the period, of the cohort to date, after a fixed follow-up.

The three answer different questions and differ by ten points on the same records; each carries its cut-off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.intervals import (
    DEFAULT_LEVEL,
    clopper_pearson_lower_one_sided,
    poisson_interval,
    wilson,
)
from tongket.model.errors import FigureError
from tongket.model.periods import Period
from tongket.model.text import Text

FOLLOW_UPS = (90, 180, 365)
# Day number of "not by the cut-off"; larger than any real day, so that plain comparisons are right.
NEVER = np.iinfo(np.int64).max

Form = Literal["period", "cohort", "follow_up"]
Days = NDArray[np.int64]

NOTES: dict[Form, Text] = {
    "period": Text(
        vi="số vụ khám phá trong kỳ (kể cả vụ xảy ra từ kỳ trước) trên số vụ ghi nhận trong kỳ; có thể vượt 100%",
        en="cleared in the period (whenever recorded) over recorded in the period; can pass 100%",
    ),
    "cohort": Text(
        vi="trong số vụ ghi nhận trong kỳ, số vụ đã khám phá tính đến ngày chốt số liệu",
        en="of the cases recorded in the period, those cleared by the cut-off",
    ),
    "follow_up": Text(
        vi="trong số vụ ghi nhận trong kỳ, số vụ khám phá trong số ngày theo dõi cố định; chỉ tính khi mọi vụ"
        " đã được theo dõi đủ số ngày đó",
        en="of the cases recorded in the period, those cleared within a fixed number of days; only once every case"
        " has been followed that long",
    ),
}


@dataclass(frozen=True)
class CaseDays:
    """Hold the days of cases as they were known on one cut-off day; build it with `case_days`.

    Attributes
    ----------
    recorded : ndarray of int64, shape (n,)
        Day of recording, in days since 1 January 1970.
    cleared : ndarray of int64, shape (n,)
        Day of clearance; `NEVER` when not cleared by the cut-off.
    ended : ndarray of int64, shape (n,)
        Day of another final end (transferred, unfounded); `NEVER` when none by the cut-off.
    end_kind : ndarray of object, shape (n,)
        Name of that end, or None.
    cut_off : date
        Last day whose events are known.
    """

    recorded: Days
    cleared: Days
    ended: Days
    end_kind: NDArray[np.object_]
    cut_off: date


@dataclass(frozen=True)
class Clearance:
    """Hold one clearance figure.

    Attributes
    ----------
    form : {'period', 'cohort', 'follow_up'}
        Which of the three it is; `NOTES` says what that means.
    numerator : int or None
        Cases cleared; None when the cohort has not been followed long enough.
    denominator : int
        Cases recorded in the period.
    earlier : int
        Of the numerator, cases recorded before the period; only the period form has any.
    lower, upper : float or None
        Interval of the rate as parts of 1; None without a rate.
    interval_method : str
        ``wilson`` for a share, ``poisson-numerator`` for the period form, which is none.
    at_least : float or None
        When all cases are cleared: what the share is at least, one-sided (3 of 3: 0.368).
    period : Period
        Period in which the cases were recorded.
    cut_off : date
        Last day whose events are known.
    follow_up_days : int or None
        Length of the follow-up.
    available_from : date or None
        For a cohort not yet followed long enough: the first cut-off that will do.
    """

    form: Form
    numerator: int | None
    denominator: int
    earlier: int
    lower: float | None
    upper: float | None
    interval_method: str
    at_least: float | None
    period: Period
    cut_off: date
    follow_up_days: int | None = None
    available_from: date | None = None

    @property
    def rate(self) -> Fraction | None:
        """Return the rate, exact; None without a numerator or without cases."""
        if self.numerator is None or self.denominator == 0:
            return None
        return Fraction(self.numerator, self.denominator)


def case_days(
    recorded: ArrayLike,
    cleared: ArrayLike,
    cut_off: date,
    *,
    ended: ArrayLike | None = None,
    end_kind: ArrayLike | None = None,
) -> CaseDays:
    """Take the days of cases as they were known at the end of the cut-off day.

    Parameters
    ----------
    recorded, cleared : array_like of datetime64[D], shape (n,)
        Day of recording, and of clearance (NaT when not cleared).
    cut_off : date
        Last day whose events are known; later recordings are left out, later clearances are not yet known.
    ended : array_like of datetime64[D], shape (n,), optional
        Day of another final end. Give final ends only: a case suspended may still be cleared.
    end_kind : array_like of str, shape (n,), optional
        Kind of that end.

    Returns
    -------
    CaseDays
        Cases recorded by the cut-off.

    Raises
    ------
    FigureError
        If a day of recording is missing, or a clearance or end lies before it; the message names the rows.
    """
    first = np.asarray(recorded, dtype="datetime64[D]")
    done = np.asarray(cleared, dtype="datetime64[D]")
    over = np.full(first.shape, "NaT", "datetime64[D]") if ended is None else np.asarray(ended, "datetime64[D]")
    kind = np.full(first.shape, None, object) if end_kind is None else np.asarray(end_kind, dtype=object)
    if not first.shape == done.shape == over.shape == kind.shape or first.ndim != 1:
        raise FigureError(
            "case_days: all columns must have one row per case; got shapes"
            f" {first.shape}, {done.shape}, {over.shape}, {kind.shape}. Give NaT where a day is not known."
        )
    _refuse_rows(np.isnat(first), "every case needs its day of recording")
    _refuse_rows((done < first) | (over < first), "a case cannot be cleared or ended before it is recorded")
    last = np.datetime64(cut_off, "D")
    known = first <= last
    return CaseDays(
        recorded=first[known].astype(np.int64),
        cleared=_days_until(done[known], last),
        ended=_days_until(over[known], last),
        end_kind=kind[known],
        cut_off=cut_off,
    )


def period_clearance(cases: CaseDays, period: Period, *, level: float = DEFAULT_LEVEL) -> Clearance:
    """Give cleared in the period over recorded in the period, as bulletins print it.

    Parameters
    ----------
    cases : CaseDays
        All cases, also those recorded before the period.
    period : Period
        Reporting period.
    level : float
        Confidence level.

    Returns
    -------
    Clearance
        Can pass 100 %; `earlier` tells how many of the numerator were recorded before the period. The interval
        is that of the numerator as a Poisson count over the denominator, wider than a share's.
    """
    start, end = _day_number(period.start), _day_number(period.end)
    in_cohort = _recorded_in(cases, period)
    cleared = (cases.cleared >= start) & (cases.cleared <= end)
    numerator, denominator = int(cleared.sum()), int(in_cohort.sum())
    bounds = poisson_interval(numerator, level)
    some = denominator > 0
    return Clearance(
        form="period",
        numerator=numerator,
        denominator=denominator,
        earlier=int((cleared & (cases.recorded < start)).sum()),
        lower=float(bounds.lower) / denominator if some else None,
        upper=float(bounds.upper) / denominator if some else None,
        interval_method="poisson-numerator",
        at_least=None,
        period=period,
        cut_off=cases.cut_off,
    )


def cohort_clearance(cases: CaseDays, period: Period, *, level: float = DEFAULT_LEVEL) -> Clearance:
    """Give, of the cases recorded in the period, the share cleared by the cut-off.

    Parameters
    ----------
    cases : CaseDays
        Cases as known at the cut-off.
    period : Period
        Period of recording.
    level : float
        Confidence level.

    Returns
    -------
    Clearance
        A share with Wilson's interval. It grows as the cohort ages: compare only at equal age.
    """
    in_cohort = _recorded_in(cases, period)
    cleared = int((cases.cleared[in_cohort] < NEVER).sum())
    return _share("cohort", cleared, int(in_cohort.sum()), period, cases.cut_off, level, None)


def follow_up_clearance(cases: CaseDays, period: Period, days: int, *, level: float = DEFAULT_LEVEL) -> Clearance:
    """Give, of the cases recorded in the period, the share cleared within a fixed number of days.

    Parameters
    ----------
    cases : CaseDays
        Cases as known at the cut-off.
    period : Period
        Period of recording.
    days : int
        Length of follow-up; usually 90, 180 or 365. A clearance on day `days` counts.
    level : float
        Confidence level.

    Returns
    -------
    Clearance
        A share that may be compared between periods. Until the last case of the period has been followed for
        `days` there is no numerator, and `available_from` says when there will be.

    Raises
    ------
    FigureError
        If `days` is negative.
    """
    if days < 0:
        raise FigureError(f"follow_up_clearance: days must not be negative; got {days!r}. Use 90, 180 or 365.")
    in_cohort = _recorded_in(cases, period)
    mature_on = period.end + timedelta(days=days)
    if cases.cut_off < mature_on:
        return Clearance(
            "follow_up",
            None,
            int(in_cohort.sum()),
            0,
            None,
            None,
            "wilson",
            None,
            period,
            cases.cut_off,
            days,
            mature_on,
        )
    waited = cases.cleared[in_cohort] - cases.recorded[in_cohort]
    return _share("follow_up", int((waited <= days).sum()), int(in_cohort.sum()), period, cases.cut_off, level, days)


def three_clearances(
    cases: CaseDays,
    period: Period,
    *,
    follow_ups: tuple[int, ...] = FOLLOW_UPS,
    level: float = DEFAULT_LEVEL,
) -> tuple[Clearance, ...]:
    """Give clearance in all its forms, to be printed side by side.

    Parameters
    ----------
    cases : CaseDays
        All cases as known at the cut-off.
    period : Period
        Reporting period.
    follow_ups : tuple of int
        Lengths of follow-up in days.
    level : float
        Confidence level.

    Returns
    -------
    tuple of Clearance
        Period, cohort to date, and one for each follow-up.
    """
    later = (follow_up_clearance(cases, period, days, level=level) for days in follow_ups)
    return (
        period_clearance(cases, period, level=level),
        cohort_clearance(cases, period, level=level),
        *later,
    )


def immature_share(eventual: float, median_days: float, window_days: float) -> float:
    """Give what a cohort's clearance looks like at the end of its own period, before late clearances arrive.

    Parameters
    ----------
    eventual : float
        Share that will be cleared in the end.
    median_days : float
        Median time to clearance among these.
    window_days : float
        Length of the period; cases arrive evenly over it and the cut-off is its end.

    Returns
    -------
    float
        Expected share at the cut-off.

    Notes
    -----
    Exponential times: eventual x (1 - (1 - e^(-r)) / r) with r = ln 2 x window / median. Of an eventual 90 %
    with medians of 9, 30 and 90 days a year end shows 86.8, 79.3 and 59.9 %.
    """
    r = math.log(2) * window_days / median_days
    return eventual * (1 + math.expm1(-r) / r)


def _share(
    form: Form, numerator: int, denominator: int, period: Period, cut_off: date, level: float, days: int | None
) -> Clearance:
    bounds = wilson(numerator, denominator, level)
    some = denominator > 0
    every = some and numerator == denominator
    return Clearance(
        form=form,
        numerator=numerator,
        denominator=denominator,
        earlier=0,
        lower=float(bounds.lower) if some else None,
        upper=float(bounds.upper) if some else None,
        interval_method="wilson",
        at_least=float(clopper_pearson_lower_one_sided(numerator, denominator, level)) if every else None,
        period=period,
        cut_off=cut_off,
        follow_up_days=days,
    )


def _recorded_in(cases: CaseDays, period: Period) -> NDArray[np.bool_]:
    return (cases.recorded >= _day_number(period.start)) & (cases.recorded <= _day_number(period.end))


def _day_number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _days_until(days: NDArray[np.datetime64], last: np.datetime64) -> Days:
    # NaT compares false, so a missing day becomes NEVER as well
    return np.where(days <= last, days.astype(np.int64), NEVER)


def _refuse_rows(bad: NDArray[np.bool_], rule: str) -> None:
    rows = np.flatnonzero(bad)
    if rows.size:
        named = ", ".join(str(row) for row in rows[:5])
        raise FigureError(
            f"case_days: {rule}; got {rows.size} that do not hold, at rows {named} (counted from 0)."
            " Mend or reject these records."
        )
