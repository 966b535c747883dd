"""Make the registers one after the other, and write each as the files in which it would arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tongket.collect.demonstration import calibration
from tongket.collect.demonstration.accidents import fires, traffic_accidents
from tongket.collect.demonstration.books import Register, other_cases, social_order_cases
from tongket.collect.demonstration.campaigns import campaign_cases, campaigns
from tongket.collect.demonstration.clearance import clear_others, clear_social_order
from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.events import protected_events
from tongket.collect.demonstration.harm import add_harm, correct_entries, meet_persons
from tongket.collect.demonstration.oversight import directives, inspections, petitions
from tongket.collect.demonstration.places import Places
from tongket.collect.demonstration.plan import QUARTERS, DemonstrationLoad, DemonstrationPlan, closings, deliveries
from tongket.collect.demonstration.planted import EFFECT, RUN
from tongket.collect.demonstration.procedure import follow_procedure
from tongket.collect.demonstration.project06 import progress, targets
from tongket.collect.demonstration.registers import EVERY_YEAR, SINCE_2022, Entry, deliver
from tongket.collect.demonstration.revisions import revise
from tongket.collect.demonstration.several import list_offences
from tongket.collect.demonstration.stories import Case, Value
from tongket.collect.demonstration.wanted import wanted_notices
from tongket.collect.demonstration.writing import in_order, write_statement, write_table
from tongket.store.shipped import read_area_set, read_offences

Rows = dict[int, list[dict[str, Value]]]


@dataclass(frozen=True)
class _CaseBook:
    cases: list[Case]
    listed: list[Entry]


def write_demonstration_sources(directory: Path, seed: int = 2022) -> DemonstrationPlan:
    """Write the synthetic sources of a Cần Thơ book, and say when each arrives and when the book is closed.

    Parameters
    ----------
    directory : Path
        Folder for the files; it is made if need be.
    seed : int
        The same seed gives the same bytes on every machine.

    Returns
    -------
    DemonstrationPlan
        Loads and closings in order of time. Collect each load under its day of arrival, then close on each day:
        a closing sees the newest version of each record among the loads received by then.

    Notes
    -----
    Published totals that the counting of the records must reach: 1 067 crimes against social order in 2019, 606 in
    2021, 574 in 2022; see ``docs/reference/demonstration.md``.
    """
    areas, catalogue = read_area_set("can-tho"), read_offences("vn-penal-code")
    places = Places(areas, Draws(seed, "places"))
    book = _case_book(Register(catalogue, places, Draws(seed, "cases")), seed)
    loads = in_order([*_case_loads(directory, book), *_other_loads(directory, book, places, seed)])
    plan = DemonstrationPlan(directory, seed, loads, closings())
    write_statement(directory, seed, plan.loads, plan.closings, _planted())
    return plan


def _planted() -> list[dict[str, str]]:
    return [{key: str(value) for key, value in asdict(one).items()} for one in (RUN, EFFECT)]


def _case_book(register: Register, seed: int) -> _CaseBook:
    social = social_order_cases(register)
    clear_social_order(social, Draws(seed, "clearance"))
    cases = social + revise(register, social)
    for area_of_work in calibration.OTHER_RECORDED:
        others = other_cases(register, area_of_work)
        clear_others(others, area_of_work, Draws(seed, f"clearance of {area_of_work}"))
        cases += others
    add_harm(cases, Draws(seed, "harm"))
    meet_persons(cases, Draws(seed, "persons"))
    follow_procedure(cases, Draws(seed, "procedure"))
    correct_entries(register, cases)
    _number(cases)
    return _CaseBook(cases, list_offences(register, cases))


def _number(cases: list[Case]) -> None:
    """Number the cases of each year in order of arrival and recording, as a register does."""
    cases.sort(key=lambda case: (case.year, case.arrives, case.recorded_on))
    counted: dict[int, int] = defaultdict(int)
    for case in cases:
        counted[case.year] += 1
        case.case_id = f"MP-{case.year}-{counted[case.year]:05d}"


def _case_loads(directory: Path, book: _CaseBook) -> Iterator[DemonstrationLoad]:
    quarters = deliveries()
    delivered = {  # what a quarter brings comes with the next delivery
        quarter.index: next(one.index for one in quarters if one.index >= quarter.index) for quarter in QUARTERS
    }
    cases: Rows = defaultdict(list)
    events: Rows = defaultdict(list)
    for case in book.cases:
        sent: dict[str, Value] = {}
        for load in sorted({delivered[version] for version in case.versions()}):
            row = case.row(load)
            if row != sent:  # what changed and changed back between two files is no new version
                cases[load].append(row)
            sent = row
        for event in case.events:
            events[delivered[event.arrives]].append(event.row(case.case_id))
    for quarter in quarters:
        yield write_table(directory, "cases", quarter.name, quarter.received_on, cases[quarter.index])
        yield write_table(directory, "case_events", quarter.name, quarter.received_on, events[quarter.index])


def _other_loads(directory: Path, book: _CaseBook, places: Places, seed: int) -> Iterator[DemonstrationLoad]:
    areas = places.areas
    yearly = {
        "wanted_notices": wanted_notices(places, Draws(seed, "wanted")),
        "traffic_accidents": traffic_accidents(places, Draws(seed, "traffic")),
        "fires": fires(places, Draws(seed, "fires")),
    }
    since_2022 = {
        "case_offences": book.listed,
        "campaigns": campaigns(),
        "campaign_cases": campaign_cases(book.cases, areas, Draws(seed, "campaigns")),
        "protected_events": protected_events(),
        "targets": targets(areas),
        "progress": progress(areas, Draws(seed, "progress")),
        "directives": directives(Draws(seed, "directives")),
        "petitions": petitions(places, Draws(seed, "petitions"), Draws(seed, "petition links")),
        "inspections": inspections(areas, Draws(seed, "inspections")),
    }
    for table, entries in yearly.items():
        yield from deliver(directory, table, entries, EVERY_YEAR)
    for table, entries in since_2022.items():
        yield from deliver(directory, table, entries, SINCE_2022)
