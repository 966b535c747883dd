"""Plan: where everything that was promised stands on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongket.model.errors import SealError, UsageError
from tongket.model.seals import Seal
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.count.context import CountContext
    from tongket.engines.contract import Engine
    from tongket.model.text import Text
    from tongket.model.working_days import WorkingDays
    from tongket.plan.draw import Draw
    from tongket.plan.explaining import Explanation
    from tongket.plan.facts import PlanFacts
    from tongket.plan.items import Item
    from tongket.plan.oversight_tables import PrintedTable


@dataclass(frozen=True, eq=False)
class PlanGround:
    """Hold what the views of planning stand on: the records of a seal and what counting knows of the book."""

    book: Book
    engine: Engine
    seal: Seal
    context: CountContext
    as_of: date
    holidays: WorkingDays


@contextmanager
def plan_ground(book: Book, as_of: date, which: str | None = None) -> Iterator[PlanGround]:
    """Open the records that a day's board rests on.

    Parameters
    ----------
    book : Book
        Whose records.
    as_of : date
        Day of the board.
    which : str, optional
        Seal: digest or its beginning, a day, or ``latest``; default the newest whose cut-off is not after `as_of`.

    Yields
    ------
    PlanGround

    Raises
    ------
    SealError
        If no seal was made by then; the message says which command makes one.
    """
    from tongket.count.sealed import sealed_context
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.store.calendars import read_holidays
    from tongket.store.parquet import reading
    from tongket.store.seals import table_files

    seal = _seal_of(book, as_of, which)
    with unchanged(book, seal), reading() as con:
        engine = DuckDBEngine(table_files(book, seal), connection=con)
        yield PlanGround(book, engine, seal, sealed_context(book, seal, con), as_of, read_holidays(book))


def _seal_of(book: Book, as_of: date, which: str | None) -> Seal:
    from tongket.store.seals import list_seals, read_seal

    if which is not None:
        return read_seal(book, which)
    found = [seal for seal in list_seals(book) if seal.as_of <= as_of]
    if not found:
        raise SealError(
            f"plan: a board rests on a seal whose cut-off is not after its day; got {as_of}, and the book has none."
            f" Make one with: tongket close {book.path} --as-of {as_of}; or name a later one with --seal."
        )
    return found[-1]


def plan(book: Book, as_of: date, *, which: str | None = None, kinds: Collection[str] = ()) -> PlanFacts:
    """Find out where everything stands on a day; every number goes into the book's ledger.

    Parameters
    ----------
    book : Book
        Whose registers.
    as_of : date
        Day of the board.
    which : str, optional
        Seal, as for `plan_ground`.
    kinds : collection of str
        Kinds of items; empty for all.

    Returns
    -------
    PlanFacts
    """
    from tongket.count.derived import record_derived
    from tongket.count.ledger_rows import record_figures
    from tongket.plan.facts import EVERY_KIND, plan_facts
    from tongket.plan.items import ItemKind

    wanted = frozenset(ItemKind(kind) for kind in kinds) or EVERY_KIND
    with plan_ground(book, as_of, which) as ground:
        facts = plan_facts(ground.engine, ground.seal, ground.context, as_of, kinds=wanted, holidays=ground.holidays)
    for table in facts.tables:
        record_figures(table, book.figures)
    record_derived(facts.derived, book.figures)
    return facts


def explain_item(
    book: Book, as_of: date, id_: str, *, which: str | None = None
) -> tuple[Item, tuple[PrintedTable, ...], Explanation | None]:
    """Explain one item of the board.

    Parameters
    ----------
    book : Book
        Whose registers.
    as_of : date
        Day of the board.
    id_ : str
        Id of the item, also written ``kind:id``.
    which : str, optional
        Seal, as for `plan_ground`.

    Returns
    -------
    tuple of Item, tuple of PrintedTable, Explanation or None
        The item; for a target how it is paced, for anything else why it stands as it does; and for a deadline that is
        counted the days counted.

    Raises
    ------
    UsageError
        If no item of the board has the id, or several have.
    """
    from tongket.count.derived import record_derived
    from tongket.count.ledger_rows import record_figures
    from tongket.plan.board_text import item_tables
    from tongket.plan.explaining import explain
    from tongket.plan.facts import plan_facts
    from tongket.plan.figures import target_figures
    from tongket.plan.register_items import Asked, deadline_of
    from tongket.plan.target_text import explain_target

    with plan_ground(book, as_of, which) as ground:
        facts = plan_facts(ground.engine, ground.seal, ground.context, as_of, holidays=ground.holidays)
        item = facts.board.find(id_)
        own = [each for each in facts.unit_targets if each.target.id == item.id]
        if own:
            derived = target_figures(own[0], ground.seal, ground.context)
            record_derived(derived, book.figures)
            for table in facts.tables:
                record_figures(table, book.figures)
            return item, explain_target(own[0], derived), None
        asked = Asked(ground.engine, ground.seal, ground.context, as_of, ground.holidays)
        deadline = deadline_of(asked, item)
    return item, item_tables(item), None if deadline is None else explain(deadline, ground.holidays)


def area_namer(book: Book, as_of: date) -> Callable[[str], Text]:
    """Return what tells the name of an area by its code on a day; an unknown code stands for itself."""
    from tongket.model.text import Text
    from tongket.store.book_lists import read_book_areas

    areas = read_book_areas(book)

    def name(code: str) -> Text:
        unit = areas.find(code.partition("@")[0], as_of) if areas is not None else None
        return unit.name if unit is not None else Text(code, code)

    return name


@dataclass(frozen=True, eq=False)
class InspectionView:
    """Hold the plan of inspections of a year, who was inspected, what became of the findings, and a draw.

    Attributes
    ----------
    tables : tuple of PrintedTable
        Plan, coverage, way from findings to re-checks; of a draw its chances and its steps.
    draw : Draw or None
        Where one was asked for.
    """

    tables: tuple[PrintedTable, ...]
    draw: Draw | None


def inspections(book: Book, as_of: date, *, which: str | None = None, draw: int = 0, seed: str = "") -> InspectionView:
    """Show the inspections of the reporting year, and draw units for unannounced ones.

    Parameters
    ----------
    book : Book
        Whose register.
    as_of : date
        Last day of the view.
    which : str, optional
        Seal, as for `plan_ground`.
    draw : int
        How many units to draw; 0 for none.
    seed : str
        Public number the draw follows; needed for a draw.

    Returns
    -------
    InspectionView

    Raises
    ------
    UsageError
        If a draw is asked for without a seed, or of more units than there are.
    """
    from tongket.model.periods import parse_period
    from tongket.plan import inspections_text as text
    from tongket.plan.draw import draw_units, weigh
    from tongket.plan.inspections import cover, follow_up, last_inspected, listed_units, plan_progress, read_inspections

    with plan_ground(book, as_of, which) as ground:
        rows = read_inspections(ground.engine, min(as_of, ground.seal.as_of))
    year = parse_period(f"{book.calendar.id}:{book.calendar.reporting_year_of(as_of)}", book.calendars)
    units = listed_units(rows, ground.context.areas, as_of)
    tables = [
        text.plan_table(plan_progress(rows, year.start, year.end, as_of)),
        text.coverage_table(cover(rows, units, year.start, as_of)),
        text.follow_up_table(follow_up(rows, year.start, as_of, as_of)),
    ]
    if not draw:
        return InspectionView(tuple(tables), None)
    if not seed:
        raise UsageError("plan --draw: needs --seed, the public number everybody can look up; got none. Add --seed.")
    drawn = draw_units(weigh(units, last_inspected(rows, as_of), as_of), draw, seed, as_of=as_of)
    return InspectionView((text.draw_table(drawn), text.chances_table(drawn)), drawn)
