"""Decide which mark is the decimal one, from all numbers of a text; the reasons are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tongket.model.text import Language

_LONGEST = 30  # digits; anything longer is an account number or noise, never a figure


@dataclass(frozen=True)
class Marks:
    """Hold the marks of one text and why they were chosen.

    Attributes
    ----------
    decimal, thousands : str
        ``,`` and ``.`` or the other way round.
    reasons : tuple of str
        Numbers that show it, as written, or the language where none does.
    mixed : bool
        Whether some number shows the opposite.
    """

    decimal: str
    thousands: str
    reasons: tuple[str, ...]
    mixed: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the marks and their reasons for machines."""
        return {
            "decimal": self.decimal,
            "thousands": self.thousands,
            "reasons": list(self.reasons),
            "mixed": self.mixed,
        }


@dataclass(frozen=True)
class Reading:
    """Hold how one digit string was read: its exact value, decimals, and whether the marks were odd."""

    value: Decimal
    decimals: int
    misplaced: bool = False
    ambiguous: bool = False


def decimal_mark(raw: str) -> str | None:
    """Return the decimal mark `raw` itself proves, or None if it could be read both ways.

    ``86,14`` proves a comma, ``1.234.567`` and ``1.167,39`` too; ``4.054`` proves nothing.
    """
    marks = [character for character in raw if character in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else None
    mark, other = marks[0], "," if marks[0] == "." else "."
    if len(marks) > 1:
        return other
    whole, fraction = raw.split(mark)
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return mark
    return None


def decide(raws: Iterable[str], language: Language) -> Marks:
    """Decide the marks of a text.

    Parameters
    ----------
    raws : iterable of str
        All digit strings of the text, as written.
    language : {'vi', 'en'}
        Whose custom holds where the numbers prove nothing: 1.234,5 in Vietnamese, 1,234.5 in English.

    Returns
    -------
    Marks
        The majority wins; a tie goes to the custom of the language.
    """
    shown: dict[str, list[str]] = {",": [], ".": []}
    for raw in raws:
        mark = decimal_mark(raw)
        if mark:
            shown[mark].append(raw)
    custom = "," if language == "vi" else "."
    other = "." if custom == "," else ","
    mark = other if len(shown[other]) > len(shown[custom]) else custom
    reasons = tuple(shown[mark][:3]) or (f"custom of {language}",)
    return Marks(mark, "." if mark == "," else ",", reasons, bool(shown[","] and shown["."]))


def _groups_of_three(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def read_digits(raw: str, marks: Marks, whole: bool = False) -> Reading | None:
    """Read one digit string exactly.

    Parameters
    ----------
    raw : str
        Digits with points and commas inside.
    marks : Marks
        The marks of the text.
    whole : bool
        Whether only whole numbers make sense here (cases, persons): an ambiguous mark then groups thousands.

    Returns
    -------
    Reading or None
        None if it is no figure (over 30 digits).
    """
    if len(raw) > _LONGEST + 10:
        return None
    digits = raw.replace(".", "").replace(",", "")
    if "." not in raw and "," not in raw:
        return Reading(Decimal(digits), 0)
    own = decimal_mark(raw)
    mark = own or marks.decimal
    ambiguous = own is None
    if ambiguous and whole:
        mark = "," if "." in raw else "."
    head, found, tail = raw.rpartition(mark)
    if not found or raw.count(mark) > 1:
        parts = raw.replace(",", ".").split(".")
        return Reading(Decimal(digits), 0, misplaced=not _groups_of_three(parts), ambiguous=ambiguous)
    groups = head.replace(",", ".").split(".")
    odd = (len(groups) > 1 and not _groups_of_three(groups)) or (own is not None and own != marks.decimal)
    value = Decimal(f"{head.replace('.', '').replace(',', '')}.{tail}")
    return Reading(value, len(tail), misplaced=odd, ambiguous=ambiguous)
