"""The life of a signal: raised, acknowledged, looked at, explained or acted on, closed with an outcome.

States and transitions are data. Every step has a person's role and a day; nothing is overwritten, so that the
precision of each detector can be told from what its signals turned out to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from tongket.model.errors import UsageError
from tongket.model.text import Text
from tongket.watch.lasting import continued
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


def raised_entry(signal: Signal, seal: str | None) -> dict[str, Any]:
    """Return what the register keeps of a new signal."""
    return {"kind": "raised", "id": signal.id, "seal": seal, "signal": signal.to_dict()}


def step_entry(followed: Followed) -> dict[str, Any]:
    """Return what the register keeps of the last step of a life."""
    step = followed.steps[-1]
    return {
        "kind": "step",
        "id": followed.signal,
        "state": step.state.value,
        "on": step.on.isoformat(),
        "by": step.by,
        "note": step.note,
        "outcome": followed.outcome.value if followed.outcome else None,
    }


@dataclass(frozen=True)
class Registered:
    """Hold a signal of the register, the seal it was seen in, its life so far, and the signal it continues, if any."""

    signal: Signal
    seal: str | None
    life: Followed
    continues: str | None = None


def read_lives(entries: Iterable[Mapping[str, Any]]) -> dict[str, Registered]:
    """Return the signals of a register by id, oldest first, their lives checked step by step as if lived again.

    Raises
    ------
    UsageError
        If a step is not allowed or belongs to a signal that was never raised.
    """
    found: dict[str, Registered] = {}
    for entry in entries:
        if entry["kind"] == "raised":
            signal = Signal.from_dict(entry["signal"])
            before = continued(signal, (one.signal for one in found.values()))
            found[entry["id"]] = Registered(signal, entry["seal"], follow(signal), before.id if before else None)
            continue
        if entry["id"] not in found:
            raise UsageError(f"Signal {entry['id']}: must be raised before it goes on. Restore the register.")
        known = found[entry["id"]]
        outcome = Outcome(entry["outcome"]) if entry["outcome"] else None
        life = advance(
            known.life,
            State(entry["state"]),
            by=entry["by"],
            on=date.fromisoformat(entry["on"]),
            note=entry["note"],
            outcome=outcome,
        )
        found[entry["id"]] = replace(known, life=life)
    return found


def find_signal(known: Mapping[str, Registered], beginning: str) -> Registered:
    """Return the one signal whose id begins so.

    Raises
    ------
    UsageError
        If there is none, or more than one.
    """
    ids = [id_ for id_ in known if id_.startswith(beginning)]
    if len(ids) != 1:
        raise UsageError(
            f"Signal {beginning!r}: must be the id, or its beginning, of one signal of the register; got {len(ids)}."
            " List them with tongket watch BOOK --signals."
        )
    return known[ids[0]]


def next_step(word: str) -> tuple[State, Outcome | None]:
    """Return the state a word asks for; an outcome closes the signal with it.

    Raises
    ------
    UsageError
        If it is neither.
    """
    if word in {outcome.value for outcome in Outcome}:
        return State.CLOSED, Outcome(word)
    steps = [state.value for state in State if state not in (State.RAISED, State.CLOSED)]
    if word in steps:
        return State(word), None
    outcomes = ", ".join(outcome.value for outcome in Outcome)
    raise UsageError(f"Signal: a step is one of {', '.join(steps)}, or an outcome: {outcomes}; got {word!r}.")


# an identity number or a telephone number has nine digits or more in a row, blanks and dots between them or not
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,}")
_MOST_LETTERS = 500


def check_words(by: str, note: str, offices: Sequence[str] = ()) -> None:
    """Refuse what has no place in a register that is no register of persons.

    Parameters
    ----------
    by : str
        Office that took the step.
    note : str
        Its note.
    offices : sequence of str
        Offices the book knows; any where it names none.

    Raises
    ------
    UsageError
        If no office is given or an unknown one, or a text holds a long number or is too long.
    """
    if not by.strip():
        raise UsageError("Signal: the office that took the step must be given with --by; got none.")
    if offices and by not in offices:
        raise UsageError(f"Signal: the office must be one of {', '.join(offices)}; got another. See book.toml.")
    for name, text in (("--by", by), ("--note", note)):
        if _LONG_NUMBER.search(text) or len(text) > _MOST_LETTERS:
            raise UsageError(
                f"Signal: {name} must name offices and facts in at most {_MOST_LETTERS} letters, no person and no"
                " identity or telephone number; got a longer text or a number of nine digits or more. Leave it out."
            )
