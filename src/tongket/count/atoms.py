"""Break indicators into additive numbers, and ask an engine for as few of them as will do.

Hundreds of indicators differ only in the group or offence they count. Such a condition is not asked for: the engine
counts by that column once, and the parts are added up in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tongket.count.definition_checks import expand
from tongket.count.definitions import IndicatorSet, Rules
from tongket.count.request import AREA
from tongket.engines.contract import Term
from tongket.model.indicators import Condition, Indicator, Measure, Operator

# Counting by a column instead of by condition pays from this many different conditions on.
PIVOT_FROM = 3
# The table in which a city and its units each have rows of their own for the same thing.
TARGETS = "targets"


@dataclass(frozen=True)
class Atom:
    """Name one additive number.

    Attributes
    ----------
    table, date : str
        Table, and the date column that places a record in time.
    column : str or None
        Column summed; None counts records.
    where : tuple of Condition
        All must hold; ``under`` is written out.
    """

    table: str
    date: str
    column: str | None
    where: tuple[Condition, ...]


@dataclass(frozen=True)
class Parts:
    """Say of which atoms a count, sum or stock is made.

    Attributes
    ----------
    added : Atom
        What is added up.
    removed : Atom or None
        For a stock: what is taken away.
    whole : Atom or None
        For targets: what was assigned to the city as a whole. Where that is not nothing it is the total, and not the
        sum of what was assigned to its units.
    """

    added: Atom
    removed: Atom | None = None
    whole: Atom | None = None

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Return those there are."""
        return tuple(atom for atom in (self.added, self.removed, self.whole) if atom is not None)


def parts_of(indicator: Indicator, rules: Rules, root: str = "") -> Parts:
    """Return the atoms of a count, sum or stock; `root` is the code of the city among the units, if it has one."""
    where = tuple(expand(condition, rules) for condition in indicator.where)
    table, day = indicator.table or "", indicator.date or ""
    if table == TARGETS and root and indicator.measure is not Measure.STOCK:
        units, city = (Condition(AREA, operator, (root,)) for operator in (Operator.NOT_IN, Operator.IN))
        return Parts(
            Atom(table, day, indicator.column, (*where, units)),
            whole=Atom(table, day, indicator.column, (*where, city)),
        )
    added = Atom(table, day, indicator.column, where)
    if indicator.measure is not Measure.STOCK:
        return Parts(added)
    return Parts(added, Atom(table, indicator.closes or "", None, (*where, Condition(day, Operator.NOT_NULL))))


def made_of(indicator: Indicator, indicators: IndicatorSet) -> tuple[Indicator, ...]:
    """Return the counts an indicator rests on: itself, or its numerator and denominator."""
    if indicator.numerator is None or indicator.denominator is None:
        return (indicator,)
    return indicators[indicator.numerator], indicators[indicator.denominator]


def follow_up_days(indicator: Indicator) -> int:
    """Return how many days after a record's date must have been observed."""
    return max((condition.days for condition in indicator.where if condition.days is not None), default=0)


@dataclass(frozen=True)
class Picked:
    """Say how an atom is found in an engine's answer: a term, and the codes that its rows must have.

    Attributes
    ----------
    term : Term
        What the engine counts.
    codes : tuple of (str, tuple of str)
        Column counted by, and the codes that are added up.
    """

    term: Term
    codes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Plan:
    """Say what to ask of one table.

    Attributes
    ----------
    table : str
        The table.
    terms : tuple of Term
        Additive numbers.
    pivots : tuple of str
        Columns to count by besides the breakdown.
    picked : dict of Atom to Picked
        How each atom is found again.
    """

    table: str
    terms: tuple[Term, ...]
    pivots: tuple[str, ...]
    picked: dict[Atom, Picked]


def make_plan(table: str, atoms: Iterable[Atom]) -> Plan:
    """Return what to ask of a table so that every atom can be found."""
    wanted = tuple(dict.fromkeys(atoms))
    pivots = _pivots(wanted)
    terms: dict[tuple[str, str | None, tuple[Condition, ...]], Term] = {}
    picked = {}
    for atom in wanted:
        inner = tuple(c for c in atom.where if not _is_pivoted(c, pivots))
        key = (atom.date, atom.column, inner)
        term = terms.setdefault(key, Term(f"n{len(terms)}", atom.date, atom.column, inner))
        codes = tuple((c.column, c.values) for c in atom.where if _is_pivoted(c, pivots))
        picked[atom] = Picked(term, codes)
    return Plan(table, tuple(terms.values()), pivots, picked)


def _is_pivoted(condition: Condition, pivots: tuple[str, ...]) -> bool:
    return condition.operator is Operator.IN and condition.column in pivots


def _pivots(atoms: tuple[Atom, ...]) -> tuple[str, ...]:
    seen: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for atom in atoms:
        for condition in atom.where:
            if condition.operator is Operator.IN:
                seen[condition.column].add(condition.values)
    return tuple(column for column, codes in seen.items() if len(codes) >= PIVOT_FROM)
