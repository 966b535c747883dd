"""One block made ready for reading, and the numbers left out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongket.model.text import Language
from tongket.proof.layout import Layout
from tongket.proof.lexicon import Item
from tongket.proof.periods import PeriodMention


@dataclass(frozen=True)
class Skipped:
    """Hold a number that is no claim, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Passage:
    """Hold one block made ready: its items, layout, dates, language, and the units of the book."""

    block: int
    items: list[Item]
    layout: Layout
    periods: list[PeriodMention]
    language: Language
    heading: bool
    places: Mapping[str, str]
