"""Synthetic input of fixed seeds: weekly counts of areas and offences, and points of a city of 40 by 35 km."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WEEKS = 8 * 52
FIRST_MONDAY = np.datetime64("2015-01-05")


def weekly_counts(n_series: int, seed: int = 1) -> NDArray[np.float64]:
    """Return counts, shape (WEEKS, n_series): median about 1 a week, a tenth of the series above 5."""
    rng = np.random.default_rng(seed)
    level = np.exp(rng.normal(0.0, 1.25, n_series))
    week = np.arange(WEEKS)[:, None]
    season = 1 + 0.3 * np.sin(2 * np.pi * (week / 52 + rng.random(n_series)))
    return rng.poisson(level * season * np.exp(rng.normal(0, 0.0005, n_series) * week)).astype(float)


def mondays() -> NDArray[np.datetime64]:
    """Return the first day of each week."""
    return FIRST_MONDAY + 7 * np.arange(WEEKS)


def points(n: int, seed: int = 1) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return x, y in metres and the day of a year: 300 clusters, a background, 4 % near repeats."""
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 1, (300, 2)) * [40_000, 35_000]
    weight = rng.gamma(0.6, 1, 300)
    place = centres[rng.choice(300, n, p=weight / weight.sum())] + rng.normal(0, 350, (n, 2))
    background = rng.random(n) < 0.25
    place[background] = rng.uniform(0, 1, (int(background.sum()), 2)) * [40_000, 35_000]
    day = rng.integers(0, 365, n)
    repeats = np.flatnonzero(rng.random(n) < 0.04)
    source = rng.integers(0, n, repeats.size)
    place[repeats] = place[source] + rng.normal(0, 60, (repeats.size, 2))
    day[repeats] = np.minimum(day[source] + rng.integers(0, 10, repeats.size), 364)
    return place[:, 0], place[:, 1], day
