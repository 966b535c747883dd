"""What a scan looks for: how large in place and time, which shapes, how far into chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tongket.model.errors import UsageError

_WHO = "Scan"

# shapes (longer over shorter axis) and number of angles that SaTScan tries beside the circle
ELLIPSES: tuple[tuple[float, int], ...] = ((1.5, 4), (2.0, 6), (3.0, 9), (4.0, 12), (5.0, 15))


@dataclass(frozen=True)
class ScanSettings:
    """Say which cylinders are looked at.

    Attributes
    ----------
    max_share : float
        Largest zone, as a share of all cases (permutation) or of all that are expected (Poisson).
    max_radius_km : float or None
        Largest circle; of an ellipse the longer half-axis. None: no limit in km.
    max_periods : int or None
        Longest window; None: half of the periods.
    min_cases : int
        Fewest cases of a cluster.
    ellipses : tuple of (float, int)
        Shapes and angles beside the circle; `ELLIPSES` holds SaTScan's. They need planar coordinates.
    compactness : float
        Power a of the penalty (4 s / (s + 1)^2)^a on ellipses of shape s: 0 none, 0.5 medium, 1 strong.
    great_circle : bool
        Whether x and y are longitude and latitude in degrees; otherwise metres.
    split_ties : bool
        Whether locations equally far from a centre join one by one, the western first (as SaTScan has it), or together.
    """

    max_share: float = 0.5
    max_radius_km: float | None = None
    max_periods: int | None = None
    min_cases: int = 2
    ellipses: tuple[tuple[float, int], ...] = ()
    compactness: float = 0.0
    great_circle: bool = False
    split_ties: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.max_share <= 1:
            raise UsageError(f"{_WHO}: max_share must lie above 0 and at most at 1; got {self.max_share!r}.")
        if self.max_radius_km is not None and not self.max_radius_km >= 0:
            raise UsageError(f"{_WHO}: max_radius_km must not be negative; got {self.max_radius_km!r}.")
        if self.max_periods is not None and self.max_periods < 1:
            raise UsageError(f"{_WHO}: max_periods must be at least 1; got {self.max_periods!r}.")
        if self.min_cases < 1:
            raise UsageError(f"{_WHO}: min_cases must be at least 1; got {self.min_cases!r}.")
        if any(shape <= 1 or angles < 1 for shape, angles in self.ellipses):
            raise UsageError(
                f"{_WHO}: ellipses must have shapes above 1 and at least one angle; got {self.ellipses!r}."
            )
        if self.ellipses and self.great_circle:
            raise UsageError(
                f"{_WHO}: ellipses need planar coordinates; got great_circle=True. Project the degrees first."
            )
        if not 0 <= self.compactness <= 1:
            raise UsageError(f"{_WHO}: compactness must lie between 0 and 1; got {self.compactness!r}.")

    def penalty(self, shape: float) -> float:
        """Return the factor on the statistic of an ellipse of this shape (Kulldorff et al. 2006)."""
        return float((4 * shape / (shape + 1) ** 2) ** self.compactness)

    def longest(self, n_periods: int) -> int:
        """Return the longest window, in periods."""
        return min(n_periods, self.max_periods or max(1, n_periods // 2))

    def whole_study(self) -> ScanSettings:
        """Return the same for scans in place alone."""
        return replace(self, max_periods=1)
