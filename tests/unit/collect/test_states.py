from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.collect.books import RECEIVED, collect, new_book, row, rule_ids
from tongket.collect.states import RegisterState, RegisterStates, read_states
from tongket.model.errors import DefinitionError
from tongket.model.text import Text

EARLIER = date(2022, 12, 31)
DONE = {"status": "done", "closed_on": "2022-03-01", "evidence": "12/BC"}
WITHDRAWN = {"status": "withdrawn", "closed_on": "2022-03-01"}
STATES = {"open": {"status": "open"}, "in_progress": {"status": "in_progress"}, "done": DONE, "withdrawn": WITHDRAWN}
PAIRS = [(before, after) for before in STATES for after in STATES]


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_a_version_is_taken_only_where_its_state_may_follow(before: str, after: str, tmp_path: Path) -> None:
    book = new_book(tmp_path)
    assert collect(book, "directives", [row("directives", **STATES[before])], received_on=EARLIER).accepted == 1
    result = collect(book, "directives", [row("directives", **STATES[after])])
    allowed = read_states()["directives"].can_follow(before, after)
    assert rule_ids(result) == ([] if allowed else ["R409"])
    assert result.rejected == (0 if allowed else 1)
    assert result.superseded == (1 if allowed and before != after else 0)


def test_a_withdrawn_directive_is_final_and_a_done_one_can_be_sent_back() -> None:
    states = read_states()["directives"]
    assert states.state("withdrawn").next == ()
    assert states.can_follow("done", "in_progress")
    assert not states.can_follow("done", "open")
    assert states.state("done").needs == ("closed_on", "evidence")


def test_every_state_can_be_reached_and_has_a_name() -> None:
    for states in read_states().values():
        reached = {after for state in states.states for after in state.next}
        start = {"open"} if states.table == "directives" else {"in_progress"}
        assert reached | start == {state.code for state in states.states}
        assert all(state.text.vi and state.text.en for state in states.states)


@pytest.mark.parametrize(
    ("states", "says"),
    [
        ((RegisterState("open", Text("a", "b"), (), ()),), "must be the codes"),
        (
            tuple(
                RegisterState(code, Text("a", "b"), (), ("lost",))
                for code in ("open", "in_progress", "done", "withdrawn")
            ),
            "knows no",
        ),
    ],
)
def test_wrong_states_cannot_be_built(states: tuple[RegisterState, ...], says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        RegisterStates("directives", "status", states)


def test_there_is_no_other_state() -> None:
    with pytest.raises(DefinitionError, match="there is no 'finished'"):
        read_states()["directives"].state("finished")


def test_a_petition_may_repeat_one_of_the_same_file_or_of_the_book(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    again = row("petitions", petition_id="KN-02", received_on="2022-02-10", repeats="KN-01")
    assert rule_ids(collect(book, "petitions", [row("petitions"), again], received_on=EARLIER)) == []
    third = row("petitions", petition_id="KN-03", received_on="2022-02-20", repeats="KN-02")
    assert rule_ids(collect(book, "petitions", [third], received_on=RECEIVED)) == []
