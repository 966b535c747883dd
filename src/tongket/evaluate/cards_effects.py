"""The effect of a campaign by the comparison it was registered with, and what could have been seen at all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from tongket.engines.contract import Span
from tongket.evaluate.differences import LEVEL, LogIrrResult, log_irr, wdd
from tongket.evaluate.ladder_choice import Available, Choice, Rung, choose_rung
from tongket.evaluate.ladder_steps import SameWeeks, before_after, same_weeks
from tongket.evaluate.placebos import PlaceboDates, placebo_dates
from tongket.evaluate.power_study import Design, Plan, Power, power
from tongket.evaluate.series import DAY
from tongket.evaluate.series_study import Study, weekly, weeks_of
from tongket.evaluate.series_years import YEAR, YearWindows, length_of
from tongket.model.campaign_terms import Versus
from tongket.model.errors import FigureError

# The smallest fall asked about where none was registered: what reports of campaigns usually hope for.
DEFAULT_FALL = 0.15
REPLICATES = 4_000
_PER_YEAR = 52


@dataclass(frozen=True)
class Prevented:
    """Hold the effect in cases over the window, with its interval; below 0 is fewer."""

    cases: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Effect:
    """Hold what a comparison says of a campaign.

    Attributes
    ----------
    rung : Rung
        Of the ladder of evidence.
    percent, lower, upper : float
        Change net of the comparison, in per cent, with its interval; NaN or infinite where nothing can be said.
    level : float
        Of the interval.
    cases : tuple of int
        Before and during, where it ran.
    comparison : tuple of int or None
        Before and during, in the comparison; over all years used for a comparison of years.
    days : tuple of int
        Lengths of the two windows.
    dispersion : float
        By how much the variance was widened, because the series varies more than chance.
    prevented : Prevented or None
        The same in cases, for a comparison of places or offences.
    years : tuple of YearWindows
        Years compared with; empty for other comparisons.
    corrected : bool
        Whether a count of 0 made it necessary to add a half to all counts.
    """

    rung: Rung
    percent: float
    lower: float
    upper: float
    level: float
    cases: tuple[int, int]
    comparison: tuple[int, int] | None
    days: tuple[int, int]
    dispersion: float
    prevented: Prevented | None = None
    years: tuple[YearWindows, ...] = ()
    corrected: bool = False

    @property
    def expected(self) -> float | None:
        """Return the cases expected during, had nothing been done; None where none were counted before."""
        return None if not math.isfinite(self.percent) else self.cases[1] / (1 + self.percent / 100)

    @property
    def shows_fall(self) -> bool:
        """Tell whether the whole interval lies below 0."""
        return self.upper < 0

    @property
    def shows_rise(self) -> bool:
        """Tell whether the whole interval lies above 0."""
        return self.lower > 0


def main_effect(study: Study, window: Span) -> Effect:
    """Return the effect by the registered comparison, or by the next that exists.

    Parameters
    ----------
    study : Study
        What the campaign is judged by.
    window : Span
        Days judged.
    """
    if study.compared.needs_areas and study.zones.comparison:
        return _against(study, window, Rung.BOTH_SCALES)
    if study.compared.versus in (Versus.OTHERS, Versus.OFFENCES):
        return _against(study, window, Rung.NEGATIVE_CONTROL)
    usable = usable_years(study)
    return _against_years(study, usable) if len(usable) > 1 else _described(study, window)


def pairs(study: Study, window: Span, before: Span | None = None) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return cases before and during, where the campaign ran and in its comparison of places or offences."""
    counts, zones = study.counts, study.zones
    spans = (before or study.before, window)
    own = zones.treated or None
    treated = [counts.total(span, own) for span in spans]
    if study.compared.needs_areas:
        other = [counts.total(span, zones.comparison) for span in spans]
    else:
        other = [counts.total(span, own, control=True) for span in spans]
    return (treated[0], treated[1]), (other[0], other[1])


def _against(study: Study, window: Span, rung: Rung) -> Effect:
    treated, other = pairs(study, window)
    placebo = placebo_of(study)
    phi = placebo.dispersion if placebo is not None else 1.0
    net = log_irr(treated, other, dispersion=phi)
    days = (length_of(study.before), length_of(window))
    numbers = wdd(treated, other, time=(days[0] / days[1], 1.0), dispersion=phi).local
    prevented = Prevented(*(float(each) for each in (numbers.effect, numbers.lower, numbers.upper)))
    return Effect(
        rung,
        *_percent(net),
        LEVEL,
        treated,
        other,
        days,
        phi,
        prevented,
        corrected=bool(net.corrected),
    )


def _percent(net: LogIrrResult) -> tuple[float, float, float]:
    return float(net.percent), float(net.percent_lower), float(net.percent_upper)


def usable_years(study: Study) -> tuple[YearWindows, ...]:
    """Return the years that can be compared: the campaign's own first, others only without a campaign of their own."""
    own = [each for each in study.years if each.years_back == 0]
    return (*own, *(each for each in study.years if each.years_back and each.excluded_by is None)) if own else ()


def _year_counts(study: Study, years: tuple[YearWindows, ...]) -> tuple[list[int], list[int]]:
    own = study.zones.treated or None
    before = [study.counts.total(each.before, own) for each in years]
    return before, [study.counts.total(each.during, own) for each in years]


def years_result(study: Study, years: tuple[YearWindows, ...]) -> SameWeeks:
    """Return the comparison with the same weeks of other years; the campaign's own year stands first."""
    before, during = _year_counts(study, years)
    return same_weeks(before, during, own=0)


