"""The course of each case before the investigators: instituted, charged, extended, suspended, resumed, concluded.

Time limits of investigation by severity (Criminal Procedure Code 101/2015/QH13, Article 172): two, three, four and
four months from the decision to institute the case; the first extension adds as much again, at most four months.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import LAST_DAY, quarter_of
from tongket.collect.demonstration.profiles import PROFILES
from tongket.collect.demonstration.stories import NEVER, Case

_LIMIT_DAYS = {"less_serious": 60, "serious": 90, "very_serious": 120, "especially_serious": 120, None: 90}
_EXTENSION_DAYS = {"less_serious": 60, "serious": 90, "very_serious": 120, "especially_serious": 120, None: 90}
_ASK_BEFORE = 12  # the request for an extension must reach the procuracy ten days before the limit runs out
_REPORT_DAYS = (0, 0, 1, 2, 3, 5, 7, 10, 14, 19)  # verification of a crime report takes up to twenty days
_CHARGE_DAYS = (0, 0, 0, 1, 2, 3, 5, 8, 14)


def follow_procedure(cases: Iterable[Case], draws: Draws) -> None:
    """Give each case its events, and the states the register showed before the last."""
    for case in cases:
        if case.status == "unfounded":
            continue
        instituted = _institute(case, draws)
        if case.cleared_on is not None:
            _cleared(case, case.cleared_on, instituted, draws)
        else:
            _unresolved(case, instituted, draws)


def _institute(case: Case, draws: Draws) -> date:
    at_once = PROFILES[case.offence].hardness == 0
    on = case.recorded_on + timedelta(days=draws.below(3) if at_once else draws.quantile(_REPORT_DAYS))
    if case.cleared_on is not None:
        on = min(on, case.cleared_on)  # a case solved before the report is verified is instituted at once
    case.add_event("instituted", on)
    return on


def _cleared(case: Case, cleared_on: date, instituted: date, draws: Draws) -> None:
    known = case.clearance_known if case.clearance_known is not None else quarter_of(cleared_on)
    known = max(known, case.arrives)
    if not any(event.event == "cleared" for event in case.events):
        case.add_event("cleared", cleared_on, known_in=known)
    case.was("cleared_on", None, known)
    case.was("persons_handled", 0, known)
    case.was("status", "open", known)
    limit = instituted + timedelta(days=_LIMIT_DAYS[case.severity])
    if cleared_on > limit + timedelta(days=_EXTENSION_DAYS[case.severity]):
        _suspended_meanwhile(case, limit, cleared_on, known)
    charged = max(instituted, cleared_on) + timedelta(days=draws.quantile(_CHARGE_DAYS))
    case.add_event("charged", charged, known_in=known)
    _conclude(case, charged, limit, known, draws)


def _conclude(case: Case, charged: date, limit: date, known: int, draws: Draws) -> None:
    concluded = charged + timedelta(days=draws.between(20, 70))
    if charged <= limit < concluded:
        case.add_event("extended", limit - timedelta(days=_ASK_BEFORE), known_in=known)
    case.add_event("concluded", concluded, known_in=known)


def _suspended_meanwhile(case: Case, limit: date, cleared_on: date, known: int) -> None:
    """Suspend the investigation when the limit runs out, and resume it shortly before the clearance."""
    resumed = cleared_on - timedelta(days=3)
    _open_until(case, limit)
    case.add_event("suspended", limit)
    case.was("status", "suspended", max(min(quarter_of(resumed), known), case.arrives))
    case.add_event("resumed", resumed)


def _open_until(case: Case, on: date) -> None:
    """Say that the case was open in the files before that of `on`."""
    case.was("status", "open", max(quarter_of(on), case.arrives))


def _unresolved(case: Case, instituted: date, draws: Draws) -> None:
    """Suspend most of the cases whose author is not found; hand a few over, discontinue a few."""
    limit = instituted + timedelta(days=_LIMIT_DAYS[case.severity])
    if draws.chance(0.35):
        case.add_event("extended", limit - timedelta(days=_ASK_BEFORE))
        limit += timedelta(days=_EXTENSION_DAYS[case.severity])
    fate = draws.from_weights({"suspended": 0.9, "open": 0.06, "transferred": 0.02, "discontinued": 0.02})
    on = limit if fate == "suspended" else instituted + timedelta(days=draws.between(15, 50))
    if fate != "open" and on <= LAST_DAY and quarter_of(on) < NEVER:
        _open_until(case, on)
        case.status = fate
        case.add_event(fate, on)
