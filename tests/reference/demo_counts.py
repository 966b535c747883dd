"""A slow plain reading of the demonstration: which records a closing sees, and how many cases they make.

The twin of collecting, closing and counting; it imports nothing of the project and knows files and dictionaries only.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

SOCIAL_ORDER = ("persons", "property", "family", "public_order")
GRAVE = ("very_serious", "especially_serious")
KEYS = {
    "cases": ("case_id",),
    "case_events": ("case_id", "event", "on", "from_value", "to_value"),
    "case_offences": ("case_id", "offence", "clause"),
    "wanted_notices": ("notice_id",),
    "campaigns": ("campaign_id",),
    "campaign_cases": ("campaign_id", "case_id"),
    "protected_events": ("event_id",),
    "targets": ("target_id",),
    "progress": ("indicator", "stage", "area", "on"),
    "directives": ("directive_id",),
    "petitions": ("petition_id",),
    "inspections": ("inspection_id",),
    "traffic_accidents": ("accident_id",),
    "fires": ("fire_id",),
}


@cache
def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def year_of(year: int) -> tuple[str, str]:
    return f"{year - 1}-12-15", f"{year}-12-14"


def quarter_of(year: int, number: int) -> tuple[str, str]:
    starts = [f"{year - 1}-12-15", f"{year}-03-15", f"{year}-06-15", f"{year}-09-15"]
    ends = [f"{year}-03-14", f"{year}-06-14", f"{year}-09-14", f"{year}-12-14"]
    return starts[number - 1], ends[number - 1]


def half_of(year: int, number: int) -> tuple[str, str]:
    return quarter_of(year, 2 * number - 1)[0], quarter_of(year, 2 * number)[1]


def as_of(loads: list[tuple[Path, str, date]], table: str, cut: date, dated_by: str) -> list[dict[str, str]]:
    """Return the records a closing on `cut` sees: the newest version received by then, nothing dated later."""
    newest: dict[tuple[str, ...], dict[str, str]] = {}
    for path, of_table, received_on in loads:
        if of_table == table and received_on <= cut:
            for row in read_rows(path):
                key = tuple(row[column] for column in KEYS[table])
                newest[key] = row
    seen = [dict(row) for row in newest.values() if row[dated_by] <= cut.isoformat()]
    for row in seen:
        if row.get("cleared_on", "") > cut.isoformat():
            row["cleared_on"], row["status"] = "", "open"
    return seen


def is_counted(case: dict[str, str]) -> bool:
    return case["offence_group"] in SOCIAL_ORDER and case["status"] != "unfounded"


def within(day: str, span: tuple[str, str]) -> bool:
    return span[0] <= day <= span[1]


def recorded(cases: list[dict[str, str]], span: tuple[str, str]) -> list[dict[str, str]]:
    return [case for case in cases if is_counted(case) and within(case["recorded_on"], span)]


def cleared(cases: list[dict[str, str]], span: tuple[str, str]) -> list[dict[str, str]]:
    """Return the cases cleared in the span, whenever recorded: the numerator of the period form."""
    return [case for case in cases if is_counted(case) and within(case["cleared_on"], span)]


def cohort_cleared(cases: list[dict[str, str]], span: tuple[str, str]) -> list[dict[str, str]]:
    """Return the cases recorded in the span that are cleared by the cut-off: the numerator of the cohort form."""
    return [case for case in recorded(cases, span) if case["cleared_on"]]


def grave(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    return [case for case in cases if case["severity"] in GRAVE]


def especially(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    return [case for case in cases if case["severity"] == "especially_serious"]


def total(cases: list[dict[str, str]], column: str) -> int:
    return sum(int(float(case[column] or 0)) for case in cases)
