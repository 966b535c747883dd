"""Hot spots of a book: a map for each kind of case, with its own judgement on months it had not seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from tongket.engines.contract import Engine
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Text
from tongket.watch.accuracy_measures import Accuracy
from tongket.watch.arrays import FloatArray
from tongket.watch.hot_spots_map import HotSpot, HotSpotMap, hot_spot_map
from tongket.watch.progress import Progress, silent
from tongket.watch.projection import Projection
from tongket.watch.series import located_cases
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Caveat, Kind, Place, Signal, rounded
from tongket.watch.watching_repeats import caveats_of, too_few

Corners = Sequence[tuple[float, float]]

DETECTOR = "gi_star"
# fewer cases than this make a map of single cases
_LEAST_POINTS = 100
# draws from which a false discovery rate over thousands of cells can be told
_DRAWS = 9999
# hot spots named one by one
_MOST_SPOTS = 10


@dataclass(frozen=True, eq=False)
class HotSpotLayer:
    """Hold the hot spots of one kind of case.

    Attributes
    ----------
    code : str
        Kind of case.
    map : HotSpotMap
        Grid, counts, densities and what came afterwards.
    projection : Projection
        From metres of the grid to degrees.
    spots : tuple of Signal
        The largest hot spots by Gi*, most cases first. Where cases lie, not an alarm: they do not enter the register.
    start, end, held_out_from : date
        Days of the map, and the first of those on which maps of the days before were judged.
    n_cases : int
        Cases with a point.
    """

    code: str
    map: HotSpotMap
    projection: Projection
    spots: tuple[Signal, ...]
    start: date
    end: date
    held_out_from: date
    n_cases: int

    @property
    def accuracy(self) -> tuple[Accuracy, ...]:
        """Return how well each kind of map did on the held-out days."""
        return self.map.accuracy

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; cells only by number, for the grid is large."""
        return {
            "code": self.code,
            "cases": self.n_cases,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "held_out_from": self.held_out_from.isoformat(),
            "cell_metres": self.map.grid.cell,
            "cells": self.map.grid.n_cells,
            "parameters": dict(self.map.parameters),
            "accuracy": [_accuracy_dict(one) for one in self.accuracy],
            "spots": [{"id": spot.id, **spot.to_dict()} for spot in self.spots],
        }


def _accuracy_dict(one: Accuracy) -> dict[str, Any]:
    return {
        "map": one.name,
        "share": one.share,
        "captured": rounded(one.captured),
        "events": rounded(one.n_events),
        "hit_rate": rounded(one.hit_rate),
        "pai": rounded(one.pai),
        "pei": rounded(one.pei),
        "rri": rounded(one.rri),
    }


@dataclass(frozen=True, eq=False)
class HotSpots:
    """Hold a layer, or why there is none."""

    layer: HotSpotLayer | None = None
    reason: Text | None = None


def find_hot_spots(
    engine: Engine,
    as_of: date,
    code: str,
    chosen: WatchSettings,
    outline: Sequence[Corners] = (),
    progress: Progress = silent,
) -> HotSpots:
    """Map the hot spots of one kind of case.

    Parameters
    ----------
    engine : Engine
        Over what was known on the day.
    as_of : date
        Day of knowledge.
    code : str
        Kind of case.
    chosen : WatchSettings
        Settings.
    outline : sequence of corners
        Rings of the city, longitude and latitude; the rectangle about the cases where there is none, which flatters
        every map alike, because nobody lives in its corners.
    progress : callable
        Called with (done, total) steps.

    Returns
    -------
    HotSpots
        A layer, or why there is none.
    """
    where = (Condition(chosen.near_repeat_column, Operator.IN, (code,)),)
    points = located_cases(engine, as_of, days=chosen.hot_spot_days, where=where)
    if points.day.size < _LEAST_POINTS:
        return HotSpots(reason=too_few(_LEAST_POINTS, points.day.size))
    projection = Projection.around(points.longitude, points.latitude)
    x, y = projection.to_metres(points.longitude, points.latitude)
    rings = [np.column_stack(projection.to_metres(*np.asarray(ring, dtype=np.float64).T)) for ring in outline]
    found = hot_spot_map(
        x,
        y,
        points.day,
        outline=rings or None,
        cell=chosen.hot_spot_cell_metres,
        held_out_days=chosen.hot_spot_held_out_days,
        n_permutations=_DRAWS,
        seed=chosen.seed,
        progress=progress,
    )
    start = as_of - timedelta(days=chosen.hot_spot_days - 1)
    spots = tuple(
        _signal(spot, found, projection, start, as_of, code, chosen, caveats_of(points))
        for spot in found.spots[:_MOST_SPOTS]
    )
    held_out = as_of - timedelta(days=chosen.hot_spot_held_out_days - 1)
    return HotSpots(HotSpotLayer(code, found, projection, spots, start, as_of, held_out, points.day.size))


def _signal(
    spot: HotSpot,
    found: HotSpotMap,
    projection: Projection,
    start: date,
    as_of: date,
    code: str,
    chosen: WatchSettings,
    came: tuple[Caveat, ...],
) -> Signal:
    longitude, latitude = projection.to_degrees(spot.x, spot.y)
    return Signal(
        kind=Kind.HOT_SPOT,
        detector=DETECTOR,
        parameters=found.parameters,
        seed=chosen.seed,
        what=((chosen.near_repeat_column, code),),
        where=Place(
            longitude=round(float(longitude), 6),
            latitude=round(float(latitude), 6),
            outline=tuple((round(lon, 6), round(lat, 6)) for lon, lat in spot.outline(projection)),
        ),
        start=start,
        end=as_of,
        as_of=as_of,
        observed=round(spot.observed),
        expected=spot.expected,
        score=spot.statistic,
        p_value=spot.p_value,
        caveats=(Caveat.RECORDING_CHANGE, *came),
    )


def shades(layer: HotSpotLayer, steps: int = 4) -> FloatArray:
    """Return 0 to `steps` for each cell by its density: 0 below three times the mean, then by equal ratios to the top.

    Three times the mean is where Milic et al. (2018) cut; below it a cell is no hot spot.
    """
    density = layer.map.density.density
    mean, top = float(density.mean()), float(density.max())
    if not 0 < 3 * mean < top:
        return np.zeros(density.shape)
    with np.errstate(divide="ignore"):
        level = np.log(density / (3 * mean)) / math.log(top / (3 * mean)) * steps
    return np.clip(np.ceil(level), 0, steps)
