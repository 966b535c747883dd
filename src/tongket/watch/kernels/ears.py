"""EARS C1, C2 and C3: a count against the mean and standard deviation of the few periods before it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

FloatArray = NDArray[np.float64]


@kernel()
def trailing_moments(
    observed: FloatArray, baseline: int, lag: int, least_sd: float, mean: FloatArray, sd: FloatArray
) -> None:
    """Fill mean and standard deviation of the `baseline` periods that end `lag` + 1 periods before each period.

    All arrays have shape (n_periods, n_series); periods without a full baseline get NaN. Two passes over each
    window: with 7 values that costs less than a running sum would lose in digits.
    """
    n_periods, n_series = observed.shape
    for t in range(n_periods):
        start = t - lag - baseline
        for s in range(n_series):
            if start < 0:
                mean[t, s] = np.nan
                sd[t, s] = np.nan
                continue
            total = 0.0
            for i in range(start, start + baseline):
                total += observed[i, s]
            middle = total / baseline
            squares = 0.0
            for i in range(start, start + baseline):
                squares += (observed[i, s] - middle) ** 2
            mean[t, s] = middle
            sd[t, s] = max(math.sqrt(squares / (baseline - 1)), least_sd)


@kernel()
def excess(observed: float, mean: float, sd: float) -> float:
    """Return max(0, C2 - 1); with a standard deviation of zero infinite above the mean, and NaN at it."""
    if not sd > 0.0:
        if sd == 0.0 and observed != mean:
            return np.inf if observed > mean else 0.0
        return np.nan
    part = (observed - mean) / sd - 1.0
    return part if part > 0.0 else 0.0


@kernel()
def sum_of_three(
    observed: FloatArray,
    mean: FloatArray,
    sd: FloatArray,
    z: float,
    as_printed: bool,
    score: FloatArray,
    upper: FloatArray,
) -> None:
    """Fill the C3 statistic and its bound from the moments of C2; all of shape (n_periods, n_series).

    C3 adds max(0, C2 - 1) of this period and the two before. The bound is the count that brings the sum to `z`, never
    below zero. `as_printed` gives the bound of R surveillance, which puts the observed count where its mean belongs
    and leaves out the 1.
    """
    n_periods, n_series = observed.shape
    for t in range(n_periods):
        for s in range(n_series):
            score[t, s] = np.nan
            upper[t, s] = np.nan
            if t < 2:
                continue
            parts = 0.0
            before = 0.0
            for i in range(t - 2, t + 1):
                before = parts
                part = excess(observed[i, s], mean[i, s], sd[i, s])
                # a week like all weeks before it is nothing unusual; the printed form has no value there
                parts += 0.0 if math.isnan(part) and not as_printed and not math.isnan(sd[i, s]) else part
            score[t, s] = parts
            start = observed[t, s] if as_printed else mean[t, s] + sd[t, s]
            bound = start + sd[t, s] * (z - before)
            upper[t, s] = 0.0 if bound < 0.0 else bound
