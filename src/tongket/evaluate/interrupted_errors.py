"""Errors of counts in a series: how much they vary, how they hang together from point to point, what that costs.

Counts over an unseen autoregression have errors of two kinds: chance of the single point, and a part with a memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tongket.count.distributions import FloatArray

LAGS_SHOWN = 4
# A decay above this is a trend, and no window of weeks can say anything; later lags only add noise to the fit.
_MOST_DECAY = 0.95
_LAGS_USED = 8
# The memory found settles to three digits within these.
_ROUNDS = 6


@dataclass(frozen=True)
class Memory:
    """Hold how errors of one series hang together from point to point.

    Attributes
    ----------
    share : float
        Part of the variance that has memory; the rest is chance of the single point. 0 is no memory at all.
    decay : float
        Factor by which it fades with each point: the correlation at lag k is share x decay^k.
    """

    share: float
    decay: float


@dataclass(frozen=True)
class Noise:
    """Hold what the residuals say about the errors.

    Attributes
    ----------
    spread : ndarray of float64, shape (n_series, n_series)
        Covariance of standardised residuals of the series at the same point; the dispersions are on the diagonal.
    memory : Memory
        Fitted to the autocorrelations of lags 1 to 8, corrected for what fitting takes out.
    shown : tuple of float
        Plain autocorrelation of the first series, lags 1 to 4.
    """

    spread: FloatArray
    memory: Memory
    shown: tuple[float, ...]


def sandwich(stacked: FloatArray, fitted: FloatArray, spread: FloatArray, memory: Memory) -> FloatArray:
    """Return the covariance of the coefficients when standardised residuals have a memory.

    Parameters
    ----------
    stacked : ndarray of float64, shape (n_series, n_times, p)
        Design.
    fitted : ndarray of float64, shape (n_series, n_times)
        Means.
    spread : ndarray of float64, shape (n_series, n_series)
        Covariance of standardised residuals at one point.
    memory : Memory
        Their correlation from point to point.

    Returns
    -------
    ndarray of float64, shape (p, p)
        Bread and filling; with no memory and one series it is the quasi-Poisson covariance.
    """
    root = stacked * np.sqrt(fitted)[:, :, None]
    bread = np.linalg.inv(np.einsum("stp,stq->pq", root, root))
    smooth = np.stack([_correlated(series, memory) for series in root])
    filling = np.einsum("su,stp,utq->pq", spread, root, smooth)
    return np.asarray(bread @ filling @ bread)


def residual_noise(y: FloatArray, fitted: FloatArray, columns: FloatArray, *, with_memory: bool = True) -> Noise:
    """Measure dispersion, correlation between the series and memory from point to point.

    Parameters
    ----------
    y, fitted : ndarray of float64, shape (n_series, n_times)
        Counts and means.
    columns : ndarray of float64, shape (n_times, k)
        Covariates of one series.
    with_memory : bool
        Whether errors may hang together from point to point; else dispersions are chi-square over degrees of freedom.

    Returns
    -------
    Noise
        Fitting takes variance and memory out of residuals; both are put back by what the fitted columns would have
        taken from errors with the memory found, which is looked for until the two agree.
    """
    residuals = (y - fitted) / np.sqrt(fitted)
    total = float((residuals[0] ** 2).sum())
    shown = tuple(float(residuals[0, k:] @ residuals[0, :-k]) / total for k in range(1, LAGS_SHOWN + 1))
    lags = range(_LAGS_USED + 1)
    seen = np.mean([[r[k:] @ r[: r.size - k] / (r @ r) for k in lags] for r in residuals], axis=0)
    bases = [np.linalg.qr(columns * np.sqrt(mean)[:, None])[0] for mean in fitted]
    memory, left = Memory(0.0, 0.0), np.mean([_left_over(q, Memory(0.0, 0.0)) for q in bases], axis=0)
    for _ in range(_ROUNDS if with_memory else 0):
        true = memory.share * memory.decay ** np.arange(1, _LAGS_USED + 1) if memory.share else 0.0
        memory = _memory(seen[1:] + true - left[1:] / left[0])
        left = np.mean([_left_over(q, memory) for q in bases], axis=0)
    return Noise(residuals @ residuals.T / left[0], memory, shown)


def _left_over(q: FloatArray, memory: Memory) -> FloatArray:
    """Return the expected sums of lagged products of residuals, for errors of variance 1 with this memory.

    Parameters
    ----------
    q : ndarray of float64, shape (n_times, k)
        Orthonormal base of what was fitted.
    memory : Memory
        Of the errors.

    Returns
    -------
    ndarray of float64, shape (9,)
        Lags 0 to 8: traces of (I - qq') S (I - qq') beside the diagonal, without the square matrices.
    """
    n = len(q)
    smooth = _correlated(q, memory)
    # (I - qq') S (I - qq') = S - q s' - s q' + q (q's) q' with s = S q; only its first diagonals are needed
    twice = 2 * smooth - q @ (q.T @ smooth)
    sums = []
    for k in range(_LAGS_USED + 1):
        own = 1.0 if k == 0 else memory.share * memory.decay**k
        crossed = (q[k:] * twice[: n - k]).sum() + (q[: n - k] * twice[k:]).sum()
        sums.append((n - k) * own - crossed / 2)
    return np.array(sums)


def _memory(found: FloatArray) -> Memory:
    """Fit share x decay^lag to autocorrelations by least squares, over a grid of decays."""
    best = (0.0, 0.0, float((found**2).sum()))
    for decay in np.linspace(0.05, _MOST_DECAY, 19):
        shape = decay ** np.arange(1, found.size + 1)
        share = float(np.clip(found @ shape / (shape @ shape), 0.0, 1.0))
        missed = float(((found - share * shape) ** 2).sum())
        if missed < best[2] - 1e-15:
            best = (share, float(decay), missed)
    return Memory(best[0], best[1])


def _correlated(values: FloatArray, memory: Memory) -> FloatArray:
    """Multiply by the matrix of share x decay^|i - j| (1 on the diagonal), by one sweep down and one up."""
    if memory.share == 0:
        return values
    rho = memory.decay
    down, up = values.copy(), values.copy()
    for t in range(1, len(values)):
        down[t] += rho * down[t - 1]
        up[-t - 1] += rho * up[-t]
    return np.asarray(memory.share * (down + up - values) + (1 - memory.share) * values)
