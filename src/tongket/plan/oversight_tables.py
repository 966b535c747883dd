"""Tables ready to be printed: a title, a head, rows of texts and numbers, and notes, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tongket.model.text import Language, Text, format_number

Cell = Text | str | int | date | Fraction | Decimal | None
NOTHING = "–"


@dataclass(frozen=True)
class PrintedTable:
    """Hold one table that people read.

    Attributes
    ----------
    title : Text
        What it shows.
    head : tuple of Text
        Names of the columns.
    rows : tuple of tuple
        Cells as long as the head; a Fraction is a share of 1, printed in per cent; a Decimal
        keeps its decimals; None has nothing to show.
    notes : tuple of Text
        What must be read with it.
    whole : bool
        Whether no cell may be cut where the screen is narrow.
    """

    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Text, ...] = ()
    whole: bool = False

    @property
    def right(self) -> tuple[int, ...]:
        """Return the columns that hold numbers only, to be set flush right."""
        return tuple(
            place
            for place in range(len(self.head))
            if self.rows and all(isinstance(row[place], int | Fraction | Decimal | None) for row in self.rows)
        )

    def texts(self, language: Language) -> tuple[tuple[str, ...], ...]:
        """Return the rows as texts of one language."""
        return tuple(tuple(cell_text(cell, language) for cell in row) for row in self.rows)


def cell_text(cell: Cell, language: Language) -> str:
    """Return a cell as people of a language read it."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Text):
        return cell.in_language(language)
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}" if language == "vi" else cell.isoformat()
    if isinstance(cell, Decimal):
        return format_number(cell, language, max(0, -int(cell.as_tuple().exponent)))
    return share_text(cell, language) if isinstance(cell, Fraction) else format_number(cell, language)


def share_text(share: Fraction, language: Language) -> str:
    """Return a share of 1 in per cent with one decimal: 89,9%."""
    percent = share * 100
    return format_number(Decimal(percent.numerator) / Decimal(percent.denominator), language, 1) + "%"


def both(vi: Sequence[str], en: Sequence[str]) -> tuple[Text, ...]:
    """Return texts of two lists of equal length."""
    return tuple(Text(first, second) for first, second in zip(vi, en, strict=True))
