"""Registering and judging a campaign of a book on disk."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.close.books import case, load, make_full_book
from tongket import pipeline
from tongket.close.closing import close_book
from tongket.evaluate.cards_sentences import Verdict
from tongket.evaluate.registration import Standing
from tongket.model.errors import UsageError
from tongket.model.seals import Status
from tongket.store.book import Book
from tongket.store.chains import read_chain

FIRST = date(2022, 1, 1)


def campaign(**more: Any) -> dict[str, Any]:
    return {
        "campaign_id": "CD-1",
        "name": "Cao điểm thử",
        "offences": "173",
        "areas": "916",
        "starts_on": date(2023, 1, 15),
        "ends_on": date(2023, 3, 31),
        "registered_on": date(2023, 1, 5),
        "outcome": "occurred",
        "comparison": "others",
        "minimum_effect": "0.3",
        **more,
    }


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Return a book with a theft every third day, an assault every other, and a seal of April 2023."""
    made = make_full_book(tmp_path)
    rows = []
    for step in range(450):
        day = FIRST + timedelta(days=step)
        for offence, every in (("173", 3), ("134", 2)):
            if step % every == 0:
                begun = datetime.combine(day, time(9))
                rows.append(case(f"C-{offence}-{step}", recorded_on=day, occurred_from=begun, offence=offence))
    load(made, "cases", rows, date(2023, 4, 10))
    load(made, "campaigns", [campaign()], date(2023, 4, 10))
    close_book(made, as_of=date(2023, 4, 15), status=Status.OFFICIAL)
    return made


def test_a_campaign_is_judged_and_its_numbers_enter_the_ledger(book: Book) -> None:
    found = pipeline.evaluate(book, "latest", "CD-1")
    (card,) = found.cards
    # the records end on 26 March, before the campaign does
    assert card.verdict is Verdict.INCOMPLETE
    assert card.effect is not None
    assert card.effect.rung.value == "negative_control"
    assert pipeline.trace(book, card.figures[0].figure.id, 1).figure.value == card.effect.cases[1]


def test_registering_after_the_start_is_entered_and_shown(book: Book) -> None:
    made = pipeline.register_campaign(book, "CD-1", ["minimum_effect=0.5"])
    assert read_chain(book.registrations) == (made.link,)
    (card,) = pipeline.evaluate(book, "latest", "CD-1").cards
    assert card.state.standing is Standing.CHANGED
    assert card.state.link == made.link.digest
    assert ("minimum_effect", "0.3", "0.5") in {(each.name, each.before, each.after) for each in card.state.changes}


def test_a_campaign_collected_after_the_seal_can_be_registered_and_asked_for(book: Book) -> None:
    later = campaign(campaign_id="CD-2", areas=None, starts_on=date(2035, 5, 1), ends_on=date(2035, 6, 30))
    load(book, "campaigns", [later], date(2023, 5, 1), "later.csv")
    pipeline.register_campaign(book, "CD-2")
    (card,) = pipeline.evaluate(book, "latest", "CD-2").cards
    assert card.verdict is Verdict.NOT_BEGUN
    assert card.state.standing is Standing.HASHED
    assert pipeline.verify(book).ok


def test_without_a_name_all_are_listed(book: Book) -> None:
    found = pipeline.evaluate(book, "latest")
    assert [card.campaign_id for card in found.cards] == ["CD-1"]
    assert found.cards[0].second == ()


def test_an_unknown_campaign_is_refused(book: Book) -> None:
    with pytest.raises(UsageError, match="CD-1"):
        pipeline.evaluate(book, "latest", "CD-9")
    with pytest.raises(UsageError, match="Collect campaigns"):
        pipeline.register_campaign(book, "CD-9")
