"""The rows of which a set of areas is made: units, changes, populations, tiles, and how units are written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

CONFIDENCES = ("high", "medium", "low", "unsure")


@dataclass(frozen=True)
class Area:
    """Hold one unit for as long as its code, name, parent and territory stay the same.

    Attributes
    ----------
    code : str
        Official code; the same code may belong to another unit at another time.
    valid_from : date
        First day; where the founding is older than the set, the first day the set answers for.
    valid_to : date or None
        Last day, inclusive; None while the unit exists.
    name : Text
        Full name with its kind: "Phường Cái Khế", "Cai Khe Ward".
    level : str
        One of the levels of the set, for example ``commune``.
    parent : str or None
        Code of the unit above, on the same days.
    kind : str
        Legal kind within the level, for example ``ward`` or ``township``; empty when it does not matter.
    longitude, latitude : float or None
        A point inside the unit, WGS 84 degrees; for placing labels, not for measuring.

    Raises
    ------
    DefinitionError
        If the code is empty, or the last day lies before the first.
    """

    code: str
    valid_from: date
    valid_to: date | None
    name: Text
    level: str
    parent: str | None = None
    kind: str = ""
    longitude: float | None = None
    latitude: float | None = None

    def __post_init__(self) -> None:
        if not self.code.strip():
            raise DefinitionError(f"Area {self.name.en!r}: the code must not be empty. Give the unit's official code.")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise DefinitionError(
                f"Area {self.code!r}: valid_to must not lie before valid_from;"
                f" got {self.valid_from} to {self.valid_to}. Exchange the two dates."
            )

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the unit exists on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class AreaChange:
    """Say what share of an old unit went to a new one, on one day.

    Attributes
    ----------
    old_code, old_valid_from, new_code, new_valid_from
        Keys of the two units.
    changed_on : date
        First day of the new unit.
    share : float
        Above 0 up to 1: the part of what happened in the old unit that is reckoned to the new one.
    share_basis : str
        ``whole`` for a unit that went undivided, else what the share rests on: ``population``, ``area``, ``equal``.
    confidence : str
        ``high``, ``medium``, ``low`` or ``unsure``.
    note, source : str
        In words: how the share was found, and where.

    Raises
    ------
    DefinitionError
        If the share is outside its bounds or contradicts its basis, or the confidence is unknown.
    """

    old_code: str
    old_valid_from: date
    new_code: str
    new_valid_from: date
    changed_on: date
    share: float
    share_basis: str
    confidence: str = "high"
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        who = f"Area change {self.old_code!r} to {self.new_code!r} on {self.changed_on}"
        if not 0 < self.share <= 1:
            raise DefinitionError(f"{who}: share must be above 0 and at most 1; got {self.share!r}. Mend the share.")
        if self.share_basis == "whole" and self.share != 1:
            raise DefinitionError(f"{who}: a whole unit has share 1; got {self.share!r}. Name what the share rests on.")
        if self.confidence not in CONFIDENCES:
            raise DefinitionError(
                f"{who}: confidence must be one of {', '.join(CONFIDENCES)}; got {self.confidence!r}. Use 'unsure'."
            )


@dataclass(frozen=True)
class Population:
    """Hold the number of people of one unit on one day, with its source.

    Attributes
    ----------
    code : str
        Unit.
    valid_from : date
        Which holder of the code.
    on : date
        Day the number is for; it may lie outside the unit's validity when a census was restated for new borders.
    population : int
        People; more than 0.
    source, note : str
        Where it comes from and what it counts.

    Raises
    ------
    DefinitionError
        If the number is not above 0.
    """

    code: str
    valid_from: date
    on: date
    population: int
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.population <= 0:
            raise DefinitionError(
                f"Population of {self.code!r} on {self.on}: must be above 0; got {self.population!r}."
                " Leave the row out when the number is not known."
            )


@dataclass(frozen=True)
class Tile:
    """Place a unit on a schematic map of equal squares; row 0 is the top, column 0 the left."""

    code: str
    valid_from: date
    column: int
    row: int


def fold_marks(name: str) -> str:
    """Return a name without diacritics, lower case: "Thạnh Hoà" and "Thạnh Hòa" both become "thanh hoa"."""
    plain = unicodedata.normalize("NFD", name).casefold().replace("đ", "d")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def spaced(name: str) -> str:
    """Return a name in lower case with single spaces, its letters composed."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


# Kinds that stand before a Vietnamese name or after an English one; longest first.
_KINDS_VI = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
_KINDS_EN = ("city", "township", "district", "province", "commune", "ward", "town")


def name_forms(area: Area) -> tuple[str, ...]:
    """Return the ways a unit is written: full and short, in both languages, lower case."""
    vi, en = spaced(area.name.vi), spaced(area.name.en)
    forms = [vi, en]
    forms += [vi.removeprefix(kind + " ") for kind in _KINDS_VI if vi.startswith(kind + " ")]
    forms += [en.removesuffix(" " + kind) for kind in _KINDS_EN if en.endswith(" " + kind)]
    return tuple(forms)
