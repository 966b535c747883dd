from datetime import date, timedelta

import pytest

from tests.unit.watch.test_signals import SIGNAL
from tongket.model.errors import UsageError
from tongket.watch.life_cycle import (
    OUTCOME_NAMES,
    STATE_NAMES,
    TRANSITIONS,
    Outcome,
    State,
    advance,
    follow,
    from_line,
    precision,
    to_line,
)

DAY = date(2022, 12, 13)


def closed(outcome=Outcome.CONFIRMED):
    life = follow(SIGNAL)
    for step in (State.ACKNOWLEDGED, State.LOOKED_AT, State.ACTED):
        life = advance(life, step, by="analysis team", on=DAY)
    return advance(life, State.CLOSED, by="analysis team", on=DAY, outcome=outcome)


def test_every_state_has_transitions_and_names():
    assert set(TRANSITIONS) == set(STATE_NAMES) == set(State)
    assert set(OUTCOME_NAMES) == set(Outcome)


def test_every_state_can_be_reached_and_left():
    reached = {State.RAISED}
    for _ in State:
        reached |= {after for state in reached for after in TRANSITIONS[state]}
    assert reached == set(State)
    assert [state for state in State if not TRANSITIONS[state]] == [State.CLOSED]


def test_a_whole_life():
    life = closed()
    assert [step.state for step in life.steps] == [
        State.RAISED,
        State.ACKNOWLEDGED,
        State.LOOKED_AT,
        State.ACTED,
        State.CLOSED,
    ]
    assert life.steps[0].on == SIGNAL.as_of


@pytest.mark.parametrize(
    ("to", "on", "outcome", "message"),
    [
        (State.CLOSED, DAY, Outcome.CONFIRMED, "after raised may come acknowledged"),
        (State.ACKNOWLEDGED, DAY - timedelta(days=9), None, "may not lie before"),
        (State.ACKNOWLEDGED, DAY, Outcome.CONFIRMED, "only then"),
    ],
)
def test_steps_that_are_refused(to, on, outcome, message):
    with pytest.raises(UsageError, match=message):
        advance(follow(SIGNAL), to, by="analysis team", on=on, outcome=outcome)


def test_nothing_comes_after_the_end():
    with pytest.raises(UsageError, match="may come nothing"):
        advance(closed(), State.ACTED, by="analysis team", on=DAY)


def test_a_life_survives_the_register():
    assert from_line(to_line(closed())) == closed()
    assert "\n" not in to_line(closed())


def test_a_register_that_was_changed_is_refused():
    with pytest.raises(UsageError, match="after raised may come"):
        from_line(to_line(closed()).replace('"state":"acknowledged"', '"state":"acted"'))


def test_precision_counts_what_was_decided():
    lives = [closed(), closed(), closed(Outcome.FALSE_ALARM), closed(Outcome.UNDECIDED), follow(SIGNAL)]
    (found,) = precision(lives)
    assert (found.raised, found.closed, found.confirmed, found.false) == (5, 4, 2, 1)
    assert found.share == pytest.approx(2 / 3)
    assert precision([follow(SIGNAL)])[0].share is None
