"""The life of a signal: raised, acknowledged, looked at, explained or acted on, closed with an outcome.

States and transitions are data. Every step has a person's role and a day; nothing is overwritten, so that the
precision of each detector can be told from what its signals turned out to be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from tongket.model.errors import UsageError
from tongket.model.text import Text
from tongket.watch.signals import Signal


class State(StrEnum):
    """Say where a signal stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    LOOKED_AT = "looked_at"
    EXPLAINED = "explained"
    ACTED = "acted"
    CLOSED = "closed"


class Outcome(StrEnum):
    """Say what a signal turned out to be."""

    CONFIRMED = "confirmed"  # there was something
    FALSE_ALARM = "false_alarm"  # there was nothing
    ARTEFACT = "artefact"  # records, boundaries or recording made it
    UNDECIDED = "undecided"  # nobody can tell


TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.RAISED: (State.ACKNOWLEDGED,),
    State.ACKNOWLEDGED: (State.LOOKED_AT,),
    State.LOOKED_AT: (State.EXPLAINED, State.ACTED),
    State.EXPLAINED: (State.ACTED, State.CLOSED),
    State.ACTED: (State.EXPLAINED, State.CLOSED),
    State.CLOSED: (),
}

STATE_NAMES: dict[State, Text] = {
    State.RAISED: Text(vi="Mới phát hiện", en="Raised"),
    State.ACKNOWLEDGED: Text(vi="Đã tiếp nhận", en="Acknowledged"),
    State.LOOKED_AT: Text(vi="Đã xem xét", en="Looked at"),
    State.EXPLAINED: Text(vi="Đã làm rõ nguyên nhân", en="Explained"),
    State.ACTED: Text(vi="Đã triển khai biện pháp", en="Acted on"),
    State.CLOSED: Text(vi="Đã kết thúc", en="Closed"),
}

OUTCOME_NAMES: dict[Outcome, Text] = {
    Outcome.CONFIRMED: Text(vi="Có diễn biến thật", en="Confirmed"),
    Outcome.FALSE_ALARM: Text(vi="Báo động sai", en="False alarm"),
    Outcome.ARTEFACT: Text(vi="Do số liệu hoặc cách ghi nhận", en="Made by the data"),
    Outcome.UNDECIDED: Text(vi="Không kết luận được", en="Undecided"),
}


@dataclass(frozen=True)
class Step:
    """Hold one step of a signal's life.

    Attributes
    ----------
    state : State
        Where it went.
    on : date
        When.
    by : str
        Role or unit that did it, never a person's name.
    note : str
        Why.
    """

    state: State
    on: date
    by: str
    note: str = ""


@dataclass(frozen=True)
class Followed:
    """Hold a signal's life so far.

    Attributes
    ----------
    signal : str
        Id of the signal.
    detector : str
        Which raised it.
    steps : tuple of Step
        In order; the first is ``raised``.
    outcome : Outcome or None
        Known once closed.
    """

    signal: str
    detector: str
    steps: tuple[Step, ...]
    outcome: Outcome | None = None

    @property
    def state(self) -> State:
        """Return where it stands."""
        return self.steps[-1].state


def follow(signal: Signal, *, by: str = "watch") -> Followed:
    """Begin the life of a signal on the day it was raised."""
    return Followed(signal.id, signal.detector, (Step(State.RAISED, signal.as_of, by),))


def advance(
    followed: Followed, to: State, *, by: str, on: date, note: str = "", outcome: Outcome | None = None
) -> Followed:
    """Take a signal one step further.

    Parameters
    ----------
    followed : Followed
        Its life so far; not changed.
    to : State
        Next state.
    by : str
        Role or unit.
    on : date
        Not before the last step.
    note : str
        Why.
    outcome : Outcome, optional
        Given exactly when it is closed.

    Returns
    -------
    Followed
        With the step added.

    Raises
    ------
    UsageError
        If the step is not allowed, runs back in time, or the outcome is missing or too early.
    """
    allowed = TRANSITIONS[followed.state]
    if to not in allowed:
        names = ", ".join(allowed) or "nothing"
        raise UsageError(f"Signal {followed.signal}: after {followed.state} may come {names}; got {to}.")
    if on < followed.steps[-1].on:
        raise UsageError(f"Signal {followed.signal}: a step may not lie before {followed.steps[-1].on}; got {on}.")
    if (to is State.CLOSED) != (outcome is not None):
        raise UsageError(f"Signal {followed.signal}: an outcome is given when it is closed, and only then; got {to}.")
    return replace(followed, steps=(*followed.steps, Step(to, on, by, note)), outcome=outcome)


@dataclass(frozen=True)
class Precision:
    """Hold how often a detector was right.

    Attributes
    ----------
    detector : str
        Name.
    raised, closed, confirmed, false, artefact : int
        Signals by what became of them.
    """

    detector: str
    raised: int
    closed: int
    confirmed: int
    false: int
    artefact: int

    @property
    def share(self) -> float | None:
        """Return confirmed signals over those decided; None where none is."""
        decided = self.confirmed + self.false + self.artefact
        return self.confirmed / decided if decided else None


def precision(lives: Iterable[Followed]) -> tuple[Precision, ...]:
    """Return how often each detector was right, ordered by name."""
    by_detector: dict[str, list[Followed]] = {}
    for one in lives:
        by_detector.setdefault(one.detector, []).append(one)
    return tuple(
        Precision(
            name,
            len(group),
            sum(one.state is State.CLOSED for one in group),
            sum(one.outcome is Outcome.CONFIRMED for one in group),
            sum(one.outcome is Outcome.FALSE_ALARM for one in group),
            sum(one.outcome is Outcome.ARTEFACT for one in group),
        )
        for name, group in sorted(by_detector.items())
    )


def to_line(followed: Followed) -> str:
    """Return the life as one line of JSON, for an append-only register."""
    steps = [
        {"state": step.state.value, "on": step.on.isoformat(), "by": step.by, "note": step.note}
        for step in followed.steps
    ]
    record = {"signal": followed.signal, "detector": followed.detector, "steps": steps, "outcome": followed.outcome}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_line(line: str) -> Followed:
    """Return the life a line holds, checked step by step as if it were lived again."""
    record: dict[str, Any] = json.loads(line)
    steps = [
        Step(State(step["state"]), date.fromisoformat(step["on"]), step["by"], step["note"]) for step in record["steps"]
    ]
    if not steps or steps[0].state is not State.RAISED:
        raise UsageError(f"Signal {record['signal']}: a life must begin with raised. Restore the register.")
    life = Followed(record["signal"], record["detector"], (steps[0],))
    for step in steps[1:]:
        outcome = Outcome(record["outcome"]) if step.state is State.CLOSED else None
        life = advance(life, step.state, by=step.by, on=step.on, note=step.note, outcome=outcome)
    return life
