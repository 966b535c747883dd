"""From declared indicators and sealed records to figures: the one way in which anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

import tongket
from tongket.count.atoms import Atom, Parts, Plan, follow_up_days, made_of, make_plan, parts_of
from tongket.count.axes import UNKNOWN, AreaPlacing, Axis, known_codes, make_axis, occurring, place_rows, possible_codes
from tongket.count.cells import PlacedRows, Whole, add_up, place, rescaled
from tongket.count.context import CountContext
from tongket.count.gather import Gathered, Grain, gather, scale_of
from tongket.count.geography import Geography, choose_level
from tongket.count.indicator_cells import LATE, MISSING, VALUE, Cells
from tongket.count.intervals import poisson_interval, wilson
from tongket.count.request import AREA, COLUMN_DIMENSIONS, MONTH, WEEKDAY_HOUR, CountRequest, resolve_against
from tongket.count.spans import DAWN, Windows, make_windows
from tongket.count.table import FigureTable
from tongket.count.weekday_hours import WEEKDAY_HOUR_COLUMNS
from tongket.engines.contract import Engine
from tongket.model.errors import UsageError
from tongket.model.indicators import Indicator, Measure, Operator
from tongket.model.seals import Seal
from tongket.model.tables import record_schema
from tongket.store.arrays import distinct

MAX_CELLS = 30_000_000


def count_figures(
    request: CountRequest, engine: Engine, seal: Seal, context: CountContext, *, code_version: str | None = None
) -> FigureTable:
    """Count.

    Parameters
    ----------
    request : CountRequest
        Period, comparisons, breakdown, indicators.
    engine : Engine
        Counts the records of the seal.
    seal : Seal
        Says how final the figures are and up to which day records are known.
    context : CountContext
        Indicators, units, codes, calendars.
    code_version : str, optional
        Version that goes into the figures' ids; default that of the program.

    Returns
    -------
    FigureTable
        Figures of the period, and of every period it is set against.

    Raises
    ------
    UsageError
        If an indicator is unknown, or the breakdown is too fine to be of use.
    """
    return _Counting(request, engine, seal, context, code_version or tongket.__version__).table()


@dataclass(frozen=True)
class _Table:
    """Hold what one table answered, ready to be added up."""

    plan: Plan
    windows: Windows
    gathered: Gathered
    axes: tuple[Axis, ...]
    placed: dict[str, PlacedRows]
    codes: dict[str, list[str | None]]


class _Counting:
    """Carry one request through: indicators → atoms → engine → cells."""

    def __init__(
        self, request: CountRequest, engine: Engine, seal: Seal, context: CountContext, code_version: str
    ) -> None:
        self.request, self.engine, self.seal, self.context = request, engine, seal, context
        self.code_version = code_version
        self.against = resolve_against(request.against, request.period, context.calendars)
        listed = [request.period, *(period for each in self.against for period in each.periods)]
        self.periods = tuple({period.id: period for period in listed}.values())
        self.indicators = self._indicators()
        self.counts = {each.id: each for i in self.indicators for each in made_of(i, context.indicators)}
        root = context.areas.root if context.areas is not None else ""
        self.parts = {id_: parts_of(each, context.indicators.rules, root) for id_, each in self.counts.items()}
        self.geography = self._geography()
        self.eras = self._eras()
        self.windows = self._windows(from_dawn=False)

    def _indicators(self) -> tuple[Indicator, ...]:
        if self.request.indicators is None:
            return self.context.indicators.reportable()
        return tuple(self.context.indicators[id_] for id_ in dict.fromkeys(self.request.indicators))

    def _geography(self) -> Geography | None:
        areas = self.context.areas
        if areas is None or AREA not in self.request.by:
            return None
        last = max(period.end for period in self.periods)
        day = self.request.areas_of or last
        level = self.request.area_level or choose_level(areas, day)
        areas.check_level(level)
        geography = Geography(areas, day, level)
        if changed := geography.eras(day, last):
            raise UsageError(
                f"--areas-of: must not lie before a change of units within the periods asked for; got {day}, and"
                f" units changed on {changed[-1]}. Old records can be brought to new units, never the reverse."
                " Name a later day."
            )
        return geography

    def _windows(self, *, from_dawn: bool) -> Windows:
        calendar = self.context.calendar if MONTH in self.request.by else None
        return make_windows(self.periods, calendar=calendar, cuts=self.eras[1:], from_dawn=from_dawn)

    def _eras(self) -> tuple[date, ...]:
        if self.geography is None:
            return (DAWN,)
        return (DAWN, *self.geography.eras(DAWN, max(period.end for period in self.periods)))

    # -- from the engine to arrays

    def table(self) -> FigureTable:
        tables = self._tables()
        cells = tuple(self._cells(indicator, tables) for indicator in self.indicators)
        return FigureTable(
            book=self.context.book,
            request=self.request,
            against=self.against,
            seal=self.seal,
            code_version=self.code_version,
            windows=self.windows,
            cells=_with_intervals(cells),
            geography=self.geography,
            restated=self._restated(),
            counts=self.counts,
            sql=tuple(sql for table in tables.values() for sql in table.gathered.sql),
        )

    def _tables(self) -> dict[str, _Table]:
        """Ask the engine, table by table; a dimension has the same codes in all of them."""
        atoms: dict[str, list[Atom]] = {}
        for parts in self.parts.values():
            atoms.setdefault(parts.added.table, []).extend(parts.atoms)
        here = self.engine.tables()
        found: dict[str, tuple[Plan, Gathered]] = {}
        for name, wanted in atoms.items():
            if name in here:
                plan = make_plan(name, wanted)
                grain = Grain(self._columns(name), self._windows_of(name), self.eras, self.seal.as_of)
                found[name] = (plan, gather(self.engine, plan, grain))
        axes = self._axes([gathered for _, gathered in found.values()])
        return {name: self._placed(name, *pair, axes) for name, pair in found.items()}

    def _windows_of(self, table: str) -> Windows:
        """Return the windows of a table; only stocks need what was before the periods."""
        stocks = any(parts.removed is not None and parts.added.table == table for parts in self.parts.values())
        return self._windows(from_dawn=True) if stocks else self.windows

    def _columns(self, table: str) -> tuple[str, ...]:
        """Return the dimensions asked for that a table can be broken down by, without month."""
        names = record_schema(table).names
        return tuple(
            name
            for name in self.request.by
            if name in names or (name == WEEKDAY_HOUR and set(WEEKDAY_HOUR_COLUMNS) <= set(names))
        )

    def _placing(self, gathered: Gathered) -> AreaPlacing | None:
        if self.geography is None or AREA not in gathered.vocabularies:
            return None
        return AreaPlacing(self.geography, self.eras, gathered.vocabularies[AREA].codes())

    def _axes(self, answers: list[Gathered]) -> dict[str, Axis]:
        axes = {}
        day = max(period.end for period in self.periods)
        for name in self.request.by:
            if name != MONTH:
                known = known_codes(name, self.context, self.geography, day)
                axes[name] = make_axis(name, known, self._occurring(name, answers))
        return axes

    def _occurring(self, name: str, answers: list[Gathered]) -> set[str | None]:
        """Return the codes that occur: of units those counted, else all in the seal, whatever the period."""
        found: set[str | None] = set()
        for gathered in answers:
            if name in gathered.vocabularies:
                codes, placing = gathered.vocabularies[name].codes(), self._placing(gathered)
                for rows in _different(gathered):
                    found |= occurring(rows, name, codes, placing)
                if name in COLUMN_DIMENSIONS and not (name == AREA and self.geography):
                    found.update(self.engine.distinct(gathered.table, name))
        return found

    def _placed(self, table: str, plan: Plan, gathered: Gathered, axes: Mapping[str, Axis]) -> _Table:
        own = tuple(axes[name] for name in self._columns(table))
        codes = {name: vocabulary.codes() for name, vocabulary in gathered.vocabularies.items()}
        placing = self._placing(gathered)
        known: dict[int, PlacedRows] = {}
        for rows in _different(gathered):
            where = tuple(place_rows(rows, axis, codes[axis.name], placing) for axis in own)
            known[id(rows)] = place(rows, own, where)
        by_term = {name: known[id(rows)] for name, rows in gathered.rows.items()}
        return _Table(plan, self._windows_of(table), gathered, own, by_term, codes)

    # -- from arrays to figures

    def _cells(self, indicator: Indicator, tables: Mapping[str, _Table]) -> Cells:
        made = made_of(indicator, self.context.indicators)
        axes = self._axes_of(made, tables)
        shape = (len(self.windows.first), *(axis.size for axis in axes))
        self._check_size(shape)
        answers = [self._sum(each, axes, tables) for each in made]
        state = np.zeros(shape, dtype=np.uint8)
        state[self._late(made)] = LATE
        unknown = any(answer is None for answer in answers)
        if unknown:
            state[...] = MISSING
        (top, digits), *below = [answer or (np.zeros(shape, dtype=np.int64), 0) for answer in answers]
        bottom, bottom_digits = below[0] if below else (None, 0)
        if bottom is not None:
            state[(bottom == 0) & (state == VALUE)] = MISSING
        nothing = np.full(shape, np.nan)
        within = tuple(
            self._within(axis, made, [array for array in (top, bottom) if array is not None], number)
            for number, axis in enumerate(axes, start=1)
        )
        return Cells(indicator, axes, within, top, digits, bottom, bottom_digits, state, nothing, nothing, unknown)

    def _within(self, axis: Axis, made: tuple[Indicator, ...], arrays: list[Whole], position: int) -> tuple[int, ...]:
        """Return the places of an axis that an indicator shows: what its own conditions leave open, and the total.

        Records that do not say have a row only where there are any.
        """
        allowed = set(axis.codes)
        unknown = axis.places.get(UNKNOWN)
        if unknown is not None and not any(np.any(array.take(unknown, axis=position)) for array in arrays):
            allowed.discard(UNKNOWN)
        for each in made:
            for condition in self.parts[each.id].added.where:
                if condition.operator is Operator.IN:
                    allowed &= possible_codes(axis.name, condition, self.context.offences) or allowed
        return (0, *(axis.places[code] for code in axis.codes if code in allowed))

    def _axes_of(self, made: tuple[Indicator, ...], tables: Mapping[str, _Table]) -> tuple[Axis, ...]:
        """Return the breakdown that every count an indicator rests on allows."""
        axes: tuple[Axis, ...] | None = None
        for each in made:
            table = tables.get(each.table or "")
            own = table.axes if table is not None else ()
            own = tuple(axis for axis in own if axis.name not in _settled(self.parts[each.id]))
            axes = own if axes is None else tuple(axis for axis in axes if axis in own)
        return axes or ()

    def _check_size(self, shape: tuple[int, ...]) -> None:
        if int(np.prod(shape)) * len(self.indicators) > MAX_CELLS:
            raise UsageError(
                f"count: {len(self.indicators)} indicators by {', '.join(self.request.by)} make more than"
                f" {MAX_CELLS:,} figures. Name the indicators wanted with --indicator, or break down less finely."
            )

    def _sum(
        self, indicator: Indicator, axes: tuple[Axis, ...], tables: Mapping[str, _Table]
    ) -> tuple[Whole, int] | None:
        """Return the numbers of one count and their decimals; None when its table is not in the seal."""
        table = tables.get(indicator.table or "")
        if table is None:
            return None
        parts = self.parts[indicator.id]
        stock = parts.removed is not None
        sums = [self._atom(atom, table, axes, stock=stock) for atom in parts.atoms]
        digits = max(each[1] for each in sums)
        total, *others = (rescaled(array, digits - own) for array, own in sums)
        if stock:
            total = total - others[0]
        elif parts.whole is not None:
            total = _with_whole(total, others[0], axes)
        return total, digits + scale_of(table.plan.table, indicator.column)

    def _atom(self, atom: Atom, table: _Table, axes: tuple[Axis, ...], *, stock: bool) -> tuple[Whole, int]:
        picked = table.plan.picked[atom]
        placed = table.placed[picked.term.name]
        sums = add_up(placed, picked, table.codes, table.windows, from_dawn=stock)
        keep = tuple(slice(None) if axis in axes else 0 for axis in table.axes)
        return sums[(slice(None), *keep)], placed.digits

    def _late(self, made: tuple[Indicator, ...]) -> NDArray[np.bool_]:
        """Return the windows whose end, or whose follow-up, the seal has not seen."""
        days = max(follow_up_days(each) for each in made)
        return np.array([self.seal.as_of < each.end + timedelta(days=days) for each in self.windows.flat])

    def _restated(self) -> tuple[frozenset[str], ...]:
        if self.geography is None:
            return (frozenset(),) * len(self.windows.flat)
        return tuple(self.geography.restated_units(window.start, window.end) for window in self.windows.flat)


def _with_whole(units: Whole, city: Whole, axes: tuple[Axis, ...]) -> Whole:
    """Return sums over units with the city's own number as total, where it has one."""
    place = tuple(0 if axis.name == AREA else slice(None) for axis in axes)
    cells = (slice(None), *place)
    units[cells] = np.where(city[cells] != 0, city[cells], units[cells])
    return units


