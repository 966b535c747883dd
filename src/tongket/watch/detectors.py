"""Detectors of surges behind one face: counts in, how unusual each period is out.

`strength` rises with how unusual a count is, in the detector's own unit; an alarm is a strength above a cut. A cut is
the detector's own (its alpha or limit) or one found by simulation for a wanted number of false alarms (`alarm_budget`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from statistics import NormalDist
from typing import Any, Protocol

import numpy as np

from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.seasonal_means import seasonal_mean
from tongket.watch.surges_cusum import cusum, glr_cusum
from tongket.watch.surges_ears import ears
from tongket.watch.surges_farrington import FLEXIBLE, NOUFAILY, NOUFAILY_MUAN, ORIGINAL, FarringtonSettings, farrington

# counts of series with a mean under this are all but zeros: a cumulative sum has no scale for them
_LEAST_MEAN = 0.05


@dataclass(frozen=True, eq=False)
class Judgement:
    """Hold what a detector says of wanted periods (axis 0) and series (axis 1).

    Attributes
    ----------
    periods : ndarray of int64, shape (n_wanted,)
        Positions judged.
    expected : ndarray of float64
        Model's mean; NaN where the series is not judged.
    strength : ndarray of float64
        How unusual, in the detector's unit; NaN where the series is not judged.
    p_value : ndarray of float64
        NaN where the method gives none.
    """

    periods: IntArray
    expected: FloatArray
    strength: FloatArray
    p_value: FloatArray


class Detector(Protocol):
    """Judge periods of many series by what was known before them."""

    @property
    def name(self) -> str:
        """Return the name it signs its signals with."""

    @property
    def cut(self) -> float:
        """Return the strength above which it signals by its own settings."""

    @property
    def history(self) -> int:
        """Return the periods of history it needs."""

    def judge(self, counts: FloatArray, periods: IntArray, dates: Any | None) -> Judgement:
        """Judge the wanted periods, shape of `counts` (n_periods, n_series), looking at nothing after each."""


@dataclass(frozen=True)
class EarsDetector:
    """EARS with its settings (see `ears`)."""

    method: str = "C2"
    alpha: float = 0.001
    baseline: int = 7
    min_sigma: float = 1.0

    @property
    def name(self) -> str:
        """Return the method's name."""
        return f"ears_{self.method.lower()}"

    @property
    def cut(self) -> float:
        """Return the standard normal value of alpha."""
        return NormalDist().inv_cdf(1 - self.alpha)

    @property
    def history(self) -> int:
        """Return baseline and lags."""
        return self.baseline + 4

    def judge(self, counts: FloatArray, periods: IntArray, dates: Any | None) -> Judgement:
        """Judge by standard deviations above the mean of the last periods."""
        del dates
        result = ears(counts, method=self.method, baseline=self.baseline, alpha=self.alpha, min_sigma=self.min_sigma)
        score = result.score[periods]
        return Judgement(periods, result.expected[periods], score, np.full(score.shape, np.nan))


@dataclass(frozen=True)
class FarringtonDetector:
    """Farrington's method with its settings; strength is -log10 of the p-value."""

    settings: FarringtonSettings = NOUFAILY
    name: str = "farrington_noufaily"
    frequency: int = 52

    @property
    def cut(self) -> float:
        """Return -log10 of alpha."""
        return -math.log10(self.settings.alpha / (2 if self.settings.two_sided else 1))

    @property
    def history(self) -> int:
        """Return the years looked back, with the window."""
        return self.frequency * self.settings.years + self.settings.half_width + 1

    def judge(self, counts: FloatArray, periods: IntArray, dates: Any | None) -> Judgement:
        """Judge by the chance of as much or more."""
        result = farrington(counts, settings=self.settings, dates=dates, frequency=self.frequency, periods=periods)
        with np.errstate(divide="ignore"):
            strength = -np.log10(np.maximum(result.p_value, 1e-300))
        return Judgement(periods, result.expected, strength, result.p_value)


@dataclass(frozen=True)
class CusumDetector:
    """Poisson CUSUM about a seasonal mean learnt before the wanted periods."""

    k: float = 1.04
    h: float = 4.0
    transform: str = "rossi"
    training: int = 104
    run: int = 26
    frequency: int = 52
    name: str = "cusum"

    @property
    def cut(self) -> float:
        """Return the limit."""
        return self.h

    @property
    def history(self) -> int:
        """Return training and run."""
        return self.training + self.run

    def judge(self, counts: FloatArray, periods: IntArray, dates: Any | None) -> Judgement:
        """Judge by the sum, begun `run` periods before the first wanted one."""
        del dates
        mean, tail, usable = _in_control(counts, periods, self.run, self.frequency)
        level = cusum(tail, mean, k=self.k, h=self.h, transform=self.transform, reset=True).level
        return _from_tail(counts, periods, mean, level, usable, self.run)


