"""States of registers as data: which states there are, what each needs, and which may follow it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from tongket.model.errors import DefinitionError
from tongket.model.tables import record_schema
from tongket.model.text import Text


class _StateEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: dict[str, str]
    next: tuple[str, ...]
    needs: tuple[str, ...] = ()


class _RegisterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    column: str
    states: dict[str, _StateEntry]


@dataclass(frozen=True)
class RegisterState:
    """Describe one state.

    Attributes
    ----------
    code : str
        As it stands in the records.
    text : Text
        What it is called.
    needs : tuple of str
        Columns that must be filled in.
    next : tuple of str
        States that may follow.
    """

    code: str
    text: Text
    needs: tuple[str, ...]
    next: tuple[str, ...]


@dataclass(frozen=True)
class RegisterStates:
    """Hold the states of one register.

    Attributes
    ----------
    table, column : str
        Where they stand.
    states : tuple of RegisterState
        In order of the file.

    Raises
    ------
    DefinitionError
        If they are not exactly the codes of the column, or a state names another that does not exist.
    """

    table: str
    column: str
    states: tuple[RegisterState, ...]

    def __post_init__(self) -> None:
        codes = {state.code for state in self.states}
        schema = record_schema(self.table)
        if codes != set(schema.column(self.column).values):
            raise DefinitionError(f"States of {self.table!r}: must be the codes of {self.column!r}; got {codes}.")
        for state in self.states:
            for name in state.needs:
                schema.column(name)
            if unknown := set(state.next) - codes:
                raise DefinitionError(f"State {state.code!r} of {self.table!r}: knows no {unknown}. Mend `next`.")

    def state(self, code: str) -> RegisterState:
        """Return the state of that code, or raise DefinitionError."""
        for state in self.states:
            if state.code == code:
                return state
        raise DefinitionError(f"States of {self.table!r}: there is no {code!r}.")

    def can_follow(self, before: str, after: str) -> bool:
        """Tell whether a record may go from one state to another; to stay is always allowed."""
        return before == after or after in self.state(before).next

    def forbidden(self) -> str:
        """Return SQL that is true where a version s may not follow the version c before it."""
        allowed = ", ".join(f"('{state.code}', '{after}')" for state in self.states for after in state.next)
        return f"s.{self.column} <> c.{self.column} AND (c.{self.column}, s.{self.column}) NOT IN ({allowed})"


@cache
def read_states() -> dict[str, RegisterStates]:
    """Return the states of each register by table."""
    content = (resources.files("tongket.collect") / "states.toml").read_text(encoding="utf-8")
    entries = msgspec.convert(tomllib.loads(content), dict[str, _RegisterEntry])
    return {table: RegisterStates(table, entry.column, _states(entry)) for table, entry in entries.items()}


def _states(entry: _RegisterEntry) -> tuple[RegisterState, ...]:
    return tuple(
        RegisterState(code, Text(state.text["vi"], state.text["en"]), state.needs, state.next)
        for code, state in entry.states.items()
    )
