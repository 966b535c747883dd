"""Where a count or a rate will stand on its due day: projection with an 80 % band, probability to meet the target.

A year's counts are taken as over-dispersed Poisson numbers that follow a path: straight (days alone), or the path of
earlier years of the same indicator. With earlier years this is the chain ladder of claims reserving, whose prediction
error is known in closed form; parameter uncertainty (of the level, of the path, of the dispersion) is part of the band.
SciPy is imported where it is needed: a report without running targets does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.8  # two bands in ten miss: enough to act on, honest about the rest
MINIMUM_WINDOWS = 3  # of fewer one cannot say how years differ
MINIMUM_DF = 2  # below, the dispersion is anybody's guess and no band is given
_GRID = 64  # equally likely values of the dispersion
_RATIO_GRID = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """Hold what was counted so far, and how a whole window goes.

    Attributes
    ----------
    counts : tuple of float
        New in each interval so far, m of them.
    shares : tuple of float
        Share of the window's days in each of its M intervals, those to come included; adds up to 1.
    earlier : tuple of tuple of float
        K earlier windows of the same indicator, M intervals each; empty for the straight path.

    Raises
    ------
    ValueError
        If lengths differ, or there are more intervals counted than there are.
    """

    counts: tuple[float, ...]
    shares: tuple[float, ...]
    earlier: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if len(self.counts) > len(self.shares) or any(len(year) != len(self.shares) for year in self.earlier):
            raise ValueError("Course: every window must have as many intervals as there are shares.")

    @property
    def is_seasonal(self) -> bool:
        """Tell whether the path is that of earlier windows."""
        return bool(self.earlier)

    @property
    def reached(self) -> float:
        """Return what was counted so far."""
        return float(sum(self.counts))

    @property
    def early(self) -> float:
        """Return what earlier windows had counted by now, all together."""
        return float(sum(sum(year[: len(self.counts)]) for year in self.earlier))

    @property
    def late(self) -> float:
        """Return what earlier windows counted from now on, all together."""
        return float(sum(sum(year[len(self.counts) :]) for year in self.earlier))

    @property
    def done(self) -> float:
        """Return the share of the window's whole that the path expects by now, 0 to 1."""
        if self.is_seasonal and self.early + self.late > 0:
            return self.early / (self.early + self.late)
        return float(sum(self.shares[: len(self.counts)]))


@dataclass(frozen=True)
class Projection:
    """Hold where a number will stand on the due day.

    Attributes
    ----------
    reached : float
        Where it stands now.
    expected : float
        Mean of where it will stand.
    lower, upper : float
        Band; the number falls into it with probability `level`.
    probability : float or None
        Of meeting the goal; None where no goal was given.
    dispersion : float
        Variance per unit of mean, estimated; 1 for Poisson numbers.
    df : int
        Degrees of freedom of the dispersion.
    level : float
        Of the band.
    """

    reached: float
    expected: float
    lower: float
    upper: float
    probability: float | None
    dispersion: float
    df: int
    level: float = LEVEL


def project_count(
    course: Course, *, goal: float | None = None, at_most: bool = False, level: float = LEVEL
) -> Projection | None:
    """Project a count that only grows to the end of its window.

    Parameters
    ----------
    course : Course
        What was counted, and the path.
    goal : float, optional
        What is to be reached, or not to be passed.
    at_most : bool
        Whether the goal is a ceiling.
    level : float
        Of the band.

    Returns
    -------
    Projection or None
        None where too little was counted to say how much such counts scatter.

    Notes
    -----
    What is still to come has mean ``(N + 1/2) * late / early`` and variance
    ``phi * (mean + mean**2 * (1 / (N + 1/2) + 1 / early + 1 / late))``, which is the prediction error of the
    over-dispersed chain ladder [1]_ (for the straight path the last two terms vanish, and with ``phi`` 1 it is the
    Poisson-gamma predictive distribution under Jeffreys' prior). Its shape is negative binomial, Poisson where the
    variance would fall below the mean; ``phi`` is that of `count_dispersion`, and is itself averaged over its
    distribution.

    References
    ----------
    .. [1] England PD, Verrall RJ (2002). Stochastic claims reserving in general insurance. British Actuarial Journal
       8(3):443-518. https://doi.org/10.1017/S1357321700003809
    """
    dispersion, df = count_dispersion(course)
    if df < MINIMUM_DF or course.done <= 0:
        return None
    mean, unit_variance = remaining(course)
    reached = course.reached
    if mean <= 0:
        probability = None if goal is None else float(reached <= goal if at_most else reached >= goal)
        return Projection(reached, reached, reached, reached, probability, dispersion, df, level)
    variances = np.maximum(mean, dispersion_grid(dispersion, df, _GRID) * unit_variance)

    def below(count: float) -> float:
        return float(np.mean(negative_binomial_cdf(count, mean, variances)))

    tail = (1 - level) / 2
    lower, upper = (reached + whole_quantile(below, q, mean) for q in (tail, 1 - tail))
    probability = None if goal is None else _probability(below, goal - reached, at_most=at_most)
    return Projection(reached, reached + mean, lower, upper, probability, dispersion, df, level)


