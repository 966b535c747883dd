"""The rows of a check: counts by unit and category, what they are set against, and how far they depart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongket.count.funnel import winsorised_phi
from tongket.count.intervals import wilson
from tongket.count.multiple_tests import benjamini_hochberg
from tongket.engines.contract import Span
from tongket.model.periods import Calendar, Period
from tongket.plan.integrity_cases import NO_UNIT, Cases, Days, Flags
from tongket.plan.integrity_checks import Check, CheckId, Family, Odd
from tongket.plan.integrity_measures import LAST_DAYS, Measure, days_to_month_end, measure
from tongket.plan.integrity_tests import Departure, binomial_departure, departure, widened

WHOLE = "*"
_UNITS_FOR_PHI = 8

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class IntegrityRow:
    """Hold one unit and category of one check.

    Attributes
    ----------
    family : Family
        What the share is set against.
    unit, category : str
        Codes; ``*`` is all of them.
    hits, of : int
        Numerator and denominator.
    expected : float or None
        Hits expected; None when there is nothing to compare with.
    lower, upper : float
        95 % Wilson interval of the share.
    p_value, adjusted : float or None
        Of the test, and adjusted for all rows of the table; None where the row is too small to be tested.
    marked : bool
        Whether it departs by more than chance.
    kind : str
        Which day, where the one that stands out most was looked for.
    """

    family: Family
    unit: str
    category: str
    hits: int
    of: int
    expected: float | None
    lower: float
    upper: float
    p_value: float | None
    adjusted: float | None
    marked: bool
    kind: str = ""


@dataclass(frozen=True)
class CheckTable:
    """Hold all rows of a check, in order of unit and category; `phi` above 1 where units differ by more than chance."""

    check: Check
    rows: tuple[IntegrityRow, ...]
    phi: tuple[tuple[Family, float], ...]

    @property
    def tested(self) -> int:
        """Return the number of rows tested."""
        return sum(row.p_value is not None for row in self.rows)

    @property
    def marked(self) -> tuple[IntegrityRow, ...]:
        """Return the rows marked."""
        return tuple(row for row in self.rows if row.marked)


@dataclass(frozen=True)
class _Cell:
    """Hold a unit and category with its own and the other side's counts by kind and stratum."""

    unit: str
    category: str
    of: Counts
    hits: Counts
    other_of: Counts
    other_hits: Counts


