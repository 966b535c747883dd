"""Two things put into the records on purpose, so that detectors and evaluations have a truth to be held to.

A run of thefts in one ward, which a detector should find; and a campaign after which thefts in the centre are rarer,
which an evaluation may or may not be able to see in numbers this small.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlantedRun:
    """Hold a run of cases of one offence in one commune.

    Attributes
    ----------
    offence, area : str
        What and where.
    first, last : date
        Days between which they happened.
    cases : int
        How many, beyond what happens there anyway.
    """

    offence: str
    area: str
    first: date
    last: date
    cases: int


@dataclass(frozen=True)
class PlantedEffect:
    """Hold a fall of some offences in one district while a campaign lasts.

    Attributes
    ----------
    campaign_id : str
        The campaign.
    offences : tuple of str
        Articles.
    district : str
        Where.
    first, last : date
        The days of the campaign.
    kept : float
        Share of the cases that happen all the same.
    """

    campaign_id: str
    offences: tuple[str, ...]
    district: str
    first: date
    last: date
    kept: float


RUN = PlantedRun("173", "31186", date(2023, 8, 3), date(2023, 8, 16), 14)
EFFECT = PlantedEffect("CD-2023-03", ("171", "172", "173"), "916", date(2023, 4, 1), date(2023, 6, 14), 0.6)


def is_thinned(offence: str, day: date, district: str | None) -> bool:
    """Tell whether a case falls under the planted effect, so that only a share of such cases happens."""
    return offence in EFFECT.offences and district == EFFECT.district and EFFECT.first <= day <= EFFECT.last
