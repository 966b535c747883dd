"""Where did it go: the displacement quotient of a campaign, its ring and its comparison."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from tongket.count.distributions import normal_quantile
from tongket.evaluate.differences import LEVEL
from tongket.model.errors import FigureError
from tongket.model.text import Text


class Ring(Enum):
    """Say what the ring did while the place itself improved."""

    NO_SUCCESS = "no_success"  # the place itself did not improve, so there is nothing to displace
    DIFFUSION = "diffusion"  # the ring improved too
    PARTLY_DISPLACED = "partly_displaced"
    ALL_DISPLACED = "all_displaced"  # the ring worsened by as much or more
    UNCLEAR = "unclear"  # the interval allows more than one of these


@dataclass(frozen=True)
class DisplacementQuotient:
    """Hold the weighted displacement quotient.

    Attributes
    ----------
    quotient : float
        Change of the ring over change of the place, both as shares of the comparison; above 0 the ring gained too,
        below -1 it lost more than the place gained. NaN when the place did not change.
    lower, upper : float
        Fieller interval; infinite where the change of the place itself could be nothing.
    success : float
        Change of the place's share of the comparison; below 0 is an improvement.
    success_lower, success_upper : float
        Its interval.
    ring : Ring
        What may be said.
    level : float
        Confidence level.
    """

    quotient: float
    lower: float
    upper: float
    success: float
    success_lower: float
    success_upper: float
    ring: Ring
    level: float


RING_TEXTS = {
    Ring.NO_SUCCESS: Text(
        vi="nơi thực hiện chưa giảm rõ so với nơi đối chứng nên không xét việc dịch chuyển",
        en="the place itself did not clearly improve, so displacement is not judged",
    ),
    Ring.DIFFUSION: Text(
        vi="các đơn vị liền kề cũng giảm: hiệu quả lan tỏa",
        en="the ring improved too: the benefit spread",
    ),
    Ring.PARTLY_DISPLACED: Text(
        vi="một phần số vụ dịch chuyển sang các đơn vị liền kề",
        en="part of the cases moved into the ring",
    ),
    Ring.ALL_DISPLACED: Text(
        vi="các đơn vị liền kề tăng bằng hoặc nhiều hơn mức giảm của nơi thực hiện",
        en="the ring worsened by as much as the place improved, or more",
    ),
    Ring.UNCLEAR: Text(
        vi="chưa đủ cơ sở để kết luận về việc dịch chuyển sang các đơn vị liền kề",
        en="whether cases moved into the ring cannot be told",
    ),
}


def displacement_quotient(
    treated: ArrayLike, ring: ArrayLike, comparison: ArrayLike, *, level: float = LEVEL
) -> DisplacementQuotient:
    """Give the weighted displacement quotient with its interval.

    Parameters
    ----------
    treated, ring, comparison : array_like of counts, shape (2,)
        Before and during: the place, the ring around it, and a comparison that neither could reach.
    level : float
        Confidence level.

    Returns
    -------
    DisplacementQuotient
        (R1/C1 - R0/C0) / (T1/C1 - T0/C0).

    Raises
    ------
    FigureError
        If a count is negative or missing, or the comparison had no case in a window.

    Notes
    -----
    Bowers KJ, Johnson SD (2003), *J Quant Criminol* 19:275-301, https://doi.org/10.1023/A:1024909009240. They give no
    interval; ours is Fieller's, because both parts of the quotient rest on the same comparison.
    """
    counts = np.asarray([treated, ring, comparison], dtype=np.float64)
    if counts.shape != (3, 2) or not (counts >= 0).all() or not (counts[2] > 0).all():
        raise FigureError(
            "displacement_quotient: three pairs of counts, and cases in both windows of the comparison;"
            f" got {counts.tolist()!r}. Choose a larger comparison or longer windows."
        )
    z = normal_quantile(0.5 + level / 2)
    (t0, t1), (r0, r1), (c0, c1) = counts.tolist()
    success, moved = t1 / c1 - t0 / c0, r1 / c1 - r0 / c0
    variance, variance_ring = (_share_variance(n0, c0) + _share_variance(n1, c1) for n0, n1 in ((t0, t1), (r0, r1)))
    shared = t0 * r0 / c0**3 + t1 * r1 / c1**3
    lower, upper = _fieller(moved, success, (variance_ring, shared, variance), z)
    half = z * math.sqrt(variance)
    quotient = moved / success if success else math.nan
    found = Ring.NO_SUCCESS if success + half >= 0 else _ring(lower, upper)
    return DisplacementQuotient(quotient, lower, upper, success, success - half, success + half, found, level)


def _share_variance(count: float, comparison: float) -> float:
    return count / comparison**2 + count**2 / comparison**3


def _fieller(top: float, bottom: float, moments: tuple[float, float, float], z: float) -> tuple[float, float]:
    """Return the ratios q for which top - q bottom is within z standard errors of 0."""
    var_top, shared, var_bottom = moments
    a = bottom**2 - z**2 * var_bottom
    b = top * bottom - z**2 * shared
    c = top**2 - z**2 * var_top
    if a <= 0:
        return -math.inf, math.inf
    root = math.sqrt(max(0.0, b * b - a * c))
    return (b - root) / a, (b + root) / a


def _ring(lower: float, upper: float) -> Ring:
    if lower > 0:
        return Ring.DIFFUSION
    if upper < 0:
        return Ring.PARTLY_DISPLACED if lower > -1 else (Ring.ALL_DISPLACED if upper < -1 else Ring.UNCLEAR)
    return Ring.UNCLEAR
