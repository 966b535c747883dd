"""The stages in their order: the only module that knows it. One function per stage; the command line calls these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.errors import BookError, UsageError
from tongket.model.periods import Period, parse_period
from tongket.model.seals import Seal, Status
from tongket.model.text import Language
from tongket.store.book import Book, create_book, read_book

if TYPE_CHECKING:
    from tongket.close.closing import Basis, CloseResult
    from tongket.close.diffing import SealDiff
    from tongket.close.verification import VerifyResult
    from tongket.collect.guess import Guess
    from tongket.collect.result import CollectResult
    from tongket.count.explanation import ExplainedFigure
    from tongket.count.table import FigureTable
    from tongket.count.trace import FigureTrace
    from tongket.count.triangle import IndicatorTriangle
    from tongket.report.content.making import Made
    from tongket.store.records import Version
    from tongket.store.rejects import Finding

Progress = Callable[[float, float, str], None]


def init(path: Path, preset: str) -> Book:
    """Make a new book from a preset."""
    return create_book(path, preset)


def collect(
    book: Book,
    sources: Sequence[str],
    *,
    preset: str | None = None,
    mapping: Path | None = None,
    table: str | None = None,
    query: str = "",
    received_on: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    language: Language = "vi",
) -> CollectResult:
    """Read sources into a book: every row is accepted, rejected with its rules, or a duplicate."""
    from tongket.collect.collecting import collect_sources

    return collect_sources(
        book,
        list(sources),
        mapping=mapping,
        preset=preset,
        table=table,
        received_on=received_on,
        query=query,
        dry_run=dry_run,
        progress=progress,
        lang=language,
    )


def close(
    book: Book,
    *,
    as_of: date,
    status: Status,
    note: str = "",
    parent: str | None = "latest",
    basis: str = "auto",
    progress: Callable[[str], None] | None = None,
) -> CloseResult:
    """Seal the records as known at a cut-off.

    Parameters
    ----------
    book : Book
        Whose records.
    as_of : date
        Cut-off.
    status : Status
        How final the figures are.
    note : str
        Why the seal is made.
    parent : str or None
        Seal that this one amends or follows.
    basis : {'auto', 'received', 'dated'}
        What counts as known at the cut-off: what had been received by then, or everything that is dated up to it.
        ``auto`` takes what had been received; where nothing had, because a register came in one late export, it
        takes what is dated.
    progress : callable, optional
        Called with the name of each table.

    Returns
    -------
    CloseResult
        The seal and how it came about.
    """
    from tongket.close.closing import Basis, close_book

    chosen = Basis(basis) if basis != "auto" else _basis_of(book, as_of)
    return close_book(book, as_of=as_of, status=status, note=note, parent=parent, basis=chosen, progress=progress)


def _basis_of(book: Book, as_of: date) -> Basis:
    from tongket.close.closing import Basis
    from tongket.store.loads import read_loads

    received = any(load.received_on <= as_of for load in read_loads(book) if load.accepted)
    return Basis.RECEIVED if received else Basis.DATED


def verify(book: Book, *, progress: Callable[[str], None] | None = None) -> VerifyResult:
    """Recompute every digest of a book."""
    from tongket.close.verification import verify_book

    return verify_book(book, progress=progress)


@dataclass(frozen=True)
class Demonstration:
    """Hold the demonstration book and what was put into it."""

    book: Book
    results: tuple[CollectResult, ...]
    seals: tuple[Seal, ...]


def demonstrate(path: Path, seed: int, *, progress: Progress | None = None) -> Demonstration:
    """Make the synthetic demonstration book: sources from a seed, collected and sealed like any others.

    Parameters
    ----------
    path : Path
        Folder of the new book; the sources stand below it in ``sources/``.
    seed : int
        The same seed gives the same bytes.
    progress : callable, optional
        Called with done, total and what.

    Returns
    -------
    Demonstration
        With every seal, in order of time.

    Raises
    ------
    BookError
        If the folder holds a book already.
    """
    from tongket.collect.demonstration import write_demonstration_sources

    tell = progress or _silent
    if (path / "book.toml").exists():
        raise BookError(f"Demonstration: {str(path)!r} holds a book already. Choose another folder, or remove it.")
    book = create_book(path, "demonstration")
    plan = write_demonstration_sources(path / "sources", seed)
    steps = len(plan.loads) + len(plan.closings)
    results = []
    for done, load in enumerate(plan.loads):
        tell(done, steps, load.path.name)
        results.append(collect(book, [str(load.path)], table=load.table, received_on=load.received_on))
    seals = []
    for done, closing in enumerate(plan.closings, start=len(plan.loads)):
        tell(done, steps, f"{closing.as_of}")
        seals.append(close(book, as_of=closing.as_of, status=closing.status, note=closing.note, basis="received").seal)
    tell(steps, steps, "")
    return Demonstration(book, tuple(results), tuple(seals))


def _silent(done: float, total: float, what: str) -> None:
    """Show nothing."""
    del done, total, what


def guess(source: str, table: str | None, output: Path, query: str = "") -> Guess:
    """Propose a mapping for an unknown file, and write it for editing."""
    from tongket.collect.guess import guess_mapping
    from tongket.store import atomic

    if output.exists():
        raise UsageError(f"collect --guess: {str(output)!r} is there already. Name another file with --output.")
    guessed = guess_mapping(source, table or "cases", query=query)
    atomic.write_text(output, guessed.toml)
    return guessed


def template(path: Path, table: str, language: Language, book: Path | None = None) -> Path:
    """Write the Excel form in which records of a table are entered; with a book, its lists of units and offences."""
    from tongket.collect.template import write_template

    write_template(path, table, language, book=read_book(book) if book is not None else None)
    return path


PAGE = 50


@dataclass(frozen=True)
class RejectPage:
    """Hold one page of rejected rows."""

    table: str
    page: int
    total: int
    findings: tuple[Finding, ...]


def rejects(book: Book, table: str, rule: str | None, page: int) -> RejectPage:
    """Return one page of the findings of a table."""
    from tongket.store.rejects import read_rejects

    findings, total = read_rejects(book, table, rule, offset=(page - 1) * PAGE, limit=PAGE)
    return RejectPage(table, page, total, findings)


def versions(book: Book, table: str, key: Sequence[str]) -> tuple[Version, ...]:
    """Return every version of one record, oldest first, with the load that brought it."""
    from tongket.model.tables import record_schema
    from tongket.store.records import versions as read_versions

    schema = record_schema(table)
    if len(key) != len(schema.key):
        raise UsageError(f"versions: {table!r} is keyed by {', '.join(schema.key)}; got {len(key)} value(s). Give all.")
    return read_versions(book, table, dict(zip(schema.key, key, strict=True)))


def seals(book: Book) -> tuple[Seal, ...]:
    """Return the seals of a book, oldest first."""
    from tongket.store.seals import list_seals

    return list_seals(book)


def count(
    book: Book,
    which: str,
    *,
    period: str,
    against: Sequence[str] = (),
    by: Sequence[str] = (),
    indicators: Sequence[str] = (),
    areas_of: date | None = None,
    area_level: str | None = None,
) -> FigureTable:
    """Count declared indicators on a seal; every figure goes into the book's ledger.

    Parameters
    ----------
    book : Book
        Whose records.
    which : str
        Seal: digest or its beginning, a day, or ``latest``.
    period, against, by, indicators, areas_of, area_level
        As for `tongket.count.request.CountRequest`.

    Returns
    -------
    FigureTable
        Figures of the period and of those compared with.
    """
    from tongket.count.figures import count_figures
    from tongket.count.ledger_rows import record_figures
    from tongket.count.request import CountRequest
    from tongket.count.sealed import sealed_context
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.store.seals import read_seal, table_files

    seal = read_seal(book, which)
    request = CountRequest(
        parse_period(period, book.calendars),
        tuple(against),
        tuple(by),
        tuple(indicators) or None,
        areas_of,
        area_level,
    )
    with _unchanged(book, seal):
        table = count_figures(request, DuckDBEngine(table_files(book, seal)), seal, sealed_context(book, seal))
    record_figures(table, book.figures)
    return table


@contextmanager
def _unchanged(book: Book, seal: Seal) -> Iterator[None]:
    """Recompute the digests of a seal's files beside the work that rests on them; refuse the work if one differs."""
    from tongket.store.seals import check_tables

    # hashing leaves the interpreter to the others, so it costs hardly any time of its own
    with ThreadPoolExecutor(max_workers=1) as beside:
        found = beside.submit(check_tables, book, seal)
        try:
            yield
        finally:
            found.result()


