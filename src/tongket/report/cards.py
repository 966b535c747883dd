"""What the reader of a number can ask for: definition, seal, interval, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongket.model.figures import Figure


@dataclass(frozen=True)
class HistoryRow:
    """Hold one value the same figure had in another seal.

    Attributes
    ----------
    seal : str
        Digest of that seal.
    as_of : date
        Its cut-off.
    status : str
        estimate, preliminary or official.
    text : str
        The value as printed, or the word for its state.
    cause : str
        Why it differs from the one before; empty for the first.
    """

    seal: str
    as_of: date
    status: str
    text: str
    cause: str = ""


@dataclass(frozen=True)
class FigureCard:
    """Hold what is shown when a number is opened.

    Attributes
    ----------
    figure : Figure
        The figure itself.
    label : str
        Name of the indicator with area and breakdown, in the document's language.
    definition : str
        What is counted, in words.
    text : str
        The value as printed, unit included; the state's word when there is none.
    interval : str
        95 % interval as printed; empty when there is none.
    note : str
        Method note; may be empty.
    history : tuple of HistoryRow
        Oldest first; may be empty.
    query : str or None
        The query behind it.
    """

    figure: Figure
    label: str
    definition: str
    text: str
    interval: str = ""
    note: str = ""
    history: tuple[HistoryRow, ...] = ()
    query: str | None = None


Cards = dict[str, FigureCard]
