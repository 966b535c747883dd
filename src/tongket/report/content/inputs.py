"""Everything a report is made of, gathered before the first sentence is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Language, Text
from tongket.report.charts.curve import Curve
from tongket.report.charts.funnel import Limits, Point

Breakdown = tuple[tuple[str, str], ...]


class FigureSource(Protocol):
    """Look figures up; `tongket.count` fulfils it."""

    def get(self, indicator: str, period: str, area: str = "*", by: Breakdown = ()) -> Figure:
        """Return one figure, or raise FigureError."""


@dataclass(frozen=True)
class ReportArea:
    """Hold one area of the breakdown: code, name, and its tile on a schematic map."""

    code: str
    name: Text
    tile: tuple[int, int] | None = None


@dataclass(frozen=True)
class Funnel:
    """Hold what the funnel chart shows: points, limits, and what the expected numbers rest on."""

    points: Sequence[Point]
    limits: Limits
    basis: Text
    reference: str


@dataclass(frozen=True)
class TargetLine:
    """Hold one assigned target and what was reached.

    Attributes
    ----------
    target_id : str
        Id in the register.
    label : Text
        What was to be reached.
    value : Decimal
        The target, as it stands in the register.
    unit : {'%', 'count'}
        Whether `value` is a per cent or a number.
    due_on : date
        Day by which.
    reached : Figure or None
        What was reached; None when no indicator counts it.
    at_most : bool
        Whether the target is a ceiling.
    """

    target_id: str
    label: Text
    value: Decimal
    unit: str
    due_on: date
    reached: Figure | None
    at_most: bool = False


@dataclass(frozen=True)
class RuleLine:
    """Hold how many rows broke one rule of validation."""

    rule: str
    severity: str
    text: Text
    rows: int


@dataclass(frozen=True)
class Intake:
    """Hold how the records came in: loads, rows, rules broken."""

    loads: int
    read: int
    accepted: int
    rejected: int
    duplicate: int
    superseded: int
    rules: Sequence[RuleLine] = ()


@dataclass(frozen=True)
class Correction:
    """Hold one number of an earlier report that has changed since, and why.

    Attributes
    ----------
    label : Text
        Indicator and period.
    before, after : Figure
        The number as first published, and as it is now.
    causes : tuple of (Text, int or Decimal)
        Causes and their shares of the difference; they add up to it.
    """

    label: Text
    before: Figure
    after: Figure
    causes: tuple[tuple[Text, int | Decimal], ...]


@dataclass(frozen=True)
class Inputs:
    """Hold everything a report is made of.

    Attributes
    ----------
    language : {'vi', 'en'}
        Of the report.
    name : Text
        Name of the book: "Thành phố Cần Thơ".
    is_city : bool
        Whether "the city" may be said of it.
    period : Period
        What is reported on.
    before, base : Period or None
        The same period of the year before, and of the base year.
    indicators : mapping of str to Indicator
        Those that were counted.
    figures : FigureSource
        Figures of the period, without breakdown, compared with `before` and `base`.
    monthly : FigureSource or None
        Broken down by month, for each of `years`.
    years : tuple of Period
        The reported period first, then those drawn beside it.
    months : mapping of str to tuple of Period
        For each of `years`, its reporting months.
    by_area : FigureSource or None
        Broken down by area, compared with `before`.
    areas : tuple of ReportArea
        In the order of tables.
    shapes : mapping of str to dict
        Boundaries by area code; empty for a schematic map.
    curves : tuple of Curve
        Clearance curves of the cohort and of the one before.
    curve_method : Text or None
        How they were computed.
    funnel : Funnel or None
        Areas against what was expected of them.
    targets : tuple of TargetLine
        Targets due in the period.
    intake : Intake or None
        How the records came in.
    corrections : tuple of Correction
        Numbers of earlier reports that have changed.
    directions : str
        The office's own text on next year, plain or Markdown; may be empty.
    seal : Seal
        What the figures rest on.
    earlier_seal : Seal or None
        The seal that `corrections` set the figures against.
    clearing_rule : Text
        When a case counts as cleared.
    major_label : Text or None
        What "trọng án" means in the book.
    """

    language: Language
    name: Text
    is_city: bool
    period: Period
    before: Period | None
    base: Period | None
    indicators: Mapping[str, Indicator]
    figures: FigureSource
    seal: Seal
    clearing_rule: Text
    monthly: FigureSource | None = None
    years: tuple[Period, ...] = ()
    months: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    by_area: FigureSource | None = None
    areas: tuple[ReportArea, ...] = ()
    shapes: Mapping[str, dict[str, object]] = field(default_factory=dict)
    curves: tuple[Curve, ...] = ()
    curve_method: Text | None = None
    funnel: Funnel | None = None
    targets: tuple[TargetLine, ...] = ()
    intake: Intake | None = None
    corrections: tuple[Correction, ...] = ()
    directions: str = ""
    earlier_seal: Seal | None = None
    major_label: Text | None = None

    def figure(self, indicator: str) -> Figure | None:
        """Return the figure of the period, or None when the book declares no such indicator."""
        if indicator not in self.indicators:
            return None
        return self.figures.get(indicator, self.period.id)

    def value(self, indicator: str) -> Figure | None:
        """Return the figure of the period if it has a value."""
        figure = self.figure(indicator)
        return figure if figure is not None and figure.state is State.VALUE else None

    @property
    def others(self) -> tuple[Period, ...]:
        """Return the periods compared with, the year before first."""
        return tuple(other for other in (self.before, self.base) if other is not None)
