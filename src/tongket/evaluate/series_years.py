"""The window of a campaign in its own and in earlier years; near Tết by the lunar calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.engines.contract import Span
from tongket.evaluate.reading import Campaign
from tongket.evaluate.registration import Registration
from tongket.evaluate.series import DAY, Coverage
from tongket.model.campaign_terms import Compared
from tongket.model.lunar import lunar_day

WEEK = 7
YEAR = 52 * WEEK  # whole weeks, so that weekdays weigh the same before and during
BEFORE_YEARS = 26 * WEEK  # window before, in a comparison of years
FESTIVE = timedelta(days=14)  # days around Tết in which life runs by the lunar calendar


@dataclass(frozen=True)
class YearWindows:
    """Hold the window of a campaign in one year, and the window before it.

    Attributes
    ----------
    years_back : int
        0 for the campaign's own year.
    before, during : Span
        Days.
    excluded_by : str or None
        Id of a campaign of that year with the same aim in these weeks; such a year says nothing.
    """

    years_back: int
    before: Span
    during: Span
    excluded_by: str | None = None


def length_of(span: Span) -> int:
    """Return the number of days, both ends counted."""
    return (span.end - span.start).days + 1


def year_windows(
    registration: Registration,
    compared: Compared,
    coverage: Coverage,
    campaign: Campaign,
    campaigns: Mapping[str, Campaign],
) -> tuple[YearWindows, ...]:
    """Return the campaign's window in its own and in earlier years, each with the window before.

    A window that touches Tết keeps its distance to Tết; any other keeps its weekdays. Years of which the records do
    not reach back far enough are left out.

    Parameters
    ----------
    registration : Registration
        The window.
    compared : Compared
        How many years; other comparisons take three, as a second opinion.
    coverage : Coverage
        First and last day of the records.
    campaign : Campaign
        The campaign.
    campaigns : mapping of str to Campaign
        All of the register.

    Returns
    -------
    tuple of YearWindows
        The campaign's own year first.
    """
    end = min(registration.ends_on, max(coverage.last, registration.starts_on))
    span = Span(registration.starts_on, end)
    back = max(WEEK, min(BEFORE_YEARS, (YEAR - length_of(span)) // WEEK * WEEK))
    found = []
    for years_back in range((compared.years or 3) + 1):
        during = shifted(span, years_back)
        before = Span(during.start - DAY * back, during.start - DAY)
        if before.start >= coverage.first:
            rival = _rival(campaign, during, campaigns) if years_back else None
            found.append(YearWindows(years_back, before, during, rival))
    return tuple(found)


def shifted(span: Span, years_back: int) -> Span:
    """Return the same weeks of an earlier year: by the lunar calendar where the span touches Tết."""
    tet = touched_tet(span)
    if tet is None:
        return Span(span.start - DAY * YEAR * years_back, span.end - DAY * YEAR * years_back)
    moved = lunar_day(tet.year - years_back, 1, 1) - tet
    return Span(span.start + moved, span.end + moved)


def touched_tet(span: Span) -> date | None:
    """Return the first day of the lunar year that a span comes near to, or None."""
    days = (lunar_day(year, 1, 1) for year in range(span.start.year, span.end.year + 2))
    return next((tet for tet in days if span.start - FESTIVE <= tet <= span.end + FESTIVE), None)


def _rival(campaign: Campaign, during: Span, campaigns: Mapping[str, Campaign]) -> str | None:
    """Return a campaign with the same aim in the same weeks of another year."""
    mine = campaign.registration
    for other in campaigns.values():
        theirs = other.registration
        if other.id == campaign.id or theirs.starts_on > during.end or theirs.ends_on < during.start:
            continue
        same = set(mine.offences) & set(theirs.offences) if mine.offences else mine.outcome == theirs.outcome
        if same and (not mine.areas or not theirs.areas or set(mine.areas) & set(theirs.areas)):
            return other.id
    return None
