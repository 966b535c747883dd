"""Indicator: a declared way to compute a figure. An invalid one cannot be constructed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

_ID = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")


class Measure(StrEnum):
    """Say how an indicator is computed."""

    COUNT = "count"  # records
    SUM = "sum"  # of a column
    STOCK = "stock"  # records opened on or before the period's end and not closed by then
    RATIO = "ratio"  # numerator / denominator, may exceed 1
    SHARE = "share"  # numerator is part of denominator, cannot exceed 1


class Operator(StrEnum):
    """Say how a condition tests a column."""

    IN = "in"
    NOT_IN = "not_in"
    UNDER = "under"  # code list tree: the value itself or any code below it
    IS_NULL = "is_null"
    NOT_NULL = "not_null"
    WITHIN_DAYS = "within_days"  # column lies at most `days` days after the indicator's date column
    OBSERVED_DAYS = "observed_days"  # date column lies at least `days` days before the seal's cut-off


@dataclass(frozen=True)
class Condition:
    """Test one column of a record.

    Attributes
    ----------
    column : str
        Column of the indicator's table.
    operator : Operator
        The test.
    values : tuple of str
        For ``in``, ``not_in`` and ``under``: the codes.
    days : int or None
        For ``within_days`` and ``observed_days``: the number of days.
    """

    column: str
    operator: Operator
    values: tuple[str, ...] = ()
    days: int | None = None

    def __post_init__(self) -> None:
        needs_values = self.operator in (Operator.IN, Operator.NOT_IN, Operator.UNDER)
        needs_days = self.operator in (Operator.WITHIN_DAYS, Operator.OBSERVED_DAYS)
        if needs_values != bool(self.values) or needs_days != (self.days is not None):
            raise DefinitionError(
                f"Condition on {self.column!r}: {self.operator.value!r} needs"
                f" {'a list of codes' if needs_values else 'days' if needs_days else 'neither codes nor days'};"
                f" got values={self.values!r}, days={self.days!r}. Mend the filter."
            )
        if self.days is not None and self.days < 0:
            raise DefinitionError(f"Condition on {self.column!r}: days must be 0 or more; got {self.days}.")


@dataclass(frozen=True)
class Indicator:
    """Declare how a figure is computed and how it may be shown.

    Attributes
    ----------
    id : str
        Lower-case words joined by dots or underscores.
    version : int
        Raised whenever the definition changes a number.
    label : Text
        Name in both languages, good enough for a table head.
    unit : Text
        What is counted: "vụ" / "cases".
    measure : Measure
        How it is computed.
    table : str or None
        Table of records; None for ratio and share.
    date : str or None
        Date column that places a record in a period; for a stock the date on which it opens.
    closes : str or None
        For a stock: the date column on which a record leaves it.
    column : str or None
        For a sum: the column summed.
    where : tuple of Condition
        All must hold.
    numerator, denominator : str or None
        For ratio and share: ids of other indicators.
    good : {'up', 'down', None}
        Direction that is good, None when neither is.
    small_number : int
        No per cent is printed when the base of a comparison is under this.
    reportable : bool
        False for helpers that only serve as numerator or denominator.
    topic : str
        Chapter of the report it belongs to.
    note : Text or None
        Method note: what the number can and cannot tell.
    synonyms : tuple of str
        Other names people write, for proofing.
    defined_in : str
        File the definition came from; used in messages.

    Raises
    ------
    DefinitionError
        If a key is missing, superfluous or contradicts the measure; the message names file, key and remedy.
    """

    id: str
    version: int
    label: Text
    unit: Text
    measure: Measure
    table: str | None = None
    date: str | None = None
    closes: str | None = None
    column: str | None = None
    where: tuple[Condition, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    good: str | None = None
    small_number: int = 50
    reportable: bool = True
    topic: str = "other"
    note: Text | None = None
    synonyms: tuple[str, ...] = ()
    defined_in: str = ""

    def __post_init__(self) -> None:
        self._check(bool(_ID.match(self.id)), "id", "lower-case words joined by '.' or '_'", self.id)
        self._check(self.version >= 1, "version", "1 or more", self.version)
        self._check(self.good in (None, "up", "down"), "good", "'up', 'down' or absent", self.good)
        self._check(self.small_number >= 0, "small_number", "0 or more", self.small_number)
        composed = self.measure in (Measure.RATIO, Measure.SHARE)
        for key in ("numerator", "denominator"):
            self._check((getattr(self, key) is not None) == composed, key, _needed(composed), getattr(self, key))
        for key in ("table", "date"):
            self._check((getattr(self, key) is None) == composed, key, _needed(not composed), getattr(self, key))
        summed = self.measure is Measure.SUM
        self._check((self.column is not None) == summed, "column", _needed(summed), self.column)
        stock = self.measure is Measure.STOCK
        self._check((self.closes is not None) == stock, "closes", _needed(stock), self.closes)
        self._check(not (composed and self.where), "where", "absent for ratio and share", self.where)

    def _check(self, holds: bool, key: str, must: str, got: object) -> None:
        if not holds:
            raise DefinitionError(
                f"{self.defined_in or 'Indicator'}: indicator {self.id!r}: `{key}` must be {must};"
                f" got {got!r}. Mend the key {key!r}."
            )


def _needed(needed: bool) -> str:
    return "given for this measure" if needed else "absent for this measure"
