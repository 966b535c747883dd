"""What a case cost and who was handled; and what was first entered wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from tongket.collect.demonstration import calibration
from tongket.collect.demonstration.books import Register
from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import QUARTERS, quarter_of
from tongket.collect.demonstration.profiles import DEFRAUDED, LARGE, PROFILES, STOLEN, VERY_LARGE
from tongket.collect.demonstration.stories import NEVER, Case

_HANDFUL = (1, 1, 1, 1, 1, 2, 3)


def add_harm(cases: Iterable[Case], draws: Draws) -> None:
    """Set persons handled, killed, injured and property loss of each case."""
    for case in cases:
        profile = PROFILES[case.offence]
        if case.cleared_on is not None:
            case.persons = draws.quantile(profile.persons)
        if case.status != "unfounded":
            case.killed = int(draws.chance(_killing(case)))
            case.injured = draws.quantile(_HANDFUL) if draws.chance(profile.injured) else 0
        case.loss = _loss(case, draws)


def meet_persons(cases: Iterable[Case], draws: Draws) -> None:
    """Move the persons handled of single cases until the published sums are met."""
    index = {quarter.name: quarter.index for quarter in QUARTERS}
    known = [(case, quarter_of(case.cleared_on)) for case in cases if case.cleared_on is not None]
    for sums in calibration.PERSONS_HANDLED:
        first, last, until = index[sums.first], index[sums.last], index[sums.until]
        fit = [
            case
            for case, cleared_in in known
            if case.group in sums.groups and first <= case.quarter <= last and cleared_in <= until
        ]
        _move_persons(fit, sums.persons, draws)


def _move_persons(cases: list[Case], total: int, draws: Draws) -> None:
    step = 1 if sum(case.persons for case in cases) < total else -1
    while sum(case.persons for case in cases) != total:
        case = draws.one(cases)
        case.persons = max(1, case.persons + step)


def _killing(case: Case) -> float:
    if case.offence == "134":  # injury that caused death is charged under the fourth clause and above
        return 0.45 if case.clause in ("4", "5") else 0.0
    return PROFILES[case.offence].killed


def _loss(case: Case, draws: Draws) -> int | None:
    """Return the loss in dong, within the frame of the clause; None where it is not known or there can be none."""
    table = PROFILES[case.offence].loss
    if table is None or draws.chance(0.03):
        return None
    if table in (STOLEN, DEFRAUDED) and case.is_grave:
        table = VERY_LARGE if case.severity == "especially_serious" else LARGE
    return draws.quantile(table) // 100 * 100_000


def correct_entries(register: Register, cases: Iterable[Case]) -> None:
    """Let a few cases have been entered in the wrong commune, or with another loss, until the next file."""
    draws = register.draws
    for case in cases:
        known_in = case.arrives + 1
        if known_in >= NEVER:
            continue
        if draws.chance(0.012):
            _relocate(register, case, known_in)
        if case.loss is not None and case.status != "unfounded" and draws.chance(0.02):
            _correct_loss(case, known_in, draws)


def _relocate(register: Register, case: Case, known_in: int) -> None:
    wrong = register.places.draw_area(register.draws, case.recorded_on, PROFILES[case.offence])
    if wrong.code == case.place.area:
        return
    case.was("area", wrong.code, known_in)
    on = QUARTERS[known_in].start + timedelta(days=register.draws.between(2, 60))
    case.add_event("relocated", on, from_value=wrong.code, to_value=case.place.area)


def _correct_loss(case: Case, known_in: int, draws: Draws) -> None:
    first = max(100_000, int(case.loss or 0) * draws.between(5, 18) // 10 // 100_000 * 100_000)
    if first == case.loss:
        return
    case.was("property_loss", f"{first}.00", known_in)
    on = QUARTERS[known_in].start + timedelta(days=draws.between(2, 60))
    case.add_event("corrected", on, from_value=f"property_loss={first}.00", to_value=f"property_loss={case.loss}.00")