def trace(book: Book, figure: str, page: int) -> FigureTrace:
    """Lead from a figure's id to its definition, seal, query and records."""
    from tongket.count.sealed import sealed_context
    from tongket.count.trace import trace_figure
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.store.ledger import find_figure
    from tongket.store.seals import read_seal, table_files

    found = find_figure(book.figures, figure).figure
    seal = read_seal(book, found.seal)
    engine = DuckDBEngine(table_files(book, seal))
    with _unchanged(book, seal):
        return trace_figure(found, engine, seal, sealed_context(book, seal), page=page)


@dataclass(frozen=True)
class SealDifference:
    """Hold what differs between two seals: rules, rows of tables, and each figure with the causes of its change."""

    seals: SealDiff
    figures: tuple[ExplainedFigure, ...]


def diff(book: Book, old: str, new: str, *, periods: Sequence[str], indicators: Sequence[str] = ()) -> SealDifference:
    """Explain each changed figure by cause.

    Parameters
    ----------
    book : Book
        Whose seals.
    old, new : str
        Seals: digests or their beginnings, or days; ``previous`` is the parent of the new one.
    periods : sequence of str
        Which periods; empty for the year of the book's calendar that the older seal closed, and the one before.
    indicators : sequence of str
        Ids; empty for all that are reportable.

    Returns
    -------
    SealDifference
        Figures behind which any record changed, those included whose changes cancel out.
    """
    from tongket.close.diffing import diff_seals
    from tongket.count.explanation import explain_figures
    from tongket.store.seals import read_seal

    second = read_seal(book, new)
    first = _previous(book, second) if old == "previous" else read_seal(book, old)
    chosen = [parse_period(text, book.calendars) for text in periods] or _closed_years(book, first)
    with _unchanged(book, first), _unchanged(book, second):
        explained = explain_figures(book, first, second, chosen, indicators or None)
        changes = diff_seals(book, first, second)
    return SealDifference(changes, tuple(each for each in explained if each.difference.contributions))


