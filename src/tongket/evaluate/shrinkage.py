"""Regression to the mean: how much of a fall was due anyway, because the places were chosen for being high."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray, normal_quantile
from tongket.evaluate.differences import LEVEL, LogIrrResult, log_irr
from tongket.model.errors import FigureError
from tongket.model.text import Language, Text, format_number

# How places differ cannot be learnt from fewer.
FEWEST_PLACES = 10


@dataclass(frozen=True)
class MeanRegression:
    """Hold what the chosen places would have counted next without any campaign.

    Attributes
    ----------
    counted : int
        Cases of the chosen places in the window they were chosen by.
    expected : float
        Cases expected there in the next window of the same length.
    lower, upper : float
        Prediction interval of that count.
    fall_percent : float
        Fall due to choosing, in per cent of `counted`; not negative when high places were chosen.
    shape, rate : float
        Gamma distribution of the places' rates; both infinite where places differ by chance alone.
    reliability : float
        Part of the variation of counts that is real: 1 means no regression, 0 means all places are alike.
    level : float
        Confidence level.
    """

    counted: int
    expected: float
    lower: float
    upper: float
    fall_percent: float
    shape: float
    rate: float
    reliability: float
    level: float


@dataclass(frozen=True)
class EquallyHigh:
    """Hold the chosen places beside places that were as high and not chosen.

    Attributes
    ----------
    chosen, matched : tuple of int
        Cases before and during in both groups.
    pairs : int
        Chosen places that found a match; the others are left out of both groups.
    net : LogIrrResult
        Change of the chosen net of the matched.
    """

    chosen: tuple[int, int]
    matched: tuple[int, int]
    pairs: int
    net: LogIrrResult


def regression_to_the_mean(
    counts: ArrayLike, chosen: ArrayLike, *, exposure: ArrayLike | None = None, level: float = LEVEL
) -> MeanRegression:
    """Estimate what the chosen places would have counted next, had nothing been done.

    Parameters
    ----------
    counts : array_like of int, shape (n_places,)
        Cases of every place the choice was made among, in the window it was made by.
    chosen : array_like of bool, shape (n_places,)
        Which were chosen.
    exposure : array_like of float, shape (n_places,), optional
        Size of each place (population, street length) relative to its mean; equal when left out.
    level : float
        Confidence level of the prediction interval.

    Returns
    -------
    MeanRegression
        By empirical Bayes: counts are Poisson, rates of places follow a gamma distribution fitted to all of them.

    Raises
    ------
    FigureError
        If there are fewer than 10 places, none was chosen, or shapes differ.

    Notes
    -----
    Robbins (1956); for road safety, where sites are chosen for their accidents, Hauer E (1997), *Observational
    Before-After Studies in Road Safety*, chapter 11. Gamma parameters by moments with exposures as weights (Marshall
    1991, *Appl Stat* 40:283-294, https://doi.org/10.2307/2347593). Given the counts the next one is negative binomial.
    """
    y, picked, size = _checked(counts, chosen, exposure)
    mean, variance = _moments(y, size)
    if variance <= 0:
        expected = mean * size[picked]
        spread = expected
        shape = rate = math.inf
    else:
        shape, rate = mean * mean / variance, mean / variance
        posterior = (shape + y[picked]) / (rate + size[picked])
        expected = posterior * size[picked]
        spread = expected * (1 + size[picked] / (rate + size[picked]))
    total, error = float(expected.sum()), math.sqrt(float(spread.sum()))
    half = normal_quantile(0.5 + level / 2) * error
    counted = int(y[picked].sum())
    typical = float(size.mean())
    return MeanRegression(
        counted=counted,
        expected=total,
        lower=max(0.0, total - half),
        upper=total + half,
        fall_percent=100 * (1 - total / counted) if counted else math.nan,
        shape=shape,
        rate=rate,
        reliability=0.0 if math.isinf(rate) else typical / (typical + rate),
        level=level,
    )


def equally_high(
    before: ArrayLike, during: ArrayLike, chosen: ArrayLike, *, tolerance: float = 0.15, level: float = LEVEL
) -> EquallyHigh:
    """Compare the chosen places with places that were equally high and not chosen.

    Parameters
    ----------
    before, during : array_like of int, shape (n_places,)
        Cases of every place.
    chosen : array_like of bool, shape (n_places,)
        Where the campaign ran.
    tolerance : float
        How far a match may lie from the count of the chosen place, as a part of it; at least one case.
    level : float
        Confidence level.

    Returns
    -------
    EquallyHigh
        Each chosen place, highest first, takes the nearest free place.

    Raises
    ------
    FigureError
        If no chosen place has an equally high neighbour that was not chosen.
    """
    b, picked, _ = _checked(before, chosen, None)
    d = np.asarray(during, dtype=np.float64)
    pairs = _pairs(b, picked, tolerance)
    if not pairs:
        raise FigureError(
            "equally_high: no place as high as those chosen was left out of the campaign; use the expectation of"
            " `regression_to_the_mean` instead."
        )
    ours, theirs = (np.array(side) for side in zip(*pairs, strict=True))
    own = (int(b[ours].sum()), int(d[ours].sum()))
    other = (int(b[theirs].sum()), int(d[theirs].sum()))
    return EquallyHigh(own, other, len(pairs), log_irr(own, other, level=level))


def regression_text(result: MeanRegression) -> Text:
    """Say how much of a fall was to be expected anyway.

    Parameters
    ----------
    result : MeanRegression
        From `regression_to_the_mean`.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(vi=_sentence(result, "vi"), en=_sentence(result, "en"))


def _sentence(result: MeanRegression, language: Language) -> str:
    counted, expected = (format_number(round(x), language) for x in (result.counted, result.expected))
    low, high = (format_number(round(x), language) for x in (result.lower, result.upper))
    if language == "vi":
        return (
            f"Các nơi này được chọn vì đang cao: từ {counted} vụ, kỳ sau tự nó dự kiến còn khoảng {expected} vụ"
            f" (từ {low} đến {high}) dù không làm gì."
        )
    return (
        f"These places were chosen for being high: after {counted} cases about {expected} ({low} to {high}) were to be"
        " expected next even had nothing been done."
    )


def _moments(y: FloatArray, size: FloatArray) -> tuple[float, float]:
    """Return mean and variance of the true rates of places (Marshall's global estimator)."""
    total = size.sum()
    mean = float(y.sum() / total)
    spread = float((size * (y / size - mean) ** 2).sum() / total)
    # the part chance adds to the weighted spread of n places, and the degree spent on the mean
    n = y.size
    return mean, (spread * n / (n - 1)) - mean / (total / n)


def _pairs(before: FloatArray, picked: NDArray[np.bool_], tolerance: float) -> list[tuple[int, int]]:
    free = list(np.flatnonzero(~picked))
    found = []
    for place in sorted(np.flatnonzero(picked), key=lambda k: -before[k]):
        near = [k for k in free if abs(before[k] - before[place]) <= max(1.0, tolerance * before[place])]
        if near:
            match = min(near, key=lambda k: (abs(before[k] - before[place]), k))
            free.remove(match)
            found.append((int(place), int(match)))
    return found


def _checked(
    counts: ArrayLike, chosen: ArrayLike, exposure: ArrayLike | None
) -> tuple[FloatArray, NDArray[np.bool_], FloatArray]:
    y, picked = np.asarray(counts, dtype=np.float64), np.asarray(chosen, dtype=bool)
    size = np.ones(y.shape) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if y.ndim != 1 or y.shape != picked.shape or y.shape != size.shape or y.size < FEWEST_PLACES:
        raise FigureError(
            f"regression_to_the_mean: needs one count and one choice for each of at least {FEWEST_PLACES} places;"
            f" got shapes {y.shape}, {picked.shape} and {size.shape}. Give all places the choice was made among."
        )
    if not (y >= 0).all() or not (size > 0).all() or not picked.any():
        raise FigureError(
            "regression_to_the_mean: counts must be known, sizes positive, and at least one place chosen."
        )
    return y, picked, size
