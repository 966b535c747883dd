"""Rules of succession planning as dated data: what applies to which list, from when to when, and by which source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any

from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.plan.succession_lists import LEVELS, ListKind

BOTH = "both"


class RuleKind(StrEnum):
    """Say how a rule is held."""

    IN_BOTH = "in_both"  # who stands in this list stands in the other one, too
    PERSONS_PER_POST = "persons_per_post"
    POSTS_PER_PERSON = "posts_per_person"
    OTHER_POST = "other_post"
    AGE_GROUPS = "age_groups"
    SHARE_UNDER_AGE = "share_under_age"
    SHARE_OF_AGES = "share_of_ages"
    SHARE_WOMEN = "share_women"
    FULL_TERM = "full_term"  # on the first day of the term, so many months before the age limit


# what each kind must be told
_NEEDS: dict[RuleKind, tuple[str, ...]] = {
    RuleKind.PERSONS_PER_POST: ("limit",),
    RuleKind.POSTS_PER_PERSON: ("limit",),
    RuleKind.AGE_GROUPS: ("ages",),
    RuleKind.SHARE_UNDER_AGE: ("ages", "least"),
    RuleKind.SHARE_OF_AGES: ("ages", "least"),
    RuleKind.SHARE_WOMEN: ("least",),
    RuleKind.FULL_TERM: ("limit", "term_starts", "age_limit_male", "age_limit_female"),
}


@dataclass(frozen=True)
class SuccessionRule:
    """Hold one rule.

    Attributes
    ----------
    id : str
        Its name.
    kind : RuleKind
        How it is held.
    list : str
        ``committee``, ``command`` or ``both``.
    must : bool
        Whether a breach is an error; otherwise the rule is an aim, or something to be looked at.
    label : Text
        What a breach is called.
    source, confidence : str
        Where it stands, and how sure that is.
    valid_from, valid_to : date, date or None
        Days on which it is in force, both inclusive.
    limit : int
        Persons, posts or months, by kind.
    ages : tuple of int
        Limits of ages in years, ascending.
    least, most : Fraction or None
        Limits of a share.
    levels : tuple of str
        Levels it applies to; empty is all.
    posts : tuple of str
        Beginnings of the planned posts it applies to; empty is all.
    term_starts : date or None
        First day of the term.
    age_limit_male, age_limit_female : int
        Age limits in months.
    """

    id: str
    kind: RuleKind
    list: str
    must: bool
    label: Text
    source: str
    confidence: str
    valid_from: date
    valid_to: date | None = None
    limit: int = 0
    ages: tuple[int, ...] = ()
    least: Fraction | None = None
    most: Fraction | None = None
    levels: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    term_starts: date | None = None
    age_limit_male: int = 0
    age_limit_female: int = 0

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the rule is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def lists(self) -> tuple[ListKind, ...]:
        """Return the lists it applies to."""
        return tuple(ListKind) if self.list == BOTH else (ListKind(self.list),)


@dataclass(frozen=True)
class SuccessionRules:
    """Hold the rules, and the abbreviations that are spelt out before two posts are compared."""

    rules: tuple[SuccessionRule, ...]
    aliases: tuple[tuple[str, str], ...]

    def on(self, day: date) -> tuple[SuccessionRule, ...]:
        """Return the rules in force on a day."""
        return tuple(rule for rule in self.rules if rule.is_valid_on(day))


def read_succession_rules(path: Path | None = None) -> SuccessionRules:
    """Read the rules that ship with the project, or an office's own.

    Parameters
    ----------
    path : Path, optional
        TOML file of the same form as the shipped one.

    Returns
    -------
    SuccessionRules
        In the order of the file.

    Raises
    ------
    DefinitionError
        If a rule is not as it must be; the message names file, rule and key.
    """
    shipped = resources.files("tongket.plan") / "succession_rules.toml"
    where = "succession_rules.toml" if path is None else str(path)
    try:
        content = shipped.read_text(encoding="utf-8") if path is None else path.read_text(encoding="utf-8")
        plain = tomllib.loads(content)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{where}: must be a TOML file of rules; {error}. Mend the file.") from None
    rules = tuple(_rule(row, where) for row in plain.get("rule", ()))
    return SuccessionRules(rules, tuple(sorted(plain.get("aliases", {}).items())))


def _rule(row: dict[str, Any], where: str) -> SuccessionRule:
    name = row.get("id", "?")
    try:
        kind = RuleKind(row["kind"])
        missing = [key for key in (*_NEEDS.get(kind, ()), "source", "label", "valid_from") if key not in row]
        if missing:
            raise DefinitionError(f"{where}, rule {name!r}: must have {', '.join(missing)}. Add them.")
        if row["list"] not in (*ListKind, BOTH) or set(row.get("levels", ())) - set(LEVELS):
            raise DefinitionError(
                f"{where}, rule {name!r}: `list` must be committee, command or both, and `levels` of"
                f" {', '.join(LEVELS)}; got {row['list']!r}, {row.get('levels', [])}. Mend them."
            )
        return SuccessionRule(
            **{
                **row,
                "kind": kind,
                "label": Text(**row["label"]),
                "ages": tuple(row.get("ages", ())),
                "levels": tuple(row.get("levels", ())),
                "posts": tuple(row.get("posts", ())),
                "least": Fraction(row["least"]) if "least" in row else None,
                "most": Fraction(row["most"]) if "most" in row else None,
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionError(f"{where}, rule {name!r}: {error}. Mend the rule by the shipped ones.") from None
