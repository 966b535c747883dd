"""Slow, plain twin of collect for the table of fires: one row at a time, no engine. Imports nothing from tongket."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime

COLUMNS = ("fire_id", "occurred_on", "area", "killed", "injured")
# first day of every area there is
AREAS_FROM = date(2018, 1, 1)
Record = tuple[str, date, str, int | None, int | None]


@dataclass
class TwinCounts:
    """Hold what became of the rows of one delivery."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicate: int = 0
    superseded: int = 0
    rules: dict[str, int] = field(default_factory=dict)


@dataclass
class TwinBook:
    """Hold every version of every record with the day it was received."""

    known_areas: frozenset[str]
    versions: list[tuple[date, int, Record]] = field(default_factory=list)
    deliveries: int = 0

    def current(self, as_of: date) -> dict[str, Record]:
        """Return the newest version of each record among those received by a day."""
        seen = sorted((each for each in self.versions if each[0] <= as_of), key=lambda each: each[:2])
        return {record[0]: record for _, _, record in seen}

    def collect(self, text: str, received: date) -> TwinCounts:
        """Read a delivery and keep what is valid and new."""
        self.deliveries += 1
        counts = TwinCounts()
        held = self.current(received)
        first: dict[str, Record] = {}
        for cells in read_rows(text)[1]:
            counts.read += 1
            record, broken = judge(cells[1], self.known_areas, received)
            for rule in broken:
                counts.rules[rule] = counts.rules.get(rule, 0) + 1
            if broken or record is None:
                counts.rejected += 1
            elif record[0] in first:
                if first[record[0]] == record:
                    counts.duplicate += 1
                else:
                    counts.rejected += 1
                    counts.rules["R301"] = counts.rules.get("R301", 0) + 1
            else:
                first[record[0]] = record
                if held.get(record[0]) == record:
                    counts.duplicate += 1
                else:
                    counts.accepted += 1
                    counts.superseded += record[0] in held
                    self.versions.append((received, self.deliveries, record))
        return counts


def judge(cells: list[str], areas: frozenset[str], received: date) -> tuple[Record | None, set[str]]:
    """Return the record of a row, or None, and the rules it breaks."""
    broken: set[str] = set()
    fire_id, day_text, area, *numbers = (cell.strip() for cell in cells)
    if "" in (fire_id, day_text, area):
        broken.add("R101")
    day = read_day(day_text) if day_text else None
    if day_text and day is None:
        broken.add("R103")
    if day is not None and day > received:
        broken.add("R108")
    if day is not None and day < date(1900, 1, 1):
        broken.add("R109")
    if area and area not in areas:
        broken.add("R118")
    elif area and day is not None and day < AREAS_FROM:
        broken.add("R119")
    values: list[int | None] = []
    for number in numbers:
        value, rule = read_number(number)
        values.append(value)
        broken |= {rule} if rule else set()
    if broken or day is None:
        return None, broken
    return (fire_id, day, area, values[0], values[1]), broken


def read_day(text: str) -> date | None:
    """Return a day written as 2022-12-31 or 31/12/2022, or None."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def read_number(text: str) -> tuple[int | None, str]:
    """Return a whole number that is not negative, and the rule it breaks."""
    if not text:
        return None, ""
    try:
        value = int(text)
    except ValueError:
        return None, "R105"
    return value, "R114" if value < 0 else ""


def read_rows(text: str, delimiter: str = ",") -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the head line of a CSV text, and each row with the line on which it begins."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    head = next(reader)
    rows = []
    begins = reader.line_num + 1
    for cells in reader:
        if cells:
            rows.append((begins, cells))
        begins = reader.line_num + 1
    return head, rows
