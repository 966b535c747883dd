"""Outlines: the border of a set of cells, or of the triangles between points, as one ring of corners."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongket.watch.arrays import BoolArray, FloatArray, IntArray

# a ring of (x, y), counter-clockwise, first corner not repeated
Ring = NDArray[np.float64]


def cells_ring(named: BoolArray, x0: float, y0: float, cell: float) -> list[Ring]:
    """Return the outer borders of the named cells of a grid, one for each part that hangs together by sides.

    Parameters
    ----------
    named : ndarray of bool, shape (rows, columns)
        Cells.
    x0, y0, cell : float
        South-west corner and side, metres.

    Returns
    -------
    list of ndarray of float64, shape (n_corners, 2)
        Largest first; only corners where the border turns.
    """
    padded = np.pad(named, 1)
    width = named.shape[1] + 2
    starts, ends = [], []
    # with the cell on its left: south side eastwards, east side northwards, north side westwards, west side southwards
    for (up, right), a, b in (
        ((-1, 0), (0, 0), (0, 1)),
        ((0, 1), (0, 1), (1, 1)),
        ((1, 0), (1, 1), (1, 0)),
        ((0, -1), (1, 0), (0, 0)),
    ):
        row, column = np.nonzero(padded & ~np.roll(padded, (-up, -right), axis=(0, 1)))
        starts.append((row + a[0]) * width + column + a[1])
        ends.append((row + b[0]) * width + column + b[1])
    corners = np.divmod(np.arange((named.shape[0] + 3) * width), width)
    place = np.column_stack([x0 + (corners[1] - 1.0) * cell, y0 + (corners[0] - 1.0) * cell])
    return outer_rings(np.concatenate(starts), np.concatenate(ends), place)


def outer_rings(start: IntArray, end: IntArray, place: FloatArray) -> list[Ring]:
    """Join directed sides that have the inside on their left to rings, and keep those that run counter-clockwise.

    Parameters
    ----------
    start, end : ndarray of int64, shape (n_sides,)
        Corners each side runs between.
    place : ndarray of float64, shape (n_corners, 2)
        Where the corners lie.

    Returns
    -------
    list of ndarray of float64, shape (n_corners, 2)
        Largest first. Where rings touch in a corner they are kept apart.
    """
    leaving: dict[int, list[int]] = {}
    for at, corner in enumerate(start.tolist()):
        leaving.setdefault(corner, []).append(at)
    rings = []
    for first in range(start.size):
        ring, side = [], first
        while leaving.get(int(start[side])) and side in leaving[int(start[side])]:
            leaving[int(start[side])].remove(side)
            ring.append(int(start[side]))
            onwards = leaving.get(int(end[side]), [])
            if not onwards:
                break
            side = onwards[0] if len(onwards) == 1 else _leftmost(side, onwards, start, end, place)
        if ring:
            rings.append(_without_straight(place[np.array(ring)]))
    outer = [ring for ring in rings if ring_area(ring) > 0]
    return sorted(outer, key=lambda ring: -ring_area(ring))


def _leftmost(side: int, onwards: list[int], start: IntArray, end: IntArray, place: FloatArray) -> int:
    """Turn left as sharply as possible, so that parts that only touch in a corner stay apart."""
    came = place[end[side]] - place[start[side]]

    def turn(one: int) -> float:
        goes = place[end[one]] - place[start[one]]
        return float(np.arctan2(came[0] * goes[1] - came[1] * goes[0], came @ goes))

    return max(onwards, key=turn)


def _without_straight(ring: Ring) -> Ring:
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    bend = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    kept: Ring = ring[np.abs(bend) > 1e-9 * np.hypot(*before.T) * np.hypot(*after.T)]
    return kept


def ring_area(ring: Ring) -> float:
    """Return the area of a ring, m²; negative when it runs clockwise."""
    if ring.shape[0] < 3:
        return 0.0
    x, y = (ring - ring[0]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def convex_ring(place: FloatArray) -> Ring:
    """Return the convex outline of points that do not all lie on one line."""
    from scipy.spatial import ConvexHull  # type: ignore[import-untyped]  # scipy ships no types

    corners: Ring = place[ConvexHull(place).vertices]
    return _without_straight(corners)


def concave_ring(place: FloatArray, reach: float) -> Ring:
    """Return the outline of points that follows gaps wider than about twice `reach` (alpha shape).

    Triangles of Delaunay's net are kept where the circle through their corners has a radius up to `reach`; while they
    fall apart or leave a point outside, the radius grows by half, up to the convex outline.
    """
    from scipy.spatial import Delaunay  # scipy ships no types, as above

    net = Delaunay(place)
    triangles = net.simplices.astype(np.int64)
    a, b, c = (place[triangles[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    triangles[area < 0] = triangles[area < 0][:, ::-1]
    sides = np.hypot(*(a - b).T) * np.hypot(*(b - c).T) * np.hypot(*(c - a).T)
    with np.errstate(divide="ignore", invalid="ignore"):
        radius = np.where(area != 0, sides / (2 * np.abs(area)), np.inf)
    while reach < np.nanmax(np.where(np.isfinite(radius), radius, 0.0)):
        kept = triangles[radius <= reach]
        rings = outer_rings(*_border(kept, place.shape[0]), place)
        if len(rings) == 1 and np.unique(kept).size == place.shape[0]:
            return rings[0]
        reach *= 1.5
    return convex_ring(place)


def _border(triangles: IntArray, n_points: int) -> tuple[IntArray, IntArray]:
    """Return the sides that belong to one triangle alone."""
    start, end = triangles.ravel(), np.roll(triangles, -1, axis=1).ravel()
    alone = ~np.isin(start * n_points + end, end * n_points + start)
    return start[alone], end[alone]
