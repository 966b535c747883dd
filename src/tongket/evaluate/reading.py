"""Read the register of campaigns out of a seal, and which campaigns share days, offences, places or cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.evaluate.registration import Registration, Statement, as_day, registration_of
from tongket.evaluate.windows import overlapping
from tongket.model.campaign_terms import split_list
from tongket.model.errors import FigureError, UsageError
from tongket.store.book import Book
from tongket.store.loads import Load

_COLUMNS = (
    "campaign_id",
    "name",
    "themes",
    "offences",
    "areas",
    "starts_on",
    "ends_on",
    "registered_on",
    "outcome",
    "comparison",
    "minimum_effect",
    "load_id",
)
_DAWN = date(1900, 1, 1)


@dataclass(frozen=True)
class Campaign:
    """Hold one campaign of the register.

    Attributes
    ----------
    name : str
        As registered.
    themes : tuple of str
        What it is about.
    registration : Registration
        Its terms.
    load_id : str
        Load that brought the row.
    """

    name: str
    themes: tuple[str, ...]
    registration: Registration
    load_id: str

    @property
    def id(self) -> str:
        """Return the key of the campaign."""
        return self.registration.campaign_id

    @property
    def span(self) -> Span:
        """Return the window."""
        return Span(self.registration.starts_on, self.registration.ends_on)


@dataclass(frozen=True)
class CampaignCases:
    """Hold how many cases are entered under a campaign; never added to those of another.

    A case may be entered under two campaigns, so a sum over campaigns counts some cases twice. `+` and `sum` refuse.

    Attributes
    ----------
    campaign_id : str
        The campaign.
    cases : int
        Cases entered under it.
    shared : tuple of (str, int)
        Other campaigns under which some of them are entered too, and how many.
    """

    campaign_id: str
    cases: int
    shared: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: object) -> NoReturn:
        raise FigureError(
            f"Campaign {self.campaign_id}: its cases must not be added to those of others, for a case may belong to"
            " two campaigns. Print each campaign by itself."
        )

    __radd__ = __add__


def campaign_from(row: Mapping[str, Any]) -> Campaign:
    """Read a campaign out of a row of its register."""
    return Campaign(
        str(row["name"]), split_list(row.get("themes")), registration_of(row), str(row.get("load_id") or "")
    )


def read_campaigns(engine: Engine, cutoff: date) -> dict[str, Campaign]:
    """Return the campaigns of a seal by id, in order of their start; none where the seal holds no register."""
    if "campaigns" not in engine.tables():
        return {}
    request = EventsRequest("campaigns", _COLUMNS, Term("n", "registered_on"), Span(_DAWN, date.max), cutoff)
    columns = engine.events(request)
    rows = [{name: columns[name][place] for name in _COLUMNS} for place in range(len(columns["campaign_id"]))]
    found = sorted(map(campaign_from, rows), key=lambda each: (each.span.start, each.id))
    return {campaign.id: campaign for campaign in found}


def campaign_named(campaigns: Mapping[str, Campaign], which: str) -> Campaign:
    """Return a campaign, or raise UsageError that lists those there are."""
    if which in campaigns:
        return campaigns[which]
    known = ", ".join(campaigns) or "none"
    raise UsageError(f"Campaign: must be one of the register; got {which!r}. There are: {known}.")


def register_statements(book: Book, campaign: Campaign, loads: Sequence[Load]) -> tuple[Statement, ...]:
    """Return what the loads of the register said of a campaign, oldest first.

    Only where a load replaced rows of an earlier one are all versions read; else the row itself is all there is.
    """
    from tongket.store.records import versions

    mine = [load for load in loads if load.table == "campaigns"]
    if not any(load.superseded for load in mine):
        received = next((load.received_on for load in mine if load.load_id == campaign.load_id), None)
        return () if received is None else (Statement(received, campaign.registration.terms()),)
    return tuple(
        Statement(version.load.received_on, registration_of(version.values).terms())
        for version in versions(book, "campaigns", {"campaign_id": campaign.id})
    )


@dataclass(frozen=True)
class SharedDays:
    """Name another campaign that runs on the same days and might move the same outcome.

    Attributes
    ----------
    campaign : Campaign
        The other one.
    first, last : date
        Days both run.
    offences : tuple of str
        Offences both aim at; empty where only days and places are shared.
    """

    campaign: Campaign
    first: date
    last: date
    offences: tuple[str, ...]


def shared_days(campaign: Campaign, others: Iterable[Campaign]) -> tuple[SharedDays, ...]:
    """Return the campaigns that overlap one in time and place, those that share offences first."""
    found = []
    for other in others:
        if other.id == campaign.id or not _share_places(campaign, other):
            continue
        spans = [(each.span.start, each.span.end) for each in (campaign, other)]
        for overlap in overlapping(spans):
            common = tuple(sorted(set(campaign.registration.offences) & set(other.registration.offences)))
            found.append(SharedDays(other, overlap.start, overlap.end, common))
    return tuple(sorted(found, key=lambda each: (not each.offences, each.first, each.campaign.id)))


def _share_places(one: Campaign, other: Campaign) -> bool:
    mine, theirs = set(one.registration.areas), set(other.registration.areas)
    return not mine or not theirs or bool(mine & theirs)


def cases_of(engine: Engine, cutoff: date) -> dict[str, CampaignCases]:
    """Return the cases entered under each campaign, with those entered under another as well."""
    if "campaign_cases" not in engine.tables():
        return {}
    columns = ("campaign_id", "case_id")
    request = EventsRequest("campaign_cases", columns, Term("n", "linked_on"), Span(_DAWN, date.max), cutoff)
    rows = engine.events(request)
    of_case: dict[str, set[str]] = defaultdict(set)
    for campaign_id, case_id in zip(rows["campaign_id"], rows["case_id"], strict=True):
        of_case[str(case_id)].add(str(campaign_id))
    counted: dict[str, int] = defaultdict(int)
    shared: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for ids in of_case.values():
        for one in ids:
            counted[one] += 1
            for other in ids - {one}:
                shared[one][other] += 1
    return {one: CampaignCases(one, n, tuple(sorted(shared[one].items()))) for one, n in counted.items()}


__all__ = [
    "Campaign",
    "CampaignCases",
    "SharedDays",
    "as_day",
    "campaign_from",
    "campaign_named",
    "cases_of",
    "read_campaigns",
    "register_statements",
    "shared_days",
]
