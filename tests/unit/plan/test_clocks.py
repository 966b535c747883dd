from __future__ import annotations

from datetime import date

import pytest

from tests.unit.plan.deadline_books import case, engine, event
from tongket.model.errors import DefinitionError
from tongket.model.tables import CASE_EVENTS, SEVERITIES
from tongket.model.text import Text
from tongket.plan.clocks import CaseClock, ask_by, case_clocks, clocks_of, is_inside, items
from tongket.plan.clocks_rules import Clock, read_clocks
from tongket.plan.deadlines import due_day
from tongket.plan.items import State
from tongket.store.calendars import read_holidays

VN = read_holidays()
RECORDED, INSTITUTED = date(2023, 3, 1), date(2023, 3, 6)


def clocks(severity: str | None, *events: tuple[str, date]) -> tuple[CaseClock, ...]:
    return tuple(clocks_of("C1", "31117", severity, RECORDED, events, VN))


def last(severity: str, *events: tuple[str, date]) -> CaseClock:
    return clocks(severity, ("instituted", INSTITUTED), *events)[-1]


# Criminal Procedure Code, Article 172: months of the limit, then with one, two and three extensions.
LIMITS = {
    "less_serious": (2, 4),
    "serious": (3, 6, 8),
    "very_serious": (4, 8, 12),
    "especially_serious": (4, 8, 12, 16),
}


