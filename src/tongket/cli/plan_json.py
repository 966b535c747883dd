"""What `plan --json` prints: the board, targets, wanted notices, one item explained."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tongket.count.derived import Derived
    from tongket.model.figures import Figure
    from tongket.pipeline.overseeing import InspectionView
    from tongket.pipeline.planning import Explained, MovedDeadlines
    from tongket.pipeline.registers import RegisterView
    from tongket.plan.assessing import Assessment
    from tongket.plan.board import Board
    from tongket.plan.explaining import Explanation
    from tongket.plan.facts import PlanFacts
    from tongket.plan.funnel import Funnel
    from tongket.plan.items import Item, ItemKind, State
    from tongket.plan.moved import Moved
    from tongket.plan.oversight_tables import PrintedTable
    from tongket.plan.percentages import Percentage
    from tongket.plan.wanted import StockAndFlow, Wanted
    from tongket.store.book import Book


def _head(book: Book, as_of: date, seal: str, known_until: date) -> dict[str, Any]:
    return {
        "book": book.id,
        "synthetic": book.file.book.synthetic,
        "as_of": as_of.isoformat(),
        "seal": seal,
        "known_until": known_until.isoformat(),
    }


def board_json(book: Book, board: Board, figures: Mapping[tuple[ItemKind, State], Derived]) -> dict[str, Any]:
    """Return what `plan --json` prints."""
    named = {key: each.figure.id for key, each in figures.items()}
    return {
        **_head(book, board.as_of, board.seal.digest, board.seal.as_of),
        "settled": board.settled,
        "counts": [
            {"kind": kind.value, "state": state.value, "items": number, "figure": named.get((kind, state))}
            for kind, counter in board.counts().items()
            for state, number in counter.items()
        ],
        "items": [item_json(each) for each in board.items],
    }


def item_json(item: Item) -> dict[str, Any]:
    """Return one item of the board."""
    return {
        "kind": item.kind.value,
        "id": item.id,
        "what_vi": item.what.vi,
        "what_en": item.what.en,
        "owner": item.owner,
        "area": item.area,
        "due_on": _day(item.due_on),
        "state": item.state.value,
        "days_left": item.days_left,
        "met_on": _day(item.met_on),
        "chance": item.chance,
        "why_vi": item.why.vi,
        "why_en": item.why.en,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def targets_json(book: Book, facts: PlanFacts) -> dict[str, Any]:
    """Return what `plan --targets --json` prints."""
    return {
        **_head(book, facts.as_of, facts.seal.digest, facts.seal.as_of),
        "targets": [_target(each, facts) for each in facts.targets],
        "funnels": [_funnel(each) for each in facts.funnels],
    }


def _target(each: Assessment, facts: PlanFacts) -> dict[str, Any]:
    target = each.target
    return {
        "id": target.id,
        "indicator": target.indicator_id,
        "denominator_kind": target.kind.value,
        "area": target.area,
        "owner": target.owner,
        "assigned_on": target.assigned_on.isoformat(),
        "counts_from": target.counts_from.isoformat(),
        "due_on": target.due_on.isoformat(),
        "until": each.until.isoformat(),
        "parts": list(target.parts),
        "goal": _number(each.goal),
        "at_most": each.at_most,
        "reached": _figure(each.reached),
        "base": _figure(each.base),
        "percentage": _percentage(each.percentage),
        "path": None if each.pace is None else each.pace.path,
        "state": each.state.value,
        "derived": [derived_json(one) for one in facts.derived if ("target", target.id) in one.figure.by],
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "id": figure.id,
        "indicator": figure.indicator,
        "period": figure.period,
        "area": figure.area,
        "value": _number(figure.value),
    }


def _number(value: object) -> int | str | None:
    """Return an exact number as it is, its digits written out: never ``0E-12``."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if value is None or isinstance(value, int) else str(value)


def _percentage(percentage: Percentage | None) -> dict[str, Any] | None:
    if percentage is None:
        return None
    return {
        "value": _number(percentage.value),
        "numerator": _number(percentage.numerator),
        "denominator": _number(percentage.denominator),
        "kind": percentage.kind.value,
        "of_vi": percentage.of_what().vi,
        "of_en": percentage.of_what().en,
        "alarm": percentage.is_alarm,
    }


def derived_json(derived: Derived) -> dict[str, Any]:
    """Return a derived figure as plain values."""
    from tongket.count.derived import DERIVATION

    figure = derived.figure
    return {
        "id": figure.id,
        "indicator": figure.indicator,
        "by": {name: code for name, code in figure.by if name != DERIVATION},
        "value": _number(figure.value),
        "lower": figure.lower,
        "upper": figure.upper,
    }


def _funnel(funnel: Funnel) -> dict[str, Any]:
    return {
        "indicator": funnel.indicator,
        "area": funnel.area,
        "first": funnel.first.isoformat(),
        "until": funnel.until.isoformat(),
        "stages": [
            {
                "stage": each.stage,
                "in_period": _figure(each.in_window),
                "so_far": _figure(each.so_far),
                "target": None if each.target is None else each.target.target.id,
                "step": _percentage(each.step),
                "step_so_far": _percentage(each.step_so_far),
            }
            for each in funnel.stages
        ],
    }


