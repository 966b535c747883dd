"""Which deadlines moved, and why: two calendars compared, or two days on which the registers were looked at.

Nothing of this is stored: the days are worked out for both sides and set against each other, so the log is always that
of the deadlines as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.model.text import Text
from tongket.model.working_days import WorkingDays
from tongket.plan.deadlines import Deadline, due_day

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moved:
    """Hold one deadline that ends on another day than before.

    Attributes
    ----------
    id : str
        Id of the deadline.
    what : Text
        What must be done.
    was, due_on : date or None
        Last day before and now; None while suspended.
    why : tuple of Text
        The reasons, in order of days.
    """

    id: str
    what: Text
    was: date | None
    due_on: date | None
    why: tuple[Text, ...]


def moved_by_calendar(
    deadlines: Mapping[str, Deadline], before: WorkingDays, after: WorkingDays, as_of: date
) -> tuple[Moved, ...]:
    """Return the open deadlines that a change of the calendar moves, with the days that moved them.

    Parameters
    ----------
    deadlines : mapping of str to Deadline
        By id.
    before, after : WorkingDays
        The calendar before and after, for example without and with a day that was decided meanwhile.
    as_of : date
        Deadlines that had ended before this day under both calendars are closed, and do not move any more.

    Returns
    -------
    tuple of Moved
        In order of id.
    """
    found: list[Moved] = []
    for id_, deadline in sorted(deadlines.items()):
        was, due_on = due_day(deadline, before), due_day(deadline, after)
        if deadline.closed_on is not None:  # what was met or ended keeps the day it had
            continue
        if was is None or due_on is None or was == due_on or max(was, due_on) < as_of:
            continue
        why = tuple(_other_days(deadline, max(was, due_on), before, after))
        found.append(Moved(id_, deadline.what, was, due_on, why))
    return tuple(found)


def _other_days(deadline: Deadline, last: date, before: WorkingDays, after: WorkingDays) -> Iterator[Text]:
    day = deadline.start
    while day < last:
        day += _DAY
        then, now = before.reason(day), after.reason(day)
        if then.is_working != now.is_working:
            yield Text(
                f"Ngày {day:%d/%m/%Y}: trước là {then.text.vi}, nay là {now.text.vi}.",
                f"{day}: was {then.text.en}, is {now.text.en}.",
            )


def moved_between(
    before: Mapping[str, Deadline], after: Mapping[str, Deadline], calendar: WorkingDays
) -> tuple[Moved, ...]:
    """Return the deadlines that moved between two days on which the registers were looked at.

    Parameters
    ----------
    before, after : mapping of str to Deadline
        By id, for example from two seals; what is only in one of them is new or gone, not moved.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    tuple of Moved
        In order of id.
    """
    found: list[Moved] = []
    for id_ in sorted(before.keys() & after.keys()):
        was, due_on = due_day(before[id_], calendar), due_day(after[id_], calendar)
        if was != due_on:
            found.append(Moved(id_, after[id_].what, was, due_on, tuple(_changes(before[id_], after[id_]))))
    return tuple(found)


def _changes(before: Deadline, after: Deadline) -> Iterator[Text]:
    """Yield what differs between two states of one deadline; what is left is a correction of the record."""
    said = False
    for extension in after.extensions:
        if extension not in before.extensions:
            said = True
            rule, by = extension.rule.text, extension.by
            yield Text(
                f"Gia hạn {rule.vi} ngày {extension.decided_on:%d/%m/%Y}, {by.vi}.",
                f"Extended by {rule.en} on {extension.decided_on}, {by.en}.",
            )
    for pause in after.pauses:
        if pause not in before.pauses:
            said = True
            resumed = pause.resumed_on
            yield Text(
                f"Tạm dừng từ {pause.first:%d/%m/%Y}" + (f" đến trước {resumed:%d/%m/%Y}." if resumed else "."),
                f"Suspended from {pause.first}" + (f" until {resumed}." if resumed else "."),
            )
    if (before.start, before.rule) != (after.start, after.rule):
        said = True
        yield Text(
            f"Sổ sửa: trước là {before.rule.text.vi} từ {before.start:%d/%m/%Y}, nay là {after.rule.text.vi} từ"
            f" {after.start:%d/%m/%Y}.",
            f"The register was corrected: was {before.rule.text.en} from {before.start}, is {after.rule.text.en} from"
            f" {after.start}.",
        )
    if not said:
        yield Text("Sổ bỏ bớt gia hạn hoặc tạm dừng đã ghi.", "The register dropped an extension or a suspension.")
