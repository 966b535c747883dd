"""Which register gives which items of the board: one line for each kind but targets, which are counted first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tongket.count.context import CountContext
from tongket.engines.contract import Engine
from tongket.model.seals import Seal
from tongket.plan import inspections, wanted_items
from tongket.plan.items import Item, ItemKind


@dataclass(frozen=True)
class Asked:
    """Hold what a register is asked with."""

    engine: Engine
    seal: Seal
    context: CountContext
    as_of: date


REGISTERS: Mapping[ItemKind, Callable[[Asked], tuple[Item, ...]]] = {
    ItemKind.WANTED_REVIEW: lambda asked: wanted_items.items(
        asked.engine, asked.as_of, cutoff=asked.seal.as_of, context=asked.context
    ),
    ItemKind.INSPECTION: lambda asked: inspections.items(asked.engine, asked.as_of),
}


def register_items(
    engine: Engine, seal: Seal, context: CountContext, as_of: date, kinds: Collection[ItemKind]
) -> tuple[Item, ...]:
    """Return the items of every register but that of targets.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Up to which day they are known.
    context : CountContext
        Units and calendars.
    as_of : date
        Day of the board.
    kinds : collection of ItemKind
        Registers to look at.
    """
    asked = Asked(engine, seal, context, as_of)
    return tuple(item for kind, read in REGISTERS.items() if kind in kinds for item in read(asked))
