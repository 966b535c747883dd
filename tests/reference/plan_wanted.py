"""Stock and flow of wanted notices counted one notice at a time; imports nothing of the program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import Any


def in_force(row: dict[str, Any], day: date) -> bool:
    return row["issued_on"] <= day and (row["ended_on"] is None or row["ended_on"] > day)


def stock_and_flow(rows: Sequence[dict[str, Any]], eve: date, last: date, danger_class: str) -> list[int]:
    """Return opening, issued, arrested, surrendered, struck off, closing."""
    own = [row for row in rows if danger_class in ("all", row["danger_class"])]
    ended = [row for row in own if row["ended_on"] is not None and eve < row["ended_on"] <= last]
    return [
        sum(in_force(row, eve) for row in own),
        sum(eve < row["issued_on"] <= last for row in own),
        *(sum(row["outcome"] == outcome for row in ended) for outcome in ("arrested", "surrendered", "struck_off")),
        sum(in_force(row, last) for row in own),
    ]


def median_age(rows: Sequence[dict[str, Any]], day: date) -> float | None:
    days = [(day - row["issued_on"]).days for row in rows if in_force(row, day)]
    return median(days) if days else None
