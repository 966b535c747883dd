"""Small registers of cases and campaigns for the tests of cards: rows of dictionaries, counted by the plain engine."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from tongket.count.context import CountContext
from tongket.count.definitions import Rules, load_indicators
from tongket.engines.reference import ReferenceEngine
from tongket.evaluate.cards import Card, card_of
from tongket.evaluate.registration import Statement
from tongket.evaluate.series_study import Desk
from tongket.model.periods import CALENDARS
from tongket.model.seals import Seal, Status
from tongket.store.shipped import read_area_set, read_offences

# one commune of Ninh Kiều (916) and one each of other districts, in force over the whole span
CENTRE, NEXT, FAR = "31117", "31168", "31216"
OUTER = (NEXT, FAR)
AS_OF = date(2023, 12, 31)
DAY = timedelta(days=1)


@cache
def context() -> CountContext:
    offences = read_offences("vn-penal-code")
    indicators = load_indicators(("police",), Rules(offences=offences))
    return CountContext("can-tho", indicators, CALENDARS["mps"], areas=read_area_set("can-tho"))


def seal(as_of: date = AS_OF) -> Seal:
    return Seal("a" * 64, as_of, Status.OFFICIAL, None, "", (), (), "0", f"{as_of}T00:00:00+07:00")


def case(n: int, day: date, area: str = CENTRE, offence: str = "173", *, delay: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "case_id": f"C{n:05d}",
        "occurred_from": datetime.combine(day, time(20, 30)),
        "recorded_on": day + DAY * delay,
        "offence": offence,
        "offence_group": "property",
        "status": "open",
        "area": area,
        **more,
    }


def spread(
    n: int, first: date, last: date, area: str = CENTRE, offence: str = "173", **more: Any
) -> list[dict[str, Any]]:
    """Return so many cases spread evenly over some days."""
    days = (last - first).days + 1
    start = abs(hash((first, area, offence))) % 10**6 * 100
    return [case(start + k, first + DAY * (k * days // n), area, offence, **more) for k in range(n)]


def campaign(id_: str = "CD-1", **more: Any) -> dict[str, Any]:
    return {
        "campaign_id": id_,
        "name": "Cao điểm thử",
        "themes": None,
        "offences": "173",
        "areas": "916",
        "starts_on": date(2023, 4, 1),
        "ends_on": date(2023, 6, 30),
        "registered_on": date(2023, 3, 20),
        "outcome": "occurred",
        "comparison": "rest",
        "minimum_effect": "0.3000",
        "load_id": "L1",
        **more,
    }


def desk(cases: list[dict[str, Any]], campaigns: list[dict[str, Any]], as_of: date = AS_OF, **tables: Any) -> Desk:
    # a seal holds nothing recorded after its cut-off
    known = [row for row in cases if row["recorded_on"] <= as_of]
    numbered = [{**row, "case_id": f"C{place:05d}"} for place, row in enumerate(known)]
    engine = ReferenceEngine({"cases": numbered, "campaigns": campaigns, **tables})
    found = context()
    return Desk(engine, seal(as_of), found, {}, found.areas, found.offences)


def card(made: Desk, id_: str = "CD-1", statements: tuple[Statement, ...] = (), *, full: bool = False) -> Card:
    return card_of(made, made.campaigns[id_], statements, full=full)


def steady(before: int, during: int, other_before: int, other_during: int) -> list[dict[str, Any]]:
    """Return thefts of the year before 1 April 2023 and of April to June, in the centre and in two other districts."""
    year, window = (date(2022, 4, 2), date(2023, 3, 31)), (date(2023, 4, 1), date(2023, 6, 30))
    rows = spread(before, *year) + spread(during, *window)
    for area in OUTER:
        rows += spread(other_before // 2, *year, area) + spread(other_during // 2, *window, area)
    # records reach beyond the window, in an offence that is not aimed at
    return [*rows, *spread(60, date(2022, 3, 1), date(2023, 12, 20), CENTRE, "134")]
