"""Make the year-end report of a book: count, gather, write, bind, render."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from tongket.close.causes import LABELS
from tongket.count.atoms import parts_of
from tongket.count.clearance import case_days
from tongket.count.clearance_curves import time_to_clearance
from tongket.count.context import CountContext
from tongket.count.explanation import explain_figures, sealed_context
from tongket.count.figures import count_figures
from tongket.count.ledger_rows import record_figures
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.engines.duckdb import DuckDBEngine
from tongket.model.errors import UsageError
from tongket.model.figures import Figure
from tongket.model.periods import Period, parse_period, shift_years
from tongket.model.seals import Seal, Status
from tongket.model.text import Language, Text
from tongket.report.charts.curve import Curve
from tongket.report.charts.maps import read_boundaries
from tongket.report.content.annual import build_report, report_date, title_allowance
from tongket.report.content.gathering import (
    Counted,
    count_for_report,
    funnel_of,
    months_by_year,
    report_areas,
    target_lines,
)
from tongket.report.content.inputs import Correction, Inputs, Intake, RuleLine
from tongket.report.content.names import Names, names_of
from tongket.report.content.reading import cards_of
from tongket.report.document import VIETNAM, Document, Letterhead, Signature, figures_of
from tongket.report.renderers import render
from tongket.store.book import Book, BothLanguages
from tongket.store.seals import list_seals, table_files

Step = Callable[[str], None]
CURVE_LEFT = 10  # a curve ends where fewer cases than this are still under observation


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
    formats: tuple[str, ...]
    template: Path | None = None
    watermark: str | None = None


@dataclass(frozen=True)
class Made:
    """Hold the report that was made: its files, the document, how many figures it prints."""

    paths: tuple[Path, ...]
    document: Document
    figures: tuple[Figure, ...]


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
    FigureError
        If a sentence lacks its figure, or a number is bound to nothing.
    """
    engine = DuckDBEngine(table_files(book, seal))
    context = sealed_context(book, seal)
    names = names_of(context.indicators.indicators, context.offences)
    step("count")
    counted = count_for_report(order.period, order.against, names, engine, seal, context)
    for table in counted.tables():
        record_figures(table, book.figures)
    step("compare")
    inputs = gather_inputs(book, seal, order, counted, engine, context, names)
    step("write")
    document = _document(book, inputs, names, order)
    figures = figures_of(document)
    cards = cards_of(figures, inputs, context)
    stem = f"{book.id}-{order.period.id.replace(':', '-').replace('..', '-')}-{seal.short}-{order.language}"
    step(", ".join(order.formats))
    paths = render(document, cards, order.formats, directory, stem, order.template, title_allowance(inputs))
    return Made(tuple(paths), document, figures)


def default_against(
    period: Period, names: Names, engine: Engine, seal: Seal, context: CountContext
) -> tuple[Period, ...]:
    """Return the year before, and the first year of the records when it lies further back."""
    calendars = dict(context.calendars)
    found = []
    for years in range(1, 11):
        other = shift_years(period, -years, calendars)
        table = count_figures(CountRequest(period, (other.id,), (), (names.main,)), engine, seal, context)
        if not table.get(names.main, other.id).value:
            break
        found.append(other)
    return (found[0], *found[-1:][: len(found) > 1]) if found else ()


def gather_inputs(
    book: Book, seal: Seal, order: Order, counted: Counted, engine: Engine, context: CountContext, names: Names
) -> Inputs:
    """Gather everything the sentences need."""
    file = book.file
    others = order.against
    before = others[0] if others else None
    areas = report_areas(counted, context)
    earlier, corrections = _corrections(book, seal, order, names)
    police = names.main_code == "social_order"
    root = context.areas.root if context.areas is not None else "*"
    curves = _curves(order, before, names, engine, seal, context)
    return Inputs(
        language=order.language,
        name=file.book.name.text(),
        is_city=police,
        period=order.period,
        before=before,
        base=others[1] if len(others) > 1 else None,
        indicators={each.id: each for each in context.indicators.reportable()},
        figures=counted.annual,
        seal=seal,
        clearing_rule=file.rules.clearing.text(),
        monthly=counted.monthly,
        years=counted.years,
        months=months_by_year(counted, context),
        by_area=counted.by_area,
        areas=areas,
        shapes=_shapes(book),
        curves=curves,
        curve_method=CURVE_METHOD,
        funnel=funnel_of(counted, areas, names, order.language),
        targets=target_lines(counted, engine, seal, context, root),
        intake=_intake(book, seal),
        corrections=corrections,
        directions=_directions(book, order.language),
        earlier_seal=earlier,
    )


