"""Read a register of a seal row by row, with missing values as None and dates as dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

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
    kinds = [schema.column(name).kind for name in columns]
    for values in zip(*(found[name] for name in columns), strict=True):
        yield {name: _plain(value, kind) for name, value, kind in zip(columns, values, kinds, strict=True)}


def _plain(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind is Kind.DATE:
        return None if np.isnat(value) else value.astype("datetime64[D]").item()
    if kind is Kind.INTEGER:
        return int(value)
    if kind in (Kind.NUMBER, Kind.MONEY):
        return Decimal(str(value))  # an engine may hand a decimal over as the float that prints alike
    return value
