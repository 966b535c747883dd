"""Everything the room of planning knows on one day: what the board, the report and the desk show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.count.context import CountContext
from tongket.count.derived import Derived
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.model.periods import Period, parse_period
from tongket.model.seals import Seal
from tongket.model.working_days import WorkingDays
from tongket.plan.assessing import Assessment, assess
from tongket.plan.board import TARGET_DAYS, Board, make_board
from tongket.plan.deadlines_figures import register_figures
from tongket.plan.figures import target_figures, wanted_figures
from tongket.plan.funnel import Funnel, read_funnels, stage_probes
from tongket.plan.items import Item, ItemKind
from tongket.plan.register_items import Asked, register_items
from tongket.plan.target_counts import TargetCounts
from tongket.plan.target_words import target_items
from tongket.plan.targets import Target, first_reports, read_targets, with_sums
from tongket.plan.wanted import Wanted, read_wanted
from tongket.store.calendars import read_holidays

EVERY_KIND = frozenset(ItemKind)


@dataclass(frozen=True)
class PlanFacts:
    """Hold what a day's board, its sub-views and a section of the report are made of.

    Attributes
    ----------
    as_of : date
        The day.
    seal : Seal
        Records it rests on.
    period : Period
        Days that flows are counted over: from the first day of the reporting year.
    board : Board
        Every item.
    targets : tuple of Assessment
        Targets of the whole book, sums over units included, in order of key.
    unit_targets : tuple of Assessment
        Rows of the register, units' own ones included, in order of key.
    funnels : tuple of Funnel
        Procedures by stage.
    wanted : Wanted or None
        None where the seal holds no wanted notices.
    derived : tuple of Derived
        Figures that methods made, for the ledger and the report; find one with `derived_figure`.
    tables : tuple of FigureTable
        What was counted, for the ledger.
    """

    as_of: date
    seal: Seal
    period: Period
    board: Board
    targets: tuple[Assessment, ...]
    unit_targets: tuple[Assessment, ...]
    funnels: tuple[Funnel, ...]
    wanted: Wanted | None
    derived: tuple[Derived, ...]
    tables: tuple[FigureTable, ...]

    def derived_figure(self, id_: str, **by: str) -> Derived | None:
        """Return a derived figure by its id and whose it is, or None: ``("plan.pace.projected", target="CT-1")``."""
        wanted = set(by.items())
        for each in self.derived:
            if each.derivation.id == id_ and wanted <= set(each.figure.by):
                return each
        return None


def plan_facts(
    engine: Engine,
    seal: Seal,
    context: CountContext,
    as_of: date,
    *,
    kinds: Collection[ItemKind] = EVERY_KIND,
    period: Period | None = None,
    holidays: WorkingDays | None = None,
) -> PlanFacts:
    """Find out where everything stands on a day.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        What is known; its cut-off may lie before the day (then later days are not known) or after it (then the day is
        seen as it is known now).
    context : CountContext
        Indicators, units, calendars.
    as_of : date
        Day of the board.
    kinds : collection of ItemKind
        Registers to look at.
    period : Period, optional
        Days of the flows, and of the targets told: those most of whose time lies in it, and those that run on beyond
        it. Default the reporting year of `as_of`, up to what is known, and the targets that are on the way or were due
        in the last quarter.
    holidays : WorkingDays, optional
        Which days are worked; default the shipped calendar.

    Returns
    -------
    PlanFacts
        Everything that is shown of the day.
    """
    flows = period or _year_to_date(context, min(as_of, seal.as_of))
    whole: tuple[Assessment, ...] = ()
    units: tuple[Assessment, ...] = ()
    funnels: tuple[Funnel, ...] = ()
    tables: list[FigureTable] = []
    items: list[Item] = []
    if ItemKind.TARGET in kinds:
        whole, units, funnels, counts = _targets(engine, seal, context, as_of, period)
        tables += counts.tables
        items += target_items(units)
    wanted = None
    if ItemKind.WANTED_REVIEW in kinds:
        wanted = read_wanted(engine, seal, context, first=flows.start, last=min(flows.end, seal.as_of))
        tables += wanted.tables if wanted is not None else ()
    worked = holidays or read_holidays()
    asked = Asked(engine, seal, context, as_of, worked)
    items += register_items(asked, kinds)
    derived = [each for target in whole for each in target_figures(target, seal, context)]
    derived += wanted_figures(wanted, seal) if wanted is not None else ()
    clocks = asked.case_clocks if ItemKind.CASE_CLOCK in kinds and as_of == seal.as_of else None
    derived += register_figures(engine, seal, flows, worked, kinds, clocks)
    board = make_board(items, seal, as_of)
    return PlanFacts(as_of, seal, flows, board, whole, units, funnels, wanted, tuple(derived), tuple(tables))


def _year_to_date(context: CountContext, until: date) -> Period:
    year = context.calendar.reporting_year_of(until)
    whole = parse_period(f"{context.calendar.id}:{year}", dict(context.calendars))
    return parse_period(f"{whole.start}..{until}")


def _targets(
    engine: Engine, seal: Seal, context: CountContext, as_of: date, period: Period | None
) -> tuple[tuple[Assessment, ...], tuple[Assessment, ...], tuple[Funnel, ...], TargetCounts]:
    assigned = read_targets(engine, context, cutoff=seal.as_of, as_of=as_of)
    rows = [each for each in assigned if _is_shown(each, as_of, period)]
    root = context.areas.root if context.areas is not None else "*"
    whole = with_sums(rows, root)
    probes = stage_probes(whole, first_reports(engine, seal.as_of))
    counts = TargetCounts(engine, seal, context, as_of, tuple(dict.fromkeys((*rows, *whole, *probes))))
    assessed = assess(whole, counts)
    return assessed, assess(rows, counts), read_funnels(probes, assessed, counts), counts


def _is_shown(target: Target, as_of: date, period: Period | None) -> bool:
    """Tell whether a target is on the way or was due lately; with a period, whether it is one of the period's.

    Those of a period have most of their time in it, or are under way when it ends.
    """
    if period is None:
        return target.due_on >= as_of - timedelta(days=TARGET_DAYS)
    shared = (min(target.due_on, period.end) - max(target.assigned_on, period.start)).days + 1
    return shared > 0 and (target.due_on > period.end or 2 * shared >= (target.due_on - target.assigned_on).days)
