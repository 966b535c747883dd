"""Lines of the first page as Decree 30/2020/NĐ-CP writes them, and as an English office does."""

from __future__ import annotations

from datetime import date

from tongket.model.periods import day_text
from tongket.model.text import NO_BREAK_SPACE, Language
from tongket.report.document import Document, Letterhead
from tongket.report.renderers.words import word


def number_line(head: Letterhead, language: Language) -> str:
    """Return "Số: 05/BC-CATP"; numbers under ten get a zero, a missing one leaves room for the registry."""
    if not head.symbol:
        return ""
    number = f"{head.number:02d}" if head.number is not None else NO_BREAK_SPACE * 6
    return f"{word('number', language)} {number}/{head.symbol}"


def date_line(head: Letterhead, language: Language) -> str:
    """Return "Cần Thơ, ngày 05 tháng 01 năm 2023", or with room for the day when it is not set."""
    day = _day(head.day, language)
    return f"{head.place}, {day}" if head.place else day


def _day(day: date | None, language: Language) -> str:
    room = NO_BREAK_SPACE * 5
    if day is None:
        return f"ngày{room}tháng{room}năm{room}" if language == "vi" else "____________ 20___"
    if language == "en":
        return day_text(day, "en")
    # Appendix I: a zero before days under ten and before months 1 and 2, but not before months 3 to 9
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def addressee_lines(document: Document) -> tuple[str, ...]:
    """Return the "Kính gửi" lines: one addressee on one line, several each on a line of its own."""
    label = word("to", document.language)
    if len(document.addressees) == 1:
        return (f"{label} {document.addressees[0]}",)
    return (label, *_listed(document.addressees)) if document.addressees else ()


def recipient_lines(document: Document) -> tuple[str, ...]:
    """Return the "Nơi nhận" list without its label: dashes, semicolons, a full stop after the last."""
    return _listed(document.recipients)


def _listed(items: tuple[str, ...]) -> tuple[str, ...]:
    last = len(items) - 1
    return tuple(f"- {item}{'.' if place == last else ';'}" for place, item in enumerate(items))


def reference(document: Document) -> str:
    """Return how an annex names the report it belongs to, for the line "(Kèm theo …)"."""
    head, language = document.letterhead, document.language
    kind = document.kind.capitalize() if language == "vi" else document.kind.lower()
    if not head.symbol:
        return f"{kind} “{document.title_text}”" if language == "vi" else f"the {kind} “{document.title_text}”"
    number = number_line(head, language).replace("Số:", "số").replace("No.", "no.")
    return (
        f"{kind} {number} {_day(head.day, language)}"
        if language == "vi"
        else (f"{kind} {number} of {_day(head.day, language)}")
    )
