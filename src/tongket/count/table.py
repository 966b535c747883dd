"""The figures of one request, held as arrays; single figures are made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tongket.count.axes import TOTAL
from tongket.count.definitions import definition_digest
from tongket.count.geography import Geography
from tongket.count.indicator_cells import STATES, VALUE, Cells, Place
from tongket.count.layout import By, Layout, make_layout
from tongket.count.request import AREA, MONTH, Against, CountRequest
from tongket.count.spans import Windows
from tongket.model.errors import FigureError
from tongket.model.figures import Comparison, Figure, figure_id
from tongket.model.indicators import Indicator
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Text

if TYPE_CHECKING:
    from tongket.count.comparisons import Compared


@dataclass(frozen=True, eq=False)
class FigureTable:
    """Hold the figures of one request.

    Attributes
    ----------
    book : str
        Name of the book.
    request : CountRequest
        What was asked.
    against : tuple of Against
        What the period is set against.
    seal : Seal
        What was counted.
    code_version : str
        Version of the program.
    windows : Windows
        Periods and months; the first period is the one reported.
    cells : tuple of Cells
        One for each indicator.
    geography : Geography or None
        Units counted by.
    restated : tuple of frozenset of str
        For each window, the units that took in records of other units.
    counts : mapping of str to Indicator
        The counts that all figures rest on, helpers included, by id.
    sql : tuple of str
        Queries that were run.
    """

    book: str
    request: CountRequest
    against: tuple[Against, ...]
    seal: Seal
    code_version: str
    windows: Windows
    cells: tuple[Cells, ...]
    geography: Geography | None
    restated: tuple[frozenset[str], ...]
    counts: Mapping[str, Indicator] = field(default_factory=dict, repr=False)
    sql: tuple[str, ...] = field(default=(), repr=False)
    _layouts: dict[Any, Layout] = field(default_factory=dict, repr=False)
    _suffixes: dict[int, list[bytes]] = field(default_factory=dict, repr=False)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Return the periods counted: the one reported first."""
        return self.windows.periods

    @cached_property
    def by_id(self) -> Mapping[str, Cells]:
        """Return the numbers of each indicator by its id."""
        return {cells.indicator.id: cells for cells in self.cells}

    def period(self, id_: str) -> Period:
        """Return a period that was counted, by its id."""
        return self.periods[self._period_index(id_)]

    def unit_of(self, cells: Cells) -> Text:
        """Return what is counted; for a quotient, what its denominator counts."""
        below = cells.indicator.denominator
        return self.counts[below].unit if below else cells.indicator.unit

    def definition_digest(self, cells: Cells) -> str:
        """Return the digest of an indicator's definition, that of its numerator and denominator included."""
        parts = (cells.indicator.numerator, cells.indicator.denominator)
        return definition_digest(cells.indicator, *(self.counts[id_] for id_ in parts if id_ is not None))

    def dimensions(self, cells: Cells) -> tuple[str, ...]:
        """Return the dimensions an indicator is broken down by, in the order asked for."""
        names = {axis.name for axis in cells.axes} | {MONTH}
        return tuple(name for name in self.request.by if name in names)

    def codes(self, dimension: str, period: str | None = None) -> tuple[str, ...]:
        """Return the codes of a dimension in order, without the total."""
        if dimension == MONTH:
            return tuple(month.id for month in self.windows.months[self._period_index(period)])
        for cells in self.cells:
            for axis in cells.axes:
                if axis.name == dimension:
                    return axis.codes
        return ()

    def _period_index(self, period: str | None) -> int:
        if period is None:
            return 0
        for index, each in enumerate(self.periods):
            if each.id == period:
                return index
        known = ", ".join(each.id for each in self.periods)
        raise FigureError(f"Figures: period {period!r} was not counted; there are {known}. Add it with --against.")

    def layout(self, cells: Cells, period: int = 0) -> Layout:
        """Return in which order an indicator's cells of one period are read, and what they are called."""
        key = (period, cells.axes, cells.within)
        if key not in self._layouts:
            self._layouts[key] = make_layout(
                self.request.by,
                cells.axes,
                cells.within,
                self.periods[period],
                self.windows.months[period],
                self.windows.of_period(period).start,
                self.geography,
            )
        return self._layouts[key]

    def suffixes(self, cells: Cells, period: int) -> list[bytes]:
        """Return what follows the head in the text that the ids of an indicator's figures are digests of."""
        layout = self.layout(cells, period)
        if id(layout) not in self._suffixes:
            self._suffixes[id(layout)] = layout.suffixes(f"{self.seal.digest}\x1f{self.code_version}")
        return self._suffixes[id(layout)]

    def figures(self, period: str | None = None) -> Iterator[Figure]:
        """Return the figures of the period reported, or of another one that was counted, in a fixed order."""
        index = self._period_index(period)
        for cells in self.cells:
            layout = self.layout(cells, index)
            for number, place in enumerate(zip(*(each.tolist() for each in layout.places), strict=True)):
                yield self._figure(cells, place, index, *layout.address(number))

    def __len__(self) -> int:
        """Return the number of figures of the period reported."""
        return sum(len(self.layout(cells).by) for cells in self.cells)

    def telling(self, topics: Sequence[str] = ()) -> Iterator[Figure]:
        """Return the figures of the period reported that are not nought and missing throughout, made one by one.

        Parameters
        ----------
        topics : sequence of str
            Topics whose indicators come first, in this order; the rest follows in order of definition.

        Yields
        ------
        Figure
            In order.
        """
        rank = {topic: place for place, topic in enumerate(topics)}
        for cells in sorted(self.cells, key=lambda each: rank.get(each.indicator.topic, len(rank))):
            layout = self.layout(cells)
            for number in np.flatnonzero(self._says_something(cells, layout)).tolist():
                place = tuple(int(each[number]) for each in layout.places)
                yield self._figure(cells, place, 0, *layout.address(number))

    def _says_something(self, cells: Cells, layout: Layout) -> NDArray[np.bool_]:
        """Return which cells have a value other than 0, in this period or in one it is set against."""
        found = np.zeros(len(layout.by), dtype=bool)
        for period, months in enumerate(self.windows.months):
            if len(months) == len(self.windows.months[0]):
                places = (layout.places[0] + self.windows.of_period(period).start, *layout.places[1:])
                found |= (cells.state[places] == VALUE) & (cells.numerator[places] != 0)
        return found

    def get(
        self, indicator: str, period: str | None = None, area: str = TOTAL, by: tuple[tuple[str, str], ...] = ()
    ) -> Figure:
        """Return one figure.

        Parameters
        ----------
        indicator : str
            Id.
        period : str, optional
            Id of a period that was counted; default the one reported.
        area : str
            Code of a unit; ``*`` for the whole book.
        by : tuple of (str, str)
            Breakdown; a dimension left out, or given with ``*``, is the total.

        Raises
        ------
        FigureError
            If it was not counted; the message says what was.
        """
        index = self._period_index(period)
        cells = self.by_id.get(indicator)
        if cells is None:
            near = [id_ for id_ in self.by_id if id_.split(".")[0] == indicator.split(".")[0]] or list(self.by_id)
            raise FigureError(
                f"Figures: {indicator!r} was not counted; there are, among others, {', '.join(near[:12])}."
            )
        wanted = {name: code for name, code in (*by, (AREA, area.partition("@")[0])) if code != TOTAL}
        return self.figure(cells, self._place(cells, index, wanted), index)

    def _place(self, cells: Cells, period: int, wanted: dict[str, str]) -> Place:
        window = self.windows.of_period(period).start
        if (month := wanted.pop(MONTH, None)) is not None:
            ids = [each.id for each in self.windows.months[period]]
            window += 1 + _position(month, ids, cells, MONTH)
        places = []
        for axis in cells.axes:
            code = wanted.pop(axis.name, None)
            places.append(0 if code is None else 1 + _position(code, axis.codes, cells, axis.name))
        if wanted:
            raise FigureError(
                f"Figures: {cells.indicator.id!r} is not broken down by {', '.join(wanted)}. Add --by, if it can be."
            )
        return (window, *places)

    def window(self, place: Place) -> Period:
        """Return the days of a cell: those of its period, or of its month."""
        return self.windows.flat[place[0]]

    def address(self, cells: Cells, place: Place, period: int) -> tuple[str, By]:
        """Return area and breakdown of a cell, as its figure names them."""
        area, by = TOTAL, []
        for axis, position in zip(cells.axes, place[1:], strict=True):
            if position and axis.name == AREA:
                area = axis.codes[position - 1]
            elif position:
                by.append((axis.name, axis.codes[position - 1]))
        if self.geography is not None and area != TOTAL:
            area = self.geography.qualified(area, self.periods[period].end)
        start = self.windows.of_period(period).start
        if place[0] > start:
            by.append((MONTH, self.windows.months[period][place[0] - start - 1].id))
        return area, tuple(sorted(by))

    def is_restated(self, cells: Cells, place: Place) -> bool:
        """Return whether records of other units were brought into this cell."""
        return any(
            axis.name == AREA and position and axis.codes[position - 1] in self.restated[place[0]]
            for axis, position in zip(cells.axes, place[1:], strict=True)
        )

    def figure(self, cells: Cells, place: Place, period: int) -> Figure:
        """Return the figure of one cell."""
        return self._figure(cells, place, period, *self.address(cells, place, period))

    def _figure(self, cells: Cells, place: Place, period: int, area: str, by: By) -> Figure:
        indicator, asked, window = cells.indicator, self.periods[period], self.window(place)
        value = cells.value(place)
        numerator, denominator = cells.parts(place)
        return Figure(
            id=figure_id(
                indicator=indicator.id,
                version=indicator.version,
                period=asked.id,
                area=area,
                by=by,
                seal=self.seal.digest,
                code_version=self.code_version,
            ),
            indicator=indicator.id,
            version=indicator.version,
            period=asked.id,
            start=window.start,
            end=window.end,
            area=area,
            by=by,
            value=value,
            numerator=numerator,
            denominator=denominator,
            lower=_number(cells.lower[place]),
            upper=_number(cells.upper[place]),
            state=STATES[cells.state[place]],
            status=self.seal.status.value,
            seal=self.seal.digest,
            code_version=self.code_version,
            restated=self.is_restated(cells, place),
            comparisons=self._comparisons(cells, place) if period == 0 else (),
        )

    @cached_property
    def compared(self) -> Compared | None:
        """Return all comparisons of the table; None when nothing was to be compared."""
        if not self.against:
            return None
        from tongket.count.comparisons import compare_table

        return compare_table(self)

    def _comparisons(self, cells: Cells, place: Place) -> tuple[Comparison, ...]:
        return () if self.compared is None else self.compared.of(cells, place)


def _position(code: str, codes: Any, cells: Cells, dimension: str) -> int:
    if code not in codes:
        raise FigureError(
            f"Figures: {cells.indicator.id!r} has no {dimension} {code!r}; there are {', '.join(list(codes)[:20])}."
        )
    return list(codes).index(code)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
