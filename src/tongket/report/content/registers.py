"""What a report takes from registers rather than from figures: targets, campaigns, how the records came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from tongket.count.context import CountContext
from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.indicators import Measure
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.report.content.inputs import CampaignLine, FigureSource, Intake, RuleLine, TargetLine
from tongket.store.book import Book

# The ministry's year ends on 14 December and targets are set to the last of the month: so many days are forgiven.
GRACE = timedelta(days=31)
_TARGET_COLUMNS = ("target_id", "indicator", "stage", "denominator_kind", "area", "assigned_on", "due_on", "value")
_CAMPAIGN_COLUMNS = ("campaign_id", "name", "starts_on", "ends_on")


def target_lines(
    figures: FigureSource, period: Period, engine: Engine, seal: Seal, context: CountContext
) -> tuple[TargetLine, ...]:
    """Return the targets of the whole book for the period, with what was reached, in order of their ids.

    A target is judged in a report that covers most of the time it was given; one that runs on beyond the period is
    told, not judged.
    """
    root = context.areas.root if context.areas is not None else "*"
    whole: list[tuple[dict[str, object], date, bool]] = []
    parts: dict[tuple[object, ...], list[tuple[dict[str, object], date, bool]]] = {}
    for row in _rows("targets", _TARGET_COLUMNS, "assigned_on", Span(date(1, 1, 1), period.end), engine, seal):
        assigned, due = _day(row["assigned_on"]), _day(row["due_on"])
        if row["denominator_kind"] != "assigned_target" or due < period.start:
            continue
        is_due = due <= period.end + GRACE
        if is_due and 2 * _shared_days(assigned, due, period) < (due - assigned).days:
            continue  # most of its time lies in another report
        if row["area"] == root:
            whole.append((row, due, is_due))
        elif row["stage"]:
            parts.setdefault((row["indicator"], row["stage"], assigned, due), []).append((row, due, is_due))
    told = {(row["indicator"], row["stage"], _day(row["assigned_on"]), due) for row, due, _ in whole}
    whole += [_added(rows) for key, rows in parts.items() if key not in told]
    found = [_target(row, due, is_due, figures, period, context) for row, due, is_due in whole]
    return tuple(sorted(found, key=lambda target: target.target_id))


def _added(rows: list[tuple[dict[str, object], date, bool]]) -> tuple[dict[str, object], date, bool]:
    """Return the target of the whole that the targets of its units add up to."""
    ordered = sorted(rows, key=lambda each: str(each[0]["target_id"]))
    (first, due, is_due), last = ordered[0], ordered[-1][0]
    value = sum(Decimal(str(row["value"])) for row, _, _ in rows)
    return {**first, "target_id": f"{first['target_id']} … {last['target_id']}", "value": value}, due, is_due


def _shared_days(first: date, last: date, period: Period) -> int:
    return (min(last, period.end) - max(first, period.start)).days + 1


def _rows(
    table: str, columns: tuple[str, ...], day: str, span: Span, engine: Engine, seal: Seal
) -> Iterator[dict[str, object]]:
    """Yield the rows of a register as known at the cut-off; none where the seal does not hold it."""
    if table not in engine.tables():
        return
    rows = engine.events(EventsRequest(table, columns, Term(table, day), span, seal.as_of))
    for i in range(len(rows[columns[0]])):
        yield {name: rows[name][i] for name in columns}


def _day(value: object) -> date:
    return value if type(value) is date else date.fromisoformat(str(value)[:10])


def _target(
    row: dict[str, object], due: date, is_due: bool, figures: FigureSource, period: Period, context: CountContext
) -> TargetLine:
    stage = row["stage"]
    id_ = f"{row['indicator']}.{stage}" if stage else str(row["indicator"])
    indicator = context.indicators.indicators.get(id_)
    percent = indicator is not None and indicator.measure in (Measure.SHARE, Measure.RATIO)
    value = Decimal(str(row["value"]))
    return TargetLine(
        target_id=str(row["target_id"]),
        label=indicator.label if indicator is not None else Text(id_, id_),
        value=value * 100 if percent else value,
        unit="%" if percent else "count",
        due_on=due,
        reached=_figure(figures, id_, period),
        rate=_figure(figures, f"{row['indicator']}_of_target.{stage}", period) if stage else None,
        at_most=indicator is not None and indicator.good == "down",
        is_due=is_due,
    )


def _figure(figures: FigureSource, id_: str, period: Period) -> Figure | None:
    try:
        return figures.get(id_, period.id)
    except FigureError:  # no indicator counts it
        return None


def campaign_lines(period: Period, engine: Engine, seal: Seal) -> tuple[CampaignLine, ...]:
    """Return the campaigns opened in the period, in order of time."""
    rows = _rows("campaigns", _CAMPAIGN_COLUMNS, "starts_on", Span(period.start, period.end), engine, seal)
    lines = [
        CampaignLine(str(row["campaign_id"]), str(row["name"]), _day(row["starts_on"]), _day(row["ends_on"]))
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda each: (each.starts_on, each.campaign_id)))


def intake_of(book: Book, seal: Seal) -> Intake | None:
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
    for counted in read_rule_counts(book, chosen):
        rows[counted.rule, counted.severity] = rows.get((counted.rule, counted.severity), 0) + counted.rows
    lines = tuple(RuleLine(rule, severity, rules[rule].text, n) for (rule, severity), n in sorted(rows.items()))
    totals = {name: sum(getattr(load, name) for load in chosen) for name in _INTAKE}
    return Intake(loads=len(chosen), rules=lines, **totals)


_INTAKE = ("read", "accepted", "rejected", "duplicate", "superseded")
