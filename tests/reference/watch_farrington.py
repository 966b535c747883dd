"""Farrington's method for one week and one series, with a full design matrix and nothing clever."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats


def fit_by_matrix(y, design, weight):
    """Return fitted means, working weights of the last step, coefficients and covariance factor."""
    mean = y + 0.1
    eta = np.log(mean)
    old = _deviance(y, mean, weight)
    for _ in range(25):
        working = weight * mean
        z = eta + (y - mean) / mean
        factor = np.linalg.inv(design.T @ (working[:, None] * design))
        beta = factor @ (design.T @ (working * z))
        eta = design @ beta
        mean = np.exp(eta)
        new = _deviance(y, mean, weight)
        if abs(new - old) / (abs(new) + 0.1) < 1e-8:
            break
        old = new
    return mean, working, beta, factor


def _deviance(y, mean, weight):
    ratio = np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / mean), 0.0)
    return 2 * float(np.sum(weight * (ratio - (y - mean))))


def judge_week(y, t, group, n_groups, t_now, trend_level, weights_threshold, alpha):
    """Return fitted mean, dispersion and plug-in bound; the slope is tried and dropped by the rules."""
    for with_trend in (True, False):
        dummies = (group[:, None] == np.arange(n_groups)).astype(float)
        design = np.column_stack([dummies, t]) if with_trend else dummies
        now = np.append(np.eye(n_groups)[-1], t_now) if with_trend else np.eye(n_groups)[-1]
        weight = np.ones(len(y))
        mean, working, beta, factor = fit_by_matrix(y, design, weight)
        raw = float(np.sum(working * ((y - mean) / mean) ** 2)) / (len(y) - design.shape[1])
        hat = working * np.einsum("ij,jk,ik->i", design, factor, design)
        s = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - mean**0.5) / np.sqrt(max(raw, 1.0) * (1 - hat))
        weight = np.where(s > weights_threshold, 1 / s**2, 1.0)
        weight *= len(y) / weight.sum()
        mean, working, beta, factor = fit_by_matrix(y, design, weight)
        raw = float(np.sum(working * ((y - mean) / mean) ** 2)) / (len(y) - design.shape[1])
        phi, expected = max(raw, 1.0), math.exp(float(now @ beta))
        if with_trend:
            t_value = beta[-1] / math.sqrt(raw * factor[-1, -1])
            p_trend = 2 * stats.t.sf(abs(t_value), len(y) - design.shape[1])
            if p_trend < trend_level and expected <= y.max():
                break
    return expected, phi, negbin_bound(expected, phi, alpha)


def negbin_bound(mean, phi, alpha):
    """Return the smallest count with at least 1 - alpha at or below it."""
    if phi > 1:
        return float(stats.nbinom.ppf(1 - alpha, mean / (phi - 1), 1 / phi))
    return float(stats.poisson.ppf(1 - alpha, mean))
