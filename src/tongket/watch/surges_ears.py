"""Surges against the last few periods: EARS C1, C2 and C3, for series too young for anything else."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from tongket.model.errors import UsageError
from tongket.watch.arrays import BoolArray, FloatArray, counts, share

_WHO = "EARS"
_LAG = {"C1": 0, "C2": 2, "C3": 2}
_ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
# added to the bound before comparing: a count that equals it but for rounding of the mean is no alarm
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class EarsResult:
    """Hold what the method says of each period (axis 0) and series (axis 1, absent for a single series).

    Attributes
    ----------
    observed : ndarray of float64
        Counts.
    expected : ndarray of float64
        Mean of the baseline; NaN where the past is too short.
    upper : ndarray of float64
        Bound of the count; NaN where the past is too short, and for C3 after an infinite excess.
    score : ndarray of float64
        C1, C2: standard deviations above the mean; C3: the sum of three.
    alarm : ndarray of bool
        Whether the count is above its bound (C3: the sum above its own).
    """

    observed: FloatArray
    expected: FloatArray
    upper: FloatArray
    score: FloatArray
    alarm: BoolArray


def ears(
    observed: Any,
    *,
    method: str = "C1",
    baseline: int = 7,
    alpha: float | None = None,
    min_sigma: float = 0.0,
    c3_bound: str = "paper",
) -> EarsResult:
    """Judge counts against the periods just before them.

    Parameters
    ----------
    observed : array_like or data frame, shape (n_periods,) or (n_periods, n_series)
        Counts.
    method : {'C1', 'C2', 'C3'}
        C1 uses the last periods, C2 leaves out the latest two, C3 adds up three of C2.
    baseline : int
        Periods in the baseline, at least 3.
    alpha : float, optional
        Level; 0.001 for C1 and C2, 0.025 for C3.
    min_sigma : float
        Least standard deviation; 0.5 to 1 for sparse series, whose baseline may be all zeros.
    c3_bound : {'paper', 'surveillance'}
        See the notes.

    Returns
    -------
    EarsResult
        Arrays of the shape of `observed`.

    Raises
    ------
    UsageError
        If the method is unknown, the baseline shorter than 3, or a count negative.

    Notes
    -----
    Fricker et al. [1]_: C3 signals when max(0, C2 - 1), summed over this and the two periods before, passes the
    bound. In R surveillance 1.20.3 (`earsC`) the observed count stands where the baseline mean belongs, so that its C3
    alarm does not depend on the current count at all; ``c3_bound="surveillance"`` reproduces it. C1 and C2 agree.
    R counts a value that equals the bound but for rounding as an alarm at random; here it is none.

    Cost: about 15 nanoseconds for each period and series.

    References
    ----------
    .. [1] Fricker RD, Hegler BL, Dunfee DA (2008). Stat Med 27:3407-3429. https://doi.org/10.1002/sim.3197
    """
    if method not in _LAG or baseline < 3 or min_sigma < 0 or c3_bound not in ("paper", "surveillance"):
        raise UsageError(
            f"{_WHO}: method must be C1, C2 or C3, baseline at least 3, min_sigma not negative, c3_bound paper or"
            f" surveillance; got {method!r}, {baseline}, {min_sigma}, {c3_bound!r}."
        )
    from tongket.watch.kernels.ears import sum_of_three, trailing_moments  # late: loads the compiler

    table, single = counts(observed, _WHO)
    table = np.ascontiguousarray(table)
    z = NormalDist().inv_cdf(1 - share(_ALPHA[method] if alpha is None else alpha, "alpha", _WHO))
    mean, sd, score, upper = (np.empty_like(table) for _ in range(4))
    trailing_moments(table, baseline, _LAG[method], min_sigma, mean, sd)
    if method == "C3":
        sum_of_three(table, mean, sd, z, c3_bound == "surveillance", score, upper)
    else:
        upper = mean + z * sd
        with np.errstate(divide="ignore", invalid="ignore"):
            score = (table - mean) / sd
    with np.errstate(invalid="ignore"):
        above = score > z if method == "C3" and c3_bound == "paper" else table > upper + _ROUNDING
    if single:
        return EarsResult(table[:, 0], mean[:, 0], upper[:, 0], score[:, 0], above[:, 0])
    return EarsResult(table, mean, upper, score, above)
