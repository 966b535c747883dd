"""Set each figure of a table against the other periods, with one plain sentence, chance included."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tongket.count.comparison_words import labels_of, missing_text, ratio_text, tested_text
from tongket.count.multiple_tests import AdjustedTests, benjamini_hochberg
from tongket.count.numbers import SHARE_PLACES
from tongket.count.request import Against
from tongket.count.sentences import Labels, comparison_text
from tongket.count.two_counts import compare_with_mean
from tongket.count.two_shares import compare_amounts, compare_shares
from tongket.model.figures import Comparison, Number, figure_id
from tongket.model.indicators import Measure
from tongket.model.text import Text

if TYPE_CHECKING:
    from tongket.count.indicator_cells import Cells, Place
    from tongket.count.table import FigureTable

PERCENT_PLACES = 6


@dataclass(frozen=True)
class Outcome:
    """Hold what one comparison found, before it is told apart by figure and period."""

    value: Number | None
    difference: Number | None
    percent: Decimal | None
    lower: float | None
    upper: float | None
    p_value: float | None
    text: Text


@dataclass(frozen=True, eq=False)
class Compared:
    """Hold the comparisons of a table; equal pairs of numbers are compared once.

    Attributes
    ----------
    table : FigureTable
        Figures of all periods.
    """

    table: FigureTable
    _known: dict[Any, Outcome] = field(default_factory=dict, repr=False)

    def of(self, cells: Cells, place: Place) -> tuple[Comparison, ...]:
        """Return the comparisons of one figure of the period reported, in the order asked for."""
        return tuple(self._comparison(cells, place, against) for against in self.table.against)

    @cached_property
    def tests(self) -> AdjustedTests:
        """Return how many comparisons were tested and how many stand after Benjamini and Hochberg."""
        return benjamini_hochberg(list(self._p_values()))

    @property
    def note(self) -> Text:
        """Return the sentence that must stand beside a table of many comparisons."""
        return tested_text(self.tests)

    def _p_values(self) -> Iterator[float]:
        for cells in self.table.cells:
            layout = self.table.layout(cells)
            for place in zip(*(each.tolist() for each in layout.places), strict=True):
                for comparison in self.of(cells, place):
                    yield math.nan if comparison.p_value is None else comparison.p_value

    def _comparison(self, cells: Cells, place: Place, against: Against) -> Comparison:
        table = self.table
        indexes = [table.periods.index(table.period(period.id)) for period in against.periods]
        others = [other_place(table, place, index) for index in indexes]
        places = [other for other in others if other is not None]
        whole = len(places) == len(others)
        ids = tuple(self._id(cells, other, index) for other, index in zip(places, indexes, strict=False) if whole)
        outcome = self._outcome(cells, [place, *places] if whole else [place], against)
        return Comparison(
            against=against.text,
            figure=ids[0] if len(ids) == 1 and not against.is_mean else None,
            figures=ids if against.is_mean else (),
            value=outcome.value,
            difference=outcome.difference,
            percent=outcome.percent,
            lower=outcome.lower,
            upper=outcome.upper,
            p_value=outcome.p_value,
            sentence_vi=outcome.text.vi,
            sentence_en=outcome.text.en,
            restated=any(table.is_restated(cells, other) for other in places),
        )

    def _id(self, cells: Cells, place: Place, period: int) -> str:
        area, by = self.table.address(cells, place, period)
        return figure_id(
            indicator=cells.indicator.id,
            version=cells.indicator.version,
            period=self.table.periods[period].id,
            area=area,
            by=by,
            seal=self.table.seal.digest,
            code_version=self.table.code_version,
        )

    def _outcome(self, cells: Cells, places: Sequence[Place], against: Against) -> Outcome:
        windows = [self.table.window(place) for place in places]
        days = tuple(window.days for window in windows)
        key = (cells.indicator.id, against.text, tuple(_raw(cells, place) for place in places), days, places[0][0])
        if key not in self._known:
            labels = labels_of(windows[1:], against, self.table.unit_of(cells))
            self._known[key] = compare_cells(Sides(cells, places, days, labels))
        return self._known[key]


def compare_table(table: FigureTable) -> Compared:
    """Return the comparisons of a table."""
    return Compared(table)


def other_place(table: FigureTable, place: Place, period: int) -> Place | None:
    """Return the cell of another period that a cell of the period reported is set against.

    A month is set against the month of the same number; where the periods have different numbers of months, none.
    """
    month = place[0]
    start = table.windows.of_period(period).start
    if month and len(table.windows.months[period]) != len(table.windows.months[0]):
        return None
    return (start + month, *place[1:])


def _raw(cells: Cells, place: Place) -> tuple[int, int, int]:
    below = 0 if cells.denominator is None else int(cells.denominator[place])
    return int(cells.numerator[place]), below, int(cells.state[place])


@dataclass(frozen=True, eq=False)
class Sides:
    """Hold the cells of one comparison.

    Attributes
    ----------
    cells : Cells
        Numbers of one indicator.
    places : sequence of place
        The cell reported, then those compared with: one for a single period, several for a mean, none when there is
        no cell to compare with.
    days : sequence of int
        Length of the window of each.
    labels : Labels
        Words for the sentence.
    """

    cells: Cells
    places: Sequence[Place]
    days: Sequence[int]
    labels: Labels

    @cached_property
    def values(self) -> list[Number]:
        """Return the values that are there."""
        found = (self.cells.value(place) for place in self.places)
        return [value for value in found if value is not None]

    def pooled(self, chosen: slice) -> tuple[Fraction, Fraction]:
        """Return numerators and denominators of some cells added up."""
        parts = [self.cells.parts(place) for place in self.places[chosen]]
        above, below = (sum((Fraction(pair[i] or 0) for pair in parts), Fraction(0)) for i in (0, 1))
        return above, below


def compare_cells(sides: Sides) -> Outcome:
    """Compare the first cell with the others."""
    if len(sides.places) < 2 or len(sides.values) < len(sides.places):
        own = sides.cells.value(sides.places[0]) is None
        return Outcome(None, None, None, None, None, None, missing_text(own, sides.labels))
    return _COMPARE[sides.cells.indicator.measure](sides)


def _counts(sides: Sides) -> Outcome:
    values, days = sides.values, sides.days
    # a count restated through shares need not be whole; chance is then judged on the nearest whole number
    whole = [round(value) for value in values]
    small = sides.cells.indicator.small_number
    found = compare_with_mean(whole[0], whole[1:], days=days[0], days_against=list(days[1:]), small_base=small)
    mean = _mean(values[1:])
    percent = None if found.percent is None else (Fraction(values[0]) - mean) / mean * 100
    return Outcome(
        value=_number(mean),
        difference=_number(Fraction(values[0]) - mean),
        percent=_percent(percent),
        lower=_finite(found.lower),
        upper=_finite(found.upper),
        p_value=_finite(found.p_value),
        text=comparison_text(found, sides.labels),
    )


def _amounts(sides: Sides) -> Outcome:
    indicator = sides.cells.indicator
    found = compare_amounts(sides.values[0], sides.values[1:])
    if not sides.cells.money and found.against < indicator.small_number:
        found = replace(found, percent=None)
    text = comparison_text(found, sides.labels)
    if indicator.measure is Measure.STOCK and found.difference:
        # the closing remark is on sums of money; a stock has no test either, for both days share most of their records
        text = Text(text.vi.rpartition("; ")[0] + ".", text.en.rpartition("; ")[0] + ".")
    return Outcome(_number(found.against), _number(found.difference), _percent(found.percent), None, None, None, text)


def _shares(sides: Sides) -> Outcome:
    own, other = sides.pooled(slice(0, 1)), sides.pooled(slice(1, None))
    found = compare_shares(round(own[0]), round(own[1]), round(other[0]), round(other[1]))
    against = other[0] / other[1]
    return Outcome(
        value=_share(against),
        difference=_share(own[0] / own[1] - against),
        percent=None,
        lower=_finite(found.lower),
        upper=_finite(found.upper),
        p_value=_finite(found.p_value),
        text=comparison_text(found, sides.labels),
    )


def _ratios(sides: Sides) -> Outcome:
    own, other = sides.pooled(slice(0, 1)), sides.pooled(slice(1, None))
    against = other[0] / other[1]
    text = ratio_text(own, against, sides.labels)
    return Outcome(_share(against), _share(own[0] / own[1] - against), None, None, None, None, text)


_COMPARE: dict[Measure, Callable[[Sides], Outcome]] = {
    Measure.COUNT: _counts,
    Measure.SUM: _amounts,
    Measure.STOCK: _amounts,
    Measure.SHARE: _shares,
    Measure.RATIO: _ratios,
}


def _mean(values: Sequence[Number]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else _decimal(value, PERCENT_PLACES)


def _share(value: Fraction) -> Decimal:
    return _decimal(value, SHARE_PLACES)


def _percent(value: Fraction | None) -> Decimal | None:
    return None if value is None else _decimal(value, PERCENT_PLACES)


def _decimal(value: Fraction, places: int) -> Decimal:
    """Return a fraction rounded half even; where it has fewer decimals it is exact."""
    return Decimal(round(value * 10**places)).scaleb(-places)


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
