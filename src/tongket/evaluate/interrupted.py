"""Interrupted time series: what the series would have done, from its own past and from a comparison series.

A quasi-Poisson regression on trend, season, moving holidays and the campaign, fitted by statsmodels. With a comparison
series both are fitted together, each with its own level, trend and season, and the effect is the difference of the two
steps: a shock that meets both places cancels out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from tongket.count.distributions import FloatArray, student_quantile_two_sided, student_two_sided
from tongket.evaluate.differences import LEVEL
from tongket.evaluate.interrupted_errors import Memory, Noise, residual_noise, sandwich
from tongket.model.errors import FigureError

# Bernal, Cummins & Gasparrini (2017) ask for enough points to see trend and season; two years of months is the least.
FEWEST_BEFORE = 24


class Correction(Enum):
    """Name how correlated residuals widen the interval."""

    AR1 = "ar1"  # a first-order autoregression behind the counts; works for short campaigns too
    NEWEY_WEST = "newey_west"  # any short memory, but needs a campaign much longer than it
    NONE = "none"


@dataclass(frozen=True)
class SeriesDesign:
    """Hold the covariates of a series.

    Attributes
    ----------
    start, end : int
        First point of the campaign and the first after it.
    per_year : float
        Points in a year: 52.1775 for weeks, 12 for months, 365.25 for days.
    harmonics : int
        Pairs of sine and cosine for the season.
    extra : FloatArray or None
        Further columns, shape (n_times, k): share of each point's days that are Tết, a change of definition, ....
    extra_names : tuple of str
        Their names.
    """

    start: int
    end: int
    per_year: float
    harmonics: int = 2
    extra: FloatArray | None = None
    extra_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesResult:
    """Hold the effect of a campaign on a series.

    Attributes
    ----------
    percent, lower, upper : float
        Step during the campaign, net of the comparison's, in per cent with its interval.
    log_effect, standard_error : float
        The same on the logarithmic scale.
    p_value : float
        Two-sided, Student's t.
    degrees : int
        Its degrees of freedom.
    observed, expected : float
        Cases during the campaign, recorded and expected without it.
    expected_series : ndarray of float64, shape (n_times,)
        Expected cases at every point without the campaign (and fitted ones outside it).
    after_percent : float or None
        The same step for the points after the campaign; None without such points.
    dispersion : float
        Pearson's chi-square over its degrees of freedom, of the treated series.
    autocorrelation : tuple of float
        Of the standardised residuals of the treated series, lags 1 to 4.
    memory : Memory
        What the error allows for; none unless `correction` is AR1.
    correction : Correction
        How the error was computed.
    coefficients : tuple of (str, float)
        Of the treated series, on the logarithmic scale.
    before : int
        Points before the campaign.
    controlled : bool
        Whether a comparison series took part.
    level : float
        Confidence level.
    """

    percent: float
    lower: float
    upper: float
    log_effect: float
    standard_error: float
    p_value: float
    degrees: int
    observed: float
    expected: float
    expected_series: FloatArray
    after_percent: float | None
    dispersion: float
    autocorrelation: tuple[float, ...]
    memory: Memory
    correction: Correction
    coefficients: tuple[tuple[str, float], ...]
    before: int
    controlled: bool
    level: float


def interrupted_series(
    counts: ArrayLike,
    start: int,
    end: int | None = None,
    *,
    comparison: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    per_year: float = 365.25 / 7,
    harmonics: int = 2,
    extra: ArrayLike | None = None,
    extra_names: Sequence[str] = (),
    correction: Correction = Correction.AR1,
    lags: int | None = None,
    level: float = LEVEL,
) -> SeriesResult:
    """Estimate by how many per cent a series stepped down while the campaign ran.

    Parameters
    ----------
    counts : array_like of int, shape (n_times,)
        Cases per week or month where the campaign ran.
    start : int
        First point of the campaign; at least 24 points must lie before it.
    end : int, optional
        First point after the campaign; the end of the series when left out. Points after it get a step of their own.
    comparison : array_like of int, shape (n_times,), optional
        The same where it did not run. Without one the result says what happened then, not what the campaign did.
    exposure : array_like of float, shape (n_times,), optional
        Days in each point.
    per_year : float
        Points in a year.
    harmonics : int
        Pairs of sine and cosine for the season; 0 when there is less than a year.
    extra : array_like of float, shape (n_times, k), optional
        Further covariates of both series, such as the share of a week that lies in the days of Tết.
    extra_names : sequence of str
        Their names, for the table of coefficients.
    correction : Correction
        How correlated residuals widen the interval.
    lags : int, optional
        Memory of Newey-West in points; 4 (n / 100)^(2/9) when left out.
    level : float
        Confidence level.

    Returns
    -------
    SeriesResult
        Residual autocorrelation is part of it and is meant to be printed.

    Raises
    ------
    FigureError
        If fewer than 24 points lie before the start, a series has no case during the campaign, or shapes differ.

    Notes
    -----
    Bernal JL, Cummins S, Gasparrini A (2017), *Int J Epidemiol* 46:348-355, https://doi.org/10.1093/ije/dyw098; with a
    comparison, the same authors (2018), 47:2082-2093, https://doi.org/10.1093/ije/dyy135. Newey WK, West KD (1987),
    *Econometrica* 55:703-708. The residuals of a step that lasts m points sum to zero within it, so Newey-West's error
    is far too small when m is not much larger than its memory. AR1 takes the correlation from the whole series: counts
    over an unseen autoregression (Zeger SL 1988, *Biometrika* 75:621-629, https://doi.org/10.1093/biomet/75.4.621).
    """
    end = len(np.asarray(counts)) if end is None else end
    y = _stacked(counts, comparison)
    covariates = None if extra is None else np.asarray(extra, dtype=np.float64).reshape(y.shape[1], -1)
    design = SeriesDesign(start, end, per_year, harmonics, covariates, tuple(extra_names))
    _check(y, design, level)
    days = np.ones(y.shape[1]) if exposure is None else np.asarray(exposure, dtype=np.float64)
    columns, names = covariate_matrix(design, y.shape[1])
    stacked = stacked_matrix(columns, y.shape[0])
    fitted, params, robust = _fit(y, stacked, days, correction, lags)
    degrees = y.shape[1] - columns.shape[1]
    noise = residual_noise(y, fitted, columns, with_memory=correction is Correction.AR1)
    covariance = robust if robust is not None else sandwich(stacked, fitted, noise.spread, noise.memory)
    effect, error = float(params[-1]), math.sqrt(float(covariance[-1, -1]))
    return _result(y, design, level, correction, names, params, fitted, noise, effect, error, degrees)


def covariate_matrix(design: SeriesDesign, n: int) -> tuple[FloatArray, tuple[str, ...]]:
    """Return the covariates of one series with their names; the step of the campaign stands last.

    Parameters
    ----------
    design : SeriesDesign
        Window, season and further columns.
    n : int
        Points of the series.

    Returns
    -------
    tuple
        Matrix of shape (n, k) and k names.
    """
    at = np.arange(n, dtype=np.float64)
    columns = [np.ones(n), (at - design.start) / design.per_year]
    names = ["level", "trend per year"]
    for k in range(1, design.harmonics + 1):
        turn = 2 * math.pi * k * at / design.per_year
        columns += [np.sin(turn), np.cos(turn)]
        names += [f"sine {k}", f"cosine {k}"]
    if design.extra is not None:
        columns += list(design.extra.T)
        names += list(design.extra_names) or [f"extra {k + 1}" for k in range(design.extra.shape[1])]
    if design.end < n:
        columns.append((at >= design.end).astype(np.float64))
        names.append("after")
    columns.append(((at >= design.start) & (at < design.end)).astype(np.float64))
    return np.column_stack(columns), (*names, "campaign")


def stacked_matrix(columns: FloatArray, n_series: int) -> FloatArray:
    """Return the design of one series, or of two with all but the campaign's net step apart.

    Parameters
    ----------
    columns : ndarray of float64, shape (n_times, k)
        Covariates of one series, the step last.
    n_series : int
        1, or 2 with a comparison.

    Returns
    -------
    ndarray of float64, shape (n_series, n_times, p)
        The last column is the net step of the treated series.
    """
    if n_series == 1:
        return columns[None]
    k = columns.shape[1]
    stacked = np.zeros((2, columns.shape[0], 2 * k))
    stacked[0, :, : k - 1] = columns[:, :-1]
    stacked[1, :, k - 1 : 2 * k - 2] = columns[:, :-1]
    stacked[:, :, 2 * k - 2] = columns[:, -1]
    stacked[0, :, 2 * k - 1] = columns[:, -1]
    return stacked


def _fit(
    y: FloatArray, stacked: FloatArray, days: FloatArray, correction: Correction, lags: int | None
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Return means, coefficients and, for Newey-West, their covariance."""
    # a model library takes three seconds to load; nothing else in this room needs it
    from statsmodels.genmod.families import Poisson  # type: ignore[import-untyped]  # ships no types
    from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]  # ships no types

    n_series, n = y.shape
    offset = np.tile(np.log(days), n_series)
    model = GLM(y.ravel(), stacked.reshape(n_series * n, -1), family=Poisson(), offset=offset)
    if correction is not Correction.NEWEY_WEST:
        plain = model.fit()
        return plain.fittedvalues.reshape(y.shape), np.asarray(plain.params), None
    memory = math.floor(4 * (n / 100) ** (2 / 9)) if lags is None else lags
    settings = {"maxlags": memory, "use_correction": True}
    if n_series == 1:
        robust = model.fit(cov_type="HAC", cov_kwds=settings)
    else:
        # scores of both series are added at each point first: shocks they share stay together (Driscoll & Kraay 1998)
        robust = model.fit(cov_type="hac-groupsum", cov_kwds={"time": np.tile(np.arange(n), 2), **settings})
    return robust.fittedvalues.reshape(y.shape), np.asarray(robust.params), np.asarray(robust.cov_params())


