"""The charts: what is drawn, what is written, and what the table beside them holds."""

import re
from decimal import Decimal

import pytest

from tests.unit.report.factories import MONTHS, figure
from tongket.model.errors import DefinitionError, FigureError, SourceError
from tongket.model.figures import State
from tongket.report.bound import svg_texts
from tongket.report.charts.curve import Curve, clearance_curve
from tongket.report.charts.drawing import wrapped
from tongket.report.charts.funnel import Limits, Point, area_funnel
from tongket.report.charts.maps import Place, choropleth, clockwise, on_map, signed_area, tile_map
from tongket.report.charts.mix import Bar, offence_mix
from tongket.report.charts.monthly import Series, monthly_course
from tongket.report.renderers.pictures import picture_size
from tongket.report.spans import line, plain
from tongket.store.boundaries import read_boundaries

CAPTION, ALT, HEAD = line("Tên"), line("Nội dung"), line("Số vụ")


def table_of(block) -> list[list[str]]:
    return [[plain(cell) for cell in row.cells] for row in block.data.rows]


def test_labels_break_between_words():
    assert wrapped("Cố ý gây thương tích", 8) == ["Cố ý gây", "thương", "tích"]
    assert wrapped("", 8) == []


def mix(*bars: Bar, previous: str = "Năm 2021"):
    return offence_mix(bars, "Năm 2022", previous, "vi", caption=CAPTION, alt=ALT)


def test_the_mix_writes_its_numbers_at_the_bars():
    block = mix(Bar("Trộm cắp", figure(1161), figure(171)), Bar("Đánh bạc", figure(93), figure(103)))
    assert {"1.161", "171", "93", "103", "Trộm cắp"} <= set(svg_texts(block.svg)) | set(
        re.findall(r">([^<]+)<", block.svg)
    )
    assert table_of(block) == [["Trộm cắp", "1.161", "171"], ["Đánh bạc", "93", "103"]]
    assert [plain(column.label) for column in block.data.columns][1:] == ["Năm 2022", "Năm 2021"]


def test_a_long_name_takes_two_lines_and_stands_whole_in_the_table():
    name = "Giao cấu hoặc thực hiện hành vi quan hệ tình dục khác với người từ đủ 13 tuổi đến dưới 16 tuổi"
    block = mix(Bar(name, figure(6), None), Bar("Đánh bạc", figure(93), None), previous="")
    lines = re.findall(r"<tspan[^>]*>([^<]+)</tspan>", block.svg)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert table_of(block)[0][0] == name


def test_two_lines_of_a_name_are_of_like_length():
    block = mix(Bar("Lạm dụng tín nhiệm chiếm đoạt tài sản", figure(6), None), previous="")
    first, second = (len(text) for text in re.findall(r"<tspan[^>]*>([^<]+)</tspan>", block.svg))
    assert abs(first - second) < 10


def test_every_chart_is_as_wide_as_its_type_needs():
    series = Series("Năm 2022", MONTHS)
    numbers = [(2022, month) for month in range(1, 13)]
    drawn = [
        mix(
            Bar("Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe", figure(1000), figure(5)),
            Bar("B", figure(1), None),
        ),
        monthly_course(series, None, (), "vi", caption=CAPTION, alt=ALT, months=numbers),
        clearance_curve((CURVE,), "vi", method="Cách tính", caption=CAPTION, alt=ALT),
        funnel("inside", "outer"),
    ]
    for block in drawn:
        assert 400 < picture_size(block)[0] < 530


def course(*, current=MONTHS, earlier: int = 0, months=None):
    former = [
        Series(f"Năm {2021 - k}", tuple(figure(40 + k + i, period=f"y{k}m{i}") for i in range(12)))
        for k in range(earlier)
    ]
    numbers = months or [(2022, month) for month in range(1, len(current) + 1)]
    return monthly_course(
        Series("Năm 2022", current),
        former[0] if former else None,
        former if earlier > 1 else (),
        "vi",
        caption=CAPTION,
        alt=ALT,
        months=numbers,
    )


def test_a_band_needs_two_earlier_years():
    assert "ba năm trước" in course(earlier=3).svg
    assert "năm trước" not in course(earlier=1).svg


def test_the_table_of_the_months_has_each_year_once():
    block = course(earlier=3)
    assert [plain(column.label) for column in block.data.columns] == [
        "Tháng",
        "Năm 2022",
        "Năm 2021",
        "Năm 2020",
        "Năm 2019",
    ]
    assert len(block.data.rows) == 12


