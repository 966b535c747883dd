"""Read the two lists of succession planning. They stay in memory: nothing of them is written, sealed or sent.

A list holds names. Therefore no `repr`, message or error of this module shows the value of a cell: sheet,
row and column only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from tongket.collect.readers.other_files import find_header
from tongket.collect.readers.raw import cell_text
from tongket.model.area_units import fold_marks, spaced
from tongket.model.errors import SourceError
from tongket.model.text import Text
from tongket.store.workbooks import read_sheets


class ListKind(StrEnum):
    """Name one of the two lists."""

    COMMITTEE = "committee"
    COMMAND = "command"


LIST_LABELS: dict[ListKind, Text] = {
    ListKind.COMMITTEE: Text("Quy hoạch cấp ủy", "Committee posts"),
    ListKind.COMMAND: Text("Quy hoạch lãnh đạo, chỉ huy", "Command posts"),
}

# Head of each column in both languages; a head may end with * where the column must be filled.
COLUMNS: dict[str, Text] = {
    "code": Text("Số hiệu cán bộ", "Staff number"),
    "name": Text("Họ và tên", "Full name"),
    "born": Text("Ngày sinh", "Date of birth"),
    "sex": Text("Giới tính", "Sex"),
    "unit": Text("Đơn vị công tác", "Unit"),
    "current": Text("Chức vụ hiện tại", "Current post"),
    "planned": Text("Chức danh quy hoạch", "Planned post"),
    "planned_unit": Text("Đơn vị quy hoạch", "Unit of the planned post"),
    "level": Text("Cấp", "Level"),
}
REQUIRED = ("name", "born", "planned")
SEXES: dict[str, Text] = {"male": Text("Nam", "Male"), "female": Text("Nữ", "Female")}
LEVELS: dict[str, Text] = {
    "central": Text("Trung ương", "Central"),
    "province": Text("Tỉnh", "Province"),
    "district": Text("Huyện", "District"),
    "commune": Text("Xã", "Commune"),
}
_YEAR = re.compile(r"^(19|20)\d{2}$")
_DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, order=True)
class RowRef:
    """Say where a row stands: list, sheet and the number a person sees."""

    list: ListKind
    sheet: str
    row: int


@dataclass(frozen=True)
class Entry:
    """Hold one row of a list; only where it stands is ever shown by itself.

    Attributes
    ----------
    at : RowRef
        Where it stands.
    code, name, unit, current, planned, planned_unit : str
        As written, with single blanks; empty where nothing is written.
    born : date or None
        Day of birth; 31 December of the year where only the year is given.
    sex, level : str
        Code; empty where nothing is written.
    """

    at: RowRef
    name: str = field(repr=False)
    born: date | None = field(repr=False)
    planned: str = field(repr=False)
    code: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    unit: str = field(default="", repr=False)
    current: str = field(default="", repr=False)
    planned_unit: str = field(default="", repr=False)
    level: str = field(default="", repr=False)


@dataclass(frozen=True)
class Fault:
    """Say which cell could not be read, or is empty and must not be; never what stands in it."""

    at: RowRef
    column: str
    empty: bool


@dataclass(frozen=True)
class SuccessionList:
    """Hold one list: its rows, and the cells that could not be read."""

    kind: ListKind
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_succession_list(path: Path, kind: ListKind) -> SuccessionList:
    """Read one of the two lists from a workbook.

    Parameters
    ----------
    path : Path
        Workbook; every sheet with the heads of the form is read.
    kind : ListKind
        Which list it is.

    Returns
    -------
    SuccessionList
        Rows in the order of the workbook.

    Raises
    ------
    SourceError
        If it cannot be opened, or no sheet has the heads; the message names heads, never the content of a row.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    refusal: SourceError | None = None
    for sheet in read_sheets(path, path.name):
        try:
            header, rows = find_header(sheet, 0, _wanted)
        except SourceError as error:
            refusal = refusal or error
            continue
        places = _places(header)
        for number, cells in rows:
            texts = {name: _cell(cells, place) for name, place in places.items()}
            if any(texts.values()):
                entries.append(_entry(RowRef(kind, sheet.name, number), texts, faults))
    if refusal is not None and not entries:
        raise SourceError(f"{path.name}: {refusal}")
    return SuccessionList(kind, tuple(entries), tuple(faults))


def _wanted(header: Sequence[str]) -> Sequence[str]:
    missing = [name for name in REQUIRED if name not in _places(header)]
    if missing:
        heads = ", ".join(f"{COLUMNS[name].vi} / {COLUMNS[name].en}" for name in missing)
        raise SourceError(f"Sheet: must have the heads of the form; missing: {heads}. Use the form of the program.")
    return header


def _places(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, head in enumerate(header):
        written = spaced(head.rstrip(" *"))
        for name, label in COLUMNS.items():
            if written in (spaced(label.vi), spaced(label.en), name):
                places.setdefault(name, place)
    return places


def _cell(cells: Sequence[Any], place: int) -> str:
    return " ".join((cell_text(cells[place]) or "").split()) if place < len(cells) else ""


def _entry(at: RowRef, texts: dict[str, str], faults: list[Fault]) -> Entry:
    born = parse_born(texts["born"])
    sex, level = _coded(texts.get("sex", ""), SEXES), _coded(texts.get("level", ""), LEVELS)
    read = {"born": born, "sex": sex or None, "level": level or None}
    faults += [Fault(at, name, True) for name in REQUIRED if not texts[name]]
    faults += [Fault(at, name, False) for name, value in read.items() if texts.get(name) and value is None]
    plain = {name: texts.get(name, "") for name in ("code", "name", "unit", "current", "planned", "planned_unit")}
    return Entry(at, born=born, sex=sex, level=level, **plain)


def _coded(text: str, codes: dict[str, Text]) -> str:
    """Return the code of a word in either language; empty if it is none of them."""
    return next((code for code, label in codes.items() if fold_marks(text) in (fold_marks(label.vi), code)), "")


def parse_born(text: str) -> date | None:
    """Return a day of birth; of a year alone its last day, so that nobody is taken for older than he is."""
    if _YEAR.match(text):
        return date(int(text), 12, 31)
    for each in _DAY_FORMATS:
        try:
            return datetime.strptime(text, each).date()
        except ValueError:
            continue
    return None
