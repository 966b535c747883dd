"""Integrity watch: does a unit record otherwise than the rest, or than it used to? Never by person.

A row that is marked is a question for an inspector, with innocent answers named beside it. It is no finding, and
nothing here ranks units or looks at who wrote a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.count.multiple_tests import DEFAULT_Q
from tongket.engines.contract import Engine, Span
from tongket.model.areas import AreaSet
from tongket.model.errors import UsageError
from tongket.model.offences import OffenceCatalogue
from tongket.model.periods import CALENDARS, Calendar, Period, parse_period
from tongket.plan.integrity_cases import Cases, read_cases
from tongket.plan.integrity_checks import CHECKS, CheckId
from tongket.plan.integrity_rows import WHOLE, CheckTable, Watching

SMALLEST = 20  # a share of fewer cases is shown, not tested: its relative standard error passes 22 %
PAST_YEARS = 2


@dataclass(frozen=True)
class IntegrityReport:
    """Hold what the integrity watch found.

    Attributes
    ----------
    period : Period
        Period looked at.
    past : tuple of Span
        The same days of earlier years.
    cutoff : date
        Day up to which records are known.
    level : str
        Level of the units; empty where the areas of the records are the units.
    tables : tuple of CheckTable
        One for each check.
    names : mapping of str to str
        Vietnamese names of units and categories, by code.
    names_en : mapping of str to str
        English names.
    smallest : int
        Fewest cases that are tested.
    q : float
        Share of false alarms accepted among the rows marked in a table.
    """

    period: Period
    past: tuple[Span, ...]
    cutoff: date
    level: str
    tables: tuple[CheckTable, ...]
    names: Mapping[str, str]
    names_en: Mapping[str, str]
    smallest: int
    q: float

    def table(self, check: CheckId) -> CheckTable:
        """Return the table of a check."""
        return next(each for each in self.tables if each.check.id is check)


def watch_integrity(
    engine: Engine,
    period: Period,
    *,
    cutoff: date,
    calendar: Calendar | None = None,
    areas: AreaSet | None = None,
    offences: OffenceCatalogue | None = None,
    level: str | None = None,
    past_years: int = PAST_YEARS,
    smallest: int = SMALLEST,
    q: float = DEFAULT_Q,
) -> IntegrityReport:
    """Look at how units record.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    period : Period
        Period looked at.
    cutoff : date
        The seal's cut-off.
    calendar : Calendar, optional
        Whose months end; default the civil one.
    areas : AreaSet, optional
        Brings areas to units; without it each area code is a unit.
    offences : OffenceCatalogue, optional
        Frames and groups; without it downgrades cannot be told.
    level : str, optional
        Level of the units; default the first below the root that has units at the end of the period.
    past_years : int
        Earlier years a unit is compared with.
    smallest : int
        Fewest cases, on either side, that are tested.
    q : float
        False discovery rate within a table.

    Returns
    -------
    IntegrityReport
        One table for each check.

    Raises
    ------
    UsageError
        If the period has not begun by the cut-off, or a number is out of range.
    """
    if period.start > cutoff or past_years < 1 or smallest < 1:
        raise UsageError(
            f"Integrity: the period must have begun by {cutoff}, with at least one earlier year and one case; got"
            f" {period.start}, {past_years}, {smallest}. Mend the request."
        )
    if areas is not None:
        level = level or next((each for each in areas.levels[1:] if areas.units(each, period.end)), areas.levels[-1])
    past = tuple(_years_before(period, years) for years in range(past_years, 0, -1))
    cases = read_cases(engine, Span(past[0].start, cutoff), cutoff, areas=areas, level=level, offences=offences)
    watching = Watching(cases, period, past, calendar or CALENDARS["civil"], cutoff, smallest, q)
    names = _names(cases, areas, offences)
    tables = tuple(watching.table(check) for check in CHECKS)
    return IntegrityReport(
        period,
        past,
        cutoff,
        level or "",
        tables,
        {code: text[0] for code, text in names.items()},
        {code: text[1] for code, text in names.items()},
        smallest,
        q,
    )


def last_twelve_months(calendar: Calendar, cutoff: date) -> Period:
    """Return the twelve whole reporting months that ended last by a day: a reporting year where they are one.

    Parameters
    ----------
    calendar : Calendar
        Whose months.
    cutoff : date
        Last day of the records.

    Returns
    -------
    Period
        Named after the reporting year, ``mps:2024``, or by its days.
    """
    year, month = calendar.month_of(cutoff + timedelta(days=1))
    start, after = calendar.month_start(year - 1, month), calendar.month_start(year, month)
    end = after - timedelta(days=1)
    named = parse_period(f"{calendar.id}:{calendar.reporting_year_of(end)}", {calendar.id: calendar})
    return named if (named.start, named.end) == (start, end) else Period(start, end, f"{start}..{end}")


def _years_before(period: Period, years: int) -> Span:
    """Return the same days of an earlier year; it ends the day before the same first day would come again."""
    start = _shifted(period.start, years)
    return Span(start, _shifted(period.end + timedelta(days=1), years) - timedelta(days=1))


def _shifted(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 3, 1)


def _names(cases: Cases, areas: AreaSet | None, offences: OffenceCatalogue | None) -> dict[str, tuple[str, str]]:
    names = {WHOLE: ("Toàn địa bàn", "Whole area")}
    for unit in cases.units:
        code, _, since = unit.partition("@")
        holders = sorted(areas.holders(code), key=lambda each: each.valid_from) if areas is not None else []
        holders = [each for each in holders if not since or str(each.valid_from) == since]
        names[unit] = (holders[0].name.vi, holders[0].name.en) if holders else (unit, unit)
    groups = offences.group_by_code if offences is not None else {}
    for category in cases.categories:
        group = groups.get(category)
        names[category] = (group.name.vi, group.name.en) if group is not None else (category, category)
    return names
