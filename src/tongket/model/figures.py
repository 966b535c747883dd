"""Figure: a number with its provenance. Zero, missing, late and suppressed are four things."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tongket.model.errors import FigureError

Number = int | Decimal


class State(StrEnum):
    """Say what stands in a cell of a table."""

    VALUE = "value"  # a number, zero included
    MISSING = "missing"  # no record could say: the table, or the denominator, is not there
    LATE = "late"  # the seal's cut-off lies before the end of what must be observed
    SUPPRESSED = "suppressed"  # known, but must not leave


@dataclass(frozen=True)
class Comparison:
    """Set a figure against one of another period, or the mean of several.

    Attributes
    ----------
    against : str
        Period id, or ``mean(mps:2019,mps:2020,…)``.
    figure : str or None
        Id of the other figure; None for a mean, whose figures are in `figures`.
    figures : tuple of str
        Ids of the figures a mean rests on.
    value : int, Decimal or None
        The other value.
    difference : int, Decimal or None
        This minus the other; for shares in percentage points (as a fraction of 1).
    percent : Decimal or None
        Relative change in per cent, unrounded to 6 decimals; None when the base is too small or zero.
    lower, upper : float or None
        95 % interval of `percent` (of `difference` in points for shares).
    p_value : float or None
        Two-sided; E-test for counts.
    sentence_vi, sentence_en : str
        One plain sentence, chance included.
    restated : bool
        Whether the other value was carried over a boundary change through a crosswalk.
    """

    against: str
    figure: str | None
    figures: tuple[str, ...]
    value: Number | None
    difference: Number | None
    percent: Decimal | None
    lower: float | None
    upper: float | None
    p_value: float | None
    sentence_vi: str
    sentence_en: str
    restated: bool = False


@dataclass(frozen=True)
class Figure:
    """Hold one number and what it rests on.

    Attributes
    ----------
    id : str
        See `figure_id`.
    indicator, version : str, int
        Definition.
    period : str
        Period id as asked for.
    start, end : date
        Its days, both inclusive.
    area : str
        Area code, or ``*`` for the whole book.
    by : tuple of (str, str)
        Breakdown: dimension and code, ordered by dimension; code ``*`` is the total of the dimension.
    value : int, Decimal or None
        Counts and sums exact; shares and ratios as a fraction of 1, Decimal to 12 digits.
    numerator, denominator : int, Decimal or None
        For shares and ratios.
    lower, upper : float or None
        95 % interval of the value.
    state : State
        What stands in the cell.
    status : str
        estimate, preliminary or official: the status of the seal.
    seal : str
        Digest of the seal.
    code_version : str
        Version of the program.
    restated : bool
        Whether records were carried over a boundary change through a crosswalk.
    comparisons : tuple of Comparison
        In the order asked for.

    Raises
    ------
    FigureError
        If value and state contradict each other.
    """

    id: str
    indicator: str
    version: int
    period: str
    start: date
    end: date
    area: str
    by: tuple[tuple[str, str], ...]
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    lower: float | None
    upper: float | None
    state: State
    status: str
    seal: str
    code_version: str
    restated: bool = False
    comparisons: tuple[Comparison, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.VALUE) != (self.value is not None):
            raise FigureError(
                f"Figure {self.id}: a value must be there exactly when the state is 'value'; got {self.state}."
            )

    def against(self, period: str) -> Comparison:
        """Return the comparison with `period`, or raise FigureError that lists those there are."""
        for comparison in self.comparisons:
            if comparison.against == period:
                return comparison
        known = ", ".join(comparison.against for comparison in self.comparisons) or "none"
        raise FigureError(f"Figure {self.id}: is not compared with {period!r}; comparisons: {known}. Add --against.")


def figure_id(
    *,
    indicator: str,
    version: int,
    period: str,
    area: str,
    by: tuple[tuple[str, str], ...],
    seal: str,
    code_version: str,
) -> str:
    """Name a figure by what it is: definition x period x area x breakdown x seal x code version.

    Returns
    -------
    str
        ``F`` and 16 hexadecimal digits of the SHA-256 of the parts, joined by U+001F.
    """
    return figure_id_of("\x1f".join((indicator, str(version), period)), area, by, "\x1f".join((seal, code_version)))


def figure_id_of(head: str, area: str, by: tuple[tuple[str, str], ...], tail: str) -> str:
    """Name a figure whose indicator, version and period are joined in `head`, seal and code version in `tail`."""
    parts = [head, area, *(f"{dimension}={code}" for dimension, code in by), tail]
    return "F" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
