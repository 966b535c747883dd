from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.unit.plan.deadline_books import AS_OF, case, directive, engine, event, petition, seal
from tongket.count.derived import DERIVATION, Derived, record_derived
from tongket.model.figures import State
from tongket.model.periods import parse_period
from tongket.plan.deadlines_figures import clock_figures, directive_figures, petition_figures
from tongket.store.calendars import read_holidays

VN = read_holidays()
YEAR = parse_period("civil:2023")
CASES = engine(
    cases=[
        case("IN", date(2023, 3, 1)),
        case("OUT", date(2023, 3, 1)),
        case("OVER", date(2023, 3, 1), "serious"),
        case("STILL", date(2023, 3, 1)),
        case("NEXT", date(2023, 12, 1)),
    ],
    case_events=[
        *(event(id_, "instituted", date(2023, 3, 6)) for id_ in ("IN", "OUT", "OVER", "STILL")),
        event("NEXT", "instituted", date(2023, 12, 4)),
        event("IN", "concluded", date(2023, 4, 20)),
        event("OUT", "concluded", date(2023, 6, 1)),
        event("STILL", "suspended", date(2023, 5, 8)),
        event("NEXT", "concluded", date(2023, 12, 20)),
        event("OVER", "charged", date(2024, 3, 4)),
    ],
)


def by_id(derived: Iterable[Derived]) -> dict[tuple[str, ...], Derived]:
    found = {}
    for each in derived:
        own = [code for name, code in each.figure.by if name != DERIVATION]
        found[(each.figure.indicator, *own)] = each
    return found


def clocks(period: str = "civil:2023", as_of: date = AS_OF) -> dict[tuple[str, ...], Derived]:
    return by_id(clock_figures(CASES, seal(as_of), parse_period(period), VN))


def test_the_share_inside_the_limit_counts_limits_by_their_last_day() -> None:
    share = clocks()["plan.clock.share_inside_limit", "investigation"].figure
    # IN and STILL were decided in time, OUT was not, OVER runs on; NEXT runs out in the year after
    assert (share.numerator, share.denominator, share.value) == (2, 4, share.value)
    assert str(share.value) == "0.500000000000"
    next_year = clocks("2024-01-01..2024-03-31")["plan.clock.share_inside_limit", "investigation"].figure
    assert (next_year.numerator, next_year.denominator) == (1, 1)


def test_the_share_is_given_for_each_severity() -> None:
    found = clocks()
    serious = found["plan.clock.share_inside_limit", "investigation", "serious"].figure
    assert (serious.numerator, serious.denominator) == (0, 1)
    assert found["plan.clock.share_inside_limit", "investigation", "very_serious"].figure.state is State.MISSING
    assert ("plan.clock.share_inside_limit", "crime_report", "serious") not in found


def test_what_the_register_cannot_know_is_not_judged() -> None:
    # the last event is of 4 March 2024: whether a limit that ran out later was kept is not on record
    (whole, cut) = (clocks(f"2024-01-01..{last}") for last in ("2024-03-04", "2024-03-31"))
    figures = [each["plan.clock.share_inside_limit", "investigation"] for each in (whole, cut)]
    assert figures[0].figure.value == figures[1].figure.value
    assert ("known_until", "2024-03-04") in figures[1].derivation.parameters
    before = by_id(clock_figures(CASES, seal(date(2023, 4, 30)), parse_period("2023-04-21..2023-04-30"), VN))
    assert before["plan.clock.share_inside_limit", "investigation"].figure.state is State.MISSING


def test_a_period_that_still_runs_has_no_share() -> None:
    assert clocks("civil:2024")["plan.clock.share_inside_limit", "investigation"].figure.state is State.MISSING


def test_what_runs_runs_over_or_stands_still_is_counted_on_the_day() -> None:
    found = clocks()
    values = {name: found[f"plan.clock.{name}", "investigation"].figure for name in ("running", "overdue", "suspended")}
    assert {name: figure.value for name, figure in values.items()} == {"running": 1, "overdue": 1, "suspended": 1}
    assert values["running"].period == f"{AS_OF}..{AS_OF}"


def test_every_figure_leads_to_its_records() -> None:
    """The keys behind a figure are as many as it says, on the very engine it was made from."""
    for each in clocks().values():
        sizes = [CASES.trace(source.request).total for source in each.derivation.sources]
        figure = each.figure
        if figure.denominator is not None:
            # a source without records is left out
            assert sizes == [size for size in (figure.numerator, figure.denominator) if size]
        elif figure.value:
            assert sizes == [figure.value]
        else:
            assert sizes == []


PETITIONS = engine(
    petitions=[
        petition("K1", answered_on=date(2024, 1, 20), outcome="resolved", resolved_on=date(2024, 1, 20)),
        petition("K2", answered_on=date(2024, 2, 2), outcome="explained", repeats="K0"),
        petition("K3"),
        petition("K0", batch="EARLIER", received_on=date(2022, 7, 8)),
    ]
)


def test_petitions_are_counted_by_batch_answered_and_resolved_apart() -> None:
    found = by_id(petition_figures(PETITIONS, seal(), YEAR, VN))
    values = {name[0]: each.figure.value for name, each in found.items()}
    assert {name[1] for name in found} == {"TXCT-2023-12"}
    assert values["plan.petition.received"] == 3
    assert values["plan.petition.answered"] == 2
    assert values["plan.petition.resolved"] == 1
    assert values["plan.petition.late"] == 2
    assert values["plan.petition.repeated"] == 1
    assert values["plan.petition.in_progress"] == 0
    assert str(values["plan.petition.share_answered"]) == "0.666666666667"
    assert str(values["plan.petition.share_resolved"]) == "0.333333333333"
    late = found["plan.petition.late", "TXCT-2023-12"]
    assert PETITIONS.trace(late.derivation.sources[0].request).keys == (("K2",), ("K3",))


def test_directives_of_a_period_are_done_in_time_or_not() -> None:
    done = {"status": "done", "evidence": "12/BC"}
    records = engine(
        directives=[
            directive("D1", **done, closed_on=date(2024, 3, 20)),
            directive("D2", **done, closed_on=date(2024, 3, 21)),
            directive("D3"),
            directive("D4", status="withdrawn", closed_on=date(2024, 2, 1)),
            directive("D5", due_on=date(2024, 5, 1)),
        ]
    )
    found = by_id(directive_figures(records, seal(), parse_period("2024-01-01..2024-03-31")))
    values = {name[0].rpartition(".")[2]: each.figure.value for name, each in found.items()}
    assert str(values.pop("share_in_time")) == "0.333333333333"
    assert values == {"due": 3, "done": 2, "done_in_time": 1, "overdue": 1}


def test_the_figures_enter_the_ledger_and_the_labels_are_whole(tmp_path: Path) -> None:
    every = [*clocks().values(), *petition_figures(PETITIONS, seal(), YEAR, VN)]
    record_derived(every, tmp_path)
    record_derived(every, tmp_path)
    assert len({each.figure.id for each in every}) == len(every)
    assert all(each.derivation.label.vi and each.derivation.method.en for each in every)
