"""Targets as the register has them: indicator x stage x denominator kind x area x owner x due day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tongket.count.context import CountContext
from tongket.engines.contract import Engine, Span
from tongket.model.periods import Calendar, Period, parse_period
from tongket.plan.percentages import DenominatorKind
from tongket.plan.registers import Row, register_rows

STAGES = ("eligible", "received", "approved", "issued", "activated")  # in the order of the procedure
# A target given for half a year or longer is one of the reporting year and counts from its first day, even where the
# paper came in April; a shorter one counts from the day it was given.
YEARLY_DAYS = 180
_COLUMNS = (
    "target_id",
    "indicator",
    "stage",
    "denominator_kind",
    "area",
    "unit_in_charge",
    "assigned_on",
    "due_on",
    "value",
    "assigned_by",
)


@dataclass(frozen=True)
class Target:
    """Hold one assigned target.

    Attributes
    ----------
    id : str
        Key in the register; of a sum over units, the first and the last key.
    indicator : str
        Indicator in the register's word: ``eid_account``, ``clearance_period.social_order``.
    stage : str or None
        Stage of a procedure.
    kind : DenominatorKind
        What the value is measured by.
    area : str
        Area code.
    owner : str
        Unit in charge; empty when the register does not say.
    assigned_on, due_on : date
        Given on, to be met by 24:00 of.
    value : Decimal
        A level in the indicator's own unit (rates as a fraction of 1) for an assigned target; otherwise a share of the
        denominator: 0.95 of last year's number, 0.8 of those issued.
    assigned_by : str
        Who set it.
    counts_from : date
        First day that counts.
    parts : tuple of str
        Keys of the unit targets this one is the sum of; empty for a row of the register.
    """

    id: str
    indicator: str
    stage: str | None
    kind: DenominatorKind
    area: str
    owner: str
    assigned_on: date
    due_on: date
    value: Decimal
    assigned_by: str
    counts_from: date
    parts: tuple[str, ...] = ()

    @property
    def indicator_id(self) -> str:
        """Return the id under which the count room knows what is counted."""
        return f"{self.indicator}.{self.stage}" if self.stage else self.indicator

    @property
    def of_stage(self) -> str | None:
        """Return the id of the count that the value is a share of; None for a level and for last year."""
        stages = {
            DenominatorKind.ISSUED: "issued",
            DenominatorKind.RECEIVED: "received",
            DenominatorKind.ELIGIBLE_POPULATION: "eligible",
        }
        return f"{self.indicator}.{stages[self.kind]}" if self.kind in stages else None


def read_targets(engine: Engine, context: CountContext, *, cutoff: date, as_of: date) -> tuple[Target, ...]:
    """Return the targets that had been assigned by a day, in order of key.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    context : CountContext
        Whose calendar says when a reporting year begins.
    cutoff : date
        The seal's cut-off.
    as_of : date
        Day of the board.
    """
    until = min(cutoff, as_of)
    rows = list(register_rows(engine, "targets", _COLUMNS, cutoff=cutoff, span=Span(date(1900, 1, 1), until)))
    begins = first_reports(engine, cutoff)
    return tuple(_target(row, context.calendar, begins) for row in rows)


def first_reports(engine: Engine, cutoff: date) -> dict[str, date]:
    """Return the day of the first report of each procedure."""
    first: dict[str, date] = {}
    for row in register_rows(engine, "progress", ("indicator", "on"), cutoff=cutoff):
        first[row["indicator"]] = min(row["on"], first.get(row["indicator"], row["on"]))
    return first


def _target(row: Row, calendar: Calendar, begins: dict[str, date]) -> Target:
    assigned, due = row["assigned_on"], row["due_on"]
    target = Target(
        id=row["target_id"],
        indicator=row["indicator"],
        stage=row["stage"] or None,
        kind=DenominatorKind(row["denominator_kind"]),
        area=row["area"],
        owner=row["unit_in_charge"] or "",
        assigned_on=assigned,
        due_on=due,
        value=row["value"],
        assigned_by=row["assigned_by"] or "",
        counts_from=counts_from(assigned, due, calendar),
    )
    if target.of_stage is not None:  # a share of all issued so far: both are counted since the register began
        return replace(target, counts_from=min(begins.get(target.indicator, target.counts_from), due))
    return target


def counts_from(assigned_on: date, due_on: date, calendar: Calendar) -> date:
    """Return the first day that a target counts.

    Returns
    -------
    date
        First day of the reporting year that holds most of the time from assignment to due day; for a target given for
        less than half a year, the day it was assigned.
    """
    if (due_on - assigned_on).days < YEARLY_DAYS:
        return assigned_on
    years = range(calendar.reporting_year_of(assigned_on), calendar.reporting_year_of(due_on) + 1)
    spans = [parse_period(f"{calendar.id}:{year}", {calendar.id: calendar}) for year in years]
    return max(spans, key=lambda each: (_shared_days(assigned_on, due_on, each), each.start)).start


def _shared_days(first: date, last: date, period: Period) -> int:
    return (min(last, period.end) - max(first, period.start)).days + 1


def with_sums(targets: Iterable[Target], root: str) -> tuple[Target, ...]:
    """Return the targets of the whole book: its own rows, and the sums of those that only units were given.

    Parameters
    ----------
    targets : iterable of Target
        Rows of the register.
    root : str
        Area code of the whole.

    Returns
    -------
    tuple of Target
        In order of key. Only numbers are added up, never rates or shares of something.
    """
    whole: list[Target] = []
    units: dict[tuple[object, ...], list[Target]] = {}
    for target in targets:
        if target.area in (root, "*"):
            whole.append(target)
        elif target.stage and target.kind is DenominatorKind.ASSIGNED_TARGET:
            key = (target.indicator_id, target.counts_from, target.assigned_on, target.due_on)
            units.setdefault(key, []).append(target)
    told = {(each.indicator_id, *_window(each)) for each in whole if each.kind is DenominatorKind.ASSIGNED_TARGET}
    sums = [_sum(rows, root) for rows in units.values() if (rows[0].indicator_id, *_window(rows[0])) not in told]
    return tuple(sorted((*whole, *sums), key=lambda each: each.id))


def _window(target: Target) -> tuple[date, date]:
    return target.counts_from, target.due_on


def _sum(rows: list[Target], root: str) -> Target:
    ordered = sorted(rows, key=lambda each: each.id)
    return replace(
        ordered[0],
        id=f"{ordered[0].id} … {ordered[-1].id}",
        area=root,
        owner="",
        value=sum((each.value for each in ordered), Decimal(0)),
        parts=tuple(each.id for each in ordered),
    )
