"""Places where cases lie densely, as polygons: how near and how many is for those who patrol to say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.density_rings import Ring, concave_ring, convex_ring, ring_area
from tongket.watch.hot_spots_grid import points
from tongket.watch.projection import Projection
from tongket.watch.threads import share_out

_WHO = "Density polygons"
# an outline keeps half of eps away from every case: it runs through no address, and is never a line or a point
_MARGIN = 0.5
_CORNERS = 8
# cases nearer than this part of eps make one corner; far less than the margin
_GRAIN = 0.125
# cells of so small a side that their diagonal is under eps, and many lie wholly within reach of a point
_CELLS_IN_EPS = 4.0
_REACH = 5
# a cell's number must fit a 64-bit integer with room to spare, however far apart the points lie
_MOST_COLUMNS = 2**30


@dataclass(frozen=True, eq=False)
class DensePlace:
    """Hold one place where cases lie densely.

    Attributes
    ----------
    members : ndarray of int64
        Positions of its events, ascending.
    n_events : int
        How many.
    x, y : float
        Mean place of its events, metres.
    ring : ndarray of float64, shape (n_corners, 2)
        Outline, metres, counter-clockwise, first corner not repeated.
    """

    members: IntArray
    n_events: int
    x: float
    y: float
    ring: Ring

    @property
    def km2(self) -> float:
        """Return the area inside the outline, km²."""
        return ring_area(self.ring) / 1e6

    @property
    def density(self) -> float:
        """Return events per km²."""
        return self.n_events / self.km2

    def outline(self, projection: Projection) -> tuple[tuple[float, float], ...]:
        """Return the corners as longitude and latitude, as `Place.outline` wants them."""
        return degrees(self.ring, projection)


def degrees(ring: Ring, projection: Projection) -> tuple[tuple[float, float], ...]:
    """Return corners in metres as longitude and latitude."""
    longitude, latitude = projection.to_degrees(ring[:, 0], ring[:, 1])
    return tuple((float(lon), float(lat)) for lon, lat in zip(longitude, latitude, strict=True))


def dense_clusters(x: ArrayLike, y: ArrayLike, *, eps: float, min_cases: int) -> IntArray:
    """Say of each event which cluster of density it belongs to (DBSCAN).

    Parameters
    ----------
    x, y : array_like of float, shape (n_events,)
        Projected metres.
    eps : float
        How near is near, metres, the limit included.
    min_cases : int
        How many events must be near an event, itself included, to make it a core.

    Returns
    -------
    ndarray of int64, shape (n_events,)
        Number of the cluster, 0 for the one with the most events; -1 for noise. Equal ones in the order of their first
        event.

    Raises
    ------
    UsageError
        If coordinates are missing, or a setting is not positive.

    Notes
    -----
    Ester et al. [1]_. An event near cores of two clusters goes to that of the nearest core (of equally near ones, the
    first given), where the paper leaves it to the order of work.

    Cost: events are compared one by one only across the border of reach, and only until a core is made; cells only
    until one near pair is found. Memory grows with the events alone.

    References
    ----------
    .. [1] Ester M, Kriegel H-P, Sander J, Xu X (1996). Proc KDD-96:226-231.
    """
    from tongket.watch.kernels import density_clusters as kernels  # late: loads the compiler

    xs, ys = points(x, y, _WHO)
    if not eps > 0 or min_cases < 1:
        raise UsageError(f"{_WHO}: eps and min_cases must be positive; got {eps!r} and {min_cases!r}.")
    if not xs.size:
        return np.zeros(0, dtype=np.int64)
    cells = _small_cells(xs, ys, float(eps))
    u, v, limit = xs[cells.order], ys[cells.order], float(eps)
    core, parent = np.empty(xs.size, dtype=np.bool_), np.arange(cells.start.size - 1)
    where = u, v, cells.start, cells.corner, cells.rows
    share_out(parent.size, lambda a, b: kernels.find_cores(*where, cells.side, limit, min_cases, a, b, core))
    kernels.join_cells(u, v, cells.start, cells.rows, limit, core, parent)
    cluster, found = np.empty(xs.size, dtype=np.int64), np.empty(xs.size, dtype=np.int64)
    share_out(
        parent.size,
        lambda a, b: kernels.join_borders(*where, cells.order, cells.side, limit, core, parent, a, b, cluster),
    )
    found[cells.order] = cluster
    return _by_size(found)


@dataclass(frozen=True, eq=False)
class _SmallCells:
    """Points by cell: their order, where each cell begins and lies, and the ranges of cells around it."""

    order: IntArray
    start: IntArray
    corner: FloatArray
    rows: NDArray[np.int32]
    side: float


def _small_cells(x: FloatArray, y: FloatArray, eps: float) -> _SmallCells:
    widest = max(float(np.ptp(x)), float(np.ptp(y)))
    side = max(eps / _CELLS_IN_EPS, widest / _MOST_COLUMNS)
    column, row = (np.floor((values - values.min()) / side).astype(np.int64) + _REACH for values in (x, y))
    # empty columns on both sides keep the end of one row apart from the start of the next
    width = int(column.max()) + 1 + _REACH
    key = row * width + column
    order = np.argsort(key, kind="stable").astype(np.int64)
    occupied, first = np.unique(key[order], return_index=True)
    rows = np.empty((occupied.size, 2 * _REACH + 1, 2), dtype=np.int32)
    for up in range(-_REACH, _REACH + 1):
        middle = occupied + up * width
        rows[:, up + _REACH, 0] = np.searchsorted(occupied, middle - _REACH, side="left")
        rows[:, up + _REACH, 1] = np.searchsorted(occupied, middle + _REACH, side="right")
    at = np.column_stack(np.divmod(occupied, width)[::-1]).astype(np.float64) - _REACH
    corner = at * side + np.array([x.min(), y.min()])
    return _SmallCells(order, np.append(first, x.size).astype(np.int64), corner, rows, side)


def _by_size(root: IntArray) -> IntArray:
    known = root >= 0
    names, first, number, counted = np.unique(root[known], return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counted))
    rank = np.empty(names.size, dtype=np.int64)
    rank[order] = np.arange(names.size)
    result = np.full(root.size, -1, dtype=np.int64)
    result[known] = rank[number]
    return result


def density_polygons(
    x: ArrayLike, y: ArrayLike, *, eps: float, min_cases: int, concave: bool = True, most: int | None = None
) -> tuple[DensePlace, ...]:
    """Draw outlines around places where events lie densely.

    Parameters
    ----------
    x, y : array_like of float, shape (n_events,)
        Projected metres.
    eps : float
        How near is near, metres.
    min_cases : int
        How many events near an event make it a core.
    concave : bool
        Whether the outline follows gaps wider than about two `eps`.
    most : int, optional
        Only the places with the most events.

    Returns
    -------
    tuple of DensePlace
        Most events first.

    Raises
    ------
    UsageError
        As `dense_clusters`.

    Notes
    -----
    Choose `eps` and `min_cases` by what a patrol can cover and what a case costs, not by a p-value (Wheeler & Reuter
    [1]_). Outlines keep half of `eps` away from every event: they run through no address.

    References
    ----------
    .. [1] Wheeler AP, Reuter S (2021). Police Q 24:310-344. https://doi.org/10.1177/1098611120957750
    """
    xs, ys = points(x, y, _WHO)
    cluster = dense_clusters(xs, ys, eps=eps, min_cases=min_cases)
    n_places = int(cluster.max(initial=-1)) + 1
    wanted = n_places if most is None else min(most, n_places)
    # one sorting gives every place's events, however many places there are
    order = np.argsort(cluster, kind="stable")
    cuts = np.searchsorted(cluster[order], np.arange(wanted + 1))
    return tuple(
        _place(np.sort(order[cuts[k] : cuts[k + 1]]).astype(np.int64), xs, ys, eps, concave) for k in range(wanted)
    )


def _place(members: IntArray, x: FloatArray, y: FloatArray, eps: float, concave: bool) -> DensePlace:
    u, v = x[members], y[members]
    around = _with_margin(u, v, eps)
    ring = concave_ring(around, eps) if concave else convex_ring(around)
    return DensePlace(members, int(members.size), float(u.mean()), float(v.mean()), ring)


def _with_margin(x: FloatArray, y: FloatArray, eps: float) -> FloatArray:
    """Return corners half of `eps` around every event, or around one for many that nearly coincide."""
    middle = np.array([x.mean(), y.mean()])
    grain = _GRAIN * eps
    spots = np.unique(np.round((np.column_stack([x, y]) - middle) / grain), axis=0) * grain + middle
    angle = 2 * np.pi * (np.arange(_CORNERS) + 0.5) / _CORNERS
    round_it = _MARGIN * eps * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.unique((spots[:, None, :] + round_it[None, :, :]).reshape(-1, 2), axis=0)
