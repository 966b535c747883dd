import itertools
import json
from dataclasses import replace

import pytest

from tests.unit.watch.test_signals import SIGNAL
from tongket.watch.signals import Kind, Place
from tongket.watch.telling import KIND_NAMES, sentence, to_geojson

NAMES = {"31117": "quận Ninh Kiều", "theft": "trộm cắp tài sản"}


def test_a_surge_in_both_languages():
    signal = replace(SIGNAL, p_value=0.00321)
    assert sentence(signal, "vi", lambda _, code: NAMES[code]) == (
        "Từ 05/12/2022 đến 11/12/2022, tại quận Ninh Kiều ghi nhận 12 vụ trộm cắp tài sản,"
        " trong khi mức kỳ vọng là 4,5 vụ (p = 0,0032)."
    )
    assert sentence(signal, "en") == (
        "From 2022-12-05 to 2022-12-11, 31117 recorded 12 cases of theft where 4.5 were expected (p = 0.0032)."
    )


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_can_be_told(kind, language):
    place = Place(longitude=105.75, latitude=10.03, radius_km=0.8)
    told = sentence(replace(SIGNAL, kind=kind, where=place, what=(), p_value=1e-9), language)
    assert "{" not in told
    assert told.endswith(("(p < 0,0001).", "(p < 0.0001)."))
    assert KIND_NAMES[kind].in_language(language)


def feature(place, areas=None):
    return json.loads(to_geojson([replace(SIGNAL, where=place)], areas))["features"][0]


def test_a_circle_is_a_closed_ring_of_the_right_size():
    ring = feature(Place(longitude=105.75, latitude=10.03, radius_km=1.0))["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert max(lat for _, lat in ring) - 10.03 == pytest.approx(1 / 110.6, rel=0.01)
    assert max(lon for lon, _ in ring) - 105.75 == pytest.approx(1 / 109.6, rel=0.01)


def test_an_ellipse_is_flat_and_turned():
    place = Place(longitude=105.75, latitude=10.03, radius_km=1.0, ratio=4.0, angle_degrees=90.0)
    ring = feature(place)["geometry"]["coordinates"][0]
    assert max(lat for _, lat in ring) - 10.03 == pytest.approx(1 / 110.6, rel=0.01)
    assert max(lon for lon, _ in ring) - 105.75 == pytest.approx(0.25 / 109.6, rel=0.01)


def test_outer_rings_run_counter_clockwise():
    clockwise = Place(outline=((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)))
    ring = feature(clockwise)["geometry"]["coordinates"][0]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0


def test_areas_bring_their_own_shape():
    shape = {"type": "Point", "coordinates": [105.7, 10.0]}
    assert feature(Place(areas=("A",)), {"A": shape})["geometry"] == shape
    assert feature(Place(areas=("A",)))["geometry"] is None
    both = feature(Place(areas=("A", "B")), {"A": shape, "B": shape})["geometry"]
    assert both["type"] == "GeometryCollection"


def test_the_feature_is_the_signal():
    found = feature(Place(longitude=105.75, latitude=10.03))
    assert found["geometry"] == {"type": "Point", "coordinates": [105.75, 10.03]}
    assert found["id"] == replace(SIGNAL, where=Place(longitude=105.75, latitude=10.03)).id
    assert found["properties"]["observed"] == 12


def test_areas_are_wound_as_the_standard_wants_whichever_way_their_file_has_them():
    square, hole = ([[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]])
    signal = replace(SIGNAL, where=Place(areas=("A", "B")))
    for outer, inner in ((square, hole), (square[::-1], hole[::-1])):
        shapes = {
            "A": {"type": "Polygon", "coordinates": [outer, inner]},
            "B": {"type": "MultiPolygon", "coordinates": [[outer], [outer, inner]]},
        }
        (feature,) = json.loads(to_geojson([signal], shapes))["features"]
        one, many = feature["geometry"]["geometries"]
        for rings in (one["coordinates"], *many["coordinates"]):
            assert [_turn(ring) > 0 for ring in rings] == [True, False][: len(rings)]
            assert all(ring[0] == ring[-1] for ring in rings)


def _turn(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
