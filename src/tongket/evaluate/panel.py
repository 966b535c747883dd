"""Difference in differences over many places: Poisson regression with an effect for every place and every period.

Errors are clustered by place. Under 30 places in either group a score bootstrap with the null hypothesis imposed
replaces the normal approximation; it needs no refit of the model for a replicate.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray, student_quantile_two_sided, student_two_sided
from tongket.evaluate.differences import LEVEL
from tongket.model.errors import FigureError

# With fewer clusters the usual interval is too narrow (Cameron & Miller 2015, section VI); what counts is the smaller
# group, treated or not (MacKinnon & Webb 2018).
MANY_CLUSTERS = 30
# Clustered errors learn from the treated places how much places differ; fewer than these cannot tell.
FEW_TREATED = 5
REPLICATES = 999
SEED = 20080815
_STEPS = 200
_CLOSE = 1e-10


@dataclass(frozen=True)
class PanelResult:
    """Hold the effect on treated places.

    Attributes
    ----------
    percent, lower, upper : float
        Change in per cent net of the other places, with its interval.
    log_effect, standard_error : float
        The same on the logarithmic scale; the error is clustered by place.
    p_value : float
        Two-sided; of the bootstrap where it was used.
    places, treated_places, periods : int
        Size of the panel after places and periods without a case were left out.
    method : str
        ``clustered`` or ``score bootstrap``.
    few_treated : bool
        Whether fewer than 5 places were treated: then take the rank of `synthetic_control` beside it.
    replicates, seed : int or None
        Of the bootstrap.
    level : float
        Confidence level.
    """

    percent: float
    lower: float
    upper: float
    log_effect: float
    standard_error: float
    p_value: float
    places: int
    treated_places: int
    periods: int
    method: str
    few_treated: bool
    replicates: int | None
    seed: int | None
    level: float


@dataclass(frozen=True)
class EventStudy:
    """Hold the difference between treated and other places in each stretch of time.

    Attributes
    ----------
    starts : ndarray of int64, shape (k,)
        First period of each stretch, relative to the start of the campaign.
    percent, lower, upper : ndarray of float64, shape (k,)
        Difference against the last stretch before the start, in per cent; 0 there by definition.
    before_p_value : float
        Joint test that all stretches before the start show no difference: small where the places went different ways.
    level : float
        Confidence level of each interval.
    """

    starts: NDArray[np.int64]
    percent: FloatArray
    lower: FloatArray
    upper: FloatArray
    before_p_value: float
    level: float


def difference_in_differences(
    counts: ArrayLike,
    treatment: ArrayLike,
    *,
    bootstrap: bool | None = None,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> PanelResult:
    """Estimate by how many per cent treated places changed more than the others.

    Parameters
    ----------
    counts : array_like of int, shape (n_times, n_places)
        Cases.
    treatment : array_like of bool, shape (n_times, n_places)
        Where and when the campaign ran; places may start at different times if the effect is the same for all.
    bootstrap : bool, optional
        Whether to use the score bootstrap; when left out, where either group has under 30 places.
    replicates, seed : int
        Of the bootstrap.
    level : float
        Confidence level.

    Returns
    -------
    PanelResult
        Where all start together the estimate is the logarithmic ratio of the pooled counts (`log_irr`); what differs
        is the error, which allows for places that vary more than Poisson counts and hang together over time.

    Raises
    ------
    FigureError
        If shapes differ, or there is no treated or no untreated place, before or during.

    Notes
    -----
    Poisson pseudo-maximum likelihood (Gourieroux, Monfort & Trognon 1984; Wooldridge 1999, *J Econom* 90:77-97)
    needs only the mean to be right. Score bootstrap: Kline P, Santos A (2012), *J Econom Methods* 1:23-41,
    https://doi.org/10.1515/2156-6674.1006; its interval holds the effects it does not reject. Where places start at
    different times and effects differ between them see Callaway & Sant'Anna (2021).
    """
    y, d = _checked(counts, treatment, level)
    fit = fit_poisson(y, d[None])
    scores, information = _scores(y, d[None], fit)
    n = y.shape[1]
    error = math.sqrt(float((scores[0] ** 2).sum()) * n / (n - 1)) / float(information[0, 0])
    effect = float(fit.coefficients[0])
    treated = int(d.any(axis=0).sum())
    drawn = min(treated, n - treated) < MANY_CLUSTERS if bootstrap is None else bootstrap
    if drawn:
        p_value, low, high = _bootstrap(y, d, effect, error, level, replicates, seed)
    else:
        reach = student_quantile_two_sided(level, n - 1) * error
        p_value, low, high = float(student_two_sided(effect / error, n - 1)), effect - reach, effect + reach
    return PanelResult(
        percent=100 * math.expm1(effect),
        lower=100 * math.expm1(low),
        upper=100 * math.expm1(high),
        log_effect=effect,
        standard_error=error,
        p_value=p_value,
        places=n,
        treated_places=treated,
        periods=y.shape[0],
        method="score bootstrap" if drawn else "clustered",
        few_treated=treated < FEW_TREATED,
        replicates=replicates if drawn else None,
        seed=seed if drawn else None,
        level=level,
    )


def event_study(
    counts: ArrayLike, treated: ArrayLike, start: int, *, width: int = 1, level: float = LEVEL
) -> EventStudy:
    """Show how treated places moved against the others before, during and after the start.

    Parameters
    ----------
    counts : array_like of int, shape (n_times, n_places)
        Cases.
    treated : array_like of bool, shape (n_places,)
        Which places the campaign covered.
    start : int
        First period of the campaign.
    width : int
        Periods in each stretch; a remainder at the beginning joins the first stretch.
    level : float
        Confidence level.

    Returns
    -------
    EventStudy
        Differences before the start that are not 0 speak against the comparison.

    Raises
    ------
    FigureError
        If there are not two stretches before the start, or a stretch holds no case in either group.
    """
    y = np.asarray(counts, dtype=np.float64)
    chosen = np.asarray(treated, dtype=bool)
    if start < 2 * width or start >= len(y) or width < 1:
        raise FigureError(
            f"event_study: needs two stretches before the start; got start {start}, width {width}, {len(y)} periods."
        )
    stretch = np.maximum((np.arange(len(y)) - start) // width, -(start // width))
    labels = np.unique(stretch)
    y, _ = _checked(y, (np.arange(len(y)) >= start)[:, None] & chosen[None, :], level, trim=False)
    for label in labels:
        if not (y[stretch == label][:, chosen].sum() and y[stretch == label][:, ~chosen].sum()):
            raise FigureError("event_study: every stretch needs a case in both groups. Use a larger `width`.")
    others = labels[labels != -1]
    x = np.stack([(stretch == label)[:, None] * chosen[None, :] for label in others]).astype(np.float64)
    fit = fit_poisson(y, x)
    scores, information = _scores(y, x, fit)
    inverse = np.linalg.inv(information)
    n = y.shape[1]
    covariance = inverse @ (scores @ scores.T) @ inverse * n / (n - 1)
    reach = student_quantile_two_sided(level, n - 1) * np.sqrt(np.diag(covariance))
    spot = np.searchsorted(labels, -1)
    effect = np.insert(fit.coefficients, spot, 0.0)
    half = np.insert(reach, spot, 0.0)
    return EventStudy(
        starts=np.asarray(labels * width, dtype=np.int64),
        percent=100 * np.expm1(effect),
        lower=100 * np.expm1(effect - half),
        upper=100 * np.expm1(effect + half),
        before_p_value=_joint(fit.coefficients[others < 0], covariance[np.ix_(others < 0, others < 0)], n),
        level=level,
    )


@dataclass(frozen=True)
class PoissonFit:
    """Hold a fit with an effect for every place and period.

    Attributes
    ----------
    coefficients : ndarray of float64, shape (k,)
        Of the given regressors.
    fitted : ndarray of float64, shape (n_times, n_places)
        Means.
    """

    coefficients: FloatArray
    fitted: FloatArray


def fit_poisson(y: FloatArray, x: FloatArray, offset: FloatArray | float = 0.0) -> PoissonFit:
    """Fit log mean = place + period + regressors, without a column for each place and period.

    Parameters
    ----------
    y : ndarray of float64, shape (n_times, n_places)
        Counts; every row and column holds a case.
    x : ndarray of float64, shape (k, n_times, n_places)
        Regressors; k may be 0.
    offset : ndarray of float64, shape (n_times, n_places)
        Part of the log mean that is given.

    Returns
    -------
    PoissonFit
        To a relative 1e-10.

    Notes
    -----
    Newton steps on the regressors, between which the means are scaled to the totals of rows and columns. Scaling is
    the exact solution for places and periods (Deming & Stephan 1940); the regressors are first cleared of them.
    """
    beta = np.zeros(len(x))
    mean = _scaled(y, np.exp(np.broadcast_to(offset, y.shape)))
    for _ in range(_STEPS if len(x) else 0):
        clear = np.stack([_cleared(one, mean) for one in x])
        score = np.einsum("ktn,tn->k", clear, y - mean)
        information = np.einsum("ktn,jtn,tn->kj", clear, clear, mean)
        step = np.linalg.solve(information, score)
        step *= min(1.0, 2.0 / float(np.abs(step).max(initial=1e-300)))
        beta = beta + step
        mean = _scaled(y, mean * np.exp(np.tensordot(step, x, axes=1)))
        if np.abs(step).max() < _CLOSE:
            break
    return PoissonFit(beta, mean)


def _scaled(y: FloatArray, mean: FloatArray) -> FloatArray:
    """Scale rows and columns of `mean` until they add up to those of `y`."""
    rows, columns = y.sum(axis=1), y.sum(axis=0)
    for _ in range(10_000):
        mean = mean * (columns / mean.sum(axis=0))
        missed = rows / mean.sum(axis=1)
        mean = mean * missed[:, None]
        if np.abs(missed - 1).max() < 1e-12:
            break
    return mean


def _cleared(x: FloatArray, weight: FloatArray) -> FloatArray:
    """Take the weighted means of rows and columns out of `x` until none is left."""
    rows, columns = weight.sum(axis=1), weight.sum(axis=0)
    left = x
    for _ in range(10_000):
        left = left - (weight * left).sum(axis=1)[:, None] / rows[:, None]
        taken = (weight * left).sum(axis=0) / columns
        left = left - taken
        if np.abs(taken).max() < 1e-12:
            break
    return left


def _scores(y: FloatArray, x: FloatArray, fit: PoissonFit) -> tuple[FloatArray, FloatArray]:
    """Return the score of each place, shape (k, n_places), and the information, shape (k, k)."""
    clear = np.stack([_cleared(one, fit.fitted) for one in x])
    scores = np.einsum("ktn,tn->kn", clear, y - fit.fitted)
    return scores, np.einsum("ktn,jtn,tn->kj", clear, clear, fit.fitted)


def _bootstrap(
    y: FloatArray, d: FloatArray, effect: float, error: float, level: float, replicates: int, seed: int
) -> tuple[float, float, float]:
    signs = _signs(y.shape[1], replicates, seed)

    def p_value(supposed: float) -> float:
        fit = fit_poisson(y, np.empty((0, *y.shape)), offset=supposed * d)
        scores = (_cleared(d, fit.fitted) * (y - fit.fitted)).sum(axis=0)
        own = abs(_studentised(scores[None])[0])
        drawn = np.abs(_studentised(signs * scores))
        return (1 + int((drawn >= own - 1e-12).sum())) / (replicates + 1)

    low, high = (_edge(p_value, effect, side * error, 1 - level) for side in (-1, 1))
    return p_value(0.0), low, high


def _studentised(scores: FloatArray) -> FloatArray:
    n = scores.shape[1]
    spread = np.sqrt(((scores - scores.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) * n / (n - 1))
    return np.asarray(scores.sum(axis=1) / np.where(spread > 0, spread, np.inf))


def _signs(n: int, replicates: int, seed: int) -> FloatArray:
    """Draw a factor for each place; six values where two would give too few different draws (Webb 2014)."""
    rng = np.random.default_rng(seed)
    if n >= 12:
        return rng.choice([-1.0, 1.0], size=(replicates, n))
    size = np.sqrt([0.5, 1.0, 1.5])
    return rng.choice(np.concatenate((-size, size)), size=(replicates, n))


def _edge(p_value: Callable[[float], float], effect: float, step: float, alpha: float) -> float:
    """Return where the p-value falls below `alpha` on the side of `step`; infinite when it never does."""
    near, far = effect, effect + 2 * step
    for _ in range(6):
        if p_value(far) < alpha:
            break
        near, far = far, effect + 2 * (far - effect)
    else:
        return math.copysign(math.inf, step)
    while abs(far - near) > abs(step) / 500:
        middle = (near + far) / 2
        near, far = (near, middle) if p_value(middle) < alpha else (middle, far)
    return (near + far) / 2


def _joint(effects: FloatArray, covariance: FloatArray, places: int) -> float:
    """Return the p-value that all effects are 0: an F test on as many degrees as there are places less one."""
    from tongket.count.distributions import beta_cdf

    k = effects.size
    if k == 0:
        return math.nan
    statistic = float(effects @ np.linalg.solve(covariance, effects)) / k
    degrees = places - 1
    return float(beta_cdf(degrees / 2, k / 2, degrees / (degrees + k * statistic)))


def _checked(
    counts: ArrayLike, treatment: ArrayLike, level: float, *, trim: bool = True
) -> tuple[FloatArray, FloatArray]:
    y, d = np.asarray(counts, dtype=np.float64), np.asarray(treatment, dtype=bool)
    if y.ndim != 2 or y.shape != d.shape:
        raise FigureError(
            "difference_in_differences: counts and treatment need the same shape, periods by places;"
            f" got {y.shape} and {d.shape}."
        )
    if not (y >= 0).all() or not 0 < level < 1:
        raise FigureError(
            "difference_in_differences: counts must be known and not negative, the level between 0 and 1."
        )
    if trim:
        y, d = y[y.sum(axis=1) > 0], d[y.sum(axis=1) > 0]
        y, d = y[:, y.sum(axis=0) > 0], d[:, y.sum(axis=0) > 0]
    ever = d.any(axis=0)
    if not (0 < ever.sum() < ever.size) or d.all(axis=0).any() or not y[d].sum():
        raise FigureError(
            "difference_in_differences: needs places that were treated and places that were not, periods before the"
            f" start, and cases while treated; got {int(ever.sum())} treated of {ever.size} places."
            " Where the whole city was treated, go down the ladder: `choose_rung`."
        )
    return y, d.astype(np.float64)
