import math
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.unit.watch.test_signals import SIGNAL
from tongket.model.areas import Area, AreaSet, Tile
from tongket.model.text import Text
from tongket.store.boundaries import shapes_by_code
from tongket.watch.map_alone import alone
from tongket.watch.map_base import MapBase, centroid, map_base, signed_area
from tongket.watch.map_frame import WIDTH, Badges, Frame, dots, picture
from tongket.watch.map_signals import draw_ground, draw_tiles, has_ground, numbered
from tongket.watch.names import Names
from tongket.watch.page import Page, maps_of, signals_html
from tongket.watch.results import Skipped, WatchResult
from tongket.watch.signals import Kind, Place

DAY = date(2022, 12, 12)
NAMES = Names(Text("Thành phố", "City"), {"01": Text("Phường Một", "First Ward")}, {"theft": Text("trộm", "theft")})
SURGE = replace(SIGNAL, where=Place(("01",)))
CLUSTER = replace(
    SIGNAL, kind=Kind.CLUSTER, detector="space_time_permutation", where=Place(("01",), 105.05, 10.05, 1.2)
)


def square(west, south, side=0.1):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


BASE = MapBase({"01": square(105.0, 10.0), "02": square(105.1, 10.0)})


def parsed(svg):
    return ElementTree.fromstring(svg)


def test_a_file_may_write_a_code_without_its_noughts():
    assert set(shapes_by_code(["01", "02", "9"], {"1": square(0, 0), "02": square(1, 0)})) == {"01", "02"}


def test_centroid_and_area_of_a_square():
    ring = [(105.0, 10.0), (105.2, 10.0), (105.2, 10.2), (105.0, 10.2)]
    assert centroid(ring) == pytest.approx((105.1, 10.1))
    assert signed_area(ring) == pytest.approx(0.04)
    assert centroid([(1.0, 2.0)]) == (1.0, 2.0)


def test_a_kilometre_is_as_long_east_as_north():
    frame = Frame.around([(105.0, 10.0), (105.3, 10.2)])
    x, y = frame.at(105.1, 10.1)
    degree = frame.projection.metres_per_degree
    east, north = frame.at(105.1 + 1000 / degree[0], 10.1), frame.at(105.1, 10.1 + 1000 / degree[1])
    assert east[0] - x == pytest.approx(y - north[1])
    assert frame.width == WIDTH
    for corner in ((105.0, 10.0), (105.3, 10.2)):
        assert frame.shows(*corner)
    assert not frame.shows(106.0, 10.0)


def test_a_scale_bar_is_round_and_true():
    frame = Frame.around([(105.0, 10.0), (105.3, 10.2)])
    assert "5 km" in frame.scale_bar("en")
    assert f"h{5000 * frame.scale:.1f}" in frame.scale_bar("en")


def test_badges_never_cover_one_another():
    badges = Badges()
    rng = np.random.default_rng(1)
    for number in range(40):
        badges.put(*rng.uniform(0, 60, 2), str(number), "#000")
    for i, (x, y, half) in enumerate(badges.taken):
        for a, b, other in badges.taken[:i]:
            assert abs(x - a) >= half + other or abs(y - b) >= 20


def test_names_of_dots_never_cover_one_another():
    frame = Frame.around([(105.0, 10.0), (105.3, 10.2)])
    svg = dots(
        {"1": (105.1, 10.1), "2": (105.1001, 10.1), "3": (105.1, 10.15)}, frame, lambda code: f"area {code}", named=True
    )
    assert svg.count("<circle") == 3
    assert svg.count("<text") == 2


def test_areas_with_a_surge_are_hatched_and_circles_drawn():
    svg = draw_ground(numbered([SURGE, CLUSTER]), BASE, NAMES, "vi")
    parsed(svg)
    assert svg.count('fill="url(#hatch)"') == 1
    assert "Phường Một" in svg
    assert "Bản đồ tín hiệu: Thành phố" in svg
    assert [f">{number}</text>" in svg for number in (1, 2, 3)] == [True, True, False]


