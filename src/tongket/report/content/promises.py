"""What was promised by a day, gathered for a report: targets on their way, registers, deadlines, wanted notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tongket.count.context import CountContext
from tongket.count.derived import Derived
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.plan.board_figures import board_figures
from tongket.plan.facts import PlanFacts, plan_facts
from tongket.plan.inspections import cover, follow_up, listed_units, plan_progress, read_inspections
from tongket.plan.items import ItemKind, State
from tongket.plan.oversight_figures import inspection_figures
from tongket.store.book import Book
from tongket.store.calendars import read_holidays

# A report is written in the weeks after its period; where the seal is a later one, things are told as of then.
WRITING = timedelta(days=31)
_REGISTERS = frozenset({"targets", "directives", "petitions", "wanted_notices", "inspections"})


@dataclass(frozen=True)
class Promises:
    """Hold what the chapters on targets, registers and deadlines say.

    Attributes
    ----------
    as_of : date
        Day on which things are due or late.
    facts : PlanFacts
        Board, targets, funnels, wanted notices.
    states : dict of (ItemKind, State) to Derived
        How many items of each register stand in each state.
    inspections : tuple of Derived
        Shares of the plan, of the units, of the recommendations.
    """

    as_of: date
    facts: PlanFacts
    states: dict[tuple[ItemKind, State], Derived]
    inspections: tuple[Derived, ...]

    @property
    def derived(self) -> tuple[Derived, ...]:
        """Return every figure a method made."""
        return (*self.facts.derived, *self.states.values(), *self.inspections)

    @property
    def tables(self) -> tuple[FigureTable, ...]:
        """Return what was counted, for the ledger."""
        return self.facts.tables


def read_promises(engine: Engine, book: Book, seal: Seal, context: CountContext, period: Period) -> Promises | None:
    """Find out where everything stood when the report of a period was due to be written.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    book : Book
        Whose calendar of working days counts.
    seal : Seal
        What is known.
    context : CountContext
        Indicators, units, calendars.
    period : Period
        What is reported on.

    Returns
    -------
    Promises or None
        None for a seal without any such register, as those of open incident data.
    """
    if not _REGISTERS & engine.tables():
        return None
    as_of, holidays = min(seal.as_of, period.end + WRITING), read_holidays(book)
    facts = plan_facts(engine, seal, context, as_of, period=period, holidays=holidays)
    return Promises(
        as_of,
        facts,
        board_figures(facts.board),
        _inspections(engine, seal, context, period) if "inspections" in engine.tables() else (),
    )


def _inspections(engine: Engine, seal: Seal, context: CountContext, period: Period) -> tuple[Derived, ...]:
    every = read_inspections(engine, seal.as_of)
    first, last = period.start, min(period.end, seal.as_of)
    held = [each for each in every if each.done_on is not None and first <= each.done_on <= last]
    units = listed_units(every, context.areas, last)
    return inspection_figures(
        plan_progress(every, first, last, last),
        cover(every, units, first, last),
        follow_up(every, first, last, seal.as_of),
        held,
        seal,
        period,
    )
