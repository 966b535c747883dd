"""False alarms a month of detectors whose p-value already counts the whole search: scans and Knox's test."""

from __future__ import annotations

from dataclasses import dataclass

from tongket.watch.alarm_budget import DAYS_IN_MONTH
from tongket.watch.settings import WatchSettings


@dataclass(frozen=True)
class PlaceAlarms:
    """Hold what a detector of places would raise in vain at most.

    Attributes
    ----------
    detector : str
        Name.
    n_kinds : int
        Kinds of case it looks at.
    level : float
        p-value up to which one kind at one look is a signal.
    per_month : float
        Expected false alarms a month over all kinds, with one look a period.
    """

    detector: str
    n_kinds: int
    level: float
    per_month: float


def place_alarms(settings: WatchSettings) -> tuple[PlaceAlarms, ...]:
    """Return the false alarms of scans and near repeats that a book switches on.

    Parameters
    ----------
    settings : WatchSettings
        What is switched on.

    Returns
    -------
    tuple of PlaceAlarms
        None for what is switched off.

    Notes
    -----
    Nothing is simulated anew: each scan and each test compares with simulated worlds of its own, so that its p-value is
    at or under a level no more often than the level says. Clusters of one look that do not overlap are counted as one.
    """
    looks = DAYS_IN_MONTH / settings.period_days
    kinds = (("space_time_permutation", settings.clusters), ("knox", settings.near_repeats))
    levels = {
        "space_time_permutation": settings.period_days / settings.cluster_recurrence_days,
        "knox": settings.near_repeat_alpha,
    }
    return tuple(
        PlaceAlarms(name, len(codes), min(1.0, levels[name] / len(codes)), min(1.0, levels[name]) * looks)
        for name, codes in kinds
        if codes
    )
