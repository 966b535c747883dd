"""Zones of a scan: circles and ellipses that grow around centres, one location after another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tongket.watch.arrays import BoolArray, FloatArray, IntArray
from tongket.watch.kernels.scan import MemberArray, cut_into_blocks
from tongket.watch.scan_settings import ScanSettings

# SaTScan's sphere, so that radii agree
EARTH_RADIUS_KM = 6367.0
# distances that differ by less than a micrometre are equal: rounding must not decide who joins first
_DIGITS_OF_KM = 9
# numbers of one table of distances (32 MiB), and members of one part of the zones (350 MiB with all that goes with it)
_MOST_DISTANCES = 2**22
_MOST_MEMBERS = 2**24
_MOST_IN_BLOCK = 32


@dataclass(frozen=True, eq=False)
class Zones:
    """Hold sequences of locations; each beginning of a sequence that ends at an edge is a zone.

    Attributes
    ----------
    members : ndarray of int32, shape (n_members,)
        Locations, one sequence after the other.
    starts : ndarray of int64, shape (n_sequences + 1,)
        Where each begins.
    edges : ndarray of bool, shape (n_members,)
        Whether a zone may end here.
    centre, kind : ndarray of int64, shape (n_sequences,)
        Centre and penalty class.
    shape, angle : ndarray of float64, shape (n_sequences,)
        Longer over shorter axis; radians.
    block_starts, block_end, first_edge : ndarray of int64
        Blocks, see `kernels.scan.cut_into_blocks`.
    """

    members: MemberArray
    starts: IntArray
    edges: BoolArray
    centre: IntArray
    kind: IntArray
    shape: FloatArray
    angle: FloatArray
    block_starts: IntArray
    block_end: IntArray
    first_edge: IntArray

    @classmethod
    def empty(cls) -> Zones:
        """Return none."""
        whole, parts = np.zeros(1, dtype=np.int64), np.zeros(0)
        none = np.zeros(0, dtype=np.int64)
        members, edges = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_)
        return cls(members, whole, edges, none, none, parts, parts, whole, none, none)


@dataclass(frozen=True, eq=False)
class Sequences:
    """Hold the sequences of some centres and one shape, before they are cut into blocks."""

    members: MemberArray
    edges: BoolArray
    lengths: IntArray
    centre: IntArray
    kind: int
    shape: float
    angle: float


class ZoneSource:
    """Give the zones of all centres, in parts that fit the memory.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n_locations,)
        Places, metres or degrees.
    centres : ndarray of float64, shape (n_centres, 2)
        Where zones grow from.
    weights : ndarray of float64, shape (n_locations,)
        What the largest share of is limited.
    typical : ndarray of float64, shape (n_locations,)
        About what is expected in the longest window; decides the blocks, never the result.
    settings : ScanSettings
        Limits and shapes.
    """

    def __init__(
        self,
        x: FloatArray,
        y: FloatArray,
        centres: FloatArray,
        weights: FloatArray,
        typical: FloatArray,
        settings: ScanSettings,
    ) -> None:
        self._x, self._y, self.centres = x, y, centres
        self._weights, self._typical, self._settings = weights, typical, settings
        self._total = max(1.0, float(weights.sum()))
        # the order among locations equally far away
        self._rank = np.lexsort((y, x))
        self._whole: Zones | None = None

    @property
    def shapes(self) -> tuple[float, ...]:
        """Return the shapes, the circle first; a shape's position is its penalty class."""
        return (1.0, *(shape for shape, _ in self._settings.ellipses))

    @property
    def penalties(self) -> FloatArray:
        """Return the penalty of each shape."""
        return np.array([self._settings.penalty(shape) for shape in self.shapes])

    def parts(self) -> Iterator[Zones]:
        """Yield the zones; they are kept when one part holds them all, else made again each time."""
        if self._whole is not None:
            yield self._whole
            return
        waiting: list[Sequences] = []
        size = made = 0
        for sequences in self._sequences():
            if waiting and size + sequences.members.size > _MOST_MEMBERS:
                made += 1
                yield self._cut(waiting)
                waiting, size = [], 0
            waiting.append(sequences)
            size += sequences.members.size
        zones = self._cut(waiting)
        if not made:
            self._whole = zones
        yield zones

    def reach_km(self, zones: Zones, last: MemberArray) -> FloatArray:
        """Return how far one location of each sequence lies from its centre, along the longer axis."""
        far = self._distances(zones.centre, self._x[last], self._y[last], zones.shape, zones.angle)
        return np.round(far, _DIGITS_OF_KM)

    @cached_property
    def first_members(self) -> IntArray:
        """Return the location each centre reaches first."""
        some = np.arange(len(self.centres))
        x, y = self._x[self._rank], self._y[self._rank]
        step = max(1, _MOST_DISTANCES // x.size)
        nearest = [
            np.round(self._distances(some[first : first + step, None], x, y, 1.0, 0.0), _DIGITS_OF_KM).argmin(axis=1)
            for first in range(0, some.size, step)
        ]
        return np.asarray(self._rank[np.concatenate(nearest)], dtype=np.int64)

    def members_of(self, centre: int, kind: int, angle: float, size: int) -> IntArray:
        """Return the first members of one sequence."""
        x, y = self._x[self._rank], self._y[self._rank]
        far = np.round(self._distances(np.array(centre), x, y, self.shapes[kind], angle), _DIGITS_OF_KM)
        return np.asarray(self._rank[np.argsort(far, kind="stable")[:size]], dtype=np.int64)

    def _sequences(self) -> Iterator[Sequences]:
        x, y = self._x[self._rank], self._y[self._rank]
        step = max(1, _MOST_DISTANCES // max(1, x.size))
        for first in range(0, len(self.centres), step):
            some = np.arange(first, min(first + step, len(self.centres)))
            for kind, (shape, angles) in enumerate(((1.0, 1), *self._settings.ellipses)):
                for turn in range(angles):
                    angle = math.pi * turn / angles
                    far = np.round(self._distances(some[:, None], x, y, shape, angle), _DIGITS_OF_KM)
                    yield self._grow(some, far, kind, shape, angle)

    def _distances(
        self, centres: IntArray, x: FloatArray, y: FloatArray, shape: float | FloatArray, angle: float | FloatArray
    ) -> FloatArray:
        """Return how far places lie from centres, along the longer axis; all arguments are broadcast."""
        cx, cy = self.centres[centres, 0], self.centres[centres, 1]
        if self._settings.great_circle:
            lon, lat, clon, clat = (np.radians(v) for v in (x, y, cx, cy))
            half = np.sin((lat - clat) / 2) ** 2 + np.cos(lat) * np.cos(clat) * np.sin((lon - clon) / 2) ** 2
            return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
        dx, dy = (x - cx) / 1000.0, (y - cy) / 1000.0
        if not self._settings.ellipses:
            return np.asarray(np.hypot(dx, dy))
        along = dx * np.cos(angle) + dy * np.sin(angle)
        across = dy * np.cos(angle) - dx * np.sin(angle)
        return np.asarray(np.hypot(along, shape * across))

    def _grow(self, some: IntArray, far: FloatArray, kind: int, shape: float, angle: float) -> Sequences:
        """Put locations in the order in which each zone reaches them, up to the limits."""
        limit = math.inf if self._settings.max_radius_km is None else self._settings.max_radius_km
        most = self._settings.max_share * self._weights.sum() * (1 + 1e-12)
        weights = self._weights[self._rank]
        members, edges, lengths = [], [], []
        for row in far:
            near = np.flatnonzero(row <= limit)
            order = near[np.argsort(row[near], kind="stable")]
            ends = np.ones(order.size, dtype=np.bool_)
            if not self._settings.split_ties and order.size:
                ends[:-1] = np.diff(row[order]) > 0
            fits = int(np.searchsorted(np.cumsum(weights[order]), most, side="right"))
            kept = int(np.flatnonzero(ends[:fits])[-1]) + 1 if ends[:fits].any() else 0
            members.append(self._rank[order[:kept]].astype(np.int32))
            edges.append(ends[:kept])
            lengths.append(kept)
        return Sequences(
            np.concatenate(members), np.concatenate(edges), np.array(lengths, dtype=np.int64), some, kind, shape, angle
        )

    def _cut(self, parts: list[Sequences]) -> Zones:
        members = np.concatenate([part.members for part in parts])
        edges = np.concatenate([part.edges for part in parts])
        lengths = np.concatenate([part.lengths for part in parts])
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        block_end, first_edge = np.empty(members.size, dtype=np.int64), np.empty(members.size, dtype=np.int64)
        block_starts = np.empty(starts.size, dtype=np.int64)
        blocks = cut_into_blocks(
            members, starts, edges, self._typical, self._total, _MOST_IN_BLOCK, block_end, first_edge, block_starts
        )
        each = [part.centre.size for part in parts]
        return Zones(
            members,
            starts,
            edges,
            np.concatenate([part.centre for part in parts]).astype(np.int64),
            np.repeat([part.kind for part in parts], each).astype(np.int64),
            np.repeat([part.shape for part in parts], each).astype(np.float64),
            np.repeat([part.angle for part in parts], each).astype(np.float64),
            block_starts,
            block_end[:blocks].copy(),
            first_edge[:blocks].copy(),
        )
