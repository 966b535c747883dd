"""Read workbooks (.xlsx, .xls, .ods) sheet by sheet, with the row numbers a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongket.model.errors import SourceError

SUFFIXES = (".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")


@dataclass(frozen=True)
class Sheet:
    """Hold one sheet: its name, and its rows from the first that holds anything, each with its number."""

    name: str
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read_sheets(path: Path, name: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook that hold anything.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How messages call it.

    Yields
    ------
    Sheet
        In the order of the workbook.

    Raises
    ------
    SourceError
        If it is no workbook, or is protected with a password.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for metadata in workbook.sheets_metadata:
            if sheet := _read_sheet(workbook, metadata.name):
                yield sheet
    except (CalamineError, OSError) as error:
        raise SourceError(
            f"{name}: must be a workbook that opens without a password; {error}. Save it again as .xlsx."
        ) from None


def _read_sheet(workbook: Any, name: str) -> Sheet | None:
    sheet = workbook.get_sheet_by_name(name)
    if sheet is None or sheet.height == 0:
        return None
    first = sheet.start[0] + 1 if sheet.start else 1
    rows = tuple((number, tuple(row)) for number, row in enumerate(sheet.to_python(skip_empty_area=True), first))
    return Sheet(name, rows) if rows else None
