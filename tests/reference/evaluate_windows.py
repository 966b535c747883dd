"""Counts of a campaign, one record at a time: where it ran and in its comparison, before and during."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any


def count_between(
    rows: Sequence[Mapping[str, Any]], first: date, last: date, *, offences: set[str], areas: set[str], by: str
) -> int:
    """Count cases of some offences in some areas between two days, unfounded ones left out."""
    n = 0
    for row in rows:
        moment = row.get(by)
        if moment is None or row["status"] == "unfounded":
            continue
        day = moment.date() if isinstance(moment, datetime) else moment
        if first <= day <= last and row["offence"] in offences and row["area"] in areas:
            n += 1
    return n


def count_hours(moments: Sequence[datetime], start: datetime, end: datetime) -> int:
    """Count moments from a start up to, not including, an end."""
    return sum(start <= moment < end for moment in moments)
