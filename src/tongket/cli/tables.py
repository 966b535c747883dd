"""Tables for the terminal: columns as wide as they must be, numbers flush right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def display_width(text: str) -> int:
    """Return how many columns a terminal gives to a text; combining marks take none, wide signs two."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def format_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lay out a table.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        Cells; each row as long as the head.
    right : sequence of int
        Columns that are set flush right.

    Returns
    -------
    str
        Lines without trailing blanks; a rule under the head.
    """
    widths = [max(display_width(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [head, ["─" * width for width in widths], *rows]
    return "\n".join(_line(cells, widths, right) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = " " * (width - display_width(cell))
        padded.append(blanks + cell if i in right else cell + blanks)
    return "  ".join(padded).rstrip()
