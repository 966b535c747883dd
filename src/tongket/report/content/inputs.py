"""Everything a report is made of, gathered before the first sentence is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from tongket.count.derived import Derived
from tongket.evaluate.cards import Card
from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator
from tongket.model.periods import Calendar, Period
from tongket.model.seals import Seal
from tongket.model.text import Language, Text
from tongket.report.charts.curve import Curve
from tongket.report.charts.funnel import Limits, Point
from tongket.report.content.promises import Promises
from tongket.report.content.signals import SignalPage

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
        The target, as it stands in the register; per cents as per cents.
    unit : {'%', 'count'}
        Whether `value` is a per cent or a number.
    due_on : date
        Day by which.
    reached : Figure or None
        What was reached in the period; None when no indicator counts it.
    rate : Figure or None
        The part of the target that was reached, where an indicator says so.
    at_most : bool
        Whether the target is a ceiling.
    is_due : bool
        Whether it can be judged: a target of the year is not judged in a report of its first half.
    projected, chance : Figure or None
        Where it will stand on the due day, with its band, and the probability that it is met.
    """

    target_id: str
    label: Text
    value: Decimal
    unit: str
    due_on: date
    reached: Figure | None
    rate: Figure | None = None
    at_most: bool = False
    is_due: bool = True
    projected: Figure | None = None
    chance: Figure | None = None


@dataclass(frozen=True)
class CampaignLine:
    """Hold one peak campaign that was opened in the period, as it stands in the register."""

    campaign_id: str
    name: str
    starts_on: date
    ends_on: date


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
    earlier : Seal
        The first seal that closed the period: what was reported then.
    before, after : Figure
        The number as first reported, and as it is now.
    causes : tuple of (Text, int or Decimal)
        Causes and their shares of the difference; they add up to it.
    """

    label: Text
    earlier: Seal
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
    is_police : bool
        Whether it is a police book, whose report is about work done, or one of open incident data.
    calendar : Calendar
        Calendar of the months.
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
        The course that is drawn (the period, or the year it is part of), then those drawn beside it.
    months : mapping of str to tuple of Period
        For each of `years`, the months drawn.
    by_area : FigureSource or None
        Broken down by area, compared with `before`.
    areas : tuple of ReportArea
        In the order of tables.
    shapes : mapping of str to dict
        Boundaries by area code; empty for a schematic map.
    curves : tuple of Curve
        Clearance curves of the cohort and of the one before.
    funnel : Funnel or None
        Areas against what was expected of them.
    targets : tuple of TargetLine
        Targets assigned for the period.
    campaigns : tuple of CampaignLine
        Peak campaigns opened in the period.
    intake : Intake or None
        How the records came in.
    corrections : tuple of Correction
        Numbers of earlier reports that have changed.
    directions : str
        The office's own text on next year, plain or Markdown; may be empty.
    seal : Seal
        What the figures rest on.
    begins : date or None
        Day with which the records begin, when they do not cover the whole period.
    restated : bool
        Whether figures by area were carried over a change of units.
    clearing_rule : Text
        When a case counts as cleared.
    major_label : Text or None
        What "trọng án" means in the book.
    promises : Promises or None
        Targets on their way, registers, deadlines; None where the seal holds no register.
    signals : SignalPage or None
        Signals raised in the period.
    cards : tuple of Card
        Verdicts on the campaigns of the period.
    derived : tuple of Derived
        Every figure that a method made and the report may print.
    """

    language: Language
    name: Text
    is_police: bool
    calendar: Calendar
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
    funnel: Funnel | None = None
    targets: tuple[TargetLine, ...] = ()
    campaigns: tuple[CampaignLine, ...] = ()
    intake: Intake | None = None
    corrections: tuple[Correction, ...] = ()
    directions: str = ""
    begins: date | None = None
    restated: bool = False
    major_label: Text | None = None
    promises: Promises | None = None
    signals: SignalPage | None = None
    cards: tuple[Card, ...] = ()
    derived: tuple[Derived, ...] = ()

    def figure(self, indicator: str) -> Figure | None:
        """Return the figure of the period, or None when the book declares no such indicator."""
        if indicator not in self.indicators:
            return None
        return self.figures.get(indicator, self.period.id)

    def figure_of(self, indicator: str, period: Period | None) -> Figure | None:
        """Return the figure of a period compared with, if it has a value."""
        if period is None or indicator not in self.indicators:
            return None
        figure = self.figures.get(indicator, period.id)
        return figure if figure.state is State.VALUE else None

    def value(self, indicator: str) -> Figure | None:
        """Return the figure of the period if it has a value."""
        figure = self.figure(indicator)
        return figure if figure is not None and figure.state is State.VALUE else None

    @property
    def others(self) -> tuple[Period, ...]:
        """Return the periods compared with, the year before first."""
        return tuple(other for other in (self.before, self.base) if other is not None)
