"""Which unit of the day of knowledge a record belongs to, when boundaries changed within the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tongket.count.geography import WHOLE, Geography
from tongket.engines.contract import Span


@dataclass(frozen=True)
class Restating:
    """Bring counts of earlier units to those of the day of knowledge.

    Attributes
    ----------
    geography : Geography
        Units and their changes, counted by those of the day of knowledge.
    """

    geography: Geography

    def split(self, spans: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[int, ...]]:
        """Cut spans where units change, so that a code means one unit in each; also say which span each is part of."""
        parts: list[Span] = []
        owner: list[int] = []
        for number, span in enumerate(spans):
            starts = [span.start, *self.geography.eras(span.start, span.end)]
            ends = [day - timedelta(days=1) for day in starts[1:]] + [span.end]
            parts += [Span(first, last) for first, last in zip(starts, ends, strict=True)]
            owner += [number] * len(starts)
        return tuple(parts), tuple(owner)

    def shares(self, code: str, day: date) -> tuple[tuple[str, float], ...]:
        """Return the units a record of a code belongs to, with shares that add up to 1; none for an unknown code."""
        return tuple((target.code, target.share / WHOLE) for target in self.geography.targets(code, day))

    def unit(self, code: str, day: date) -> str | None:
        """Return the one unit that takes in most of a code, for single cases, which cannot be shared out."""
        targets = self.geography.targets(code, day)
        return max(targets, key=lambda target: target.share).code if targets else None

    def changed(self, first: date, last: date) -> frozenset[str]:
        """Return the units that take in cases of other units from between two days."""
        return self.geography.restated_units(first, last)

    def whole_changed(self, first: date, last: date) -> bool:
        """Say whether the whole takes in units that between two days belonged to a neighbour."""
        widest = replace(self.geography, level=self.geography.areas.levels[0])
        return bool(widest.restated_units(first, last))
