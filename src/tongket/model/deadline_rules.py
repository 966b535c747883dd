"""Deadline rules: the small language in which a register says how long something may take.

``days:60``, ``working_days:15`` and ``months:2`` count from a day; ``date:2024-01-29`` names the last day and
``before:2024-01-30`` the day by which it must be done already. How each is counted stands in `tongket.plan.deadlines`;
here it is only read and written. Rule R242 of collection asks the same in SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

_COUNTED = re.compile(r"(days|working_days|months):([1-9][0-9]{0,3})")
_NAMED = re.compile(r"(date|before):([0-9]{4}-[0-9]{2}-[0-9]{2})")


class Unit(StrEnum):
    """Say what is counted; DATE and BEFORE name a day instead."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    DATE = "date"
    BEFORE = "before"


@dataclass(frozen=True)
class DeadlineRule:
    """Say how long something may take.

    Attributes
    ----------
    unit : Unit
        What is counted.
    amount : int or None
        How many; None for a named day.
    day : date or None
        The named day; None when something is counted.

    Raises
    ------
    DefinitionError
        If amount and day do not go with the unit.
    """

    unit: Unit
    amount: int | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        named = self.unit in (Unit.DATE, Unit.BEFORE)
        is_full = (self.day is not None) == named and (self.amount is not None) != named
        if not is_full or (self.amount is not None and self.amount < 1):
            raise DefinitionError(
                f"Deadline rule: {self.unit.value!r} needs {'a day' if named else 'a number from 1 on'};"
                f" got amount={self.amount!r}, day={self.day!r}."
            )

    def __str__(self) -> str:
        """Return the rule as it stands in a register."""
        return f"{self.unit.value}:{self.amount if self.day is None else self.day.isoformat()}"

    @property
    def last_day(self) -> date | None:
        """Return the last day a named day leaves, None when something is counted."""
        if self.day is None:
            return None
        return self.day if self.unit is Unit.DATE else self.day - timedelta(days=1)

    @property
    def text(self) -> Text:
        """Return the rule in words."""
        vi, en = _WORDS[self.unit]
        if self.day is not None:
            return Text(f"{vi} {self.day:%d/%m/%Y}", f"{en} {self.day}")
        plural = "" if self.amount == 1 else "s"
        return Text(f"{self.amount} {vi}", f"{self.amount} {en}{plural}")


_WORDS = {
    Unit.DAYS: ("ngày", "day"),
    Unit.WORKING_DAYS: ("ngày làm việc", "working day"),
    Unit.MONTHS: ("tháng", "month"),
    Unit.DATE: ("chậm nhất ngày", "no later than"),
    Unit.BEFORE: ("trước ngày", "before"),
}


def parse_deadline_rule(text: str) -> DeadlineRule:
    """Read a rule.

    Parameters
    ----------
    text : str
        For example ``days:60``.

    Returns
    -------
    DeadlineRule
        What it says.

    Raises
    ------
    DefinitionError
        If it is not written in the language above; the message does not repeat it, for it may stand in a record.
    """
    if found := _COUNTED.fullmatch(text):
        return DeadlineRule(Unit(found[1]), amount=int(found[2]))
    if found := _NAMED.fullmatch(text):
        try:
            return DeadlineRule(Unit(found[1]), day=date.fromisoformat(found[2]))
        except ValueError:
            pass
    raise DefinitionError(
        "Deadline rule: must be days:N, working_days:N, months:N, date:YYYY-MM-DD or"
        " before:YYYY-MM-DD. Write it so, for example before:2024-01-30."
    )
