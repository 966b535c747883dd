"""Two counts side by side: is this more, less, or only chance?

`compare` is what a figure carries; the tests it rests on are in `rate_tests`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from tongket.count.intervals import DEFAULT_LEVEL
from tongket.count.rate_tests import (
    Overdispersion,
    e_test,
    exact_conditional_test,
    overdispersion,
    quasi_poisson_p,
    ratio_interval,
)
from tongket.model.errors import FigureError

# Under this base no per cent is printed: a change of one case would move it by 2 points or more.
SMALL_BASE = 50


class Verdict(Enum):
    """Say in one word what a comparison shows."""

    NO_CASES = "no_cases"
    SAME = "same"
    TOO_FEW = "too_few"
    MAY_BE_CHANCE = "may_be_chance"
    MORE_THAN_CHANCE = "more_than_chance"


class NoPercent(Enum):
    """Say why a comparison carries no per cent."""

    ZERO_BASE = "zero_base"
    SMALL_BASE = "small_base"


@dataclass(frozen=True)
class Comparison:
    """Hold one count against another, or against the mean of several periods.

    Attributes
    ----------
    value : int
        Count of the period reported.
    against : Fraction
        Count compared with; the mean per period when several were pooled. Exact.
    difference : Fraction
        `value` less `against`. Exact.
    percent : Fraction or None
        Difference in per cent of `against`, exact; None when the base is 0 or under the small-number rule.
    no_percent : NoPercent or None
        Why `percent` is None.
    lower, upper : float or None
        Interval of the change per day in per cent; None exactly when `percent` is. `upper` may be infinite.
    ratio, ratio_lower, ratio_upper : float
        Ratio of the two daily rates and its interval; infinite or NaN where the base is 0.
    p_value : float
        Two-sided p of the test named by `method`; NaN when neither period has a case.
    exact_p : float
        Two-sided p of the exact conditional test, the conservative companion; NaN with no case.
    verdict : Verdict
        What may be said.
    days_differ : bool
        Whether the interval corrects for periods of different length.
    periods : int
        How many periods `against` is the mean of.
    phi : float or None
        Overdispersion among these periods; None for a single one.
    method : str
        ``e-test`` or ``quasi-poisson``.
    level : float
        Confidence level of the interval.
    """

    value: int
    against: Fraction
    difference: Fraction
    percent: Fraction | None
    no_percent: NoPercent | None
    lower: float | None
    upper: float | None
    ratio: float
    ratio_lower: float
    ratio_upper: float
    p_value: float
    exact_p: float
    verdict: Verdict
    days_differ: bool
    periods: int
    phi: float | None
    method: str
    level: float


def compare(
    value: int,
    against: int,
    *,
    days: float = 1,
    days_against: float = 1,
    small_base: int = SMALL_BASE,
    level: float = DEFAULT_LEVEL,
) -> Comparison:
    """Set a count against the count of another period.

    Parameters
    ----------
    value, against : int
        Number of cases in the period reported and in the period compared with.
    days, days_against : float
        Exposure: the length of each period in days.
    small_base : int
        No per cent is given when `against` is below this.
    level : float
        Confidence level of the interval; the verdict uses 1 - `level` as its threshold.

    Returns
    -------
    Comparison
        With the E-test's p-value and the score interval of the ratio of daily rates.

    Raises
    ------
    FigureError
        If a count is negative or not whole, or a number of days is not positive.
    """
    return compare_with_mean(
        value, [against], days=days, days_against=[days_against], small_base=small_base, level=level
    )


def compare_with_mean(
    value: int,
    against: Sequence[int],
    *,
    days: float = 1,
    days_against: Sequence[float] | None = None,
    small_base: int = SMALL_BASE,
    level: float = DEFAULT_LEVEL,
) -> Comparison:
    """Set a count against the mean of k other periods.

    Parameters
    ----------
    value : int
        Number of cases in the period reported.
    against : sequence of int
        Number of cases in each of the k periods, k at least 1.
    days : float
        Length of the period reported, in days.
    days_against : sequence of float, optional
        Length of each of the k periods; all equal to `days` when left out.
    small_base : int
        No per cent is given when the mean is below this.
    level : float
        Confidence level of the interval; the verdict uses 1 - `level` as its threshold.

    Returns
    -------
    Comparison
        The pooled count with its pooled days is tested against `value`; where the k periods disagree by more than
        chance (phi above 1.5) the quasi-Poisson version replaces the Poisson one and `method` says so.

    Raises
    ------
    FigureError
        If a count is negative or not whole, days are not positive, or lengths of the sequences differ.

    Notes
    -----
    Method: Krishnamoorthy & Thomson (2004) for p, score interval (Gu, Ng, Tang & Schucany 2008) for the ratio.
    """
    exposures = [days] * len(against) if days_against is None else list(days_against)
    _check_counts([value, *against], [days, *exposures])
    value, against = int(value), [int(count) for count in against]
    pooled, pooled_days = sum(against), math.fsum(exposures)
    spread = overdispersion(against, exposures) if len(against) > 1 else None
    p_value, bounds, method = _test(value, days, pooled, pooled_days, spread, level)
    mean = Fraction(pooled, len(against))
    percent, reason = _percent(value, mean, small_base)
    return Comparison(
        value=value,
        against=mean,
        difference=value - mean,
        percent=percent,
        no_percent=reason,
        lower=None if percent is None else (bounds[0] - 1) * 100,
        upper=None if percent is None else (bounds[1] - 1) * 100,
        ratio=_rate_ratio(value, days, pooled, pooled_days),
        ratio_lower=bounds[0],
        ratio_upper=bounds[1],
        p_value=p_value,
        exact_p=exact_conditional_test(value, days, pooled, pooled_days),
        verdict=_verdict(value, mean, days, pooled, pooled_days, p_value, 1 - level),
        days_differ=any(d != days for d in exposures),
        periods=len(against),
        phi=None if spread is None else spread.phi,
        method=method,
        level=level,
    )


def compare_many(
    values: ArrayLike,
    against: ArrayLike,
    *,
    days: float = 1,
    days_against: float = 1,
    small_base: int = SMALL_BASE,
    level: float = DEFAULT_LEVEL,
) -> list[Comparison]:
    """Set each row of a table against the same row of another period; equal pairs are computed once.

    Parameters
    ----------
    values, against : array_like of int, shape (n,)
        Counts row by row.
    days, days_against : float
        Length of the two periods in days.
    small_base : int
        No per cent is given where `against` is below this.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    list of Comparison
        One per row. Adjust the p-values for their number with `multiple_tests.benjamini_hochberg`.

    Raises
    ------
    FigureError
        If the two columns differ in length or hold what `compare` refuses.
    """
    left, right = np.asarray(values).tolist(), np.asarray(against).tolist()
    if len(left) != len(right):
        raise FigureError(
            f"compare_many: both columns need the same rows; got {len(left)} and {len(right)}."
            " Fill missing groups with zero before comparing."
        )
    known: dict[tuple[int, int], Comparison] = {}
    for pair in zip(left, right, strict=True):
        if pair not in known:
            known[pair] = compare(*pair, days=days, days_against=days_against, small_base=small_base, level=level)
    return [known[pair] for pair in zip(left, right, strict=True)]


def _test(
    value: int, days: float, pooled: int, pooled_days: float, spread: Overdispersion | None, level: float
) -> tuple[float, tuple[float, float], str]:
    if spread is not None and spread.matters:
        p_value = quasi_poisson_p(value, days, pooled, pooled_days, spread)
        bounds = ratio_interval(value, days, pooled, pooled_days, level=level, spread=spread)
        return p_value, bounds, "quasi-poisson"
    bounds = ratio_interval(value, days, pooled, pooled_days, level=level)
    return e_test(value, days, pooled, pooled_days), bounds, "e-test"


def _percent(value: int, mean: Fraction, small_base: int) -> tuple[Fraction | None, NoPercent | None]:
    if mean == 0:
        return None, NoPercent.ZERO_BASE
    if mean < small_base:
        return None, NoPercent.SMALL_BASE
    return (value - mean) / mean * 100, None


def _rate_ratio(count: int, exposure: float, count_against: int, exposure_against: float) -> float:
    if count_against == 0:
        return math.inf if count else math.nan
    return count / count_against * exposure_against / exposure


def _verdict(
    value: int,
    mean: Fraction,
    days: float,
    pooled: int,
    pooled_days: float,
    p_value: float,
    alpha: float,
) -> Verdict:
    total = value + pooled
    if total == 0:
        return Verdict.NO_CASES
    if value == mean:
        return Verdict.SAME
    if p_value < alpha:
        return Verdict.MORE_THAN_CHANCE
    # With so few cases even "all in one period" would not have been striking: no conclusion was possible.
    # From 20 on such a split has a chance below one in a million whatever the lengths, so it is not computed.
    if total < 20 and min(e_test(total, days, 0, pooled_days), e_test(0, days, total, pooled_days)) >= alpha:
        return Verdict.TOO_FEW
    return Verdict.MAY_BE_CHANCE


def _check_counts(counts: Sequence[int], exposures: Sequence[float]) -> None:
    if len(counts) < 2 or len(counts) != len(exposures):
        raise FigureError(
            "compare: one count and one number of days per period, and at least one period to compare with;"
            f" got {len(counts)} counts and {len(exposures)} lengths. Give both for every period."
        )
    for count in counts:
        if count != int(count) or count < 0:
            raise FigureError(
                f"compare: counts must be whole and not negative; got {count!r}."
                " Compare sums and shares with their own functions."
            )
    for length in exposures:
        if not (length > 0 and math.isfinite(length)):
            raise FigureError(
                f"compare: a period must have a positive number of days; got {length!r}. Take it from the period."
            )
