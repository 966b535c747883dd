"""Inspections: the plan as approved, what was done of it, which units were seen, and what became of the findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tongket.model.areas import AreaSet
from tongket.plan.registers import register_rows

if TYPE_CHECKING:
    from tongket.engines.contract import Engine

TABLE = "inspections"
SCHEDULED = "scheduled"
_COLUMNS = (
    "inspection_id",
    "unit",
    "kind",
    "approved_on",
    "planned_on",
    "done_on",
    "findings",
    "violations",
    "recommendations",
    "carried_out",
    "recheck_due_on",
    "rechecked_on",
)


@dataclass(frozen=True)
class Inspection:
    """Hold one inspection as the register has it; a number not yet known is None."""

    inspection_id: str
    unit: str
    kind: str
    approved_on: date
    planned_on: date | None = None
    done_on: date | None = None
    findings: int | None = None
    violations: int | None = None
    recommendations: int | None = None
    carried_out: int | None = None
    recheck_due_on: date | None = None
    rechecked_on: date | None = None

    @property
    def is_scheduled(self) -> bool:
        """Tell whether it stands in a plan."""
        return self.kind == SCHEDULED

    def known_on(self, day: date) -> Inspection:
        """Return what was known of it on a day; what was carried out has no date of its own and stays."""
        if self.done_on is None or self.done_on > day:
            return Inspection(self.inspection_id, self.unit, self.kind, self.approved_on, self.planned_on)
        if self.rechecked_on is not None and self.rechecked_on > day:
            return replace(self, rechecked_on=None)
        return self


def read_inspections(engine: Engine, as_of: date) -> tuple[Inspection, ...]:
    """Read the inspections approved by a day, as they stood on it.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal whose cut-off is not before `as_of`.
    as_of : date
        Day of the state.

    Returns
    -------
    tuple of Inspection
        In order of their ids; empty where the seal holds no register.
    """
    rows = register_rows(engine, TABLE, _COLUMNS, cutoff=as_of)
    return tuple(Inspection(**row).known_on(as_of) for row in rows)


@dataclass(frozen=True)
class PlanProgress:
    """Hold how much of an approved plan was done.

    Attributes
    ----------
    first, last : date
        Span in which the inspections were planned to be.
    plan_on : date
        The plan is the one approved by this day.
    as_of : date
        Day of the state.
    planned, done : tuple of Inspection
        The plan, and what of it was done.
    late : tuple of Inspection
        Done after their planned day.
    overdue : tuple of Inspection
        Not done although their planned day has passed.
    added, added_done : tuple of Inspection
        Approved after `plan_on`: no part of the plan's per cent.
    ad_hoc : tuple of Inspection
        Done in the span without standing in a plan.
    """

    first: date
    last: date
    plan_on: date
    as_of: date
    planned: tuple[Inspection, ...]
    done: tuple[Inspection, ...]
    late: tuple[Inspection, ...]
    overdue: tuple[Inspection, ...]
    added: tuple[Inspection, ...]
    added_done: tuple[Inspection, ...]
    ad_hoc: tuple[Inspection, ...]

    @property
    def share(self) -> Fraction | None:
        """Return the part of the approved plan that was done; None without a plan."""
        return Fraction(len(self.done), len(self.planned)) if self.planned else None

    @property
    def supplemented(self) -> tuple[Inspection, ...]:
        """Return the inspections of the plan that were approved after its first day of approval."""
        first = min((each.approved_on for each in self.planned), default=None)
        return tuple(each for each in self.planned if first is not None and each.approved_on > first)

    @property
    def due(self) -> tuple[Inspection, ...]:
        """Return the inspections of the plan whose day has come."""
        return tuple(each for each in self.planned if each.planned_on is not None and each.planned_on <= self.as_of)

    @property
    def due_done(self) -> tuple[Inspection, ...]:
        """Return those of `due` that were done."""
        return tuple(each for each in self.due if each.done_on is not None)


def plan_progress(
    inspections: Iterable[Inspection], first: date, last: date, as_of: date, plan_on: date | None = None
) -> PlanProgress:
    """Set what was done against the plan as it was approved by a day.

    Parameters
    ----------
    inspections : iterable of Inspection
        Of any years.
    first, last : date
        Span of the planned days, both inclusive.
    as_of : date
        Day of the state; what was approved later is not known.
    plan_on : date, optional
        The denominator is what was approved by this day; additions after it are counted apart. Default `as_of`.

    Returns
    -------
    PlanProgress
        The plan, what was done of it, and what stands apart.
    """
    plan_on = min(plan_on or as_of, as_of)
    known = [each.known_on(as_of) for each in inspections if each.approved_on <= as_of]
    listed = [each for each in known if each.is_scheduled and _within(each.planned_on, first, last)]
    planned = tuple(each for each in listed if each.approved_on <= plan_on)
    added = tuple(each for each in listed if each.approved_on > plan_on)
    done = tuple(each for each in planned if each.done_on)
    return PlanProgress(
        first,
        last,
        plan_on,
        as_of,
        planned,
        done,
        late=tuple(each for each in done if each.done_on and each.planned_on and each.done_on > each.planned_on),
        overdue=tuple(each for each in planned if not each.done_on and each.planned_on and each.planned_on < as_of),
        added=added,
        added_done=tuple(each for each in added if each.done_on),
        ad_hoc=tuple(each for each in known if not each.is_scheduled and _within(each.done_on, first, last)),
    )


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


@dataclass(frozen=True)
class UnitCoverage:
    """Hold how often one unit was inspected in a span, and when last."""

    unit: str
    scheduled: int
    ad_hoc: int
    last_on: date | None


@dataclass(frozen=True)
class Coverage:
    """Hold which of the listed units were inspected in a span.

    Attributes
    ----------
    units : tuple of UnitCoverage
        One for each unit of the list, in its order.
    unlisted : tuple of str
        Units that were inspected and do not stand in the list: it is not complete, or names differ.
    """

    first: date
    last: date
    units: tuple[UnitCoverage, ...]
    unlisted: tuple[str, ...]

    @property
    def covered(self) -> tuple[UnitCoverage, ...]:
        """Return the units inspected at least once in the span."""
        return tuple(each for each in self.units if each.scheduled + each.ad_hoc)

    @property
    def never(self) -> tuple[UnitCoverage, ...]:
        """Return the units with no inspection on record up to the end of the span."""
        return tuple(each for each in self.units if each.last_on is None)

    @property
    def share(self) -> Fraction | None:
        """Return the part of the listed units that was inspected; None without a list."""
        return Fraction(len(self.covered), len(self.units)) if self.units else None


def cover(inspections: Sequence[Inspection], units: Iterable[str], first: date, last: date) -> Coverage:
    """Tell which of the listed units were inspected in a span.

    Parameters
    ----------
    inspections : sequence of Inspection
        Of any years; earlier ones say when a unit was seen last.
    units : iterable of str
        All units that may be inspected, named as in the register.
    first, last : date
        Days of the inspections, both inclusive.

    Returns
    -------
    Coverage
        Each listed unit, in the order of the list.
    """
    listed = tuple(dict.fromkeys(units))
    done = [each for each in inspections if each.done_on is not None and each.done_on <= last]
    latest = last_inspected(done, last)
    held = [each for each in done if _within(each.done_on, first, last)]

    def of(unit: str) -> UnitCoverage:
        mine = [each.is_scheduled for each in held if each.unit == unit]
        return UnitCoverage(unit, sum(mine), len(mine) - sum(mine), latest.get(unit))

    strangers = sorted({each.unit for each in done} - set(listed))
    return Coverage(first, last, tuple(of(unit) for unit in listed), tuple(strangers))


def last_inspected(inspections: Iterable[Inspection], as_of: date) -> dict[str, date]:
    """Return the day of the last inspection of each unit, up to a day: what the weights of the draw follow."""
    latest: dict[str, date] = {}
    for each in inspections:
        if each.done_on is not None and each.done_on <= as_of:
            latest[each.unit] = max(each.done_on, latest.get(each.unit, each.done_on))
    return latest


def listed_units(
    inspections: Iterable[Inspection], areas: AreaSet | None, as_of: date, level: str | None = None
) -> tuple[str, ...]:
    """Make a list of units where an office has given none: units of the register, and the police of every area.

    Parameters
    ----------
    inspections : iterable of Inspection
        Their units stand in the list.
    areas : AreaSet, optional
        The police of every unit of `level` in force on the day stands in the list: "Công an quận Ninh Kiều".
    as_of : date
        Day of the list.
    level : str, optional
        Level of the areas; default the first one below the root that has units on that day.

    Returns
    -------
    tuple of str
        In order of code points. An office's own list is better: neither source knows every department.
    """
    names = {each.unit for each in inspections}
    if areas is not None:
        levels = (level,) if level else areas.levels[1:]
        units = next((found for each in levels if (found := areas.units(each, as_of))), ())
        names |= {f"Công an {unit.name.vi[0].lower()}{unit.name.vi[1:]}" for unit in units}
    return tuple(sorted(names))


@dataclass(frozen=True)
class FollowUp:
    """Hold what became of the inspections done in a span; sums over those that say so.

    Attributes
    ----------
    inspections, findings, violations, recommendations, carried_out : int
        Inspections done, and their sums.
    to_recheck, rechecked, overdue : int
        Inspections whose re-check is due by the day or was made; of these those made; those not made in time.
    """

    inspections: int
    findings: int
    violations: int
    recommendations: int
    carried_out: int
    to_recheck: int
    rechecked: int
    overdue: int

    @property
    def share(self) -> Fraction | None:
        """Return the part of the recommendations that was carried out; None when none was made."""
        return Fraction(self.carried_out, self.recommendations) if self.recommendations else None


def follow_up(inspections: Iterable[Inspection], first: date, last: date, as_of: date) -> FollowUp:
    """Add up findings, recommendations, what was carried out and what was checked again.

    Parameters
    ----------
    inspections : iterable of Inspection
        Of any years.
    first, last : date
        Days on which they were done, both inclusive.
    as_of : date
        Day of the state.

    Returns
    -------
    FollowUp
        The sums.
    """
    held = [each.known_on(as_of) for each in inspections if _within(each.done_on, first, min(last, as_of))]
    due = [each for each in held if each.rechecked_on or (each.recheck_due_on and each.recheck_due_on < as_of)]
    rechecked = [each for each in due if each.rechecked_on]
    return FollowUp(
        inspections=len(held),
        findings=sum(each.findings or 0 for each in held),
        violations=sum(each.violations or 0 for each in held),
        recommendations=sum(each.recommendations or 0 for each in held),
        carried_out=sum(each.carried_out or 0 for each in held),
        to_recheck=len(due),
        rechecked=len(rechecked),
        overdue=len(due) - len(rechecked),
    )
