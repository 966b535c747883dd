"""Text that exists in Vietnamese and in English, and numbers as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tongket.model.errors import DefinitionError

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Text:
    """Hold one piece of text in both languages.

    Attributes
    ----------
    vi, en : str
        Vietnamese and English; neither may be empty.

    Raises
    ------
    DefinitionError
        If either language is empty.
    """

    vi: str
    en: str

    def __post_init__(self) -> None:
        if not self.vi.strip() or not self.en.strip():
            raise DefinitionError(f"Text: both vi and en must be given; got vi={self.vi!r}, en={self.en!r}.")

    def in_language(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.vi if language == "vi" else self.en


def format_number(value: int | float | Decimal, language: Language, decimals: int = 0) -> str:
    """Write a number as the language does: 1.067 and 5,3 in Vietnamese, 1,067 and 5.3 in English.

    Parameters
    ----------
    value : int, float or Decimal
        Finite number; rounded half up, as Vietnamese bulletins do.
    language : {'vi', 'en'}
        Decides thousands and decimal marks.
    decimals : int
        Digits after the decimal mark.

    Returns
    -------
    str
        The number; a negative one begins with U+2212, the minus sign.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}"
    if language == "vi":
        digits = digits.translate(str.maketrans(",.", ".,"))
    return MINUS + digits if rounded < 0 else digits
