"""Pieces of sentences: padding, shares, changes, lists, in both languages."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.unit.report.factories import CRIMES, comparison, figure
from tongket.model.periods import parse_period
from tongket.report.content import phrases
from tongket.report.spans import Fixed, NoteRef, line, plain

YEAR_2021 = parse_period("mps:2021")
YEAR_2019 = parse_period("mps:2019")


def changed(value: int, then: int, **more: object):
    return figure(value, comparisons=(comparison("mps:2021", then, value, **more),))


def moved(points: str):
    change = replace(comparison("mps:2021", 1, 1), value=Decimal("0.9"), difference=Decimal(points), percent=None)
    return figure(Decimal("0.9") + Decimal(points), comparisons=(change,))


def share_of(top: int, bottom: int):
    return figure(Decimal(top) / bottom, numerator=top, denominator=bottom)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(9, "09", "9"), (10, "10", "10"), (0, "0", "0"), (1067, "1.067", "1,067")],
)
def test_small_counts_carry_a_zero_in_vietnamese_only(value, vi, en):
    assert phrases.count(figure(value), "vi").text == vi
    assert phrases.count(figure(value), "en").text == en
    assert (phrases.plain_count(value, "vi"), phrases.plain_count(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("top", "bottom", "text"),
    [(516, 574, "89,9%"), (16, 16, "100%"), (1, 2, "50%"), (0, 7, "0%"), (9999, 10000, "99,99%"), (1, 5000, "0,02%")],
)
def test_a_share_is_never_rounded_into_all_or_nothing(top, bottom, text):
    assert phrases.share(share_of(top, bottom), "vi").text == text


def test_a_change_says_verb_size_and_rate():
    item = changed(574, 606)
    assert plain(phrases.change_of_count(item, YEAR_2021, "vi", unit="vụ")) == "giảm 32 vụ (−5,3%) so với năm 2021"
    assert plain(phrases.change_of_count(item, YEAR_2021, "en")) == "down 32 (−5.3%) on 2021"
    assert plain(phrases.size_of_change(item, YEAR_2021, "vi", unit="vụ", rate=False)) == "giảm 32 vụ"


def test_a_change_from_a_small_base_has_no_rate():
    item = changed(7, 3, percent=None)
    assert plain(phrases.change_of_count(item, YEAR_2021, "vi", unit="vụ")) == "tăng 04 vụ so với năm 2021"
    assert plain(phrases.change_in_percent(item, YEAR_2021, "vi")) == "tăng 04 vụ so với năm 2021"


def test_no_change_is_said_so():
    item = changed(60, 60)
    assert plain(phrases.change_of_count(item, YEAR_2021, "vi")) == "không đổi so với năm 2021"
    assert plain(phrases.change_of_count(item, YEAR_2021, "en")) == "unchanged on 2021"


def test_what_was_not_compared_is_left_out():
    assert phrases.change_of_count(figure(5), YEAR_2021, "vi") is None
    assert phrases.change_of_count(figure(5), None, "vi") is None
    assert phrases.chance_note(figure(5), (YEAR_2021,), "vi") == ()
    missing = figure(None)
    assert phrases.comparison_with(missing, YEAR_2021) is None


def test_points_that_round_to_nothing_are_called_alike():
    item = moved("0.0001")
    assert plain(phrases.change_in_points(item, YEAR_2021, "vi")) == "tương đương năm 2021"
    assert plain(phrases.change_in_points(item, YEAR_2021, "en")) == "much the same as in 2021"
    item = moved("-0.0125")
    assert plain(phrases.change_in_points(item, YEAR_2021, "vi")) == "giảm 1,3 điểm phần trăm so với năm 2021"


def test_the_note_on_chance_tells_every_comparison():
    (note,) = phrases.chance_note(CRIMES, (YEAR_2021, YEAR_2019), "vi")
    assert isinstance(note, NoteRef)
    assert plain(note.note).count("ngẫu nhiên") == 2


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("mps:2022", "Năm 2022", "In 2022"),
        ("mps:2022-05", "Tháng 5/2022", "In May 2022"),
        ("mps:2022-H1", "6 tháng đầu năm 2022", "In the first half of 2022"),
        ("civil:2022-Q3", "Quý III/2022", "In the third quarter of 2022"),
        ("2022-06-01..2022-08-31", "Từ 01/06/2022 đến 31/08/2022", "From 1 June 2022 to 31 August 2022"),
    ],
)
def test_a_sentence_opens_with_its_period(period, vi, en):
    given = parse_period(period)
    assert plain(phrases.in_period(given, "vi")) == vi
    assert plain(phrases.in_period(given, "en")) == en


def test_lists_and_bullets_close_as_official_papers_do():
    items = [line("a"), line("b"), line("c")]
    assert plain(phrases.listed(items, "vi")) == "a, b và c"
    assert plain(phrases.listed(items, "en")) == "a, b and c"
    assert plain(phrases.listed(items[:1], "vi")) == "a"
    assert [plain(each) for each in phrases.bullets(items)] == ["a;", "b;", "c."]


def test_digits_of_a_name_are_fixed_run_by_run():
    spans = phrases.fixed_digits("Hiếp dâm người dưới 16 tuổi.", "name of an offence")
    assert [span.text for span in spans if isinstance(span, Fixed)] == ["16"]
    assert plain(spans) == "Hiếp dâm người dưới 16 tuổi."