def test_a_month_that_comes_twice_is_named_with_its_year():
    months = [(2021, month) for month in range(7, 13)] + [(2022, month) for month in range(1, 7)]
    assert table_of(course(months=months))[0][0] == "T7"
    twice = tuple(figure(9, period=f"m{i}") for i in range(14))
    months = [(2021 + i // 12, i % 12 + 1) for i in range(14)]
    assert table_of(course(current=twice, months=months))[12][0] == "T1/22"


def test_a_month_without_value_leaves_a_gap_and_says_why():
    current = (*MONTHS[:11], figure(None, state=State.LATE))
    assert table_of(course(current=current))[11] == ["T12", "chưa đủ hạn"]


def test_months_must_agree():
    with pytest.raises(FigureError, match="same 11 months"):
        course(months=[(2022, month) for month in range(1, 12)])
    with pytest.raises(FigureError, match="must have a value"):
        course(current=tuple(figure(None, period=f"m{i}") for i in range(12)))


CURVE = Curve("Vụ ghi nhận năm 2022", "seal", [0, 10, 100], [0.1, 0.5, 0.9], [0.05, 0.4, 0.85], [0.2, 0.6, 0.95], 120)


def test_a_curve_is_read_at_its_last_step():
    assert CURVE.at(9) == (0.1, 0.05, 0.2)
    assert CURVE.at(10) == (0.5, 0.4, 0.6)
    assert CURVE.at(120) == (0.9, 0.85, 0.95)
    assert CURVE.at(121) is None


def test_a_curve_says_where_it_could_not_be_observed():
    block = clearance_curve((CURVE,), "vi", method="Cách tính", caption=CAPTION, alt=ALT)
    assert table_of(block)[2] == ["90", "50,0% (40,0%–60,0%)"]
    assert table_of(block)[3] == ["180", "chưa đủ hạn"]
    assert "95%" in plain(block.data.notes[0])


@pytest.mark.parametrize("curves", [(), (CURVE, CURVE, CURVE)])
def test_one_or_two_curves_are_drawn(curves):
    with pytest.raises(FigureError, match="one or two"):
        clearance_curve(curves, "vi", method="m", caption=CAPTION, alt=ALT)


LIMITS = Limits([5.0, 50.0], [0.3, 0.7], [1.9, 1.3], [0.1, 0.6], [2.4, 1.5])


def funnel(*verdicts: str):
    points = [
        Point(f"Đơn vị {place}", figure(10 + place, area=str(place)), 12.0, v) for place, v in enumerate(verdicts)
    ]
    points += [Point("Đơn vị khác", figure(10, area=f"x{i}"), 9.5, "inside") for i in range(2)]
    return area_funnel(points, LIMITS, "vi", basis="Cách tính.", reference="seal", caption=CAPTION, alt=ALT)


def test_only_areas_outside_the_limits_are_named_in_the_funnel():
    block = funnel("inside", "inner", "outer")
    named = set(svg_texts(block.svg))
    assert {"Đơn vị 1", "Đơn vị 2"} <= named
    assert "Đơn vị 0" not in named
    assert {"Đơn vị 1", "Đơn vị 2"} == {span.text for span in block.labels if span.text.strip()}
    assert table_of(block)[2] == ["Đơn vị 2", "12", "12,0", "ngoài giới hạn rộng"]


def test_a_funnel_of_two_says_nothing():
    with pytest.raises(FigureError, match="three areas"):
        area_funnel([], LIMITS, "vi", basis="x", reference="x", caption=CAPTION, alt=ALT)


def tiles(*places: Place):
    return tile_map(places, "vi", head=HEAD, caption=CAPTION, alt=ALT)


def test_a_tile_map_has_a_square_for_each_area():
    block = tiles(
        Place("1", "Quận Ninh Kiều", figure(219, area="1"), (3, 1)),
        Place("2", "Phường 5", figure(None, area="2", state=State.SUPPRESSED), (0, 0)),
    )
    assert "219" in svg_texts(block.svg)
    assert table_of(block) == [["Quận Ninh Kiều", "219"], ["Phường 5", "không công bố"]]
    assert "không phải bản đồ địa giới" in plain(block.notes[0])


@pytest.mark.parametrize("second", [None, (0, 0)])
def test_two_areas_cannot_share_a_tile(second):
    with pytest.raises(DefinitionError, match="a tile of its own"):
        tiles(Place("1", "A", figure(1), (0, 0)), Place("2", "B", figure(2), second))


SQUARE = {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]}


def test_a_boundary_is_found_with_or_without_leading_noughts():
    place = Place("09", "09", figure(5))
    assert on_map(place, {"9": SQUARE})
    assert on_map(place, {"09": SQUARE})
    assert not on_map(place, {"90": SQUARE})


def test_a_map_names_the_areas_it_cannot_draw():
    places = [Place("01", "01", figure(5, area="01")), Place("77", "77", figure(1, area="77"))]
    block = choropleth(places, {"1": SQUARE}, "en", head=HEAD, caption=CAPTION, alt=ALT)
    assert plain(block.notes[0]) == "Not in the file of boundaries: 77."
    assert [row[0] for row in table_of(block)] == ["01", "77"]
    with pytest.raises(DefinitionError, match="code_property"):
        choropleth(places[1:], {"1": SQUARE}, "en", head=HEAD, caption=CAPTION, alt=ALT)


def test_rings_are_turned_the_way_projections_read_them():
    (outer,) = clockwise(SQUARE)["coordinates"][0]
    assert signed_area(outer) == pytest.approx(-1)
    assert signed_area(clockwise({**SQUARE, "coordinates": [outer]})["coordinates"][0][0]) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("no json", "FeatureCollection"),
        ('{"features": [{"properties": {}}]}', "dist"),
        ('{"features": []}', "at least one"),
    ],
)
def test_a_file_that_is_no_map_is_refused(content, match, tmp_path):
    path = tmp_path / "boundaries.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=match):
        read_boundaries(path, "dist")


def test_the_same_chart_is_the_same_picture():
    points = [("inside", "outer")] * 2
    first, second = (funnel(*verdicts) for verdicts in points)
    assert first.svg == second.svg
    assert 'id="clip0"' in first.svg


def test_a_share_can_be_drawn_as_a_number():
    block = tiles(Place("1", "A", figure(Decimal("12.5"), area="1"), (0, 0)))
    assert table_of(block) == [["A", "13"]]
