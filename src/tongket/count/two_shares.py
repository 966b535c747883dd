"""Two shares or two amounts side by side: clearance against last year's, loss against last year's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from tongket.count.distributions import binomial_pmf, normal_two_sided
from tongket.count.intervals import DEFAULT_LEVEL, wilson
from tongket.count.two_counts import NoPercent, Verdict
from tongket.model.errors import FigureError

# Under this expected number in any cell of the 2 x 2 table the normal test is replaced by Fisher's exact one.
EXACT_UNDER = 5


@dataclass(frozen=True)
class ShareComparison:
    """Hold one share against another; the difference is in percentage points, never "per cent".

    Attributes
    ----------
    numerator, denominator, numerator_against, denominator_against : int
        The two shares as fractions of cases, to be printed beside the rates.
    value, against : Fraction or None
        The shares, exact, as parts of 1; None out of nothing.
    points : Fraction or None
        Difference in percentage points, exact; None when either share is.
    lower, upper : float or None
        Interval of the difference in percentage points; None when `points` is.
    p_value : float
        Two-sided; NaN when there is nothing to test.
    verdict : Verdict
        What may be said; ``NO_CASES`` when either denominator is 0.
    method : str
        ``score`` or ``fisher``.
    level : float
        Confidence level of the interval.
    """

    numerator: int
    denominator: int
    numerator_against: int
    denominator_against: int
    value: Fraction | None
    against: Fraction | None
    points: Fraction | None
    lower: float | None
    upper: float | None
    p_value: float
    verdict: Verdict
    method: str
    level: float


@dataclass(frozen=True)
class AmountComparison:
    """Hold one amount (money, hectares) against another; amounts carry no test of chance.

    Attributes
    ----------
    value, against, difference : Fraction
        Exact; `against` is the mean when several periods were given.
    percent : Fraction or None
        Difference in per cent of `against`, exact; None when that is 0.
    no_percent : NoPercent or None
        Why `percent` is None.
    periods : int
        How many periods `against` is the mean of.
    """

    value: Fraction
    against: Fraction
    difference: Fraction
    percent: Fraction | None
    no_percent: NoPercent | None
    periods: int


def compare_shares(
    numerator: int,
    denominator: int,
    numerator_against: int,
    denominator_against: int,
    *,
    level: float = DEFAULT_LEVEL,
) -> ShareComparison:
    """Set a share (cleared of recorded) against the share of another period.

    Parameters
    ----------
    numerator, denominator : int
        Of the period reported.
    numerator_against, denominator_against : int
        Of the period compared with.
    level : float
        Confidence level; the verdict uses 1 - `level` as its threshold.

    Returns
    -------
    ShareComparison
        With Newcombe's interval and the pooled score test, or Fisher's exact test for few cases.

    Raises
    ------
    FigureError
        If a numerator is above its denominator; such a ratio is no share.

    Notes
    -----
    Newcombe RG (1998), *Stat Med* 17:873-890, method 10,
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    bounds = wilson([numerator, numerator_against], [denominator, denominator_against], level)
    parts = (int(numerator), int(denominator), int(numerator_against), int(denominator_against))
    if not (denominator and denominator_against):
        value = Fraction(parts[0], parts[1]) if denominator else None
        against = Fraction(parts[2], parts[3]) if denominator_against else None
        return ShareComparison(*parts, value, against, None, None, None, math.nan, Verdict.NO_CASES, "score", level)
    value, against = Fraction(parts[0], parts[1]), Fraction(parts[2], parts[3])
    low, high = bounds
    gap = float(value - against)
    below = math.hypot(float(value) - low[0], high[1] - float(against))
    above = math.hypot(high[0] - float(value), float(against) - low[1])
    p_value, method = _test(*parts)
    return ShareComparison(
        *parts,
        value=value,
        against=against,
        points=(value - against) * 100,
        lower=(gap - below) * 100,
        upper=(gap + above) * 100,
        p_value=p_value,
        verdict=_verdict(value, against, p_value, 1 - level),
        method=method,
        level=level,
    )


def compare_amounts(value: Decimal | int, against: Sequence[Decimal | int]) -> AmountComparison:
    """Set an amount against that of another period, or against the mean of several.

    Parameters
    ----------
    value : Decimal or int
        Amount of the period reported.
    against : sequence of Decimal or int
        Amount of each period compared with, at least one.

    Returns
    -------
    AmountComparison
        Exact difference and per cent.

    Raises
    ------
    FigureError
        If there is no period to compare with, or an amount is not a finite number.
    """
    if not against:
        raise FigureError("compare_amounts: at least one period to compare with; got none. Name it with --against.")
    exact = [_exact(amount) for amount in (value, *against)]
    mean = sum(exact[1:], Fraction(0)) / len(against)
    percent = (exact[0] - mean) / mean * 100 if mean else None
    reason = None if mean else NoPercent.ZERO_BASE
    return AmountComparison(exact[0], mean, exact[0] - mean, percent, reason, len(against))


def fisher_exact(x1: int, n1: int, x2: int, n2: int) -> float:
    """Give the two-sided p-value of Fisher's exact test that two shares are equal.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Numerators and denominators.

    Returns
    -------
    float
        Sum of the hypergeometric masses not above the observed one, as R's ``fisher.test``.

    Notes
    -----
    Fisher RA (1935), *J R Stat Soc* 98:39-82.
    """
    successes, total = x1 + x2, n1 + n2
    table = np.arange(max(0, successes - n2), min(n1, successes) + 1)
    share = successes / total if 0 < successes < total else 0.5
    mass = binomial_pmf(table, n1, share) * binomial_pmf(successes - table, n2, share)
    mass = mass / mass.sum()
    observed = mass[x1 - int(table[0])]
    return min(1.0, float(mass[mass <= observed * (1 + 1e-7)].sum()))


def _test(x1: int, n1: int, x2: int, n2: int) -> tuple[float, str]:
    pooled = (x1 + x2) / (n1 + n2)
    if min(n1, n2) * min(pooled, 1 - pooled) < EXACT_UNDER:
        return fisher_exact(x1, n1, x2, n2), "fisher"
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return float(normal_two_sided((x1 / n1 - x2 / n2) / error)), "score"


def _verdict(value: Fraction, against: Fraction, p_value: float, alpha: float) -> Verdict:
    if value == against:
        return Verdict.SAME
    return Verdict.MORE_THAN_CHANCE if p_value < alpha else Verdict.MAY_BE_CHANCE


def _exact(amount: Decimal | int) -> Fraction:
    try:
        return Fraction(amount)
    except (ValueError, OverflowError, TypeError) as error:
        raise FigureError(
            f"compare_amounts: an amount must be a finite number; got {amount!r}. A missing amount has no comparison."
        ) from error
