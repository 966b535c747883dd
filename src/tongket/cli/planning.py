"""What `plan` prints: the board, and its views of targets, wanted notices and inspections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongket import pipeline
from tongket.cli.plan_json import board_json, explained_json, inspections_json, targets_json, wanted_json
from tongket.cli.tables import format_table
from tongket.model.text import Language, Text

if TYPE_CHECKING:
    from datetime import date

    from tongket.cli.commands import Run
    from tongket.plan.facts import PlanFacts
    from tongket.plan.oversight_tables import PrintedTable

SCREEN = 15  # rows of one screen, beside the numbers above them
WIDEST = 46  # signs of a cell; the page of --html cuts none
_SYNTHETIC = Text("SỐ LIỆU MÔ PHỎNG.", "SYNTHETIC DATA.")


def run_plan(run: Run) -> int:
    """Run `plan` as its options ask, and return the exit code."""
    options = run.options
    as_of = options.as_of or datetime.now(run.book.zone).date()
    if options.explain:
        return _explain(run, as_of)
    if options.targets:
        return _targets(run, as_of)
    if options.wanted:
        return _wanted(run, as_of)
    if options.inspections or options.draw:
        return _inspections(run, as_of)
    return _board(run, as_of)


def _facts(run: Run, as_of: date, kinds: Sequence[str]) -> PlanFacts:
    run.progress.step("plan")
    return pipeline.plan(run.book, as_of, which=run.options.seal, kinds=kinds)


def _show(run: Run, content: dict[str, Any], tables: Sequence[PrintedTable]) -> None:
    """Print one JSON object or tables, and write the page where one was asked for."""
    if run.options.html is not None:
        from tongket.plan.page import plan_page

        warning = _SYNTHETIC if run.book.file.book.synthetic else None
        name = run.book.file.book.name.text().in_language(run.language)
        page = plan_page(tables, run.language, book=name, warning=warning)
        run.options.html.write_text(page, encoding="utf-8")
    run.print(content, lambda: tables_text(run, tables))


def tables_text(run: Run, tables: Sequence[PrintedTable]) -> str:
    """Return tables as a screen shows them, whose book they are of first."""
    name = run.book.file.book.name.text().in_language(run.language)
    mark = f"{_SYNTHETIC.in_language(run.language)} " if run.book.file.book.synthetic else ""
    return "\n\n".join([f"{mark}{name}", *(table_text(table, run.language) for table in tables)])


def table_text(table: PrintedTable, language: Language) -> str:
    """Return one table with its title and notes; long cells are cut."""
    parts = [table.title.in_language(language)]
    if table.rows:
        head = [each.in_language(language) for each in table.head]
        rows = [[_cut(cell) for cell in row] for row in table.texts(language)]
        parts.append(format_table(head, rows, right=table.right))
    return "\n".join([*parts, *(note.in_language(language) for note in table.notes)])


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1].rstrip()}…"


def _board(run: Run, as_of: date) -> int:
    from tongket.plan.board_text import group_tables, owner_table, state_table, urgent_table
    from tongket.plan.items import ItemKind

    options = run.options
    facts = _facts(run, as_of, options.kind)
    board = facts.board.of([ItemKind(kind) for kind in options.kind], options.owner)
    if options.by:
        tables = [owner_table(board) if options.by == "owner" else state_table(board), *group_tables(board, options.by)]
    else:
        tables = [state_table(board), urgent_table(board, None if options.html else SCREEN)]
    _show(run, board_json(run.book, board), tables)
    return 0


def _targets(run: Run, as_of: date) -> int:
    from tongket.plan.target_text import funnel_tables, targets_table

    facts = _facts(run, as_of, ["target"])
    tables = [targets_table(facts.targets), *funnel_tables(facts.funnels)]
    _show(run, targets_json(run.book, facts), tables)
    return 0


def _wanted(run: Run, as_of: date) -> int:
    from tongket.plan.board_text import board_notes
    from tongket.plan.wanted_text import wanted_tables

    facts = _facts(run, as_of, ["wanted_review"])
    tables = wanted_tables(facts.wanted, board_notes(facts.board)[:1], pipeline.area_namer(run.book, as_of))
    _show(run, wanted_json(run.book, facts), tables)
    return 1 if facts.wanted is not None and facts.wanted.discrepancies else 0


def _inspections(run: Run, as_of: date) -> int:
    options = run.options
    view = pipeline.inspections(run.book, as_of, which=options.seal, draw=options.draw or 0, seed=options.seed or "")
    _show(run, inspections_json(run.book, as_of, view), view.tables)
    return 0


def _explain(run: Run, as_of: date) -> int:
    from tongket.plan.explaining import explanation_lines

    item, tables, explanation = pipeline.explain_item(run.book, as_of, run.options.explain, which=run.options.seal)
    if explanation is None:
        _show(run, explained_json(run.book, as_of, item, tables, None), tables)
        return 0
    content = explained_json(run.book, as_of, item, tables, explanation)
    run.print(
        content,
        lambda: "\n".join([*tables_text(run, tables).splitlines(), "", *explanation_lines(explanation, run.language)]),
    )
    return 0
