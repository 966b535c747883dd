"""Digits, marks and number words are read exactly."""

from decimal import Decimal

import pytest

from tongket.proof.separators import Marks, decide, decimal_mark, read_digits

VI = Marks(",", ".", ())
EN = Marks(".", ",", ())


@pytest.mark.parametrize(
    ("raw", "mark"),
    [
        ("86,14", ","),
        ("1.234.567", ","),
        ("1.167,39", ","),
        ("0,704", ","),
        ("64.8", "."),
        ("4.054", None),
        ("574", None),
    ],
)
def test_a_number_proves_its_decimal_mark_or_nothing(raw: str, mark: str | None) -> None:
    assert decimal_mark(raw) == mark


@pytest.mark.parametrize(
    ("raw", "marks", "whole", "value"),
    [
        ("4.054", VI, True, "4054"),
        ("4.054", EN, True, "4054"),  # cases are whole, whatever the marks
        ("4.054", EN, False, "4.054"),
        ("12,676", VI, False, "12.676"),
        ("1.167,39", VI, False, "1167.39"),
        ("67,740", EN, True, "67740"),
        ("2,09,519", EN, True, "209519"),
        ("09", VI, True, "9"),
    ],
)
def test_digits_are_read_exactly(raw: str, marks: Marks, whole: bool, value: str) -> None:
    reading = read_digits(raw, marks, whole)
    assert reading is not None
    assert reading.value == Decimal(value)


def test_the_majority_decides_and_gives_its_reasons() -> None:
    marks = decide(["86.14", "5.3", "4.054", "1,5"], "vi")
    assert (marks.decimal, marks.mixed) == (".", True)
    assert "86.14" in marks.reasons


def test_without_evidence_the_custom_of_the_language_holds() -> None:
    assert decide(["4.054"], "vi").decimal == ","
    assert decide(["4.054"], "en").decimal == "."


def test_odd_grouping_is_noted() -> None:
    reading = read_digits("2,09,519", EN, True)
    assert reading is not None
    assert reading.misplaced


def test_a_megabyte_of_digits_is_no_figure() -> None:
    assert read_digits("1" * 1_000_000, VI) is None
