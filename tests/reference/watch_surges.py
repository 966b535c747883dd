"""EARS and cumulative sums as their definitions say, one value at a time."""

from __future__ import annotations

import math
import statistics


def ears_scores(y, method, baseline=7, least_sd=0.0):
    """Return C1, C2 or C3 of every period; None where it is not defined."""
    lag = 0 if method == "C1" else 2
    scores = []
    for t in range(len(y)):
        past = y[t - lag - baseline : t - lag] if t - lag - baseline >= 0 else []
        sd = max(statistics.stdev(past), least_sd) if past else 0.0
        scores.append((y[t] - statistics.mean(past)) / sd if sd > 0 else None)
        if past and sd == 0 and method == "C3":  # all weeks alike: any more is infinitely far, the same is nothing
            scores[-1] = math.inf if y[t] > statistics.mean(past) else 0.0
    if method != "C3":
        return scores
    result = []
    for t in range(len(y)):
        three = scores[t - 2 : t + 1] if t >= 2 else [None]
        result.append(None if None in three else sum(max(0.0, c - 1) for c in three))
    return result


def cusum_levels(y, mean, k, transform):
    """Return the one-sided sums."""
    level, levels = 0.0, []
    for x in y:
        value = {
            "standard": (x - mean) / math.sqrt(mean),
            "rossi": (x - 3 * mean + 2 * math.sqrt(x * mean)) / (2 * math.sqrt(mean)),
            "anscombe": 1.5 * (x ** (2 / 3) - mean ** (2 / 3)) / mean ** (1 / 6),
        }[transform]
        level = max(0.0, level + value - k)
        levels.append(level)
    return levels


def glr_by_grid(x, mean, alpha, least, most):
    """Return the largest log likelihood ratio over windows that end at the last period, by a fine grid of factors."""
    best = 0.0
    for length in range(least, min(most, len(x)) + 1):
        part = list(zip(x[-length:], mean[-length:], strict=True))
        best = max(best, max(_llr(part, alpha, step / 2000) for step in range(1, 8000)))
    return best


def _llr(part, alpha, kappa):
    total = 0.0
    for count, m in part:
        changed = m * math.exp(kappa)
        if alpha == 0:
            total += count * kappa - (changed - m)
        else:
            total += count * kappa + (count + 1 / alpha) * math.log((1 + alpha * m) / (1 + alpha * changed))
    return total
