from __future__ import annotations

from datetime import date

import pytest

from tests.unit.plan.deadline_books import AS_OF, case, directive, engine, event, petition
from tongket.model.errors import UsageError
from tongket.plan.deadlines_book import explain_deadline
from tongket.store.calendars import read_holidays

BOOK = engine(
    directives=[directive("D1")],
    petitions=[petition("K1"), petition("K2", deadline_rule=None)],
    cases=[case("C1", date(2024, 2, 1))],
    case_events=[event("C1", "instituted", date(2024, 2, 5))],
)


@pytest.mark.parametrize(
    ("asked", "found", "due"),
    [
        ("D1", "D1", date(2024, 3, 20)),
        ("directive:D1", "D1", date(2024, 3, 20)),
        ("petition:K1", "K1", date(2024, 1, 29)),
        ("C1:investigation", "C1:investigation", date(2024, 4, 5)),
        ("case_clock:C1:crime_report", "C1:crime_report", date(2024, 2, 21)),
        ("C1", "C1:investigation", date(2024, 4, 5)),
    ],
)
def test_any_deadline_can_be_explained_by_its_id(asked: str, found: str, due: date) -> None:
    said = explain_deadline(BOOK, asked, AS_OF, read_holidays())
    assert (said.deadline.id, said.due_on) == (found, due)


@pytest.mark.parametrize("asked", ["K2", "K9", ""])
def test_what_has_no_deadline_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match=r"must be the id of a directive.*tongket plan"):
        explain_deadline(BOOK, asked, AS_OF, read_holidays())
