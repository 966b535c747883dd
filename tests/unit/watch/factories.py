"""Little registers for tests of the watch room."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np

from tongket.engines.reference import ReferenceEngine

LAST = date(2024, 12, 8)  # a Sunday


def case(number, day, *, area="A1", group="theft", delay=0, longitude=None, latitude=None):
    located = longitude is not None
    return {
        "case_id": f"c{number:06d}",
        "recorded_on": day + timedelta(days=delay),
        "occurred_from": datetime.combine(day, time(10, 0)),
        "offence": "173",
        "offence_group": group,
        "status": "open",
        "area": area,
        "longitude": longitude,
        "latitude": latitude,
        "location_precision": "point" if located else "commune",
        "persons_handled": 3,
    }


def register(*, weeks=60, mean=4.0, areas=("A1", "A2"), groups=("theft", "fraud"), burst=None, delay=0, seed=1):
    """Return rows of a register; `burst` is (area, group, cases) put into the last week."""
    rng = np.random.default_rng(seed)
    rows = []
    for back in range(weeks):
        for area in areas:
            for group in groups:
                extra = burst[2] if burst and back == 0 and burst[:2] == (area, group) else 0
                for _ in range(int(rng.poisson(mean)) + extra):
                    day = LAST - timedelta(days=7 * back + int(rng.integers(0, 7)))
                    rows.append(case(len(rows), day, area=area, group=group, delay=int(rng.integers(0, delay + 1))))
    return rows


def engine(rows):
    return ReferenceEngine({"cases": rows})
