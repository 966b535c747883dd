"""One campaign in numbers and in ratios: each scale has its own idea of what would have happened; they may disagree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from tongket.evaluate.differences import LEVEL, Estimate, LogIrrResult, WddResult, log_irr, wdd


class Scales(Enum):
    """Say what the two scales show together."""

    BOTH_FALL = "both_fall"
    BOTH_RISE = "both_rise"
    NEITHER = "neither"
    ONLY_COUNTS = "only_counts"
    ONLY_RATIO = "only_ratio"
    OPPOSITE = "opposite"


class WhyTheyDiffer(Enum):
    """Say why one scale shows what the other does not."""

    EXPECTATION = "expectation"  # they expect different numbers, because the comparison moved and is of another size
    LARGE_COMPARISON = "large_comparison"  # a large comparison adds noise to the number of cases, not to the ratio
    BORDERLINE = "borderline"  # both lie close to the edge of chance


@dataclass(frozen=True)
class BothScales:
    """Hold one campaign on both scales.

    Attributes
    ----------
    wdd : WddResult
        In cases, with the ring where there is one.
    irr : LogIrrResult
        As a ratio, without the ring.
    scales : Scales
        What the two show together about the area treated.
    why : WhyTheyDiffer or None
        Given exactly when only one of them shows an effect, or they point apart.
    expected_by_counts, expected_by_ratio : float
        Cases expected during the campaign had it done nothing, on each scale.
    observed : float
        Cases recorded during the campaign where it ran.
    """

    wdd: WddResult
    irr: LogIrrResult
    scales: Scales
    why: WhyTheyDiffer | None
    expected_by_counts: float
    expected_by_ratio: float
    observed: float


def both_scales(
    treated: ArrayLike,
    comparison: ArrayLike,
    *,
    displaced: ArrayLike | None = None,
    displaced_comparison: ArrayLike | None = None,
    length: float = 1.0,
    dispersion: float = 1.0,
    level: float = LEVEL,
) -> BothScales:
    """Judge one campaign in numbers and in ratios, and say why the two disagree where they do.

    Parameters
    ----------
    treated, comparison : array_like of counts, shape (2,)
        Before and during.
    displaced, displaced_comparison : array_like of counts, shape (2,), optional
        The ring and its own comparison.
    length : float
        Length of the campaign over that of the window before; cases are counted over the length of the campaign.
    dispersion : float
        Variance of a count over its mean.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    BothScales
        `differences_words.both_scales_text` turns it into a sentence.

    Raises
    ------
    FigureError
        As `wdd` and `log_irr` do.
    """
    counted = wdd(
        treated,
        comparison,
        displaced=displaced,
        displaced_comparison=displaced_comparison,
        time=(1 / length if length > 0 else length, 1.0),
        dispersion=dispersion,
        level=level,
    )
    ratio = log_irr(treated, comparison, dispersion=dispersion, level=level)
    (t0, t1), (c0, c1) = np.asarray(treated, dtype=np.float64), np.asarray(comparison, dtype=np.float64)
    by_counts, by_ratio = float(length * (t0 - c0) + c1), float(t0 * c1 / c0) if c0 else math.nan
    scales = _scales(counted.local, ratio.log)
    why = None
    if scales in (Scales.ONLY_COUNTS, Scales.ONLY_RATIO, Scales.OPPOSITE):
        why = _why(counted.local, by_counts, by_ratio, float(t0 + t1), float(c0 + c1))
    return BothScales(counted, ratio, scales, why, by_counts, by_ratio, float(t1))


def _scales(counted: Estimate, ratio: Estimate) -> Scales:
    falls, rises = (
        (bool(counted.shows_fall), bool(ratio.shows_fall)),
        (bool(counted.shows_rise), bool(ratio.shows_rise)),
    )
    if all(falls):
        return Scales.BOTH_FALL
    if all(rises):
        return Scales.BOTH_RISE
    shown = (falls[0] or rises[0], falls[1] or rises[1])
    if all(shown):
        return Scales.OPPOSITE
    if not any(shown):
        return Scales.NEITHER
    return Scales.ONLY_COUNTS if shown[0] else Scales.ONLY_RATIO


def _why(counted: Estimate, by_counts: float, by_ratio: float, treated: float, comparison: float) -> WhyTheyDiffer:
    # half a standard error: less could not have carried a result across the edge unless it stood there anyway
    if math.isfinite(by_ratio) and abs(by_counts - by_ratio) > float(counted.standard_error) / 2:
        return WhyTheyDiffer.EXPECTATION
    return WhyTheyDiffer.LARGE_COMPARISON if comparison > 2 * treated else WhyTheyDiffer.BORDERLINE
