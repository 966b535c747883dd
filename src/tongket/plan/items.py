"""Item: one thing that was promised by a day, whatever register it stands in. The board is a list of these.

Each register module offers ``items(engine, as_of, …) -> tuple[Item, ...]``. A deadline ends at 24:00 local time of its
day: what is due today is due soon with 0 days left, and late from tomorrow on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongket.model.errors import FigureError
from tongket.model.text import Text

SOON_DAYS = 14  # what falls due within two weeks is shown apart: enough for an office to still act


class ItemKind(StrEnum):
    """Name the register an item stands in."""

    TARGET = "target"
    DIRECTIVE = "directive"
    PETITION = "petition"
    WANTED_REVIEW = "wanted_review"
    INSPECTION = "inspection"
    CASE_CLOCK = "case_clock"


class State(StrEnum):
    """Say where a promise stands on a day."""

    MET = "met"
    ON_THE_WAY = "on_the_way"
    DUE_SOON = "due_soon"
    LATE = "late"
    SUSPENDED = "suspended"  # the clock stands still, for a reason in the record
    WITHDRAWN = "withdrawn"


KIND_LABELS: dict[ItemKind, Text] = {
    ItemKind.TARGET: Text("Chỉ tiêu", "Targets"),
    ItemKind.DIRECTIVE: Text("Nhiệm vụ cấp trên giao", "Directives"),
    ItemKind.PETITION: Text("Kiến nghị cử tri", "Voters' petitions"),
    ItemKind.WANTED_REVIEW: Text("Rà soát truy nã", "Wanted notices to review"),
    ItemKind.INSPECTION: Text("Thanh tra", "Inspections"),
    ItemKind.CASE_CLOCK: Text("Thời hạn tố tụng", "Legal time limits"),
}

STATE_LABELS: dict[State, Text] = {
    State.LATE: Text("Quá hạn", "Late"),
    State.DUE_SOON: Text("Sắp đến hạn", "Due soon"),
    State.ON_THE_WAY: Text("Trong hạn", "On the way"),
    State.MET: Text("Hoàn thành", "Met"),
    State.SUSPENDED: Text("Tạm dừng", "Suspended"),
    State.WITHDRAWN: Text("Hết hiệu lực", "Withdrawn"),
}

# What may still be done; a late item that was met afterwards is not open.
OPEN_STATES = frozenset({State.ON_THE_WAY, State.DUE_SOON, State.LATE})


@dataclass(frozen=True)
class Item:
    """Hold one promise and where it stands.

    Attributes
    ----------
    kind : ItemKind
        Register it stands in.
    id : str
        Its key in the register; unique within its kind.
    what : Text
        What was promised; never a person's name.
    owner : str
        Unit that answers for it; empty when the register does not say.
    area : str
        Area code, or ``*`` for the whole book.
    due_on : date or None
        Last day, up to 24:00; None when none was set.
    state : State
        Where it stands.
    days_left : int or None
        Calendar days from the day of the board to the due day, negative when past; None without a due day, and when
        nothing is left to do.
    met_on : date or None
        Day on which it was met.
    why : Text
        One sentence: the rule the day and the state follow from.
    chance : float or None
        Probability of being met by its day, where a method says; 0 to 1.

    Raises
    ------
    FigureError
        If state and days contradict each other.
    """

    kind: ItemKind
    id: str
    what: Text
    owner: str
    area: str
    due_on: date | None
    state: State
    days_left: int | None
    met_on: date | None
    why: Text
    chance: float | None = None

    def __post_init__(self) -> None:
        if self.state in (State.LATE, State.DUE_SOON) and self.due_on is None:
            self._refuse("an item that is late or due soon must have a due day", self.state.value)
        if self.days_left is not None and (self.due_on is None or self.state not in (*OPEN_STATES, State.SUSPENDED)):
            self._refuse("days are left only where there is a due day and something to do", self.days_left)
        if self.met_on is not None and self.state in OPEN_STATES:
            self._refuse("an item that was met cannot be open", self.state.value)

    def _refuse(self, must: str, got: object) -> None:
        raise FigureError(f"Item {self.kind.value} {self.id}: {must}; got {got!r}. Mend the register's rule.")

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.state in OPEN_STATES

    @property
    def was_late(self) -> bool:
        """Tell whether it was met, but after its day."""
        return self.met_on is not None and self.due_on is not None and self.met_on > self.due_on


def state_on(
    as_of: date, due_on: date | None, *, met_on: date | None = None, soon_days: int = SOON_DAYS
) -> tuple[State, int | None]:
    """Return the state of a promise on a day, and the days left.

    Parameters
    ----------
    as_of : date
        Day of the board.
    due_on : date or None
        Last day, up to 24:00.
    met_on : date, optional
        Day on which it was met; one after `as_of` is not known yet.
    soon_days : int
        What is due within so many days is due soon.

    Returns
    -------
    tuple of State and int or None
        MET without days left; LATE from the day after `due_on`; DUE_SOON; ON_THE_WAY.
    """
    if met_on is not None and met_on <= as_of:
        return State.MET, None
    if due_on is None:
        return State.ON_THE_WAY, None
    left = (due_on - as_of).days
    if left < 0:
        return State.LATE, left
    return (State.DUE_SOON if left <= soon_days else State.ON_THE_WAY), left
