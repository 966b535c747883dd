"""How long clearance takes: Kaplan-Meier curves, Aalen-Johansen with competing ends, the median in days."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongket.count.clearance import NEVER, CaseDays, Days
from tongket.count.distributions import FloatArray, normal_quantile
from tongket.count.intervals import DEFAULT_LEVEL
from tongket.model.errors import FigureError


@dataclass(frozen=True)
class ClearanceCurve:
    """Hold the share of cases cleared by each day after recording.

    Attributes
    ----------
    days : ndarray of int64, shape (m,)
        Days since recording on which a case was cleared or left observation, ascending.
    at_risk, cleared, other, censored : ndarray of int64, shape (m,)
        Cases still open before that day, and those cleared, ended otherwise and no longer observed on it.
    share : ndarray of float64, shape (m,)
        Share cleared by the end of that day.
    lower, upper : ndarray of float64, shape (m,)
        Point-wise interval on the complementary log-log scale; NaN before the first clearance and once no case
        is left.
    median_days : int or None
        First day on which half of the cases are cleared; None when the curve does not reach one half.
    n : int
        Number of cases.
    method : str
        ``kaplan-meier`` or ``aalen-johansen``.
    level : float
        Confidence level.
    """

    days: Days
    at_risk: Days
    cleared: Days
    other: Days
    censored: Days
    share: FloatArray
    lower: FloatArray
    upper: FloatArray
    median_days: int | None
    n: int
    method: str
    level: float

    def share_by(self, day: int) -> float:
        """Return the share cleared within `day` days; NaN beyond the longest observation."""
        if self.days.size == 0 or day > self.days[-1]:
            return math.nan
        position = int(np.searchsorted(self.days, day, side="right")) - 1
        return float(self.share[position]) if position >= 0 else 0.0


def time_to_clearance(cases: CaseDays, *, level: float = DEFAULT_LEVEL) -> ClearanceCurve:
    """Draw the clearance curve of cases whose only end is clearance; open cases count until the cut-off.

    Parameters
    ----------
    cases : CaseDays
        Cases as known at the cut-off. Other ends (transferred, unfounded) are taken as the end of observation:
        where there are many, `time_to_clearance_competing` is the honest curve.
    level : float
        Confidence level.

    Returns
    -------
    ClearanceCurve
        One less the Kaplan-Meier estimate, with log-log limits (the default of lifelines).

    Notes
    -----
    Kaplan EL, Meier P (1958), *JASA* 53:457-481, https://doi.org/10.1080/01621459.1958.10501452; Greenwood's
    variance; limits S^exp(±z se) as in Kalbfleisch & Prentice (1980). A clearance precedes an end on the same day.
    """
    duration, kind = _durations(cases)
    days, at_risk, cleared, other, censored = life_table(duration, kind)
    # other ends leave observation: to Kaplan and Meier they are censored
    open_after = _running_product(cleared, at_risk)
    variance = _greenwood(cleared, at_risk)
    lower, upper = _log_log(open_after, variance, level)
    return _curve(
        (days, at_risk, cleared, other, censored),
        1 - open_after,
        (1 - upper, 1 - lower),
        "kaplan-meier",
        level,
    )


def time_to_clearance_competing(cases: CaseDays, *, level: float = DEFAULT_LEVEL) -> ClearanceCurve:
    """Draw the clearance curve when cases can end otherwise, after which they can no longer be cleared.

    Parameters
    ----------
    cases : CaseDays
        Cases as known at the cut-off, with their other ends.
    level : float
        Confidence level.

    Returns
    -------
    ClearanceCurve
        Aalen-Johansen cumulative incidence of clearance; it ends at the share that is ever cleared.

    Notes
    -----
    Aalen OO, Johansen S (1978), *Scand J Stat* 5:141-150. Variance by the delta method as in Marubini & Valsecchi
    (1995), section 10.3, which is Greenwood's when nothing competes. The limits transform the share not yet
    cleared, so that without competing ends this is the Kaplan-Meier curve to the last digit; lifelines and Stata's
    stcompet transform the share cleared itself.
    """
    duration, kind = _durations(cases)
    days, at_risk, cleared, other, censored = life_table(duration, kind)
    ends = cleared + other
    open_after = _running_product(ends, at_risk)
    open_before = np.concatenate(([1.0], open_after[:-1]))
    share = np.cumsum(open_before * cleared / at_risk)
    variance = _incidence_variance(share, open_before, cleared, ends, at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        # the log-log interval of 1 - share, whose relative variance this is
        relative = variance / (1 - share) ** 2
    lower, upper = _log_log(1 - share, relative, level)
    return _curve(
        (days, at_risk, cleared, other, censored),
        share,
        (1 - upper, 1 - lower),
        "aalen-johansen",
        level,
    )


def life_table(duration: Days, kind: NDArray[np.int8]) -> tuple[Days, Days, Days, Days, Days]:
    """Count, for each day on which something happened, the cases at risk and how they left.

    Parameters
    ----------
    duration : ndarray of int64, shape (n,)
        Days from recording to the end of observation, not negative.
    kind : ndarray of int8, shape (n,)
        1 cleared, 2 ended otherwise, 0 still open.

    Returns
    -------
    tuple of ndarray of int64
        Days, at risk, cleared, ended otherwise, censored.
    """
    if duration.size == 0:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty, empty, empty
    days, position = np.unique(duration, return_inverse=True)
    tally = [np.bincount(position, weights=kind == k, minlength=days.size).astype(np.int64) for k in (1, 2, 0)]
    left = tally[0] + tally[1] + tally[2]
    at_risk = duration.size - np.concatenate(([0], np.cumsum(left)[:-1]))
    return days, at_risk.astype(np.int64), tally[0], tally[1], tally[2]


def _durations(cases: CaseDays) -> tuple[Days, NDArray[np.int8]]:
    last = int(np.datetime64(cases.cut_off, "D").astype(np.int64))
    end = np.minimum(np.minimum(cases.cleared, cases.ended), last)
    cleared = (cases.cleared <= end) & (cases.cleared < NEVER)  # on the same day clearance wins
    ended = ~cleared & (cases.ended <= end) & (cases.ended < NEVER)
    kind = np.where(cleared, 1, np.where(ended, 2, 0)).astype(np.int8)
    return end - cases.recorded, kind


def _running_product(events: Days, at_risk: Days) -> FloatArray:
    return np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)


def _greenwood(events: Days, at_risk: Days) -> FloatArray:
    """Return the relative variance of the open share; infinite once nobody is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.cumsum(events / (at_risk * (at_risk - events))), dtype=np.float64)


