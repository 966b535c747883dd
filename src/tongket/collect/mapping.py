"""Mappings: how the columns of a source become the columns of a table. Written in TOML, checked when read."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import available_timezones

import msgspec

from tongket.model.errors import DefinitionError
from tongket.model.tables import Kind, RecordSchema, record_schema
from tongket.store.book import BothLanguages

NULL_WORDS = ("na", "n/a", "nan", "null", "none", "#n/a", "không có", "không rõ", "chưa rõ")
Severity = Literal["error", "warning", "off"]
Edge = Literal["", "hour_end", "day_end", "month_end"]
Part = Literal["hour", "day", "month", "year"]
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1258", "windows-1252", "latin-1", "tcvn3")


class ColumnEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sources": "from"}):
    """``[columns.NAME]``: where a column of the table comes from and how its text is read.

    Attributes
    ----------
    sources : str or tuple of str
        ``from``: columns of the source. Of several the first that is not empty counts, unless `join` is given.
    join : str
        Puts the values of all columns together with this text between them.
    value : str
        The same for every row.
    default : str
        Where the source is empty.
    formats : tuple of str
        Forms of a date or time, tried in order: ``iso``, ``excel`` (serial number) or a pattern such as ``%d/%m/%Y``.
    zone : str
        Time zone of the source's times; they become the book's wall time.
    hour : str
        Source column with the hour (0 to 23) where date and hour stand apart.
    edge : str
        ``hour_end``, ``day_end`` or ``month_end``: the last second of the hour, day or month given, for the end of an
        interval.
    codes : str
        Name of a table in ``[codes]`` that translates the values.
    unknown : str
        A value that the table does not know: ``reject`` (default), ``keep``, ``empty``, or ``code:X`` for the code X.
    pattern : str
        Regular expression; the first group of its first match is kept. A text that does not match is kept whole.
    width : int
        Fills a shorter value with zeros on the left.
    letters : str
        ``lower``, ``upper`` or ``slug`` (lower case, without marks, hyphens between words).
    generate : bool
        Makes an id from the content of the row where the source gives none (key columns only).
    optional : bool
        The source need not have the column.
    """

    sources: str | tuple[str, ...] = ()
    join: str | None = None
    value: str | None = None
    default: str | None = None
    formats: tuple[str, ...] = ()
    zone: str = ""
    hour: str = ""
    edge: Edge = ""
    codes: str = ""
    unknown: str = "reject"
    pattern: str = ""
    width: int = 0
    letters: Literal["", "lower", "upper", "slug"] = ""
    generate: bool = False
    optional: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the source columns, always as a tuple."""
        return (self.sources,) if isinstance(self.sources, str) else self.sources


class SkipEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[source.skip]]``: lines that are no records, for example totals; they are counted apart."""

    column: str
    equals: tuple[str, ...] = ()
    empty: bool = False


class SourceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[source]``: how the file is read. What is left out is found out."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    sheet: str = ""
    decimal: Literal[".", ","] = "."
    null_words: tuple[str, ...] = NULL_WORDS
    skip: tuple[SkipEntry, ...] = ()


class OffencesEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[offences]``: a column that lists several offences of one case; the counting rule chooses the principal.

    Attributes
    ----------
    column : str or tuple of str
        The column; of several names the first that the source has. A source may have none.
    separator : str
        What stands between two offences.
    """

    column: str | tuple[str, ...]
    separator: str = ";"

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names, always as a tuple."""
        return (self.column,) if isinstance(self.column, str) else self.column


class AgreeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """``[[agree]]``: a source column that must agree with a part of a date or time of the table."""

    column: str
    with_: str
    part: Part


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of a mapping file."""

    id: str
    table: str
    columns: dict[str, ColumnEntry]
    title: BothLanguages | None = None
    about: BothLanguages | None = None
    source: SourceEntry = SourceEntry()
    codes: dict[str, dict[str, str]] = {}
    code_files: dict[str, str] = {}
    severity: dict[str, Severity] = {}
    offences: OffencesEntry | None = None
    agree: tuple[AgreeEntry, ...] = ()

    @property
    def schema(self) -> RecordSchema:
        """Return the schema of the table it fills."""
        return record_schema(self.table)

    def digest(self) -> str:
        """Return the SHA-256 of everything the mapping says, code files included."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


def list_presets() -> tuple[str, ...]:
    """Return the names that `read_preset` knows.

    ``tongket`` stands for files that have the table's own columns, ``vn-case-book`` for the project's own forms.
    """
    folder = resources.files("tongket.collect") / "presets"
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted((*names, "tongket", "vn-case-book")))


def read_preset(name: str, table: str | None = None) -> Mapping:
    """Return a mapping that ships with the project.

    Parameters
    ----------
    name : str
        One of `list_presets`.
    table : str, optional
        Table of the presets ``tongket`` and ``vn-case-book``; cases if None.

    Raises
    ------
    DefinitionError
        If there is none of that name.
    """
    if name == "tongket":
        return identity_mapping(table or "cases")
    if name == "vn-case-book":
        from tongket.collect.forms import form_mapping

        return form_mapping(table or "cases")
    if name not in list_presets():
        raise DefinitionError(f"Preset: must be one of {', '.join(list_presets())}; got {name!r}. Name one of these.")
    path = resources.files("tongket.collect") / "presets" / f"{name}.toml"
    return parse_mapping(path.read_text(encoding="utf-8"), Path(f"preset {name}"))


def identity_mapping(table: str) -> Mapping:
    """Return the mapping of a file whose columns are those of the table; a column that may be empty may be absent."""
    schema = record_schema(table)
    derived = {"offence_group", "location_precision"} if table == "cases" else set()
    return Mapping(
        id="tongket",
        table=table,
        columns={
            name: ColumnEntry(sources=name, optional=not schema.column(name).required or name in derived)
            for name in schema.content_names
        },
    )


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file of the user's.

    Raises
    ------
    DefinitionError
        If it is missing, is no TOML, has an unknown key, or names a column, code table or time zone there is not.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}: must be a readable TOML file in UTF-8; {error}. Mend the path.") from None
    return parse_mapping(content, path)


def parse_mapping(content: str, where: Path) -> Mapping:
    """Read the text of a mapping; `where` names it in messages and is the place from which code files are found."""
    try:
        mapping = msgspec.convert(tomllib.loads(content), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DefinitionError(f"{where}: {error}. Mend the file; docs/how-to/mapping.md explains each key.") from None
    mapping = msgspec.structs.replace(mapping, codes=_all_codes(mapping, where))
    for check in _CHECKS:
        check(mapping, where)
    return mapping


def _all_codes(mapping: Mapping, where: Path) -> dict[str, dict[str, str]]:
    tables = {name: {fold(key): code for key, code in table.items()} for name, table in mapping.codes.items()}
    for name, file in mapping.code_files.items():
        tables[name] = _read_code_file(where.parent / file)
    return tables


def _read_code_file(path: Path) -> dict[str, str]:
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}: must be a readable CSV file in UTF-8; {error}. Mend the path.") from None
    if bad := next((number for number, row in enumerate(rows, 1) if row and len(row) < 2), None):
        raise DefinitionError(f"{path}, line {bad}: must have two columns, value and code. Add the code.")
    return {fold(row[0]): row[1] for row in rows[1:] if row}


def fold(text: str) -> str:
    """Return a value as code tables compare it: composed, lower case, single spaces."""
    import unicodedata

    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _check_columns(mapping: Mapping, where: Path) -> None:
    known = mapping.schema.content_names
    for name, entry in mapping.columns.items():
        if name not in known:
            raise DefinitionError(
                f"{where}: `columns.{name}` must be a column of {mapping.table!r}: {', '.join(known)}. Mend the name."
            )
        if not entry.columns and entry.value is None and not entry.generate:
            raise DefinitionError(f"{where}: `columns.{name}` must have `from` or `value`. Add one of them.")


def _check_codes(mapping: Mapping, where: Path) -> None:
    for name, entry in mapping.columns.items():
        if entry.codes and entry.codes not in mapping.codes:
            raise DefinitionError(
                f"{where}: `columns.{name}.codes` must name a table of [codes] or [code_files]; got {entry.codes!r}."
                f" There are: {', '.join(mapping.codes) or 'none'}."
            )
        _check_code_values(mapping, name, where)
        if entry.unknown not in ("reject", "keep", "empty") and not entry.unknown.startswith("code:"):
            raise DefinitionError(
                f"{where}: `columns.{name}.unknown` must be reject, keep, empty or code:X; got {entry.unknown!r}."
                " Mend it."
            )


def _check_code_values(mapping: Mapping, name: str, where: Path) -> None:
    """Refuse a table of codes that leads to a code the column does not allow; an empty code means no value."""
    entry, allowed = mapping.columns[name], mapping.schema.column(name).values
    codes = list(mapping.codes[entry.codes].values()) if entry.codes else []
    if entry.unknown.startswith("code:"):
        codes.append(entry.unknown.removeprefix("code:"))
    if allowed and (bad := [code for code in codes if code and code not in allowed]):
        raise DefinitionError(
            f"{where}: codes of `columns.{name}` must be one of {', '.join(allowed)}; got {bad[0]!r}. Mend the table."
        )


def _check_times(mapping: Mapping, where: Path) -> None:
    for name, entry in mapping.columns.items():
        kind = mapping.schema.column(name).kind
        if entry.zone and entry.zone not in available_timezones():
            raise DefinitionError(
                f"{where}: `columns.{name}.zone` must be an IANA zone; got {entry.zone!r}. For example UTC."
            )
        if (entry.zone or entry.formats or entry.edge or entry.hour) and kind not in (Kind.DATE, Kind.TIMESTAMP):
            raise DefinitionError(
                f"{where}: `columns.{name}` is no date or time: zone, formats, hour and edge mean nothing. Remove them."
            )
        if entry.generate and mapping.schema.key != (name,):
            raise DefinitionError(f"{where}: `columns.{name}.generate` is for the single key of a table. Remove it.")


def _check_rest(mapping: Mapping, where: Path) -> None:
    from tongket.collect.rules import read_rules

    known = read_rules()
    for rule in mapping.severity:
        if rule not in known:
            raise DefinitionError(f"{where}: `severity.{rule}` must name a rule. See docs/reference/rules.md.")
    if mapping.offences is not None and mapping.table != "cases":
        raise DefinitionError(f"{where}: `offences` is for the table 'cases'; got {mapping.table!r}. Remove it.")
    if mapping.source.encoding and mapping.source.encoding not in ENCODINGS:
        raise DefinitionError(
            f"{where}: `source.encoding` must be one of {', '.join(ENCODINGS)}; got {mapping.source.encoding!r}."
        )
    for entry in mapping.agree:
        if entry.with_ not in mapping.columns or entry.part not in get_args(Part):
            raise DefinitionError(f"{where}: `agree.with` must be a mapped column; got {entry.with_!r}. Mend it.")


_CHECKS: tuple[Callable[[Mapping, Path], None], ...] = (_check_columns, _check_codes, _check_times, _check_rest)
