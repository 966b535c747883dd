"""What `plan` prints: the board, and its views of targets, wanted notices and inspections."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from tongket import pipeline
from tongket.cli.plan_json import (
    board_json,
    broken_down,
    explained_json,
    inspections_json,
    moved_json,
    register_json,
    targets_json,
    wanted_json,
)
from tongket.cli.showing import SYNTHETIC, book_line
from tongket.cli.tables import format_table
from tongket.model.errors import UsageError
from tongket.model.text import Language, Text
from tongket.store import atomic

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tongket.cli.commands import Run
    from tongket.plan.facts import PlanFacts
    from tongket.plan.oversight_tables import PrintedTable

SCREEN = 15  # rows of one screen, beside the numbers above them
WIDEST = 46  # signs of a cell; the page of --html cuts none


def run_plan(run: Run) -> int:
    """Run `plan` as its options ask, and return the exit code."""
    options = run.options
    as_of = options.as_of or datetime.now(run.book.zone).date()
    views: tuple[tuple[object, Callable[[Run, date], int]], ...] = (
        (options.succession, _succession),
        (options.integrity, _integrity),
        (options.explain, _explain),
        (options.moved, _moved),
        (options.targets, _targets),
        (options.wanted, _wanted),
        (options.inspections or options.draw, _inspections),
        (options.directives, _register("directive")),
        (options.petitions, _register("petition")),
        (options.clocks, _register("case_clock")),
    )
    view = next((each for asked, each in views if asked), _board)
    return view(run, as_of)


def _facts(run: Run, as_of: date, kinds: Sequence[str]) -> PlanFacts:
    run.progress.step("plan")
    return pipeline.plan(run.book, as_of, which=run.options.seal, kinds=kinds)


def _show(run: Run, content: dict[str, Any], tables: Sequence[PrintedTable]) -> None:
    """Print one JSON object or tables, and write the page where one was asked for."""
    _page(run, tables)
    run.print(content, lambda: tables_text(run, tables))


def _page(run: Run, tables: Sequence[PrintedTable]) -> None:
    if run.options.html is not None and tables:
        from tongket.plan.page import plan_page

        warning = SYNTHETIC if run.book.file.book.synthetic else None
        name = run.book.file.book.name.text().in_language(run.language)
        page = plan_page(tables, run.language, book=name, warning=warning)
        atomic.write_text(run.options.html, page)


def tables_text(run: Run, tables: Sequence[PrintedTable]) -> str:
    """Return tables as a screen shows them, whose book they are of first."""
    return "\n\n".join([book_line(run.book, run.language), *(table_text(table, run.language) for table in tables)])


def table_text(table: PrintedTable, language: Language) -> str:
    """Return one table with its title and notes; long cells are cut, or broken into lines where none may be."""
    parts = [table.title.in_language(language)]
    if table.rows:
        head = [each.in_language(language) for each in table.head]
        texts = table.texts(language)
        rows = [[_cut(cell) for cell in row] for row in texts] if not table.whole else list(_broken(texts))
        parts.append(format_table(head, rows, right=table.right))
    return "\n".join([*parts, *(note.in_language(language) for note in table.notes)])


def _broken(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield rows whose long cells go on in rows of their own."""
    for row in rows:
        cells = [wrap(cell, WIDEST) or [""] for cell in row]
        yield from (list(line) for line in zip_longest(*cells, fillvalue=""))


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1].rstrip()}…"


def _board(run: Run, as_of: date) -> int:
    from tongket.plan.board_figures import board_figures
    from tongket.plan.board_text import group_tables, owner_table, rest_table, state_table, urgent_table
    from tongket.plan.items import ItemKind

    options = run.options
    facts = _facts(run, as_of, options.kind)
    board = facts.board.of([ItemKind(kind) for kind in options.kind], options.owner)
    if options.owner and not board.items:
        raise UsageError(
            f"plan --owner: must be part of the name of an owner on the board; got {options.owner!r}. There are:"
            f" {'; '.join(filter(None, facts.board.by_owner())) or 'none'}."
        )
    if options.by:
        tables = [owner_table(board) if options.by == "owner" else state_table(board), *group_tables(board, options.by)]
    else:
        tables = [state_table(board), urgent_table(board, None if options.html or options.all else SCREEN)]
        tables += [rest_table(board)] if options.html or options.all else []
    files = pipeline.write_calendars(run.book, board, options.ical, run.language) if options.ical else ()
    if files:
        tables.append(_written(files))
    # the figures in the ledger count every owner's items
    figures = {} if options.owner else board_figures(facts.board)
    _show(run, {**board_json(run.book, board, figures), "files": [str(path) for path in files]}, tables)
    return 0