@pytest.mark.parametrize("severity", SEVERITIES)
def test_an_investigation_runs_as_long_as_article_172_says(severity: str) -> None:
    for number, months in enumerate(LIMITS[severity]):
        clock = last(severity, *(("extended", INSTITUTED) for _ in range(number)))
        index = INSTITUTED.month - 1 + months
        full = date(INSTITUTED.year + index // 12, index % 12 + 1, INSTITUTED.day)
        assert due_day(clock.deadline, VN) == VN.next_working(full)
        assert (ask_by(clock, VN) is None) == (number == len(LIMITS[severity]) - 1)


@pytest.mark.parametrize(
    ("severity", "base", "extended"),
    [("less_serious", 2, 3), ("serious", 2, 4), ("very_serious", 3, 5), ("especially_serious", 3, 6)],
)
def test_a_resumed_investigation_has_the_limit_of_article_174(severity: str, base: int, extended: int) -> None:
    resumed = date(2023, 8, 7)
    course = (("suspended", date(2023, 5, 5)), ("resumed", resumed))
    clock = last(severity, *course)
    assert clock.clock.id == "resumed_investigation"
    assert due_day(clock.deadline, VN) == VN.next_working(date(2023, 8 + base, 7))
    more = last(severity, *course, ("extended", date(2023, 8, 20)))
    month = 8 + extended
    assert due_day(more.deadline, VN) == VN.next_working(date(2023 + month // 13, (month - 1) % 12 + 1, 7))


def test_a_report_is_resolved_in_twenty_days_or_two_months_or_four() -> None:
    assert due_day(clocks("serious")[0].deadline, VN) == date(2023, 3, 21)
    assert due_day(clocks("serious", ("extended", date(2023, 3, 10)))[0].deadline, VN) == date(2023, 5, 4)
    twice = (("extended", date(2023, 3, 10)), ("extended", date(2023, 4, 20)))
    assert due_day(clocks("serious", *twice)[0].deadline, VN) == date(2023, 7, 3)


def test_an_extension_is_asked_for_ten_days_before() -> None:
    in_time, late = (last("less_serious", ("extended", date(2023, 4, day))) for day in (26, 27))
    assert in_time.flaws == ()
    assert [flaw.en for flaw in late.flaws] == [
        "The extension is dated 2023-04-27, later than 10 days before the limit."
    ]
    assert ask_by(last("less_serious"), VN) == date(2023, 4, 26)


def test_more_extensions_than_the_law_allows_do_not_count() -> None:
    once, twice = (last("less_serious", *(("extended", INSTITUTED) for _ in range(number))) for number in (1, 2))
    assert due_day(twice.deadline, VN) == due_day(once.deadline, VN)
    assert "2 extensions are on record, the law allows 1" in twice.flaws[0].en


@pytest.mark.parametrize("end", ["concluded", "suspended", "discontinued", "transferred", "unfounded"])
def test_a_clock_ends_with_the_decision(end: str) -> None:
    inside, outside = (last("less_serious", (end, date(2023, 5, day))) for day in (8, 9))
    assert (inside.ended_by, inside.ended_on) == (end, date(2023, 5, 8))
    # two months from 6 March end on Saturday 6 May, so with Monday the 8th
    assert is_inside(inside, VN)
    assert not is_inside(outside, VN)


@pytest.mark.parametrize("other", ["charged", "cleared", "reclassified", "relocated", "corrected"])
def test_a_clock_runs_on_through_what_decides_nothing(other: str) -> None:
    assert last("serious", (other, date(2023, 4, 1))).ended_on is None


def test_a_case_is_under_one_clock_at_a_time() -> None:
    # the record of the suspension is missing: the resumption ends the first clock all the same
    found = clocks("serious", ("instituted", INSTITUTED), ("resumed", date(2023, 8, 1)))
    assert [clock.ended_on is None for clock in found] == [False, False, True]


def test_without_a_severity_only_the_report_has_a_limit() -> None:
    assert [clock.clock.id for clock in clocks(None, ("instituted", INSTITUTED))] == ["crime_report"]


def test_what_was_recorded_before_the_code_is_under_no_clock() -> None:
    assert list(clocks_of("C1", "1", "serious", date(2017, 12, 31), (), VN)) == []


def test_events_of_one_day_are_taken_in_the_order_of_procedure() -> None:
    on = date(2023, 3, 6)
    records = engine(
        cases=[case("C1", RECORDED)],
        case_events=[
            event("C1", "concluded", on),
            event("C1", "extended", on),
            event("C1", "instituted", on),
        ],
    )
    report, investigation = case_clocks(records, date(2023, 12, 31), VN)
    assert (report.ended_by, investigation.ended_by) == ("instituted", "concluded")
    assert len(investigation.deadline.extensions) == 1


BOOK = engine(
    cases=[
        case("RUN", date(2024, 2, 19)),
        case("LATE", date(2023, 3, 1)),
        case("STILL", date(2023, 3, 1)),
        case("DONE", date(2023, 3, 1)),
    ],
    case_events=[
        *(event(id_, "instituted", date(2023, 3, 6)) for id_ in ("LATE", "STILL", "DONE")),
        event("RUN", "instituted", date(2024, 2, 20)),
        event("STILL", "suspended", date(2023, 5, 5)),
        event("DONE", "concluded", date(2023, 4, 20)),
    ],
)


def test_the_board_shows_what_runs_and_what_stands_still() -> None:
    found = {item.id: item for item in items(case_clocks(BOOK, date(2024, 3, 31), VN), date(2024, 3, 31), VN)}
    assert set(found) == {"RUN:investigation", "LATE:investigation", "STILL:investigation"}
    running, late, still = (found[f"{id_}:investigation"] for id_ in ("RUN", "LATE", "STILL"))
    assert (running.state, running.due_on, running.days_left) == (State.ON_THE_WAY, date(2024, 4, 22), 22)
    assert "đề nghị gia hạn chậm nhất ngày 10/04/2024" in running.why.vi
    assert (late.state, late.due_on) == (State.LATE, date(2023, 5, 8))
    assert (still.state, still.due_on) == (State.SUSPENDED, None)
    assert "suspended on 2023-05-05" in still.why.en


def test_later_events_are_not_known() -> None:
    found = items(case_clocks(BOOK, date(2023, 4, 1), VN), date(2023, 4, 1), VN)
    assert {item.id: item.state for item in found} == dict.fromkeys(
        ("DONE:investigation", "LATE:investigation", "STILL:investigation"), State.ON_THE_WAY
    )


def test_a_book_without_events_has_no_clocks() -> None:
    assert case_clocks(engine(cases=[case("C1", RECORDED)]), date(2024, 3, 31), VN) == ()


def test_every_clock_starts_and_ends_with_events_there_are() -> None:
    for clock in read_clocks():
        assert {clock.starts_with, *clock.ends_with} <= {"recorded", *CASE_EVENTS}
        assert clock.source.vi
        assert clock.source.en
        covered = [severity for limit in clock.limits for severity in limit.severities]
        assert sorted(covered) in ([], sorted(SEVERITIES))


def test_a_clock_of_unknown_events_cannot_be_built() -> None:
    word = Text("a", "b")
    with pytest.raises(DefinitionError, match="knows no"):
        Clock("x", word, word, word, "begun", (), date(2018, 1, 1), None, 10, word, word, ())
