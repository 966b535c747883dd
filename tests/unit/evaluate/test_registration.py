"""What a registration is worth: said before, hashed before, late, or changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.evaluate.campaign_books import campaign
from tongket.evaluate.registration import (
    Standing,
    Statement,
    chain_statements,
    check_complete,
    registration_of,
    settle,
    with_choices,
)
from tongket.model.errors import DefinitionError, UsageError
from tongket.store.chains import append_link, read_chain

TERMS = registration_of(campaign())
START = TERMS.starts_on
ZONE = timezone(timedelta(hours=7))


def loaded(on: date, **changes: object) -> Statement:
    return Statement(on, replace(TERMS, **changes).terms())  # type: ignore[arg-type]


def hashed(tmp_path: Path, on: date, **changes: object) -> tuple[Statement, ...]:
    made = replace(TERMS, **changes)  # type: ignore[arg-type]
    append_link(tmp_path / "r.jsonl", "CD-1", made.terms(), now=datetime.combine(on, datetime.min.time(), ZONE))
    return chain_statements(read_chain(tmp_path / "r.jsonl"), "CD-1")


def test_a_register_received_later_only_says_so() -> None:
    _, state = settle(TERMS, [loaded(date(2023, 12, 20))])
    assert state.standing is Standing.DECLARED
    assert (state.known_on, state.hashed_on, state.link) == (date(2023, 12, 20), None, None)


def test_an_entry_in_the_chain_before_the_start_proves_it(tmp_path: Path) -> None:
    entries = hashed(tmp_path, date(2023, 3, 21))
    _, state = settle(TERMS, [loaded(date(2023, 12, 20)), *entries])
    assert state.standing is Standing.HASHED
    assert state.link == entries[0].link


def test_an_entry_on_the_first_day_comes_too_late(tmp_path: Path) -> None:
    _, state = settle(TERMS, hashed(tmp_path, START))
    assert state.standing is Standing.DECLARED
    assert state.hashed_on == START


def test_a_registration_after_the_start_is_late() -> None:
    late = replace(TERMS, registered_on=START + timedelta(days=3))
    assert settle(late, [])[1].standing is Standing.LATE


def test_a_change_after_the_start_is_shown_and_the_first_terms_are_judged_by(tmp_path: Path) -> None:
    entries = hashed(tmp_path, date(2023, 3, 21))
    later = loaded(date(2023, 5, 2), outcome="recorded", ends_on=date(2023, 5, 1))
    judged, state = settle(replace(TERMS, outcome="recorded", ends_on=date(2023, 5, 1)), [*entries, later])
    assert state.standing is Standing.CHANGED
    assert [(change.name, change.before, change.after) for change in state.changes] == [
        ("ends_on", "2023-06-30", "2023-05-01"),
        ("outcome", "occurred", "recorded"),
    ]
    assert judged == TERMS


def test_a_change_before_the_start_is_none() -> None:
    judged, state = settle(TERMS, [loaded(date(2023, 3, 1), comparison="years:3"), loaded(date(2023, 3, 10))])
    assert state.changes == ()
    assert judged.comparison == "rest"


def test_the_same_terms_have_the_same_digest_and_others_do_not() -> None:
    assert registration_of(campaign()).digest == TERMS.digest
    assert replace(TERMS, minimum_effect=Decimal("0.31")).digest != TERMS.digest
    assert replace(TERMS, minimum_effect=Decimal("0.30")).digest == TERMS.digest


def test_choices_take_the_place_of_the_register() -> None:
    chosen = with_choices(TERMS, ["outcome=recorded:171", "minimum_effect=0.2"])
    assert (chosen.outcome, chosen.minimum_effect, chosen.comparison) == ("recorded:171", Decimal("0.2"), "rest")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (["colour=red"], "each once"),
        (["outcome=recorded", "outcome=occurred"], "each once"),
        (["outcome"], "each once"),
    ],
)
def test_other_choices_are_refused(choices: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        with_choices(TERMS, choices)


def test_a_comparison_of_areas_needs_areas() -> None:
    with pytest.raises(DefinitionError, match="runs in the whole city"):
        check_complete(replace(TERMS, areas=()))


def test_nobody_is_held_to_a_registration_without_an_outcome() -> None:
    with pytest.raises(UsageError, match="missing"):
        with_choices(replace(TERMS, outcome=None), [])
