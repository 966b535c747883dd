"""Write a proposed mapping as a file people can edit: each column with its confidence and the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Choice:
    """Hold what was chosen for one column of the table.

    Attributes
    ----------
    column : str
        Column of the table.
    settings : dict
        Keys of its entry in the mapping.
    confidence : str
        ``high``, ``medium`` or ``low``.
    reason : str
        Why.
    codes : dict of str to str
        Table of codes that goes with it.
    """

    column: str
    settings: dict[str, Any]
    confidence: Literal["high", "medium", "low"]
    reason: str
    codes: dict[str, str] = field(default_factory=dict)


def mapping_toml(mapping_id: str, table: str, source: str, choices: Sequence[Choice], *, decimal: str) -> str:
    """Return the text of a mapping file."""
    return "\n".join(_lines(mapping_id, table, source, choices, decimal)) + "\n"


def _lines(mapping_id: str, table: str, source: str, choices: Sequence[Choice], decimal: str) -> Iterator[str]:
    yield f"# Proposed from {source}. Look at every line, above all at those of low confidence, then collect with"
    yield "# --mapping and --dry-run. docs/how-to/mapping.md explains each key."
    yield f"id = {quote(mapping_id)}"
    yield f"table = {quote(table)}"
    if decimal != ".":
        yield ""
        yield "[source]"
        yield f"decimal = {quote(decimal)}"
    for choice in choices:
        yield ""
        yield f"# {choice.confidence} confidence: {' '.join(choice.reason.split())}"
        yield f"[columns.{choice.column}]"
        yield from (f"{key} = {_value(value)}" for key, value in choice.settings.items())
    if table == "cases":
        yield from _softened(choices)
    for choice in choices:
        if choice.codes:
            yield ""
            yield f"[codes.{choice.settings['codes']}]"
            yield from (f"{quote(value)} = {quote(code)}" for value, code in choice.codes.items())


def _softened(choices: Sequence[Choice]) -> Iterator[str]:
    """Yield the rules that open data seldom meet, as warnings to begin with."""
    yield ""
    yield "[severity]"
    yield "# a record with a useless point is still a record; take these lines out for a register of your own"
    for rule in ("R208", "R209", "R210", "R211", "R212"):
        yield f'{rule} = "warning"'
    if not any(choice.column == "cleared_on" for choice in choices):
        yield 'R203 = "off"                # the source gives no day of clearance'


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(quote(each) for each in value) + "]"
    return quote(str(value))


def quote(text: str) -> str:
    """Return a text as a TOML string."""
    return json.dumps(text, ensure_ascii=False)