def remaining(course: Course) -> tuple[float, float]:
    """Return mean and variance, at dispersion 1, of what is still to come."""
    level = course.reached + 0.5
    if not course.is_seasonal:
        odds = max(0.0, 1 - course.done) / course.done
        mean = level * odds
        return mean, mean + mean**2 / level
    if course.late <= 0:
        return 0.0, 0.0
    mean = level * course.late / course.early
    return mean, mean + mean**2 * (1 / level + 1 / course.early + 1 / course.late)


def count_dispersion(course: Course) -> tuple[float, int]:
    """Return the dispersion of the counts about their path, and its degrees of freedom.

    Pearson's statistic of the months takes months for independent. Real years drift: a slow spring is followed by a
    slow autumn, and of bands made of the months alone only 74 in 100 hold instead of 80 (see the manual). From three
    earlier windows on, half the weight therefore lies on how whole windows scattered about their common path; where
    months are independent both estimate the same. Degrees of freedom of the mean follow Satterthwaite.
    """
    months, months_df = month_dispersion(course)
    if len(course.earlier) < MINIMUM_WINDOWS or months_df < MINIMUM_DF:
        return months, months_df
    windows, windows_df = window_dispersion(course)
    if windows_df < MINIMUM_DF:
        return months, months_df
    mean = (months + windows) / 2
    if mean <= 0:
        return months, months_df
    return mean, int(mean**2 / ((windows / 2) ** 2 / windows_df + (months / 2) ** 2 / months_df))


def window_dispersion(course: Course) -> tuple[float, int]:
    """Return Pearson's dispersion of earlier windows cut in two, before now and after, about their common path."""
    m = len(course.counts)
    halves = np.array([[sum(year[:m]), sum(year[m:])] for year in course.earlier], dtype=float)
    if halves.sum(axis=0).min() <= 0:
        return 1.0, 0
    fitted = halves.sum(axis=1, keepdims=True) * halves.sum(axis=0) / halves.sum()
    return _pearson(halves.ravel(), fitted.ravel(), len(halves) - 1)


def month_dispersion(course: Course) -> tuple[float, int]:
    """Return Pearson's dispersion of the months about their path, and its degrees of freedom.

    With earlier windows the fitted values are those of the multiplicative model (window times interval), whose
    likelihood splits into the part before now and the part after.
    """
    m = len(course.counts)
    if not course.is_seasonal:
        shares = np.array(course.shares[:m])
        fitted = course.reached * shares / shares.sum() if shares.sum() > 0 else shares
        return _pearson(np.array(course.counts), fitted, m - 1)
    past = np.array(course.earlier, dtype=float)
    now = np.array(course.counts, dtype=float)
    early = np.vstack([past[:, :m], now[None, :]])
    totals, done = past.sum(axis=1), course.done
    columns = early.sum(axis=0) / max(early.sum(), 1e-12)
    fitted_early = np.append(totals * done, now.sum())[:, None] * columns
    late_columns = past[:, m:].sum(axis=0) / max(course.late, 1e-12)
    fitted_late = (totals * (1 - done))[:, None] * late_columns
    observed = np.concatenate([early.ravel(), past[:, m:].ravel()])
    fitted = np.concatenate([fitted_early.ravel(), fitted_late.ravel()])
    # a column in which no window ever counted anything says nothing on scatter
    live = int((columns > 0).sum()), int((late_columns > 0).sum())
    df = (len(past) - 1) * (sum(live) - 1) + live[0] - 1
    return _pearson(observed, fitted, df)


def _pearson(observed: Floats, fitted: Floats, df: int) -> tuple[float, int]:
    told = fitted > 0
    if df < 1 or not told.any():
        return 1.0, 0
    return float(np.sum((observed[told] - fitted[told]) ** 2 / fitted[told]) / df), df


def dispersion_grid(dispersion: float, df: int, size: int) -> Floats:
    """Return equally likely values of a dispersion that was estimated with `df` degrees of freedom."""
    from scipy import special  # type: ignore[import-untyped]  # scipy ships no types

    middles = (np.arange(size) + 0.5) / size
    return np.asarray(dispersion * df / special.chdtri(df, 1 - middles), dtype=np.float64)


