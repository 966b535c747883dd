"""Surges against the same season of earlier years: Farrington's method, original, flexible and as Noufaily set it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import BoolArray, FloatArray, IntArray, counts, moments, positions, share
from tongket.watch.progress import Progress, chunks, silent
from tongket.watch.reference_periods import References, references
from tongket.watch.threads import share_out

_WHO = "Farrington"
_POWERS = {"none": 1.0, "1/2": 0.5, "2/3": 2.0 / 3.0}
# jobs between two reports of progress: a few tenths of a second
_JOBS_IN_CHUNK = 4096
_N_OUTPUTS = 7


class Threshold(StrEnum):
    """Name the way from a fitted mean to the bound of a count."""

    DELTA = "delta"  # symmetry by a power, then normal (Farrington 1996)
    NB_PLUGIN = "nb_plugin"  # quantile of the negative binomial at the fitted mean (Noufaily 2013)
    MUAN = "muan"  # the same at the upper bound of the fitted mean (Noufaily 2013; the name is R surveillance's)


@dataclass(frozen=True)
class FarringtonSettings:
    """Hold the settings of the method.

    Attributes
    ----------
    years : int
        Years looked back.
    half_width : int
        Periods either side of an anniversary that count as the same season.
    seasons : int
        Season groups of the year; 1 uses only the anniversaries' windows, 10 the whole year (Noufaily).
    skipped : int or None
        Latest periods left out of the reference; None leaves out `half_width`.
    trend : bool
        Whether to try a slope; it is kept when significant at `trend_level`, with at least three years, and
        when it does not carry the mean above all reference counts.
    trend_level : float
        1 keeps every slope that does not extrapolate.
    weights_threshold : float
        Residual above which past counts lose weight; infinity for no reweighting.
    threshold : Threshold
        How the bound is made.
    power : {'none', '1/2', '2/3'}
        Transformation for ``delta``.
    alpha : float
        Level of the bound.
    two_sided : bool
        Whether the bound lies at 1 - alpha / 2, as the original has it.
    least_cases, least_window : int
        A count is judged only with so many cases in so many periods up to it (R's ``limit54``).
    standard_errors : {'paper', 'surveillance'}
        See the notes of `farrington`.

    Raises
    ------
    UsageError
        If a setting lies outside its range.
    """

    years: int = 5
    half_width: int = 3
    seasons: int = 1
    skipped: int | None = None
    trend: bool = True
    trend_level: float = 0.05
    weights_threshold: float = 2.58
    threshold: Threshold = Threshold.DELTA
    power: str = "2/3"
    alpha: float = 0.05
    two_sided: bool = False
    least_cases: int = 5
    least_window: int = 4
    standard_errors: str = "paper"

    def __post_init__(self) -> None:
        share(self.alpha, "alpha", _WHO)
        if self.power not in _POWERS:
            raise UsageError(f"{_WHO}: power must be one of {', '.join(_POWERS)}; got {self.power!r}.")
        if self.standard_errors not in ("paper", "surveillance"):
            raise UsageError(f"{_WHO}: standard_errors must be paper or surveillance; got {self.standard_errors!r}.")
        if min(self.years, self.seasons, self.least_window) < 1 or self.half_width < 0:
            raise UsageError(f"{_WHO}: years, seasons and windows must be positive; got {self}.")

    @property
    def z(self) -> float:
        """Return the standard normal value of the bound."""
        return NormalDist().inv_cdf(1 - self.alpha / (2 if self.two_sided else 1))


ORIGINAL = FarringtonSettings(weights_threshold=1.0, alpha=0.01, two_sided=True)
FLEXIBLE = FarringtonSettings()
NOUFAILY = FarringtonSettings(
    seasons=10, skipped=26, trend_level=1.0, threshold=Threshold.NB_PLUGIN, alpha=0.005, power="none"
)
NOUFAILY_MUAN = FarringtonSettings(
    seasons=10, skipped=26, trend_level=1.0, threshold=Threshold.MUAN, alpha=0.005, power="none"
)


@dataclass(frozen=True, eq=False)
class FarringtonResult:
    """Hold what the method says of each wanted period (axis 0) and series (axis 1, absent for a single series).

    Attributes
    ----------
    periods : ndarray of int64, shape (n_wanted,)
        Positions judged.
    observed : ndarray of float64
        Counts.
    expected : ndarray of float64
        Fitted means; NaN where the count is not judged (too few cases, no history, no model).
    upper : ndarray of float64
        Bounds; an alarm is a count above it.
    score : ndarray of float64
        Exceedance (observed - expected) / (upper - expected); above 1 is an alarm.
    p_value : ndarray of float64
        Chance of as much or more.
    dispersion : ndarray of float64
        Variance over mean, at least 1.
    slope : ndarray of float64
        Change of the log mean in one period; NaN without a trend.
    alarm : ndarray of bool
        Whether the count is above its bound.
    """

    periods: IntArray
    observed: FloatArray
    expected: FloatArray
    upper: FloatArray
    score: FloatArray
    p_value: FloatArray
    dispersion: FloatArray
    slope: FloatArray
    alarm: BoolArray


def farrington(
    observed: Any,
    *,
    settings: FarringtonSettings = NOUFAILY,
    dates: ArrayLike | None = None,
    frequency: int = 52,
    exposure: ArrayLike | None = None,
    periods: ArrayLike | None = None,
    progress: Progress = silent,
) -> FarringtonResult:
    """Judge counts against the same season of earlier years, for thousands of series at once.

    Parameters
    ----------
    observed : array_like or data frame, shape (n_periods,) or (n_periods, n_series)
        Counts; NaN is missing.
    settings : FarringtonSettings
        ``NOUFAILY`` by default; ``NOUFAILY_MUAN``, ``FLEXIBLE`` and ``ORIGINAL`` are the other usual ones.
    dates : array_like of datetime64[D], shape (n_periods,), optional
        First day of each period. With them, anniversaries follow the calendar; without, they lie
        `frequency` periods back.
    frequency : int
        Periods a year: 52, 12 or 365.
    exposure : array_like, shape of `observed` or (n_periods,), optional
        What a mean is proportional to: days of the period, population.
    periods : array_like of int, optional
        Positions to judge; all with enough history by default.
    progress : callable
        Called with (done, total).

    Returns
    -------
    FarringtonResult
        Arrays by period and series.

    Raises
    ------
    UsageError
        If counts are negative, or dates are not ordered or not evenly spaced.

    Notes
    -----
    Log-linear quasi-Poisson regression on season groups and a slope, reweighted once by Anscombe residuals [1]_, [2]_.
    Agrees with R surveillance 1.20.3 (`farrington` for ``ORIGINAL``, `farringtonFlexible` for the others) to 1e-6,
    except where R departs from the papers:

    - R's flexible version computes the standard errors of reweighted fits with the prior weights in place of the
      working weights. They enter the ``delta`` and ``muan`` bounds and the test of the slope. The default here
      follows the paper; ``standard_errors="surveillance"`` reproduces R.
    - With ``nbPlugin`` and ``muan``, R's score mixes a log mean with a count. Here it is on the scale of counts.

    Cost: about 20 microseconds for 35 and 150 for 230 reference counts, for each period and series; linear in both.

    References
    ----------
    .. [1] Farrington CP et al. (1996). J R Stat Soc A 159:547-563. https://doi.org/10.2307/2983331
    .. [2] Noufaily A et al. (2013). Stat Med 32:1206-1222. https://doi.org/10.1002/sim.5595
    """
    table, single = counts(observed, _WHO)
    days = _ordered(dates, table.shape[0], frequency)
    wanted = positions(_default_periods(periods, settings, frequency, table.shape[0]), 0, table.shape[0], _WHO)
    by_series = np.ascontiguousarray(table.T)
    log_exposure = _log_exposure(exposure, table.shape)
    skipped = settings.half_width if settings.skipped is None else settings.skipped
    outputs = np.full((wanted.size, table.shape[1], _N_OUTPUTS), np.nan)
    for start, end in chunks(wanted.size, max(1, _JOBS_IN_CHUNK // max(1, table.shape[1])), progress):
        past = references(
            wanted[start:end], settings.years, settings.half_width, settings.seasons, skipped, frequency, days, _WHO
        )
        _run(by_series, log_exposure, wanted[start:end], past, settings, outputs[start:end])
    return _result(table, wanted, outputs, single)


def _default_periods(
    periods: ArrayLike | None, settings: FarringtonSettings, frequency: int, n_periods: int
) -> ArrayLike | None:
    if periods is not None:
        return periods
    return np.arange(min(frequency * settings.years + settings.half_width, n_periods), n_periods)


def _ordered(dates: ArrayLike | None, n_periods: int, frequency: int) -> Any:
    if dates is None:
        return None
    given = moments(dates, _WHO)
    days = given.astype("datetime64[D]") if given.dtype.kind == "M" else given[:0]
    if days.shape != (n_periods,) or (days.size > 1 and not bool(np.all(days[1:] > days[:-1]))):
        raise UsageError(f"{_WHO}: dates must be ascending, one for each period; got {days.size} for {n_periods}.")
    shortest, longest = {52: (7, 7), 12: (28, 31), 365: (1, 1)}.get(frequency, (1, 366))
    apart = np.diff(days).astype(np.int64)
    if apart.size and not (apart.min() >= shortest and apart.max() <= longest):
        raise UsageError(
            f"{_WHO}: with {frequency} periods a year dates must be evenly spaced; got steps of {apart.min()} to"
            f" {apart.max()} days. Fill the gaps with zeros or missing counts."
        )
    return days


def _log_exposure(exposure: ArrayLike | None, shape: tuple[int, ...]) -> FloatArray:
    if exposure is None:
        return np.zeros((1, 1))
    given = np.asarray(exposure, dtype=np.float64)
    table = np.broadcast_to(given[:, None] if given.ndim == 1 else given, shape)
    if not bool(np.all(table > 0)):
        raise UsageError(f"{_WHO}: exposure must be positive everywhere; got zero, negative or missing values.")
    return np.ascontiguousarray(np.log(table).T)


def _run(
    by_series: FloatArray,
    log_exposure: FloatArray,
    wanted: IntArray,
    past: References,
    settings: FarringtonSettings,
    outputs: FloatArray,
) -> None:
    from tongket.watch.kernels.farrington import farrington_weeks  # late: loads the compiler

    def work(first: int, end: int) -> None:
        farrington_weeks(
            by_series,
            log_exposure,
            wanted,
            past.count,
            past.position,
            past.group,
            past.time,
            past.now,
            past.n_groups,
            settings.trend and settings.years >= 3,
            settings.trend_level,
            settings.weights_threshold,
            list(Threshold).index(settings.threshold),
            _POWERS[settings.power],
            settings.z,
            settings.alpha,
            settings.standard_errors == "surveillance",
            float(settings.least_cases),
            settings.least_window,
            first,
            end,
            outputs,
        )

    share_out(wanted.size * by_series.shape[0], work)


def _result(table: FloatArray, wanted: IntArray, outputs: FloatArray, single: bool) -> FarringtonResult:
    judged = table[wanted]
    upper, expected, p_value, phi, slope = (outputs[:, :, row] for row in range(5))
    with np.errstate(invalid="ignore", divide="ignore"):
        over = judged > upper
        score = np.where(
            upper > expected, (judged - expected) / (upper - expected), np.where(over, math.inf, -math.inf)
        )
        score = np.where(np.isnan(upper), np.nan, score)
    arrays = (judged, expected, upper, score, p_value, phi, slope)
    a, b, c, d, e, f, g = (array[:, 0] if single else array for array in arrays)
    return FarringtonResult(wanted, a, b, c, d, e, f, g, over[:, 0] if single else over)