def _result(
    y: FloatArray,
    design: SeriesDesign,
    level: float,
    correction: Correction,
    names: tuple[str, ...],
    params: FloatArray,
    fitted: FloatArray,
    noise: Noise,
    effect: float,
    error: float,
    degrees: int,
) -> SeriesResult:
    reach = student_quantile_two_sided(level, degrees) * error
    during = slice(design.start, design.end)
    expected = fitted[0].copy()
    expected[during] *= math.exp(-effect)
    own = [*params[: len(names) - 1], effect]
    return SeriesResult(
        percent=100 * math.expm1(effect),
        lower=100 * math.expm1(effect - reach),
        upper=100 * math.expm1(effect + reach),
        log_effect=effect,
        standard_error=error,
        p_value=float(student_two_sided(effect / error, degrees)),
        degrees=degrees,
        observed=float(y[0, during].sum()),
        expected=float(expected[during].sum()),
        expected_series=expected,
        after_percent=_after(params, names, y.shape[0]),
        dispersion=float(noise.spread[0, 0]),
        autocorrelation=noise.shown,
        memory=noise.memory,
        correction=correction,
        coefficients=tuple(zip(names, (float(b) for b in own), strict=True)),
        before=design.start,
        controlled=y.shape[0] > 1,
        level=level,
    )


