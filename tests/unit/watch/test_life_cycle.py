from datetime import date, timedelta

import pytest

from tests.unit.watch.test_signals import SIGNAL
from tongket.model.errors import UsageError
from tongket.watch.life_cycle import (
    OUTCOME_NAMES,
    STATE_NAMES,
    TRANSITIONS,
    Outcome,
    Registered,
    State,
    advance,
    check_words,
    find_signal,
    follow,
    next_step,
    precision,
    raised_entry,
    read_lives,
    step_entry,
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
    entries = [raised_entry(SIGNAL, "seal"), *lived(SIGNAL)]
    (found,) = read_lives(entries).values()
    assert found == Registered(SIGNAL, "seal", closed())


def lived(signal):
    life = follow(signal)
    for state in (State.ACKNOWLEDGED, State.LOOKED_AT, State.ACTED):
        life = advance(life, state, by="analysis team", on=DAY)
        yield step_entry(life)
    yield step_entry(advance(life, State.CLOSED, by="analysis team", on=DAY, outcome=Outcome.CONFIRMED))


def test_a_step_that_was_left_out_is_refused():
    entries = [raised_entry(SIGNAL, None), *list(lived(SIGNAL))[1:]]
    with pytest.raises(UsageError, match="after raised may come"):
        read_lives(entries)
    with pytest.raises(UsageError, match="must be raised before"):
        read_lives(entries[1:])


def test_a_signal_is_found_by_the_beginning_of_its_id():
    known = read_lives([raised_entry(SIGNAL, None)])
    assert find_signal(known, SIGNAL.id[:6]).signal == SIGNAL
    with pytest.raises(UsageError, match="got 0"):
        find_signal(known, "s-zz")


@pytest.mark.parametrize(
    ("word", "step"),
    [("looked_at", (State.LOOKED_AT, None)), ("false_alarm", (State.CLOSED, Outcome.FALSE_ALARM))],
)
def test_an_outcome_closes_a_signal(word, step):
    assert next_step(word) == step


@pytest.mark.parametrize("word", ["raised", "closed", "done"])
def test_other_words_are_no_step(word):
    with pytest.raises(UsageError, match="a step is one of acknowledged"):
        next_step(word)


@pytest.mark.parametrize(
    ("by", "note", "message"),
    [
        ("", "", "must be given with --by"),
        ("PC02", "gọi 0912 345 678", "no person"),
        ("079123456789", "", "no person"),
        ("PC02", "x" * 501, "at most 500"),
    ],
)
def test_a_register_of_signals_is_no_register_of_persons(by, note, message):
    with pytest.raises(UsageError, match=message) as caught:
        check_words(by, note)
    assert "345" not in str(caught.value)
    check_words("PC02", "đã kiểm tra 14 vụ ngày 16/8/2023")


def test_only_the_offices_of_the_book_take_steps():
    check_words("PC02", "", ("PC02",))
    with pytest.raises(UsageError, match="must be one of PC02"):
        check_words("PC03", "", ("PC02",))


def test_precision_counts_what_was_decided():
    lives = [closed(), closed(), closed(Outcome.FALSE_ALARM), closed(Outcome.UNDECIDED), follow(SIGNAL)]
    (found,) = precision(lives)
    assert (found.raised, found.closed, found.confirmed, found.false) == (5, 4, 2, 1)
    assert found.share == pytest.approx(2 / 3)
    assert precision([follow(SIGNAL)])[0].share is None
