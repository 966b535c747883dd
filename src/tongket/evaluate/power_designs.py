"""What a series and a panel of places could show: the error follows from the design, so no campaign is simulated."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from tongket.count.distributions import student_quantile_two_sided
from tongket.evaluate.interrupted import FEWEST_BEFORE, SeriesDesign, covariate_matrix, stacked_matrix
from tongket.evaluate.interrupted_errors import Memory, sandwich
from tongket.model.errors import FigureError

NO_MEMORY = Memory(0.0, 0.0)


@dataclass(frozen=True)
class SeriesPlan:
    """Hold what is expected of a campaign that `interrupted_series` will judge.

    Attributes
    ----------
    treated, comparison : float
        Cases expected per point; 0 for no comparison series.
    before, during : int
        Points before the campaign and points of it.
    per_year : float
        Points in a year.
    harmonics : int
        Pairs of sine and cosine for the season.
    dispersion : float
        Variance of a count over its mean, in both series.
    memory : Memory
        How errors hang together from point to point.
    shared : float
        Correlation of the two series' errors at one point.
    alpha : float
        One less the level of the interval.

    Raises
    ------
    FigureError
        If a number is out of range.
    """

    treated: float
    comparison: float
    before: int
    during: int
    per_year: float = 365.25 / 7
    harmonics: int = 2
    dispersion: float = 1.0
    memory: Memory = NO_MEMORY
    shared: float = 0.0
    alpha: float = 0.10

    def __post_init__(self) -> None:
        _check_positive("SeriesPlan", {"treated": self.treated, "dispersion": self.dispersion, "during": self.during})
        if self.before < FEWEST_BEFORE or self.comparison < 0 or not 0 < self.alpha < 1 or not -1 < self.shared < 1:
            raise FigureError(
                f"SeriesPlan: at least {FEWEST_BEFORE} points before, and numbers in their range; got before"
                f" {self.before}, comparison {self.comparison!r}, alpha {self.alpha!r}, shared {self.shared!r}."
            )

    def chance(self, fall: float) -> float:
        """Return how often a true `fall` (a part of 1) leads to an interval below 0."""
        n = self.before + self.during
        columns, _ = covariate_matrix(SeriesDesign(self.before, n, self.per_year, self.harmonics), n)
        means = [self.treated, self.comparison] if self.comparison else [self.treated]
        fitted = np.repeat(np.array(means, dtype=np.float64)[:, None], n, axis=1)
        fall = min(fall, 1 - 0.5 / (self.treated * self.during))
        fitted[0, self.before :] *= 1 - fall
        shared = self.dispersion * self.shared
        spread = np.full((len(means), len(means)), shared) + np.eye(len(means)) * (self.dispersion - shared)
        covariance = sandwich(stacked_matrix(columns, len(means)), fitted, spread, self.memory)
        return below_zero(math.log1p(-fall), math.sqrt(float(covariance[-1, -1])), n - columns.shape[1], self.alpha)

    def without_comparison(self) -> SeriesPlan:
        """Return the same plan for the treated series alone."""
        return replace(self, comparison=0.0, shared=0.0)


@dataclass(frozen=True)
class PanelPlan:
    """Hold what is expected of a campaign that `difference_in_differences` will judge.

    Attributes
    ----------
    places, treated_places : int
        Places in all, and those the campaign covers.
    mean : float
        Cases expected per place and period.
    before, during : int
        Periods before and during.
    dispersion : float
        Variance of a count over its mean within a place.
    spread : float
        Standard deviation between places of the logarithmic change from before to during.
    alpha : float
        One less the level of the interval.

    Raises
    ------
    FigureError
        If a number is out of range.
    """

    places: int
    treated_places: int
    mean: float
    before: int
    during: int
    dispersion: float = 1.0
    spread: float = 0.0
    alpha: float = 0.10

    def __post_init__(self) -> None:
        numbers = {"mean": self.mean, "before": self.before, "during": self.during, "dispersion": self.dispersion}
        _check_positive("PanelPlan", numbers)
        if not 0 < self.treated_places < self.places or self.spread < 0 or not 0 < self.alpha < 1:
            raise FigureError(
                "PanelPlan: some places must be treated and some not, and numbers in their range; got"
                f" {self.treated_places} of {self.places}, spread {self.spread!r}, alpha {self.alpha!r}."
            )

    def chance(self, fall: float) -> float:
        """Return how often a true `fall` (a part of 1) leads to an interval below 0."""
        variance = 0.0
        for places, left in ((self.treated_places, 1 - fall), (self.places - self.treated_places, 1.0)):
            total = max(0.5, places * self.mean * self.during * left)
            variance += self.dispersion * (1 / (places * self.mean * self.before) + 1 / total)
            variance += self.spread**2 / places
        effect = math.log1p(-min(fall, 1 - 1e-9))
        return below_zero(effect, math.sqrt(variance), self.places - 1, self.alpha)


def below_zero(effect: float, error: float, degrees: int, alpha: float) -> float:
    """Return the chance that effect + t x error, both estimated, lies below 0.

    Parameters
    ----------
    effect, error : float
        True effect and standard error of its estimate.
    degrees : int
        Degrees of freedom of the error.
    alpha : float
        One less the level of the two-sided interval.

    Returns
    -------
    float
        From the noncentral t distribution.
    """
    from scipy.special import nctdtr  # type: ignore[import-untyped]  # ships no types

    return float(nctdtr(degrees, effect / error, -student_quantile_two_sided(1 - alpha, degrees)))


def _check_positive(who: str, numbers: dict[str, float]) -> None:
    for name, value in numbers.items():
        if not (value > 0 and math.isfinite(value)):
            raise FigureError(f"{who}: {name} must be positive and finite; got {value!r}. Take it from past periods.")
