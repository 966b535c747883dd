"""From sources to records: make a book, collect, show what was rejected and which versions there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.errors import BookError, UsageError
from tongket.model.seals import Seal
from tongket.model.text import Language
from tongket.pipeline.sealing import close
from tongket.store.book import Book, create_book, read_book

if TYPE_CHECKING:
    from tongket.collect.guess import Guess
    from tongket.collect.result import CollectResult
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


_SUCCESSION = "succession_"  # forms that are filled in and checked, never collected: they hold names


def template(path: Path, table: str, language: Language, book: Path | None = None) -> Path:
    """Write the Excel form of a table, or of a succession list; with a book, its lists of units and offences."""
    from tongket.collect.template import write_template

    if table.startswith(_SUCCESSION):
        from tongket.plan.succession_lists import ListKind
        from tongket.plan.succession_template import write_succession_template

        names = {f"{_SUCCESSION}{kind.value}": kind for kind in ListKind}
        if table not in names:
            raise UsageError(f"template --table: must be one of {', '.join(names)}; got {table!r}. Choose one.")
        write_succession_template(path, names[table], language)
        return path
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
