"""Everything a campaign is judged by: its windows, its places, its counts, and how complete they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from tongket.count.context import CountContext
from tongket.engines.contract import Engine, EventsRequest, Span, TallyRequest, Term
from tongket.evaluate.reading import Campaign, CampaignCases, SharedDays, cases_of, read_campaigns, shared_days
from tongket.evaluate.registration import Registration, RegistrationState
from tongket.evaluate.series import (
    DAY,
    Counted,
    Coverage,
    DayCounts,
    count_days,
    counted_of,
    coverage_of,
)
from tongket.evaluate.series_places import Zones, zones_of
from tongket.evaluate.series_years import WEEK, YEAR, YearWindows, length_of, year_windows
from tongket.model.areas import AreaSet
from tongket.model.campaign_terms import Basis, Compared, Outcome, Versus, parse_comparison
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Operator
from tongket.model.offences import OffenceCatalogue
from tongket.model.seals import Seal
from tongket.model.text import Text

_DELAYS_LEARNT = 365  # days of occurrence that the delay of recording is learnt from


@dataclass(frozen=True, eq=False)
class Study:
    """Hold what one campaign is judged by.

    Attributes
    ----------
    campaign : Campaign
        As in the register.
    registration : Registration
        Terms it is judged by.
    state : RegistrationState
        What they are worth.
    outcome : Outcome
        As registered, or cases of its offences by recording where nothing readable was.
    compared : Compared
        The same for the comparison.
    as_registered : bool
        Whether outcome and comparison are those registered.
    counted : Counted
        What is counted.
    window : Span or None
        Days judged: the campaign's, up to the last day the records reach; None before the first.
    before : Span
        Days before the start.
    zones : Zones
        Units.
    counts : DayCounts
        By day and unit, from the first day needed on.
    years : tuple of YearWindows
        The campaign's own and earlier years.
    coverage : Coverage
        First and last day of the records.
    completeness : float
        Share of the window's cases expected to be recorded by now.
    undated : int
        Cases in the window, by recording, without a day of occurrence: they stand in no window.
    overlaps : tuple of SharedDays
        Other campaigns on the same days.
    cases : CampaignCases or None
        Cases entered under it.
    cutoff : date
        Of the seal.
    """

    campaign: Campaign
    registration: Registration
    state: RegistrationState
    outcome: Outcome
    compared: Compared
    as_registered: bool
    counted: Counted
    window: Span | None
    before: Span
    zones: Zones
    counts: DayCounts
    years: tuple[YearWindows, ...]
    coverage: Coverage
    completeness: float
    undated: int
    overlaps: tuple[SharedDays, ...]
    cases: CampaignCases | None
    cutoff: date

    @property
    def is_whole(self) -> bool:
        """Tell whether the records reach to the end of the campaign."""
        return self.window is not None and self.window.end == self.registration.ends_on


class TooEarlyError(DefinitionError):
    """Refuse a campaign that began before the records: nothing can be set against it."""

    def __init__(self, campaign: str, first: date) -> None:
        super().__init__(
            f"Campaign {campaign}: the records must begin at least a week before its start; they begin on {first}."
            " Collect earlier records, then close again."
        )
        self.reason = Text(
            f"số liệu chỉ có từ ngày {first:%d/%m/%Y}, không đủ một tuần trước khi bắt đầu; nạp số liệu trước đó rồi"
            " khóa sổ lại.",
            f"the records begin on {first}, less than a week before its start; collect earlier ones, then close again.",
        )


@dataclass
class Desk:
    """Hold what all campaigns of a seal share, read once.

    Attributes
    ----------
    engine : Engine
        Of the seal.
    seal : Seal
        The seal.
    context : CountContext
        Units, codes, indicators.
    shapes : mapping of str to dict
        Boundaries of the book, or none.
    listed_areas : AreaSet or None
        The book's list of units, for the schematic map that a seal does not keep.
    listed_offences : OffenceCatalogue or None
        The book's list of offences, for the international classes that a seal does not keep.
    """

    engine: Engine
    seal: Seal
    context: CountContext
    shapes: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    listed_areas: AreaSet | None = None
    listed_offences: OffenceCatalogue | None = None
    _coverage: dict[str, Coverage | None] = field(default_factory=dict, repr=False)
    _campaigns: dict[str, Campaign] | None = field(default=None, repr=False)
    _cases: dict[str, CampaignCases] | None = field(default=None, repr=False)

    @property
    def campaigns(self) -> dict[str, Campaign]:
        """Return the campaigns of the seal."""
        if self._campaigns is None:
            self._campaigns = read_campaigns(self.engine, self.seal.as_of)
        return self._campaigns

    @property
    def cases(self) -> dict[str, CampaignCases]:
        """Return the cases entered under each campaign."""
        if self._cases is None:
            self._cases = cases_of(self.engine, self.seal.as_of)
        return self._cases

    def coverage(self, table: str) -> Coverage:
        """Return between which days a table has records.

        Raises
        ------
        DefinitionError
            If the seal holds no records of it.
        """
        if table not in self._coverage:
            self._coverage[table] = coverage_of(self.engine, table, self.seal.as_of)
        if (found := self._coverage[table]) is None:
            raise DefinitionError(
                f"Evaluate: the seal must hold records of {table!r}; it holds none. Collect them, then close."
            )
        return found


def study_of(desk: Desk, campaign: Campaign, registration: Registration, state: RegistrationState) -> Study:
    """Gather what a campaign is judged by.

    Parameters
    ----------
    desk : Desk
        Seal, engine, codes.
    campaign : Campaign
        The campaign.
    registration : Registration
        Terms it is judged by.
    state : RegistrationState
        What they are worth.

    Returns
    -------
    Study
        Windows, places, counts and how complete they are.

    Raises
    ------
    DefinitionError
        If the outcome cannot be counted, the areas are unknown, or the records begin too late for any comparison.
    """
    outcome, compared, as_registered = _terms(registration)
    controls = compared.codes if compared.versus is Versus.OFFENCES else ()
    counted = counted_of(registration, outcome, desk.context, controls=controls)
    coverage = desk.coverage(counted.table)
    window = _window(registration, coverage)
    zones = zones_of(
        registration, compared, desk.context, _codes(desk, counted, registration), desk.shapes, desk.listed_areas
    )
    overlaps = shared_days(campaign, desk.campaigns.values())
    before = _before(registration, coverage)
    years = year_windows(registration, compared, coverage, campaign, desk.campaigns)
    first = min([before.start, *(each.before.start for each in years)])
    first = max(coverage.first, min(first, before.start - DAY * YEAR))
    control = compared.versus in (Versus.OTHERS, Versus.OFFENCES)
    last = max(coverage.last, before.end)
    counts = count_days(desk.engine, counted, Span(first, last), desk.seal.as_of, zones.places, control=control)
    complete, undated = completeness(desk, counted, window, coverage)
    return Study(
        campaign,
        registration,
        state,
        outcome,
        compared,
        as_registered,
        counted,
        window,
        before,
        zones,
        counts,
        years,
        coverage,
        complete,
        undated,
        overlaps,
        desk.cases.get(campaign.id),
        desk.seal.as_of,
    )


def _terms(registration: Registration) -> tuple[Outcome, Compared, bool]:
    """Return outcome and comparison, and whether both are those registered."""
    outcome = registration.outcome_read()
    compared: Compared | None = None
    if registration.comparison:
        try:
            compared = parse_comparison(registration.comparison)
        except DefinitionError:
            compared = None
    possible = compared is not None and (registration.areas or not compared.needs_areas)
    if compared is not None and compared.versus in (Versus.OTHERS, Versus.OFFENCES):
        possible = outcome is not None and outcome.basis is not Basis.INDICATOR and bool(registration.offences)
    default = parse_comparison("rest" if registration.areas else "years:3")
    chosen = compared if possible and compared is not None else default
    return (
        outcome or Outcome("recorded", Basis.RECORDED),
        chosen,
        outcome is not None and chosen is compared,
    )


def _window(registration: Registration, coverage: Coverage) -> Span | None:
    """Return the days judged: none of them later than the records reach."""
    if coverage.last < registration.starts_on:
        return None
    return Span(registration.starts_on, min(registration.ends_on, coverage.last))


def _before(registration: Registration, coverage: Coverage) -> Span:
    """Return the year before the start, or what there is of it in whole weeks."""
    end = min(registration.starts_on - DAY, coverage.last)
    there = min(YEAR, (end - coverage.first).days + 1)
    if there < WEEK:
        raise TooEarlyError(registration.campaign_id, coverage.first)
    return Span(end - DAY * (there // WEEK * WEEK - 1), end)


def _codes(desk: Desk, counted: Counted, registration: Registration) -> tuple[str, ...]:
    if not registration.areas or desk.context.areas is not None:
        return ()
    return desk.engine.distinct(counted.table, "area")


def completeness(desk: Desk, counted: Counted, window: Span | None, coverage: Coverage) -> tuple[float, int]:
    """Return the share of a window's cases that is recorded by now, and the cases that have no day of occurrence.

    The delay of recording is learnt from the cases of the year before the window; what is placed in time by its
    recording is complete as soon as the records reach so far.
    """
    if window is None or not counted.is_by_occurrence or counted.table != "cases":
        return 1.0, 0
    first = max(coverage.first, window.start - DAY * _DELAYS_LEARNT)
    term = counted.term()
    request = EventsRequest("cases", (term.date, "recorded_on"), term, Span(first, window.end), desk.seal.as_of)
    rows = desk.engine.events(request)
    happened, known = rows[term.date].astype("datetime64[D]"), rows["recorded_on"]
    settled = happened < np.datetime64(window.start)
    delays = np.sort((known[settled] - happened[settled]).astype(int))
    undated = _undated(desk, counted, window)
    if not len(delays):
        return 1.0, undated
    ages = np.array([(coverage.last - (window.start + DAY * step)).days for step in range(length_of(window))])
    return float((np.searchsorted(delays, ages, side="right") / len(delays)).mean()), undated


def _undated(desk: Desk, counted: Counted, window: Span) -> int:
    where = (*counted.targeted, Condition(counted.date, Operator.IS_NULL))
    term = Term("n", "recorded_on", None, where)
    tally = desk.engine.tally(TallyRequest("cases", (term,), (window,), (), desk.seal.as_of))
    return int(tally.values["n"].sum())


def weekly(study: Study, daily: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], int]:
    """Return counts by week, cut so that the campaign begins with a week, and the week it begins with."""
    start = (study.registration.starts_on - study.counts.first).days
    lead = start % WEEK
    weeks = (len(daily) - lead) // WEEK
    table = daily[lead : lead + weeks * WEEK].reshape(weeks, WEEK)
    return np.asarray(table.sum(axis=1)), start // WEEK


def weeks_of(study: Study) -> int:
    """Return how many weeks the judged window fills, the last one whole or not."""
    return 0 if study.window is None else math.ceil(length_of(study.window) / WEEK)
