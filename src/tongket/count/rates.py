"""Cases per 100 000 people, with the warning that small numbers need and the smoothing that may help them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.count.distributions import FloatArray
from tongket.count.intervals import DEFAULT_LEVEL, poisson_interval
from tongket.model.errors import FigureError
from tongket.model.text import Text

PER = 100_000
# Under 20 events the relative standard error, 1/sqrt(n), passes 22 %: the rule of NCHS and the New York State
# Department of Health for unstable rates.
RELIABLE_FROM = 20

UNRELIABLE = Text(
    vi="tỷ suất chưa ổn định (dưới 20 vụ), chỉ để tham khảo",
    en="unstable rate (fewer than 20 events), for reference only",
)
# In this order; smoothing is the last resort, because it no longer shows what was recorded.
REMEDIES = (
    Text(vi="gộp kỳ dài hơn", en="take a longer period"),
    Text(vi="gộp địa bàn rộng hơn", en="take a larger area"),
    Text(vi="gộp nhóm tội danh rộng hơn", en="take a broader offence group"),
    Text(
        vi="làm trơn Bayes thực nghiệm, ghi rõ là số đã làm trơn",
        en="smooth by empirical Bayes, labelled as smoothed",
    ),
)
SMOOTHED = Text(
    vi="tỷ suất đã làm trơn (Bayes thực nghiệm, Marshall 1991), không phải tỷ suất quan sát",
    en="smoothed rate (empirical Bayes, Marshall 1991), not the observed rate",
)


@dataclass(frozen=True)
class Rates:
    """Hold rates of several areas or groups.

    Attributes
    ----------
    rate, lower, upper : ndarray of float64
        Events per `per` people and the interval; NaN where the population is missing or 0.
    reliable : ndarray of bool
        Whether there are at least 20 events.
    relative_error_percent : ndarray of float64
        100 / sqrt(events); infinite for no event.
    per : int
        People to which the rate refers.
    """

    rate: FloatArray
    lower: FloatArray
    upper: FloatArray
    reliable: NDArray[np.bool_]
    relative_error_percent: FloatArray
    per: int


@dataclass(frozen=True)
class SmoothedRates:
    """Hold rates drawn towards the overall one; print `label` with them.

    Attributes
    ----------
    rate : ndarray of float64
        Smoothed events per `per` people.
    weight : ndarray of float64
        Share that the area's own rate has in it, from 0 to 1.
    overall : float
        Rate of all areas together.
    per : int
        People to which the rate refers.
    label : Text
        What must stand beside a smoothed rate.
    """

    rate: FloatArray
    weight: FloatArray
    overall: float
    per: int
    label: Text = SMOOTHED


@dataclass(frozen=True)
class StandardisedRate:
    """Hold one directly standardised rate.

    Attributes
    ----------
    rate, lower, upper : float
        Events per `per` people of the standard population; limits NaN without any event.
    per : int
        People to which the rate refers.
    """

    rate: float
    lower: float
    upper: float
    per: int


def rates_per(events: ArrayLike, population: ArrayLike, *, per: int = PER, level: float = DEFAULT_LEVEL) -> Rates:
    """Give the rate of each area with its interval and whether it is stable enough to print.

    Parameters
    ----------
    events : array_like of non-negative integers
        Cases; NaN means missing.
    population : array_like of float
        People at risk, or person-years; NaN means missing.
    per : int
        People to which the rate refers.
    level : float
        Confidence level.

    Returns
    -------
    Rates
        Same shape as the inputs broadcast together.

    Raises
    ------
    FigureError
        If an event count is negative or not whole, or a population is negative.

    Notes
    -----
    Interval of the count (exact below 10, Byar from 10 on) over the population, which is taken as known.
    """
    x, people = np.broadcast_arrays(np.asarray(events, dtype=np.float64), _checked_people(population))
    bounds = poisson_interval(x, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(people > 0, per / people, np.nan)
        error = 100 / np.sqrt(x)
    return Rates(x * scale, bounds.lower * scale, bounds.upper * scale, x >= RELIABLE_FROM, error, per)


def smoothed_rates(events: ArrayLike, population: ArrayLike, *, per: int = PER) -> SmoothedRates:
    """Draw unstable rates towards the overall one, the more the fewer people stand behind them.

    Parameters
    ----------
    events : array_like of non-negative numbers, shape (n,)
        Cases in each area.
    population : array_like of positive numbers, shape (n,)
        People in each area.
    per : int
        People to which the rate refers.

    Returns
    -------
    SmoothedRates
        When the areas differ by no more than chance every weight is 0 and all have the overall rate.

    Raises
    ------
    FigureError
        If a population is missing or not positive.

    Notes
    -----
    Global moment estimator: Marshall RJ (1991), *Applied Statistics* 40:283-294, https://doi.org/10.2307/2347593.
    """
    x, people = np.asarray(events, dtype=np.float64), _checked_people(population)
    if not (people > 0).all():
        raise FigureError(
            "smoothed_rates: every area needs a positive population; got one that is missing or 0."
            " Leave the area out or give its population."
        )
    overall = x.sum() / people.sum()
    spread = (people * (x / people - overall) ** 2).sum() / people.sum()
    prior = max(0.0, float(spread - overall / people.mean()))
    noise = overall / people
    weight = prior / (prior + noise) if prior > 0 else np.zeros_like(people)
    smoothed = weight * (x / people) + (1 - weight) * overall
    return SmoothedRates(smoothed * per, weight, float(overall * per), per)


def standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: int = PER,
    level: float = DEFAULT_LEVEL,
) -> StandardisedRate:
    """Give the rate an area would have with the age (or other) structure of a standard population.

    Parameters
    ----------
    events, population : array_like of float, shape (n_groups,)
        Cases and people in each group of the area.
    standard : array_like of float, shape (n_groups,)
        People of the standard population in each group.
    per : int
        People to which the rate refers.
    level : float
        Confidence level.

    Returns
    -------
    StandardisedRate
        Rate with Dobson's interval.

    Raises
    ------
    FigureError
        If a group has no people.

    Notes
    -----
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991), *Stat Med* 10:457-462,
    https://doi.org/10.1002/sim.4780100317.
    """
    x, people = np.asarray(events, dtype=np.float64), _checked_people(population)
    if not (people > 0).all():
        raise FigureError("standardised_rate: every group needs people; got one without. Merge it with its neighbour.")
    weights = np.asarray(standard, dtype=np.float64) / np.sum(standard)
    total = float(x.sum())
    rate = float((weights * x / people).sum())
    variance = float((weights**2 * x / people**2).sum())
    if total == 0:
        return StandardisedRate(0.0, np.nan, np.nan, per)
    bounds = poisson_interval(total, level)
    step = np.sqrt(variance / total)
    lower, upper = rate + step * (bounds.lower - total), rate + step * (bounds.upper - total)
    return StandardisedRate(rate * per, float(lower * per), float(upper * per), per)


def _checked_people(population: ArrayLike) -> FloatArray:
    people = np.asarray(population, dtype=np.float64)
    if (people < 0).any():
        raise FigureError(
            f"rates: a population cannot be negative; got {float(people[people < 0].flat[0])!r}."
            " Mend the populations table."
        )
    return people
