"""Hours and days of campaigns and protected events: which overlap, and an event beside the same hours before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from tongket.count.intervals import clopper_pearson
from tongket.count.rate_tests import exact_conditional_test
from tongket.evaluate.differences import LEVEL
from tongket.model.errors import FigureError
from tongket.model.text import Language, Text, format_number

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class EventResult:
    """Hold a protected event beside the same hours of the weeks before.

    Attributes
    ----------
    during : int
        Incidents inside the area and hours of the event.
    before : tuple of int
        The same for each earlier week, the latest first.
    hours : float
        Length of the event.
    ratio, lower, upper : float
        Incidents during over the mean of the weeks before, with the exact interval; NaN without any incident.
    p_value : float
        Two-sided, exact given the total; NaN without any incident.
    level : float
        Confidence level.
    """

    during: int
    before: tuple[int, ...]
    hours: float
    ratio: float
    lower: float
    upper: float
    p_value: float
    level: float


@dataclass(frozen=True)
class Overlap:
    """Name two campaigns that share days.

    Attributes
    ----------
    first, second : int
        Their positions in the list given.
    start, end : date
        First and last day they share.
    """

    first: int
    second: int
    start: date
    end: date

    @property
    def days(self) -> int:
        """Return how many days they share."""
        return (self.end - self.start).days + 1


def same_hours_before(hours: Sequence[Span], weeks: int, *, skip: int = 0) -> list[list[Span]]:
    """Give the same weekdays and hours of earlier weeks.

    Parameters
    ----------
    hours : sequence of (datetime, datetime)
        Hours of the event, end not included.
    weeks : int
        How many earlier weeks.
    skip : int
        Weeks next to the event to leave out, for preparations that keep people away already.

    Returns
    -------
    list of list of (datetime, datetime)
        One list per week, the latest first.

    Raises
    ------
    FigureError
        If no week is asked for, or an earlier week would run into the event itself.
    """
    if weeks < 1 or skip < 0:
        raise FigureError(f"same_hours_before: at least one week; got weeks={weeks}, skip={skip}. Use weeks=4.")
    _check_hours(hours)
    if max(end for _, end in hours) - min(begin for begin, _ in hours) > timedelta(days=7 * (skip + 1)):
        raise FigureError(
            "same_hours_before: an event longer than a week runs into its own week before."
            " Use `skip` to go further back."
        )
    return [
        [(begin - timedelta(weeks=back), end - timedelta(weeks=back)) for begin, end in hours]
        for back in range(skip + 1, skip + weeks + 1)
    ]


def count_within(times: ArrayLike, hours: Sequence[Span]) -> int:
    """Count the incidents that fall into any of the spans; the end of a span does not belong to it.

    Parameters
    ----------
    times : array_like of datetime64
        Local time of each incident inside the area; NaT counts nowhere.
    hours : sequence of (datetime, datetime)
        Spans that do not overlap.

    Returns
    -------
    int
        Number of incidents.
    """
    at = np.sort(np.asarray(times, dtype="datetime64[s]"))
    at = at[~np.isnat(at)]
    return sum(int(np.subtract(*np.searchsorted(at, np.array([end, begin], "datetime64[s]")))) for begin, end in hours)


def protected_event(
    times: ArrayLike, hours: Sequence[Span], *, weeks: int = 4, skip: int = 0, level: float = LEVEL
) -> EventResult:
    """Set the incidents of a festival or a visit against the same hours of the weeks before.

    Parameters
    ----------
    times : array_like of datetime64
        Local times of the incidents inside the area of the event, before and during.
    hours : sequence of (datetime, datetime)
        Hours of the event.
    weeks, skip : int
        How many weeks before to compare with, and how many next to the event to leave out.
    level : float
        Confidence level.

    Returns
    -------
    EventResult
        Exact conditional test and interval: of all incidents, each fell into the event's hours with chance
        1 / (weeks + 1) if nothing differed.

    Raises
    ------
    FigureError
        If the hours are empty or overlap, or no week is asked for.

    Notes
    -----
    Przyborowski & Wilenski (1940), *Biometrika* 31:313-323. Pairs of equal windows add up, so their sum is all the
    test needs. A crowd brings people as well as police: fewer incidents than usual is not proof of prevention.
    """
    earlier = same_hours_before(hours, weeks, skip=skip)
    during = count_within(times, hours)
    before = tuple(count_within(times, week) for week in earlier)
    length = math.fsum((end - begin).total_seconds() for begin, end in hours) / 3600
    ratio, lower, upper = _ratio(during, sum(before), weeks, level)
    p_value = exact_conditional_test(during, 1, sum(before), weeks)
    return EventResult(during, before, length, ratio, lower, upper, p_value, level)


def event_text(result: EventResult) -> Text:
    """Say in a sentence how the event's hours compare.

    Parameters
    ----------
    result : EventResult
        From `protected_event`.

    Returns
    -------
    Text
        Vietnamese and English.
    """
    return Text(vi=_event_sentence(result, "vi"), en=_event_sentence(result, "en"))


def overlapping(spans: Sequence[tuple[date, date]]) -> list[Overlap]:
    """Name every pair of campaigns that share days: their results must not be added up.

    Parameters
    ----------
    spans : sequence of (date, date)
        First and last day of each campaign, both included.

    Returns
    -------
    list of Overlap
        Pairs in the order of the list.
    """
    found = []
    for j, (begin, end) in enumerate(spans):
        for i, (earlier_begin, earlier_end) in enumerate(spans[:j]):
            start, last = max(begin, earlier_begin), min(end, earlier_end)
            if start <= last:
                found.append(Overlap(i, j, start, last))
    return sorted(found, key=lambda pair: (pair.first, pair.second))


def _ratio(during: int, before: int, weeks: int, level: float) -> tuple[float, float, float]:
    total = during + before
    if total == 0:
        return math.nan, math.nan, math.nan
    share = clopper_pearson(during, total, level)
    ends = [weeks * p / (1 - p) if p < 1 else math.inf for p in (float(share.lower), float(share.upper))]
    return (weeks * during / before if before else math.inf), ends[0], ends[1]


def _event_sentence(result: EventResult, language: Language) -> str:
    weeks = len(result.before)
    mean = format_number(round(sum(result.before) / weeks, 1), language, 1)
    during = format_number(result.during, language)
    verdict = _verdict(result).in_language(language)
    if language == "vi":
        return f"{during} vụ trong khu vực và giờ bảo vệ, bình quân cùng giờ {weeks} tuần trước {mean} vụ; {verdict}."
    return (
        f"{during} incidents in the area and hours, {mean} on average at the same hours {weeks} weeks back; {verdict}."
    )


def _verdict(result: EventResult) -> Text:
    if math.isnan(result.p_value) or result.p_value >= 1 - result.level:
        return Text(vi="khác biệt có thể do ngẫu nhiên", en="the difference may be due to chance")
    if result.ratio < 1:
        return Text(
            vi="mức giảm vượt quá dao động ngẫu nhiên thông thường", en="the fall is more than chance usually produces"
        )
    return Text(
        vi="mức tăng vượt quá dao động ngẫu nhiên thông thường", en="the rise is more than chance usually produces"
    )


def _check_hours(hours: Sequence[Span]) -> None:
    ordered = sorted(hours)
    if not ordered or any(end <= begin for begin, end in ordered):
        raise FigureError("same_hours_before: every span must end after it begins, and there must be one.")
    if any(following[0] < span[1] for span, following in pairwise(ordered)):
        raise FigureError(
            "same_hours_before: spans must not overlap, or incidents would count twice. Merge them first."
        )