CURVE_METHOD = Text(
    "Ước lượng Kaplan–Meier thời gian từ khi ghi nhận đến khi khám phá; vụ chưa khám phá được theo dõi đến ngày chốt;"
    " khoảng tin cậy theo thang log-log.",
    "Kaplan–Meier estimate of the time from recording to clearance; cases not cleared are followed to the cut-off;"
    " interval on the log-log scale.",
)


def _curves(
    order: Order, before: Period | None, names: Names, engine: Engine, seal: Seal, context: CountContext
) -> tuple[Curve, ...]:
    if f"clearance_period.{names.main_code}" not in context.indicators.indicators:
        return ()
    indicator = context.indicators[names.main]
    where = parts_of(indicator, context.indicators.rules).added.where
    term = Term("curve", indicator.date or "", None, where)
    found = []
    for period in (order.period, *((before,) if before is not None else ())):
        request = EventsRequest(
            "cases", ("recorded_on", "cleared_on"), term, Span(period.start, period.end), seal.as_of
        )
        rows = engine.events(request)
        if rows["recorded_on"].size and not np.isnat(rows["cleared_on"]).all():
            found.append(_curve(rows["recorded_on"], rows["cleared_on"], period, seal, order.language))
    return tuple(found)


def _curve(recorded: object, cleared: object, period: Period, seal: Seal, language: Language) -> Curve:
    curve = time_to_clearance(case_days(recorded, cleared, seal.as_of))  # type: ignore[arg-type]
    enough = curve.days[curve.at_risk >= CURVE_LEFT]
    label = f"Vụ ghi nhận {period.label('vi')}" if language == "vi" else f"Recorded in {period.label('en')}"
    return Curve(
        label=label,
        reference=f"{seal.short} {period.id} {curve.method}",
        days=[int(day) for day in curve.days],
        share=[float(x) for x in curve.share],
        lower=[float(x) for x in np.where(np.isnan(curve.lower), curve.share, curve.lower)],
        upper=[float(x) for x in np.where(np.isnan(curve.upper), curve.share, curve.upper)],
        observed_days=int(enough[-1]) if enough.size else 0,
    )


def _shapes(book: Book) -> dict[str, dict[str, object]]:
    name = book.file.areas.boundaries
    path = book.path / name
    if not name or not path.is_file():
        return {}
    return read_boundaries(path, book.file.areas.code_property)


def _directions(book: Book, language: Language) -> str:
    path = book.path / book.file.report.directions.replace("{language}", language)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _intake(book: Book, seal: Seal) -> Intake | None:
    """Sum up the loads that had been received by the cut-off, or all where none had."""
    from tongket.collect.rules import read_rules
    from tongket.store.loads import read_loads
    from tongket.store.rejects import read_rule_counts

    loads = read_loads(book)
    chosen = [load for load in loads if load.received_on <= seal.as_of] or list(loads)
    if not chosen:
        return None
    rules = read_rules()
    rows: dict[tuple[str, str], int] = {}
    for count in read_rule_counts(book, chosen):
        rows[count.rule, count.severity] = rows.get((count.rule, count.severity), 0) + count.rows
    lines = tuple(RuleLine(rule, severity, rules[rule].text, n) for (rule, severity), n in sorted(rows.items()))
    totals = {name: sum(getattr(load, name) for load in chosen) for name in _INTAKE}
    return Intake(loads=len(chosen), rules=lines, **totals)


_INTAKE = ("read", "accepted", "rejected", "duplicate", "superseded")


