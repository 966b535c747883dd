"""Derived figures: numbers that a method made of records, kept in the ledger and traced like any other.

An indicator counts; a projection, an effect or an expected number is worked out. Both are figures. What a derived
figure is stands in its `Derivation`, whose digest is part of the figure's breakdown, so that the same method with
another parameter or seed is another figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tongket import __version__
from tongket.count.derivation_files import Derivation, Source, derivation_digest, write_derivation
from tongket.count.ledger_rows import record_each
from tongket.model.errors import DefinitionError
from tongket.model.figures import Figure, Number, State, figure_id
from tongket.model.seals import Seal

__all__ = ["DERIVATION", "Derivation", "Derived", "Source", "derive", "record_derived"]

# name of the dimension that carries the digest of the derivation
DERIVATION = "derivation"
_SHOWN = 12
_ROOMS = re.compile(r"^(plan|evaluate|watch)\.[a-z0-9_]+(\.[a-z0-9_]+)*$")


@dataclass(frozen=True)
class Derived:
    """Hold a derived figure and how it came about."""

    figure: Figure
    derivation: Derivation


def derive(
    derivation: Derivation,
    *,
    seal: Seal,
    period: str,
    start: date,
    end: date,
    area: str = "*",
    by: tuple[tuple[str, str], ...] = (),
    value: Number | None,
    numerator: Number | None = None,
    denominator: Number | None = None,
    lower: float | None = None,
    upper: float | None = None,
) -> Derived:
    """Make a figure of what a method found.

    Parameters
    ----------
    derivation : Derivation
        What the number is.
    seal : Seal
        What it rests on.
    period : str
        Period id, or ``FIRST..LAST``.
    start, end : date
        Its days, both inclusive.
    area : str
        Area code, or ``*`` for the whole book.
    by : tuple of (str, str)
        Whose number it is: ``(("campaign", "CD-2023-03"),)``.
    value : int, Decimal or None
        The number; None when the method could not say, which is printed as missing.
    numerator, denominator : int, Decimal or None
        For shares.
    lower, upper : float or None
        Interval; its level is among the parameters.

    Returns
    -------
    Derived
        The figure, whose breakdown carries the beginning of its derivation's digest.

    Raises
    ------
    DefinitionError
        If the id does not begin with a room that derives.
    """
    if not _ROOMS.match(derivation.id):
        raise DefinitionError(
            f"Derived figure: an id is plan, evaluate or watch, then words joined by dots; got {derivation.id!r}."
        )
    address = tuple(sorted((*by, (DERIVATION, derivation_digest(derivation)[:_SHOWN]))))
    id_ = figure_id(
        indicator=derivation.id,
        version=derivation.version,
        period=period,
        area=area,
        by=address,
        seal=seal.digest,
        code_version=__version__,
    )
    state = State.MISSING if value is None else State.VALUE
    figure = Figure(
        id_,
        derivation.id,
        derivation.version,
        period,
        start,
        end,
        area,
        address,
        value,
        numerator,
        denominator,
        lower,
        upper,
        state,
        seal.status.value,
        seal.digest,
        __version__,
    )
    return Derived(figure, derivation)


def record_derived(derived: Sequence[Derived], folder: Path) -> None:
    """Add derived figures and their derivations to a ledger; adding the same ones again changes nothing.

    Parameters
    ----------
    derived : sequence of Derived
        In any order.
    folder : Path
        The ledger's folder.
    """
    if not derived:
        return
    # the derivation first: a figure must never stand in the ledger without what explains it
    for each in derived:
        write_derivation(folder, each.derivation)
    ordered = sorted({each.figure.id: each for each in derived}.values(), key=lambda each: each.figure.id)
    record_each([each.figure for each in ordered], [derivation_digest(each.derivation) for each in ordered], folder)
