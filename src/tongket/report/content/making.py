"""Make the report of a period: count, gather, write, bind, render."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tongket.count.context import CountContext
from tongket.count.derived import Derived
from tongket.count.explanation import sealed_context
from tongket.count.request import resolve_against
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine
from tongket.engines.duckdb import DuckDBEngine
from tongket.evaluate.facts import campaign_facts
from tongket.model.errors import SourceError, UsageError
from tongket.model.figures import Figure
from tongket.model.periods import Period, parse_period
from tongket.model.seals import Seal, Status
from tongket.model.text import Language, Text
from tongket.report.cards import Cards
from tongket.report.charts.drawing import warm_up
from tongket.report.content.annual import build_report, report_date, title_allowance
from tongket.report.content.curves import clearance_curves
from tongket.report.content.frame import Frame, check_over, make_frame
from tongket.report.content.gathering import Counted, count_for_report, funnel_of, report_areas
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names, names_of
from tongket.report.content.promises import Promises, read_promises
from tongket.report.content.reading import cards_of
from tongket.report.content.recording import Remembered, record_printed
from tongket.report.content.registers import campaign_lines, intake_of, target_lines
from tongket.report.content.revisions import find_corrections
from tongket.report.content.signals import read_signals
from tongket.report.document import VIETNAM, Document, Letterhead, Signature, figures_of
from tongket.report.renderers import render
from tongket.store.book import Book, BothLanguages
from tongket.store.book_lists import read_book_areas
from tongket.store.boundaries import book_boundaries
from tongket.store.seals import table_files

Step = Callable[[str], None]
FORMATS = ("docx", "pdf", "html")


@dataclass(frozen=True)
class Order:
    """Say which report is wanted.

    Attributes
    ----------
    period : Period
        What is reported on.
    against : tuple of Period
        Periods compared with, the year before first; empty for the year before and the book's base year.
    language : {'vi', 'en'}
        Of the report.
    formats : tuple of str
        Any of docx, pdf, html.
    template : Path or None
        The office's Word template.
    watermark : str or None
        None: "preliminary" for figures that are not official; empty: none.
    """

    period: Period
    against: tuple[Period, ...]
    language: Language
    formats: tuple[str, ...] = FORMATS
    template: Path | None = None
    watermark: str | None = None


@dataclass(frozen=True)
class Made:
    """Hold the report that was made: its files, the document, the figures it prints and their cards."""

    paths: tuple[Path, ...]
    document: Document
    figures: tuple[Figure, ...]
    cards: Cards


def order_of(
    book: Book,
    seal: Seal,
    *,
    period: str,
    against: Sequence[str],
    language: Language,
    formats: Iterable[str],
    template: Path | None = None,
    watermark: str | None = None,
) -> Order:
    """Return the order for a report as a user words it.

    Raises
    ------
    UsageError
        If a period is of no known form or not over by the seal's cut-off, if more than two periods are compared
        with, a format is unknown, or the template is no file.
    """
    reported = parse_period(period, book.calendars)
    check_over(reported, seal)
    others = tuple(period for each in resolve_against(against, reported, book.calendars) for period in each.periods)
    if len(others) > 2 or len({reported, *others}) != len(others) + 1:
        raise UsageError(
            f"report: compare with at most two periods, each another one; got {', '.join(against)}."
            " Count the others apart, with tongket count."
        )
    chosen = tuple(dict.fromkeys(formats))
    if not chosen or set(chosen) - set(FORMATS):
        raise UsageError(f"report: --to must name {', '.join(FORMATS)}; got {', '.join(chosen) or 'none'}. Mend it.")
    if template is not None and not template.is_file():
        raise SourceError(f"report: --template must name a Word file; got {str(template)!r}, which is none. Mend it.")
    return Order(reported, others, language, chosen, template, watermark)


def make_report(book: Book, seal: Seal, order: Order, directory: Path, step: Step) -> Made:
    """Count what a report says, write it, and render it.

    Parameters
    ----------
    book : Book
        Whose report.
    seal : Seal
        What the figures rest on.
    order : Order
        Which report.
    directory : Path
        Folder of the files.
    step : callable
        Told the name of each step.

    Returns
    -------
    Made
        Every figure it prints stands in the book's ledger.

    Raises
    ------
    UsageError
        If the seal or its records do not cover the period.
    FigureError
        If a sentence lacks its figure, or a number is bound to nothing.
    DefinitionError
        If a required section is missing, or the template cannot be used.
    """
    composed = compose_report(book, seal, order, step)
    step(", ".join(order.formats))
    stem, allowed = _stem(book, seal, order), title_allowance(composed.inputs)
    paths = render(composed.document, composed.cards, order.formats, directory, stem, order.template, allowed)
    # only what was printed: a report that could not be rendered leaves no trace in the ledger
    record_printed(composed.figures, composed.tables, composed.inputs.derived, book.figures)
    return Made(tuple(paths), composed.document, composed.figures, composed.cards)


@dataclass(frozen=True)
class Composed:
    """Hold a report before it is rendered: its document, and what its figures rest on."""

    document: Document
    figures: tuple[Figure, ...]
    cards: Cards
    inputs: Inputs
    tables: tuple[FigureTable, ...]


def compose_report(book: Book, seal: Seal, order: Order, step: Step) -> Composed:
    """Count what a report says and write it, without a file; the errors are those of `make_report`."""
    warm_up()
    step("count")
    engine = DuckDBEngine(table_files(book, seal))
    context = sealed_context(book, seal)
    names = names_of(context.indicators.indicators, context.offences)
    frame = make_frame(order.period, order.against, names, engine, seal, context)
    counted = count_for_report(frame, names, engine, seal, context)
    step("compare")
    inputs, tables = gather_inputs(book, seal, order, counted, engine, context, names)
    step("write")
    document = _document(book, inputs, names, order)
    figures = figures_of(document)
    return Composed(document, figures, cards_of(figures, inputs, context), inputs, tables)


def _stem(book: Book, seal: Seal, order: Order) -> str:
    period = order.period.id.replace(":", "-").replace("..", "-")
    return f"{book.id}-{period}-{seal.short}-{order.language}"


def gather_inputs(
    book: Book, seal: Seal, order: Order, counted: Counted, engine: Engine, context: CountContext, names: Names
) -> tuple[Inputs, tuple[FigureTable, ...]]:
    """Gather everything the sentences need, and the tables that its figures come from."""
    file, frame = book.file, counted.frame
    annual, by_area = Remembered(counted.annual), Remembered(counted.by_area)
    shipped = read_book_areas(book) if context.areas is not None else None
    areas = report_areas(counted, context, shipped)
    before, base = (*frame.others, None, None)[:2]
    promises = read_promises(engine, book, seal, context, frame.period)
    cards = campaign_facts(engine, book, seal, context, frame.period)
    corrections, earlier = find_corrections(book, seal, (frame.period, *frame.others), names, annual, context)
    inputs = Inputs(
        language=order.language,
        name=file.book.name.text(),
        is_police=names.is_police,
        calendar=frame.calendar,
        period=frame.period,
        before=before,
        base=base,
        indicators={each.id: each for each in context.indicators.reportable()},
        figures=annual,
        seal=seal,
        clearing_rule=file.rules.clearing.text(),
        monthly=Remembered(frame.monthly),
        years=frame.courses,
        months=frame.months,
        by_area=by_area,
        areas=areas,
        shapes=book_boundaries(book),
        curves=clearance_curves(frame, names, engine, seal, context, order.language),
        funnel=funnel_of(counted, areas, names, order.language),
        targets=target_lines(promises, frame.period),
        campaigns=campaign_lines(frame.period, engine, seal),
        intake=intake_of(book, seal),
        corrections=corrections,
        directions=_directions(book, frame, order.language),
        begins=frame.begins,
        restated=any(counted.by_area.restated),
        promises=promises,
        signals=read_signals(book, engine, seal, context, frame.period),
        cards=cards,
        derived=(*_derived(promises), *(each for card in cards for each in card.figures)),
    )
    return inputs, (*counted.tables, *earlier, *(promises.tables if promises is not None else ()))


def _derived(promises: Promises | None) -> tuple[Derived, ...]:
    return promises.derived if promises is not None else ()


def _directions(book: Book, frame: Frame, language: Language) -> str:
    """Return the office's text: that of the period (``directions.mps-2022.vi.md``) before that of the book."""
    name = book.file.report.directions.replace("{language}", language)
    stem, _, ending = name.partition(".")
    own = f"{stem}.{frame.period.id.replace(':', '-')}.{ending}"
    path = next((book.path / each for each in (own, name) if (book.path / each).is_file()), None)
    return path.read_text(encoding="utf-8") if path is not None else ""


