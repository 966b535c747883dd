import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.watch.projection import Projection


def haversine(a, b):
    """Metres along the sphere of the mean radius; good to 0.5 % of the ellipsoid."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, point)) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(h))


@given(lon=st.floats(-170, 170), lat=st.floats(-60, 60), east=st.floats(-0.2, 0.2), north=st.floats(-0.2, 0.2))
def test_distances_in_a_city_are_those_on_the_earth(lon, lat, east, north):
    projection = Projection(lon, lat)
    x, y = projection.to_metres(lon + east, lat + north)
    plain = haversine((lon, lat), (lon + east, lat + north))
    assert math.hypot(float(x), float(y)) == pytest.approx(plain, rel=0.012, abs=1.0)


def test_there_and_back():
    projection = Projection.around([105.5, 105.9], [9.9, 10.3])
    assert (projection.longitude, projection.latitude) == pytest.approx((105.7, 10.1))
    x, y = projection.to_metres([105.6, 105.8], [10.0, 10.2])
    lon, lat = projection.to_degrees(x, y)
    np.testing.assert_allclose(lon, [105.6, 105.8])
    np.testing.assert_allclose(lat, [10.0, 10.2])


def test_a_degree_at_45_degrees_north():
    # WGS 84: 78 846.8 m of longitude and 111 131.8 m of latitude at 45 degrees (NGA degree length tables)
    assert Projection(0, 45).metres_per_degree == pytest.approx((78_846.8, 111_131.8), abs=0.2)
