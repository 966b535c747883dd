"""The columns of cases that the integrity watch may see, as arrays; no attribute of a person is among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.offences import OffenceCatalogue
from tongket.model.tables import SEVERITIES

if TYPE_CHECKING:
    from tongket.model.areas import AreaSet

# An allow-list: whatever is not here stays out, above all what describes people (persons handled, killed, injured).
CASE_COLUMNS = (
    "case_id",
    "recorded_on",
    "occurred_from",
    "offence",
    "clause",
    "offence_group",
    "severity",
    "status",
    "area",
    "property_loss",
)
EVENT_COLUMNS = ("case_id", "event", "on", "from_value", "to_value")
NO_UNIT = ""
_CHARGE = re.compile(r"^\s*(?:[Đđ]iều\s*)?(\d+[a-zđ]?)(?:\s*(?:/|,?\s*khoản)\s*(\d+[a-zđ]?))?\s*$")

Days = NDArray[np.datetime64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cases:
    """Hold cases by column, each of shape (n_cases,).

    Attributes
    ----------
    units, categories : tuple of str
        Names behind the codes; a unit is ``code`` or ``code@first day`` where its code was used before.
    unit, category, first_category : ndarray of int64
        Codes: unit, offence group as it stands, and as it was first recorded.
    recorded, occurred : ndarray of datetime64[D]
        Days; NaT where the day of occurrence is not known.
    severity : ndarray of int64
        0 less serious to 3 especially serious; -1 not classified.
    loss : ndarray of float64
        Property loss in the book's currency; NaN where none is given.
    offence : ndarray of object
        Article.
    unfounded_after, downgraded_after : ndarray of float64
        Days from recording to the event; infinite where there is none.
    knows_changes : bool
        Whether changes of offence are on record and can be ranked.
    """

    units: tuple[str, ...]
    categories: tuple[str, ...]
    unit: Codes
    category: Codes
    first_category: Codes
    recorded: Days
    occurred: Days
    severity: Codes
    loss: NDArray[np.float64]
    offence: NDArray[np.object_]
    unfounded_after: NDArray[np.float64]
    downgraded_after: NDArray[np.float64]
    knows_changes: bool


def read_cases(
    engine: Engine,
    span: Span,
    cutoff: date,
    *,
    areas: AreaSet | None = None,
    level: str | None = None,
    offences: OffenceCatalogue | None = None,
) -> Cases:
    """Read the cases recorded in a span, with what became of them by the cut-off.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    span : Span
        Days of recording.
    cutoff : date
        The seal's cut-off.
    areas : AreaSet, optional
        Brings an area code to its unit of `level`; without it the area itself is the unit.
    level : str, optional
        Level of the units.
    offences : OffenceCatalogue, optional
        Ranks offences by their frames; without it nothing can be called a downgrade.

    Returns
    -------
    Cases
        In key order.
    """
    term = Term("cases", "recorded_on")
    found = engine.events(EventsRequest("cases", CASE_COLUMNS, term, span, cutoff))
    recorded = found["recorded_on"].astype("datetime64[D]")
    days = recorded.astype(object)
    units, unit = _numbered(_units(found["area"], days, areas, level))
    histories = _histories(engine, span, cutoff)
    first = [_first_offence(histories, key, own) for key, own in zip(found["case_id"], found["offence"], strict=True)]
    groups = _first_groups(first, found, days, offences)
    categories, codes = _numbered([*found["offence_group"], *groups])
    return Cases(
        units=units,
        categories=categories,
        unit=unit,
        category=codes[: len(days)],
        first_category=codes[len(days) :],
        recorded=recorded,
        occurred=found["occurred_from"].astype("datetime64[D]"),
        severity=np.array([SEVERITIES.index(each) if each else -1 for each in found["severity"]], dtype=np.int64),
        loss=np.array([np.nan if each is None else float(each) for each in found["property_loss"]]),
        offence=found["offence"],
        unfounded_after=_after(found, recorded, histories, _unfounded_on),
        downgraded_after=_after(found, recorded, histories, lambda own, case: _downgraded_on(own, case, offences)),
        knows_changes=offences is not None and "case_events" in engine.tables(),
    )


def _numbered(names: Sequence[str | None]) -> tuple[tuple[str, ...], Codes]:
    filled = [each or NO_UNIT for each in names]
    known = sorted(set(filled))
    place = {name: number for number, name in enumerate(known)}
    return tuple(known), np.array([place[name] for name in filled], dtype=np.int64)


def _units(
    codes: NDArray[np.object_], days: NDArray[np.object_], areas: AreaSet | None, level: str | None
) -> list[str]:
    if areas is None or level is None:
        return list(codes)

    @cache
    def unit_of(code: str, day: date) -> str:
        if areas.find(code, day) is None:
            return NO_UNIT
        unit = areas.ancestor_of(code, level, day)
        if unit is None:
            return NO_UNIT
        earlier = [each for each in areas.holders(unit.code) if each.valid_from < unit.valid_from]
        return f"{unit.code}@{unit.valid_from}" if earlier else unit.code

    return [unit_of(code, day) for code, day in zip(codes, days, strict=True)]


Event = tuple[date, str, str | None, str | None]
History = dict[str, list[Event]]


def _histories(engine: Engine, span: Span, cutoff: date) -> History:
    """Return the events that matter, by case, in order of their days."""
    histories: History = {}
    if "case_events" not in engine.tables():
        return histories
    request = EventsRequest("case_events", EVENT_COLUMNS, Term("events", "on"), Span(span.start, cutoff), cutoff)
    found = engine.events(request)
    days = found["on"].astype("datetime64[D]").astype(object)
    for case, event, on, before, after in zip(
        found["case_id"], found["event"], days, found["from_value"], found["to_value"], strict=True
    ):
        if event in ("reclassified", "unfounded"):
            histories.setdefault(case, []).append((on, event, before, after))
    for events in histories.values():
        events.sort(key=lambda each: each[0])
    return histories


def _first_offence(histories: History, case: str, offence: str) -> str:
    """Return the offence a case was first recorded under."""
    changes = [each for each in histories.get(case, ()) if each[1] == "reclassified" and each[2]]
    return changes[0][2] or offence if changes else offence


def _first_groups(
    first: Sequence[str], found: dict[str, Any], days: NDArray[np.object_], offences: OffenceCatalogue | None
) -> list[str | None]:
    groups: list[str | None] = []
    rows = zip(first, found["offence"], found["offence_group"], days, strict=True)
    for charge, own, group, day in rows:
        article = charge if charge == own else _charge(charge)[0]
        row = offences.find(article, None, day) if offences is not None and charge != own else None
        groups.append(group if row is None else row.group)
    return groups


def _after(
    found: dict[str, Any],
    recorded: Days,
    histories: History,
    on: Callable[[list[Event], dict[str, Any]], date | None],
) -> NDArray[np.float64]:
    """Return the days from recording to an event; infinite where there is none."""
    days = np.full(len(recorded), np.inf)
    for place, key in enumerate(found["case_id"]):
        if key not in histories and found["status"][place] != "unfounded":
            continue
        case = {name: found[name][place] for name in ("offence", "clause", "status")} | {"recorded": recorded[place]}
        when = on(histories.get(key, []), case)
        if when is not None:
            days[place] = (np.datetime64(when, "D") - recorded[place]).astype(int)
    return days


def _unfounded_on(events: list[Event], case: dict[str, Any]) -> date | None:
    """Return when a case was found to be none; at once where the register gives no day for it."""
    if case["status"] != "unfounded":
        return None
    days = [on for on, event, _, _ in events if event == "unfounded"]
    found: date = days[-1] if days else case["recorded"].astype(object)
    return found


def _downgraded_on(events: list[Event], case: dict[str, Any], offences: OffenceCatalogue | None) -> date | None:
    """Return when the last change of offence was made, if from first to last the case came to a lesser frame."""
    changes = [each for each in events if each[1] == "reclassified" and each[2] and each[3]]
    if not changes or offences is None:
        return None
    recorded: date = case["recorded"].astype(object)
    first, last = _charge(changes[0][2] or ""), _charge(changes[-1][3] or "")
    return changes[-1][0] if is_lesser(first, last, recorded, offences) else None


def _charge(text: str) -> tuple[str, str | None]:
    """Return article and clause of what an event says: ``173``, ``173/2``, ``Điều 173 khoản 2``."""
    match = _CHARGE.match(text)
    return (match[1], match[2]) if match else (text.strip(), None)


def is_lesser(
    before: tuple[str, str | None], after: tuple[str, str | None], day: date, offences: OffenceCatalogue
) -> bool:
    """Tell whether one offence is lesser than another: out of social order, or under a lower maximum penalty.

    Where an event names no clause, the basic frame (clause 1) of both articles is compared, for the register does not
    say more; an article that is not in force on the day is never called lesser.
    """
    rows = [offences.find(article, None, day) for article, _ in (before, after)]
    if None in rows:
        return False
    if offences.is_social_order(before[0], day) and not offences.is_social_order(after[0], day):
        return True
    clauses = (before[1], after[1]) if before[1] and after[1] else ("1", "1")
    frames = [
        offences.frame_of(article, clause, day) for (article, _), clause in zip((before, after), clauses, strict=True)
    ]
    return frames[0] is not None and frames[1] is not None and frames[1].rank < frames[0].rank
