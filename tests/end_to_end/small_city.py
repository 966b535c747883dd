"""A small city's register as CSV: invented, the same on every machine, with a few faults that are counted here."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2020, 12, 15), date(2022, 12, 14)
OFFENCES = (("173", "1"), ("173", "2"), ("174", "1"), ("134", "1"), ("318", "1"), ("321", "1"), ("249", "1"))
# wards of Cần Thơ in force over the whole span
AREAS = ("31117", "31120", "31144", "31150", "31153")
HEAD = (
    "case_id recorded_on occurred_from occurred_to offence clause severity status cleared_on area longitude latitude"
    " location_precision persons_handled killed injured property_loss"
).split()


@dataclass(frozen=True)
class Register:
    """Hold the file and what must be found in it."""

    path: Path
    read: int
    rejected: int
    duplicate: int

    @property
    def accepted(self) -> int:
        return self.read - self.rejected - self.duplicate


def _row(number: int, draw: random.Random) -> dict[str, str]:
    recorded = FIRST + timedelta(days=draw.randrange((LAST - FIRST).days + 1))
    offence, clause = draw.choice(OFFENCES)
    cleared = recorded + timedelta(days=draw.randrange(1, 60)) if draw.random() < 0.8 else None
    known = cleared if cleared and cleared <= date(2023, 1, 4) else None
    return dict.fromkeys(HEAD, "") | {
        "case_id": f"MP-{number:05d}",
        "recorded_on": recorded.isoformat(),
        "occurred_from": f"{recorded - timedelta(days=2)} 08:00:00",
        "occurred_to": f"{recorded - timedelta(days=1)} 21:30:00",
        "offence": offence,
        "clause": clause,
        "status": "cleared" if known else "open",
        "cleared_on": known.isoformat() if known else "",
        "area": draw.choice(AREAS),
        "location_precision": "commune",
        "persons_handled": str(draw.randrange(3)) if known else "0",
        "property_loss": str(draw.randrange(1, 90) * 100000),
    }


def write_register(path: Path, *, rows: int = 400, faults: bool = True) -> Register:
    """Write cases, the last ones with faults: three rows to be rejected and one given twice."""
    draw = random.Random(2022)
    listed = [_row(number, draw) for number in range(1, rows + 1)]
    if faults:
        listed[-1]["recorded_on"] = "31/02/2022"
        listed[-2]["offence"] = ""
        listed[-3] |= {"status": "gone", "cleared_on": ""}
        listed.append(dict(listed[0]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(listed)
    return Register(path, len(listed), 3 if faults else 0, 1 if faults else 0)