def _against_years(study: Study, years: tuple[YearWindows, ...]) -> Effect:
    before, during = _year_counts(study, years)
    found = years_result(study, years)
    counts = np.array([before, during], dtype=float)
    noise = float((1 / np.maximum(counts[:, 0], 1)).sum() + 1 / max(1, sum(before[1:])) + 1 / max(1, sum(during[1:])))
    # what the years differ by among themselves, said as a factor of the chance variance of one year's ratio
    spread = (found.spread or 0.0) ** 2 * (1 + 1 / found.years)
    return Effect(
        Rung.SAME_WEEKS,
        found.percent,
        found.lower,
        found.upper,
        found.level,
        (before[0], during[0]),
        (sum(before[1:]), sum(during[1:])),
        (length_of(years[0].before), length_of(years[0].during)),
        1 + spread / noise,
        years=years,
    )


def _described(study: Study, window: Span) -> Effect:
    """Set the window beside as many days before it."""
    length = length_of(window)
    span = Span(max(study.before.start, study.before.end - DAY * (length - 1)), study.before.end)
    own = study.zones.treated or None
    cases = (study.counts.total(span, own), study.counts.total(window, own))
    found = before_after(*cases, days_before=length_of(span), days_during=length)
    days = (length_of(span), length)
    return Effect(Rung.BEFORE_AFTER, found.percent, found.lower, found.upper, found.level, cases, None, days, 1.0)


def described(study: Study, window: Span) -> Effect:
    """Return before and after alone: a description."""
    return _described(study, window)


def placebo_of(study: Study) -> PlaceboDates | None:
    """Return the same comparison at every other start week; None where there are too few, or no comparison series."""
    zones = study.zones
    control = not study.compared.needs_areas
    treated, start = weekly(study, study.counts.daily(zones.treated or None))
    if control and study.counts.untargeted is None:
        return None
    units = (zones.treated or None) if control else zones.comparison
    other, _ = weekly(study, study.counts.daily(units, control=control))
    length = weeks_of(study)
    try:
        return placebo_dates(treated, start, length, comparison=other, lag=max(_PER_YEAR, length))
    except FigureError:  # too short a history: the Poisson variance has to do
        return None


def power_of(study: Study, effect: Effect | None) -> Power | None:
    """Return how often the smallest fall worth having would be found; None where nothing was counted before."""
    fall = float(study.registration.minimum_effect or DEFAULT_FALL)
    plan = _plan(study, effect)
    return None if plan is None else power(plan, fall, replicates=REPLICATES)


def _plan(study: Study, effect: Effect | None) -> Plan | None:
    """Return the design with the cases of the window before and the whole length of the campaign."""
    length = study.registration.days
    if effect is None:
        window = Span(study.registration.starts_on, study.registration.ends_on)
        effect = _foreseen(study, window)
    treated, days = effect.cases[0], effect.days[0]
    if not treated:
        return None
    if effect.rung is Rung.BEFORE_AFTER or effect.comparison is None or not effect.comparison[0]:
        return Plan(Design.BEFORE_AFTER, treated, length=length / days)
    return Plan(Design.LOG_IRR, treated, effect.comparison[0], length / days, min(effect.dispersion, 50.0))


def _foreseen(study: Study, window: Span) -> Effect:
    """Return the counts before a campaign that has not begun, with no effect."""
    if study.compared.versus is Versus.YEARS:
        years = usable_years(study)
        if len(years) > 1:
            before, _ = _year_counts(study, years)
            return replace(_empty(study, window), cases=(before[0], 0), comparison=(sum(before[1:]), 0), years=years)
        return _empty(study, window)
    treated, other = pairs(study, window)
    return replace(
        _empty(study, window), rung=Rung.BOTH_SCALES, cases=treated, comparison=other, days=(length_of(study.before), 1)
    )


def _empty(study: Study, window: Span) -> Effect:
    own = study.zones.treated or None
    before = study.counts.total(study.before, own)
    nothing = math.nan
    days = (length_of(study.before), length_of(window))
    return Effect(Rung.BEFORE_AFTER, nothing, nothing, nothing, LEVEL, (before, 0), None, days, 1.0)


def ladder_of(study: Study) -> Choice:
    """Return which comparison the data would allow at best, and why none stronger."""
    zones = study.zones
    counts = study.counts
    untargeted = counts.total(study.before, zones.treated or None, control=True)
    comparison = counts.total(study.before, zones.comparison) if zones.comparison else 0
    return choose_rung(
        Available(
            treated_places=max(1, len(zones.treated)),
            untreated_places=len(zones.comparison),
            points_before=(study.before.start - counts.first).days // 7 + length_of(study.before) // 7,
            comparison_cases=comparison,
            untargeted_cases=untargeted,
            other_years=max(0, len(usable_years(study)) - 1),
        )
    )


def earlier_change(study: Study) -> LogIrrResult | None:
    """Return how the place moved against its comparison in the year before the window before; None without one."""
    if study.compared.versus is Versus.YEARS or length_of(study.before) < YEAR:
        return None
    earlier = Span(study.before.start - DAY * YEAR, study.before.start - DAY)
    if earlier.start < study.counts.first:
        return None
    treated, other = pairs(study, study.before, earlier)
    return log_irr(treated, other)


__all__ = [
    "DEFAULT_FALL",
    "Effect",
    "Prevented",
    "described",
    "earlier_change",
    "ladder_of",
    "main_effect",
    "pairs",
    "placebo_of",
    "power_of",
    "usable_years",
    "years_result",
]