def _previous(book: Book, seal: Seal) -> Seal:
    from tongket.store.seals import read_seal

    if seal.parent is None:
        raise UsageError(f"diff: seal {seal.short} has no parent to be compared with. Name two seals.")
    return read_seal(book, seal.parent)


def _closed_years(book: Book, seal: Seal) -> list[Period]:
    """Return the last two whole years of the book's calendar before a cut-off."""
    calendar = book.calendar
    year = calendar.reporting_year_of(seal.as_of)
    current = parse_period(f"{calendar.id}:{year}", book.calendars)
    last = year if current.end <= seal.as_of else year - 1
    return [parse_period(f"{calendar.id}:{last - back}", book.calendars) for back in (0, 1)]


def triangle(book: Book, indicator: str, periods: Sequence[str]) -> IndicatorTriangle:
    """Return an indicator of several periods as every seal of the book has it."""
    from tongket.count.triangle import indicator_triangle

    chosen = [parse_period(text, book.calendars) for text in periods] or _sealed_years(book)
    return indicator_triangle(book, indicator, chosen)


def _sealed_years(book: Book) -> list[Period]:
    """Return the years of the book's calendar that its seals closed, oldest first."""
    found: dict[str, Period] = {}
    for seal in seals(book):
        last = _closed_years(book, seal)[0]
        found.setdefault(last.id, last)
    return sorted(found.values())


def report(
    book: Book,
    which: str,
    *,
    period: str,
    against: Sequence[str] = (),
    formats: Sequence[str] = ("docx", "pdf", "html"),
    language: Language,
    template: Path | None = None,
    watermark: str | None = None,
    directory: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Made:
    """Write the report of a period.

    Parameters
    ----------
    book : Book
        Whose report.
    which : str
        Seal: digest or its beginning, a day, or ``latest``.
    period : str
        What is reported on.
    against : sequence of str
        Up to two periods to compare with; empty for the year before and the first year of the records.
    formats : sequence of str
        Any of docx, pdf, html.
    language : {'vi', 'en'}
        Of the report.
    template : Path, optional
        The office's Word template.
    watermark : str, optional
        Drawn across every page; default says that figures are preliminary, the empty string draws none.
    directory : Path, optional
        Folder of the files; default the book's folder of reports.
    progress : callable, optional
        Told the name of each step.

    Returns
    -------
    Made
        The files, the document, and its figures.
    """
    from tongket.report.content.making import make_report, order_of
    from tongket.store.seals import read_seal

    seal = read_seal(book, which)
    own = book.file.report.template
    order = order_of(
        book,
        seal,
        period=period,
        against=against,
        language=language,
        formats=formats,
        template=template or (book.path / own if own else None),
        watermark=watermark,
    )
    with _unchanged(book, seal):
        return make_report(book, seal, order, directory or book.reports, progress or (lambda _: None))


def report_template(path: Path) -> Path:
    """Write the Word template that reports are filled into, for the office to edit."""
    from tongket.report.renderers.word_template import write_default_template

    write_default_template(path)
    return path
