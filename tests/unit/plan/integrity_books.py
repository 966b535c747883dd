"""Seeded synthetic records for the integrity watch: ten units that record alike, and what a test plants in one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from tongket.engines.reference import ReferenceEngine

UNITS = tuple(f"U{number}" for number in range(10))
FIRST, LAST, CUTOFF = date(2021, 1, 1), date(2023, 12, 31), date(2024, 4, 15)
# article, clause, group, severity, chance
KINDS = (
    ("173", "1", "property", "less_serious", 0.45),
    ("173", "2", "property", "serious", 0.2),
    ("134", "1", "persons", "less_serious", 0.15),
    ("134", "3", "persons", "very_serious", 0.1),
    ("249", "1", "drugs", "serious", 0.1),
)


def honest(seed: int, per_unit: int = 500) -> list[dict[str, Any]]:
    """Return cases of three years whose days, delays, losses and changes follow one law in all units."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(per_unit * len(UNITS)):
        article, clause, group, severity, _ = KINDS[random.choice(len(KINDS), p=[each[4] for each in KINDS])]
        occurred = FIRST + timedelta(days=int(random.integers((LAST - FIRST).days + 1)))
        delay = int(random.geometric(0.3)) - 1
        rows.append(
            {
                "case_id": f"C{number:06d}",
                "recorded_on": min(occurred + timedelta(days=delay), CUTOFF),
                "occurred_from": datetime.combine(occurred, time(20, 0)),
                "offence": article,
                "clause": clause,
                "offence_group": group,
                "severity": severity,
                "status": "unfounded" if random.random() < 0.04 else "open",
                "area": UNITS[number % len(UNITS)],
                "property_loss": round(float(np.exp(random.normal(np.log(20e6), 1.3))), -5),
                "persons_handled": int(random.integers(0, 9)),
                "killed": int(random.integers(0, 3)),
                "injured": int(random.integers(0, 3)),
                "changed": random.random() < 0.03,
            }
        )
    return rows


def engine(rows: list[dict[str, Any]]) -> ReferenceEngine:
    """Return an engine on the cases and on the events that follow from them."""
    events = []
    for row in rows:
        if row["changed"]:
            on = row["recorded_on"] + timedelta(days=20)
            before, after = ("168", row["offence"])
            events.append(event(row, "reclassified", on, before, after))
        if row["status"] == "unfounded":
            events.append(event(row, "unfounded", row["recorded_on"] + timedelta(days=10), None, None))
    return ReferenceEngine({"cases": rows, "case_events": events})


def event(row: dict[str, Any], kind: str, on: date, before: str | None, after: str | None) -> dict[str, Any]:
    return {"case_id": row["case_id"], "event": kind, "on": on, "from_value": before, "to_value": after}


def of_unit(rows: list[dict[str, Any]], unit: str = "U3", year: int = 2023) -> list[dict[str, Any]]:
    """Return the cases of one unit in one year, to be tampered with."""
    return [row for row in rows if row["area"] == unit and row["recorded_on"].year == year]
