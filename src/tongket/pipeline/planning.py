"""Plan: where everything that was promised stands on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
    from tongket.engines.contract import Engine
    from tongket.plan.facts import PlanFacts


@dataclass(frozen=True, eq=False)
class PlanGround:
    """Hold what the views of planning stand on: the records of a seal and what counting knows of the book."""

    book: Book
    engine: Engine
    seal: Seal
    context: CountContext
    as_of: date


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
    from tongket.store.parquet import reading
    from tongket.store.seals import table_files

    seal = _seal_of(book, as_of, which)
    with unchanged(book, seal), reading() as con:
        engine = DuckDBEngine(table_files(book, seal), connection=con)
        yield PlanGround(book, engine, seal, sealed_context(book, seal, con), as_of)


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
        facts = plan_facts(ground.engine, ground.seal, ground.context, as_of, kinds=wanted)
    for table in facts.tables:
        record_figures(table, book.figures)
    record_derived(facts.derived, book.figures)
    return facts
