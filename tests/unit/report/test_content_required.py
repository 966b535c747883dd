"""What no report may leave out."""

import pytest

from tests.unit.report.factories import chart_svg, months_table
from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.report.content.required import Chapter, Drawn, Part, Picture, check_required
from tongket.report.document import ChartBlock, Heading, Paragraph
from tongket.report.spans import line

WHY = Text("chưa có số liệu", "there are no numbers")


def chart() -> ChartBlock:
    return ChartBlock(chart_svg("vi"), None, line("Biểu đồ"), line("Biểu đồ"), months_table("vi"))


def chapters(*, without: Part | None = None, extra: tuple = ()) -> list[Chapter]:
    found = [
        Chapter(part, (Heading(2, line("Phần")), Paragraph(line("Nội dung.")))) for part in Part if part != without
    ]
    return [*found, *extra]


NO_PICTURES = [Drawn(kind, reason=WHY) for kind in Picture]


def test_a_report_with_everything_passes():
    check_required(chapters(), NO_PICTURES)


@pytest.mark.parametrize("part", list(Part))
def test_a_missing_part_is_named(part):
    with pytest.raises(DefinitionError, match=f"part '{part.value}' is required"):
        check_required(chapters(without=part), NO_PICTURES)


def test_a_part_with_a_heading_only_is_missing():
    bare = Chapter(Part.LIMITS, (Heading(3, line("Hạn chế")),))
    with pytest.raises(DefinitionError, match="'limits' is required"):
        check_required(chapters(without=Part.LIMITS, extra=(bare,)), NO_PICTURES)


@pytest.mark.parametrize("kind", list(Picture))
def test_a_picture_that_is_neither_drawn_nor_explained_is_named(kind):
    with pytest.raises(DefinitionError, match=f"picture '{kind.value}'"):
        check_required(chapters(), [each for each in NO_PICTURES if each.kind != kind])


def test_a_picture_that_was_drawn_must_be_placed():
    drawn = Drawn(Picture.MAP, chart())
    others = [each for each in NO_PICTURES if each.kind != Picture.MAP]
    with pytest.raises(DefinitionError, match="picture 'map'"):
        check_required(chapters(), [*others, drawn])
    placed = Chapter(Part.SITUATION, (drawn.block,))
    check_required(chapters(extra=(placed,)), [*others, drawn])


@pytest.mark.parametrize("given", [{}, {"block": "both", "reason": WHY}])
def test_a_picture_is_drawn_or_says_why_not(given):
    if given.get("block"):
        given = {**given, "block": chart()}
    with pytest.raises(DefinitionError, match="either be drawn or say why not"):
        Drawn(Picture.MIX, **given)
