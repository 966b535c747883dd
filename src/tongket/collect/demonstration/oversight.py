"""Directives, voters' petitions and inspections: what was asked, by when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.places import Places
from tongket.collect.demonstration.plan import YEARS
from tongket.collect.demonstration.profiles import Profile
from tongket.collect.demonstration.registers import Entry, Row
from tongket.collect.demonstration.texts import (
    DIRECTIVES,
    ISSUERS,
    OWNERS,
    PETITIONS,
)
from tongket.model.areas import AreaSet

_DIRECTIVES_A_YEAR = 24
_LATE = 0.2
_ASKED_AGAIN = 0.25
# Received on, number of petitions, day before which the answer is due; without a day: sixty days.
# Published: answers were asked for before 30 January (2024).
_BATCHES: tuple[tuple[date, int, date | None], ...] = (
    *((date(year, 7, 8), 9 + year % 4, None) for year in YEARS),
    *((date(year - 1, 12, 20), 12 + year % 3, None) for year in YEARS if year != 2024),
    (date(2023, 12, 8), 17, date(2024, 1, 30)),
    (date(2024, 12, 6), 15, date(2025, 1, 25)),
)
_SCHEDULED_A_YEAR, _AD_HOC_A_YEAR = 20, 8
_RECHECK_DAYS = 180


def directives(draws: Draws) -> list[Entry]:
    """Return the directives of superiors, with their states; a task is done only with evidence."""
    entries: list[Entry] = []
    for year in YEARS:
        first = date(year - 1, 12, 15)
        days = sorted(first + timedelta(days=draws.below(360)) for _ in range(_DIRECTIVES_A_YEAR))
        entries += [_directive(f"CĐ-{year}-{number:03d}", day, draws) for number, day in enumerate(days, 1)]
    return entries


def _directive(key: str, issued_on: date, draws: Draws) -> Entry:
    issuer, kind, mark = draws.one(ISSUERS)
    text, owner = draws.one(DIRECTIVES)
    due_on = issued_on + timedelta(days=draws.one((15, 30, 45, 60, 90, 180)))
    row: Row = {
        "directive_id": key,
        "document": f"{kind} số MP{draws.between(1, 99):02d}/{mark}",
        "clause": f"khoản {draws.between(1, 5)}" if draws.chance(0.6) else None,
        "issuer": issuer,
        "issued_on": issued_on,
        "text": text,
        "owner": OWNERS[owner],
        "due_on": None if draws.chance(0.07) else due_on,
        "status": "open",
    }
    return Entry(issued_on, row, tuple(_course(issued_on, due_on, draws)))


def _course(issued_on: date, due_on: date, draws: Draws) -> Iterator[tuple[date, Row]]:
    started = issued_on + timedelta(days=draws.between(1, 10))
    yield started, {"status": "in_progress"}
    if draws.chance(0.03):
        yield started + timedelta(days=20), {"status": "withdrawn", "closed_on": started + timedelta(days=20)}
        return
    span = (due_on - started).days
    closed_on = (
        due_on + timedelta(days=draws.between(2, 110))
        if draws.chance(_LATE)
        else (started + timedelta(days=span * draws.between(45, 100) // 100))
    )
    evidence = f"Báo cáo số MP{draws.between(10, 999)}/BC-CATP ngày {closed_on:%d/%m/%Y}"
    yield closed_on, {"status": "done", "closed_on": closed_on, "evidence": evidence}


def petitions(places: Places, draws: Draws, links: Draws) -> list[Entry]:
    """Return voters' petitions in the batches in which they were received; some ask again for what was asked before.

    What is linked to what is drawn from a stream of its own.
    """
    entries: list[Entry] = []
    for received_on, size, before in sorted(_BATCHES):
        earlier = tuple(entry for entry in entries if entry.since < received_on)
        for number in range(1, size + 1):
            entry = _petition(f"KN-{received_on:%Y%m}-{number:02d}", received_on, before, places, draws)
            entries.append(_linked(entry, earlier, places, links))
    return entries


def _petition(key: str, received_on: date, before: date | None, places: Places, draws: Draws) -> Entry:
    topic, owner = draws.one(PETITIONS)
    # "before 30 January" ends with the day before
    due_on = received_on + timedelta(days=60) if before is None else before - timedelta(days=1)
    row: Row = {
        "petition_id": key,
        "received_on": received_on,
        "batch": f"TXCT-{received_on:%Y-%m}",
        "forwarded_on": None,
        "topic": topic,
        "area": places.draw_area(draws, received_on, Profile()).code,
        "owner": OWNERS[owner],
        "repeats": None,
        "deadline_rule": "days:60" if before is None else f"before:{before}",
    }
    return Entry(received_on, row, tuple(_answer(received_on, due_on, draws)))


def _linked(entry: Entry, earlier: tuple[Entry, ...], places: Places, links: Draws) -> Entry:
    """Say when a petition was passed on, and which one of the same topic it repeats where it does."""
    forwarded_on = entry.since + timedelta(days=links.between(1, 7))
    passed_on: tuple[date, Row] = (forwarded_on, {"forwarded_on": forwarded_on})
    changes = (passed_on, *entry.changes)
    asks_again = links.chance(_ASKED_AGAIN)
    same = [
        one
        for one in earlier
        if one.row["topic"] == entry.row["topic"] and places.areas.find(str(one.row["area"]), entry.since) is not None
    ]
    if not (asks_again and same):
        return Entry(entry.since, entry.row, changes)
    # what is asked again is asked in the same commune
    row = entry.row | {"repeats": same[-1].row["petition_id"], "area": same[-1].row["area"]}
    return Entry(entry.since, row, changes)


def _answer(received_on: date, due_on: date, draws: Draws) -> Iterator[tuple[date, Row]]:
    """Yield the answer, and for what was only promised the day on which it is resolved."""
    if draws.chance(0.03):
        return
    span = (due_on - received_on).days
    late = draws.chance(0.1)
    answered_on = (
        due_on + timedelta(days=draws.between(1, 25))
        if late
        else (received_on + timedelta(days=span * draws.between(40, 100) // 100))
    )
    outcome = draws.from_weights(
        {"resolved": 0.34, "explained": 0.3, "in_progress": 0.18, "will_do_by": 0.12, "not_ours": 0.06}
    )
    if outcome not in ("in_progress", "will_do_by"):
        resolved_on = answered_on if outcome == "resolved" else None
        yield answered_on, {"answered_on": answered_on, "outcome": outcome, "resolved_on": resolved_on}
        return
    roadmap_on = answered_on + timedelta(days=draws.one((60, 90, 120, 180, 270)))
    yield answered_on, {"answered_on": answered_on, "outcome": outcome, "roadmap_on": roadmap_on}
    if draws.chance(0.75):
        resolved_on = roadmap_on + timedelta(days=draws.between(-20, 30))
        yield resolved_on, {"outcome": "resolved", "resolved_on": resolved_on}


def inspections(areas: AreaSet, draws: Draws) -> list[Entry]:
    """Return the inspections of each year: those of the approved plan, and those nobody was told of."""
    entries: list[Entry] = []
    for year in YEARS:
        approved_on = date(year - 1, 12, 18)
        districts = [
            f"Công an {one.name.vi[0].lower()}{one.name.vi[1:]}" for one in areas.units("district", approved_on)
        ]
        units = draws.shuffled([*districts, *OWNERS[:9], *districts])[:_SCHEDULED_A_YEAR]
        for number, unit in enumerate(units, 1):
            planned_on = date(year, 1 + (number - 1) * 11 // _SCHEDULED_A_YEAR, draws.between(3, 26))
            entries.append(_inspection(f"TT-{year}-{number:02d}", unit, approved_on, planned_on, draws))
        for number in range(1, _AD_HOC_A_YEAR + 1):
            ordered_on = date(year, draws.between(1, 11), draws.between(1, 28))
            unit = draws.one([*districts, *OWNERS[:9]])
            entries.append(_inspection(f"ĐX-{year}-{number:02d}", unit, ordered_on, None, draws))
    return entries


def _inspection(key: str, unit: str, approved_on: date, planned_on: date | None, draws: Draws) -> Entry:
    row: Row = {
        "inspection_id": key,
        "unit": unit,
        "kind": "ad_hoc" if planned_on is None else "scheduled",
        "approved_on": approved_on,
        "planned_on": planned_on,
    }
    if planned_on is not None and draws.chance(0.06):
        return Entry(approved_on, row)  # in the plan, but not held
    done_on = approved_on + timedelta(days=draws.between(1, 6))
    if planned_on is not None:
        done_on = planned_on + timedelta(days=draws.one((0, 1, 2, 5, 12, 35)))
    return Entry(approved_on, row, tuple(_findings(done_on, draws)))


def _findings(done_on: date, draws: Draws) -> Iterator[tuple[date, Row]]:
    findings = draws.between(1, 7)
    recommendations = draws.between(1, findings)
    yield (
        done_on,
        {
            "done_on": done_on,
            "findings": findings,
            "violations": draws.below(min(findings, 3) + 1),
            "recommendations": recommendations,
            "carried_out": 0,
            "recheck_due_on": done_on + timedelta(days=_RECHECK_DAYS),
        },
    )
    carried_out = recommendations if draws.chance(0.7) else draws.below(recommendations + 1)
    yield done_on + timedelta(days=draws.between(40, 120)), {"carried_out": carried_out}
    # what is whole is looked at in time, what lacks one recommendation a fortnight late, what lacks more not yet
    if (missing := recommendations - carried_out) < 2:
        rechecked_on = done_on + timedelta(days=_RECHECK_DAYS + (14 if missing else -10))
        yield rechecked_on, {"rechecked_on": rechecked_on}