def _corrections(book: Book, seal: Seal, order: Order, names: Names) -> tuple[Seal | None, tuple[Correction, ...]]:
    """Set what earlier seals said of the periods of this report against what this seal says."""
    before = [each for each in list_seals(book) if each.as_of < seal.as_of]
    known = [period for period in (order.period, *order.against) if any(e.as_of >= period.end for e in before)]
    if not known:
        return None, ()
    earlier = before[-1]
    periods = [period for period in known if earlier.as_of >= period.end]
    old_context, context = sealed_context(book, earlier), sealed_context(book, seal)
    ids = [
        id_
        for id_ in _corrected(names)
        if id_ in context.indicators.indicators and id_ in old_context.indicators.indicators
    ]
    explained = explain_figures(book, earlier, seal, periods, ids)
    tables = [(_count(book, each, periods, ids, ctx), each) for each, ctx in ((earlier, old_context), (seal, context))]
    for table, _ in tables:
        record_figures(table, book.figures)
    found = []
    for each in explained:
        old, new = (table.get(each.indicator.id, each.period.id) for table, _ in tables)
        label = Text(
            f"{each.indicator.label.vi}, {each.period.label('vi')}",
            f"{each.indicator.label.en}, {each.period.label('en')}",
        )
        causes = tuple((LABELS[part.cause], _amount(part.amount)) for part in each.difference.contributions)
        found.append(Correction(label, old, new, causes))
    return earlier, tuple(found)


def _count(book: Book, seal: Seal, periods: Sequence[Period], ids: Sequence[str], context: CountContext) -> FigureTable:
    engine = DuckDBEngine(table_files(book, seal))
    request = CountRequest(periods[0], tuple(period.id for period in periods[1:]), (), tuple(ids))
    return count_figures(request, engine, seal, context)


def _amount(amount: object) -> int | Decimal:
    return amount if isinstance(amount, int) else Decimal(str(amount))


def _corrected(names: Names) -> tuple[str, ...]:
    codes = (names.main_code, f"{names.main_code}.major", "drugs", "economic", "corruption", "environment")
    return (*(f"recorded.{code}" for code in codes), f"cleared.{names.main_code}", f"cleared_cohort.{names.main_code}")


def _document(book: Book, inputs: Inputs, names: Names, order: Order) -> Document:
    report, language = book.file.report, order.language
    police = names.main_code == "social_order"
    issuer = _said(report.issuer, language) or inputs.name.in_language(language)
    letterhead = Letterhead(
        issuer=issuer.upper(),
        parent=_said(report.parent_body, language).upper(),
        symbol=report.symbol if police else "",
        place=_said(report.place, language),
        day=report_date(inputs.seal),
        nation=VIETNAM[language] if police else None,
    )
    post = _said(report.post, language).upper()
    signature = Signature(report.signed_for, post) if post else None
    return build_report(
        inputs,
        names,
        letterhead,
        addressees=report.addressees if language == "vi" else (),
        recipients=report.recipients if language == "vi" else (),
        signature=signature,
        classification=report.classification or None,
        watermark=_watermark(order, inputs.seal),
        synthetic=book.file.book.synthetic,
    )


def _said(text: BothLanguages | None, language: Language) -> str:
    return text.text().in_language(language) if text is not None else ""


def _watermark(order: Order, seal: Seal) -> str | None:
    if order.watermark is not None:
        return order.watermark or None
    words = {
        Status.PRELIMINARY: Text("SƠ BỘ", "PRELIMINARY"),
        Status.ESTIMATE: Text("ƯỚC TÍNH", "ESTIMATE"),
    }
    text = words.get(seal.status)
    return text.in_language(order.language) if text is not None else None


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
        If a period is of no known form, or more than two periods are compared with.
    """
    reported = parse_period(period, book.calendars)
    if len(against) > 2:
        raise UsageError(f"report: at most two periods to compare with; got {len(against)}. Count the others apart.")
    context = sealed_context(book, seal)
    if against:
        others = tuple(parse_period(text, book.calendars) for text in against)
    else:
        names = names_of(context.indicators.indicators, context.offences)
        others = default_against(reported, names, DuckDBEngine(table_files(book, seal)), seal, context)
    return Order(reported, others, language, tuple(formats), template, watermark)
