"""Which map would have been right: maps of the past judged by where events happened afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray

_WHO = "Accuracy"
DEFAULT_SHARES = (0.01, 0.02, 0.05)
# weight of the area in the penalised index, between the hit rate (0) and the PAI (1)
DEFAULT_PENALTY = 0.5


@dataclass(frozen=True)
class Accuracy:
    """Hold how well one map did with one share of the area.

    Attributes
    ----------
    name : str
        Of the map.
    share : float
        Share of the area (or street length) that the map may name.
    size : float
        The same in the unit of the sizes given, for example km².
    captured : float
        Held-out events in the named places; a fraction where places of equal score are cut by the share.
    n_events : float
        Held-out events in all.
    hit_rate : float
        `captured` over `n_events`.
    pai : float
        Predictive accuracy index: hit rate over `share`.
    best_pai : float
        What a map that knew the held-out events would have reached.
    pei : float
        Predictive efficiency index: `pai` over `best_pai`.
    ppai : float
        Penalised index: hit rate over `share` to a power below 1.
    rri : float
        Events the map lets expect in the named places over those that came; NaN where its scores are no expectation.
    recapture : float
        PAI on held-out events over PAI on those the map was made of (Levine's recapture rate index); NaN without them.
    """

    name: str
    share: float
    size: float
    captured: float
    n_events: float
    hit_rate: float
    pai: float
    best_pai: float
    pei: float
    ppai: float
    rri: float
    recapture: float


def predictive_accuracy(
    scores: Mapping[str, ArrayLike],
    held_out: ArrayLike,
    *,
    sizes: ArrayLike | None = None,
    earlier: ArrayLike | None = None,
    shares: Sequence[float] = DEFAULT_SHARES,
    penalty: float = DEFAULT_PENALTY,
) -> tuple[Accuracy, ...]:
    """Judge maps side by side on events they were not made of.

    Parameters
    ----------
    scores : mapping of str to array_like of float, shape (n_places,)
        Maps by name; the highest scores are named first, NaN last. For `rri` a score is read as events per unit of
        size.
    held_out : array_like of float, shape (n_places,)
        Events of later months in each place.
    sizes : array_like of float, shape (n_places,), optional
        Area of each place, or its length of street; all equal by default.
    earlier : array_like of float, shape (n_places,), optional
        Events the maps were made of, for `recapture`.
    shares : sequence of float
        Shares of the area to name.
    penalty : float
        Power of the area's share in the penalised index: 1 gives the PAI, 0 the hit rate.

    Returns
    -------
    tuple of Accuracy
        Map by map, share by share.

    Raises
    ------
    UsageError
        If lengths differ, sizes are not positive, or a share or the penalty lies outside 0 to 1.

    Notes
    -----
    PAI: Chainey, Tompson & Uhlig [1]_; with length of street: Drawve & Wooditch [2]_; PEI: Hunt [3]_; penalised
    PAI: Joshi et al. [4]_; RRI as expected over observed: Wheeler & Steenbeek [5]_, and as Levine [6]_ in `recapture`.

    Every map names exactly the share: the place at the limit, or all of equal score there, count by the part that
    fits, so that neither the size of cells nor the order of ties favours a map. The published indices count whole
    places, from which this differs by less than one place.

    References
    ----------
    .. [1] Chainey S, Tompson L, Uhlig S (2008). Secur J 21:4-28. https://doi.org/10.1057/palgrave.sj.8350066
    .. [2] Drawve G, Wooditch A (2019). J Crim Justice 63:94-102.
    .. [3] Hunt JM (2016). Do crime hot spots move? PhD thesis, American University, Washington.
    .. [4] Joshi C, Curtis-Ham S, D'Ath C, Searle D (2021). ISPRS Int J Geo-Inf 10:597.
       https://doi.org/10.3390/ijgi10090597
    .. [5] Wheeler AP, Steenbeek W (2021). J Quant Criminol 37:445-480. https://doi.org/10.1007/s10940-020-09457-7
    .. [6] Levine N (2008). Secur J 21:295-302. https://doi.org/10.1057/sj.2008.5
    """
    later, size, before = _places(held_out, sizes, earlier)
    if not 0 <= penalty <= 1 or not all(0 < wanted <= 1 for wanted in shares):
        raise UsageError(
            f"{_WHO}: shares must lie above 0 and up to 1, the penalty between 0 and 1; got {list(shares)} and"
            f" {penalty!r}."
        )
    result = []
    for name, given in scores.items():
        score = np.asarray(given, dtype=np.float64)
        if score.shape != later.shape:
            raise UsageError(
                f"{_WHO}: map {name!r} must have a score for each of {later.size} places; got {score.shape}."
            )
        result += [_accuracy(name, score, later, size, before, wanted, penalty) for wanted in shares]
    return tuple(result)


def _places(
    held_out: ArrayLike, sizes: ArrayLike | None, earlier: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    later = np.asarray(held_out, dtype=np.float64)
    size = np.ones(later.shape) if sizes is None else np.asarray(sizes, dtype=np.float64)
    before = None if earlier is None else np.asarray(earlier, dtype=np.float64)
    others = [size] if before is None else [size, before]
    if later.ndim != 1 or not later.size or any(other.shape != later.shape for other in others):
        raise UsageError(f"{_WHO}: events and sizes must be given for the same places; got other lengths.")
    if not bool(np.all(size > 0)) or not bool(np.all(later >= 0)):
        raise UsageError(f"{_WHO}: sizes must be positive and events not negative; got others. Leave such places out.")
    return later, size, before


def _accuracy(
    name: str,
    score: FloatArray,
    later: FloatArray,
    size: FloatArray,
    before: FloatArray | None,
    share: float,
    penalty: float,
) -> Accuracy:
    part = named_part(score, size, share)
    n_events = float(later.sum())
    captured = float((part * later).sum())
    best = float((named_part(later / size, size, share) * later).sum())
    hit_rate = _over(captured, n_events)
    pai, best_pai = hit_rate / share, _over(best, n_events) / share
    # only scores that add up to something can be read as expected events
    expects = bool(np.all(score >= 0)) and float((score * size).sum()) > 0
    expected = float((part * score * size).sum() / (score * size).sum()) * n_events if expects else float("nan")
    pai_before = float("nan") if before is None else _over(float((part * before).sum()), float(before.sum())) / share
    return Accuracy(
        name,
        share,
        share * float(size.sum()),
        captured,
        n_events,
        hit_rate,
        pai,
        best_pai,
        _over(pai, best_pai),
        hit_rate / share**penalty,
        _over(expected, captured),
        _over(pai, pai_before),
    )


def named_part(score: FloatArray, size: FloatArray, share: float) -> FloatArray:
    """Return how much of each place is named when the highest scores fill a share of the whole; ties share evenly."""
    ranked = np.where(np.isnan(score), -np.inf, score)
    order = np.argsort(-ranked, kind="stable")
    filled = np.cumsum(size[order])
    limit = share * filled[-1]
    edge = ranked[order[min(int(np.searchsorted(filled, limit * (1 - 1e-12))), score.size - 1)]]
    above, at = ranked > edge, ranked == edge
    left = (limit - float(size[above].sum())) / float(size[at].sum())
    return np.asarray(np.where(above, 1.0, np.where(at, min(1.0, max(0.0, left)), 0.0)))


def _over(value: float, base: float) -> float:
    return value / base if base > 0 else float("nan")
