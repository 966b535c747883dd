"""The catalogue of rules: what is looked at, how grave a breach is, what to do about it, and one example of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from tongket.model.tables import RECORD_TABLES
from tongket.model.text import Text

Scope = Literal["source", "field", "cross-field", "cross-row", "cross-table", "cross-time"]
Needs = Literal["bounds", "areas", "offences", "lists", "points"]


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[rule]]`` of rules.toml, as it stands there."""

    id: str
    severity: Literal["error", "warning"]
    scope: Scope
    tables: tuple[str, ...]
    text: dict[str, str]
    remedy: dict[str, str]
    example: dict[str, Any]
    columns: tuple[str, ...] = ()
    when: str = ""
    value: str = ""
    needs: tuple[Needs, ...] = ()


@dataclass(frozen=True)
class Rule:
    """Describe one rule.

    Attributes
    ----------
    id : str
        ``R`` and three digits; the first digit says the scope.
    severity : str
        ``error`` rejects the row, ``warning`` does not; a mapping may change it, a book may explain a breach.
    scope : str
        What is looked at: the source, a field, fields of one row, rows, other tables, other months.
    tables : tuple of str
        Tables it is for.
    columns : tuple of str
        Columns it is asked of, each by itself.
    when : str
        SQL condition that is true for a breach; empty for a rule with a check of its own.
    value : str
        SQL of the value shown among the rejected rows; the column itself where empty.
    needs : tuple of str
        What book or mapping must have for the rule to be asked: bounds, areas, offences, lists of offences,
        points (columns for coordinates that the source must have).
    text, remedy : Text
        What is wrong, and what to do.
    example : mapping
        Rows that break this rule and no other; kept as its test.
    """

    id: str
    severity: Literal["error", "warning"]
    scope: Scope
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    when: str
    value: str
    needs: tuple[Needs, ...]
    text: Text
    remedy: Text
    example: MappingOf[str, Any]


@cache
def read_rules() -> dict[str, Rule]:
    """Return the rules by id, in the order of the catalogue."""
    content = (resources.files("tongket.collect") / "rules.toml").read_text(encoding="utf-8")
    entries = msgspec.convert(tomllib.loads(content)["rule"], list[RuleEntry])
    return {entry.id: _rule(entry) for entry in entries}


@cache
def base_rows() -> dict[str, dict[str, str]]:
    """Return one row of each table that breaks no rule; the examples change it."""
    content = (resources.files("tongket.collect") / "rules.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(content)["base"], dict[str, dict[str, str]])


def _rule(entry: RuleEntry) -> Rule:
    return Rule(
        id=entry.id,
        severity=entry.severity,
        scope=entry.scope,
        tables=tuple(RECORD_TABLES) if entry.tables == ("*",) else entry.tables,
        columns=entry.columns,
        when=entry.when,
        value=entry.value,
        needs=entry.needs,
        text=Text(vi=entry.text["vi"], en=entry.text["en"]),
        remedy=Text(vi=entry.remedy["vi"], en=entry.remedy["en"]),
        example=entry.example,
    )
