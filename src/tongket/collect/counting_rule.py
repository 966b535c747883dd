"""The counting rule: a case that lists several offences counts under the most serious, and keeps them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date

from tongket.model.offences import Charge, OffenceCatalogue

# "173 khoản 2", "khoản 2 Điều 173", "173/2", "173.2", "Điều 173"; anything else is a code as it stands.
_CLAUSE_AFTER = re.compile(r"^(?:điều\s*)?(\d+[a-zđ]?)\s*(?:[/.,]|khoản|k\.?|clause)\s*(\d+[a-zđ]?)$", re.IGNORECASE)
_CLAUSE_BEFORE = re.compile(
    r"^(?:khoản|k\.?|clause)\s*(\d+[a-zđ]?)[\s,]*(?:điều|article)\s*(\d+[a-zđ]?)$", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:điều|article)\s*(\d+[a-zđ]?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Listed:
    """Hold one offence of a list, whether the case counts under it, and why; valid while the law stands still."""

    text: str
    from_day: date
    to_day: date
    offence: str
    clause: str | None
    severity: str | None
    principal: bool
    reason: str | None
    problem: bool

    @property
    def cells(self) -> tuple[str | date | bool | None, ...]:
        """Return the fields as a row."""
        return astuple(self)


def parse_charge(text: str) -> Charge:
    """Return the article and clause that a piece of text names."""
    piece = " ".join(text.split())
    if found := _CLAUSE_AFTER.match(piece):
        return Charge(found[1].lower(), found[2].lower())
    if found := _CLAUSE_BEFORE.match(piece):
        return Charge(found[2].lower(), found[1].lower())
    found = _ARTICLE.match(piece)
    return Charge(found[1].lower() if found else piece)


def list_charges(
    offences: OffenceCatalogue, text: str, separator: str, from_day: date, to_day: date
) -> Iterator[Listed]:
    """Yield the offences of a list with the one under which the case counts.

    Parameters
    ----------
    offences : OffenceCatalogue
        Knows the counting rule.
    text : str
        Cell of the source.
    separator : str
        What stands between two offences.
    from_day, to_day : date
        Span in which no row of the list of offences changes.

    Yields
    ------
    Listed
        Each offence once, in the order of the cell.

    Notes
    -----
    Where an offence is unknown in the span the rule cannot be applied: the first offence then stands for the case and
    is marked as a problem, which rejects the row.
    """
    charges = list(dict.fromkeys(parse_charge(piece) for piece in text.split(separator) if piece.strip()))
    unknown = [charge for charge in charges if offences.find(charge.article, None, from_day) is None]
    if unknown or not charges:
        first = unknown[0] if unknown else Charge(text)
        yield Listed(text, from_day, to_day, first.article, first.clause, None, True, None, True)
        return
    principal = offences.principal(charges, from_day)
    for position, charge in enumerate(charges):
        severity = offences.severity_of(charge.article, charge.clause, from_day)
        chosen = position == principal.position
        yield Listed(
            text,
            from_day,
            to_day,
            charge.article,
            charge.clause,
            severity.code if severity else None,
            chosen,
            f"{principal.reason.vi} / {principal.reason.en}" if chosen else None,
            False,
        )
