"""Synthetic control: a mixture of other places that moved like the treated one before, and its rank among placebos."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tongket.count.distributions import FloatArray
from tongket.evaluate.differences import LEVEL
from tongket.model.errors import FigureError

# One treated place among n donors cannot rank better than 1 in n + 1; the 10 % of our intervals need 9 others.
FEWEST_DONORS = 9
FEWEST_BEFORE = 8
# A placebo that could not be matched before says nothing about after (Abadie, Diamond & Hainmueller 2010).
WORST_FIT = 5.0


@dataclass(frozen=True)
class SyntheticResult:
    """Hold a treated place beside its synthetic twin.

    Attributes
    ----------
    weights : ndarray of float64, shape (n_donors,)
        Share of each donor; not negative, sum 1.
    synthetic : ndarray of float64, shape (n_times,)
        Cases of the twin, on the scale of the treated place.
    observed, expected : float
        Cases during the campaign, recorded and of the twin.
    percent, lower, upper : float
        Difference in per cent of the expected cases; the interval holds the effects that would not stand out among the
        placebos. Infinite ends where donors are too few for the level.
    rmspe_before, rmspe_during : float
        Root mean square gap per point.
    ratio : float
        `rmspe_during` over `rmspe_before`.
    rank : int
        1 when no placebo has as large a ratio.
    p_value : float
        `rank` over (placebos + 1).
    placebos : int
        Donors that could be matched well enough to be placebos.
    level : float
        Confidence level.
    """

    weights: FloatArray
    synthetic: FloatArray
    observed: float
    expected: float
    percent: float
    lower: float
    upper: float
    rmspe_before: float
    rmspe_during: float
    ratio: float
    rank: int
    p_value: float
    placebos: int
    level: float


def synthetic_control(
    counts: ArrayLike,
    treated: int,
    start: int,
    end: int | None = None,
    *,
    level: float = LEVEL,
) -> SyntheticResult:
    """Compare a place with the mixture of other places that followed it best before the campaign.

    Parameters
    ----------
    counts : array_like of float, shape (n_times, n_places)
        Cases of every place; places that ran campaigns of their own must be left out.
    treated : int
        Column of the treated place.
    start : int
        First point of the campaign.
    end : int, optional
        First point after it; the end of the series when left out.
    level : float
        Confidence level.

    Returns
    -------
    SyntheticResult
        Places are put on the scale of their own mean before the start, so that a large one has a twin too.

    Raises
    ------
    FigureError
        If fewer than 9 donors or 8 points before are given, a place had no case before, or the mixture fits exactly.

    Notes
    -----
    Abadie A, Diamond A, Hainmueller J (2010), *J Am Stat Assoc* 105:493-505, https://doi.org/10.1198/jasa.2009.ap08746;
    for places of a city Saunders et al. (2015), *J Quant Criminol* 31:413-434. Weights are found exactly: with
    gaps G between donors and place, the non-negative w that minimises |Gw|² + (1 - sum w)² is a multiple of the best
    mixture. Every donor is treated as if it were the treated place (in-space placebo), with the treated one left out.
    """
    y = np.asarray(counts, dtype=np.float64)
    end = len(y) if end is None else end
    _check(y, treated, start, end, level)
    size = y[:start].mean(axis=0)
    index = y / size
    donors = np.array([k for k in range(y.shape[1]) if k != treated])
    weights = mixture(index[:start, donors], index[:start, treated])
    gaps = _gaps(index, treated, donors, weights)
    own = _before_during(gaps, start, end)
    if own[0] == 0:
        raise FigureError(
            "Synthetic control: places must vary before the campaign; got a mixture that fits without any gap, so no"
            " gap can be called large. Use shorter points or another comparison."
        )
    placebos = _placebos(index, donors, start, end, WORST_FIT * own[0])
    ratio = own[1] / own[0]
    rank = 1 + int((placebos[:, 1] / placebos[:, 0] >= ratio).sum()) if len(placebos) else 1
    twin = index[:, donors] @ weights
    expected = float(twin[start:end].sum() * size[treated])
    low, high = _reach(placebos, level, own[0])
    observed = float(y[start:end, treated].sum())
    # an effect is not refuted if undoing it leaves a gap that placebos, in units of their fit before, show as well
    mean_twin, share = float(twin[start:end].mean()), observed / expected
    lower, upper = (_undone(share, gap / mean_twin) for gap in (high, low))
    return SyntheticResult(
        weights=weights,
        synthetic=np.asarray(twin * size[treated]),
        observed=observed,
        expected=expected,
        percent=100 * (share - 1),
        lower=lower,
        upper=upper,
        rmspe_before=float(own[0] * size[treated]),
        rmspe_during=float(own[1] * size[treated]),
        ratio=float(ratio),
        rank=rank,
        p_value=rank / (len(placebos) + 1),
        placebos=len(placebos),
        level=level,
    )


def mixture(donors: FloatArray, target: FloatArray) -> FloatArray:
    """Return the weights, not negative and of sum 1, whose mixture of donors is nearest to the target.

    Parameters
    ----------
    donors : ndarray of float64, shape (n_times, n_donors)
        Series to mix.
    target : ndarray of float64, shape (n_times,)
        Series to follow.

    Returns
    -------
    ndarray of float64, shape (n_donors,)
        The exact least-squares solution.
    """
    from scipy.optimize import nnls  # type: ignore[import-untyped]  # ships no types

    gaps = donors - target[:, None]
    scale = float(np.abs(gaps).max(initial=0.0)) or 1.0
    stacked = np.vstack([gaps / scale, np.ones(donors.shape[1])])
    found = nnls(stacked, np.append(np.zeros(len(gaps)), 1.0), maxiter=50 * donors.shape[1])[0]
    return np.asarray(found / found.sum())


def _gaps(index: FloatArray, place: int, donors: FloatArray, weights: FloatArray) -> FloatArray:
    return np.asarray(index[:, place] - index[:, donors] @ weights)


def _before_during(gaps: FloatArray, start: int, end: int) -> tuple[float, float, float]:
    """Return root mean square gaps before and during, and the mean gap during."""
    during = gaps[start:end]
    return math.sqrt(float((gaps[:start] ** 2).mean())), math.sqrt(float((during**2).mean())), float(during.mean())


def _placebos(index: FloatArray, donors: FloatArray, start: int, end: int, worst: float) -> FloatArray:
    """Treat each donor as the treated place; return before, during and mean gap, one row each."""
    rows = []
    for place in donors:
        others = donors[donors != place]
        weights = mixture(index[:start, others], index[:start, place])
        rows.append(_before_during(_gaps(index, place, others, weights), start, end))
    found = np.array(rows)
    return np.asarray(found[(found[:, 0] <= worst) & (found[:, 0] > 0)])


def _reach(placebos: FloatArray, level: float, own: float) -> tuple[float, float]:
    """Return the mean gaps a place without a campaign would show, on the scale of the treated place."""
    n = len(placebos)
    cut = math.floor((n + 1) * (1 - level) / 2 + 1e-9)
    if cut < 1:
        return -math.inf, math.inf
    missed = np.sort(placebos[:, 2] / placebos[:, 0]) * own
    return float(missed[cut - 1]), float(missed[n - cut])


def _undone(share: float, gap: float) -> float:
    """Return the effect in per cent that leaves the relative gap once it is taken out."""
    return 100 * (share / (1 + gap) - 1) if gap > -1 else math.inf


def _check(y: FloatArray, treated: int, start: int, end: int, level: float) -> None:
    if y.ndim != 2 or not (y >= 0).all() or not 0 < level < 1:
        raise FigureError("synthetic_control: counts must be known, periods by places; the level between 0 and 1.")
    if y.shape[1] - 1 < FEWEST_DONORS or start < FEWEST_BEFORE or not start < end <= len(y):
        raise FigureError(
            f"synthetic_control: needs {FEWEST_DONORS} other places and {FEWEST_BEFORE} points before the start;"
            f" got {y.shape[1] - 1} and {start}, campaign until {end} of {len(y)}."
            " With fewer places use `difference_in_differences` or `both_scales`."
        )
    if not 0 <= treated < y.shape[1] or not (y[:start].sum(axis=0) > 0).all():
        raise FigureError("synthetic_control: every place needs a case before the start. Leave empty places out.")
