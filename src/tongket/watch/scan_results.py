"""What a scan found: clusters, how unusual each is, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongket.watch.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class ScanCluster:
    """Hold one cluster.

    Attributes
    ----------
    locations : ndarray of int64
        Its members, in the order in which the circle reaches them.
    centre : int
        Position of the location at the centre, or of the centre where other centres were given.
    x, y : float
        The centre, in the coordinates that were given.
    radius_km : float
        From the centre to the farthest member; of an ellipse the longer half-axis.
    shape, angle_degrees : float
        Longer over shorter axis, 1 for a circle; angle of the longer axis against the x-axis, counter-clockwise.
    first_period, last_period : int
        Window, both inclusive.
    start, end : date or None
        Its first and last day, where the days of the periods were given.
    observed : int
        Cases.
    expected : float
        Cases expected if nothing is unusual.
    relative_risk : float
        Poisson: rate inside over rate outside. Permutation: observed over expected, since it knows no rate.
    llr : float
        Log-likelihood ratio (natural logarithm).
    statistic : float
        What clusters are ranked by: `llr`, times the penalty of a long ellipse.
    p_value : float
        Share of replicates whose best cluster anywhere is at least as unusual.
    p_gumbel : float
        The same from a Gumbel distribution fitted to the replicates, for the far tail.
    recurrence_interval_days : float or None
        A cluster as unusual as this comes by chance once in so many days of looking; None unless prospective.
    """

    locations: IntArray
    centre: int
    x: float
    y: float
    radius_km: float
    shape: float
    angle_degrees: float
    first_period: int
    last_period: int
    start: date | None
    end: date | None
    observed: int
    expected: float
    relative_risk: float
    llr: float
    statistic: float
    p_value: float
    p_gumbel: float
    recurrence_interval_days: float | None

    @property
    def axes_km(self) -> tuple[float, float]:
        """Return the longer and the shorter half-axis."""
        return self.radius_km, self.radius_km / self.shape


@dataclass(frozen=True, eq=False)
class ScanResult:
    """Hold the clusters of one scan.

    Attributes
    ----------
    clusters : tuple of ScanCluster
        The most unusual first; no two share a location. Empty when no zone has more cases than expected.
    maxima : ndarray of float64, shape (n_replicates,)
        Best statistic of each replicate, in order.
    n_replicates : int
        How many the p-values rest on; fewer than wanted where sampling stopped early.
    stopped_early : bool
        Whether it did.
    n_cases, n_locations, n_periods : int
        Input.
    n_zones, n_windows : int
        What was looked at: their product is the number of cylinders.
    seed : int
        Same seed, same result, on any number of threads.
    """

    clusters: tuple[ScanCluster, ...]
    maxima: FloatArray
    n_replicates: int
    stopped_early: bool
    n_cases: int
    n_locations: int
    n_periods: int
    n_zones: int
    n_windows: int
    seed: int
