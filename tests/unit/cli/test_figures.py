from decimal import Decimal
from fractions import Fraction

import pytest

from tongket.cli.figures import number_text
from tongket.cli.showing import STATUS_WORDS, words
from tongket.model.seals import Status
from tongket.model.text import Language


@pytest.mark.parametrize(
    ("value", "share", "language", "shown"),
    [
        (574, False, "vi", "574"),
        (1067, False, "vi", "1.067"),
        (1067, False, "en", "1,067"),
        (Fraction(516, 574), True, "vi", "89,90%"),
        (Decimal("0.875"), True, "en", "87.50%"),
        (-32, False, "vi", "−32"),
        (Fraction(1, 3), False, "en", "0.33"),
        (None, False, "vi", ""),
        (0, False, "vi", "0"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: object, share: bool, language: Language, shown: str) -> None:
    assert number_text(value, language, share=share) == shown


def test_every_status_has_a_word() -> None:
    assert set(STATUS_WORDS) == set(Status)


def test_words_of_a_language() -> None:
    assert words("vi", "vụ", "cases") == "vụ"
    assert words("en", "vụ", "cases") == "cases"