def _after(params: FloatArray, names: tuple[str, ...], n_series: int) -> float | None:
    if "after" not in names:
        return None
    at, k = names.index("after"), len(names)
    net = params[at] - (params[k - 1 + at] if n_series > 1 else 0.0)
    return 100 * math.expm1(float(net))


def _stacked(counts: ArrayLike, comparison: ArrayLike | None) -> FloatArray:
    series = [np.asarray(s, dtype=np.float64) for s in (counts, comparison) if s is not None]
    if any(s.ndim != 1 or s.shape != series[0].shape for s in series):
        raise FigureError(
            "interrupted_series: both series need the same points;"
            f" got shapes {[s.shape for s in series]}. Fill points without cases with 0."
        )
    if not all((s >= 0).all() for s in series):
        raise FigureError(
            "interrupted_series: counts must be known and not negative. Leave out points not yet complete."
        )
    return np.stack(series)


def _check(y: FloatArray, design: SeriesDesign, level: float) -> None:
    if design.start < FEWEST_BEFORE:
        raise FigureError(
            f"interrupted_series: at least {FEWEST_BEFORE} points must lie before the campaign; got {design.start}."
            " Use shorter points or a longer history, or compare counts with `both_scales`."
        )
    if not design.start < design.end <= y.shape[1]:
        raise FigureError(
            f"interrupted_series: the campaign must end after it starts, inside the series; got {design.start} to"
            f" {design.end} of {y.shape[1]} points."
        )
    if (y[:, design.start : design.end].sum(axis=1) == 0).any() or (y[:, : design.start].sum(axis=1) == 0).any():
        raise FigureError(
            "interrupted_series: each series needs a case before and during the campaign; got none in one."
            " With so few cases compare counts with `before_after`."
        )
    if not 0 < level < 1:
        raise FigureError(f"interrupted_series: level must be between 0 and 1; got {level!r}. Use 0.90.")