def _written(files: Sequence[Path]) -> PrintedTable:
    from tongket.plan.oversight_tables import PrintedTable

    return PrintedTable(Text("Tệp lịch", "Calendar files"), (), (), tuple(Text(str(path), str(path)) for path in files))


def _targets(run: Run, as_of: date) -> int:
    from tongket.plan.board_text import board_notes
    from tongket.plan.target_text import funnel_tables, targets_table

    facts = _facts(run, as_of, ["target"])
    tables = [targets_table(facts.targets, board_notes(facts.board)[:1]), *funnel_tables(facts.funnels)]
    _show(run, targets_json(run.book, facts), tables)
    return 0


def _wanted(run: Run, as_of: date) -> int:
    from tongket.plan.board_text import board_notes
    from tongket.plan.wanted_text import wanted_tables

    facts = _facts(run, as_of, ["wanted_review"])
    tables = wanted_tables(facts.wanted, board_notes(facts.board)[:1], pipeline.area_namer(run.book, as_of))
    _show(run, wanted_json(run.book, facts), tables)
    return 1 if facts.wanted is not None and facts.wanted.discrepancies else 0


def _register(kind: str) -> Callable[[Run, date], int]:
    def show(run: Run, as_of: date) -> int:
        run.progress.step("plan")
        options = run.options
        whole = options.html is not None or options.all
        view = pipeline.register_view(
            run.book, as_of, kind, which=options.seal, period=options.period, limit=None if whole else SCREEN
        )
        _show(run, register_json(run.book, as_of, view), view.tables)
        return 0

    return show


def _inspections(run: Run, as_of: date) -> int:
    options = run.options
    view = pipeline.inspections(
        run.book,
        as_of,
        which=options.seal,
        draw=options.draw or 0,
        seed=options.seed or "",
        units=options.units,
        period=options.period,
    )
    _show(run, inspections_json(run.book, as_of, view), view.tables)
    return 0


def _succession(run: Run, as_of: date) -> int:
    from tongket.plan.succession_text import names_for_screen, succession_object, succession_table

    if run.options.names and not (sys.stdout.isatty() and not run.options.json):
        raise UsageError(
            "plan --names: names are shown on a screen only, never in a file or in JSON; got an output that is kept."
            " Leave --names out, or run it without redirecting."
        )
    committee, command = run.options.succession
    checked = pipeline.succession(committee, command, as_of, run.options.rules)
    result, tables = checked.result, [succession_table(checked.result)]

    def text() -> str:
        # names are for the eyes in front of this screen: they stand in no JSON object and on no page
        names = names_for_screen(result, checked.committee, checked.command, run.language) if run.options.names else ()
        return "\n".join((tables_text(run, tables), *names))

    _page(run, tables)
    run.print(succession_object(result, run.language), text)
    return 1 if result.errors else 0


def _integrity(run: Run, as_of: date) -> int:
    from tongket.plan.integrity_page import integrity_page
    from tongket.plan.integrity_text import integrity_object, marked_table, summary_table

    view = pipeline.integrity(run.book, as_of, which=run.options.seal, period=run.options.period)
    report, name = view.report, run.book.file.book.name.text().in_language(run.language)
    if run.options.html is not None:
        page = integrity_page(report, run.language, book=name, seal=view.seal.short)
        atomic.write_text(run.options.html, page)
    head = {"book": run.book.id, "synthetic": run.book.file.book.synthetic, "seal": view.seal.digest}
    tables = [summary_table(report), *(marked_table(report, each) for each in report.tables if each.marked)]
    figures = {"figures": [broken_down(each) for each in view.figures]}
    run.print({**head, **integrity_object(report, run.language), **figures}, lambda: tables_text(run, tables))
    return 0


def _explain(run: Run, as_of: date) -> int:
    from tongket.plan.explaining import explanation_lines

    found = pipeline.explain_item(run.book, as_of, run.options.explain, which=run.options.seal)

    def text() -> str:
        days = explanation_lines(found.explanation, run.language) if found.explanation is not None else []
        return "\n".join([tables_text(run, found.tables), *([""] if days else []), *days])

    _page(run, found.tables)
    run.print(explained_json(run.book, as_of, found), text)
    return 0


def _moved(run: Run, as_of: date) -> int:
    from tongket.plan.moved_text import moved_tables

    moved = pipeline.moved_deadlines(run.book, as_of, which=run.options.seal)
    tables = moved_tables(moved.by_calendar, moved.by_register, moved.before)
    _show(run, moved_json(run.book, as_of, moved), tables)
    return 0
