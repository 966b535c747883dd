"""One register of the plan on a day: directives, petitions by batch, legal clocks; its figures go into the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.pipeline.planning import PlanGround, area_namer, plan_ground
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.count.derived import Derived
    from tongket.model.periods import Period
    from tongket.plan.items import Item
    from tongket.plan.oversight_tables import PrintedTable
    from tongket.plan.register_items import Asked


@dataclass(frozen=True, eq=False)
class RegisterView:
    """Hold one register as it is shown.

    Attributes
    ----------
    seal : Seal
        Records it rests on.
    period : Period
        Days of what was received, due, or ran out.
    tables : tuple of PrintedTable
        What people read.
    items : tuple of Item
        Its items of the board.
    figures : tuple of Derived
        Its numbers; they are in the ledger.
    """

    seal: Seal
    period: Period
    tables: tuple[PrintedTable, ...]
    items: tuple[Item, ...]
    figures: tuple[Derived, ...]


def register_view(
    book: Book,
    as_of: date,
    kind: str,
    *,
    which: str | None = None,
    period: str | None = None,
    limit: int | None = None,
) -> RegisterView:
    """Show one register: its figures with their ids, and what stands in it.

    Parameters
    ----------
    book : Book
        Whose register.
    as_of : date
        Day of the view.
    kind : {'directive', 'petition', 'case_clock'}
        Which register.
    which : str, optional
        Seal, as for `plan_ground`.
    period : str, optional
        Days of the figures; default the reporting year up to the day.
    limit : int, optional
        So many rows of a list at most.

    Returns
    -------
    RegisterView
        Empty tables where the seal does not hold the register.
    """
    from tongket.count.derived import record_derived
    from tongket.plan.deadlines_figures import register_figures
    from tongket.plan.items import KIND_LABELS, ItemKind
    from tongket.plan.register_items import Asked, register_items
    from tongket.plan.register_text import figures_table, missing_table, span_text

    asked_kind = ItemKind(kind)
    with plan_ground(book, as_of, which) as ground:
        days = period_of(ground, period)
        missing = _TABLES[kind] not in ground.engine.tables()
        asked = Asked(ground.engine, ground.seal, ground.context, as_of, ground.holidays)
        items = register_items(asked, [asked_kind])
        figures = register_figures(ground.engine, ground.seal, days, ground.holidays, [asked_kind])
        lists = () if missing else _LISTS[kind](asked, items, days, area_namer(book, as_of), limit)
    record_derived(figures, book.figures)
    label, span = KIND_LABELS[asked_kind], span_text(days)
    title = Text(f"{label.vi}, {span.vi}", f"{label.en}, {span.en}")
    own = missing_table(title, _TABLES[kind]) if missing else figures_table(title, figures)
    # a batch is read across; of the other registers the shares come first
    tables = (*lists, own) if asked_kind is ItemKind.PETITION else (own, *lists)
    return RegisterView(ground.seal, days, tables, items, figures)


def period_of(ground: PlanGround, text: str | None) -> Period:
    """Return a period as the user wrote it, or the reporting year up to the last day that is known."""
    from tongket.model.periods import parse_period

    calendars = ground.book.calendars
    if text is not None:
        return parse_period(text, calendars)
    until = min(ground.as_of, ground.seal.as_of)
    calendar = ground.book.calendar
    year = parse_period(f"{calendar.id}:{calendar.reporting_year_of(until)}", calendars)
    return parse_period(f"{year.start}..{until}")


def _directives(
    asked: Asked, items: tuple[Item, ...], days: Period, area: Callable[[str], Text], limit: int | None
) -> tuple[PrintedTable, ...]:
    from tongket.plan.board import SETTLED_DAYS
    from tongket.plan.directives import read_directives
    from tongket.plan.register_text import directives_table

    del days, area
    since = asked.as_of - timedelta(days=SETTLED_DAYS)
    recent = [each for each in items if each.is_open or (each.met_on or each.due_on or asked.as_of) >= since]
    return (directives_table(read_directives(asked.engine, asked.as_of), recent, limit),)


def _petitions(
    asked: Asked, items: tuple[Item, ...], days: Period, area: Callable[[str], Text], limit: int | None
) -> tuple[PrintedTable, ...]:
    from tongket.plan.petitions import count_batches, read_petitions, repeat_chains
    from tongket.plan.register_text import batches_table, late_table, repeats_table

    del area
    petitions = read_petitions(asked.engine, asked.as_of)
    batches = count_batches(petitions, asked.as_of, asked.holidays)
    received = [batch for batch in batches if days.contains(batch.received_on)]
    lately = {each.id for each in petitions if days.contains(each.received_on)}
    chains = {first: later for first, later in repeat_chains(petitions).items() if lately & {first, *later}}
    return (batches_table(received, days), repeats_table(chains), late_table(items, limit))


def _clocks(
    asked: Asked, items: tuple[Item, ...], days: Period, area: Callable[[str], Text], limit: int | None
) -> tuple[PrintedTable, ...]:
    from tongket.plan.register_text import clocks_table

    del asked, days
    return (clocks_table(items, area, limit),)


_TABLES = {"directive": "directives", "petition": "petitions", "case_clock": "case_events"}
_LISTS = {"directive": _directives, "petition": _petitions, "case_clock": _clocks}
