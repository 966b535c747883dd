"""How published figures move afterwards: by how much, which way, and whether always the same way."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tongket.count.distributions import FloatArray, student_two_sided
from tongket.model.errors import FigureError


@dataclass(frozen=True)
class RevisionTriangle:
    """Hold what each seal said about each period.

    Attributes
    ----------
    periods : tuple
        Row labels, in the order first met.
    seals : tuple of int
        Column labels: the order of the seals, ascending.
    values : ndarray of float64, shape (n_periods, n_seals)
        Figure of the period in the seal; NaN where the seal does not hold it.
    """

    periods: tuple[Hashable, ...]
    seals: tuple[int, ...]
    values: FloatArray

    def by_lag(self) -> FloatArray:
        """Return the values with each row moved left to its first publication: column 0 is the first figure."""
        moved = np.full_like(self.values, np.nan)
        for row, values in enumerate(self.values):
            known = np.flatnonzero(~np.isnan(values))
            if known.size:
                rest = values[known[0] :]
                moved[row, : rest.size] = rest
        return moved


@dataclass(frozen=True)
class RevisionMetrics:
    """Describe the revisions of one series after a number of seals.

    Attributes
    ----------
    lag : int
        Seals after first publication.
    n : int
        Periods that have both figures.
    mean, mean_absolute : float
        Of later less first figure, in the unit of the figure.
    mean_absolute_percent : float
        Mean absolute revision in per cent of the mean first figure; NaN when that is 0.
    share_upward, share_downward : float
        Share of periods revised up, and down.
    t, p_value : float
        Student's test that the mean revision is 0; NaN with fewer than two periods or equal revisions.
    """

    lag: int
    n: int
    mean: float
    mean_absolute: float
    mean_absolute_percent: float
    share_upward: float
    share_downward: float
    t: float
    p_value: float


def revision_triangle(seals: Sequence[int], periods: Sequence[Hashable], values: Iterable[float]) -> RevisionTriangle:
    """Lay figures out by period and seal.

    Parameters
    ----------
    seals : sequence of int
        Order of the seal of each figure (1 is the oldest).
    periods : sequence of hashable
        Period of each figure.
    values : iterable of float
        The figures.

    Returns
    -------
    RevisionTriangle
        One row per period, one column per seal.

    Raises
    ------
    FigureError
        If one seal gives two figures for one period, or the columns differ in length.
    """
    figures = list(values)
    if not len(seals) == len(periods) == len(figures):
        raise FigureError(
            "revision_triangle: seals, periods and values need the same length; got"
            f" {len(seals)}, {len(periods)}, {len(figures)}. Pass one row per figure."
        )
    rows = {period: row for row, period in enumerate(dict.fromkeys(periods))}
    columns = {seal: column for column, seal in enumerate(sorted(set(seals)))}
    table = np.full((len(rows), len(columns)), np.nan)
    met: set[tuple[int, Hashable]] = set()
    for seal, period, value in zip(seals, periods, figures, strict=True):
        if (seal, period) in met:
            raise FigureError(
                f"revision_triangle: a seal holds one figure per period; got two of {period!r} in seal {seal}."
                " Compare one indicator, area and breakdown at a time."
            )
        met.add((seal, period))
        table[rows[period], columns[seal]] = value
    return RevisionTriangle(tuple(rows), tuple(columns), table)


def revision_metrics(triangle: RevisionTriangle) -> tuple[RevisionMetrics, ...]:
    """Describe how figures of one series moved, for each number of seals after the first.

    Parameters
    ----------
    triangle : RevisionTriangle
        One series.

    Returns
    -------
    tuple of RevisionMetrics
        Lag 1, 2, … as far as any period has been followed.

    Notes
    -----
    Mean revision, mean absolute revision, share upward and a t-test of bias: the set in the OECD/Eurostat
    guidelines on revisions policy and analysis. The t-test takes periods as independent.
    """
    moved = triangle.by_lag()
    first = moved[:, 0] if moved.size else np.empty(0)
    found = []
    for lag in range(1, moved.shape[1]):
        both = ~np.isnan(first) & ~np.isnan(moved[:, lag])
        if both.any():
            found.append(_metrics(lag, first[both], moved[both, lag]))
    return tuple(found)


def _metrics(lag: int, first: FloatArray, later: FloatArray) -> RevisionMetrics:
    revision = later - first
    n, mean = revision.size, float(revision.mean())
    deviation = float(revision.std(ddof=1)) if n > 1 else 0.0
    # equal revisions differ from each other by rounding only and carry no test
    testable = deviation > 1e-12 * max(1.0, float(np.abs(revision).max()))
    t = mean / (deviation / math.sqrt(n)) if testable else math.nan
    base, absolute = float(first.mean()), float(np.abs(revision).mean())
    return RevisionMetrics(
        lag=lag,
        n=n,
        mean=mean,
        mean_absolute=absolute,
        mean_absolute_percent=absolute / base * 100 if base else math.nan,
        share_upward=float((revision > 0).mean()),
        share_downward=float((revision < 0).mean()),
        t=t,
        p_value=float(student_two_sided(t, n - 1)) if testable else math.nan,
    )
