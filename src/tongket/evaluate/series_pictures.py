"""What the pictures of a card show: the weeks of the outcome beside what was to be expected, and the places."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from tongket.engines.contract import Span
from tongket.evaluate.cards_effects import Effect
from tongket.evaluate.series import DAY
from tongket.evaluate.series_study import Study
from tongket.evaluate.series_years import WEEK, length_of
from tongket.model.text import Text

_WEEKS_BEFORE = 52
_WEEKS_AFTER = 8
_SMOOTH = 5 * WEEK


@dataclass(frozen=True)
class Week:
    """Hold one week of the picture.

    Attributes
    ----------
    first : date
        Its first day.
    count : float
        Cases where the campaign ran.
    expected : float or None
        Cases to be expected by the comparison; None without one.
    """

    first: date
    count: float
    expected: float | None


@dataclass(frozen=True)
class Course:
    """Hold the weeks of a campaign, with its window for the shading."""

    weeks: tuple[Week, ...]
    start: date
    end: date


class Zone(StrEnum):
    """Say what a place is to a campaign."""

    TREATED = "treated"
    RING = "ring"
    COMPARISON = "comparison"
    OTHER = "other"


@dataclass(frozen=True)
class Spot:
    """Hold one place of the map.

    Attributes
    ----------
    code : str
        Unit.
    name : Text
        Its name.
    zone : Zone
        What it is to the campaign.
    before, during : int
        Cases in the two windows.
    tile : tuple of int or None
        Column and row on a schematic map.
    shape : mapping or None
        GeoJSON geometry.
    """

    code: str
    name: Text
    zone: Zone
    before: int
    during: int
    tile: tuple[int, int] | None
    shape: Mapping[str, Any] | None


@dataclass(frozen=True)
class Sketch:
    """Hold the places of a campaign, and the days their counts are of."""

    spots: tuple[Spot, ...]
    before: Span
    during: Span


def course_of(study: Study, effect: Effect | None) -> Course:
    """Return the weeks from a year before the start to eight after the end, as far as the records reach."""
    counts, start = study.counts, study.registration.starts_on
    first = start - DAY * WEEK * min(_WEEKS_BEFORE, (start - counts.first).days // WEEK)
    last = min(study.coverage.last, study.registration.ends_on + DAY * WEEK * _WEEKS_AFTER)
    own = counts.daily(study.zones.treated or None)
    expected = _expected(study, effect)
    weeks = []
    for week in range(max(0, (last - first).days + 1) // WEEK):
        begin = first + DAY * WEEK * week
        rows = counts.rows(Span(begin, begin + DAY * (WEEK - 1)))
        foreseen = math.nan if expected is None else float(expected[rows].sum())
        weeks.append(Week(begin, float(own[rows].sum()), foreseen if math.isfinite(foreseen) else None))
    return Course(tuple(weeks), start, study.registration.ends_on)


def _expected(study: Study, effect: Effect | None) -> np.ndarray[Any, Any] | None:
    """Return by day what the place would have counted had it moved like its comparison, from the year before on."""
    if effect is None or effect.comparison is None:
        return None
    counts, zones = study.counts, study.zones
    if effect.years:
        return _expected_by_years(study, effect)
    control = not study.compared.needs_areas
    other = counts.daily((zones.treated or None) if control else zones.comparison, control=control)
    before = effect.comparison[0]
    if not before:
        return None
    # smoothed over five weeks, or the noise of the comparison would hide what it expects
    return np.asarray(np.convolve(other * (effect.cases[0] / before), np.full(_SMOOTH, 1 / _SMOOTH), mode="same"))


def _expected_by_years(study: Study, effect: Effect) -> np.ndarray[Any, Any] | None:
    """Spread what the other years lead to expect evenly over the two windows: years differ too much day by day."""
    expected = effect.expected
    own = effect.years[0]
    level = np.full(len(study.counts.targeted), math.nan)
    if expected is None or study.window is None:
        return None
    level[study.counts.rows(own.before)] = effect.cases[0] / length_of(own.before)
    level[study.counts.rows(study.window)] = expected / length_of(study.window)
    return level


def sketch_of(study: Study) -> Sketch | None:
    """Return the places of a campaign that is confined to areas; None for the whole city, or without any map."""
    zones, window = study.zones, study.window
    if not zones.treated or window is None:
        return None
    spots = tuple(
        Spot(
            code,
            zones.names[code],
            _zone(study, code),
            study.counts.total(study.before, [code]),
            study.counts.total(window, [code]),
            zones.tiles.get(code),
            zones.shapes.get(code),
        )
        for code in zones.places.codes
    )
    return Sketch(spots, study.before, window) if any(each.tile or each.shape for each in spots) else None


def _zone(study: Study, code: str) -> Zone:
    zones = study.zones
    if code in zones.treated:
        return Zone.TREATED
    if code in zones.ring:
        return Zone.RING
    return Zone.COMPARISON if code in zones.comparison else Zone.OTHER