def wanted_json(book: Book, facts: PlanFacts) -> dict[str, Any]:
    """Return what `plan --wanted --json` prints."""
    wanted = facts.wanted
    return {
        **_head(book, facts.as_of, facts.seal.digest, facts.seal.as_of),
        "wanted": None if wanted is None else _wanted(wanted),
        "derived": [derived_json(each) for each in facts.derived if each.derivation.id.startswith("plan.wanted")],
    }


def _wanted(wanted: Wanted) -> dict[str, Any]:
    reviews = wanted.reviews
    return {
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "holds": not wanted.discrepancies,
        "flows": [_flow(each) for each in wanted.flows],
        "discrepancies": [
            {
                "danger_class": each.danger_class,
                "area": each.area,
                "residual": _number(each.residual),
                "without_outcome": list(each.without_outcome),
            }
            for each in wanted.discrepancies
        ],
        "ages": [
            {
                "danger_class": name,
                "in_force": age.count,
                "median_days": age.median_days,
                "over_years": [{"years": years, "notices": count} for years, count in age.over_years],
            }
            for name, age in wanted.ages
        ],
        "reviews": {
            "overdue": reviews.overdue,
            "soon": reviews.soon,
            "later": reviews.later,
            "without_day": reviews.without_day,
            "ended_since": reviews.ended_since,
            "oldest_due_on": _day(reviews.oldest_due_on),
        },
    }


def _flow(flow: StockAndFlow) -> dict[str, Any]:
    parts = ("opening", "issued", "arrested", "surrendered", "struck_off", "closing")
    return {
        "danger_class": flow.danger_class,
        "area": flow.area,
        **{name: _number(getattr(flow, name).value) for name in parts},
        "residual": _number(flow.residual),
    }


def explained_json(book: Book, as_of: date, found: Explained) -> dict[str, Any]:
    """Return what `plan --explain --json` prints."""
    return {
        "book": book.id,
        "synthetic": book.file.book.synthetic,
        "as_of": as_of.isoformat(),
        "item": None if found.item is None else item_json(found.item),
        "tables": [table_json(each) for each in found.tables],
        "due_on": None if found.explanation is None else _day(found.explanation.due_on),
        "notes_vi": [] if found.explanation is None else [each.vi for each in found.explanation.notes],
        "notes_en": [] if found.explanation is None else [each.en for each in found.explanation.notes],
        "days": [] if found.explanation is None else _days(found.explanation),
    }


def moved_json(book: Book, as_of: date, moved: MovedDeadlines) -> dict[str, Any]:
    """Return what `plan --moved --json` prints."""
    return {
        "book": book.id,
        "synthetic": book.file.book.synthetic,
        "as_of": as_of.isoformat(),
        "before": None if moved.before is None else moved.before.digest,
        "by_calendar": [_moved(each) for each in moved.by_calendar],
        "by_register": [_moved(each) for each in moved.by_register],
    }


def _moved(moved: Moved) -> dict[str, Any]:
    return {
        "id": moved.id,
        "what_vi": moved.what.vi,
        "what_en": moved.what.en,
        "was": _day(moved.was),
        "due_on": _day(moved.due_on),
        "why_vi": [each.vi for each in moved.why],
        "why_en": [each.en for each in moved.why],
    }


def _days(explanation: Explanation) -> list[dict[str, Any]]:
    return [
        {"on": day.on.isoformat(), "number": day.number, "why_vi": day.why.vi, "why_en": day.why.en}
        for day in explanation.days
    ]


def table_json(table: PrintedTable) -> dict[str, Any]:
    """Return a table in both languages, its cells as people read them."""
    return {
        "title_vi": table.title.vi,
        "title_en": table.title.en,
        "head_vi": [each.vi for each in table.head],
        "head_en": [each.en for each in table.head],
        "rows_vi": [list(row) for row in table.texts("vi")],
        "rows_en": [list(row) for row in table.texts("en")],
        "notes_vi": [each.vi for each in table.notes],
        "notes_en": [each.en for each in table.notes],
    }


def broken_down(derived: Derived) -> dict[str, Any]:
    """Return a derived figure as plain values, with what it is broken down by."""
    return {**derived_json(derived), "by": {name: code for name, code in derived.figure.by if name != "derivation"}}


def register_json(book: Book, as_of: date, view: RegisterView) -> dict[str, Any]:
    """Return what `plan --directives`, `--petitions` or `--clocks` prints with `--json`."""
    return {
        **_head(book, as_of, view.seal.digest, view.seal.as_of),
        "period": view.period.id,
        "tables": [table_json(each) for each in view.tables],
        "items": [item_json(each) for each in view.items],
        "figures": [derived_json(each) for each in view.figures],
    }


def inspections_json(book: Book, as_of: date, view: InspectionView) -> dict[str, Any]:
    """Return what `plan --inspections --json` prints; of a draw everything that repeats it."""
    from tongket.plan.draw import draw_object

    return {
        "book": book.id,
        "synthetic": book.file.book.synthetic,
        "as_of": as_of.isoformat(),
        "tables": [table_json(each) for each in view.tables],
        "draw": None if view.draw is None else draw_object(view.draw),
        "figures": [derived_json(each) for each in view.figures],
    }
