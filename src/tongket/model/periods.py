"""Reporting calendars and periods: ``mps:2022`` is 15 December 2021 to 14 December 2022.

Three calendars are built in because law and practice fix them (ministry, National Assembly, civil); a book may
declare others, for "năm 2022" is not one period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.model.errors import UsageError
from tongket.model.text import Language


@dataclass(frozen=True)
class Calendar:
    """Say where a reporting month and year begin.

    Attributes
    ----------
    id : str
        Short name before the colon of a period, for example ``mps``.
    first_day : int
        Day of the month on which a reporting month begins (1 to 28).
    month_shift : int
        0 when the reporting month begins in the civil month of its name, -1 when in the month before.
    first_month : int
        Reporting month (1 to 12) with which the reporting year begins.
    year_shift : int
        0 when the reporting year begins in the civil year of its name, -1 when in the year before.

    Raises
    ------
    UsageError
        If a field is out of its range.
    """

    id: str
    first_day: int = 1
    month_shift: int = 0
    first_month: int = 1
    year_shift: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.first_day <= 28 or not 1 <= self.first_month <= 12:
            raise UsageError(
                f"Calendar {self.id!r}: first_day must be 1 to 28 and first_month 1 to 12;"
                f" got {self.first_day}, {self.first_month}. Mend the calendar in book.toml."
            )
        if self.month_shift not in (-1, 0) or self.year_shift not in (-1, 0):
            raise UsageError(
                f"Calendar {self.id!r}: month_shift and year_shift must be 0 or -1;"
                f" got {self.month_shift}, {self.year_shift}. Mend the calendar in book.toml."
            )

    def month_start(self, year: int, month: int) -> date:
        """Return the first day of the reporting month `month` as numbered in civil year `year`."""
        index = year * 12 + (month - 1) + self.month_shift
        return date(index // 12, index % 12 + 1, self.first_day)

    def month_of(self, day: date) -> tuple[int, int]:
        """Return (civil year, month) of the reporting month that holds `day`."""
        index = day.year * 12 + day.month - 1 - self.month_shift
        if day.day < self.first_day:
            index -= 1
        return index // 12, index % 12 + 1

    def reporting_year_of(self, day: date) -> int:
        """Return the name of the reporting year that holds `day`."""
        year, month = self.month_of(day)
        start_year = year if month >= self.first_month else year - 1
        return start_year - self.year_shift


CALENDARS: dict[str, Calendar] = {
    # Ministry bulletins: month N is the 15th of N-1 to the 14th of N; the year 15/12 to 14/12.
    "mps": Calendar("mps", first_day=15, month_shift=-1),
    # Government reports to the National Assembly: 1 October to 30 September.
    "assembly": Calendar("assembly", first_month=10, year_shift=-1),
    "civil": Calendar("civil"),
}


@dataclass(frozen=True, order=True)
class Period:
    """Hold a span of whole days of a reporting calendar, both ends inclusive.

    Attributes
    ----------
    start, end : date
        First and last day.
    id : str
        As written: ``mps:2022``, ``mps:2022-05``, ``civil:2022-Q3``, ``2022-06-01..2022-08-31``.

    Raises
    ------
    UsageError
        If the end lies before the start.
    """

    start: date
    end: date
    id: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise UsageError(
                f"Period {self.id!r}: the end must not lie before the start; got {self.start} to {self.end}."
                " Exchange the two dates."
            )

    @property
    def days(self) -> int:
        """Return the exposure: the number of days, both ends counted."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.start <= day <= self.end

    def label(self, language: Language) -> str:
        """Return a short name for table heads and sentences, for example "năm 2022" or "May 2022"."""
        return _label(self, language)


