"""Sentences of other rooms: each number bound to its figure, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.report.factories import figure
from tongket.model.errors import FigureError
from tongket.model.text import format_number
from tongket.report.content.binding import bound_line
from tongket.report.spans import Fixed, Number, Role, plain

FALL = figure(value=Decimal("-0.304"), lower=-0.52, upper=0.01)
CASES = figure(value=41)


def numbers(spans):
    return [(span.text, span.role) for span in spans if isinstance(span, Number)]


def test_value_and_interval_are_found_in_both_scales():
    text = "Giảm 30,4% (từ −52% đến +1%) so với 41 vụ."
    spans = bound_line(text, [FALL, CASES], "vi")
    assert plain(spans) == text
    assert numbers(spans) == [
        ("30,4%", Role.VALUE),
        ("−52%", Role.LOWER),
        ("+1%", Role.UPPER),
        ("41", Role.VALUE),
    ]


def test_days_and_names_stand_as_they_are():
    spans = bound_line(
        "CD-2023-03, 16/12/2023: 41 cases at 90%.", [CASES], "en", [("CD-2023-03", "id"), ("90%", "level")]
    )
    assert [span.reason for span in spans if isinstance(span, Fixed)] == ["id", "date", "level"]


def test_a_number_no_figure_says_is_refused():
    with pytest.raises(FigureError, match="'42'"):
        bound_line("42 vụ", [CASES], "vi")


def test_a_wrong_sign_is_refused():
    with pytest.raises(FigureError):
        bound_line("+30,4%", [FALL], "vi")


@given(st.integers(0, 10**7), st.sampled_from(["vi", "en"]))
def test_any_count_is_bound_and_its_neighbour_is_not(value, language):
    spans = bound_line(f"có {format_number(value, language)} vụ", [figure(value=value)], language)
    assert len(numbers(spans)) == 1
    with pytest.raises(FigureError):
        bound_line(f"có {format_number(value + 1, language)} vụ", [figure(value=value)], language)
