"""What a document prints, line by line, with what each of its numbers is bound to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedNumber:
    """Hold one number of a line.

    Attributes
    ----------
    start, end : int
        ``line.text[start:end]`` is the number as printed, its sign and unit included.
    figures : tuple of str
        Ids of the figures it rests on; none for a number that stands in a register, and for one that is no
        measurement.
    reason : str
        What it is, where it is bound to no figure: a period's name, a date, a document number.
    """

    start: int
    end: int
    figures: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class PrintedLine:
    """Hold one line of text: a paragraph, a heading, a caption, a note or the cell of a table.

    Attributes
    ----------
    text : str
        As printed.
    numbers : tuple of PrintedNumber
        In order.
    required : bool
        Whether no file may lack it; an office's own template may leave out the letterhead.
    """

    text: str
    numbers: tuple[PrintedNumber, ...] = ()
    required: bool = True
