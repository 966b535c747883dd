"""Areas: names, the one nobody knows, and those the text names."""

from types import SimpleNamespace

import pytest

from tests.unit.report.factories import figure
from tongket.model.text import Text
from tongket.report.charts.funnel import Limits, Point
from tongket.report.content.gathering import UNKNOWN_AREA, report_areas
from tongket.report.content.inputs import Funnel, ReportArea
from tongket.report.content.pictures import map_places
from tongket.report.content.places import places
from tongket.report.document import Paragraph
from tongket.report.spans import plain

NAMES = SimpleNamespace(main="recorded.all")
LIMITS = Limits([1.0], [0.5], [1.5], [0.2], [2.0])


def test_records_without_an_area_are_called_so_in_a_book_without_units():
    counted = SimpleNamespace(by_area=SimpleNamespace(codes=lambda _: ("01", "unknown"), geography=None))
    areas = report_areas(counted, SimpleNamespace(areas=None), None)
    assert [area.name for area in areas] == [Text("01", "01"), UNKNOWN_AREA]


def test_what_has_no_area_has_no_place_on_a_map():
    areas = (ReportArea("01", Text("Một", "One")), ReportArea("unknown", UNKNOWN_AREA))
    source = SimpleNamespace(get=lambda *_, area: figure(3, area=area))
    inputs = SimpleNamespace(by_area=source, areas=areas, language="vi", period=SimpleNamespace(id="mps:2022"))
    assert [place.code for place in map_places(inputs, NAMES)] == ["01"]


def said(*verdicts: tuple[str, int, float, str], language: str = "vi") -> str:
    points = [Point(label, figure(n, area=label), expected, verdict) for label, n, expected, verdict in verdicts]
    inputs = SimpleNamespace(
        language=language,
        areas=tuple(ReportArea(point.label, Text("x", "x")) for point in points),
        funnel=Funnel(points, LIMITS, Text("Cách tính.", "Basis."), "seal"),
    )
    no_pictures = SimpleNamespace(blocks=lambda _: iter(()))
    (block,) = [each for each in places(inputs, no_pictures) if isinstance(each, Paragraph)]
    return plain(block.spans)


def test_nobody_apart_is_said():
    text = said(("A", 10, 9.0, "inside"), ("B", 12, 9.0, "inner"), ("C", 8, 9.0, "inside"))
    assert text.startswith("Không đơn vị nào có số vụ lệch khỏi mức kỳ vọng")
    assert "B" not in text.split()


def test_areas_beyond_chance_are_named_with_both_numbers_on_their_side():
    text = said(("A", 90, 40.2, "outer"), ("B", 5, 30.0, "outer"), ("C", 8, 9.0, "inside"))
    assert "cao hơn mức kỳ vọng, vượt quá mức có thể do ngẫu nhiên: A (90 vụ, kỳ vọng 40)." in text
    assert "thấp hơn mức kỳ vọng, vượt quá mức có thể do ngẫu nhiên: B (5 vụ, kỳ vọng 30)." in text
    assert "C" not in text.replace("Cách", "").replace("Các", "").split()


@pytest.mark.parametrize("n", [0, 1])
def test_a_book_of_one_area_has_no_such_section(n):
    inputs = SimpleNamespace(areas=(ReportArea("1", Text("x", "x")),) * n, language="vi")
    assert not list(places(inputs, SimpleNamespace()))