@dataclass(frozen=True)
class GlrDetector:
    """Likelihood-ratio CUSUM for counts with more spread than Poisson."""

    threshold: float = 5.0
    window: int = 12
    training: int = 104
    run: int = 26
    frequency: int = 52
    name: str = "glr_cusum"

    @property
    def cut(self) -> float:
        """Return the threshold."""
        return self.threshold

    @property
    def history(self) -> int:
        """Return training and run."""
        return self.training + self.run

    def judge(self, counts: FloatArray, periods: IntArray, dates: Any | None) -> Judgement:
        """Judge by the log likelihood ratio, begun `run` periods before the first wanted one."""
        del dates
        mean, tail, usable = _in_control(counts, periods, self.run, self.frequency)
        start = max(1, int(periods[0]) - self.run)
        before = seasonal_mean(np.nan_to_num(counts[:start]), 0, frequency=self.frequency, harmonics=1, fitted=True)
        # the same variance at the mean of the run, written as alpha of m + alpha m^2
        alpha = (spread(counts[:start], before) - 1) / np.maximum(mean.mean(axis=0), _LEAST_MEAN)
        level = glr_cusum(tail, mean, dispersion=alpha, threshold=self.threshold, most_window=self.window).level
        return _from_tail(counts, periods, mean, level, usable, self.run)


def _in_control(
    counts: FloatArray, periods: IntArray, run: int, frequency: int
) -> tuple[FloatArray, FloatArray, IntArray]:
    start = max(1, int(periods[0]) - run)
    end = int(periods[-1]) + 1
    harmonics = 1 if start >= 2 * frequency else 0
    usable = np.flatnonzero(np.nan_to_num(counts[:start]).mean(axis=0) >= _LEAST_MEAN)
    mean = np.full((end - start, counts.shape[1]), _LEAST_MEAN)
    if usable.size:
        mean[:, usable] = seasonal_mean(counts[:start, usable], end - start, frequency=frequency, harmonics=harmonics)
    return np.maximum(mean, _LEAST_MEAN), np.nan_to_num(counts[start:end]), usable


def _from_tail(
    counts: FloatArray, periods: IntArray, mean: FloatArray, level: FloatArray, usable: IntArray, run: int
) -> Judgement:
    at = periods - max(1, int(periods[0]) - run)
    shape = (periods.size, counts.shape[1])
    expected, strength = np.full(shape, np.nan), np.full(shape, np.nan)
    expected[:, usable], strength[:, usable] = mean[at][:, usable], level[at][:, usable]
    return Judgement(periods, expected, strength, np.full(shape, np.nan))


def spread(counts: FloatArray, means: FloatArray) -> FloatArray:
    """Return variance over mean of each series about its means, at least 1.

    Squared residuals are cut at their 99 % quantile, because past outbreaks are not part of what is usual: one burst
    in a sparse series would otherwise make bursts look ordinary. Of a series without bursts that takes off about 3 %
    when it is Poisson and 9 % when its variance is 2.5 times its mean.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.where(means > 0, (np.nan_to_num(counts) - means) ** 2 / means, 0.0)
    if not squares.shape[0]:
        return np.ones(counts.shape[1])
    capped = np.minimum(squares, np.quantile(squares, 0.99, axis=0, method="lower"))
    return np.asarray(np.maximum(1.0, capped.mean(axis=0)))


def parameters(detector: Detector) -> tuple[tuple[str, str], ...]:
    """Return all settings of a detector as text, ordered by name."""
    found: dict[str, str] = {}
    for field in fields(detector):  # type: ignore[arg-type]  # every detector is a dataclass
        value = getattr(detector, field.name)
        if isinstance(value, FarringtonSettings):
            found.update({part.name: _text(getattr(value, part.name)) for part in fields(value)})
        elif field.name != "name":
            found[field.name] = _text(value)
    return tuple(sorted(found.items()))


def _text(value: object) -> str:
    if isinstance(value, StrEnum):
        return value.value
    return f"{value:g}" if isinstance(value, float) else str(value)


# what a book can switch on by name
DETECTORS: dict[str, Detector] = {
    "farrington_noufaily": FarringtonDetector(),
    "farrington_muan": FarringtonDetector(NOUFAILY_MUAN, "farrington_muan"),
    "farrington_flexible": FarringtonDetector(replace(FLEXIBLE, alpha=0.01), "farrington_flexible"),
    "farrington_original": FarringtonDetector(ORIGINAL, "farrington_original"),
    "ears_c1": EarsDetector("C1"),
    "ears_c2": EarsDetector("C2"),
    "ears_c3": EarsDetector("C3", alpha=0.025),
    "cusum": CusumDetector(),
    "glr_cusum": GlrDetector(),
}
