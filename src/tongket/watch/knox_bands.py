"""Bands of distance and time, half-open in either notation, with room for the same place and the same day."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray

_WHO = "Knox"
# differences of whole days up to here fit 16 bits, which are compared sixteen at a time
_MOST_SMALL = 2**15 - 2


@dataclass(frozen=True)
class Bands:
    """Hold edges as the kernels want them: a band holds its lower edge and not its upper.

    Attributes
    ----------
    breaks : tuple of float
        As given.
    edges : ndarray of float64, shape (n_bands + 1,)
        Moved to the next number above where bands are closed on the right.
    labels : tuple of str
        Interval notation.
    """

    breaks: tuple[float, ...]
    edges: FloatArray
    labels: tuple[str, ...]

    @property
    def thresholds(self) -> FloatArray:
        """Return the edges that separate anything: nothing is less than 0 apart."""
        return self.edges[1:] if self.edges[0] == 0 else self.edges

    @classmethod
    def of(cls, breaks: Sequence[float], closed: str, name: str, own_first: bool, first_width: float) -> Bands:
        """Check breaks and make bands; `own_first` gives what is below `first_width` a band of its own."""
        values = [float(value) for value in breaks]
        if len(values) < 2 or values[0] < 0 or any(b <= a for a, b in itertools.pairwise(values)):
            raise UsageError(f"{_WHO}: {name} must ascend from 0 or more and hold two values; got {list(breaks)}.")
        if closed not in ("left", "right"):
            raise UsageError(f"{_WHO}: closed must be left or right; got {closed!r}.")
        edges = np.array(values) if closed == "left" else np.nextafter(values, np.inf)
        labels = [f"[{a:g},{b:g})" if closed == "left" else f"({a:g},{b:g}]" for a, b in itertools.pairwise(values)]
        if closed == "right":  # the first band holds its lower edge in either notation
            edges[0] = values[0]
            labels[0] = "[" + labels[0][1:]
        if not own_first:
            return cls(tuple(values), edges, tuple(labels))
        if values[0] != 0 or edges[1] <= first_width:
            raise UsageError(
                f"{_WHO}: a band for 0 needs {name} that begin 0, then more than {first_width:g}; got {values}."
            )
        opening = "(0" if first_width < 1 else f"[{first_width:g}"
        labels[0] = opening + labels[0][2:]
        return cls(tuple(values), np.insert(edges, 1, first_width), ("0", *labels))


def smallest_times(days: FloatArray, bands: Bands) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return times and thresholds in the smallest type that compares them exactly."""
    shifted = days - days.min() if days.size else days
    whole = bool(np.all(days == np.floor(days))) and float(shifted.max(initial=0.0)) <= _MOST_SMALL
    edges = bands.thresholds
    padded = np.full(-(-edges.size // 3) * 3, -1.0)
    # a whole number is below an edge exactly when it is below the next whole number from the edge on
    padded[: edges.size] = np.minimum(np.ceil(edges), _MOST_SMALL + 1) if whole else edges
    return (shifted.astype(np.int16), padded.astype(np.int16)) if whole else (days, padded)


def share_near_in_time(days: FloatArray, bands: Bands) -> FloatArray:
    """Return the share of all pairs of events in each band of time."""
    from tongket.watch.kernels.pairs import pairs_closer  # late: loads the compiler

    times, thresholds = smallest_times(days, bands)
    # a difference of small integers may pass 16 bits while it is compared, so they are widened
    ordered = np.sort(times).astype(np.int64 if times.dtype == np.int16 else np.float64)
    below = [pairs_closer(ordered, edge.astype(ordered.dtype)) for edge in thresholds[: bands.thresholds.size]]
    by_band = np.diff(below, prepend=0) if bands.edges[0] == 0 else np.diff(below)
    n = days.size
    return np.asarray(by_band / max(1, n * (n - 1) // 2), dtype=np.float64)
