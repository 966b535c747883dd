"""Add counted rows up into dense arrays, exactly: whole numbers in, whole numbers out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.count.atoms import Picked
from tongket.count.axes import Axis, Placed
from tongket.count.gather import Integers, Rows
from tongket.count.geography import SHARE_DIGITS
from tongket.count.spans import Windows

Whole = NDArray[Any]  # int64, or Python integers where int64 could overflow
_EXACT_FLOAT = 2**53
_EXACT_INT = 2**62


@dataclass
class PlacedRows:
    """Hold the rows of a term with the cell each belongs to.

    Attributes
    ----------
    rows : Rows
        As counted.
    axes : tuple of Axis
        Breakdown.
    cell : ndarray of int
        Flat index over span and axes.
    row : ndarray of int or None
        Which counted row an entry is part of; None when each stands for itself.
    share : ndarray of int64 or None
        Weight of each entry in units of ``10**-digits``; None when all count whole.
    digits : int
        Decimals of the share.
    """

    rows: Rows
    axes: tuple[Axis, ...]
    cell: NDArray[np.intp]
    row: NDArray[np.intp] | None
    share: Integers | None
    digits: int
    _picks: dict[tuple[Any, ...], NDArray[np.bool_]] = field(default_factory=dict)

    def pick(self, picked: Picked, vocabularies: dict[str, list[str | None]]) -> NDArray[np.bool_] | None:
        """Return which counted rows have the codes wanted; None for all."""
        mask: NDArray[np.bool_] | None = None
        for column, wanted in picked.codes:
            key = (column, wanted)
            if key not in self._picks:
                lookup = np.array([code in wanted for code in vocabularies[column]] or [False])
                self._picks[key] = lookup[self.rows.codes[column]]
            mask = self._picks[key] if mask is None else mask & self._picks[key]
        return mask


def place(rows: Rows, axes: tuple[Axis, ...], placed: tuple[Placed, ...]) -> PlacedRows:
    """Return rows with the cell each belongs to."""
    row: NDArray[np.intp] | None = None
    share = rows.share
    digits = 0 if share is None else SHARE_DIGITS
    places: list[NDArray[np.intp]] = []
    for each in placed:
        if each.row is not None and each.share is not None:  # at most one axis, area, splits rows
            places = [earlier[each.row] for earlier in places]
            share = each.share if share is None else share[each.row] * each.share
            row, digits = each.row, digits + SHARE_DIGITS
        places.append(each.place if row is None or each.row is not None else each.place[row])
    cell = (rows.span if row is None else rows.span[row]).astype(np.intp)
    for axis, where in zip(axes, places, strict=True):
        cell = cell * axis.size + where
    return PlacedRows(rows, axes, cell, row, share, digits)


def add_up(
    placed: PlacedRows,
    picked: Picked,
    vocabularies: dict[str, list[str | None]],
    windows: Windows,
    *,
    from_dawn: bool = False,
) -> Whole:
    """Return the sums of one atom, by window and axis, totals at place 0.

    Parameters
    ----------
    placed : PlacedRows
        Rows of the atom's term.
    picked : Picked
        Term and codes.
    vocabularies : dict of str to list
        Codes by column.
    windows : Windows
        What to add up to.
    from_dawn : bool
        Whether everything up to the end of a window is added, for stocks.

    Returns
    -------
    ndarray, shape (n_windows, *sizes of the axes)
        Whole numbers of ``10**-(scale of the term + placed.digits)``.
    """
    sizes = tuple(axis.size for axis in placed.axes)
    shape = (len(windows.spans), *sizes)
    sums = _sums(placed, picked, vocabularies, int(np.prod(shape))).reshape(shape)
    for position in range(1, len(shape)):
        total = sums.sum(axis=position, keepdims=True)
        np.copyto(sums[(slice(None),) * position + (slice(0, 1),)], total)
    running = np.concatenate([np.zeros((1, *sizes), dtype=sums.dtype), np.cumsum(sums, axis=0)])
    result: Whole = running[windows.last] - (0 if from_dawn else running[windows.first])
    return result


def _sums(placed: PlacedRows, picked: Picked, vocabularies: dict[str, list[str | None]], length: int) -> Whole:
    values = placed.rows.values[picked.term.name]
    mask = placed.pick(picked, vocabularies)
    cell, share = placed.cell, placed.share
    if placed.row is not None:
        values = values[placed.row]
        mask = None if mask is None else mask[placed.row]
    if mask is not None:
        values, cell = values[mask], cell[mask]
        share = None if share is None else share[mask]
    bound = float(np.abs(values).sum(dtype=float)) * (1 if share is None else 10.0**placed.digits)
    if bound < _EXACT_FLOAT:
        weighted = values if share is None else values * share
        sums: Whole = np.bincount(cell, weights=weighted, minlength=length).astype(np.int64)
        return sums
    kind: Any = np.int64 if bound < _EXACT_INT else object
    weighted = values.astype(kind) if share is None else values.astype(kind) * share.astype(kind)
    sums = np.zeros(length, dtype=kind)
    np.add.at(sums, cell, weighted)
    return sums


def rescaled(array: Whole, digits: int) -> Whole:
    """Return whole numbers with `digits` more decimals."""
    if not digits:
        return array
    peak = max((abs(int(array.max(initial=0))), abs(int(array.min(initial=0)))))
    kind: Any = array.dtype if peak * 10**digits < _EXACT_INT else object
    scaled: Whole = array.astype(kind) * 10**digits
    return scaled
