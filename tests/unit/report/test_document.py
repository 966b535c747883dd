from dataclasses import replace

import pytest

from tests.unit.report.factories import CRIMES, LATE, SEAL, document, figure
from tongket.model.errors import DefinitionError, FigureError
from tongket.report import numbers
from tongket.report.bound import check_bound, svg_texts, unbound
from tongket.report.document import (
    ChartBlock,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    figures_of,
)
from tongket.report.spans import (
    Bold,
    Cited,
    Derived,
    Fixed,
    Italic,
    Line,
    NoteRef,
    Number,
    Role,
    StateWord,
    leaves,
    line,
    plain,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


def only(spans: Line, **more: object):
    return document(blocks=(Paragraph(spans),), annexes=(), **more)


def chart(inside: str, labels: Line = ()) -> ChartBlock:
    table = Table(line("Số liệu"), (Column(line("Số")),), (Row((line("không"),)),))
    return ChartBlock(SVG.format(inside), None, line("Biểu đồ."), line("Số vụ"), table, labels)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_check_bound_passes_a_report_whose_numbers_are_all_bound(language):
    check_bound(document(language))


@pytest.mark.parametrize(
    "spans",
    [
        line("xảy ra 574 vụ"),
        line(Bold(line("574"))),
        line(Italic(line("tỷ lệ ", Bold(line("5,3%"))))),
        line("giảm", NoteRef(line("p = 0,34"))),
        line("năm ٢"),  # a digit of any script
    ],
)
def test_check_bound_refuses_a_digit_in_words(spans):
    with pytest.raises(FigureError, match="must be bound to a figure"):
        check_bound(only(spans))


@pytest.mark.parametrize(
    "block",
    [
        Heading(2, line("KẾT QUẢ 2022")),
        Table(line("Bảng"), (Column(line("Nhóm")),), (Row((line("12"),)),)),
        Table(line("Bảng"), (Column(line("2022")),), ()),
        Table(line("Bảng 3"), (Column(line("Nhóm")),), ()),
        Table(line("Bảng"), (Column(line("Nhóm")),), (), groups=((line("2021"), 1),)),
        Table(line("Bảng"), (Column(line("Nhóm")),), (), notes=(line("dưới 50"),)),
        replace(chart(""), alt=line("cao nhất 61 vụ")),
        replace(chart(""), notes=(line("dải 95%"),)),
        chart("<text>61</text>"),
        chart("<text>61</text>", line(Fixed("6", "not the same number"))),
    ],
)
def test_check_bound_looks_into_every_part(block):
    with pytest.raises(FigureError, match="must be bound"):
        check_bound(document(blocks=(block,)))


def test_check_bound_refuses_a_digit_in_the_title():
    sample = document()
    title = replace(sample.title, vi="Tình hình năm 2022")
    with pytest.raises(FigureError, match="title"):
        check_bound(replace(sample, title=title))
    check_bound(replace(sample, title=title), allow=(Fixed("2022", "period name"),))


def test_allowed_text_matches_whole_numbers_only():
    allow = (Fixed("20", "Project name"),)
    check_bound(only(line("Đề án 20.")), allow)
    for text in ("2022", "120", "20,5", "1.20", "20.000"):
        with pytest.raises(FigureError):
            check_bound(only(line(text)), allow)


def test_numbers_of_a_picture_may_be_bound_or_belong_to_a_scale():
    scale = '<g class="mark-text role-axis-label"><text>20</text></g>'
    drawn = chart(f"{scale}<text>574 vụ</text>", line(numbers.number(CRIMES, "vi")))
    check_bound(document(blocks=(drawn,)))
    assert svg_texts(drawn.svg) == ("574 vụ",)


def test_check_bound_refuses_the_marks_of_the_other_language():
    big = figure(1067)
    assert list(unbound(only(line(numbers.number(big, "en"))))) == [("in '1,067'", "1,067")]
    assert list(unbound(only(line(numbers.number(big, "vi"))))) == []


def test_a_number_whose_figure_has_no_value_is_refused_with_the_remedy():
    with pytest.raises(FigureError, match=rf"{LATE.id}.*'late'.*state_word"):
        numbers.number(LATE, "vi")


def test_a_number_that_says_something_else_is_refused():
    with pytest.raises(FigureError, match="must say its value"):
        Number(CRIMES, "575")
    with pytest.raises(FigureError, match="must say its percent"):
        Number(CRIMES, "+5,28%", Role.PERCENT, "mps:2021")
    with pytest.raises(FigureError, match="must say"):
        Number(CRIMES, "574 hay 606")


def test_a_comparison_that_is_not_there_is_refused():
    with pytest.raises(FigureError, match="Add --against"):
        numbers.difference(CRIMES, "mps:2020", "vi")
    with pytest.raises(FigureError, match="needs `against`"):
        Number(CRIMES, "32", Role.DIFFERENCE)


def test_a_state_word_stands_only_for_a_figure_without_value():
    assert numbers.state_word(LATE, "vi").text == "chưa đủ thời gian theo dõi"
    with pytest.raises(FigureError):
        numbers.state_word(CRIMES, "vi")
    with pytest.raises(FigureError):
        StateWord(LATE, "0 vụ")


def test_derived_numbers_need_figures_a_method_and_the_right_text():
    assert Derived((CRIMES,), 12, "12", "đếm địa bàn tăng").text == "12"
    for figures, value, text, method in (
        ((), 12, "12", "đếm"),
        ((LATE,), 12, "12", "đếm"),
        ((CRIMES,), 12, "13", "đếm"),
        ((CRIMES,), 12, "12", " "),
    ):
        with pytest.raises(FigureError):
            Derived(figures, value, text, method)


def test_cited_and_fixed_numbers_say_where_they_come_from():
    with pytest.raises(FigureError, match="Name the record"):
        Cited("85%", "target", "", "Chỉ tiêu")
    with pytest.raises(DefinitionError):
        Fixed("2022", " ")


def test_tables_refuse_ragged_rows_and_heads():
    columns = (Column(line("a")), Column(line("b")))
    with pytest.raises(DefinitionError, match="row 1 must have 2"):
        Table(line("t"), columns, (Row((line("x"),)),))
    with pytest.raises(DefinitionError, match="must span 2"):
        Table(line("t"), columns, (), groups=((line("g"), 3),))
    assert Table(line("t"), columns, (Row((line("x"),), "section"),)).rows


def test_headings_and_documents_refuse_what_cannot_be():
    with pytest.raises(DefinitionError, match="1 to 4"):
        Heading(5, line("x"))
    with pytest.raises(DefinitionError, match="at least one seal"):
        document(seals=())


def test_figures_of_names_each_figure_once_in_order_of_reading():
    sample = document()
    figures = figures_of(sample)
    assert figures[0] == CRIMES
    assert len({item.id for item in figures}) == len(figures)
    assert LATE in figures
    assert sample.seal.digest == SEAL


def test_lines_open_into_spans_and_print_without_notes():
    spans = line("có ", Bold(line(numbers.number(CRIMES, "vi"))), " vụ", NoteRef(line("chú thích")))
    assert plain(spans) == "có 574 vụ"
    assert [type(span).__name__ for span in leaves(spans)] == ["Words", "Bold", "Number", "Words", "NoteRef", "Words"]
