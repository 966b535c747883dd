"""The board: everything that was promised by a day, of every register, in one list that says what to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.model.errors import UsageError
from tongket.model.seals import Seal
from tongket.plan.items import Item, ItemKind, State

# What was settled longer ago is history, and stands in the reports of its year.
SETTLED_DAYS = 365
# A target that was missed stays missed, and nobody can mend it: it is told for a quarter after its day.
TARGET_DAYS = 92
# Below this a target that is not late yet stands with those that need somebody now.
SMALL_CHANCE = 0.2
# In the order in which a reader should look at them.
ORDER = (State.LATE, State.DUE_SOON, State.ON_THE_WAY, State.SUSPENDED, State.MET, State.WITHDRAWN)


@dataclass(frozen=True)
class Board:
    """Hold the board of one day.

    Attributes
    ----------
    as_of : date
        Its day.
    seal : Seal
        Records it rests on; `Seal.as_of` is the last day they know.
    items : tuple of Item
        In order of state, then of due day.
    settled : int
        Items left out because they were settled over a year before.
    """

    as_of: date
    seal: Seal
    items: tuple[Item, ...]
    settled: int

    @property
    def days_behind(self) -> int:
        """Return how many days of the board's past its records do not know; 0 when they know all."""
        return max(0, (self.as_of - self.seal.as_of).days)

    @property
    def urgent(self) -> tuple[Item, ...]:
        """Return what is late, due soon, or a target with little chance left, in order."""
        return tuple(each for each in self.items if is_urgent(each))

    def counts(self) -> dict[ItemKind, Counter[State]]:
        """Return how many items of each kind stand in each state; kinds without any are left out."""
        found = {kind: Counter(each.state for each in self.items if each.kind is kind) for kind in ItemKind}
        return {kind: counter for kind, counter in found.items() if counter}

    def by_owner(self) -> dict[str, tuple[Item, ...]]:
        """Return the items of each owner, in order of name; those without an owner come last."""
        names = sorted({each.owner for each in self.items}, key=lambda name: (not name, name))
        return {name: tuple(each for each in self.items if each.owner == name) for name in names}

    def of(self, kinds: Sequence[ItemKind] = (), owner: str = "") -> Board:
        """Return the board of some kinds, or of one owner.

        Parameters
        ----------
        kinds : sequence of ItemKind
            Empty for all.
        owner : str
            Part of the owner's name; empty for all.
        """
        wanted = owner.casefold()
        kept = [
            each
            for each in self.items
            if (not kinds or each.kind in kinds) and (not wanted or wanted in each.owner.casefold())
        ]
        return Board(self.as_of, self.seal, tuple(kept), self.settled)

    def holds(self, id_: str) -> bool:
        """Tell whether any item has an id, also written ``kind:id``."""
        return bool(self._found(id_))

    def _found(self, id_: str) -> list[Item]:
        kind, _, rest = id_.partition(":")
        return [each for each in self.items if each.id == id_ or (each.kind.value == kind and each.id == rest)]

    def find(self, id_: str) -> Item:
        """Return the item with an id, also written ``kind:id``.

        Raises
        ------
        UsageError
            If there is none, or several kinds have one of that name.
        """
        found = self._found(id_)
        if len(found) == 1:
            return found[0]
        if found:
            remedy = f"Write one of {', '.join(f'{each.kind.value}:{each.id}' for each in found)}."
        else:
            remedy = "Take an id from the board."
        raise UsageError(f"plan --explain: the id must be that of one item of the board; got {id_!r}. {remedy}")


def make_board(items: Iterable[Item], seal: Seal, as_of: date) -> Board:
    """Put items in order and leave out what was settled long ago.

    Parameters
    ----------
    items : iterable of Item
        Of every register; targets only those to be shown (`TARGET_DAYS`).
    seal : Seal
        Records they were read from.
    as_of : date
        Day of the board.
    """
    every = list(items)
    since = as_of - timedelta(days=SETTLED_DAYS)
    kept = [each for each in every if each.kind is ItemKind.TARGET or not _is_settled(each, since)]
    return Board(as_of, seal, tuple(sorted(kept, key=_order)), len(every) - len(kept))


def _is_settled(item: Item, since: date) -> bool:
    if item.state is State.MET:
        return item.met_on is not None and item.met_on < since
    return item.state is State.WITHDRAWN and (item.due_on is None or item.due_on < since)


def _order(item: Item) -> tuple[object, ...]:
    chance = item.chance if item.chance is not None and item.state is not State.MET else 1.0
    return (
        ORDER.index(item.state),
        chance >= SMALL_CHANCE,
        item.due_on or date.max,
        list(ItemKind).index(item.kind),
        item.id,
    )


def is_urgent(item: Item) -> bool:
    """Tell whether somebody must act now: late, due soon, or a target with little chance left."""
    if item.state in (State.LATE, State.DUE_SOON):
        return True
    return item.is_open and item.chance is not None and item.chance < SMALL_CHANCE
