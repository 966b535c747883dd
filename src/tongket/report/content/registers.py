"""What a report takes from registers rather than from figures: targets, campaigns, how the records came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.figures import Figure
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.plan.assessing import Assessment
from tongket.plan.percentages import OF_WHAT
from tongket.report.content.inputs import CampaignLine, Intake, RuleLine, TargetLine
from tongket.report.content.promises import Promises
from tongket.store.book import Book

# The ministry's year ends on 14 December and targets are set to the last of the month: so many days are forgiven.
GRACE = timedelta(days=31)
_CAMPAIGN_COLUMNS = ("campaign_id", "name", "starts_on", "ends_on")


def target_lines(promises: Promises | None, period: Period) -> tuple[TargetLine, ...]:
    """Return the targets of the whole book for the period, with what was reached, in order of their ids.

    A target is judged in a report that covers most of the time it was given; one that runs on beyond the period is
    told, not judged.

    Parameters
    ----------
    promises : Promises or None
        What was found out for the report.
    period : Period
        What is reported on.
    """
    if promises is None:
        return ()
    found = []
    for each in promises.facts.targets:
        target = each.target
        is_due = target.due_on <= period.end + GRACE
        given = (target.due_on - target.counts_from).days
        if target.due_on < period.start or (
            is_due and 2 * _shared_days(target.counts_from, target.due_on, period) < given
        ):
            continue  # most of its time lies in another report
        found.append(_target(each, is_due, promises))
    return tuple(found)


def _shared_days(first: date, last: date, period: Period) -> int:
    return (min(last, period.end) - max(first, period.start)).days + 1


def _target(each: Assessment, is_due: bool, promises: Promises) -> TargetLine:
    target = each.target
    percentage = promises.facts.derived_figure("plan.target.percentage", target=target.id)
    share = percentage.figure if percentage is not None else None
    percent = each.is_rate or target.of_stage is not None
    goal = each.goal if each.goal is not None else target.value
    label = each.label
    if target.of_stage is not None:
        of = OF_WHAT[target.kind]
        # both are counted since the register began, so the share is another than that of the year's own stages
        label = Text(f"{label.vi}, so với {of.vi} (lũy kế)", f"{label.en}, {of.en} (all years together)")
    return TargetLine(
        target_id=target.id,
        label=label,
        value=goal * 100 if percent else goal,
        unit="%" if percent else "count",
        due_on=target.due_on,
        reached=share if target.of_stage is not None else each.reached,
        rate=None if percent or each.at_most else share,
        at_most=each.at_most,
        is_due=is_due,
        projected=_of(promises, "pace.projected", target.id),
        chance=_of(promises, "pace.probability", target.id),
    )


def _of(promises: Promises, name: str, id_: str) -> Figure | None:
    found = promises.facts.derived_figure(f"plan.{name}", target=id_)
    return found.figure if found is not None and found.figure.value is not None else None


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
