"""The other views of planning: inspections and their draw, calendar files, succession lists, how units record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.errors import UsageError
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.pipeline.planning import plan_ground
from tongket.pipeline.registers import period_of
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.count.derived import Derived
    from tongket.model.periods import Period
    from tongket.model.text import Language
    from tongket.plan.board import Board
    from tongket.plan.draw import Draw
    from tongket.plan.inspections import Inspection
    from tongket.plan.integrity import IntegrityReport
    from tongket.plan.oversight_tables import PrintedTable
    from tongket.plan.succession import SuccessionResult
    from tongket.plan.succession_lists import SuccessionList


@dataclass(frozen=True, eq=False)
class InspectionView:
    """Hold the plan of inspections of a year, who was inspected, what became of the findings, and a draw.

    Attributes
    ----------
    tables : tuple of PrintedTable
        Plan, coverage, way from findings to re-checks; of a draw its chances and its steps.
    draw : Draw or None
        Where one was asked for.
    figures : tuple of Derived
        The shares of the year, which are in the ledger.
    """

    tables: tuple[PrintedTable, ...]
    draw: Draw | None
    figures: tuple[Derived, ...] = ()


def inspections(
    book: Book,
    as_of: date,
    *,
    which: str | None = None,
    draw: int = 0,
    seed: str = "",
    units: Path | None = None,
    period: str | None = None,
) -> InspectionView:
    """Show the inspections of the reporting year (the one before, until one has a plan), and draw units for others.

    Parameters
    ----------
    book : Book
        Whose register.
    as_of : date
        Last day of the view.
    which : str, optional
        Seal, as for `plan_ground`.
    draw : int
        How many units to draw; 0 for none.
    seed : str
        Public number the draw follows; needed for a draw.
    units : Path, optional
        The office's own list of units, one a line; default the units of the register and the police of every area.
    period : str, optional
        Period of the plan, in place of the reporting year.

    Returns
    -------
    InspectionView
        Tables to print; of a draw everything that repeats it.

    Raises
    ------
    UsageError
        If a draw is asked for without a seed, or of more units than there are.
    SourceError
        If the list of units cannot be read.
    """
    from tongket.count.derived import record_derived
    from tongket.plan import inspections_text as text
    from tongket.plan.draw import draw_units, weigh
    from tongket.plan.inspections import (
        TABLE,
        cover,
        follow_up,
        last_inspected,
        listed_units,
        plan_progress,
        read_inspections,
    )
    from tongket.plan.oversight_figures import inspection_figures
    from tongket.plan.register_text import missing_table
    from tongket.plan.unit_list import read_units

    with plan_ground(book, as_of, which) as ground:
        rows = read_inspections(ground.engine, min(as_of, ground.seal.as_of))
        missing = TABLE not in ground.engine.tables()
    known = listed_units(rows, ground.context.areas, as_of) if units is None else read_units(units)
    if missing and not draw:
        return InspectionView((missing_table(Text("Thanh tra, kiểm tra", "Inspections"), TABLE),), None)
    if not draw:
        year = _year_of_plan(book, rows, as_of) if period is None else period_of(ground, period)
        progress = plan_progress(rows, year.start, year.end, as_of)
        last = min(year.end, as_of)
        coverage, follow = cover(rows, known, year.start, last), follow_up(rows, year.start, last, as_of)
        held = [each for each in rows if each.done_on is not None and year.start <= each.done_on <= last]
        figures = inspection_figures(progress, coverage, follow, held, ground.seal, year)
        record_derived(figures, book.figures)
        tables = (text.plan_table(progress), text.coverage_table(coverage), text.follow_up_table(follow))
        return InspectionView(tables, None, figures)
    if not seed:
        raise UsageError("plan --draw: needs --seed, the public number everybody can look up; got none. Add --seed.")
    drawn = draw_units(weigh(known, last_inspected(rows, as_of), as_of), draw, seed, as_of=as_of)
    return InspectionView((text.draw_table(drawn), text.chances_table(drawn)), drawn)


def _year_of_plan(book: Book, rows: Sequence[Inspection], as_of: date) -> Period:
    """Return the reporting year of a day, or the one before where nothing is planned in it yet."""
    from tongket.model.periods import parse_period

    number = book.calendar.reporting_year_of(as_of)
    years = [parse_period(f"{book.calendar.id}:{each}", book.calendars) for each in (number, number - 1)]
    planned = [each.planned_on for each in rows if each.planned_on is not None]
    return next((year for year in years if any(year.contains(day) for day in planned)), years[0])


def write_calendars(book: Book, board: Board, folder: Path, language: Language) -> tuple[Path, ...]:
    """Write one calendar file for each owner on a board, and one of everything.

    Parameters
    ----------
    book : Book
        Part of the identifiers of the entries.
    board : Board
        Its open items that have a day.
    folder : Path
        Where; made if it is not there.
    language : {'vi', 'en'}
        Of the entries.

    Returns
    -------
    tuple of Path
        ``all.ics`` first; the others are named after their owners.
    """
    from tongket.plan.board_text import NO_OWNER
    from tongket.plan.calendar_files import write_calendar
    from tongket.store import atomic

    folder.mkdir(parents=True, exist_ok=True)
    place = book.file.book.name.text().in_language(language)
    groups = {"all": (place, board.items)}
    for owner, items in board.by_owner().items():
        if any(each.is_open and each.due_on is not None for each in items):
            name = owner or NO_OWNER.in_language(language)
            groups[_file_name(owner) if owner else "no-owner"] = (name, items)
    written = []
    for stem, (title, items) in groups.items():
        path = folder / f"{stem}.ics"
        atomic.write_bytes(path, write_calendar(items, book=book.id, title=title, as_of=board.as_of, language=language))
        written.append(path)
    return tuple(written)


def _file_name(owner: str) -> str:
    """Return a name that every file system takes: words without marks, joined by hyphens."""
    from tongket.model.area_units import fold_marks

    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold_marks(owner))
    return "-".join(plain.split()) or "owner"


@dataclass(frozen=True, eq=False)
class CheckedLists:
    """Hold two succession lists and what was found in them; the lists hold names and are never written anywhere."""

    committee: SuccessionList
    command: SuccessionList
    result: SuccessionResult


def succession(committee: Path, command: Path, as_of: date, rules: Path | None = None) -> CheckedLists:
    """Hold two succession lists against each other and against the rules of a day.

    Parameters
    ----------
    committee, command : Path
        Workbooks of the committee posts and of the command posts.
    as_of : date
        Day of ages and rules.
    rules : Path, optional
        The office's own rules, in place of the shipped ones.
    """
    from tongket.plan.succession import check_succession
    from tongket.plan.succession_lists import ListKind, read_succession_list
    from tongket.plan.succession_rules import read_succession_rules

    first = read_succession_list(committee, ListKind.COMMITTEE)
    second = read_succession_list(command, ListKind.COMMAND)
    own = read_succession_rules(rules)
    return CheckedLists(first, second, check_succession(first, second, as_of, own))


@dataclass(frozen=True, eq=False)
class IntegrityView:
    """Hold how units record, the seal it was read from, and the figures of it that are in the ledger."""

    report: IntegrityReport
    seal: Seal
    figures: tuple[Derived, ...]


def integrity(book: Book, as_of: date, *, which: str | None = None, period: str | None = None) -> IntegrityView:
    """Look at how units record: units and categories for the inspectors, no persons.

    Parameters
    ----------
    book : Book
        Whose cases.
    as_of : date
        Twelve whole reporting months that ended by this day are looked at; nothing after the seal's cut-off is known.
    which : str, optional
        Seal, as for `plan_ground`.
    period : str, optional
        Another period than those months.
    """
    from tongket.count.derived import record_derived
    from tongket.plan.integrity import last_twelve_months, watch_integrity
    from tongket.plan.oversight_figures import integrity_figures

    with plan_ground(book, as_of, which) as ground:
        report = watch_integrity(
            ground.engine,
            last_twelve_months(book.calendar, min(as_of, ground.seal.as_of))
            if period is None
            else period_of(ground, period),
            cutoff=ground.seal.as_of,
            calendar=book.calendar,
            areas=ground.context.areas,
            offences=ground.context.offences,
        )
    figures = integrity_figures(report, ground.seal)
    record_derived(figures, book.figures)
    return IntegrityView(report, ground.seal, figures)