_YEAR = re.compile(r"^(\d{4})$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_QUARTER = re.compile(r"^(\d{4})-Q([1-4])$")
_HALF = re.compile(r"^(\d{4})-H([12])$")
_SPAN = re.compile(r"^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$")


def parse_period(text: str, calendars: dict[str, Calendar] | None = None) -> Period:
    """Read a period as a user writes it.

    Parameters
    ----------
    text : str
        ``calendar:YYYY``, ``calendar:YYYY-MM``, ``calendar:YYYY-Qn``, ``calendar:YYYY-Hn`` or
        ``YYYY-MM-DD..YYYY-MM-DD``.
    calendars : dict, optional
        Calendars by id; default the three built in.

    Returns
    -------
    Period
        The span; its id is `text`.

    Raises
    ------
    UsageError
        If the text is of no known form, or names an unknown calendar.
    """
    known = CALENDARS if calendars is None else calendars
    if span := _SPAN.match(text):
        return Period(_parse_day(span[1], text), _parse_day(span[2], text), text)
    name, _, rest = text.partition(":")
    if name not in known or not rest:
        raise UsageError(
            f"Period: must be one of {', '.join(sorted(known))} followed by :YYYY, :YYYY-MM, :YYYY-Qn or :YYYY-Hn,"
            f" or a span YYYY-MM-DD..YYYY-MM-DD; got {text!r}. For example mps:2022."
        )
    return _parse_in_calendar(known[name], rest, text)


def _parse_day(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"Period: {text!r} is not a day of the calendar; got {whole!r}. Write YYYY-MM-DD.") from None


def _parse_in_calendar(calendar: Calendar, rest: str, text: str) -> Period:
    if found := _YEAR.match(rest):
        return _months(calendar, int(found[1]), 0, 12, text)
    if found := _QUARTER.match(rest):
        return _months(calendar, int(found[1]), 3 * (int(found[2]) - 1), 3, text)
    if found := _HALF.match(rest):
        return _months(calendar, int(found[1]), 6 * (int(found[2]) - 1), 6, text)
    if (found := _MONTH.match(rest)) and 1 <= int(found[2]) <= 12:
        return _from_month(calendar, int(found[1]), int(found[2]), 1, text)
    raise UsageError(
        f"Period: after the calendar must stand YYYY, YYYY-MM, YYYY-Qn or YYYY-Hn; got {text!r}."
        " For example mps:2022-05."
    )


def _months(calendar: Calendar, year: int, offset: int, length: int, text: str) -> Period:
    """Return `length` reporting months that begin `offset` months into the reporting year `year`."""
    index = (year + calendar.year_shift) * 12 + calendar.first_month - 1 + offset
    return _from_month(calendar, index // 12, index % 12 + 1, length, text)


def _from_month(calendar: Calendar, year: int, month: int, length: int, text: str) -> Period:
    start = calendar.month_start(year, month)
    after = year * 12 + month - 1 + length
    return Period(start, calendar.month_start(after // 12, after % 12 + 1) - timedelta(days=1), text)


def months_of(period: Period, calendar: Calendar) -> tuple[Period, ...]:
    """Return the reporting months of `calendar` that touch `period`, cut to it at both ends."""
    year, month = calendar.month_of(period.start)
    months: list[Period] = []
    while True:
        whole = _from_month(calendar, year, month, 1, f"{calendar.id}:{year:04d}-{month:02d}")
        if whole.start > period.end:
            return tuple(months)
        start, end = max(whole.start, period.start), min(whole.end, period.end)
        id_ = whole.id if (start, end) == (whole.start, whole.end) else f"{start}..{end}"
        months.append(Period(start, end, id_))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def shift_years(period: Period, years: int, calendars: dict[str, Calendar] | None = None) -> Period:
    """Return the same period of another year: ``mps:2022`` shifted by -1 is ``mps:2021``.

    A span of days keeps its month and day; 29 February becomes 28 February where there is none.
    """
    if _SPAN.match(period.id):
        start, end = _shift_day(period.start, years), _shift_day(period.end, years)
        return Period(start, end, f"{start}..{end}")
    name, _, rest = period.id.partition(":")
    return parse_period(f"{name}:{int(rest[:4]) + years:04d}{rest[4:]}", calendars)


def _shift_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


MONTHS = "January February March April May June July August September October November December".split()


def _label(period: Period, language: Language) -> str:
    rest = period.id.partition(":")[2]
    if _YEAR.match(rest):
        return f"năm {rest}" if language == "vi" else rest
    if found := _MONTH.match(rest):
        month = int(found[2])
        return f"tháng {month}/{found[1]}" if language == "vi" else f"{MONTHS[month - 1]} {found[1]}"
    if found := _QUARTER.match(rest):
        roman = ("I", "II", "III", "IV")[int(found[2]) - 1]
        return f"quý {roman}/{found[1]}" if language == "vi" else f"Q{found[2]} {found[1]}"
    if found := _HALF.match(rest):
        half = ("6 tháng đầu năm", "6 tháng cuối năm")[int(found[2]) - 1]
        return f"{half} {found[1]}" if language == "vi" else f"H{found[2]} {found[1]}"
    return span_label(period, language)


def span_label(period: Period, language: Language) -> str:
    """Return the two days of a period, as the language writes them."""
    first, last = day_text(period.start, language), day_text(period.end, language)
    return f"từ {first} đến {last}" if language == "vi" else f"{first} to {last}"


def day_text(day: date, language: Language) -> str:
    """Return a day as the language writes it in running text: 05/01/2023, 5 January 2023."""
    return f"{day:%d/%m/%Y}" if language == "vi" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