def _different(gathered: Gathered) -> list[Any]:
    return list({id(rows): rows for rows in gathered.rows.values()}.values())


def _settled(parts: Parts) -> set[str]:
    """Return the dimensions that an indicator's own conditions leave nothing of: one group, one offence."""
    single = {
        condition.column
        for condition in parts.added.where
        if condition.operator is Operator.IN and len(condition.values) == 1
    }
    return single | {"offence_group"} if "offence" in single else single


def _with_intervals(cells: tuple[Cells, ...]) -> tuple[Cells, ...]:
    """Return cells with Poisson intervals of counts and Wilson intervals of shares."""
    return tuple(_interval(each) for each in cells)


def _interval(cells: Cells) -> Cells:
    measure, known = cells.indicator.measure, cells.state == VALUE
    if measure is Measure.COUNT:
        counts = np.rint(cells.numerator[known].astype(float) / 10.0**cells.digits)
        unique, back = distinct(counts)
        bounds = poisson_interval(unique)
    elif measure is Measure.SHARE and cells.denominator is not None:
        top = np.rint(cells.numerator[known].astype(float) / 10.0**cells.digits)
        bottom = np.rint(cells.denominator[known].astype(float) / 10.0**cells.denominator_digits)
        unique, back = np.unique(np.stack([top, bottom]), axis=1, return_inverse=True)
        bounds = wilson(unique[0], unique[1])
    else:
        return cells
    lower, upper = np.full(known.shape, np.nan), np.full(known.shape, np.nan)
    lower[known], upper[known] = bounds.lower[back], bounds.upper[back]
    return replace(cells, lower=lower, upper=upper)
