"""What was written down of a campaign, when, and whether it was changed after the start."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tongket.model.campaign_terms import Outcome, parse_comparison, parse_minimum_effect, parse_outcome, split_list
from tongket.model.errors import DefinitionError, UsageError
from tongket.store.chains import Link
from tongket.store.digests import bytes_digest

# The terms of a registration; whoever changes one of them after the start changes what is judged.
TERMS = ("offences", "areas", "starts_on", "ends_on", "outcome", "comparison", "minimum_effect")
# What `--register` may set; the rest comes from the register of campaigns.
CHOSEN = ("outcome", "comparison", "minimum_effect")


@dataclass(frozen=True)
class Registration:
    """Hold the terms a campaign is judged by.

    Attributes
    ----------
    campaign_id : str
        Key in the register.
    offences, areas : tuple of str
        Offences aimed at, areas it runs in; no areas for the whole city.
    starts_on, ends_on : date
        The window, both days included.
    registered_on : date
        Day of registration as the register says.
    outcome, comparison : str or None
        In the words of `tongket.model.campaign_terms`.
    minimum_effect : Decimal or None
        Smallest relative fall worth having.
    """

    campaign_id: str
    offences: tuple[str, ...]
    areas: tuple[str, ...]
    starts_on: date
    ends_on: date
    registered_on: date
    outcome: str | None = None
    comparison: str | None = None
    minimum_effect: Decimal | None = None

    @property
    def days(self) -> int:
        """Return the length of the window, both days included."""
        return (self.ends_on - self.starts_on).days + 1

    def terms(self) -> dict[str, str]:
        """Return the terms as text, for the chain."""
        return {
            "offences": ";".join(self.offences),
            "areas": ";".join(self.areas),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "outcome": self.outcome or "",
            "comparison": self.comparison or "",
            "minimum_effect": "" if self.minimum_effect is None else f"{self.minimum_effect.normalize():f}",
        }

    @property
    def digest(self) -> str:
        """Return the SHA-256 of campaign and terms: equal for equal registrations, whenever they were entered."""
        plain = {"campaign_id": self.campaign_id, **self.terms()}
        return bytes_digest(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode())

    def outcome_read(self) -> Outcome | None:
        """Return the outcome, or None where it is missing or in other words."""
        try:
            return parse_outcome(self.outcome) if self.outcome else None
        except DefinitionError:
            return None


def registration_of(row: Mapping[str, Any]) -> Registration:
    """Read the registration out of a row of the register of campaigns."""
    effect = row.get("minimum_effect")
    return Registration(
        campaign_id=str(row["campaign_id"]),
        offences=split_list(row.get("offences")),
        areas=split_list(row.get("areas")),
        starts_on=as_day(row["starts_on"]),
        ends_on=as_day(row["ends_on"]),
        registered_on=as_day(row["registered_on"]),
        outcome=row.get("outcome"),
        comparison=row.get("comparison"),
        minimum_effect=None if effect is None else Decimal(str(effect)),
    )


def as_day(value: object) -> date:
    """Return a day of a record, whichever way the engine gives it."""
    return value if type(value) is date else date.fromisoformat(str(value)[:10])


def with_choices(registration: Registration, choices: Sequence[str]) -> Registration:
    """Return a registration with what ``--register`` sets, each ``name=value``.

    Raises
    ------
    UsageError
        If a name is unknown or stands twice, or the campaign would still lack an outcome, comparison or effect.
    DefinitionError
        If a value is not in the agreed words, or the comparison does not exist for the campaign.
    """
    chosen: dict[str, str] = {}
    for choice in choices:
        name, mark, value = choice.partition("=")
        if not mark or name not in CHOSEN or name in chosen:
            raise UsageError(
                f"--register: must be {', '.join(f'{each}=…' for each in CHOSEN)}, each once; got {choice!r}."
            )
        chosen[name] = value
    effect = chosen.pop("minimum_effect", None)
    made = replace(registration, **chosen)  # type: ignore[arg-type]  # names are checked above
    if effect is not None:
        made = replace(made, minimum_effect=parse_minimum_effect(effect))
    return check_complete(made)


def check_complete(registration: Registration) -> Registration:
    """Return the registration, or refuse one that nobody could be held to."""
    missing = [name for name in CHOSEN if getattr(registration, name) is None]
    if missing:
        raise UsageError(
            f"Campaign {registration.campaign_id}: a registration needs {', '.join(CHOSEN)}; missing {missing}."
            " Give them with --register name=value."
        )
    parse_outcome(registration.outcome or "")
    compared = parse_comparison(registration.comparison or "")
    if compared.needs_areas and not registration.areas:
        raise DefinitionError(
            f"Campaign {registration.campaign_id}: {compared.text!r} compares areas, but the campaign runs in the whole"
            " city. Compare with others, offences:… or years:3."
        )
    return registration


class Standing(StrEnum):
    """Say what a registration is worth as evidence."""

    HASHED = "hashed_before_start"  # entered in the chain before the start
    DECLARED = "declared_before_start"  # the register says so; nothing proves it
    LATE = "after_start"
    CHANGED = "changed_after_start"


@dataclass(frozen=True)
class Statement:
    """Hold the terms of a campaign as the book knew them from a day on.

    Attributes
    ----------
    known_on : date
        Day of receipt, or of entry in the chain.
    terms : dict of str to str
        As `Registration.terms`.
    link : str or None
        Digest of the entry in the chain; None for a load of the register.
    """

    known_on: date
    terms: dict[str, str]
    link: str | None = None


@dataclass(frozen=True)
class TermChange:
    """Hold one term that was changed after the start."""

    name: str
    before: str
    after: str
    on: date


@dataclass(frozen=True)
class RegistrationState:
    """Hold when a campaign was registered, how that is known, and what was changed.

    Attributes
    ----------
    standing : Standing
        What the registration is worth.
    registered_on : date
        As the register says.
    known_on : date or None
        First day on which this book held it.
    hashed_on : date or None
        Day of its first entry in the chain.
    link : str or None
        Digest of the entry in the chain that is judged by.
    changes : tuple of TermChange
        After the start, in order of time.
    """

    standing: Standing
    registered_on: date
    known_on: date | None
    hashed_on: date | None
    link: str | None
    changes: tuple[TermChange, ...]


def chain_statements(links: Iterable[Link], campaign_id: str) -> tuple[Statement, ...]:
    """Return what the chain says of a campaign, oldest first."""
    return tuple(
        Statement(link.entered_on, {name: link.content.get(name, "") for name in TERMS}, link.digest)
        for link in links
        if link.subject == campaign_id
    )


def settle(registration: Registration, statements: Iterable[Statement]) -> tuple[Registration, RegistrationState]:
    """Decide which terms a campaign is judged by, and what its registration is worth.

    Parameters
    ----------
    registration : Registration
        As the sealed register has it.
    statements : iterable of Statement
        Everything the book ever held of it: loads of the register and entries of the chain.

    Returns
    -------
    registration : Registration
        The terms last stated before the start; where nothing was known by then, those the book knew first.
    state : RegistrationState
        When and how it was registered, and what was changed later.
    """
    ordered = sorted(statements, key=lambda each: each.known_on)
    start = registration.starts_on
    judged = next((each for each in reversed(ordered) if each.known_on < start), ordered[0] if ordered else None)
    hashed = [each for each in ordered if each.link is not None]
    in_time = [each for each in hashed if each.known_on < start]
    changes = _changes(judged, ordered, start)
    # the entry that bears the judged terms out, else whichever was made first
    entry = next((each for each in (in_time or hashed) if judged and each.terms == judged.terms), None)
    entry = entry or next(iter(in_time or hashed), None)
    state = RegistrationState(
        _standing(registration, changes, in_time),
        registration.registered_on,
        ordered[0].known_on if ordered else None,
        hashed[0].known_on if hashed else None,
        None if entry is None else entry.link,
        changes,
    )
    return (registration if judged is None else _with_terms(registration, judged.terms)), state


def _standing(registration: Registration, changes: Sequence[TermChange], in_time: Sequence[Statement]) -> Standing:
    if changes:
        return Standing.CHANGED
    if in_time:
        return Standing.HASHED
    return Standing.LATE if registration.registered_on > registration.starts_on else Standing.DECLARED


def _changes(first: Statement | None, ordered: Sequence[Statement], start: date) -> tuple[TermChange, ...]:
    if first is None:
        return ()
    found, current = [], first.terms
    for each in ordered[ordered.index(first) + 1 :]:
        if each.known_on >= start:
            pairs = [(name, current[name], each.terms[name]) for name in TERMS if current[name] != each.terms[name]]
            found += [TermChange(name, old, new, each.known_on) for name, old, new in pairs]
        current = each.terms
    return tuple(found)


def _with_terms(registration: Registration, terms: Mapping[str, str]) -> Registration:
    effect = terms["minimum_effect"]
    return replace(
        registration,
        offences=split_list(terms["offences"]),
        areas=split_list(terms["areas"]),
        starts_on=date.fromisoformat(terms["starts_on"]),
        ends_on=date.fromisoformat(terms["ends_on"]),
        outcome=terms["outcome"] or None,
        comparison=terms["comparison"] or None,
        minimum_effect=Decimal(effect) if effect else None,
    )
