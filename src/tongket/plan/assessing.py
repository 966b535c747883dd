"""Judge targets: what was reached, per cent of what, where it will stand on the due day, met or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from tongket.model.figures import Figure
from tongket.model.figures import State as Cell
from tongket.model.indicators import Indicator, Measure
from tongket.model.text import Text
from tongket.plan.items import State, state_on
from tongket.plan.pace import Projection, project_count, project_ratio
from tongket.plan.percentages import DenominatorKind, Percentage
from tongket.plan.target_counts import History, TargetCounts
from tongket.plan.targets import Target

RATES = (Measure.RATIO, Measure.SHARE)
_ADDITIVE = (Measure.COUNT, Measure.SUM)


@dataclass(frozen=True)
class Pace:
    """Hold where a target should be, where it is going, and what it takes.

    Attributes
    ----------
    history : History
        Counts by month so far, and the earlier windows whose path is taken.
    expected_now : float or None
        Where the number should be by then; None for a rate, which should be at its goal all the time.
    projection : Projection or None
        None where too little was counted.
    weekly_needed : float or None
        From now on; for a ceiling what it leaves room for. None for a rate, when met, and after the due day.
    weekly_so_far : float or None
        Since the first day that counts.
    """

    history: History
    expected_now: float | None
    projection: Projection | None
    weekly_needed: float | None
    weekly_so_far: float | None

    @property
    def path(self) -> str:
        """Return ``straight`` or ``seasonal``."""
        return "seasonal" if self.history.course.is_seasonal else "straight"


@dataclass(frozen=True)
class Assessment:
    """Hold how a target stands.

    Attributes
    ----------
    target : Target
        What was set.
    label, unit : Text
        Of what is counted.
    is_rate : bool
        Whether the number is a fraction of 1, printed in per cent.
    at_most : bool
        Whether the goal is a ceiling.
    until : date
        Last day counted.
    reached : Figure or None
        What was counted; None where no indicator of the book counts it.
    base : Figure or None
        Last year's figure, or the count the target is a share of.
    goal : Decimal or None
        Level to be reached, in the unit of `reached` (a fraction of 1 for a share of something).
    percentage : Percentage or None
        Reached in per cent, always of something; None where nothing was counted.
    pace : Pace or None
        None where it is not projected: stocks, shares of all issued so far, nothing counted.
    state : State
        Where it stands on the day of the board.
    days_left : int or None
        As for an item.
    met_on : date or None
        Last day of the month (or of what is known) in which it was met; the due day for ceilings and rates.
    """

    target: Target
    label: Text
    unit: Text
    is_rate: bool
    at_most: bool
    until: date
    reached: Figure | None
    base: Figure | None
    goal: Decimal | None
    percentage: Percentage | None
    pace: Pace | None
    state: State
    days_left: int | None
    met_on: date | None

    @property
    def level(self) -> Decimal | None:
        """Return what is held against the goal: the figure itself, or its share of the base."""
        if self.reached is None or self.reached.value is None:
            return None
        if self.target.of_stage is not None:
            return None if self.percentage is None else self.percentage.value
        return Decimal(self.reached.value)

    @property
    def is_met(self) -> bool | None:
        """Tell whether what was reached satisfies the goal; None when either is unknown."""
        if self.level is None or self.goal is None:
            return None
        return self.level <= self.goal if self.at_most else self.level >= self.goal

    @property
    def alarm(self) -> bool:
        """Tell whether more than the whole was counted, so that the denominator deserves a look."""
        return self.percentage is not None and self.percentage.is_alarm


def assess(targets: Iterable[Target], counts: TargetCounts) -> tuple[Assessment, ...]:
    """Judge each target on the day of the board, in the order given.

    Parameters
    ----------
    targets : iterable of Target
        Among those `counts` was made for.
    counts : TargetCounts
        Counts what they are measured by.
    """
    return tuple(_assess(target, counts) for target in targets)


def _assess(target: Target, counts: TargetCounts) -> Assessment:
    indicator = counts.indicator(target.indicator_id)
    reached, base = counts.figure(target, target.indicator_id), _base(target, counts)
    goal = _goal(target, indicator, base)
    at_most = indicator is not None and indicator.good == "down"
    percentage = _percentage(target, indicator, reached, base, counts)
    history = counts.history(target) if target.of_stage is None else None
    window = counts.window(target)
    pace, is_open = None, window.until < target.due_on and counts.as_of <= target.due_on
    if is_open and history is not None and indicator is not None and goal is not None and reached is not None:
        pace = _pace(target, indicator, reached, history, goal, window.until, at_most=at_most)
    level = percentage.value if percentage is not None and target.of_stage else reached.value if reached else None
    met_on = _met_on(target, indicator, level, goal, history, counts.known_until, at_most=at_most)
    state, left = state_on(counts.as_of, target.due_on, met_on=met_on)
    if (
        state is not State.MET
        and at_most
        and level is not None
        and goal is not None
        and level > goal
        and _grows(indicator)
    ):
        state, left = State.LATE, (target.due_on - counts.as_of).days  # a ceiling that is passed stays passed
    fallback = Text(target.indicator_id, target.indicator_id)
    return Assessment(
        target=target,
        label=indicator.label if indicator is not None else fallback,
        unit=indicator.unit if indicator is not None else Text("số", "number"),
        is_rate=indicator is not None and indicator.measure in RATES,
        at_most=at_most,
        until=window.until,
        reached=reached,
        base=base,
        goal=goal,
        percentage=percentage,
        pace=pace,
        state=state,
        days_left=left,
        met_on=met_on,
    )


def _grows(indicator: Indicator | None) -> bool:
    return indicator is not None and indicator.measure in _ADDITIVE


def _base(target: Target, counts: TargetCounts) -> Figure | None:
    if target.kind is DenominatorKind.LAST_YEAR:
        return counts.figure(target, target.indicator_id, years_back=1, whole=True)
    return counts.figure(target, target.of_stage) if target.of_stage is not None else None


def _goal(target: Target, indicator: Indicator | None, base: Figure | None) -> Decimal | None:
    if target.kind is not DenominatorKind.LAST_YEAR:
        return target.value
    if base is None or base.value is None:
        return None
    goal = target.value * Decimal(base.value)
    if not _grows(indicator):
        return goal
    # 0.95 of 641 cases is 608.95: at most 608 is "5 % fewer", at least 609 is "as many as that"
    floor = goal.to_integral_value(ROUND_FLOOR)
    return floor if (indicator is not None and indicator.good == "down") or floor == goal else floor + 1


def _percentage(
    target: Target, indicator: Indicator | None, reached: Figure | None, base: Figure | None, counts: TargetCounts
) -> Percentage | None:
    if reached is None or indicator is None or reached.state is not Cell.VALUE or reached.value is None:
        return None
    if target.kind is DenominatorKind.LAST_YEAR:
        same_days = counts.figure(target, target.indicator_id, years_back=1)
        return _of(reached.value, same_days, DenominatorKind.LAST_YEAR)
    if target.of_stage is not None:
        return _of(reached.value, base, target.kind)
    if indicator.measure in RATES:
        if not reached.denominator or reached.numerator is None:
            return None
        below = counts.context.indicators.indicators[str(indicator.denominator)].label
        return Percentage(reached.numerator, reached.denominator, DenominatorKind.OWN, _in_sentence(below))
    kind = DenominatorKind.ASSIGNED_CEILING if indicator.good == "down" else DenominatorKind.ASSIGNED_TARGET
    return Percentage(reached.value, target.value, kind) if target.value > 0 else None


def _of(value: Decimal | int, below: Figure | None, kind: DenominatorKind) -> Percentage | None:
    if below is None or not below.value or below.value <= 0:
        return None
    return Percentage(value, below.value, kind)


def _in_sentence(label: Text) -> Text:
    return Text(label.vi[0].lower() + label.vi[1:], f"of {label.en[0].lower()}{label.en[1:]}")


def _met_on(
    target: Target,
    indicator: Indicator | None,
    level: Decimal | int | None,
    goal: Decimal | None,
    history: History | None,
    known_until: date,
    *,
    at_most: bool,
) -> date | None:
    """Return when a target was met: a number once it is reached, everything else on its due day."""
    if level is None or goal is None:
        return None
    if not at_most and _grows(indicator) and target.of_stage is None:
        return _day_reached(goal, history, target, known_until) if level >= goal else None
    holds = level <= goal if at_most else level >= goal
    return target.due_on if holds and target.due_on <= known_until else None


def _day_reached(goal: Decimal, history: History | None, target: Target, known_until: date) -> date:
    total = 0.0
    for count, end in zip(history.course.counts, history.ends, strict=True) if history else ():
        total += count
        if total >= float(goal):
            return end
    return min(target.due_on, known_until)


def _pace(
    target: Target,
    indicator: Indicator,
    reached: Figure,
    history: History,
    goal: Decimal,
    until: date,
    *,
    at_most: bool,
) -> Pace | None:
    course, aim = history.course, float(goal)
    if indicator.measure in RATES:
        is_share = indicator.measure is Measure.SHARE
        found = project_ratio(history.numerators, course, is_share=is_share, goal=aim, at_most=at_most)
        return Pace(history, None, found, None, None)
    if indicator.measure not in _ADDITIVE or reached.value is None:
        return None
    found = project_count(course, goal=aim, at_most=at_most)
    left, gone = (target.due_on - until).days, (until - target.counts_from).days + 1
    room = aim - float(reached.value)
    needed = room * 7 / left if left > 0 and room > 0 else None
    return Pace(history, aim * course.done, found, needed, float(reached.value) * 7 / gone)
