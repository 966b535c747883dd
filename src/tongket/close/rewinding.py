"""Which columns of a record tell of later days, and what stood there before: rules as data, read by `known`.

A file received before the cut-off may still speak of days after it (an export made late, a date entered ahead). What
happened after the cut-off is taken back, so that a seal holds the state of its day and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DateRewind:
    """Say what was not yet known while a date lay ahead.

    Attributes
    ----------
    table : str
        Table the rule is for.
    when : str
        Date column; the rule applies where it lies after the cut-off.
    clears : tuple of str
        Columns that depend on the date and become missing with it.
    resets : tuple of (str, tuple of str, str)
        Column, values that follow from the date, value that stood there before.
    """

    table: str
    when: str
    clears: tuple[str, ...] = ()
    resets: tuple[tuple[str, tuple[str, ...], str], ...] = ()


DATE_REWINDS: tuple[DateRewind, ...] = (
    DateRewind("cases", "cleared_on", resets=(("status", ("cleared",), "open"),)),
    DateRewind("wanted_notices", "ended_on", clears=("outcome",)),
    DateRewind("petitions", "answered_on", clears=("outcome", "roadmap_on")),
    # an answer that was given by the cut-off and bore fruit after it: answered, and no more is claimed
    DateRewind("petitions", "resolved_on", resets=(("outcome", ("resolved",), "in_progress"),)),
    DateRewind("petitions", "forwarded_on"),
    # whether work had begun by the cut-off is not on record, so nothing more than "open" is claimed
    DateRewind("directives", "closed_on", clears=("evidence",), resets=(("status", ("done", "withdrawn"), "open"),)),
    DateRewind(
        "inspections",
        "done_on",
        clears=("findings", "violations", "recommendations", "carried_out", "recheck_due_on", "rechecked_on"),
    ),
    DateRewind("inspections", "rechecked_on"),
)

# Events of a case that change its status, and the status they leave it in.
STATUS_AFTER: dict[str, str] = {
    "instituted": "open",
    "resumed": "open",
    "cleared": "cleared",
    "suspended": "suspended",
    "discontinued": "discontinued",
    "unfounded": "unfounded",
    "transferred": "transferred",
}


@dataclass(frozen=True)
class ValueRewind:
    """Say which column an event changed; its `from_value` is what stood there before.

    Attributes
    ----------
    event : str
        Kind of event in `case_events`.
    column : str
        Column of `cases`.
    clears : tuple of str
        Columns that describe the new value only and become missing.
    resets : tuple of (str, str, str)
        Column, value that stays as it is, value that all others become.
    """

    event: str
    column: str
    clears: tuple[str, ...] = ()
    resets: tuple[tuple[str, str, str], ...] = ()


VALUE_REWINDS: tuple[ValueRewind, ...] = (
    # clause and severity belong to the new offence; group and severity are looked up again in the catalogue
    ValueRewind("reclassified", "offence", clears=("clause",)),
    # the point belongs to the new place; of the old one the unit is known
    ValueRewind(
        "relocated", "area", clears=("longitude", "latitude"), resets=(("location_precision", "unknown", "commune"),)
    ),
)


def date_rewinds(table: str) -> tuple[DateRewind, ...]:
    """Return the rules for a table."""
    return tuple(rule for rule in DATE_REWINDS if rule.table == table)
