"""What is counted for a campaign, and how many cases there were on each day in each unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tongket.count.atoms import parts_of
from tongket.count.context import CountContext
from tongket.count.geography import WHOLE, Geography
from tongket.engines.contract import SCALES, Engine, Span, Tally, TallyRequest, Term
from tongket.evaluate.registration import Registration
from tongket.model.campaign_terms import Basis, Outcome
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Measure, Operator
from tongket.model.tables import Kind, record_schema
from tongket.model.text import Text

EVERYWHERE = "*"
DAY = timedelta(days=1)
_NOT_UNFOUNDED = Condition("status", Operator.NOT_IN, ("unfounded",))
_CASES = Text("vụ", "cases")


@dataclass(frozen=True)
class Counted:
    """Say what is counted.

    Attributes
    ----------
    table, date : str
        Table, and the column that places a record in time.
    column : str or None
        Column summed; None counts records.
    targeted : tuple of Condition
        The outcome.
    untargeted : tuple of Condition or None
        What stands beside it as a control, in the same places; None where there is none.
    label, unit : Text
        Of the outcome.
    """

    table: str
    date: str
    column: str | None
    targeted: tuple[Condition, ...]
    untargeted: tuple[Condition, ...] | None
    label: Text
    unit: Text

    def term(self, *, control: bool = False) -> Term:
        """Return what an engine is asked."""
        name = "untargeted" if control else "targeted"
        return Term(name, self.date, self.column, (self.untargeted or ()) if control else self.targeted)

    @property
    def scale(self) -> int:
        """Return how many decimals a sum has."""
        return SCALES[record_schema(self.table).column(self.column).kind] if self.column else 0

    @property
    def is_by_occurrence(self) -> bool:
        """Tell whether records are placed in time by what happened, so that the last days are still coming in."""
        return self.date != record_schema(self.table).dated_by


def counted_of(
    registration: Registration, outcome: Outcome, context: CountContext, *, controls: tuple[str, ...] = ()
) -> Counted:
    """Return what to count for the outcome of a campaign.

    Parameters
    ----------
    registration : Registration
        Offences aimed at.
    outcome : Outcome
        What it is judged by.
    context : CountContext
        Indicators and codes of the book.
    controls : tuple of str
        Offences that serve as a control; empty for all that are not targeted.

    Raises
    ------
    DefinitionError
        If the indicator is unknown, or is no count or sum that can be placed on a day.
    """
    if outcome.basis is Basis.INDICATOR:
        return _by_indicator(outcome.indicator or "", context)
    offences = outcome.offences or registration.offences
    day = "occurred_from" if outcome.basis is Basis.OCCURRED else "recorded_on"
    targeted: tuple[Condition, ...] = (_NOT_UNFOUNDED,)
    untargeted: tuple[Condition, ...] | None = None
    if offences:
        targeted += (Condition("offence", Operator.IN, tuple(offences)),)
        beside = Condition("offence", Operator.IN, controls) if controls else None
        untargeted = (_NOT_UNFOUNDED, beside or Condition("offence", Operator.NOT_IN, tuple(offences)))
    return Counted("cases", day, None, targeted, untargeted, _label(offences, outcome.basis, context), _CASES)


def _by_indicator(id_: str, context: CountContext) -> Counted:
    indicator = context.indicators[id_]
    if indicator.measure not in (Measure.COUNT, Measure.SUM):
        raise DefinitionError(
            f"Campaign: an outcome must be a count or a sum; got {id_!r}, a {indicator.measure.value}."
            " Name the indicator that stands in its numerator."
        )
    atom = parts_of(indicator, context.indicators.rules).added
    return Counted(atom.table, atom.date, atom.column, atom.where, None, indicator.label, indicator.unit)


_MANY = 4  # offences named one by one; more are told by their number


def _label(offences: tuple[str, ...], basis: Basis, context: CountContext) -> Text:
    named = [_offence_name(code, context) for code in offences]
    happened = basis is Basis.OCCURRED
    if not named or len(named) > _MANY:
        n = len(named)
        vi = f"vụ thuộc {n} tội danh trọng tâm" if n else "vụ phạm tội"
        en = f"cases of the {n} offences aimed at" if n else "cases"
    else:
        vi = "vụ " + ", ".join(name.vi[:1].lower() + name.vi[1:] for name in named)
        en = "cases of " + ", ".join(name.en[:1].lower() + name.en[1:] for name in named)
    return Text(
        f"số {vi} {'xảy ra' if happened else 'ghi nhận'}", f"{en} that {'began' if happened else 'were recorded'}"
    )


def _offence_name(code: str, context: CountContext) -> Text:
    rows = () if context.offences is None else context.offences.by_clause.get((code, None), ())
    return rows[-1].name if rows else Text(code, code)


@dataclass(frozen=True)
class Coverage:
    """Hold between which days a table has records, by day of recording."""

    first: date
    last: date


@dataclass(frozen=True, eq=False)
class DayCounts:
    """Hold counts by day and unit; axis 0 is time, axis 1 units.

    Attributes
    ----------
    first : date
        Day of the first row.
    units : tuple of str
        Codes; ``*`` alone for the whole book, ``?`` last for records of no known unit.
    targeted : ndarray of float64, shape (n_days, n_units)
        The outcome; not whole where a unit was divided.
    untargeted : ndarray of float64, shape (n_days, n_units) or None
        Its control.
    restated : bool
        Whether records were carried over a change of units.
    """

    first: date
    units: tuple[str, ...]
    targeted: NDArray[np.float64]
    untargeted: NDArray[np.float64] | None
    restated: bool

    @property
    def last(self) -> date:
        """Return the day of the last row."""
        return self.first + DAY * (len(self.targeted) - 1)

    def rows(self, span: Span) -> slice:
        """Return the rows of a span; days outside the counts are left out."""
        return slice(max(0, (span.start - self.first).days), max(0, (span.end - self.first).days + 1))

    def total(self, span: Span, units: Iterable[str] | None = None, *, control: bool = False) -> int:
        """Return the number in a span, over some units or all; rounded where a unit was divided."""
        return round(float(self.daily(units, control=control)[self.rows(span)].sum()))

    def daily(self, units: Iterable[str] | None = None, *, control: bool = False) -> NDArray[np.float64]:
        """Return the number of each day, over some units or all."""
        table = self.untargeted if control else self.targeted
        if table is None:
            return np.zeros(len(self.targeted))
        if units is None:
            return np.asarray(table.sum(axis=1))
        wanted = set(units)
        return np.asarray(table[:, [place for place, code in enumerate(self.units) if code in wanted]].sum(axis=1))


@dataclass(frozen=True)
class Places:
    """Say by which units to count: those of one level on one day, or none.

    Attributes
    ----------
    geography : Geography or None
        Units of a day; None where codes are those in the records.
    codes : tuple of str
        Units counted by; empty for the whole book.
    """

    geography: Geography | None
    codes: tuple[str, ...]


def count_days(
    engine: Engine, counted: Counted, span: Span, cutoff: date, places: Places, *, control: bool = False
) -> DayCounts:
    """Count the outcome of a campaign, and its control, for each day and unit.

    Parameters
    ----------
    engine : Engine
        Of the seal.
    counted : Counted
        What is counted.
    span : Span
        Days wanted.
    cutoff : date
        Of the seal.
    places : Places
        Units.
    control : bool
        Whether to count the control too.

    Returns
    -------
    DayCounts
        Dense, zeros included.
    """
    terms = (counted.term(), *((counted.term(control=True),) if control and counted.untargeted is not None else ()))
    by = ("area",) if places.codes else ()
    n_days = (span.end - span.start).days + 1
    spans = tuple(Span(day, day) for day in (span.start + DAY * step for step in range(n_days)))
    tally = engine.tally(TallyRequest(counted.table, terms, spans, by, cutoff))
    units = (*places.codes, "?") if places.codes else (EVERYWHERE,)
    tables = [np.zeros((n_days, len(units))) for _ in terms]
    restated = _fill(tables, [tally.values[term.name] for term in terms], tally, places, units, span.start)
    for table in tables:
        table /= 10**counted.scale
    return DayCounts(span.start, units, tables[0], tables[1] if len(tables) > 1 else None, restated)


def _fill(
    tables: list[NDArray[np.float64]],
    values: list[NDArray[np.int64]],
    tally: Tally,
    places: Places,
    units: tuple[str, ...],
    first: date,
) -> bool:
    """Put counted rows where they belong; tell whether any was carried over a change of units."""
    if not places.codes:
        for table, column in zip(tables, values, strict=True):
            np.add.at(table[:, 0], tally.span, column)
        return False
    place_of = {code: place for place, code in enumerate(units)}
    restated = False
    era_of = _eras(places, first, len(tables[0]))
    for row, (day, code) in enumerate(zip(tally.span.tolist(), tally.codes[0], strict=True)):
        for target, share, moved in _targets(places, code, era_of[day]):
            restated |= moved
            place = place_of.get(target, len(units) - 1)
            for table, numbers in zip(tables, values, strict=True):
                table[day, place] += share * int(numbers[row])
    return restated


def _eras(places: Places, first: date, n_days: int) -> list[date]:
    """Return for each day the first day of the time in which units stayed as they were on it."""
    if places.geography is None:
        return [first] * n_days
    cuts = set(places.geography.eras(first, first + DAY * (n_days - 1)))
    found = [first]
    for step in range(1, n_days):
        day = first + DAY * step
        found.append(day if day in cuts else found[-1])
    return found


def _targets(places: Places, code: str | None, day: date) -> list[tuple[str, float, bool]]:
    if code is None or places.geography is None:
        return [(code or "?", 1.0, False)]
    found = places.geography.targets(code, day)
    # a whole unit that only changed its code or its parent's is no estimate
    return [(each.code, each.share / WHOLE, each.share != WHOLE) for each in found] or [("?", 1.0, False)]


def coverage_of(engine: Engine, table: str, cutoff: date) -> Coverage | None:
    """Return between which days a table has records; None for an empty one."""
    column = record_schema(table).dated_by
    if table not in engine.tables() or record_schema(table).column(column).kind is not Kind.DATE:
        return None
    first_year = 1990
    spans = tuple(Span(date(year, 1, 1), date(year, 12, 31)) for year in range(first_year, cutoff.year + 1))
    years = engine.tally(TallyRequest(table, (Term("n", column),), spans, (), cutoff)).span
    if not len(years):
        return None
    low, high = first_year + int(years.min()), first_year + int(years.max())
    start = date(low, 1, 1)
    days = {start + DAY * step for year in (low, high) for step in _year_steps(year, start)}
    ordered = sorted(days)
    found = engine.tally(TallyRequest(table, (Term("n", column),), tuple(Span(d, d) for d in ordered), (), cutoff)).span
    return Coverage(ordered[int(found.min())], min(ordered[int(found.max())], cutoff))


def _year_steps(year: int, start: date) -> range:
    return range((date(year, 1, 1) - start).days, (date(year, 12, 31) - start).days + 1)
