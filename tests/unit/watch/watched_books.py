"""A small book with a year of located cases and, in its last days, thefts that come together in one ward."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tests.unit.close.books import change_book, load, make_full_book
from tongket.store.book import Book

LAST = date(2022, 11, 27)
WARDS = {"31117": (105.790, 10.052), "31120": (105.768, 10.050), "31144": (105.783, 10.034)}
WHERE = "31117"
CLUSTER = 12


def cases(*, weeks: int = 58, seed: int = 3, cluster: int = CLUSTER, **attributes: Any) -> list[dict[str, Any]]:
    """Return rows of the register; `attributes` are given to every case and must change nothing."""
    rng = np.random.default_rng(seed)
    rows = []
    for back in range(weeks):
        for ward, (longitude, latitude) in WARDS.items():
            for offence in ("173", "321"):
                for _ in range(int(rng.poisson(2.5))):
                    day = LAST - timedelta(days=7 * back + int(rng.integers(0, 7)))
                    rows.append(_case(len(rows), day, ward, offence, rng, (longitude, latitude), 0.006, attributes))
    for number in range(cluster):
        day = LAST - timedelta(days=number % 10)
        longitude, latitude = WARDS[WHERE]
        rows.append(_case(len(rows), day, WHERE, "173", rng, (longitude + 0.004, latitude), 0.0008, attributes))
    return rows


def _case(
    number: int,
    day: date,
    ward: str,
    offence: str,
    rng: np.random.Generator,
    at: tuple[float, float],
    spread: float,
    attributes: dict[str, Any],
) -> dict[str, Any]:
    longitude, latitude = rng.normal(at, spread)
    return {
        "case_id": f"c{number:05d}",
        "recorded_on": day,
        "occurred_from": datetime.combine(day, time(20, 0)),
        "offence": offence,
        "offence_group": "property" if offence == "173" else "public_order",
        "status": "open",
        "area": ward,
        "longitude": round(float(longitude), 6),
        "latitude": round(float(latitude), 6),
        "location_precision": "point",
        **attributes,
    }


def watched_book(folder: Path, **given: Any) -> Book:
    """Make the book, its ``[watch]`` table made small so that tests are quick."""
    book = change_book(
        make_full_book(folder),
        (
            'detectors = ["farrington_noufaily", "glr_cusum"]',
            'detectors = ["ears_c2"]\nsimulations = 4\npermutations = 199',
        ),
        ('codes = ["173", "171"]', 'codes = ["173"]'),
        ('codes = ["173", "171", "134"]', 'codes = ["173"]'),
        ('codes = ["173"]\n\n[report]', 'codes = ["173"]\ndays = 300\nheld_out_days = 60\n\n[report]'),
    )
    load(book, "cases", cases(**given), LAST)
    return book
