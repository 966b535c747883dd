"""Campaigns as registered, and the cases each may claim; a case may fall into two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from tongket.collect.demonstration.campaign_list import CAMPAIGNS, PlannedCampaign
from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import LAST_DAY, QUARTERS
from tongket.collect.demonstration.registers import Entry
from tongket.collect.demonstration.stories import Case
from tongket.model.areas import AreaSet

_LINKED = 0.85  # of the cases that fit a campaign are entered under it


def campaigns() -> list[Entry]:
    """Return the campaigns as registered; nothing is added to them afterwards."""
    return [_entry(plan) for plan in CAMPAIGNS]


def _entry(plan: PlannedCampaign) -> Entry:
    return Entry(
        plan.registered_on,
        {
            "campaign_id": plan.campaign_id,
            "name": plan.name,
            "themes": _list(plan.themes),
            "offences": _list(plan.offences),
            "areas": _list(plan.areas),
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
            "registered_on": plan.registered_on,
            "outcome": plan.outcome,
            "comparison": plan.comparison,
            "minimum_effect": plan.minimum_effect,
        },
    )


def _list(values: tuple[str, ...]) -> str | None:
    return ";".join(values) or None


def campaign_cases(cases: Iterable[Case], areas: AreaSet, draws: Draws) -> list[Entry]:
    """Return which cases are entered under which campaign."""
    known = [case for case in cases if case.status != "unfounded"]
    return [
        _link(plan, case, draws)
        for plan in CAMPAIGNS
        for case in known
        if _fits(plan, case, areas) and draws.chance(_LINKED)
    ]


def _fits(plan: PlannedCampaign, case: Case, areas: AreaSet) -> bool:
    if case.offence not in plan.offences or not plan.starts_on <= case.recorded_on <= min(plan.ends_on, LAST_DAY):
        return False
    return not plan.areas or areas.at(case.place.area, case.recorded_on).parent in plan.areas


def _link(plan: PlannedCampaign, case: Case, draws: Draws) -> Entry:
    linked_on = case.recorded_on + timedelta(days=draws.below(8))
    known_on = max(linked_on, QUARTERS[case.arrives].end)  # not before the case itself arrives
    return Entry(known_on, {"campaign_id": plan.campaign_id, "case_id": case.case_id, "linked_on": linked_on})
