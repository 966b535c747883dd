"""Read a register of a seal row by row, with missing values as None and dates as dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from numpy.typing import NDArray

from tongket.count.spans import DAWN
from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.indicators import Condition
from tongket.model.tables import Kind, record_schema

Row = dict[str, Any]


def register_rows(
    engine: Engine,
    table: str,
    columns: tuple[str, ...],
    *,
    cutoff: date,
    span: Span | None = None,
    dated_by: str | None = None,
    where: tuple[Condition, ...] = (),
) -> Iterator[Row]:
    """Yield the rows of a register in key order; none where the seal does not hold it.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    table : str
        Register.
    columns : tuple of str
        Columns wanted; text as str, dates as date, whole numbers as int, money and numbers as Decimal, missing as None.
    cutoff : date
        The seal's cut-off.
    span : Span, optional
        Days in which the date must lie; default everything up to the cut-off.
    dated_by : str, optional
        Date column; default the one by which the table is dated.
    where : tuple of Condition, optional
        All must hold.

    Yields
    ------
    dict
        Value by column.
    """
    if table not in engine.tables():
        return
    schema = record_schema(table)
    term = Term(table, dated_by or schema.dated_by, where=where)
    found = engine.events(EventsRequest(table, columns, term, span or Span(DAWN, cutoff), cutoff))
    plain = [_plain(found[name], schema.column(name).kind) for name in columns]
    for values in zip(*plain, strict=True):
        yield dict(zip(columns, values, strict=True))


def _plain(column: NDArray[Any], kind: Kind) -> list[Any]:
    """Return a column as plain values, missing as None; a whole column at once, for cases come in their thousands."""
    values: list[Any] = (column.astype("datetime64[D]") if kind is Kind.DATE else column).tolist()
    if kind is Kind.INTEGER:
        return [None if value is None else int(value) for value in values]
    if kind in (Kind.NUMBER, Kind.MONEY):
        # an engine may hand a decimal over as the float that prints alike
        return [None if value is None else Decimal(str(value)) for value in values]
    return values
