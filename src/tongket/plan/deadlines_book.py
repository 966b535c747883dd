"""Every deadline of a book's registers, and the explanation of one by the id its item has on the board."""

from __future__ import annotations

from datetime import date

from tongket.engines.contract import Engine
from tongket.model.errors import UsageError
from tongket.model.working_days import WorkingDays
from tongket.plan import clocks, directives, petitions
from tongket.plan.deadlines import Deadline
from tongket.plan.explaining import Explanation, explain
from tongket.plan.items import ItemKind


def all_deadlines(engine: Engine, as_of: date, calendar: WorkingDays) -> dict[tuple[ItemKind, str], Deadline]:
    """Return the deadlines of directives, petitions and the clocks of cases, by kind and id.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    as_of : date
        Day up to which records are looked at.
    calendar : WorkingDays
        Which days are worked.
    """
    found = {(ItemKind.DIRECTIVE, each.id): each for each in directives.deadlines(engine, as_of)}
    found |= {(ItemKind.PETITION, each.id): each for each in petitions.deadlines(engine, as_of)}
    of_cases = (clock.deadline for clock in clocks.case_clocks(engine, as_of, calendar))
    return found | {(ItemKind.CASE_CLOCK, each.id): each for each in of_cases}


def explain_deadline(engine: Engine, id_: str, as_of: date, calendar: WorkingDays) -> Explanation:
    """Explain the deadline of an item of the board.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    id_ : str
        Id of the item, also written ``kind:id``; a case number explains the clock the case is under, or was under last.
    as_of : date
        Day up to which records are looked at.
    calendar : WorkingDays
        Which days are worked, and why others are not.

    Returns
    -------
    Explanation
        Day by day, in both languages.

    Raises
    ------
    UsageError
        If no directive, petition or clock has that id and a deadline.
    """
    kind, _, rest = id_.partition(":")
    known = all_deadlines(engine, as_of, calendar)
    for (of, name), deadline in reversed(known.items()):
        if name == id_ or (of.value == kind and name == rest) or (of is ItemKind.CASE_CLOCK and _case(name) == id_):
            return explain(deadline, calendar)
    raise UsageError(
        f"Deadline: must be the id of a directive, a petition or a case with a deadline; got {id_!r}."
        " The board of `tongket plan` lists them."
    )


def _case(clock_id: str) -> str:
    return clock_id.rpartition(":")[0]
