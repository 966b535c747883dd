"""Places where cases lie densely, as polygons: how near and how many is for those who patrol to say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.density_rings import Ring, concave_ring, convex_ring, ring_area
from tongket.watch.grid_cells import grid_cells
from tongket.watch.hot_spots_grid import points
from tongket.watch.projection import Projection

_WHO = "Density polygons"
# an outline keeps half of eps away from every case: it runs through no address, and is never a line or a point
_MARGIN = 0.5
_CORNERS = 8
# cases nearer than this part of eps make one corner; far less than the margin
_GRAIN = 0.125


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

    Cost: every pair nearer than `eps` is looked at twice; memory grows with the events alone.

    References
    ----------
    .. [1] Ester M, Kriegel H-P, Sander J, Xu X (1996). Proc KDD-96:226-231.
    """
    from tongket.watch.kernels.density_clusters import count_near, join_cores  # late: loads the compiler

    xs, ys = points(x, y, _WHO)
    if not eps > 0 or min_cases < 1:
        raise UsageError(f"{_WHO}: eps and min_cases must be positive; got {eps!r} and {min_cases!r}.")
    n = xs.size
    if not n:
        return np.zeros(0, dtype=np.int64)
    cells = grid_cells(xs, ys, float(eps))
    u, v = xs[cells.order], ys[cells.order]
    near, parent, nearest = np.empty(n, np.int64), np.arange(n), np.full(n, -1, dtype=np.int64)
    count_near(u, v, cells.neighbours, cells.cell, float(eps), near)
    core = near >= min_cases
    join_cores(u, v, cells.neighbours, cells.cell, float(eps), core, parent, nearest, cells.order)
    while bool(np.any(parent != parent[parent])):
        parent = parent[parent]
    root = np.where(core, parent, np.where(nearest >= 0, parent[nearest], -1))
    found = np.empty(n, dtype=np.int64)
    found[cells.order] = root
    return _by_size(found)


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
