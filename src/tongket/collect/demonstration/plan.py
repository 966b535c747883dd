"""What a demonstration consists of: loads in order of arrival, and the days on which the books are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tongket.model.periods import CALENDARS, parse_period
from tongket.model.seals import Status

FIRST_YEAR, LAST_YEAR = 2019, 2024
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
DAYS_TO_DELIVER = 6  # a quarter ends on the 14th, its files are received on the 20th


@dataclass(frozen=True)
class DemonstrationLoad:
    """Name one file to be collected.

    Attributes
    ----------
    path : Path
        A CSV file in UTF-8 with the content columns of its table.
    table : str
        Table the records belong to.
    received_on : date
        Day on which the file is taken to have reached the office.
    """

    path: Path
    table: str
    received_on: date


@dataclass(frozen=True)
class Closing:
    """Name one day on which the book is sealed.

    Attributes
    ----------
    as_of : date
        Cut-off.
    status : Status
        How final the figures are.
    note : str
        Why it was made, in Vietnamese and English.
    """

    as_of: date
    status: Status
    note: str


@dataclass(frozen=True)
class DemonstrationPlan:
    """Hold everything a pipeline needs to make the demonstration book.

    Attributes
    ----------
    directory : Path
        Folder that holds the sources.
    seed : int
        Seed they were made from.
    loads : tuple of DemonstrationLoad
        In order of arrival.
    closings : tuple of Closing
        In order of time.
    """

    directory: Path
    seed: int
    loads: tuple[DemonstrationLoad, ...]
    closings: tuple[Closing, ...]


@dataclass(frozen=True)
class Quarter:
    """Hold one quarter of the ministry's year: the rhythm in which registers send their files.

    Attributes
    ----------
    index : int
        0 for the first quarter of the demonstration.
    year, number : int
        Ministry year and quarter of the year, 1 to 4.
    start, end : date
        First and last day.
    """

    index: int
    year: int
    number: int
    start: date
    end: date

    @property
    def name(self) -> str:
        """Return the quarter as a file is named: ``2022-Q1``."""
        return f"{self.year}-Q{self.number}"

    @property
    def received_on(self) -> date:
        """Return the day on which the files of the quarter arrive."""
        return self.end + timedelta(days=DAYS_TO_DELIVER)


def _quarter(index: int) -> Quarter:
    year, number = FIRST_YEAR + index // 4, index % 4 + 1
    span = parse_period(f"mps:{year}-Q{number}")
    return Quarter(index, year, number, span.start, span.end)


QUARTERS: tuple[Quarter, ...] = tuple(_quarter(index) for index in range(4 * len(YEARS)))
FIRST_DAY, LAST_DAY = QUARTERS[0].start, QUARTERS[-1].end


def quarter_of(day: date) -> int:
    """Return the index of the quarter that holds `day`; below 0 before the demonstration, 24 and more after it."""
    year, month = CALENDARS["mps"].month_of(day)
    return (year - FIRST_YEAR) * 4 + (month - 1) // 3


def deliveries() -> tuple[Quarter, ...]:
    """Return the quarters at whose end the case register is delivered: one before each closing."""
    found: list[Quarter] = []
    for closing in closings():
        found.append(max((one for one in QUARTERS if one.received_on <= closing.as_of), key=lambda one: one.index))
    return tuple(found)


def closings() -> tuple[Closing, ...]:
    """Return the closings: preliminary and official for each year, and the half years of 2023 and 2024."""
    found: list[Closing] = []
    for year in YEARS:
        if year >= 2023:
            found.append(_closing(date(year, 7, 5), Status.PRELIMINARY, f"6 tháng đầu năm {year}", f"H1 {year}"))
        found.append(_closing(date(year + 1, 1, 5), Status.PRELIMINARY, f"năm {year}", str(year)))
        if year < LAST_YEAR:
            found.append(_closing(date(year + 1, 4, 15), Status.OFFICIAL, f"năm {year}", str(year)))
    return tuple(sorted(found, key=lambda closing: closing.as_of))


def _closing(as_of: date, status: Status, period_vi: str, period_en: str) -> Closing:
    vi = "sơ bộ" if status is Status.PRELIMINARY else "chính thức"
    note = f"Số liệu mô phỏng, {vi} {period_vi} / Synthetic data, {status.value} for {period_en}"
    return Closing(as_of, status, note)
