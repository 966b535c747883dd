"""Read calendars of working days: the one that ships with the project, and what a book adds in ``holidays.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import msgspec

from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.model.working_days import DayKind, DayOff, HolidayRule, WorkedDay, WorkingDays
from tongket.store.book import Book, BothLanguages

OWN_FILE = "holidays.toml"

_MonthDay = Annotated[str, msgspec.Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: BothLanguages
    source: BothLanguages
    solar: _MonthDay = ""
    lunar: _MonthDay = ""
    length: Annotated[int, msgspec.Meta(ge=1, le=30)] = 1
    before: tuple[int, ...] = ()
    first_year: int = 2013
    last_year: int | None = None


class _Off(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    on: date
    rule: str
    instead: date | None = msgspec.field(name="for", default=None)


class _Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    off: date
    worked: date
    source: BothLanguages
    rule: str = ""
    name: BothLanguages | None = None


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    year: int
    sources: Annotated[tuple[BothLanguages, ...], msgspec.Meta(min_length=1)]
    off: tuple[_Off, ...]
    moved: tuple[_Moved, ...] = ()


class _Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    on: date
    name: BothLanguages
    source: BothLanguages


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A calendar file; a book's own leaves out the head and the rules."""

    id: str = ""
    title_vi: str = ""
    title_en: str = ""
    weekend: tuple[int, ...] | None = None
    rule: tuple[_Rule, ...] = ()
    year: tuple[_Year, ...] = ()
    day: tuple[_Day, ...] = ()
    moved: tuple[_Moved, ...] = ()


def read_holidays(book: Book | None = None) -> WorkingDays:
    """Return the working days a book goes by.

    Parameters
    ----------
    book : Book, optional
        Its ``holidays.toml``, where there is one, may say how a year was decided (``[[year]]``, replaces the shipped
        one), add days off (``[[day]]``) and swaps (``[[moved]]``).

    Returns
    -------
    WorkingDays
        The shipped calendar, or that with the book's additions.

    Raises
    ------
    DefinitionError
        If the file is not as it must be; the message names file, key and remedy.
    """
    shipped = _shipped("vn")
    own = book.path / OWN_FILE if book is not None else None
    return shipped if own is None or not own.is_file() else _with_own(shipped, own)


@cache
def _shipped(name: str) -> WorkingDays:
    path = files("tongket.store").joinpath("shipped", "calendars", f"{name}.toml")
    file = _read(path)
    names = {rule.id: rule.name.text() for rule in file.rule}
    return _add(WorkingDays(file.id, (), rules=_rules(path, file), weekend=file.weekend or (6, 7)), path, file, names)


def _with_own(shipped: WorkingDays, path: Path) -> WorkingDays:
    file = _read(path)
    if file.rule:
        raise DefinitionError(f"{path}: `rule` belongs to the shipped calendar. Say what was decided with [[year]].")
    names = {rule.id: rule.name for rule in shipped.rules}
    base = replace(shipped, id=file.id or f"{shipped.id}+{OWN_FILE}", weekend=file.weekend or shipped.weekend)
    return _add(base, path, file, names)


def _read(path: Traversable | Path) -> _File:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise DefinitionError(f"{path}: {error}. Mend the file; the manual's page on deadlines shows one.") from error


def _rules(path: Traversable, file: _File) -> tuple[HolidayRule, ...]:
    return tuple(_rule(path, rule) for rule in file.rule)


def _rule(path: Traversable, rule: _Rule) -> HolidayRule:
    if bool(rule.solar) == bool(rule.lunar) or len(rule.before) not in (0, 7):
        raise DefinitionError(
            f"{path}, rule {rule.id!r}: must give one of `solar` and `lunar`, and seven numbers in `before` or none."
        )
    month, _, day = (rule.solar or rule.lunar).partition("-")
    return HolidayRule(
        id=rule.id,
        name=rule.name.text(),
        source=rule.source.text(),
        month=int(month),
        day=int(day),
        lunar=bool(rule.lunar),
        length=rule.length,
        before=rule.before,
        first_year=rule.first_year,
        last_year=rule.last_year,
    )


def _add(base: WorkingDays, path: Traversable | Path, file: _File, names: dict[str, Text]) -> WorkingDays:
    """Return `base` with the years, days and swaps of a file; a year of the file replaces that of `base`."""
    years = {year.year for year in file.year}
    swaps = [swap for year in file.year for swap in year.moved] + list(file.moved)
    off = [day for day in base.days_off if day.on.year not in years]
    off += [_off(path, year, day, names) for year in file.year for day in year.off]
    off += [DayOff(day.on, DayKind.HOLIDAY, day.name.text(), day.source.text()) for day in file.day]
    off += [
        DayOff(swap.off, DayKind.MOVED_OFF, _name(path, swap, names), swap.source.text(), because_of=swap.worked)
        for swap in swaps
    ]
    worked = [each for each in base.worked if each.instead_of.year not in years]
    worked += [WorkedDay(swap.worked, swap.off, _name(path, swap, names), swap.source.text()) for swap in swaps]
    return replace(
        base,
        days_off=tuple(sorted(off, key=lambda each: each.on)),
        worked=tuple(sorted(worked, key=lambda each: each.on)),
        decided=tuple(sorted({*base.decided, *years})),
    )


def _off(path: Traversable | Path, year: _Year, day: _Off, names: dict[str, Text]) -> DayOff:
    if day.on.year != year.year:
        raise DefinitionError(f"{path}, year {year.year}: a day off must lie in it; got {day.on}. Move the line.")
    kind = DayKind.IN_LIEU if day.instead else DayKind.HOLIDAY
    source = Text("; ".join(each.vi for each in year.sources), "; ".join(each.en for each in year.sources))
    return DayOff(day.on, kind, _known(path, day.rule, names), source, because_of=day.instead)


def _name(path: Traversable | Path, swap: _Moved, names: dict[str, Text]) -> Text:
    if swap.name is not None:
        return swap.name.text()
    return _known(path, swap.rule, names)


def _known(path: Traversable | Path, rule: str, names: dict[str, Text]) -> Text:
    if rule not in names:
        raise DefinitionError(f"{path}: `rule` must be one of {', '.join(names)}; got {rule!r}. Mend the line.")
    return names[rule]
