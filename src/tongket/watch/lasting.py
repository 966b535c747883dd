"""What lasts is raised anew by each look: say which earlier signal a signal continues, so that nobody is sent twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from tongket.watch.projection import Projection
from tongket.watch.signals import Place, Signal

# days of quiet after which the same place and kind is a new thing: a week, longer for a longer window, a month at most
_LEAST_QUIET, _MOST_QUIET = 7, 28


def continued(signal: Signal, earlier: Iterable[Signal]) -> Signal | None:
    """Return the signal of an earlier look that a signal goes on from; None for a new thing.

    Parameters
    ----------
    signal : Signal
        Just raised.
    earlier : iterable of Signal
        Those of the register, in any order; such as were raised on the same day or later are passed over.

    Returns
    -------
    Signal or None
        The newest, and of one look the one that begins first, of the same detector and kind of case whose places
        overlap and between whose windows lie no more quiet days than the earlier one is long (7 at least, 28 at most).
    """
    before = [one for one in earlier if one.as_of < signal.as_of and _goes_on(one, signal)]
    return max(before, key=lambda one: (one.as_of, -one.start.toordinal(), one.id), default=None)


def _goes_on(earlier: Signal, signal: Signal) -> bool:
    same = (earlier.kind, earlier.detector, earlier.what) == (signal.kind, signal.detector, signal.what)
    days = (earlier.end - earlier.start).days + 1
    quiet = timedelta(days=min(_MOST_QUIET, max(_LEAST_QUIET, days)))
    in_time = earlier.start <= signal.end and signal.start <= earlier.end + quiet + timedelta(days=1)
    return same and in_time and _overlap(earlier.where, signal.where)


def _overlap(one: Place, other: Place) -> bool:
    """Say whether two places share ground: their circles where both have one, their areas otherwise."""
    if one.radius_km is None or other.radius_km is None or one.longitude is None or other.longitude is None:
        return bool(set(one.areas) & set(other.areas))
    plane = Projection(one.longitude, one.latitude or 0.0)
    apart = np.hypot(*plane.to_metres(other.longitude, other.latitude or 0.0))
    return bool(apart <= 1000 * (one.radius_km + other.radius_km))
