"""What an indicator file may say: TOML read strictly, so that a misspelt key is refused and not ignored."""

from __future__ import annotations

import re
import tomllib
from typing import Annotated, Any, TypeVar

import msgspec

from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Text

Filled = Annotated[str, msgspec.Meta(min_length=1)]


class LabelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    vi: Filled
    en: Filled


class ConditionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"in_": "in"}):
    """One condition: a column and exactly one test. ``member = true`` stands for the conditions of a family member."""

    column: str = ""
    in_: tuple[str, ...] | None = None
    not_in: tuple[str, ...] | None = None
    under: tuple[str, ...] | None = None
    is_null: bool | None = None
    not_null: bool | None = None
    within_days: int | None = None
    observed_days: int | None = None
    member: bool = False


class IndicatorEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[indicator]]`` or ``[[family.indicator]]``; in a family, ``{code}`` and ``{name}`` stand for the member."""

    id: Filled
    label: LabelEntry
    unit: LabelEntry
    measure: str
    version: int = 1
    table: str | None = None
    date: str | None = None
    closes: str | None = None
    column: str | None = None
    where: tuple[ConditionEntry, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    good: str | None = None
    small_number: int | None = None
    reportable: bool = True
    topic: str = "other"
    note: LabelEntry | None = None
    synonyms: tuple[str, ...] = ()


class MemberEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[family.member]]``: a member of its own, or the wording for one that a code list gives."""

    code: Filled
    name: LabelEntry
    where: tuple[ConditionEntry, ...] | None = None


class FamilyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[family]]``: indicators declared once for many members.

    ``over`` names where members come from: ``groups`` and ``offences`` of the book's code list (the latter only those
    that reports name), or a column with a closed list of values, written ``table.column``.
    """

    indicator: tuple[IndicatorEntry, ...]
    over: tuple[str, ...] = ()
    member: tuple[MemberEntry, ...] = ()


class SetHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[set]``: what the file is about."""

    title: LabelEntry
    note: LabelEntry | None = None


class SetFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of an indicator file."""

    set: SetHead | None = None
    indicator: tuple[IndicatorEntry, ...] = ()
    family: tuple[FamilyEntry, ...] = ()


T = TypeVar("T")
_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


def parse_set(content: str, file: str) -> SetFile:
    """Read the text of an indicator file.

    Raises
    ------
    DefinitionError
        If it is no TOML, a key is unknown, missing or of the wrong kind; the message names file, key and remedy.
    """
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{file}: must be TOML; {error}. Mend that line.") from None
    try:
        return msgspec.convert(raw, SetFile)
    except msgspec.ValidationError as error:
        raise DefinitionError(_validation_message(file, raw, str(error))) from None


def _validation_message(file: str, raw: dict[str, Any], message: str) -> str:
    found = _PATH.search(message)
    path = found["path"] if found else ""
    who = _indicator_at(raw, path)
    key = f", key {path!r}" if path else ""
    return f"{file}{who}{key}: {message[: found.start()] if found else message}. Mend or remove the key."


def _indicator_at(raw: dict[str, Any], path: str) -> str:
    """Return the id of the indicator a path such as ``indicator[3].unit`` leads to, for the message."""
    value: Any = raw
    name = ""
    for part, index in re.findall(r"([a-z_]+)(?:\[(\d+)\])?", path):
        value = value.get(part) if isinstance(value, dict) else None
        if index and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            name = f", indicator {value['id']!r}"
    return name


_OPERATORS = {
    "in_": Operator.IN,
    "not_in": Operator.NOT_IN,
    "under": Operator.UNDER,
    "is_null": Operator.IS_NULL,
    "not_null": Operator.NOT_NULL,
    "within_days": Operator.WITHIN_DAYS,
    "observed_days": Operator.OBSERVED_DAYS,
}


def condition_of(entry: ConditionEntry, who: str) -> Condition:
    """Return the condition an entry declares; it must name a column and exactly one test."""
    given = {name: value for name in _OPERATORS if (value := getattr(entry, name)) is not None}
    if not entry.column or len(given) != 1:
        raise DefinitionError(
            f"{who}: key 'where': a condition must hold a column and exactly one of in, not_in, under, is_null,"
            f" not_null, within_days, observed_days; got column {entry.column!r} and"
            f" {', '.join(name.rstrip('_') for name in given) or 'no test'}. Mend the condition."
        )
    ((name, value),) = given.items()
    if value is False:
        raise DefinitionError(f"{who}: key 'where': {name!r} must be true; got false. Use the opposite test instead.")
    values = value if isinstance(value, tuple) else ()
    days = value if isinstance(value, int) and not isinstance(value, bool) else None
    return Condition(entry.column, _OPERATORS[name], values, days)


def text_of(entry: LabelEntry) -> Text:
    """Return the model's value of a label."""
    return Text(entry.vi, entry.en)
