"""Which register gives which items of the board, and how its deadlines are explained; targets are counted apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tongket.count.context import CountContext
from tongket.engines.contract import Engine
from tongket.model.seals import Seal
from tongket.model.working_days import WorkingDays
from tongket.plan import clocks, directives, inspections_items, petitions, wanted_items
from tongket.plan.clocks import CaseClock
from tongket.plan.deadlines import Deadline
from tongket.plan.items import Item, ItemKind


@dataclass(frozen=True)
class Asked:
    """Hold what a register is asked with.

    Attributes
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Up to which day they are known.
    context : CountContext
        Units and calendars.
    as_of : date
        Day of the board.
    holidays : WorkingDays
        Which days are worked.
    """

    engine: Engine
    seal: Seal
    context: CountContext
    as_of: date
    holidays: WorkingDays

    @cached_property
    def case_clocks(self) -> tuple[CaseClock, ...]:
        """Return every clock of every case; worked out once, for items and figures both go by it."""
        return clocks.case_clocks(self.engine, self.as_of, self.holidays)


_ITEMS: Mapping[ItemKind, Callable[[Asked], tuple[Item, ...]]] = {
    ItemKind.DIRECTIVE: lambda asked: directives.items(asked.engine, asked.as_of),
    ItemKind.PETITION: lambda asked: petitions.items(asked.engine, asked.as_of, asked.holidays),
    ItemKind.WANTED_REVIEW: lambda asked: wanted_items.items(
        asked.engine, asked.as_of, cutoff=asked.seal.as_of, context=asked.context
    ),
    ItemKind.INSPECTION: lambda asked: inspections_items.items(asked.engine, asked.as_of),
    ItemKind.CASE_CLOCK: lambda asked: clocks.items(asked.case_clocks, asked.as_of, asked.holidays),
}
_DEADLINES: Mapping[ItemKind, Callable[[Asked], tuple[Deadline, ...]]] = {
    ItemKind.DIRECTIVE: lambda asked: directives.deadlines(asked.engine, asked.as_of),
    ItemKind.PETITION: lambda asked: petitions.deadlines(asked.engine, asked.as_of),
    ItemKind.CASE_CLOCK: lambda asked: tuple(each.deadline for each in asked.case_clocks),
}


def register_items(asked: Asked, kinds: Collection[ItemKind]) -> tuple[Item, ...]:
    """Return the items of every register but that of targets.

    Parameters
    ----------
    asked : Asked
        What the registers are asked with.
    kinds : collection of ItemKind
        Registers to look at.
    """
    return tuple(item for kind, read in _ITEMS.items() if kind in kinds for item in read(asked))


def deadline_of(asked: Asked, item: Item) -> Deadline | None:
    """Return the deadline an item goes by; None for one whose day stands in the register as it is."""
    read = _DEADLINES.get(item.kind)
    ids = (item.id, f"{item.kind.value}:{item.id}")
    return next((each for each in read(asked) if each.id in ids), None) if read is not None else None