def test_names_are_escaped():
    names = Names(Text("<b>", "<b>"), {"01": Text("A & B", "A & B")})
    parsed(draw_ground(numbered([SURGE]), BASE, names, "en"))
    parsed(draw_tiles(numbered([SURGE]), MapBase(tiles={"01": (0, 0)}), names, "en"))


def test_without_boundaries_a_close_look_shows_what_lies_about():
    base = MapBase(centres={"01": (105.05, 10.05), "02": (105.06, 10.06), "03": (107.0, 11.0)})
    assert has_ground(base, [CLUSTER])
    assert not has_ground(base, [SURGE])
    svg = draw_ground(numbered([CLUSTER]), base, NAMES, "en")
    assert "First Ward" in svg
    assert "area 03" not in svg


def test_a_plan_of_squares_marks_the_squares_with_signals():
    base = MapBase(tiles={"01": (2, 1), "02": (3, 1), "03": (2, 2)})
    svg = draw_tiles(numbered([SURGE, CLUSTER]), base, NAMES, "vi")
    parsed(svg)
    assert svg.count('fill="url(#hatch)"') == 1
    assert "1, 2" in svg
    assert ">Một</text>" in svg


def test_the_ground_of_a_set_of_areas_is_that_of_the_day():
    name = Text("Phường", "Ward")
    old = Area("01", date(2018, 1, 1), date(2021, 12, 31), name, "ward", longitude=1.0, latitude=2.0)
    new = Area("01", date(2022, 1, 1), None, name, "ward", longitude=3.0, latitude=4.0)
    areas = AreaSet("t", name, "01", ("ward",), (old, new), tiles=(Tile("01", date(2022, 1, 1), 5, 6),))
    base = map_base({"1": square(0, 0)}, areas, (), DAY)
    assert (dict(base.tiles), dict(base.centres)) == ({"01": (5, 6)}, {"01": (3.0, 4.0)})
    assert set(base.shapes) == {"01"}
    assert base.centre("02") is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_without_signals_says_what_that_means(language):
    reason = Text("quá ít", "too few")
    result = WatchResult(DAY, (), (), (Skipped("knox", ("offence_group", "theft"), reason),), 3, ())
    page = Page(result, NAMES, BASE, "dated", None, False, {})
    html = signals_html(page, language)
    assert ("không có nghĩa là không có gì" if language == "vi" else "does not mean that nothing happens") in html
    assert reason.in_language(language) in html
    assert len(maps_of(page, language)) == 1
    assert not maps_of(replace(page, base=MapBase()), language)


def test_a_signal_without_expectation_is_told_without_a_ratio():
    result = WatchResult(DAY, (replace(SURGE, expected=0.0),), (), (), 1, ())
    html = signals_html(Page(result, NAMES, BASE, "seal", "ab", False, {SIGNAL.id: ("F1",)}), "en")
    assert "</b> times" not in html
    assert not math.isinf(float(SURGE.relative_risk))


def test_a_map_that_leaves_its_page_says_what_it_is():
    svg = picture(300, 200, "title", "about", "<g/>")
    whole = ElementTree.fromstring(alone(svg, ["A head & more", "MADE UP"], ["a note " * 20, "1. first"]))
    space = "{http://www.w3.org/2000/svg}"
    texts = whole.findall(f"{space}text")
    assert [text.text for text in texts[:2]] == ["A head & more", "MADE UP"]
    assert [text.get("font-weight") for text in texts] == ["bold"] + [None] * (len(texts) - 1)
    assert " ".join(str(text.text) for text in texts[2:]) == ("a note " * 20).strip() + " 1. first"
    inner = whole.find(f"{space}svg")
    top, height = float(inner.get("y")), float(whole.get("height"))
    ys = [float(text.get("y")) for text in texts]
    assert all(y < top + 4 for y in ys[:2])
    assert all(top + 200 < y < height for y in ys[2:])
