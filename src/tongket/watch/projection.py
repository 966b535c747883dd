"""From degrees to metres and back over one city: a plane that touches the earth at the middle of the points."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tongket.watch.arrays import FloatArray

# WGS 84
_EQUATOR = 6_378_137.0
_FLATTENING = 1 / 298.257223563


@dataclass(frozen=True)
class Projection:
    """Turn longitude and latitude into metres east and north of a middle.

    Attributes
    ----------
    longitude, latitude : float
        The middle, decimal degrees.

    Notes
    -----
    Local radii of curvature of the ellipsoid at the middle. Over 50 km the error of a distance stays under 0.1 % away
    from the poles, which a test holds against the haversine.
    """

    longitude: float
    latitude: float

    @classmethod
    def around(cls, longitude: ArrayLike, latitude: ArrayLike) -> Projection:
        """Return the projection about the middle of the extent of points."""
        lon, lat = np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64)
        return cls(float((lon.min() + lon.max()) / 2), float((lat.min() + lat.max()) / 2))

    @property
    def metres_per_degree(self) -> tuple[float, float]:
        """Return metres in a degree of longitude and of latitude at the middle."""
        square = _FLATTENING * (2 - _FLATTENING)
        phi = math.radians(self.latitude)
        across = 1 - square * math.sin(phi) ** 2
        east = _EQUATOR / math.sqrt(across) * math.cos(phi)
        north = _EQUATOR * (1 - square) / across**1.5
        return math.radians(east), math.radians(north)

    def to_metres(self, longitude: ArrayLike, latitude: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return metres east and north of the middle."""
        east, north = self.metres_per_degree
        lon, lat = np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64)
        return (lon - self.longitude) * east, (lat - self.latitude) * north

    def to_degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return longitude and latitude."""
        east, north = self.metres_per_degree
        return (
            np.asarray(x, dtype=np.float64) / east + self.longitude,
            np.asarray(y, dtype=np.float64) / north + self.latitude,
        )
