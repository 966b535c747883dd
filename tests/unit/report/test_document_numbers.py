from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.report.factories import CLEARED, CRIMES, GANGS, LATE, LOSS, SMALL, comparison, figure
from tongket.model.errors import FigureError
from tongket.model.text import format_number
from tongket.report import numbers
from tongket.report.quantities import says


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (numbers.number(CRIMES, "vi"), "574"),
        (numbers.number(figure(1067), "vi"), "1.067"),
        (numbers.number(figure(1067), "en"), "1,067"),
        (numbers.number(figure(0), "vi"), "0"),
        (numbers.number(GANGS, "vi", pad=True), "09"),
        (numbers.number(figure(0), "vi", pad=True), "00"),
        (numbers.number(figure(12), "vi", pad=True), "12"),
        (numbers.difference(CRIMES, "mps:2021", "vi"), "32"),
        (numbers.difference(CRIMES, "mps:2021", "vi", sign="always"), "−32"),
        (numbers.difference(GANGS, "mps:2021", "vi", sign="always"), "+2"),
        (numbers.percent(CRIMES, "mps:2021", "vi", decimals=1), "5,3%"),
        (numbers.percent(CRIMES, "mps:2019", "vi", decimals=1), "46,2%"),
        (numbers.percent_in_brackets(CRIMES, "mps:2021", "vi"), "(−5,28%)"),
        (numbers.percent_in_brackets(CRIMES, "mps:2021", "en"), "(−5.28%)"),
        (numbers.other(CRIMES, "mps:2019", "vi"), "1.067"),
        (numbers.share(CLEARED, "vi"), "89,90%"),
        (numbers.share(figure(Decimal("0.86135")), "vi"), "86,14%"),  # half up, not half even
        (numbers.numerator(CLEARED, "vi"), "516"),
        (numbers.denominator(CLEARED, "vi"), "574"),
        (numbers.bounds(CLEARED, "vi", decimals=1, per_cent=True)[0], "87,2%"),
        (numbers.bounds(CRIMES, "vi")[1], "623"),
        (numbers.money(LOSS, "vi"), "12,5 tỷ đồng"),
        (numbers.money(LOSS, "en"), "12.5 billion VND"),
        (numbers.money(figure(640_000_000), "vi"), "640,0 triệu đồng"),
        (numbers.money(figure(999_960_000), "vi"), "1,0 tỷ đồng"),
        (numbers.money(figure(950_000), "vi"), "950.000 đồng"),
        (numbers.p_value(CRIMES, "mps:2021", "vi"), "0,342"),
        (numbers.p_value(CRIMES, "mps:2019", "vi"), "< 0,001"),
        (numbers.cell(SMALL, "vi"), "không công bố"),
        (numbers.cell(CLEARED, "en", decimals=1, per_cent=True), "89.9%"),
        (numbers.derived((CRIMES,), 12, "vi", "đếm"), "12"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(span, text):
    assert span.text.replace("\u00a0", " ") == text


def test_no_per_cent_is_printed_on_a_small_base():
    with pytest.raises(FigureError, match=r"no percent against mps:2021"):
        numbers.percent(GANGS, "mps:2021", "vi")


def test_points_are_printed_of_a_share():
    change = replace(comparison("mps:2021", 1, 1), value=Decimal("0.88"), difference=Decimal("0.018955"))
    item = figure(Decimal("0.898955"), comparisons=(change,))
    assert numbers.points(item, "mps:2021", "vi", sign="always").text == "+1,90"
    assert numbers.other_share(item, "mps:2021", "vi").text == "88,00%"


@pytest.mark.parametrize("item", [LATE, SMALL])
def test_none_is_never_printed(item):
    for language in ("vi", "en"):
        for short in (True, False):
            assert "None" not in numbers.state_word(item, language, short=short).text


@given(
    value=st.decimals(-(10**9), 10**9, places=6, allow_nan=False),
    decimals=st.integers(0, 4),
    language=st.sampled_from(["vi", "en"]),
)
def test_every_printed_number_reads_back_as_itself(value, decimals, language):
    assert says(format_number(value, language, decimals), value, language)


@given(value=st.integers(0, 10**9), other=st.integers(0, 10**9), language=st.sampled_from(["vi", "en"]))
def test_a_printed_number_says_no_other_whole_number(value, other, language):
    assert says(format_number(value, language), Decimal(other), language) == (value == other)


@pytest.mark.parametrize("text", ["", "không", "1.06.7", "1,067", "12.34", "1..067", "574 574"])
def test_what_is_no_number_of_the_language_says_nothing(text):
    assert not says(text, Decimal(1067), "vi")
