"""What a campaign could show, asked before it starts: how often a fall would be found, and the smallest one that is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tongket.count.distributions import FloatArray, normal_quantile, poisson_pmf
from tongket.count.sentences import half_up, percent_text
from tongket.evaluate.differences import CORRECTION
from tongket.evaluate.power_designs import PanelPlan, SeriesPlan
from tongket.model.errors import FigureError
from tongket.model.text import Language, Text, format_number

# A verdict rests on a two-sided interval of 90 %, so a fall is found when the upper end lies below 0.
ALPHA = 0.10
# "Found four times out of five" is what studies of this kind are planned for.
TARGET = 0.80
REPLICATES = 20_000
SEED = 20180705
# Poisson tables beyond this reach hold less than 1e-12.
_REACH = 8.0
_STEPS = 20
# A table of outcomes grows with the counts; above this drawing is quicker and its error of 0.3 points beside the point.
_MOST_SUMMED = 4_000.0


class Design(Enum):
    """Name the comparison a campaign will be judged by."""

    WDD = "wdd"
    LOG_IRR = "log_irr"
    BEFORE_AFTER = "before_after"


@dataclass(frozen=True)
class Plan:
    """Hold what is expected of a campaign before it starts.

    Attributes
    ----------
    design : Design
        The comparison.
    treated_before : float
        Cases expected in the window before, where it will run.
    comparison_before : float
        The same in the comparison; 0 for `BEFORE_AFTER`.
    length : float
        Length of the campaign over the length of the window before.
    dispersion : float
        Variance of a count over its mean.
    alpha : float
        One less the level of the interval; half of it lies on the side of a fall.

    Raises
    ------
    FigureError
        If a number is out of range, or a design with a comparison has none.
    """

    design: Design
    treated_before: float
    comparison_before: float = 0.0
    length: float = 1.0
    dispersion: float = 1.0
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        for name in ("treated_before", "length", "dispersion"):
            value = getattr(self, name)
            if not (value > 0 and math.isfinite(value)):
                raise FigureError(
                    f"Plan: {name} must be positive and finite; got {value!r}. Take it from past periods."
                )
        if not 0 < self.alpha < 1:
            raise FigureError(f"Plan: alpha must be between 0 and 1; got {self.alpha!r}. Use 0.10.")
        if self.design is not Design.BEFORE_AFTER and not 0 < self.comparison_before < math.inf:
            raise FigureError(
                f"Plan: {self.design.value} needs cases expected in the comparison; got {self.comparison_before!r}."
                " Name a comparison, or plan a description of before and after."
            )


AnyPlan = Plan | SeriesPlan | PanelPlan


@dataclass(frozen=True)
class Power:
    """Hold what could be seen.

    Attributes
    ----------
    plan : Plan, SeriesPlan or PanelPlan
        What it was computed for.
    fall : float
        True fall asked about, as a part of 1.
    probability : float
        Chance that the interval will lie wholly below 0.
    false_alarm : float
        Chance of the same when nothing changes; about half of `plan.alpha`.
    minimum_detectable : float or None
        Smallest fall found with chance `target`, as a part of 1; None when even a fall to 0 would not be.
    target : float
        The chance wanted.
    how : str
        ``summation`` (of Poisson chances), ``simulation``, or ``formula`` (noncentral t).
    replicates, seed : int or None
        Of the simulation.
    """

    plan: AnyPlan
    fall: float
    probability: float
    false_alarm: float
    minimum_detectable: float | None
    target: float
    how: str
    replicates: int | None
    seed: int | None


def power(plan: Plan, fall: float, *, target: float = TARGET, replicates: int = REPLICATES, seed: int = SEED) -> Power:
    """Say how often a campaign that lowers crime by `fall` would be seen to have done so.

    Parameters
    ----------
    plan : Plan, SeriesPlan or PanelPlan
        Design, expected cases and windows.
    fall : float
        True fall, as a part of 1: 0.3 for 30 %.
    target : float
        Chance for which the smallest detectable fall is sought.
    replicates : int
        Simulated campaigns, where the sum over all outcomes would be too long.
    seed : int
        Of the simulation; the same seed gives the same numbers.

    Returns
    -------
    Power
        With the sentence in `power_text`.

    Raises
    ------
    FigureError
        If `fall` is not between 0 and 1, or `target` not between `plan.alpha` and 1.

    Notes
    -----
    `BEFORE_AFTER`, and `WDD` with windows of equal length, are summed over every pair of Poisson counts: of four
    counts the test of `wdd` needs only (treated during + comparison before) and (treated before + comparison
    during), which are Poisson too. Other plans of two windows are simulated with the same random numbers for every
    fall. Series and panels follow from the error their design implies.
    """
    if not 0 <= fall <= 1:
        raise FigureError(f"power: fall must be between 0 and 1; got {fall!r}. Use 0.3 for a fall of 30 %.")
    if not plan.alpha < target < 1:
        raise FigureError(f"power: target must be between {plan.alpha} and 1; got {target!r}. Use 0.80.")
    how, chance = _chance(plan, replicates, seed)
    return Power(
        plan=plan,
        fall=fall,
        probability=chance(fall),
        false_alarm=chance(0.0),
        minimum_detectable=_smallest(chance, target),
        target=target,
        how=how,
        replicates=replicates if how == "simulation" else None,
        seed=seed if how == "simulation" else None,
    )


def detectable_by_formula(plan: Plan, target: float = TARGET) -> float | None:
    """Give the smallest detectable fall from the normal approximation, for a first look and as a check.

    Parameters
    ----------
    plan : Plan
        Design, expected cases and windows.
    target : float
        Chance wanted.

    Returns
    -------
    float or None
        As a part of 1; None when even a fall to nothing would not do.

    Notes
    -----
    The fall whose size is (z of 1 - alpha/2 plus z of target) standard errors. With alpha 0.05, 100 cases before in
    both places give 0.52 (wdd) and 0.46 (log_irr); with 500 in the comparison 0.93 and 0.39.
    """
    wanted = normal_quantile(1 - plan.alpha / 2) + normal_quantile(target)

    def reached(fall: float) -> float:
        return _standardised(plan, fall) - wanted

    # near a fall to nothing the error of a logarithm has no bound, so the first crossing is sought, not the last
    steps = [step / 200 for step in range(200)]
    above = next((step for step in steps if reached(step) >= 0), None)
    return None if above is None else _bisect(reached, above - 1 / 200, above)


def power_text(result: Power) -> Text:
    """Say in a sentence how often the fall would be found, and what could be.

    Parameters
    ----------
    result : Power
        From `power`.

    Returns
    -------
    Text
        For example "Mức giảm 30% sẽ được phát hiện 15 lần trong 100 lần; …".
    """
    return Text(vi=_sentence(result, "vi"), en=_sentence(result, "en"))


def _sentence(result: Power, language: Language) -> str:
    fall = percent_text(100 * result.fall, language, 0, signed=False)
    times = format_number(half_up(100 * result.probability), language)
    wanted = format_number(half_up(100 * result.target), language)
    smallest = result.minimum_detectable
    if language == "vi":
        head = f"Mức giảm {fall} sẽ được phát hiện {times} lần trong 100 lần"
        if smallest is None:
            return f"{head}; với số vụ dự kiến này, không mức giảm nào được phát hiện tới {wanted} lần trong 100 lần."
        least = percent_text(100 * smallest, language, 0, signed=False)
        return f"{head}; mức giảm nhỏ nhất được phát hiện {wanted} lần trong 100 lần là {least}."
    head = f"A {fall} fall would be found {times} times in 100"
    if smallest is None:
        return f"{head}; with so few cases no fall would be found {wanted} times in 100."
    least = percent_text(100 * smallest, language, 0, signed=False)
    return f"{head}; the smallest fall found {wanted} times in 100 is {least}."


def _means(plan: Plan, fall: float) -> tuple[float, float, float, float]:
    """Return the expected counts: treated before and during, comparison before and during."""
    t0, c0 = plan.treated_before, plan.comparison_before
    return t0, t0 * plan.length * (1 - fall), c0, c0 * plan.length


def _standardised(plan: Plan, fall: float) -> float:
    t0, t1, c0, c1 = _means(plan, fall)
    if plan.design is Design.WDD:
        size = fall * t0
        variance = t0 + c0 + (t1 + c1) / plan.length**2
    else:
        size = -math.log1p(-fall)
        variance = 1 / t0 + 1 / t1 + (1 / c0 + 1 / c1 if plan.design is Design.LOG_IRR else 0.0)
    return size / math.sqrt(variance * plan.dispersion)


def _found(plan: Plan, t0: FloatArray, t1: FloatArray, c0: FloatArray, c1: FloatArray) -> NDArray[np.bool_]:
    """Return where four counts lead to an interval below 0, by the same formulas as `differences`."""
    z = normal_quantile(1 - plan.alpha / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        if plan.design is Design.WDD:
            effect = t1 / plan.length - t0 - (c1 / plan.length - c0)
            variance = t0 + c0 + (t1 + c1) / plan.length**2
        elif plan.design is Design.LOG_IRR:
            zero = (t0 == 0) | (t1 == 0) | (c0 == 0) | (c1 == 0)
            a, b, c, d = (np.where(zero, n + CORRECTION, n) for n in (t0, t1, c0, c1))
            effect, variance = np.log(b * c / (a * d)), 1 / a + 1 / b + 1 / c + 1 / d
        else:
            # the score interval of the ratio excludes 1 exactly when this score passes z
            share = plan.length / (1 + plan.length)
            effect, variance = t1 - (t0 + t1) * share, (t0 + t1) * share * (1 - share)
        return np.asarray(effect < -z * np.sqrt(variance * plan.dispersion))


def _chance(plan: AnyPlan, replicates: int, seed: int) -> tuple[str, Callable[[float], float]]:
    if isinstance(plan, SeriesPlan | PanelPlan):
        return "formula", plan.chance
    summable = plan.design is Design.BEFORE_AFTER or (plan.design is Design.WDD and plan.length == 1)
    small = plan.treated_before + plan.comparison_before <= _MOST_SUMMED
    if summable and small and plan.dispersion == 1:
        return "summation", _summation(plan)
    return "simulation", _simulation(plan, replicates, seed)


def _summation(plan: Plan) -> Callable[[float], float]:
    """Sum the Poisson chances of all pairs of counts that would show a fall."""

    def chance(fall: float) -> float:
        t0, t1, c0, c1 = _means(plan, fall)
        # the change in the comparison enters with the other sign, so it joins the opposite count
        up, up_mass = _table(t0 + c1 if plan.design is Design.WDD else t0, 1.0)
        down, down_mass = _table(t1 + c0 if plan.design is Design.WDD else t1, 1.0)
        nothing = np.zeros((1, 1))
        found = _found(plan, up[:, None], down[None, :], nothing, nothing)
        return float(up_mass @ found @ down_mass)

    return chance


def _simulation(plan: Plan, replicates: int, seed: int) -> Callable[[float], float]:
    """Draw four counts by inversion: with the same uniform numbers a deeper fall never draws more cases."""
    uniform = np.random.default_rng(seed).random((4, replicates))

    def chance(fall: float) -> float:
        drawn = [_inverse(u, mean, plan.dispersion) for u, mean in zip(uniform, _means(plan, fall), strict=True)]
        return float(_found(plan, *drawn).mean())

    return chance


def _inverse(uniform: FloatArray, mean: float, dispersion: float) -> FloatArray:
    if mean == 0:
        return np.zeros_like(uniform)
    counts, mass = _table(mean, dispersion)
    return counts[np.minimum(np.searchsorted(np.cumsum(mass), uniform), counts.size - 1)]


@lru_cache(maxsize=64)
def _table(mean: float, dispersion: float) -> tuple[FloatArray, FloatArray]:
    """Return counts with their chances: Poisson, or negative binomial with variance dispersion x mean."""
    reach = _REACH * math.sqrt(mean * dispersion) + 20 * dispersion
    counts = np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach) + 1, dtype=np.float64)
    if mean == 0:
        return np.zeros(1), np.ones(1)
    if dispersion <= 1:
        return counts, poisson_pmf(counts, mean)
    shape = mean / (dispersion - 1)
    log_mass = np.array([math.lgamma(k + shape) - math.lgamma(k + 1) for k in counts])
    log_mass += counts * math.log1p(-1 / dispersion) - shape * math.log(dispersion) - math.lgamma(shape)
    return counts, np.exp(log_mass)


def _smallest(chance: Callable[[float], float], target: float) -> float | None:
    # by formula a fall to nothing is found less often than a deep one, so the first crossing is sought, not the last
    above = next((step for step in range(1, _STEPS + 1) if chance(step / _STEPS) >= target), None)
    if above is None:
        return None
    return _bisect(lambda fall: chance(fall) - target, (above - 1) / _STEPS, above / _STEPS)


def _bisect(function: Callable[[float], float], low: float, high: float) -> float:
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return high
