"""Legal time limits as dated data: which clock starts with which event, how long it runs, how often it is extended."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import resources

import msgspec

from tongket.model.deadline_rules import DeadlineRule, parse_deadline_rule
from tongket.model.errors import DefinitionError
from tongket.model.tables import CASE_EVENTS, SEVERITIES
from tongket.model.text import Text

RECORDED = "recorded"  # no event of a case, but its entry in the register


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vi: str
    en: str

    def text(self) -> Text:
        return Text(self.vi, self.en)


class _Extension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: str
    from_start: bool = False


class _Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    severities: tuple[str, ...]
    rule: str
    extensions: tuple[_Extension, ...] = ()


class _Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: _Words
    what: _Words
    event: _Words
    starts_with: str
    ends_with: tuple[str, ...]
    valid_from: date
    ask_before_days: int
    extended_by: _Words
    source: _Words
    limit: tuple[_Limit, ...]
    valid_to: date | None = None


@dataclass(frozen=True)
class AllowedExtension:
    """Say by how much a limit may be extended; `from_start` when the new length counts from the first day."""

    rule: DeadlineRule
    from_start: bool = False


@dataclass(frozen=True)
class Limit:
    """Say how long a clock runs for some severities (all when there are none), how it may be extended, and why so."""

    severities: tuple[str, ...]
    rule: DeadlineRule
    extensions: tuple[AllowedExtension, ...]
    why: Text


@dataclass(frozen=True)
class Clock:
    """Describe one legal clock.

    Attributes
    ----------
    id, name, what : str, Text, Text
        What it is called, and what must be done before it runs out.
    event : Text
        The event it starts with, in words.
    starts_with, ends_with : str, tuple of str
        Events of a case.
    valid_from, valid_to : date, date or None
        Clocks that start on these days follow it.
    ask_before_days : int
        An extension must be asked for so many days before the limit is full.
    extended_by, source : Text
        Who extends it, and which law says so.
    limits : tuple of Limit
        By severity.
    """

    id: str
    name: Text
    what: Text
    event: Text
    starts_with: str
    ends_with: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    ask_before_days: int
    extended_by: Text
    source: Text
    limits: tuple[Limit, ...]

    def __post_init__(self) -> None:
        unknown = {self.starts_with, *self.ends_with} - {RECORDED, *CASE_EVENTS}
        unknown |= {severity for limit in self.limits for severity in limit.severities} - set(SEVERITIES)
        if unknown:
            raise DefinitionError(f"Clock {self.id!r}: knows no {sorted(unknown)}. Use events and severities of cases.")

    @cached_property
    def set_by(self) -> Text:
        """Return on whose word it runs; one text for the tens of thousands of deadlines under it."""
        return Text(f"Căn cứ: {self.source.vi}.", f"Set by: {self.source.en}.")

    def is_valid_on(self, day: date) -> bool:
        """Tell whether a clock that starts on `day` follows this law."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def limit_for(self, severity: str | None) -> Limit | None:
        """Return the limit for a severity; None where the law's limit depends on one that is not on record."""
        for limit in self.limits:
            if not limit.severities or severity in limit.severities:
                return limit
        return None


@cache
def read_clocks() -> tuple[Clock, ...]:
    """Return the clocks of the law, in the order of ``clocks.toml``.

    Raises
    ------
    DefinitionError
        If a clock names an event, a severity or a rule that does not exist.
    """
    content = (resources.files("tongket.plan") / "clocks.toml").read_text(encoding="utf-8")
    return tuple(_clock(entry) for entry in msgspec.convert(tomllib.loads(content)["clock"], list[_Clock]))


@cache
def clocks_by_start() -> dict[str, tuple[Clock, ...]]:
    """Return the clocks of the law by the event they start with."""
    found: dict[str, tuple[Clock, ...]] = {}
    for clock in read_clocks():
        found[clock.starts_with] = (*found.get(clock.starts_with, ()), clock)
    return found


def _clock(entry: _Clock) -> Clock:
    return Clock(
        id=entry.id,
        name=entry.name.text(),
        what=entry.what.text(),
        event=entry.event.text(),
        starts_with=entry.starts_with,
        ends_with=entry.ends_with,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        ask_before_days=entry.ask_before_days,
        extended_by=entry.extended_by.text(),
        source=entry.source.text(),
        limits=tuple(_limit(limit, entry.name) for limit in entry.limit),
    )


def _limit(entry: _Limit, name: _Words) -> Limit:
    rule = parse_deadline_rule(entry.rule)
    extensions = tuple(AllowedExtension(parse_deadline_rule(each.rule), each.from_start) for each in entry.extensions)
    why = Text(f"{name.vi}: không quá {rule.text.vi}.", f"{name.en}: at most {rule.text.en}.")
    return Limit(entry.severities, rule, extensions, why)
