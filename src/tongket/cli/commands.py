"""Run one command: open the book, call the pipeline, print what came of it, return the exit code."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tongket import pipeline
from tongket.cli import figures, showing
from tongket.cli.arguments import language_of
from tongket.cli.progress import Progress
from tongket.model.errors import UsageError
from tongket.model.seals import Status
from tongket.model.text import Language
from tongket.store.book import Book, read_book


class Run:
    """Hold what every command needs: options, book, language, progress."""

    def __init__(self, options: Namespace, *, book: bool = True) -> None:
        self.options = options
        self.progress = Progress(quiet=options.quiet or options.json)
        self._book = read_book(options.book) if book else None

    @property
    def book(self) -> Book:
        """Return the book of the command."""
        assert self._book is not None
        return self._book

    def made(self, book: Book) -> None:
        """Take in the book that the command has made: from now on its language counts."""
        self._book = book

    @property
    def language(self) -> Language:
        """Return the language of the output: ``--lang``, else the book's, else the locale's."""
        if self.options.lang:
            return "vi" if self.options.lang == "vi" else "en"
        if self._book is not None:
            return "vi" if self._book.file.book.language == "vi" else "en"
        return language_of([])

    def print(self, content: Mapping[str, Any], text: Callable[[], str]) -> None:
        """Print one JSON object, or the text for people."""
        self.progress.end()
        print(json.dumps(content, ensure_ascii=False, indent=1) if self.options.json else text())


def run(options: Namespace) -> int:
    """Run the command of `options` and return its exit code."""
    return COMMANDS[options.command](options)


def _init(options: Namespace) -> int:
    run = Run(options, book=False)
    book = pipeline.init(options.book, options.preset)
    run.made(book)
    run.print({"book": str(book.path), "preset": options.preset}, lambda: showing.new_book(book, run.language))
    return 0


def _demo(options: Namespace) -> int:
    run = Run(options, book=False)
    made = pipeline.demonstrate(options.book, options.seed, progress=run.progress)
    run.made(made.book)
    run.print(showing.demonstration_json(made), lambda: showing.demonstration(made, run.language))
    return 0


def _collect(options: Namespace) -> int:
    run = Run(options)
    if options.guess:
        return _guess(run)
    result = pipeline.collect(
        run.book,
        options.sources,
        preset=options.preset,
        mapping=options.mapping,
        table=options.table,
        query=options.query or "",
        received_on=options.received_on,
        dry_run=options.dry_run,
        progress=run.progress,
        language=run.language,
    )
    run.print(result.to_json(), lambda: result.summary(run.language))
    return result.exit_code


def _guess(run: Run) -> int:
    options = run.options
    output = options.output or Path("mapping.toml")
    guessed = pipeline.guess(options.sources[0], options.table, output, options.query or "")
    run.print(showing.guess_json(guessed, output), lambda: showing.guessed(guessed, output, options, run.language))
    return 0


def _template(options: Namespace) -> int:
    run = Run(options, book=False)
    path = pipeline.template(options.output, options.table, run.language, options.book)
    run.print({"file": str(path), "table": options.table}, lambda: showing.written([path], run.language))
    return 0


def _rejects(options: Namespace) -> int:
    run = Run(options)
    page = pipeline.rejects(run.book, options.table, options.rule, options.page)
    run.print(showing.rejects_json(page), lambda: showing.rejects(page, run.language))
    return 1 if page.total else 0


def _versions(options: Namespace) -> int:
    run = Run(options)
    found = pipeline.versions(run.book, options.table, options.key)
    run.print(showing.versions_json(found), lambda: showing.versions(found, run.language))
    return 0


def _close(options: Namespace) -> int:
    run = Run(options)
    result = pipeline.close(
        run.book,
        as_of=options.as_of,
        status=Status(options.status),
        note=options.note,
        parent=None if options.parent == "none" else options.parent,
        basis=options.basis,
        progress=run.progress.step,
    )
    run.print(showing.close_json(result), lambda: showing.closed(result, run.language))
    return 0


def _seals(options: Namespace) -> int:
    run = Run(options)
    seals = pipeline.seals(run.book)
    run.print({"seals": [showing.seal_json(seal) for seal in seals]}, lambda: showing.seals(seals, run.language))
    return 0


def _verify(options: Namespace) -> int:
    run = Run(options)
    result = pipeline.verify(run.book, progress=run.progress.step)
    run.print(result.as_json(), lambda: showing.verified(result, run.language))
    return 0 if result.ok else 1


def _count(options: Namespace) -> int:
    from tongket.count.export import table_object

    run = Run(options)
    run.progress.step(options.period)
    table = pipeline.count(
        run.book,
        options.seal,
        period=options.period,
        against=options.against,
        by=[name for text in options.by for name in text.split(",") if name],
        indicators=options.indicator,
        areas_of=options.areas_of,
        area_level=options.area_level,
    )
    if options.csv is not None:
        figures.write_csv(table, options.csv)
    if options.json:
        run.print(table_object(table, run.language), str)
    else:
        run.print({}, lambda: figures.counted(table, run.language, options.csv))
    return 0


def _trace(options: Namespace) -> int:
    run = Run(options)
    found = pipeline.trace(run.book, options.figure, options.page)
    run.print(figures.trace_json(found, run.language), lambda: figures.traced(found, run.language, options.page))
    return 0


def _diff(options: Namespace) -> int:
    run = Run(options)
    if options.triangle:
        indicators = options.indicator or ["recorded.social_order"]
        found = [pipeline.triangle(run.book, indicator, options.period) for indicator in indicators]
        content = {"triangles": [figures.triangle_json(each) for each in found]}
        run.print(content, lambda: "\n\n".join(figures.triangle(each, run.language) for each in found))
        return 0
    explained = pipeline.diff(run.book, options.old, options.new, periods=options.period, indicators=options.indicator)
    run.print(figures.diff_json(explained), lambda: figures.explained(explained, run.language))
    return 0


def _report(options: Namespace) -> int:
    run = Run(options)
    if options.write_template is not None:
        path = pipeline.report_template(options.write_template)
        run.print({"files": [str(path)]}, lambda: showing.written([path], run.language))
        return 0
    if options.period is None:
        raise UsageError("report: --period must be given; for example --period mps:2022.")
    made = pipeline.report(
        run.book,
        options.seal,
        period=options.period,
        against=options.against,
        formats=tuple(name.strip() for name in options.to.split(",") if name.strip()),
        language=run.language,
        template=options.template,
        watermark=options.watermark,
        directory=options.output,
        progress=run.progress.step,
    )
    run.print(showing.report_json(made), lambda: showing.reported(made, run.language))
    return 0


def _proof(options: Namespace) -> int:
    run = Run(options, book=False)
    if options.book is not None:
        run.made(read_book(options.book))
    result = pipeline.proof(
        options.files,
        book=run.book if options.book is not None else None,
        period=options.period,
        which=options.seal,
        progress=run.progress.step,
    )
    written = []
    if options.html is not None:
        result.write_marked_html(options.html, run.language)
        written.append(options.html)
    if options.docx is not None:
        result.write_commented_docx(options.docx, run.language)
        written.append(options.docx)
    run.print(result.to_json(), lambda: showing.proofed(result, written, run.language))
    return result.exit_code


def _watch(options: Namespace) -> int:
    from tongket.cli.watching import run_watch

    return run_watch(Run(options))


def _plan(options: Namespace) -> int:
    from tongket.cli.planning import run_plan

    return run_plan(Run(options))


def _evaluate(options: Namespace) -> int:
    from tongket.cli.evaluating import run_evaluate

    return run_evaluate(Run(options))


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "init": _init,
    "demo": _demo,
    "collect": _collect,
    "template": _template,
    "rejects": _rejects,
    "versions": _versions,
    "close": _close,
    "seals": _seals,
    "verify": _verify,
    "diff": _diff,
    "count": _count,
    "trace": _trace,
    "watch": _watch,
    "plan": _plan,
    "evaluate": _evaluate,
    "report": _report,
    "proof": _proof,
}
