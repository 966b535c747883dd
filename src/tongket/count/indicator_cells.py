"""The numbers of one indicator, by window and axis, and what each cell of them says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tongket.count.axes import Axis
from tongket.count.cells import Whole
from tongket.count.numbers import exact, quotient
from tongket.model.figures import Number, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.tables import Kind, record_schema

STATES = (State.VALUE, State.MISSING, State.LATE)
VALUE, MISSING, LATE = 0, 1, 2
Place = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """Hold all numbers of one indicator.

    Attributes
    ----------
    indicator : Indicator
        What is counted.
    axes : tuple of Axis
        Breakdown by columns; place 0 is the total.
    within : tuple of tuple of int
        Places of each axis that are shown: an indicator of thefts has no row for murder.
    numerator : ndarray, shape (n_windows, *sizes of the axes)
        The value itself for counts, sums and stocks; whole numbers of ``10**-digits``.
    digits : int
        Decimals of the numerator.
    denominator, denominator_digits
        The same for the denominator of shares and ratios.
    state : ndarray of uint8
        Index into `STATES`.
    lower, upper : ndarray of float64
        95 % interval of the value; NaN where there is none.
    unknown : bool
        Whether a table it needs is not in the seal.
    """

    indicator: Indicator
    axes: tuple[Axis, ...]
    within: tuple[tuple[int, ...], ...]
    numerator: Whole
    digits: int
    denominator: Whole | None
    denominator_digits: int
    state: NDArray[np.uint8]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    unknown: bool = False

    @cached_property
    def composed(self) -> bool:
        """Return whether the value is a quotient."""
        return self.indicator.measure in (Measure.SHARE, Measure.RATIO)

    @cached_property
    def money(self) -> bool:
        """Return whether the numbers are money."""
        column = self.indicator.column
        return bool(column) and record_schema(self.indicator.table or "").column(column or "").kind is Kind.MONEY

    def top_of(self, whole: int) -> Number:
        """Return a numerator, or the value when it is no quotient, as an exact number."""
        return exact(whole, self.digits, money=self.money)

    def bottom_of(self, whole: int) -> Number | None:
        """Return a denominator as an exact number."""
        return None if self.denominator is None else exact(whole, self.denominator_digits)

    def number(self, top: int, bottom: int) -> Number | None:
        """Return the value that a numerator and a denominator make."""
        if not self.composed:
            return self.top_of(top)
        below = self.bottom_of(bottom)
        return quotient(self.top_of(top), below) if below else None

    def shows_parts(self, state: int) -> bool:
        """Return whether numerator and denominator are shown: for quotients, unless nothing is known."""
        return self.composed and not (state == MISSING and self.unknown)

    def value(self, place: Place) -> Number | None:
        """Return the value of one cell; None where there is none."""
        if self.state[place] != VALUE:
            return None
        return self.number(int(self.numerator[place]), 0 if self.denominator is None else int(self.denominator[place]))

    def parts(self, place: Place) -> tuple[Number | None, Number | None]:
        """Return numerator and denominator of one cell; None where they are not shown."""
        if not self.shows_parts(int(self.state[place])) or self.denominator is None:
            return None, None
        return self.top_of(int(self.numerator[place])), self.bottom_of(int(self.denominator[place]))