def _document(book: Book, inputs: Inputs, names: Names, order: Order) -> Document:
    report, language = book.file.report, order.language
    issuer = _said(report.issuer, language) or inputs.name.in_language(language)
    letterhead = Letterhead(
        issuer=issuer.upper(),
        parent=_said(report.parent_body, language).upper(),
        symbol=report.symbol if names.is_police else "",
        place=_said(report.place, language),
        day=report_date(inputs.seal),
        nation=VIETNAM[language] if names.is_police else None,
    )
    post = _said(report.post, language).upper()
    return build_report(
        inputs,
        names,
        letterhead,
        addressees=_listed(report.addressees) if language == "vi" else (),
        recipients=_listed(report.recipients) if language == "vi" else (),
        signature=Signature(report.signed_for, post) if post else None,
        classification=report.classification or None,
        watermark=_watermark(order, inputs.seal),
        synthetic=book.file.book.synthetic,
    )


def _listed(items: Iterable[str]) -> tuple[str, ...]:
    """Return names of bodies without the end marks an office may have typed: the renderers set their own."""
    return tuple(item.strip().rstrip(".;,") for item in items)


def _said(text: BothLanguages | None, language: Language) -> str:
    return text.text().in_language(language) if text is not None else ""


_MARKS = {
    Status.PRELIMINARY: Text("SƠ BỘ", "PRELIMINARY"),
    Status.ESTIMATE: Text("ƯỚC TÍNH", "ESTIMATE"),
}


def _watermark(order: Order, seal: Seal) -> str | None:
    if order.watermark is not None:
        return order.watermark or None
    text = _MARKS.get(seal.status)
    return text.in_language(order.language) if text is not None else None
