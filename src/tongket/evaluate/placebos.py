"""The same analysis on every other date: how unusual is what the campaign's own date shows?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray
from tongket.count.sentences import percent_text
from tongket.evaluate.differences import LEVEL, Estimate, log_irr, wdd
from tongket.evaluate.power_study import Design
from tongket.model.errors import FigureError
from tongket.model.text import Language, Text, format_number

# With fewer other dates a rank says nothing at the 10 % the intervals use.
FEWEST = 19


@dataclass(frozen=True)
class PlaceboDates:
    """Hold the effect at the campaign's date among the effects at dates when nothing was done.

    Attributes
    ----------
    starts : ndarray of int64, shape (n,)
        Positions of the placebo starts, ascending.
    effects, z : ndarray of float64, shape (n,)
        Effect at each, and over its standard error; effects in cases for `WDD`, as logarithm of a ratio else.
    own : float
        Effect at the campaign's own date.
    rank : int
        1 when no placebo date shows as low an effect, n + 1 when all do.
    p_fall : float
        `rank` / (n + 1): chance of as low an effect at a date picked blindly.
    p_value : float
        The same for effects as far from 0, in either direction.
    false_alarms : float
        Share of placebo dates at which the interval excludes 0; 1 - `level` if the method's assumptions held.
    dispersion : float
        Mean square of `z`, at least 1: by how much the variance must grow for intervals to hold on this series.
    independent : int
        How many of the placebo windows fit beside each other; a rank among overlapping ones is worth no more.
    level : float
        Confidence level of the intervals.
    """

    starts: NDArray[np.int64]
    effects: FloatArray
    z: FloatArray
    own: float
    rank: int
    p_fall: float
    p_value: float
    false_alarms: float
    dispersion: float
    independent: int
    level: float


def placebo_dates(
    treated: ArrayLike,
    start: int,
    length: int,
    *,
    comparison: ArrayLike | None = None,
    design: Design = Design.LOG_IRR,
    lag: int | None = None,
    left_out: ArrayLike | None = None,
    level: float = LEVEL,
) -> PlaceboDates:
    """Run the comparison of the campaign at every other start date and rank the campaign among them.

    Parameters
    ----------
    treated : array_like of counts, shape (n_times,)
        Cases per day or week where the campaign ran.
    start, length : int
        First point of the campaign and number of its points.
    comparison : array_like of counts, shape (n_times,), optional
        The same where it did not run; only `BEFORE_AFTER` does without.
    design : Design
        Which comparison to run.
    lag : int, optional
        How many points before its start the window before begins: `length` when left out (the adjoining window), 52 for
        the same weeks of the year before.
    left_out : array_like of bool, shape (n_times,), optional
        Points that belong to other campaigns; no placebo window may touch them.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    PlaceboDates
        No placebo window touches the campaign itself.

    Raises
    ------
    FigureError
        If the campaign does not fit the series, or fewer than 19 other dates do.

    Notes
    -----
    Every window is a difference of running sums, so all dates together cost one pass over the series.
    """
    t = np.asarray(treated, dtype=np.float64)
    c = None if comparison is None else np.asarray(comparison, dtype=np.float64)
    _check_series(t, c, design)
    back = length if lag is None else lag
    _check_window(t.size, start, length, back)
    touched = np.zeros(t.size, dtype=bool) if left_out is None else np.array(left_out, dtype=bool)
    touched[start : start + length] = True
    starts = _free_starts(touched, length, back)
    if starts.size < FEWEST:
        raise FigureError(
            f"placebo_dates: needs at least {FEWEST} other start dates; got {starts.size}. Load a longer history."
        )
    estimate = _estimate(t, c, np.append(starts, start), length, back, design, level)
    effects, own = estimate.effect[:-1], float(estimate.effect[-1])
    z = estimate.z[:-1]
    outside = (estimate.lower[:-1] > 0) | (estimate.upper[:-1] < 0)
    # rounding must not let a date lose to its own equal
    close = 1e-12 * max(1.0, abs(own))
    rank = 1 + int((effects <= own + close).sum())
    return PlaceboDates(
        starts=starts,
        effects=effects,
        z=z,
        own=own,
        rank=rank,
        p_fall=rank / (starts.size + 1),
        p_value=(1 + int((np.abs(effects) >= abs(own) - close).sum())) / (starts.size + 1),
        false_alarms=float(outside.mean()),
        dispersion=max(1.0, float(np.nanmean(z**2))),
        independent=_beside_each_other(starts, length, back),
        level=level,
    )


def placebo_text(result: PlaceboDates) -> Text:
    """Say where the campaign's date stands among the others, and whether the intervals can be trusted.

    Parameters
    ----------
    result : PlaceboDates
        From `placebo_dates`.

    Returns
    -------
    Text
        One or two sentences.
    """
    return Text(vi=_sentence(result, "vi"), en=_sentence(result, "en"))


def _sentence(result: PlaceboDates, language: Language) -> str:
    n = result.starts.size
    total = format_number(n + 1, language)
    alarms = percent_text(100 * result.false_alarms, language, 0, signed=False)
    falls = result.own < 0
    rank = format_number(result.rank if falls else 1 + int((result.effects >= result.own).sum()), language)
    if language == "vi":
        return (
            f"{'Mức giảm' if falls else 'Mức tăng'} xếp thứ {rank} trong {total} thời điểm bắt đầu có thể; ở {alarms}"
            " số thời điểm không có đợt cao điểm, cách so sánh này vẫn cho thấy thay đổi."
        )
    return (
        f"The {'fall' if falls else 'rise'} ranks {rank} among {total} possible start dates; at {alarms} of the dates"
        " without a campaign this comparison shows a change all the same."
    )


def _estimate(
    t: FloatArray, c: FloatArray | None, starts: NDArray[np.int64], length: int, lag: int, design: Design, level: float
) -> Estimate:
    treated = _windows(t, starts, length, lag)
    if c is None or design is Design.BEFORE_AFTER:
        return _alone(treated, level)
    comparison = _windows(c, starts, length, lag)
    if design is Design.WDD:
        return wdd(treated, comparison, level=level).local
    return log_irr(treated, comparison, level=level).log


def _alone(pair: FloatArray, level: float) -> Estimate:
    # a comparison that is certain not to have changed leaves the treated place's own logarithmic ratio
    known = np.full_like(pair, 1e15)
    return log_irr(pair, known, level=level).log


def _windows(series: FloatArray, starts: NDArray[np.int64], length: int, lag: int) -> FloatArray:
    running = np.concatenate(([0.0], np.cumsum(series)))
    return np.stack([running[at + length] - running[at] for at in (starts - lag, starts)])


def _free_starts(touched: NDArray[np.bool_], length: int, lag: int) -> NDArray[np.int64]:
    running = np.concatenate(([0], np.cumsum(touched)))
    starts = np.arange(lag, touched.size - length + 1)
    free = np.ones(starts.size, dtype=bool)
    for at in (starts - lag, starts):
        free &= running[at + length] == running[at]
    return starts[free].astype(np.int64)


def _beside_each_other(starts: NDArray[np.int64], length: int, lag: int) -> int:
    # an adjoining window before belongs to the same stretch; one a year back does not
    stretch = length + lag if lag < 2 * length else length
    found, free_from = 0, -math.inf
    for at in starts:
        if at >= free_from:
            found, free_from = found + 1, at + stretch
    return found


def _check_series(t: FloatArray, c: FloatArray | None, design: Design) -> None:
    if design is not Design.BEFORE_AFTER and c is None:
        raise FigureError(f"placebo_dates: {design.value} needs a comparison series; got none. Name one.")
    if t.ndim != 1 or (c is not None and c.shape != t.shape):
        raise FigureError(
            f"placebo_dates: both series need the same points; got shapes {t.shape} and"
            f" {None if c is None else c.shape}. Fill gaps with 0."
        )


def _check_window(n: int, start: int, length: int, lag: int) -> None:
    if not (1 <= length <= lag <= start and start + length <= n):
        raise FigureError(
            "placebo_dates: the campaign and the window before it must lie in the series, one after the other;"
            f" got start {start}, length {length}, lag {lag}, {n} points. Take a lag of at least the length."
        )
