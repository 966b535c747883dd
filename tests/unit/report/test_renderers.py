import pytest

from tests.unit.report.factories import cards, chart_svg, document
from tongket.model.errors import DefinitionError, FigureError, UsageError
from tongket.report.document import ChartBlock, Paragraph
from tongket.report.renderers import render
from tongket.report.renderers.pictures import picture_size, png_of, width_on_page
from tongket.report.spans import line


def test_render_writes_the_formats_asked_for(tmp_path):
    sample = document()
    made = render(sample, cards(sample), {"pdf", "html", "docx"}, tmp_path / "reports", "mps-2022")
    assert [path.name for path in made] == ["mps-2022.docx", "mps-2022.pdf", "mps-2022.html"]
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == sorted(path.name for path in made)
    again = render(sample, cards(sample), ["html"], tmp_path / "again", "x")
    assert again[0].read_bytes() == made[2].read_bytes()


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match="docx, pdf, html"):
        render(document(), {}, {"odt"}, tmp_path, "x")


def test_nothing_is_written_when_a_number_is_unbound(tmp_path):
    sample = document(blocks=(Paragraph(line("574 vụ")),), annexes=())
    with pytest.raises(FigureError, match="must be bound"):
        render(sample, cards(sample), {"html"}, tmp_path, "x")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_when_one_format_fails(tmp_path):
    sample = document()
    (tmp_path / "bad.docx").write_bytes(b"no")
    with pytest.raises(DefinitionError):
        render(sample, cards(sample), {"docx", "html"}, tmp_path / "out", "x", template=tmp_path / "bad.docx")
    assert not (tmp_path / "out").exists()


def picture(svg: str, png: bytes | None = None) -> ChartBlock:
    data = document().blocks[8].data  # the months of the sample's chart
    return ChartBlock(svg, png, line("x"), line("x"), data)


def test_a_picture_is_set_no_taller_than_a_page():
    assert width_on_page(picture(chart_svg("vi")), 165) == 165
    tall = picture('<svg xmlns="http://www.w3.org/2000/svg" width="100px" height="400px"/>')
    assert picture_size(tall) == (100, 400)
    assert width_on_page(tall, 165) == pytest.approx(34.4, abs=0.1)
    tower = picture('<svg xmlns="http://www.w3.org/2000/svg" width="480px" height="1920px"/>')
    assert width_on_page(tower, 165) == pytest.approx(47.5)


def test_a_picture_without_size_is_refused():
    with pytest.raises(DefinitionError, match="viewBox"):
        picture_size(picture('<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>'))


def test_a_picture_is_drawn_from_its_svg_unless_given():
    assert png_of(picture("<svg/>", b"given")) == b"given"
    drawn = png_of(picture(chart_svg("vi")))
    assert drawn.startswith(b"\x89PNG")
    assert png_of(picture(chart_svg("vi"))) == drawn
