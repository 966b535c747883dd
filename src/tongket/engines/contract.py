"""What an engine must be able to do: tally, events, trace. Everything after these is in memory and the same for all.

An engine never sees a period that overlaps another, a code tree or a ratio: the count room cuts periods into disjoint
spans, expands ``under`` into lists of codes and divides afterwards, so that engines cannot disagree on a figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Operator
from tongket.model.tables import Kind, record_schema

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Sums are whole numbers of the smallest unit of the column, so that they are exact in every engine.
SCALES: dict[Kind, int] = {Kind.INTEGER: 0, Kind.MONEY: 2, Kind.NUMBER: 4}


@dataclass(frozen=True)
class Term:
    """Ask for one additive number: a count of records, or the sum of a column.

    Attributes
    ----------
    name : str
        Key of the result.
    date : str
        Date column that places a record in a span, or a column of times, whose day counts; a record without it is in
        no span.
    column : str or None
        Column summed; None counts records. A missing value adds nothing.
    where : tuple of Condition
        All must hold; a missing value fulfils no condition but ``is_null`` (and not ``not_in``).
    """

    name: str
    date: str
    column: str | None = None
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Span:
    """Hold consecutive whole days, both ends inclusive."""

    start: date
    end: date


@dataclass(frozen=True)
class TallyRequest:
    """Ask for several additive numbers of one table at one grain.

    Attributes
    ----------
    table : str
        Table of records.
    terms : tuple of Term
        Names must differ.
    spans : tuple of Span
        Disjoint and ascending.
    by : tuple of str
        Columns to break down by; a missing value forms a group of its own (None).
    cutoff : date
        The seal's cut-off, for ``observed_days``.

    Raises
    ------
    DefinitionError
        If spans overlap, names repeat, or a column is not in the table.
    """

    table: str
    terms: tuple[Term, ...]
    spans: tuple[Span, ...]
    by: tuple[str, ...]
    cutoff: date

    def __post_init__(self) -> None:
        for before, after in zip(self.spans, self.spans[1:], strict=False):
            if after.start <= before.end:
                raise DefinitionError(f"Tally: spans must be disjoint and ascending; got {before} and {after}.")
        names = [term.name for term in self.terms]
        if len(set(names)) != len(names):
            raise DefinitionError(f"Tally: names of terms must differ; got {names}.")
        schema = record_schema(self.table)
        for name in self._columns():
            schema.column(name)
        for term in self.terms:
            _check_term(term, self.table)

    def _columns(self) -> set[str]:
        names = set(self.by)
        for term in self.terms:
            names.update({term.date}, {c.column for c in term.where}, {term.column} if term.column else set())
        return names

    def scale(self, term: Term) -> int:
        """Return the number of decimals of the sum of `term`: its result is a whole number of 10**-scale."""
        return SCALES[record_schema(self.table).column(term.column).kind] if term.column else 0


def _check_term(term: Term, table: str) -> None:
    schema = record_schema(table)
    if schema.column(term.date).kind not in (Kind.DATE, Kind.TIMESTAMP):
        raise DefinitionError(f"Tally of {table!r}: `date` must be a column of days or times; got {term.date!r}.")
    if term.column and schema.column(term.column).kind not in SCALES:
        raise DefinitionError(f"Tally of {table!r}: only whole numbers, money and numbers add up; got {term.column!r}.")
    for condition in term.where:
        if condition.operator is Operator.UNDER:
            raise DefinitionError(f"Tally of {table!r}: 'under' must be expanded to 'in' before an engine sees it.")


@dataclass(frozen=True, eq=False)
class Tally:
    """Hold the answer to a `TallyRequest`: one row for each span and breakdown that has any record.

    Attributes
    ----------
    span : ndarray of int32, shape (n_rows,)
        Index into the request's spans.
    codes : tuple of ndarray of object, each shape (n_rows,)
        Code (str) or None, one array for each column of `by`.
    values : dict of str to ndarray of int64, shape (n_rows,)
        By name of term; counts, or sums as whole numbers of 10**-scale.
    sql : str
        The query that was run, or its plain description.
    """

    span: NDArray[np.int32]
    codes: tuple[NDArray[np.object_], ...]
    values: dict[str, NDArray[np.int64]]
    sql: str = ""


@dataclass(frozen=True)
class EventsRequest:
    """Ask for columns of single records, for what cannot be added up: curves, intervals in time, points.

    Attributes
    ----------
    table : str
        Table of records.
    columns : tuple of str
        Columns wanted.
    term : Term
        Which records: date column and conditions (its `column` is not used).
    span : Span
        Days in which the date must lie.
    cutoff : date
        The seal's cut-off.
    """

    table: str
    columns: tuple[str, ...]
    term: Term
    span: Span
    cutoff: date


@dataclass(frozen=True)
class TraceRequest:
    """Ask for the records behind one number.

    Attributes
    ----------
    table : str
        Table of records.
    term : Term
        Which records.
    span : Span
        Days in which the date must lie.
    codes : tuple of (str, tuple of str or None)
        Breakdown: column and the codes it may have (None: the missing value).
    cutoff : date
        The seal's cut-off.
    offset, limit : int
        Page of the list, ordered by key.
    """

    table: str
    term: Term
    span: Span
    codes: tuple[tuple[str, tuple[str | None, ...]], ...]
    cutoff: date
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True)
class Trace:
    """Hold the records behind one number.

    Attributes
    ----------
    sql : str
        A query that anyone can run on the seal's files to get the number again.
    total : int
        The number of records behind it, all pages.
    keys : tuple of tuple of str
        Keys of the records of this page, ordered.
    """

    sql: str
    total: int
    keys: tuple[tuple[str, ...], ...] = field(default=())


class Engine(Protocol):
    """Count the records of a seal. Implementations must agree with the plain reference on every input."""

    name: str

    def tables(self) -> frozenset[str]:
        """Return the tables that are there."""

    def tally(self, request: TallyRequest) -> Tally:
        """Return additive numbers by span and breakdown; rows in no particular order."""

    def events(self, request: EventsRequest) -> dict[str, NDArray[Any]]:
        """Return the columns as arrays in key order; dates as datetime64[D], times as datetime64[m], text as object."""

    def distinct(self, table: str, column: str) -> tuple[str, ...]:
        """Return the codes that occur in a text column, ordered, without the missing value."""

    def trace(self, request: TraceRequest) -> Trace:
        """Return the query and a page of the keys behind one number."""
