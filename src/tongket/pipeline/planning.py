"""Plan: where everything that was promised stands on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongket.model.errors import SealError
from tongket.model.seals import Seal
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.count.context import CountContext
    from tongket.count.derived import Derived
    from tongket.engines.contract import Engine
    from tongket.model.text import Text
    from tongket.model.working_days import WorkingDays
    from tongket.plan.assessing import Assessment
    from tongket.plan.deadlines import Deadline
    from tongket.plan.explaining import Explanation
    from tongket.plan.facts import PlanFacts
    from tongket.plan.items import Item
    from tongket.plan.moved import Moved
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
        Board, targets, funnels, wanted notices.
    """
    from tongket.plan.board_figures import board_figures
    from tongket.plan.facts import EVERY_KIND, plan_facts
    from tongket.plan.items import ItemKind

    wanted = frozenset(ItemKind(kind) for kind in kinds) or EVERY_KIND
    with plan_ground(book, as_of, which) as ground:
        facts = plan_facts(ground.engine, ground.seal, ground.context, as_of, kinds=wanted, holidays=ground.holidays)
    _record(book, facts, (*facts.derived, *board_figures(facts.board).values()))
    return facts


def _record(book: Book, facts: PlanFacts, derived: Sequence[Derived]) -> None:
    """Put figures into the ledger, those that the derived ones rest on before them."""
    from tongket.count.derived import record_derived
    from tongket.count.ledger_rows import record_figures

    for table in facts.tables:
        record_figures(table, book.figures)
    record_derived(derived, book.figures)


@dataclass(frozen=True, eq=False)
class Explained:
    """Hold why one promise stands as it does.

    Attributes
    ----------
    item : Item or None
        As it stands on the board; None for a deadline that is settled, or not the last of its case.
    tables : tuple of PrintedTable
        What was set; for a target how it is paced.
    explanation : Explanation or None
        For a deadline that is counted, every day.
    """

    item: Item | None
    tables: tuple[PrintedTable, ...]
    explanation: Explanation | None


def explain_item(book: Book, as_of: date, id_: str, *, which: str | None = None) -> Explained:
    """Explain one item of the board, or any deadline of a register.

    Parameters
    ----------
    book : Book
        Whose registers.
    as_of : date
        Day of the board.
    id_ : str
        Id of the item, also written ``kind:id``; or a case number.
    which : str, optional
        Seal, as for `plan_ground`.

    Returns
    -------
    Explained
        Why it stands as it does; `explanation_lines` writes the days out.

    Raises
    ------
    UsageError
        If nothing has the id, or several have.
    """
    from tongket.plan.board_text import item_tables
    from tongket.plan.deadlines_book import explain_deadline
    from tongket.plan.explaining import explain
    from tongket.plan.facts import plan_facts
    from tongket.plan.register_items import Asked, deadline_of
    from tongket.plan.target_text import explain_target

    with plan_ground(book, as_of, which) as ground:
        facts = plan_facts(ground.engine, ground.seal, ground.context, as_of, holidays=ground.holidays)
        if not facts.board.holds(id_):
            return Explained(None, (), explain_deadline(ground.engine, id_, as_of, ground.holidays))
        item = facts.board.find(id_)
        own = [each for each in facts.unit_targets if each.target.id == item.id]
        if own:
            return Explained(item, explain_target(own[0], _recorded(book, own[0], facts, ground)), None)
        deadline = deadline_of(Asked(ground.engine, ground.seal, ground.context, as_of, ground.holidays), item)
    explanation = None if deadline is None else explain(deadline, ground.holidays)
    return Explained(item, item_tables(item), explanation)


def _recorded(book: Book, target: Assessment, facts: PlanFacts, ground: PlanGround) -> tuple[Derived, ...]:
    """Return the figures of one target, which may be a unit's, and put them into the ledger."""
    from tongket.plan.figures import target_figures

    derived = target_figures(target, ground.seal, ground.context)
    _record(book, facts, derived)
    return derived


@dataclass(frozen=True, eq=False)
class MovedDeadlines:
    """Hold which open deadlines end on another day than before.

    Attributes
    ----------
    by_calendar : tuple of Moved
        By the book's own days off, against the shipped calendar.
    by_register : tuple of Moved
        Since the seal before, by extensions, suspensions and corrections.
    before : Seal or None
        That seal; None where this one is the first.
    """

    by_calendar: tuple[Moved, ...]
    by_register: tuple[Moved, ...]
    before: Seal | None


def moved_deadlines(book: Book, as_of: date, *, which: str | None = None) -> MovedDeadlines:
    """Tell which deadlines moved, by how the year's days off were decided and by what was recorded since.

    Parameters
    ----------
    book : Book
        Whose registers.
    as_of : date
        Day of the board.
    which : str, optional
        Seal, as for `plan_ground`.
    """
    from tongket.plan.deadlines_book import all_deadlines
    from tongket.plan.moved import moved_between, moved_by_calendar
    from tongket.store.calendars import read_holidays
    from tongket.store.seals import list_seals

    def named(ground: PlanGround) -> dict[str, Deadline]:
        found = all_deadlines(ground.engine, min(as_of, ground.seal.as_of), ground.holidays)
        return {f"{kind.value}:{id_}": each for (kind, id_), each in found.items()}

    with plan_ground(book, as_of, which) as ground:
        now, seal, holidays = named(ground), ground.seal, ground.holidays
    earlier = [each for each in list_seals(book) if each.as_of < seal.as_of]
    by_register: tuple[Moved, ...] = ()
    if earlier:
        with plan_ground(book, as_of, earlier[-1].digest) as ground:
            by_register = moved_between(named(ground), now, holidays)
    by_calendar = moved_by_calendar(now, read_holidays(), holidays, as_of)
    return MovedDeadlines(by_calendar, by_register, earlier[-1] if earlier else None)


def area_namer(book: Book, as_of: date) -> Callable[[str], Text]:
    """Return what tells the name of an area by its code on a day; an unknown code stands for itself."""
    from tongket.model.text import Text
    from tongket.store.book_lists import read_book_areas

    areas = read_book_areas(book)

    def name(code: str) -> Text:
        unit = areas.find(code.partition("@")[0], as_of) if areas is not None else None
        return unit.name if unit is not None else Text(code, code)

    return name