@dataclass(frozen=True, eq=False)
class Watching:
    """Carry the checks through, all on the same cases; the fields are those of `watch_integrity`."""

    cases: Cases
    period: Period
    past: tuple[Span, ...]
    calendar: Calendar
    cutoff: date
    smallest: int
    q: float

    def table(self, check: Check) -> CheckTable:
        """Return the table of one check, its tests adjusted for all its rows."""
        days = _days(self.period.start, min(self.period.end, self.cutoff))
        counted = measure(check.id, self.cases, self.calendar, self.cutoff, days)
        rows: list[IntegrityRow] = []
        phis = []
        for family in check.families:
            found, phi = self._family(check, family, counted)
            rows += found
            phis.append((family, phi))
        tests = benjamini_hochberg([math.nan if row.p_value is None else row.p_value for row in rows], self.q)
        done = tuple(
            row if row.p_value is None else _decided(row, float(adjusted), bool(marked))
            for row, adjusted, marked in zip(rows, tests.adjusted, tests.marked, strict=True)
        )
        return CheckTable(check, done, tuple(phis))

    def _family(self, check: Check, family: Family, counted: Measure) -> tuple[list[IntegrityRow], float]:
        cells = list(self._cells(check, family, counted))
        if family is Family.CALENDAR:
            return [self._row(check, family, cell, self._by_calendar(cell, counted), counted) for cell in cells], 1.0
        kinds = range(len(counted.kinds))
        tested = [
            [
                departure(cell.hits[k], cell.of, cell.other_hits[k], cell.other_of, tested=self._is_large(cell))
                for cell in cells
            ]
            for k in kinds
        ]
        phi = 1.0
        for k in kinds:
            tested[k], own = self._widened(cells, tested[k])
            phi = max(phi, own)
        return [
            self._row(check, family, cell, [tested[k][place] for k in kinds], counted)
            for place, cell in enumerate(cells)
        ], phi

    def _widened(self, cells: list[_Cell], tested: list[Departure]) -> tuple[list[Departure], float]:
        """Allow for units that differ by more than chance: totals and categories each by their own phi."""
        widest = 1.0
        result = list(tested)
        for total in (True, False):
            places = [
                place
                for place, cell in enumerate(cells)
                if cell.unit != WHOLE and (cell.category == WHOLE) is total and self._is_large(cell)
            ]
            z = np.array([tested[place].z for place in places])
            n = int(np.isfinite(z).sum())
            phi = winsorised_phi(z) if n >= _UNITS_FOR_PHI else 1.0
            if phi <= 1 + 2 * math.sqrt(2 / max(n, 1)):
                continue
            widest = max(widest, phi)
            for place, wide in zip(places, widened([tested[place] for place in places], phi), strict=True):
                result[place] = wide
        return result, widest

    def _is_large(self, cell: _Cell) -> bool:
        both = (cell.of > 0) & (cell.other_of > 0)
        return min(int(cell.of[both].sum()), int(cell.other_of[both].sum())) >= self.smallest

    def _by_calendar(self, cell: _Cell, counted: Measure) -> list[Departure]:
        return [
            binomial_departure(int(hits.sum()), int(cell.of.sum()), share)
            for hits, share in zip(cell.hits, counted.days_share, strict=True)
        ]

    def _row(
        self, check: Check, family: Family, cell: _Cell, tested: list[Departure], counted: Measure
    ) -> IntegrityRow:
        of = int(cell.of.sum())
        large = of >= self.smallest if family is Family.CALENDAR else self._is_large(cell)
        p_values = [_p_value(each, check.odd) for each in tested]
        chosen = int(np.argmin(np.nan_to_num(p_values, nan=2.0)))
        p_value = min(1.0, len(tested) * p_values[chosen])
        hits = int(cell.hits[chosen].sum())
        bounds = wilson(hits, of)
        expected = tested[chosen].expected
        return IntegrityRow(
            family,
            cell.unit,
            cell.category,
            hits,
            of,
            None if math.isnan(expected) else expected,
            float(bounds.lower),
            float(bounds.upper),
            p_value if large and not math.isnan(p_value) else None,
            None,
            False,
            counted.kinds[chosen],
        )

    def _cells(self, check: Check, family: Family, counted: Measure) -> Iterator[_Cell]:
        """Yield every unit and category with cases of its own; the whole area only where it has something beside it."""
        own, other = self._sides(check, family, counted)
        of, hits = self._counts(counted, own)
        other_of, other_hits = self._counts(counted, other)
        whole = family in (Family.LONGITUDINAL, Family.CALENDAR) or check.id is CheckId.LATE_LAG
        against_others = not whole
        if whole:
            yield from self._cells_of(WHOLE, of.sum(0), hits.sum(1), other_of.sum(0), other_hits.sum(1))
        if family is Family.CALENDAR:
            return
        for number, unit in enumerate(self.cases.units):
            if unit == NO_UNIT:
                continue
            rest_of = other_of.sum(0) - other_of[number] if against_others else other_of[number]
            rest_hits = other_hits.sum(1) - other_hits[:, number] if against_others else other_hits[:, number]
            yield from self._cells_of(unit, of[number], hits[:, number], rest_of, rest_hits)

    def _cells_of(self, unit: str, of: Counts, hits: Counts, other_of: Counts, other_hits: Counts) -> Iterator[_Cell]:
        """Yield the total of a unit over all strata, then each category; shapes (n_categories, n_strata)."""
        if not of.sum():
            return
        kinds = hits.shape[0]
        yield _Cell(unit, WHOLE, of.ravel(), hits.reshape(kinds, -1), other_of.ravel(), other_hits.reshape(kinds, -1))
        for number, category in enumerate(self.cases.categories):
            if of[number].sum():
                yield _Cell(unit, category, of[number], hits[:, number], other_of[number], other_hits[:, number])

    def _sides(self, check: Check, family: Family, counted: Measure) -> tuple[Flags, Flags]:
        """Return the cases looked at, and those they are compared with."""
        now = _within(counted, Span(self.period.start, self.period.end))
        if check.id is CheckId.LATE_LAG:
            end = days_to_month_end(self.cases.occurred, self.calendar) < LAST_DAYS
            return now & end, now & ~end
        if family is Family.LONGITUDINAL:
            return now, np.any([_within(counted, span) for span in self.past], axis=0)
        return now, now

    def _counts(self, counted: Measure, chosen: Flags) -> tuple[Counts, Counts]:
        """Count by unit, category and stratum; hits with the kind in front."""
        shape = (len(self.cases.units), len(self.cases.categories), int(counted.stratum.max(initial=0)) + 1)
        if NO_UNIT in self.cases.units:
            chosen = chosen & (self.cases.unit != self.cases.units.index(NO_UNIT))
        cell = np.ravel_multi_index((self.cases.unit, counted.category, counted.stratum), shape)
        size = int(np.prod(shape))

        def count(flags: Flags) -> Counts:
            return np.bincount(cell[flags], minlength=size).reshape(shape).astype(np.int64)

        return count(counted.of & chosen), np.stack([count(counted.of & chosen & hits) for hits in counted.hits])


def _days(first: date, last: date) -> Days:
    return np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)


def _within(counted: Measure, span: Span) -> Flags:
    first, last = np.datetime64(span.start, "D"), np.datetime64(span.end, "D")
    return np.asarray((counted.placed >= first) & (counted.placed <= last))


def _p_value(tested: Departure, odd: Odd) -> float:
    if odd is Odd.MORE:
        return tested.upper_p
    if odd is Odd.FEWER:
        return tested.lower_p
    return min(1.0, 2 * min(tested.upper_p, tested.lower_p))


def _decided(row: IntegrityRow, adjusted: float, marked: bool) -> IntegrityRow:
    return replace(row, adjusted=adjusted, marked=marked)
