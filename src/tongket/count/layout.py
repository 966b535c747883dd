"""In which order cells are read, and what their figures are called: the same for all indicators alike broken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongket.count.axes import TOTAL, Axis
from tongket.count.geography import Geography
from tongket.count.request import AREA, MONTH
from tongket.model.periods import Period

Indexes = NDArray[np.int64]
By = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Layout:
    """Hold the cells of one period in order, totals first.

    Attributes
    ----------
    places : tuple of ndarray of int, each shape (n_cells,)
        Index of window and axes.
    area : ndarray of int, shape (n_cells,)
        Index into `areas`.
    areas : list of str
        Area as figures name it; ``*`` first.
    by : ndarray of int, shape (n_cells,)
        Index into `breakdowns`.
    breakdowns : list of tuple of (str, str)
        Dimension and code, ordered by dimension; no entry for a total.
    """

    places: tuple[Indexes, ...]
    area: Indexes
    areas: list[str]
    by: Indexes
    breakdowns: list[By]

    def address(self, cell: int) -> tuple[str, By]:
        """Return area and breakdown of a cell."""
        return self.areas[self.area[cell]], self.breakdowns[self.by[cell]]

    def suffixes(self, tail: str) -> list[bytes]:
        """Return what follows the head in the text that a figure's id is the digest of."""
        parts = [f"\x1f{area}" for area in self.areas]
        rest = ["".join(f"\x1f{name}={code}" for name, code in by) + f"\x1f{tail}" for by in self.breakdowns]
        table = [[(part + end).encode() for end in rest] for part in parts]
        return [table[i][j] for i, j in zip(self.area.tolist(), self.by.tolist(), strict=True)]


def make_layout(
    order: Sequence[str],
    axes: Sequence[Axis],
    within: Sequence[tuple[int, ...]],
    period: Period,
    months: Sequence[Period],
    first_window: int,
    geography: Geography | None,
) -> Layout:
    """Lay out the cells of one period.

    Parameters
    ----------
    order : sequence of str
        Dimensions as asked for.
    axes : sequence of Axis
        Breakdown by columns.
    within : sequence of tuple of int
        Places of each axis that are shown, the total included.
    period : Period
        The period.
    months : sequence of Period
        Its months; empty without a breakdown by month.
    first_window : int
        Where its windows begin.
    geography : Geography or None
        Units counted by.
    """
    ranges = {axis.name: np.array(places) for axis, places in zip(axes, within, strict=True)}
    ranges[MONTH] = np.arange(len(months) + 1)
    names = [name for name in order if name in ranges] or [MONTH]
    grids = np.meshgrid(*(ranges[name] for name in names), indexing="ij")
    chosen = {name: grid.ravel() for name, grid in zip(names, grids, strict=True)}
    count = len(next(iter(chosen.values())))
    month = chosen.get(MONTH, np.zeros(count, dtype=np.int64))
    places = (first_window + month, *(chosen[axis.name] for axis in axes))
    areas = [TOTAL]
    breakdowns: list[list[By]] = [[()]]
    keys: list[Indexes] = [np.zeros(count, dtype=np.int64)]
    area = np.zeros(count, dtype=np.int64)
    for axis in axes:
        if axis.name == AREA:
            areas += [_area_name(code, period, geography) for code in axis.codes]
            area = chosen[AREA]
        else:
            breakdowns.append([(), *(((axis.name, code),) for code in axis.codes)])
            keys.append(chosen[axis.name])
    if months and MONTH in names:
        breakdowns.append([(), *(((MONTH, each.id),) for each in months)])
        keys.append(month)
    by, combined = _combined(keys, breakdowns)
    return Layout(places, area, areas, by, combined)


def _area_name(code: str, period: Period, geography: Geography | None) -> str:
    return code if geography is None else geography.qualified(code, period.end)


def _combined(keys: list[Indexes], breakdowns: list[list[By]]) -> tuple[Indexes, list[By]]:
    index, combined = keys[0], breakdowns[0]
    for key, more in zip(keys[1:], breakdowns[1:], strict=True):
        index = index * len(more) + key
        combined = [tuple(sorted((*one, *two))) for one in combined for two in more]
    return index, combined
