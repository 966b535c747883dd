"""What was known of cases at a cut-off, in plain Python: one case after the other, one event after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

Record = dict[str, Any]

STATUS_AFTER = {
    "instituted": "open",
    "resumed": "open",
    "cleared": "cleared",
    "suspended": "suspended",
    "discontinued": "discontinued",
    "unfounded": "unfounded",
    "transferred": "transferred",
}
STATUSES = ("open", "cleared", "suspended", "discontinued", "unfounded", "transferred")


def newest(versions: list[tuple[date, int, Record]], as_of: date) -> dict[str, Record]:
    """Return the newest version of each case received by the cut-off, from (received on, number of load, record)."""
    found: dict[str, Record] = {}
    for received, _, record in sorted(versions, key=lambda version: version[:2]):
        if received <= as_of:
            found[record["case_id"]] = record
    return found


def known(cases: dict[str, Record], events: list[Record], codes: list[Record] | None, as_of: date) -> list[Record]:
    """Return the cases as they stood at the cut-off."""
    kept = [dict(record) for record in cases.values() if record["recorded_on"] <= as_of]
    for record in kept:
        mine = [event for event in events if event["case_id"] == record["case_id"]]
        undo_events(record, mine, codes, as_of)
        if record["cleared_on"] is not None and record["cleared_on"] > as_of:
            record["cleared_on"] = None
            if record["status"] == "cleared":
                record["status"] = "open"
    return kept


def first_before(events: list[Record], of_the_case: list[Record]) -> str | None:
    """Return what the first of these events found; of one day that one comes first which no other led to."""

    def led_to(event: Record) -> bool:
        return any(
            other["event"] == event["event"]
            and other["on"] == event["on"]
            and other["to_value"] is not None
            and other["to_value"] == event["from_value"] != other["from_value"]
            for other in of_the_case
        )

    # a missing value stands last, as in the query
    ordered = sorted(
        events, key=lambda e: (e["on"], led_to(e), e["event"], e["from_value"] is None, e["from_value"] or "")
    )
    return ordered[0]["from_value"] if ordered else None


def undo_events(record: Record, events: list[Record], codes: list[Record] | None, as_of: date) -> None:
    later = [event for event in events if event["on"] > as_of]
    undo_status(record, events, later, as_of)
    offence = first_before([e for e in later if e["event"] == "reclassified" and e["from_value"] is not None], events)
    if offence is not None:
        record["offence"], record["clause"] = offence, None
        restore_codes(record, codes or [])
    area = first_before([e for e in later if e["event"] == "relocated" and e["from_value"] is not None], events)
    if area is not None:
        record["area"], record["longitude"], record["latitude"] = area, None, None
        if record["location_precision"] != "unknown":
            record["location_precision"] = "commune"


def undo_status(record: Record, events: list[Record], later: list[Record], as_of: date) -> None:
    changes = [event for event in later if event["event"] in STATUS_AFTER]
    if not changes:
        return
    before = first_before(changes, events)
    earlier = [event for event in events if event["on"] <= as_of and event["event"] in STATUS_AFTER]
    if before in STATUSES:
        record["status"] = before
    elif earlier:
        record["status"] = STATUS_AFTER[max(earlier, key=lambda event: (event["on"], event["event"]))["event"]]
    elif record["cleared_on"] is not None and record["cleared_on"] <= as_of:
        record["status"] = "cleared"
    else:
        record["status"] = "open"


def restore_codes(record: Record, codes: list[Record]) -> None:
    rows = [
        row
        for row in codes
        if row["article"] == record["offence"]
        and row["valid_from"] <= record["recorded_on"]
        and (row["valid_to"] is None or record["recorded_on"] <= row["valid_to"])
    ]
    groups = [row["offence_group"] for row in rows if row["clause"] is None]
    if groups:
        severities = {row["severity"] for row in rows if row["clause"] is not None}
        record["offence_group"] = groups[0]
        record["severity"] = severities.pop() if len(severities) == 1 else None
