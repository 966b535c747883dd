"""Small registers of targets, progress and cases behind the plain engine, with the city's indicators and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from tongket.count.context import CountContext
from tongket.count.definitions import Rules, load_indicators
from tongket.engines.reference import ReferenceEngine
from tongket.model.periods import CALENDARS
from tongket.model.seals import Seal, Status
from tongket.plan.assessing import Assessment, assess
from tongket.plan.target_counts import TargetCounts
from tongket.plan.targets import read_targets, with_sums
from tongket.store.shipped import read_area_set, read_offences

NINH_KIEU, O_MON = "916", "917"
MONTHS = tuple(date(2024, month, 14) for month in range(1, 13))


@cache
def context() -> CountContext:
    """Return indicators, units and the ministry's calendar, as a city's book has them."""
    rules = Rules(offences=read_offences("vn-penal-code"))
    indicators = load_indicators(("police", "project-06"), rules)
    return CountContext("can-tho", indicators, CALENDARS["mps"], areas=read_area_set("can-tho"))


def seal(as_of: date) -> Seal:
    return Seal("b" * 64, as_of, Status.OFFICIAL, None, "", (), (), "0", f"{as_of}T00:00:00+07:00")


def target(key: str, **columns: Any) -> dict[str, Any]:
    row = {
        "target_id": key,
        "indicator": "eid_account",
        "stage": "received",
        "denominator_kind": "assigned_target",
        "area": "92",
        "unit_in_charge": "PC06",
        "assigned_on": date(2024, 1, 5),
        "due_on": date(2024, 12, 31),
        "value": Decimal(1200),
        "assigned_by": "Bộ Công an",
    }
    return row | columns


def progress(
    counts: Sequence[int], stage: str = "received", *, year: int = 2024, area: str = NINH_KIEU
) -> list[dict[str, Any]]:
    """Return a report on the 14th of each month."""
    return [
        {"indicator": "eid_account", "stage": stage, "area": area, "on": date(year, month, 14), "count": count}
        for month, count in enumerate(counts, 1)
    ]


def cases(recorded: Mapping[date, int], cleared: int = 0) -> list[dict[str, Any]]:
    """Return cases of theft by day, the first ones cleared on the next day."""
    days = [day for day, number in recorded.items() for _ in range(number)]
    return [
        {
            "case_id": f"C{number}",
            "recorded_on": day,
            "cleared_on": day + timedelta(days=1) if number < cleared else None,
            "status": "cleared" if number < cleared else "open",
            "offence": "173",
            "offence_group": "property",
            "area": "31117",
        }
        for number, day in enumerate(days)
    ]


def counts(as_of: date, known: date | None = None, **tables: Sequence[Mapping[str, Any]]) -> TargetCounts:
    """Return what counts every target of the tables, sums of units included."""
    engine, cut = ReferenceEngine(tables), seal(known or as_of)
    rows = read_targets(engine, context(), cutoff=cut.as_of, as_of=as_of)
    return TargetCounts(engine, cut, context(), as_of, tuple(dict.fromkeys((*rows, *with_sums(rows, "92")))))


def judged(as_of: date, known: date | None = None, **tables: Sequence[Mapping[str, Any]]) -> dict[str, Assessment]:
    """Return how every target of the tables stands, by id."""
    counting = counts(as_of, known, **tables)
    return {each.target.id: each for each in assess(counting.targets, counting)}
