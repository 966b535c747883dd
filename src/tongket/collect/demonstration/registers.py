"""A register other than that of cases: entries that change with time, delivered before each closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tongket.collect.demonstration.plan import DemonstrationLoad, Quarter, deliveries
from tongket.collect.demonstration.stories import Value
from tongket.collect.demonstration.writing import write_table

Row = dict[str, Value]

# Registers send a file at the end of the year, and at midyear where the half year is closed as well.
EVERY_YEAR: tuple[Quarter, ...] = tuple(quarter for quarter in deliveries() if quarter.number != 1)
# Others were put into electronic form, back to 2019, when the year 2022 was summed up.
SINCE_2022: tuple[Quarter, ...] = tuple(one for one in EVERY_YEAR if one.number == 4 and one.year >= 2022)


@dataclass(frozen=True)
class Entry:
    """Hold one entry of a register.

    Attributes
    ----------
    since : date
        Day from which the register holds it.
    row : dict
        Its columns as first entered.
    changes : tuple of (date, dict)
        What changes in it and when, in order of time.
    """

    since: date
    row: Row
    changes: tuple[tuple[date, Row], ...] = ()

    def at(self, day: date) -> Row | None:
        """Return the columns at the end of `day`, or None before the entry exists."""
        if self.since > day:
            return None
        row = dict(self.row)
        for changed_on, columns in self.changes:
            if changed_on <= day:
                row |= columns
        return row


def deliver(
    directory: Path, table: str, entries: Iterable[Entry], quarters: Iterable[Quarter]
) -> Iterator[DemonstrationLoad]:
    """Write the files of a register: each holds the entries that are new or changed since the file before."""
    known = list(entries)
    sent: list[Row | None] = [None] * len(known)
    for quarter in quarters:
        rows: list[Row] = []
        for place, entry in enumerate(known):
            row = entry.at(quarter.end)
            if row is not None and row != sent[place]:
                sent[place] = row
                rows.append(row)
        if rows:
            yield write_table(directory, table, quarter.name, quarter.received_on, rows)
