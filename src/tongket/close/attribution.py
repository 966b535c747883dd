"""Which cause a record gets, as SQL over pairs: one row for each key, its columns twice, as ``o.name`` and ``n.name``.

A record is in a figure when all its conditions hold. When it enters or leaves, at least one condition turned; each
condition rests on one column, and the column says what kind of change it was. Of several that turned, the cause that
comes first in `Cause` is taken, so every record has one cause and the parts add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tongket.close.causes import AREA_COLUMNS, OFFENCE_COLUMNS, SETTLED_ON, SETTLING_COLUMNS, STATUS_COLUMNS, Cause
from tongket.engines.contract import SCALES, Span, Term
from tongket.engines.duckdb import DuckDBDialect
from tongket.engines.sql import condition_sql
from tongket.model.indicators import Operator
from tongket.model.tables import record_schema
from tongket.store.parquet import literal, quoted

OLD, NEW = "o.", "n."
PRESENT = "present"

_DIALECT = DuckDBDialect({})


@dataclass(frozen=True)
class Test:
    """Hold one condition of a figure for one side of the pairs: the column it rests on, and its SQL, never NULL."""

    column: str
    is_observation: bool
    sql: str


@dataclass(frozen=True)
class Asking:
    """Hold how a figure is asked for in one seal.

    Attributes
    ----------
    term : Term
        Date column, conditions, column summed.
    span : Span
        Days.
    cutoff : date
        Of the seal.
    by : tuple of str
        Breakdown; a pair stands once in each of its cells, and ``cell<i>`` is the code of the i-th column.
    """

    term: Term
    span: Span
    cutoff: date
    by: tuple[str, ...] = ()

    def tests(self, side: str) -> tuple[Test, ...]:
        """Return the conditions on one side of the pairs."""
        when = quoted(side + self.term.date)
        days = f"coalesce({when} BETWEEN {_DIALECT.day(self.span.start)} AND {_DIALECT.day(self.span.end)}, false)"
        conditions = [
            Test(
                condition.column,
                condition.operator is Operator.OBSERVED_DAYS,
                "coalesce("
                + condition_sql(replace(condition, column=side + condition.column), when, self.cutoff, _DIALECT)
                + ", false)",
            )
            for condition in self.term.where
        ]
        cells = [
            Test(name, False, f"({quoted(side + name)} IS NOT DISTINCT FROM cell{index})")
            for index, name in enumerate(self.by)
        ]
        return (Test(self.term.date, False, days), *conditions, *cells)

    def is_in(self, side: str) -> str:
        """Return the SQL of whether a record is in the figure."""
        return " AND ".join([quoted(side + PRESENT), *(test.sql for test in self.tests(side))])

    def amount(self, side: str, table: str) -> str:
        """Return the SQL of what a record in the figure adds: 1, or its value as a whole number of 10**-scale."""
        if self.term.column is None:
            return "1"
        scale = SCALES[record_schema(table).column(self.term.column).kind]
        return f"coalesce({_DIALECT.whole_number(quoted(side + self.term.column), scale)}, 0)"


def cause_sql(table: str, old: Asking, new: Asking, *, has_moves: bool, has_code_changes: bool) -> str:
    """Return the SQL of the cause of a pair whose contribution changed; ``a``, ``b``, ``d`` are columns there.

    ``a`` says whether the old record is in the figure as asked in the old seal, ``b`` whether the new record is in the
    figure as asked in the old seal, ``d`` whether the new record is in the figure as asked in the new seal.
    """
    cases = [
        (f"NOT {quoted(OLD + PRESENT)}", _value(Cause.LATE_RECORD)),
        (f"NOT {quoted(NEW + PRESENT)}", _value(Cause.CORRECTION)),
        ("a = d", _changed_value(table, old.term, new.term)),
        ("a = b", _changed_rule(old, new)),
    ]
    turned = _changed_record(table, old, has_moves=has_moves, has_code_changes=has_code_changes)
    return _case(cases, turned)


def _value(cause: Cause) -> str:
    return literal(cause.value)


def _case(cases: Iterable[tuple[str, str]], otherwise: str) -> str:
    branches = " ".join(f"WHEN {condition} THEN {value}" for condition, value in cases)
    return f"CASE {branches} ELSE {otherwise} END" if branches else otherwise


def _changed_value(table: str, old: Term, new: Term) -> str:
    """Return the cause where a record stays in a sum with another value."""
    if old.column != new.column or old.column is None:
        return _value(Cause.RULE_CHANGE)
    if old.column in SETTLING_COLUMNS.get(table, ()):
        return _case(
            [(condition, _value(cause)) for cause, condition in _settling_causes(table, old.column)],
            _value(Cause.CORRECTION),
        )
    return _value(Cause.CORRECTION)


def _changed_rule(old: Asking, new: Asking) -> str:
    """Return the cause where the new record would count as the old one did, but the question is another one."""
    cases = []
    for cause, chosen in (
        (Cause.LATE_RECORD, lambda test: test.is_observation),
        (Cause.GEOGRAPHY, lambda test: test.column in AREA_COLUMNS),
    ):
        before = [test.sql for test in old.tests(NEW) if chosen(test)]
        after = [test.sql for test in new.tests(NEW) if chosen(test)]
        if before != after:
            cases.append((f"({_all(before)}) <> ({_all(after)})", _value(cause)))
    return _case(cases, _value(Cause.RULE_CHANGE))


def _all(tests: Sequence[str]) -> str:
    return " AND ".join(tests) or "true"


def _changed_record(table: str, asking: Asking, *, has_moves: bool, has_code_changes: bool) -> str:
    """Return the cause where the record itself changed: of the conditions that turned, the first cause in order."""
    found: dict[Cause, list[str]] = {cause: [] for cause in Cause}
    for before, after in zip(asking.tests(OLD), asking.tests(NEW), strict=True):
        turned = f"({before.sql}) <> ({after.sql})"
        for cause, condition in _causes_of(table, before.column, has_moves, has_code_changes):
            found[cause].append(f"({turned} AND {condition})")
    cases = [(" OR ".join(conditions), _value(cause)) for cause, conditions in found.items() if conditions]
    return _case(cases, _value(Cause.CORRECTION))


def _causes_of(table: str, column: str, has_moves: bool, has_code_changes: bool) -> list[tuple[Cause, str]]:
    """Return what a change of a column can mean, and when."""
    old, new = quoted(OLD + column), quoted(NEW + column)
    if (table, column) == ("cases", "status"):
        return [(Cause.UNFOUNDED, f"'unfounded' IN ({old}, {new})"), (Cause.CLEARED_LATER, f"{new} <> 'open'")]
    if table in STATUS_COLUMNS and column == STATUS_COLUMNS[table][0]:
        return [(Cause.CLEARED_LATER, f"{new} <> {literal(STATUS_COLUMNS[table][1])}")]
    if column in SETTLING_COLUMNS.get(table, ()):
        return _settling_causes(table, column)
    if column in OFFENCE_COLUMNS and "offence" in record_schema(table).names:
        return _offence_causes(has_code_changes)
    if column in AREA_COLUMNS and has_moves:
        return [(Cause.GEOGRAPHY, f"({old}, {new}) IN (SELECT (old_code, new_code) FROM moves)")]
    return []


def _settling_causes(table: str, column: str) -> list[tuple[Cause, str]]:
    """Return what it can mean that a column changed which is filled in when a matter is settled."""
    when = SETTLED_ON[table]
    settled = f"({quoted(OLD + when)} IS NULL AND {quoted(NEW + when)} IS NOT NULL)"
    causes = [(Cause.CLEARED_LATER, f"({quoted(OLD + column)} IS NULL OR {settled})")]
    if table == "cases":
        old, new = quoted(OLD + "status"), quoted(NEW + "status")
        # a case found void loses its clearance and its persons with it
        causes.insert(0, (Cause.UNFOUNDED, f"({old} <> {new} AND 'unfounded' IN ({old}, {new}))"))
    return causes


def _offence_causes(has_code_changes: bool) -> list[tuple[Cause, str]]:
    differs = " OR ".join(
        f"{quoted(OLD + name)} IS DISTINCT FROM {quoted(NEW + name)}" for name in ("offence", "clause")
    )
    causes = [(Cause.RECLASSIFIED, f"({differs})")]
    if has_code_changes:
        # the same offence in another group or class, and the catalogue says something else of it
        causes.append((Cause.RULE_CHANGE, f"{quoted(NEW + 'offence')} IN (SELECT article FROM code_changes)"))
    return causes
