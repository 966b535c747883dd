"""What is written down of a campaign before it begins: its outcome and what that is compared with, in short words.

The words are few, so that a staff officer can write them in a cell and a machine can hold the evaluation to them:
``occurred``, ``recorded``, ``recorded:171,172`` or the id of an indicator; ``rest``, ``areas:917,918``, ``others``,
``offences:174`` or ``years:3``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tongket.model.errors import DefinitionError

# The same expressions stand in the rules of collecting (R151, R152); a test holds the two together.
CODES = r"[0-9A-Za-zÀ-ỹ_.-]+(,[0-9A-Za-zÀ-ỹ_.-]+)*"
OUTCOME = rf"(occurred|recorded)(:{CODES})?|[a-z][a-z0-9_]*(\.[a-z0-9_]+)+"
COMPARISON = rf"rest|others|areas:{CODES}|offences:{CODES}|years:[1-9]"

_OUTCOME, _COMPARISON = re.compile(OUTCOME), re.compile(COMPARISON)


class Basis(StrEnum):
    """Say by which day the cases of an outcome are placed in time."""

    OCCURRED = "occurred"  # the day a case began
    RECORDED = "recorded"  # the day it was entered
    INDICATOR = "indicator"  # as the indicator says


@dataclass(frozen=True)
class Outcome:
    """Hold what a campaign is to be judged by.

    Attributes
    ----------
    text : str
        As written.
    basis : Basis
        Cases by day of occurrence or of recording, or an indicator.
    offences : tuple of str
        Articles; empty for those the campaign targets.
    indicator : str or None
        Id of an indicator.
    """

    text: str
    basis: Basis
    offences: tuple[str, ...] = ()
    indicator: str | None = None


class Versus(StrEnum):
    """Say what an outcome is compared with."""

    REST = "rest"  # all other areas
    AREAS = "areas"  # areas by name
    OTHERS = "others"  # all offences the campaign does not target
    OFFENCES = "offences"  # offences by name
    YEARS = "years"  # the same weeks of earlier years


@dataclass(frozen=True)
class Compared:
    """Hold what the outcome of a campaign is compared with.

    Attributes
    ----------
    text : str
        As written.
    versus : Versus
        Kind of comparison.
    codes : tuple of str
        Areas or offences, where they are named.
    years : int
        How many earlier years, for ``years``.
    """

    text: str
    versus: Versus
    codes: tuple[str, ...] = ()
    years: int = 0

    @property
    def needs_areas(self) -> bool:
        """Tell whether the campaign must be confined to areas for the comparison to exist."""
        return self.versus in (Versus.REST, Versus.AREAS)


def parse_outcome(text: str) -> Outcome:
    """Read an outcome as the register of campaigns holds it.

    Raises
    ------
    DefinitionError
        If it is none of the known forms; the message lists them.
    """
    if not _OUTCOME.fullmatch(text):
        raise DefinitionError(
            "Campaign: `outcome` must be occurred, recorded, recorded:171,172 or the id of an indicator such as"
            f" traffic.accidents; got {text!r}. Mend the column, or give --register outcome=…"
        )
    word, _, codes = text.partition(":")
    if word in (Basis.OCCURRED, Basis.RECORDED):
        return Outcome(text, Basis(word), _codes(codes))
    return Outcome(text, Basis.INDICATOR, indicator=text)


def parse_comparison(text: str) -> Compared:
    """Read a comparison as the register of campaigns holds it.

    Raises
    ------
    DefinitionError
        If it is none of the known forms; the message lists them.
    """
    if not _COMPARISON.fullmatch(text):
        raise DefinitionError(
            "Campaign: `comparison` must be rest, areas:917,918, others, offences:174 or years:3;"
            f" got {text!r}. Mend the column, or give --register comparison=…"
        )
    word, _, rest = text.partition(":")
    if word == Versus.YEARS:
        return Compared(text, Versus.YEARS, years=int(rest))
    return Compared(text, Versus(word), _codes(rest))


def parse_minimum_effect(text: str) -> Decimal:
    """Read the smallest relative fall worth having, a fraction above 0 and below 1.

    Raises
    ------
    DefinitionError
        If it is no such number.
    """
    if not re.fullmatch(r"0?\.\d+", text) or not 0 < Decimal(text) < 1:
        raise DefinitionError(
            "Campaign: `minimum_effect` must be a fraction above 0 and below 1, 0.15 for 15 per cent fewer;"
            f" got {text!r}. Mend the column, or give --register minimum_effect=0.15."
        )
    return Decimal(text)


def split_list(text: str | None) -> tuple[str, ...]:
    """Return the entries of a list as registers write it, separated by semicolons."""
    return tuple(entry.strip() for entry in (text or "").split(";") if entry.strip())


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