def negative_binomial_cdf(count: float, mean: float, variances: Floats) -> Floats:
    """Return the probability of at most `count` for each variance; Poisson where it does not pass the mean."""
    from scipy import special  # as above

    if count < 0:
        return np.zeros(len(variances))
    whole = np.floor(count)
    excess = variances - mean
    spread = excess > 1e-9 * mean
    size = mean**2 / np.where(spread, excess, 1.0)
    chance = mean / np.where(spread, variances, 1.0)
    poisson = special.gammaincc(whole + 1, mean)
    return np.asarray(np.where(spread, special.betainc(size, whole + 1, np.clip(chance, 0, 1)), poisson))


def whole_quantile(below: Callable[[float], float], q: float, start: float) -> float:
    """Return the smallest whole number of which at least the share `q` lies at or below."""
    low, high = -1, max(1, int(start) + 1)
    while below(high) < q:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if below(middle) >= q else (middle, high)
    return float(high)


def _probability(below: Callable[[float], float], room: float, *, at_most: bool) -> float:
    """Return the probability that what is to come stays within `room`, or fills it."""
    if at_most:
        return below(room) if room >= 0 else 0.0
    return 1.0 if room <= 0 else 1.0 - below(np.ceil(room) - 1)


def project_ratio(
    numerators: tuple[float, ...],
    course: Course,
    *,
    is_share: bool,
    goal: float | None = None,
    at_most: bool = False,
    level: float = LEVEL,
) -> Projection | None:
    """Project a rate to the end of its window: what is cleared per case recorded, for one.

    Parameters
    ----------
    numerators : tuple of float
        New in each interval so far.
    course : Course
        Of the denominator.
    is_share : bool
        Whether each record of the numerator is one of the denominator's, so that its scatter is binomial.
    goal, at_most, level
        As in `project_count`; the goal is a fraction of 1.

    Returns
    -------
    Projection or None
        Fractions of 1.

    Notes
    -----
    Given what the denominator will still grow by (as `project_count` has it), the numerator grows by the rate seen so
    far, with quasi-binomial scatter (quasi-Poisson where it is not part of the denominator) whose dispersion comes from
    the intervals; the uncertainty of the rate itself adds the factor ``1 + growth / denominator``.
    """
    below_growth = _growth(course)
    k, n = float(sum(numerators)), course.reached
    if below_growth is None or n <= 0:
        return None
    from scipy import special  # as above

    rate = (k + 0.5) / (n + 1.0)
    unit = rate * (1 - rate) if is_share and rate < 1 else rate
    told = [(top, bottom) for top, bottom in zip(numerators, course.counts, strict=True) if bottom > 0]
    df = len(told) - 1
    if df < MINIMUM_DF:
        return None
    scatter = sum((top - rate * bottom) ** 2 / (unit * bottom) for top, bottom in told) / df
    phis = dispersion_grid(scatter, df, _RATIO_GRID)[None, :]
    growth = np.array([whole_quantile(below_growth, (i + 0.5) / _RATIO_GRID, n) for i in range(_RATIO_GRID)])[:, None]
    scaled = phis * (1 + growth / n)
    spread = np.sqrt(np.maximum(1e-12, (np.maximum(1.0, scaled) if is_share else scaled) * unit * growth))

    def below(value: float) -> float:
        return float(np.mean(special.ndtr((value * (n + growth) - k - rate * growth) / spread)))

    tail = (1 - level) / 2
    lower, upper = (_fraction_quantile(below, q) for q in (tail, 1 - tail))
    expected = float(np.mean((k + rate * growth) / (n + growth)))
    chance = None if goal is None else (below(goal) if at_most else 1.0 - below(goal))
    return Projection(k / n, expected, lower, upper, chance, scatter, df, level)


def _growth(course: Course) -> Callable[[float], float] | None:
    """Return the distribution of what a count will still grow by; None where nothing can be said."""
    dispersion, df = count_dispersion(course)
    if df < MINIMUM_DF or course.done <= 0:
        return None
    mean, unit_variance = remaining(course)
    if mean <= 0:
        return lambda count: float(count >= 0)
    variances = np.maximum(mean, dispersion_grid(dispersion, df, _GRID) * unit_variance)
    return lambda count: float(np.mean(negative_binomial_cdf(count, mean, variances)))


def _fraction_quantile(below: Callable[[float], float], q: float) -> float:
    low, high = 0.0, 1.0
    while below(high) < q and high < 2**20:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if below(middle) >= q else (middle, high)
    return high
