"""The pictures of a card: every week and every place is drawn, and two pictures do not share a name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tongket.engines.contract import Span
from tongket.evaluate.pictures import course_picture, sketch_picture
from tongket.evaluate.series_pictures import Course, Sketch, Spot, Week, Zone
from tongket.model.text import Language, Text

START, END = date(2023, 4, 1), date(2023, 6, 14)
YEAR = Span(date(2022, 4, 2), date(2023, 3, 31))


def course(expected: float | None = 2.0) -> Course:
    weeks = tuple(Week(date(2023, 1, 7) + timedelta(weeks=n), float(n % 4), expected) for n in range(24))
    return Course(weeks, START, END)


def square(x: float) -> dict[str, Any]:
    # counter-clockwise, as RFC 7946 has it
    ring = [[x, 10.0], [x + 0.1, 10.0], [x + 0.1, 10.1], [x, 10.1], [x, 10.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def sketch(*, shaped: bool) -> Sketch:
    zones = (Zone.TREATED, Zone.RING, Zone.COMPARISON)
    spots = tuple(
        Spot(
            f"{n}",
            Text(f"Quận {n}", f"District {n}"),
            zone,
            40 + n,
            5,
            (n, 0),
            square(105 + n / 10) if shaped else None,
        )
        for n, zone in enumerate(zones)
    )
    return Sketch(spots, YEAR, Span(START, END))


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("Thời gian cao điểm", "Số vụ mỗi tuần")), ("en", ("Days of the campaign", "Cases a week"))],
)
def test_the_window_is_shaded_and_named(language: Language, words: tuple[str, str]) -> None:
    svg = course_picture(course(), language)
    assert svg is not None
    assert all(word in svg for word in words)
    assert "#e6e1cf" in svg


def test_without_a_comparison_nothing_is_expected() -> None:
    svg = course_picture(course(None), "en")
    assert svg is not None
    assert "Expected" not in svg


def test_one_week_is_no_course() -> None:
    assert course_picture(Course(course().weeks[:1], START, END), "vi") is None


def test_tiles_show_cases_before_and_during() -> None:
    svg = sketch_picture(sketch(shaped=False), "vi")
    assert all(text in svg for text in ("40 → 5", "41 → 5", "42 → 5", "Địa bàn triển khai", "Liền kề"))


def test_shapes_are_drawn_as_areas_and_not_as_the_rest_of_the_world() -> None:
    svg = sketch_picture(sketch(shaped=True), "en")
    drawn = re.findall(r'aria-roledescription="geoshape"[^>]*d="([^"]*)"|d="(M[^"]*Z)"[^>]*fill="#0b4a82"', svg)
    assert drawn
    assert "Where it ran" in svg
    # a shape turned the wrong way round fills the whole sphere, a path of hundreds of points
    assert max(len("".join(each)) for each in drawn) < 500


def test_two_pictures_on_a_page_share_no_name() -> None:
    both = (course_picture(course(), "vi") or "") + sketch_picture(sketch(shaped=False), "vi")
    names = re.findall(r'\bid="([^"]+)"', both)
    assert len(names) == len(set(names))
