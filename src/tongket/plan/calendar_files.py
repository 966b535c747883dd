"""Calendar files of what falls due (iCalendar, RFC 5545): whole days, with an alarm some days before.

The same items on the same day give the same bytes: identifiers follow from book, kind and id, so that a calendar that
reads a later file moves its entries instead of doubling them, and the time stamp is that of the board's day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from unicodedata import category

from tongket.model.text import Language
from tongket.plan.items import KIND_LABELS, Item

_DAY = timedelta(days=1)
_LINE_OCTETS = 75  # RFC 5545, section 3.1
ALARM_DAYS = 7
_PRODUCT = "-//tongket//plan//VI"
# The alarm sounds at eight in the morning of its day, when the office opens, not at midnight.
_ALARM_HOUR = 8


def write_calendar(
    items: Iterable[Item], *, book: str, title: str, as_of: date, language: Language, alarm_days: int = ALARM_DAYS
) -> bytes:
    """Write the open items that have a due day as one calendar.

    Parameters
    ----------
    items : iterable of Item
        In any order; what is settled, suspended or without a day is left out.
    book : str
        Name of the book; part of the identifiers.
    title : str
        Name the calendar shows.
    as_of : date
        Day of the board; the time stamp of every entry.
    language : {'vi', 'en'}
        Language of the entries.
    alarm_days : int
        The alarm sounds so many days before the due day; 0 for none.

    Returns
    -------
    bytes
        UTF-8, lines of at most 75 octets ended by CR LF.
    """
    wanted = sorted(
        (item for item in items if item.is_open and item.due_on is not None),
        key=lambda item: (item.due_on, item.kind.value, item.id),
    )
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape_text(title)}",
    ]
    for item in wanted:
        lines += _event(item, book, as_of, language, alarm_days)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold_line(line)).encode()


def _event(item: Item, book: str, as_of: date, language: Language, alarm_days: int) -> Iterator[str]:
    due = item.due_on
    if due is None:
        return
    kind = KIND_LABELS[item.kind].in_language(language)
    what = item.what.in_language(language)
    told = [item.why.in_language(language), *([item.owner] if item.owner else [])]
    yield "BEGIN:VEVENT"
    yield f"UID:{event_uid(item, book)}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + _DAY:%Y%m%d}"  # the day after: an end is not part of the entry
    yield f"SUMMARY:{escape_text(f'{kind}: {what} ({item.id})')}"
    yield "DESCRIPTION:" + escape_text("\n".join(told))
    yield f"CATEGORIES:{escape_text(kind)}"
    yield "TRANSP:TRANSPARENT"
    if alarm_days > 0:
        yield from _alarm(what, alarm_days)
    yield "END:VEVENT"


def _alarm(what: str, days: int) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escape_text(what)}"
    yield f"TRIGGER:-P{days - 1}DT{24 - _ALARM_HOUR}H"
    yield "END:VALARM"


def event_uid(item: Item, book: str) -> str:
    """Return the identifier of an item's entry: the same for as long as book, kind and id are."""
    name = "\x1f".join((book, item.kind.value, item.id))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@tongket"


def escape_text(text: str) -> str:
    """Write a text value as RFC 5545, section 3.3.11 has it; other control characters are left out."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(each for each in escaped if each == "\t" or category(each) != "Cc")


def fold_line(line: str) -> Iterator[str]:
    """Yield the physical lines of a content line: at most 75 octets each, never cut inside a character."""
    current, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE_OCTETS:
            yield current
            current, size = " ", 1
        current, size = current + character, size + octets
    yield current