def _incidence_variance(
    share: FloatArray, open_before: FloatArray, cleared: Days, ends: Days, at_risk: Days
) -> FloatArray:
    """Sum Marubini & Valsecchi's three terms, each expanded so that running sums do."""
    left = at_risk - ends
    # the last step with nobody left is multiplied by share(t) - share(t) = 0: it adds nothing
    base = np.where(left > 0, ends / (at_risk * np.maximum(left, 1)), 0.0)
    spread = share**2 * np.cumsum(base) - 2 * share * np.cumsum(share * base) + np.cumsum(share**2 * base)
    own = np.cumsum(open_before**2 * cleared * (at_risk - cleared) / at_risk.astype(np.float64) ** 3)
    step = open_before * cleared / at_risk.astype(np.float64) ** 2
    cross = share * np.cumsum(step) - np.cumsum(share * step)
    return np.asarray(np.maximum(spread + own - 2 * cross, 0.0), dtype=np.float64)


def _log_log(open_after: FloatArray, relative: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Return limits of the open share, S^exp(±z √relative / ln S); NaN where it is 1 or 0 and has no such limits."""
    z = normal_quantile(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        step = np.exp(z * np.sqrt(relative) / np.log(open_after))
        first, second = open_after**step, open_after ** (1 / step)
    inside = (open_after > 0) & (open_after < 1)
    return np.where(inside, np.minimum(first, second), np.nan), np.where(inside, np.maximum(first, second), np.nan)


def _curve(
    table: tuple[Days, Days, Days, Days, Days],
    share: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    method: str,
    level: float,
) -> ClearanceCurve:
    days, at_risk, cleared, other, censored = table
    if days.size and days[0] < 0:
        raise FigureError("time_to_clearance: no case can last less than 0 days; got one. Build cases with case_days.")
    # a half reached by rounding only is still a half
    reached = np.flatnonzero(share >= 0.5 - 1e-12)
    return ClearanceCurve(
        days=days,
        at_risk=at_risk,
        cleared=cleared,
        other=other,
        censored=censored,
        share=share,
        lower=limits[0],
        upper=limits[1],
        median_days=int(days[reached[0]]) if reached.size else None,
        n=int(at_risk[0]) if at_risk.size else 0,
        method=method,
        level=level,
    )
