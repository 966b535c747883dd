"""What the register said before: late records, cases that were none, other offences, days and places put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tongket.collect.demonstration import calibration
from tongket.collect.demonstration.books import Register
from tongket.collect.demonstration.calibration import Revisions
from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import FIRST_YEAR, QUARTERS, quarter_of
from tongket.collect.demonstration.stories import NEVER, Case

_UNFOUNDED_AT_ONCE = 2  # cases in each quarter that are found to be none before the quarter ends
_MISTAKEN_OUT = ("174", "290")  # fraud by a stranger on the telephone turns out to be an offence under article 290
_WITHIN = (("134", "318"), ("318", "134"), ("175", "174"), ("172", "173"))
# These would move a published count, so they are put right before anybody counts.
_WITHIN_BEFORE_CLOSING = (("134", "123"), ("171", "168"), ("290", "174"))


def revise(register: Register, social: list[Case]) -> list[Case]:
    """Give the cases of social order their history, and return the cases that in the end do not count among them."""
    extra: list[Case] = []
    for year, plan in calibration.REVISIONS.items():
        extra += _unfounded(register, year, plan) + _reclassified_out(register, year, plan)
        last = (year - FIRST_YEAR) * 4 + 3
        of_year = [case for case in social if case.quarter == last and not case.is_grave]
        _late_records(of_year, last, plan, register.draws)
        _late_clearances(social, last, plan, register.draws)
    _reclassify_within(register, social)
    return extra


def _soon(last: int) -> int:
    """Return the quarter whose file is the last before the official closing of the year that ends with `last`."""
    return last + 1


def _later(last: int) -> int:
    """Return the quarter whose file comes between the official closing and the next preliminary one."""
    return last + 3


def _unfounded(register: Register, year: int, plan: Revisions) -> list[Case]:
    last = (year - FIRST_YEAR) * 4 + 3
    known = [_soon(last)] * plan.unfounded_soon + [_later(last)] * plan.unfounded_later
    cases = [_unfounded_case(register, last, until) for until in known]
    # found to be none before anybody counted: they are in the register all the same
    return cases + [
        _unfounded_case(register, last - 3 + step, None) for step in range(4) for _ in range(_UNFOUNDED_AT_ONCE)
    ]


def _unfounded_case(register: Register, quarter: int, known_in: int | None) -> Case:
    draws = register.draws
    offence = draws.one(("173", "173", "134", "174", "175"))
    case = register.new_case(quarter, offence, register.ordinary_class(offence))
    case.status = "unfounded"
    if known_in is None:
        on = min(case.recorded_on + timedelta(days=draws.between(4, 25)), QUARTERS[quarter].end)
    else:
        span = QUARTERS[known_in]
        on = span.start + timedelta(days=draws.between(5, 60))
        case.was("status", "open", known_in)
    case.add_event("unfounded", on)
    return case


def _reclassified_out(register: Register, year: int, plan: Revisions) -> list[Case]:
    last = (year - FIRST_YEAR) * 4 + 3
    cases = [_reclassified_case(register, last, _soon(last)) for _ in range(plan.reclassified_out)]
    return [*cases, _reclassified_case(register, last - 3, last - 2)]


def _reclassified_case(register: Register, quarter: int, known_in: int) -> Case:
    """Return a case of article 290 that was entered under article 174, and cleared as such."""
    before, after = _MISTAKEN_OUT
    case = register.new_case(quarter, after, register.ordinary_class(after))
    end = QUARTERS[quarter].end
    case.status = "cleared"
    case.cleared_on = case.recorded_on + timedelta(days=register.draws.below((end - case.recorded_on).days + 1))
    _reclassify(register, case, before, known_in)
    return case


def _reclassify(register: Register, case: Case, before: str, known_in: int) -> None:
    """Say that `case` was entered under the offence `before` until the file of quarter `known_in`."""
    if known_in >= NEVER:
        return
    catalogue = register.catalogue
    severity = register.ordinary_class(before)
    case.was("offence", before, known_in)
    case.was("clause", register.classes(before)[severity][0], known_in)
    case.was("severity", severity, known_in)
    case.was("offence_group", catalogue.group_of(before, case.recorded_on).code, known_in)
    on = QUARTERS[known_in].start + timedelta(days=register.draws.between(3, 50))
    case.add_event("reclassified", on, from_value=before, to_value=case.offence)


def _reclassify_within(register: Register, social: Sequence[Case]) -> None:
    """Let some cases change offence within social order: the total stays, the parts move."""
    for before, after in _WITHIN + _WITHIN_BEFORE_CLOSING:
        early = (before, after) in _WITHIN_BEFORE_CLOSING
        fit = [
            case
            for case in social
            if case.offence == after and _is_untouched(case) and not (early and QUARTERS[case.quarter].number in (2, 4))
        ]
        for case in register.draws.sample(fit, min(len(fit), max(2, len(fit) // 40))):
            _reclassify(register, case, before, case.quarter + 1)


def _is_untouched(case: Case) -> bool:
    return case.status == "cleared" and case.arrives == case.quarter and not case.earlier


def _late_records(of_quarter: list[Case], last: int, plan: Revisions, draws: Draws) -> None:
    """Let some cases recorded towards the end of the year arrive after its preliminary closing."""
    solved = [case for case in of_quarter if case.cleared_on is not None and quarter_of(case.cleared_on) == last]
    waiting = [case for case in of_quarter if case not in solved]
    late = draws.sample(solved, plan.late_cleared, _lateness)
    late += draws.sample(waiting, plan.late_soon + plan.late_later - plan.late_cleared, _lateness)
    for place, case in enumerate(late):
        case.arrives = _soon(last) if place < plan.late_soon else _later(last)


def _lateness(case: Case) -> float:
    return 0.1 + max(0, 60 - (QUARTERS[case.quarter].end - case.recorded_on).days)


def _late_clearances(social: Sequence[Case], last: int, plan: Revisions, draws: Draws) -> None:
    """Let some clearances become known late, and put the day of others right from one year into the next."""
    end = QUARTERS[last].end
    late = [case for case in social if _cleared_between(case, end - timedelta(days=40), end) and _is_untouched(case)]
    for case in draws.sample([case for case in late if not case.is_grave], plan.clearance_reported_late):
        case.clearance_known = _soon(last)
    moved = [case for case in social if _may_move(case, last)]
    for case in draws.sample(moved, plan.cleared_on_corrected):
        _move_clearance(case, end - timedelta(days=draws.between(0, 2)), end + timedelta(days=draws.between(2, 9)))


def _cleared_between(case: Case, first: date, last: date) -> bool:
    return case.cleared_on is not None and first <= case.cleared_on <= last


def _may_move(case: Case, last: int) -> bool:
    """Tell whether a case recorded before mid-December was cleared in the first quarter of the next year."""
    span = QUARTERS[last]
    known = case.cleared_on is not None and quarter_of(case.cleared_on) == last + 1
    return known and _is_untouched(case) and not case.is_grave and case.recorded_on < span.end - timedelta(days=5)


def _move_clearance(case: Case, first_entered: date, right: date) -> None:
    """Correct the day of clearance: it was first entered in the year that had just ended."""
    known_in = quarter_of(right)
    case.cleared_on = right
    case.clearance_known = known_in - 1
    case.was("cleared_on", first_entered, known_in)
    case.add_event("cleared", first_entered)
    case.add_event(
        "corrected",
        right + timedelta(days=20),
        from_value=f"cleared_on={first_entered}",
        to_value=f"cleared_on={right}",
    )
