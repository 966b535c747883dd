"""The lower rungs of the ladder of evidence, for a campaign that covered the whole city.

Before and during alone is a description. The same weeks of other years and offences the campaign did not aim at are
comparisons of a kind; they rule out the season and a general change of recording, and nothing more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tongket.count.distributions import (
    FloatArray,
    normal_quantile,
    normal_two_sided,
    student_quantile_two_sided,
    student_two_sided,
)
from tongket.count.rate_tests import e_test, ratio_interval
from tongket.evaluate.differences import CORRECTION, LEVEL, LogIrrResult, log_irr
from tongket.model.errors import FigureError
from tongket.model.text import Text

DESCRIPTION = Text(vi="mô tả", en="description")


@dataclass(frozen=True)
class BeforeAfter:
    """Hold two counts of one place: a description, never evidence that the campaign did it.

    Attributes
    ----------
    before, during : int
        Cases in the two windows.
    days_before, days_during : float
        Their lengths.
    percent, lower, upper : float
        Change of cases per day in per cent with its interval; NaN or infinite where a window has no case.
    p_value : float
        E-test of equal daily rates.
    level : float
        Confidence level.
    label : Text
        ``mô tả``; to be printed beside the number.
    """

    before: int
    during: int
    days_before: float
    days_during: float
    percent: float
    lower: float
    upper: float
    p_value: float
    level: float
    label: Text = DESCRIPTION


@dataclass(frozen=True)
class SameWeeks:
    """Hold the change of one year against the change over the same weeks of other years.

    Attributes
    ----------
    percent, lower, upper : float
        Change into the campaign's weeks, net of the usual change into them, in per cent.
    p_value : float
        Two-sided.
    usual : float
        Mean change into these weeks in the other years, in per cent.
    years : int
        Number of other years.
    spread : float or None
        Standard deviation of the logarithmic change between years beyond Poisson chance; None for a single year.
    level : float
        Confidence level.
    """

    percent: float
    lower: float
    upper: float
    p_value: float
    usual: float
    years: int
    spread: float | None
    level: float


@dataclass(frozen=True)
class NegativeControl:
    """Hold targeted offences against offences the campaign did not aim at, in the same place and weeks.

    Attributes
    ----------
    net : LogIrrResult
        Change of the targeted offences net of the untargeted ones.
    targeted, untargeted : BeforeAfter
        The two changes by themselves.
    control_moved : bool
        Whether the untargeted offences changed by more than chance: then something general was at work.
    """

    net: LogIrrResult
    targeted: BeforeAfter
    untargeted: BeforeAfter
    control_moved: bool


def before_after(
    before: int, during: int, *, days_before: float = 1.0, days_during: float = 1.0, level: float = LEVEL
) -> BeforeAfter:
    """Set the campaign's window beside the window before, as a description.

    Parameters
    ----------
    before, during : int
        Cases.
    days_before, days_during : float
        Lengths of the windows.
    level : float
        Confidence level of the interval.

    Returns
    -------
    BeforeAfter
        Score interval of the ratio of daily rates and p of the E-test.

    Raises
    ------
    FigureError
        If a count or a length is out of range.
    """
    _check_counts("before_after", (before, during), (days_before, days_during))
    low, high = ratio_interval(during, days_during, before, days_before, level=level)
    ratio = during / days_during / (before / days_before) if before else (math.inf if during else math.nan)
    p_value = e_test(during, days_during, before, days_before)
    return BeforeAfter(
        before=before,
        during=during,
        days_before=days_before,
        days_during=days_during,
        percent=100 * (ratio - 1),
        lower=100 * (low - 1),
        upper=100 * (high - 1),
        p_value=p_value,
        level=level,
    )


def same_weeks(before: Sequence[int], during: Sequence[int], *, own: int = -1, level: float = LEVEL) -> SameWeeks:
    """Set the change into the campaign's weeks against the change into the same weeks of other years.

    Parameters
    ----------
    before, during : sequence of int
        Cases in the window before and in the campaign's window, one entry per year.
    own : int
        Position of the year with the campaign; the last by default. Years with a campaign of their own in these weeks
        must be left out.
    level : float
        Confidence level of the interval.

    Returns
    -------
    SameWeeks
        With two or more other years the interval allows for how much they differ among themselves.

    Raises
    ------
    FigureError
        If there is no other year, or a count is out of range.

    Notes
    -----
    A random-effects mean of logarithmic ratios (DerSimonian & Laird 1986, *Control Clin Trials* 7:177-188,
    https://doi.org/10.1016/0197-2456(86)90046-2) and the prediction interval of one further year (Higgins, Thompson
    & Spiegelhalter 2009, *J R Stat Soc A* 172:137-159, https://doi.org/10.1111/j.1467-985X.2008.00552.x).
    """
    if len(before) != len(during) or len(before) < 2:
        raise FigureError(
            "same_weeks: needs the year of the campaign and at least one other, with both windows;"
            f" got {len(before)} and {len(during)} years. Without another year give before and during as a description."
        )
    _check_counts("same_weeks", (*before, *during), ())
    counts = np.array([before, during], dtype=np.float64)
    counts = counts + CORRECTION * (counts == 0).any()
    change, variance = np.log(counts[1] / counts[0]), (1 / counts).sum(axis=0)
    others = np.arange(len(before)) != own % len(before)
    mean, mean_variance, between = _random_effects(change[others], variance[others])
    years = int(others.sum())
    effect = float(change[own] - mean)
    error = math.sqrt(float(variance[own]) + between + mean_variance)
    reach, p_value = _reach(effect / error, level, years - 1 if between > 0 else None)
    reach *= error
    return SameWeeks(
        percent=100 * math.expm1(effect),
        lower=100 * math.expm1(effect - reach),
        upper=100 * math.expm1(effect + reach),
        p_value=p_value,
        usual=100 * math.expm1(mean),
        years=years,
        spread=math.sqrt(between) if years > 1 else None,
        level=level,
    )


def negative_control(
    targeted: tuple[int, int],
    untargeted: tuple[int, int],
    *,
    days: tuple[float, float] = (1.0, 1.0),
    dispersion: float = 1.0,
    level: float = LEVEL,
) -> NegativeControl:
    """Set offences the campaign aimed at against offences it did not, in the same place and weeks.

    Parameters
    ----------
    targeted, untargeted : tuple of int
        Cases before and during.
    days : tuple of float
        Lengths of the two windows.
    dispersion : float
        Variance of a count over its mean.
    level : float
        Confidence level.

    Returns
    -------
    NegativeControl
        `control_moved` warns that something general changed too.

    Raises
    ------
    FigureError
        If a count or a length is out of range.
    """
    parts = [
        before_after(int(n[0]), int(n[1]), days_before=days[0], days_during=days[1], level=level)
        for n in (targeted, untargeted)
    ]
    net = log_irr(targeted, untargeted, dispersion=dispersion, level=level)
    return NegativeControl(net, parts[0], parts[1], parts[1].p_value < 1 - level)


def _reach(z: float, level: float, degrees: int | None) -> tuple[float, float]:
    """Return the half width in standard errors and the p-value; so few years say little about their own spread."""
    if degrees is None:
        return normal_quantile(0.5 + level / 2), float(normal_two_sided(z))
    return student_quantile_two_sided(level, degrees), float(student_two_sided(z, degrees))


def _random_effects(change: FloatArray, variance: FloatArray) -> tuple[float, float, float]:
    """Return the mean, its variance and the variance between years (DerSimonian & Laird)."""
    weight = 1 / variance
    fixed = (weight * change).sum() / weight.sum()
    surplus = (weight * (change - fixed) ** 2).sum() - (change.size - 1)
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    between = max(0.0, float(surplus / scale)) if change.size > 1 else 0.0
    weight = 1 / (variance + between)
    return float((weight * change).sum() / weight.sum()), float(1 / weight.sum()), between


def _check_counts(who: str, counts: Sequence[int], days: Sequence[float]) -> None:
    for count in counts:
        if count != int(count) or count < 0:
            raise FigureError(f"{who}: counts must be whole and not negative; got {count!r}. Pass the tally itself.")
    for length in days:
        if not (length > 0 and math.isfinite(length)):
            raise FigureError(f"{who}: a window must have a positive number of days; got {length!r}.")
