"""Read the small tables that define things (areas, offences), with errors that name file, line, column and remedy."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """Hold one line of a definition table; every reader of a column names its place when it refuses."""

    file: str
    line: int
    values: dict[str, str]

    def text(self, column: str) -> str:
        """Return a column that must not be empty."""
        if value := self.optional(column):
            return value
        raise self.error(column, "must not be empty", "Fill it in")

    def optional(self, column: str) -> str:
        """Return a column, or an empty string where the table has none."""
        return (self.values.get(column) or "").strip()

    def both(self, column: str) -> Text:
        """Return the pair of columns ``<column>_vi`` and ``<column>_en``."""
        return Text(vi=self.text(f"{column}_vi"), en=self.text(f"{column}_en"))

    def day(self, column: str) -> date:
        """Return a date written YYYY-MM-DD."""
        return self._parsed(column, date.fromisoformat, "must be a day YYYY-MM-DD")

    def optional_day(self, column: str) -> date | None:
        """Return a date, or None where the column is empty."""
        return self.day(column) if self.optional(column) else None

    def whole(self, column: str) -> int:
        """Return a whole number."""
        return self._parsed(column, int, "must be a whole number")

    def optional_whole(self, column: str) -> int | None:
        """Return a whole number, or None where the column is empty."""
        return self.whole(column) if self.optional(column) else None

    def number(self, column: str) -> float:
        """Return a number with a decimal point."""
        return self._parsed(column, float, "must be a number with a decimal point")

    def optional_number(self, column: str) -> float | None:
        """Return a number, or None where the column is empty."""
        return self.number(column) if self.optional(column) else None

    def flag(self, column: str) -> bool:
        """Return true for ``yes`` and false for ``no`` or an empty column."""
        value = self.optional(column)
        if value in ("yes", "no", ""):
            return value == "yes"
        raise self.error(column, f"must be yes, no or empty; got {value!r}", "Mend it")

    def _parsed(self, column: str, parse: Callable[[str], T], rule: str) -> T:
        value = self.text(column)
        try:
            return parse(value)
        except ValueError:
            raise self.error(column, f"{rule}; got {value!r}", "Mend it") from None

    def error(self, column: str, rule: str, remedy: str) -> DefinitionError:
        """Return the refusal of one cell, to be raised."""
        return DefinitionError(f"{self.file}, line {self.line}, column {column!r}: {rule}. {remedy}.")

    def built(self, build: Callable[[Row], T]) -> T:
        """Return ``build(self)``; a refusal that names no line of this file gets it in front."""
        try:
            return build(self)
        except DefinitionError as error:
            if str(error).startswith(self.file):
                raise
            raise DefinitionError(f"{self.file}, line {self.line}: {error}") from None


def read_rows(folder: Traversable, name: str, required: tuple[str, ...], *, optional: bool = False) -> list[Row]:
    """Read a UTF-8 CSV file with a head line.

    Parameters
    ----------
    folder : Traversable
        Folder that holds the file, on disk or inside the package.
    name : str
        File name.
    required : tuple of str
        Columns the head line must hold; others may stand beside them.
    optional : bool
        Return no rows, instead of an error, when there is no such file.

    Raises
    ------
    DefinitionError
        If the file is missing, is not UTF-8, lacks a column, or has a line with too many cells.
    """
    path = folder / name
    if not path.is_file():
        if optional:
            return []
        raise DefinitionError(f"{path}: the file is missing. Write it with the columns {', '.join(required)}.")
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DefinitionError(f"{path}: must be UTF-8. Save it again as 'CSV UTF-8'.") from None
    return list(_rows(str(path), content, required))


def _rows(file: str, content: str, required: tuple[str, ...]) -> Iterator[Row]:
    reader = csv.DictReader(content.splitlines(keepends=True))
    if missing := [column for column in required if column not in (reader.fieldnames or ())]:
        raise DefinitionError(
            f"{file}, line 1: column {missing[0]!r} is missing; the head line must hold {', '.join(required)}. Add it."
        )
    for values in reader:
        if None in values:
            raise DefinitionError(
                f"{file}, line {reader.line_num}: more cells than columns. Put cells with commas into double quotes."
            )
        yield Row(file, reader.line_num, values)


def read_source(folder: Traversable) -> dict[str, Any]:
    """Read ``source.toml`` of a folder of definitions: id, titles, licences.

    Raises
    ------
    DefinitionError
        If it is missing, is no TOML, or lacks id, title_vi or title_en.
    """
    path = folder / "source.toml"
    if not path.is_file():
        raise DefinitionError(f"{path}: the file is missing. Write it with the keys id, title_vi and title_en.")
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}: must be TOML in UTF-8; {error}. Mend it.") from None
    for key in ("id", "title_vi", "title_en"):
        if not isinstance(source.get(key), str) or not source[key].strip():
            raise DefinitionError(f"{path}, key {key!r}: must be text; got {source.get(key)!r}. Add it.")
    return source
