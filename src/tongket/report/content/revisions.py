"""What earlier reports said of the periods of this one, set against what the records say now."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tongket.close.causes import LABELS
from tongket.close.definitions import same_definitions
from tongket.count.context import CountContext
from tongket.count.explanation import ExplainedFigure, explain_figures, sealed_context
from tongket.count.figures import count_figures
from tongket.count.request import CountRequest
from tongket.count.table import FigureTable
from tongket.engines.duckdb import DuckDBEngine
from tongket.model.figures import State
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.report.content.inputs import Correction, FigureSource
from tongket.report.content.names import FIELDS, Names
from tongket.store.book import Book
from tongket.store.seals import list_seals, table_files


def find_corrections(
    book: Book, seal: Seal, periods: Sequence[Period], names: Names, now: FigureSource, context: CountContext
) -> tuple[tuple[Correction, ...], tuple[FigureTable, ...]]:
    """Set what was first reported of each period against what this seal says.

    Parameters
    ----------
    book : Book
        Whose seals.
    seal : Seal
        Of this report.
    periods : sequence of Period
        The period and those compared with.
    names : Names
        Which indicators are looked at.
    now : FigureSource
        Figures of this seal.
    context : CountContext
        Of this seal.

    Returns
    -------
    tuple of Correction
        Changed or not, for every period that an earlier seal closed; empty where none did.
    tuple of FigureTable
        The earlier figures.
    """
    first = {period: _first_seal(book, seal, period) for period in periods}
    found: list[Correction] = []
    tables = []
    for earlier in dict.fromkeys(each for each in first.values() if each is not None):
        own = [period for period, each in first.items() if each == earlier]
        before = context if same_definitions(earlier, seal) else sealed_context(book, earlier)
        ids = [id_ for id_ in _looked_at(names) if all(id_ in c.indicators.indicators for c in (before, context))]
        table = _count(book, earlier, own, ids, before)
        tables.append(table)
        explained = explain_figures(book, earlier, seal, own, ids, contexts=(before, context))
        found += [_correction(each, earlier, table, now) for each in explained]
    order = {period.id: place for place, period in enumerate(periods)}
    return tuple(sorted(found, key=lambda each: order[each.after.period])), tuple(tables)


def _first_seal(book: Book, seal: Seal, period: Period) -> Seal | None:
    """Return the first seal that closed a period, when it is an earlier one."""
    closing = [each for each in list_seals(book) if period.end <= each.as_of < seal.as_of]
    return closing[0] if closing else None


def _count(book: Book, seal: Seal, periods: Sequence[Period], ids: Sequence[str], context: CountContext) -> FigureTable:
    engine = DuckDBEngine(table_files(book, seal))
    request = CountRequest(periods[0], tuple(period.id for period in periods[1:]), (), tuple(ids))
    return count_figures(request, engine, seal, context)


def _correction(each: ExplainedFigure, earlier: Seal, table: FigureTable, now: FigureSource) -> Correction:
    indicator, period = each.indicator, each.period
    label = Text(f"{indicator.label.vi}, {period.label('vi')}", f"{indicator.label.en}, {period.label('en')}")
    causes = tuple((LABELS[part.cause], _amount(part.amount)) for part in each.difference.contributions)
    return Correction(label, earlier, table.get(indicator.id, period.id), now.get(indicator.id, period.id), causes)


def _amount(amount: object) -> int | Decimal:
    return amount if isinstance(amount, int) else Decimal(str(amount))


def _looked_at(names: Names) -> tuple[str, ...]:
    """Return the counts that a report leads with; shares follow from them."""
    main = names.main_code
    recorded = (main, f"{main}.major", *(field.code for field in FIELDS))
    return (*(f"recorded.{code}" for code in recorded), f"cleared.{main}")


def has_changed(correction: Correction) -> bool:
    """Tell whether a number is another now; one that either seal does not know has not."""
    known = correction.before.state is State.VALUE and correction.after.state is State.VALUE
    return known and correction.before.value != correction.after.value
